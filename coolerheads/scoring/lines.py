"""Scoring a file: one JSON object a line in, one a line out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from coolerheads.scoring.score import score


def score_lines(lines: Iterable[str], shown: str = "stdin") -> Iterator[tuple[str, bool]]:
    """Score each line; yields what to write and whether it is a result (else a message on what is wrong).

    A line needs ``reply``; ``id``, ``customer``, ``original`` and ``context`` are used when they are there. A bad
    line is reported and left out; the rest goes on.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json.dumps(_scored(json.loads(line))), True
        except json.JSONDecodeError as error:
            yield f"{shown}:{number}: not a line of JSON ({error.msg}); write one object a line", False
        except (TypeError, ValueError) as error:
            yield f"{shown}:{number}: {error}", False


def _scored(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("reply"), str):
        raise ValueError('needs an object with a text under "reply"')
    given = {key: row.get(key) for key in ("customer", "original", "context")}
    for key, value in given.items():
        if value is not None and not isinstance(value, str):
            raise ValueError(f'"{key}" must be a text')
    found = score(row["reply"], given["customer"] or "", given["original"] or None, given["context"])
    return {
        "id": row.get("id"),
        "labels": list(found.labels),
        "unsure": list(found.unsure),
        "findings": [asdict(finding) for finding in found.findings],
    }
