"""What the scorer hands back: labels, and the words that show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One label and the words of the untouched reply that show it; ``confidence`` from 0 to 1."""

    label: str
    start: int
    end: int
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Score:
    """``labels`` is the best guess, unsure ones included; ``unsure`` those, present or absent, not stood by."""

    labels: tuple[str, ...]
    unsure: tuple[str, ...]
    findings: tuple[Finding, ...]
