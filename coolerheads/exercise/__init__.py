"""The learner's side of an exercise: answer cells, reading answers as data, coaching."""

from __future__ import annotations

from coolerheads.exercise.cells import check, start

__all__ = ["check", "start"]
