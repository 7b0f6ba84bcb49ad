"""The model: replies move the heat, heat chooses lines and scenes, five boils over."""

from pathlib import Path

import pytest

from coolerheads import library
from coolerheads.dialogue import (
    ENDINGS,
    HOTTEST,
    Dialogue,
    State,
    best_path,
    play,
    reachable,
    shortest_to,
    step,
    tally,
    to_data,
)
from coolerheads.script import as_mermaid, as_script

HERE = "keep-your-cool/the-slot-that-vanished"


@pytest.fixture(scope="module")
def slot() -> Dialogue:
    return library.dialogue(HERE)


def number(dialogue: Dialogue, scene: str, kind: str) -> int:
    return [reply.kind for reply in dialogue.scenes[scene].replies].index(kind) + 1


def test_good_replies_cool_and_lead_to_the_best_ending(slot: Dialogue) -> None:
    walk = play(slot, best_path(slot))
    assert walk.ending == slot.best
    assert walk.heats[-1] < walk.heats[0]


def test_escalating_twice_boils_over_wherever_the_reply_would_have_gone(slot: Dialogue) -> None:
    state = State(slot.start, slot.heat)
    while state.heat < HOTTEST:
        state = step(slot, state, number(slot, state.scene, "escalating"))
    assert state == State(slot.boils_over, HOTTEST)


def test_heat_never_leaves_nought_to_five(slot: Dialogue) -> None:
    assert all(0 <= state.heat <= HOTTEST for state in reachable(slot))
    assert play(slot, best_path(slot), heat=0).state.heat == 0


def test_a_reply_that_does_not_exist_is_refused_with_the_range(slot: Dialogue) -> None:
    with pytest.raises(ValueError, match="has replies 1 to 3, not 4"):
        play(slot, [4])


def test_nothing_can_be_said_after_the_end(slot: Dialogue) -> None:
    with pytest.raises(ValueError, match="there is nothing left to say"):
        play(slot, [*best_path(slot), 1])


def test_the_tally_groups_labels_under_their_home_principle(slot: Dialogue) -> None:
    walk = play(slot, best_path(slot))
    labels = [label for reply in walk.replies() for label in reply.labels]
    home = dict.fromkeys(labels, "somewhere")
    assert tally(walk, home) == {"somewhere": {label: labels.count(label) for label in labels}}


def test_a_shortest_path_to_each_ending_ends_so(slot: Dialogue) -> None:
    for ending in ENDINGS:
        path = shortest_to(slot, ending)
        assert (path is None) == all(scene.ending != ending for scene in slot.scenes.values())
        assert path is None or play(slot, path).ending == ending


def test_the_data_for_the_browser_leaves_defaults_out(slot: Dialogue) -> None:
    data = to_data(slot)
    assert data["scenes"][slot.start]["replies"][0]["says"] == slot.scenes[slot.start].replies[0].says
    assert "ending" not in data["scenes"][slot.start]
    assert "replies" not in data["scenes"][slot.boils_over]


def test_the_script_shows_every_line_of_every_scene(slot: Dialogue) -> None:
    script = as_script(slot)
    for scene in slot.scenes.values():
        assert all(text in script for text in scene.says.texts())
        assert all(reply.says in script and reply.because in script for reply in scene.replies)
        assert all(reply.better in script for reply in scene.replies)


def test_the_graph_has_an_edge_for_every_reply_and_the_best_path_thick(slot: Dialogue) -> None:
    graph = as_mermaid(slot)
    assert graph.startswith("flowchart TD")
    assert graph.count("==>") >= len(best_path(slot))
    assert f"{slot.boils_over}: {slot.scenes[slot.boils_over].ending}" in graph


def test_an_unknown_dialogue_is_answered_with_near_ids() -> None:
    with pytest.raises(library.UnknownIdError, match=f'Did you mean "{HERE}"'):
        library.dialogue("keep-your-cool/the-slot-that-vanishd")


def test_an_unknown_id_far_from_all_lists_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(library.UnknownIdError, match="Known:"):
        library.dialogue("zzz/zzz", tmp_path)
