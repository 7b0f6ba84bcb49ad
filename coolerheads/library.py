"""From an id to content: dialogues and recall questions, found wherever the package is installed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from coolerheads import dialogue_check
from coolerheads.dialogue import Dialogue
from coolerheads.dialogue_reading import dialogue_from
from coolerheads.labels import CONTENT, SLUGS
from coolerheads.questions import Question, questions_from
from coolerheads.reading import ContentError, Problem, open_table, read

QUESTIONS = "questions"  # the one file of a principle's folder that is no dialogue


class UnknownIdError(LookupError):
    """An id that names nothing; the message says which ids are near."""


def shown(path: Path, root: Path = CONTENT) -> str:
    """A content file's path as messages show it: from the repository's root, whatever the installation."""
    return f"coolerheads/content/{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else str(path)


def dialogue_ids(root: Path = CONTENT) -> list[str]:
    """Ids (``principle/name``) of every dialogue, in the course's order, then by name."""
    found = [p for slug in SLUGS for p in sorted((root / slug).glob("*.yml"))]
    return [f"{p.parent.name}/{p.stem}" for p in found if p.stem != QUESTIONS]


def dialogue(id: str, root: Path = CONTENT) -> Dialogue:
    """The dialogue with this id, checked.

    Raises UnknownIdError when there is none, ContentError with every fault when it cannot be used.
    """
    if id not in (ids := dialogue_ids(root)):
        raise UnknownIdError(_unknown("dialogue", id, ids))
    path = root / f"{id}.yml"
    found = read(path, "a dialogue", lambda table: dialogue_from(table, id), shown=shown(path, root))
    if problems := dialogue_check.check(found):
        raise ContentError(problems)
    return found


def dialogues(problems: list[Problem], root: Path = CONTENT) -> Iterator[Dialogue]:
    """Every dialogue that can be read; the faults of all of them are added to ``problems``."""
    for id in dialogue_ids(root):
        path = root / f"{id}.yml"
        table = open_table(path, "a dialogue", problems, shown=shown(path, root))
        if table is None:
            continue
        before = len(problems)
        found = dialogue_from(table, id)
        table.done()
        sound = len(problems) == before
        problems.extend(dialogue_check.check(found, whole=sound))
        if sound:
            yield found


def harder(easy: Dialogue, root: Path = CONTENT) -> str:
    """Id of the harder dialogue of the same principle, or "" when there is none or this is it."""
    if easy.level == "harder":
        return ""
    for id in dialogue_ids(root):
        if id.startswith(f"{easy.principle}/") and id != easy.id and dialogue(id, root).level == "harder":
            return id
    return ""


def questions(slug: str, root: Path = CONTENT) -> dict[str, Question]:
    """A principle's recall questions by name; raises UnknownIdError or ContentError."""
    path = root / slug / f"{QUESTIONS}.yml"
    if slug not in SLUGS or not path.is_file():
        have = [s for s in SLUGS if (root / s / f"{QUESTIONS}.yml").is_file()]
        raise UnknownIdError(_unknown("recall questions", slug, have))
    return read(path, "recall questions", lambda table: questions_from(table, slug), shown=shown(path, root))


def question(id: str, root: Path = CONTENT) -> Question:
    """One recall question by its id, ``principle/name``."""
    slug, _, name = id.partition("/")
    found = questions(slug, root)
    if name not in found:
        raise UnknownIdError(_unknown("recall question", id, [f"{slug}/{key}" for key in found]))
    return found[name]


def _unknown(what: str, id: str, ids: list[str]) -> str:
    near = difflib.get_close_matches(id, ids, n=3, cutoff=0.4)
    hint = "Did you mean " + " or ".join(f'"{n}"' for n in near) + "?" if near else "Known: " + ", ".join(ids) + "."
    return f'there is no {what} "{id}". {hint}'


def question_slugs(root: Path = CONTENT) -> list[str]:
    """Principles that have recall questions, in the course's order."""
    return [slug for slug in SLUGS if (root / slug / f"{QUESTIONS}.yml").is_file()]


def question_problems(root: Path = CONTENT) -> list[Problem]:
    """Every fault of every file of recall questions."""
    problems: list[Problem] = []
    for slug in question_slugs(root):
        try:
            questions(slug, root)
        except ContentError as error:
            problems.extend(error.problems)
    return problems
