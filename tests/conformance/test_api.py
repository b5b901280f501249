from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import build_graph
from build_graph import pipeline, release, triples, validate
from build_graph.errors import BuildGraphError, PageError, ReleaseError

LAYERS = ("calcinosis-cutis", "calcinosis-cutis-edges", "calcinosis-cutis-evidence")
GRAPH = "https://w3id.org/pathkg/graph/"


def lines(dataset: rdflib.Dataset, name: str) -> list[str]:
    """Return the sorted N-Triples of a named graph as pyoxigraph writes what rdflib wrote."""
    written = dataset.graph(rdflib.URIRef(GRAPH + name)).serialize(format="nt")
    return triples.ntriples(quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES)).decode().splitlines()


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    return build_graph.build()


@pytest.mark.parametrize("name", LAYERS)
def test_the_dataset_and_the_file_hold_the_same_sorted_ntriples(dataset: rdflib.Dataset, built: Path, name: str):
    filed = b"".join(release.canonical((built / f"{name}.ttl").read_bytes())).decode().splitlines()

    assert lines(dataset, name) == filed
    assert len(filed) > 100


def test_the_default_graph_is_the_union_so_that_a_query_sees_everything(dataset: rdflib.Dataset):
    found = list(dataset.query("SELECT ?line WHERE { ?claim pkg:subject term:calciphylaxis ; pkg:evidence [ pkg:lineNumber ?line ] }"))

    assert len(found) > 10


def test_a_release_is_loaded_back_with_a_graph_a_file(built: Path, dataset: rdflib.Dataset):
    loaded = build_graph.load(built).dataset()

    assert {str(graph.identifier) for graph in loaded.graphs()} >= {GRAPH + name for name in (*LAYERS, "ontology")}
    assert lines(loaded, LAYERS[1]) == lines(dataset, LAYERS[1])


def test_a_folder_without_a_release_is_refused(tmp_path: Path):
    with pytest.raises(ReleaseError, match="no release here"):
        build_graph.load(tmp_path)


def test_a_page_that_cannot_be_used_is_refused_with_its_name(tmp_path: Path):
    with pytest.raises(PageError, match="no such file"):
        build_graph.build(tmp_path / "none.txt")


@pytest.mark.parametrize("text", ["no heading here", "x\n" * 50, "<html></html>", "a . b . c ."])
def test_a_text_without_any_heading_is_no_page(tmp_path: Path, text: str):
    (tmp_path / "page.txt").write_text(text)

    with pytest.raises(BuildGraphError) as caught:
        build_graph.build(tmp_path / "page.txt")

    assert caught.value.path.endswith("page.txt")
    assert caught.value.expected


def test_a_graph_that_breaks_a_rule_is_not_handed_out(monkeypatch: pytest.MonkeyPatch):
    fault = validate.Violation("urn:shape#Planted", "", "", "", "planted", "none")
    monkeypatch.setattr(validate, "check", lambda *_a, **_k: validate.Report((fault,), {}, frozenset(), "none"))

    with pytest.raises(BuildGraphError, match="breaks a rule"):
        build_graph.build()


def test_importing_the_package_imports_no_dependency():
    code = "import sys, build_graph; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"rdflib", "pyoxigraph", "pyshacl"} & set(loaded)


def test_a_release_can_be_built_from_standard_input(tmp_path: Path):
    text = "Topics\n\nGrit disease\n\nDefinition / general\n  • Papule of the skin\n".encode()
    command = [sys.executable, "-m", "build_graph", "build", "-", "--out", "out"]

    subprocess.run(command, input=text, cwd=tmp_path, check=True, capture_output=True)

    assert release.read_manifest(tmp_path / "out")["documents"][0]["sha256"] == hashlib.sha256(text).hexdigest()
    assert pipeline.read(text).facts
