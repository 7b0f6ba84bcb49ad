"""The learned part at run time: weights by feature, summed for all labels at once.

A feature's 25 weights are one byte each, kept as one whole number; two masks spread the bytes into 16-bit lanes, so
that adding two numbers adds 13 weights. That is what makes plain Python fast enough here.
"""

from __future__ import annotations

from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from math import exp, sqrt
from typing import Any

from coolerheads.scoring.data import labels_of_replies, load
from coolerheads.scoring.features import number

ZERO = 128  # the byte that stands for a weight of 0
FLUSH = 250  # so many bytes fit into a 16-bit lane
REMEMBERED = 30_000  # features whose places are kept at hand


class Table:
    """The weights of one group of features."""

    def __init__(self, data: Mapping[str, Any], group: str) -> None:
        """``data`` holds the features' numbers, their rows of bytes, and what one step of a byte is worth."""
        self.group = group
        index = array("I")
        index.frombytes(b64decode(data["numbers"]))
        self.rows = b64decode(data["rows"])
        self.width: int = data["width"]
        self.at = dict(zip(index, range(0, len(self.rows), self.width), strict=True))
        self.met: dict[str, int] = {}  # features met so far, and where they are: most words come again
        self.steps: list[float] = data["steps"]
        self.lanes = (self.width + 1) // 2
        self.mask = int.from_bytes(b"\xff\x00" * self.lanes, "little")

    def known(self, features: Iterable[str]) -> list[int]:
        """Where the known ones of these features have their rows."""
        at, group, met = self.at, self.group, self.met
        if len(met) > REMEMBERED:
            met.clear()
        found = []
        for feature in features:
            row = met.get(feature)
            if row is None:
                row = met[feature] = at.get(number(group, feature), -1)
            if row >= 0:
                found.append(row)
        return found

    def total(self, places: Sequence[int]) -> list[int]:
        """The sum of the rows at these places, byte by byte."""
        rows, width, mask = self.rows, self.width, self.mask
        sums = [0] * (2 * self.lanes)
        for first in range(0, len(places), FLUSH):
            even = odd = 0
            for place in places[first : first + FLUSH]:
                row = int.from_bytes(rows[place : place + width], "little")
                even += row & mask
                odd += (row >> 8) & mask
            for shift, lanes in ((0, even), (1, odd)):
                packed = array("H")
                packed.frombytes(lanes.to_bytes(2 * self.lanes, "little"))
                for i, value in enumerate(packed):
                    sums[2 * i + shift] += value
        return sums[:width]

    def of_label(self, places: Iterable[int], label: int) -> int:
        """What these rows say for one label, in steps."""
        return sum(self.rows[place + label] - ZERO for place in places)


class Model:
    """Turns a reply's features into a probability for each label."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """``data`` is the ``model`` part of the compiled file."""
        self.words = Table(data["words"], "words")
        self.facts = Table(data["facts"], "facts")
        self.bias: list[float] = data["bias"]
        self.calibration: list[list[float]] = data["calibration"]
        self.thresholds: list[float] = data["thresholds"]
        self.grey: list[list[float]] = data["grey"]

    def logits(self, words: Sequence[int], facts: Sequence[int]) -> list[float]:
        """One number a label, from the rows of the known words and facts."""
        of_words, of_facts = self.words.total(words), self.facts.total(facts)
        n, m = ZERO * len(words), ZERO * len(facts)
        # The last byte of a word's row is its share of the length by which a text's words are divided.
        length = sqrt(of_words[-1] * self.words.steps[-1]) or 1.0
        return [
            (w - n) * ws / length + (f - m) * fs + bias
            for w, ws, f, fs, bias in zip(
                of_words, self.words.steps, of_facts, self.facts.steps, self.bias, strict=False
            )
        ]

    def probabilities(self, logits: Sequence[float], ruled: Set[str], taken: Set[str]) -> list[float]:
        """Calibrated on voices that the weights had not seen.

        ``ruled`` are the labels for which a rule spoke, ``taken`` those for which all that rules said was taken back.
        """
        return [
            1 / (1 + exp(-max(-30.0, min(30.0, a * z + b + c * (label in ruled) + d * (label in taken)))))
            for z, (a, b, c, d), label in zip(logits, self.calibration, labels_of_replies(), strict=True)
        ]


@cache
def model() -> Model:
    """The learned part, read once."""
    return Model(load()["model"])
