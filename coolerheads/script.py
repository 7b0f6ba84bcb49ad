"""A dialogue as something to read: a script for authors and for pages without JavaScript, and its graph."""

from __future__ import annotations

from coolerheads.dialogue import ByHeat, Dialogue, Reply, Scene, best_path, play

HEAT_WORDS = ("calm", "wary", "annoyed", "angry", "furious", "boiling over")


def heat_in_words(heat: int) -> str:
    """A heat as a person reads it, for example ``3 of 5, angry``."""
    return f"{heat} of 5, {HEAT_WORDS[heat]}"


def _lines(value: ByHeat) -> list[tuple[str, str]]:
    if len(value.parts) == 1:
        return [("", value.parts[0][2])]
    return [(f" (heat {low})" if low == high else f" (heat {low}-{high})", text) for low, high, text in value.parts]


def _goes(reply: Reply) -> str:
    return ", ".join(f"{text}{when}" for when, text in _lines(reply.goes_to))


def _scene(dialogue: Dialogue, scene: Scene) -> list[str]:
    out = [
        f"== {scene.name}" + (f" [{scene.ending}]" if scene.ending else "") + (" [abusive]" if scene.abusive else "")
    ]
    out += [f"{dialogue.name}{when}: {text}" for when, text in _lines(scene.says)]
    if scene.outcome:
        out.append(f"Outcome: {scene.outcome}")
    if scene.recall:
        out.append(f"Recall: {scene.recall.question}")
        out += [f"  {'*' if option.right else '-'} {option.text} ({option.because})" for option in scene.recall.options]
    for number, reply in enumerate(scene.replies, 1):
        out.append(f"{number}. [{reply.kind}, heat {reply.heat:+d}] {reply.says}")
        shown = ", ".join(reply.labels) or "no label"
        out.append(f"   shows: {shown} · then: {_goes(reply)}")
        if reply.reaction:
            out.append(f"   {dialogue.name}: {reply.reaction}")
        out.append(f"   because: {reply.because}")
        if reply.better:
            out.append(f"   better: {reply.better}")
    return out


def as_script(dialogue: Dialogue) -> str:
    """The whole dialogue as plain text: who is who, the best path, every scene with its replies, the graph."""
    out = [
        f"{dialogue.title} ({dialogue.id})",
        f"{dialogue.name}, {dialogue.channel}, {dialogue.trade}; {dialogue.level}; begins at heat {heat_in_words(dialogue.heat)}",
        f"Situation: {dialogue.situation}",
        f"You: {dialogue.you}",
        f"Best ending: {dialogue.best}, by {'-'.join(map(str, best_path(dialogue)))}",
        "",
    ]
    for scene in dialogue.scenes.values():
        out += [*_scene(dialogue, scene), ""]
    return "\n".join([*out, as_mermaid(dialogue)])


def as_mermaid(dialogue: Dialogue) -> str:
    """The graph as Mermaid text: an edge a reply, the best path thick."""
    names = {name: f"s{i}" for i, name in enumerate(dialogue.scenes)}
    best = {(turn.before.scene, turn.number) for turn in play(dialogue, best_path(dialogue)).turns}
    out = ["flowchart TD"]
    for name, scene in dialogue.scenes.items():
        out.append(f'  {names[name]}(["{name}: {scene.ending}"])' if scene.ending else f'  {names[name]}["{name}"]')
    for name, scene in dialogue.scenes.items():
        for number, reply in enumerate(scene.replies, 1):
            arrow = "==>" if (name, number) in best else "-->"
            for target in dict.fromkeys(reply.goes_to.texts()):
                out.append(f'  {names[name]} {arrow}|"{number} {reply.kind} {reply.heat:+d}"| {names[target]}')
        if scene.replies and any(reply.heat > 0 for reply in scene.replies) and name != dialogue.boils_over:
            out.append(f'  {names[name]} -.->|"heat 5"| {names[dialogue.boils_over]}')
    return "\n".join(out)
