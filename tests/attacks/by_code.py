"""Attacks by code: cells or files whose code would have to run."""

from __future__ import annotations

from tests.attacks.scene import Scene, mark


def patched_scorer(s: Scene) -> None:
    s.run(mark(s) + "import coolerheads.exercise.assess as a\na.formula = lambda points, *rest: points")


def patched_points(s: Scene) -> None:
    s.run(
        mark(s)
        + "import coolerheads.exercise as e\nimport coolerheads.exercise.cells as c\ne.check = c.check = lambda id: None"
    )


def shadowing_module(s: Scene) -> None:
    (s.folder / "coolerheads.py").write_text(mark(s) + "def __getattr__(name): return lambda *a, **k: 99.0")
    s.save()


def shadowing_standard_library(s: Scene) -> None:
    for name in ("json", "re", "html", "sitecustomize", "usercustomize"):
        (s.folder / f"{name}.py").write_text(mark(s))
    s.save()


def patched_builtins(s: Scene) -> None:
    s.run(
        mark(s) + "import builtins\nbuiltins.float = lambda *a: 8.0\nbuiltins.min = builtins.max = lambda *a, **k: 8.0"
    )


def equal_to_everything(s: Scene) -> None:
    s.run(
        mark(s)
        + "class Yes(str):\n    def __eq__(self, other): return True\n    __hash__ = str.__hash__\nc1 = Yes('x')"
    )


def magic_redefined(s: Scene) -> None:
    s.run(
        mark(s) + "from IPython import get_ipython\nip = get_ipython()\n"
        "ip.register_magic_function(lambda line, cell='': 99.0, 'cell', 'reply')"
    )


def transformer_added(s: Scene) -> None:
    s.run(mark(s) + "get_ipython().input_transformers_cleanup.append(lambda lines: ['99.0\\n'])")


def display_hook_replaced(s: Scene) -> None:
    s.run(mark(s) + "import sys\nsys.displayhook = lambda value: None")


def reading_the_keys(s: Scene) -> None:
    s.run(mark(s) + "import glob\nprint([open(p).read() for p in glob.glob('../../../bank/*')])")


def reading_a_secret(s: Scene) -> None:
    s.run(mark(s) + f"print(open({str(s.secret)!r}).read())")


def writing_the_gradebook(s: Scene) -> None:
    s.run(
        mark(s) + f"import sqlite3\nwith sqlite3.connect({str(s.gradebook)!r}) as db:\n"
        "    db.execute('update grade set manual_score = 8.0')"
    )


def leaving_early(s: Scene) -> None:
    s.run(mark(s) + "import os\nos._exit(0)")


def endless_loop(s: Scene) -> None:
    s.run(mark(s) + "while True: pass")


def detached_process(s: Scene) -> None:
    s.run(mark(s) + "import subprocess\nsubprocess.Popen(['sleep', '47'], start_new_session=True)")


def huge_output(s: Scene) -> None:
    s.run(mark(s) + "print('x' * 10**8)")


def memory_eater(s: Scene) -> None:
    s.run(mark(s) + "x = bytearray(10**9)")


def shell_escape(s: Scene) -> None:
    s.run(f"!touch {s.marker}")


def code_in_the_answer_cell(s: Scene) -> None:
    s.cell("r1")["source"] = mark(s) + "8.0"
    s.save()


def environment_changed(s: Scene) -> None:
    s.run(mark(s) + "import os\nos.environ['NBGRADER_EXECUTION'] = 'validate'")


def own_config(s: Scene) -> None:
    (s.folder / "nbgrader_config.py").write_text(mark(s))
    (s.folder / "conftest.py").write_text(mark(s))
    s.save()


def kernel_changed(s: Scene) -> None:
    s.notebook["metadata"]["kernelspec"] = {"name": "evil", "display_name": "evil", "language": "bash"}
    s.save()
