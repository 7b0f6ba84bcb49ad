"""Every fault a dialogue can have, found by walking every state it can reach; and the faults of a whole course."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from coolerheads.dialogue import HOTTEST, KINDS, ByHeat, Dialogue, Reply, Scene, State, agent_words, edges, reachable
from coolerheads.reading import Problem, known

LONGEST_REPLY = 40  # words
SAME_RUN = 6  # words that no two dialogues' agents may share
EASIEST = 0.45  # share of turns at which picking blindly may find the good reply
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Runs of six words that agents really share and that say nothing about the customer.
ALLOWED_RUNS = frozenset({"is there anything else i can"})


def words(text: str) -> list[str]:
    """Lower-case words of a text, apostrophes straightened."""
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


def check(dialogue: Dialogue, whole: bool = True) -> list[Problem]:
    """All faults of one dialogue, in file order; an empty list when there are none.

    With ``whole`` false (its file had faults already) the walk through its states is left out: it would report what
    follows from them.
    """
    found = [*_names(dialogue), *_replies(dialogue)]
    if whole and not any("no scene has that name" in problem.message for problem in found):
        found += _states(dialogue)
    return sorted(set(found))


def _targets(dialogue: Dialogue) -> Iterator[tuple[str, str, int]]:
    yield "start", dialogue.start, dialogue.lines["start"]
    yield "boils_over", dialogue.boils_over, dialogue.lines["boils_over"]
    for scene in dialogue.scenes.values():
        for reply in scene.replies:
            for target in reply.goes_to.texts():
                yield "reply", target, reply.line


def _names(dialogue: Dialogue) -> Iterator[Problem]:
    for source, target, line in _targets(dialogue):
        if target and target not in dialogue.scenes:
            hint = known(target, list(dialogue.scenes)).capitalize()
            says = f'{source} goes to "{target}"' if source == "reply" else f'{source} names "{target}"'
            yield Problem(dialogue.path, line, f"{says}, but no scene has that name. {hint}")


def _replies(dialogue: Dialogue) -> Iterator[Problem]:
    for scene in dialogue.scenes.values():
        if scene.ending and scene.replies:
            yield Problem(
                dialogue.path, scene.line, f'scene "{scene.name}" is an ending and has replies; keep one of them'
            )
        elif not scene.ending and not scene.replies:
            yield Problem(
                dialogue.path, scene.line, f'scene "{scene.name}" is a dead end: give it three replies, or an ending'
            )
        elif not scene.ending and sorted(reply.kind for reply in scene.replies) != sorted(KINDS):
            shown = ", ".join(reply.kind for reply in scene.replies) or "none"
            yield Problem(
                dialogue.path,
                scene.line,
                f'scene "{scene.name}" needs three replies, one good, one flawed and one escalating; it has: {shown}',
            )
        if scene.recall and not scene.abusive:
            yield Problem(
                dialogue.path, scene.line, f'scene "{scene.name}" has a recall question but is not abusive: true'
            )
        for reply in scene.replies:
            for message in _reply_faults(reply):
                yield Problem(dialogue.path, reply.line, message)


def _reply_faults(reply: Reply) -> Iterator[str]:
    if (count := len(words(reply.says))) > LONGEST_REPLY:
        yield f"reply has {count} words; {LONGEST_REPLY} at most"
    if reply.kind == "good" and reply.missteps:
        yield f"good reply shows a misstep ({', '.join(reply.missteps)}); a good reply shows none"
    if reply.kind == "good" and reply.heat > 0:
        yield f"good reply heats the customer by {reply.heat}; it may cool or hold"
    if reply.kind != "good" and not reply.missteps:
        yield f"{reply.kind} reply shows no misstep; name at least one"
    if reply.kind != "good" and not reply.better:
        yield f'{reply.kind} reply has no "better": words that would work'
    if reply.kind == "escalating" and reply.heat < 1:
        yield "escalating reply does not heat the customer; its heat must be at least 1"


def _covered(dialogue: Dialogue, scene: Scene, value: ByHeat, heat: int, line: int, what: str) -> Iterator[Problem]:
    if value.parts and value.at(heat) is None:
        yield Problem(
            dialogue.path, line, f'{what} of scene "{scene.name}" has nothing for heat {heat}, which can be reached'
        )


def _states(dialogue: Dialogue) -> Iterator[Problem]:
    if not dialogue.scenes or dialogue.start not in dialogue.scenes:
        return
    paths = reachable(dialogue)
    seen = {state.scene for state in paths}
    for name, scene in dialogue.scenes.items():
        if name not in seen:
            yield Problem(dialogue.path, scene.line, f'scene "{name}" cannot be reached from the start')
    for state in paths:
        scene = dialogue.scenes[state.scene]
        yield from _covered(dialogue, scene, scene.says, state.heat, scene.line, "what the customer says")
        for number, reply in enumerate(scene.replies, 1):
            heat = max(0, min(HOTTEST, state.heat + reply.heat))
            if not (heat == HOTTEST and state.heat < HOTTEST):
                yield from _covered(dialogue, scene, reply.goes_to, heat, reply.line, f"goes_to of reply {number}")
    for loop in _loops(dialogue):
        scene = dialogue.scenes[loop.scene]
        yield Problem(
            dialogue.path,
            scene.line,
            f'scene "{loop.scene}" can come round again at the same heat ({loop.heat}): a path that never ends',
        )
        return  # the walk below would not end either
    if not any(dialogue.scenes[state.scene].ending == dialogue.best for state in paths):
        yield Problem(dialogue.path, dialogue.lines["best"], f'best is "{dialogue.best}", but no path ends so')
    else:
        yield from _good_path(dialogue)


def _good_path(dialogue: Dialogue) -> Iterator[Problem]:
    state = State(dialogue.start, dialogue.heat)
    while replies := dialogue.scenes[state.scene].replies:
        good = next((n for n, reply in enumerate(replies, 1) if reply.kind == "good"), 0)
        after = dict(edges(dialogue, state)).get(good)
        if after is None:
            return  # reported already: no good reply, or one with nowhere to go
        state = after
    if dialogue.scenes[state.scene].ending != dialogue.best:
        yield Problem(
            dialogue.path,
            dialogue.lines["best"],
            f'good replies all along lead to "{state.scene}", not to the best ending ({dialogue.best})',
        )


def _loops(dialogue: Dialogue) -> Iterator[State]:
    done: set[State] = set()
    trail: list[State] = []
    todo: list[tuple[State, Iterator[tuple[int, State]]]] = []
    start = State(dialogue.start, dialogue.heat)
    todo.append((start, edges(dialogue, start)))
    trail.append(start)
    while todo:
        state, rest = todo[-1]
        entry = next(rest, None)
        if entry is None:
            done.add(state)
            todo.pop()
            trail.pop()
        elif entry[1] in trail:
            yield entry[1]
        elif entry[1] not in done:
            trail.append(entry[1])
            todo.append((entry[1], edges(dialogue, entry[1])))


def check_course(dialogues: Sequence[Dialogue]) -> list[Problem]:
    """Faults that only show over all dialogues: good replies that can be guessed, and words used twice."""
    return sorted({*_guessable(dialogues), *_repeated(dialogues)})


def blind_scores(dialogues: Iterable[Dialogue]) -> dict[str, float]:
    """Share of turns (0 to 1) at which a way of picking without reading finds the good reply."""
    ways: dict[str, Callable[[Sequence[Reply]], Reply]] = {
        "longest": lambda replies: max(replies, key=_length),
        "shortest": lambda replies: min(replies, key=_length),
        "first": lambda replies: replies[0],
        "middle": lambda replies: replies[1],
        "last": lambda replies: replies[2],
    }
    hits: Counter[str] = Counter()
    turns = 0
    for dialogue in dialogues:
        for scene in dialogue.scenes.values():
            if len(scene.replies) == len(KINDS):
                turns += 1
                hits.update(way for way, pick in ways.items() if pick(scene.replies).kind == "good")
    return {way: hits[way] / turns if turns else 0.0 for way in ways}


def _length(reply: Reply) -> int:
    return len(words(reply.says))


def _guessable(dialogues: Sequence[Dialogue]) -> Iterator[Problem]:
    for way, share in blind_scores(dialogues).items():
        if share > EASIEST:
            yield Problem(
                "coolerheads/content",
                1,
                f"always picking the {way} reply finds the good one at {share:.0%} of the turns; {EASIEST:.0%} at most",
            )


def _repeated(dialogues: Sequence[Dialogue]) -> Iterator[Problem]:
    places: dict[str, list[tuple[Dialogue, int]]] = defaultdict(list)
    for dialogue in dialogues:
        for text, line in agent_words(dialogue):
            tokens = words(text)
            for i in range(len(tokens) - SAME_RUN + 1):
                run = " ".join(tokens[i : i + SAME_RUN])
                if run not in ALLOWED_RUNS:
                    places[run].append((dialogue, line))
    told: set[tuple[str, int, str]] = set()
    for run, found in places.items():
        first = found[0]
        for dialogue, line in found[1:]:
            key = (dialogue.path, line, first[0].path)
            if dialogue.id != first[0].id and key not in told:
                told.add(key)
                yield Problem(
                    dialogue.path, line, f'"{run}" stands in {first[0].path}:{first[1]} too; say it in other words'
                )
