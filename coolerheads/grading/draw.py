"""Which items make up an assignment: from the bank's pools to a list of items, the same for the same form and seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coolerheads.grading.items import Item
from coolerheads.labels import PRINCIPLES


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment: its name (also its folder's and its notebook's), its title, the principles it draws from."""

    name: str
    title: str
    principles: tuple[str, ...]
    measure: bool = False


def _between(first: str, last: str) -> tuple[str, ...]:
    return PRINCIPLES[PRINCIPLES.index(first) : PRINCIPLES.index(last) + 1]


PARTS = (
    Assignment("steady-yourself", "Steady yourself", _between("keep-your-cool", "hear-them-out")),
    Assignment("connect", "Connect", _between("name-the-feeling", "sound-like-yourself")),
    Assignment("understand", "Understand", ("ask-before-you-fix",)),
    Assignment("put-it-right", "Put it right", _between("own-it", "make-it-up-to-them")),
    Assignment("hold-the-line", "Hold the line", ("set-limits",)),
    Assignment("close-well", "Close well", _between("recap", "leave-them-valued")),
)
ASSIGNMENTS = (
    Assignment("before-you-start", "Before you start", PRINCIPLES, measure=True),
    *PARTS,
    Assignment("whole-call", "The whole call", ("whole-call",)),
    Assignment("after-the-course", "After the course", PRINCIPLES, measure=True),
)
# A part of up to two principles asks everything its pool has; a longer one takes fewer of each, to stay within an hour.
MANY = 2
CLASSIFY_OF_MANY, REWRITES_OF_MANY = 2, 1


class TooFewItemsError(LookupError):
    """The bank has no items for an assignment."""


def draw(assignment: Assignment, bank: Mapping[str, Item], form: str = "A", seed: int | None = None) -> list[Item]:
    """The items of one assignment, in the order they are asked.

    Without a seed, form A is the bank's pool A and form B its pool B. With one, each item of pool A and its parallel
    partner of pool B are shared out between the forms by chance, so that A and B of the same seed have nothing in
    common. Raises TooFewItemsError when the bank has nothing for this assignment.
    """
    items = [item for item in bank.values() if item.task.principle in assignment.principles]
    chosen = _measure(assignment, items) if assignment.measure else _form(items, form, seed)
    if not chosen:
        wanted = "measure" if assignment.measure else form
        raise TooFewItemsError(f"the bank has no items of pool {wanted} for {', '.join(assignment.principles)}")
    if len(assignment.principles) > MANY and not assignment.measure:
        chosen = [item for slug in assignment.principles for item in _some(chosen, slug, assignment.principles)]
    order = {"classify": 0, "order": 1, "rewrite": 2}
    return sorted(chosen, key=lambda i: (order[i.task.kind], assignment.principles.index(i.task.principle)))


def _form(items: Sequence[Item], form: str, seed: int | None) -> list[Item]:
    if seed is None:
        return [item for item in items if item.pool == form]
    chance = random.Random(seed)
    chosen = []
    partners: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        if item.pool == "B":
            partners.setdefault((item.task.principle, *item.shape), []).append(item)
    for item in (i for i in items if i.pool == "A"):
        others = partners.get((item.task.principle, *item.shape), [])
        other = others.pop(0) if others else item
        chosen.append(item if chance.random() < 0.5 else other)
        if form == "B":
            chosen[-1] = other if chosen[-1] is item else item
    return chosen


def _some(items: Sequence[Item], slug: str, principles: Sequence[str]) -> list[Item]:
    """A few of one principle's items; which kinds of question it gets turns with its place, so that all occur."""
    turn = principles.index(slug)
    found: list[Item] = []
    for kind, number in (("classify", CLASSIFY_OF_MANY), ("order", 1), ("rewrite", REWRITES_OF_MANY)):
        mine = [item for item in items if item.task.principle == slug and item.task.kind == kind]
        start = turn * number % len(mine) if mine else 0
        found += (mine[start:] + mine[:start])[:number]
    return found


def _measure(assignment: Assignment, items: Sequence[Item]) -> list[Item]:
    """The measuring pool in two forms: of each principle's questions the first or the second, and a rewrite a part."""
    second = assignment.name != ASSIGNMENTS[0].name
    chosen = []
    for slug in assignment.principles:
        mine = [i for i in items if i.pool == "measure" and i.task.principle == slug and i.task.kind == "classify"]
        chosen += mine[1:2] if second and len(mine) > 1 else mine[:1]
    for part in PARTS:
        mine = [
            i for i in items if i.pool == "measure" and i.task.kind == "rewrite" and i.task.principle in part.principles
        ]
        chosen += mine[-1:] if second else mine[:1]
    return chosen
