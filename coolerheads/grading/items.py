"""The bank: items with their answer keys, read strictly from ``bank/<principle>.yml``.

This is the instructor's side. What a learner may see of an item is its :class:`~coolerheads.exercise.task.Task`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolerheads.exercise.task import ASKS, KINDS, Facts, Task
from coolerheads.labels import LABELS, LOG_CRITERIA, MISSTEPS, MOVES, SLUGS
from coolerheads.reading import ContentError, Problem, Table, open_table

POOLS = ("A", "B", "measure")
POINTS = {"one_label": 2, "several_labels": 3, "best_and_worst": 4, "spoiling_words": 3, "order": 4}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the bank. ``key`` is a tuple of labels, words or letters, or best and worst as a mapping."""

    id: str
    pool: str
    label: str
    task: Task
    key: tuple[str, ...] | Mapping[str, str]
    because: str
    model: str
    path: str
    line: int

    @property
    def shape(self) -> tuple[str, str, str]:
        """What parallel forms have equally often: kind, asks and label."""
        return self.task.kind, self.task.asks, self.label


def read_bank(folder: Path) -> dict[str, Item]:
    """Every item of every file of a bank, by id; raises ContentError with all faults of all files."""
    problems: list[Problem] = []
    items = read_items(folder, problems)
    if problems:
        raise ContentError(problems)
    return items


def read_items(folder: Path, problems: list[Problem]) -> dict[str, Item]:
    """Every item that can be read; all faults are added to ``problems``."""
    found: dict[str, Item] = {}
    paths = [path for slug in SLUGS if (path := folder / f"{slug}.yml").is_file()]
    for path in sorted(folder.glob("*.yml")):
        if path not in paths:
            problems.append(Problem(f"{folder.name}/{path.name}", 1, f"no principle is called {path.stem}"))
    if not paths:
        problems.append(Problem(str(folder), 1, "no bank here: a folder with files such as keep-your-cool.yml"))
    for path in paths:
        for item in _file(path, f"{folder.name}/{path.name}", problems):
            if item.id in found:
                first = found[item.id]
                problems.append(
                    Problem(
                        item.path, item.line, f'item "{item.id}" is also in {first.path}:{first.line}; ids are unique'
                    )
                )
            found.setdefault(item.id, item)
    return found


def _file(path: Path, shown: str, problems: list[Problem]) -> list[Item]:
    before = len(problems)
    table = open_table(path, "a bank file", problems, shown)
    if table is None:
        return []
    principle = table.one_of("principle", SLUGS)
    if principle != path.stem:
        table.fault(f'principle is "{principle}", but the file is {path.name}', table.line_of("principle"))
    items = [item_from(name, entry, principle) for name, entry in table.named_tables("items", "item")]
    table.done()
    if len(problems) == before:  # counts are only worth comparing when everything was read
        problems.extend(_unlike(items, shown))
    return items


def _unlike(items: Iterable[Item], shown: str) -> list[Problem]:
    """Where the pools A and B of one principle are not parallel."""
    items = list(items)
    counts = {pool: Counter(item.shape for item in items if item.pool == pool) for pool in ("A", "B")}
    problems = []
    for shape in sorted(counts["A"].keys() | counts["B"].keys()):
        a, b = counts["A"][shape], counts["B"][shape]
        if a != b:
            line = next(item.line for item in items if item.shape == shape and item.pool in ("A", "B"))
            what = " ".join(shape)
            problems.append(Problem(shown, line, f"pools A and B differ: {a} and {b} of {what}; make them as many"))
    return problems


def item_from(id: str, table: Table, principle: str) -> Item:
    """Build one item from its mapping, noting every fault."""
    kind = table.one_of("kind", KINDS)
    asks = "order" if kind == "order" else table.one_of("asks", ASKS[kind])
    pool = table.one_of("pool", POOLS)
    label = table.one_of("label", (*LABELS, *LOG_CRITERIA))
    seen: dict[str, Any] = {"context": table.text("context"), "customer": table.text("customer")}
    key: tuple[str, ...] | Mapping[str, str] = ()
    points, model = POINTS.get(asks, 0), ""
    if kind == "rewrite":
        seen |= _rewrite(table, asks)
        points = table.whole("points", 2, 20)
        model = table.text("model")
    elif kind == "order":
        seen["steps"], key = _order(table)
    elif asks == "best_and_worst":
        seen["replies"], key = _best_and_worst(table)
    else:
        seen["reply"] = table.text("reply")
        key = _words(table, seen["reply"]) if asks == "spoiling_words" else _labels(table, asks, seen)
    because = table.text("because")
    table.done()
    task = Task(id=id, item=id, kind=kind, asks=asks, principle=principle, points=points, **seen)
    return Item(id, pool, label, task, key, because, model, table.path, table.line)


def _labels(table: Table, asks: str, seen: dict[str, Any]) -> tuple[str, ...]:
    options = table.some_of("options", (*LABELS, *LOG_CRITERIA))
    key = table.some_of("key", options or (*LABELS, *LOG_CRITERIA))
    if len(options) < 2:
        table.fault("options needs at least two labels to choose from", table.line_of("options"))
    wanted = "exactly one label" if asks == "one_label" else "two labels or more"
    if (len(key) != 1) if asks == "one_label" else (len(key) < 2):
        table.fault(f"key has {len(key)} labels; {asks} needs {wanted}", table.line_of("key"))
    if asks == "several_labels" and options and set(key) == set(options):
        table.fault("key is every option; leave one that does not apply", table.line_of("options"))
    seen["options"] = options
    return key


def _words(table: Table, reply: str) -> tuple[str, ...]:
    key = table.texts("key", required=True)
    for words, line in key:
        if words not in reply:
            table.fault(f'key "{words}" is not in the reply, letter by letter', line)
        elif len(words) > 0.6 * len(reply):
            table.fault(f'key "{words}" is most of the reply; name the few words that spoil it', line)
    if not key:
        table.fault("key needs at least one run of words from the reply", table.line_of("key"))
    return tuple(words for words, _ in key)


def _choices(table: Table, key: str, what: str, low: int) -> dict[str, str]:
    """A mapping of letters to texts."""
    inner = table.table(key, f'"{key}"')
    found = {name: inner.text(name) for name in inner.nodes} if inner else {}
    if inner and list(found) != [chr(ord("a") + i) for i in range(len(found))]:
        table.fault(f'"{key}" is lettered {", ".join(found)}; letter {what} a, b, c ... in order', table.line_of(key))
    if inner and not low <= len(found) <= 8:
        table.fault(f'"{key}" has {len(found)} {what}; it needs {low} to 8', table.line_of(key))
    return found


def _best_and_worst(table: Table) -> tuple[dict[str, str], Mapping[str, str]]:
    replies = _choices(table, "replies", "replies", 3)
    inner = table.table("key", '"key"')
    if inner is None:
        return replies, {}
    key = {name: inner.one_of(name, replies or "abc") for name in ("best", "worst")}
    inner.done()
    if key["best"] == key["worst"]:
        table.fault(f'key has "{key["best"]}" as best and as worst', table.line_of("key"))
    return replies, key


def _order(table: Table) -> tuple[dict[str, str], tuple[str, ...]]:
    steps = _choices(table, "steps", "steps", 3)
    key = table.some_of("key", steps or "abcdefgh")
    if steps and sorted(key) != sorted(steps):
        table.fault(f"key must have each of {', '.join(steps)} once", table.line_of("key"))
    if steps and list(key) == list(steps):
        table.fault("the steps are shown in the right order already; shuffle them", table.line_of("steps"))
    return steps, key


def _rewrite(table: Table, asks: str) -> dict[str, Any]:
    note = asks == "note"
    seen: dict[str, Any] = {"reply": table.text("reply")}
    facts = table.table("facts", '"facts"')
    if facts:
        seen["facts"] = Facts(
            *(tuple(text for text, _ in facts.texts(key)) for key in ("know", "may_offer", "by_when"))
        )
        facts.done()
    seen["needs"] = table.some_of("needs", LOG_CRITERIA if note else MOVES)
    seen["avoid"] = table.some_of("avoid", MISSTEPS)
    if len(seen["needs"]) < 2:
        what = "log criteria" if note else "moves"
        table.fault(f"needs has {len(seen['needs'])}; name at least two {what}", table.line_of("needs"))
    return seen
