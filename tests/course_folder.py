"""A course folder for tests: released once a session, copied for each test, with work put straight into it."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coolerheads.grading.engine import grade_assignment
from coolerheads.grading.settings import read_settings
from tests.sample_class.handing_in import answered
from tests.sample_class.round import Round

ASSIGNMENT = "steady-yourself"
ANSWERS = {"kyc-c1": "label: dismissive", "kyc-c3": "best: c\nworst: a", "hto-o1": "order: c, d, a, b"}
Door = Callable[[Round], None]


def by_engine(work: Round) -> None:
    grade_assignment(read_settings(work.course), ASSIGNMENT)


def by_nbgrader(work: Round) -> None:
    work.autograde()


@cache
def _template() -> Round:
    place = Path(tempfile.mkdtemp(prefix="coolerheads-course-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own
        work = Round(place / "course")
        work.lay_out()
        work.tool("GenerateAssignmentApp", ASSIGNMENT)
    return work


def fresh(place: Path) -> Round:
    """A course folder of its own in which the assignment has been generated and nobody has handed in anything."""
    work = Round(place)
    shutil.copytree(_template().course, work.course)
    return work


def notebook(work: Round, answers: dict[str, str] | None = None) -> dict[str, Any]:
    text = (work.course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")
    return answered(json.loads(text), ANSWERS if answers is None else answers)


def hand_in(
    work: Round,
    learner: str,
    answers: dict[str, str] | None = None,
    at: str = "2026-05-04 09:30:00.000000 UTC",
    name: str = f"{ASSIGNMENT}.ipynb",
) -> Path:
    """Put a learner's work into ``submitted/``, in place of what was there."""
    folder = work.course / "submitted" / learner / ASSIGNMENT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / name).write_text(json.dumps(notebook(work, answers)), "utf-8")
    (folder / "timestamp.txt").write_text(at)
    return folder


@contextmanager
def gradebook(work: Round) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{work.course / 'gradebook.db'}") as book:
        yield book
        book.db.commit()
        book.engine.dispose()


def total(work: Round, learner: str) -> float:
    return sum(points for points, *_ in work.grades()[learner].values())


DOORS = pytest.mark.parametrize("door", [by_engine, by_nbgrader])
FULL = 2 + 4 + 4  # what ANSWERS earn, all right
