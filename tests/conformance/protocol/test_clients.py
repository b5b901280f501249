"""The clients that people have: SPARQLWrapper, rdflib, curl, urllib, our own; and every question of the catalogue through them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from build_graph import endpoint, queries, resources
from served import Served, command

SELECT = "SELECT ?s ?label { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY ?s LIMIT 5"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <https://w3id.org/pathkg/term/calciphylaxis> } ?s ?p ?o }"
CATALOGUE = sorted(resources.folder("queries").glob("*.rq"))


def asked(client: SPARQLWrapper) -> Any:
    """Return the answer, of the kind that its format has."""
    return client.queryAndConvert()


def client(served: Served, query: str, form: str, method: str = GET, how: str = URLENCODED) -> SPARQLWrapper:
    made = SPARQLWrapper(served.endpoint)
    made.setQuery(query)
    made.setReturnFormat(form)
    made.setMethod(method)
    made.setRequestMethod(how)
    return made


@pytest.mark.parametrize(("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_by_every_method(served: Served, method: str, how: str):
    rows = asked(client(served, SELECT, JSON, method, how))["results"]["bindings"]

    assert len(rows) == 5
    assert {each["label"]["xml:lang"] for each in rows} == {"en"}


@pytest.mark.parametrize("form", [XML, CSV, TSV])
def test_sparqlwrapper_gets_rows_in_every_format(served: Served, form: str):
    found = asked(client(served, SELECT, form))

    assert len(found.getElementsByTagName("result") if form == XML else found.decode().strip().splitlines()[1:]) == 5


@pytest.mark.parametrize("form", [TURTLE, RDFXML, N3, JSONLD])
def test_sparqlwrapper_gets_graphs_in_every_format(served: Served, form: str):
    found = asked(client(served, CONSTRUCT, form))
    graph = found if not isinstance(found, bytes) else list(ox.parse(found, format=ox.RdfFormat.TURTLE))

    assert len(graph) > 3


def test_sparqlwrapper_tells_a_bad_query_from_a_bad_server(served: Served):
    with pytest.raises(QueryBadFormed):
        client(served, "SELECT", JSON).query()


def test_rdflib_asks_it_as_a_store(served: Served):
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    rows = list(SPARQLStore(served.endpoint).query(SELECT))

    assert len(rows) == 5


def test_urllib_asks_it(served: Served):
    asked = Request(f"{served.endpoint}?{urlencode({'query': SELECT})}", headers={"Accept": "application/json"})
    with urlopen(asked, timeout=30) as answer:
        assert len(json.load(answer)["results"]["bindings"]) == 5


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks_it(served: Served):
    def curl(*arguments: str) -> str:
        return subprocess.run(["curl", "-sS", "--fail", *arguments], capture_output=True, text=True, check=True, timeout=30).stdout

    assert len(json.loads(curl("--data-urlencode", f"query={SELECT}", served.endpoint))["results"]["bindings"]) == 5
    assert len(json.loads(curl("--get", "--data-urlencode", f"query={SELECT}", served.endpoint))["results"]["bindings"]) == 5
    assert curl("-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv", "-d", SELECT, served.endpoint).count("\n") == 6
    assert curl("-H", "Accept: text/turtle", served.home + "term/calciphylaxis").count("calciphylaxis") > 1
    assert curl("--compressed", "--http1.0", "-H", "Accept: text/turtle", served.endpoint).count("sd:Service") == 1


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_every_question_has_the_answer_that_the_files_give(served: Served, store: ox.Store, path: Path):
    query = queries.load(path)
    here, there = queries.run(query, store), endpoint.run(query, served.endpoint, {})

    assert there.columns == here.columns
    assert Counter(there.rows) == Counter(here.rows)
    assert here.rows


def test_build_graph_query_asks_it(served: Served, built: Path):
    name = "subtypes"
    answers = []
    for more in (("--endpoint", served.endpoint), ()):
        process = command("query", name, "--data", str(built), "--format", "tsv", *more)
        answers.append(process.communicate(timeout=60)[0])
        assert process.returncode == 0

    assert sorted(answers[0].splitlines()) == sorted(answers[1].splitlines())
    assert len(answers[0].splitlines()) > 1
