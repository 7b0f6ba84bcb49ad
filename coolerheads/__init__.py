"""Cooler Heads: dialogues, questions and a scorer for people who talk to angry customers.

``play``, ``recall`` and ``score`` are resolved when they are first used, so that importing the package
loads nothing outside the standard library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coolerheads.scoring.score import score
    from coolerheads.widgets import play, recall

__all__ = ["play", "recall", "score"]
__version__ = "0.1.0"

_HOMES = {
    "play": "coolerheads.widgets",
    "recall": "coolerheads.widgets",
    "score": "coolerheads.scoring.score",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
