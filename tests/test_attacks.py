"""No attack gains a point, runs a line, reads a file, leaves a process or stops the others, at either door."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coolerheads.grading.engine import grade_assignment
from coolerheads.grading.settings import read_settings
from tests.attacks.kinds import KINDS
from tests.attacks.scene import ASSIGNMENT, HONEST, Scene
from tests.sample_class.handing_in import answered
from tests.sample_class.round import Round

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::Warning")]  # nbgrader's and SQLAlchemy's own
SECRET = "the instructor's own words 4711"
NAMES = {kind: f"attacker-{number:02}" for number, kind in enumerate(KINDS)}


class Class:
    """Every attacker, and two honest learners, before and after grading."""

    def __init__(self, place: Path) -> None:
        self.round = Round(place)
        self.round.lay_out()
        self.round.tool("GenerateAssignmentApp", ASSIGNMENT)
        self.marker, self.secret = place / "MARKER", place / "secrets" / "secret.txt"
        self.secret.parent.mkdir()
        self.secret.write_text(json.dumps({"cells": [], "secret": SECRET}))
        released = json.loads((self.round.course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
        honest = answered(released, HONEST)
        for name in ("adam", "zoe"):
            self._scene(name, honest).save()
        for kind, attack in KINDS.items():
            scene = self._scene(NAMES[kind], honest)
            attack(scene)

    def _scene(self, name: str, notebook: dict[str, object]) -> Scene:
        folder = self.round.course / "submitted" / name / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text("2026-05-04 09:30:00.000000 UTC")
        copy = json.loads(json.dumps(notebook))
        return Scene(copy, folder, self.marker, self.secret, self.round.course / "gradebook.db")


def by_engine(work: Round) -> None:
    grade_assignment(read_settings(work.course), ASSIGNMENT)


def by_nbgrader(work: Round) -> None:
    work.autograde()


@pytest.fixture(scope="module", params=[by_engine, by_nbgrader])
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        group = Class(tmp_path_factory.mktemp("attacks") / "class")
        door: Callable[[Round], None] = request.param
        door(group.round)
        group.round.feedback()
        yield group
        shutil.rmtree(group.round.place, ignore_errors=True)


def points(group: Class, name: str) -> dict[str, float]:
    return {id: score for id, (score, *_) in group.round.grades().get(name, {}).items()}


def test_there_are_at_least_forty_kinds() -> None:
    assert len(KINDS) >= 40


def test_no_attack_gains_a_point(attacked: Class) -> None:
    grades = attacked.round.grades()
    honest = {id: score for id, (score, *_) in grades["adam"].items()}
    assert sum(honest.values()) > 0
    gained = {
        f"{kind}, {id}": score
        for kind, name in NAMES.items()
        for id, (score, *_) in grades[name].items()
        if score > honest[id]
    }
    assert gained == {}


def test_nobody_is_stopped_from_being_graded(attacked: Class) -> None:
    grades = attacked.round.grades()
    assert set(grades) == {"adam", "zoe", *NAMES.values()}
    assert grades["adam"] == grades["zoe"]
    graded = {path.parent.parent.name for path in attacked.round.course.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb")}
    assert graded == set(grades)


def test_no_line_is_run_and_no_process_left(attacked: Class) -> None:
    assert not attacked.marker.exists()
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not any(command.startswith(b"sleep\x0047") for command in commands)


def test_no_file_of_the_instructors_is_read(attacked: Class) -> None:
    for step in ("autograded", "feedback"):
        for path in (attacked.round.course / step).rglob("*"):
            assert not path.is_symlink()
            if path.is_file():
                assert SECRET.encode() not in path.read_bytes(), path
    assert attacked.secret.exists()


def test_feedback_can_still_be_released_to_everybody(attacked: Class) -> None:
    attacked.round.exchange.mkdir(mode=0o777, exist_ok=True)
    attacked.round.exchange.chmod(0o777)
    attacked.round.tool("ReleaseAssignmentApp", ASSIGNMENT)
    attacked.round.tool("ReleaseFeedbackApp", ASSIGNMENT)
    assert len(list(attacked.round.exchange.glob("*/feedback/*.html"))) == len(KINDS) + 2


def test_only_the_graded_notebook_and_its_time_are_kept(attacked: Class) -> None:
    names = {path.name for path in (attacked.round.course / "autograded").rglob("*") if path.is_file()}
    assert names == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "submission_secret.txt"}


def test_unreadable_files_wait_for_a_person_with_the_reason(attacked: Class) -> None:
    grades = attacked.round.grades()
    for kind, words in (
        ("broken json", "not valid JSON"),
        ("notebook is a link", "links are not followed"),
        ("large file", "at most 21 MB are read"),
        ("format of the past", "no list of cells"),
        ("deep nesting", "nested too deeply"),
        ("binary", "it is not text"),
    ):
        _, asked, comment = grades[NAMES[kind]]["r1"]
        assert asked
        assert words in comment


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.handlers: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.handlers |= {name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")}


def test_no_answer_becomes_markup_on_a_feedback_page(attacked: Class) -> None:
    pages = list((attacked.round.course / "feedback").rglob("*.html"))
    assert len(pages) == len(KINDS) + 2
    for path in pages:
        elements = Elements()
        elements.feed(path.read_text("utf-8"))
        assert elements.found.isdisjoint({"script", "img", "svg", "iframe", "textarea", "object"}), path
        assert elements.handlers == set()
    shown = (
        attacked.round.course / "feedback" / NAMES["script in an answer"] / ASSIGNMENT / f"{ASSIGNMENT}.html"
    ).read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_no_answer_becomes_markup_in_what_formgrader_shows(attacked: Class) -> None:
    for path in (attacked.round.course / "autograded").rglob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                elements = Elements()
                elements.feed("".join(output["data"]["text/html"]))
                assert elements.found <= {"p", "b", "blockquote", "ul", "li", "mark", "small", "br"}
