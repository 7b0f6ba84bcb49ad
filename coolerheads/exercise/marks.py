"""Text with evidence marked in it, as HTML. Everything a learner wrote is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from itertools import pairwise

from coolerheads.exercise.assess import Assessment
from coolerheads.exercise.words import spoken

Mark = tuple[int, int, str, str]  # start, end, what it is ("found", "slip", "beyond"), the label or reason in words


def marks_of(assessed: Assessment) -> list[Mark]:
    """What to mark in a rewrite: credited words, missteps, and promises beyond the facts."""
    marks: list[Mark] = []
    if assessed.off_task:
        return marks
    for evidence in assessed.evidence:
        if evidence.start < evidence.end and evidence.label in assessed.found:
            marks.append((evidence.start, evidence.end, "found", spoken(evidence.label)))
        elif evidence.start < evidence.end and evidence.label in assessed.missteps:
            marks.append((evidence.start, evidence.end, "slip", spoken(evidence.label)))
    marks += [(b.start, b.end, "beyond", "beyond the facts") for b in assessed.beyond]
    return marks


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
