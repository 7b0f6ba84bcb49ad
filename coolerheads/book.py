"""The book: a Sphinx extension that brings dialogues to life without a kernel, and the command that builds it all.

``python -m coolerheads.book`` builds the published course into ``_build/html`` (of another folder, where one is named)
and fails on any warning or cell error.
The extension gives pages what they need and no more: one script (the ES module inside its static host), one
stylesheet (the theme's and ours, see ``stylesheet``), and the theme without what a reader never uses.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from coolerheads import house_rules, labels, readable, stylesheet, widgets
from coolerheads.readable import MODULE, STATIC

PACKAGE = Path(__file__).parent
HOST = "coolerheads.host.js"
STYLES = ("coolerheads.css", "book.css")
FONTS = "fonts"
FORGET_AFTER = 24 * 3600  # seconds that the executed cells of another state of the package are kept
# What Jupyter Book would load and a page of this course never uses, by what the names begin with: live code and its
# copy buttons, tabs, styles for code cells that are not shown, anything from another host.
UNUSED = ("sphinx-thebe", "copybutton", "clipboard", "design-tabs", "togglebutton", "mystnb", "http:", "https:")
PAGES = (*labels.SLUGS, "where-sources-disagree", "job-aid", "for-trainers", "glossary", "sources", "about")

EMPTY_HEADER = re.compile(r"<th[^>]*>\s*(?:<p>\s*</p>)?\s*</th>")


def digest(package: Path = PACKAGE, rules: Path | None = None) -> str:
    """A fingerprint of everything a cell's output depends on beside the cell: content, package and house rules."""
    total = hashlib.sha256()
    if rules is not None and rules.is_file():
        total.update(rules.read_bytes())
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".yml", ".json", ".mjs"} and path.is_file():
            total.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return total.hexdigest()[:16]


def configure(app: Any, config: Any) -> None:
    """Settle what depends on the state of the package: the cache of executed cells, and our templates.

    jupyter-cache keys on the cells alone, so each state of content and package has a cache of its own; the fingerprint
    is a configuration value, so that Sphinx reads every page again when it changes.
    """
    config.coolerheads_digest = digest(rules=Path(app.srcdir) / house_rules.FILE)
    config.coolerheads_toc = (Path(app.srcdir) / "_toc.yml").read_text(encoding="utf-8")
    caches = Path(app.srcdir) / "_build" / ".jupyter_cache"
    cache = caches / config.coolerheads_digest
    for old in caches.glob("*/"):
        if old != cache and time.time() - old.stat().st_mtime > FORGET_AFTER:
            shutil.rmtree(old, ignore_errors=True)
    config.nb_execution_cache_path = str(cache)
    config.templates_path.append(str(STATIC / "theme"))


def host_script(pages: set[str]) -> str:
    """The static host with the module's text, links to the chapters this book has, and what all dialogues share."""
    chapters = {slug: f"chapters/{slug}.html" for slug in labels.SLUGS if f"chapters/{slug}" in pages}
    script = (STATIC / "host.js").read_text(encoding="utf-8")
    # A classic script has no exports; what the host needs of the module it returns.
    module = re.sub(
        r"^export (default .*\n|(?=const|function))", "", MODULE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    shared = json.dumps(readable.typographic(widgets.shared()), ensure_ascii=False)
    return (
        script.replace("__MODULE__", module).replace("__CHAPTERS__", json.dumps(chapters)).replace("__SHARED__", shared)
    )


def write_assets(app: Any, env: Any) -> None:
    """Put the script and the stylesheets where the pages look for them."""
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / HOST).write_text(host_script(set(env.found_docs)), encoding="utf-8")
        for name in STYLES:
            shutil.copyfile(STATIC / name, folder / name)
        shutil.copytree(STATIC / FONTS, folder / FONTS, dirs_exist_ok=True)


def name_only(app: Any, doctree: Any) -> None:
    """Turn a link to a chapter of the course that this book leaves out into its words alone.

    So a house can publish a part of the course; a link to anything else that is missing still fails the build.
    """
    for node in list(doctree.findall(pending_xref)):
        target = str(node.get("reftarget", "")).removesuffix(".md").rsplit("/", 1)[-1]
        if target in PAGES and f"chapters/{target}" not in app.env.found_docs:
            node.replace_self(node.children[0])


def mark_speakers(app: Any, doctree: Any) -> None:
    """Tell the lines of a worked call apart: who speaks first is the customer."""
    for call in doctree.findall(lambda node: "worked-call" in getattr(node, "attributes", {}).get("classes", ())):
        terms = list(call.findall(nodes.term))
        speakers = [next((strong.astext() for strong in term.findall(nodes.strong)), "") for term in terms]
        for term, speaker in zip(terms, speakers, strict=True):
            term["classes"].append("customer" if speaker == speakers[0] else "agent")


def mark_parts(app: Any, doctree: Any) -> None:
    """Name what the stylesheet dresses: a page's motto and a principle's rule; and drop cells that show nothing.

    (A stylesheet could find them with ``:has()``, which the browser would try again at every turn of a dialogue.)
    """
    for title in doctree.findall(nodes.title):
        section = title.parent
        paragraphs = [part for part in section.children if isinstance(part, nodes.paragraph)]
        first = paragraphs[0] if section.parent is doctree and paragraphs[:1] == section[1:2] else None
        if first and [type(part) for part in first.children] == [nodes.emphasis]:
            first["classes"].append("motto")
        for paragraph in paragraphs if "the-principle" in section["ids"] else ():
            strong = [part.astext() for part in paragraph.children if isinstance(part, nodes.strong)]
            if len(strong) >= 3 and paragraph.astext().startswith(strong[0]):
                paragraph["classes"].append("the-rule")
    for cell in list(doctree.findall(lambda node: "cell" in getattr(node, "attributes", {}).get("classes", ()))):
        if not any("cell_output" in part["classes"] for part in cell.findall(nodes.container)):
            cell.parent.remove(cell)


def trim_page(app: Any, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Drop the scripts and styles that a page of this course never uses, everything from other hosts, empty headers.

    The theme's scripts wait until the page is read: only the host of the dialogues is needed before. (Those of the
    search page need each other while it is read.)
    """

    def used(asset: Any) -> bool:
        name = str(asset.filename or "").removeprefix("_static/")
        attributes = asset.attributes
        # A body without a name is configuration for a script that is dropped, or a copy of the widgets' state.
        return bool(name) and not name.startswith(UNUSED) and "widget-state" not in attributes.get("type", "")

    def waiting(script: Any) -> Any:
        if script.filename == f"_static/{HOST}" or pagename == "search":
            return script
        return type(script)(script.filename, priority=script.priority, **{**script.attributes, "defer": "defer"})

    context["script_files"] = [waiting(script) for script in context["script_files"] if used(script)]
    context["css_files"] = [style for style in context["css_files"] if used(style)]
    # The empty corner of a table is no header of anything; read out as one it only puzzles.
    context["body"] = EMPTY_HEADER.sub("<td></td>", context.get("body", ""))


def press_stylesheets(app: Any, exception: Exception | None) -> None:
    """Once every page is written, give them the one stylesheet."""
    if exception is None and app.builder.format == "html":
        stylesheet.press(Path(app.outdir), set(STYLES))


def setup(app: Any) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value("coolerheads_digest", "", "env")
    app.add_config_value("coolerheads_toc", "", "env")
    app.connect("config-inited", configure)
    app.connect("env-updated", write_assets)
    app.connect("doctree-read", name_only)
    app.connect("doctree-read", mark_speakers)
    app.connect("doctree-read", mark_parts)
    app.connect("html-page-context", trim_page, priority=900)
    app.connect("build-finished", press_stylesheets)
    app.add_js_file(HOST, priority=100)
    for name in STYLES:
        app.add_css_file(name, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def quiet_kernels(folder: Path) -> Path:
    """A folder of IPython settings for the build: no start-up files of the user's, and no warnings kernel by kernel."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(
        'get_config().IPKernelApp.log_level = "ERROR"\n', encoding="utf-8"
    )
    return folder


def build(source: Path, output: Path) -> int:
    """Build the book in ``source`` into ``output/_build/html``; returns the exit status, 0 only without a warning.

    The folder of pages is made afresh, so that no page of an earlier table of contents stays published.
    """
    from jupyter_book.cli.main import main as jupyter_book

    output = output.resolve()  # kernels look for their settings from folders of their own
    shutil.rmtree(output / "_build" / "html", ignore_errors=True)
    os.environ["IPYTHONDIR"] = str(quiet_kernels(output / "_build" / ".ipython"))
    arguments = ["build", str(source), "--path-output", str(output), "-W", "--keep-going", "-n", "-q"]
    try:
        jupyter_book(arguments, standalone_mode=False)
    except (Exception, SystemExit) as error:  # jupyter-book raises a bare RuntimeError with a box of text around why
        said = re.sub(r"\x1b\[[0-9;]*m|=+", "", str(error)).split()
        print(f"The book was not built: {' '.join(said)}", file=sys.stderr)
        return 1
    print(f"The book is in {output / '_build' / 'html'}: open index.html there")
    return 0


if __name__ == "__main__":
    here = Path.cwd()
    sys.exit(build(here, Path(sys.argv[1]) if len(sys.argv) > 1 else here))
