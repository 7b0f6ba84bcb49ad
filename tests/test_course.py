"""``coolerheads course`` lays out a folder that nbgrader can use at once, and never overwrites anybody's work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coolerheads.cli import main
from coolerheads.grading.course import CONFIG
from coolerheads.grading.items import read_bank
from coolerheads.grading.settings import read_settings

HOME = Path(__file__).parents[1]
BANK = ["--bank", str(HOME / "bank"), "--rules", str(HOME / "house-rules.yml")]


def test_the_repositorys_own_config_is_the_one_that_is_laid_out() -> None:
    assert (HOME / "nbgrader_config.py").read_text() == CONFIG.format(course="cooler-heads")


def test_a_course_folder_has_bank_exercises_rules_and_config(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "autumn 26"
    assert main(["course", str(folder), *BANK]) == 0
    out = capsys.readouterr().out
    assert "bank/, house-rules.yml, nbgrader_config.py, exercises/before-you-start/, exercises/steady-yourself/" in out
    settings = read_settings(folder)
    assert (settings.course, settings.source, settings.bank) == ("autumn-26", "exercises", folder / "bank")
    assert settings.source_of("steady-yourself").is_file()
    committed = HOME / "exercises" / "steady-yourself" / "steady-yourself.ipynb"
    assert settings.source_of("steady-yourself").read_bytes() == committed.read_bytes()


def test_what_an_instructor_changed_is_kept_and_the_exercises_follow_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["course", str(tmp_path), *BANK]) == 0
    config, bank = tmp_path / "nbgrader_config.py", tmp_path / "bank" / "keep-your-cool.yml"
    config.write_text(config.read_text() + "\nc.CoolerHeads.refer_from = 0\n")
    bank.write_text(bank.read_text("utf-8").replace("eleven degrees", "nine degrees"), "utf-8")
    capsys.readouterr()
    assert main(["course", str(tmp_path), *BANK]) == 0
    assert read_settings(tmp_path).refer_from == 0
    out = capsys.readouterr().out
    assert "exercises/steady-yourself/" in out
    assert "bank/" not in out
    assert "nine degrees" in read_settings(tmp_path).source_of("steady-yourself").read_text("utf-8")


def test_a_bank_with_faults_lays_out_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "own-it.yml").write_text("principle: own-it\n")
    assert main(["course", str(tmp_path / "new"), "--bank", str(tmp_path / "bank")]) == 1
    assert 'bank/own-it.yml:1: a bank file needs "items"' in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def forms(folder: Path) -> set[tuple[str, int | None]]:
    about = [
        json.loads(path.read_text("utf-8"))["metadata"]["coolerheads"] for path in folder.glob("exercises/*/*.ipynb")
    ]
    return {(entry["form"], entry.get("seed")) for entry in about}


def test_laid_out_again_a_course_keeps_the_form_that_it_was_drawn_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["course", str(tmp_path), *BANK, "--form", "B", "--seed", "4"]) == 0
    capsys.readouterr()
    assert main(["course", str(tmp_path), *BANK]) == 0
    assert "everything was there already" in capsys.readouterr().out
    assert forms(tmp_path) == {("B", 4)}
    assert main(["course", str(tmp_path), *BANK, "--form", "A"]) == 0
    assert forms(tmp_path) == {("A", None)}


def test_questions_that_change_after_they_were_released_are_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["course", str(tmp_path), *BANK]) == 0
    (tmp_path / "release" / "connect").mkdir(parents=True)
    assert capsys.readouterr().err == ""
    assert main(["course", str(tmp_path), *BANK, "--form", "B"]) == 0
    assert capsys.readouterr().err.startswith("connect changed after being released.")


def test_a_course_can_be_laid_out_from_anywhere_where_the_command_runs_from_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["course", "mine"]) == 0
    assert (tmp_path / "mine" / "bank" / "own-it.yml").is_file()


def test_an_unknown_assignment_is_answered_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", str(tmp_path), *BANK]) == 0
    assert main(["grade", "stedy-yourself", "--course", str(tmp_path)]) == 1
    text = f'{tmp_path}/exercises:1: no assignment "stedy-yourself"; did you mean "steady-yourself"?\n'
    assert capsys.readouterr().err == text


def test_one_notebook_is_graded_in_the_form_it_was_drawn_in_without_any_course_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["exercises", *BANK[:2], "--to", str(tmp_path / "given"), "--form", "B", "--seed", "4"]) == 0
    data = json.loads((tmp_path / "given/steady-yourself/steady-yourself.ipynb").read_text("utf-8"))
    bank = read_bank(HOME / "bank")
    for id, item in data["metadata"]["coolerheads"]["items"].items():
        cell = next(cell for cell in data["cells"] if cell["id"] == id)
        if bank[item].task.asks == "one_label":
            cell["source"] = cell["source"].replace("?", bank[item].key[0])
    monkeypatch.chdir(tmp_path)
    Path("mine.ipynb").write_text(json.dumps(data), "utf-8")
    capsys.readouterr()
    assert main(["grade", "steady-yourself", "--notebook", "mine.ipynb"]) == 0
    assert capsys.readouterr().out.startswith("4 of 58 points; for a person to look at: 0 of 13 answers")
