"""Writing grades into nbgrader's own database, in its own tables, by the rules that nbgrader and its formgrader keep.

Both doors (the preprocessors and the fast engine) write through :func:`save`. The tables are read from the database
itself, because importing nbgrader for them takes longer than grading a class. Two tables of our own remember which
answer a grade was given for, so that a person's score stands while the answer does.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from coolerheads.grading.grade import Graded

TABLES = (
    "assignment", "notebook", "base_cell", "student", "submitted_assignment",
    "submitted_notebook", "grade", "comment",
)  # fmt: skip


class NoGradebookError(LookupError):
    """The gradebook or the assignment in it is not there yet; the message says which command makes it."""


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


class Tables:
    """The tables of a gradebook, ours included (made when they are missing)."""

    def __init__(self, connection: sa.Connection) -> None:
        meta = sa.MetaData()
        existing = set(sa.inspect(connection).get_table_names())
        if not set(TABLES) <= existing:
            raise NoGradebookError("there is no gradebook yet; run: nbgrader generate_assignment NAME")
        for name in TABLES:
            setattr(self, name, sa.Table(name, meta, autoload_with=connection, resolve_fks=False))
        self.answer = sa.Table(
            "coolerheads_answer",
            meta,
            sa.Column("grade_id", sa.String(32), primary_key=True),
            sa.Column("answer", sa.String(64), nullable=False),
            sa.Column("referral", sa.Text, nullable=False),
        )
        self.seen = sa.Table(
            "coolerheads_submission",
            meta,
            sa.Column("notebook_id", sa.String(32), primary_key=True),
            sa.Column("fingerprint", sa.String(64), nullable=False),
        )
        meta.create_all(connection, tables=[self.answer, self.seen], checkfirst=True)

    def __getattr__(self, name: str) -> sa.Table:
        raise AttributeError(name)


@dataclass(frozen=True, slots=True)
class Course:
    """The part of a gradebook that concerns one assignment: ids by name, and when it is due."""

    assignment: str
    notebook: str
    due: datetime | None
    cells: dict[str, str]
    comments: dict[str, str]
    others: tuple[str, ...]


def course_of(connection: sa.Connection, tables: Tables, assignment: str) -> Course:
    """Look one assignment up; raises NoGradebookError when nbgrader has not generated it."""
    t = tables
    row = connection.execute(
        sa.select(t.assignment.c.id, t.assignment.c.duedate).where(t.assignment.c.name == assignment)
    ).first()
    notebooks = (
        connection.execute(
            sa.select(t.notebook.c.name, t.notebook.c.id).where(t.notebook.c.assignment_id == row.id)
        ).all()
        if row
        else []
    )
    ids = {row.name: row.id for row in notebooks}
    if row is None or assignment not in ids:
        raise NoGradebookError(f"the gradebook has no {assignment}; run: nbgrader generate_assignment {assignment}")
    notebook = ids.pop(assignment)
    cells: dict[str, dict[str, str]] = {"GradeCell": {}, "SolutionCell": {}}
    for name, id, kind in connection.execute(
        sa.select(t.base_cell.c.name, t.base_cell.c.id, t.base_cell.c.type).where(t.base_cell.c.notebook_id == notebook)
    ):
        cells.setdefault(kind, {})[name] = id
    return Course(row.id, notebook, row.duedate, cells["GradeCell"], cells["SolutionCell"], tuple(ids.values()))


def _new() -> str:
    return uuid.uuid4().hex


def _by(rows: Iterable[Any], *keys: str) -> dict[Any, Any]:
    return {tuple(getattr(row, k) for k in keys) if len(keys) > 1 else getattr(row, keys[0]): row for row in rows}


def fingerprints(connection: sa.Connection, tables: Tables, course: Course) -> dict[str, str]:
    """The fingerprint under which each learner's submission was last graded, by learner."""
    t = tables
    query = (
        sa.select(t.submitted_assignment.c.student_id, t.seen.c.fingerprint)
        .join(t.submitted_notebook, t.submitted_notebook.c.assignment_id == t.submitted_assignment.c.id)
        .join(t.seen, t.seen.c.notebook_id == t.submitted_notebook.c.id)
        .where(t.submitted_assignment.c.assignment_id == course.assignment)
    )
    return {row.student_id: row.fingerprint for row in connection.execute(query)}


def save(connection: sa.Connection, tables: Tables, course: Course, batch: Sequence[Submission]) -> dict[str, float]:
    """Write a batch of submissions; returns seconds late by learner (0 for those in time).

    Creates what is missing (student, submission, grades, comments) as nbgrader would. Runs inside the caller's
    transaction, and gives the same rows however often it is repeated.
    """
    t, names = tables, [entry.student for entry in batch]
    known = {id for (id,) in connection.execute(sa.select(t.student.c.id).where(t.student.c.id.in_(names)))}
    _insert(connection, t.student, [{"id": name} for name in names if name not in known])
    sa_ = t.submitted_assignment.c
    theirs = _by(
        connection.execute(
            sa.select(t.submitted_assignment).where(sa_.assignment_id == course.assignment, sa_.student_id.in_(names))
        ),
        "student_id",
    )
    _insert(connection, t.submitted_assignment, [
        {"id": _new(), "assignment_id": course.assignment, "student_id": entry.student, "timestamp": entry.timestamp}
        for entry in batch if entry.student not in theirs
    ])  # fmt: skip
    for entry in batch:
        # nbgrader leaves the time alone when a resubmission carries none.
        if entry.student in theirs and entry.timestamp and theirs[entry.student].timestamp != entry.timestamp:
            connection.execute(
                sa.update(t.submitted_assignment)
                .where(sa_.id == theirs[entry.student].id)
                .values(timestamp=entry.timestamp)
            )
    theirs = _by(
        connection.execute(
            sa.select(t.submitted_assignment).where(sa_.assignment_id == course.assignment, sa_.student_id.in_(names))
        ),
        "student_id",
    )
    notebooks = _notebooks(connection, t, course, [row.id for row in theirs.values()])
    _grades(connection, t, course, batch, {name: notebooks[row.id] for name, row in theirs.items()})
    return {name: _late(row.timestamp, course.due, row.extension) for name, row in theirs.items()}


def _late(timestamp: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - (due + (extension or timedelta()))).total_seconds())


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _notebooks(connection: sa.Connection, t: Tables, course: Course, submissions: list[str]) -> dict[str, str]:
    """The submitted notebook of each submission, made when missing."""
    sn = t.submitted_notebook.c
    query = sa.select(t.submitted_notebook).where(sn.notebook_id == course.notebook, sn.assignment_id.in_(submissions))
    have = _by(connection.execute(query), "assignment_id")
    rows: list[dict[str, Any]] = [
        {"id": _new(), "assignment_id": id, "notebook_id": notebook, "flagged": False}
        for id in submissions
        if id not in have
        for notebook in (course.notebook, *course.others)
    ]
    _insert(connection, t.submitted_notebook, rows)
    found: dict[str, str] = {key: row.id for key, row in have.items()}
    return found | {row["assignment_id"]: row["id"] for row in rows if row["notebook_id"] == course.notebook}


def _grades(
    connection: sa.Connection, t: Tables, course: Course, batch: Sequence[Submission], notebooks: dict[str, str]
) -> None:
    ids = list(notebooks.values())
    old = _by(connection.execute(sa.select(t.grade).where(t.grade.c.notebook_id.in_(ids))), "notebook_id", "cell_id")
    comments = _by(
        connection.execute(sa.select(t.comment).where(t.comment.c.notebook_id.in_(ids))), "notebook_id", "cell_id"
    )
    answers = {}
    if old:
        join = (
            sa.select(t.answer).join(t.grade, t.grade.c.id == t.answer.c.grade_id).where(t.grade.c.notebook_id.in_(ids))
        )
        answers = _by(connection.execute(join), "grade_id")
    new_grades, grades, new_comments, notes, new_answers, remembered, seen = [], [], [], [], [], [], []
    for entry in batch:
        notebook = notebooks[entry.student]
        graded = {found.id: found for found in entry.graded or ()}
        for name, cell in course.cells.items():
            found = graded.get(name.removesuffix("-points"))
            row = old.get((notebook, cell))
            if row is None:
                id = _new()
                flag = True if found is None else bool(found.referral)
                new_grades.append(
                    {
                        "id": id,
                        "notebook_id": notebook,
                        "cell_id": cell,
                        "auto_score": found.points if found else None,
                        "needs_manual_grade": flag,
                    }
                )
            else:
                id = row.id
                if found is None:
                    continue
                flag = needs_person(row, answers.get(id), found)
                grades.append({"b_id": id, "auto_score": found.points, "needs_manual_grade": flag})
            if found is not None:
                memory = {"answer": found.answer, "referral": found.referral}
                if id in answers:
                    remembered.append(memory | {"b_id": id})
                else:
                    new_answers.append(memory | {"grade_id": id})
        for name, cell in course.comments.items():
            text = graded[name].comment if name in graded else None
            if (row := comments.get((notebook, cell))) is None:
                new_comments.append({"id": _new(), "notebook_id": notebook, "cell_id": cell, "auto_comment": text})
            elif text is not None:
                notes.append({"b_id": row.id, "auto_comment": text})
        if entry.fingerprint:
            seen.append({"notebook_id": notebook, "fingerprint": entry.fingerprint})
    _insert(connection, t.grade, new_grades)
    _insert(connection, t.comment, new_comments)
    _insert(connection, t.answer, new_answers)
    _update(connection, t.grade, t.grade.c.id, grades)
    _update(connection, t.comment, t.comment.c.id, notes)
    _update(connection, t.answer, t.answer.c.grade_id, remembered)
    connection.execute(sa.delete(t.seen).where(t.seen.c.notebook_id.in_(ids)))
    _insert(connection, t.seen, seen)


def _update(connection: sa.Connection, table: sa.Table, id: sa.Column[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        values = {key: sa.bindparam(key) for key in rows[0] if key != "b_id"}
        connection.execute(sa.update(table).where(id == sa.bindparam("b_id")).values(values), rows)


def _mine(t: Tables, course: Course, students: Sequence[str]) -> sa.Select[Any]:
    """The grades of some learners' notebook, each with its learner."""
    return (
        sa.select(t.submitted_assignment.c.student_id, t.submitted_notebook.c.id, t.grade)
        .join(t.submitted_notebook, t.submitted_notebook.c.assignment_id == t.submitted_assignment.c.id)
        .join(t.grade, t.grade.c.notebook_id == t.submitted_notebook.c.id)
        .where(
            t.submitted_assignment.c.assignment_id == course.assignment,
            t.submitted_notebook.c.notebook_id == course.notebook,
            t.submitted_assignment.c.student_id.in_(students),
        )
    )


def waiting(connection: sa.Connection, tables: Tables, course: Course, students: Sequence[str]) -> int:
    """How many answers of some learners wait for a person."""
    return sum(bool(row.needs_manual_grade) for row in connection.execute(_mine(tables, course, students)))


def scores(connection: sa.Connection, tables: Tables, course: Course, students: Sequence[str]) -> dict[str, float]:
    """The sum of each learner's points, a person's where there are any, as nbgrader counts them."""
    found: dict[str, float] = {}
    for row in connection.execute(_mine(tables, course, students)):
        points = row.manual_score if row.manual_score is not None else row.auto_score
        if points is not None:
            found[row.student_id] = found.get(row.student_id, 0.0) + points + (row.extra_credit or 0.0)
    return found


def penalize(connection: sa.Connection, t: Tables, course: Course, penalties: dict[str, float | None]) -> None:
    """Set each learner's late penalty (None: none)."""
    sa_, sn = t.submitted_assignment.c, t.submitted_notebook.c
    query = (
        sa.select(sn.id, sa_.student_id, sn.late_submission_penalty)
        .join(t.submitted_assignment, sa_.id == sn.assignment_id)
        .where(
            sa_.assignment_id == course.assignment,
            sn.notebook_id == course.notebook,
            sa_.student_id.in_(list(penalties)),
        )
    )
    rows = [
        {"b_id": row.id, "late_submission_penalty": penalties[row.student_id]}
        for row in connection.execute(query)
        if row.late_submission_penalty != penalties[row.student_id]
    ]
    _update(connection, t.submitted_notebook, sn.id, rows)


def needs_person(row: Any, before: Any, found: Row) -> bool:
    """Whether an answer that is graded again belongs in the manual queue.

    A person's score, or a person's word that the automatic one is right, stands while the answer is the same; when
    it changed, a person who had scored it is asked again.
    """
    same = before is not None and before.answer == found.answer
    if row.manual_score is not None:
        return bool(row.needs_manual_grade) if same else True
    if not found.referral:
        return False
    resolved = (
        same and not row.needs_manual_grade and before.referral == found.referral and row.auto_score == found.points
    )
    return not resolved
