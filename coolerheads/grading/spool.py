"""The engine's one writer: results wait in a spool file until all are there, then go into the gradebook at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coolerheads.grading import gradebook
from coolerheads.grading.gradebook import Row, Submission
from coolerheads.grading.settings import Settings

if TYPE_CHECKING:
    from coolerheads.grading.engine import Result


class Spool:
    """Results of one run, a line each. One that an earlier run left behind (and was killed over) is taken up again."""

    def __init__(self, path: Path, stamp: str) -> None:
        self.path, self.stamp = path, stamp
        self.have: dict[str, str] = {}
        whole = 0
        if path.exists():
            with path.open("rb") as file:
                if file.readline() == f"{stamp}\n".encode():
                    whole = file.tell()
                    for line in file:
                        if not line.endswith(b"\n"):
                            break  # half a line: what was being written when the run was killed
                        entry = json.loads(line)
                        self.have[entry["student"]] = entry["fingerprint"]
                        whole += len(line)
        if whole:
            with path.open("r+b") as file:
                file.truncate(whole)
        else:
            path.write_bytes(f"{stamp}\n".encode())

    def __enter__(self) -> Spool:
        self.file = self.path.open("ab")
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, result: Result) -> None:
        """Keep one result."""
        entry = {
            "student": result.student,
            "timestamp": result.timestamp,
            "fingerprint": result.fingerprint,
            "graded": result.graded,
        }
        self.file.write(json.dumps(entry).encode() + b"\n")
        self.file.flush()

    def batches(self, size: int) -> Iterator[list[dict[str, Any]]]:
        """The results in batches; of a learner's several the last."""
        last: dict[str, int] = {}
        with self.path.open("rb") as file:
            file.readline()
            for number, line in enumerate(file):
                last[_student(line)] = number
        with self.path.open("rb") as file:
            file.readline()
            batch = []
            for number, line in enumerate(file):
                if last[_student(line)] == number:
                    batch.append(json.loads(line))
                if len(batch) == size:
                    yield batch
                    batch = []
            if batch:
                yield batch

    def clear(self) -> None:
        """Forget everything."""
        self.path.write_bytes(f"{self.stamp}\n".encode())
        self.have = {}


def _rows(graded: list[list[Any]] | None) -> list[Row] | None:
    return None if graded is None else [Row(*entry) for entry in graded]


def _student(line: bytes) -> str:
    # "student" is the first field, so the line need not be parsed to the end to know whose it is.
    return str(json.JSONDecoder().raw_decode(line[len('{"student": ') : 4000].decode("ascii"))[0])


def open_database(settings: Settings) -> sa.Engine:
    """The course's database; SQLite waits for other writers instead of failing at once."""
    patience = {"timeout": 60} if settings.db_url.startswith("sqlite") else {}
    return sa.create_engine(settings.db_url, connect_args=patience)


def known(settings: Settings, assignment: str) -> tuple[gradebook.Tables, dict[str, str]]:
    """The gradebook's tables, and the fingerprints under which submissions were graded before.

    Raises NoGradebookError.
    """
    engine = open_database(settings)
    try:
        with engine.begin() as connection:
            tables = gradebook.Tables(connection)
            course = gradebook.course_of(connection, tables, assignment)
            return tables, gradebook.fingerprints(connection, tables, course)
    finally:
        engine.dispose()


def write_all(settings: Settings, assignment: str, spool: Spool, tables: gradebook.Tables) -> tuple[int, int]:
    """Write a spool into the gradebook in one transaction; returns learners written and answers for a person."""
    from coolerheads.grading.engine import BATCH, time_of

    engine = open_database(settings)
    count = referred = 0
    try:
        with engine.begin() as connection:
            course = gradebook.course_of(connection, tables, assignment)
            for batch in spool.batches(BATCH):
                entries = [
                    Submission(row["student"], time_of(row["timestamp"]), _rows(row["graded"]), row["fingerprint"])
                    for row in batch
                ]
                late = gradebook.save(connection, tables, course, entries)
                _penalties(settings, connection, tables, course, late)
                count += sum(entry.graded is not None for entry in entries)
                referred += gradebook.waiting(connection, tables, course, [entry.student for entry in entries])
    finally:
        engine.dispose()
    return count, referred


def _penalties(settings: Settings, connection: sa.Connection, tables: Any, course: Any, late: dict[str, float]) -> None:
    """Set or take back late penalties, as the course's plugin says."""
    plugin = None
    config = settings.config
    if any(late.values()) and (config.AssignLatePenalties or config.LateSubmissionPlugin):
        from nbgrader.preprocessors import AssignLatePenalties

        step = AssignLatePenalties(config=config)
        step.init_plugin()
        plugin = step.plugin_inst
    scores = gradebook.scores(connection, tables, course, list(late)) if plugin else {}
    penalties: dict[str, float | None] = {}
    for student, seconds in late.items():
        penalty = None
        if plugin and seconds > 0:
            score = scores.get(student, 0.0)
            penalty = plugin.late_submission_penalty(student, score, seconds)
            penalty = None if penalty is None else min(max(0.0, penalty), score)
        penalties[student] = penalty
    gradebook.penalize(connection, tables, course, penalties)
