"""Every kind of attack, by name, in the order of the instructor's table: each function of the four modules is one."""

from __future__ import annotations

from collections.abc import Callable

from tests.attacks import by_cells, by_code, by_files, by_words
from tests.attacks.scene import Scene

KINDS: dict[str, Callable[[Scene], None]] = {
    name.replace("_", " "): attack
    for module in (by_code, by_cells, by_files, by_words)
    for name, attack in vars(module).items()
    if getattr(attack, "__module__", "") == module.__name__
}
