"""How labels and numbers are said to a person."""

from __future__ import annotations

from collections.abc import Iterable


def spoken(label: str) -> str:
    """A label as a word to read and to type: ``non_apology`` is "non-apology", ``log_facts`` is "facts"."""
    return label.removeprefix("log_").replace("_", "-")


def number_of(count: float, thing: str) -> str:
    """A count with its noun: "1 point", "2.5 points"."""
    return f"{round(count, 2):g} {thing}{'' if count == 1 else 's'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a phrase: "a", "a and b", "a, b and c"."""
    words = list(words)
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
