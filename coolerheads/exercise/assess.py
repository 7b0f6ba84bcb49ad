"""What a rewrite earns, by a formula that its notebook states: moves found, less missteps found, never below 0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from coolerheads.exercise.facts import Beyond, beyond
from coolerheads.exercise.task import Task
from coolerheads.house_rules import HOLD, NOTES
from coolerheads.labels import MISSTEPS, OFF_TASK

ENDING = re.compile(r"\b(?:end|ending|hang|hanging|close|closing|put down|disconnect\w*)\b", re.I)


class Finding(Protocol):
    """A label found in a reply, on the words from ``start`` to ``end``."""

    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Evidence:
    """A label and the words it was found on; ``quote`` is "" where the scorer names no words."""

    label: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Scored:
    """What the scorer says of a text, after the house rules."""

    labels: frozenset[str]
    unsure: frozenset[str]
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A rewrite's points (``low`` and ``high`` if the scorer's doubts went one way or the other) and what they rest on."""

    points: float
    low: float
    high: float
    needs: tuple[str, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    missteps: tuple[str, ...]
    beyond: tuple[Beyond, ...]
    unsure: tuple[str, ...]
    off_task: bool
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...]


def formula(task_points: float, needs: int, found: int, missteps: int) -> float:
    """Points of a rewrite: the task's points shared among the needed moves, a share off for each misstep."""
    return max(0.0, round(task_points * (found - missteps) / max(needs, 1), 2))


def assess(task: Task, text: str, rules: Mapping[str, str]) -> Assessment:
    """Assess an answered rewrite (or call note) under a house's rules."""
    scored = obey(_scored(task, text), text, rules)
    needs = needed(task, rules)
    too_much = () if task.is_note else tuple(beyond(text, task))
    over = any(b.sure for b in too_much)
    off_task = OFF_TASK in scored.labels

    def points(labels: frozenset[str], over: bool) -> float:
        if OFF_TASK in labels:
            return 0.0
        missteps = {label for label in labels if label in MISSTEPS} if not task.is_note else set()
        return formula(
            task.points,
            len(needs),
            sum(n in labels for n in needs),
            len(missteps | ({"overpromise"} if over else set())),
        )

    matters = scored.unsure & {*needs, *(() if task.is_note else MISSTEPS), OFF_TASK}
    good, bad = {m for m in matters if m in needs}, {m for m in matters if m not in needs}
    best = (scored.labels | good) - bad
    worst = (scored.labels - good) | bad
    high = points(best, over)
    if off_task and OFF_TASK in scored.unsure:
        high = task.points  # the scorer says nothing of an answer's moves once it takes it for off task
    low = points(worst, bool(too_much))
    missteps = [m for m in MISSTEPS if m in scored.labels] if not task.is_note else []
    if over and "overpromise" not in missteps:
        missteps.append("overpromise")
    return Assessment(
        points=points(scored.labels, over),
        low=low,
        high=high,
        needs=needs,
        found=() if off_task else tuple(n for n in needs if n in scored.labels),
        missing=needs if off_task else tuple(n for n in needs if n not in scored.labels),
        missteps=() if off_task else tuple(missteps),
        beyond=too_much,
        unsure=tuple(label for label in (*needs, *MISSTEPS, OFF_TASK) if label in matters),
        off_task=off_task,
        evidence=scored.evidence,
        notes=scored.notes,
    )


def needed(task: Task, rules: Mapping[str, str]) -> tuple[str, ...]:
    """The moves a task needs in this house: no goodwill where none may be given, no limit where none is set."""
    dropped = set()
    if rules.get("compensation") == "none":
        dropped.add("goodwill")
    if rules.get("limits") == "none":
        dropped.add("boundary")
    if rules.get("holds") == "never" and any(HOLD.search(line) for line in task.facts.may_offer):
        dropped.add("handoff")
    return tuple(need for need in task.needs if need not in dropped) or task.needs


def _scored(task: Task, text: str) -> Scored:
    # Imported when first needed: reading and checking answers must not wait for the scorer's data.
    from coolerheads.scoring.score import score, score_note

    if task.is_note:
        result = score_note(text, tuple(task.facts))
    else:
        result = score(text, task.customer, original=task.reply, context=task.context)
    return Scored(frozenset(result.labels), frozenset(result.unsure), tuple(_evidence(result.findings, text)))


def _evidence(findings: Iterable[Finding], text: str) -> Iterable[Evidence]:
    for finding in findings:
        start, end = max(0, finding.start), min(len(text), finding.end)
        yield Evidence(finding.label, start, end, text[start:end])


def obey(scored: Scored, text: str, rules: Mapping[str, str]) -> Scored:
    """What the house's rules make of a score: labels that change, and notes for the learner."""
    notes = []
    if rules.get("apology") == "apologize" and "apology" in scored.labels:
        quotes = " ".join(e.quote for e in scored.evidence if e.label == "apology") or text
        if not re.search(r"apolog", quotes, re.I):
            notes.append(NOTES["apology"] + " No points are lost by it.")
    if rules.get("holds") == "never" and "handoff" in scored.labels:
        holds = [e for e in scored.evidence if e.label == "handoff" and HOLD.search(e.quote)]
        if holds or HOLD.search(text):
            scored = replace(
                scored,
                labels=(scored.labels - {"handoff"}) | {"cold_transfer"},
                evidence=tuple(replace(e, label="cold_transfer") if e in holds else e for e in scored.evidence),
            )
            notes.append(NOTES["holds"])
    if "boundary" in scored.labels:
        quotes = " ".join(e.quote for e in scored.evidence if e.label == "boundary") or text
        if rules.get("limits") == "none":
            notes.append(NOTES["no_limits"])
        elif rules.get("limits") == "warn_only" and ENDING.search(quotes):
            notes.append(NOTES["warn_only"])
    if rules.get("compensation") == "none" and "goodwill" in scored.labels:
        scored = replace(scored, labels=scored.labels - {"goodwill"})
        notes.append(NOTES["compensation"])
    return replace(scored, notes=tuple(notes))
