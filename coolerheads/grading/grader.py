"""One learner's submission: looked at, graded by the core, and its graded notebook written. A worker's whole work."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolerheads.grading.grade import Graded
from coolerheads.grading.gradebook import Row, row_of
from coolerheads.grading.rebuild import TIME, carry_over, rebuild, small, write_whole
from coolerheads.grading.settings import Settings
from coolerheads.grading.submission import (
    Source,
    UnreadableError,
    grade_notebook,
    load_bytes,
    of_other_items,
    parse,
    refuse,
)


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


class CannotWriteError(OSError):
    """What was graded cannot be written (a full disk, a folder of somebody else's): no fault of the submission's."""


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
        self.file = f"{source.name}.ipynb"
        # Most cells of a graded notebook are the source's own: they are put into JSON once.
        self.ready = {id(cell): _json(cell) for cell in source.notebook["cells"]}

    def __call__(self, job: Job) -> Result:
        """Look at one submission, grade it and write its graded notebook; raises CannotWriteError."""
        timestamp = small(job.folder / TIME)
        if job.folder.is_symlink():
            return self._done(
                job, timestamp, "link", refuse(self.source, "its folder is a link, and links are not followed")
            )
        found = (
            sorted(name for name in os.listdir(job.folder) if name.endswith(".ipynb")) if job.folder.is_dir() else []
        )
        others = [name for name in found if name != self.file]
        if not found:
            text = f"{job.student}: {job.folder} has no notebook"
            return Result(job.student, timestamp, "", None, (text,), empty=True)
        if self.file not in found:
            text = f"{job.student}: {self.file} is missing; there is {', '.join(others)}. If that is the work, rename it and grade again"
            return Result(job.student, timestamp, "", None, (text,))
        also = (f"{job.student}: {', '.join(others)} stands beside {self.file} and is ignored",) if others else ()
        try:
            raw = load_bytes(job.folder / self.file)
            fingerprint = hashlib.sha256(self.stamp.encode() + timestamp.encode() + raw).hexdigest()[:40]
            if self._same(job, fingerprint):
                return Result(job.student, timestamp, fingerprint, None, also, same=True)
            data = parse(raw)
            graded = grade_notebook(self.source, data, self.settings.refer_from)
            if other := of_other_items(self.source, data):
                text = f"{job.student}: the notebook asks other questions ({', '.join(other)}) than {self.source.name} does now; a person is asked"
                also = (*also, text)
        except UnreadableError as error:
            also = (*also, f"{job.student}: the notebook could not be read: {error}")
            fingerprint = hashlib.sha256(f"{self.stamp} {timestamp} {error}".encode()).hexdigest()[:40]
            if self._same(job, fingerprint):
                return Result(job.student, timestamp, fingerprint, None, also, same=True)
            graded = refuse(self.source, str(error))
        return self._done(job, timestamp, fingerprint, graded, also)

    def refused(self, job: Job, why: str) -> Result:
        """The result of a submission that a worker did not survive."""
        problem = f"{job.student}: the notebook could not be read: {why}"
        return self._done(job, small(job.folder / TIME), "", refuse(self.source, why), (problem,))

    def _target(self, job: Job) -> Path:
        return self.settings.folder(self.settings.autograded, job.student, self.source.name) / self.file

    def _same(self, job: Job, fingerprint: str) -> bool:
        return fingerprint == job.known and self._target(job).exists()

    def _done(
        self, job: Job, timestamp: str, fingerprint: str, graded: list[Graded], problems: tuple[str, ...] = ()
    ) -> Result:
        target = self._target(job)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, self._notebook(graded).encode("utf-8", "replace"))
            carry_over(job.folder, target.parent)
        except OSError as error:
            raise CannotWriteError(error.errno, error.strerror, str(target)) from None
        return Result(job.student, timestamp, fingerprint, [row_of(entry) for entry in graded], problems)

    def _notebook(self, graded: list[Graded]) -> str:
        made = rebuild(self.source, graded)
        cells = ",\n".join(self.ready.get(id(cell)) or _json(cell) for cell in made.pop("cells"))
        return f'{{"cells": [\n{cells}\n],\n{_json(made)[1:]}'


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
