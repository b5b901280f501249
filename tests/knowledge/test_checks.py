"""The checks of ontology/checks: each finds nothing in ontology, terms, claims, edges and mappings, and each finds its planted fault."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from build_graph import lexicon, mappings, pipeline, resources
from build_graph.vocabulary import Names, prefixes

FOLDER = resources.folder("ontology") / "checks"
CHECKS = sorted(path.stem for path in FOLDER.glob("*.rq"))
#: check -> Turtle that breaks it; what the check must find, and nothing else, is named ``fault``, ``fault2`` or ``fault3``.
FAULTS = {
    "ambiguous-notation": 'term:z skos:notation "Z99" ; skos:inScheme term:s . term:fault skos:notation "Z99" ; skos:inScheme term:s .',
    "built-in-misuse": "term:a rdfs:fault term:b .",
    "class-cycle": "term:fault rdfs:subClassOf term:fault2 . term:fault2 rdfs:subClassOf term:fault .",
    "deprecated-in-use": "term:fault owl:deprecated true . term:a skos:broader term:fault .",
    "disjoint-labels": 'term:fault skos:prefLabel "a"@en ; skos:altLabel "a"@en .',
    "duplicate-definition": 'term:fault skos:definition "The same."@en . term:z skos:definition "the same."@en .',
    "duplicate-label": 'term:z a pkg:Finding ; skos:prefLabel "one"@en . term:fault a pkg:Finding ; skos:prefLabel "One"@en .',
    "empty-label": 'term:fault skos:altLabel ""@en .',
    "exact-match-shared": "term:fault skos:exactMatch obo:X_1 . term:z skos:exactMatch obo:X_1 .",
    "hierarchy-cycle": "term:fault skos:broader term:fault2 . term:fault2 skos:broader term:fault3 . term:fault3 skos:broader term:fault .",
    "label-whitespace": 'term:fault rdfs:label "two  blanks"@en .',
    "language-missing": 'term:fault skos:prefLabel "fault" .',
    "mapping-clash": "term:fault skos:exactMatch obo:X_1 ; skos:broadMatch obo:X_1 .",
    "mapping-inside": "term:fault skos:closeMatch term:a .",
    "missing-definition": 'pkg:fault a owl:Class ; rdfs:label "fault"@en .',
    "missing-label": "term:fault a pkg:Finding .",
    "multiple-labels": 'term:fault skos:prefLabel "a"@en , "b"@en .',
    "no-parent-kind": 'term:c pkg:subject term:fault . term:fault a pkg:A . pkg:A a owl:Class .',
    "ontology-header": 'term:fault a owl:Ontology ; dcterms:title "fault"@en .',
    "replaced-by-nothing": "term:fault dcterms:isReplacedBy term:a .",
    "tree-without-kind": "term:fault a pkg:Disease ; rdfs:subClassOf term:a .",
    "undeclared-class": "term:x a pkg:fault .",
    "undeclared-property": "term:x pkg:fault term:a .",
}  # fmt: skip


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    known, names = lexicon.load(resources.lexicon()), Names()
    layers = [layer for graph in pipeline.graphs([pipeline.read(None, known)], names, known) for layer in graph.layers.values()]
    content = [triple for layer in layers for triple in layer]
    matched = mappings.triples(mappings.load(), mappings.references(), content, names)
    ontology = ox.parse(path=str(resources.folder("ontology") / "ontology.ttl"), format=ox.RdfFormat.TURTLE)
    held = (*layers[0], *layers[1], *matched, *(quad.triple for quad in ontology))
    return [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in held]


@pytest.fixture(scope="module")
def store(quads: list[ox.Quad]) -> ox.Store:
    made = ox.Store()
    made.extend(quads)
    return made


def found(store: ox.Store, check: str) -> set[str]:
    """Return what a check finds, as addresses."""
    return {row["thing"].value for row in store.query((FOLDER / f"{check}.rq").read_text(encoding="utf-8"))}


def test_each_check_has_a_planted_fault():
    assert set(FAULTS) == set(CHECKS)
    assert len(CHECKS) == 23


@pytest.mark.parametrize("check", CHECKS)
def test_the_check_says_why_and_names_only_declared_prefixes(check: str):
    text = (FOLDER / f"{check}.rq").read_text(encoding="utf-8")

    assert text.startswith("# ")
    for line in text.splitlines():
        if line.startswith("PREFIX "):
            _, prefix, space = line.split()
            assert prefixes()[prefix.rstrip(":")] == space.strip("<>")


@pytest.mark.parametrize("check", CHECKS)
def test_the_check_finds_nothing(check: str, store: ox.Store):
    assert len(store) > 5000
    assert found(store, check) == set(), f"what the rule is for: ontology/checks/{check}.rq"


@pytest.mark.parametrize("check", CHECKS)
def test_the_check_finds_its_planted_fault(check: str, quads: list[ox.Quad]):
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes().items())
    planted = ox.Store()
    planted.extend([*quads, *ox.parse(head + FAULTS[check], format=ox.RdfFormat.TURTLE)])

    assert {re.split("[/#]", address)[-1] for address in found(planted, check)} == set(re.findall(r":(fault\d?)\b", FAULTS[check]))
