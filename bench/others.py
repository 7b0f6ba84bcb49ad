"""The same dialogue by other means: through ipywidgets' html-manager, and as questions of jupyterquiz."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path

from coolerheads import library
from coolerheads.widgets import play

VENDOR = Path(__file__).parent / ".vendor"
PACKAGES = {"@jupyter-widgets/html-manager": "1.0.15", "requirejs": "2.3.8", "anywidget": "0.11.0"}


def vendor() -> Path:
    """The scripts of the stock route, fetched once from npm into a folder that git ignores."""
    VENDOR.mkdir(exist_ok=True)
    for name, version in PACKAGES.items():
        # where html-manager asks for a widget's module: name@range/dist/index.js
        folder = VENDOR / ("anywidget@~0.11.*" if name == "anywidget" else name.split("/")[-1])
        if not folder.exists():
            packed = subprocess.run(
                ["npm", "pack", "--silent", f"{name}@{version}"], cwd=VENDOR, check=True, capture_output=True, text=True
            ).stdout.split()[-1]
            with tarfile.open(VENDOR / packed) as archive:
                archive.extractall(folder, filter="data")
            (VENDOR / packed).unlink()
            for path in (folder / "package").iterdir():
                path.rename(folder / path.name)
    return VENDOR


def stock(id: str) -> str:
    """The dialogue as ipywidgets embeds it, with every script self-hosted."""
    from ipywidgets.embed import dependency_state, embed_data

    widget = play(id)
    # anywidget adds the module as a default, which embedding would drop
    data = embed_data(views=[widget], state=dependency_state([widget], drop_defaults=False), drop_defaults=False)
    state, view = (json.dumps(part).replace("<", "\\u003c") for part in (data["manager_state"], data["view_specs"][0]))
    return (
        '<script src="vendor/requirejs/require.js"></script>'
        '<script data-jupyter-widgets-cdn="vendor/" src="vendor/html-manager/dist/embed-amd.js"></script>'
        f'<script type="application/vnd.jupyter.widget-state+json">{state}</script>'
        f'<script type="application/vnd.jupyter.widget-view+json">{view}</script>'
    )


def quiz(id: str) -> str:
    """Every scene of the dialogue as a question of jupyterquiz, with the coach's notes as its feedback."""
    from unittest.mock import patch

    from jupyterquiz import display_quiz

    questions = [
        {
            "question": " ".join(scene.says.texts()[:1]),
            "type": "multiple_choice",
            "answers": [{"answer": r.says, "correct": r.kind == "good", "feedback": r.because} for r in scene.replies],
        }
        for scene in library.dialogue(id).scenes.values()
        if scene.replies
    ]
    with patch("jupyterquiz.dynamic.display.display") as display:  # what it would show in a notebook
        display_quiz(questions)
    html, script = (call.args[0].data for call in display.call_args_list)
    return f'{html}<script type="application/javascript">{script}</script>'
