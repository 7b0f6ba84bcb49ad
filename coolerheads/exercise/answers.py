"""What a learner wrote, read as data. Nothing here runs a line of it.

People who have never seen code lose the magic line, put quotes round their words, write ``Label = Excuse`` or the
option's number: all of that is read. What cannot be read says so in ``problem`` and keeps the text as it was written.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coolerheads.exercise.choices import READERS, unquoted
from coolerheads.exercise.task import BLANKS, MAGICS, Task

LONGEST = 20_000  # characters of an answer that are read; a call centre's longest reply has a tenth of it
MARK = re.compile(r"^\s*%[%\s]*")
MAGIC = re.compile(
    r"^\s*(?:[%#!/]\s?){0,3}\s*(?P<kind>[A-Za-z]{3,10})\s*[:=]?\s*(?P<id>[A-Za-z]\s?\d{1,3})\b\s*[:.]?\s*(?P<rest>.*)$"
)
KIND = re.compile(r"([A-Za-z]{3,10})\b\s*[:=]?\s*")
ID = re.compile(r"[A-Za-z]\d{1,3}\b\s*[:.]?\s*")
KINDS = (*MAGICS.values(), "rewrite", "answer")
STUB = re.compile(r"^\s*#\s*YOUR CODE HERE\s*$|^\s*raise NotImplementedError\(\)\s*$", re.MULTILINE)
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # and what turns text round


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one task.

    ``text`` is what was written (for a rewrite the reply itself), ``chosen`` what was read from it: labels, letters,
    or words. ``problem`` says in plain words what could not be read; ``answered`` is false while nothing was written.
    """

    text: str = ""
    chosen: tuple[str, ...] = ()
    answered: bool = False
    problem: str = ""
    note: str = ""


def magic_of(line: str, tasks: Mapping[str, Task]) -> Task | None:
    """The task that a magic line names, also when it is misspelt or words follow it; None for any other line."""
    match = MAGIC.match(line)
    marked = bool(MARK.match(line))
    if match and _is_kind(match["kind"], marked) and (marked or not match["rest"]):
        return tasks.get(match["id"].replace(" ", "").lower())
    return None


def _is_kind(word: str, marked: bool) -> bool:
    near = difflib.get_close_matches
    return word.lower() in KINDS or bool(near(word.lower(), KINDS, n=1, cutoff=0.7 if marked else 0.85))


def besides_magic(line: str, tasks: Mapping[str, Task]) -> str:
    """What was typed in a magic line, or in what is left of one: ``%%reply r1 I'm sorry``, ``%%classify blame``."""
    if not MARK.match(line):
        return ""
    match = MAGIC.match(line)
    if match and magic_of(line, tasks):
        return match["rest"]
    text = MARK.sub("", line)
    kind = KIND.match(text)
    if kind and _is_kind(kind[1], marked=True):
        text = text[kind.end() :]
    named = ID.match(text)
    return text[named.end() :] if named else text


def body_of(source: str, task: Task, tasks: Mapping[str, Task]) -> str:
    """A cell's source without its magic line, what is left of the blank, a comment mark, or quotes round the whole."""
    source = CONTROL.sub("", source[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    lines = source.replace("\t", " ").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and (magic_of(lines[0], tasks) or MARK.match(lines[0])):
        typed = besides_magic(lines[0], tasks)
        lines[:1] = [typed] if typed else []
    text = STUB.sub("", "\n".join(lines))
    if task.kind == "rewrite":
        blank = BLANKS[task.asks]
        lines = text.split("\n")
        text = "\n".join(line for line in lines if line.strip().strip(".").casefold() != blank)
        text = _after_blank(text, blank)
    marked = [line for line in text.split("\n") if line.strip()]
    if marked and all(line.lstrip().startswith("#") for line in marked):
        text = "\n".join(line.lstrip().lstrip("#").lstrip() for line in text.split("\n"))
    return unquoted(text.strip())


def _after_blank(text: str, blank: str) -> str:
    """Text typed on the same line as the blank, before or after it."""
    start = text.casefold().find(blank)
    return (text[:start] + text[start + len(blank) :]).strip() if start in (0, len(text) - len(blank)) else text


def read(source: str, task: Task, tasks: Mapping[str, Task] | None = None) -> Answer:
    """Read the source of one answer cell as the answer to ``task``."""
    body = body_of(source, task, tasks or {task.id: task})
    if not body:
        return Answer()
    if task.kind == "rewrite":
        note = f"only the first {LONGEST:,} characters were read" if len(source) > LONGEST else ""
        return Answer(text=body, chosen=(body,), answered=True, note=note)
    found = READERS[task.asks](body, task)
    return Answer(text=body) if found is None else Answer(body, found.chosen, True, found.problem)


def source_of(cell: Any) -> str:
    """A cell's source as one string, whatever sort of JSON stands there."""
    source = cell.get("source", "") if isinstance(cell, dict) else ""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _grade_id(cell: Any) -> str:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return id if isinstance(id, str) else ""


def read_notebook(data: Any, tasks: Mapping[str, Task]) -> dict[str, Answer]:
    """The answer to every task of an assignment, from a notebook's JSON.

    A task's cell is the one that nbgrader's metadata names; where that is gone or empty, a cell whose first line or
    cell id names the task. Of two cells that answer the same task the last counts, with a ``note`` that says so.
    """
    cells = data.get("cells") if isinstance(data, dict) else None
    named: dict[str, list[str]] = {id: [] for id in tasks}
    stray: dict[str, list[str]] = {id: [] for id in tasks}
    for cell in cells if isinstance(cells, list) else ():
        source, id = source_of(cell), _grade_id(cell)
        if id in tasks:
            named[id].append(source)
            continue
        first = next((line for line in source[:LONGEST].split("\n") if line.strip()), "")
        task = magic_of(first, tasks) if id == "" else None
        if task:
            stray[task.id].append(source)
        elif id == "" and isinstance(cell, dict) and isinstance(cell.get("id"), str) and cell["id"] in tasks:
            stray[cell["id"]].append(source)
    return {id: _last(task, named[id], stray[id], tasks) for id, task in tasks.items()}


def _last(task: Task, named: list[str], stray: list[str], tasks: Mapping[str, Task]) -> Answer:
    answers = [read(source, task, tasks) for source in named]
    answered = [answer for answer in answers if answer.answered]
    if not answered:
        answered = [answer for answer in (read(source, task, tasks) for source in stray) if answer.answered]
    if not answered:
        return answers[-1] if answers else Answer()
    last = answered[-1]
    if len({answer.text for answer in answered}) > 1:
        note = f"{len(answered)} cells answer {task.id}; the last of them counts"
        return Answer(last.text, last.chosen, True, last.problem, note)
    return last
