"""The command line says what is wrong, where, and leaves with the right status."""

from pathlib import Path

import pytest

from coolerheads import library
from coolerheads.cli import main

BAD = Path(__file__).parent / "bad" / "dialogues"


def test_check_reports_every_fault_of_every_file_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own-it").mkdir()
    for name in ("a-scene-nobody-knows", "a-bare-correct", "not-yaml"):
        (tmp_path / "own-it" / f"{name}.yml").write_text((BAD / f"{name}.yml").read_text())
    (tmp_path / "own-it" / "questions.yml").write_text("questions:\n  one:\n    question: Why?\n")
    assert main(["check", "--content", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    for expected in ('goes to "thank"', "because is only", "not valid YAML", 'question "one" needs "options"'):
        assert expected in out


def test_show_prints_the_script_and_the_graph(capsys: pytest.CaptureFixture[str]) -> None:
    id = library.dialogue_ids()[0]
    assert main(["show", id]) == 0
    assert library.dialogue(id).situation in capsys.readouterr().out
    assert main(["show", id, "--graph"]) == 0
    assert capsys.readouterr().out.startswith("flowchart TD")


def test_show_of_an_unknown_id_is_one_sentence_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "keep-your-cool/nothing-like-it"]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith('there is no dialogue "keep-your-cool/nothing-like-it".')
    assert len(captured.err.splitlines()) == 1
