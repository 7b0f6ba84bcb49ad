"""Times as nbgrader writes and keeps them: text with a zone, kept in UTC without one."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(text: str) -> datetime | None:
    """The time in ``timestamp.txt`` ("2026-05-04 09:30:00.120000 UTC"), in UTC without a zone; None for no time."""
    words = text.split()
    named = len(words) == 3 and words[2] in ("UTC", "GMT", "Z")
    try:
        when: datetime | None = datetime.fromisoformat(" ".join(words[:2]) + "+00:00" if named else text)
    except ValueError:
        when = _loosely(text)  # other zones by name, other ways to write a date
    return when.astimezone(UTC).replace(tzinfo=None) if when and when.tzinfo else when


def _loosely(text: str) -> datetime | None:
    from dateutil import parser, tz  # type: ignore[import-untyped]

    try:
        words = text.split(" ")
        zones = {words[2]: tz.gettz(words[2])} if len(words) == 3 else {}
        found: datetime = parser.parse(text, tzinfos=zones)
    except (ValueError, OverflowError):
        return None
    return found
