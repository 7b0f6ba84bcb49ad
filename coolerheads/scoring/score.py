"""From a reply to its labels, with the words that show each of them and how sure the scorer is."""

from __future__ import annotations

from collections.abc import Mapping

from coolerheads.scoring import off_task
from coolerheads.scoring.data import labels_of_replies, load
from coolerheads.scoring.evidence import Finding, Score
from coolerheads.scoring.notes import score_note
from coolerheads.scoring.rules import Hit, rule_book
from coolerheads.scoring.text import Text, read

__all__ = ["Finding", "Score", "found_message", "home", "label_name", "missing_message", "score", "score_note"]

OFF_TASK = "off_task"


def score(reply: str, customer: str, original: str | None = None, context: str | None = None) -> Score:
    """Read a reply to a customer's message and say which labels it shows, where, and how surely.

    ``original`` is the bad reply that was to be rewritten, ``context`` a line on trade and channel. Never raises on
    any text; the work is linear in the text's length.
    """
    text = read(reply)
    hits = [hit for hit in rule_book().hits(text) if hit.label in labels_of_replies()]
    grader = sum(hit.label == OFF_TASK for hit in hits)
    signs = off_task.signs(text, grader, customer, original)
    if off_task.certain(signs, text, customer, original):
        return Score((OFF_TASK,), (), (_finding(text, None, OFF_TASK, 0.95),))
    sure = [hit for hit in hits if not hit.blocked and hit.label != OFF_TASK]
    labels = tuple(label for label in labels_of_replies() if any(hit.label == label for hit in sure))
    findings = tuple(_finding(text, hit, hit.label, 0.7) for hit in sure)
    return Score(labels, (), findings)


def _finding(text: Text, hit: Hit | None, label: str, confidence: float) -> Finding:
    start, end = text.sentences[hit.sentence].span(hit.first, hit.last) if hit else (0, len(text.raw))
    return Finding(label, start, end, text.raw[start:end], confidence)


def _told(label: str) -> Mapping[str, str]:
    told: Mapping[str, str] = load()["labels"][label]
    return told


def label_name(label: str) -> str:
    """The label as a learner reads it: "Hollow apology". Raises KeyError for an unknown label, like its neighbours."""
    return _told(label)["name"]


def found_message(label: str) -> str:
    """The sentence to a learner whose reply shows this label."""
    return _told(label)["found"]


def missing_message(label: str) -> str:
    """What to add, without writing it for them."""
    return _told(label)["missing"]


def home(label: str) -> str:
    """The principle under which the course tallies this label."""
    return _told(label)["principle"]
