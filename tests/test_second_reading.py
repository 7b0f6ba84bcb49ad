"""Every key of the bank was answered blind by a second reader, and what differs is decided in writing."""

from pathlib import Path

import pytest

from coolerheads.grading.items import read_bank
from coolerheads.grading.second_reading import (
    AGREEMENT,
    BANK,
    FILE,
    Reading,
    agrees,
    compare,
    keyed,
    read_readings,
    sheet,
)

ROOT = Path(__file__).parent.parent
ITEMS = read_bank(ROOT / BANK)


def test_reader_and_keys_agree_as_far_as_promised_and_nothing_is_open() -> None:
    share, problems = compare(ITEMS, read_readings(ROOT / BANK / FILE))
    assert [str(problem) for problem in problems] == []
    assert share >= AGREEMENT


def test_the_reader_s_sheet_gives_no_key_away() -> None:
    text = "\n".join(sheet(ITEMS))
    assert len(keyed(ITEMS)) == text.count("## ")
    assert not any(item.because in text for item in ITEMS.values())


def test_an_answer_other_than_the_key_does_not_agree() -> None:
    item = next(item for item in keyed(ITEMS).values() if item.task.asks == "one_label")
    wrong = next(option for option in item.task.options if option not in item.key)
    assert agrees(item, item.key[0])
    assert not agrees(item, wrong)


@pytest.mark.parametrize("decision", ["", "The key stands: the reply asks for no choice."])
def test_a_difference_needs_a_decision_in_writing(decision: str) -> None:
    item = next(item for item in keyed(ITEMS).values() if item.task.asks == "one_label")
    wrong = next(option for option in item.task.options if option not in item.key)
    share, problems = compare({item.id: item}, [Reading(item.id, wrong, decision, 2)])
    assert share == 0
    expected = f"bank/second-reading.csv:2: {item.id}: reader and key differ; write what was decided, and why"
    assert [str(problem) for problem in problems] == ([] if decision else [expected])


def test_an_item_without_a_reading_and_a_reading_without_an_item_are_named() -> None:
    item = next(iter(keyed(ITEMS).values()))
    _, problems = compare({item.id: item}, [Reading("nobody-c1", "blame", "", 2)])
    assert sorted(problem.message for problem in problems) == [
        f"{item.id} ({item.path}:{item.line}) has no second reading",
        'no item with a key is called "nobody-c1"',
    ]
