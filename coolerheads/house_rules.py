"""House rules: where the sources disagree, an organisation may choose. Read from ``house-rules.yml``."""

from __future__ import annotations

from pathlib import Path

from coolerheads.reading import Table, read

RULES = {
    "apology": ("either", "apologize"),
    "holds": ("with_leave", "never"),
    "limits": ("warn_then_end", "warn_only", "none"),
    "compensation": ("within_facts", "none"),
}
DEFAULTS = {rule: values[0] for rule, values in RULES.items()}
FILE = "house-rules.yml"


def house_rules_from(table: Table) -> dict[str, str]:
    """Build the rules from their file's mapping; a rule that is left out has its default."""
    return {rule: table.one_of(rule, values, default=values[0]) for rule, values in RULES.items()}


def read_house_rules(path: Path) -> dict[str, str]:
    """The rules of a house by name; the defaults where there is no such file.

    Raises ContentError, naming the known values, for a rule or a value that nobody knows.
    """
    if not path.is_file():
        return dict(DEFAULTS)
    return read(path, "house rules", house_rules_from, shown=path.name)
