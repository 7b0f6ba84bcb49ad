"""The words of an exercise notebook: what to do, what a task shows, how it earns its points."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coolerheads.exercise.task import Task
from coolerheads.exercise.words import number_of, spoken

QUESTIONS = {
    "one_label": "What does this reply show?",
    "several_labels": "Which of these does the reply show?",
    "best_and_worst": "Which reply is best, and which is worst?",
    "spoiling_words": "Which words spoil this reply?",
    "order": "In what order?",
    "reply": "Make this reply good",
    "note": "Make this call note good",
}
QUESTIONS_ON_NOTES = {
    "one_label": "Which of these does the note miss?",
    "several_labels": "Which of these does the note get right?",
    "best_and_worst": "Which note is best, and which is worst?",
    "spoiling_words": "Which words spoil this note?",
}


def plain(text: str) -> str:
    """Text as Markdown that shows exactly this text (no maths, no emphasis, no tags)."""
    return re.sub(r"([\\`*_{}\[\]<>$#|~])", r"\\\1", text)


def question(task: Task) -> str:
    """What a task asks, in one line."""
    return (QUESTIONS_ON_NOTES if task.is_note else {}).get(task.asks, QUESTIONS[task.asks])


def heading(task: Task) -> str:
    """A task's heading: its name and its question."""
    return f"## {task.id} · {question(task)}"


def quoted(who: str, text: str) -> str:
    """Words that somebody says, as a block quotation."""
    lines = plain(text).split("\n")
    return "\n".join([f"> **{who}:** {lines[0]}", *(f"> {line}" for line in lines[1:])])


def shown(task: Task) -> str:
    """What a task puts before the learner."""
    parts = [f"*{plain(task.context)}*", quoted("The call" if task.is_note else "Customer", task.customer)]
    if task.kind == "rewrite":
        parts.append(quoted("The note as it stands" if task.is_note else "The reply to make good", task.reply))
        for title, lines in (
            ("What you know", task.facts.know),
            ("What you may offer", task.facts.may_offer),
            ("By when", task.facts.by_when),
        ):
            if lines:
                parts.append(f"**{title}**\n\n" + "\n".join(f"- {plain(line)}" for line in lines))
    elif task.asks == "best_and_worst":
        parts.append("\n".join(f"- **{letter}** {plain(text)}" for letter, text in task.replies.items()))
    elif task.kind == "order":
        parts.append("\n".join(f"- **{letter}** {plain(text)}" for letter, text in task.steps.items()))
    else:
        parts.append(quoted("The note" if task.is_note else "Reply", task.reply))
    if task.options:
        parts.append("Choose from: " + ", ".join(f"**{spoken(option)}**" for option in task.options) + ".")
    return "\n\n".join(parts)


def earned(task: Task) -> str:
    """How a task earns its points, for the learner."""
    points = f"**{number_of(task.points, 'point')}.** "
    if task.kind == "rewrite":
        needs = ", ".join(f"**{spoken(need)}**" for need in task.needs)
        found = "things found" if task.is_note else "(moves found − missteps found)"
        least = "" if task.is_note else ", never below 0"
        text = f"Wanted: {needs}. Points = {task.points:g} × {found} ÷ {len(task.needs)}{least}. "
        if task.avoid:
            text += "Watch out for: " + ", ".join(spoken(misstep) for misstep in task.avoid) + ". "
        if not task.is_note:
            text += "A promise beyond what you know and may offer counts as a misstep. "
        return points + text + "Run the cell as often as you like: the coach tells you what it finds."
    return (
        points
        + {
            "one_label": "Put one of the words in place of the question mark. The right one earns them all.",
            "several_labels": "Put all that apply in place of the question mark, with commas between. "
            "Each right one earns its share and each wrong one takes some away, so naming all of them earns nothing.",
            "best_and_worst": "Put a letter in place of each question mark. Each is worth half.",
            "spoiling_words": f"Copy the words from the {'note' if task.is_note else 'reply'} in place of the question "
            "mark, and no more of it than you need; a new line for each place. Each place earns its share, and words that "
            "do no harm take a share away.",
            "order": "Put the letters in the order you would take the steps. Every two steps that stand the right way "
            "round earn their share, every two that don't take it away; never below 0.",
        }[task.asks]
    )


def instructions(title: str, tasks: Sequence[Task]) -> str:
    """The notebook's opening cell."""
    kinds = {task.kind for task in tasks}
    points = sum(task.points for task in tasks)
    count = number_of(len(tasks), "question")
    steps = [
        "**Start.** Choose *Run → Run All Cells* in the menu, once, each time you open this page. "
        "It gets the answer cells ready. If a cell ever says that its magic was not found, do this again.",
        "**Answer.** Each question has a grey cell that begins with `%%`. Leave that first line as it is and type "
        "plain words under it, as you would in an email; no quotes, no code. "
        "Long lines run out of sight: press *Enter* wherever you like, it makes no difference.",
        "**Run it.** Press *Shift* and *Enter* together. The coach answers under the cell. "
        "Change your words and run it again as often as you like.",
        "**Hand in.** Save, then use the *Assignments* list (or do what your trainer asks for).",
    ]
    text = (
        f"# {title}\n\n{count}, {points:g} points. " + "You need no programming: you read, you choose, you write.\n\n"
    )
    text += "\n".join(f"{i}. {step}" for i, step in enumerate(steps, 1))
    if "rewrite" in kinds:
        text += (
            "\n\nIn the writing questions you answer a real complaint: say what you would really say, keep within the "
            "facts you are given, and don't be afraid to be brief. Where the coach is in doubt, a person reads your "
            "answer."
        )
    return text
