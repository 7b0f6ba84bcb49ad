"""A course's own settings, read from its ``nbgrader_config.py`` without importing nbgrader (which takes seconds)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolerheads.grading.grade import REFER_FROM
from coolerheads.reading import ContentError, Problem, known


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a course keeps its things, and how it grades."""

    root: Path
    source: str
    submitted: str
    autograded: str
    feedback: str
    structure: str
    db_url: str
    course: str
    bank: Path
    refer_from: float
    show_answers: bool
    book_url: str
    config: Any

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one learner's assignment at one step, as nbgrader's directory structure has it."""
        path = self.structure.format(nbgrader_step=step, student_id=student, assignment_id=assignment)
        return self.root / path

    def source_of(self, assignment: str) -> Path:
        """The source notebook of an assignment."""
        return self.folder(self.source, ".", assignment) / f"{assignment}.ipynb"


def source_path(settings: Settings, assignment: str) -> Path:
    """The source notebook of an assignment; raises ContentError, naming those there are, where there is none."""
    path = settings.source_of(assignment)
    if not path.is_file():
        folder = path.parent.parent
        there = sorted(found.name for found in folder.glob("*") if (found / f"{found.name}.ipynb").is_file())
        hint = known(assignment, there) if there else "run: coolerheads exercises"
        raise ContentError([Problem(str(folder), 1, f'no assignment "{assignment}"; {hint}')])
    return path


def read_settings(root: Path) -> Settings:
    """The settings of the course in ``root``; what its config leaves open has nbgrader's or our default."""
    from traitlets.config.loader import Config, PyFileConfigLoader

    config: Any = Config()
    if (root / "nbgrader_config.py").is_file():
        config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    course, ours = config.CourseDirectory, config.CoolerHeads
    if "root" in course:
        root = Path(course.root)
    database = os.path.join(os.path.abspath(root), "gradebook.db")
    return Settings(
        root=root.absolute(),
        source=course.get("source_directory", "source"),
        submitted=course.get("submitted_directory", "submitted"),
        autograded=course.get("autograded_directory", "autograded"),
        feedback=course.get("feedback_directory", "feedback"),
        structure=course.get("directory_structure", os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")),
        db_url=course.get("db_url", f"sqlite:///{database}"),
        course=course.get("course_id", "default_course"),
        bank=root.absolute() / ours.get("bank", "bank"),
        refer_from=float(ours.get("refer_from", REFER_FROM)),
        show_answers=bool(ours.get("show_answers", True)),
        book_url=str(ours.get("book_url", "")),
        config=config,
    )
