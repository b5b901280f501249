"""Every kind of page: accessible, narrow, dark, on paper, valid."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
NODE = HERE / "node_modules"
KINDS = (
    "index", "terms", "compare", "questions", "ask", "ontology", "shapes", "data", "references", "rules", "term", "topic",
    "document", "edition", "question",
)  # fmt: skip
AXE = NODE / "axe-core" / "axe.min.js"


def findings(page: Page) -> list[str]:
    """Return the serious and critical findings of axe on a page, its folded parts opened."""
    page.evaluate("Array.from(document.querySelectorAll('details')).slice(0, 30).forEach(each => { each.open = true; })")
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert report["passes"] or report["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in report["violations"] if v["impact"] in ("serious", "critical")]


def test_every_page_of_the_site_is_of_a_kind_that_is_looked_at(kinds: dict[str, str]):
    assert sorted(kinds) == sorted(KINDS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(browser: Browser, folder: Path, kinds: dict[str, str], kind: str, scheme: str):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/{kinds[kind]}")
    found = findings(page)
    context.close()

    assert found == []


def test_axe_finds_what_is_planted(browser: Browser, folder: Path):
    page = browser.new_page()
    page.goto(f"{folder.as_uri()}/index.html")
    planted = '<img src=""><p style="color:#eee;background:#fff">faint</p>'
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
    found = findings(page)
    page.close()

    assert {each.split(":")[0] for each in found} >= {"image-alt", "color-contrast"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_into_360_pixels(page: Page, folder: Path, kinds: dict[str, str], kind: str):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{folder.as_uri()}/{kinds[kind]}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dark_is_dark(browser: Browser, folder: Path):
    shades = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(f"{folder.as_uri()}/index.html")
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.close()

    assert shades[0] != shades[1]


def test_paper_shows_evidence_and_no_navigation(page: Page, folder: Path, kinds: dict[str, str]):
    page.goto(f"{folder.as_uri()}/{kinds['term']}")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert not page.locator("header.top").is_visible()
    assert page.locator(".why q").first.is_visible()
    assert page.pdf().startswith(b"%PDF")


def _validated(report: Path, *paths: str) -> dict[str, list[str]]:
    node = shutil.which("node")
    assert node, "no Node: html-validate needs it"
    program, config = NODE / "html-validate" / "bin" / "html-validate.mjs", HERE / "htmlvalidate.json"
    command = [node, str(program), "--config", str(config), "-f", f"json={report}", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert report.is_file(), done.stderr
    results = json.loads(report.read_bytes())
    return {each["filePath"]: [f"{m['ruleId']} {m['line']}: {m['message']}" for m in each["messages"]] for each in results}


def test_every_page_is_valid_html(folder: Path, tmp_path: Path):
    paths = [str(path) for path in folder.rglob("*.html")]

    faults = {name: messages for name, messages in _validated(tmp_path / "report.json", *paths).items() if messages}

    assert faults == {}
    assert len(paths) > 200


def test_invalid_html_is_seen(folder: Path, tmp_path: Path):
    planted = tmp_path / "planted.html"
    planted.write_bytes((folder / "data.html").read_bytes().replace(b"<main", b"<p><div></div></p><nonsense><main", 1))

    assert [messages for messages in _validated(tmp_path / "report.json", str(planted)).values() if messages]
