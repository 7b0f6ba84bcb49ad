"""Workshop: ``make model``. Compiles the label files, trains on the corpus, writes the one data file."""

from __future__ import annotations

import json
import sys

from coolerheads.reading import ContentError
from coolerheads.scoring import data
from coolerheads.scoring.compile import compiled_labels, compiled_rules
from coolerheads.scoring.corpus import corpus
from coolerheads.scoring.rules import RuleBook
from coolerheads.scoring.train import train


def main() -> int:
    """Write the data file; returns the exit status."""
    try:
        rules = compiled_rules()
        replies = [reply for reply in corpus() if reply.split == "train"]
        made = {"labels": compiled_labels(), "rules": rules, "model": train(replies, RuleBook(rules))}
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    data.PATH.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{data.PATH.name}: {len(replies)} replies by {len({r.writer for r in replies})} writers, {data.PATH.stat().st_size / 1e6:.2f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
