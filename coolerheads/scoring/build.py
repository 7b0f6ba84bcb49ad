"""Workshop: ``make model``. Compiles the label files, trains on the corpus, writes the one data file."""

from __future__ import annotations

import json
import sys

from coolerheads.reading import ContentError
from coolerheads.scoring import data
from coolerheads.scoring.compile import compiled_labels, compiled_rules


def main() -> int:
    """Write the data file; returns the exit status."""
    try:
        made = {"labels": compiled_labels(), "rules": compiled_rules()}
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    data.PATH.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{data.PATH.name}: {data.PATH.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
