"""What nbgrader's config files say counts at both doors; what is missing or wrong is said in a line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coolerheads.cli import main
from coolerheads.grading.engine import grade_assignment
from coolerheads.grading.settings import read_settings
from tests.course_folder import ASSIGNMENT, DOORS, FULL, Door, gradebook, hand_in, total
from tests.sample_class.round import Round

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own


def test_nbgraders_own_command_grades_without_a_warning_about_its_database(work: Round) -> None:
    hand_in(work, "ann")
    command = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]
    done = subprocess.run(command, cwd=work.course, capture_output=True, text=True, check=True)
    assert "Warning:" not in done.stderr
    assert total(work, "ann") == FULL


def test_with_nothing_handed_in_the_command_that_collects_is_named(
    work: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 0
    assert capsys.readouterr().err.endswith(f"run: nbgrader collect {ASSIGNMENT}\n")


@DOORS
def test_learners_whom_the_config_excludes_are_left_alone(work: Round, door: Door) -> None:
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + '\nc.CourseDirectory.student_id_exclude = "bob,cy"\n')
    for name in ("ann", "bob", "cy"):
        hand_in(work, name)
    door(work)
    assert set(work.grades()) == {"ann"}


def test_where_the_config_lets_nobody_be_added_a_stranger_is_named_and_the_others_graded(work: Round) -> None:
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Autograde.create_student = False\n")
    with gradebook(work) as book:
        book.update_or_create_student("ann")
    hand_in(work, "ann")
    hand_in(work, "stranger")
    report = grade_assignment(read_settings(work.course), ASSIGNMENT)
    assert [problem.split(";")[1] for problem in report.problems] == [" run: nbgrader db student add stranger"]
    assert set(work.grades()) == {"ann"}


def test_in_a_course_that_a_group_shares_another_instructor_can_grade_on(work: Round) -> None:
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.CourseDirectory.groupshared = True\n")
    hand_in(work, "ann")
    before = os.umask(0o022)
    try:
        assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 0
    finally:
        os.umask(before)
    for path in (
        "autograded/ann",
        f"autograded/ann/{ASSIGNMENT}/{ASSIGNMENT}.ipynb",
        f".coolerheads/{ASSIGNMENT}.lock",
    ):
        assert (work.course / path).stat().st_mode & 0o020, path


def test_what_the_instructors_own_config_says_counts_at_the_fast_door_too(
    work: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "jupyter"
    mine.mkdir()
    (mine / "nbgrader_config.py").write_text("c = get_config()\nc.CoolerHeads.refer_from = 7\nc.Foo.bar = 1\n")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(mine))
    assert read_settings(work.course).refer_from == 7
    config = work.course / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.CoolerHeads.refer_from = 3\n")
    assert read_settings(work.course).refer_from == 3


@pytest.mark.parametrize(
    ("line", "why"),
    [("c.X = = 1", "SyntaxError: invalid syntax"), ("nothing()", "NameError: name 'nothing' is not defined")],
)
def test_a_config_with_a_fault_is_said_by_its_line(
    work: Round, capsys: pytest.CaptureFixture[str], line: str, why: str
) -> None:
    config = work.course / "nbgrader_config.py"
    config.write_text(f"c = get_config()\n\n{line}\n")
    assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 1
    assert capsys.readouterr().err == f"{config}:3: this config cannot be read: {why}\n"


def test_an_assignment_that_was_never_generated_says_which_command_does_it(
    work: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    with gradebook(work) as book:
        book.remove_assignment(ASSIGNMENT)
    assert main(["grade", ASSIGNMENT, "--course", str(work.course)]) == 1
    assert (
        capsys.readouterr().err
        == f"the gradebook has no {ASSIGNMENT}; run: nbgrader generate_assignment {ASSIGNMENT}\n"
    )
