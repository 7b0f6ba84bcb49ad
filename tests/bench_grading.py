"""``make bench-grading``: CPU seconds a submission, of the same submissions, by four ways of grading and the floor.

The class is the sample class over and over, with its answers turned round. Vanilla nbgrader and otter-grader grade the
same notebook with points cells that run (see :mod:`tests.vanilla`); otter is installed into an environment of its own.
``COUNT`` says how many submissions (200), ``OTTER`` how many of them otter gets (it takes several seconds each),
``SKIP`` names ways to leave out.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import vanilla
from tests.course_folder import ASSIGNMENT, fresh
from tests.sample_class.handing_in import answered
from tests.sample_class.learners import LEARNERS
from tests.sample_class.round import HOME, Round

COUNT = int(os.environ.get("COUNT", "200"))
OTTER = int(os.environ.get("OTTER", "10"))
SKIP = os.environ.get("SKIP", "").split()
OTTER_HOME = HOME / "_build" / "otter"


def spent(run: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds and largest memory (MB) of what a function's subprocesses took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def command(*words: str, at: Path) -> None:
    done = subprocess.run([sys.executable, *words], cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def fill(work: Round, count: int) -> None:
    """Hand in for ``count`` learners, who all write something of their own."""
    released = json.loads((work.course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
    people = [learner.answers for learner in LEARNERS.values() if len(learner.answers) > 5 and not learner.how]
    for number in range(count):
        answers: dict[str, str] = {}
        for place, item in enumerate(released["metadata"]["coolerheads"]["items"].values()):
            mine = people[(number * 7 + place * (1 + number // len(people))) % len(people)].get(item)
            if mine:
                answers[item] = f"{mine} Case {number}." if "-r" in item else mine
        folder = work.course / "submitted" / f"learner-{number:05}" / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(answered(released, answers), indent=1), "utf-8")
        (folder / "timestamp.txt").write_text("2026-05-04 09:30:00.000000 UTC")


FLOOR = """
import json, sqlite3, sys
from pathlib import Path
from coolerheads.scoring.score import score
db = sqlite3.connect(sys.argv[2])
db.execute("create table grade (learner text, task text, points real, comment text)")
for path in sorted(Path(sys.argv[1]).glob("*/*/*.ipynb")):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    rows = []
    for cell in cells:
        if cell["source"][:2] == "%%":
            found = score(cell["source"], "x") if cell["source"].startswith("%%reply") else None
            rows.append((path.parts[-3], cell["id"], 1.0, str(found)))
    db.executemany("insert into grade values (?, ?, ?, ?)", rows)
db.commit()
"""


def otter_notebook(source: dict[str, Any]) -> dict[str, Any]:
    cells = []
    for cell in source["cells"]:
        if cell["id"].endswith("-points"):
            id = cell["id"].removesuffix("-points")
            cell = {**cell, "source": f'grader.check("{id}")'}
        cells.append(cell)
    first = {"cell_type": "code", "id": "otter", "metadata": {}, "outputs": [], "execution_count": None}
    first["source"] = 'import otter\ngrader = otter.Notebook(tests_dir="tests")'
    return {**source, "cells": [first, *cells]}


def otter(place: Path, work: Round, count: int) -> tuple[float, float]:
    """``otter run`` on the same submissions, one process each, as otter grades without containers."""
    python = OTTER_HOME / "bin" / "python"
    if not python.exists():
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([uv, "venv", "-q", str(OTTER_HOME), "--python", sys.executable], check=True)
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", str(python), "otter-grader", "ipykernel", "-e", str(HOME)],
            check=True,
        )
    folder = place / "otter"
    (folder / "tests").mkdir(parents=True)
    exercise = json.loads((work.course / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
    for cell in exercise["cells"]:
        if cell["id"].endswith("-points"):
            code = "\n".join(line for line in cell["source"].split("\n") if "HIDDEN" not in line).replace(
                "float(points)", "float(points) >= 0"
            )
            lines = [f">>> {line}" for line in code.split("\n")]
            case = {"code": "\n".join([*lines, "True"]), "hidden": True, "locked": False}
            name = cell["id"].removesuffix("-points")
            test = {
                "name": name,
                "points": 1,
                "suites": [{"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}],
            }
            (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    environment = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [str(python), "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
        cwd=folder,
        check=True,
        env=environment,
        capture_output=True,
    )

    def run() -> None:
        for number in range(count):
            submitted = work.course / "submitted" / f"learner-{number:05}" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
            path = folder / f"learner-{number:05}.ipynb"
            path.write_text(json.dumps(otter_notebook(json.loads(submitted.read_text("utf-8")))), "utf-8")
            done = subprocess.run(
                [str(python), "-m", "otter", "run", "-a", "autograder.zip", path.name],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-2000:]

    return spent(run)


def main() -> int:
    place = Path(tempfile.mkdtemp(prefix="coolerheads-bench-"))
    rows: list[tuple[str, int, float, float]] = []

    def measured(name: str, count: int, cost: tuple[float, float]) -> None:
        rows.append((name, count, cost[0] / count, cost[1]))
        print(f"{name:45} {count:6} submissions  {cost[0] / count:8.4f} CPU s each  {cost[1]:6.0f} MB", flush=True)

    ours = fresh(place / "ours")
    fill(ours, COUNT)
    (place / "floor.py").write_text(FLOOR)
    measured(
        "floor: read JSON, score, write rows",
        COUNT,
        spent(
            lambda: command(str(place / "floor.py"), str(ours.course / "submitted"), str(place / "floor.db"), at=HOME)
        ),
    )
    if "engine" not in SKIP:
        measured(
            "ours, engine (coolerheads grade)",
            COUNT,
            spent(lambda: command("-m", "coolerheads", "grade", ASSIGNMENT, at=ours.course)),
        )
        with sqlite3.connect(ours.course / "gradebook.db") as db:
            assert db.execute("select count(*) from grade where auto_score is not null").fetchone()[0] == 13 * COUNT
    if "ours" not in SKIP:
        measured(
            "ours, through nbgrader autograde",
            COUNT,
            spent(lambda: command("-m", "nbgrader", "autograde", ASSIGNMENT, "--force", at=ours.course)),
        )
    plain = vanilla.lay_out(place / "vanilla")
    fill(plain, COUNT)
    if "vanilla" not in SKIP:
        measured(
            "vanilla nbgrader autograde",
            COUNT,
            spent(lambda: command("-m", "nbgrader", "autograde", ASSIGNMENT, at=plain.course)),
        )
    if "otter" not in SKIP:
        measured("otter-grader (otter run)", OTTER, otter(place, plain, OTTER))
    cost = {name.split(",")[0].split(" ")[0] + name[-20:]: each for name, _, each, _ in rows}
    print(json.dumps(cost))
    shutil.rmtree(place, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
