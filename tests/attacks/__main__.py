"""``make bench-attacks``: what vanilla nbgrader and ours do with each attack, as a table in the instructor's page.

Each attack stands in a course folder of its own beside one honest learner. Payloads are tame: a marker file tells that
code ran. Takes about twenty minutes, nearly all of it vanilla's.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import vanilla
from tests.attacks.kinds import KINDS
from tests.attacks.scene import ASSIGNMENT, HONEST, Scene
from tests.course_folder import fresh
from tests.sample_class.handing_in import answered
from tests.sample_class.round import HOME, Round

HUGE = 1 << 30
SECRET = "the instructor's own words 4711"
PAGE = HOME / "chapters" / "for-instructors.md"
START, END = "<!-- attacks: begin (written by make bench-attacks) -->", "<!-- attacks: end -->"


def scene_in(work: Round, name: str) -> Scene:
    released = json.loads((work.course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
    folder = work.course / "submitted" / name / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-05-04 09:30:00.000000 UTC")
    secret = work.place / "secrets" / "secret.txt"
    secret.parent.mkdir(exist_ok=True)
    secret.write_text(json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "secret": SECRET}))
    return Scene(answered(released, HONEST), folder, work.place / "MARKER", secret, work.course / "gradebook.db")


def no_huge_files() -> None:
    """Tame the link to an endless file: vanilla nbgrader would copy it until the disk is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (HUGE, HUGE))


def grade(work: Round) -> None:
    environment = {**os.environ, "NO_COLOR": "1"}
    command = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]
    process = subprocess.Popen(
        command,
        cwd=work.course,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=no_huge_files,
    )
    try:
        process.wait(120)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def left_behind() -> Iterator[int]:
    """Processes that the attack with a detached process started."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"sleep\x0047\x00"):
                yield int(path.parent.name)
        except OSError:
            continue


def outcome(template: Round, kind: str, honest: dict[str, float]) -> str:
    """What a course's nbgrader did with one attack, in a few words."""
    place = Path(tempfile.mkdtemp(prefix="coolerheads-attack-"))
    work = Round(place / "work")
    shutil.copytree(template.course, work.course)
    scene = scene_in(work, "mallory")
    KINDS[kind](scene)
    scene_in(work, "zoe").save()
    grade(work)
    grades = {name: {id: points for id, (points, *_) in mine.items()} for name, mine in work.grades().items()}
    said = []
    gained = sum(points - honest[id] for id, points in grades.get("mallory", {}).items() if points > honest[id])
    if gained:
        said.append(f"gains {gained:g} points")
    if scene.marker.exists():
        said.append("code runs")
    if any(
        SECRET in path.read_text("utf-8", "ignore")
        for path in (work.course / "autograded").rglob("*")
        if path.is_file() and path.stat().st_size < 10**7
    ):
        said.append("a file is read")
    if processes := list(left_behind()):
        said.append("a process stays")
        for process in processes:
            os.kill(process, signal.SIGKILL)
    if grades.get("zoe") != honest:
        said.append("others are stopped or changed")
    if not (work.course / "autograded" / "mallory" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").exists():
        said.append("not graded (error)")
    shutil.rmtree(place, ignore_errors=True)
    return ", ".join(said) or "nothing"


def honest_points(template: Round) -> dict[str, float]:
    place = Path(tempfile.mkdtemp(prefix="coolerheads-attack-"))
    work = Round(place / "work")
    shutil.copytree(template.course, work.course)
    scene_in(work, "zoe").save()
    grade(work)
    found = {id: points for id, (points, *_) in work.grades()["zoe"].items()}
    shutil.rmtree(place, ignore_errors=True)
    return found


def main() -> int:
    place = Path(tempfile.mkdtemp(prefix="coolerheads-attacks-"))
    plain, ours = vanilla.lay_out(place / "vanilla"), fresh(place / "ours")
    honest_plain, honest_ours = honest_points(plain), honest_points(ours)
    rows = ["| attack | nbgrader as it comes | with this course's settings |", "|---|---|---|"]
    for kind in KINDS:
        rows.append(f"| {kind} | {outcome(plain, kind, honest_plain)} | {outcome(ours, kind, honest_ours)} |")
        print(rows[-1], flush=True)
    shutil.rmtree(place, ignore_errors=True)
    if PAGE.exists() and START in (text := PAGE.read_text("utf-8")):
        before, rest = text.split(START)
        PAGE.write_text(f"{before}{START}\n" + "\n".join(rows) + f"\n{END}{rest.split(END)[1]}", "utf-8")
        print(f"written to {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
