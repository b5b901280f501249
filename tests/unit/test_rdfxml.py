from __future__ import annotations

import pyoxigraph as ox
import pytest

from build_graph import triples, validate
from build_graph.facts import Reading
from build_graph.formats import rdfxml, terms
from build_graph.vocabulary import Names, iri, pkg

NAMES = Names()
HEADER = ox.NamedNode("https://w3id.org/pathkg/dataset/version/9/file/terms.owl")
SUBJECT = ox.NamedNode("https://w3id.org/pathkg/term/x")


def read(written: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.RDF_XML)}


@pytest.fixture(scope="module")
def made(reading: Reading) -> triples.Triples:
    claims = triples.claims(reading, NAMES)
    return terms([*validate._ontology_file("ontology.ttl")], [*claims, *triples.edges(claims)], HEADER, "grit")


def test_what_is_written_is_read_back(made: triples.Triples):
    assert read(rdfxml(made)) == set(made)
    assert len(made) > 1000


@pytest.mark.parametrize(
    "value",
    [
        ox.Literal('<a> & "b" \'c\''), ox.Literal(" blank  \n "), ox.Literal("rot", language="de"), ox.Literal(""), ox.Literal("µ 🙂"),
        ox.Literal("true", datatype=iri("xsd:boolean")), ox.NamedNode("https://example.org/?a=b&c='d'"),
    ],
)  # fmt: skip
def test_each_value_survives(value: ox.Literal | ox.NamedNode):
    said = {ox.Triple(SUBJECT, iri("rdfs:comment"), value), ox.Triple(SUBJECT, iri("rdf:type"), iri("owl:Class"))}

    assert read(rdfxml(said)) == said


def test_a_property_that_xml_cannot_name_is_refused():
    with pytest.raises(ValueError, match="no XML name"):
        rdfxml([ox.Triple(SUBJECT, ox.NamedNode("https://example.org/1"), SUBJECT)])


def test_it_has_one_header_of_its_own_and_comes_first(made: triples.Triples):
    assert [t.subject for t in made if t.object == iri("owl:Ontology")] == [HEADER]
    assert rdfxml(made).split(b"<owl:")[1].startswith(b"Ontology")


def test_diseases_are_classes_with_names_in_a_tree_and_claims_are_left_out(made: triples.Triples):
    coarse, grit = (ox.NamedNode(f"https://w3id.org/pathkg/term/{slug}") for slug in ("coarse-grit-disease", "grit-disease"))

    assert ox.Triple(coarse, iri("rdfs:subClassOf"), grit) in made
    assert ox.Triple(coarse, iri("rdfs:label"), ox.Literal("coarse grit disease", language="en")) in made
    assert [t for t in made if t.predicate == pkg("subject")] == []


def test_definitions_stand_where_obo_tools_look_for_them(made: triples.Triples):
    ours = {(t.subject, t.object) for t in made if t.predicate == iri("skos:definition")}

    assert len(ours) > 100
    assert {(t.subject, t.object) for t in made if t.predicate == iri("obo:IAO_0000115")} == ours
