"""The subcommands of the instructor's side; each parses, calls one function and prints."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def register(commands: Any) -> None:
    """Add the subcommands to the command line."""
    exercises = commands.add_parser("exercises", help="make the assignments in exercises/ from the bank")
    exercises.add_argument("--bank", type=Path, default=Path("bank"), help="folder of the bank (default: bank)")
    exercises.add_argument("--to", type=Path, default=Path("exercises"), help="folder to write to (default: exercises)")
    exercises.add_argument("--form", choices=("A", "B"), default="A", help="which of the parallel forms (default: A)")
    exercises.add_argument("--seed", type=int, help="share the pools out between the forms by chance")
    exercises.add_argument("--check", action="store_true", help="write nothing; fail if a notebook is out of date")
    exercises.set_defaults(run=_exercises)


def _exercises(args: argparse.Namespace) -> int:
    from coolerheads.grading.items import read_bank
    from coolerheads.grading.notebooks import drifted, make_all, write_all
    from coolerheads.house_rules import FILE, read_house_rules

    made = make_all(read_bank(args.bank), read_house_rules(Path(FILE)), args.form, args.seed)
    if args.check:
        old = drifted(made, args.to)
        for name in old:
            print(f"{args.to}/{name}/{name}.ipynb:1: not what the bank makes; run: make exercises", file=sys.stderr)
        return 1 if old else 0
    changed = write_all(made, args.to)
    print(f"{len(made)} assignments, {len(changed)} written{': ' if changed else ''}{', '.join(changed)}")
    return 0
