"""A course's database, spoken to in plain SQL with ``:named`` values.

nbgrader keeps SQLite unless a course says otherwise: Python's own module opens that, because loading SQLAlchemy takes
longer than grading sixty submissions. Any other database is opened by SQLAlchemy, which nbgrader brings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

PATIENCE = 60.0  # seconds to wait for whoever else is writing
FILE = "sqlite:///"
Values = Mapping[str, Any]
NONE: Values = {}


class NoGradebookError(LookupError):
    """The gradebook is not there yet or cannot be used; the message says what to do about it."""


class Database(Protocol):
    """One open transaction."""

    def tables(self) -> set[str]:
        """The names of the tables there are."""

    def rows(self, sql: str, values: Values = NONE) -> Sequence[Any]:
        """What a query finds; each row has its columns by name."""

    def write(self, sql: str, rows: Iterable[Values] | None = None) -> None:
        """Run a statement once for every row of values (once where there are none to fill in)."""


class _File:
    """SQLite by Python's own module."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA cache_size = -16384")  # KiB; ids come in no order, so every page is asked for again

    def tables(self) -> set[str]:
        return {row["name"] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def rows(self, sql: str, values: Values = NONE) -> Sequence[Any]:
        return self.connection.execute(sql, values).fetchall()

    def write(self, sql: str, rows: Iterable[Values] | None = None) -> None:
        if rows is None:
            self.connection.execute(sql)
        else:
            self.connection.executemany(sql, rows)


class _Server:
    """Any database by SQLAlchemy."""

    def __init__(self, connection: Any) -> None:
        from sqlalchemy import inspect, text

        self.connection, self.inspect, self.text = connection, inspect, text

    def tables(self) -> set[str]:
        return set(self.inspect(self.connection).get_table_names())

    def rows(self, sql: str, values: Values = NONE) -> Sequence[Any]:
        found: Sequence[Any] = self.connection.execute(self.text(sql), values).mappings().all()
        return found

    def write(self, sql: str, rows: Iterable[Values] | None = None) -> None:
        self.connection.execute(self.text(sql), rows and list(rows))


@contextmanager
def transaction(db_url: str) -> Iterator[Database]:
    """Everything inside is written together, or nothing of it; waits while somebody else writes.

    Raises NoGradebookError where there is no database, and where a file is none or stays locked.
    """
    path = db_url.removeprefix(FILE)
    with _in_file(Path(path)) if db_url.startswith(FILE) and "?" not in path else _on_server(db_url) as database:
        yield database


@contextmanager
def _in_file(path: Path) -> Iterator[Database]:
    if not path.is_file():  # opening it would make an empty one
        raise NoGradebookError("there is no gradebook yet; run: nbgrader generate_assignment NAME")
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        try:
            # The right to write is asked for at once: asked for after reading, SQLite may refuse it without waiting.
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # commits at its end, rolls back on an error
                yield _File(connection)
        except sqlite3.OperationalError as error:  # locked, not ours to write to, a full disk
            raise NoGradebookError(f"{path}: {error}. Nothing is lost: mend that and run this again.") from error
        except sqlite3.DatabaseError as error:
            raise NoGradebookError(f"{path}: {error}; restore it from a copy") from error


@contextmanager
def _on_server(db_url: str) -> Iterator[Database]:
    from sqlalchemy import create_engine

    engine = create_engine(db_url)
    try:
        with engine.begin() as connection:
            yield _Server(connection)
    finally:
        engine.dispose()


def among(column: str, values: Iterable[str]) -> tuple[str, dict[str, str]]:
    """A condition that a column is one of some values, and those values by the names it uses."""
    named = {f"one_{number}": value for number, value in enumerate(values)}
    return f"{column} IN ({', '.join(f':{name}' for name in named) or 'NULL'})", named


def insert(database: Database, table: str, rows: Sequence[Values]) -> None:
    """Add rows, which all have the same columns."""
    if rows:
        columns = ", ".join(rows[0])
        names = ", ".join(f":{column}" for column in rows[0])
        database.write(f"INSERT INTO {table} ({columns}) VALUES ({names})", rows)


def update(database: Database, table: str, rows: Sequence[Values], key: str = "id") -> None:
    """Change rows, which all have the same columns, each found by its ``key``."""
    if rows:
        columns = ", ".join(f"{column} = :{column}" for column in rows[0] if column != key)
        database.write(f"UPDATE {table} SET {columns} WHERE {key} = :{key}", rows)
