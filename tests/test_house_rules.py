"""House rules are read strictly and travel in the notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coolerheads.grading.items import read_bank
from coolerheads.grading.notebooks import make_all
from coolerheads.grading.submission import source_from
from coolerheads.house_rules import DEFAULTS, RULES, read_house_rules
from coolerheads.reading import ContentError

HOME = Path(__file__).parents[1]


def test_the_file_that_ships_is_the_courses_own_stance() -> None:
    assert read_house_rules(HOME / "house-rules.yml") == DEFAULTS


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_house_rules(tmp_path / "house-rules.yml") == {rule: values[0] for rule, values in RULES.items()}


def test_an_unknown_value_or_rule_lists_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "house-rules.yml"
    path.write_text("apology: either\nholds: sometimes\nlimit: none\n")
    with pytest.raises(ContentError) as caught:
        read_house_rules(path)
    assert str(caught.value) == (
        'house-rules.yml:2: "holds" of house rules is "sometimes"; known: with_leave, never\n'
        'house-rules.yml:3: house rules has a key "limit"; did you mean "limits"?'
    )


def test_the_rules_are_baked_into_the_notebooks() -> None:
    bank = read_bank(HOME / "bank")
    made = make_all(bank, {**DEFAULTS, "holds": "never"})
    source = source_from(json.loads(made["steady-yourself"]), bank, "steady-yourself")
    assert source.rules["holds"] == "never"
