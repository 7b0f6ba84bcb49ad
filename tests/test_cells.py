"""An answer cell in JupyterLab: whatever is typed into it reaches the coach, and reads there as it reads when graded."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from coolerheads.exercise import cells
from coolerheads.exercise.answers import read
from coolerheads.exercise.task import to_data
from coolerheads.house_rules import DEFAULTS
from tests.test_answers import ONE, REPLY, TASKS


class Shell:
    """What is used of IPython: magics, what mends a cell's lines, and which cell JupyterLab says it runs."""

    def __init__(self) -> None:
        self.magics: dict[str, Any] = {}
        self.input_transformers_cleanup: list[Any] = []
        self.cell = ""
        self.kernel = SimpleNamespace(get_parent=lambda channel: {"metadata": {"cellId": self.cell}})

    def register_magic_function(self, function: Any, kind: str, name: str) -> None:
        assert kind == "cell"
        self.magics[name] = function

    def run(self, text: str, cell: str = "") -> None:
        """Run a cell as IPython does; raises SyntaxError or ValueError where IPython would show one."""
        self.cell = cell
        lines = text.splitlines(keepends=True)
        for mend in self.input_transformers_cleanup:
            lines = mend(lines)
        first, rest = lines[0], "".join(lines[1:])
        if not first.startswith("%%"):
            raise SyntaxError(text)
        if not rest:
            raise ValueError("the cell body is empty")
        name, _, line = first[2:].strip().partition(" ")
        self.magics[name](line, rest)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    made = Shell()
    monkeypatch.setattr(cells, "_shell", lambda: made)
    monkeypatch.setattr(cells, "_show", lambda text: None)
    tasks = [replace(task, context="Phone", customer="It is broken.") for task in TASKS.values()]
    cells.start(json.dumps({"tasks": [to_data(task) for task in tasks], "rules": DEFAULTS}))
    return made


def answer(id: str) -> Any:
    assert cells._session is not None
    return cells._session.answers.get(id)


REPLIES = [
    "%%reply r1\nI'm sorry.", "%%reply r1 I'm sorry.", "%% reply r1\nI'm sorry.", "%reply R1\nI'm sorry.",
    "%%repl r1\n\nI'm sorry.", "% % reply r1\nI'm sorry.", "%%replyr1\nI'm sorry.", "%%reply r 1\nI'm sorry.",
    "\n%%reply r1:\nI'm sorry.", "reply r1\nI'm sorry.",
]  # fmt: skip
IN_ITS_OWN_CELL = ["I'm sorry.", "%%\nI'm sorry.", "%%reply\nI'm sorry.", "%%reply I'm sorry.", "%%reply r9 I'm sorry."]


@pytest.mark.parametrize("text", REPLIES)
def test_a_magic_line_in_any_shape_gives_the_coach_the_words(shell: Shell, text: str) -> None:
    shell.run(text)
    assert answer("r1").text == read(text, REPLY, TASKS).text == "I'm sorry."


@pytest.mark.parametrize("text", [*REPLIES, *IN_ITS_OWN_CELL])
def test_in_its_own_cell_an_answer_needs_no_magic_line(shell: Shell, text: str) -> None:
    shell.run(text, cell="r1")
    assert answer("r1").text == read(text, REPLY, TASKS).text == "I'm sorry."


@pytest.mark.parametrize("text", ["%%classify blame", "%%blame", "%% blame", "%%classify c1 blame", "blame"])
def test_a_word_typed_over_the_magic_line_is_the_answer(shell: Shell, text: str) -> None:
    shell.run(text, cell="c1")
    assert answer("c1").chosen == read(text, ONE, TASKS).chosen == ("blame",)


@pytest.mark.parametrize(
    "text", ["%%reply r1", "%%reply r1\n", "%%reply r1\n\n  \n", "%%reply r1\nwrite your reply here"]
)
def test_an_emptied_cell_is_not_answered_yet_and_no_error(shell: Shell, text: str) -> None:
    shell.run(text)
    assert not answer("r1").answered
    assert not read(text, REPLY, TASKS).answered


def test_other_cells_run_as_they_are(shell: Shell) -> None:
    (mend,) = shell.input_transformers_cleanup
    for text in ("1 + 1", "%time 1", "%%bash\nls", "# reply to r1 later", ""):
        lines = text.splitlines(keepends=True)
        assert mend(lines) == lines


def test_opened_twice_a_notebook_mends_its_cells_once(shell: Shell) -> None:
    cells.start(json.dumps({"tasks": [to_data(replace(REPLY, context="Phone", customer="Hm."))], "rules": DEFAULTS}))
    assert len(shell.input_transformers_cleanup) == 1
