from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from build_graph import lexicon, pipeline, queries, resources
from build_graph.answers import Answer, as_tsv
from build_graph.vocabulary import Names, prefixes

GOLDEN = Path(__file__).parent / "queries"
KNOWN = {query.name: query for query in queries.catalogue(resources.folder("queries"))}
ANSWERED = {"CQ01", "CQ02", "CQ03", "CQ04", "CQ08", "CQ09", "CQ10"}

#: What a change of the document does to an answer: query, words of the document, and the words put in their place.
CHANGES = [
    ("subtypes", "Tumoral calcinosis", "Tubular calcinosis"),
    ("most-common-subtype", "The most frequent cause of calcinosis cutis", "A cause of calcinosis cutis"),
    ("prognosis", "25 - 45%", "26 - 45%"),
    ("stains", "von Kossa (black)", "von Kossa (brown)"),
    ("codes", "L94.2", "L94.3"),
    ("risk-factors", "thrombophilia", "thrombocytopenia"),
    ("treatments", "  • Bisphosphonates\n", ""),
]


def rows(answer: Answer) -> Counter[tuple[str, ...]]:
    return Counter(tuple("" if cell is None else str(cell) for cell in row) for row in answer.rows)


@pytest.fixture(scope="session")
def rdflib_graph(store: ox.Store) -> rdflib.Graph:
    written = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert written
    return rdflib.Graph().parse(data=written, format="nt")


def test_the_catalogue_answers_the_questions_that_it_promises():
    assert {query.id for query in KNOWN.values()} >= ANSWERED
    assert len({query.id for query in KNOWN.values()}) == len(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_a_query_file_says_what_it_asks_and_is_portable(name: str):
    query = KNOWN[name]
    said = dict(prefixes())

    assert re.fullmatch(r"CQ\d\d", query.id)
    assert query.summary
    assert query.question.endswith("?")
    assert query.tags
    assert "ORDER BY" in query.text
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", query.text)
    assert query.prefixes.items() <= said.items(), "a prefix differs from ontology/prefixes.ttl"
    for parameter in query.defaults:  # an engine binds only variables that are given back
        assert re.search(rf"SELECT\b[^{{]*\?{parameter}\b", query.text), f"?{parameter} is no column"


@pytest.mark.parametrize("name", KNOWN)
def test_a_query_gives_its_golden_answer(name: str, store: ox.Store):
    golden = (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8")

    answer = queries.run(KNOWN[name], store)

    assert answer.rows
    assert as_tsv(answer) == golden, "if the new answer is right, 'make refresh' writes it down"


@pytest.mark.parametrize("name", KNOWN)
def test_another_engine_gives_the_same_answer(name: str, store: ox.Store, rdflib_graph: rdflib.Graph):
    query = KNOWN[name]
    answer = queries.run(query, store)
    bound = {key: rdflib.URIRef(node.value) for key, node in queries.values(query, {}).items() if isinstance(node, ox.NamedNode)}

    found = rdflib_graph.query(query.text, initBindings=bound)

    assert rows(answer) == Counter(tuple("" if cell is None else cell.n3() for cell in row) for row in found)  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "old", "new"), CHANGES, ids=[change[0] for change in CHANGES])
def test_an_answer_follows_the_document(name: str, old: str, new: str, store: ox.Store):
    text = resources.shipped_document().read_text(encoding="utf-8")
    assert old in text, "the document no longer says so: choose other words for this test"
    known = lexicon.load(resources.lexicon())
    changed = ox.Store()
    for graph in pipeline.graphs([pipeline.read(text.replace(old, new).encode(), known)], Names(), known):
        changed.extend(ox.Quad(t.subject, t.predicate, t.object) for layer in graph.layers.values() for t in layer)
    changed.load(path=str(resources.folder("ontology") / "ontology.ttl"), format=ox.RdfFormat.TURTLE)

    assert _without_lines(queries.run(KNOWN[name], changed)) != _without_lines(queries.run(KNOWN[name], store))


def test_every_query_is_seen_to_follow_the_document():
    assert {change[0] for change in CHANGES} == set(KNOWN)


def _without_lines(answer: Answer) -> Counter[tuple[str, ...]]:
    kept = [at for at, name in enumerate(answer.columns) if name != "line"]
    return Counter(tuple(row[at] for at in kept) for row in rows(answer).elements())
