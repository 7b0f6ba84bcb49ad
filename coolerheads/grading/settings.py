"""A course's own settings, read from nbgrader's config files without importing nbgrader (which takes seconds)."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable
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
    create_students: bool
    excluded: frozenset[str]
    group_shared: bool
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
    """The settings of the course in ``root``; what its config leaves open has nbgrader's or our default.

    As with nbgrader, the machine's and the user's own ``nbgrader_config.py`` come first, and the course's last. Raises
    ContentError for a config that cannot be read.
    """
    from jupyter_core.paths import jupyter_config_path

    config = _config([*(Path(folder) for folder in reversed(jupyter_config_path())), root])
    if "root" in config.CourseDirectory and Path(config.CourseDirectory.root).absolute() != root.absolute():
        root = Path(config.CourseDirectory.root)
        config.merge(_config([root]))
    course, ours = config.CourseDirectory, config.CoolerHeads
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
        create_students=bool(config.Autograde.get("create_student", True)),
        excluded=frozenset(filter(None, course.get("student_id_exclude", "").split(","))),
        group_shared=bool(course.get("groupshared", False)),
        config=config,
    )


def _config(folders: Iterable[Path]) -> Any:
    """What the config files in some folders say, a later one over an earlier."""
    from traitlets.config.loader import Config, JSONFileConfigLoader, PyFileConfigLoader

    config = Config()
    for folder in folders:
        for name, loader in (
            ("nbgrader_config.py", PyFileConfigLoader),
            ("nbgrader_config.json", JSONFileConfigLoader),
        ):
            path = folder / name
            if not path.is_file():
                continue
            try:
                config.merge(loader(name, path=str(folder)).load_config())
            except Exception as error:  # a config is a program: it may do anything wrong
                lines = [
                    frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
                ]
                line = getattr(error, "lineno", None) or (lines[-1] if lines else 1) or 1
                text = f"this config cannot be read: {type(error).__name__}: {getattr(error, 'msg', None) or error}"
                raise ContentError([Problem(str(path), line, text)]) from None
    return config
