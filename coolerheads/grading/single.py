"""One notebook graded on its own, for teams without an instructor and without nbgrader set up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolerheads.grading.items import read_bank
from coolerheads.grading.notebooks import form_of, make_all
from coolerheads.grading.page import given_by, page
from coolerheads.grading.settings import Settings
from coolerheads.grading.submission import Source, UnreadableError, grade_notebook, load, read_source, source_from
from coolerheads.house_rules import FILE, read_house_rules
from coolerheads.reading import ContentError, Problem, known


@dataclass(frozen=True, slots=True)
class Done:
    """What one notebook came to, and where its feedback page is."""

    points: float
    most: float
    tasks: int
    referred: int
    page: Path


def source_for(settings: Settings, assignment: str, data: Any) -> Source:
    """An assignment as the course's folder has it, or as its bank makes it in the form that the notebook was drawn in."""
    bank = read_bank(settings.bank)
    path = settings.source_of(assignment)
    if path.is_file():
        return read_source(path, bank)
    made = make_all(bank, read_house_rules(settings.root / FILE), *form_of(data))
    if assignment not in made:
        text = f'this bank makes no assignment "{assignment}"; {known(assignment, list(made))}'
        raise ContentError([Problem(str(settings.bank), 1, text)])
    return source_from(json.loads(made[assignment]), bank, assignment)


def grade_one(settings: Settings, assignment: str, file: Path) -> Done:
    """Grade a notebook and write its feedback page beside it.

    Raises ContentError for a file that cannot be read or a bank that cannot be used.
    """
    try:
        data = load(file)
        source = source_for(settings, assignment, data)
        graded = grade_notebook(source, data, settings.refer_from)
    except UnreadableError as error:
        raise ContentError([Problem(str(file), 1, f"the notebook could not be read: {error}")]) from None
    target = file.with_name(f"{file.stem}-feedback.html")
    by_id = {entry.id: entry for entry in graded}
    html = page(
        source,
        by_id,
        {id: given_by(entry) for id, entry in by_id.items()},
        show_answers=settings.show_answers,
        book_url=settings.book_url,
    )
    target.write_text(html, encoding="utf-8")
    return Done(
        points=round(sum(entry.points for entry in graded), 2),
        most=sum(entry.max for entry in graded),
        tasks=len(graded),
        referred=sum(bool(entry.referral) for entry in graded),
        page=target,
    )
