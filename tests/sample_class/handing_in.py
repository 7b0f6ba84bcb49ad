"""Answering an assignment as a person does (typing into its cells), and the ways in which a file gets spoilt."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from tests.sample_class.learners import Learner

PATCH = """import coolerheads.scoring.score as s
s.score = lambda *a, **k: type("S", (), {"labels": ("empathy",), "unsure": (), "findings": ()})()
import builtins
builtins.float = lambda *a: 99.0
open("PATCHED", "w").write("learner's code ran")"""


def cell_of(notebook: dict[str, Any], id: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell.get("id") == id)


def names_of(notebook: dict[str, Any]) -> dict[str, str]:
    """The name in the notebook (c1) of each bank item."""
    return {item: name for name, item in notebook["metadata"]["coolerheads"]["items"].items()}


def answered(notebook: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """The notebook with these answers typed in, by bank item."""
    notebook = copy.deepcopy(notebook)
    names = names_of(notebook)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    for item, text in answers.items():
        cell = cell_of(notebook, names[item])
        cell["source"] = cell["source"].split("\n")[0] + "\n" + text
    return notebook


def spoilt(notebook: dict[str, Any], how: tuple[str, ...]) -> dict[str, Any]:
    """The notebook after what went wrong with it."""
    names = names_of(notebook)
    for what in how:
        words = what.split()
        if what == "lost magic":
            for cell in notebook["cells"]:
                if cell["source"].startswith("%%"):
                    cell["source"] = cell["source"].split("\n", 1)[1]
        elif what == "misspelt magic":
            for cell in notebook["cells"]:
                cell["source"] = cell["source"].replace("%%classify", "% Classify").replace("%%reply", "%% Reply")
        elif words[:2] == ["deleted", "cell"]:
            notebook["cells"].remove(cell_of(notebook, names[words[2]]))
        elif words[:2] == ["copied", "cell"]:
            at = notebook["cells"].index(cell_of(notebook, names[words[2]]))
            notebook["cells"].insert(at + 1, {**copy.deepcopy(notebook["cells"][at]), "id": "copied"})
        elif what == "patched scorer":
            cell = {
                "cell_type": "code",
                "id": "patch",
                "metadata": {},
                "outputs": [],
                "execution_count": 1,
                "source": PATCH,
            }
            notebook["cells"].insert(1, cell)
        elif what == "points changed":
            for cell in notebook["cells"]:
                settings = cell["metadata"].get("nbgrader", {})
                if "points" in settings:
                    settings["points"] = 100.0
                    cell["source"] = "100.0"
    return notebook


def hand_in(folder: Path, assignment: str, learner: Learner) -> None:
    """Write a learner's work into the folder that they fetched."""
    path = folder / f"{assignment}.ipynb"
    notebook = spoilt(answered(json.loads(path.read_text("utf-8")), learner.answers), learner.how)
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    path.write_text(text[: len(text) // 2] if "not json" in learner.how else text, "utf-8")
    if "shadow module" in learner.how:
        (folder / "coolerheads.py").write_text(PATCH, "utf-8")
