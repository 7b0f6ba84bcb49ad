"""Workshop: the figures by which a scorer is judged. Plain functions on sets of labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from coolerheads.labels import LABELS, MISSTEPS, OFF_TASK

Pairs = Sequence[tuple[Set[str], Set[str]]]  # (gold, found) of each reply

# Moves that rewrite items of the bank ask for together; every rewrite of the corpus is tried with each of them.
NEEDS = (
    ("empathy", "ownership", "solution", "timeframe"),
    ("reflection", "ownership", "solution", "timeframe"),
    ("reflection", "question", "solution", "timeframe"),
    ("ownership", "apology", "solution", "timeframe"),
    ("empathy", "handoff", "timeframe"),
    ("apology", "ownership", "goodwill"),
    ("listening", "ownership", "timeframe"),
    ("empathy", "ownership", "solution", "choice"),
)
POINTS = 6.0


def f1(pairs: Pairs, label: str) -> float:
    """F1 of one label; 0 where it neither is nor was found."""
    both = sum(label in gold and label in found for gold, found in pairs)
    either = sum((label in gold) + (label in found) for gold, found in pairs)
    return 2 * both / either if either else 0.0


def macro_f1(pairs: Pairs) -> float:
    """The mean of all labels' F1."""
    return sum(f1(pairs, label) for label in LABELS) / len(LABELS)


def micro_f1(pairs: Pairs) -> float:
    """F1 over all decisions together."""
    both = sum(len(gold & found) for gold, found in pairs)
    return 2 * both / max(1, sum(len(gold) + len(found) for gold, found in pairs))


def kappa(pairs: Pairs) -> float:
    """Cohen's kappa, the mean over labels (J. Cohen 1960)."""
    total = 0.0
    n = len(pairs)
    for label in LABELS:
        same = sum((label in gold) == (label in found) for gold, found in pairs) / n
        a = sum(label in gold for gold, _ in pairs) / n
        b = sum(label in found for _, found in pairs) / n
        chance = a * b + (1 - a) * (1 - b)
        total += (same - chance) / (1 - chance) if chance < 1 else 1.0
    return total / len(LABELS)


def points(labels: Set[str], needs: Sequence[str]) -> float:
    """What a rewrite earns: the points shared among the needed moves, one share off for each misstep."""
    if OFF_TASK in labels:
        return 0.0
    earned = sum(need in labels for need in needs) - sum(label in labels for label in MISSTEPS)
    return max(0.0, POINTS * earned / len(needs))


def referred(labels: Set[str], unsure: Set[str], needs: Sequence[str]) -> bool:
    """Whether a label that the scorer would not stand by could change the points."""
    matters = unsure & {*needs, *MISSTEPS, OFF_TASK}
    good = {label for label in matters if label in needs}
    best, worst = (labels | good) - (matters - good), (labels - good) | (matters - good)
    high = POINTS if OFF_TASK in labels and OFF_TASK in unsure else points(best, needs)
    return high != points(worst, needs)


class Fairness(NamedTuple):
    """The points measure: over answers not referred, the share with exactly the gold points, and the mean error."""

    kept: float
    exact: float
    error: float


def fairness(answers: Iterable[tuple[Set[str], Set[str], Set[str]]]) -> Fairness:
    """``answers`` are (gold, found, unsure) of rewrites; each is tried with all of ``NEEDS``."""
    tried = kept = exact = 0
    error = 0.0
    for gold, found, unsure in answers:
        for needs in NEEDS:
            tried += 1
            if referred(found, unsure, needs):
                continue
            kept += 1
            off = abs(points(found, needs) - points(gold, needs))
            exact += off < 1e-9
            error += off / POINTS
    return Fairness(kept / max(1, tried), exact / max(1, kept), error / max(1, kept))
