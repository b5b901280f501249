from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from build_graph import cli, endpoint, queries
from build_graph.errors import QueryError

QUERY = queries.parse(
    "#+ id: CQ99\n#+ defaults:\n#+   - top: e:grit\n"
    "PREFIX e: <http://e.org/>\nSELECT ?top ?thing WHERE { ?thing e:below ?top } ORDER BY ?thing\n",
    Path("below.rq"),
)


KIND = queries.parse(QUERY.text.replace("#+   - top: e:grit\n", "#+   - top: e:grit\n#+ kinds:\n#+   - top: e:Grain\n"), QUERY.path)
GRAINS = b"""
@prefix : <http://e.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a :below :grit . :b :below :grit . :c :below :sand . :d :below :gravel .
:gravel a :Grain ; skos:prefLabel "fine gravel"@en ; skos:altLabel "FG" , "a label of two" ; skos:hiddenLabel "gravell" .
:grit a :Grain . :Grain rdfs:subClassOf <https://w3id.org/pathkg/ontology#Term> . :thing skos:prefLabel "a label of another kind" .
"""


JSON, XML, TSV = ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint over three triples, and what an address that is none gives."""

    store = ox.Store()

    seen: ClassVar[list[tuple[str, str]]] = []  #: method and address of each request
    waits = 0  #: how many further requests find it busy

    def do_GET(self) -> None:
        self.answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def answer(self, form: str) -> None:
        Endpoint.seen.append((self.command, self.path))
        path = urlsplit(self.path).path
        status, kind, body = {"/broken": 500, "/none": 404}.get(path, 200), "application/sparql-results+json", b""
        if path == "/busy" and Endpoint.waits:
            Endpoint.waits -= 1
            status = 503
        try:
            found = self.store.query(parse_qs(form)["query"][0])
            if isinstance(found, ox.QueryTriples):
                kind, body = "text/turtle", found.serialize(format=ox.RdfFormat.TURTLE) or b""
            else:
                kind = {"/xml": "text/xml", "/tsv": "text/tab-separated-values"}.get(path, kind)
                body = found.serialize(format={"/xml": XML, "/tsv": TSV}.get(path, JSON)) or b""
        except SyntaxError:
            status, body = 400, b"no such syntax"
        if path == "/page":
            kind, body = "text/html; charset=utf-8", b"<html>hello</html>"
        if path == "/virtuoso":
            row = b'{"__ASK_RETVAL": {"type": "literal", "value": "1"}}' if json.loads(body)["boolean"] else b""
            body = b'{"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [' + row + b"]}}"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    Endpoint.store.load(GRAINS, format=ox.RdfFormat.TURTLE)
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_endpoint_gives_the_same_answer_as_the_files(address: str):
    for given in ({}, {"top": "sand"}):
        assert endpoint.run(QUERY, address + "/sparql", given) == queries.run(QUERY, Endpoint.store, given)


HOSTILE = '") } UNION { ?thing ?p ?top } #'


def test_a_hostile_value_stays_a_value(address: str):
    text = queries.parse(QUERY.text.replace("#+   - top: e:grit\n", "#+   - top: grit\n#+ kinds:\n#+   - top: xsd:string\n"), QUERY.path)

    assert endpoint.run(text, address + "/sparql", {"top": HOSTILE}).rows == ()
    with pytest.raises(QueryError, match="knows no"):
        endpoint.run(QUERY, address + "/sparql", {"top": HOSTILE})


@pytest.mark.parametrize("name", ["Fine Gravel", "fine  gravel", "FG", "gravell", "gravel", "e:gravel", "<http://e.org/gravel>"])
def test_an_endpoint_is_asked_which_term_a_name_names(address: str, name: str):
    found = endpoint.run(KIND, address + "/sparql", {"top": name})

    assert [str(row[1]) for row in found.rows] == ["<http://e.org/d>"]


@pytest.mark.parametrize("name", ["fine travel", "gravl", "<http://e.org/gravl>", "a label of another kind"])
def test_a_name_that_an_endpoint_does_not_know_is_refused_and_the_nearest_named(address: str, name: str):
    with pytest.raises(QueryError, match="knows no") as caught:
        endpoint.run(KIND, address + "/sparql", {"top": name})

    assert "gravel" in caught.value.fix or "another" in name


def test_a_term_of_any_kind_is_found_by_its_name_too(address: str):
    anything = queries.parse(KIND.text.replace("e:Grain", "pkg:Term"), KIND.path)

    assert len(endpoint.run(anything, address + "/sparql", {"top": "fine gravel"}).rows) == 1


@pytest.mark.parametrize("path", ["/broken", "/none"])
def test_an_endpoint_that_fails_is_one_error_with_its_address(address: str, path: str):
    with pytest.raises(QueryError, match="does not answer") as caught:
        endpoint.run(QUERY, address + path, {})

    assert caught.value.path == address + path


@pytest.mark.parametrize("path", ["/xml", "/tsv"])
def test_an_endpoint_that_answers_in_another_format_than_asked_for_is_read(address: str, path: str):
    assert endpoint.run(QUERY, address + path, {}) == queries.run(QUERY, Endpoint.store)


@pytest.mark.parametrize("wrong", ["", "foo", "file:///etc/passwd", "data:,x", "ftp://127.0.0.1/x", "http://", "http://[::1"])
def test_what_is_no_web_address_is_refused_before_anything_is_opened(wrong: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(endpoint, "_client", lambda *_: pytest.fail("opened"))
    with pytest.raises(QueryError, match="not an address"):
        endpoint.run(QUERY, wrong, {})


def test_a_password_in_an_address_is_refused_and_not_shown():
    with pytest.raises(QueryError, match="credentials") as caught:
        endpoint.run(QUERY, "http://me:secret@127.0.0.1:9/sparql", {})

    assert "secret" not in str(caught.value)


def test_an_answer_that_is_a_web_page_is_named_so(address: str):
    with pytest.raises(QueryError, match="a web page, no SPARQL results: b'<html>"):
        endpoint.run(QUERY, address + "/page", {})


def test_a_query_that_the_endpoint_refuses_is_told_in_the_endpoint_s_words(address: str):
    with pytest.raises(QueryError, match="refuses the query: no such syntax") as caught:
        endpoint.run(queries.parse("SELECT ?x WHERE { ?x }", Path("bad.rq")), address + "/sparql", {})

    assert caught.value.path == "bad.rq"


def test_a_busy_endpoint_is_asked_again_and_not_for_ever(address: str):
    hurry = endpoint.Patience(seconds=5, tries=3, pause=0.01)
    Endpoint.waits = 2
    assert endpoint.run(QUERY, address + "/busy", {}, hurry).rows

    Endpoint.waits = 3
    with pytest.raises(QueryError, match="HTTP 503"):
        endpoint.run(QUERY, address + "/busy", {}, hurry)


def test_a_long_query_is_posted_and_a_short_one_is_not(address: str):
    Endpoint.seen.clear()
    endpoint.run(QUERY, address + "/sparql", {})
    endpoint.run(queries.parse(QUERY.text + "#" * endpoint.LONGEST, QUERY.path), address + "/sparql", {})

    assert [method for method, _ in Endpoint.seen] == ["GET", "POST"]


def test_what_stands_behind_the_question_mark_of_an_address_is_sent(address: str):
    Endpoint.seen.clear()
    assert endpoint.run(QUERY, address + "/sparql?default-graph-uri=urn:g", {}).rows

    assert "default-graph-uri=urn%3Ag" in Endpoint.seen[0][1]


def test_triples_and_yes_or_no_come_back_as_such(address: str):
    triples = queries.parse("CONSTRUCT { ?y ?p ?x } WHERE { ?x ?p ?y }", Path("c.rq"))
    ask = queries.parse("ASK { ?x ?p ?y }", Path("a.rq"))

    assert endpoint.run(triples, address + "/sparql", {}) == queries.run(triples, Endpoint.store)
    assert endpoint.run(ask, address + "/sparql", {}) == queries.run(ask, Endpoint.store)
    for asked in (ask, queries.parse("ASK { ?x ?p 'nothing' }", Path("a.rq"))):
        assert endpoint.run(asked, address + "/virtuoso", {}) == queries.run(asked, Endpoint.store)


def test_an_endpoint_that_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        with pytest.raises(QueryError, match="does not answer: timed out"):
            endpoint.run(QUERY, address, {}, endpoint.Patience(seconds=1, tries=1))


def test_an_address_where_nobody_listens_is_one_error():
    with pytest.raises(QueryError, match="does not answer"):
        endpoint.run(QUERY, "http://127.0.0.1:9/sparql", {}, endpoint.Patience(pause=0.01))


def test_the_command_line_asks_an_endpoint(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "below.rq").write_text(QUERY.text)

    assert cli.main(["query", "--file", str(tmp_path / "below.rq"), "--endpoint", address + "/sparql", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("http://e.org/grit") == 2
