from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import mappings, metadata
from build_graph.errors import LexiconError
from build_graph.mappings import Match
from build_graph.vocabulary import Names, iri, pkg

NAMES = Names()
HEAD = "#curie_map:\n#  MONDO: http://purl.obolibrary.org/obo/MONDO_\n#creator_label:\n#  - pathkg\n"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tobject_label\n"


def match(slug: str, curie: str, predicate: str = "skos:exactMatch", label: str = "label") -> Match:
    return Match(slug, predicate, curie, f"https://example.org/{curie}", label)


def folder(path: Path, row: str) -> Path:
    """Return a folder with both sets, the row in the open one."""
    (path / "open.sssom.tsv").write_text(f"{HEAD}{COLUMNS}{row}\n", encoding="utf-8")
    (path / "restricted.sssom.tsv").write_text(HEAD + COLUMNS, encoding="utf-8")
    return path


def term(slug: str, kind: str = "Disease") -> list[ox.Triple]:
    node = ox.NamedNode(f"{NAMES.base}term/{slug}")
    return [ox.Triple(node, iri("rdf:type"), pkg(kind)), ox.Triple(node, iri("skos:prefLabel"), ox.Literal(slug, language="en"))]


def test_a_row_becomes_a_match_with_the_whole_address(tmp_path: Path):
    [found] = mappings.load(folder(tmp_path, "term:gout\tskos:exactMatch\tMONDO:0005393\tgout"))

    assert found == Match("gout", "skos:exactMatch", "MONDO:0005393", "http://purl.obolibrary.org/obo/MONDO_0005393", "gout")


def test_what_was_not_found_is_no_match(tmp_path: Path):
    assert mappings.load(folder(tmp_path, "term:gout\tskos:exactMatch\tsssom:NoTermFound\t")) == ()


@pytest.mark.parametrize(("row", "what"), [("term:a\tskos:exactMatch\tFOO:1\t", "prefix 'FOO'"), ("term:a\tskos:exactMatch", "2 cells")])
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, row: str, what: str):
    with pytest.raises(LexiconError, match=what) as raised:
        mappings.load(folder(tmp_path, row))
    assert (raised.value.line, Path(raised.value.path).name) == (6, "open.sssom.tsv")


def test_a_missing_file_is_an_error(tmp_path: Path):
    with pytest.raises(LexiconError, match="cannot read the table"):
        mappings.load(tmp_path)


def test_the_preferred_identifier_follows_the_order_and_is_open_and_exact():
    known = (
        match("a", "MESH:D1"), match("a", "MONDO:1"), match("a", "HP:1"),
        match("b", "NCIT:C1"), match("b", "MESH:D2"),
        match("c", "SNOMEDCT:1", label=""), match("c", "HP:2", "skos:closeMatch"),
    )  # fmt: skip

    assert mappings.preferred(known) == {"a": "MONDO:1", "b": "MESH:D2"}
    assert mappings.preferred(reversed(known)) == mappings.preferred(known)


def test_shares_count_exact_and_close_by_kind_and_leave_codes_and_candidates_out():
    content = [*term("a"), *term("b"), *term("c", "Finding"), *term("z99", "ClassificationCode")]
    content.append(ox.Triple(ox.NamedNode(f"{NAMES.base}candidate/d"), iri("rdf:type"), pkg("Disease")))
    known = (match("a", "MONDO:1"), match("a", "HP:1"), match("c", "HP:2", "skos:closeMatch"), match("b", "MONDO:2", "skos:broadMatch"))

    assert mappings.shares(known, content, NAMES) == {"Disease": (1, 2), "Finding": (1, 1)}


def test_only_terms_of_the_graph_are_mapped():
    made = mappings.triples((match("a", "MONDO:1"), match("b", "MONDO:2")), [], term("a"), NAMES)

    assert {str(t.subject) for t in made if t.predicate == iri("skos:exactMatch")} == {f"<{NAMES.base}term/a>"}


@pytest.mark.parametrize(
    ("address", "space"),
    [
        ("http://purl.obolibrary.org/obo/MONDO_0005393", "http://purl.obolibrary.org/obo/MONDO_"),
        ("http://id.nlm.nih.gov/mesh/D000005", "http://id.nlm.nih.gov/mesh/"),
        ("http://www.orpha.net/ORDO/Orphanet_416", "http://www.orpha.net/ORDO/Orphanet_"),
        ("https://doi.org/10.1016/j.x_1", "https://doi.org/"),
        ("https://elsewhere.example/a/b", "https://elsewhere.example/a/"),
    ],
)
def test_a_linkset_is_of_the_vocabulary_of_its_objects(address: str, space: str):
    assert metadata.vocabulary_of(address) == space
