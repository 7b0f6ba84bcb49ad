"""Call notes: the five log criteria, from rules alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coolerheads.scoring import off_task
from coolerheads.scoring.evidence import Finding, Score
from coolerheads.scoring.rules import Hit, rule_book
from coolerheads.scoring.text import Text, read

MOST_WORDS = 80
FEWEST_WORDS = 2
LONGEST_SENTENCE = 40


def score_note(note: str, facts: Mapping[str, object] | Iterable[str] | None = None) -> Score:
    """Which log criteria a call note meets.

    ``facts`` are the things that happened, as the item gives them; when they are given, a note that names none of
    their numbers, days or names cannot meet ``log_facts`` for sure, and is unsure there.
    """
    text = read(note)
    words = off_task.words_of(text)
    hits = [hit for hit in rule_book().hits(text) if hit.label.startswith("log_") and not hit.blocked]
    labels: list[str] = []
    unsure: list[str] = []
    findings: list[Finding] = []
    if len(words) < 2:
        return Score((), (), ())
    for criterion in ("log_facts", "log_actions", "log_promises"):
        own = [hit for hit in hits if hit.label == criterion]
        if own:
            labels.append(criterion)
            findings.extend(_finding(text, hit) for hit in own[:3])
            if len(own) == 1 and own[0].last - own[0].first < 1:
                unsure.append(criterion)
    if "log_facts" in labels and facts is not None and not _named(words, facts):
        unsure.append("log_facts")
    spoilt = [hit for hit in hits if hit.label == "log_neutral"]
    if not spoilt:
        labels.append("log_neutral")
    elif len(spoilt) == 1:
        unsure.append("log_neutral")
    if FEWEST_WORDS <= len(words) <= MOST_WORDS and all(len(s.words) <= LONGEST_SENTENCE for s in text.sentences):
        labels.append("log_concise")
    return Score(tuple(labels), tuple(dict.fromkeys(unsure)), tuple(findings))


def _named(words: list[str], facts: Mapping[str, object] | Iterable[str]) -> bool:
    listed = facts.values() if isinstance(facts, Mapping) else facts
    known = {
        word
        for fact in listed
        for part in (fact if isinstance(fact, (list, tuple)) else (fact,))
        for word in off_task.words_of(read(str(part)))
        if word not in off_task.FUNCTION_WORDS and len(word) > 2
    }
    return not known or sum(word in known for word in set(words)) >= 2


def _finding(text: Text, hit: Hit) -> Finding:
    start, end = text.sentences[hit.sentence].span(hit.first, hit.last)
    return Finding(hit.label, start, end, text.raw[start:end], 0.8)
