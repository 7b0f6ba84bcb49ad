"""Late penalties, as the course's plugin for nbgrader says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coolerheads.grading.gradebook import Result


def penalties(config: Any, results: Mapping[str, Result]) -> dict[str, float | None]:
    """Each learner's penalty (None: none), from their points and from how late they are.

    ``config`` is the course's. A penalty is never below 0 and never takes more than there is, as in nbgrader.
    """
    late = {student: result for student, result in results.items() if result.late > 0}
    found: dict[str, float | None] = dict.fromkeys(results)
    if not late or not (config.AssignLatePenalties or config.LateSubmissionPlugin):
        return found
    from nbgrader.preprocessors import AssignLatePenalties

    step = AssignLatePenalties(config=config)
    step.init_plugin()
    for student, result in late.items():
        penalty = step.plugin_inst.late_submission_penalty(student, result.points, result.late)
        found[student] = None if penalty is None else min(max(0.0, penalty), result.points)
    return found
