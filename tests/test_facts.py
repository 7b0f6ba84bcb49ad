"""A rewrite promises nothing beyond its facts: sums, times, dates and gifts are checked, and no more than these."""

from __future__ import annotations

import pytest

from coolerheads.exercise.facts import beyond
from coolerheads.exercise.task import Facts, Task

FACTS = Facts(
    know=("The order was charged twice, £45 each time.",),
    may_offer=("Refund one charge.", "A voucher of up to £20."),
    by_when=("The refund shows within 3 working days.", "You are there until 6 pm on Thursday."),
)
TASK = Task(
    "r1",
    "x",
    "rewrite",
    "reply",
    "own-it",
    6,
    "Phone, shop",
    "You took £90 off me on 14 March!",
    reply="b",
    facts=FACTS,
)
PLAIN = Task(
    "r1",
    "x",
    "rewrite",
    "reply",
    "own-it",
    6,
    "Phone, shop",
    "You took £90 off me!",
    reply="b",
    facts=Facts(know=("It is late.",)),
)


@pytest.mark.parametrize(
    "reply",
    [
        "I'm refunding £45, and it'll show within three working days.",
        "I'll refund one of the two charges of 45 pounds; you paid £90 on the 14th of March.",
        "I can add a voucher of £15.",
        "You'll have it back in 72 hours.",
        "It will be with you within 5 days.",
        "I'm here until six o'clock on Thursday.",
        "Give me two minutes and I'll look.",
        "That's ten times you have had to ring.",
        "Feel free to call me.",
        "I will sort this.",
    ],
)
def test_what_is_in_the_facts_or_the_customers_words_is_fine(reply: str) -> None:
    assert beyond(reply, TASK) == []


@pytest.mark.parametrize(
    ("reply", "quote", "why"),
    [
        ("I'll refund £60.", "£60", "that sum is not in the facts"),
        ("I can add a voucher of £25.", "£25", "that sum is not in the facts"),
        ("We'll give you fifty pounds.", "fifty pounds", "that sum is not in the facts"),
        ("You'll get 20% off.", "20%", "that sum is not in the facts"),
        ("It will be there within 24 hours.", "24 hours", "that time is not in the facts"),
        ("You'll have it within the hour.", "the hour", "that time is not in the facts"),
        ("I'll ring you by 5 pm.", "5 pm", "that time is not in the facts"),
        ("It'll be there on Tuesday.", "Tuesday", "that day is not in the facts"),
        ("It'll be there by 3 April.", "3 April", "that day is not in the facts"),
    ],
)
def test_a_promise_beyond_them_is_found_on_its_words(reply: str, quote: str, why: str) -> None:
    found = beyond(reply, TASK)
    assert [(b.quote, b.why, b.sure) for b in found] == [(quote, why, True)]
    assert reply[found[0].start : found[0].end] == quote


def test_a_gift_is_beyond_facts_that_allow_none() -> None:
    assert [b.quote for b in beyond("I'll put a voucher in the post for you.", PLAIN)] == ["voucher"]


def test_whether_tomorrow_is_the_day_of_the_facts_is_left_to_a_person() -> None:
    assert [(b.quote, b.sure) for b in beyond("You'll have it tomorrow.", TASK)] == [("tomorrow", False)]


def test_no_text_makes_it_fail() -> None:
    for text in (
        "",
        "£",
        "by",
        "%%%",
        "the 99th of May",
        "1,2,3,4",
        "half past",
        "a hundred and",
        "\n" * 50,
        "£1" * 500,
    ):
        beyond(text, TASK)


@pytest.mark.parametrize("said", ["I'll refund you on Frıday.", "thıs evenİng, in ten mınutes"])
def test_turkish_letters_are_read_like_any(said: str) -> None:
    assert all(isinstance(found.why, str) for found in beyond(said, TASK))


def test_what_is_promised_in_look_alike_or_hidden_characters_is_beyond_the_facts_all_the_same() -> None:
    for said in ("I will refund you on Mоnday.", "I will refund you on M\u200bon\u200bday."):
        (found,) = beyond(said, TASK)
        assert found.quote == said[found.start : found.end] == said[len("I will refund you on ") : -1]
