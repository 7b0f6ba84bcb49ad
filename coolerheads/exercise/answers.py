"""What a learner wrote, read as data. Nothing here runs a line of it.

People who have never seen code lose the magic line, put quotes round their words, write ``Label = Excuse`` or the
option's number: all of that is read. What cannot be read says so in ``problem`` and keeps the text as it was written.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coolerheads.exercise.task import BLANKS, MAGICS, Task
from coolerheads.exercise.words import listed, spoken

LONGEST = 20_000  # characters of an answer that are read; a call centre's longest reply has a tenth of it
MAGIC = re.compile(r"^\s*[%#!/]{0,3}\s*(?P<kind>[A-Za-z]{3,10})\s*[:=]?\s*(?P<id>[A-Za-z]\s?\d{1,3})\s*[:.]?\s*$")
HALF_MAGIC = re.compile(r"^\s*%+\s*[A-Za-z]*\s*\S{0,8}\s*$")
STUB = re.compile(r"^\s*#\s*YOUR CODE HERE\s*$|^\s*raise NotImplementedError\(\)\s*$", re.MULTILINE)
QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # and what turns text round
STRAIGHT = str.maketrans("’‘“”–—", "''\"\"--")
WORD = re.compile(r"(?:[^\W_]|')+")
LEAD = re.compile(r"^\s*(?:print\s*\(|[A-Za-z_]\w*\s*=(?!=))\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one task.

    ``text`` is what was written (for a rewrite the reply itself), ``chosen`` what was read from it: labels, letters,
    or words. ``problem`` says in plain words what could not be read; ``answered`` is false while nothing was written.
    """

    text: str = ""
    chosen: tuple[str, ...] = ()
    answered: bool = False
    problem: str = ""
    note: str = ""


def magic_of(line: str, tasks: Mapping[str, Task]) -> Task | None:
    """The task that a magic line names, also when it is misspelt; None for any other line."""
    match = MAGIC.match(line)
    if not match:
        return None
    task = tasks.get(match["id"].replace(" ", "").lower())
    kind = match["kind"].lower()
    known = {*MAGICS.values(), "rewrite", "answer"}
    marked = "%" in line
    if task and (kind in known or difflib.get_close_matches(kind, known, n=1, cutoff=0.7 if marked else 0.85)):
        return task
    return None


def body_of(source: str, task: Task, tasks: Mapping[str, Task]) -> str:
    """A cell's source without its magic line, what is left of the blank, a comment mark, or quotes round the whole."""
    source = CONTROL.sub("", source[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    lines = source.replace("\t", " ").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and (magic_of(lines[0], tasks) or HALF_MAGIC.match(lines[0])):
        lines.pop(0)
    text = STUB.sub("", "\n".join(lines))
    if task.kind == "rewrite":
        blank = BLANKS[task.asks]
        lines = text.split("\n")
        text = "\n".join(line for line in lines if line.strip().strip(".").casefold() != blank)
        text = _after_blank(text, blank)
    marked = [line for line in text.split("\n") if line.strip()]
    if marked and all(line.lstrip().startswith("#") for line in marked):
        text = "\n".join(line.lstrip().lstrip("#").lstrip() for line in text.split("\n"))
    return unquoted(text.strip())


def _after_blank(text: str, blank: str) -> str:
    """Text typed on the same line as the blank, before or after it."""
    start = text.casefold().find(blank)
    return (text[:start] + text[start + len(blank) :]).strip() if start in (0, len(text) - len(blank)) else text


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


def read(source: str, task: Task, tasks: Mapping[str, Task] | None = None) -> Answer:
    """Read the source of one answer cell as the answer to ``task``."""
    body = body_of(source, task, tasks or {task.id: task})
    if not body:
        return Answer()
    if task.kind == "rewrite":
        note = f"only the first {LONGEST:,} characters were read" if len(source) > LONGEST else ""
        return Answer(text=body, chosen=(body,), answered=True, note=note)
    reader: Callable[[str, Task], Answer] = {
        "one_label": _labels,
        "several_labels": _labels,
        "best_and_worst": _best_and_worst,
        "spoiling_words": _words,
        "order": _order,
    }[task.asks]
    return reader(body, task)


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


def _labels(body: str, task: Task) -> Answer:
    text = "\n".join(_after_field(line) for line in body.split("\n"))
    lead = re.match(r"\s*([\w-]+)\s*[:=]", text)
    if lead and not _option(lead[1], task):
        text = text[lead.end() :]
    pieces = _pieces(text)
    if not pieces:
        return Answer(text=body)
    known = listed((spoken(option) for option in task.options), "or")
    chosen: list[str] = []
    for piece in pieces:
        option = _option(piece, task)
        words = [_option(word, task) for word in piece.split()] if not option else [option]
        named = [word for word in words if word]
        if not named or (len(named) < len(words) and len(piece.split()) <= len(task.options)):
            return Answer(body, (), True, f"“{_short(piece)}” is not one of: {known}")
        chosen += [word for word in named if word not in chosen]
    if task.asks == "one_label" and len(chosen) > 1:
        return Answer(body, tuple(chosen), True, f"it names {len(chosen)} labels; choose one of: {known}")
    return Answer(body, tuple(chosen), True)


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


def _best_and_worst(body: str, task: Task) -> Answer:
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
        return Answer(text=body)
    chosen = tuple(f"{name} {found[name]}" for name in ("best", "worst") if name in found)
    missing = [name for name in ("best", "worst") if name not in found]
    if missing:
        known = listed(task.replies, "or")
        return Answer(
            body,
            chosen,
            True,
            f"no letter for {listed(missing)}; write for example “{missing[0]}: {known[0]}” ({known})",
        )
    return Answer(body, chosen, True)


def _order(body: str, task: Task) -> Answer:
    text = _after_field(body)
    if not re.sub(r"[?\s]", "", text):
        return Answer(text=body)
    letters = _letters(text, task.steps)
    if sorted(letters) == sorted(task.steps):
        return Answer(body, tuple(letters), True)
    known = listed(task.steps)
    return Answer(body, tuple(letters), True, f"each of the letters {known} is needed once, in your order")


def _words(body: str, task: Task) -> Answer:
    lines = [_after_field(line).strip() for line in body.split("\n")]
    quotes = [unquoted(line.strip("-*• ")).strip().strip("?") for line in lines]
    quotes = [quote for quote in quotes if quote.strip(" ?.")]
    if not quotes:
        return Answer(text=body)
    reply = f" {' '.join(words_of(task.reply))} "

    def stands(quote: str) -> bool:
        words = words_of(quote)
        return bool(words) and f" {' '.join(words)} " in reply

    if len(quotes) > 1 and stands(" ".join(quotes)):  # one run of words over several lines
        return Answer(body, (" ".join(quotes),), True)
    unknown = [quote for quote in quotes if not stands(quote)]
    if unknown:
        return Answer(
            body, tuple(quotes), True, f"“{_short(unknown[0])}” does not stand in the reply; copy its words exactly"
        )
    return Answer(body, tuple(quotes), True)


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def source_of(cell: Any) -> str:
    """A cell's source as one string, whatever sort of JSON stands there."""
    source = cell.get("source", "") if isinstance(cell, dict) else ""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _grade_id(cell: Any) -> str:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return id if isinstance(id, str) else ""


def read_notebook(data: Any, tasks: Mapping[str, Task]) -> dict[str, Answer]:
    """The answer to every task of an assignment, from a notebook's JSON.

    A task's cell is the one that nbgrader's metadata names; where that is gone or empty, a cell whose first line or
    cell id names the task. Of two cells that answer the same task the last counts, with a ``note`` that says so.
    """
    cells = data.get("cells") if isinstance(data, dict) else None
    named: dict[str, list[str]] = {id: [] for id in tasks}
    stray: dict[str, list[str]] = {id: [] for id in tasks}
    for cell in cells if isinstance(cells, list) else ():
        source, id = source_of(cell), _grade_id(cell)
        if id in tasks:
            named[id].append(source)
            continue
        first = next((line for line in source[:LONGEST].split("\n") if line.strip()), "")
        task = magic_of(first, tasks) if id == "" else None
        if task:
            stray[task.id].append(source)
        elif id == "" and isinstance(cell, dict) and isinstance(cell.get("id"), str) and cell["id"] in tasks:
            stray[cell["id"]].append(source)
    return {id: _last(task, named[id], stray[id], tasks) for id, task in tasks.items()}


def _last(task: Task, named: list[str], stray: list[str], tasks: Mapping[str, Task]) -> Answer:
    answers = [read(source, task, tasks) for source in named]
    answered = [answer for answer in answers if answer.answered]
    if not answered:
        answered = [answer for answer in (read(source, task, tasks) for source in stray) if answer.answered]
    if not answered:
        return answers[-1] if answers else Answer()
    last = answered[-1]
    if len({answer.text for answer in answered}) > 1:
        note = f"{len(answered)} cells answer {task.id}; the last of them counts"
        return Answer(last.text, last.chosen, True, last.problem, note)
    return last
