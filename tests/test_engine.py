"""The fast engine under trouble: killed in the middle, run twice at once, a worker that dies or never ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from coolerheads.grading.engine import grade_assignment, jobs_of
from coolerheads.grading.grader import Grader, Job, Result, stamp_of
from coolerheads.grading.items import read_bank
from coolerheads.grading.pool import Pool
from coolerheads.grading.settings import read_settings
from coolerheads.grading.submission import read_source
from tests.course_folder import ASSIGNMENT, hand_in, notebook
from tests.sample_class.round import Round

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own
MANY = 300


@pytest.fixture
def crowd(work: Round) -> Round:
    """A course with many learners, each with the same full answers."""
    text = json.dumps(notebook(work))
    for number in range(MANY):
        folder = work.course / "submitted" / f"learner-{number:03}" / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{ASSIGNMENT}.ipynb").write_text(text, "utf-8")
        (folder / "timestamp.txt").write_text("2026-05-04 09:30:00.000000 UTC")
    return work


def command(work: Round, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "coolerheads", "grade", ASSIGNMENT, "--course", str(work.course), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def rows(work: Round) -> dict[str, int]:
    import sqlite3

    with sqlite3.connect(work.course / "gradebook.db") as db:
        tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
        return {table: db.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}


def assert_complete(work: Round) -> None:
    totals = {name: sum(points for points, *_ in mine.values()) for name, mine in work.grades().items()}
    assert totals == {f"learner-{number:03}": 10 for number in range(MANY)}
    assert rows(work) == {
        "student": MANY,
        "submitted_assignment": MANY,
        "submitted_notebook": MANY,
        "grade": 13 * MANY,
        "comment": 13 * MANY,
    }
    assert not list(work.course.rglob(".*.new"))


def test_killed_in_the_middle_nothing_is_half_written_and_the_next_run_completes_it(crowd: Round) -> None:
    spool = crowd.course / ".coolerheads" / f"{ASSIGNMENT}.spool"
    first = command(crowd, "--jobs", "1")
    deadline = time.monotonic() + 60
    while (not spool.exists() or spool.stat().st_size < 100_000) and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    done = len(list(crowd.course.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb")))
    assert 0 < done < MANY
    assert rows(crowd)["grade"] == 0
    kept = spool.read_bytes()
    second = command(crowd)
    out, err = second.communicate(timeout=120)
    assert (second.returncode, err) == (0, "")
    assert f"{MANY} graded" in out
    assert kept.count(b"\n") > 1
    assert_complete(crowd)


def test_two_graders_at_once_wait_for_each_other_and_double_nothing(crowd: Round) -> None:
    both = [command(crowd), command(crowd)]
    outs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(out.split(": ")[1].split(",")[0] for out, _ in outs) == ["0 graded", f"{MANY} graded"]
    assert any("is being graded already; waiting for that to end" in err for _, err in outs)
    assert_complete(crowd)


def test_a_new_key_in_the_bank_grades_everything_again(work: Round) -> None:
    hand_in(work, "ann")
    settings = read_settings(work.course)
    grade_assignment(settings, ASSIGNMENT)
    path = work.course / "bank/keep-your-cool.yml"
    path.write_text(path.read_text("utf-8").replace("key: [dismissive]", "key: [blame]", 1), "utf-8")
    assert grade_assignment(settings, ASSIGNMENT).graded == 1
    assert work.grades()["ann"]["c1"][0] == 0


def test_what_cannot_be_written_stops_the_run_with_a_sentence_and_is_no_learners_fault(work: Round) -> None:
    for name in ("ann", "bob", "zoe"):
        hand_in(work, name)
    blocked = work.course / "autograded"
    blocked.mkdir(exist_ok=True)
    (blocked / "bob").write_text("a file where a folder should be")
    out, err = (process := command(work)).communicate(timeout=120)
    assert (process.returncode, out) == (1, "")
    assert err.endswith("Not a directory. Nothing is lost: mend that and run this again.\n")
    assert "Traceback" not in err
    assert rows(work)["grade"] == 0
    (blocked / "bob").unlink()
    grade_assignment(read_settings(work.course), ASSIGNMENT)
    assert set(work.grades()) == {"ann", "bob", "zoe"}
    assert all(not asked for mine in work.grades().values() for _, asked, _ in mine.values())


def test_a_lost_graded_notebook_is_made_again(work: Round) -> None:
    hand_in(work, "ann")
    settings = read_settings(work.course)
    grade_assignment(settings, ASSIGNMENT)
    path = work.course / "autograded/ann" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.unlink()
    assert grade_assignment(settings, ASSIGNMENT).graded == 1
    assert path.exists()


class _Trouble(Grader):
    """A grader that a submission can kill, stall, fill or break."""

    def __call__(self, job: Job) -> Result:
        if job.student == "killer":
            os.kill(os.getpid(), signal.SIGKILL)
        if job.student == "sleeper":
            time.sleep(600)
        if job.student == "eater":
            bytearray(4 << 30)
        if job.student == "breaker":
            raise ZeroDivisionError("by design")
        return super().__call__(job)


def test_a_worker_that_dies_stalls_or_breaks_costs_one_submission_and_not_the_others(work: Round) -> None:
    for name in ("ann", "killer", "sleeper", "eater", "breaker", "zoe"):
        hand_in(work, name)
    settings = read_settings(work.course)
    source = read_source(settings.source_of(ASSIGNMENT), read_bank(settings.bank))
    grader = _Trouble(settings, source, stamp_of(settings, source))
    with Pool(grader, workers=2, seconds=2) as pool:
        results = {result.student: result for result in pool.run(list(jobs_of(settings, ASSIGNMENT)))}
    assert set(results) == {"ann", "killer", "sleeper", "eater", "breaker", "zoe"}
    assert not results["ann"].problems
    assert not results["zoe"].problems
    assert [results[name].problems[0].split(": ", 2)[2] for name in ("killer", "eater", "sleeper", "breaker")] == [
        "reading it took too much memory",
        "reading it took too much memory",
        "reading it took longer than 2 seconds",
        "an unforeseen error (ZeroDivisionError: by design)",
    ]
