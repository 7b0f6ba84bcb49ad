"""Python and JavaScript play the same game: the same transcripts, every shipped dialogue, and dialogues nobody wrote."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coolerheads import library
from coolerheads.dialogue import (
    HOTTEST,
    ByHeat,
    Dialogue,
    Reply,
    Scene,
    best_path,
    play,
    reachable,
    tally,
    to_data,
)
from coolerheads.dialogue_reading import dialogue_from
from coolerheads.reading import read
from coolerheads.widgets import DialogueWidget
from tests.node import node

HERE = Path(__file__).parent
TRANSCRIPTS = HERE / "transcripts"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def javascript() -> Iterator[Ask]:
    """Ask the ES module to play a path; one node process serves them all."""
    script = HERE / "js" / "answer.mjs"
    with subprocess.Popen([node(), script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def ask(dialogue: dict[str, Any], path: list[int] | tuple[int, ...], heat: int | None = None) -> dict[str, Any]:
            process.stdin.write(json.dumps({"dialogue": dialogue, "path": list(path), "heat": heat}) + "\n")
            process.stdin.flush()
            return dict(json.loads(process.stdout.readline()))

        yield ask
        process.stdin.close()


def in_python(dialogue: Dialogue, path: list[int] | tuple[int, ...], heat: int | None = None) -> dict[str, Any]:
    try:
        walk = play(dialogue, path, heat)
    except ValueError:
        return {"refused": True}
    scenes = [dialogue.start, *(turn.after.scene for turn in walk.turns)]
    return {"heats": walk.heats, "scenes": scenes, "ending": walk.ending}


def same(python: dict[str, Any], script: dict[str, Any]) -> bool:
    return all(script.get(key) == value for key, value in python.items()) and script["plays"] != ("refused" in python)


def kettle() -> Dialogue:
    return read(TRANSCRIPTS / "the-late-kettle.yml", "a dialogue", lambda table: dialogue_from(table, "own-it/kettle"))


KETTLE = json.loads((TRANSCRIPTS / "the-late-kettle.json").read_text(encoding="utf-8"))["transcripts"]


@pytest.mark.parametrize("expected", KETTLE, ids=lambda entry: f"{entry['path']}")
def test_a_transcript_replays_alike_in_python_and_javascript(expected: dict[str, Any], javascript: Ask) -> None:
    dialogue = kettle()
    script = javascript(to_data(dialogue), expected["path"], expected.get("heat"))
    python = in_python(dialogue, expected["path"], expected.get("heat"))
    assert same(python, script)
    if "refused" in expected:
        assert python == {"refused": True}
        return
    assert python["heats"] == expected["heats"]
    assert python["scenes"][-1] == expected["scene"]
    assert python["ending"] == expected["ending"]
    if "tally" in expected:
        home = {"ownership": "own-it", "timeframe": "respect-their-time"}
        assert tally(play(dialogue, expected["path"]), home) == expected["tally"]


@pytest.mark.parametrize("id", library.dialogue_ids())
def test_every_state_of_a_shipped_dialogue_is_reached_alike(id: str, javascript: Ask) -> None:
    dialogue = library.dialogue(id)
    data = DialogueWidget(id).dialogue
    home = {label: entry["home"] for label, entry in data["labels"].items()}
    for path in [*reachable(dialogue).values(), best_path(dialogue)]:
        script = javascript(data, path)
        assert same(in_python(dialogue, path), script)
        assert script["tally"] == tally(play(dialogue, path), home)
        assert script["transcript"].count("\n") >= 4 * len(path)


names = st.sampled_from(["a", "b", "c", "d", "e"])
by_heat = st.one_of(
    names.map(lambda name: ByHeat(((0, HOTTEST, name),))),
    st.tuples(st.integers(0, HOTTEST), names, names).map(
        lambda parts: ByHeat(
            ((0, parts[0], parts[1]), *([(parts[0] + 1, HOTTEST, parts[2])] if parts[0] < HOTTEST else []))
        )
    ),
    st.tuples(st.integers(0, HOTTEST), names).map(lambda parts: ByHeat(((parts[0], parts[0], parts[1]),))),
)
says = st.text(max_size=30)
replies = st.builds(
    Reply, says=says, kind=st.just("good"), heat=st.integers(-HOTTEST, HOTTEST), goes_to=by_heat, because=says,
    moves=st.just(()), missteps=st.just(()), better=says, reaction=says, line=st.just(1),
)  # fmt: skip
scenes = st.builds(
    Scene, name=st.just(""), says=st.just(ByHeat(())), replies=st.lists(replies, max_size=3).map(tuple),
    ending=st.sampled_from(["", "resolved", "lost"]), outcome=says, abusive=st.booleans(), recall=st.none(), line=st.just(1),
)  # fmt: skip
dialogues = st.builds(
    Dialogue, id=st.just("own-it/made-up"), path=st.just("made-up.yml"), title=says, principle=st.just("own-it"),
    trade=says, channel=st.just("phone"), level=st.just("guided"), name=says, situation=says, you=says,
    best=st.just("resolved"), heat=st.integers(0, HOTTEST - 1), start=names, boils_over=names,
    scenes=st.fixed_dictionaries(dict.fromkeys("abcde", scenes)), lines=st.just({}),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dialogue=dialogues, path=st.lists(st.integers(0, 4), max_size=8), heat=st.none() | st.integers(0, HOTTEST - 1))
def test_a_dialogue_nobody_wrote_is_walked_alike(
    javascript: Ask, dialogue: Dialogue, path: list[int], heat: int | None
) -> None:
    assert same(in_python(dialogue, path, heat), javascript(to_data(dialogue), path, heat))
    walked: list[int] = []  # and along replies that exist, as far as they lead
    while len(walked) < 12 and "refused" not in in_python(dialogue, [*walked, 1], heat):
        walked.append(1 + (len(walked) + sum(path)) % max(1, len(path)) % 3)
        assert same(in_python(dialogue, walked, heat), javascript(to_data(dialogue), walked, heat))
        if "refused" in in_python(dialogue, walked, heat):
            break


def test_the_modules_own_tests_pass_in_node() -> None:
    tests = sorted(map(str, (HERE / "js").glob("*.test.mjs")))
    done = subprocess.run([node(), "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
