"""Writing grades into nbgrader's own database, in its own tables, by the rules that nbgrader and its formgrader keep.

Both doors (the preprocessors and the fast engine) write through :func:`save`. Two tables of our own remember which
answer a grade was given for, so that a person's score stands while the answer does, and what a submission looked like
when it was graded.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from coolerheads.grading.database import Database, NoGradebookError, Values, among, insert, update
from coolerheads.grading.grade import Graded
from coolerheads.grading.times import kept, seconds_late, stored

TABLES = {
    "assignment", "notebook", "base_cell", "student", "submitted_assignment", "submitted_notebook", "grade", "comment",
}  # fmt: skip
OURS = (
    "CREATE TABLE IF NOT EXISTS coolerheads_answer"
    " (grade_id VARCHAR(32) NOT NULL PRIMARY KEY, answer VARCHAR(64) NOT NULL, referral TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS coolerheads_submission"
    " (notebook_id VARCHAR(32) NOT NULL PRIMARY KEY, fingerprint VARCHAR(64) NOT NULL)",
)


class Row(NamedTuple):
    """What the gradebook keeps of one graded answer."""

    id: str
    points: float
    answer: str
    referral: str
    comment: str


def row_of(graded: Graded) -> Row:
    """The gradebook's part of a grade."""
    return Row(graded.id, graded.points, graded.answer, graded.referral, graded.comment)


@dataclass(frozen=True, slots=True)
class Submission:
    """What is to be written for one learner: when it was handed in, and the grades (None: no notebook to grade)."""

    student: str
    timestamp: datetime | None
    graded: Sequence[Row] | None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """The part of a gradebook that concerns one assignment: ids by name, and when it is due."""

    assignment: str
    notebook: str
    due: datetime | None
    cells: Mapping[str, str]
    comments: Mapping[str, str]
    others: tuple[str, ...]


def course_of(db: Database, assignment: str) -> Course:
    """Look one assignment up, and make our own tables where they are missing.

    Raises NoGradebookError when nbgrader has not generated the assignment.
    """
    tables = db.tables()
    if not tables >= TABLES:
        raise NoGradebookError("there is no gradebook yet; run: nbgrader generate_assignment NAME")
    if not tables >= {"coolerheads_answer", "coolerheads_submission"}:
        for statement in OURS:
            db.write(statement)
    found = db.rows("SELECT id, duedate FROM assignment WHERE name = :name", {"name": assignment})
    notebooks = {
        row["name"]: row["id"]
        for entry in found
        for row in db.rows("SELECT name, id FROM notebook WHERE assignment_id = :id", {"id": entry["id"]})
    }
    if assignment not in notebooks:
        raise NoGradebookError(f"the gradebook has no {assignment}; run: nbgrader generate_assignment {assignment}")
    notebook = notebooks.pop(assignment)
    cells: dict[str, dict[str, str]] = {"GradeCell": {}, "SolutionCell": {}}
    for row in db.rows("SELECT name, id, type FROM base_cell WHERE notebook_id = :id", {"id": notebook}):
        cells.setdefault(row["type"], {})[row["name"]] = row["id"]
    due = kept(found[0]["duedate"])
    return Course(found[0]["id"], notebook, due, cells["GradeCell"], cells["SolutionCell"], tuple(notebooks.values()))


def students(db: Database) -> set[str]:
    """Everybody who is in the gradebook."""
    return {row["id"] for row in db.rows("SELECT id FROM student")}


def fingerprints(db: Database, course: Course) -> dict[str, str]:
    """The fingerprint under which each learner's submission was last graded, by learner."""
    found = db.rows(
        "SELECT sa.student_id, seen.fingerprint FROM submitted_assignment sa"
        " JOIN submitted_notebook sn ON sn.assignment_id = sa.id"
        " JOIN coolerheads_submission seen ON seen.notebook_id = sn.id"
        " WHERE sa.assignment_id = :assignment",
        {"assignment": course.assignment},
    )
    return {row["student_id"]: row["fingerprint"] for row in found}


def save(db: Database, course: Course, batch: Sequence[Submission]) -> None:
    """Write a batch of submissions.

    Creates what is missing (student, submission, grades, comments) as nbgrader would. Runs inside the caller's
    transaction, and gives the same rows however often it is repeated.
    """
    names = [entry.student for entry in batch]
    which, values = among("id", names)
    known = {row["id"] for row in db.rows(f"SELECT id FROM student WHERE {which}", values)}
    insert(db, "student", [{"id": name} for name in names if name not in known])
    have = _submissions(db, course, names)
    insert(db, "submitted_assignment", [
        {
            "id": _new(), "assignment_id": course.assignment, "student_id": entry.student,
            "timestamp": entry.timestamp and stored(entry.timestamp),
        }
        for entry in batch if entry.student not in have
    ])  # fmt: skip
    # nbgrader leaves the time alone when a resubmission carries none.
    update(db, "submitted_assignment", [
        {"id": have[entry.student]["id"], "timestamp": stored(entry.timestamp)}
        for entry in batch if entry.student in have and entry.timestamp
    ])  # fmt: skip
    have = _submissions(db, course, names)
    notebooks = _notebooks(db, course, {name: row["id"] for name, row in have.items()})
    _grades(db, course, batch, notebooks)
    _comments(db, course, batch, notebooks)
    which, values = among("notebook_id", notebooks.values())
    db.write(f"DELETE FROM coolerheads_submission WHERE {which}", [values])
    insert(db, "coolerheads_submission", [
        {"notebook_id": notebooks[entry.student], "fingerprint": entry.fingerprint}
        for entry in batch if entry.fingerprint
    ])  # fmt: skip


def _new() -> str:
    return secrets.token_hex(16)  # as long as nbgrader's own, and as rare


def _submissions(db: Database, course: Course, names: Iterable[str]) -> dict[str, Any]:
    which, values = among("student_id", names)
    found = db.rows(
        f"SELECT id, student_id, timestamp, extension FROM submitted_assignment"
        f" WHERE assignment_id = :assignment AND {which}",
        {"assignment": course.assignment, **values},
    )
    return {row["student_id"]: row for row in found}


def _notebooks(db: Database, course: Course, submissions: Mapping[str, str]) -> dict[str, str]:
    """The submitted notebook of each learner, made when missing."""
    which, values = among("assignment_id", submissions.values())
    found = db.rows(
        f"SELECT id, assignment_id FROM submitted_notebook WHERE notebook_id = :notebook AND {which}",
        {"notebook": course.notebook, **values},
    )
    have = {row["assignment_id"]: row["id"] for row in found}
    made = [
        {"id": _new(), "assignment_id": id, "notebook_id": notebook, "flagged": False}
        for id in submissions.values() if id not in have
        for notebook in (course.notebook, *course.others)
    ]  # fmt: skip
    insert(db, "submitted_notebook", made)
    have |= {row["assignment_id"]: row["id"] for row in made if row["notebook_id"] == course.notebook}
    return {name: have[id] for name, id in submissions.items()}


def _by_cell(db: Database, columns: str, table: str, notebooks: Iterable[str]) -> dict[tuple[str, str], Any]:
    """The rows of some notebooks, by notebook and cell."""
    which, values = among("notebook_id", notebooks)
    found = db.rows(f"SELECT notebook_id, cell_id, {columns} FROM {table} WHERE {which}", values)
    return {(row["notebook_id"], row["cell_id"]): row for row in found}


def _grades(db: Database, course: Course, batch: Sequence[Submission], notebooks: Mapping[str, str]) -> None:
    old = _by_cell(
        db,
        "id, auto_score, manual_score, needs_manual_grade, answer, referral",
        "grade LEFT JOIN coolerheads_answer ON grade_id = id",
        notebooks.values(),
    )
    new: list[Values] = []
    changed: list[Values] = []
    answers: list[Values] = []
    changed_answers: list[Values] = []
    for entry in batch:
        notebook = notebooks[entry.student]
        graded = {found.id: found for found in entry.graded or ()}
        for name, cell in course.cells.items():
            found = graded.get(name.removesuffix("-points"))
            row = old.get((notebook, cell))
            if row is None:
                id = _new()
                score = {
                    "auto_score": found.points if found else None,
                    "needs_manual_grade": found is None or bool(found.referral),
                }
                new.append({"id": id, "notebook_id": notebook, "cell_id": cell, **score})
            elif found is not None:
                id = row["id"]
                changed.append({"id": id, "auto_score": found.points, "needs_manual_grade": needs_person(row, found)})
            if found is not None:
                known = row is not None and row["answer"] is not None
                memory = {"grade_id": id, "answer": found.answer, "referral": found.referral}
                (changed_answers if known else answers).append(memory)
    insert(db, "grade", new)
    insert(db, "coolerheads_answer", answers)
    update(db, "grade", changed)
    update(db, "coolerheads_answer", changed_answers, key="grade_id")


def _comments(db: Database, course: Course, batch: Sequence[Submission], notebooks: Mapping[str, str]) -> None:
    old = _by_cell(db, "id", "comment", notebooks.values())
    new, changed = [], []
    for entry in batch:
        notebook = notebooks[entry.student]
        comments = {found.id: found.comment for found in entry.graded or ()}
        for name, cell in course.comments.items():
            row, text = old.get((notebook, cell)), comments.get(name)
            if row is None:
                new.append({"id": _new(), "notebook_id": notebook, "cell_id": cell, "auto_comment": text})
            elif text is not None:
                changed.append({"id": row["id"], "auto_comment": text})
    insert(db, "comment", new)
    update(db, "comment", changed)


def needs_person(before: Mapping[str, Any], found: Row) -> bool:
    """Whether an answer that is graded again belongs in the manual queue; ``before`` is its grade so far.

    A person's score, or a person's word that the automatic one is right, stands while the answer is the same; when
    it changed, a person who had scored it is asked again.
    """
    waits, same = bool(before["needs_manual_grade"]), before["answer"] == found.answer
    if before["manual_score"] is not None:
        return waits if same else True
    if not found.referral:
        return False
    resolved = same and not waits and before["referral"] == found.referral and before["auto_score"] == found.points
    return not resolved


class Result(NamedTuple):
    """What a learner's submission came to: points (a person's where there are any), answers that wait, lateness."""

    notebook: str
    points: float
    waiting: int
    late: float
    penalty: float | None


def results(db: Database, course: Course) -> dict[str, Result]:
    """What everybody's submission of the assignment came to, as nbgrader counts it, by learner."""
    found = db.rows(
        "SELECT sa.student_id, sa.timestamp, sa.extension, sn.id, sn.late_submission_penalty,"
        " SUM(COALESCE(manual_score, auto_score, 0) + COALESCE(extra_credit, 0)) AS points,"
        " SUM(CASE WHEN needs_manual_grade THEN 1 ELSE 0 END) AS waiting"
        " FROM submitted_assignment sa JOIN submitted_notebook sn ON sn.assignment_id = sa.id"
        " JOIN grade ON grade.notebook_id = sn.id"
        " WHERE sa.assignment_id = :assignment AND sn.notebook_id = :notebook"
        " GROUP BY sa.student_id, sa.timestamp, sa.extension, sn.id, sn.late_submission_penalty",
        {"assignment": course.assignment, "notebook": course.notebook},
    )
    return {
        row["student_id"]: Result(
            row["id"], row["points"], row["waiting"], seconds_late(row["timestamp"], course.due, row["extension"]),
            row["late_submission_penalty"],
        )
        for row in found
    }  # fmt: skip


def penalize(db: Database, results: Mapping[str, Result], penalties: Mapping[str, float | None]) -> None:
    """Set each learner's late penalty (None: none) where it is another than before."""
    update(db, "submitted_notebook", [
        {"id": result.notebook, "late_submission_penalty": penalties[student]}
        for student, result in results.items() if result.penalty != penalties[student]
    ])  # fmt: skip
