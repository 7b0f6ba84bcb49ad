"""What a learner is told when they run an answer cell: friendly HTML in plain words, never a traceback."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping

from coolerheads.exercise.answers import Answer
from coolerheads.exercise.assess import Assessment, assess
from coolerheads.exercise.marks import first_quote, marked, marks_of
from coolerheads.exercise.task import Task
from coolerheads.exercise.words import listed, number_of, spoken

# Colours are JupyterLab's own where it gives them, so that light and dark themes both stay readable.
STYLE = """<style>
.ch-coach{font:15px/1.5 system-ui,"Segoe UI",sans-serif;color:var(--jp-content-font-color1,#1d2733);border-left:3px solid var(--ch-edge);background:var(--jp-layout-color2,#f4f6f8);padding:.6em .9em;border-radius:0 10px 10px 0;margin:.3em 0;max-width:46em;--ch-edge:#0b6b6b;--ch-good:#1d6b45;--ch-slip:#9a3412}
[data-jp-theme-light=false] .ch-coach{--ch-edge:#6cc5bf;--ch-good:#7fd0a3;--ch-slip:#f0a27e}
.ch-coach p{margin:.25em 0}.ch-coach.ch-coach.ch-coach ul{margin:.4em 0 .2em;padding:0;list-style:none}.ch-coach li{margin:.3em 0;padding-left:1.6em;text-indent:-1.6em}
.ch-coach b.mark{display:inline-block;width:1.2em;text-indent:0;margin-right:.4em;text-align:center}
.ch-coach .found b{color:var(--ch-good)}.ch-coach .slip b{color:var(--ch-slip)}
.ch-coach blockquote{margin:.5em 0;padding:.5em .8em;border:1px solid var(--jp-border-color2,#d9dfe6);border-radius:8px;background:var(--jp-layout-color1,#fff)}
.ch-coach mark{background:none;color:inherit;border-bottom:2px solid var(--ch-good)}.ch-coach mark.slip{border-bottom:2px wavy var(--ch-slip);text-decoration:underline wavy var(--ch-slip);border:0}
.ch-coach mark small{font-size:.75em;font-weight:600;color:var(--ch-good)}.ch-coach mark.slip small{color:var(--ch-slip)}
</style>"""

# Short: nbgrader validate cuts a line at 90 characters.
WAITING = {
    "one_label": "put one of the words in place of the question mark",
    "several_labels": "put the words that apply, with commas between",
    "best_and_worst": "put a letter in place of each question mark",
    "spoiling_words": "copy the words from the reply that spoil it",
    "order": "put the letters in your order",
    "reply": "write your reply under the first line",
    "note": "write your note under the first line",
}


def panel(*parts: str) -> str:
    """Parts of HTML in the coach's frame."""
    return f'{STYLE}<div class="ch-coach" role="status">{"".join(parts)}</div>'


def say(text: str) -> str:
    """Plain words in the coach's frame."""
    return panel(f"<p>{html.escape(text)}</p>")


def unanswered(task: Task) -> str:
    """The sentence for a task without an answer."""
    return f"{task.id} is not answered yet: {WAITING[task.asks]}."


def coach(task: Task, answer: Answer, rules: Mapping[str, str], progress: str = "") -> str:
    """The coach's answer to one run of an answer cell, as HTML."""
    below = f"<p>{html.escape(progress)}</p>" if progress else ""
    if not answer.answered:
        return panel(f"<p>{html.escape(unanswered(task))}</p>", below)
    if answer.problem:
        return panel(f"<p>{task.id}: {html.escape(answer.problem)}.</p>", below)
    if task.kind != "rewrite":
        return panel(f"<p>{html.escape(read_back(task, answer))}</p>", below)
    return panel(*_rewrite(task, answer, assess(task, answer.text, rules)), below)


def read_back(task: Task, answer: Answer) -> str:
    """What was understood, so that a learner can see it: "c1: you chose dismissive."."""
    if task.asks == "spoiling_words":
        return f"{task.id}: you marked {listed(f'“{words}”' for words in answer.chosen)}."
    if task.asks == "order":
        return f"{task.id}: your order is {', '.join(answer.chosen)}."
    return f"{task.id}: you chose {listed(spoken(choice) for choice in answer.chosen)}."


def _rewrite(task: Task, answer: Answer, assessed: Assessment) -> Iterable[str]:
    if assessed.off_task:
        yield f"<p><b>{task.id}: 0 of {number_of(task.points, 'point')} so far.</b> "
        yield "This does not read as an answer to this customer. Say it to them, in your own words.</p>"
    else:
        yield f"<p><b>{task.id}: {assessed.points:g} of {number_of(task.points, 'point')} so far.</b></p>"
        yield f"<blockquote>{marked(answer.text, marks_of(assessed))}</blockquote>"
        yield f"<ul>{''.join(lines(assessed))}</ul>"
    if assessed.low < assessed.high:
        doubt = [spoken(label) for label in assessed.unsure]
        about = f" about {listed(doubt)}" if doubt else " whether a promise is within the facts"
        yield f"<p>The coach is not sure{html.escape(about)}; when it is graded, a person may look at it.</p>"
    for note in (*assessed.notes, answer.note):
        if note:
            yield f"<p>{html.escape(note)}</p>"


def lines(assessed: Assessment) -> Iterable[str]:
    """One list item for every move wanted, every misstep and every promise beyond the facts."""
    from coolerheads.scoring.score import found_message, missing_message

    for label in assessed.found:
        yield _line("found", "✓", label, first_quote(label, assessed), found_message(label))
    for label in assessed.missing:
        yield _line("open", "○", label, "", missing_message(label))
    for label in assessed.missteps:
        certain = [b for b in assessed.beyond if b.sure] if label == "overpromise" else []
        if certain:
            why = listed(dict.fromkeys(b.why for b in certain))
            yield _line(
                "slip", "✗", label, listed(dict.fromkeys(b.quote for b in certain)), f"{why[0].upper()}{why[1:]}."
            )
        else:
            yield _line("slip", "✗", label, first_quote(label, assessed), found_message(label))


def _line(kind: str, sign: str, label: str, quote: str, message: str) -> str:
    said = f" “{html.escape(quote)}”" if quote else ""
    return (
        f'<li class="{kind}"><b class="mark" aria-hidden="true">{sign}</b><b>{html.escape(spoken(label))}</b>{said} '
        f"{html.escape(message)}</li>"
    )
