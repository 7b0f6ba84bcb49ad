"""``nbgrader generate_feedback`` with pages of our own instead of the notebook's code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbgrader.api import Gradebook

from coolerheads.grading.grade import from_data
from coolerheads.grading.page import Given, page
from coolerheads.grading.preprocessors import bank_of, settings_of
from coolerheads.grading.rebuild import graded_in
from coolerheads.grading.submission import load, read_source


class FeedbackExporter(Exporter):
    """From an autograded notebook and the gradebook to a learner's feedback page."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the page; points and comments that a person gave come from the gradebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        names = resources["nbgrader"]
        settings, directory = settings_of(self), self.parent.coursedir
        folder = Path(directory.format_path(directory.source_directory, ".", names["assignment"]))
        source = read_source(folder / f"{names['notebook']}.ipynb", bank_of(Path(directory.root) / settings.bank))
        graded = {id: from_data(data) for id, data in graded_in(nb).items()}
        given = _given(names)
        html = page(
            source,
            graded,
            {id: given.get(id, Given(entry.points)) for id, entry in graded.items()},
            learner=_name(names),
            late=float(names.get("late_penalty") or 0),
            show_answers=settings.show_answers,
            book_url=settings.book_url,
        )
        resources["output_extension"] = self.file_extension
        return html, resources

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Convert one autograded notebook."""
        load(Path(filename))  # a clear reason where it is not ours, before anything parses it
        return super().from_filename(filename, resources=resources, **kw)


def _given(names: Any) -> dict[str, Given]:
    found = {}
    with Gradebook(names["db_url"]) as gradebook:
        notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
        comments = {comment.name: comment.manual_comment or "" for comment in notebook.comments}
        for grade in notebook.grades:
            id = grade.name.removesuffix("-points")
            found[id] = Given(
                points=float(grade.score),
                comment=comments.get(id, ""),
                by_person=grade.manual_score is not None or bool(grade.extra_credit),
                waiting=bool(grade.needs_manual_grade),
            )
    return found


def _name(names: Any) -> str:
    with Gradebook(names["db_url"]) as gradebook:
        student = gradebook.find_student(names["student"])
        whole = " ".join(part for part in (student.first_name, student.last_name) if part)
        return whole or str(names["student"])
