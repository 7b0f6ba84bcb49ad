"""Reading what was handed in, and nothing else: no link is followed, no size or shape is trusted."""

from __future__ import annotations

import codecs
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coolerheads.exercise.answers import read_notebook
from coolerheads.exercise.task import Task, from_data
from coolerheads.grading.grade import REFER_FROM, Graded, grade, unreadable
from coolerheads.grading.items import Item
from coolerheads.reading import ContentError, Problem

LARGEST = 20 * 1024 * 1024  # bytes of a notebook that are read; a class's largest honest one has a hundredth of it

OTHER_ITEM = "the notebook that was handed in asks another question here than the assignment does now"


class UnreadableError(ValueError):
    """A file that cannot be read as a notebook; the message says why, for a person."""


def load(path: Path) -> Any:
    """The JSON of a submitted notebook; raises UnreadableError with a reason, and follows no link."""
    return parse(load_bytes(path))


def load_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """What stands in an ordinary file that is not too large; raises UnreadableError."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if path.is_symlink():
            raise UnreadableError("it is a link to another file, and links are not followed") from None
        raise UnreadableError(error.strerror or "it cannot be opened") from None
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableError("it is no ordinary file")
        if facts.st_size > largest:
            raise UnreadableError(f"it has {facts.st_size / 1e6:.0f} MB; at most {largest / 1e6:.0f} MB are read")
        return file.read(min(facts.st_size, largest) + 1)  # a buffer of what is there, not of what may be


def parse(raw: bytes) -> Any:
    """Bytes as JSON, in the encodings that editors write; raises UnreadableError."""
    encoding = "utf-16" if raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")  # what an old Windows editor saves; JSON's own marks are the same in it
        except UnicodeDecodeError:
            raise UnreadableError("it is not text") from None
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"it is no notebook (not valid JSON at line {error.lineno})") from None
    except (RecursionError, MemoryError, ValueError):
        raise UnreadableError("it is no notebook (its JSON is nested too deeply or holds a number too large)") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise UnreadableError("it is no notebook of today's format (it has no list of cells)")
    return data


@dataclass(frozen=True, slots=True)
class Source:
    """An assignment as it was given out: its notebook, its tasks with their items, its house rules."""

    name: str
    notebook: Mapping[str, Any]
    tasks: Mapping[str, Task]
    items: Mapping[str, Item]
    rules: Mapping[str, str]


def read_source(path: Path, bank: Mapping[str, Item]) -> Source:
    """The source notebook of an assignment, with its items from the bank.

    Raises ContentError when the notebook is not one of ours or names an item that the bank has not.
    """
    try:
        data = load(path)
    except UnreadableError as error:
        raise ContentError([Problem(str(path), 1, f"not an assignment of this course: {error}")]) from None
    return source_from(data, bank, str(path))


def source_from(data: Any, bank: Mapping[str, Item], shown: str) -> Source:
    """The source in a notebook's data; ``shown`` is what messages call it."""
    try:
        about, start = data["metadata"]["coolerheads"], next(c for c in data["cells"] if c["id"] == "start")
        text = start["source"] if isinstance(start["source"], str) else "".join(start["source"])
        given = json.loads(text.split('"""')[1].replace("\\\\", "\\"))
    except (KeyError, StopIteration, IndexError, ValueError, TypeError):
        text = "not an assignment of this course: it was not made by coolerheads exercises"
        raise ContentError([Problem(shown, 1, text)]) from None
    tasks = {task["id"]: from_data(task) for task in given["tasks"]}
    missing = [task.item for task in tasks.values() if task.item not in bank]
    if missing:
        text = f"the bank has no item {', '.join(missing)}; run coolerheads exercises with the bank it was drawn from"
        raise ContentError([Problem(shown, 1, text)])
    items = {id: bank[task.item] for id, task in tasks.items()}
    return Source(str(about["assignment"]), data, tasks, items, given["rules"])


def of_other_items(source: Source, data: Any) -> list[str]:
    """The tasks under whose names a notebook asked something else: it was given out before the assignment changed."""
    about = data["metadata"].get("coolerheads") if isinstance(data.get("metadata"), dict) else None
    items = about.get("items") if isinstance(about, dict) else None
    asked = items if isinstance(items, dict) else {}
    return [id for id, task in source.tasks.items() if asked.get(id, task.item) != task.item]


def grade_notebook(source: Source, data: Any, refer_from: float = REFER_FROM) -> list[Graded]:
    """Grade every task of a submitted notebook, from its JSON.

    An answer to another question than the assignment now asks is referred to a person.
    """
    answers = read_notebook(data, source.tasks)
    for id in of_other_items(source, data):
        answer = answers[id]
        answers[id] = replace(answer, note="; ".join(note for note in (answer.note, OTHER_ITEM) if note))
    return [grade(source.items[id], task, answers[id], source.rules, refer_from) for id, task in source.tasks.items()]


def grade_file(source: Source, path: Path, refer_from: float = REFER_FROM) -> list[Graded]:
    """Grade a submitted file; one that cannot be read is referred to a person, task by task."""
    try:
        return grade_notebook(source, load(path), refer_from)
    except UnreadableError as error:
        return refuse(source, str(error))


def refuse(source: Source, why: str) -> list[Graded]:
    """What a submission gets that could not be read at all."""
    return [unreadable(source.items[id], task, why) for id, task in source.tasks.items()]
