"""The same assignment as a plain nbgrader notebook, whose points cells really run: what there is to compare with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coolerheads.grading.items import Item, read_bank
from coolerheads.grading.submission import Source, read_source
from tests.sample_class.round import HOME, Round

ASSIGNMENT = "steady-yourself"
CONFIG = """c = get_config()
c.CourseDirectory.source_directory = "exercises"
c.ClearSolutions.enabled = False
"""


def points_cell(id: str, source: Source) -> str:
    """Code that grades an answer in the learner's own kernel, by the same rules, with the key in a hidden test."""
    item, task = source.items[id], source.tasks[id]
    lines = [
        "from coolerheads.exercise.cells import _session",
        f"answer = _session.answers.get({id!r})",
        "### BEGIN HIDDEN TESTS",
    ]
    if task.kind == "rewrite":
        lines += [
            "from coolerheads.exercise.assess import assess",
            f"points = assess(_session.tasks[{id!r}], answer.text, _session.rules).points if answer and answer.answered else 0.0",
        ]
    else:
        key = tuple(f"{k} {v}" for k, v in item.key.items()) if isinstance(item.key, Mapping) else tuple(item.key)
        compare = "tuple(answer.chosen)" if task.asks in ("order", "best_and_worst") else "tuple(sorted(answer.chosen))"
        want = key if task.asks in ("order", "best_and_worst") else tuple(sorted(key))
        lines += [f"points = {task.points} if answer and {compare} == {want!r} else 0.0"]
    return "\n".join([*lines, "### END HIDDEN TESTS", "float(points)"])


def vanilla_notebook(source: Source) -> dict[str, Any]:
    cells = []
    for cell in source.notebook["cells"]:
        id = cell["id"].removesuffix("-points")
        cells.append({**cell, "source": points_cell(id, source)} if cell["id"].endswith("-points") else cell)
    return {**source.notebook, "cells": cells}


def bank() -> dict[str, Item]:
    return read_bank(HOME / "bank")


def lay_out(place: Path) -> Round:
    """A course folder under vanilla nbgrader, with the assignment generated."""
    work = Round(place)
    shutil.rmtree(place, ignore_errors=True)
    path = HOME / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    folder = work.course / "exercises" / ASSIGNMENT
    folder.mkdir(parents=True)
    source = read_source(path, bank())
    (folder / path.name).write_text(json.dumps(vanilla_notebook(source)), "utf-8")
    (work.course / "nbgrader_config.py").write_text(CONFIG)
    work.tool("GenerateAssignmentApp", ASSIGNMENT)
    return work
