"""The one data file that the scorer reads at run time: labels' messages, compiled rules and the learned part."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("model.json")


@cache
def load() -> dict[str, Any]:
    """The compiled file. Raises FileNotFoundError with what to run when it was never made."""
    try:
        loaded: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{PATH} is missing: run `make model`") from error
    return loaded


@cache
def labels_of_replies() -> tuple[str, ...]:
    """The 25 labels of replies in the vocabulary's order (the vocabulary itself needs a YAML reader to load)."""
    return tuple(name for name, told in load()["labels"].items() if told["kind"] != "log")
