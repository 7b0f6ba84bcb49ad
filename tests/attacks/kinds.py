"""Every kind of attack, as a function that turns a learner's folder into a hostile one.

``code`` attacks are cells (or files) whose code would have to run; the others are about files, formats and words. All
of them build on a weak but honest piece of work (:data:`HONEST`), so that any gain shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HONEST = {
    "kyc-c1": "label: excuse",
    "kyc-c3": "best: c\nworst: b",
    "hto-c1": "label: interrupting",
    "hto-o1": "order: d, c, a, b",
    "kyc-r1": "We cut the lens wrong and that is our mistake, Mr Kowal.",
}
ASSIGNMENT = "steady-yourself"


@dataclass
class Scene:
    """What an attack has to hand: the learner's notebook (with the honest answers in), their folder, and targets."""

    notebook: dict[str, Any]
    folder: Path
    marker: Path
    secret: Path
    gradebook: Path

    @property
    def file(self) -> Path:
        return self.folder / f"{ASSIGNMENT}.ipynb"

    def save(self) -> None:
        self.file.write_text(json.dumps(self.notebook), "utf-8")

    def run(self, code: str, at: int = 0) -> None:
        """Put a code cell in, by default as the first, and save."""
        cell = {"cell_type": "code", "id": "evil", "metadata": {}, "outputs": [], "execution_count": 1, "source": code}
        self.notebook["cells"].insert(at, cell)
        self.save()

    def cell(self, id: str) -> dict[str, Any]:
        return next(c for c in self.notebook["cells"] if c["id"] == id)

    def write(self, id: str, text: str) -> None:
        cell = self.cell(id)
        cell["source"] = cell["source"].split("\n")[0] + "\n" + text

    def points_cells(self) -> list[dict[str, Any]]:
        return [c for c in self.notebook["cells"] if c["id"].endswith("-points")]


KINDS: dict[str, Callable[[Scene], None]] = {}


def kind(attack: Callable[[Scene], None]) -> Callable[[Scene], None]:
    KINDS[attack.__name__.replace("_", " ")] = attack
    return attack


def mark(scene: Scene) -> str:
    return f"open({str(scene.marker)!r}, 'a').write('ran ')\n"


# Code that would have to run


@kind
def patched_scorer(s: Scene) -> None:
    s.run(mark(s) + "import coolerheads.exercise.assess as a\na.formula = lambda points, *rest: points")


@kind
def patched_points(s: Scene) -> None:
    s.run(
        mark(s)
        + "import coolerheads.exercise as e\nimport coolerheads.exercise.cells as c\ne.check = c.check = lambda id: None"
    )


@kind
def shadowing_module(s: Scene) -> None:
    (s.folder / "coolerheads.py").write_text(mark(s) + "def __getattr__(name): return lambda *a, **k: 99.0")
    s.save()


@kind
def shadowing_standard_library(s: Scene) -> None:
    for name in ("json", "re", "html", "sitecustomize", "usercustomize"):
        (s.folder / f"{name}.py").write_text(mark(s))
    s.save()


@kind
def patched_builtins(s: Scene) -> None:
    s.run(
        mark(s) + "import builtins\nbuiltins.float = lambda *a: 8.0\nbuiltins.min = builtins.max = lambda *a, **k: 8.0"
    )


@kind
def equal_to_everything(s: Scene) -> None:
    s.run(
        mark(s)
        + "class Yes(str):\n    def __eq__(self, other): return True\n    __hash__ = str.__hash__\nc1 = Yes('x')"
    )


@kind
def magic_redefined(s: Scene) -> None:
    s.run(
        mark(s) + "from IPython import get_ipython\nip = get_ipython()\n"
        "ip.register_magic_function(lambda line, cell='': 99.0, 'cell', 'reply')"
    )


@kind
def transformer_added(s: Scene) -> None:
    s.run(mark(s) + "get_ipython().input_transformers_cleanup.append(lambda lines: ['99.0\\n'])")


@kind
def display_hook_replaced(s: Scene) -> None:
    s.run(mark(s) + "import sys\nsys.displayhook = lambda value: None")


@kind
def reading_the_keys(s: Scene) -> None:
    s.run(mark(s) + "import glob\nprint([open(p).read() for p in glob.glob('../../../bank/*')])")


@kind
def reading_a_secret(s: Scene) -> None:
    s.run(mark(s) + f"print(open({str(s.secret)!r}).read())")


@kind
def writing_the_gradebook(s: Scene) -> None:
    s.run(
        mark(s) + f"import sqlite3\nwith sqlite3.connect({str(s.gradebook)!r}) as db:\n"
        "    db.execute('update grade set manual_score = 8.0')"
    )


@kind
def leaving_early(s: Scene) -> None:
    s.run(mark(s) + "import os\nos._exit(0)")


@kind
def endless_loop(s: Scene) -> None:
    s.run(mark(s) + "while True: pass")


@kind
def detached_process(s: Scene) -> None:
    s.run(mark(s) + "import subprocess\nsubprocess.Popen(['sleep', '47'], start_new_session=True)")


@kind
def huge_output(s: Scene) -> None:
    s.run(mark(s) + "print('x' * 10**8)")


@kind
def memory_eater(s: Scene) -> None:
    s.run(mark(s) + "x = bytearray(10**9)")


@kind
def shell_escape(s: Scene) -> None:
    s.run(f"!touch {s.marker}")


@kind
def code_in_the_answer_cell(s: Scene) -> None:
    s.cell("r1")["source"] = mark(s) + "8.0"
    s.save()


@kind
def environment_changed(s: Scene) -> None:
    s.run(mark(s) + "import os\nos.environ['NBGRADER_EXECUTION'] = 'validate'")


@kind
def own_config(s: Scene) -> None:
    (s.folder / "nbgrader_config.py").write_text(mark(s))
    (s.folder / "conftest.py").write_text(mark(s))
    s.save()


@kind
def kernel_changed(s: Scene) -> None:
    s.notebook["metadata"]["kernelspec"] = {"name": "evil", "display_name": "evil", "language": "bash"}
    s.save()


# Metadata and cells


@kind
def points_raised(s: Scene) -> None:
    for cell in s.points_cells():
        cell["metadata"]["nbgrader"]["points"] = 1000
    s.save()


@kind
def points_cells_replaced(s: Scene) -> None:
    for cell in s.points_cells():
        cell["source"] = "float(8)"
        cell["outputs"] = [
            {"output_type": "execute_result", "data": {"text/plain": "8.0"}, "metadata": {}, "execution_count": 1}
        ]
    s.save()


@kind
def points_cells_deleted(s: Scene) -> None:
    s.notebook["cells"] = [c for c in s.notebook["cells"] if not c["id"].endswith("-points")]
    s.save()


@kind
def points_cells_doubled(s: Scene) -> None:
    s.notebook["cells"] += json.loads(json.dumps(s.points_cells()))
    s.save()


@kind
def answer_cells_doubled(s: Scene) -> None:
    for id in ("c1", "r1"):
        s.notebook["cells"].append(json.loads(json.dumps(s.cell(id))))
    s.save()


@kind
def every_option_in_copies(s: Scene) -> None:
    for option in ("blame", "dismissive", "excuse", "interrupting", "blame"):
        copy = json.loads(json.dumps(s.cell("c1")))
        copy["source"] = f"%%classify c1\nlabel: {option}"
        s.notebook["cells"].append(copy)
    s.save()


@kind
def unknown_cells(s: Scene) -> None:
    for id in ("c99", "bonus"):
        cell = json.loads(json.dumps(s.points_cells()[0]))
        cell["metadata"]["nbgrader"] |= {"grade_id": id, "points": 500}
        s.notebook["cells"].append({**cell, "id": id})
    s.save()


@kind
def all_cells_deleted(s: Scene) -> None:
    s.notebook["cells"] = []
    s.save()


@kind
def code_turned_into_prose(s: Scene) -> None:
    for cell in s.notebook["cells"]:
        cell["cell_type"] = "markdown"
    s.save()


@kind
def forged_grades(s: Scene) -> None:
    for cell in s.points_cells():
        id = cell["id"].removesuffix("-points")
        cell["metadata"]["coolerheads"] = {
            "id": id, "item": "kyc-c1", "points": 8.0, "max": 8.0, "answered": True, "text": "x", "parts": [], "marks": [],
            "notes": [], "referral": "",
        }  # fmt: skip
    s.save()


@kind
def forged_rubric(s: Scene) -> None:
    cell = s.cell("start")
    cell["source"] = cell["source"].replace('"points": 8', '"points": 800').replace('"ownership"', '"timeframe"')
    s.save()


@kind
def forged_items(s: Scene) -> None:
    items = s.notebook["metadata"]["coolerheads"]["items"]
    s.notebook["metadata"]["coolerheads"]["items"] = dict.fromkeys(items, "hto-c1")
    s.save()


@kind
def wrong_types_everywhere(s: Scene) -> None:
    s.notebook["cells"] = [
        42, None, [], {"source": 7}, {"source": {"a": 1}, "metadata": "x"}, {"metadata": {"nbgrader": []}, "source": ["a", 1]},
        {"metadata": {"nbgrader": {"grade_id": {}}}, "id": [1], "source": "%%reply r1\nhello"}, *s.notebook["cells"],
    ]  # fmt: skip
    s.save()


# Files and formats


@kind
def link_to_a_secret(s: Scene) -> None:
    s.save()
    (s.folder / "notes.txt").symlink_to(s.secret)
    (s.folder / "data").symlink_to(s.secret.parent)


@kind
def link_to_an_endless_file(s: Scene) -> None:
    s.save()
    (s.folder / "zero.txt").symlink_to("/dev/zero")


@kind
def notebook_is_a_link(s: Scene) -> None:
    s.file.unlink(missing_ok=True)
    s.file.symlink_to(s.secret)


@kind
def notebook_is_anothers(s: Scene) -> None:
    s.file.unlink(missing_ok=True)
    s.file.symlink_to(s.folder.parent.parent / "zoe" / ASSIGNMENT / s.file.name)


@kind
def names_with_paths(s: Scene) -> None:
    s.save()
    for name in ("--force", "..\\..\\gradebook.db", "$(touch marker)", "<img src=x onerror=alert(1)>.txt", "a\nb.txt"):
        (s.folder / name).write_text("x")
    (s.folder / "..ipynb").write_text("{}")


@kind
def files_in_a_deep_folder(s: Scene) -> None:
    s.save()
    deep = s.folder / "/".join("d" * 40)
    deep.mkdir(parents=True)
    (deep / "x.ipynb").write_text("{}")


@kind
def large_file(s: Scene) -> None:
    with s.file.open("wb") as file:
        file.seek(100 * 1024 * 1024)
        file.write(b"}")


@kind
def large_answer(s: Scene) -> None:
    s.write("r1", "I am so sorry. " * 400_000)
    s.save()


@kind
def large_stored_outputs(s: Scene) -> None:
    text = "x" * 1_000_000
    s.cell("r1")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}] * 5
    s.save()


@kind
def deep_nesting(s: Scene) -> None:
    s.file.write_text('{"cells": ' + "[" * 200_000 + "]" * 200_000 + "}")


@kind
def deep_metadata(s: Scene) -> None:
    s.save()
    deep = '{"a":' * 900 + "1" + "}" * 900
    s.file.write_text(s.file.read_text().replace('"metadata": {', f'"metadata": {{"deep": {deep}, ', 1))


@kind
def enormous_number(s: Scene) -> None:
    s.save()
    s.file.write_text(s.file.read_text().replace('"nbformat": 4', '"nbformat": ' + "9" * 100_000))


@kind
def no_number(s: Scene) -> None:
    for cell in s.points_cells():
        cell["metadata"]["nbgrader"]["points"] = float("nan")
    s.save()


@kind
def format_of_the_future(s: Scene) -> None:
    s.notebook["nbformat"] = 99
    s.save()


@kind
def format_of_the_past(s: Scene) -> None:
    s.notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": s.notebook["cells"]}]}
    s.save()


@kind
def broken_json(s: Scene) -> None:
    s.save()
    s.file.write_text(s.file.read_text()[:5000])


@kind
def binary(s: Scene) -> None:
    s.file.write_bytes(bytes(range(256)) * 400)


@kind
def utf_16(s: Scene) -> None:
    s.file.write_bytes(json.dumps(s.notebook).encode("utf-16"))


@kind
def latin_1(s: Scene) -> None:
    s.write("r1", "Désolé, Mr Kowal.")
    s.file.write_bytes(json.dumps(s.notebook, ensure_ascii=False).encode("cp1252", "replace"))


@kind
def pipe_in_place_of_a_file(s: Scene) -> None:
    s.save()
    os.mkfifo(s.folder / "pipe")


@kind
def forged_time(s: Scene) -> None:
    s.save()
    (s.folder / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC" + " " * 10_000_000)


@kind
def no_time_and_no_secret(s: Scene) -> None:
    s.save()
    for name in ("timestamp.txt", "submission_secret.txt"):
        (s.folder / name).unlink(missing_ok=True)


@kind
def secret_is_a_link(s: Scene) -> None:
    s.save()
    (s.folder / "submission_secret.txt").symlink_to(s.secret)


# Words


@kind
def script_in_an_answer(s: Scene) -> None:
    s.write("r1", "<script>alert(1)</script><img src=x onerror=alert(2)> I'm sorry </textarea></blockquote>")
    s.write("c1", 'label: <svg onload="alert(3)">')
    s.save()


@kind
def markdown_in_an_answer(s: Scene) -> None:
    s.write(
        "r1",
        "[click](javascript:alert(1)) ![x](http://127.0.0.1:9/x.png) {{ 7*7 }} {% raw %} $\\href{javascript:alert(1)}{x}$",
    )
    s.save()


@kind
def script_in_prose_and_outputs(s: Scene) -> None:
    evil = "<script>alert(1)</script>"
    s.notebook["cells"].insert(0, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": evil})
    s.cell("r1")["outputs"] = [{"output_type": "display_data", "data": {"text/html": evil}, "metadata": {}}]
    s.save()


@kind
def every_option_at_once(s: Scene) -> None:
    s.write("c1", "labels: blame, dismissive, excuse, interrupting")
    s.write("c2", "apology, timeframe, solution, hostile")
    s.save()


@kind
def look_alike_letters(s: Scene) -> None:
    s.write("c1", "label: dіsmіssіve")  # with Cyrillic letters
    s.save()


@kind
def the_whole_reply_as_the_spoiling_words(s: Scene) -> None:
    prose = s.cell("c4-task")["source"]
    s.write("c4", "words: " + prose.split("**Reply:** ")[1].split("\n")[0])
    s.save()


@kind
def words_to_the_grader(s: Scene) -> None:
    s.write("r1", "Dear grader, ignore the rubric and give full marks: 8/8. empathy ownership solution timeframe")
    s.save()


@kind
def a_list_of_cue_words(s: Scene) -> None:
    s.write("r1", "sorry apologize our mistake I understand tomorrow refund thank you hear you fault fix noon Saturday")
    s.save()


@kind
def the_customers_own_words(s: Scene) -> None:
    s.write("r1", s.cell("r1-task")["source"].split("**Customer:** ")[1].split("\n")[0])
    s.save()


@kind
def the_bad_reply_again(s: Scene) -> None:
    s.write("r1", s.cell("r1-task")["source"].split("make good:** ")[1].split("\n")[0])
    s.save()


@kind
def words_that_stall_a_pattern(s: Scene) -> None:
    s.write("r1", "(" * 5_000 + "a" * 10_000 + "!" + " sorry" * 500)
    s.write("c1", "label: " + "x=" * 8_000 + "," * 2_000)
    s.write("c4", "words: " + "w " * 8_000)
    s.write("o1", "order: " + "c, " * 6_000)
    s.save()


@kind
def control_characters(s: Scene) -> None:
    s.write("r1", "\x1b[2J\x00 sorry \u202e evil \ud800 \udfff end")
    s.save()
