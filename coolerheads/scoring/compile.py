"""Workshop: from the label files to the rules' part of the compiled data file."""

from __future__ import annotations

from typing import Any

from coolerheads.labels import all_labels, meanings, turns, word_classes
from coolerheads.reading import ContentError, Problem
from coolerheads.scoring.meanings import LONGEST
from coolerheads.scoring.notation import NotationError, compile_pattern
from coolerheads.scoring.text import read


def compiled_rules() -> dict[str, Any]:
    """Every label's patterns as regular expressions; raises ContentError with every pattern that cannot be read."""
    problems: list[Problem] = []
    patterns: list[list[Any]] = []
    written = [
        (name, name, blocks, given)
        for name, label in all_labels().items()
        for blocks, given in ((0, label.patterns), (1, label.blockers))
    ]
    written += [("turns", f"turn:{kind}", 0, given) for kind, given in turns().items()]
    for file, name, blocks, given in written:
        for pattern in given:
            try:
                expression, firsts, needed = compile_pattern(pattern.text, word_classes())
            except NotationError as error:
                path = f"coolerheads/content/labels/{file}.yml"
                problems.append(Problem(path, pattern.line, f'pattern "{pattern.text}": {error}'))
            else:
                patterns.append([name, blocks, expression, firsts, needed])
    if problems:
        raise ContentError(problems)
    guards = {name: list(label.guards) for name, label in all_labels().items()}
    return {"guards": guards, "patterns": patterns, "meanings": compiled_meanings()}


def compiled_meanings() -> dict[str, str]:
    """The lexicon in plain spelling, class by class; a phrase that two classes claim stays with the first."""
    taken: set[str] = set()
    made = {}
    for name, listed in meanings().items():
        split = [[word.text for word in read(phrase).words] for phrase in listed]
        plain = dict.fromkeys(" ".join(words) for words in split if 0 < len(words) <= LONGEST)
        mine = [phrase for phrase in plain if phrase not in taken]
        taken.update(mine)
        made[name] = "|".join(mine)
    return made


def compiled_labels() -> dict[str, dict[str, str]]:
    """What a learner is told about each label, and where it has its home."""
    return {
        name: {
            "name": label.name,
            "kind": label.kind,
            "principle": label.principle,
            "found": label.found,
            "missing": label.missing,
        }
        for name, label in all_labels().items()
    }
