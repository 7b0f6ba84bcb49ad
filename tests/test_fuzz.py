"""No notebook, however odd, makes reading or grading fail, earn more than full points, or hide an answer.

``make fuzz`` runs 10,000 cases; the tests run 500.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coolerheads.exercise.cells import Session
from coolerheads.exercise.task import to_data
from coolerheads.grading.items import read_bank
from coolerheads.grading.notebooks import make_all
from coolerheads.grading.rebuild import rebuild
from coolerheads.grading.submission import Source, UnreadableError, grade_notebook, parse, source_from
from coolerheads.house_rules import DEFAULTS

HOME = Path(__file__).parents[1]
CASES = int(os.environ.get("FUZZ_CASES", "500"))
FUZZ = settings(
    max_examples=CASES, deadline=None, derandomize=CASES == 500, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip


@cache
def source() -> Source:
    bank = read_bank(HOME / "bank")
    return source_from(json.loads(make_all(bank, DEFAULTS)["steady-yourself"]), bank, "steady-yourself")


PIECES = st.sampled_from([
    "%%reply r1", "%%classify c1", "%%order o1", "%reply", "%%", "label:", "labels:", "best:", "worst:", "words:", "order:", "?", "a", "b",
    "c, d, a, b", "dismissive", "blame", "1", "2.", "I'm so sorry", "our mistake", "by Friday", "£20", "half past nine", "tomorrow", '"', "“", "”", "'''",
    "r1 = ", "print(", ")", "\n", "\t", "\r", "\x00", "\u202e", "\ud800", "#", "write your reply here", "raise NotImplementedError()", "<script>", "$x$", "[",
    "new lens", "Mr Kowal", "!", "...", "noon on Saturday", "20%", "14 March", "a couple of days", "the next week",
    "in ten minutes", "this evening", "thirty-five pounds", "half an hour", "I'll give you a voucher", "by midnight on Friday", "two weeks", "excuse",
])  # fmt: skip
# The same words in letters that look alike, or that one comparison takes for the same and another does not.
DRESS = st.sampled_from([
    {}, {"i": "ı"}, {"i": "İ"}, {"s": "ſ"}, {"k": "\u212a"}, {"o": "о"}, {"e": "е\u0301"}, {"'": "’"}, {"-": "‑"}, {" ": "\u00a0"}, {"a": "a\u200b"},
    {"£": "￡"}, {"1": "١"}, {"2": "²"}, {"s": "ß"}, {letter: letter.upper() for letter in "aeiou"}, {letter: chr(ord(letter) + 65248) for letter in "abcdt"},
]).map(str.maketrans)  # fmt: skip
SAID = st.lists(PIECES, max_size=12)
TEXT = st.one_of(
    st.text(max_size=200),
    SAID.map(" ".join),
    SAID.map("\n".join),
    st.builds(lambda said, dress: " ".join(said).translate(dress), SAID, DRESS),
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
IDS = st.sampled_from(["c1", "c2", "c3", "c4", "o1", "r1", "r2", "c1-points", "r1-points", "start", "zz", ""]) | JSON
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON,
        "id": IDS,
        "source": TEXT | st.lists(TEXT | JSON, max_size=3) | JSON,
        "metadata": st.fixed_dictionaries({}, optional={"nbgrader": st.fixed_dictionaries({}, optional={"grade_id": IDS, "points": JSON}) | JSON}) | JSON,
        "outputs": JSON,
    },
)  # fmt: skip
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL | JSON, max_size=12) | JSON}, optional={"metadata": JSON, "nbformat": JSON}
)


def holds(data: Any) -> None:
    graded = grade_notebook(source(), data)
    assert [entry.id for entry in graded] == list(source().tasks)
    for entry in graded:
        assert 0 <= entry.points <= entry.max
        assert entry.answered or entry.points == 0
        for start, end, *_ in entry.marks:
            assert 0 <= start <= end <= len(entry.text)
        entry.comment.encode("utf-8")
    json.dumps(rebuild(source(), graded)).encode("utf-8")


@FUZZ
@given(NOTEBOOK)
def test_any_notebook_is_graded(data: Any) -> None:
    holds(data)


@FUZZ
@given(st.fixed_dictionaries(dict.fromkeys(("c1", "c2", "c3", "c4", "c6", "c8", "o1", "r1", "r2", "r3", "r4"), TEXT)))
def test_any_answers_are_graded(answers: dict[str, str]) -> None:
    cells = [{"metadata": {"nbgrader": {"grade_id": id}}, "source": text} for id, text in answers.items()]
    holds({"cells": cells})


@FUZZ
@given(
    st.lists(
        st.tuples(st.sampled_from(["c1", "c2", "c3", "c4", "o1", "r1", "r2", "C 1", "r1.", ""]) | TEXT, TEXT),
        max_size=3,
    )
)
def test_the_coach_answers_whatever_is_typed_and_repeats_no_markup(cells: list[tuple[str, str]]) -> None:
    tasks = [to_data(task) for task in source().tasks.values()]
    session = Session({"tasks": tasks, "rules": DEFAULTS})
    for line, body in cells:
        said = session.answer(line, body)
        assert said.endswith("</div>")
        assert "<script" not in said
        said.encode("utf-8", "surrogatepass")


@FUZZ
@given(
    st.binary(max_size=400)
    | NOTEBOOK.map(lambda data: json.dumps(data).encode())
    | TEXT.map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_file_is_read_or_refused_with_a_reason(raw: bytes) -> None:
    reason = "it can be read"
    try:
        holds(parse(raw))
    except UnreadableError as error:
        reason = str(error)
    assert reason.startswith("it ")
