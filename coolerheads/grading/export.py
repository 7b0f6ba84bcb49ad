"""Plugins for ``nbgrader export``: grades by item, by assignment, and merged into what Moodle or Canvas exported.

nbgrader export --exporter=coolerheads.grading.export.ItemCsv --to items.csv
nbgrader export --exporter=coolerheads.grading.export.AssignmentCsv --to grades.csv
nbgrader export --exporter=coolerheads.grading.export.GradebookCsv --GradebookCsv.into=moodle.csv --to merged.csv
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from coolerheads.grading.page import title_of

# Columns by which learning platforms name a person, most telling first.
PERSON = (
    "username",
    "sis login id",
    "login id",
    "id number",
    "sis user id",
    "email address",
    "email",
    "id",
    "student id",
)
TOTAL_ROW = "points possible"  # Canvas's second line, which is no student


def safe(value: Any) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) and not isinstance(value, float | int) else text


class _Plugin(ExportPlugin):
    """What all of these share: which assignments and students were asked for."""

    def submissions(self, gradebook: Gradebook) -> Iterator[tuple[Any, Any, Any]]:
        """Every assignment with every student and their submission (None where nothing was handed in)."""
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in self.assignment:
                continue
            for student in gradebook.students:
                if self.student and student.id not in [str(name) for name in self.student]:
                    continue
                try:
                    yield assignment, student, gradebook.find_submission(assignment.name, student.id)
                except MissingEntry:
                    yield assignment, student, None

    def write(self, name: str, rows: list[list[Any]]) -> None:
        """Write rows to the file asked for, or to ``name``."""
        path = Path(self.to or name)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[safe(value) for value in row] for row in rows])
        self.log.info("Wrote %s lines to %s", len(rows) - 1, path)


class ItemCsv(_Plugin):
    """A line for every learner and item: points, by whom, whether a person is still asked, and the reasons."""

    def export(self, gradebook: Gradebook) -> None:
        """Write ``items.csv`` (or what ``--to`` says)."""
        rows: list[list[Any]] = [[
            "assignment", "student_id", "last_name", "first_name", "item", "score", "max_score", "auto_score",
            "manual_score", "for_a_person", "comment",
        ]]  # fmt: skip
        for assignment, student, submission in self.submissions(gradebook):
            for notebook in submission.notebooks if submission else ():
                comments = {comment.name: comment.comment for comment in notebook.comments}
                for grade in sorted(notebook.grades, key=lambda grade: str(grade.name)):
                    id = grade.name.removesuffix("-points")
                    rows.append([
                        assignment.name, student.id, student.last_name, student.first_name, id, grade.score,
                        grade.max_score, grade.auto_score, grade.manual_score,
                        "yes" if grade.needs_manual_grade else "no", comments.get(id),
                    ])  # fmt: skip
        self.write("items.csv", rows)


class AssignmentCsv(_Plugin):
    """A line for every learner and assignment, as nbgrader's own exporter has it, but quoted properly."""

    def export(self, gradebook: Gradebook) -> None:
        """Write ``grades.csv`` (or what ``--to`` says)."""
        rows: list[list[Any]] = [[
            "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
            "late_submission_penalty", "score", "max_score",
        ]]  # fmt: skip
        for assignment, student, submission in self.submissions(gradebook):
            raw, penalty = (submission.score, submission.late_submission_penalty or 0.0) if submission else (0.0, 0.0)
            rows.append([
                assignment.name, assignment.duedate, submission.timestamp if submission else None, student.id,
                student.last_name, student.first_name, student.email, raw, penalty, max(0.0, raw - penalty),
                assignment.max_score,
            ])  # fmt: skip
        self.write("grades.csv", rows)


class GradebookCsv(_Plugin):
    """Grades merged into a CSV that Moodle or Canvas exported; every other cell stays as it was."""

    into = Unicode("", help="the CSV that the learning platform exported").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the merged CSV to what ``--to`` says (by default beside the exported one)."""
        source = Path(self.into)
        if not source.is_file():
            self.log.error("Say which CSV to fill in, as the platform exported it: --GradebookCsv.into=FILE")
            raise SystemExit(1)
        text, encoding = _decoded(source.read_bytes())
        delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
        unknown = merge(rows, list(self._scores(gradebook)))
        path = Path(self.to or source.with_name(f"{source.stem}-graded.csv"))
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        for name in unknown:
            self.log.warning("%s has a grade but no line in %s", name, source)
        self.log.info("Wrote %s lines to %s", len(rows) - 1, path)

    def _scores(self, gradebook: Gradebook) -> Iterator[tuple[str, float, str, str, float]]:
        for assignment, student, submission in self.submissions(gradebook):
            if submission:
                score = max(0.0, submission.score - (submission.late_submission_penalty or 0.0))
                yield assignment.name, assignment.max_score, student.id, student.email or "", score


def _decoded(raw: bytes) -> tuple[str, str]:
    """A file's text and its encoding, of those that learning platforms and spreadsheets write."""
    for encoding in ("utf-8-sig",) if raw.startswith(codecs.BOM_UTF8) else ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "latin-1"


def merge(rows: list[list[str]], scores: list[tuple[str, float, str, str, float]]) -> list[str]:
    """Put scores (assignment, its most, student, email, score) into a platform's rows; returns students without a line.

    An assignment's column is the one whose heading holds its title or its name; where there is none, one is added.
    """
    header = rows[0]
    columns = [header.index(name) for wanted in PERSON for name in header if name.strip().casefold() == wanted]
    for row in rows[1:]:
        row += [""] * (len(header) - len(row))
    learners = [row for row in reversed(rows[1:]) if TOTAL_ROW not in row[0].casefold()]
    # One look-up a column, the most telling first: one person's number may be another's in another column.
    people = [{row[column].strip().casefold(): row for row in learners} for column in columns]
    unknown = []
    for assignment, most, student, email, score in scores:
        title = title_of(assignment)
        named = re.compile(rf"(?<![\w-])(?:{re.escape(title)}|{re.escape(assignment)})(?![\w-])", re.IGNORECASE)
        at = next((i for i, name in enumerate(header) if named.search(name)), None)
        column = len(header) if at is None else at
        if at is None:
            header.append(title)
            for row in rows[1:]:
                row.append(f"{most:g}" if TOTAL_ROW in row[0].casefold() else "")
        names = [name.casefold() for name in (student, email) if name]
        found = next((column[name] for name in names for column in people if name in column), None)
        if found is None:
            unknown.append(student)
        else:
            found[column] = f"{score:g}"
    return list(dict.fromkeys(unknown))
