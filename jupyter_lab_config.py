"""JupyterLab for the course: chapters open as notebooks, with nothing asked on the way."""

import json
import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (given by traitlets when it reads this file)

c.ServerApp.root_dir = str(Path(__file__).parent)
c.ServerApp.allow_root = getattr(os, "geteuid", lambda: 1)() == 0  # in a container everybody is root
c.ServerApp.contents_manager_class = "jupytext.TextFileContentsManager"
c.MultiKernelManager.default_kernel_name = "python3"

# Chapters are Markdown files: make the notebook their first viewer, and ask nothing about news. JupyterLab takes
# defaults of settings from a file of its environment only (here .venv); what a person chose in the settings editor wins.
WANTED = {
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": "Jupytext Notebook", "myst": "Jupytext Notebook"},
    },
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
settings = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
defaults = json.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
if any(defaults.get(plugin) != wanted for plugin, wanted in WANTED.items()):
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({**defaults, **WANTED}, indent=2), encoding="utf-8")
