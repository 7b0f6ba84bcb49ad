"""Text with evidence marked in it, as HTML. Everything a learner wrote is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from itertools import pairwise

from coolerheads.exercise.assess import Assessment
from coolerheads.exercise.words import spoken

JOINED = 4  # two finds of a label this close together are shown as one
Mark = tuple[int, int, str, str]  # start, end, what it is ("found", "slip", "beyond"), the label or reason in words


def marks_of(assessed: Assessment) -> list[Mark]:
    """What to mark in a rewrite: credited words, missteps, and promises beyond the facts."""
    if assessed.off_task:
        return []
    marks: list[Mark] = []
    for evidence in sorted(assessed.evidence, key=lambda e: (e.label, e.start)):
        kind = "found" if evidence.label in assessed.found else "slip" if evidence.label in assessed.missteps else ""
        if not kind or evidence.start >= evidence.end:
            continue
        mark = (evidence.start, evidence.end, kind, spoken(evidence.label))
        if marks and marks[-1][2:] == mark[2:] and mark[0] <= marks[-1][1] + JOINED:
            mark = (marks[-1][0], max(marks[-1][1], mark[1]), *mark[2:])
            marks.pop()
        marks.append(mark)
    return marks + [(b.start, b.end, "beyond", "beyond the facts") for b in assessed.beyond]


def marked(text: str, marks: Iterable[Mark]) -> str:
    """The text with its marks, as escaped HTML; where marks overlap each stretch carries all of its names."""
    marks = list(marks)
    edges = sorted({0, len(text), *(p for start, end, *_ in marks for p in (start, end) if 0 <= p <= len(text))})
    out = []
    for start, end in pairwise(edges):
        here = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        piece = html.escape(text[start:end])
        if not here:
            out.append(piece)
            continue
        kind = "slip" if any(mark[2] != "found" for mark in here) else "found"
        # Each name stands after the last stretch of its words, so that a list of names never breaks a sentence twice.
        ending = dict.fromkeys(mark[3] for mark in here if mark[1] == end)
        names = f"<small> {html.escape(', '.join(ending))}</small>" if ending else ""
        out.append(f'<mark class="{kind}">{piece}{names}</mark>')
    return "".join(out).replace("\n", "<br>\n")


def first_quote(label: str, assessed: Assessment, longest: int = 90) -> str:
    """The words that a label was found on, shortened; "" where there are none."""
    quotes: Sequence[str] = [e.quote for e in assessed.evidence if e.label == label and e.quote.strip()]
    if not quotes:
        return ""
    quote = " ".join(quotes[0].split())
    return quote if len(quote) <= longest else quote[: longest - 1].rstrip() + "…"
