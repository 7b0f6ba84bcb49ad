"""axe-core on a page, with its findings as one line each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 320)]


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """Violations that axe-core finds, every rule of its default set."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(_axe())
    # Without preloading: axe would fetch an imported stylesheet from the wrong place, for an experimental rule only.
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def put(page: Page, scheme: str, width: int) -> None:
    """Give the page a colour scheme and a width, as its own switch and a narrower window would."""
    page.evaluate(
        "scheme => { document.documentElement.dataset.mode = document.documentElement.dataset.theme = scheme }", scheme
    )
    page.set_viewport_size({"width": width, "height": 800})
    # The theme makes what scrolls sideways reachable by keyboard, a moment after the window has changed.
    page.wait_for_function(
        "() => [...document.querySelectorAll('.pst-scrollable-table-container, pre')]"
        ".every(box => box.scrollWidth <= box.clientWidth || box.tabIndex === 0)"
    )
