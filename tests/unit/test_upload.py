"""A release into a store: a graph whole or as it was before. The store here is one that can be told to fail."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from build_graph import release, upload
from build_graph.errors import ReleaseError, ServeError

OLD, NEW = b"<urn:old> <urn:p> 1 .\n", b"<urn:a> <urn:p> 1 , _:b .\n_:b <urn:q> 0.3 .\n"
GRAPH = "https://example.org/graph/ontology"


class Fake(ThreadingHTTPServer):
    """A graph store. ``fault`` says what goes wrong with the next PUT; see ``do_PUT``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.graphs: dict[str, bytes] = {}
        self.fault = ""
        self.log: list[str] = []
        self.wanted = ""  # credentials

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/store"


class Handler(BaseHTTPRequestHandler):
    server: Fake

    def graph(self) -> str:
        return parse_qs(urlsplit(self.path).query)["graph"][0]

    def say(self, status: int, content: bytes = b"", kind: str = "text/turtle") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        if self.server.wanted and self.headers.get("Authorization") != "Basic " + base64.b64encode(self.server.wanted.encode()).decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.end_headers()
        elif self.server.fault == "a page":
            self.say(200, b"<html>welcome</html>", "text/html")
        elif self.graph() in self.server.graphs:
            self.say(200, self.server.graphs[self.graph()])
        else:
            self.say(404)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        fault, self.server.fault = self.server.fault, ""
        self.server.log.append(f"PUT {self.graph()} {fault}".strip())
        if fault == "refuses":
            self.say(500, b"<html>the disk is full</html>")
        elif fault == "hangs up":
            self.server.graphs[self.graph()] = b"<urn:half> <urn:p> 1 ."
        elif fault == "keeps a half":
            self.server.graphs[self.graph()] = b"<urn:half> <urn:p> 1 ."
            self.say(200)
        elif fault == "empties, then refuses":
            self.server.graphs.pop(self.graph(), None)
            self.say(500)
        else:
            self.server.graphs[self.graph()] = content
            self.say(201)

    def do_DELETE(self) -> None:
        self.server.log.append(f"DELETE {self.graph()}")
        del self.server.graphs[self.graph()]
        self.say(204)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def store() -> Iterator[Fake]:
    server = Fake()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"ontology.ttl": NEW, "shapes.ttl": b"<urn:s> <urn:p> 1 ."}
    release.write(tmp_path / "dist", files | {release.MANIFEST: release.manifest(files, {}, {"base": "https://example.org/"})})
    return tmp_path / "dist"


def load(folder: Path, store: Fake) -> list[upload.Done]:
    return upload.load(folder, store.address, lambda step: None)


def triples(content: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)}


def test_what_the_release_knows_gets_into_the_store_and_its_rules_do_not(folder: Path, store: Fake):
    steps: list[str] = []
    done = upload.load(folder, store.address, steps.append)

    assert done == [upload.Done(GRAPH, 3, True)]
    assert list(store.graphs) == [GRAPH]
    assert len(triples(store.graphs[GRAPH])) == 3
    assert steps == [f"1/1 {GRAPH}: 3 triples"]


def test_a_second_time_nothing_is_sent(folder: Path, store: Fake):
    load(folder, store)
    store.log.clear()

    assert load(folder, store) == [upload.Done(GRAPH, 3, False)]
    assert store.log == []


def test_a_graph_that_is_there_is_replaced_and_other_graphs_stay(folder: Path, store: Fake):
    store.graphs = {GRAPH: OLD, "urn:other": OLD}
    load(folder, store)

    assert len(triples(store.graphs[GRAPH])) == 3
    assert store.graphs["urn:other"] == OLD


@pytest.mark.parametrize("fault", ["refuses", "hangs up", "keeps a half", "empties, then refuses"])
@pytest.mark.parametrize("before", [{}, {GRAPH: OLD}])
def test_after_a_fault_the_graph_is_as_it_was_before(folder: Path, store: Fake, fault: str, before: dict[str, bytes]):
    store.graphs, store.fault = dict(before), fault
    with pytest.raises(ServeError) as caught:
        load(folder, store)

    assert caught.value.path == store.address
    assert {graph: triples(content) for graph, content in store.graphs.items()} == {graph: triples(OLD) for graph in before}
    load(folder, store)
    assert len(triples(store.graphs[GRAPH])) == 3


def test_what_the_store_says_is_in_the_error(folder: Path, store: Fake):
    store.fault = "refuses"
    with pytest.raises(ServeError, match=r"500 to the PUT .*the disk is full"):
        load(folder, store)


def test_an_address_that_answers_with_a_page_is_no_graph_store(folder: Path, store: Fake):
    store.fault = "a page"
    with pytest.raises(ServeError, match="no RDF: b'<html>welcome</html>'"):
        load(folder, store)
    assert store.log == []


def test_credentials_come_from_the_environment(folder: Path, store: Fake, monkeypatch: pytest.MonkeyPatch):
    store.wanted = "me:secret"
    monkeypatch.delenv(upload.USER, raising=False)
    with pytest.raises(ServeError, match="401") as caught:
        load(folder, store)
    assert upload.PASSWORD in caught.value.fix
    monkeypatch.setenv(upload.USER, "me")
    monkeypatch.setenv(upload.PASSWORD, "secret")

    assert load(folder, store)[0].changed


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://x/y", "localhost:7878", "", "http://", "http://x/#y", "http://me:secret@x/store"]
)
def test_an_address_that_is_none_or_holds_credentials_is_refused(folder: Path, address: str):
    with pytest.raises(ServeError) as caught:
        upload.load(folder, address, lambda step: None)
    assert "secret" not in str(caught.value)


def test_a_store_that_is_not_there_is_a_clear_error(folder: Path, store: Fake):
    store.server_close()
    with pytest.raises(ServeError, match="cannot be reached"):
        upload.load(folder, "http://127.0.0.1:1/store", lambda step: None)


def test_a_broken_release_is_found_before_anything_is_sent(folder: Path, store: Fake):
    (folder / "ontology.ttl").write_bytes(b"<urn:a> <urn:b> .")
    with pytest.raises(ReleaseError, match="no Turtle"):
        load(folder, store)
    assert store.log == []
