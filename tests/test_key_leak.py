"""No answer key and no model answer reaches a learner before feedback: not in the wheel, nor in release/, nor in the book."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from coolerheads.exercise.task import to_data
from coolerheads.grading.items import Item, read_bank
from tests.course_folder import ASSIGNMENT, fresh

HOME = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bank() -> dict[str, Item]:
    return read_bank(HOME / "bank")


def secrets(bank: Mapping[str, Item]) -> Iterator[str]:
    """What only the instructor's side may hold: why a key is the key, and every model answer."""
    for item in bank.values():
        yield item.because
        if item.model:
            yield item.model


def squeezed(text: str) -> str:
    """Letters and digits alone, so that neither quoting, markup nor line breaks hide a match."""
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"\\u[0-9a-f]{4}|&[a-z#0-9]+;|\\[nt]", " ", text.casefold()))


def leaks(text: str, bank: Mapping[str, Item]) -> list[str]:
    text = squeezed(text)
    return [secret for secret in secrets(bank) if len(squeezed(secret)) > 20 and squeezed(secret) in text]


def test_the_search_would_find_a_leak(bank: dict[str, Item]) -> None:
    item = next(item for item in bank.values() if item.model)
    assert item.model in leaks(json.dumps({"x": item.model}) + " and more", bank)
    assert item.because in leaks("<p>" + item.because.replace(" ", "\n") + "</p>", bank)


def test_the_public_side_of_an_item_has_no_field_for_a_key(bank: dict[str, Item]) -> None:
    for item in bank.values():
        assert not {"key", "model", "because", "label", "pool"} & to_data(item.task).keys()


@pytest.mark.slow
def test_nothing_in_the_wheel(bank: dict[str, Item], tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "build", "--wheel", "--out-dir", str(tmp_path), str(HOME)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        assert not any("bank/" in name for name in names)
        assert leaks("\n".join(wheel.read(name).decode("utf-8", "ignore") for name in names), bank) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::Warning")
def test_nothing_in_what_is_released(bank: dict[str, Item], tmp_path: Path) -> None:
    work = fresh(tmp_path / "work")
    text = (work.course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")
    assert leaks(text, bank) == []


def test_nothing_in_the_exercises(bank: dict[str, Item]) -> None:
    for path in (HOME / "exercises").rglob("*.ipynb"):
        assert leaks(path.read_text("utf-8"), bank) == [], path


@pytest.mark.slow
def test_nothing_in_the_book(bank: dict[str, Item]) -> None:
    html = HOME / "_build" / "html"
    if not html.is_dir():
        subprocess.run([sys.executable, "-m", "coolerheads.book"], cwd=HOME, check=True, capture_output=True)
    files = [
        path for path in html.rglob("*") if path.suffix in {".html", ".js", ".mjs", ".json", ".txt", ".ipynb", ".md"}
    ]
    assert files
    for path in files:
        assert leaks(path.read_text("utf-8", "ignore"), bank) == [], path
