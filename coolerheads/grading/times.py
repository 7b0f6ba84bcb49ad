"""Times as nbgrader writes and keeps them: text with a zone, kept in UTC without one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1)


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
    if not text:
        return None
    from dateutil import parser, tz  # type: ignore[import-untyped]

    try:
        words = text.split(" ")
        zones = {words[2]: tz.gettz(words[2])} if len(words) == 3 else {}
        found: datetime = parser.parse(text, tzinfos=zones)
    except (ValueError, OverflowError):
        return None
    return found


def stored(when: datetime) -> str:
    """A time as nbgrader's database has it; every kind of database takes this text for a time."""
    return f"{when:%Y-%m-%d %H:%M:%S.%f}"


def kept(value: datetime | str | None) -> datetime | None:
    """A time from the database: SQLite gives back its text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def seconds_late(handed_in: datetime | str | None, due: datetime | None, extension: timedelta | str | None) -> float:
    """How late a submission is; its time and its extension are as the database has them.

    SQLite has no lengths of time: nbgrader keeps an extension there as the time so long after the beginning of 1970.
    """
    when = kept(handed_in)
    if when is None or due is None:
        return 0.0
    longer = extension if isinstance(extension, timedelta) else (kept(extension) or EPOCH) - EPOCH
    return max(0.0, (when - (due + longer)).total_seconds())
