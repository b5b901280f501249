"""Queries that want more than they may are stopped; nothing is left behind, and the server answers the next one."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from served import Served, quiet, serve

SECONDS = 3  # --timeout of the server under test
QUICK = "SELECT ?s { ?s ?p ?o } LIMIT 1"
PAIRS = "?a ?b ?c . ?d ?e ?f"
FORTY = " ".join(map(str, range(40)))
VALUES = " ".join(f"VALUES ?v{number} {{ {FORTY} }}" for number in range(7))
DOUBLED = " ".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1})" for number in range(40))
BOMBS = {
    "a product of three": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a path over everything": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:x>)* ?c }",
    "a regular expression on every pair": f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(x+x+)+y')) }}",
    "a sort of every pair": "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "a string without end": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "distinct pairs": "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f FILTER(?a = ?f) }",
    "groups of every pair": "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d",
    "a graph of every pair": "CONSTRUCT { ?a <urn:x> ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "a search for each pair": f"ASK {{ {PAIRS} FILTER(CONCAT(STR(?c), STR(?f)) = 'x') }}",
    "a string doubled forty times": f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('ab' AS ?x0) {DOUBLED} }}",
    "values by values": f"SELECT (COUNT(*) AS ?n) {{ {VALUES} }}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_stopped_in_time_and_leaves_nothing_behind(served: Served, name: str):
    begun = time.monotonic()
    answer = served.post(BOMBS[name])
    took = time.monotonic() - begun

    assert (answer.status, answer.kind) in {(503, "text/plain"), (504, "text/plain"), (400, "text/plain")}
    assert took < 3 * SECONDS  # it is stopped, not waited for
    assert served.post(QUICK).status == 200
    assert quiet(served.process.pid)


def test_a_timeout_is_504(served: Served):
    assert served.post(BOMBS["a product of three"]).status == 504


def test_a_query_that_wants_too_much_memory_is_503(served: Served):
    assert served.post(BOMBS["a sort of every pair"]).status in (503, 504)


def test_an_answer_with_too_many_rows_is_withheld_not_cut(served: Served):
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        answer = served.post(query)

        assert (answer.status, answer.kind) == (400, "text/plain")
        assert "more than 2000" in answer.text
    assert served.post("SELECT * { ?s ?p ?o } LIMIT 2000", Accept="text/csv").text.count("\r\n") == 2001
    assert served.post("SELECT * { ?s ?p ?o } LIMIT 2001").status == 400


@pytest.mark.parametrize("kind", ["text/csv", "text/tab-separated-values", "application/sparql-results+xml", "application/json"])
def test_rows_are_counted_whatever_is_in_them(served: Served, kind: str):
    query = 'SELECT ("\\n\\r\\n\\u0085\\u2028" AS ?x) { ?s ?p ?o } LIMIT '

    assert served.post(query + "2000", Accept=kind).status == 200
    assert served.post(query + "2001", Accept=kind).status == 400


def test_a_query_too_long_is_413(served: Served):
    long = "ASK { } #" + "x" * (128 << 10)

    assert [served.post(long).status, served.direct(long.encode()).status] == [413, 413]
    assert served.direct(b"ASK { } #" + b"x" * 400_000).status == 413
    assert served.get("ASK { } #" + "x" * 70_000).status == 414
    assert served.direct(b"ASK { } #" + b"x" * (100 << 10)).status == 200


@pytest.mark.parametrize("deep", ["ASK { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }", "ASK " + "{" * 60_000 + "}" * 60_000])
def test_a_query_nested_too_deep_ends_its_worker_only(served: Served, deep: str):
    assert served.direct(deep.encode()).status in (400, 503, 504)
    assert served.post(QUICK).status == 200


def waiting(served: Served, query: str) -> socket.socket:
    """Return the connection of a client that has asked, and waits."""
    body = query.encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    host, port = served.home.removeprefix("http://").strip("/").split(":")
    line = socket.create_connection((host, int(port)))
    line.sendall(head.encode() + body)
    return line


def test_a_query_whose_client_hangs_up_is_stopped(built: Path):
    served = serve(built, "--timeout", "60")
    try:
        with waiting(served, BOMBS["a product of three"]):
            time.sleep(0.5)

        assert quiet(served.process.pid, 20)  # long before its time is over
    finally:
        served.stop()


def test_a_query_that_is_nearly_quick_does_not_wait_behind_those_that_take_all_the_time_there_is(built: Path):
    nearly = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 500 } { SELECT * { ?d ?e ?f } LIMIT 2000 } FILTER(ISIRI(?a)) }"
    served = serve(built, "--timeout", "40")
    try:
        endless = [waiting(served, BOMBS["a product of three"]) for _ in range(8)]
        time.sleep(2)  # until all of them wait for, or have, a place among the slow
        begun = time.monotonic()
        answer = served.post(nearly)
        took = time.monotonic() - begun
        for each in endless:
            each.close()
    finally:
        served.stop()

    assert answer.status == 200
    assert took < 20  # they leave their places after forty seconds
