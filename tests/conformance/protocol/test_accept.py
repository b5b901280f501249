"""The Accept matrix: what is asked for, by kind of query, and what comes. SPARQL 1.1 Protocol, 2.1.5 and 2.1.6; RFC 9110, 12.5.1."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from served import Served

SELECT = 'SELECT ?a ?b { VALUES (?a ?b) { (<urn:x> "y\\"\\t,\\n"@en) (1.5 UNDEF) (true "") } } ORDER BY STR(?a)'
CONSTRUCT = 'CONSTRUCT { <urn:x> <urn:y> "z"@en , 1.5 } WHERE {}'
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NT, RDFXML, JSONLD = "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
MATRIX = [
    # header, SELECT, ASK, CONSTRUCT; "" is 406
    (None, JSON, JSON, TURTLE),
    ("", JSON, JSON, TURTLE),
    ("*/*", JSON, JSON, TURTLE),
    (JSON, JSON, JSON, ""),
    (XML, XML, XML, ""),
    (CSV, CSV, "", ""),
    (TSV, TSV, "", ""),
    (TURTLE, "", "", TURTLE),
    (NT, "", "", NT),
    (RDFXML, "", "", RDFXML),
    (JSONLD, "", "", JSONLD),
    ("application/json", "application/json", "application/json", "application/json"),
    ("application/xml", "application/xml", "application/xml", ""),
    ("text/xml", "text/xml", "text/xml", ""),
    ("text/plain", "", "", "text/plain"),
    ("text/html", "", "", ""),
    ("image/png", "", "", ""),
    ("text/*", CSV, "text/xml", TURTLE),
    ("application/*", JSON, JSON, NT),
    (f"{CSV};q=0.5, {XML};q=0.8, {RDFXML};q=0.2, {JSONLD};q=0.4", XML, XML, JSONLD),
    (f"{JSON};q=0, */*;q=0.1", XML, XML, TURTLE),
    (f"*/*, {JSON};q=0.1, {TURTLE};q=0.1", XML, XML, NT),
    (f"{XML};q=0.900,{JSON};q=0.901", JSON, JSON, ""),
    (f"{XML};q=2, {JSON};q=0.1", JSON, JSON, ""),
    (f"{XML.upper()}", XML, XML, ""),
    (f"{JSON};charset=utf-8;q=0.3 , {XML} ; q=0.4", XML, XML, ""),
    ("*/*;q=0", "", "", ""),
    ("garbage", "", "", ""),
    (BROWSER, "application/xml", "application/xml", TURTLE),
]


@pytest.mark.parametrize(("header", "select", "ask", "construct"), MATRIX)
def test_2_1_5_the_accept_matrix(served: Served, header: str | None, select: str, ask: str, construct: str):
    headers = {} if header is None else {"Accept": header}
    for query, wanted in ((SELECT, select), ("ASK {}", ask), (CONSTRUCT, construct)):
        for answer in (served.get(query, **headers), served.post(query, **headers)):
            assert (answer.status, answer.kind) == ((200, wanted) if wanted else (406, "text/plain")), (query, header)
            assert answer.headers["vary"] == "Accept"


def test_json_results_are_those_of_the_recommendation(served: Served):
    assert json.loads(served.get(SELECT).body) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {"a": {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}},
                {
                    "a": {"type": "literal", "value": "true", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"},
                    "b": {"type": "literal", "value": ""},
                },
                {"a": {"type": "uri", "value": "urn:x"}, "b": {"type": "literal", "value": 'y"\t,\n', "xml:lang": "en"}},
            ]
        },
    }
    assert json.loads(served.get("ASK {}").body) == {"head": {}, "boolean": True}


def test_csv_results_are_those_of_the_recommendation(served: Served):
    answer = served.get(SELECT, Accept=CSV)

    assert list(csv.reader(io.StringIO(answer.text, newline=""))) == [["a", "b"], ["1.5", ""], ["true", ""], ["urn:x", 'y"\t,\n']]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_tsv_results_are_those_of_the_recommendation(served: Served):
    assert served.get(SELECT, Accept=TSV).text == '?a\t?b\n1.5\t\ntrue\t""\n<urn:x>\t"y\\"\\t,\\n"@en\n'


def test_xml_results_are_those_of_the_recommendation(served: Served):
    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ElementTree.fromstring(served.get(SELECT, Accept=XML).body)

    assert [each.get("name") for each in root.find(f"{space}head") or ()] == ["a", "b"]
    assert len(root.findall(f".//{space}result")) == 3
    assert root.findtext(f".//{space}uri") == "urn:x"


@pytest.mark.parametrize("kind", [TURTLE, NT, RDFXML, JSONLD, "text/plain", "application/json"])
def test_graphs_are_equal_in_all_formats(served: Served, kind: str):
    form = {"text/plain": NT, "application/json": JSONLD}.get(kind, kind)
    found = {quad.triple for quad in ox.parse(served.get(CONSTRUCT, Accept=kind).body, format=ox.RdfFormat.from_media_type(form))}

    subject, predicate = ox.NamedNode("urn:x"), ox.NamedNode("urn:y")
    decimal = ox.Literal("1.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    assert found == {ox.Triple(subject, predicate, ox.Literal("z", language="en")), ox.Triple(subject, predicate, decimal)}


@pytest.mark.parametrize("path", ["sparql", ".well-known/void"])
def test_2_1_5_descriptions_are_negotiated_too(served: Served, path: str):
    kinds = [served.request("GET", path, Accept=kind).kind for kind in (TURTLE, NT, RDFXML, JSONLD)]

    assert kinds == [TURTLE, NT, RDFXML, JSONLD]
    assert served.request("GET", path, Accept="image/png").status == 406
