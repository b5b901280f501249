from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import formats, triples
from build_graph.errors import LexiconError
from build_graph.facts import Claim, Qualifier, Reading
from build_graph.formats import Biolink, biolink, jsonld, kgx, named_graphs, nquads
from build_graph.mappings import Match
from build_graph.vocabulary import Names, iri
from example_reading import DERMIS, DISEASE, PAPULE

NAMES = Names()
DERMIS_OUTSIDE = Match("dermis", "skos:exactMatch", "UBERON:0002067", "http://purl.obolibrary.org/obo/UBERON_0002067", "dermis")
SPECIFIC = "biolink:located_in"


def layers(reading: Reading) -> dict[str, triples.Triples]:
    claims = triples.claims(reading, NAMES)
    evidence = [*triples.source(reading, NAMES), *triples.evidence(reading, NAMES)]
    return {"grit-disease.ttl": claims, "grit-disease-edges.ttl": triples.edges(claims), "grit-disease-evidence.ttl": evidence}


def everything(reading: Reading) -> set[ox.Triple]:
    return {triple for layer in layers(reading).values() for triple in layer}


def tables(reading: Reading, known: tuple[Match, ...] = ()) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    made = layers(reading)
    written = kgx(made["grit-disease.ttl"], made["grit-disease-evidence.ttl"], known, biolink(), NAMES)
    nodes, edges = (list(csv.DictReader(io.StringIO(part.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)) for part in written)
    return nodes, edges


def only(reading: Reading, **fields: object) -> Reading:
    """Return the page with one claim alone: that the disease occurs in the dermis, said otherwise where fields say so."""
    fact = next(fact for fact in reading.facts if fact.claim.predicate == "hasClinicalFinding")
    claim = Claim(DISEASE, "occursAtSite", DERMIS)
    return replace(reading, facts=(fact._replace(claim=claim._replace(**fields)),))  # type: ignore[arg-type]


def test_json_ld_says_the_same_triples(reading: Reading):
    written = jsonld(everything(reading))

    assert {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.JSON_LD)} == everything(reading)


def test_json_ld_carries_its_context_and_nothing_is_fetched(reading: Reading):
    found = json.loads(jsonld(everything(reading)))

    assert found["@context"]["@version"] == 1.1
    assert all(isinstance(value, dict | str | float) for value in found["@context"].values())
    assert "https://w3id.org/pathkg/ontology#" in found["@context"].values()


@pytest.mark.parametrize(
    "value",
    [
        ox.Literal("plain"), ox.Literal("007", datatype=iri("xsd:integer")), ox.Literal("7", datatype=iri("xsd:integer")),
        ox.Literal("0.50", datatype=iri("xsd:decimal")), ox.Literal("true", datatype=iri("xsd:boolean")), ox.Literal("rot", language="de"),
        ox.Literal('a "quoted"\n\\ line \u2028'), ox.Literal(""), ox.NamedNode("https://example.org/a:b"), ox.NamedNode("urn:x:y"),
    ],
)  # fmt: skip
def test_json_ld_keeps_each_value_as_it_is_alone_and_beside_others(value: ox.Literal | ox.NamedNode):
    subject, predicate = ox.NamedNode("https://w3id.org/pathkg/term/x"), iri("rdfs:comment")
    for others in ([], [ox.Literal("other")], [ox.NamedNode("https://example.org/other")]):
        said = {ox.Triple(subject, predicate, each) for each in (value, *others)}

        assert {quad.triple for quad in ox.parse(jsonld(said), format=ox.RdfFormat.JSON_LD)} == said


def test_n_quads_say_the_same_triples_in_a_graph_a_layer_and_edition(reading: Reading):
    graphs = named_graphs(layers(reading), NAMES)
    quads = list(ox.parse(nquads(graphs), format=ox.RdfFormat.N_QUADS))

    assert {quad.triple for quad in quads} == everything(reading)
    base = "https://w3id.org/pathkg/graph/grit-disease"
    version = reading.edition.version
    assert set(graphs) == {base, f"{base}-edges", f"{base}-evidence", f"{base}-evidence/2024-05-03", f"{base}-evidence/{version}"}
    assert {str(quad.graph_name)[1:-1] for quad in quads} == set(graphs)


def test_n_quads_are_sorted_within_each_graph(reading: Reading):
    lines = nquads(named_graphs(layers(reading), NAMES)).splitlines()
    keys = [(line.rpartition(b" <")[2].removesuffix(b"> ."), line) for line in lines]

    assert keys == sorted(keys)


def test_a_plain_claim_has_its_own_predicate(reading: Reading):
    _, edges = tables(only(reading))

    assert [(row["predicate"], row["qualified_predicate"], row["negated"]) for row in edges] == [(SPECIFIC, "", "false")]


@pytest.mark.parametrize(
    ("fields", "column", "value"),
    [
        ({"polarity": "denied"}, "negated", "true"),
        ({"modality": "possible"}, "modality", "possible"),
        ({"qualifiers": (Qualifier("condition", "in winter"),)}, "condition", "in winter"),
        ({"qualifiers": (Qualifier("context", PAPULE),)}, "disease_context_qualifier", "pathkg.term:papule"),
        ({"qualifiers": (Qualifier("frequency", "rarely"),)}, "frequency_qualifier", "rarely"),
        ({"qualifiers": (Qualifier("directness", "indirect"),)}, "directness", "indirect"),
    ],
)
def test_what_is_denied_hedged_or_conditional_is_never_a_plain_edge(reading: Reading, fields: dict[str, object], column: str, value: str):
    _, edges = tables(only(reading, **fields))

    assert [(row["predicate"], row["qualified_predicate"]) for row in edges] == [("biolink:related_to", SPECIFIC)]
    assert edges[0][column] == value


def test_a_node_is_called_by_its_exact_outside_identifier(reading: Reading):
    nodes, edges = tables(only(reading), (DERMIS_OUTSIDE,))

    assert {row["id"] for row in nodes} == {"UBERON:0002067", "pathkg.term:grit-disease"}
    assert edges[0]["object"] == "UBERON:0002067"


def test_a_close_match_names_no_node(reading: Reading):
    nodes, _ = tables(only(reading), (replace(DERMIS_OUTSIDE, predicate="skos:closeMatch"),))

    assert [(row["id"], row["xref"]) for row in nodes if row["name"] == "dermis"] == [("pathkg.term:dermis", "UBERON:0002067")]


def test_every_end_of_an_edge_is_a_node_and_no_part_of_the_page_is_one(reading: Reading):
    nodes, edges = tables(reading)

    assert len(edges) > 5
    assert {row[end] for row in edges for end in ("subject", "object")} <= {row["id"] for row in nodes}
    assert {row["category"] for row in nodes} <= set(biolink().kinds.values())


def test_a_predicate_that_takes_findings_alone_is_not_said_of_a_quality(reading: Reading):
    table = biolink()
    strict = Biolink(table.kinds, {**table.predicates, "occursAtSite": (SPECIFIC, False, frozenset({"Finding"}))}, table.qualifiers)
    made = layers(only(reading))
    _, edges = kgx(made["grit-disease.ttl"], made["grit-disease-evidence.ttl"], (), strict, NAMES)

    assert b"located_in" not in edges
    assert b"biolink:related_to" in edges


def test_a_broken_row_of_the_biolink_table_is_named(tmp_path: Path):
    path = tmp_path / "biolink.tsv"
    path.write_text("part\tname\tbiolink\tturned\tobjects\twhy\nkind\tDisease\tDisease\tmaybe\t\t\n", encoding="utf-8")

    with pytest.raises(LexiconError, match="not a row of the table") as raised:
        formats.biolink(path)
    assert raised.value.line == 2
