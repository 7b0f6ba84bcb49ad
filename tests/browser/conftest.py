"""One built book and one browser for all tests here; every page records its requests and its console."""

from __future__ import annotations

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from tests.find_browser import ARGS, chromium

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "_build" / "tests"  # beside the book that ``make book`` builds, so that neither disturbs the other
HTML = OUTPUT / "_build" / "html"
SERIOUS = ("error", "warning")


def pages_of_the_book() -> list[str]:
    """Every page that _toc.yml names, and the search page."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"]]
    for part in toc.get("parts", [toc]):
        files += [chapter["file"] for chapter in part.get("chapters", ())]
    return [*(f"{file}.html" for file in files), "search.html"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept, as real servers keep them
    disable_nagle_algorithm = True  # nor do they hold a body back until its headers are acknowledged

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="session")
def book() -> Path:
    """The published course, built from this working copy as ``make book`` does."""
    done = subprocess.run(
        [sys.executable, "-m", "coolerheads.book", str(OUTPUT)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
        pytest.fail(f"the book was not built:\n{said[-2000:]}", pytrace=False)
    return HTML


@pytest.fixture(scope="session")
def site(book: Path) -> Iterator[str]:
    server, address = serve(book)
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield launched
        launched.close()


@dataclass
class Seen:
    """What a page asked for and what it said."""

    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def foreign(self, *own: str) -> list[str]:
        return [url for url in self.requests if not url.startswith((*own, "blob:", "data:"))]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., tuple[Page, Seen]]]:
    """Open pages in fresh contexts; keyword arguments go to the context, ``before`` is a script run before the page's."""
    contexts = []

    def opener(url: str, before: str = "", **options: Any) -> tuple[Page, Seen]:
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        if before:
            context.add_init_script(before)
        page, seen = context.new_page(), Seen()
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: seen.said.append(message.text) if message.type in SERIOUS else None)
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.goto(url)
        return page, seen

    yield opener
    for context in contexts:
        context.close()
