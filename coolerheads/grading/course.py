"""``coolerheads course DIR``: an instructor's own course folder, ready for nbgrader."""

from __future__ import annotations

import shutil
from pathlib import Path

from coolerheads.grading.items import read_bank
from coolerheads.grading.notebooks import form_in, make_all, write_all
from coolerheads.house_rules import FILE, read_house_rules

CONFIG = '''"""nbgrader's settings for this course: its own folders, and grading without running anybody's code."""

from coolerheads.grading.config import configure

c = get_config()
configure(c)

c.CourseDirectory.course_id = "{course}"

# What a course may want to change:
# c.CoolerHeads.bank = "bank"            a private bank: "../my-bank"
# c.CoolerHeads.refer_from = 1.0         points that a doubt must move before a person is asked; 0: every doubt
# c.CoolerHeads.show_answers = True      whether feedback explains the keys and shows model answers
# c.CoolerHeads.book_url = ""            where the course is published, for links in feedback
# c.LateSubmissionPlugin.penalty_method = "zero"
# c.Exchange.root = "/srv/nbgrader"      where work is given out and handed in; everybody must be able to write there
'''


def lay_out(folder: Path, bank: Path, rules: Path, form: str | None = None, seed: int | None = None) -> list[str]:
    """Lay bank, exercises, house rules and config into a folder; returns what was written.

    What is there already is kept (it is somebody's work), but for exercises, which are made from the folder's bank:
    in the form asked for, or in the one that they have.
    Raises ContentError for a bank or house rules with faults.
    """
    rules = folder / FILE if (folder / FILE).is_file() else rules
    if form is None and seed is None:
        form, seed = form_in(folder / "exercises")
    made = make_all(read_bank(bank), read_house_rules(rules), form or "A", seed)  # before anything is written
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    if not (folder / "bank").exists():
        shutil.copytree(bank, folder / "bank")
        written.append("bank/")
    if rules.is_file() and not (folder / FILE).exists():
        shutil.copy(rules, folder / FILE)
        written.append(FILE)
    if not (folder / "nbgrader_config.py").exists():
        name = "".join(c if c.isalnum() or c in "-_" else "-" for c in folder.resolve().name) or "course"
        (folder / "nbgrader_config.py").write_text(CONFIG.format(course=name), encoding="utf-8")
        written.append("nbgrader_config.py")
    return written + [f"exercises/{name}/" for name in write_all(made, folder / "exercises")]
