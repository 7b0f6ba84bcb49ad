"""Every page of the book: accessible, quiet, self-contained and narrow enough, in every look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.accessibility import LOOKS, findings, put
from tests.browser.conftest import pages_of_the_book

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("path", pages_of_the_book())
def test_a_page_is_accessible_quiet_and_fits_in_every_look(path: str, site: str, open_page: Callable[..., Any]) -> None:
    page, seen = open_page(site + path)
    page.wait_for_load_state("networkidle")
    for scheme, width in LOOKS:
        put(page, scheme, width)
        assert findings(page) == [], f"{path}, {scheme}, {width} wide"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than {width}"
    assert seen.said == []
    assert seen.foreign(site) == []


@pytest.mark.parametrize("path", pages_of_the_book())
def test_a_page_weighs_less_than_a_megabyte(path: str, site: str, open_page: Callable[..., Any]) -> None:
    sizes = []
    page, _ = open_page("about:blank")
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(site + path, wait_until="networkidle")
    assert sum(sizes) < 1_000_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_job_aid_prints_on_one_sheet_in_dark_ink(
    paper: str, scheme: str, site: str, open_page: Callable[..., Any]
) -> None:
    page, _ = open_page(site + "chapters/job-aid.html", color_scheme=scheme)
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
    assert len(re.findall(rb"/Type */Page\b", page.pdf(format=paper, margin=margins))) == 1
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.querySelector('.job-aid td')).color")
    assert max(map(int, re.findall(r"\d+", ink))) < 100


def test_nothing_is_published_but_what_the_contents_name(book: Path) -> None:
    found = {path.relative_to(book).as_posix() for path in book.rglob("*.html") if "_static" not in path.parts}
    assert found == {*pages_of_the_book(), "index.html"}
    assert not list(book.rglob("*.md"))
    assert not list(book.rglob("*.ipynb"))
