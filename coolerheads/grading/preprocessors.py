"""nbgrader's door: what ``nbgrader autograde`` and formgrader's button run instead of executing notebooks.

Set in ``nbgrader_config.py``. A submission is read as data and rebuilt from its source, the core grades it, and the
grades are written to nbgrader's database. No kernel is started.
"""

from __future__ import annotations

import os
import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Unicode
from traitlets.config import Configurable

from coolerheads.grading import gradebook
from coolerheads.grading.database import transaction
from coolerheads.grading.grade import REFER_FROM, from_data
from coolerheads.grading.items import Item, read_bank
from coolerheads.grading.rebuild import SECRET, carry_over, graded_in, rebuild
from coolerheads.grading.settings import Settings, read_settings
from coolerheads.grading.submission import Source, UnreadableError, grade_notebook, load, read_source, refuse


class CoolerHeads(Configurable):
    """The course's own settings in ``nbgrader_config.py``."""

    bank = Unicode("bank", help="folder of the question bank, from the course's root").tag(config=True)
    refer_from = Float(
        REFER_FROM,
        help="refer an answer to a person when the scorer's doubt could move its points by this much; "
        "0 refers every doubt, a number above all points none",
    ).tag(config=True)
    show_answers = Bool(True, help="whether feedback explains the keys and shows model answers").tag(config=True)
    book_url = Unicode("", help="where the course is published, for links in feedback").tag(config=True)


@lru_cache(maxsize=4)
def _bank(folder: Path, stamp: tuple[float, ...]) -> dict[str, Item]:
    return read_bank(folder)


def bank_of(folder: Path) -> dict[str, Item]:
    """The bank in a folder; read again only when one of its files changed."""
    return _bank(folder, tuple(sorted(path.stat().st_mtime for path in folder.glob("*.yml"))))


def settings_of(part: Any) -> CoolerHeads:
    """The course's settings, from anything that nbgrader configured."""
    return CoolerHeads(config=part.config)


class AnswerExporter(NotebookExporter):
    """Reads a submission as data: a broken, huge or linked file becomes a referral instead of an error."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Convert one notebook; a submitted one goes to :class:`RebuildFromSource` as plain JSON."""
        if not any(isinstance(step, RebuildFromSource) for step in self._preprocessors):
            return super().from_filename(filename, resources=resources, **kw)
        resources = resources or {}
        resources["coolerheads"] = {"file": filename}
        return self.from_notebook_node(nbformat.v4.new_notebook(), resources=resources, **kw)


class RebuildFromSource(NbGraderPreprocessor):
    """Grade a submission by the core and put the rebuilt notebook in its place."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Return the rebuilt notebook; nothing of the submitted one is carried over but its answers."""
        names = resources["nbgrader"]
        source = self._source(names["assignment"])
        path = Path(resources["coolerheads"]["file"])
        try:
            graded = grade_notebook(source, load(path), settings_of(self).refer_from)
        except UnreadableError as error:
            self.log.warning("%s, %s: the notebook could not be read: %s", names["student"], names["assignment"], error)
            graded = refuse(source, str(error))
        return nbformat.from_dict(rebuild(source, graded)), resources

    def _source(self, assignment: str) -> Source:
        directory = self.parent.parent.coursedir
        folder = directory.format_path(directory.source_directory, ".", assignment)
        bank = bank_of(Path(directory.root) / settings_of(self).bank)
        return read_source(Path(folder) / f"{assignment}.ipynb", bank)


class SaveGrades(NbGraderPreprocessor):
    """Write the grades that the rebuilt notebook carries into nbgrader's database."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Save all grades of one notebook in one transaction; the notebook itself is left as it is."""
        names = resources["nbgrader"]
        graded = [gradebook.row_of(from_data(data)) for data in graded_in(nb).values()]
        with transaction(names["db_url"]) as db:
            # nbgrader has written the time already; None leaves it alone.
            entry = gradebook.Submission(names["student"], None, graded)
            gradebook.save(db, gradebook.course_of(db, names["assignment"]), [entry])
        return nb, resources


def set_links_aside(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before nbgrader copies a submission's other files: put a note in the place of links and devices.

    nbgrader follows links, so a submission could make it copy a file of the instructor's. The note keeps what the
    link said.
    """
    for folder in {Path(name).parent for name in notebooks}:
        for path in list(_others(folder)):
            if path.suffix == ".ipynb":
                continue  # nbgrader does not copy notebooks, and ours are read without following links
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                target = os.readlink(path)
                path.unlink()
                path.write_text(f"This was a link to {target!r}; links are not followed.\n", encoding="utf-8")
            elif not stat.S_ISREG(mode):
                path.unlink()


def drop_other_files(assignment: str, student: str, notebooks: list[str]) -> None:
    """After grading: keep the rebuilt notebook and the time in ``autograded/``; other files stay in ``submitted/``."""
    settings = _settings(Path.cwd())
    pattern = re.escape(str(settings.folder(settings.submitted, "STUDENT", "ASSIGNMENT")))
    pattern = pattern.replace("STUDENT", "(?P<student>.*)").replace("ASSIGNMENT", "(?P<assignment>.*)")
    for folder in {str(Path(name).parent) for name in notebooks}:
        match = re.fullmatch(pattern, folder)
        if match:
            graded = settings.folder(settings.autograded, match["student"], match["assignment"])
            for path in list(_others(graded)):
                if path.parent != graded or path.name not in (f"{match['assignment']}.ipynb", SECRET):
                    path.unlink()
            carry_over(Path(folder), graded)


@lru_cache(maxsize=1)
def _settings(root: Path) -> Settings:
    return read_settings(root)


def _others(folder: Path) -> Any:
    for base, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(base) / name
            if path.is_symlink() or not path.is_dir():
                yield path
