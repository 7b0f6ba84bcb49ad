"""``make bench-grading``: CPU seconds a submission, of the same submissions, by four ways of grading and the floor.

The class is the sample class over and over, with its answers turned round. Vanilla nbgrader and otter-grader grade the
same notebook with points cells that run (see :mod:`tests.vanilla`); otter is installed into an environment of its own.
Every way runs from compiled modules, as installed software does. Floor and engine take turns, and the median counts.
``COUNT`` says how many submissions (200), ``OTTER`` how many of them otter gets (it takes several seconds each),
``SKIP`` names ways to leave out, ``MANY`` is the size of a large class for the engine alone (10,000; 0 for none).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
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
TURNS = int(os.environ.get("TURNS", "5"))
MANY = int(os.environ.get("MANY", "10000"))
GRADE = (sys.executable, "-m", "coolerheads", "grade", ASSIGNMENT)
OTTER_HOME = HOME / "_build" / "otter"


# A small process in between: a child's largest memory counts what its parent had when it was started.
MEASURE = """
import json, resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
sys.exit(status)
"""


def spent(*words: str, at: Path, environment: Mapping[str, str]) -> tuple[float, float]:
    """CPU seconds and largest memory of one process (MB) of a command and all that it started."""
    with tempfile.NamedTemporaryFile("r") as used:
        command = [sys.executable, "-c", MEASURE, used.name, *words]
        done = subprocess.run(command, cwd=at, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        cpu, memory = json.load(used)
    return cpu, memory


def compiled(place: Path, python: Path = Path(sys.executable)) -> dict[str, str]:
    """An environment in which Python keeps compiled modules, in a place of the benchmark's own."""
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PATH": path, "PYTHONPYCACHEPREFIX": str(place / "compiled")}


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
    environment = compiled(place, python)
    subprocess.run(
        [str(python), "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
        cwd=folder,
        check=True,
        env=environment,
        capture_output=True,
    )
    costs = []
    for number in range(count + 1):  # the first compiles what the others use
        submitted = work.course / "submitted" / f"learner-{number:05}" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path = folder / f"learner-{number:05}.ipynb"
        path.write_text(json.dumps(otter_notebook(json.loads(submitted.read_text("utf-8")))), "utf-8")
        words = (str(python), "-m", "otter", "run", "-a", "autograder.zip", path.name)
        costs.append(spent(*words, at=folder, environment=environment))
    return sum(cpu for cpu, _ in costs[1:]), max(memory for _, memory in costs)


def taking_turns(place: Path, work: Round, environment: Mapping[str, str]) -> list[tuple[float, float]]:
    """Floor and engine on the same submissions, each from nothing, turn by turn: the median of each."""
    (place / "floor.py").write_text(FLOOR)
    course, database, floor = work.course, work.course / "gradebook.db", place / "floor.db"
    shutil.copy(database, place / "empty.db")
    costs: list[list[tuple[float, float]]] = [[], []]
    for turn in range(TURNS + 1):  # the first compiles what the others use
        floor.unlink(missing_ok=True)
        shutil.copy(place / "empty.db", database)
        for folder in ("autograded", ".coolerheads"):
            shutil.rmtree(course / folder, ignore_errors=True)
        words = (str(place / "floor.py"), str(course / "submitted"), str(floor))
        both = [
            spent(sys.executable, *words, at=HOME, environment=environment),
            spent(*GRADE, at=course, environment=environment),
        ]
        for cost, found in zip(costs, both, strict=True):
            cost += [found] if turn else []
    return [(statistics.median(cpu for cpu, _ in cost), max(memory for _, memory in cost)) for cost in costs]


def main() -> int:
    place = Path(tempfile.mkdtemp(prefix="coolerheads-bench-"))
    rows: dict[str, float] = {}

    def measured(name: str, count: int, cost: tuple[float, float]) -> None:
        rows[name] = cost[0] / count
        print(f"{name:36} {count:6} submissions  {rows[name]:8.4f} CPU s each  {cost[1]:5.0f} MB", flush=True)

    environment = compiled(place)
    ours = fresh(place / "ours")
    fill(ours, COUNT)
    floor, engine = taking_turns(place, ours, environment)
    measured("floor: read JSON, score, write rows", COUNT, floor)
    measured("ours, engine (coolerheads grade)", COUNT, engine)
    with sqlite3.connect(ours.course / "gradebook.db") as db:
        assert db.execute("select count(*) from grade where auto_score is not null").fetchone()[0] == 13 * COUNT
    print(f"the engine is at {engine[0] / floor[0]:.2f} times the floor")
    autograde = (sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT)
    if "ours" not in SKIP:
        again = spent(*autograde, "--force", at=ours.course, environment=environment)
        measured("ours, through nbgrader autograde", COUNT, again)
    if {"vanilla", "otter"} - set(SKIP):
        plain = vanilla.lay_out(place / "vanilla")
        fill(plain, COUNT)
    if "vanilla" not in SKIP:
        measured("vanilla nbgrader autograde", COUNT, spent(*autograde, at=plain.course, environment=environment))
        print(f"vanilla is at {rows['vanilla nbgrader autograde'] / (engine[0] / COUNT):.0f} times the engine")
    if "otter" not in SKIP:
        measured("otter-grader (otter run)", OTTER, otter(place, plain, OTTER))
    if MANY:
        crowd = fresh(place / "crowd")
        fill(crowd, MANY)
        started = time.monotonic()
        measured("ours, engine (coolerheads grade)", MANY, spent(*GRADE, at=crowd.course, environment=environment))
        print(f"{MANY} submissions took {time.monotonic() - started:.0f} seconds on {os.cpu_count()} cores")
    shutil.rmtree(place, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
