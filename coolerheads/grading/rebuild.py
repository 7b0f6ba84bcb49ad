"""The graded notebook: the source as it was given out, with the learner's answers and their grades, and no more.

Whatever else was in the submission (added cells, outputs, metadata, files) stays in ``submitted/``.
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coolerheads.exercise.marks import marked
from coolerheads.exercise.words import number_of
from coolerheads.grading.grade import Graded
from coolerheads.grading.submission import Source, UnreadableError, load_bytes

TIME, SECRET = "timestamp.txt", "submission_secret.txt"  # as nbgrader names them


def rebuild(source: Source, graded: Iterable[Graded]) -> dict[str, Any]:
    """The source notebook with each answer in its cell, and each grade as its points cell's metadata and output."""
    by_id = {entry.id: entry for entry in graded}
    cells = []
    for cell in source.notebook["cells"]:
        id = cell["id"].removesuffix("-points")
        if id in by_id and cell["id"] == id:
            entry, task = by_id[id], source.tasks[id]
            cell = {**cell, "source": f"{task.magic}\n{entry.text or task.blank}"}
        elif id in by_id and cell["cell_type"] == "code":
            entry = by_id[id]
            cell = {
                **cell,
                "metadata": {**cell["metadata"], "coolerheads": entry.to_data()},
                "outputs": [_output(entry)],
            }
        cells.append(cell)
    return {**source.notebook, "cells": cells}


def write_whole(path: Path, data: bytes) -> None:
    """Write a whole file or nothing: beside it first, then in its place (which may be a read-only file of nbgrader's)."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)


def small(path: Path) -> str:
    """The text of a small file that nbgrader put beside a submission; "" where there is none that can be trusted."""
    try:
        return load_bytes(path, 1000).decode("utf-8", "replace").strip()
    except UnreadableError:
        return ""


def carry_over(submitted: Path, graded: Path) -> None:
    """Keep beside a graded notebook the two small files by which nbgrader gives feedback back.

    One that is missing (a learner may have deleted it) is made up: nbgrader would stop releasing feedback to
    everybody over it.
    """
    when = small(submitted / TIME)
    if not when:
        when = datetime.fromtimestamp(submitted.stat().st_mtime, UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    write_whole(graded / TIME, when.encode())
    secret = small(submitted / SECRET) or small(graded / SECRET) or secrets.token_hex(16)
    write_whole(graded / SECRET, secret.encode())


def graded_in(nb: Mapping[str, Any]) -> dict[str, Any]:
    """The grades that :func:`rebuild` put into a notebook, as data by task, for cells that carry one."""
    found = {}
    for cell in nb["cells"]:
        data = cell["metadata"].get("coolerheads")
        if data:
            found[data["id"]] = data
    return found


def _output(entry: Graded) -> dict[str, Any]:
    """The grade as formgrader shows it under the points cell."""
    out = [f"<p><b>{entry.points:g} of {number_of(entry.max, 'point')}</b></p>"]
    if entry.referral:
        out.insert(0, f"<p><b>For a person:</b> {html.escape(entry.referral)}</p>")
    if entry.marks:
        out.append(f"<blockquote>{marked(entry.text, entry.marks)}</blockquote>")
    rows = "".join(
        f"<li>{html.escape(part.what)}"
        + (f" “{html.escape(part.quote)}”" if part.quote else "")
        + (f" ({part.points:+g})" if part.points else "")
        + f": {html.escape(part.why)}</li>"
        for part in entry.parts
    )
    out.append(f"<ul>{rows}</ul>")
    out += [f"<p>{html.escape(note)}</p>" for note in entry.notes]
    return {
        "data": {"text/html": "".join(out), "text/plain": entry.comment},
        "metadata": {},
        "output_type": "display_data",
    }
