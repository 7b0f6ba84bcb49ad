"""What was chosen, read kindly from plain words: labels by name or number, letters in any dress, words of the reply."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from coolerheads.exercise.task import Task
from coolerheads.exercise.words import listed, spoken

QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}
STRAIGHT = str.maketrans("’‘“”–—", "''\"\"--")
WORD = re.compile(r"(?:[^\W_]|')+")
LEAD = re.compile(r"^\s*(?:print\s*\(|[A-Za-z_]\w*\s*=(?!=))\s*", re.ASCII)


class Choice(NamedTuple):
    """Labels, letters or words that were read; ``problem`` says in plain words what could not be."""

    chosen: tuple[str, ...]
    problem: str = ""


def unquoted(text: str) -> str:
    """Text without one pair of quotes round the whole of it, or the Python it was wrapped in (``reply = "…"``)."""
    inner = text
    lead = LEAD.match(text)
    if lead and text[lead.end() : lead.end() + 1] in {"r", "f", *QUOTES}:
        inner = text[lead.end() :].rstrip(")").strip()
        if inner[:1] in "rf" and inner[1:2] in QUOTES:
            inner = inner[1:]
    for triple in ('"""', "'''"):
        if len(inner) >= 6 and inner.startswith(triple) and inner.endswith(triple):
            return inner[3:-3].strip()
    opening = inner[:1]
    closing = QUOTES.get(opening)
    if closing and len(inner) >= 2 and inner.endswith(closing):
        middle = inner[1:-1]
        bare = middle.replace("\\" + opening, "")
        # A quotation mark inside means that the outer two do not belong together: "No." he said "Yes."
        if opening not in bare.replace("’", "") or opening == "'":
            return middle.replace("\\" + opening, opening).replace("\\n", "\n").strip()
    return inner if inner is not text and closing else text


def folded(text: str) -> str:
    """Text for comparing: one form of every letter and quote, no capitals, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = text.translate(STRAIGHT)
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """The words of a text for comparing, without punctuation."""
    return WORD.findall(folded(text))


FIELD = re.compile(
    r"^\s*(?:the\s+)?(?:labels?|answers?|words?|order|spoil\w*|reply|it\s+is|it's)\s*(?:[:=]|\bis\b|\bare\b)?\s*", re.I
)


def _after_field(line: str) -> str:
    """What follows ``label:`` (or ``Label =``, or nothing of the kind)."""
    match = FIELD.match(line)
    return line[match.end() :] if match else line


def _pieces(text: str) -> list[str]:
    text = re.sub(r"[\[\](){}]", " ", text)
    parts = re.split(r"[,;/&+\n|]|\band\b|(?:^|\s)[-*•]\s", text)
    return [part for piece in parts if (part := piece.strip().strip("\"'“”‘’`.*!: ")) and part != "?"]


def _option(piece: str, task: Task) -> str:
    """The option that a piece of text names: by its word, its number, or nearly its word; "" for none."""
    word = re.sub(r"[\s_-]+", "_", folded(piece)).strip("_.")
    if word in task.options:
        return word
    word = word.removeprefix("log_")
    numbered = re.fullmatch(r"(?:option_)?(\d{1,2})\.?\)?(?:_(.*))?", word)
    if numbered and 1 <= int(numbered[1]) <= len(task.options):
        named = task.options[int(numbered[1]) - 1]
        # In "1. listening" the number is the line's own: the word counts.
        return _option(numbered[2], task) if numbered[2] else named
    squeezed = {spoken(option).replace("-", ""): option for option in task.options}
    near = difflib.get_close_matches(word.replace("_", ""), squeezed, n=1, cutoff=0.8)
    return squeezed[near[0]] if near else ""


def _labels(body: str, task: Task) -> Choice | None:
    text = "\n".join(_after_field(line) for line in body.split("\n"))
    lead = re.match(r"\s*([\w-]+)\s*[:=]", text)
    if lead and not _option(lead[1], task):
        text = text[lead.end() :]
    pieces = _pieces(text)
    if not pieces:
        return None
    known = listed((spoken(option) for option in task.options), "or")
    chosen: list[str] = []
    for piece in pieces:
        option = _option(piece, task)
        words = [_option(word, task) for word in piece.split()] if not option else [option]
        named = [word for word in words if word]
        if not named or (len(named) < len(words) and len(piece.split()) <= len(task.options)):
            return Choice((), f"“{_short(piece)}” is not one of: {known}")
        chosen += [word for word in named if word not in chosen]
    if task.asks == "one_label" and len(chosen) > 1:
        return Choice(tuple(chosen), f"it names {len(chosen)} labels; choose one of: {known}")
    return Choice(tuple(chosen))


def _letters(text: str, allowed: Iterable[str]) -> list[str]:
    """Letters in a text, in order: "c, a, d, b", "C A D B", "cadb", "reply c"."""
    allowed = list(allowed)
    text = folded(
        re.sub(r"\b(?:reply|replies|step|steps|option|letter|is|the|then|and|first|last)\b", " ", text, flags=re.I)
    )
    run = re.sub(r"[\W_]+", "", text)
    if run.isdigit() and set(run) <= {str(i) for i in range(1, len(allowed) + 1)}:
        return [allowed[int(digit) - 1] for digit in run]
    return list(run) if run and set(run) <= set(allowed) else []


def _best_and_worst(body: str, task: Task) -> Choice | None:
    found: dict[str, str] = {}
    for name in ("best", "worst"):
        for match in re.finditer(rf"\b{name}\b(.*?)(?=\bbest\b|\bworst\b|$)", body, re.I | re.S):
            letters = _letters(match[1], task.replies)
            if len(letters) == 1:
                found[name] = letters[0]
    if not found and not re.search(r"\b(?:best|worst)\b", body, re.I):
        letters = _letters(body, task.replies)
        if len(letters) == 2:
            found = {"best": letters[0], "worst": letters[1]}
    left = re.sub(r"\b(?:best|worst)\b|[:=?\s]", "", body, flags=re.I)
    if not found and not left:
        return None
    chosen = tuple(f"{name} {found[name]}" for name in ("best", "worst") if name in found)
    missing = [name for name in ("best", "worst") if name not in found]
    if missing:
        known = listed(task.replies, "or")
        return Choice(
            chosen,
            f"no letter for {listed(missing)}; write for example “{missing[0]}: {known[0]}” ({known})",
        )
    return Choice(chosen)


def _order(body: str, task: Task) -> Choice | None:
    text = _after_field(body)
    if not re.sub(r"[?\s]", "", text):
        return None
    letters = _letters(text, task.steps)
    if sorted(letters) == sorted(task.steps):
        return Choice(tuple(letters))
    known = listed(task.steps)
    return Choice(tuple(letters), f"each of the letters {known} is needed once, in your order")


def _words(body: str, task: Task) -> Choice | None:
    lines = [_after_field(line).strip() for line in body.split("\n")]
    quotes = [unquoted(line.strip("-*• ")).strip().strip("?") for line in lines]
    quotes = [quote for quote in quotes if quote.strip(" ?.")]
    if not quotes:
        return None
    reply = f" {' '.join(words_of(task.reply))} "

    def stands(quote: str) -> bool:
        words = words_of(quote)
        return bool(words) and f" {' '.join(words)} " in reply

    if len(quotes) > 1 and stands(" ".join(quotes)):  # one run of words over several lines
        return Choice((" ".join(quotes),))
    unknown = [quote for quote in quotes if not stands(quote)]
    if unknown:
        return Choice(tuple(quotes), f"“{_short(unknown[0])}” does not stand in the reply; copy its words exactly")
    return Choice(tuple(quotes))


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# Each reads an answer's text; None where nothing was chosen yet.
READERS: dict[str, Callable[[str, Task], Choice | None]] = {
    "one_label": _labels,
    "several_labels": _labels,
    "best_and_worst": _best_and_worst,
    "spoiling_words": _words,
    "order": _order,
}
