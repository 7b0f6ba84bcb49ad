"""The site's one stylesheet: what it keeps, what it leaves out, where its addresses point."""

from __future__ import annotations

from pathlib import Path

import pytest

from coolerheads.stylesheet import NAME, press, pruned

KNOWN = {"here", "there", "main"}


@pytest.mark.parametrize(
    "css",
    [
        ".here{color:red}",
        "p.here > #main:hover{color:red}",
        "a:not(.gone){color:red}",
        ":is(.gone,.here) p{color:red}",
        "tr:has(.here, .gone){color:red}",
        "div[class*=gone]{color:red}",
        "@media print{.here{color:red}}",
        "@font-face{font-family:Gone;src:url(gone.woff2)}",
        "@keyframes gone{from{color:red}}",
    ],
)
def test_a_rule_that_may_be_needed_is_kept(css: str) -> None:
    assert pruned(css, KNOWN) == css


@pytest.mark.parametrize(
    "css",
    [".gone{color:red}", ".here .gone{}", "#gone{}", "p:has(.gone){}", "@media print{.gone{color:red}}", "/* said */"],
)
def test_a_rule_that_asks_for_what_no_page_has_goes(css: str) -> None:
    assert pruned(css, KNOWN) == ""


def test_of_several_selectors_those_that_can_match_stay() -> None:
    assert pruned(".here, .gone, .sd-col-\\+ , p{color:red}", KNOWN) == ".here,p{color:red}"


def test_every_page_gets_the_one_stylesheet_with_its_addresses_and_ours_whole(tmp_path: Path) -> None:
    static = tmp_path / "_static"
    (static / "styles").mkdir(parents=True)
    (tmp_path / "deep").mkdir()
    (static / "base.css").write_text(".here { background: url(file.png) }", encoding="utf-8")
    (static / "styles" / "theme.css").write_text(
        '@import "../base.css";\n.there { background: url("../vendor/a.svg") }\n.by-script { top: 0 }\n.gone { left: 0 }\n'
        ".data { background: url(data:image/svg+xml,x) }",
        encoding="utf-8",
    )
    (static / "ours.css").write_text(".not-yet { right: 0 } /* kept */", encoding="utf-8")
    (static / "page.js").write_text("box.classList.add('by-script', 'data')", encoding="utf-8")
    head = '<link rel="stylesheet" href="{0}_static/styles/theme.css?v=1" />\n<link href="{0}_static/ours.css" rel="stylesheet">'
    body = '<script src="{0}_static/page.js?v=2"></script><p class="here there">'
    for page, up in (("index.html", ""), ("deep/page.html", "../")):
        (tmp_path / page).write_text((head + body).format(up), encoding="utf-8")
    press(tmp_path, {"ours.css"})
    css = (static / NAME).read_text(encoding="utf-8")
    for kept in (
        'url("file.png")',
        'url("vendor/a.svg")',
        "url(data:image/svg+xml,x)",
        ".by-script",
        ".not-yet { right: 0 } /* kept */",
    ):
        assert kept in css
    assert ".gone" not in css
    for page, up in (("index.html", ""), ("deep/page.html", "../")):
        text = (tmp_path / page).read_text(encoding="utf-8")
        assert text.count("stylesheet") == 1
        assert f'href="{up}_static/{NAME}?v=' in text
