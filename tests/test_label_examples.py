"""Every label file's own examples are its tests."""

from __future__ import annotations

import pytest

from coolerheads.labels import LABELS, LOG_CRITERIA, all_labels
from coolerheads.scoring.compile import compiled_rules
from coolerheads.scoring.notes import score_note
from coolerheads.scoring.rules import RuleBook
from coolerheads.scoring.text import read

EXAMPLES = [
    pytest.param(name, text, expected, id=f"{name}: {text[:40]}")
    for name, label in all_labels().items()
    for expected, texts in ((True, label.passing), (False, label.failing))
    for text in texts
]
BOOK = RuleBook(compiled_rules())


@pytest.mark.parametrize(("label", "text", "expected"), EXAMPLES)
def test_the_rules_agree_with_the_examples_of_their_file(label: str, text: str, expected: bool) -> None:
    if label in LOG_CRITERIA:
        assert (label in score_note(text).labels) is expected
    else:
        found = {hit.label for hit in BOOK.hits(read(text)) if not hit.blocked}
        assert (label in found) is expected


def test_every_label_has_a_rule_with_examples_both_ways() -> None:
    for name in LABELS:
        label = all_labels()[name]
        assert label.patterns, name
        assert label.passing, name
        assert label.failing, name
