"""Every independent program loads the release as it is meant, none is left out, and each refuses a release with a planted fault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from consumers.programs import PROGRAMS, TOPIC, Release

Edit = Callable[[str], str]


def test_no_program_is_left_out():
    assert len(PROGRAMS) == 12


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_program_reads_what_is_meant(name: str, built: Path, tmp_path: Path):
    said = PROGRAMS[name](Release(built, tmp_path))

    print(said)
    assert any(sign.isdecimal() for sign in said)


def swap(old: str, new: str) -> Edit:
    """Return an edit that puts ``new`` for the first ``old``."""
    return lambda text: text.replace(old, new, 1)


def without_last_line(text: str) -> str:
    return text[: text.rstrip("\n").rindex("\n") + 1]


def without_a_subclass(text: str) -> str:
    start = text.index("  <rdfs:subClassOf rdf:resource")
    return text[:start] + text[text.index("\n", start) + 1 :]


def of_another_type(kind: str, other: str) -> Edit:
    return lambda text: text.replace(f"<owl:{kind} ", f"<owl:{other} ", 1).replace(f"</owl:{kind}>", f"</owl:{other}>", 1)


UNDECLARED = "term:a skos:exactMatch nowhere:b .\n"
IMPOSSIBLE = "<https://w3id.org/pathkg/term/gout> a owl:NamedIndividual , owl:Nothing .\n"
ELSEWHERE = '"@context": "https://example.org/c", "x": {'
MATCH = "skos:exactMatch a owl:"
#: fault -> program, file, edit, what is said
FAULTS: dict[str, tuple[str, str, Edit, str]] = {
    "a triple too few in N-Triples": ("rapper", f"{TOPIC}.nt", without_last_line, "N-Triples: 1 triples lost"),
    "a triple too few in N-Quads": ("n3js", f"{TOPIC}.nq", without_last_line, "N-Quads: 1 triples lost"),
    "an undeclared prefix": ("serdi", "mappings.ttl", lambda text: text + UNDECLARED, "nowhere"),
    "another value in JSON-LD": ("pyld", f"{TOPIC}.jsonld", swap('"rdfs:label": "', '"rdfs:label": "un'), "is another"),
    "a context that must be fetched": ("pyld", f"{TOPIC}.jsonld", swap('"@context": {', ELSEWHERE), "fetches"),
    "a term without its parent": ("pronto", "terms.owl", without_a_subclass, "the file has|AssertionError"),
    "a class too few": ("horned", "terms.owl", of_another_type("Class", "NamedIndividual"), "the file has"),
    "a property too few": ("owlready2", "terms.owl", of_another_type("ObjectProperty", "AnnotationProperty"), "the file has"),
    "another value for rdflib": ("rdflib", f"{TOPIC}.jsonld", swap('"rdfs:label": "', '"rdfs:label": "un'), "1 triples lost, 1 made up"),
    "a triple too few for Oxigraph": ("oxigraph", f"{TOPIC}.nq", without_last_line, r"\.nq: 1 triples lost"),
    "a term of the empty class": ("owlapi", "ontology.ttl", lambda text: text + IMPOSSIBLE, "consistent false"),
    "a mapping property that relates objects": ("owlapi", "mappings.ttl", swap(MATCH, f"{MATCH}ObjectProperty , owl:"), "violation"),
    "an undeclared prefix of a mapping": ("sssom", "open.sssom.tsv", swap("UBERON:0000916", "NOWHERE:0000916"), "1 validation errors"),
    "a predicate that Biolink lacks": ("kgx", f"{TOPIC}_edges.tsv", swap("biolink:causes", "biolink:brings_about"), "brings_about"),
    "a node of no category": ("kgx", f"{TOPIC}_nodes.tsv", swap("biolink:Disease", "biolink:Illness"), "Illness"),
}


def test_each_program_is_given_a_fault():
    assert {program for program, *_ in FAULTS.values()} == set(PROGRAMS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, built: Path, tmp_path: Path):
    name, file, edit, message = FAULTS[fault]
    folder = tmp_path / "release"
    shutil.copytree(built, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert edit(text) != text
    (folder / file).write_text(edit(text), encoding="utf-8")

    with pytest.raises(AssertionError, match=message):
        PROGRAMS[name](Release(folder, tmp_path))
