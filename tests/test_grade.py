"""How each kind of item earns its points, and when a person is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from coolerheads.exercise import assess as assessing
from coolerheads.exercise.answers import read
from coolerheads.exercise.assess import Scored, assess, formula
from coolerheads.exercise.task import Facts, Task
from coolerheads.grading.grade import Graded, from_data, grade
from coolerheads.grading.items import Item
from coolerheads.house_rules import DEFAULTS

FACTS = Facts(know=("It broke in the post.",), may_offer=("A new vase.",), by_when=("By Friday.",))
REWRITE = Task(
    "r1", "x", "rewrite", "reply", "own-it", 6, "Chat, shop", "It broke!", reply="Your fault.", facts=FACTS,
    needs=("apology", "ownership", "solution"), avoid=("blame",),
)  # fmt: skip


def item(asks: str, key: object, task: Task) -> Item:
    return Item("x", "A", "blame", task, key, "because", "", "bank/own-it.yml", 3)  # type: ignore[arg-type]


def choice(asks: str, key: object, text: str, **fields: object) -> Graded:
    kind = "order" if asks == "order" else "classify"
    points = {"one_label": 2, "several_labels": 3, "best_and_worst": 4, "spoiling_words": 3, "order": 4}[asks]
    task = Task("c1", "x", kind, asks, "own-it", points, "", "", **fields)  # type: ignore[arg-type]
    return grade(item(asks, key, task), task, read(f"{task.magic}\n{text}", task), DEFAULTS)


@pytest.mark.parametrize(("text", "points"), [("blame", 2), ("excuse", 0)])
def test_one_label_earns_all_or_nothing(text: str, points: float) -> None:
    assert choice("one_label", ("blame",), text, options=("blame", "excuse")).points == points


@pytest.mark.parametrize(
    ("text", "points"),
    [("blame, excuse, jargon", 3), ("blame, excuse", 2), ("blame", 1), ("hostile", 0), ("blame, excuse, jargon, hostile, scripted, apology", 0),
     ("blame, excuse, hostile", 1)],
)  # fmt: skip
def test_several_labels_earn_their_shares_and_naming_all_earns_nothing(text: str, points: float) -> None:
    options = ("blame", "excuse", "jargon", "hostile", "scripted", "apology")
    assert choice("several_labels", ("blame", "excuse", "jargon"), text, options=options).points == points


@pytest.mark.parametrize(
    ("text", "points"), [("best: a\nworst: c", 4), ("best: a\nworst: b", 2), ("best: c\nworst: a", 0), ("best: a", 2)]
)
def test_best_and_worst_earn_half_each(text: str, points: float) -> None:
    graded = choice("best_and_worst", {"best": "a", "worst": "c"}, text, replies={"a": "1", "b": "2", "c": "3"})
    assert graded.points == points
    assert bool(graded.referral) == ("worst" not in text)


REPLY = "I am sorry, Mr Osei. Babies sleep anywhere, so don't fuss. It comes at noon."


@pytest.mark.parametrize(
    ("text", "points"),
    [("Babies sleep anywhere, so don't fuss", 3), ("sleep anywhere, so don't fuss.", 3), ("fuss", 0), ("I am sorry", 0),
     (REPLY, 0), ("Babies sleep anywhere so don’t fuss", 3), ("Babies sleep anywhere, so don't fuss\nI am sorry", 0)],
)  # fmt: skip
def test_spoiling_words_must_hit_the_place_and_little_round_it(text: str, points: float) -> None:
    assert choice("spoiling_words", ("Babies sleep anywhere, so don't fuss",), text, reply=REPLY).points == points


@pytest.mark.parametrize(
    ("text", "points"), [("c d a b", 4), ("c d b a", 2.67), ("d c b a", 1.33), ("b a d c", 0), ("a b c d", 0)]
)
def test_an_order_earns_by_pairs(text: str, points: float) -> None:
    assert choice("order", ("c", "d", "a", "b"), text, steps=dict.fromkeys("abcd", "x")).points == points


def test_what_cannot_be_read_goes_to_a_person_with_the_text_as_written() -> None:
    graded = choice("one_label", ("blame",), "well, it's rude", options=("blame", "excuse"))
    assert graded.points == 0
    assert graded.referral.endswith("written was: well, it's rude")


def test_no_answer_is_no_referral() -> None:
    graded = choice("one_label", ("blame",), "label: ?", options=("blame", "excuse"))
    assert (graded.points, graded.answered, graded.referral, graded.comment) == (0, False, "", "No answer.")


@pytest.mark.parametrize(("found", "missteps", "points"), [(3, 0, 6), (2, 0, 4), (3, 1, 4), (1, 2, 0), (0, 3, 0)])
def test_a_rewrites_points_are_moves_less_missteps_never_below_nothing(
    found: int, missteps: int, points: float
) -> None:
    assert formula(6, 3, found, missteps) == points


Scorer = Callable[..., None]


@pytest.fixture
def scorer(monkeypatch: pytest.MonkeyPatch) -> Scorer:
    def says(labels: Iterable[str], unsure: Iterable[str] = ()) -> None:
        scored = Scored(frozenset(labels), frozenset(unsure), ())
        monkeypatch.setattr(assessing, "_scored", lambda task, text: scored)

    return says


def rewrite(text: str = "We broke it.", refer_from: float = 1.0, task: Task = REWRITE) -> Graded:
    return grade(item("reply", (), task), task, read(f"{task.magic}\n{text}", task), DEFAULTS, refer_from)


def test_a_move_and_a_misstep_cancel_out(scorer: Scorer) -> None:
    scorer(["apology", "ownership", "blame"])
    assert rewrite().points == 2


def test_off_task_earns_nothing_whatever_else_it_holds(scorer: Scorer) -> None:
    scorer(["off_task", "apology", "ownership", "solution"])
    graded = rewrite()
    assert (graded.points, graded.referral) == (0, "")


def test_a_promise_beyond_the_facts_is_a_misstep(scorer: Scorer) -> None:
    scorer(["apology", "ownership", "solution"])
    assert rewrite("A new vase by Friday.").points == 6
    graded = rewrite("We'll send a new vase by Monday.")
    assert graded.points == 4
    assert [(p.what, p.quote, p.points) for p in graded.parts if p.points < 0] == [("overpromise", "Monday", -2)]


def test_a_doubt_that_could_change_the_points_is_referred_with_its_reason(scorer: Scorer) -> None:
    scorer(["apology", "ownership"], unsure=["solution"])
    assert rewrite().referral == "the scorer is unsure about solution (4 to 6 points)"
    scorer(["apology", "ownership", "blame"], unsure=["blame", "goodwill"])
    assert rewrite().referral == "the scorer is unsure about blame (2 to 4 points)"


def test_a_doubt_that_changes_nothing_is_not_referred(scorer: Scorer) -> None:
    scorer(["apology"], unsure=["goodwill", "choice"])
    assert rewrite().referral == ""


def test_an_instructor_sets_how_much_to_refer(scorer: Scorer) -> None:
    scorer(["apology", "ownership"], unsure=["solution"])
    assert rewrite(refer_from=2).referral
    assert not rewrite(refer_from=2.5).referral


def test_a_doubt_whether_it_is_off_task_is_referred(scorer: Scorer) -> None:
    scorer(["off_task"], unsure=["off_task"])
    assert rewrite().referral == "the scorer is unsure about off-task (0 to 6 points)"


def test_a_grade_survives_the_journey_through_a_notebook(scorer: Scorer) -> None:
    scorer(["apology", "blame"], unsure=["solution"])
    graded = rewrite("We'll send it by Monday, sorry.")
    assert from_data(graded.to_data()) == graded


class TestHouseRules:
    """What a house's own rules change: coaching always, points only where the rule says so."""

    def assess(self, text: str, task: Task = REWRITE, **rules: str) -> assessing.Assessment:
        return assess(task, text, {**DEFAULTS, **rules})

    def test_sorry_still_counts_where_the_house_says_apologize(self, scorer: Scorer) -> None:
        scorer(["apology"])
        assert self.assess("I'm sorry.", apology="apologize").points == 2
        assert self.assess("I'm sorry.", apology="apologize").notes == (
            "This house says “I apologize” rather than “I'm sorry”. No points are lost by it.",
        )
        assert self.assess("I apologize.", apology="apologize").notes == ()
        assert self.assess("I'm sorry.").notes == ()

    def test_a_hold_is_a_cold_transfer_where_the_house_puts_nobody_on_hold(self, scorer: Scorer) -> None:
        task = replace(REWRITE, needs=("handoff", "solution"))
        scorer(["handoff", "solution"])
        assert self.assess("May I put you on hold?", task).points == 6
        never = self.assess("May I put you on hold?", task, holds="never")
        assert (never.points, never.missteps) == (0, ("cold_transfer",))
        assert self.assess("I'll bring Ada in on the line.", task, holds="never").points == 6

    def test_ending_the_call_is_coached_where_the_house_only_warns(self, scorer: Scorer) -> None:
        scorer(["boundary"])
        assert "does not end the call" in self.assess("I'll end this call now.", limits="warn_only").notes[0]
        assert self.assess("Please don't swear at me.", limits="warn_only").notes == ()
        assert "advises against" in self.assess("Please don't swear at me.", limits="none").notes[0]

    def test_goodwill_is_never_needed_where_nobody_gives_any(self, scorer: Scorer) -> None:
        task = replace(REWRITE, needs=("goodwill", "solution"))
        scorer(["solution"])
        assert self.assess("A new vase.", task, compensation="none").points == 6
        scorer(["goodwill", "solution"])
        given = self.assess("A new vase, and flowers.", task, compensation="none")
        assert "not yours to give" in given.notes[0]
