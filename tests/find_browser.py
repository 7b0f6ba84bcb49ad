"""Find a Chromium for the browser tests, or install one: the one on PATH, else Debian's (as root), else Playwright's.

``python -m tests.find_browser`` says which was taken; the tests call :func:`chromium`. Never skipped in silence:
where none can be had, the message says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@cache
def chromium() -> str:
    """Path of a Chromium to drive; raises RuntimeError where there is none."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).exists():
        return path
    raise RuntimeError(
        "The browser tests need a Chromium and found none. Install one (Debian: apt-get install chromium), "
        "or name one you have: CHROMIUM=/path/to/chrome make test"
    )


def install() -> None:
    """Install a Chromium: Debian's package where the user is root, Playwright's build elsewhere."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("The browser tests need a Chromium; installing Debian's (apt-get install chromium) ...", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    else:
        print("The browser tests need a Chromium; installing Playwright's (no root needed) ...", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    chromium.cache_clear()


def main() -> int:
    """Make sure there is a Chromium; returns the exit status."""
    try:
        chromium()
    except RuntimeError as missing:
        try:
            install()
            chromium()
        except (subprocess.CalledProcessError, OSError, RuntimeError) as error:
            print(f"{missing}\n(The attempt to install one failed: {error})", file=sys.stderr)
            return 1
    print(f"Browser for the tests: {chromium()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
