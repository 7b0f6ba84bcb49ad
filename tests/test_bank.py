"""The bank is read strictly, its forms are parallel, and the exercises made from it are the same every time."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from coolerheads.cli import main
from coolerheads.exercise.task import Task, from_data, to_data
from coolerheads.grading.draw import ASSIGNMENTS, PARTS, TooFewItemsError, draw
from coolerheads.grading.items import Item, read_bank, read_items
from coolerheads.grading.notebooks import make_all
from coolerheads.grading.submission import source_from
from coolerheads.grading.wording import earned, heading, shown
from coolerheads.house_rules import DEFAULTS
from coolerheads.labels import PRINCIPLES
from coolerheads.reading import ContentError, Problem

HOME = Path(__file__).parents[1]
BAD = sorted((HOME / "tests/bad/bank").glob("*.yml"))


@pytest.fixture(scope="module")
def bank() -> dict[str, Item]:
    return read_bank(HOME / "bank")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_broken_bank_gives_exactly_these_messages(path: Path, tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    shutil.copy(path, tmp_path / "bank" / "own-it.yml")
    problems: list[Problem] = []
    read_items(tmp_path / "bank", problems)
    assert "".join(f"{problem}\n" for problem in sorted(set(problems))) == path.with_suffix(".txt").read_text()


def test_a_folder_without_a_bank_says_what_a_bank_is(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r":1: no bank here: a folder with files such as keep-your-cool\.yml"):
        read_bank(tmp_path)


def test_the_same_id_in_two_files_names_both_lines(tmp_path: Path) -> None:
    text = (HOME / "tests/bad/bank/pools-that-differ.yml").read_text().replace("pool: A", "pool: measure")
    for slug in ("own-it", "recap"):
        (tmp_path / f"{slug}.yml").write_text(text.replace("own-it", slug))
    with pytest.raises(ContentError, match=r'recap\.yml:3: item "oi-c1" is also in .*own-it\.yml:3; ids are unique'):
        read_bank(tmp_path)


def test_the_committed_exercises_are_what_the_bank_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exercises", "--check", "--bank", str(HOME / "bank"), "--to", str(HOME / "exercises")]) == 0, (
        capsys.readouterr().err
    )


def test_exercises_are_the_same_byte_for_byte(bank: dict[str, Item]) -> None:
    assert make_all(bank, DEFAULTS) == make_all(dict(bank), DEFAULTS)


def test_a_changed_notebook_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["exercises", "--bank", str(HOME / "bank"), "--to", str(tmp_path)]
    assert main(args) == 0
    path = tmp_path / "steady-yourself" / "steady-yourself.ipynb"
    path.write_text(path.read_text("utf-8").replace("Customer", "Client"), "utf-8")
    assert main([*args, "--check"]) == 1
    assert f"{path}:1: not what the bank makes; run: make exercises" in capsys.readouterr().err


def drawn(bank: dict[str, Item], form: str, seed: int | None) -> dict[str, list[Item]]:
    found = {}
    for assignment in PARTS:
        try:
            found[assignment.name] = draw(assignment, bank, form, seed)
        except TooFewItemsError:
            continue
    return found


@pytest.mark.parametrize("seed", [None, 0, 1, 2, 99])
def test_forms_have_as_many_of_each_principle_kind_and_label(bank: dict[str, Item], seed: int | None) -> None:
    a, b = drawn(bank, "A", seed), drawn(bank, "B", seed)
    for name in a:
        shape_a, shape_b = (Counter((i.task.principle, *i.shape) for i in form[name]) for form in (a, b))
        assert shape_a == shape_b
        assert not {i.id for i in a[name]} & {i.id for i in b[name]}


def test_a_seed_draws_the_same_form_again_and_another_seed_another(bank: dict[str, Item]) -> None:
    def ids(seed: int) -> list[str]:
        return [item.id for items in drawn(bank, "A", seed).values() for item in items]

    assert ids(7) == ids(7)
    assert len({tuple(ids(seed)) for seed in range(8)}) > 1


def test_before_and_after_ask_of_the_same_principles(bank: dict[str, Item]) -> None:
    before, after = (
        next(a for a in ASSIGNMENTS if a.name == name) for name in ("before-you-start", "after-the-course")
    )
    shapes = []
    for assignment in (before, after):
        items = draw(assignment, bank)
        shapes.append([(i.task.principle, i.task.kind) for i in items if i.task.kind == "classify"])
        assert {i.pool for i in items} == {"measure"}
    assert shapes[0] == shapes[1]


def test_the_parts_hold_every_principle_once_and_in_order() -> None:
    assert tuple(slug for part in PARTS for slug in part.principles) == PRINCIPLES


def test_a_notebook_gives_its_tasks_back_as_they_were(bank: dict[str, Item]) -> None:
    for name, text in make_all(bank, DEFAULTS).items():
        source = source_from(json.loads(text), bank, name)
        for id, task in source.tasks.items():
            assert from_data(to_data(task)) == task
            item = bank[task.item].task
            assert (task.customer, task.reply, task.needs, task.points) == (
                item.customer,
                item.reply,
                item.needs,
                item.points,
            )
            assert id == task.id


def test_a_notebook_that_is_not_ours_is_refused_with_the_command_that_makes_one(bank: dict[str, Item]) -> None:
    with pytest.raises(
        ContentError, match="x:1: not an assignment of this course: it was not made by coolerheads exercises"
    ):
        source_from({"cells": []}, bank, "x")


def test_a_question_about_a_note_says_note_and_not_reply() -> None:
    criteria = ("log_facts", "log_promises")
    note = Task(
        "c1", "x", "classify", "one_label", "write-the-log", 2, "Phone", "She rang.", reply="Done.", options=criteria
    )
    text = "\n".join((heading(note), shown(note), earned(note)))
    assert "Which of these does the note miss?" in text
    assert "**The call:** She rang." in text
    assert "**facts**, **promises**" in text
    assert "reply" not in text.lower()
