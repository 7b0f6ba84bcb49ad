"""Measure the dialogue against the two usual ways to put a quiz on a Jupyter Book page, on the same page in one run.

The book's opening page is served three times, its one dialogue shown by: this course's host; the stock ipywidgets
route (html-manager, require.js and anywidget's module, all self-hosted); and jupyterquiz, which asks every scene of the
dialogue as a multiple-choice question. Each is opened twelve times, with an empty cache, and the median counts.
The other two get the page's stylesheet without what dresses our dialogue. The server answers as a common one does: kept
connections, nothing held back until the last packet is acknowledged.
Also measured: what a click costs, what the module weighs, what a dialogue takes of a page, what checking 50 takes.
A click is what a reply's button does once it has the focus, as a pointer's press or the keyboard gives it: script, style
and layout until the second frame after it, in processor time. The last one shows the outcome; the looking back below it
is made after that frame, piece by piece, and what all of it takes is told beside it.
Prints a table and fails when a bound of the course is missed.
"""

from __future__ import annotations

import gzip
import re
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice, permutations
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from bench import others
from coolerheads import library, stylesheet
from coolerheads.dialogue import best_path
from coolerheads.readable import STATIC
from coolerheads.widgets import play
from tests.browser.conftest import ROOT, serve
from tests.find_browser import ARGS, chromium

RUNS = 12  # each of the six orders of the three twice
OUTPUT = ROOT / "_build" / "bench"
HTML = OUTPUT / "_build" / "html"
ID = "keep-your-cool/the-slot-that-vanished"
ELEMENT = re.compile(r"<coolerheads-widget>.*?</coolerheads-widget>", re.DOTALL)
OURS = re.compile(r'<script src="[^"]*coolerheads\.host[^"]*"></script>')
OUR_RULES = re.compile(r"/\* coolerheads\.css \*/\n.*?(?=/\* \w+\.css \*/\n)", re.DOTALL)
BARE = "bare.css"
WORK = {"EventDispatch", "FunctionCall", "FireAnimationFrame", "TimerFire", "UpdateLayoutTree", "Layout"}
FOUND = """
const look = () => {
  const option = document.querySelector(%r);
  if (option && option.getClientRects().length) { window.clickable = performance.now(); observer.disconnect(); }
};
const observer = new MutationObserver(look);
observer.observe(document, { childList: true, subtree: true });
"""


def variants() -> dict[str, tuple[str, str]]:
    """The page in each of the three ways, with the selector of what a reader clicks first."""
    page = (HTML / "chapters" / "index.html").read_text(encoding="utf-8")
    bare = OURS.sub("", page).replace(stylesheet.NAME, BARE)
    css = OUR_RULES.sub("", (HTML / "_static" / stylesheet.NAME).read_text(encoding="utf-8"), count=1)
    (HTML / "_static" / BARE).write_text(css, encoding="utf-8")
    return {
        "coolerheads": (page, ".ch-reply"),
        "ipywidgets": (ELEMENT.sub(lambda _: others.stock(ID), bare), ".ch-reply"),
        "jupyterquiz": (ELEMENT.sub(lambda _: others.quiz(ID), bare), ".MCButton"),
    }


def load(browser: Browser, url: str, selector: str) -> tuple[int, int, float]:
    """Open a page with an empty cache: bytes, requests, milliseconds until the first reply can be clicked."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    bodies: list[Any] = []
    page.on("response", lambda response: bodies.append(response) if response.url.startswith("http") else None)
    page.add_init_script(FOUND % selector)
    page.goto(url)
    page.wait_for_function("window.clickable", timeout=30_000)
    page.wait_for_load_state("networkidle")
    found = sum(len(r.body()) for r in bodies if r.ok), len(bodies), float(page.evaluate("window.clickable"))
    context.close()
    time.sleep(0.2)  # let the browser put the page away
    return found


class Recorder:
    """What a browser's main threads did, from its trace."""

    def __init__(self, browser: Browser) -> None:
        self.chrome = browser.new_browser_cdp_session()
        self.events: list[dict[str, Any]] = []
        self.done = False
        self.chrome.on("Tracing.dataCollected", lambda data: self.events.extend(data["value"]))
        self.chrome.on("Tracing.tracingComplete", lambda _: setattr(self, "done", True))

    def spent(self, page: Page, script: str, marks: list[str]) -> list[float]:
        """Run a script in a page; milliseconds of script, style and layout until each of the marks it sets.

        Processor time of the page's main thread, so that other work on the machine does not count.
        """
        self.events, self.done = [], False
        categories = {"includedCategories": ["devtools.timeline", "blink.user_timing"]}
        self.chrome.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
        page.evaluate(f"() => {{ performance.mark('from'); return {script} }}")
        self.chrome.send("Tracing.end")
        while not self.done:
            page.wait_for_timeout(10)
        start, *ends = (next(event for event in self.events if event["name"] == name) for name in ("from", *marks))
        work, until = [], start["ts"]
        for event in sorted(self.events, key=lambda event: event["ts"]):
            here = (event["pid"], event["tid"], event["ph"]) == (start["pid"], start["tid"], "X")
            outermost = event["ts"] >= until  # what another one holds is in that one's time already
            if here and outermost and event["name"] in WORK:
                work.append((event["ts"], event.get("tdur", 0)))
                until = event["ts"] + event["dur"]
        return [sum(took for at, took in work if at < end["ts"]) / 1000 for end in ends]


def click_cost(browser: Browser, url: str) -> tuple[float, float, float]:
    """Medians: a reply's click until the second frame after it, the last click likewise, and all it leads to."""
    recorder = Recorder(browser)
    frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    looked_back = (
        "new Promise(done => { const look = () => document.querySelector('.ch-actions') ? done() : setTimeout(look, 9);"
        " look() })"
    )
    replies, last, whole = [], [], []
    for _ in range(5):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(url)
        page.locator(".ch-reply").first.wait_for()
        page.wait_for_load_state("networkidle")
        *path, end = best_path(library.dialogue(ID))

        def answer(number: int, then: str, marks: list[str], page: Page = page) -> list[float]:
            reply = f"document.querySelectorAll('.ch-reply')[{number - 1}]"
            page.evaluate(f"() => {{ {reply}.focus(); return {frames} }}")
            script = f"({reply}.click(), {frames}.then(() => performance.mark('shown')){then})"
            return recorder.spent(page, script, marks)

        replies += [answer(number, "", ["shown"])[0] for number in path]
        then = f".then(() => {looked_back}).then(() => {frames}).then(() => performance.mark('all'))"
        shown, everything = answer(end, then, ["shown", "all"])
        last.append(shown)
        whole.append(everything)
        page.close()
    return statistics.median(replies), statistics.median(last), statistics.median(whole)


def check_seconds(count: int = 50) -> float:
    """Seconds that ``coolerheads check`` takes for as many dialogues, copies of the course's with words of their own."""
    ids = library.dialogue_ids()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            source = ROOT / "coolerheads" / "content" / f"{ids[number % len(ids)]}.yml"
            data = yaml.safe_load(source.read_text(encoding="utf-8"))
            for scene in data["scenes"].values():
                for reply in scene.get("replies", ()):
                    reply["says"] = " ".join(f"{word}{number}" for word in reply["says"].split())
            path = Path(folder) / data["principle"] / f"copy-{number}.yml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        command = [sys.executable, "-m", "coolerheads", "check", "--content", folder]
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took = time.perf_counter() - start
        assert done.returncode in (0, 1), done.stderr  # faults that the copies share are no matter here
        return took


def main() -> int:
    """Run everything; returns 1 when a bound is missed."""
    subprocess.run(
        [sys.executable, "-m", "coolerheads.book", str(OUTPUT)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    pages = variants()
    written = {name: HTML / "chapters" / f"bench-{name}.html" for name in pages}
    vendor = others.vendor()
    link = HTML / "chapters" / "vendor"
    link.symlink_to(vendor)
    server, site = serve(HTML)
    loads: dict[str, list[tuple[int, int, float]]] = {name: [] for name in pages}
    try:
        for name, (page, _) in pages.items():
            written[name].write_text(page, encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
            # Each comes after each of the others equally often: what was open before a page changes how it loads.
            for order in islice(cycle(permutations(pages)), RUNS):
                for name in order:
                    selector = pages[name][1]
                    loads[name].append(load(browser, f"{site}chapters/bench-{name}.html", selector))
            click, last_click, whole = click_cost(browser, f"{site}chapters/bench-coolerheads.html")
            browser.close()
    finally:
        server.shutdown()
        for path in (*written.values(), link, HTML / "_static" / BARE):
            path.unlink(missing_ok=True)

    print(f"{'the opening page, by':24}{'bytes':>12}{'requests':>10}{'first reply, ms':>17}")
    median = {}
    for name, rows in loads.items():
        size, requests = rows[-1][:2]
        median[name] = size, requests, statistics.median(row[2] for row in rows)
        print(f"{name:24}{size:>12,}{requests:>10}{median[name][2]:>17.0f}")
    ours, stock, quiz = (median[name] for name in pages)
    weight = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("coolerheads.mjs", "coolerheads.css"))
    largest = max(len(play(id)._html().encode()) for id in library.dialogue_ids())
    bounds = [
        ("fewer bytes than the stock route", ours[0], stock[0]),
        ("fewer requests than the stock route", ours[1], stock[1]),
        ("first reply before the stock route, ms", ours[2], stock[2]),
        ("first reply within 10 % of jupyterquiz, ms", ours[2], quiz[2] * 1.1),
        ("module and stylesheet, bytes gzipped", weight, 30_000),
        ("the largest dialogue, bytes of page", largest, 40_000),
        ("a click on a reply, ms of script, style, layout", click, 5),
        ("the last click, ms likewise", last_click, 5),
        ("checking 50 dialogues, seconds", check_seconds(), 2),
    ]
    print()
    for what, value, bound in bounds:
        print(f"{'ok  ' if value <= bound else 'MISS'} {what:50}{value:>12,.1f}  at most {bound:,.1f}")
    print(f"     with the looking back, made piece by piece after those frames: {whole:.1f} ms")
    return int(any(value > bound for _, value, bound in bounds))


if __name__ == "__main__":
    sys.exit(main())
