"""The JSON Schema that editors use says the same as the reader."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from coolerheads import library
from coolerheads.labels import CONTENT, MISSTEPS, MOVES

SCHEMA = json.loads((CONTENT / "dialogue.schema.json").read_text())
BAD = Path(__file__).parent / "bad" / "dialogues"
# What a schema can see without following scenes or counting words.
STRUCTURAL = (
    "a-channel-nobody-knows", "a-misspelt-key", "a-reply-without-because", "an-unknown-label", "heat-that-is-no-number",
    "not-a-mapping", "a-dead-end",
)  # fmt: skip


def faults(path: Path) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(yaml.safe_load(path.read_text()))]


def test_the_schema_is_a_schema_and_knows_every_label() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    reply = SCHEMA["$defs"]["reply"]["properties"]
    assert tuple(reply["moves"]["items"]["enum"]) == MOVES
    assert tuple(reply["missteps"]["items"]["enum"]) == MISSTEPS


@pytest.mark.parametrize("id", library.dialogue_ids())
def test_every_shipped_dialogue_satisfies_the_schema(id: str) -> None:
    assert faults(CONTENT / f"{id}.yml") == []


@pytest.mark.parametrize("name", STRUCTURAL)
def test_the_schema_refuses_what_the_reader_refuses(name: str) -> None:
    assert faults(BAD / f"{name}.yml")
