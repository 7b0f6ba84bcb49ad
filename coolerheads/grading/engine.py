"""The fast door: a whole class graded at once, by the same core, into the same gradebook and folders.

Workers (processes with limits on memory and time) read, grade and write the graded notebooks; one writer keeps their
results in a spool file and, when all are there, writes the gradebook in one transaction. Killed at any moment,
nothing is half written: the next run takes up the spool and completes the work. Two runs at once wait for each other.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from glob import escape, glob
from pathlib import Path

from coolerheads.exercise.assess import assess
from coolerheads.grading import gradebook
from coolerheads.grading.database import transaction
from coolerheads.grading.grader import Grader, Job, stamp_of
from coolerheads.grading.items import read_bank
from coolerheads.grading.late import penalties
from coolerheads.grading.pool import Pool
from coolerheads.grading.settings import Settings, source_path
from coolerheads.grading.spool import Spool
from coolerheads.grading.submission import Source, read_source

Progress = Callable[[int, int], None]
BATCH = 100  # submissions that are written to the gradebook with one set of statements


@dataclass(slots=True)
class Report:
    """What a run did: learners graded and left alone, how many answers wait for a person, and what went wrong."""

    graded: int = 0
    unchanged: int = 0
    referred: int = 0  # of everybody's, those of earlier runs too
    seen: int = 0
    problems: list[str] = field(default_factory=list)


def jobs_of(settings: Settings, assignment: str) -> Iterator[Job]:
    """Every learner's folder for an assignment, in order, but for learners whom the course's config excludes."""
    pattern = str(settings.folder(settings.submitted, "STUDENT*", assignment))
    start, end = pattern.split("STUDENT*")
    for path in sorted(glob(f"{escape(start)}*{escape(end)}")):
        student = path[len(start) : len(path) - len(end)]
        if student not in settings.excluded:
            yield Job(student, Path(path))


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
    """Score each rewrite's model answer and its bad reply once: what that loads and compiles, forked workers share."""
    for id, item in source.items.items():
        for text in (item.model, source.tasks[id].reply) if item.model else ():
            assess(source.tasks[id], text, source.rules)
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
    source = read_source(source_path(settings, assignment), read_bank(settings.bank))
    stamp = stamp_of(settings, source)
    report = Report()
    with alone(settings, assignment, waiting) as folder:
        with transaction(settings.db_url) as db:
            before = gradebook.fingerprints(db, gradebook.course_of(db, assignment))
            enrolled = None if settings.create_students else gradebook.students(db)
        spool = Spool(folder / f"{assignment}.spool", stamp)
        if force:
            spool.clear()
        jobs = []
        for job in jobs_of(settings, assignment):
            if enrolled is not None and job.student not in enrolled:
                report.problems.append(
                    f"{job.student}: not in the gradebook, and this course's config lets nobody be added; "
                    f"run: nbgrader db student add {job.student}"
                )
                continue
            known = spool.have.get(job.student) or ("" if force else before.get(job.student, ""))
            jobs.append(replace(job, known=known))
        report.seen = len(jobs)
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
        report.graded, report.referred = write_all(settings, assignment, spool)
        spool.clear()
    report.problems.sort()
    return report


def write_all(settings: Settings, assignment: str, spool: Spool) -> tuple[int, int]:
    """Write a spool into the gradebook in one transaction; returns learners written and answers for a person.

    Lateness is looked at anew for everybody: a due date may have moved, or a person may have changed the points.
    """
    with transaction(settings.db_url) as db:
        course = gradebook.course_of(db, assignment)
        count = 0
        for batch in spool.batches(BATCH):
            gradebook.save(db, course, batch)
            count += sum(entry.graded is not None for entry in batch)
        results = gradebook.results(db, course)
        gradebook.penalize(db, results, penalties(settings.config, results))
    return count, sum(result.waiting for result in results.values())
