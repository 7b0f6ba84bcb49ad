"""The page a learner gets back: their words with the credited ones marked, what each item earned and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolerheads.exercise.marks import marked
from coolerheads.exercise.task import Task
from coolerheads.exercise.words import listed, number_of, spoken
from coolerheads.grading.draw import ASSIGNMENTS
from coolerheads.grading.grade import Graded, Part
from coolerheads.grading.items import Item
from coolerheads.grading.submission import Source
from coolerheads.grading.wording import question


@dataclass(frozen=True, slots=True)
class Given:
    """What an item came to in the end: its points (a person's, where a person gave them) and a person's words."""

    points: float
    comment: str = ""
    by_person: bool = False
    waiting: bool = False


def given_by(graded: Graded) -> Given:
    """What an item came to when nobody but the core has looked at it."""
    return Given(graded.points, waiting=bool(graded.referral))


def title_of(assignment: str) -> str:
    """An assignment's title; its name where it is none of the course's."""
    return next((a.title for a in ASSIGNMENTS if a.name == assignment), assignment)


def chapter(slug: str) -> str:
    """A principle as its chapter is called: ``own-it`` is "Own it"."""
    words = slug.replace("-", " ")
    return words[:1].upper() + words[1:]


def page(
    source: Source,
    graded: Mapping[str, Graded],
    given: Mapping[str, Given],
    learner: str = "",
    late: float = 0.0,
    show_answers: bool = True,
    book_url: str = "",
) -> str:
    """The feedback page as one HTML file that asks nothing of any other host."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    entries = [
        _entry(task, source.items[id], graded[id], given[id], show_answers)
        for id, task in source.tasks.items()
        if id in graded and id in given
    ]
    total = sum(given[entry["id"]].points for entry in entries)
    return environment.get_template("feedback.html.j2").render(
        title=title_of(source.name),
        learner=learner,
        total=_number(max(0.0, total - late)),
        most=_number(sum(task.points for task in source.tasks.values())),
        late=_number(late) if late else "",
        entries=entries,
        answered=sum(graded[entry["id"]].answered for entry in entries),
        waiting=sum(given[entry["id"]].waiting for entry in entries),
        book_url=book_url.rstrip("/"),
    )


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _entry(task: Task, item: Item, graded: Graded, given: Given, show_answers: bool) -> dict[str, Any]:
    share = given.points / task.points if task.points else 0
    unread = bool(graded.referral) and not graded.answered
    show_answers = show_answers and not unread  # whoever may have to hand in again is not told the keys
    return {
        "id": task.id,
        "question": question(task),
        "task": task,
        "points": _number(given.points),
        "most": number_of(task.points, "point"),
        "state": "full" if share >= 0.995 else "part" if share > 0 else "none",
        "graded": graded,
        "answer": marked(graded.text, graded.marks) if graded.answered else "",
        "parts": [_part(part) for part in graded.parts],
        "given": given,
        "unread": unread,
        "machine": _number(graded.points),
        "because": item.because if show_answers else "",
        "key": key_in_words(item) if show_answers and task.kind != "rewrite" else "",
        "model": item.model if show_answers else "",
        "chapter": chapter(task.principle),
        "slug": task.principle,
    }


def _part(part: Part) -> dict[str, Any]:
    kind = "found" if part.points > 0 else "slip" if part.points < 0 else "open"
    sign = {"found": "✓", "slip": "✗", "open": "○"}[kind]
    return {
        "part": part,
        "kind": kind,
        "sign": sign,
        "points": f"{part.points:+g}".replace("-", "−") if part.points else "",
    }


def key_in_words(item: Item) -> str:
    """An item's key as a sentence's end."""
    if isinstance(item.key, Mapping):
        return f"best {item.key['best']}, worst {item.key['worst']}"
    if item.task.asks == "spoiling_words":
        return listed(f"“{words}”" for words in item.key)
    if item.task.kind == "order":
        return ", ".join(item.key)
    return listed(spoken(label) for label in item.key)
