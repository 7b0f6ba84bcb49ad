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

from coolerheads.exercise.task import Task

WORDS = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(1, 20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
WORD = "|".join([*WORDS, *TENS])
NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(list(WORDS)[:9])}))?|(?:{WORD})(?: hundred)?|an? hundred)"
UNITS = {
    "minute": 1,
    "min": 1,
    "hour": 60,
    "hr": 60,
    "day": 1440,
    "night": 1440,
    "week": 10080,
    "fortnight": 20160,
    "month": 43200,
    "year": 525600,
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH = "|".join(rf"{m}|{m[:3]}" for m in MONTHS)
RELATIVE = {
    "today": "today",
    "tonight": "today",
    "this morning": "today",
    "this afternoon": "today",
    "this evening": "today",
    "tomorrow": "tomorrow",
}
PROMISE = re.compile(
    r"\b(?:'ll|i'll|we'll|you'll|he'll|she'll|they'll|it'll|will|shall|going to|can|could|offer|promise|guarantee|by|within|before|"
    r"i'm|we're|i am|we are|i've|we've|refund\w*|credit\w*|take|taking|give|giving|send|sending|get|ready|due|coming|arriv\w+|deliver\w+|has|is|are|with you)\b|'ll\b",
    re.I,
)
OWN_STEP = 10  # minutes: "give me two minutes" is no promise about the outcome

MONEY = re.compile(
    rf"(?P<sign>[£$€])\s?(?P<a>\d[\d,]*(?:\.\d+)?)|(?P<b>{NUMBER})\s?(?P<word>pounds?|quid|dollars?|bucks|euros?|kronor|kroner|francs?|rand|rupees|pence|p\b)",
    re.I,
)
PERCENT = re.compile(rf"(?P<a>{NUMBER})\s?(?:%|per ?cent)", re.I)
CLOCK = re.compile(
    rf"\b(?P<h>\d{{1,2}})[:.](?P<m>[0-5]\d)(?!\d|\s?(?:%|pounds|euros))|\b(?P<h2>\d{{1,2}}|{'|'.join(list(WORDS)[:12])})\s?(?:[ap]\.?m\b|o'?clock)|"
    rf"\b(?P<part>half past|quarter past|quarter to|ten past|ten to|twenty past|twenty to|five past|five to)\s(?P<h3>\d{{1,2}}|{'|'.join(list(WORDS)[:12])})\b|"
    r"\b(?P<noon>noon|midday|midnight)\b|"
    rf"\b(?:by|at|before|until|till|from|after|around|about)\s(?P<h4>\d{{1,2}}|{'|'.join(list(WORDS)[:12])})(?=\s*(?:[.,;!?)]|$|today|tomorrow|tonight|sharp|on\b|this\b|and\b|{'|'.join(DAYS)}))",
    re.I,
)
PARTS = {
    "half past": 30,
    "quarter past": 15,
    "quarter to": -15,
    "ten past": 10,
    "ten to": -10,
    "twenty past": 20,
    "twenty to": -20,
    "five past": 5,
    "five to": -5,
}
SPAN = re.compile(
    rf"\b(?P<half>half an?)\s(?P<u1>hour|day)\b|\b(?P<n>{NUMBER}|an?|a couple of|a few|the next|the|this)[ -](?:(?:working|business|full|whole|more)[ -])?(?P<u>minute|min|hour|hr|day|night|week|fortnight|month|year)s?\b",
    re.I,
)
DATE = re.compile(
    rf"\b(?:the\s)?(?P<d>\d{{1,2}})(?:st|[nr]d|th)?\s(?:of\s)?(?P<mon>{MONTH})\b|\b(?P<mon2>{MONTH})\s(?:the\s)?(?P<d2>\d{{1,2}})(?:st|[nr]d|th)?\b|\bthe\s(?P<d3>\d{{1,2}})(?:st|[nr]d|th)\b",
    re.I,
)
WEEKDAY = re.compile(rf"\b({'|'.join(DAYS)})\b", re.I)
NEAR = re.compile(rf"\b({'|'.join(RELATIVE)})\b", re.I)
GIFT = re.compile(
    r"\b(?:free|on us|on the house|no charge|without charge|free of charge|credit\w*|vouchers?|discounts?|waiv\w+|upgrad\w+|gifts?|"
    r"complimentary|per ?cent off|half[- ]price|goodwill|compensat\w+|flowers|chocolates|points|extra (?:night|month|week|day))\b|%\s?off",
    re.I,
)


class Quantity(NamedTuple):
    """Something countable in a text: its unit, its value, and where it stands."""

    unit: str
    value: float | str
    start: int
    end: int


class Beyond(NamedTuple):
    """A promise beyond the facts: where it stands, its words, why it is beyond, and whether that is certain."""

    start: int
    end: int
    quote: str
    why: str
    sure: bool


def number(text: str) -> float:
    """A number in figures or in words, for example "1,200", "forty-eight", "a hundred"."""
    text = text.casefold().replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    total = 0.0
    for word in re.split(r"[ -]", text):
        total = max(total, 1) * 100 if word == "hundred" else total + WORDS.get(word, TENS.get(word, 0))
    return total


SIGNS = {"pound": "£", "quid": "£", "dollar": "$", "bucks": "$", "euro": "€"}


def quantities(text: str) -> Iterator[Quantity]:
    """Every sum, share, time, length of time and date of a text."""
    for m in MONEY.finditer(text):
        word = (m["word"] or "").casefold()
        sign = m["sign"] or next((s for name, s in SIGNS.items() if word.startswith(name)), word.rstrip("s"))
        yield Quantity(f"money {sign}", number(m["a"] or m["b"]), *m.span())
    for m in PERCENT.finditer(text):
        yield Quantity("percent", number(m["a"]), *m.span())
    for m in CLOCK.finditer(text):
        if m["noon"]:
            minutes = 0.0
        else:
            hour = number(m["h"] or m["h2"] or m["h3"] or m["h4"])
            minutes = hour * 60 + float(m["m"] or 0) + PARTS.get((m["part"] or "").casefold(), 0)
        yield Quantity("clock", minutes % 720, *m.span())
    for m in SPAN.finditer(text):
        if m["half"]:
            yield Quantity("span", UNITS[m["u1"].casefold()] / 2, *m.span())
            continue
        count = m["n"].casefold()
        times = {"a": 1, "an": 1, "a couple of": 2, "a few": 3, "the next": 1, "the": 1, "this": 1}.get(count)
        if count in ("the", "this", "the next") and m["u"].casefold() not in ("hour", "week"):
            continue  # "the day", "this month" are no lengths of time
        yield Quantity("span", (number(count) if times is None else times) * UNITS[m["u"].casefold()], *m.span())
    for m in DATE.finditer(text):
        month = (m["mon"] or m["mon2"] or "")[:3].casefold()
        yield Quantity("date", f"{int(m['d'] or m['d2'] or m['d3'])} {month}".strip(), *m.span())
    for m in WEEKDAY.finditer(text):
        yield Quantity("day", m[1].casefold(), *m.span())
    for m in NEAR.finditer(text):
        yield Quantity("near", RELATIVE[m[1].casefold()], *m.span())


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for m in re.finditer(r"(?<=[.!?])\s+|\n+", text):
        if m.start() > start and not re.search(r"\b(?:[ap]\.m|Mr|Mrs|Ms|Dr)\.$", text[start : m.start()]):
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


@lru_cache(maxsize=256)
def _known(facts: tuple[str, ...], said: str) -> tuple[str, tuple[Quantity, ...], dict[str, float]]:
    """What a reply may build on: the text of it, its quantities, and the ceilings ("up to £20") among them."""
    sources = " \n".join([*facts, said]).replace("’", "'")
    ceilings: dict[str, float] = {}
    for line in facts:
        if re.search(r"\b(?:up to|at most|no more than|maximum)\b", line, re.I):
            for q in quantities(line):
                if not isinstance(q.value, str):
                    ceilings[q.unit] = max(q.value, ceilings.get(q.unit, 0.0))
    # A ceiling bounds what may be promised; it is no sum to do arithmetic with.
    known = tuple(q for q in quantities(sources) if isinstance(q.value, str) or ceilings.get(q.unit) != q.value)
    return sources, known, ceilings


def beyond(reply: str, task: Task) -> list[Beyond]:
    """What a reply promises that is neither in the task's facts nor in the customer's words."""
    reply_plain = reply.replace("’", "'").replace("‘", "'")
    sources, known, ceilings = _known(tuple(task.facts), f"{task.customer} \n{task.context}")
    found: list[Beyond] = []
    for start, sentence in _sentences(reply_plain):
        if not PROMISE.search(sentence):
            continue
        for q in quantities(sentence):
            verdict = _verdict(q, known, ceilings)
            if verdict:
                a, b = start + q.start, start + q.end
                found.append(Beyond(a, b, reply[a:b], *verdict))
        if not GIFT.search(sources):
            for m in GIFT.finditer(sentence):
                a, b = start + m.start(), start + m.end()
                # The word alone is weak evidence ("feel free", "I credit you"); with a verb of giving it is a gift.
                giving = re.search(
                    r"\b(?:i'll|we'll|i will|we will|i'm|we're|have|take|taken|put|add\w*|giv\w+|offer\w*|send\w*|waiv\w+|here's)\b",
                    sentence,
                    re.I,
                )
                if giving and not re.search(r"feel free$", sentence[: m.end()], re.I):
                    found.append(Beyond(a, b, reply[a:b], "the facts allow no gift", True))
    return found
