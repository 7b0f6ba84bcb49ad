"""One nbgrader round with its own tools and exchange, in a scratch place: from release to feedback."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.sample_class.handing_in import hand_in
from tests.sample_class.learners import LEARNERS, Learner

HOME = Path(__file__).parents[2]
COURSE = "cooler-heads"
# nbgrader calls alembic by name when it creates the database.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


class ToolError(RuntimeError):
    """One of nbgrader's commands ended with an error; the message is its log."""


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Round:
    """A course folder, an exchange and learners' homes under one scratch place."""

    def __init__(self, place: Path, assignment: str = "steady-yourself", log: bool = False) -> None:
        self.place, self.assignment, self.log = place, assignment, log
        self.course, self.exchange = place / "course", place / "exchange"

    def lay_out(self, exercises: Path = HOME / "exercises", bank: Path = HOME / "bank") -> None:
        """A fresh course folder with the assignment, the bank and the config, and an empty exchange."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.course.mkdir(parents=True)
        self.exchange.mkdir(mode=0o777)
        self.exchange.chmod(0o777)
        shutil.copytree(exercises / self.assignment, self.course / "exercises" / self.assignment)
        shutil.copytree(bank, self.course / "bank")
        shutil.copy(HOME / "nbgrader_config.py", self.course)

    def tool(self, name: str, *words: str, at: Path | None = None) -> str:
        """Run one of nbgrader's own commands in this process, as its command line would; returns its log."""
        from nbgrader import apps

        app_class = getattr(apps, name)
        (at or self.course).mkdir(parents=True, exist_ok=True)
        lines: list[str] = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
        with inside(at or self.course):
            app: Any = app_class()
            app.initialize([
                *words,
                f"--CourseDirectory.course_id={COURSE}",
                f"--Exchange.root={self.exchange}",
                f"--Exchange.cache={self.place / 'cache' / (at or self.course).name}",
                "--log-level=INFO" if self.log else "--log-level=WARN",
            ])  # fmt: skip
            if not self.log:
                app.log.handlers = []
            app.log.addHandler(handler)
            try:
                app.start()
            except SystemExit as error:
                if error.code:
                    raise ToolError("\n".join(lines)[-4000:]) from None
            finally:
                app.log.removeHandler(handler)
                app_class.clear_instance()
        return "\n".join(lines)

    def release(self) -> None:
        self.tool("GenerateAssignmentApp", self.assignment)
        self.tool("ReleaseAssignmentApp", self.assignment)

    def home(self, name: str) -> Path:
        return self.place / "learners" / name

    def study(self, learners: Mapping[str, Learner] = LEARNERS) -> None:
        """Every learner fetches, answers and submits."""
        for name, learner in learners.items():
            self.home(name).mkdir(parents=True, exist_ok=True)
            (self.home(name) / "nbgrader_config.py").touch()  # or nbgrader says that it found none
            self.tool("FetchAssignmentApp", self.assignment, at=self.home(name))
            hand_in(self.home(name) / self.assignment, self.assignment, learner)
            self.submit(name)

    def submit(self, name: str) -> None:
        self.tool("SubmitApp", self.assignment, f"--CourseDirectory.student_id={name}", at=self.home(name))

    def collect(self, *words: str) -> None:
        self.tool("CollectApp", self.assignment, "--ExchangeCollect.check_owner=False", *words)

    def autograde(self, *words: str) -> str:
        return self.tool("AutogradeApp", self.assignment, *words)

    def feedback(self, *words: str) -> None:
        self.tool("GenerateFeedbackApp", self.assignment, *words)

    def grades(self) -> dict[str, dict[str, tuple[float, bool, str]]]:
        """What the gradebook has: by learner and task, the score, whether a person is asked, and the comment."""
        from nbgrader.api import Gradebook

        found: dict[str, dict[str, tuple[float, bool, str]]] = {}
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            for submission in book.assignment_submissions(self.assignment):
                notebook = submission.notebooks[0]
                comments = {comment.name: comment.comment or "" for comment in notebook.comments}
                mine = found.setdefault(submission.student.id, {})
                for grade in sorted(notebook.grades, key=lambda g: g.name):
                    id = grade.name.removesuffix("-points")
                    mine[id] = (grade.score, bool(grade.needs_manual_grade), comments[id])
            book.db.close()
            book.engine.dispose()
        return found

    def most(self) -> dict[str, float]:
        """The most that each task of the assignment can earn, in the notebook's order."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as book:
            (notebook,) = book.find_assignment(self.assignment).notebooks
            found = {cell.name.removesuffix("-points"): cell.max_score for cell in notebook.grade_cells}
            book.db.close()
            book.engine.dispose()
        return dict(sorted(found.items()))
