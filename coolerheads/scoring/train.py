"""Workshop: the learned part, trained on the corpus. Needs numpy and scipy, which nothing at run time does.

A logistic regression a label on words and facts (see ``features``). Thresholds and calibration come from logits that
were made for each writer by weights that never saw that writer, nor any of that writer's customers: what looks good
on the voices it was fitted on deserves no trust.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from coolerheads.labels import LABELS, OFF_TASK
from coolerheads.scoring import off_task
from coolerheads.scoring.corpus import Reply
from coolerheads.scoring.features import facts_of, number, words_of
from coolerheads.scoring.measures import fairness
from coolerheads.scoring.rules import RuleBook
from coolerheads.scoring.text import read

Floats = NDArray[np.float64]
Features = dict[str, set[str]]

LEAST = 3  # a feature must stand in so many replies
MOST = 40_000  # word features kept: more would weigh on the data file and add next to nothing
FOLDS = 6
WORDS_WEIGHT = 1.4
FACTS_WEIGHT = 0.1
STRENGTH = 10.0  # of the data against the pull of weights to zero
ITERATIONS = 120
KEPT = 0.78  # so many rewrites, on unseen voices, are to be graded without a person


@dataclass
class Sample:
    """A reply as the learned part sees it."""

    features: Features
    ruled: frozenset[str]  # labels for which a rule spoke
    taken: frozenset[str]  # labels for which rules spoke, and all of it was taken back
    certain: bool

    @property
    def verdict(self) -> list[float]:
        """What the rules say of each label: 1 it is there, -1 it was taken back, 0 nothing."""
        return [float(label in self.ruled) - float(label in self.taken) for label in LABELS]


def sample(book: RuleBook, reply: str, customer: str, original: str | None) -> Sample:
    """Read one reply as ``score`` does."""
    text = read(reply)
    hits = [hit for hit in book.hits(text) if not hit.label.startswith("log_")]
    signs = off_task.signs(text, sum(hit.label == "off_task" for hit in hits), customer, original)
    words = set().union(*words_of(text, hits, customer, book.meanings))
    ruled = frozenset(hit.label for hit in hits if not hit.blocked)
    taken = frozenset(hit.label for hit in hits) - ruled
    facts = facts_of(text, hits, signs, customer)
    return Sample({"words": words, "facts": facts}, ruled, taken, off_task.certain(signs, text, customer, original))


def gold(replies: Sequence[Reply]) -> Floats:
    """What the readers saw: per reply and label the share of its readers."""
    return np.array([[reply.shares.get(label, 0.0) for label in LABELS] for reply in replies])


class Design:
    """From features to a sparse matrix: the columns, and how much each weighs."""

    def __init__(self, samples: Sequence[Sample], groups: Sequence[str] = ("words", "facts")) -> None:
        self.groups = groups
        self.columns: dict[str, dict[str, int]] = {}
        self.idf: dict[str, Floats] = {}
        for group in groups:
            seen = Counter(feature for s in samples for feature in s.features[group])
            kept = sorted(feature for feature, count in seen.items() if count >= LEAST)
            self.columns[group] = {feature: i for i, feature in enumerate(kept)}
            rare = np.array([1.0 + np.log(len(samples) / seen[feature]) for feature in kept])
            self.idf[group] = rare if group == "words" else np.ones(len(kept))

    def thin(self, weights: Floats) -> None:
        """Keep the ``MOST`` word features whose weights, counted by rarity, say most of any label."""
        telling = np.abs(weights[: len(self.idf["words"])]).max(1) * self.idf["words"]
        kept = np.sort(np.argsort(-telling, kind="stable")[:MOST])
        names = list(self.columns["words"])
        self.columns["words"] = {names[k]: i for i, k in enumerate(kept)}
        self.idf["words"] = self.idf["words"][kept]

    def matrix(self, samples: Sequence[Sample]) -> sp.csr_matrix:
        """One row a sample; words by rarity and over their length, facts as they are."""
        blocks = []
        for group in self.groups:
            columns, idf = self.columns[group], self.idf[group]
            rows: list[int] = []
            cols: list[int] = []
            values: list[float] = []
            for i, s in enumerate(samples):
                found = sorted(columns[feature] for feature in s.features[group] if feature in columns)
                if not found:
                    continue
                weights = idf[found]
                if group == "words":
                    weights = WORDS_WEIGHT * weights / np.sqrt((weights**2).sum())
                else:
                    weights = FACTS_WEIGHT * weights
                rows += [i] * len(found)
                cols += found
                values += weights.tolist()
            blocks.append(sp.csr_matrix((values, (rows, cols)), shape=(len(samples), len(columns))))
        return sp.hstack(blocks).tocsr()


def fit(x: sp.csr_matrix, y: Floats) -> Floats:
    """Weights for all labels, the last row being the bias; ``y`` may lie between 0 and 1."""
    n, k = x.shape[1], y.shape[1]
    share = np.clip(y.mean(0), 0.005, 0.5)
    heavier = np.sqrt((1 - share) / share)  # a rare label's replies count for more
    turned = x.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(n + 1, k)
        z = x @ w[:-1] + w[-1]
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        total = (y * heavier * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)).sum()
        slope = y * heavier * (p - 1) + (1 - y) * p
        grown = np.vstack([turned @ slope + w[:-1] / STRENGTH, slope.sum(0)[None]])
        return float(total + 0.5 / STRENGTH * (w[:-1] ** 2).sum()), grown.ravel()

    found = minimize(loss, np.zeros((n + 1) * k), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    weights: Floats = found.x.reshape(n + 1, k)
    return weights


def unseen_logits(
    samples: Sequence[Sample], y: Floats, writers: Sequence[str], groups: Sequence[str] = ("words", "facts")
) -> Floats:
    """Logits for every sample by weights that saw nothing of its writer; writers are left out some at a time."""
    logits = np.zeros_like(y)
    names = np.array(writers)
    everyone = sorted(set(writers))
    for fold in range(min(FOLDS, len(everyone))):
        own = np.isin(names, everyone[fold::FOLDS])
        seen = [s for s, mine in zip(samples, own, strict=True) if not mine]
        new = [s for s, mine in zip(samples, own, strict=True) if mine]
        design = Design(seen, groups)
        weights = fit(design.matrix(seen), y[~own])
        logits[own] = design.matrix(new) @ weights[:-1] + weights[-1]
    return logits


def calibrate(logits: Floats, spoke: Floats, y: Floats) -> Floats:
    """Per label the a, b, c, d of ``1 / (1 + exp(-(a * logit + b + c * rule spoke + d * taken back)))``."""
    found = []
    for j in range(y.shape[1]):
        x = _columns(logits[:, j], spoke[:, j])
        t = y[:, j]

        def loss(v: Floats, x: Floats = x, t: Floats = t) -> tuple[float, Floats]:
            u = x @ v
            slope = 1 / (1 + np.exp(-np.clip(u, -30, 30))) - t
            pull = v * [0, 0, 1, 1]  # what rules add on top is to be earned
            total = (t * np.logaddexp(0, -u) + (1 - t) * np.logaddexp(0, u)).sum() + 0.5 * (pull * v).sum()
            return float(total), x.T @ slope + pull

        found.append(minimize(loss, np.array([1.0, 0.0, 0.0, 0.0]), jac=True, method="L-BFGS-B").x)
    return np.array(found)


def _columns(logits: Floats, spoke: Floats) -> Floats:
    return np.stack([logits, np.ones_like(logits), np.maximum(spoke, 0), np.maximum(-spoke, 0)], axis=1)


def thresholds(p: Floats, y: Floats) -> Floats:
    """Per label the probability from which F1 is best, as the middle of all that come within half a point of it."""
    found = []
    for j in range(y.shape[1]):
        steps = np.arange(0.15, 0.75, 0.01)
        scores = []
        for step in steps:
            guess = p[:, j] > step
            both = (guess & (y[:, j] > 0.5)).sum()
            scores.append(2 * both / max(1, guess.sum() + (y[:, j] > 0.5).sum()))
        best = np.array(scores)
        found.append(float(steps[best >= best.max() - 0.005].mean()))
    return np.array(found)


def probabilities(logits: Floats, spoke: Floats, calibration: Floats) -> Floats:
    """The calibrated probabilities of ``calibrate``'s figures."""
    given = (logits, np.ones_like(logits), np.maximum(spoke, 0), np.maximum(-spoke, 0))
    u = sum(part * calibration[:, i] for i, part in enumerate(given))
    p: Floats = 1 / (1 + np.exp(-np.clip(u, -30, 30)))
    return p


def grey(p: Floats, limits: Floats, y: Floats) -> list[list[float]]:
    """Per label the probabilities between which the scorer says "unsure", as wide as ``KEPT`` allows.

    A label's decision that is wrong more often on unseen voices than ``risk`` lies in the grey; ``risk`` is the
    smallest with which enough answers are still graded without a person.
    """
    true = [{LABELS[j] for j in np.flatnonzero(row > 0.5)} for row in y]
    found = [{LABELS[j] for j in np.flatnonzero(row)} for row in p > limits]
    found = [{OFF_TASK} if OFF_TASK in labels else labels for labels in found]
    bounds: list[list[float]] = []
    for risk in np.arange(0.02, 0.5, 0.01):
        bounds = [[min(float(risk), t), max(float(1 - risk), t)] for t in limits]
        low, high = np.array(bounds).T
        unsure = [{LABELS[j] for j in np.flatnonzero(row)} for row in (p > low) & (p < high)]
        if fairness(zip(true, found, unsure, strict=True)).kept >= KEPT:
            break
    return [[round(low, 4), round(high, 4)] for low, high in bounds]


def packed(design: Design, weights: Floats) -> dict[str, Any]:
    """The weights as the run time reads them: a byte each, rounded to steps that are set for each label."""
    made: dict[str, Any] = {}
    start = 0
    for group in ("words", "facts"):
        columns, idf = design.columns[group], design.idf[group]
        own = weights[start : start + len(columns)]
        start += len(columns)
        scaled = own * idf[:, None] * (WORDS_WEIGHT if group == "words" else FACTS_WEIGHT)
        steps = np.maximum(np.abs(scaled).max(0), 1e-9) / 127
        rows = np.round(scaled / steps) + 128
        lengths = idf**2
        step = lengths.max() / 255
        table = np.hstack([rows, np.round(lengths / step)[:, None]]).astype(np.uint8)
        numbers = np.array([number(group, feature) for feature in columns], dtype=np.uint32)
        order = np.argsort(numbers, kind="stable")
        once = np.concatenate([[True], np.diff(numbers[order]) != 0]) if len(order) else np.array([], dtype=bool)
        order = order[once]
        made[group] = {
            "numbers": b64encode(numbers[order].astype("<u4").tobytes()).decode(),
            "rows": b64encode(table[order].tobytes()).decode(),
            "width": table.shape[1],
            "steps": [float(f"{s:.6g}") for s in (*steps, step)],
        }
    made["bias"] = [float(f"{b:.6g}") for b in weights[-1]]
    return made


def train(replies: Sequence[Reply], book: RuleBook) -> dict[str, Any]:
    """The ``model`` part of the data file, from the training replies."""
    samples = [sample(book, r.reply, r.customer, r.original) for r in replies]
    y = gold(replies)
    spoke = np.array([s.verdict for s in samples])
    logits = unseen_logits(samples, y, [r.writer for r in replies])
    calibration = calibrate(logits, spoke, y)
    p = probabilities(logits, spoke, calibration)
    design = Design(samples)
    design.thin(fit(design.matrix(samples), y))
    made = packed(design, fit(design.matrix(samples), y))
    made["calibration"] = [[float(f"{v:.6g}") for v in row] for row in calibration]
    limits = thresholds(p, y)
    rewrites = np.array([r.original is not None and r.kind != "attempt" for r in replies])
    made["thresholds"] = [float(f"{t:.4g}") for t in limits]
    made["grey"] = grey(p[rewrites], limits, y[rewrites])
    return made
