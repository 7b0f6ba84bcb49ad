"""From a YAML file to plain data, strictly, with every fault reported as ``path:line: what is wrong``.

Content is written by trainers, not programmers, so nothing is guessed: a key that is written twice, a key nobody
knows and a value of the wrong sort are faults, and all faults of a file are collected before anything is raised.
Only ``true`` and ``false`` are booleans (YAML 1.1 would turn a reply of ``no`` into one).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads about ten times as fast
Value = TypeVar("Value")


class Problem(NamedTuple):
    """One fault in one place: shown as ``path:line: message``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentError(ValueError):
    """Content that cannot be used; ``problems`` holds every fault found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Table:
    """A YAML mapping on its way to becoming a model: hands out values by key and notes what is wrong.

    Every ``take`` method returns a usable value even after a fault, so that one pass finds all of them; the caller
    raises :class:`ContentError` at the end when ``problems`` is not empty.
    """

    def __init__(self, node: yaml.MappingNode, path: str, problems: list[Problem], what: str) -> None:
        self.path, self.problems, self.what = path, problems, what
        self.line = node.start_mark.line + 1
        self.nodes: dict[str, tuple[yaml.Node, int]] = {}
        self.asked: list[str] = []
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.fault(f"a key of {what} must be a word", line)
            elif key.value in self.nodes:
                self.fault(f'{what} has "{key.value}" twice; keep one', line)
            else:
                self.nodes[key.value] = (value, line)

    def fault(self, message: str, line: int | None = None) -> None:
        """Note a fault at a line (by default the line this mapping starts on)."""
        self.problems.append(Problem(self.path, line or self.line, message))

    def line_of(self, key: str) -> int:
        """Line of a key, or of the mapping where the key is missing."""
        return self.nodes[key][1] if key in self.nodes else self.line

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def _node(self, key: str, required: bool) -> yaml.Node | None:
        self.asked.append(key)
        if key in self.nodes:
            return self.nodes[key][0]
        if required:
            self.fault(f'{self.what} needs "{key}"')
        return None

    def text(self, key: str, required: bool = True) -> str:
        """Take a non-empty string; "" when it is missing."""
        node = self._node(key, required)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            self.fault(f'"{key}" of {self.what} must be a text', self.line_of(key))
            return ""
        return " ".join(str(node.value).split()) if node.style != "|" else str(node.value).strip()

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Take one of the allowed words; the default (or the first allowed) after a fault."""
        allowed = list(allowed)
        value = self.text(key, required=default is None)
        if value in allowed:
            return value
        if value:
            self.fault(f'"{key}" of {self.what} is "{value}"; {known(value, allowed)}', self.line_of(key))
        return allowed[0] if default is None else default

    def some_of(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Take a list of distinct allowed words; empty when the key is missing."""
        allowed, found = list(allowed), []
        for value, line in self.texts(key):
            if value not in allowed:
                self.fault(f'"{key}" of {self.what} has "{value}"; {known(value, allowed)}', line)
            if value in found:
                self.fault(f'"{key}" of {self.what} has "{value}" twice', line)
            else:
                found.append(value)  # an unknown word too: one slip should give one message, not two
        return tuple(found)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number in low..high; the default (or low) after a fault."""
        node = self._node(key, required=default is None)
        fallback = low if default is None else default
        if node is None:
            return fallback
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        try:
            number = int(value)
        except ValueError:
            number = high + 1
        if low <= number <= high:
            return number
        self.fault(f'"{key}" of {self.what} must be a whole number from {low} to {high}', self.line_of(key))
        return fallback

    def flag(self, key: str) -> bool:
        """Take true or false; false when the key is missing."""
        return self.one_of(key, ("true", "false"), default="false") == "true"

    def texts(self, key: str, required: bool = False) -> list[tuple[str, int]]:
        """Take a list of strings, each with its line; empty when the key is missing."""
        node = self._node(key, required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(f'"{key}" of {self.what} must be a list', self.line_of(key))
            return []
        found = []
        for entry in node.value:
            line = entry.start_mark.line + 1
            if isinstance(entry, yaml.ScalarNode) and str(entry.value).strip():
                found.append((str(entry.value).strip(), line))
            else:
                self.fault(f'"{key}" of {self.what} must be a list of texts', line)
        return found

    def table(self, key: str, what: str, required: bool = True) -> Table | None:
        """Take a mapping; None when it is missing or something else."""
        node = self._node(key, required)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Table(node, self.path, self.problems, what)
        self.fault(f'"{key}" of {self.what} must be a mapping of keys and values', self.line_of(key))
        return None

    def tables(self, key: str, what: str, required: bool = True) -> list[Table]:
        """Take a list of mappings; those that are none are faults and left out."""
        node = self._node(key, required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(f'"{key}" of {self.what} must be a list', self.line_of(key))
            return []
        found = []
        for entry in node.value:
            if isinstance(entry, yaml.MappingNode):
                found.append(Table(entry, self.path, self.problems, what))
            else:
                self.fault(f"{what} must be a mapping of keys and values", entry.start_mark.line + 1)
        return found

    def named_tables(self, key: str, what: str) -> Iterator[tuple[str, Table]]:
        """Take a mapping of names to mappings, in file order."""
        named = self.table(key, f'"{key}"')
        for name in named.nodes if named else ():
            inner = named.table(name, f'{what} "{name}"') if named else None
            if inner is not None:
                inner.line = named.line_of(name) if named else inner.line
                yield name, inner

    def is_mapping(self, key: str) -> bool:
        """Whether the key holds a mapping (where a plain text would do as well)."""
        return key in self.nodes and isinstance(self.nodes[key][0], yaml.MappingNode)

    def done(self) -> None:
        """Report keys that nothing asked for: a misspelt key must not be lost in silence."""
        for name, (_, line) in self.nodes.items():
            if name not in self.asked:
                self.fault(f'{self.what} has a key "{name}"; {known(name, self.asked)}', line)


def known(value: str, allowed: Sequence[str]) -> str:
    """Say what would have been right: the nearest allowed word, or all of them."""
    near = difflib.get_close_matches(value, allowed, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else "known: " + ", ".join(dict.fromkeys(allowed))


def open_table(path: Path, what: str, problems: list[Problem], shown: str | None = None) -> Table | None:
    """Parse one YAML file into a :class:`Table`.

    ``shown`` is the path as it should appear in messages. Returns None, with the fault added to ``problems``, when
    the file is missing, is no UTF-8, is no YAML or does not hold a mapping.
    """
    name = shown or str(path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader)
    except FileNotFoundError:
        problems.append(Problem(name, 1, "no such file"))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 1, f"not UTF-8 text (byte {error.start}); save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(name, line, f"not valid YAML: {error.problem}; check indentation, quotes and colons"))
    except yaml.YAMLError as error:
        problems.append(Problem(name, 1, f"not valid YAML: {' '.join(str(error).split())}"))
    else:
        if isinstance(node, yaml.MappingNode):
            return Table(node, name, problems, what)
        problems.append(Problem(name, 1, f"{what} must be a mapping of keys and values"))
    return None


def read(path: Path, what: str, build: Callable[[Table], Value], shown: str | None = None) -> Value:
    """Read one file through ``build``; raises :class:`ContentError` with all its faults."""
    problems: list[Problem] = []
    table = open_table(path, what, problems, shown)
    if table is None:
        raise ContentError(problems)
    value = build(table)
    table.done()
    if problems:
        raise ContentError(problems)
    return value
