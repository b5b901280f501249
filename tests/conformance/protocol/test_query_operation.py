"""The SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/: each test is a requirement, named by its section."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from served import FORM, GRAPH, Served

ASK = "ASK { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
ONTOLOGY, EDGES = GRAPH + "ontology", GRAPH + "calcinosis-cutis-edges"


def number(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def triples(built: Path, name: str) -> int:
    return len({quad.triple for quad in ox.parse(path=str(built / f"{name}.ttl"), format=ox.RdfFormat.TURTLE)})


def test_2_1_a_query_operation_is_invoked_by_get_or_by_post(served: Served):
    answers = [served.get(ASK), served.post(ASK), served.direct(ASK.encode())]

    assert [(each.status, json.loads(each.body)["boolean"]) for each in answers] == [(200, True)] * 3


def test_2_1_1_a_query_by_get_is_percent_encoded(served: Served):
    query = 'SELECT ?x { BIND("é & ? # + % 中 \\n" AS ?x) }'

    assert json.loads(served.get(query).body)["results"]["bindings"] == [{"x": {"type": "literal", "value": "é & ? # + % 中 \n"}}]


def test_2_1_1_a_get_without_a_query_parameter_but_with_others_is_refused(served: Served):
    assert served.request("GET", f"sparql?default-graph-uri={ONTOLOGY}").status == 400


@pytest.mark.parametrize("more", [("query", ASK), ("query", "")])
def test_2_1_exactly_one_query_is_taken(served: Served, more: tuple[str, str]):
    assert served.get(ASK, more).status == 400
    assert served.post(ASK, more).status == 400
    assert served.direct(ASK.encode(), "?" + urlencode([more])).status == 400


def test_2_1_2_a_query_by_post_is_a_form_in_the_body_and_parameters_of_the_address_do_not_count(served: Served):
    assert served.request("POST", "sparql", urlencode({"query": ASK}).encode(), Content_Type=f"{FORM}; charset=UTF-8").status == 200
    assert served.request("POST", f"sparql?{urlencode({'query': ASK})}", b"", Content_Type=FORM).status == 400


def test_2_1_3_a_query_by_post_directly_is_the_body_in_utf8_and_the_dataset_is_in_the_address(served: Served, built: Path):
    answer = served.direct(COUNT.encode(), f"?default-graph-uri={ONTOLOGY}")

    assert number(answer.body) == triples(built, "ontology")
    assert json.loads(served.direct('SELECT ("é" AS ?x) {}'.encode()).body)["results"]["bindings"][0]["x"]["value"] == "é"
    assert served.direct('SELECT ("é" AS ?x) {}'.encode("latin-1")).status == 400
    assert served.direct(ASK.encode(), Content_Type="application/sparql-query; charset=latin-1").status == 415


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", ""])
def test_2_1_2_another_content_type_is_refused(served: Served, kind: str):
    assert served.direct(ASK.encode(), Content_Type=kind).status == 415


def test_2_1_4_the_default_graph_is_the_merge_of_those_that_the_request_names(served: Served, built: Path):
    both = served.get(COUNT, ("default-graph-uri", ONTOLOGY), ("default-graph-uri", EDGES))

    assert number(both.body) == triples(built, "ontology") + triples(built, "calcinosis-cutis-edges")


def test_2_1_4_named_graphs_are_those_that_the_request_names(served: Served, built: Path):
    asked = (("named-graph-uri", EDGES),)

    assert number(served.post(NAMED, *asked).body) == triples(built, "calcinosis-cutis-edges")
    assert number(served.post(COUNT, *asked).body) == 0


def test_2_1_4_without_a_named_graph_in_the_request_there_is_none(served: Served):
    assert number(served.get(NAMED, ("default-graph-uri", ONTOLOGY)).body) == 0


def test_2_1_4_the_dataset_of_the_request_goes_before_that_of_the_query(served: Served, built: Path):
    query = COUNT.replace("{", f"FROM <{EDGES}> {{", 1)

    assert number(served.get(query).body) == triples(built, "calcinosis-cutis-edges")
    assert number(served.get(query, ("default-graph-uri", ONTOLOGY)).body) == triples(built, "ontology")


def test_2_1_4_without_a_dataset_the_default_graph_is_the_merge_of_what_the_release_knows(served: Served, store: ox.Store):
    assert number(served.get(COUNT).body) == len(store)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_2_1_4_a_dataset_that_is_not_here_may_be_refused_and_is(served: Served, name: str):
    answer = served.get(ASK, (name, "http://127.0.0.1:1/data.ttl"))

    assert (answer.status, answer.kind) == (400, "text/plain")
    assert "http://127.0.0.1:1/data.ttl" in answer.text


def test_2_1_6_a_query_that_succeeds_gives_a_2xx_status_and_results_in_a_standard_format(served: Served):
    select, construct = served.get(COUNT), served.get("CONSTRUCT { <urn:a> <urn:b> ?n } WHERE { BIND(1 AS ?n) }")

    assert (select.status, select.kind) == (200, "application/sparql-results+json")
    assert (construct.status, construct.kind) == (200, "text/turtle")
    assert len(list(ox.parse(construct.body, format=ox.RdfFormat.TURTLE))) == 1


def test_2_1_6_a_describe_gives_a_graph(served: Served):
    answer = served.get("DESCRIBE <https://w3id.org/pathkg/term/calciphylaxis>")

    assert len(list(ox.parse(answer.body, format=ox.RdfFormat.TURTLE))) > 3


@pytest.mark.parametrize("query", ["SELECT", "SELECT ?x { ?x", "ASK { ?s ?p ?o } ASK {}", "nonsense", "", "SELECT (1/0 AS ?x ?y) {}"])
def test_2_1_7_a_malformed_query_gives_400_and_says_why(served: Served, query: str):
    for answer in (served.get(query), served.post(query), served.direct(query.encode())):
        assert (answer.status, answer.kind) == (400, "text/plain")
        assert len(answer.text) > 10


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR ALL", "LOAD <file:///etc/passwd>",
        "CREATE GRAPH <urn:g>", "PREFIX a: <urn:a> # SELECT\nINSERT { ?s ?p a:x } WHERE { ?s ?p ?o }", "MOVE DEFAULT TO <urn:g>",
    ],
)  # fmt: skip
def test_2_2_an_update_operation_is_not_offered(served: Served, update: str):
    before = number(served.get(COUNT).body)
    answers = [
        served.get(update), served.post(update), served.direct(update.encode()),
        served.request("POST", "sparql", urlencode({"update": update}).encode(), Content_Type=FORM),
        served.direct(update.encode(), Content_Type="application/sparql-update"),
    ]  # fmt: skip

    answers += [served.request("GET", f"sparql?{urlencode({**more, 'update': update})}") for more in ({}, {"query": ASK})]

    assert [each.status for each in answers] == [400] * 7
    assert all("read-only" in each.text for each in answers)
    assert number(served.get(COUNT).body) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_2_other_methods_are_refused_and_the_right_ones_named(served: Served, method: str):
    answer = served.request(method, "sparql", b"<urn:a> <urn:b> <urn:c> .", Content_Type="text/turtle")

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_head_is_a_get_without_a_body(served: Served):
    head, get = served.request("HEAD", f"sparql?{urlencode({'query': ASK})}"), served.get(ASK)

    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(get.body)))


def test_a_body_without_a_length_is_refused(served: Served):
    assert served.request("POST", "sparql", None, Content_Type="application/sparql-query", Transfer_Encoding="chunked").status == 411
