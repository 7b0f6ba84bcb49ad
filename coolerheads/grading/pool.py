"""Worker processes with limits: a submission that takes too long or too much memory costs one worker, not the run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from coolerheads.grading.grader import CannotWriteError, Grader, Job, Result

SECONDS = 20.0  # for one submission; an honest one takes a hundredth of a second
MEMORY = 1 << 30  # bytes that a worker may take beyond what it starts with


class Pool:
    """A few workers that grade submissions; results come in the order in which they are ready."""

    def __init__(self, grader: Grader, workers: int = 2, seconds: float = SECONDS) -> None:
        self.grader, self.workers, self.seconds = grader, max(1, workers), seconds
        methods = multiprocessing.get_all_start_methods()
        self.context: BaseContext = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
        self.alive: dict[Connection, tuple[BaseProcess, Job | None, float]] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in list(self.alive):
            self._end(connection)

    def _start(self) -> None:
        ours, theirs = self.context.Pipe()
        others = list(self.alive)
        process = self.context.Process(target=_work, args=(theirs, [ours, *others], self.grader), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self.alive[ours] = (process, None, 0.0)

    def _end(self, connection: Connection) -> None:
        process, _, _ = self.alive.pop(connection)
        if process.is_alive():
            process.kill()
        process.join()
        connection.close()

    def run(self, jobs: Sequence[Job]) -> Iterator[Result]:
        """Grade every job; one whose worker dies or stalls is refused with the reason. Raises CannotWriteError."""
        left = list(reversed(jobs))
        while len(self.alive) < min(self.workers, len(jobs)):
            self._start()
        while left or any(job for _, job, _ in self.alive.values()):
            for connection, (process, job, _) in list(self.alive.items()):
                if job is None and left:
                    following = left.pop()
                    self.alive[connection] = (process, following, time.monotonic() + self.seconds)
                    connection.send(following)
            busy = [c for c, (_, job, _) in self.alive.items() if job]
            ready = wait(busy, timeout=0.5)
            for connection in busy:
                if connection in ready:
                    yield self._take(connection)
            yield from self._late()

    def _take(self, connection: Connection) -> Result:
        process, job, _ = self.alive[connection]
        assert job is not None
        try:
            result: Result | CannotWriteError = connection.recv()
        except (EOFError, OSError):
            self._replace(connection)
            return self.grader.refused(job, "reading it took too much memory")
        self.alive[connection] = (process, None, 0.0)
        if isinstance(result, CannotWriteError):
            raise result
        return result

    def _late(self) -> Iterator[Result]:
        now = time.monotonic()
        for connection, (_, job, until) in list(self.alive.items()):
            if job is not None and now > until and not connection.poll():
                self._replace(connection)
                yield self.grader.refused(job, f"reading it took longer than {self.seconds:g} seconds")

    def _replace(self, connection: Connection) -> None:
        self._end(connection)
        self._start()


def _work(connection: Connection, others: list[Connection], grader: Grader) -> None:
    """A worker's life: grade what comes until the pipe is closed."""
    for other in others:  # ends of other workers' pipes that a fork inherited: open, they would hide a closed pipe
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(_graded(grader, job))


def _graded(grader: Grader, job: Job) -> Result | CannotWriteError:
    try:
        try:
            return grader(job)
        except MemoryError:
            os._exit(1)  # the parent refuses this submission and starts a fresh worker
        except CannotWriteError:
            raise
        except Exception as error:  # one bad submission must never stop the others
            return grader.refused(job, f"an unforeseen error ({type(error).__name__}: {error})")
    except CannotWriteError as error:  # but what would hit them all must not be put down to this one
        return error


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows; the time limit holds there too
        return
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
