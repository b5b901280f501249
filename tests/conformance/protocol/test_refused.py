"""What is refused before it runs: asking others, reading elsewhere, and requests that are none."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from served import GRAPH, Served

QUICK = "SELECT ?s { ?s ?p ?o } LIMIT 1"


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server that notes whoever comes."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(line.recv(100))
                line.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        over.set()
        thread.join()


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "select * { service<URL>{ ?s ?p ?o } }",
    "PREFIX u: <URL> SELECT * { { SELECT * { OPTIONAL { SERVICE u: { ?s ?p ?o } } } } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE SILENT ?u { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE # a comment\n <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    'SELECT * { ?s ?p ?o FILTER(?s<?o)#>"""\n SERVICE SILENT <URL> { ?a ?b ?c } }#"""',
    "SELECT * { # } \r SERVICE SILENT <URL> { ?a ?b ?c } \n }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_asks_another_server(served: Served, listener: tuple[int, list[bytes]], query: str):
    port, heard = listener
    answer = served.post(query.replace("URL", f"http://127.0.0.1:{port}/sparql"))

    assert (answer.status, answer.kind) == (400, "text/plain")
    assert "SERVICE" in answer.text
    assert not heard


@pytest.mark.parametrize(
    "query",
    ["SELECT * { VALUES ?x { 'SERVICE <u> {}' } } # SERVICE", "PREFIX service: <urn:service:> ASK { ?service service:x ?from }"],
)
def test_the_word_service_is_no_fault_where_it_is_no_keyword(served: Served, query: str):
    assert served.post(query).status == 200


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <file:///etc/passwd>", "FROM NAMED <file:///etc/passwd>", "FROM <http://127.0.0.1:PORT/x.ttl>", "FROM\n\tNAMED\n<http://127.0.0.1:PORT/x.ttl>",
        f"FROM <{GRAPH}ontology> FROM <http://127.0.0.1:PORT/x.ttl>", "FROM # a comment\n <http://127.0.0.1:PORT/x.ttl>", "FROM <>",
        "from<http://127.0.0.1:PORT/x.ttl>", "FROM NAMED x:y", "FROM <../../etc/passwd>",
    ],
)  # fmt: skip
def test_no_query_reads_a_graph_from_elsewhere(served: Served, listener: tuple[int, list[bytes]], clause: str):
    port, heard = listener
    prologue = "BASE <http://127.0.0.1/> PREFIX x: <http://127.0.0.1:1/>"
    answer = served.post(f"{prologue} SELECT * {clause.replace('PORT', str(port))} {{ ?s ?p ?o }}")

    assert (answer.status, answer.kind) == (400, "text/plain")
    assert not heard


def test_from_takes_the_graphs_that_are_here(served: Served):
    dataset = f"FROM g:ontology FROM NAMED <{GRAPH}calcinosis-cutis>"

    assert served.post(f"PREFIX g: <{GRAPH}> SELECT ?from {dataset} {{ VALUES ?from {{ 'FROM <x>' }} ?s ?p ?o }} LIMIT 1").status == 200


HOST = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
BROKEN = {
    "nothing": b"\r\n",
    "no address": b"GET\r\n",
    "another version": b"GET / HTTP/9.9\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00",
    "no UTF-8": b"GET /sparql?query=%FF" + HOST + b"\r\n",
    "a length below nothing": b"POST /sparql" + HOST + b"Content-Length: -1\r\n\r\n",
    "a length above all": b"POST /sparql" + HOST + b"Content-Length: 99999999999\r\n\r\n",
    "a way up": b"GET /../../etc/passwd" + HOST + b"\r\n",
    "a way up from the release": b"GET /release/../manifest.json" + HOST + b"\r\n",
    "an escaped way up": b"GET /%2e%2e/%2e%2e/etc/passwd" + HOST + b"\r\n",
    "a path from the root": b"GET //etc/passwd" + HOST + b"\r\n",
    "an escaped quote": b"GET /term/x%22%3E" + HOST + b"\r\n",
    "an IRI that ends": b"GET /term/x>{}<y" + HOST + b"\r\n",
    "too many headers": b"GET /sparql HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_request_is_refused_and_nothing_else_happens(served: Served, name: str):
    answer = served.raw(BROKEN[name])

    assert answer == b"" or int(answer.split()[1]) in (400, 404, 411, 413, 431, 505)
    assert b"root:" not in answer
    assert b"Traceback" not in answer
    assert served.post(QUICK).status == 200


def test_a_host_that_is_none_does_not_get_into_the_description(served: Served):
    answer = served.raw(b'GET /sparql HTTP/1.1\r\nHost: x" <y>\r\nConnection: close\r\n\r\n')

    assert b"<y>" not in answer
    assert served.endpoint.encode() in answer
