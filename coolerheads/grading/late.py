"""Late penalties, as the course's plugin for nbgrader says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def penalties(config: Any, scores: Mapping[str, float], late: Mapping[str, float]) -> dict[str, float | None]:
    """Each learner's penalty (None: none), from their points and from how many seconds late they are.

    ``config`` is the course's. A penalty is never below 0 and never takes more than there is, as in nbgrader.
    """
    if not any(late.values()) or not (config.AssignLatePenalties or config.LateSubmissionPlugin):
        return dict.fromkeys(late)
    from nbgrader.preprocessors import AssignLatePenalties

    step = AssignLatePenalties(config=config)
    step.init_plugin()
    found: dict[str, float | None] = {}
    for student, seconds in late.items():
        score = scores.get(student, 0.0)
        penalty = step.plugin_inst.late_submission_penalty(student, score, seconds) if seconds > 0 else None
        found[student] = None if penalty is None else min(max(0.0, penalty), score)
    return found
