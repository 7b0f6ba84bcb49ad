"""What an attack is: a function that turns a learner's folder into a hostile one.

All of them build on a weak but honest piece of work (:data:`HONEST`), so that any gain shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HONEST = {
    "kyc-c1": "label: excuse",
    "kyc-c3": "best: c\nworst: b",
    "hto-c1": "label: interrupting",
    "hto-o1": "order: d, c, a, b",
    "kyc-r1": "We cut the lens wrong and that is our mistake, Mr Kowal.",
}
ASSIGNMENT = "steady-yourself"


@dataclass
class Scene:
    """What an attack has to hand: the learner's notebook (with the honest answers in), their folder, and targets."""

    notebook: dict[str, Any]
    folder: Path
    marker: Path
    secret: Path
    gradebook: Path

    @property
    def file(self) -> Path:
        return self.folder / f"{ASSIGNMENT}.ipynb"

    def save(self) -> None:
        self.file.write_text(json.dumps(self.notebook), "utf-8")

    def run(self, code: str, at: int = 0) -> None:
        """Put a code cell in, by default as the first, and save."""
        cell = {"cell_type": "code", "id": "evil", "metadata": {}, "outputs": [], "execution_count": 1, "source": code}
        self.notebook["cells"].insert(at, cell)
        self.save()

    def cell(self, id: str) -> dict[str, Any]:
        return next(c for c in self.notebook["cells"] if c["id"] == id)

    def write(self, id: str, text: str) -> None:
        cell = self.cell(id)
        cell["source"] = cell["source"].split("\n")[0] + "\n" + text

    def points_cells(self) -> list[dict[str, Any]]:
        return [c for c in self.notebook["cells"] if c["id"].endswith("-points")]


def mark(scene: Scene) -> str:
    return f"open({str(scene.marker)!r}, 'a').write('ran ')\n"
