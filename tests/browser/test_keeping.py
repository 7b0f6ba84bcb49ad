"""Progress is kept in the browser; where it cannot be, or is unreadable, the dialogue plays all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from coolerheads import book as building
from coolerheads import library
from coolerheads.dialogue import best_path
from coolerheads.questions import Option, Question, to_data
from coolerheads.readable import STATIC, element, questions_html, typographic
from tests.browser.test_playing import CHAPTER, HERE, dialogue_on, say

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., Any]
KEY = f"coolerheads/{HERE}"
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }, configurable: true})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


def test_a_conversation_is_resumed_where_it_was_left(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER)
    dialogue = library.dialogue(HERE)
    widget = dialogue_on(page)
    widget.get_by_role("button", name="On your own").click()
    say(page, widget, dialogue, best_path(dialogue)[:2])
    page.reload()
    widget = dialogue_on(page)
    expect(widget.locator(".ch-you")).to_have_count(2)
    expect(widget.locator(".ch-resumed")).to_be_visible()
    expect(widget.get_by_role("button", name="On your own")).to_have_attribute("aria-pressed", "true")
    widget.get_by_role("button", name="Start over").click()
    page.reload()
    expect(dialogue_on(page).locator(".ch-you")).to_have_count(0)


@pytest.mark.parametrize("storage", [BLOCKED, FULL], ids=["blocked", "full"])
def test_a_storage_that_is_blocked_or_full_costs_the_progress_and_nothing_else(
    storage: str, site: str, open_page: Opener
) -> None:
    page, seen = open_page(site + CHAPTER, before=storage)
    dialogue = library.dialogue(HERE)
    widget = dialogue_on(page)
    say(page, widget, dialogue, best_path(dialogue))
    expect(widget).to_have_attribute("data-ending", dialogue.best)
    if storage == BLOCKED:
        page.locator(".theme-switch-button").first.click()
        assert seen.said == []


@pytest.mark.parametrize(
    "kept", ["not json", "null", '{"version":0,"path":[1,1]}', '{"version":1,"sum":1,"path":[9,9]}', "[]"]
)
def test_what_another_version_kept_is_left_aside(kept: str, site: str, open_page: Opener) -> None:
    page, seen = open_page(site + CHAPTER, before=f"localStorage.setItem({KEY!r}, {kept!r})")
    expect(dialogue_on(page).locator(".ch-you")).to_have_count(0)
    assert seen.said == []


def test_without_javascript_the_whole_dialogue_is_there_to_read(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER, java_script_enabled=False)
    text = (
        page.locator("coolerheads-widget .ch-script").filter(has_text=typographic(library.dialogue(HERE).title)).first
    )
    dialogue = library.dialogue(HERE)
    expect(text).to_be_visible()
    for scene in dialogue.scenes.values():
        for reply in scene.replies:
            expect(text).to_contain_text(typographic(reply.says))


def test_paper_shows_the_whole_dialogue_and_not_the_buttons(site: str, open_page: Opener) -> None:
    page, _ = open_page(site + CHAPTER)
    widget = dialogue_on(page)
    expect(page.locator("coolerheads-widget .ch-script").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("coolerheads-widget .ch-script").first).to_be_visible()
    expect(widget).to_be_hidden()


def test_forced_colours_and_more_motion_do_no_harm(site: str, open_page: Opener) -> None:
    page, seen = open_page(site + CHAPTER, forced_colors="active", reduced_motion="no-preference")
    dialogue = library.dialogue(HERE)
    widget = dialogue_on(page)
    say(page, widget, dialogue, best_path(dialogue))
    expect(widget.locator(".ch-ending")).to_be_focused()
    assert seen.said == []


def test_hostile_text_is_shown_as_text(tmp_path: Path, open_page: Opener) -> None:
    hostile = (
        "</script><script>document.title = 'had'</script><img src=x onerror=\"document.title='had'\"> ' 🙂 \u2028 <!-- "
        + "long" * 2500
    )
    question = Question("a/b", hostile, tuple(Option(f"{n} {hostile}", hostile, n == 1) for n in range(3)), 1)
    state = {"questions": [{"id": "a/b", **to_data(question)}], "answers": {}}
    (tmp_path / "host.js").write_text(building.host_script(set()), encoding="utf-8")
    (tmp_path / "page.html").write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>safe</title>"
        f"<style>{(STATIC / 'coolerheads.css').read_text(encoding='utf-8')}</style><script defer src=host.js></script>"
        f"{element('coolerheads-widget', state, questions_html([question]))}",
        encoding="utf-8",
    )
    page, seen = open_page((tmp_path / "page.html").as_uri(), viewport={"width": 320, "height": 600})
    page.locator(".ch-recall .ch-reply").nth(1).click()
    assert page.locator(".ch-prompt").text_content() == hostile
    assert page.locator(".ch-because").text_content() == f"Right. {hostile}"
    assert page.title() == "safe"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen.said == []
