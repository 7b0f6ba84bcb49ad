"""Sums, shares, times, lengths of time and dates, read from a text in figures and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
WORDS = {word: value for value, word in enumerate(SMALL, 1)}
TENS = {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
WORD = "|".join([*WORDS, *TENS])
NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(SMALL[:9])}))?|(?:{WORD})(?: hundred)?|an? hundred)"
UNITS = {
    "minute": 1, "min": 1, "hour": 60, "hr": 60, "day": 1440, "night": 1440, "week": 10080, "fortnight": 20160,
    "month": 43200, "year": 525600,
}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join(rf"{m}|{m[:3]}" for m in MONTHS)
RELATIVE = {
    "today": "today", "tonight": "today", "this morning": "today", "this afternoon": "today", "this evening": "today",
    "tomorrow": "tomorrow",
}  # fmt: skip

MONEY = re.compile(
    rf"(?P<sign>[£$€])\s?(?P<a>\d[\d,]*(?:\.\d+)?)|(?P<b>{NUMBER})\s?(?P<word>pounds?|quid|dollars?|bucks|euros?|kronor|kroner|francs?|rand|rupees|pence|p\b)",
    re.I,
)
PERCENT = re.compile(rf"(?P<a>{NUMBER})\s?(?:%|per ?cent)", re.I)
CLOCK = re.compile(
    rf"\b(?P<h>\d{{1,2}})[:.](?P<m>[0-5]\d)(?!\d|\s?(?:%|pounds|euros))|\b(?P<h2>\d{{1,2}}|{'|'.join(SMALL[:12])})\s?(?:[ap]\.?m\b|o'?clock)|"
    rf"\b(?P<part>half past|quarter past|quarter to|ten past|ten to|twenty past|twenty to|five past|five to)\s(?P<h3>\d{{1,2}}|{'|'.join(SMALL[:12])})\b|"
    r"\b(?P<noon>noon|midday|midnight)\b|"
    rf"\b(?:by|at|before|until|till|from|after|around|about)\s(?P<h4>\d{{1,2}}|{'|'.join(SMALL[:12])})(?=\s*(?:[.,;!?)]|$|today|tomorrow|tonight|sharp|on\b|this\b|and\b|{'|'.join(DAYS)}))",
    re.I,
)
PARTS = {
    "half past": 30, "quarter past": 15, "quarter to": -15, "ten past": 10, "ten to": -10, "twenty past": 20,
    "twenty to": -20, "five past": 5, "five to": -5,
}  # fmt: skip
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
# Each pattern is tried only where one of these stands in the text (in small letters): most texts hold few of them.
SIGN_OF_MONEY = re.compile(r"[£$€]|pound|quid|dollar|bucks|euro|kron|francs?|rand|rupees|pence|p\b")
SIGN_OF_HOUR = re.compile(rf"\d|\b(?:{'|'.join(SMALL[:12])}|noon|midday|midnight)\b")
SIGN_OF_SPAN = re.compile("min|hour|hr|day|night|week|month|year")
SIGN_OF_DATE = re.compile(r"\d")


class Quantity(NamedTuple):
    """Something countable in a text: its unit, its value, and where it stands."""

    unit: str
    value: float | str
    start: int
    end: int


def number(text: str) -> float:
    """A number in figures or in words, for example "1,200", "forty-eight", "a hundred"."""
    text = text.casefold().replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    total = 0.0
    for word in re.split(r"[ -]", text):
        total = max(total, 1) * 100 if word == "hundred" else total + WORDS.get(word, TENS.get(word, 0))
    return total


# Turkish letters that a pattern takes for an "i" whatever the case, and a look-up in a table does not.
DOTS = {ord("ı"): "i", ord("İ"): "I"}
SIGNS = {"pound": "£", "quid": "£", "dollar": "$", "bucks": "$", "euro": "€"}


def quantities(text: str) -> Iterator[Quantity]:
    """Every sum, share, time, length of time and date of a text."""
    text = text.translate(DOTS)
    small = text.casefold()
    for m in MONEY.finditer(text) if SIGN_OF_MONEY.search(small) else ():
        word = (m["word"] or "").casefold()
        sign = m["sign"] or next((s for name, s in SIGNS.items() if word.startswith(name)), word.rstrip("s"))
        yield Quantity(f"money {sign}", number(m["a"] or m["b"]), *m.span())
    for m in PERCENT.finditer(text) if "%" in small or "cent" in small else ():
        yield Quantity("percent", number(m["a"]), *m.span())
    for m in CLOCK.finditer(text) if SIGN_OF_HOUR.search(small) else ():
        if m["noon"]:
            minutes = 0.0
        else:
            hour = number(m["h"] or m["h2"] or m["h3"] or m["h4"])
            minutes = hour * 60 + float(m["m"] or 0) + PARTS.get((m["part"] or "").casefold(), 0)
        yield Quantity("clock", minutes % 720, *m.span())
    for m in SPAN.finditer(text) if SIGN_OF_SPAN.search(small) else ():
        if m["half"]:
            yield Quantity("span", UNITS[m["u1"].casefold()] / 2, *m.span())
            continue
        count = m["n"].casefold()
        times = {"a": 1, "an": 1, "a couple of": 2, "a few": 3, "the next": 1, "the": 1, "this": 1}.get(count)
        if count in ("the", "this", "the next") and m["u"].casefold() not in ("hour", "week"):
            continue  # "the day", "this month" are no lengths of time
        yield Quantity("span", (number(count) if times is None else times) * UNITS[m["u"].casefold()], *m.span())
    for m in DATE.finditer(text) if SIGN_OF_DATE.search(small) else ():
        month = (m["mon"] or m["mon2"] or "")[:3].casefold()
        yield Quantity("date", f"{int(m['d'] or m['d2'] or m['d3'])} {month}".strip(), *m.span())
    for m in WEEKDAY.finditer(text) if "day" in small else ():
        yield Quantity("day", m[1].casefold(), *m.span())
    for m in NEAR.finditer(text) if "to" in small or "this" in small else ():
        yield Quantity("near", RELATIVE[m[1].casefold()], *m.span())
