"""A learner answers in JupyterLab typing only words and hands in; an instructor grades in formgrader with the buttons.

With ``PICTURES`` set to a folder the pictures of the instructor's page are taken on the way.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import findings
from tests.course_folder import ANSWERS, ASSIGNMENT, by_engine, fresh, hand_in
from tests.jupyter import lab

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's own
Opener = Callable[..., tuple[Page, Any]]


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def cell_after(page: Page, heading: str) -> Locator:
    """The answer cell under a task's heading."""
    task = page.locator(".jp-MarkdownCell", has=page.get_by_role("heading", name=re.compile(rf"^{heading} ·")))
    return task.locator("xpath=following-sibling::div[contains(@class,'jp-CodeCell')][1]")


def submission(course: Path, learner: str) -> str:
    """The id under which formgrader shows a learner's notebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found: str = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, learner).id
        book.engine.dispose()
    return found


def type_into(page: Page, cell: Locator, words: str, whole: bool = False) -> Locator:
    """Type into an answer cell as a person does, run it, and return what the coach says."""
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    if whole:
        page.keyboard.press("Control+a")
    else:
        page.keyboard.press("Control+End")
        page.keyboard.press("Shift+Home")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    return cell.locator(".ch-coach")


def test_an_exercise_is_fetched_answered_and_handed_in_by_someone_who_types_only_words(
    open_page: Opener, tmp_path: Path
) -> None:
    work = fresh(tmp_path / "work")
    work.exchange.mkdir(mode=0o777)
    work.exchange.chmod(0o777)
    work.tool("ReleaseAssignmentApp", ASSIGNMENT)
    home = work.home("olu")
    home.mkdir(parents=True)
    (home / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "cooler-heads"\nc.CourseDirectory.student_id = "olu"\n'
        f'c.Exchange.root = "{work.exchange}"\nc.Exchange.cache = "{work.place / "cache"}"\n'
    )
    with lab(home, tmp_path / "scratch") as address:
        page, _ = open_page(f"{address}/lab")
        page.get_by_role("menuitem", name="Nbgrader").click()
        page.get_by_text("Assignment List").first.click()
        page.get_by_role("button", name="Fetch").click(timeout=60_000)
        expect(page.get_by_role("button", name="Submit")).to_be_visible(timeout=60_000)
        picture(page, "assignment-list")

        page.goto(f"{address}/doc/tree/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        expect(cell_after(page, "r4").locator(".ch-coach")).to_contain_text("r4 is not answered yet", timeout=60_000)

        coach = type_into(page, cell_after(page, "c1"), "label: dismisive")
        expect(coach).to_contain_text("c1: you chose dismissive.")
        expect(coach).to_contain_text("1 of 13 answered")
        coach = type_into(page, cell_after(page, "c5"), "label: rude")
        expect(coach).to_contain_text("c5: “rude” is not one of: interrupting, blame, jargon or listening.")
        # The magic line is typed over: the coach still knows whose answer it is.
        said = (
            "Mr Kowal, that must be frightening. We cut it wrong: our mistake. Don't be dramatic, it's ready on Friday."
        )
        coach = type_into(page, cell_after(page, "r1"), said, whole=True)
        expect(coach).to_contain_text("r1:")
        expect(coach).to_contain_text("“Friday” That day is not in the facts.")
        expect(page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)
        cell_after(page, "r1").evaluate("cell => cell.scrollIntoView({block: 'start'})")
        picture(page, "coach")
        page.keyboard.press("Control+s")
        expect(page.locator(".jp-mod-dirty")).to_have_count(0)

        page.goto(f"{address}/lab")
        if not page.get_by_role("button", name="Submit").is_visible():
            page.get_by_role("menuitem", name="Nbgrader").click()
            page.get_by_text("Assignment List").first.click()
        page.get_by_role("button", name="Submit").click(timeout=60_000)
        expect(page.locator("#submitted_assignments_list")).to_contain_text(ASSIGNMENT, timeout=60_000)
    work.collect()
    by_engine(work)
    grades = work.grades()["olu"]
    assert grades["c1"][:2] == (2.0, False)
    assert grades["c5"][:2] == (0.0, True)
    assert "Friday" in grades["r1"][2]


def test_formgrader_grades_refers_takes_a_persons_points_and_gives_feedback(open_page: Opener, tmp_path: Path) -> None:
    work = fresh(tmp_path / "work")
    evil = "<script>document.title = 'broken in'</script><img src=x onerror=\"document.title='broken in'\">"
    good = (
        "Mr Kowal, two of every cyclist at the wheel of a bus: that must be frightening. We cut your lens to last year's "
        "prescription, and that is our mistake. I'm having a new one cut today, and you can collect it from 5 pm on Friday."
    )
    hand_in(work, "ann", {**ANSWERS, "hto-c1": "the agent is rude", "kyc-r1": good})
    hand_in(
        work, "bo", {**ANSWERS, "hto-c1": f"rude {evil}", "kyc-r1": f"Mr Kowal, we cut it wrong, our mistake. {evil}"}
    )
    with lab(work.course, tmp_path / "scratch") as address:
        page, _ = open_page(f"{address}/formgrader/manage_submissions/{ASSIGNMENT}/")
        for learner in ("ann", "bo"):
            row = page.locator("tr", has=page.locator(".student-id", has_text=learner))
            row.locator(".autograde a").click()
            dialog = page.locator(".modal.in")
            expect(dialog).to_contain_text("Successfully autograded", timeout=60_000)
            dialog.get_by_role("button", name="OK").click()
            expect(dialog).to_have_count(0)
        picture(page, "formgrader-submissions")
        assert work.grades()["ann"]["c1"][:2] == (2.0, False)
        assert work.grades()["ann"]["c5"][:2] == (0.0, True)

        page.goto(f"{address}/formgrader/gradebook/{ASSIGNMENT}/{ASSIGNMENT}")
        expect(page.locator("td.needs-manual-grade .glyphicon-ok").first).to_be_visible(timeout=20_000)
        for learner in ("bo", "ann"):
            page.goto(f"{address}/formgrader/submissions/{submission(work.course, learner)}/")
            expect(page.locator("body")).to_contain_text("For a person: could not be read: “")
            assert page.title() != "broken in"
        score = page.locator("#c5-points")
        expect(score).to_be_visible(timeout=20_000)
        score.evaluate("field => field.scrollIntoView({block: 'center'})")
        picture(page, "formgrader-queue")
        score.fill("1.5")
        score.press("Tab")
        comment = page.locator("#c5-comment")
        comment.fill("I take that as interrupting.")
        comment.press("Tab")
        page.wait_for_timeout(1500)
        assert work.grades()["ann"]["c5"] == (1.5, False, "I take that as interrupting.")

        page.goto(f"{address}/formgrader/manage_submissions/{ASSIGNMENT}/")
        row = page.locator("tr", has=page.locator(".student-id", has_text="ann"))
        row.locator(".generate-feedback a").click()
        expect(page.locator(".modal.in")).to_contain_text("Successfully generated feedback", timeout=60_000)
    feedback = work.course / "feedback" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    for options in ({}, {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}):
        page, seen = open_page(f"file://{feedback}", **options)
        expect(page.locator("#c5")).to_contain_text("I take that as interrupting.")
        expect(page.locator("#c5")).to_contain_text("A person read this answer and gave it 1.5")
        assert page.title() == "Steady yourself: your feedback"
        assert seen.foreign("file://") == []
        assert seen.said == []
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#r1").evaluate("section => section.scrollIntoView()")
        picture(page, "feedback-phone" if options else "feedback")
