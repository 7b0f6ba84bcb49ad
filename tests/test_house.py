"""The house keeps its order: imports point down, the package's root is light, generated files are fresh."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "coolerheads"
# Lower floors first; a module may import from its own floor's wing and from floors below, never from above.
FLOORS = (
    {"reading", "__init__"},
    {"questions", "dialogue", "labels", "house_rules"},
    {"dialogue_reading", "dialogue_check", "script"},
    {"library"},
    {"scoring"},
    {"exercise", "widgets", "readable", "stylesheet"},
    {"book", "grading"},
    {"cli"},
    {"__main__"},
)
FLOOR = {name: i for i, floor in enumerate(FLOORS) for name in floor}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Rooms of this package that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "coolerheads":
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("coolerheads.")}
    return found


@pytest.mark.parametrize(
    "path", [p for p in MODULES if p != PACKAGE / "__init__.py"], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    assert here in FLOOR, f"{here} has no floor yet: add it to FLOORS"
    above = {name for name in imported(path) if name in FLOOR and FLOOR[name] > FLOOR[here]}
    assert above == set()


def test_only_grading_and_the_command_import_grading() -> None:
    guests = {room(path) for path in MODULES if "grading" in imported(path)}
    assert guests <= {"grading", "cli"}


def test_only_the_grading_wing_imports_nbgrader() -> None:
    using = {room(path) for path in MODULES if re.search(r"^\s*(?:from|import) nbgrader", path.read_text(), re.M)}
    assert using <= {"grading"}


def test_importing_the_package_loads_nothing_outside_the_standard_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import coolerheads; "
        "new = {m.split('.')[0] for m in set(sys.modules) - before}; "
        "print(sorted(new - set(sys.stdlib_module_names) - {'coolerheads'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_no_module_is_named_after_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "shared", "base"}
    assert {path.stem for path in MODULES} & empty == set()


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    said = re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail)|unittest\.skip")
    tests = [p for p in (ROOT / "tests").rglob("*.py") if p.name != Path(__file__).name]
    assert [str(p) for p in tests if said.search(p.read_text())] == []
