"""Dialogues and recall questions as HTML to read: what a page shows in print, without JavaScript and in other viewers.

The words between the content stand in the ES module's ``WORDS``, the one place to translate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from coolerheads.dialogue import HOTTEST, ByHeat, Dialogue, Reply, Scene, best_path, play
from coolerheads.questions import Question

STATIC = Path(__file__).parent / "static"
MODULE = STATIC / "coolerheads.mjs"
OPENING_WORDS = 8


@cache
def words() -> dict[str, Any]:
    """Every string of the interface, as the ES module has them."""
    found = re.search(
        r"^export const WORDS = (\{.*?\n\});", MODULE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    if not found:
        raise RuntimeError(f"{MODULE.name} has no WORDS")
    return dict(json.loads(found[1]))


def typographic(value: Any, keep: frozenset[str] = frozenset({"goes_to", "start", "boils_over", "id"})) -> Any:
    """Content as data with curly quotes and apostrophes, as the book's prose has them.

    ``keep`` names the keys whose values are names of things, which stay as they are.
    """
    if isinstance(value, str):
        value = re.sub(r"(?<![^\s(\[“‘—–-])\"", "“", value).replace('"', "”")
        value = re.sub(r"(?<![^\s(\[“—–-])'(?=\S)(?!\d0s|til\b|em\b|cause\b|tis\b)", "‘", value)
        return value.replace("'", "’")
    if isinstance(value, dict):
        return {key: part if key in keep else typographic(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [typographic(part) for part in value]
    return value


def _text(value: str) -> str:
    """Text of the content as HTML."""
    return escape(typographic(value), quote=False)


def _labels(reply: Reply, names: dict[str, str]) -> str:
    return ", ".join(names[label] for label in reply.labels)


def _note(reply: Reply, names: dict[str, str]) -> str:
    labels = _labels(reply, names)
    note = f"<i>{_text(labels)}.</i> {_text(reply.because)}" if labels else _text(reply.because)
    return note + (f" {words()['better']}: “{_text(reply.better)}”" if reply.better else "")


def _says(value: ByHeat) -> str:
    parts = []
    for low, high, text in value.parts:
        heat = str(low) if low == high else f"{low}–{high}"
        when = "" if (low, high) == (0, HOTTEST) else f"<i>({words()['script_at_heat'].format(heat=heat)})</i> "
        parts.append(f"<p>{when}{_text(text)}</p>")
    return "".join(parts)


def _best(dialogue: Dialogue, names: dict[str, str]) -> str:
    walk = play(dialogue, best_path(dialogue))
    customer, out = _text(dialogue.name), []
    reaction = ""
    for turn, reply in zip(walk.turns, walk.replies(), strict=True):
        says = dialogue.scenes[turn.before.scene].says.at(turn.before.heat) or ""
        heat = f"{words()['heat']} {words()['heat_of'].format(heat=turn.before.heat)}, {words()['heats'][turn.before.heat]}"
        out.append(f"<dt>{customer} ({heat})</dt><dd>{_text(f'{reaction} {says}'.strip())}</dd>")
        out.append(f"<dt>{words()['you']}</dt><dd>{_text(reply.says)}<br>{_note(reply, names)}</dd>")
        reaction = reply.reaction
    end = dialogue.scenes[walk.state.scene]
    out.append(f"<dt>{customer}</dt><dd>{_text(f'{reaction} {end.says.at(walk.state.heat) or str()}'.strip())}</dd>")
    out.append(f"<dt>{words()['endings'][walk.ending]}</dt><dd>{_text(end.outcome)}</dd>")
    return f"<dl>{''.join(out)}</dl>"


def _opening(text: str) -> str:
    """The first words of a line that the best path has shown in full already."""
    first = text.split()
    return text if len(first) <= OPENING_WORDS else " ".join(first[:OPENING_WORDS]).rstrip(",;:.") + " …"


def _scene(dialogue: Dialogue, scene: Scene, told: set[Reply], names: dict[str, str]) -> str:
    if scene.ending:
        return (
            f"<li><p><b>{words()['endings'][scene.ending]}</b></p>{_says(scene.says)}<p>{_text(scene.outcome)}</p></li>"
        )
    replies = []
    for reply in scene.replies:
        if reply not in told:
            reaction = f" {_text(dialogue.name)}: “{_text(reply.reaction)}”" if reply.reaction else ""
            kind = words()["kinds"][reply.kind]
            replies.append(f"<li>“{_text(reply.says)}”{reaction} <b>{kind}.</b> {_note(reply, names)}</li>")
    asked = _question(scene.recall) if scene.recall else ""
    shown = told.intersection(scene.replies) and len(scene.says.parts) == 1
    says = f"<p>{_text(_opening(scene.says.parts[0][2]))}</p>" if shown else _says(scene.says)
    return f"<li>{says}{asked}<ul>{''.join(replies)}</ul></li>"


def _question(question: Question) -> str:
    options = []
    for option in question.options:
        mark = words()["right"] if option.right else words()["not_quite"]
        options.append(f"<li>{_text(option.text)} <b>{mark}.</b> {_text(option.because)}</li>")
    return f"<p>{_text(question.question)}</p><ul>{''.join(options)}</ul>"


def dialogue_html(dialogue: Dialogue, names: dict[str, str]) -> str:
    """The whole dialogue as HTML, its best path first, then every turn with the other replies.

    ``names`` maps every label of the dialogue to its display name.
    """
    told = set(play(dialogue, best_path(dialogue)).replies())
    channel = words()["channels"][dialogue.channel]
    scenes = "".join(_scene(dialogue, scene, told, names) for scene in dialogue.scenes.values())
    return (
        f'<div class="ch-script"><p><b>{_text(dialogue.title)}</b><br>{_text(dialogue.name)}, {channel}, {_text(dialogue.trade)}</p>'
        f"<p>{_text(dialogue.situation)}</p><p>{_text(dialogue.you)}</p>"
        f"<p><b>{words()['script_best']}</b></p>{_best(dialogue, names)}"
        f"<p><b>{words()['script_rest']}</b></p><ol>{scenes}</ol></div>"
    )


def questions_html(questions: Iterable[Question]) -> str:
    """Recall questions as HTML, every option with its explanation."""
    return f'<div class="ch-script">{"".join(map(_question, questions))}</div>'


def element(tag: str, state: dict[str, Any], text: str) -> str:
    """A custom element for the page's host: its state as inline JSON, and the text to read inside.

    ``<`` is escaped in the JSON so that no content can close the script element. The second script wakes the host before
    the text is read, and does nothing where there is none.
    """
    data = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    wake = "<script>window.coolerheads?.(document.currentScript)</script>"
    return f'<{tag}><script type="application/json">{data}</script>{wake}{text}</{tag}>'
