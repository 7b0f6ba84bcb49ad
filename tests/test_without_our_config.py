"""Where nbgrader runs cells (an instructor's own config, ``nbgrader validate``) a points cell never gives marks away."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course_folder import ASSIGNMENT, fresh, hand_in, notebook

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own
LINE = (
    "c1: not graded here: Cooler Heads grades words without running cells. "
    "Use its nbgrader_config.py (run: coolerheads course .) and grade again."
)


def test_vanilla_autograde_gives_zero_and_one_line_that_says_how_to_set_it_up(tmp_path: Path) -> None:
    work = fresh(tmp_path / "work")
    hand_in(work, "ann")
    (work.course / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.source_directory = "exercises"\n'
    )
    work.autograde()
    assert {points for points, *_ in work.grades()["ann"].values()} == {0.0}
    graded = json.loads((work.course / "autograded/ann" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
    cell = next(cell for cell in graded["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "c1-points")
    assert [output["traceback"] for output in cell["outputs"]] == [[LINE]]


def validate(path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", str(path)],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return " ".join(done.stdout.split())  # it breaks lines to its own width


def test_validate_says_in_a_plain_sentence_what_is_unanswered_or_cannot_be_read(tmp_path: Path) -> None:
    work = fresh(tmp_path / "work")
    path = tmp_path / f"{ASSIGNMENT}.ipynb"
    data = notebook(
        work, {"kyc-c1": "label: rude", "kyc-c3": "best: c\nworst: a", "kyc-r1": "We were wrong, and I'm sorry."}
    )
    path.write_text(json.dumps(data), "utf-8")
    said = validate(path)
    assert "c1: “rude” is not one of: blame, dismissive, excuse or interrupting." in said
    assert "c2 is not answered yet: put the words that apply, with commas between." in said
    assert "r2 is not answered yet: write your reply under the first line." in said
    assert "Traceback" not in said
    assert 'check("c3")' not in said
    assert 'check("r1")' not in said
