"""``coolerheads course`` lays out a folder that nbgrader can use at once, and never overwrites anybody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from coolerheads.cli import main
from coolerheads.grading.course import CONFIG
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
