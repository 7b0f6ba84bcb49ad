"""Workshop: the corpus as data. Replies with their customers, and what their readers saw in them.

Readers work blind and alone: ``corpus/readings/<reader>/*.tsv``. A label is gold when most readers of that
reply saw it. Where two readers differ and no third has read yet, the reply counts as unsettled on that label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coolerheads.labels import LABELS

ROOT = Path(__file__).resolve().parents[2] / "corpus"
DEV = ("w12",)
TEST = ("w13", "w14")  # neither rules nor model may be made with a look at these


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of the corpus; ``shares`` is, per label, the share of its readers who saw it."""

    id: str
    writer: str
    voice: str
    kind: str
    customer: str
    context: str
    trade: str
    reply: str
    original: str | None
    pair: str
    about: str
    shares: dict[str, float]
    readers: int

    @property
    def gold(self) -> frozenset[str]:
        """The labels that most readers saw."""
        return frozenset(label for label, share in self.shares.items() if share > 0.5)

    @property
    def split(self) -> str:
        """ "train", "dev" or "test": by writer, and so by customer too."""
        return "dev" if self.writer in DEV else "test" if self.writer in TEST else "train"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


@cache
def readings() -> dict[str, list[frozenset[str]]]:
    """What each reader saw, by reply id. Raises ValueError for a label that nobody knows."""
    found: dict[str, list[frozenset[str]]] = {}
    for path in sorted((ROOT / "readings").glob("*/*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            id, _, listed = line.partition("\t")
            seen = frozenset(listed.split()) - {"-"}
            if unknown := seen - set(LABELS):
                raise ValueError(f"{path}:{number}: no such label: {', '.join(sorted(unknown))}")
            found.setdefault(id.strip(), []).append(seen)
    return found


@cache
def corpus() -> tuple[Reply, ...]:
    """Every reply that at least one reader has labelled, in file order."""
    found = []
    for path in sorted((ROOT / "replies").glob("*.jsonl")):
        writer = path.stem
        customers = {c["id"]: c for c in _lines(ROOT / "customers" / path.name)}
        for line in _lines(path):
            views = readings().get(line["id"])
            if not views:
                continue
            customer = customers[line["customer"]]
            shares = {label: sum(label in view for view in views) / len(views) for label in LABELS}
            found.append(
                Reply(
                    id=line["id"],
                    writer=writer,
                    voice=line["voice"],
                    kind=line["kind"],
                    customer=customer["message"],
                    context=customer["context"],
                    trade=customer["trade"],
                    reply=line["reply"],
                    original=customer["bad"] if line.get("original") or line["kind"] == "attempt" else None,
                    pair=line.get("pair", ""),
                    about=line.get("about", ""),
                    shares={label: share for label, share in shares.items() if share},
                    readers=len(views),
                )
            )
    return tuple(found)
