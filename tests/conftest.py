"""Fixtures that several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course_folder import fresh
from tests.sample_class.round import Round


@pytest.fixture
def work(tmp_path: Path) -> Round:
    """A course folder of its own, with the assignment generated and nothing handed in."""
    return fresh(tmp_path / "work")
