"""House rules: where the sources disagree, an organisation may choose. Read from ``house-rules.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from coolerheads.dialogue import Dialogue, Reply
from coolerheads.reading import Table, read

RULES = {
    "apology": ("either", "apologize"),
    "holds": ("with_leave", "never"),
    "limits": ("warn_then_end", "warn_only", "none"),
    "compensation": ("within_facts", "none"),
}
DEFAULTS = {rule: values[0] for rule, values in RULES.items()}
FILE = "house-rules.yml"
# What the coach adds where a house has chosen otherwise than the course.
NOTES = {
    "apology": "This house says “I apologize” rather than “I'm sorry”.",
    "holds": "This house puts nobody on hold: bring the colleague in on the line, or ring back.",
    "warn_only": "This house warns but does not end the call: name the limit and stay.",
    "no_limits": "This house asks you to let it pass: it sets no limits. (The course advises against that.)",
    "compensation": "Extras are not yours to give in this house: sincerity and staying reachable do the work.",
}
HOLD = re.compile(r"\bhold\b", re.IGNORECASE)


def house_rules_from(table: Table) -> dict[str, str]:
    """Build the rules from their file's mapping; a rule that is left out has its default."""
    return {rule: table.one_of(rule, values, default=values[0]) for rule, values in RULES.items()}


def read_house_rules(path: Path) -> dict[str, str]:
    """The rules of a house by name; the defaults where there is no such file.

    Raises ContentError, naming the known values, for a rule or a value that nobody knows.
    """
    if not path.is_file():
        return dict(DEFAULTS)
    return read(path, "house rules", house_rules_from, shown=path.name)


def nearest(folder: Path | None = None) -> dict[str, str]:
    """The house rules that hold in a folder (by default the current one): its own file, or the nearest above it."""
    here = (folder or Path.cwd()).resolve()
    return read_house_rules(next((f / FILE for f in (here, *here.parents) if (f / FILE).is_file()), here / FILE))


def coached(dialogue: Dialogue, rules: Mapping[str, str]) -> Dialogue:
    """The dialogue as this house coaches it: what a reply counts as, and a note where the house differs."""
    if dict(rules) == DEFAULTS:
        return dialogue
    scenes = {
        name: replace(scene, replies=tuple(_coached(dialogue, reply, rules) for reply in scene.replies))
        for name, scene in dialogue.scenes.items()
    }
    return replace(dialogue, scenes=scenes)


def _coached(dialogue: Dialogue, reply: Reply, rules: Mapping[str, str]) -> Reply:
    moves, missteps, notes = set(reply.moves), set(reply.missteps), []
    if rules["apology"] == "apologize" and "apology" in moves and re.search(r"\bsorry\b", reply.says, re.IGNORECASE):
        notes.append(NOTES["apology"])
    if rules["holds"] == "never" and "handoff" in moves and HOLD.search(reply.says):
        moves.remove("handoff")
        missteps.add("cold_transfer")
        notes.append(NOTES["holds"])
    if rules["limits"] == "none" and "boundary" in moves:
        moves.remove("boundary")
        notes.append(NOTES["no_limits"])
    ends = any(dialogue.scenes[name].ending == "closed" for name in reply.goes_to.texts())
    if rules["limits"] == "warn_only" and "boundary" in moves and ends:
        notes.append(NOTES["warn_only"])
    if rules["compensation"] == "none" and "goodwill" in moves:
        moves.remove("goodwill")
        notes.append(NOTES["compensation"])
    if not notes:
        return reply
    return replace(
        reply,
        moves=tuple(label for label in reply.moves if label in moves),
        missteps=(*reply.missteps, *sorted(missteps - set(reply.missteps))),
        because=" ".join([reply.because, *notes]),
    )
