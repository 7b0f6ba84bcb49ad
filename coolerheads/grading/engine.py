"""The fast door: a whole class graded at once, by the same core, into the same gradebook and folders.

Workers (processes with limits on memory and time) read, grade and write the graded notebooks; one writer keeps their
results in a spool file and, when all are there, writes the gradebook in one transaction. Killed at any moment,
nothing is half written: the next run takes up the spool and completes the work. Two runs at once wait for each other.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from glob import escape, glob
from pathlib import Path

from coolerheads.exercise.assess import assess
from coolerheads.grading.grade import Graded
from coolerheads.grading.gradebook import Row, row_of
from coolerheads.grading.items import read_bank
from coolerheads.grading.rebuild import TIME, carry_over, rebuild, small, write_whole
from coolerheads.grading.settings import Settings
from coolerheads.grading.submission import (
    Source,
    UnreadableError,
    grade_notebook,
    load_bytes,
    parse,
    read_source,
    refuse,
)

Progress = Callable[[int, int], None]
BATCH = 100  # submissions that are written to the gradebook with one set of statements


@dataclass(frozen=True, slots=True)
class Job:
    """One learner's submission to look at, and the fingerprint under which it was graded before."""

    student: str
    folder: Path
    known: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker hands back: ``graded`` is None where there is no notebook; ``same`` where nothing changed."""

    student: str
    timestamp: str
    fingerprint: str
    graded: list[Row] | None
    problems: tuple[str, ...] = ()
    same: bool = False
    empty: bool = False


@dataclass(slots=True)
class Report:
    """What a run did: learners graded and left alone, how many answers wait for a person, and what went wrong."""

    graded: int = 0
    unchanged: int = 0
    referred: int = 0
    problems: list[str] = field(default_factory=list)


def jobs_of(settings: Settings, assignment: str) -> Iterator[Job]:
    """Every learner's folder for an assignment, in order."""
    pattern = str(settings.folder(settings.submitted, "STUDENT*", assignment))
    start, end = pattern.split("STUDENT*")
    for path in sorted(glob(f"{escape(start)}*{escape(end)}")):
        yield Job(path[len(start) : len(path) - len(end)], Path(path))


def stamp_of(settings: Settings, source: Source) -> str:
    """What, besides a submission itself, its grades depend on: the assignment, the keys, the scorer, the settings."""
    from coolerheads import __version__
    from coolerheads.scoring import data

    digest = hashlib.sha256(json.dumps(source.notebook, sort_keys=True).encode())
    digest.update(repr([(id, item) for id, item in source.items.items()]).encode())
    digest.update(f"{__version__} {settings.refer_from}".encode())
    digest.update(Path(data.__file__).with_name("model.json").read_bytes())
    return digest.hexdigest()


class Grader:
    """Grades one submission at a time; lives in a worker."""

    def __init__(self, settings: Settings, source: Source, stamp: str) -> None:
        self.settings, self.source, self.stamp = settings, source, stamp

    def __call__(self, job: Job) -> Result:
        """Look at one submission, grade it and write its graded notebook."""
        timestamp = small(job.folder / TIME)
        name = self.source.name
        if job.folder.is_symlink():
            return self._done(
                job, timestamp, "link", refuse(self.source, "its folder is a link, and links are not followed")
            )
        others = sorted(path.name for path in job.folder.glob("*.ipynb") if path.name != f"{name}.ipynb")
        path = job.folder / f"{name}.ipynb"
        if not path.is_symlink() and not path.exists():
            if not others:
                return Result(
                    job.student, timestamp, "", None, (f"{job.student}: {job.folder} has no notebook",), empty=True
                )
            found = ", ".join(others)
            text = f"{job.student}: {name}.ipynb is missing; there is {found}. If that is the work, rename it and grade again"
            return Result(job.student, timestamp, "", None, (text,))
        also = (f"{job.student}: {', '.join(others)} stands beside {name}.ipynb and is ignored",) if others else ()
        try:
            raw = load_bytes(path)
            fingerprint = hashlib.sha256(self.stamp.encode() + timestamp.encode() + raw).hexdigest()[:40]
            if fingerprint == job.known and self._target(job).exists():
                return Result(job.student, timestamp, fingerprint, None, also, same=True)
            graded = grade_notebook(self.source, parse(raw), self.settings.refer_from)
        except UnreadableError as error:
            also = (*also, f"{job.student}: the notebook could not be read: {error}")
            fingerprint = hashlib.sha256(f"{self.stamp} {timestamp} {error}".encode()).hexdigest()[:40]
            if fingerprint == job.known and self._target(job).exists():
                return Result(job.student, timestamp, fingerprint, None, also, same=True)
            graded = refuse(self.source, str(error))
        return self._done(job, timestamp, fingerprint, graded, also)

    def refused(self, job: Job, why: str) -> Result:
        """The result of a submission that a worker did not survive."""
        problem = f"{job.student}: the notebook could not be read: {why}"
        return self._done(job, small(job.folder / TIME), "", refuse(self.source, why), (problem,))

    def _target(self, job: Job) -> Path:
        return (
            self.settings.folder(self.settings.autograded, job.student, self.source.name) / f"{self.source.name}.ipynb"
        )

    def _done(
        self, job: Job, timestamp: str, fingerprint: str, graded: list[Graded], problems: tuple[str, ...] = ()
    ) -> Result:
        target = self._target(job)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, json.dumps(rebuild(self.source, graded), ensure_ascii=False).encode("utf-8", "replace"))
        carry_over(job.folder, target.parent)
        return Result(job.student, timestamp, fingerprint, [row_of(entry) for entry in graded], problems)


def time_of(text: str) -> datetime | None:
    """A submission's time (in UTC, as nbgrader keeps it) from its ``timestamp.txt``; None where it has none."""
    if not text:
        return None
    from coolerheads.grading.times import utc

    return utc(text)


@contextmanager
def alone(settings: Settings, assignment: str, waiting: Callable[[], None]) -> Iterator[Path]:
    """Hold the assignment's lock, which dies with its process; yields the folder for the run's own files."""
    folder = settings.root / ".coolerheads"
    folder.mkdir(exist_ok=True)
    try:
        import fcntl
    except ImportError:  # on Windows, where nbgrader's exchange does not work either: one run at a time is up to people
        yield folder
        return
    with (folder / f"{assignment}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def warm_up(source: Source) -> None:
    """Score the model answers once: what that loads and compiles is shared by the workers that are forked from here."""
    for id, item in source.items.items():
        if item.model:
            assess(source.tasks[id], item.model, source.rules)
    gc.freeze()  # or every collection in every worker would walk through all of it again


def grade_assignment(
    settings: Settings,
    assignment: str,
    force: bool = False,
    workers: int = 2,
    progress: Progress = lambda done, of: None,
    waiting: Callable[[], None] = lambda: None,
) -> Report:
    """Grade every submission of an assignment that is new or changed (with ``force``: every one).

    Raises ContentError for a bank or an assignment that cannot be used and NoGradebookError when nbgrader has not
    generated the assignment; a submission that cannot be read is reported and never stops the others.
    """
    from coolerheads.grading.pool import Pool
    from coolerheads.grading.spool import Spool, known, write_all

    source = read_source(settings.source_of(assignment), read_bank(settings.bank))
    stamp = stamp_of(settings, source)
    report = Report()
    with alone(settings, assignment, waiting) as folder:
        tables, before = known(settings, assignment)
        spool = Spool(folder / f"{assignment}.spool", stamp)
        if force:
            spool.clear()
        jobs = [
            Job(job.student, job.folder, spool.have.get(job.student) or ("" if force else before.get(job.student, "")))
            for job in jobs_of(settings, assignment)
        ]
        grader = Grader(settings, source, stamp)
        if jobs:
            warm_up(source)
        with spool, Pool(grader, workers) as pool:
            for done, result in enumerate(pool.run(jobs), 1):
                report.problems += result.problems
                if result.same:
                    report.unchanged += result.student not in spool.have
                elif not result.empty:
                    spool.add(result)
                progress(done, len(jobs))
        report.graded, report.referred = write_all(settings, assignment, spool, tables)
        spool.clear()
    report.problems.sort()
    return report
