"""Attacks by a notebook's cells and their metadata."""

from __future__ import annotations

import json

from tests.attacks.scene import Scene


def points_raised(s: Scene) -> None:
    for cell in s.points_cells():
        cell["metadata"]["nbgrader"]["points"] = 1000
    s.save()


def points_cells_replaced(s: Scene) -> None:
    for cell in s.points_cells():
        cell["source"] = "float(8)"
        cell["outputs"] = [
            {"output_type": "execute_result", "data": {"text/plain": "8.0"}, "metadata": {}, "execution_count": 1}
        ]
    s.save()


def points_cells_deleted(s: Scene) -> None:
    s.notebook["cells"] = [c for c in s.notebook["cells"] if not c["id"].endswith("-points")]
    s.save()


def points_cells_doubled(s: Scene) -> None:
    s.notebook["cells"] += json.loads(json.dumps(s.points_cells()))
    s.save()


def answer_cells_doubled(s: Scene) -> None:
    for id in ("c1", "r1"):
        s.notebook["cells"].append(json.loads(json.dumps(s.cell(id))))
    s.save()


def every_option_in_copies(s: Scene) -> None:
    for option in ("blame", "dismissive", "excuse", "interrupting", "blame"):
        copy = json.loads(json.dumps(s.cell("c1")))
        copy["source"] = f"%%classify c1\nlabel: {option}"
        s.notebook["cells"].append(copy)
    s.save()


def unknown_cells(s: Scene) -> None:
    for id in ("c99", "bonus"):
        cell = json.loads(json.dumps(s.points_cells()[0]))
        cell["metadata"]["nbgrader"] |= {"grade_id": id, "points": 500}
        s.notebook["cells"].append({**cell, "id": id})
    s.save()


def all_cells_deleted(s: Scene) -> None:
    s.notebook["cells"] = []
    s.save()


def code_turned_into_prose(s: Scene) -> None:
    for cell in s.notebook["cells"]:
        cell["cell_type"] = "markdown"
    s.save()


def forged_grades(s: Scene) -> None:
    for cell in s.points_cells():
        id = cell["id"].removesuffix("-points")
        cell["metadata"]["coolerheads"] = {
            "id": id, "item": "kyc-c1", "points": 8.0, "max": 8.0, "answered": True, "text": "x", "parts": [], "marks": [],
            "notes": [], "referral": "",
        }  # fmt: skip
    s.save()


def forged_rubric(s: Scene) -> None:
    cell = s.cell("start")
    cell["source"] = cell["source"].replace('"points": 8', '"points": 800').replace('"ownership"', '"timeframe"')
    s.save()


def forged_items(s: Scene) -> None:
    items = s.notebook["metadata"]["coolerheads"]["items"]
    s.notebook["metadata"]["coolerheads"]["items"] = dict.fromkeys(items, "hto-c1")
    s.save()


def wrong_types_everywhere(s: Scene) -> None:
    s.notebook["cells"] = [
        42, None, [], {"source": 7}, {"source": {"a": 1}, "metadata": "x"}, {"metadata": {"nbgrader": []}, "source": ["a", 1]},
        {"metadata": {"nbgrader": {"grade_id": {}}}, "id": [1], "source": "%%reply r1\nhello"}, *s.notebook["cells"],
    ]  # fmt: skip
    s.save()
