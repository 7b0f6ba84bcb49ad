"""In JupyterLab with a live kernel: chapters open as notebooks, and the traits go both ways."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from coolerheads import library
from coolerheads.dialogue import best_path, shortest_to
from tests.browser.accessibility import findings
from tests.browser.conftest import ROOT
from tests.browser.test_playing import HERE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CELLS = [
    f"from coolerheads import play\ntalk = play({HERE!r})\ntalk",
    'print("now", talk.path, talk.heat, talk.ending)',
    'talk.ending = "lost"\nprint("set", talk.path)',
    'play("own-it/no-such-talk")',
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab server with the course's configuration, on a copy of a chapter; gives the address of its files."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copyfile(ROOT / "chapters" / "keep-your-cool.md", folder / "keep-your-cool.md")
    head = (ROOT / "chapters" / "keep-your-cool.md").read_text(encoding="utf-8").split("---")[1]
    cells = "\n\n".join(f"```{{code-cell}} ipython3\n{cell}\n```" for cell in CELLS)
    (folder / "talk.md").write_text(f"---{head}---\n\n# Talk\n\n{cells}\n", encoding="utf-8")
    runtime = folder / ".runtime"
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(folder / ".config")}
    options = [
        "--no-browser",
        "--allow-root",
        "--ServerApp.port=0",
        f"--ServerApp.root_dir={folder}",
        "--IdentityProvider.token=lab",
    ]
    command = [sys.executable, "-m", "jupyterlab", f"--config={ROOT / 'jupyter_lab_config.py'}", *options]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while not (found := list(runtime.glob("jpserver-*.json"))) or not found[0].read_text():
            assert time.monotonic() < until, (folder / "log").read_text()
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.2)
        yield json.loads(found[0].read_text())["url"] + "lab/workspaces/{0}/tree/{0}.md?token=lab"
    finally:
        server.terminate()
        server.wait(timeout=30)


def cell(page: Page, number: int) -> Locator:
    return page.locator(".jp-CodeCell").nth(number)


def run(page: Page, number: int) -> Locator:
    """Run a code cell in place, and return its output.

    JupyterLab drops a key pressed while it still attaches the notebook to its kernel, so the key is pressed again when
    the cell's prompt has not moved.
    """
    prompt = cell(page, number).locator(".jp-InputArea-prompt")
    before = prompt.text_content() or ""
    for _ in range(6):
        cell(page, number).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        try:
            expect(prompt).not_to_have_text(before, timeout=8_000)
        except AssertionError:
            continue
        expect(prompt).not_to_have_text("[*]:", timeout=30_000)
        break
    return cell(page, number).locator(".jp-OutputArea-output")


def test_a_chapter_opens_as_a_notebook_with_its_directives_rendered(lab: str, open_page: Callable[..., Any]) -> None:
    page, _ = open_page(lab.format("keep-your-cool"))
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    expect(page.locator(".jp-MarkdownCell dl dt").first).to_be_visible(timeout=30_000)
    expect(page.locator(".jp-MarkdownOutput", has_text="{div}")).to_have_count(0)
    expect(page.locator(".jp-Dialog")).to_have_count(0)  # nothing asked: no kernel to pick, no news to allow
    expect(page.locator(".jp-Toolbar-kernelName")).to_contain_text("Python 3")


def test_the_traits_go_both_ways_with_a_live_kernel(lab: str, open_page: Callable[..., Any]) -> None:
    page, _ = open_page(lab.format("talk"))
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")).to_be_attached(timeout=60_000)
    run(page, 0)
    widget = page.locator(".ch-dialogue")
    widget.wait_for(timeout=60_000)
    dialogue = library.dialogue(HERE)
    best = best_path(dialogue)

    widget.locator("[data-focus]").focus()  # from the page to Python: the notebook's own keys stay out of it
    page.keyboard.press(str(best[0]))
    expect(widget.locator(".ch-you")).to_have_count(1)
    page.keyboard.press(str(best[1]))
    expect(widget.locator(".ch-you")).to_have_count(2)
    expect(run(page, 1)).to_contain_text(f"now [{best[0]}, {best[1]}] 1", timeout=15_000)

    path = shortest_to(dialogue, "lost")  # from Python to the page
    assert path is not None
    expect(run(page, 2)).to_contain_text(f"set {list(path)}")
    expect(widget).to_have_attribute("data-ending", "lost")
    expect(widget.locator(".ch-you")).to_have_count(len(path))

    widget.get_by_role("button", name="The harder one").click()  # through the kernel, in the same place
    expect(widget).to_have_attribute("data-dialogue", library.harder(dialogue))
    expect(run(page, 1)).to_contain_text("now []", timeout=15_000)

    expect(run(page, 3).first).to_contain_text('there is no dialogue "own-it/no-such-talk"')
    expect(cell(page, 3)).not_to_contain_text("Traceback")
    page.evaluate(
        "() => document.querySelectorAll('body > *').forEach(one => one.contains(document.querySelector('.ch')) || one.remove())"
    )
    assert [line for line in findings(page) if "ch-" in line] == []
