"""What the label files' patterns find in a text: hits, each with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from coolerheads.scoring.data import load
from coolerheads.scoring.meanings import Meanings
from coolerheads.scoring.text import Sentence, Text

TURN = "turn:hypothetical"


class Hit(NamedTuple):
    """A pattern's find: words ``first``..``last`` of one sentence."""

    label: str
    sentence: int
    first: int
    last: int
    pattern: int
    blocked: bool  # a blocker, a negation, a quotation or a hypothetical took it back


class RuleBook:
    """The compiled patterns of all labels, found by their first words: a text costs one look-up a word."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """``data`` is the ``rules`` part of the compiled file: patterns, label → guards, and words by meaning."""
        self.meanings = Meanings(data["meanings"])
        self.guards: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in data["guards"].items()}
        self.patterns: list[tuple[str, bool, str, re.Pattern[str] | None]] = []
        self.exact: dict[str, list[int]] = {}
        self.stems: dict[str, list[tuple[str, int]]] = {}
        self.needed: list[frozenset[str]] = []
        for number, (label, blocks, expression, firsts, needed) in enumerate(data["patterns"]):
            self.patterns.append((label, bool(blocks), expression, None))
            self.needed.append(frozenset(needed))
            for first in firsts:
                if first.endswith("*"):
                    self.stems.setdefault(first[:3], []).append((first[:-1], number))
                else:
                    self.exact.setdefault(first, []).append(number)

    def _pattern(self, number: int) -> re.Pattern[str]:
        # Compiled when first needed: most texts touch few of the patterns, and the first score must come fast.
        label, blocks, expression, compiled = self.patterns[number]
        if compiled is None:
            compiled = re.compile(expression)
            self.patterns[number] = (label, blocks, expression, compiled)
        return compiled

    def _candidates(self, text: str) -> Iterable[int]:
        yield from self.exact.get(text, ())
        for stem, number in self.stems.get(text[:3], ()):
            if text.startswith(stem):
                yield number
        if any(c.isdigit() for c in text[:2]):
            yield from self.exact.get("#", ())

    def hits(self, text: Text) -> list[Hit]:
        """All finds, the blocked ones marked."""
        found: list[Hit] = []
        for number, sentence in enumerate(text.sentences):
            found.extend(self._in_sentence(sentence, number))
        return found

    def _in_sentence(self, sentence: Sentence, number: int) -> list[Hit]:
        raw: list[tuple[str, bool, int, int, int]] = []
        words, needed = {word.text for word in sentence.words}, self.needed
        for i, word in enumerate(sentence.words):
            for pattern in self._candidates(word.text):
                if needed[pattern] and needed[pattern].isdisjoint(words):
                    continue
                match = self._pattern(pattern).match(sentence.plain, sentence.starts[i])
                if match:
                    label, blocks = self.patterns[pattern][:2]
                    raw.append((label, blocks, i, sentence.index(max(match.start(), match.end() - 1)), pattern))
        if not raw:
            return []
        blocked = {label for label, blocks, *_ in raw if blocks}
        hypothetical = any(label == TURN for label, *_ in raw)
        found = []
        for label, blocks, first, last, pattern in raw:
            if blocks:
                continue
            guards = self.guards.get(label, frozenset())
            back = label != TURN and (
                label in blocked
                or ("negation" in guards and sentence.negated(first))
                or ("quotation" in guards and sentence.quoted[first])
                or hypothetical
            )
            found.append(Hit(label, number, first, last, pattern, back))
        return found


@cache
def rule_book() -> RuleBook:
    """The compiled rules, read once."""
    return RuleBook(load()["rules"])
