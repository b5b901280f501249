"""The whole site of a small release: every link, every anchor, what it says and what it never says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from build_graph import site
from build_graph.cli import main
from build_graph.errors import ReleaseError
from build_graph.facts import Reading
from build_graph.site import bundle
from build_graph.site.addresses import Addresses
from build_graph.site.load import load
from site_links import dead, foreign, pages, seen, twice, words

Files = dict[str, bytes]


@pytest.fixture(autouse=True, scope="module")
def _without_engine() -> Iterator[None]:
    """The engine is a browser test's business; nothing here may ask npm."""
    patch = pytest.MonkeyPatch()
    patch.setattr(bundle, "find", lambda: bundle.Engine(why_not="not in this test"))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def files(data: Path, _without_engine: None) -> Files:
    return site.site_files(data)[0]


def test_no_link_is_dead(files: Files):
    assert list(dead(files)) == []
    assert sum(len(seen(content).links) for content in pages(files).values()) > 500


def test_a_dead_link_would_be_seen(files: Files):
    planted = files["index.html"].replace(b'href="terms.html"', b'href="nowhere.html"', 1)

    assert list(dead(files | {"index.html": planted})) == ["index.html: nowhere.html: no such file"]


def test_no_id_stands_twice(files: Files):
    assert list(twice(files)) == []


def test_nothing_is_loaded_from_elsewhere(files: Files):
    assert list(foreign(files)) == []


def test_every_minted_iri_of_the_release_has_its_place(files: Files, data: Path):
    found = load(data)
    addresses = Addresses(found)
    minted = [iri for iri in found.nodes if iri.startswith((found.base, "https://w3id.org/pathkg/")) and not iri.endswith("/prefixes")]

    missing = []
    for iri in minted:
        page, _, anchor = addresses.of(iri).partition("#")
        if page not in files or (anchor and anchor not in seen(files[page]).ids):
            missing.append(iri)

    assert missing == []
    assert len(minted) > 300


def test_every_term_has_its_page_with_its_turtle_beside_it(files: Files, data: Path):
    terms = [term for term in load(data).terms.values() if "/topic/" not in term.iri]

    for term in terms:
        page = Addresses(load(data)).of(term.iri) if term is terms[0] else f"{term.iri.split('pathkg/')[1]}.html"
        assert term.label in words(files[page])
        assert page.replace(".html", ".ttl") in files


def test_a_hedge_and_a_denial_are_said_in_words(files: Files):
    page = words(files["term/grit-disease.html"])

    assert "possible lamp therapy" in page
    assert "denied fever" in page


def test_a_condition_stands_with_its_claim(files: Files):
    assert "excision condition: if feasible" in words(files["term/grit-disease.html"])


def test_words_of_a_page_never_become_markup(make):
    hostile = make(replaced=(b'"lamp therapy"', b'"</script><img src=x onerror=alert(1)>"'))

    files = site.site_files(hostile)[0]

    assert not [name for name, content in pages(files).items() if b"<img" in content]
    assert any(b"&lt;img" in content for content in pages(files).values())


def test_an_address_that_is_a_script_is_no_link(make):
    files = site.site_files(make(replaced=(b"https://example.org/grit.html", b"javascript:alert(1)")))[0]

    assert not [name for name, content in pages(files).items() if any(link.startswith("javascript:") for link in seen(content).links)]


def test_a_release_without_quotes_shows_places_and_no_words(make, reading: Reading):
    files = site.site_files(make(quotes=False))[0]
    document = next(content for name, content in files.items() if name.startswith("document/") and b'class="lines"' in content)

    assert "code points" in words(document)
    assert "Lamp therapy may help" not in words(document)
    assert list(dead(files)) == []


def test_without_the_engine_the_site_says_so(files: Files):
    assert "not in this test" in words(files["ask.html"])
    assert "assets/ask.js" not in files


def test_another_base_moves_every_page_with_it(make):
    files = site.site_files(make(base="https://example.org/kg/"))[0]

    assert list(dead(files)) == []
    assert "https://example.org/kg/term/grit-disease" in words(files["term/grit-disease.html"])


def test_mappings_are_shown_where_the_release_carries_them(make):
    table = (
        b"#curie_map:\n#  HP: http://purl.obolibrary.org/obo/HP_\n"
        b"subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tobject_source_version\tcomment\n"
        b"term:papule\tpapule\tskos:exactMatch\tHP:0200034\tPapule\tsemapv:ManualMappingCuration\thp of a day\t\n"
        b"term:fever\tfever\tskos:exactMatch\tsssom:NoTermFound\t\tsemapv:ManualMappingCuration\t\tlooked for in vain\n"
    )
    files = site.site_files(make(more={"open.sssom.tsv": table}))[0]

    assert "HP:0200034 Papule the same; hp of a day" in words(files["term/papule.html"])
    assert b'href="http://purl.obolibrary.org/obo/HP_0200034"' in files["term/papule.html"]
    assert "no identifier found (looked for in vain)" in words(files["term/fever.html"])
    assert "Terms mapped" in words(files["index.html"])


def test_a_site_is_written_over_a_site_and_never_over_a_strange_folder(data: Path, tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")

    site.build(data, tmp_path / "site")
    site.build(data, tmp_path / "site")

    assert (tmp_path / "site" / "index.html").is_file()
    with pytest.raises(ReleaseError, match="no release put there"):
        site.build(data, tmp_path / "other")
    assert (tmp_path / "other" / "mine.txt").read_text() == "mine"


def test_no_release_is_an_error_and_no_traceback(tmp_path: Path):
    with pytest.raises(ReleaseError, match="no release here"):
        site.build(tmp_path, tmp_path / "site")


def test_two_builds_are_the_same_bytes(data: Path, files: Files):
    assert site.site_files(data)[0] == files


def test_the_command_writes_site_and_pictures_and_says_what_they_weigh(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    status = main(["site", "--data", str(data), "--out", str(tmp_path / "site"), "--pictures", str(tmp_path / "pictures")])

    said = capsys.readouterr().out
    assert status == 0
    assert "without 'ask in the browser': not in this test" in said
    assert (tmp_path / "site" / "index.html").is_file()
    assert (tmp_path / "pictures" / "subtypes.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_command_without_a_release_ends_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["site", "--data", str(tmp_path), "--out", str(tmp_path / "site")]) == 2
    assert "no release here" in capsys.readouterr().err
