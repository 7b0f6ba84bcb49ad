"""A house may choose where the sources disagree: each value shows in a dialogue's coaching."""

from dataclasses import replace
from pathlib import Path

import pytest

from coolerheads import house_rules
from coolerheads.dialogue import ByHeat, Dialogue, Reply, Scene
from coolerheads.house_rules import DEFAULTS, FILE, NOTES, coached, nearest, read_house_rules
from coolerheads.reading import ContentError


def reply(says: str, goes_to: str, *moves: str) -> Reply:
    return Reply(says, "good", 0, ByHeat(((0, 5, goes_to),)), "It is kind to Rui.", moves, (), "", "", 3)


REPLIES = (
    reply("I'm sorry about the lid.", "end", "apology"),
    reply("May I put you on hold for a minute while I ask Kim?", "end", "handoff"),
    reply("I'll end this chat now; the help stays open.", "shut", "boundary"),
    reply("Not with those words, please. Shall we go on?", "end", "boundary"),
    reply("The next kettle is half price.", "end", "goodwill"),
    reply("I apologize. Kim is joining us on the line now.", "end", "apology", "handoff"),
)


@pytest.fixture
def dialogue() -> Dialogue:
    def ending(name: str, how: str) -> Scene:
        return Scene(name, ByHeat(()), (), how, "Done.", False, None, 9)

    start = Scene("start", ByHeat(((0, 5, "Where is the lid?"),)), REPLIES, "", "", False, None, 2)
    scenes = {"start": start, "end": ending("end", "resolved"), "shut": ending("shut", "closed")}
    return Dialogue(
        "own-it/lid", "lid.yml", "Lid", "own-it", "kettles", "chat", "guided", "Rui Alves", "No lid.", "Kim.",
        "resolved", 2, "start", "end", scenes, {},
    )  # fmt: skip


def replies(dialogue: Dialogue, **rules: str) -> tuple[Reply, ...]:
    return coached(dialogue, {**DEFAULTS, **rules}).scenes["start"].replies


def changed(dialogue: Dialogue, **rules: str) -> dict[int, Reply]:
    return {i: new for i, (old, new) in enumerate(zip(REPLIES, replies(dialogue, **rules), strict=True)) if old != new}


def test_the_course_s_own_rules_change_nothing(dialogue: Dialogue) -> None:
    assert changed(dialogue) == {}


def test_a_house_that_apologizes_adds_a_note_to_sorry_and_takes_nothing_away(dialogue: Dialogue) -> None:
    found = changed(dialogue, apology="apologize")
    assert found == {0: replace(REPLIES[0], because=f"It is kind to Rui. {NOTES['apology']}")}


def test_a_house_without_holds_counts_a_hold_as_a_cold_transfer(dialogue: Dialogue) -> None:
    found = changed(dialogue, holds="never")
    assert set(found) == {1}
    assert (found[1].moves, found[1].missteps) == ((), ("cold_transfer",))
    assert NOTES["holds"] in found[1].because


def test_a_house_that_only_warns_coaches_the_ending_as_against_it(dialogue: Dialogue) -> None:
    found = changed(dialogue, limits="warn_only")
    assert set(found) == {2}
    assert found[2].moves == ("boundary",)
    assert NOTES["warn_only"] in found[2].because


def test_a_house_without_limits_coaches_the_warning_so_too(dialogue: Dialogue) -> None:
    found = changed(dialogue, limits="none")
    assert set(found) == {2, 3}
    assert all(new.moves == () and NOTES["no_limits"] in new.because for new in found.values())


def test_a_house_without_compensation_never_credits_goodwill(dialogue: Dialogue) -> None:
    found = changed(dialogue, compensation="none")
    assert set(found) == {4}
    assert found[4].moves == ()
    assert NOTES["compensation"] in found[4].because


def test_the_nearest_file_above_a_notebook_holds(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("holds: never\n")
    (tmp_path / "chapters").mkdir()
    assert nearest(tmp_path / "chapters")["holds"] == "never"


def test_an_unknown_value_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("apology: either\nlimits: sometimes\n")
    with pytest.raises(ContentError) as caught:
        read_house_rules(path)
    expected = 'house-rules.yml:2: "limits" of house rules is "sometimes"; known: warn_then_end, warn_only, none'
    assert str(caught.value) == expected


def test_an_unknown_rule_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("hold: never\n")
    with pytest.raises(ContentError, match=r'house-rules\.yml:1: house rules has a key "hold"; did you mean "holds"'):
        read_house_rules(path)


def test_the_shipped_file_holds_the_defaults() -> None:
    root = Path(house_rules.__file__).parent.parent
    assert read_house_rules(root / FILE) == DEFAULTS


def test_a_dialogue_played_below_a_house_s_file_is_coached_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coolerheads import play

    (tmp_path / FILE).write_text("compensation: none\n")
    monkeypatch.chdir(tmp_path)
    talk = play("keep-your-cool/the-slot-that-vanished")
    found = [reply for scene in talk.dialogue["scenes"].values() for reply in scene.get("replies", [])]
    assert any("not yours to give in this house" in reply["because"] for reply in found)
    assert not any("goodwill" in reply.get("moves", []) for reply in found)
