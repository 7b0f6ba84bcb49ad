"""The dialogue model: a conversation with an angry customer as scenes, replies and a running heat.

State is (scene, heat). Heat is a whole number from 0 (calm) to 5 (boils over). A reply cools or heats it; a scene may
choose its line, and a reply its next scene, by heat. Pure: no I/O, and the same rules run in the browser, where
transcripts are replayed against these.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from coolerheads.questions import Question
from coolerheads.questions import to_data as question_data

CHANNELS = ("phone", "chat", "email", "counter", "social")
LEVELS = ("guided", "harder")
ENDINGS = ("resolved", "handed_over", "escalated", "lost", "closed")
KINDS = ("good", "flawed", "escalating")
HOTTEST = 5


@dataclass(frozen=True, slots=True)
class ByHeat:
    """A text that depends on the heat: ``parts`` are (lowest, highest, text), both ends included."""

    parts: tuple[tuple[int, int, str], ...]

    def at(self, heat: int) -> str | None:
        """Text for a heat, or None where none is given."""
        return next((text for low, high, text in self.parts if low <= heat <= high), None)

    def texts(self) -> list[str]:
        """All the texts, coolest first."""
        return [text for _, _, text in self.parts]


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing the learner may say: what it does to the heat, what it shows, and the coaching on it."""

    says: str
    kind: str
    heat: int
    goes_to: ByHeat
    because: str
    moves: tuple[str, ...]
    missteps: tuple[str, ...]
    better: str
    reaction: str
    line: int

    @property
    def labels(self) -> tuple[str, ...]:
        """Moves, then missteps."""
        return self.moves + self.missteps


@dataclass(frozen=True, slots=True)
class Scene:
    """A turn of the customer's, with three replies to it, or an ending."""

    name: str
    says: ByHeat
    replies: tuple[Reply, ...]
    ending: str
    outcome: str
    abusive: bool
    recall: Question | None
    line: int


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A branching conversation; ``id`` is ``principle/name``, ``path`` the file for messages."""

    id: str
    path: str
    title: str
    principle: str
    trade: str
    channel: str
    level: str
    name: str
    situation: str
    you: str
    best: str
    heat: int
    start: str
    boils_over: str
    scenes: dict[str, Scene]
    lines: dict[str, int]


class State(NamedTuple):
    """Where a conversation stands: the scene's name and the heat, 0 to 5."""

    scene: str
    heat: int


class Turn(NamedTuple):
    """One exchange: the state it began in, the reply's number (from 1), and the state it led to."""

    before: State
    number: int
    after: State


@dataclass(frozen=True, slots=True)
class Walk:
    """A conversation so far: its turns and where it stands."""

    dialogue: Dialogue
    turns: tuple[Turn, ...]
    state: State

    @property
    def ending(self) -> str:
        """One of ENDINGS, or "" while the conversation goes on."""
        return self.dialogue.scenes[self.state.scene].ending

    @property
    def heats(self) -> list[int]:
        """Heat at the start and after every turn."""
        return [
            self.state.heat if not self.turns else self.turns[0].before.heat,
            *(t.after.heat for t in self.turns),
        ]

    def replies(self) -> list[Reply]:
        """The replies chosen, in order."""
        return [self.dialogue.scenes[t.before.scene].replies[t.number - 1] for t in self.turns]


def step(dialogue: Dialogue, state: State, number: int) -> State:
    """Answer with reply ``number`` (from 1) and return the new state.

    Heat stays within 0..5. When it reaches 5 from below, the next scene is ``boils_over`` whatever the reply says.
    Raises ValueError when the conversation is over or the number names no reply.
    """
    replies = dialogue.scenes[state.scene].replies
    if not replies:
        raise ValueError(
            f'{dialogue.id}: the conversation ended at scene "{state.scene}"; there is nothing left to say'
        )
    if number not in range(1, len(replies) + 1):
        raise ValueError(f'{dialogue.id}: scene "{state.scene}" has replies 1 to {len(replies)}, not {number!r}')
    reply = replies[number - 1]
    heat = max(0, min(HOTTEST, state.heat + reply.heat))
    if heat == HOTTEST and state.heat < HOTTEST:
        return State(dialogue.boils_over, heat)
    scene = reply.goes_to.at(heat)
    if scene is None:
        raise ValueError(f"{dialogue.path}:{reply.line}: reply says nowhere to go at heat {heat}")
    return State(scene, heat)


def play(dialogue: Dialogue, path: Iterable[int] = (), heat: int | None = None) -> Walk:
    """Play a path of reply numbers (each from 1) from the start, or from another starting heat (0 to 5)."""
    state = State(dialogue.start, dialogue.heat if heat is None else heat)
    turns: list[Turn] = []
    for number in path:
        after = step(dialogue, state, number)
        turns.append(Turn(state, number, after))
        state = after
    return Walk(dialogue, tuple(turns), state)


def edges(dialogue: Dialogue, state: State) -> Iterator[tuple[int, State]]:
    """Every reply number with the state it leads to; replies with nowhere to go are left out."""
    for number, reply in enumerate(dialogue.scenes[state.scene].replies, 1):
        heat = max(0, min(HOTTEST, state.heat + reply.heat))
        boils = heat == HOTTEST and state.heat < HOTTEST
        scene = dialogue.boils_over if boils else reply.goes_to.at(heat)
        if scene in dialogue.scenes:
            yield number, State(str(scene), heat)


def reachable(dialogue: Dialogue) -> dict[State, tuple[int, ...]]:
    """Every state that can be reached, each with a shortest path to it (breadth first)."""
    start = State(dialogue.start, dialogue.heat)
    paths: dict[State, tuple[int, ...]] = {start: ()}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        for number, after in edges(dialogue, state):
            if after not in paths:
                paths[after] = (*paths[state], number)
                queue.append(after)
    return paths


def best_path(dialogue: Dialogue) -> tuple[int, ...]:
    """The path of good replies, from the start to its end."""
    state, path = State(dialogue.start, dialogue.heat), []
    while dialogue.scenes[state.scene].replies:
        kinds = [reply.kind for reply in dialogue.scenes[state.scene].replies]
        path.append(kinds.index("good") + 1)
        state = step(dialogue, state, path[-1])
    return tuple(path)


def tally(walk: Walk, home: dict[str, str]) -> dict[str, dict[str, int]]:
    """How often each label was shown, grouped by the principle that is its home.

    ``home`` maps a label to its principle's slug. Returns {principle: {label: times}}.
    """
    found: dict[str, dict[str, int]] = {}
    for reply in walk.replies():
        for label in reply.labels:
            row = found.setdefault(home[label], {})
            row[label] = row.get(label, 0) + 1
    return found


def to_data(dialogue: Dialogue) -> dict[str, Any]:
    """The dialogue as JSON-ready data: what the browser needs to play it, defaults left out."""

    def by_heat(value: ByHeat) -> Any:
        if len(value.parts) == 1 and value.parts[0][:2] == (0, HOTTEST):
            return value.parts[0][2]
        return [list(part) for part in value.parts]

    def reply(value: Reply) -> dict[str, Any]:
        full = {
            "says": value.says, "kind": value.kind, "heat": value.heat, "goes_to": by_heat(value.goes_to),
            "because": value.because, "moves": list(value.moves), "missteps": list(value.missteps),
            "better": value.better, "reaction": value.reaction,
        }  # fmt: skip
        return {key: part for key, part in full.items() if part not in ("", [])}

    def scene(value: Scene) -> dict[str, Any]:
        full = {
            "says": by_heat(value.says) if value.says.parts else "",
            "ending": value.ending, "outcome": value.outcome, "abusive": value.abusive,
            "recall": question_data(value.recall) if value.recall else "",
            "replies": [reply(r) for r in value.replies],
        }  # fmt: skip
        return {key: part for key, part in full.items() if part not in ("", [], False)}

    return {
        "id": dialogue.id, "title": dialogue.title, "principle": dialogue.principle, "trade": dialogue.trade,
        "channel": dialogue.channel, "level": dialogue.level, "name": dialogue.name, "situation": dialogue.situation,
        "you": dialogue.you, "best": dialogue.best, "heat": dialogue.heat, "start": dialogue.start,
        "boils_over": dialogue.boils_over, "scenes": {name: scene(value) for name, value in dialogue.scenes.items()},
    }  # fmt: skip


def agent_words(dialogue: Dialogue) -> Iterator[tuple[str, int]]:
    """Every reply an agent may give in this dialogue, with its line."""
    for scene in dialogue.scenes.values():
        for reply in scene.replies:
            yield reply.says, reply.line


def shortest_to(dialogue: Dialogue, ending: str) -> Sequence[int] | None:
    """A shortest path to an ending, or None where the dialogue never ends so."""
    paths = reachable(dialogue)
    return next((path for state, path in paths.items() if dialogue.scenes[state.scene].ending == ending), None)
