"""The gradebook is nbgrader's: written through SQLite itself or through SQLAlchemy alike, and never half."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from coolerheads.cli import main
from coolerheads.grading import database
from coolerheads.grading.engine import grade_assignment
from coolerheads.grading.settings import read_settings
from tests.course_folder import ASSIGNMENT, by_engine, fresh, hand_in
from tests.sample_class.round import Round

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own


@pytest.fixture
def work(tmp_path: Path) -> Round:
    work = fresh(tmp_path / "work")
    hand_in(work, "ann")
    hand_in(work, "bob", {"hto-c1": "something rude"})
    return work


def everything(work: Round) -> dict[str, list[tuple[object, ...]]]:
    """What is in the tables, but for the ids that are made up anew each time."""
    with sqlite3.connect(work.course / "gradebook.db") as db:
        return {
            "submissions": db.execute("SELECT student_id, timestamp, extension FROM submitted_assignment ORDER BY 1").fetchall(),
            "grades": db.execute(
                "SELECT student_id, name, auto_score, manual_score, needs_manual_grade, answer, referral"
                " FROM grade JOIN base_cell ON base_cell.id = cell_id"
                " JOIN submitted_notebook sn ON sn.id = grade.notebook_id"
                " JOIN submitted_assignment sa ON sa.id = sn.assignment_id"
                " JOIN coolerheads_answer ON grade_id = grade.id ORDER BY 1, 2"
            ).fetchall(),
            "comments": db.execute("SELECT auto_comment, manual_comment FROM comment ORDER BY 1").fetchall(),
        }  # fmt: skip


def test_sqlalchemy_writes_the_same_rows_as_sqlite_itself(work: Round, tmp_path: Path) -> None:
    other = fresh(tmp_path / "other")
    hand_in(other, "ann")
    hand_in(other, "bob", {"hto-c1": "something rude"})
    path = other.course / "gradebook.db"
    config = other.course / "nbgrader_config.py"
    # With a setting in it, it is no plain file's address: SQLAlchemy opens it, as it would a server.
    config.write_text(config.read_text() + f'\nc.CourseDirectory.db_url = "sqlite:///{path}?timeout=60"\n')
    for again in range(2):  # the second time every row is there already
        for course in (work, other):
            grade_assignment(read_settings(course.course), ASSIGNMENT, force=bool(again))
        assert everything(other) == everything(work)


def test_without_a_gradebook_none_is_made_and_the_command_that_makes_it_is_named(
    work: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    path = work.course / "gradebook.db"
    path.unlink()
    assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 1
    assert capsys.readouterr().err == "there is no gradebook yet; run: nbgrader generate_assignment NAME\n"
    assert not path.exists()


def test_a_gradebook_that_somebody_else_keeps_locked_is_said_in_a_line(
    work: Round, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    path = work.course / "gradebook.db"
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 1
    text = f"{path}: database is locked. Nothing is lost: mend that and run this again.\n"
    assert capsys.readouterr().err == text
    by_engine(work)
    assert set(work.grades()) == {"ann", "bob"}


def test_a_file_that_is_no_gradebook_is_said_in_a_line(work: Round, capsys: pytest.CaptureFixture[str]) -> None:
    path = work.course / "gradebook.db"
    path.write_text("grades, by hand\n" * 400)
    assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 1
    assert capsys.readouterr().err == f"{path}: file is not a database; restore it from a copy\n"
