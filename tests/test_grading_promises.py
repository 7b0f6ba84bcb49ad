"""What nbgrader promises holds at both doors: lateness, resubmission, odd folders, and a person's last word."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from coolerheads.grading.engine import grade_assignment
from coolerheads.grading.settings import read_settings
from tests.course_folder import (
    ANSWERS,
    ASSIGNMENT,
    DOORS,
    FULL,
    Door,
    by_engine,
    by_nbgrader,
    gradebook,
    hand_in,
    notebook,
    total,
)
from tests.sample_class.round import Round, ToolError

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own


def penalty(work: Round, learner: str) -> float | None:
    with gradebook(work) as book:
        found: float | None = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, learner).late_submission_penalty
        return found


def give(work: Round, learner: str, id: str, points: float | None) -> None:
    """A person scores an answer as formgrader does (None: marks it as seen, with the automatic points)."""
    with gradebook(work) as book:
        grade = book.find_grade(f"{id}-points", ASSIGNMENT, ASSIGNMENT, learner)
        grade.manual_score = points
        grade.needs_manual_grade = False


@DOORS
def test_full_answers_earn_full_points(work: Round, door: Door) -> None:
    hand_in(work, "ann")
    door(work)
    assert total(work, "ann") == FULL


@DOORS
def test_late_work_loses_what_the_courses_plugin_says(work: Round, door: Door) -> None:
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with gradebook(work) as book:
        book.find_assignment(ASSIGNMENT).duedate = datetime(2026, 5, 4, 9, 0)
    hand_in(work, "ann", at="2026-05-04 08:59:59.000000 UTC")
    hand_in(work, "bob", at="2026-05-04 09:30:00.000000 UTC")
    door(work)
    assert (penalty(work, "ann"), penalty(work, "bob")) == (None, FULL)
    hand_in(work, "bob", at="2026-05-04 08:30:00.000000 UTC")
    (work.course / "autograded/bob" / ASSIGNMENT / "timestamp.txt").unlink()
    if door is by_nbgrader:
        work.autograde("--force")
    else:
        door(work)
    assert penalty(work, "bob") is None


def test_a_due_date_that_moves_counts_for_work_that_is_graded_already(work: Round) -> None:
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    hand_in(work, "bob", at="2026-05-04 09:30:00.000000 UTC")
    by_engine(work)
    for due, lost in ((datetime(2026, 5, 4, 9, 0), FULL), (datetime(2026, 5, 4, 10, 0), None)):
        with gradebook(work) as book:
            book.find_assignment(ASSIGNMENT).duedate = due
        report = grade_assignment(read_settings(work.course), ASSIGNMENT)
        assert (report.graded, report.unchanged, penalty(work, "bob")) == (0, 1, lost)


def test_all_answers_that_wait_are_counted_those_of_earlier_runs_too(work: Round) -> None:
    hand_in(work, "ann", {"hto-c1": "something rude"})
    assert grade_assignment(read_settings(work.course), ASSIGNMENT).referred == 1
    hand_in(work, "bob", {"hto-c1": "something rude"})
    report = grade_assignment(read_settings(work.course), ASSIGNMENT)
    assert (report.graded, report.unchanged, report.referred) == (1, 1, 2)


@DOORS
def test_answers_to_other_questions_than_the_assignment_now_asks_go_to_a_person(work: Round, door: Door) -> None:
    folder = hand_in(work, "ann")
    path = folder / f"{ASSIGNMENT}.ipynb"
    data = json.loads(path.read_text("utf-8"))
    data["metadata"]["coolerheads"]["items"]["c1"] = "kyc-c5"
    path.write_text(json.dumps(data), "utf-8")
    door(work)
    asked = {id: why for id, (_, flag, why) in work.grades()["ann"].items() if flag}
    assert set(asked) == {"c1"}
    assert "asks another question here than the assignment does now" in asked["c1"]


@DOORS
def test_work_handed_in_again_is_graded_again(work: Round, door: Door) -> None:
    hand_in(work, "ann", {})
    door(work)
    assert total(work, "ann") == 0
    hand_in(work, "ann", at="2026-05-05 09:30:00.000000 UTC")
    door(work)
    assert total(work, "ann") == FULL
    with gradebook(work) as book:
        assert book.find_submission(ASSIGNMENT, "ann").timestamp == datetime(2026, 5, 5, 9, 30)


@DOORS
def test_a_points_cell_deleted_on_resubmission_leaves_no_old_score(work: Round, door: Door) -> None:
    hand_in(work, "ann")
    door(work)
    folder = hand_in(work, "ann", {}, at="2026-05-05 09:30:00.000000 UTC")
    path = folder / f"{ASSIGNMENT}.ipynb"
    data = json.loads(path.read_text())
    data["cells"] = [cell for cell in data["cells"] if not cell["id"].endswith("-points")]
    path.write_text(json.dumps(data))
    door(work)
    assert total(work, "ann") == 0


@DOORS
def test_a_renamed_notebook_waits_for_a_person_and_stops_nobody(work: Round, door: Door) -> None:
    hand_in(work, "ann", name="Steady Yourself (1).ipynb")
    hand_in(work, "bob")
    if door is by_nbgrader:
        with pytest.raises(ToolError, match="No notebooks found"):
            door(work)
    else:
        report = grade_assignment(read_settings(work.course), ASSIGNMENT)
        text = "ann: steady-yourself.ipynb is missing; there is Steady Yourself (1).ipynb. If that is the work, rename it and grade again"
        assert report.problems == [text]
    assert total(work, "bob") == FULL
    assert {(points, asked) for points, asked, _ in work.grades()["ann"].values()} == {(0.0, True)}


@DOORS
def test_a_folder_without_a_notebook_is_no_submission(work: Round, door: Door) -> None:
    folder = hand_in(work, "ann")
    (folder / f"{ASSIGNMENT}.ipynb").unlink()
    hand_in(work, "bob")
    door(work)
    assert set(work.grades()) == {"bob"}


@DOORS
def test_of_two_notebooks_in_a_folder_the_assignments_own_is_graded(work: Round, door: Door) -> None:
    folder = hand_in(work, "ann")
    (folder / "copy.ipynb").write_text(json.dumps(notebook(work, {})))
    door(work)
    assert total(work, "ann") == FULL


@DOORS
def test_a_persons_score_stands_while_the_answer_is_unchanged(work: Round, door: Door) -> None:
    hand_in(work, "ann", {**ANSWERS, "hto-c1": "something rude"})
    door(work)
    assert work.grades()["ann"]["c5"][:2] == (0, True)
    give(work, "ann", "c5", 1.5)
    hand_in(
        work,
        "ann",
        {**ANSWERS, "hto-c1": "something rude", "kyc-c1": "label: blame"},
        at="2026-05-05 09:30:00.000000 UTC",
    )
    door(work)
    assert work.grades()["ann"]["c5"][:2] == (1.5, False)
    assert work.grades()["ann"]["c1"][:2] == (0, False)


@DOORS
def test_a_person_is_asked_again_when_the_answer_changed(work: Round, door: Door) -> None:
    hand_in(work, "ann", {"hto-c1": "something rude"})
    door(work)
    give(work, "ann", "c5", 1.5)
    hand_in(work, "ann", {"hto-c1": "label: interrupting"}, at="2026-05-05 09:30:00.000000 UTC")
    door(work)
    assert work.grades()["ann"]["c5"][:2] == (1.5, True)


@DOORS
def test_an_answer_that_a_person_has_seen_is_not_referred_again(work: Round, door: Door) -> None:
    hand_in(work, "ann", {"hto-c1": "something rude"})
    door(work)
    give(work, "ann", "c5", None)
    hand_in(work, "ann", {"hto-c1": "something rude", "kyc-c1": "label: blame"}, at="2026-05-05 09:30:00.000000 UTC")
    door(work)
    assert work.grades()["ann"]["c5"][:2] == (0, False)


def test_one_door_knows_what_a_person_decided_at_the_other(work: Round) -> None:
    hand_in(work, "ann", {"hto-c1": "something rude"})
    by_nbgrader(work)
    give(work, "ann", "c5", 1.5)
    grade_assignment(read_settings(work.course), ASSIGNMENT, force=True)
    assert work.grades()["ann"]["c5"][:2] == (1.5, False)
    work.autograde("--force")
    assert work.grades()["ann"]["c5"][:2] == (1.5, False)


def test_feedback_shows_a_persons_points_and_words(work: Round) -> None:
    hand_in(work, "ann", {"hto-c1": "something rude"})
    by_engine(work)
    give(work, "ann", "c5", 1.5)
    with gradebook(work) as book:
        book.find_comment("c5", ASSIGNMENT, ASSIGNMENT, "ann").manual_comment = "You meant <interrupting>."
    work.feedback()
    page = (work.course / "feedback/ann" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "A person read this answer and gave it 1.5" in page
    assert "You meant &lt;interrupting&gt;." in page


def test_feedback_on_work_that_could_not_be_read_tells_no_keys_and_that_it_is_not_the_last_word(work: Round) -> None:
    (hand_in(work, "ann") / f"{ASSIGNMENT}.ipynb").write_text('{"cells": [')
    by_engine(work)
    work.feedback()
    page = (work.course / "feedback/ann" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert "The key:" not in page
    assert "One good answer:" not in page
    assert "0 of 58 points so far</strong> · 0 of 13 answered · 13 still to be read by a person" in page


def test_feedback_keeps_the_keys_where_the_course_says_so(work: Round) -> None:
    hand_in(work, "ann", {"hto-c1": "label: blame", "kyc-r1": "We cut it wrong, sorry."})
    by_engine(work)
    work.feedback()
    path = work.course / "feedback/ann" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "The key:" in path.read_text("utf-8")
    assert "One good answer:" in path.read_text("utf-8")
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.CoolerHeads.show_answers = False\n")
    work.feedback("--force")
    assert "The key:" not in path.read_text("utf-8")
    assert "One good answer:" not in path.read_text("utf-8")
