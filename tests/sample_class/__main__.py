"""``make grade``: the whole round over the sample class, results in ``autograded/`` and ``feedback/``, grades printed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.sample_class.learners import LEARNERS
from tests.sample_class.round import HOME, Round


def main() -> int:
    place = Path(".sample").absolute()
    print(f"A class of {len(LEARNERS)} does steady-yourself in {place} ...")
    work = Round(place)
    work.lay_out()
    for step, run in (
        ("generate and release", work.release),
        ("fetch, answer, submit", work.study),
        ("collect", work.collect),
        ("autograde", work.autograde),
        ("feedback", work.feedback),
    ):
        print(f"  {step}")
        run()
    for step in ("autograded", "feedback"):
        for folder in (work.course / step).iterdir():
            shutil.rmtree(HOME / step / folder.name, ignore_errors=True)
            shutil.copytree(folder, HOME / step / folder.name)
    print_table(work)
    print("\nThe graded notebooks are in autograded/, the pages that learners get back in feedback/.")
    return 0


def print_table(work: Round) -> None:
    grades, most = work.grades(), work.most()
    row = "{:10}" + "{:>6}" * len(most) + "{:>8}   {}"
    print("\n" + row.format("learner", *most, "total", "for a person"))
    print(row.format("out of", *(f"{points:g}" for points in most.values()), f"{sum(most.values()):g}", "").rstrip())
    for name, mine in sorted(grades.items(), key=lambda entry: -sum(s for s, *_ in entry[1].values())):
        total = sum(score for score, *_ in mine.values())
        asked = ", ".join(id for id, (_, flag, _) in mine.items() if flag)
        print(row.format(name, *(f"{mine[id][0]:g}" for id in most), f"{total:g}", asked).rstrip())


if __name__ == "__main__":
    sys.exit(main())
