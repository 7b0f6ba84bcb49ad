"""The file in which a run's results wait until all are there, so that a run that was killed is taken up again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from coolerheads.grading.gradebook import Row, Submission
from coolerheads.grading.grader import Result
from coolerheads.grading.times import utc


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

    def batches(self, size: int) -> Iterator[list[Submission]]:
        """The results in batches, as the gradebook takes them; of a learner's several the last."""
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
                    batch.append(_submission(line))
                if len(batch) == size:
                    yield batch
                    batch = []
            if batch:
                yield batch

    def clear(self) -> None:
        """Forget everything."""
        self.path.write_bytes(f"{self.stamp}\n".encode())
        self.have = {}


def _submission(line: bytes) -> Submission:
    entry = json.loads(line)
    graded = None if entry["graded"] is None else [Row(*row) for row in entry["graded"]]
    return Submission(entry["student"], utc(entry["timestamp"]), graded, entry["fingerprint"])


def _student(line: bytes) -> str:
    # "student" is the first field, so the line need not be parsed to the end to know whose it is.
    return str(json.JSONDecoder().raw_decode(line[len('{"student": ') : 4000].decode("ascii"))[0])
