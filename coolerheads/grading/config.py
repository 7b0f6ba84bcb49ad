"""What a course's ``nbgrader_config.py`` sets, in one place, so that it follows the package when that is updated."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

OURS = "coolerheads.grading.preprocessors."
THEIRS = "nbgrader.preprocessors."


def configure(c: Any) -> None:
    """Set nbgrader up for this course's notebooks; ``c`` is what ``get_config()`` gives.

    Classes are named by text: reading a config must not import nbgrader, which takes seconds.
    """
    # nbgrader calls alembic by name when it makes its database: it lies beside the Python that runs this.
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])
    # While nbgrader grades it reads half-made rows back, and SQLAlchemy says so once a row. The rows are then written
    # whole, so there is nothing for an instructor to do.
    warnings.filterwarnings("ignore", "Object of type <Submitted", module=r"nbgrader\.api")
    c.CourseDirectory.source_directory = "exercises"
    c.CourseDirectory.autograded_directory = "autograded"
    # Releasing: the answer cells are blank already, so nothing needs to be cut out of them.
    c.GenerateAssignment.preprocessors = [
        f"{THEIRS}{name}"
        for name in (
            "LockCells",
            "ClearOutput",
            "CheckCellMetadata",
            "ComputeChecksums",
            "SaveCells",
            "CheckCellMetadata",
        )
    ]
    # Collecting: links in what was handed in are not followed.
    c.ExchangeFactory.collect = "coolerheads.grading.collect.CollectWithoutLinks"
    # Grading: answers are read as data, the notebook is rebuilt from its source, and no kernel starts.
    c.Autograde.exporter_class = f"{OURS}AnswerExporter"
    c.Autograde.sanitize_preprocessors = [f"{OURS}RebuildFromSource"]
    c.Autograde.autograde_preprocessors = [f"{OURS}SaveGrades", f"{THEIRS}AssignLatePenalties"]
    c.Autograde.pre_convert_hook = f"{OURS}set_links_aside"
    c.Autograde.post_convert_hook = f"{OURS}drop_other_files"
    # Feedback pages of our own.
    c.GenerateFeedback.exporter_class = "coolerheads.grading.feedback.FeedbackExporter"
    c.GenerateFeedback.preprocessors = [f"{THEIRS}GetGrades"]
