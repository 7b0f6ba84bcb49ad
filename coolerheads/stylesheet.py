"""One stylesheet for the whole site: the theme's files and ours in their order, without rules for what no page has.

The theme's own stylesheets hold 480 kB, most of it for icons and components that this course never shows. A rule goes
only when each of its selectors asks for a class or an id that neither a page nor a script it loads mentions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator
from itertools import pairwise
from os.path import relpath
from pathlib import Path
from typing import Any

import tinycss2

NAME = "course.css"
LINK = re.compile(
    r'\s*<link\b[^>]*\bhref="([^"?]*)[^"]*"[^>]*\brel="stylesheet"[^>]*>|\s*<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^"?]*)[^"]*"[^>]*>'
)
SCRIPT = re.compile(r'<script\b[^>]*\bsrc="([^"?]*)')
WORD = re.compile(r"[\w-]+")
IMPORT = re.compile(r'@import "([^"]+)";')
ADDRESS = re.compile(r"""url\((["']?)(?!data:|#|https?:)([^"')]+)\1\)""")
GROUPS = {"media", "supports", "layer", "container"}  # rules that hold rules


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    """The selectors of a rule: what commas part."""
    found: list[Any] = []
    for token in prelude:
        if token == ",":
            yield found
            found = []
        else:
            found.append(token)
    yield found


def _live(selector: list[Any], known: Container[str]) -> bool:
    """Whether every class and id that a selector needs is known; those in :not(), :is() and their like it may lack."""
    needed = [token.value for token in selector if token.type == "hash"]
    needed += [name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"]
    inside = [token.arguments for token in selector if token.type == "function" and token.lower_name == "has"]
    return all(name in known for name in needed) and all(
        any(_live(part, known) for part in _selectors(arguments)) for arguments in inside
    )


def pruned(css: str, known: Container[str]) -> str:
    """A stylesheet without the rules that ask for a class or an id that is not ``known``."""
    kept = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            live = [part for part in _selectors(rule.prelude) if _live(part, known)]
            if live:
                selectors = ",".join(tinycss2.serialize(part).strip() for part in live)
                kept.append(f"{selectors}{{{tinycss2.serialize(rule.content).strip()}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            if inner := pruned(tinycss2.serialize(rule.content), known):
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        else:
            kept.append(rule.serialize())
    return "\n".join(kept)


def _whole(path: Path, folder: Path) -> str:
    """A stylesheet with what it imports, its addresses seen from ``folder``."""

    def seen_from_folder(found: re.Match[str]) -> str:
        return f'url("{relpath((path.parent / found[2]).resolve(), folder)}")'

    css = ADDRESS.sub(seen_from_folder, path.read_text(encoding="utf-8"))
    return IMPORT.sub(lambda found: _whole((path.parent / found[1]).resolve(), folder), css)


def press(site: Path, ours: Container[str]) -> None:
    """Give every page below ``site`` the one stylesheet in place of those it names; ``ours``, by name, are kept whole."""
    static = site / "_static"
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if static not in path.parents}
    sheets: dict[Path, None] = {}
    scripts: set[Path] = set()
    for path, page in pages.items():
        sheets |= {(path.parent / (found[1] or found[2])).resolve(): None for found in LINK.finditer(page)}
        scripts |= {(path.parent / found[1]).resolve() for found in SCRIPT.finditer(page)}
    known = set(WORD.findall("\n".join(pages.values())))
    for script in scripts:
        if script.is_file():
            known.update(WORD.findall(script.read_text(encoding="utf-8")))
    parts = []
    for sheet in sheets:
        css = _whole(sheet, static.resolve())
        parts.append(f"/* {sheet.name} */\n{css if sheet.name in ours else pruned(css, known)}\n")
    text = "".join(parts)
    (static / NAME).write_text(text, encoding="utf-8")
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    for path, page in pages.items():
        address = f"{relpath(static, path.parent)}/{NAME}?v={version}"
        links = iter([f'\n    <link rel="stylesheet" href="{address}" />'])
        path.write_text(LINK.sub(lambda _, links=links: next(links, ""), page), encoding="utf-8")  # type: ignore[misc]
