"""Workshop: what the scorer is measured against, in the same run on the same replies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coolerheads.labels import LABELS, MISSTEPS, MOVES
from coolerheads.scoring import train
from coolerheads.scoring.corpus import Reply
from coolerheads.scoring.rules import RuleBook

# What a list made in ten minutes holds.
KEYWORDS = {
    "listening": "take your time|tell me everything|go on|from the beginning|all ears",
    "empathy": "frustrat|upset|must have been|understand how|sorry to hear|imagine",
    "reflection": "so you|you were|you said|what happened is",
    "apology": "sorry|apologi",
    "ownership": "our mistake|our fault|responsib|my fault|i'll make sure|that's on us",
    "question": "?",
    "solution": "refund|replace|send|fix|book|credit",
    "choice": "would you prefer|would you like|which|either|or would|your choice",
    "timeframe": "today|tomorrow|tonight|by |within|hours|minutes",
    "goodwill": "voucher|discount|free|credit|on us|waive",
    "handoff": "bring|colleague|on the line|stay with you|hold while",
    "boundary": "end the call|end this|language|insult|names|abuse",
    "recap": "sum up|recap|summary|so far|to confirm",
    "appreciation": "thank you for|thanks for|appreciate|grateful",
    "hostile": "stupid|idiot|shut up|whatever|not my problem|grow up",
    "blame": "you should have|you must have|are you sure|your fault|you didn't",
    "excuse": "policy|system|courier|not our fault|nothing i can|short staffed",
    "dismissive": "calm down|relax|only|no need|big deal|overreact",
    "interrupting": "stop you|just give me|get to the point|hang on|listen",
    "overpromise": "guarantee|never again|definitely|promise|100%",
    "non_apology": "sorry if|sorry you|sorry, but|sorry that you",
    "scripted": "valued customer|important to us|any inconvenience|contacting us|highest standard",
    "cold_transfer": "please hold|transfer|you'll have to|another department|call the",
    "jargon": "sla|rma|tier|ticket|code|sku",
    "off_task": "full marks|rubric|ignore|grader|empathy apology",
}


def keyword_list(replies: Sequence[Reply]) -> list[set[str]]:
    """A label is found where one of its words stands."""
    return [
        {label for label, words in KEYWORDS.items() if any(word in reply.reply.lower() for word in words.split("|"))}
        for reply in replies
    ]


def rules_alone(replies: Sequence[Reply], book: RuleBook) -> list[set[str]]:
    """What the label files' patterns find, and the signs of an answer that is none."""
    found = []
    for r in replies:
        read = train.sample(book, r.reply, r.customer, r.original)
        found.append({"off_task"} if read.certain else set(read.ruled))
    return found


def vader_sign(replies: Sequence[Reply]) -> list[set[str]]:
    """A negative control: every move where VADER calls the reply positive, every misstep where negative."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return [set(MOVES if analyzer.polarity_scores(reply.reply)["compound"] >= 0 else MISSTEPS) for reply in replies]


def learned(seen: Sequence[Reply], new: Sequence[Reply], book: RuleBook, groups: Sequence[str]) -> list[set[str]]:
    """The learned part alone, on some groups of features, trained on ``seen``; also one point of a learning curve.

    Its thresholds come from within ``seen``: a fifth of it, by customer, that the weights for them do not see.
    """
    mine = [train.sample(book, r.reply, r.customer, r.original) for r in seen]
    y = train.gold(seen)
    customers = sorted({r.customer for r in seen})
    fold = {customer: i % 5 for i, customer in enumerate(customers)}
    away = np.array([fold[r.customer] == 0 for r in seen])
    inner = [s for s, out in zip(mine, away, strict=True) if not out]
    held = [s for s, out in zip(mine, away, strict=True) if out]
    design = train.Design(inner, groups)
    weights = train.fit(design.matrix(inner), y[~away])
    logits = design.matrix(held) @ weights[:-1] + weights[-1]
    limits = train.thresholds(1 / (1 + np.exp(-logits)), y[away])
    design = train.Design(mine, groups)
    weights = train.fit(design.matrix(mine), y)
    theirs = [train.sample(book, r.reply, r.customer, r.original) for r in new]
    p = 1 / (1 + np.exp(-(design.matrix(theirs) @ weights[:-1] + weights[-1])))
    found = [{LABELS[j] for j in np.flatnonzero(row)} for row in p > limits]
    if "facts" in groups:
        found = [
            {"off_task"} if s.certain or "off_task" in labels else labels
            for s, labels in zip(theirs, found, strict=True)
        ]
    return found
