"""Every chapter keeps the one pattern, in plain English, and the course has what it promises."""

import re
import statistics
from pathlib import Path

import jupytext  # type: ignore[import-untyped]
import pytest
import yaml

from coolerheads import library
from coolerheads.dialogue import CHANNELS, best_path
from coolerheads.exercise.answers import read
from coolerheads.grading.grade import grade
from coolerheads.grading.items import read_bank
from coolerheads.house_rules import DEFAULTS
from coolerheads.labels import PRINCIPLES

ROOT = Path(__file__).parent.parent
CHAPTERS = ROOT / "chapters"
SECTIONS = [
    "A call that goes right", "The principle", "What the sources say", "Where it goes wrong", "Check yourself",
    "Talk to one", "Words that work", "Practise", "Take away", "Your exercise",
]  # fmt: skip
AROUND = (
    "index", "steady-yourself", "connect", "understand", "put-it-right", "hold-the-line", "close-well", "whole-call",
    "where-sources-disagree", "job-aid", "for-trainers", "for-instructors", "how-replies-are-scored", "glossary",
    "sources", "about",
)  # fmt: skip
PLAIN = 60  # Flesch reading ease; 60 and above is plain English
VOWELS = re.compile(r"[aeiouy]+")
DIALOGUES = list(library.dialogues([]))


def text(slug: str) -> str:
    return (CHAPTERS / f"{slug}.md").read_text(encoding="utf-8")


def prose(source: str) -> str:
    """A chapter's sentences, without front matter, cells, headings and marks."""
    source = re.sub(r"\A---.*?^---\n", "", source, flags=re.DOTALL | re.MULTILINE)
    source = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
    source = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", source)
    source = re.sub(r"^(?:#|:::|\|\s*-).*$", "", source, flags=re.MULTILINE)
    return re.sub(r"[*_`>|]", " ", source)


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e: near enough for a mean over a chapter."""
    word = word.lower()
    if len(word) > 3 and word.endswith("e") and not word.endswith(("le", "ee")):
        word = word[:-1]
    elif word.endswith("ed") and not word.endswith(("ted", "ded")):
        word = word[:-2]
    return max(1, len(VOWELS.findall(word)))


def reading_ease(source: str) -> float:
    """Flesch's reading ease (1948): 206.835 - 1.015 words a sentence - 84.6 syllables a word."""
    sentences = [s for s in re.split(r"[.!?]+(?=\s|[\"'”’])|\n\s*\n", prose(source)) if re.search(r"[A-Za-z]{2}", s)]
    words = [word for s in sentences for word in re.findall(r"[A-Za-z]+(?:['’][A-Za-z]+)*", s)]
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(syllables, words)) / len(words)


def test_syllables_are_counted_about_right() -> None:
    known = {"a": 1, "house": 1, "table": 2, "waited": 2, "looked": 1, "customer": 3, "apologize": 4, "conversation": 4}
    assert {word: syllables(word) for word in known} == known


def test_the_measure_tells_plain_from_heavy() -> None:
    assert reading_ease("The cat sat on the mat. It was fat. We fed it fish.") > 100
    heavy = "Organisational communication methodologies necessitate considerable interdepartmental coordination."
    assert reading_ease(heavy) < 0


def test_saving_a_page_in_jupyterlab_changes_nothing() -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in CHAPTERS.glob("*.md")}
    assert {path: jupytext.writes(jupytext.read(path), fmt="md:myst") for path in pages} == pages


def test_the_chapters_are_plain_english() -> None:
    ease = {slug: reading_ease(text(slug)) for slug in PRINCIPLES}
    assert statistics.median(ease.values()) >= PLAIN
    assert min(ease.values()) >= PLAIN - 5, ease


@pytest.mark.parametrize("slug", PRINCIPLES)
def test_a_chapter_has_the_sections_of_the_pattern_in_order(slug: str) -> None:
    assert re.findall(r"^## (.*)$", text(slug), re.MULTILINE) == SECTIONS


@pytest.mark.parametrize("slug", PRINCIPLES)
def test_a_chapter_plays_its_two_dialogues_the_guided_one_first(slug: str) -> None:
    played = re.findall(r"play\(\s*\"([^\"]+)\"", text(slug))
    levels = [library.dialogue(id).level for id in played]
    assert [id.split("/")[0] for id in played] == [slug, slug]
    assert levels == ["guided", "harder"]


@pytest.mark.parametrize(("number", "slug"), list(enumerate(PRINCIPLES, 1)))
def test_a_chapter_asks_its_own_questions_and_reopens_earlier_ones(number: int, slug: str) -> None:
    asked = re.findall(r"\"([a-z-]+)/[a-z-]+\"", " ".join(re.findall(r"recall\((.*?)\)", text(slug), re.DOTALL)))
    assert asked.count(slug) >= 5
    reopened = {PRINCIPLES.index(other) + 1 for other in asked if other != slug}
    assert reopened == ({number - back for back in (2, 4, 6) if number - back >= 1} if number >= 3 else set())


@pytest.mark.parametrize("slug", AROUND)
def test_a_page_around_the_chapters_is_there_and_published(slug: str) -> None:
    assert text(slug)
    assert f"chapters/{slug}" in (ROOT / "_toc.yml").read_text()


def test_the_job_aid_has_a_line_for_every_principle_in_order() -> None:
    assert re.findall(r"^\| \d+ \| \*\*\[.*?\]\((.*?)\.md\)", text("job-aid"), re.MULTILINE) == list(PRINCIPLES)


def test_every_principle_has_questions_and_two_dialogues_and_the_capstone_three() -> None:
    by_principle = {slug: [d for d in DIALOGUES if d.principle == slug] for slug in (*PRINCIPLES, "whole-call")}
    assert {slug: len(found) for slug, found in by_principle.items() if slug in PRINCIPLES} == dict.fromkeys(
        PRINCIPLES, 2
    )
    assert len(by_principle["whole-call"]) == 3
    assert all(len(library.questions(slug)) >= 5 for slug in PRINCIPLES)
    for slug in PRINCIPLES:
        guided, harder = sorted(by_principle[slug], key=lambda d: d.level)
        assert (guided.trade, guided.channel) != (harder.trade, harder.channel)


def test_the_dialogues_are_as_many_kinds_as_promised() -> None:
    assert all(len(best_path(dialogue)) >= 4 for dialogue in DIALOGUES)
    assert len({dialogue.trade for dialogue in DIALOGUES}) >= 18
    assert {dialogue.channel for dialogue in DIALOGUES} == set(CHANNELS)
    assert sum(any(scene.abusive for scene in dialogue.scenes.values()) for dialogue in DIALOGUES) >= 6
    assert {"closed", "handed_over"} <= {dialogue.best for dialogue in DIALOGUES}
    names = [dialogue.name for dialogue in DIALOGUES]
    assert len(set(names)) == len(names)


def test_the_bank_has_enough_of_each_kind_for_every_principle() -> None:
    for slug in PRINCIPLES:
        items = yaml.safe_load((ROOT / "bank" / f"{slug}.yml").read_text(encoding="utf-8"))["items"].values()
        forms = [item for item in items if item["pool"] in ("A", "B")]
        measure = [item["kind"] for item in items if item["pool"] == "measure"]
        assert sum(item["kind"] == "classify" for item in forms) >= 8, slug
        assert sum(item["kind"] == "rewrite" for item in forms) >= 4, slug
        assert sorted(measure) == ["classify", "classify", "rewrite"], slug


def test_every_model_answer_scores_full_points() -> None:
    bank = read_bank(ROOT / "bank")
    rewrites = [item for item in bank.values() if item.task.kind == "rewrite"]
    earned = {i.id: grade(i, i.task, read(i.model, i.task), DEFAULTS).points for i in rewrites}
    assert earned == {item.id: item.task.points for item in rewrites}
