"""The book's extension: what it refuses, what it notices, what it leaves out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coolerheads import book

ROOT = Path(__file__).parents[1]


def test_the_fingerprint_changes_with_a_dialogue_a_module_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("module.py", "content/a.yml", "static.css"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    before = book.digest(tmp_path)
    (tmp_path / "static.css").write_text("two", encoding="utf-8")
    assert book.digest(tmp_path) == before
    for name in ("module.py", "content/a.yml"):
        (tmp_path / name).write_text("two", encoding="utf-8")
        assert book.digest(tmp_path) != before
        before = book.digest(tmp_path)


def test_the_host_links_only_the_chapters_that_the_book_has() -> None:
    script = book.host_script({"chapters/own-it", "chapters/nothing"})
    assert 'CHAPTERS = {"own-it": "chapters/own-it.html"}' in script
    assert "__MODULE__" not in script
    assert not re.search(r"^\s*export ", script, re.MULTILINE)
    assert "function step(" in script


@pytest.mark.slow
def test_an_unknown_id_and_a_dead_link_fail_the_build_and_are_both_told(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    shutil.copyfile(ROOT / "_config.yml", tmp_path / "_config.yml")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/index\n", encoding="utf-8")
    head = (ROOT / "chapters" / "index.md").read_text(encoding="utf-8").split("---")[1]
    page = f'---{head}---\n# Small\n\nSee [nowhere](nowhere.md) and [own it](own-it.md).\n\n```{{code-cell}} ipython3\nfrom coolerheads import play\nplay("own-it/no-such-talk")\n```\n'
    (tmp_path / "chapters" / "index.md").write_text(page, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "coolerheads.book"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert 'there is no dialogue "own-it/no-such-talk"' in said
    assert "'nowhere.md'" in said
    assert "own-it.md" not in said, "a chapter that this book leaves out is no fault"
    assert "The book was not built" in said
