"""From a dialogue's YAML file to the model."""

from __future__ import annotations

import re

from coolerheads.dialogue import CHANNELS, ENDINGS, HOTTEST, KINDS, LEVELS, ByHeat, Dialogue, Reply, Scene
from coolerheads.labels import MISSTEPS, MOVES, SLUGS
from coolerheads.questions import question_from, take_because
from coolerheads.reading import Table

RANGE = re.compile(r"([0-5])(?:\s*-\s*([0-5]))?")


def by_heat_from(table: Table, key: str, required: bool = True) -> ByHeat:
    """Take a text, or a mapping of heats (``3`` or ``0-2``) to texts that do not overlap."""
    if not table.is_mapping(key):
        text = table.text(key, required)
        return ByHeat(((0, HOTTEST, text),)) if text else ByHeat(())
    inner = table.table(key, f'"{key}" of {table.what}')
    if inner is None:
        return ByHeat(())
    parts: list[tuple[int, int, str]] = []
    for name in inner.nodes:
        text = inner.text(name)
        match = RANGE.fullmatch(name.strip())
        if not match:
            inner.fault(f'{inner.what} has "{name}"; heats are written 3 or 0-2', inner.line_of(name))
            continue
        low, high = int(match[1]), int(match[2] or match[1])
        if low > high or any(low <= b and a <= high for a, b, _ in parts):
            inner.fault(f"{inner.what}: heats {name} are upside down or given twice", inner.line_of(name))
        parts.append((low, high, text))
    return ByHeat(tuple(sorted(parts)))


def reply_from(table: Table) -> Reply:
    """Build one reply; its labels must suit its kind."""
    reply = Reply(
        says=table.text("says"),
        kind=table.one_of("kind", KINDS),
        heat=table.whole("heat", -HOTTEST, HOTTEST),
        goes_to=by_heat_from(table, "goes_to"),
        because=take_because(table),
        moves=table.some_of("moves", MOVES),
        missteps=table.some_of("missteps", MISSTEPS),
        better=table.text("better", required=False),
        reaction=table.text("reaction", required=False),
        line=table.line,
    )
    table.done()
    return reply


def scene_from(name: str, table: Table) -> Scene:
    """Build one scene: a turn with replies, or an ending."""
    ending = table.one_of("ending", ("", *ENDINGS), default="")
    recall = table.table("recall", f'the recall question of scene "{name}"', required=False)
    scene = Scene(
        name=name,
        says=by_heat_from(table, "says", required=not ending),
        replies=tuple(reply_from(entry) for entry in table.tables("replies", "a reply", required=False)),
        ending=ending,
        outcome=table.text("outcome", required=bool(ending)),
        abusive=table.flag("abusive"),
        recall=question_from(recall, name) if recall else None,
        line=table.line,
    )
    table.done()
    return scene


def dialogue_from(table: Table, id: str) -> Dialogue:
    """Build a dialogue from its file's mapping; ``id`` is ``principle/name``."""
    customer = table.table("customer", '"customer"')
    name = customer.text("name") if customer else ""
    situation = customer.text("situation") if customer else ""
    if customer:
        customer.done()
    principle = table.one_of("principle", SLUGS)
    if not id.startswith(f"{principle}/"):
        table.fault(f'principle is "{principle}", but the file lies in {id.split("/")[0]}/', table.line_of("principle"))
    scenes = {key: scene_from(key, entry) for key, entry in table.named_tables("scenes", "scene")}
    return Dialogue(
        id=id,
        path=table.path,
        title=table.text("title"),
        principle=principle,
        trade=table.text("trade"),
        channel=table.one_of("channel", CHANNELS),
        level=table.one_of("level", LEVELS),
        name=name,
        situation=situation,
        you=table.text("you"),
        best=table.one_of("best", ENDINGS),
        heat=table.whole("heat", 0, HOTTEST - 1),
        start=table.text("start"),
        boils_over=table.text("boils_over"),
        scenes=scenes,
        lines={key: table.line_of(key) for key in ("start", "boils_over", "best", "scenes", "heat")},
    )
