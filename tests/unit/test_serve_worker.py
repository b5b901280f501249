"""The fence around a worker holds without the checks before it: what slips past them finds no way out."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph.serve import guard, worker

SRC = Path(__file__).parents[2] / "src"
FENCED = f"import sys; sys.path.insert(0, {str(SRC)!r}); import pyoxigraph as ox; from build_graph.serve import worker; worker.fenced(); "


def fenced(code: str) -> str:
    return subprocess.run([sys.executable, "-c", FENCED + code], capture_output=True, text=True, timeout=60, check=False).stderr


def test_a_fenced_process_opens_no_file():
    assert "Too many open files" in fenced("open('/etc/hostname')")


def test_a_fenced_process_asks_no_other_server():
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{server.getsockname()[1]}/> {{ ?s ?p ?o }} }}"

        def listen() -> None:
            try:
                line, _ = server.accept()
                heard.append(line.recv(10))
                line.close()
            except TimeoutError:
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        said = fenced(f"list(ox.Store().query({query!r}))")
        thread.join()

    assert "OSError" in said
    assert not heard


def test_a_failing_query_is_told_and_ends_nothing():
    store = ox.Store()
    asked = {"accept": "", "default_graphs": [], "named_graphs": [], "max_rows": 10, "first": ""}

    assert worker.answered(store, [], {}, {**asked, "text": "ASK {}"})[:2] == (200, "application/sparql-results+json")
    assert worker.answered(store, [], {}, {**asked, "text": "ASK {"})[0] == 400
    assert worker.answered(store, [], {}, {**asked, "text": "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"})[0] == 400


@pytest.mark.parametrize(
    "text",
    ["SELECT * FROM <urn:g> {}", "# from\nSELECT ?from FROM NAMED <urn:g> { ?from ?p 'from' }", "ASK { ?s <urn:from> ?service }"],
)
def test_graphs_that_are_here_and_words_that_are_no_keywords_pass(text: str):
    guard.check(text, ["urn:g"])


@pytest.mark.parametrize(
    "text", ["SELECT * FROM <urn:h> {}", "SELECT * FROM #<urn:g>\n<urn:h> {}", "ASK { SERVICE ?s {} }", "ASK { SERVICE"]
)
def test_what_is_not_here_does_not_pass(text: str):
    with pytest.raises(guard.RefusedQueryError):
        guard.check(text, ["urn:g"])
