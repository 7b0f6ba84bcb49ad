"""Dialogues played as a learner plays them: with the keyboard, over http and from disk, and looked back on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from coolerheads import library
from coolerheads.dialogue import Dialogue, best_path
from coolerheads.readable import typographic
from tests.browser.accessibility import LOOKS, findings, put
from tests.browser.conftest import pages_of_the_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = "keep-your-cool/the-slot-that-vanished"
CHAPTER = "chapters/keep-your-cool.html"
Opener = Callable[..., Any]


def dialogue_on(page: Page, id: str = HERE) -> Locator:
    found = page.locator(f'.ch-dialogue[data-dialogue="{id}"]')
    found.wait_for()
    return found


def say(page: Page, widget: Locator, dialogue: Dialogue, path: tuple[int, ...]) -> None:
    """Choose replies with the number keys alone, answering a question where one is asked first."""
    scene_questions = {scene.recall.question: scene.recall.answer for scene in dialogue.scenes.values() if scene.recall}
    widget.locator("[data-focus]").focus()
    for number in path:
        asked = widget.locator(".ch-asks .ch-prompt")
        if asked.count():
            text = asked.text_content() or ""
            page.keyboard.press(str(next(n for q, n in scene_questions.items() if typographic(q) in text)))
            expect(widget.locator(".ch-asks")).to_have_count(0)
        page.keyboard.press(str(number))


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_keyboard_alone_plays_to_the_end(scheme: str, site: str, book: Path, open_page: Opener) -> None:
    root = site if scheme == "http" else book.as_uri() + "/"
    page, seen = open_page(root + CHAPTER)
    widget = dialogue_on(page)
    for _ in range(200):
        page.keyboard.press("Tab")
        if widget.locator(".ch-reply:focus").count():
            break
    for turn, number in enumerate(best_path(library.dialogue(HERE))):
        if turn:  # focus waits above the replies: Tab goes to the first of them
            expect(widget.locator(".ch-prompt")).to_be_focused()
            page.keyboard.press("Tab")
        for _ in range(number - 1):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    expect(widget.locator(".ch-ending")).to_be_focused()
    expect(widget.locator(".ch-ending")).to_have_text("Resolved")
    assert seen.foreign(root) == []
    assert seen.said == []


@pytest.mark.parametrize("path", pages_of_the_book())
def test_the_number_keys_play_every_dialogue_of_a_page_to_its_best_ending(
    path: str, site: str, open_page: Opener
) -> None:
    page, seen = open_page(site + path)
    page.wait_for_load_state("networkidle")
    for id in page.locator(".ch-dialogue").evaluate_all("all => all.map(one => one.dataset.dialogue)"):
        widget, dialogue = dialogue_on(page, id), library.dialogue(id)
        say(page, widget, dialogue, best_path(dialogue))
        expect(widget).to_have_attribute("data-ending", dialogue.best)
    assert seen.said == []


def test_every_shipped_dialogue_is_on_a_page(book: Path) -> None:
    text = "".join((book / path).read_text(encoding="utf-8") for path in pages_of_the_book())
    assert [id for id in library.dialogue_ids() if f'{{"id":"{id}"' not in text] == []


def test_the_reaction_comes_first_and_the_coach_second(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER)
    widget, dialogue = dialogue_on(page), library.dialogue(HERE)
    flawed = next(n for n, r in enumerate(dialogue.scenes[dialogue.start].replies, 1) if r.kind == "flawed")
    reply = dialogue.scenes[dialogue.start].replies[flawed - 1]
    say(page, widget, dialogue, (flawed,))
    log = widget.get_by_role("log")
    assert log.locator(":scope > *").evaluate_all("all => all.map(one => one.className.split(' ')[0])") == [
        "ch-them", "ch-you", "ch-them", "ch-coach",
    ]  # fmt: skip
    expect(log.locator(".ch-them").last).to_contain_text(typographic(reply.reaction))
    expect(log.locator(".ch-coach")).to_contain_text(typographic(reply.better))
    expect(log.locator(".ch-coach")).to_have_attribute("open", "")
    expect(widget.get_by_role("button", name=typographic(reply.says))).to_have_count(0)


def test_on_your_own_keeps_the_coach_for_the_end(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER)
    widget, dialogue = dialogue_on(page), library.dialogue(HERE)
    widget.get_by_role("button", name="On your own").click()
    expect(widget.get_by_role("button", name="On your own")).to_be_focused()
    best = best_path(dialogue)
    say(page, widget, dialogue, best[:-1])
    expect(widget.locator(".ch-coach")).to_have_count(0)
    say(page, widget, dialogue, best[-1:])
    because = dialogue.scenes[dialogue.start].replies[best[0] - 1].because
    expect(widget.get_by_text(typographic(because))).to_be_visible()


def test_heat_is_told_in_words_and_number_and_shape(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER)
    widget = dialogue_on(page)
    expect(widget.locator(".ch-heat")).to_contain_text("Heat 3 of 5 · angry")
    expect(widget.locator(".ch-bars .ch-on")).to_have_count(3)
    say(page, widget, library.dialogue(HERE), best_path(library.dialogue(HERE))[:1])
    expect(widget.locator(".ch-heat")).to_contain_text("Heat 2 of 5 · annoyed")
    expect(widget.locator(".ch-bars .ch-on")).to_have_count(2)


def test_looking_back_shows_everything_and_leads_everywhere(site: str, open_page: Opener) -> None:
    page, seen = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("window.print = () => {}")
    widget, dialogue = dialogue_on(page), library.dialogue(HERE)
    best = best_path(dialogue)
    say(page, widget, dialogue, best)
    expect(widget.locator("[role=img]")).to_have_attribute(
        "aria-label", "Heat at the start and after every turn: 3, 2, 1, 0, 0"
    )
    expect(widget.locator("figcaption")).to_contain_text("4 turns, from 3 (angry) to 0 (calm).")
    expect(widget.locator(".ch-tally")).to_contain_text("Own it")
    for scheme, width in LOOKS:
        put(page, scheme, width)
        assert findings(page) == [], f"{scheme}, {width}"
    widget.get_by_role("button", name="Copy transcript").click()
    expect(widget.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    for number, scene in zip(best[:1], [dialogue.scenes[dialogue.start]], strict=True):
        assert typographic(scene.replies[number - 1].says) in copied
        assert typographic(scene.replies[number - 1].because) in copied
    widget.get_by_role("button", name="Print transcript").click()
    expect(page.locator("iframe.ch-unseen")).to_have_count(1)
    widget.get_by_role("button", name="Go back to turn 2").click()
    expect(widget.locator(".ch-prompt")).to_be_focused()
    expect(widget.locator(".ch-you")).to_have_count(1)
    expect(widget.locator(".ch-reply em")).to_have_text("your last choice")
    say(page, widget, dialogue, best[1:])
    widget.get_by_role("button", name="The harder one").click()
    expect(page.locator(f'.ch-dialogue[data-dialogue="{library.harder(dialogue)}"] [data-focus]')).to_be_focused()
    widget.get_by_role("button", name="Try again").click()
    expect(widget.locator(".ch-you")).to_have_count(0)
    expect(widget.locator(".ch-prompt")).to_be_focused()
    assert seen.said == []


def test_a_chapter_named_in_the_tally_is_a_link_where_the_book_has_it(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER)
    widget, dialogue = dialogue_on(page), library.dialogue(HERE)
    bad = tuple(
        next(n for n, r in enumerate(scene.replies, 1) if r.kind == "escalating")
        for scene in list(dialogue.scenes.values())[:2]
    )
    say(page, widget, dialogue, bad)
    expect(widget).to_have_attribute("data-ending", "lost")
    link = widget.get_by_role("link", name="Keep your cool")
    assert page.evaluate("link => link.href", link.element_handle()) == site + CHAPTER


def test_an_abusive_turn_asks_before_going_on(site: str, open_page: Opener) -> None:
    for id in library.dialogue_ids():
        dialogue = library.dialogue(id)
        if any(scene.recall for scene in dialogue.scenes.values()):
            break
    page, _ = open_page(f"{site}chapters/{id.split('/')[0]}.html")
    widget = dialogue_on(page, id)
    widget.locator("[data-focus]").focus()
    for _ in range(8):
        if widget.locator(".ch-asks").count() or widget.get_attribute("data-ending"):
            break
        scene = typographic(widget.locator(".ch-reply span").all_text_contents()[0])
        replies = next(
            s.replies for s in dialogue.scenes.values() if s.replies and typographic(s.replies[0].says) == scene
        )
        page.keyboard.press(str(next(n for n, r in enumerate(replies, 1) if r.kind == "flawed")))
    expect(widget.locator(".ch-asks")).to_have_count(1)
    assert findings(page) == []
    page.keyboard.press("1")
    expect(widget.locator(".ch-asks")).to_have_count(0)
    expect(widget.locator(".ch-prompt")).to_be_focused()
    expect(widget.locator(".ch-coach").last).to_contain_text("“")


def test_recall_questions_explain_every_option_and_count(site: str, open_page: Opener) -> None:
    page, seen = open_page(site + CHAPTER)
    recall = page.locator(".ch-recall").first
    question = recall.get_by_role("group").first
    question.get_by_role("button").first.focus()
    for key in "123":
        page.keyboard.press(key)
        expect(question.locator(".ch-because")).to_have_count(1)
        expect(question.locator(f"[data-key='{key}']")).to_be_focused()
    expect(recall.locator(".ch-foot")).to_contain_text("right")
    for scheme, width in LOOKS:
        put(page, scheme, width)
        assert findings(page) == []
    assert seen.said == []
