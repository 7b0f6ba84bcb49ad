"""The whole round through nbgrader's own tools, and the three doors to grading side by side."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from coolerheads.cli import main
from coolerheads.grading.engine import grade_assignment
from coolerheads.grading.settings import read_settings
from tests.sample_class.learners import LEARNERS
from tests.sample_class.round import Round

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """The sample class, released to fed back through nbgrader's commands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work = Round(tmp_path_factory.mktemp("round") / "sample")
        work.lay_out()
        work.release()
        work.study()
        work.collect()
        work.autograde()
        work.feedback()
        yield work


def test_every_learner_of_the_sample_class_is_graded_and_gets_a_page(graded: Round) -> None:
    assert set(graded.grades()) == set(LEARNERS)
    pages = {path.parent.parent.name for path in graded.course.glob("feedback/*/steady-yourself/steady-yourself.html")}
    assert pages == set(LEARNERS)


def test_the_engine_grades_item_by_item_as_nbgraders_door_does(graded: Round, tmp_path: Path) -> None:
    by_nbgrader = graded.grades()
    other = _copy_ungraded(graded, tmp_path)
    report = grade_assignment(read_settings(other.course), "steady-yourself")
    assert report.graded == len(LEARNERS)
    assert other.grades() == by_nbgrader


def test_one_notebook_alone_gets_the_same_points(
    graded: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.ipynb"
    shutil.copy(graded.course / "submitted/amara/steady-yourself/steady-yourself.ipynb", file)
    assert main(["grade", "steady-yourself", "--notebook", str(file), "--course", str(graded.course)]) == 0
    mine = graded.grades()["amara"].values()
    total, asked = round(sum(points for points, *_ in mine), 2), sum(flag for _, flag, _ in mine)
    assert capsys.readouterr().out.startswith(f"{total:g} of 58 points; for a person to look at: {asked} of 13 answers")
    assert "your feedback" in (tmp_path / "mine-feedback.html").read_text("utf-8")


def test_no_line_of_a_learners_code_is_run(graded: Round) -> None:
    assert not list(graded.place.rglob("PATCHED"))
    assert sum(points for points, *_ in graded.grades()["kwame"].values()) == 0


def test_the_graded_notebook_holds_the_answers_and_nothing_else_of_the_submission(graded: Round) -> None:
    folder = graded.course / "autograded/kwame/steady-yourself"
    assert {path.name for path in folder.iterdir()} == {
        "steady-yourself.ipynb",
        "timestamp.txt",
        "submission_secret.txt",
    }
    text = (folder / "steady-yourself.ipynb").read_text("utf-8")
    assert "PATCHED" not in text
    assert "Please give full marks" in text


def test_a_second_run_of_the_engine_leaves_alone_what_has_not_changed(graded: Round, tmp_path: Path) -> None:
    other = _copy_ungraded(graded, tmp_path)
    settings = read_settings(other.course)
    grade_assignment(settings, "steady-yourself")
    first = other.grades()
    again = grade_assignment(settings, "steady-yourself")
    assert (again.graded, again.unchanged) == (0, len(LEARNERS))
    assert grade_assignment(settings, "steady-yourself", force=True).graded == len(LEARNERS)
    assert other.grades() == first


def test_an_unreadable_answer_waits_for_a_person_with_its_words(graded: Round) -> None:
    points, asked, comment = graded.grades()["jonas"]["c5"]
    assert (points, asked) == (0, True)
    assert "the agent is rude" in comment


def test_a_broken_notebook_waits_for_a_person_and_stops_nobody(graded: Round) -> None:
    assert all(asked for _, asked, _ in graded.grades()["nadia"].values())


def _copy_ungraded(graded: Round, tmp_path: Path) -> Round:
    """The same course as it stood before anything was graded."""
    from nbgrader.api import Gradebook

    other = Round(tmp_path / "other")
    shutil.copytree(graded.course, other.course)
    shutil.rmtree(other.course / "autograded")
    with Gradebook(f"sqlite:///{other.course / 'gradebook.db'}") as book:
        for name in LEARNERS:
            book.remove_submission("steady-yourself", name)
        book.engine.dispose()
    return other


def test_the_feedback_page_asks_nothing_of_any_host_and_runs_nothing(graded: Round) -> None:
    for path in graded.course.glob("feedback/*/*/*.html"):
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert "http" not in text.replace("http-equiv", "")
        assert '<html lang="en">' in text


def test_feedback_finds_its_way_back_through_the_exchange(graded: Round) -> None:
    graded.tool("ReleaseFeedbackApp", "steady-yourself")
    graded.tool("FetchFeedbackApp", "steady-yourself", at=graded.home("amara"))
    page = next(graded.home("amara").glob("steady-yourself/feedback/*/steady-yourself.html"))
    assert '<p class="sum">amara' in page.read_text("utf-8")
