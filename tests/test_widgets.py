"""The widgets from Python: traits that can be read and set, and HTML that carries everything a page needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from traitlets import TraitError

import coolerheads
from coolerheads import library, readable
from coolerheads.dialogue import best_path
from coolerheads.questions import Option, Question
from coolerheads.script import HEAT_WORDS
from coolerheads.widgets import CannotShowError, DialogueWidget, RecallWidget, play, recall

HERE = "keep-your-cool/the-slot-that-vanished"
HOSTILE = "</script><script>alert(1)</script> <b>\"quoted\"</b> 'single' & 🙂 \u2028 <!-- " + "long " * 2000


@pytest.fixture
def slot() -> Iterator[DialogueWidget]:
    widget = play(HERE)
    yield widget
    widget.close()


def html_of(widget: Any) -> str:
    bundle = widget._repr_mimebundle_()
    return str((bundle[0] if isinstance(bundle, tuple) else bundle)["text/html"])


def state_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def text_of(html: str) -> str:
    class Reader(HTMLParser):
        parts: list[str] = []  # noqa: RUF012
        script = False

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.script = tag == "script"

        def handle_endtag(self, tag: str) -> None:
            self.script = False

        def handle_data(self, data: str) -> None:
            if not self.script:
                self.parts.append(data)

    reader = Reader()
    reader.parts = []
    reader.feed(html)
    return " ".join(reader.parts)


def test_play_is_there_without_naming_the_module() -> None:
    assert coolerheads.play is play


def test_everything_follows_from_the_path(slot: DialogueWidget) -> None:
    best = best_path(library.dialogue(HERE))
    slot.path = best
    assert slot.ending == "resolved"
    assert slot.heat < slot.dialogue["heat"]
    assert slot.tally["own-it"]["ownership"] >= 1
    slot.path = best[:1]
    assert (slot.ending, slot.heat) == ("", 2)


def test_a_path_with_a_reply_that_is_not_there_changes_nothing(slot: DialogueWidget) -> None:
    slot.path = [3]
    with pytest.raises(TraitError, match="has replies 1 to 3, not 7"):
        slot.path = [7]
    assert (slot.path, slot.heat) == ([3], 2)


def test_setting_heat_replays_from_the_starting_heat_that_leads_to_it(slot: DialogueWidget) -> None:
    slot.path = [3]
    slot.heat = 3
    assert (slot.path, slot.starts_at, slot.heat) == ([3], 4, 3)


def test_a_heat_that_no_start_leads_to_is_refused_with_those_that_can_be(slot: DialogueWidget) -> None:
    slot.path = [3]
    with pytest.raises(TraitError, match=r"leads to heat 0, 1, 2, 3, whatever the start; it cannot be 5"):
        slot.heat = 5
    assert slot.heat == 2


def test_setting_an_ending_takes_a_shortest_path_to_it(slot: DialogueWidget) -> None:
    slot.ending = "lost"
    assert (len(slot.path), slot.heat, slot.ending) == (2, 5, "lost")


def test_an_ending_the_dialogue_never_has_is_refused_with_those_it_has(slot: DialogueWidget) -> None:
    with pytest.raises(TraitError, match='never ends "closed"; it can end resolved, escalated, lost'):
        slot.ending = "closed"
    slot.ending = "lost"
    with pytest.raises(TraitError, match="cannot be taken back; set path instead"):
        slot.ending = ""
    assert slot.ending == "lost"


def test_the_tally_follows_and_cannot_be_set(slot: DialogueWidget) -> None:
    with pytest.raises(TraitError, match="follows from the path"):
        slot.tally = {"own-it": {"ownership": 9}}
    assert slot.tally == {}


def test_another_dialogue_can_be_shown_in_the_same_widget(slot: DialogueWidget) -> None:
    slot.path = [3, 1]
    other = next(id for id in library.dialogue_ids() if id != HERE)
    slot.id = other
    assert (slot.dialogue["id"], slot.path, slot.heat, slot.ending) == (other, [], slot.dialogue["heat"], "")
    with pytest.raises(TraitError, match='there is no dialogue "own-it/nothing"'):
        slot.id = "own-it/nothing"
    assert slot.id == other


def test_a_message_from_the_page_moves_the_whole_conversation(slot: DialogueWidget) -> None:
    slot.set_state({"path": [3, 1], "starts_at": 4})
    assert (slot.path, slot.starts_at, slot.heat) == ([3, 1], 4, 2)
    with pytest.raises(TraitError):
        slot.set_state({"path": [9]})
    assert slot.path == [3, 1]


def test_watchers_are_told_once_for_each_trait_that_changed(slot: DialogueWidget) -> None:
    told: list[str] = []
    slot.observe(lambda change: told.append(change.name), ["path", "heat", "ending", "tally"])
    slot.path = [3]
    assert sorted(told) == ["heat", "path", "tally"]


@pytest.mark.parametrize(
    "call", [lambda: play("keep-your-cool/nope"), lambda: recall("own-it/nope/x"), lambda: recall("nope")]
)
def test_an_unknown_id_gives_one_message_and_no_traceback(call: Any) -> None:
    with pytest.raises(CannotShowError) as caught:
        call()
    shown = caught.value._render_traceback_()
    assert len(shown) == 1
    assert shown[0].startswith("there ")


def test_an_unknown_mode_and_an_empty_recall_say_what_would_be_right() -> None:
    with pytest.raises(CannotShowError, match='no mode "hard"; known: guided, on_your_own'):
        play(HERE, mode="hard")
    with pytest.raises(CannotShowError, match="at least one id"):
        recall()


def test_recall_takes_principles_and_single_questions_together() -> None:
    every = list(library.questions("keep-your-cool"))
    one = f"keep-your-cool/{every[1]}"
    assert [q["id"] for q in recall(one, "keep-your-cool").questions] == [
        one,
        *[f"keep-your-cool/{n}" for n in every if n != every[1]],
    ]


def test_answers_to_recall_questions_are_marked_and_checked() -> None:
    widget = recall(*[f"keep-your-cool/{name}" for name in list(library.questions("keep-your-cool"))[:2]])
    first, second = (question["id"] for question in widget.questions)
    right = library.question(first).answer
    widget.answers = {first: right, second: library.question(second).answer % 3 + 1}
    assert widget.right == {first: True, second: False}
    with pytest.raises(TraitError, match="options are 1 to 3, not 4"):
        widget.answers = {first: 4}
    with pytest.raises(TraitError, match="is not asked here"):
        widget.answers = {"own-it/other": 1}


def test_the_html_carries_the_state_and_the_whole_dialogue_with_its_best_path_first(slot: DialogueWidget) -> None:
    html = html_of(slot)
    state = state_of(html)
    assert state["path"] == []
    assert state["dialogue"]["id"] == HERE
    dialogue, text = library.dialogue(HERE), text_of(html)
    for scene in dialogue.scenes.values():
        for words in [
            *scene.says.texts(),
            scene.outcome,
            *(part for r in scene.replies for part in (r.says, r.because, r.better)),
        ]:
            assert readable.typographic(words) in text
    good = next(r for r in dialogue.scenes[dialogue.start].replies if r.kind == "good").says
    assert text.index(readable.typographic(good)) < text.index(readable.words()["script_rest"])


@pytest.mark.parametrize("id", library.dialogue_ids())
def test_a_dialogue_takes_at_most_forty_kilobytes_of_a_page(id: str) -> None:
    assert len(html_of(play(id)).encode()) <= 40_000


def test_hostile_text_stays_text() -> None:
    widget = RecallWidget([Question("a/b", HOSTILE, (Option(HOSTILE, HOSTILE, True), Option("b", "b", False)), 1)])
    html = html_of(widget)
    assert html.count("<script") == html.count("</script") == 2  # the state, and the call that wakes the host
    assert state_of(html)["questions"][0]["question"] == readable.typographic(HOSTILE)
    assert text_of(html).count("🙂") == 3


def test_curly_quotes_are_set_and_names_of_scenes_left_alone() -> None:
    assert readable.typographic("Don't say \"soon\" ('later')") == "Don’t say “soon” (‘later’)"
    assert readable.typographic({"goes_to": "can't", "says": "can't"}) == {"goes_to": "can't", "says": "can’t"}


def test_heat_has_the_same_words_in_the_script_and_on_the_page() -> None:
    assert tuple(readable.words()["heats"]) == HEAT_WORDS


def test_a_broken_label_file_is_told_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    from coolerheads import labels
    from coolerheads.reading import ContentError, Problem

    def broken() -> None:
        raise ContentError([Problem("coolerheads/content/labels/blame.yml", 3, "label needs a name")])

    monkeypatch.setattr(labels, "all_labels", broken)
    with pytest.raises(CannotShowError, match=r"blame\.yml:3: label needs a name"):
        play(HERE)


def test_a_start_where_the_customer_would_have_nothing_to_say_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = library.dialogue(HERE)
    opening = whole.scenes[whole.start]
    narrow = replace(opening, says=replace(opening.says, parts=((3, 4, "Only hot."),)))
    broken = replace(whole, scenes={**whole.scenes, whole.start: narrow})
    monkeypatch.setattr(library, "dialogue", lambda id, root=None: broken)
    monkeypatch.setattr(library, "harder", lambda easy, root=None: "")
    widget = play(HERE)
    with pytest.raises(TraitError, match="can start at heat 3, 4, not 0"):
        widget.starts_at = 0
