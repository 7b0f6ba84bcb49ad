"""The ``coolerheads`` command. Thin: every subcommand parses, calls one function and prints."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from coolerheads import dialogue_check, library, script
from coolerheads.grading import commands as grading
from coolerheads.labels import CONTENT
from coolerheads.reading import ContentError, Problem
from coolerheads.scoring.lines import score_lines


def _check(args: argparse.Namespace) -> int:
    problems: list[Problem] = []
    found = list(library.dialogues(problems, args.content))
    problems += dialogue_check.check_course(found)
    problems += library.question_problems(args.content)
    problems += grading.bank_problems(Path("bank"))
    for problem in sorted(set(problems)):
        print(problem)
    if problems:
        print(f"{len(set(problems))} faults", file=sys.stderr)
        return 1
    print(
        f"{len(found)} dialogues, {sum(len(library.questions(s, args.content)) for s in library.question_slugs(args.content))} recall questions: no faults"
    )
    return 0


def _show(args: argparse.Namespace) -> int:
    dialogue = library.dialogue(args.id, args.content)
    print(script.as_mermaid(dialogue) if args.graph else script.as_script(dialogue))
    return 0


def _score(args: argparse.Namespace) -> int:
    wrong = 0
    with contextlib.ExitStack() as stack:
        source = sys.stdin if args.jsonl == "-" else stack.enter_context(open(args.jsonl, encoding="utf-8"))
        for line, good in score_lines(source, "stdin" if args.jsonl == "-" else args.jsonl):
            print(line, file=sys.stdout if good else sys.stderr)
            wrong += not good
    return 1 if wrong else 0


def parser() -> argparse.ArgumentParser:
    """The command line, whole: one subparser a subcommand, each with its function under ``run``."""
    top = argparse.ArgumentParser(prog="coolerheads", description="Cooler Heads, the course on calming angry customers")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check every dialogue, recall question and item of the bank")
    check.add_argument("--content", type=Path, default=CONTENT, help="folder of content (default: the course's)")
    check.set_defaults(run=_check)

    show = commands.add_parser("show", help="print a dialogue as a script, or its graph")
    show.add_argument("id", help="for example keep-your-cool/the-slot-that-vanished")
    show.add_argument("--graph", action="store_true", help="print the graph as Mermaid text instead")
    show.add_argument("--content", type=Path, default=CONTENT, help=argparse.SUPPRESS)
    show.set_defaults(run=_show)

    score = commands.add_parser("score", help="score replies, one JSON object a line")
    score.add_argument("--jsonl", metavar="FILE", default="-", help="lines with id, customer, reply (default: stdin)")
    score.set_defaults(run=_score)
    grading.register(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit status (0 well, 1 faults found, 2 a wrong call)."""
    args = parser().parse_args(argv)
    try:
        return int(args.run(args))
    except (ContentError, library.UnknownIdError) as error:
        print(error, file=sys.stderr)
        return 1
