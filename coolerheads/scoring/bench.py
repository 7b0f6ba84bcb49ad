"""Workshop: ``make bench-scorer``. Measures the scorer on voices that never trained it, and writes the page on it.

The test writers' texts are read by this program alone; it prints figures and the ids of replies, never their words.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from coolerheads.labels import LABELS, MOVES, all_labels
from coolerheads.scoring import baselines, data
from coolerheads.scoring.compile import compiled_rules
from coolerheads.scoring.corpus import ROOT, Reply, corpus
from coolerheads.scoring.measures import NEEDS, Fairness, f1, fairness, kappa, macro_f1, micro_f1
from coolerheads.scoring.rules import RuleBook
from coolerheads.scoring.score import Score, score

PAGE = ROOT.parent / "chapters" / "how-replies-are-scored.md"
CARD = Path(__file__).with_name("MODEL_CARD.md")
ENCODER = ROOT / "encoder.json"
CURVE = (300, 600, 1200, 2400, 4800, 9600, 19200)


def scored(replies: Sequence[Reply]) -> tuple[list[Score], float]:
    """Every reply's score, and the median of the seconds it took."""
    took, found = [], []
    for r in replies:
        start = time.perf_counter()
        found.append(score(r.reply, r.customer, r.original, r.context))
        took.append(time.perf_counter() - start)
    return found, statistics.median(took)


def contrast(replies: Sequence[Reply], found: Sequence[Score]) -> tuple[int, int]:
    """Pairs that readers told apart by the label they are about, and how many of them the scorer has right twice."""
    pairs: dict[str, list[tuple[Reply, Score]]] = {}
    for r, s in zip(replies, found, strict=True):
        if r.kind == "pair":
            pairs.setdefault(r.pair, []).append((r, s))
    apart = right = 0
    for two in pairs.values():
        about = two[0][0].about
        if len(two) != 2 or (about in two[0][0].gold) == (about in two[1][0].gold):
            continue
        apart += 1
        right += all((about in r.gold) == (about in s.labels) for r, s in two)
    return apart, right


def cheating(replies: Sequence[Reply], found: Sequence[Score]) -> tuple[int, list[str]]:
    """Attempts that readers called off task, and the ids of those that would earn more than a blank."""
    tried = [(r, s) for r, s in zip(replies, found, strict=True) if r.kind == "attempt" and "off_task" in r.gold]
    needed = {need for needs in NEEDS for need in needs}
    return len(tried), [r.id for r, s in tried if "off_task" not in s.labels and needed & set(s.labels)]


def rewrites(replies: Sequence[Reply], found: Sequence[Score]) -> tuple[int, Fairness]:
    """The points measure over answers written as rewrites."""
    own = [
        (r.gold, set(s.labels), set(s.unsure))
        for r, s in zip(replies, found, strict=True)
        if r.original is not None and r.kind != "attempt"
    ]
    return len(own), fairness(own)


def table(rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first row is its head."""
    head, *body = rows
    return "\n".join(["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *body)])


def curve(train: Sequence[Reply], test: Sequence[Reply], book: RuleBook) -> list[tuple[int, int, float]]:
    """Replies, writers and macro F1 as more writers train; whole writers at a time, in order."""
    gold = [r.gold for r in test]
    points: list[tuple[int, int, float]] = []
    writers = sorted({r.writer for r in train})
    for size in CURVE:
        take: list[Reply] = []
        for writer in writers:
            if len(take) < size:
                take += [r for r in train if r.writer == writer]
        if points and points[-1][0] == len(take):
            break
        found = baselines.learned(take, test, book, ("words", "facts"))
        points.append((len(take), len({r.writer for r in take}), macro_f1(list(zip(gold, found, strict=True)))))
    return points


def report() -> tuple[str, str]:
    """The figures as Markdown: for the page, and for the model card."""
    book = RuleBook(compiled_rules())
    train = [r for r in corpus() if r.split == "train"]
    test = [r for r in corpus() if r.split == "test"]
    found, median = scored(test)
    gold = [r.gold for r in test]
    ours = list(zip(gold, [set(s.labels) for s in found], strict=True))
    others = {
        "keyword list": baselines.keyword_list(test),
        "VADER's sign (a control: it should fail)": baselines.vader_sign(test),
        "rules alone": baselines.rules_alone(test, book),
        "words alone": baselines.learned(train, test, book, ("words",)),
    }
    rows = [["scorer", "macro F1", "micro F1", "κ"]]
    for name, guesses in [*others.items(), ("**the scorer**", [set(s.labels) for s in found])]:
        pairs = list(zip(gold, guesses, strict=True))
        rows.append([name, f"{macro_f1(pairs):.2f}", f"{micro_f1(pairs):.2f}", f"{kappa(pairs):.2f}"])
    per_label = [["label", "in the test set", "F1"]]
    for label in LABELS:
        name = all_labels()[label].name
        per_label.append([f"{name} (`{label}`)", str(sum(label in g for g in gold)), f"{f1(ours, label):.2f}"])
    apart, right = contrast(test, found)
    tried, through = cheating(test, found)
    count, fair = rewrites(test, found)
    steps = curve(train, test, book)
    size = data.PATH.stat().st_size / 1e6
    figures = f"""Measured on {len(test)} replies by {len({r.writer for r in test})} writers ({len({r.voice for r in test})} voices) from whom the scorer has learned nothing, to {len({r.customer for r in test})} customers in {len({r.trade for r in test})} trades that were new to it. It learned from {len(train):,} replies by {len({r.writer for r in train})} other writers.

F1 is 1 when the scorer finds all that is there and nothing else, and 0 when it gets nothing right. Macro F1 counts every label alike, micro F1 every find; κ leaves out what luck alone would get. The last line is the scorer as you meet it.

{table(rows)}

**Which labels it sees well, and which badly**

{table(per_label)}

**Points.** On {count} rewrites, each tried with {len(NEEDS)} sets of needed moves, it hands {1 - fair.kept:.0%} to a person. Of the rest, {fair.exact:.0%} get exactly the points that the readers' labels would give, and the mean error is {fair.error:.1%} of an item's points.

**Nearly alike.** Of {apart} pairs of replies that differ in one turn of phrase (such as "I'm sorry" and "some would say sorry"), it has both right in {right} ({right / max(1, apart):.0%}).

**Attempts to cheat.** Of {tried} attempts, {tried - len(through)} earn no more than a blank ({(tried - len(through)) / max(1, tried):.0%}). Those that get through, by their numbers in the corpus: {", ".join(through) or "none"}.

**More voices help.** Macro F1 of the learned part, words and facts together, by what it was trained on:

{table([["replies", "writers", "macro F1"], *([f"{n:,}", str(w), f"{f:.2f}"] for n, w, f in steps)])}

**Quick enough to coach while you type.** The median reply took {median * 1000:.1f} ms here; the data file has {size:.1f} MB.
"""
    return figures, encoder_note()


def encoder_note() -> str:
    """What a fine-tuned encoder scored on the same kind of replies, from the workshop's record."""
    if not ENCODER.exists():
        return ""
    record = json.loads(ENCODER.read_text(encoding="utf-8"))
    return str(record["note"])


# As jupytext writes it, so that saving the page in JupyterLab changes nothing.
FRONT = """---
jupytext:
  formats: md:myst
  notebook_metadata_filter: -jupytext.text_representation.jupytext_version
  text_representation:
    extension: .md
    format_name: myst
    format_version: 0.13
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

"""

LIMITS = """## What these figures don't say

- The replies were written and labelled by large language models: the writers in voices given to them, the readers blind and alone. Two read each reply, and a third where they differed. Nobody has yet checked the labels with a class of people.
- Low figures are low. Where a label's F1 is 0.6, roughly two in five of its finds are wrong, and two in five of what is there it misses. Sarcasm, blame put politely, and an extra that is hard to tell from the refund that was owed: those it misses most.
- It knows phrases. It doesn't know whether a promise is true, whether the refund was due, or whether you meant it.
- English only, and mostly the Englishes of the corpus.
- Use it to practise. Please don't use it to judge anybody's real calls.
"""


def page(figures: str) -> str:
    """The book's page."""
    return f"""{FRONT}# How replies are scored

*What the scorer looks for, how often it is right, and when it asks a person.*

When you write a reply of your own, a small program reads it. It looks for the fourteen moves and ten missteps that this course teaches, and for replies that aren't replies at all. It shows you the words that made it think so.

It reads in two ways. The first is a list of rules that you can read in the repository, one file a label, with examples that are its tests. The second is a set of weights, learned from replies that were written for the purpose and labelled by readers who knew nothing else about them (language models, all of them; [About this course](about.md) says more). Rules are steady and narrow; weights are broad and can be fooled. Together they do better than either alone.

Where its two halves leave a label in doubt, it says so: the label is marked *unsure*. In an exercise that counts, an unsure label that could change your points sends your answer to a person.

## How often it is right

{figures}
{LIMITS}
*This page is made by `make bench-scorer`; its figures are from the last run.*
"""


def card(figures: str, encoder: str) -> str:
    """The model card."""
    kind = "A multi-label logistic regression on words (one to three in a row, and with a gap; as written, by kind, and by meaning from a lexicon of some 18,000 words and phrases that a language model wrote down from what it knows of English), their roots, and facts (what rules found, signs of an answer that is none, who speaks to whom). Thresholds, calibration and the grey zone come from logits made for each writer by weights that saw nothing of that writer."
    return f"""# Model card: the scorer of replies

- **What it is.** {kind}
- **What it is for.** Coaching and grading exercises of this course. Not for judging people at work.
- **Made by** `make model`, from `corpus/` and `coolerheads/content/labels/`, with numpy and scipy. There is no chance in it: the fit is convex, starts at zero and draws nothing, so there is no seed.
- **Runs on** Python's standard library; it reads `model.json` and nothing else.
- **Labels** are those of language models reading blind (see `corpus/README.md`).
- **The moves** are {", ".join(MOVES)}.

## Figures

{figures}
## What a fine-tuned encoder would add

{encoder or "Not measured yet."}

{LIMITS}"""


def main() -> int:
    """Measure, print, and write the page and the card; returns the exit status."""
    figures, encoder = report()
    print(figures)
    PAGE.write_text(page(figures), encoding="utf-8")
    CARD.write_text(card(figures, encoder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
