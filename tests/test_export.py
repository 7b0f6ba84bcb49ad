"""Grades leave for a spreadsheet, Moodle or Canvas quoted properly, and every other cell stays as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coolerheads.grading.export import merge, safe
from tests.course_folder import ASSIGNMENT, by_engine, fresh, hand_in
from tests.sample_class.round import ToolError

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # nbgrader's and SQLAlchemy's own
MOODLE = (
    '\ufeff"First name","Last name","ID number","Email address","Assignment: Steady yourself (Real)","Last downloaded"\r\n'
    '"Ann","O\'Hara, Dr","","ann@example.org","-","1"\r\n"Bo","Öz","bo","bo@example.org","-","1"\r\n"Cy","X","cy","c@example.org","-","1"\r\n'
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Other (12)\r\n    Points Possible,,,,,(read only)\r\n"
    '"O\'Hara, Ann",11,900,ann,S1,3\r\n"Öz, Bo",12,901,bo,S1,4\r\n'
)


@pytest.mark.slow
def test_grades_come_out_by_item_by_assignment_and_merged(tmp_path: Path) -> None:
    from nbgrader.api import Gradebook

    work = fresh(tmp_path / "work")
    hand_in(work, "ann", {"kyc-c1": "label: dismissive", "hto-c1": '=cmd|" /C calc"!A0'})
    hand_in(work, "bo")
    by_engine(work)
    with Gradebook(f"sqlite:///{work.course / 'gradebook.db'}") as book:
        book.update_or_create_student("ann", first_name="Ann", last_name='O"Hara, Dr', email="ann@example.org")
        book.engine.dispose()
    plugin = "coolerheads.grading.export."
    work.tool("ExportApp", f"--exporter={plugin}ItemCsv", "--to=items.csv")
    items = list(csv.DictReader((work.course / "items.csv").open(encoding="utf-8", newline="")))
    assert len(items) == 2 * 13
    mine = {row["item"]: row for row in items if row["student_id"] == "ann"}
    assert (mine["c1"]["score"], mine["c1"]["max_score"], mine["c1"]["last_name"]) == ("2", "2", 'O"Hara, Dr')
    assert mine["c5"]["for_a_person"] == "yes"
    assert "=cmd" in mine["c5"]["comment"]
    assert not mine["c5"]["comment"].startswith("=")

    work.tool("ExportApp", f"--exporter={plugin}AssignmentCsv", "--to=grades.csv")
    grades = {
        row["student_id"]: row
        for row in csv.DictReader((work.course / "grades.csv").open(encoding="utf-8", newline=""))
    }
    assert {name: row["score"] for name, row in grades.items()} == {"ann": "2", "bo": "10"}

    (work.course / "moodle.csv").write_text(MOODLE, encoding="utf-8", newline="")
    work.tool("ExportApp", f"--exporter={plugin}GradebookCsv", "--GradebookCsv.into=moodle.csv", "--to=merged.csv")
    merged = list(csv.reader((work.course / "merged.csv").open(encoding="utf-8-sig", newline="")))
    before = list(csv.reader(MOODLE.removeprefix("\ufeff").splitlines()))
    assert [row[4] for row in merged] == ["Assignment: Steady yourself (Real)", "2", "10", "-"]
    assert [row[:4] + row[5:] for row in merged] == [row[:4] + row[5:] for row in before]


def test_canvas_gets_a_column_with_the_points_possible() -> None:
    rows = list(csv.reader(CANVAS.splitlines()))
    unknown = merge(
        rows,
        [(ASSIGNMENT, 58.0, "ann", "", 41.5), (ASSIGNMENT, 58.0, "bo", "", 7.0), (ASSIGNMENT, 58.0, "zed", "", 1.0)],
    )
    assert [row[-1] for row in rows] == ["Steady yourself", "58", "41.5", "7"]
    assert [row[:-1] for row in rows] == list(csv.reader(CANVAS.splitlines()))
    assert unknown == ["zed"]


def test_a_heading_that_only_begins_like_an_assignment_is_left_alone() -> None:
    rows = [["Student ID", "Connected since", "Quiz: Connect (Real)"], ["ann", "May", "-"]]
    assert merge(rows, [("connect", 40.0, "ann", "", 30.0)]) == []
    assert rows[1] == ["ann", "May", "30"]


def test_one_persons_number_is_not_taken_for_anothers() -> None:
    rows = [["ID", "SIS Login ID", "Steady yourself"], ["7", "ann", ""], ["8", "7", ""]]
    assert merge(rows, [(ASSIGNMENT, 58.0, "7", "", 9.0)]) == []
    assert [row[2] for row in rows[1:]] == ["", "9"]


@pytest.mark.slow
def test_a_spreadsheets_encoding_stays_and_a_forgotten_file_is_asked_for(tmp_path: Path) -> None:
    work = fresh(tmp_path / "work")
    hand_in(work, "ann")
    by_engine(work)
    plugin = "--exporter=coolerheads.grading.export.GradebookCsv"
    with pytest.raises(ToolError, match="Say which CSV to fill in"):
        work.tool("ExportApp", plugin)
    (work.course / "old.csv").write_bytes("Username;Name\r\nann;Zoë\r\n".encode("cp1252"))
    work.tool("ExportApp", plugin, "--GradebookCsv.into=old.csv")
    merged = (work.course / "old-graded.csv").read_bytes().decode("cp1252")
    assert merged == "Username;Name;Steady yourself\r\nann;Zoë;10\r\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("@x", "'@x"),
        ("plain", "plain"),
        (None, ""),
        (-2.5, "-2.5"),
        (2.0, "2"),
    ],
)
def test_no_cell_is_a_formula(value: object, cell: str) -> None:
    assert safe(value) == cell
