"""A task: the public side of an item, as it travels in a learner's notebook. It holds no answer key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from coolerheads.labels import LOG_CRITERIA

KINDS = ("classify", "order", "rewrite")
ASKS = {
    "classify": ("one_label", "several_labels", "best_and_worst", "spoiling_words"),
    "order": ("order",),
    "rewrite": ("reply", "note"),
}
# The line an answer cell starts with; each "?" waits for an answer. IPython refuses a cell magic with an empty body.
BLANKS = {
    "one_label": "label: ?",
    "several_labels": "labels: ?",
    "best_and_worst": "best: ?\nworst: ?",
    "spoiling_words": "words: ?",
    "order": "order: ?",
    "reply": "write your reply here",
    "note": "write your note here",
}
MAGICS = {"classify": "classify", "order": "order", "rewrite": "reply"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the learner knows, may offer, and by when: a rewrite promises nothing beyond these."""

    know: tuple[str, ...] = ()
    may_offer: tuple[str, ...] = ()
    by_when: tuple[str, ...] = ()

    def __iter__(self) -> Any:
        return iter((*self.know, *self.may_offer, *self.by_when))


@dataclass(frozen=True, slots=True)
class Task:
    """One question of an assignment. ``id`` is its name in the notebook (c1, o1, r1), ``item`` its name in the bank."""

    id: str
    item: str
    kind: str
    asks: str
    principle: str
    points: float
    context: str
    customer: str
    reply: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    facts: Facts = Facts()
    needs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    @property
    def magic(self) -> str:
        """The first line of the task's answer cell."""
        return f"%%{MAGICS[self.kind]} {self.id}"

    @property
    def blank(self) -> str:
        """The rest of the answer cell before anything is answered."""
        return BLANKS[self.asks]

    @property
    def is_note(self) -> bool:
        """Whether it is about a call note, which is judged by the log criteria, and not about a reply."""
        judged_by = (*self.needs, *self.options)
        log = bool(judged_by) and set(judged_by) <= set(LOG_CRITERIA)
        return self.asks == "note" or log or self.principle == "write-the-log"


def to_data(task: Task) -> dict[str, Any]:
    """The task as JSON-ready data; empty fields are left out."""
    data: dict[str, Any] = {}
    for entry in fields(task):
        value = getattr(task, entry.name)
        if isinstance(value, Facts):
            value = {key: list(getattr(value, key)) for key in ("know", "may_offer", "by_when") if getattr(value, key)}
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        if value not in ("", [], {}):
            data[entry.name] = value
    return data


def from_data(data: Mapping[str, Any]) -> Task:
    """The task back from :func:`to_data`."""
    known = {entry.name for entry in fields(Task)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items() if key in known
    }
    facts = data.get("facts", {})
    values["facts"] = Facts(**{key: tuple(facts.get(key, ())) for key in ("know", "may_offer", "by_when")})
    return Task(**values)
