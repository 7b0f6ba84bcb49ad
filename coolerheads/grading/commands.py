"""The subcommands of the instructor's side; each parses, calls one function and prints."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Any

from coolerheads.reading import Problem

CHECKOUT = Path(__file__).parents[2]  # the course's own folder, where it is run from a copy of the repository


def beside(name: str) -> Path:
    """A file or folder of the course: this folder's own, or else the one of the copy that this command runs from."""
    here = Path(name)
    return here if here.exists() or not (CHECKOUT / name).exists() else CHECKOUT / name


def register(commands: Any) -> None:
    """Add the subcommands to the command line."""
    exercises = commands.add_parser("exercises", help="make the assignments in exercises/ from the bank")
    exercises.add_argument("--bank", type=Path, default=beside("bank"), help="folder of the bank (default: bank)")
    exercises.add_argument("--to", type=Path, default=Path("exercises"), help="folder to write to (default: exercises)")
    exercises.add_argument(
        "--form", choices=("A", "B"), help="which of the parallel forms (default: as they are, or A)"
    )
    exercises.add_argument("--seed", type=int, help="share the pools out between the forms by chance")
    exercises.add_argument("--check", action="store_true", help="write nothing; fail if a notebook is out of date")
    exercises.set_defaults(run=_exercises)

    grade = commands.add_parser("grade", help="grade what a class handed in, or one notebook")
    grade.add_argument("assignment", help="for example steady-yourself")
    grade.add_argument("--notebook", type=Path, metavar="FILE", help="grade this one file and write its feedback page")
    grade.add_argument("--force", action="store_true", help="grade again what has not changed")
    grade.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="worker processes (default: one a core)")
    grade.add_argument("--course", type=Path, default=Path("."), help="the course's folder (default: this one)")
    grade.set_defaults(run=_grade)

    course = commands.add_parser("course", help="lay bank, exercises and config into your own course folder")
    course.add_argument("folder", type=Path)
    course.add_argument("--bank", type=Path, default=beside("bank"), help="folder of the bank (default: bank)")
    course.add_argument("--rules", type=Path, default=beside("house-rules.yml"), help="default: house-rules.yml")
    course.add_argument("--form", choices=("A", "B"), help="which of the parallel forms (default: as they are, or A)")
    course.add_argument("--seed", type=int, help="share the pools out between the forms by chance")
    course.set_defaults(run=_course)


def bank_problems(folder: Path) -> list[Problem]:
    """Every fault of the bank in a folder; none where there is no such folder."""
    from coolerheads.grading.items import read_items

    problems: list[Problem] = []
    if folder.is_dir():
        read_items(folder, problems)
    return problems


def _exercises(args: argparse.Namespace) -> int:
    from coolerheads.grading.items import read_bank
    from coolerheads.grading.notebooks import drifted, form_in, make_all, write_all
    from coolerheads.house_rules import FILE, read_house_rules

    drawn = form_in(args.to) if args.form is None and args.seed is None else (args.form or "A", args.seed)
    made = make_all(read_bank(args.bank), read_house_rules(Path(FILE)), *drawn)
    if args.check:
        old = drifted(made, args.to)
        for name in old:
            print(f"{args.to}/{name}/{name}.ipynb:1: not what the bank makes; run: make exercises", file=sys.stderr)
        return 1 if old else 0
    changed = write_all(made, args.to)
    _warn_of_released(changed, args.to.parent)
    print(
        f"{len(made)} assignments, "
        + (f"written: {', '.join(changed)}" if changed else "all as the bank has them already")
    )
    return 0


def _course(args: argparse.Namespace) -> int:
    from coolerheads.grading.course import lay_out

    bank = args.folder / "bank" if (args.folder / "bank").is_dir() else args.bank
    written = lay_out(args.folder, bank, args.rules, args.form, args.seed)
    print(f"{args.folder}: " + (", ".join(written) if written else "everything was there already"))
    _warn_of_released([Path(name).name for name in written if name.startswith("exercises/")], args.folder)
    nbgrader = Path(sys.executable).with_name("nbgrader")
    print(f"Next: cd {quote(str(args.folder))} && {quote(str(nbgrader))} generate_assignment steady-yourself")
    return 0


def _warn_of_released(changed: Iterable[str], course: Path) -> None:
    """Say which assignments were released before they changed: what learners have is no longer what is graded."""
    from coolerheads.exercise.words import listed

    if old := [name for name in changed if (course / "release" / name).is_dir()]:
        print(
            f"{listed(old)} changed after being released. Where learners have it already, bring the old questions back "
            "(the same --form and --seed); else run nbgrader generate_assignment again.",
            file=sys.stderr,
        )


def _grade(args: argparse.Namespace) -> int:
    from coolerheads.grading.settings import read_settings

    settings = read_settings(args.course.absolute())
    try:
        return _one_notebook(args, settings) if args.notebook else _class(args, settings)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}. Nothing is lost: mend that and run this again.", file=sys.stderr)
        return 1


def _one_notebook(args: argparse.Namespace, settings: Any) -> int:
    from coolerheads.grading.single import grade_one

    if not settings.bank.is_dir():
        settings = replace(settings, bank=beside("bank").absolute())
    done = grade_one(settings, args.assignment, args.notebook)
    print(f"{done.points:g} of {done.most:g} points; for a person to look at: {done.referred} of {done.tasks} answers")
    print(f"The feedback is in {done.page}")
    return 0


def _class(args: argparse.Namespace, settings: Any) -> int:
    from coolerheads.exercise.words import number_of
    from coolerheads.grading.database import NoGradebookError
    from coolerheads.grading.engine import grade_assignment

    if settings.group_shared:
        os.umask(0o002)  # as with nbgrader: what one instructor writes, the others of the group may change
    try:
        report = grade_assignment(
            settings,
            args.assignment,
            args.force,
            args.jobs,
            _bar if sys.stderr.isatty() else lambda done, of: None,
            lambda: print(f"{args.assignment} is being graded already; waiting for that to end ...", file=sys.stderr),
        )
    except NoGradebookError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost: the same command goes on where this one was.", file=sys.stderr)
        return 130
    if not report.seen:
        pattern = settings.folder(settings.submitted, "*", args.assignment)
        print(f"nothing was handed in: there is no {pattern}; run: nbgrader collect {args.assignment}", file=sys.stderr)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    print(
        f"{args.assignment}: {report.graded} graded, {report.unchanged} unchanged, "
        f"{number_of(report.referred, 'answer')} {'waits' if report.referred == 1 else 'wait'} for a person"
    )
    return 0


def _bar(done: int, of: int) -> None:
    filled = 30 * done // of
    end = "\n" if done == of else ""
    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} of {of}", end=end, file=sys.stderr, flush=True)
