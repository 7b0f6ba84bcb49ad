"""The vocabulary: 14 moves, 10 missteps and ``off_task``, and the file that says what each of them means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coolerheads.reading import ContentError, Problem, Table, read

CONTENT = Path(__file__).parent / "content"

MOVES = (
    "listening", "empathy", "reflection", "apology", "ownership", "question", "solution", "choice", "timeframe",
    "goodwill", "handoff", "boundary", "recap", "appreciation",
)  # fmt: skip
MISSTEPS = (
    "hostile", "blame", "excuse", "dismissive", "interrupting", "overpromise", "non_apology", "scripted",
    "cold_transfer", "jargon",
)  # fmt: skip
OFF_TASK = "off_task"
LABELS = (*MOVES, *MISSTEPS, OFF_TASK)
LOG_CRITERIA = ("log_facts", "log_actions", "log_promises", "log_neutral", "log_concise")

PRINCIPLES = (
    "keep-your-cool", "hear-them-out", "name-the-feeling", "say-it-back", "apologize-well", "sound-like-yourself",
    "ask-before-you-fix", "own-it", "agree-on-a-fix", "promise-what-you-can-keep", "respect-their-time",
    "hand-over-warmly", "make-it-up-to-them", "set-limits", "recap", "write-the-log", "leave-them-valued",
)  # fmt: skip
SLUGS = (*PRINCIPLES, "whole-call")

# What can take a pattern's find back, label by label: a negation before it, quotation marks around it.
GUARDS = ("negation", "quotation")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression of a label's rule, with the line it stands on in its file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Label:
    """One label as its file defines it.

    ``found`` and ``missing`` are the sentences a learner reads; ``passing`` and ``failing`` are the examples that
    are the rule's tests.
    """

    label: str
    kind: str
    name: str
    meaning: str
    principle: str
    source: str
    found: str
    missing: str
    patterns: tuple[Pattern, ...]
    blockers: tuple[Pattern, ...]
    guards: tuple[str, ...]
    passing: tuple[str, ...]
    failing: tuple[str, ...]
    line: int


def kind_of(label: str) -> str:
    """One of "move", "misstep", "log" or "off_task"; raises KeyError for a word that is no label."""
    for kind, names in (("move", MOVES), ("misstep", MISSTEPS), ("log", LOG_CRITERIA), ("off_task", (OFF_TASK,))):
        if label in names:
            return kind
    raise KeyError(label)


def label_from(table: Table) -> Label:
    """Build a label from its file's mapping."""
    label = table.one_of("label", (*LABELS, *LOG_CRITERIA))
    found = Label(
        label=label,
        kind=kind_of(label),
        name=table.text("name"),
        meaning=table.text("meaning"),
        principle=table.one_of("principle", PRINCIPLES),
        source=table.text("source"),
        found=table.text("found"),
        missing=table.text("missing"),
        patterns=tuple(Pattern(*entry) for entry in table.texts("patterns")),
        blockers=tuple(Pattern(*entry) for entry in table.texts("blockers")),
        guards=table.some_of("guards", GUARDS),
        passing=tuple(text for text, _ in table.texts("passing", required=True)),
        failing=tuple(text for text, _ in table.texts("failing", required=True)),
        line=table.line,
    )
    if table.path.rsplit("/", 1)[-1] != f"{label}.yml":
        table.fault(f'the file of label "{label}" must be called {label}.yml', table.line_of("label"))
    return found


@cache
def all_labels() -> dict[str, Label]:
    """Every label by name, in the order of LABELS then LOG_CRITERIA; raises ContentError with all faults found."""
    problems: list[Problem] = []
    labels = {}
    for name in (*LABELS, *LOG_CRITERIA):
        path = CONTENT / "labels" / f"{name}.yml"
        try:
            labels[name] = read(path, f"label {name}", label_from, shown=f"coolerheads/content/labels/{name}.yml")
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(problems)
    return labels


@cache
def turns() -> dict[str, tuple[Pattern, ...]]:
    """Turns of phrase that take back whatever their sentence says, by kind; raises ContentError."""
    shown = "coolerheads/content/labels/turns.yml"

    def build(table: Table) -> dict[str, tuple[Pattern, ...]]:
        return {"hypothetical": tuple(Pattern(*entry) for entry in table.texts("hypothetical", required=True))}

    return read(CONTENT / "labels" / "turns.yml", "the turns", build, shown=shown)


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """The words and phrases that patterns share, by class name; raises ContentError."""
    path = CONTENT / "labels" / "word-classes.yml"
    shown = "coolerheads/content/labels/word-classes.yml"
    return read(path, "the word classes", lambda t: {n: tuple(w for w, _ in t.texts(n)) for n in t.nodes}, shown=shown)


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """Words and phrases by what they mean, for the learned part; raises ContentError."""
    path = CONTENT / "labels" / "meanings.yml"
    shown = "coolerheads/content/labels/meanings.yml"
    return read(path, "the meanings", lambda t: {n: tuple(w for w, _ in t.texts(n)) for n in t.nodes}, shown=shown)


def homes() -> dict[str, str]:
    """The home principle of every label: the one under which the course tallies it."""
    return {name: label.principle for name, label in all_labels().items()}
