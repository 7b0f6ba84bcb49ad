"""The one core: an item and an answer in, points with their reasons out. Every door to grading calls this."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from coolerheads.exercise.answers import Answer
from coolerheads.exercise.assess import Assessment, assess
from coolerheads.exercise.choices import words_of
from coolerheads.exercise.coach import unanswered
from coolerheads.exercise.marks import Mark, first_quote, marks_of
from coolerheads.exercise.task import Task
from coolerheads.exercise.words import listed, number_of, spoken
from coolerheads.grading.items import Item

REFER_FROM = 1.0  # points that a doubt must be able to move before a person is asked


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for points: what it is about, the points it moved, the words it rests on, and why."""

    what: str
    points: float
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Graded:
    """What an answer earned. ``referral`` says why a person should look, "" when nobody needs to."""

    id: str
    item: str
    points: float
    max: float
    answered: bool
    text: str
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    referral: str = ""

    @property
    def answer(self) -> str:
        """A fingerprint of the answer alone: while it stays, a person's score stays."""
        return hashlib.sha256(self.text.encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def comment(self) -> str:
        """The grade in plain text, for nbgrader's comment field and formgrader."""
        lines = [f"For a person: {self.referral}."] if self.referral else []
        if not self.answered:
            return "\n".join([*lines, "No answer."])
        lines.append(f"{self.points:g} of {number_of(self.max, 'point')}.")
        for part in self.parts:
            said = f" “{part.quote}”" if part.quote else ""
            lines.append(
                f"{part.what}{said} ({part.points:+g}): {part.why}" if part.points else f"{part.what}{said}: {part.why}"
            )
        return "\n".join([*lines, *self.notes])

    def to_data(self) -> dict[str, Any]:
        """JSON-ready data, for the autograded notebook."""
        return {
            "id": self.id,
            "item": self.item,
            "points": self.points,
            "max": self.max,
            "answered": self.answered,
            "text": self.text,
            "parts": [{"what": p.what, "points": p.points, "quote": p.quote, "why": p.why} for p in self.parts],
            "marks": [list(mark) for mark in self.marks],
            "notes": list(self.notes),
            "referral": self.referral,
        }


def from_data(data: Mapping[str, Any]) -> Graded:
    """A :class:`Graded` back from its data."""
    values = dict(data)
    values["parts"] = tuple(Part(**part) for part in values["parts"])
    values["marks"] = tuple(tuple(mark) for mark in values["marks"])
    values["notes"] = tuple(values["notes"])
    return Graded(**values)


def grade(item: Item, task: Task, answer: Answer, rules: Mapping[str, str], refer_from: float = REFER_FROM) -> Graded:
    """Grade one answer.

    ``task`` is the item's task under its name in the notebook. ``refer_from`` is how many points a doubt of the
    scorer must be able to move before the answer is referred to a person; an answer that cannot be read always is.
    """
    if not answer.answered:
        part = Part("no answer", 0, "", unanswered(task))
        return Graded(task.id, item.id, 0.0, task.points, False, answer.text, (part,))
    if task.kind == "rewrite":
        found = _rewrite(item, task, answer, rules, refer_from)
    else:
        points, parts = GRADERS[task.asks](item, task, answer)
        found = Graded(task.id, item.id, round(max(0.0, points), 2), task.points, True, answer.text, tuple(parts))
    reasons = [found.referral] if found.referral else []
    if answer.problem:
        reasons.insert(0, f"could not be read: {answer.problem}; written was: {answer.text[:500]}")
    if answer.note:
        reasons.append(answer.note)
        found = replace(found, notes=(*found.notes, answer.note[0].upper() + answer.note[1:] + "."))
    return replace(found, referral="; ".join(reasons))


def unreadable(item: Item, task: Task, why: str) -> Graded:
    """The grade of a task whose whole notebook could not be read: nothing earned, and a person is asked."""
    part = Part("not read", 0, "", f"the notebook could not be read: {why}")
    return Graded(
        task.id, item.id, 0.0, task.points, False, "", (part,), referral=f"the notebook could not be read: {why}"
    )


def _one_label(item: Item, task: Task, answer: Answer) -> tuple[float, list[Part]]:
    if answer.problem:
        return 0.0, []
    chosen = answer.chosen[0]
    if chosen in item.key:
        return task.points, [Part(spoken(chosen), task.points, "", "that is what this reply shows.")]
    return 0.0, [Part(spoken(chosen), 0, "", "that is not what this reply shows.")]


def _several_labels(item: Item, task: Task, answer: Answer) -> tuple[float, list[Part]]:
    """Each right label earns its share, each wrong one takes a share of the wrong ones: naming all earns nothing."""
    share, cost = task.points / len(item.key), task.points / (len(task.options) - len(item.key))
    right = [label for label in answer.chosen if label in item.key]
    wrong = [label for label in answer.chosen if label not in item.key]
    parts = [Part(spoken(label), round(share, 2), "", "the reply shows it.") for label in right]
    parts += [Part(spoken(label), -round(cost, 2), "", "the reply does not show it.") for label in wrong]
    left = len(item.key) - len(right)
    if left:
        parts.append(Part("still open", 0, "", f"{number_of(left, 'label')} more that the reply shows."))
    return share * len(right) - cost * len(wrong), parts


def _best_and_worst(item: Item, task: Task, answer: Answer) -> tuple[float, list[Part]]:
    half = task.points / 2
    points, parts = 0.0, []
    assert isinstance(item.key, Mapping)
    for name, letter in (choice.split() for choice in answer.chosen):
        good = item.key[name] == letter
        points += half if good else 0
        parts.append(
            Part(
                f"{name}: {letter}",
                half if good else 0,
                "",
                f"{'yes' if good else 'no'}, {letter} is {'' if good else 'not '}the {name} of them.",
            )
        )
    return points, parts


def _place(words: Sequence[str], inside: Sequence[str]) -> set[int]:
    """The positions that a run of words takes in a longer run; empty where it does not stand in it."""
    for start in range(len(inside) - len(words) + 1):
        if list(inside[start : start + len(words)]) == list(words):
            return set(range(start, start + len(words)))
    return set()


def _spoiling_words(item: Item, task: Task, answer: Answer) -> tuple[float, list[Part]]:
    """Each key's share for words that hit at least half of it; words around it may be half as many, plus three."""
    if answer.problem:
        return 0.0, []
    reply = words_of(task.reply)
    share = task.points / len(item.key)
    keys = [_place(words_of(key), reply) for key in item.key]
    hit: set[int] = set()
    wrong, parts = 0, []
    for quote in answer.chosen:
        place = _place(words_of(quote), reply)
        own = [i for i, key in enumerate(keys) if len(place & key) * 2 >= len(key) and i not in hit]
        covered = set().union(*(keys[i] for i in own)) if own else set()
        if own and len(place) <= 1.5 * len(covered) + 3:
            hit |= set(own)
            parts.append(Part("these words", round(share * len(own), 2), quote, "they are what spoils it."))
        elif own:
            parts.append(Part("these words", 0, quote, "what spoils it is in there, with too much around it."))
        elif not any(place & key for key in keys):
            wrong += 1
            parts.append(Part("these words", -round(share, 2), quote, "they do no harm here."))
        elif not any(place <= keys[i] for i in hit):
            parts.append(Part("these words", 0, quote, "a piece of what spoils it, but too little to see why."))
    if len(hit) < len(keys) and not any(part.points == 0 for part in parts):
        parts.append(Part("still open", 0, "", f"{number_of(len(keys) - len(hit), 'place')} that spoils the reply."))
    return share * (len(hit) - wrong), parts


def _order(item: Item, task: Task, answer: Answer) -> tuple[float, list[Part]]:
    if answer.problem:
        return 0.0, []
    place = {letter: i for i, letter in enumerate(item.key)}
    pairs = list(combinations(answer.chosen, 2))
    right = sum(place[a] < place[b] for a, b in pairs)
    points = task.points * max(0, 2 * right - len(pairs)) / len(pairs)
    why = (
        "every step stands where it should."
        if right == len(pairs)
        else (f"{right} of {len(pairs)} pairs of steps stand the right way round; the others take as much away.")
    )
    return points, [Part("your order", round(points, 2), ", ".join(answer.chosen), why)]


GRADERS = {
    "one_label": _one_label,
    "several_labels": _several_labels,
    "best_and_worst": _best_and_worst,
    "spoiling_words": _spoiling_words,
    "order": _order,
}


def _rewrite(item: Item, task: Task, answer: Answer, rules: Mapping[str, str], refer_from: float) -> Graded:
    assessed = assess(task, answer.text, rules)
    parts = (
        [Part("off task", 0, "", "it does not read as an answer to this customer, so nothing is counted.")]
        if assessed.off_task
        else list(_reasons(task, assessed))
    )
    referral = ""
    if assessed.high - assessed.low >= max(refer_from, 0.01):
        about = listed(spoken(label) for label in assessed.unsure)
        doubts = [f"the scorer is unsure about {about}"] if about else []
        doubts += [f"“{b.quote}”: {b.why}" for b in assessed.beyond if not b.sure]
        referral = f"{'; '.join(doubts)} ({assessed.low:g} to {assessed.high:g} points)"
    return Graded(
        task.id, item.id, assessed.points, task.points, True, answer.text, tuple(parts),
        tuple(marks_of(assessed)), assessed.notes, referral,
    )  # fmt: skip


def _reasons(task: Task, assessed: Assessment) -> list[Part]:
    from coolerheads.scoring.score import found_message, missing_message

    share = round(task.points / len(assessed.needs), 2)
    parts = [Part(spoken(x), share, first_quote(x, assessed), found_message(x)) for x in assessed.found]
    for label in assessed.missteps:
        sure = [b for b in assessed.beyond if b.sure] if label == "overpromise" else []
        if sure:
            why = listed(dict.fromkeys(b.why for b in sure))
            quote = ", ".join(dict.fromkeys(b.quote for b in sure))
            parts.append(Part(spoken(label), -share, quote, f"{why[0].upper()}{why[1:]}."))
        else:
            parts.append(Part(spoken(label), -share, first_quote(label, assessed), found_message(label)))
    parts += [Part(spoken(x), 0, "", missing_message(x)) for x in assessed.missing]
    return parts
