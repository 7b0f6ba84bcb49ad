"""Answers are read kindly, as data; what cannot be read says so and keeps its words."""

from __future__ import annotations

import pytest

from coolerheads.exercise.answers import Answer, read, read_notebook
from coolerheads.exercise.task import Task

OPTIONS = ("blame", "dismissive", "non_apology", "excuse")
ONE = Task("c1", "x", "classify", "one_label", "own-it", 2, "", "", reply="It is only two days.", options=OPTIONS)
SEVERAL = Task("c2", "x", "classify", "several_labels", "own-it", 3, "", "", reply="r", options=OPTIONS)
REPLIES = {"a": "one", "b": "two", "c": "three"}
BEST = Task("c3", "x", "classify", "best_and_worst", "own-it", 4, "", "", replies=REPLIES)
WORDS = Task(
    "c4",
    "x",
    "classify",
    "spoiling_words",
    "own-it",
    3,
    "",
    "",
    reply="I'm sorry. Babies sleep anywhere, you know. Bye.",
)
ORDER = Task("o1", "x", "order", "order", "own-it", 4, "", "", steps={"a": "1", "b": "2", "c": "3", "d": "4"})
REPLY = Task("r1", "x", "rewrite", "reply", "own-it", 6, "", "", reply="bad", needs=("apology", "solution"))
TASKS = {task.id: task for task in (ONE, SEVERAL, BEST, WORDS, ORDER, REPLY)}


def chosen(task: Task, text: str) -> tuple[str, ...]:
    answer = read(text, task, TASKS)
    assert answer.answered
    assert answer.problem == ""
    return answer.chosen


@pytest.mark.parametrize(
    "text",
    [
        "%%classify c1\nlabel: dismissive", "%%classify c1\ndismissive", "%%classify c1\nLabel = Dismissive.",
        "%%classify c1\n“dismissive”", "%%classify c1\nlabel: 2", "%%classify c1\n2. dismissive", "label: dismissive",
        "%clasify c1\nlabel: dismisive", "%% Classify C1\nDISMISSIVE!", "# label: dismissive", "label = 'dismissive'",
        "%%classify c1\nlabel: **dismissive**", "%%classify c1\nlabel: ? dismissive", "\n\n%%classify c1\n\n  dismissive  \n",
        "%%classify c1\nThe answer is dismissive", "%%classify\ndismissive", "%%classify c1\nlable: dismissive",
    ],
)  # fmt: skip
def test_one_label_is_read_however_it_is_typed(text: str) -> None:
    assert chosen(ONE, text) == ("dismissive",)


@pytest.mark.parametrize("word", ["non-apology", "non_apology", "Non apology", "nonapology", "3"])
def test_a_label_of_two_words_is_read_with_any_joint(word: str) -> None:
    assert chosen(ONE, f"%%classify c1\nlabel: {word}") == ("non_apology",)


@pytest.mark.parametrize("word", ["promises", "Promises.", "log_promises", "promise", "2"])
def test_a_log_criterion_is_read_by_the_word_that_is_shown(word: str) -> None:
    criteria = ("log_facts", "log_promises", "log_neutral")
    task = Task("c1", "x", "classify", "one_label", "write-the-log", 2, "", "", reply="r", options=criteria)
    assert chosen(task, f"%%classify c1\nlabel: {word}") == ("log_promises",)


@pytest.mark.parametrize(
    "text",
    [
        "labels: blame, excuse",
        "blame and excuse",
        "- blame\n- excuse",
        "1. blame\n2. excuse",
        "['blame', 'excuse']",
        "blame excuse",
        "1, 4",
    ],
)
def test_several_labels_are_read_however_they_are_listed(text: str) -> None:
    assert chosen(SEVERAL, f"%%classify c2\n{text}") == ("blame", "excuse")


@pytest.mark.parametrize(
    "text",
    [
        "best: c\nworst: a",
        "Best = C, worst = A",
        "worst a best c",
        "best is c and worst is a",
        "c a",
        "best: reply c\nworst: reply a",
    ],
)
def test_best_and_worst_are_read_in_any_order(text: str) -> None:
    assert chosen(BEST, f"%%classify c3\n{text}") == ("best c", "worst a")


@pytest.mark.parametrize(
    "text",
    [
        "order: c, a, d, b",
        "C A D B",
        "cadb",
        "c > a > d > b",
        "3 1 4 2",
        "c then a then d then b",
        "first c, a, d and last b",
    ],
)
def test_an_order_is_read_however_it_is_written(text: str) -> None:
    assert chosen(ORDER, f"%%order o1\n{text}") == ("c", "a", "d", "b")


@pytest.mark.parametrize(
    "text",
    ["words: Babies sleep anywhere", "“Babies sleep anywhere”", "BABIES SLEEP ANYWHERE", "babies\nsleep anywhere"],
)
def test_words_of_the_reply_are_found_in_it(text: str) -> None:
    assert [word.casefold() for word in chosen(WORDS, f"%%classify c4\n{text}")] == ["babies sleep anywhere"]


@pytest.mark.parametrize(
    "text",
    [
        "%%reply r1\nI'm sorry.", "I'm sorry.", "%%reply r1\nwrite your reply here\nI'm sorry.", "%%reply r1\nI'm sorry.\nWrite your reply here",
        '%%reply r1\n"I\'m sorry."', "%%reply r1\n“I'm sorry.”", 'r1 = "I\'m sorry."', 'reply = """I\'m sorry."""', 'print("I\'m sorry.")',
        "# I'm sorry.", "%%reply  r1 \n\n\nI'm sorry.\n", "%reply r1\nI'm sorry.", "%%repyl r1\nI'm sorry.", "%%reply r1\nwrite your reply here I'm sorry.",
    ],
)  # fmt: skip
def test_a_reply_is_read_without_what_is_round_it(text: str) -> None:
    assert read(text, REPLY, TASKS).text == "I'm sorry."


def test_quotes_inside_a_reply_stay() -> None:
    said = '"No," you said, and then "yes".'
    assert read(f"%%reply r1\n{said}", REPLY, TASKS).text == said


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.asks)
def test_a_cell_as_it_was_given_out_is_unanswered(task: Task) -> None:
    assert (
        read(f"{task.magic}\n{task.blank}", task, TASKS) == read("", task, TASKS)
        or not read(f"{task.magic}\n{task.blank}", task, TASKS).answered
    )


@pytest.mark.parametrize(
    ("task", "text", "problem"),
    [
        (ONE, "rude", "“rude” is not one of: blame, dismissive, non-apology or excuse"),
        (ONE, "label: 7", "“7” is not one of: blame, dismissive, non-apology or excuse"),
        (ONE, "blame, excuse", "it names 2 labels; choose one of: blame, dismissive, non-apology or excuse"),
        (SEVERAL, "blame, rudeness", "“rudeness” is not one of: blame, dismissive, non-apology or excuse"),
        (BEST, "best: c", "no letter for worst; write for example “worst: a” (a, b or c)"),
        (BEST, "I like c", "no letter for best and worst; write for example “best: a” (a, b or c)"),
        (ORDER, "c, a, d", "each of the letters a, b, c and d is needed once, in your order"),
        (WORDS, "the second sentence", "“the second sentence” does not stand in the reply; copy its words exactly"),
    ],
)
def test_what_cannot_be_read_says_what_would_be_right(task: Task, text: str, problem: str) -> None:
    answer = read(f"{task.magic}\n{text}", task, TASKS)
    assert answer.answered
    assert answer.problem == problem
    assert answer.text == text


def cell(source: object, grade_id: str = "", id: str = "x") -> dict[str, object]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source}


def answers(*cells: object) -> dict[str, Answer]:
    return read_notebook({"cells": list(cells)}, TASKS)


def test_a_cell_is_found_by_its_grade_id_even_as_a_list_of_lines() -> None:
    assert answers(cell(["%%reply r1\n", "Hello"], "r1"))["r1"].text == "Hello"


def test_a_deleted_cell_typed_anew_counts() -> None:
    assert answers(cell("%%reply r1\nHello"))["r1"].text == "Hello"


def test_a_cell_that_lost_its_metadata_and_its_magic_is_found_by_its_id() -> None:
    assert answers(cell("Hello", id="r1"))["r1"].text == "Hello"


def test_a_new_cell_does_not_push_out_the_answered_one() -> None:
    assert answers(cell("%%reply r1\nMine", "r1"), cell("%%reply r1\nStray"))["r1"].text == "Mine"


def test_of_two_copies_the_last_answered_counts_and_says_so() -> None:
    found = answers(cell("%%reply r1\nOne", "r1"), cell("%%reply r1\nTwo", "r1"), cell("%%reply r1\n", "r1"))["r1"]
    assert (found.text, found.note) == ("Two", "2 cells answer r1; the last of them counts")


def test_a_missing_cell_is_an_unanswered_task() -> None:
    assert not answers()["r1"].answered
