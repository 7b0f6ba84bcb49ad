"""The answer cells of an exercise notebook: plain words under ``%%reply``, ``%%classify`` or ``%%order``.

``start`` is what a notebook's first code cell calls; it is the only place that touches IPython.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from coolerheads.exercise import coach
from coolerheads.exercise.answers import Answer, besides_magic, magic_of, read
from coolerheads.exercise.task import MAGICS, Task, from_data
from coolerheads.exercise.words import listed
from coolerheads.house_rules import DEFAULTS

SET_UP = (
    "not graded here: Cooler Heads grades words without running cells. "
    "Use its nbgrader_config.py (run: coolerheads course .) and grade again"
)


class PlainError(Exception):
    """An error that a notebook shows as its one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NotGradedHereError(PlainError):
    """A graded cell ran where our preprocessors are not set: it must earn nothing."""


class UnansweredError(PlainError):
    """Under ``nbgrader validate``: a task that still waits for an answer that can be read."""


class Session:
    """One notebook's tasks, and the answers run in it so far."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.tasks: dict[str, Task] = {task["id"]: from_data(task) for task in data["tasks"]}
        self.rules = {**DEFAULTS, **data.get("rules", {})}
        self.answers: dict[str, Answer] = {}

    def answer(self, line: str, body: str) -> str:
        """Take one run of an answer cell (its magic line's rest and its text); returns what the coach says."""
        id = line.strip().strip(":.").replace(" ", "").lower()
        task = self.tasks.get(id)
        if task is None:
            known = ", ".join(self.tasks)
            return coach.say(f"“{line.strip()}” is not a question of this page; its questions are {known}.")
        self.answers[id] = read(f"{task.magic}\n{body}", task, self.tasks)
        return coach.coach(task, self.answers[id], self.rules, self.progress())

    def progress(self) -> str:
        """How far the learner is, for example "3 of 8 answered; still open: c4, c5 and r1"."""
        left = [id for id in self.tasks if not self.ready(id)]
        done = len(self.tasks) - len(left)
        text = f"{done} of {len(self.tasks)} answered"
        return f"{text}; still open: {listed(left)}." if 0 < len(left) <= 6 else f"{text}."

    def ready(self, id: str) -> bool:
        """Whether a task has an answer that can be read."""
        answer = self.answers.get(id)
        return answer is not None and answer.answered and not answer.problem


_session: Session | None = None


def start(data: str) -> None:
    """Get the answer cells of this notebook ready; ``data`` is its tasks and house rules as JSON."""
    global _session
    _session = Session(json.loads(data))
    shell = _shell()
    if shell is None:
        return
    for name in dict.fromkeys(MAGICS.values()):
        shell.register_magic_function(_magic, "cell", name)
    transformers = shell.input_transformers_cleanup
    transformers[:] = [t for t in transformers if not isinstance(t, _Mend)]
    transformers.insert(0, _Mend(_session, shell))
    if not os.environ.get("NBGRADER_EXECUTION"):
        _show(coach.say(f"Ready: {len(_session.tasks)} questions. Type under a %% line, then press Shift and Enter."))


def check(id: str) -> None:
    """What a locked points cell runs: silent for the learner, a plain sentence where an answer is wanted.

    Raises NotGradedHereError under an ``nbgrader autograde`` that runs cells (ours doesn't), and UnansweredError
    under ``nbgrader validate`` when the task has no answer that can be read.
    """
    execution = os.environ.get("NBGRADER_EXECUTION", "")
    if execution == "autograde" or (_session is None and execution):
        raise NotGradedHereError(f"{id}: {SET_UP}.")
    if execution != "validate" or _session is None or _session.ready(id):
        return
    answer = _session.answers.get(id)
    task = _session.tasks[id]
    raise UnansweredError(f"{id}: {answer.problem}." if answer and answer.problem else coach.unanswered(task))


def _magic(line: str, cell: str = "") -> None:
    if _session is not None:
        _show(_session.answer(line, cell))


class _Mend:
    """Puts back a magic line that was lost or misspelt, so that plain words never end in a SyntaxError.

    JupyterLab says which cell it runs; where that is a task's cell, its text is that task's answer whatever stands
    in the first line.
    """

    def __init__(self, session: Session, shell: Any) -> None:
        self.session, self.shell = session, shell

    def __call__(self, lines: list[str]) -> list[str]:
        first = next((line for line in lines if line.strip()), "")
        named = magic_of(first.rstrip("\n"), self.session.tasks)
        task = named or self.session.tasks.get(self._cell_id())
        if task is None:
            return lines
        rest = lines[lines.index(first) + 1 :] if first else []
        typed = besides_magic(first, self.session.tasks) if named or first.lstrip().startswith("%") else first
        body = [typed.rstrip("\n") + "\n", *rest] if typed.strip() else rest
        # IPython refuses a magic with nothing under it.
        return [task.magic + "\n", *(body if any(line.strip() for line in body) else [task.blank + "\n"])]

    def _cell_id(self) -> str:
        try:
            return str(self.shell.kernel.get_parent("shell")["metadata"]["cellId"])
        except (AttributeError, KeyError, TypeError, LookupError):
            return ""


def _shell() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    current: Callable[[], Any] = get_ipython
    return current()


def _show(text: str) -> None:
    from IPython.display import HTML, display

    display(HTML(text))
