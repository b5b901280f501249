from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from build_graph import cli, endpoint, queries
from build_graph.errors import QueryError

QUERY = queries.parse(
    "#+ id: CQ99\n#+ defaults:\n#+   - top: e:grit\n"
    "PREFIX e: <http://e.org/>\nSELECT ?top ?thing WHERE { ?thing e:below ?top } ORDER BY ?thing\n",
    Path("below.rq"),
)


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint over three triples, and what an address that is none gives."""

    store = ox.Store()

    def do_POST(self) -> None:
        text = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        try:
            body = self.store.query(text).serialize(format=ox.QueryResultsFormat.JSON) or b""  # type: ignore[union-attr]
            status = 200 if self.path == "/sparql" else 500 if self.path == "/broken" else 404 if self.path == "/none" else 200
        except SyntaxError:
            body, status = b"no such syntax", 400
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"<html>hello</html>" if self.path == "/page" else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    Endpoint.store.load(b"@prefix : <http://e.org/> . :a :below :grit . :b :below :grit . :c :below :sand .", format=ox.RdfFormat.TURTLE)
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_endpoint_gives_the_same_answer_as_the_files(address: str):
    for given in ({}, {"top": "sand"}):
        assert endpoint.run(QUERY, address + "/sparql", given) == queries.run(QUERY, Endpoint.store, given)


def test_a_hostile_value_stays_a_value(address: str):
    assert endpoint.run(QUERY, address + "/sparql", {"top": '") } UNION { ?thing ?p ?top } #'}).rows == ()


@pytest.mark.parametrize("path", ["/broken", "/none"])
def test_an_endpoint_that_fails_is_one_error_with_its_address(address: str, path: str):
    with pytest.raises(QueryError, match="does not answer") as caught:
        endpoint.run(QUERY, address + path, {})

    assert caught.value.path == address + path


def test_an_answer_that_is_a_web_page_is_named_so(address: str):
    with pytest.raises(QueryError, match="no SPARQL results: b'<html>"):
        endpoint.run(QUERY, address + "/page", {})


def test_an_address_where_nobody_listens_is_one_error():
    with pytest.raises(QueryError, match="does not answer"):
        endpoint.run(QUERY, "http://127.0.0.1:9/sparql", {})


def test_the_command_line_asks_an_endpoint(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "below.rq").write_text(QUERY.text)

    assert cli.main(["query", "--file", str(tmp_path / "below.rq"), "--endpoint", address + "/sparql", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("http://e.org/grit") == 2
