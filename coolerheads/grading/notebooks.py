"""From the bank to the assignments in ``exercises/``: nbgrader source notebooks, the same byte for byte every time.

A notebook shows each task in words, gives it an answer cell (plain text under a cell magic) and a locked cell that
holds its points. It carries the public side of every task, and no answer key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coolerheads.exercise.task import Task, to_data
from coolerheads.grading.draw import ASSIGNMENTS, Assignment, TooFewItemsError, draw
from coolerheads.grading.items import Item
from coolerheads.grading.wording import earned, heading, instructions, shown

PREFIX = {"classify": "c", "order": "o", "rewrite": "r"}
Cell = dict[str, Any]


def tasks_of(items: Sequence[Item]) -> list[Task]:
    """The items' tasks, named c1, c2, … o1, … r1, … in order."""
    count: dict[str, int] = {}
    tasks = []
    for item in items:
        letter = PREFIX[item.task.kind]
        count[letter] = count.get(letter, 0) + 1
        tasks.append(replace(item.task, id=f"{letter}{count[letter]}"))
    return tasks


def notebook(
    assignment: Assignment, items: Sequence[Item], rules: Mapping[str, str], form: str = "A", seed: int | None = None
) -> Cell:
    """The source notebook of an assignment, as JSON-ready data."""
    tasks = tasks_of(items)
    cells = [_markdown("welcome", instructions(assignment.title, tasks)), _start(tasks, rules)]
    for task in tasks:
        text = f"{heading(task)}\n\n{shown(task)}\n\n{earned(task)}"
        cells += [_markdown(f"{task.id}-task", text), _answer(task), _points(task)]
    about: Cell = {"assignment": assignment.name, "form": form, "items": {task.id: task.item for task in tasks}}
    if seed is not None:
        about["seed"] = seed
    return {
        "cells": cells,
        "metadata": {
            "coolerheads": about,
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def as_text(data: Mapping[str, Any]) -> str:
    """A notebook as it stands in its file: sorted keys, one space of indentation, as nbformat writes it."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _nbgrader(id: str, **flags: Any) -> dict[str, Any]:
    settings = {"grade": False, "grade_id": id, "locked": False, "schema_version": 3, "solution": False, "task": False}
    return {"nbgrader": settings | flags}


def _code(id: str, source: str, metadata: dict[str, Any]) -> Cell:
    code: Cell = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": source} | code


def _markdown(id: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": id, "metadata": _nbgrader(id, locked=True), "source": source}


def _start(tasks: Sequence[Task], rules: Mapping[str, str]) -> Cell:
    data = json.dumps({"rules": dict(rules), "tasks": [to_data(task) for task in tasks]}, ensure_ascii=False, indent=1)
    # Backslashes are doubled because the data stands in a Python string; quotes in JSON are never three in a row.
    lead = "# This gets the answer cells ready. Leave it as it is."
    source = f'{lead}\nfrom coolerheads.exercise import start\n\nstart("""\n{data}\n""")'.replace("\\", "\\\\")
    return _code("start", source, _nbgrader("start", locked=True) | {"jupyter": {"source_hidden": True}})


def _answer(task: Task) -> Cell:
    return _code(task.id, f"{task.magic}\n{task.blank}", _nbgrader(task.id, solution=True))


def _points(task: Task) -> Cell:
    id = f"{task.id}-points"
    lead = f"# The points of {task.id} are kept here. Leave it as it is."
    source = f'{lead}\nfrom coolerheads.exercise import check\n\ncheck("{task.id}")'
    settings = _nbgrader(id, grade=True, locked=True, points=task.points)
    return _code(id, source, settings | {"jupyter": {"source_hidden": True}})


def make_all(
    bank: Mapping[str, Item], rules: Mapping[str, str], form: str = "A", seed: int | None = None
) -> dict[str, str]:
    """The text of every assignment's notebook by the assignment's name; those without items are left out."""
    made = {}
    for assignment in ASSIGNMENTS:
        try:
            items = draw(assignment, bank, form, seed)
        except TooFewItemsError:
            continue
        made[assignment.name] = as_text(notebook(assignment, items, rules, form, seed))
    return made


def form_of(data: Any) -> tuple[str, int | None]:
    """The form and the seed by which a notebook was drawn; form A where it does not say so."""
    try:
        about = data["metadata"]["coolerheads"]
        form, seed = about["form"], about.get("seed")
    except (KeyError, TypeError, AttributeError):
        return "A", None
    return ("B" if form == "B" else "A"), (seed if isinstance(seed, int) else None)


def form_in(folder: Path) -> tuple[str, int | None]:
    """The form and the seed by which the assignments in a folder were drawn; form A where there are none yet."""
    ours = (folder / assignment.name / f"{assignment.name}.ipynb" for assignment in ASSIGNMENTS)
    first = next((path for path in ours if path.is_file()), None)
    try:
        return form_of(json.loads(first.read_text("utf-8")) if first else None)
    except ValueError:  # a broken file: it is about to be made anew
        return form_of(None)


def write_all(made: Mapping[str, str], folder: Path) -> list[str]:
    """Write the notebooks that changed; returns the names of these."""
    changed = drifted(made, folder)
    for name in changed:
        path = folder / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[name], encoding="utf-8", newline="\n")
    return changed


def drifted(made: Mapping[str, str], folder: Path) -> list[str]:
    """Names of the assignments whose notebook in ``folder`` is not what the bank makes."""
    found = []
    for name, text in made.items():
        path = folder / name / f"{name}.ipynb"
        if not path.is_file() or path.read_bytes() != text.encode():
            found.append(name)
    return found
