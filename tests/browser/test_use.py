"""What a reader does on the site, from a file and below a path: search, read, check, ask. By keyboard where it says so."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from build_graph import queries, release
from build_graph.site.load import load

if TYPE_CHECKING:
    from playwright.sync_api import Page

GOLDEN = Path(__file__).parents[1] / "conformance" / "queries"
WAIT = 60_000  # ms: the engine on a slow machine


def test_by_keyboard_a_synonym_leads_to_its_term_its_evidence_and_the_words(page: Page, root: str, data: Path):
    found = load(data)
    term = next(t for t in found.terms.values() if "SLE" in t.synonyms)
    claim = next(c for c in found.claims.values() if c.subject.iri == term.iri or c.object.iri == term.iri)

    page.goto(root + "index.html")
    page.keyboard.press("/")
    page.keyboard.type("SLE")
    page.wait_for_selector("#hits [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/term/*.html")

    assert page.locator("h1").inner_text() == term.label

    page.goto(root + f"term/{claim.subject.iri.split('/')[-1]}.html#claim-{claim.key}")
    why = page.locator(f"#claim-{claim.key} .why")
    assert why.evaluate("each => each.open")  # the address of a claim opens its evidence
    why.locator("li a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/document/**#evidence-*")
    page.wait_for_selector(".lines .lit")

    line = page.locator(f"#line-{claim.evidence[0].line}")
    shown = line.locator(".seg").evaluate_all(
        """(all, place) => all.filter(s => +s.dataset.s >= place[0] && +s.dataset.e <= place[1])
            .map(s => [s.textContent, s.classList.contains('lit')])""",
        [claim.evidence[0].start, claim.evidence[0].end],
    )
    assert "".join(text for text, _ in shown) == claim.evidence[0].quote
    assert all(lit for _, lit in shown)


def test_back_goes_back(page: Page, root: str):
    page.goto(root + "index.html")
    page.locator(".tree a").first.click()
    page.wait_for_url("**/term/*.html")
    page.go_back()

    page.wait_for_url("**/index.html")


def test_the_list_of_terms_narrows_by_a_code_and_can_be_linked(page: Page, root: str):
    page.goto(root + "terms.html?q=L94.2")

    assert page.locator("#filter").input_value() == "L94.2"
    shown = page.locator("#alphabet li:not([hidden])")
    assert 0 < shown.count() < 5

    page.locator("#filter").fill("")
    assert page.locator("#alphabet li:not([hidden])").count() > 100


def test_the_search_box_opens_and_closes_by_keyboard(page: Page, root: str):
    page.goto(root + "index.html")
    page.locator("#q").focus()
    page.keyboard.type("zzzz")
    assert page.locator("#hits").inner_text() == "Nothing is called so."
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")

    assert page.locator("#hits").is_hidden()
    assert page.locator("#q").get_attribute("aria-expanded") == "false"


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, root: str):
    page.goto(root + "index.html")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_sentence_shows_its_claims_and_a_claim_its_words(page: Page, root: str, kinds: dict[str, str]):
    page.goto(root + kinds["document"])
    line = page.locator(".line:has(.said)").nth(5)
    line.locator(".seg.read").first.click()

    assert line.locator(".said").evaluate("each => each.open")
    assert line.locator(".said li.lit").count() > 0

    button = line.locator(".said .light").first
    button.focus()
    page.keyboard.press("Enter")
    assert line.locator(".said > ul > li").first.evaluate("each => each.classList.contains('lit')")
    assert page.locator(".seg.lit.named").count() > 0

    page.locator("#clear").click()
    assert page.locator(".lit").count() == 0


def test_unread_words_and_empty_sections_are_visible(page: Page, root: str, kinds: dict[str, str], data: Path):
    found = load(data)
    units = [unit for edition in found.editions.values() for unit in edition.units]
    page.goto(root + kinds["document"])

    assert page.locator(".lines .tag.empty").count() == sum(unit.status == "empty" for unit in units) > 0
    for unit in (unit for unit in units if unit.unread):
        assert page.locator(f"#line-{unit.line} .seg.unread").all_inner_texts() == list(unit.unread)


def rows_in_browser(page: Page, root: str, name: str) -> list[dict[str, str]]:
    page.goto(root + f"ask.html#q={name}")
    page.wait_for_selector("#answer table, #answer .problem", timeout=WAIT)
    with page.expect_download() as waiting:
        page.locator("#json").click()
    found: list[dict[str, str]] = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    return found


def as_set(rows: list[dict[str, str]]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted((name, value) for name, value in row.items() if value)) for row in rows}


@pytest.mark.parametrize("name", ["stains", "codes", "subtypes"])
def test_a_query_gives_the_golden_rows(page: Page, root: str, name: str):
    with (GOLDEN / f"{name}.tsv").open(encoding="utf-8") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        golden = [{key.lstrip("?"): _plain(cell) for key, cell in row.items()} for row in table]

    rows = rows_in_browser(page, root, name)

    assert len(rows) == len(golden) > 0
    assert as_set(rows) == as_set(golden)


def _plain(cell: str) -> str:
    """Return a cell of SPARQL's TSV without the signs of its kind."""
    found = re.fullmatch(r'<(.*)>|"(.*)"(?:@\S+|\^\^<.*>)?', cell)
    return (found[1] or found[2] or "") if found else cell


def test_every_query_gives_the_same_rows_here_as_on_the_command_line(page: Page, folder: Path, data: Path):
    store = queries.open_release(data, release.knowledge(release.read_manifest(data)))
    compared = 0
    for query in queries.catalogue(data / "queries"):
        answer = queries.run(query, store)
        expected = [
            {name: cell.value for name, cell in zip(answer.columns, row, strict=True) if isinstance(cell, ox.NamedNode | ox.Literal)}
            for row in answer.rows
        ]
        assert as_set(rows_in_browser(page, folder.as_uri() + "/", query.name)) == as_set(expected), query.name
        page.goto("about:blank")
        compared += 1

    assert compared >= 7


def test_a_setting_changes_the_answer_and_is_no_query_text(page: Page, root: str):
    page.goto(root + "ask.html#q=risk-factors")
    page.wait_for_selector("#answer table", timeout=WAIT)
    before = page.locator("#answer tbody tr").count()
    page.locator("#settings input").fill("term:x } UNION { ?s ?p ?o")
    page.locator("#run").click()
    page.wait_for_selector("#answer .problem", timeout=WAIT)
    refused = page.locator("#answer .problem").inner_text()
    page.locator("#settings input").fill("calcific uremic arteriolopathy")
    page.locator("#run").click()
    page.wait_for_selector("#answer table", timeout=WAIT)

    assert before > 10
    assert "knows no" in refused
    assert page.locator("#answer tbody tr").count() == before


def test_a_query_of_ones_own_is_shared_by_its_link(page: Page, root: str):
    page.goto(root + "ask.html")
    page.locator("#question").select_option("")
    page.locator("#sparql").fill("SELECT (COUNT(*) AS ?n) WHERE { ?c a <https://w3id.org/pathkg/ontology#Claim> }")
    page.locator("#sparql").press("Control+Enter")
    page.wait_for_selector("#answer table", timeout=WAIT)
    counted = page.locator("#answer td").inner_text()
    page.locator("#share").click()
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#answer table", timeout=WAIT)

    assert page.locator("#answer td").inner_text() == counted
    assert int(counted) > 100


def test_a_broken_query_says_what_is_wrong(page: Page, root: str):
    page.goto(root + "ask.html")
    page.locator("#sparql").fill("SELECT WHERE")
    page.locator("#run").click()
    page.wait_for_selector("#answer .problem", timeout=WAIT)

    assert page.locator("#answer [role=alert]").inner_text()


def test_without_scripts_everything_but_the_query_page_is_there(browser, root: str, kinds: dict[str, str]):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(root + kinds["document"])
    page.locator(".said summary").first.click()
    assert page.locator(".said .claim").first.is_visible()
    page.goto(root + "ask.html")
    assert page.locator("noscript p").is_visible()
    context.close()
