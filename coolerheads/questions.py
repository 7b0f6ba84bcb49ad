"""Recall questions: single choice with three options, each with an explanation of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from coolerheads.reading import Table

OPTIONS = 3  # three good options beat four or five with weak distractors (Rodriguez 2005)
BARE = re.compile(
    r"\W*(?:(?:that(?:'s|’s| is)|this is|you(?:'re|’re| are)|yes|no|it(?:'s|’s| is))\W+)?"
    r"(?:in)?(?:correct|right|wrong|true|false)\W*(?:answer|choice|option)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question: its text, whether it is right, and why or why not."""

    text: str
    because: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A single-choice question with three options, exactly one of them right."""

    id: str
    question: str
    options: tuple[Option, ...]
    line: int

    @property
    def answer(self) -> int:
        """Number of the right option, from 1."""
        return next(i for i, option in enumerate(self.options, 1) if option.right)


class Mark(NamedTuple):
    """What an answer came to: whether it was right, and the explanation of the option chosen."""

    right: bool
    because: str


def mark(question: Question, number: int) -> Mark:
    """Mark option ``number`` (from 1); raises ValueError when there is no such option."""
    if number not in range(1, len(question.options) + 1):
        raise ValueError(f"{question.id}: options are 1 to {len(question.options)}, not {number!r}")
    option = question.options[number - 1]
    return Mark(option.right, option.because)


def is_bare(because: str) -> bool:
    """Whether an explanation says right or wrong and nothing else (which teaches next to nothing)."""
    return bool(BARE.fullmatch(because))


def take_because(table: Table) -> str:
    """Take the ``because`` of a reply or an option; a bare "correct" is a fault."""
    because = table.text("because")
    if because and is_bare(because):
        table.fault(
            f'because is only "{because}"; say what it does to this customer, and why', table.line_of("because")
        )
    return because


def question_from(table: Table, id: str) -> Question:
    """Build a question from a mapping with ``question`` and ``options`` (text, because, and right: true on one)."""
    text = table.text("question")
    options = []
    for entry in table.tables("options", "an option"):
        options.append(Option(entry.text("text"), take_because(entry), entry.flag("right")))
        entry.done()
    if len(options) != OPTIONS:
        table.fault(f"{table.what} has {len(options)} options; it needs {OPTIONS}")
    elif (rights := sum(option.right for option in options)) != 1:
        table.fault(f"{table.what} has {rights} options with right: true; it needs exactly one")
    if len({option.text for option in options}) < len(options):
        table.fault(f"{table.what} has two options with the same text")
    table.done()
    return Question(id, text, tuple(options), table.line)


def questions_from(table: Table, slug: str) -> dict[str, Question]:
    """Build the questions of a file whose top-level key is ``questions``: a mapping of names to questions."""
    found = {}
    for name, entry in table.named_tables("questions", "question"):
        found[name] = question_from(entry, f"{slug}/{name}")
    return found


def to_data(question: Question) -> dict[str, Any]:
    """The question as JSON-ready data for the browser."""
    options = [{"text": o.text, "because": o.because, "right": o.right} for o in question.options]
    return {"question": question.question, "options": options}
