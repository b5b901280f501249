"""A release in two real stores, Oxigraph and Virtuoso: loaded, loaded again, refused. Slow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from build_graph import endpoint, queries, release, upload
from build_graph.errors import QueryError, ServeError
from served import FORM, Served, command
from stores import STORES, Running, started, stop

SCROTAL = "term:idiopathic-calcinosis-cutis-of-the-scrotum"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_SERVERS"), reason="real servers: run .ci/servers"),
]


@pytest.fixture(scope="module", params=STORES)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    found = started(request.param, tmp_path_factory.mktemp(request.param))
    yield found
    stop(found)


@pytest.fixture(autouse=True)
def credentials(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (upload.USER, upload.PASSWORD):
        monkeypatch.setenv(name, running.user)


def counts(running: Running, folder: Path) -> dict[str, int]:
    """Return how many triples the store holds of each graph, asked over SPARQL and not over the way by which they came."""
    store = Served(None, running.query)  # type: ignore[arg-type]
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    kinds = {"Content_Type": FORM, "Accept": "application/sparql-results+json"}  # sent directly, Virtuoso 7.2.5 lets a query wait for ever
    answer = store.request("POST", running.query, urlencode({"query": query}).encode(), **kinds)
    assert answer.status == 200, answer.text
    found = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    base = str(release.read_manifest(folder)["base"])
    return {row["g"].value: int(row["n"].value) for row in found if row["g"].value.startswith(base)}


def test_a_release_is_loaded_whole_and_a_second_time_changes_nothing(running: Running, built: Path):
    first = upload.load(built, running.graphs, lambda step: None)
    held = counts(running, built)
    second = upload.load(built, running.graphs, lambda step: None)

    assert all(each.changed for each in first)
    assert not any(each.changed for each in second)
    assert held == {each.graph: each.triples for each in first} == counts(running, built)
    known = release.knowledge(release.read_manifest(built))
    assert sum(held.values()) == sum(len(set(release.parse(built / name))) for name in known)


def test_the_command_says_what_it_does(running: Running, built: Path):
    process = command("load", "--data", str(built), "--endpoint", running.graphs, PATHKG_USER=running.user, PATHKG_PASSWORD=running.user)
    out, error = process.communicate(timeout=120)

    assert process.returncode == 0, error
    assert "graphs with" in out
    assert error.count("triples\n") == len(counts(running, built))


def test_what_a_graph_held_stays_if_the_store_refuses_the_new(running: Running, built: Path, monkeypatch: pytest.MonkeyPatch):
    upload.load(built, running.graphs, lambda step: None)
    before = counts(running, built)
    monkeypatch.setattr(upload, "_turtle", lambda triples: b"<urn:a> <urn:b> 1 . <urn:x> broken")
    with pytest.raises(ServeError, match=r"answers [45]\d\d to the PUT"):
        upload.Store(running.graphs).replace(next(iter(before)), frozenset())

    assert counts(running, built) == before


def test_a_parameter_may_be_any_name_of_a_term(running: Running, built: Path):
    upload.load(built, running.graphs, lambda step: None)
    asked = queries.find("sites", queries.catalogue(built / "queries"))
    by_name, by_address = (endpoint.run(asked, running.query, {"disease": name}) for name in ("Scrotal  calcinosis", SCROTAL))

    assert by_name == by_address
    assert by_name.rows
    with pytest.raises(QueryError, match="knows no") as caught:
        endpoint.run(asked, running.query, {"disease": "calcifilaxis"})
    assert "'calciphylaxis'" in caught.value.fix


@pytest.mark.parametrize("running", ["virtuoso"], indirect=True)  # Oxigraph asks for no credentials
def test_wrong_credentials_are_a_clear_error(running: Running, built: Path, monkeypatch: pytest.MonkeyPatch):
    for password in ("wrong", ""):
        monkeypatch.setenv(upload.PASSWORD, password)
        with pytest.raises(ServeError, match="401"):
            upload.load(built, running.graphs, lambda step: None)
    monkeypatch.delenv(upload.USER)
    with pytest.raises(ServeError, match="401"):
        upload.load(built, running.graphs, lambda step: None)
