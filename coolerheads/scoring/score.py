"""From a reply to its labels, with the words that show each of them and how sure the scorer is."""

from __future__ import annotations

from collections.abc import Mapping

from coolerheads.scoring import off_task
from coolerheads.scoring.data import labels_of_replies, load
from coolerheads.scoring.evidence import Finding, Score
from coolerheads.scoring.features import facts_of, words_of
from coolerheads.scoring.model import model
from coolerheads.scoring.notes import score_note
from coolerheads.scoring.rules import TURN, Hit, rule_book
from coolerheads.scoring.text import Text, read

__all__ = ["Finding", "Score", "found_message", "home", "label_name", "missing_message", "score", "score_note"]

OFF_TASK = "off_task"
NO_DOUBT = 0.8  # from here on the learned part may call a text no reply though nothing looks odd about it
TAKEN_BACK = 0.6  # less likely finds that rules saw taken back were wrong more often than right, on unseen voices


def score(reply: str, customer: str, original: str | None = None, context: str | None = None) -> Score:
    """Read a reply to a customer's message and say which labels it shows, where, and how surely.

    ``original`` is the bad reply that was to be rewritten, ``context`` a line on trade and channel. Never raises on
    any text; the work is linear in the text's length.
    """
    names = labels_of_replies()
    text = read(reply)
    book = rule_book()
    hits = [hit for hit in book.hits(text) if not hit.label.startswith("log_")]
    signs = off_task.signs(text, sum(hit.label == OFF_TASK for hit in hits), customer, original)
    if off_task.certain(signs, text, customer, original):
        return Score((OFF_TASK,), (), (Finding(OFF_TASK, 0, len(reply), reply, 0.99),))
    learned = model()
    by_sentence = words_of(text, hits, customer, book.meanings)
    words = learned.words.known(set().union(*by_sentence))
    facts = learned.facts.known(facts_of(text, hits, signs, customer))
    spoke = {hit.label for hit in hits if not hit.blocked}
    taken = {hit.label for hit in hits} - spoke
    p = dict(zip(names, learned.probabilities(learned.logits(words, facts), spoke, taken), strict=True))
    if p[OFF_TASK] < NO_DOUBT and not off_task.doubtful(signs, bool(spoke - {OFF_TASK, TURN})):
        p[OFF_TASK] = 0.0
    # What the rules found only to see it taken back ("I won't apologize") must be likely indeed.
    limits = [
        max(limit, TAKEN_BACK) if name in taken else limit
        for name, limit in zip(names, learned.thresholds, strict=True)
    ]
    present = [name for name, limit in zip(names, limits, strict=True) if p[name] > limit]
    unsure = tuple(name for name, (low, high) in zip(names, learned.grey, strict=True) if low < p[name] < high)
    if OFF_TASK in present:
        return Score((OFF_TASK,), unsure, (Finding(OFF_TASK, 0, len(reply), reply, round(p[OFF_TASK], 2)),))
    findings: list[Finding] = []
    for name in present:
        spans = _spans(text, [hit for hit in hits if hit.label == name and not hit.blocked])
        spans = spans or [_telling(text, by_sentence, names.index(name))]
        findings += [Finding(name, start, end, reply[start:end], round(p[name], 2)) for start, end in spans]
    return Score(tuple(present), unsure, tuple(findings))


def _spans(text: Text, hits: list[Hit]) -> list[tuple[int, int]]:
    """Where the rules found it, what overlaps made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(text.sentences[hit.sentence].span(hit.first, hit.last) for hit in hits):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _telling(text: Text, by_sentence: list[set[str]], label: int) -> tuple[int, int]:
    """The sentence whose words speak most for a label."""
    table = model().words
    weights = [table.of_label(table.known(words), label) for words in by_sentence]
    best = text.sentences[max(range(len(weights)), key=weights.__getitem__)]
    return best.span(0, len(best.words) - 1)


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
