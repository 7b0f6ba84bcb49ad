"""The second reading of the bank: every key answered blind by a reader (a language model) who did not write it.

``python -m coolerheads.grading.second_reading sheet`` prints the items without their keys; the reader's answers stand
in ``bank/second-reading.csv`` (item, answer, decision). Without ``sheet`` it prints how far reader and keys agree, and
fails below AGREEMENT, on an item that nobody answered, and on a disagreement without a decision in writing.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from coolerheads.exercise.answers import read
from coolerheads.grading.grade import grade
from coolerheads.grading.items import Item, read_bank
from coolerheads.house_rules import DEFAULTS
from coolerheads.reading import Problem

BANK = Path("bank")
FILE = "second-reading.csv"
AGREEMENT = 0.95  # share of keys that the second reader must have given too
LINE = " | "  # between the lines of an answer


class Reading(NamedTuple):
    """One answer of the second reader, with the line it stands on and what was decided where it differs."""

    item: str
    answer: str
    decision: str
    line: int


def keyed(bank: Mapping[str, Item]) -> dict[str, Item]:
    """The items that have a key: all but the rewrites."""
    return {id: item for id, item in bank.items() if item.task.kind != "rewrite"}


def sheet(bank: Mapping[str, Item]) -> Iterator[str]:
    """The items as the reader sees them, a block each, without key or explanation."""
    for item in keyed(bank).values():
        task = item.task
        yield f"## {item.id} ({task.asks})"
        yield f"{task.context}\nCustomer: {task.customer}"
        if task.reply:
            yield f"Reply: {task.reply}"
        for letter, text in {**(task.replies or {}), **(task.steps or {})}.items():
            yield f"{letter}: {text}"
        if task.options:
            yield f"Options: {', '.join(task.options)}"
        yield ""


def read_readings(path: Path) -> list[Reading]:
    """The second reader's answers; a file that is missing is an empty one."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [Reading(r["item"], r["answer"], (r["decision"] or "").strip(), rows.line_num) for r in rows]


def agrees(item: Item, answer: str) -> bool:
    """Whether an answer earns all the item's points: what a learner would have to say, the reader has said."""
    task = item.task
    return grade(item, task, read(answer.replace(LINE, "\n"), task), DEFAULTS).points == task.points


def compare(bank: Mapping[str, Item], readings: Iterable[Reading]) -> tuple[float, list[Problem]]:
    """Share of the keys (0 to 1) that the reader gave too, and what is still to be done about the rest."""
    shown, items, problems = f"{BANK}/{FILE}", keyed(bank), []
    answered: dict[str, bool] = {}
    last = 1
    for reading in readings:
        last = reading.line
        if reading.item not in items:
            problems.append(Problem(shown, reading.line, f'no item with a key is called "{reading.item}"'))
            continue
        answered[reading.item] = agrees(items[reading.item], reading.answer)
        if not answered[reading.item] and not reading.decision:
            problems.append(
                Problem(shown, reading.line, f"{reading.item}: reader and key differ; write what was decided, and why")
            )
    for id, item in items.items():
        if id not in answered:
            problems.append(Problem(shown, last, f"{id} ({item.path}:{item.line}) has no second reading"))
    return (sum(answered.values()) / len(items) if items else 0.0), problems


def main(argv: list[str]) -> int:
    """Print the sheet, or the agreement and what is still open; returns the exit status."""
    bank = read_bank(BANK)
    if argv == ["sheet"]:
        print("\n".join(sheet(bank)))
        return 0
    share, problems = compare(bank, read_readings(BANK / FILE))
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"second reading: {share:.1%} of {len(keyed(bank))} keys agree (at least {AGREEMENT:.0%})")
    return 1 if problems or share < AGREEMENT else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
