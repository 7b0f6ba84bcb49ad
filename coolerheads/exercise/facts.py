"""Does a reply promise more than its writer knows and may offer?

Sums, times, dates and gifts are read from the reply's promises and looked for in the task's facts and in what the
customer said. The check is one of arithmetic and calendars, not of meaning: where it cannot tell (is "tomorrow" the
Friday of the facts?) it says so with ``sure=False`` and leaves the verdict to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from coolerheads.exercise.quantities import Quantity, quantities
from coolerheads.exercise.task import Task
from coolerheads.scoring.text import plain

PROMISE = re.compile(
    r"\b(?:'ll|i'll|we'll|you'll|he'll|she'll|they'll|it'll|will|shall|going to|can|could|offer|promise|guarantee|by|within|before|"
    r"i'm|we're|i am|we are|i've|we've|refund\w*|credit\w*|take|taking|give|giving|send|sending|get|ready|due|coming|arriv\w+|deliver\w+|has|is|are|with you)\b|'ll\b",
    re.I,
)
OWN_STEP = 10  # minutes: "give me two minutes" is no promise about the outcome

GIFT = re.compile(
    r"\b(?:free|on us|on the house|no charge|without charge|free of charge|credit\w*|vouchers?|discounts?|waiv\w+|upgrad\w+|gifts?|"
    r"complimentary|per ?cent off|half[- ]price|goodwill|compensat\w+|flowers|chocolates|points|extra (?:night|month|week|day))\b|%\s?off",
    re.I,
)
GIVING = re.compile(
    r"\b(?:i'll|we'll|i will|we will|i'm|we're|have|take|taken|put|add\w*|giv\w+|offer\w*|send\w*|waiv\w+|here's)\b",
    re.I,
)
CEILING = re.compile(r"\b(?:up to|at most|no more than|maximum)\b", re.I)
BREAK = re.compile(r"(?<=[.!?])\s+|\n+")
ABBREVIATED = re.compile(r"\b(?:[ap]\.m|Mr|Mrs|Ms|Dr)\.$")


class Beyond(NamedTuple):
    """A promise beyond the facts: where it stands, its words, why it is beyond, and whether that is certain."""

    start: int
    end: int
    quote: str
    why: str
    sure: bool


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for m in BREAK.finditer(text):
        if m.start() > start and not ABBREVIATED.search(text[start : m.start()]):
            yield start, text[start : m.start()]
            start = m.end()
    yield start, text[start:]


def _sums(values: Iterable[float]) -> set[float]:
    """The sums themselves, and what simple arithmetic makes of them (twice one, two together, the difference)."""
    values = list(dict.fromkeys(values))[:12]
    made = {*values, *(2 * v for v in values)}
    for a, b in combinations(values, 2):
        made |= {a + b, abs(a - b)}
    return {round(v, 2) for v in made}


def _verdict(q: Quantity, known: Iterable[Quantity], ceilings: dict[str, float]) -> tuple[str, bool] | None:
    """Why a quantity is beyond what is known, and whether that is sure; None when it is within."""
    same = [k.value for k in known if k.unit == q.unit]
    if q.unit.startswith("money") or q.unit == "percent":
        value = float(q.value)
        within = round(value, 2) in _sums(float(v) for v in same) or value <= ceilings.get(q.unit, -1)
        return None if within else ("that sum is not in the facts", True)
    if q.unit == "span":
        value = float(q.value)
        within = value <= max(OWN_STEP, ceilings.get(q.unit, 0.0)) or any(value >= float(v) for v in same)
        return None if within else ("that time is not in the facts", True)
    if q.unit == "near":
        others = any(k.unit in ("day", "date") for k in known)
        if q.value in same:
            return None
        return ("the facts don't say whether it is that day", q.value == "tomorrow" and not others)
    if q.unit == "date" and any(str(v).split()[0] == str(q.value).split()[0] for v in same):
        return None
    return (
        None
        if q.value in same
        else ("that time is not in the facts" if q.unit == "clock" else "that day is not in the facts", True)
    )


class _Known(NamedTuple):
    """What a reply may build on: its quantities, the ceilings ("up to £20") among them, and whether gifts are in it."""

    quantities: tuple[Quantity, ...]
    ceilings: dict[str, float]
    gifts: bool


@lru_cache(maxsize=256)
def _known(facts: tuple[str, ...], said: str) -> _Known:
    ceilings: dict[str, float] = {}
    for line in facts:
        if CEILING.search(line):
            for q in quantities(line):
                if not isinstance(q.value, str):
                    ceilings[q.unit] = max(q.value, ceilings.get(q.unit, 0.0))
    sources = plain(" \n".join([*facts, said])).text
    # A ceiling bounds what may be promised; it is no sum to do arithmetic with.
    known = tuple(q for q in quantities(sources) if isinstance(q.value, str) or ceilings.get(q.unit) != q.value)
    return _Known(known, ceilings, bool(GIFT.search(sources)))


def beyond(reply: str, task: Task) -> list[Beyond]:
    """What a reply promises that is neither in the task's facts nor in the customer's words."""
    made = plain(reply)  # as the scorer reads it: look-alike letters and hidden characters promise as well as any
    known = _known(tuple(task.facts), f"{task.customer} \n{task.context}")
    found: list[Beyond] = []

    def note(start: int, end: int, why: str, sure: bool) -> None:
        if made.places is not None:
            start, end = made.places[start], made.places[end - 1] + 1
        found.append(Beyond(start, end, reply[start:end], why, sure))

    for at, sentence in _sentences(made.text):
        if not PROMISE.search(sentence):
            continue
        for q in quantities(sentence):
            verdict = _verdict(q, known.quantities, known.ceilings)
            if verdict:
                note(at + q.start, at + q.end, *verdict)
        for m in () if known.gifts else GIFT.finditer(sentence):
            # The word alone is weak evidence ("feel free", "I credit you"); with a verb of giving it is a gift.
            if GIVING.search(sentence) and not sentence[: m.end()].casefold().endswith("feel free"):
                note(at + m.start(), at + m.end(), "the facts allow no gift", True)
    return found
