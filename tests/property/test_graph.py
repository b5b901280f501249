"""What must hold of the graph whatever was read: order never matters, writing and reading back is the identity."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from build_graph import triples
from build_graph.facts import Evidence, Fact, Mention, Qualifier, Quantity, Reading, Span, claim_of
from build_graph.vocabulary import Names, claim_hash
from example_reading import DERMIS, DISEASE

NAMES = Names()


def layers(reading: Reading) -> dict[str, triples.Triples]:
    claims = triples.claims(reading, NAMES, triples.curated())
    return {
        "urn:claims": claims,
        "urn:edges": triples.edges(claims),
        "urn:evidence": triples.evidence(reading, NAMES),
        "urn:source": triples.source(reading, NAMES),
    }


def everything(reading: Reading) -> triples.Triples:
    return [each for layer in layers(reading).values() for each in layer]


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_order_of_facts_and_qualifiers_never_changes_the_bytes(reading: Reading, data: st.DataObject):
    facts = [
        fact._replace(claim=fact.claim._replace(qualifiers=tuple(data.draw(st.permutations(fact.claim.qualifiers)))))
        for fact in data.draw(st.permutations(reading.facts))
    ]

    assert triples.turtle(everything(replace(reading, facts=tuple(facts)))) == triples.turtle(everything(reading))


def test_a_fact_told_twice_changes_nothing(reading: Reading):
    assert everything(replace(reading, facts=reading.facts * 2)) == everything(reading)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)


@settings(deadline=None, max_examples=100)
@given(text=texts, value=texts, bounds=st.tuples(st.none() | numbers, st.none() | numbers))
def test_any_text_and_number_survives_writing(reading: Reading, text: str, value: str, bounds: tuple[Decimal | None, Decimal | None]):
    claim = claim_of(DISEASE, "definition", text, Qualifier("reason", value), quantity=Quantity(*bounds, "%"))
    fact = Fact(claim, Evidence(4, 5, Span(67, 71), (Mention("object", (Span(67, 71),)),), "list"))
    made = triples.claims(replace(reading, facts=(fact,)), NAMES)

    for written, form in ((triples.turtle(made), ox.RdfFormat.TURTLE), (triples.ntriples(made), ox.RdfFormat.N_TRIPLES)):
        assert {quad.triple for quad in ox.parse(written, format=form)} == set(made)


def test_turtle_read_back_and_written_again_is_the_same_bytes(reading: Reading):
    written = triples.turtle(everything(reading))
    again = [quad.triple for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)]

    assert triples.turtle(again) == written


def test_rdflib_and_pyoxigraph_write_the_same_sorted_ntriples(reading: Reading):
    dataset = triples.to_rdflib(layers(reading))

    for name, layer in layers(reading).items():
        graph = dataset.graph(rdflib.URIRef(name))
        # rdflib escapes other characters than pyoxigraph does: compare what the lines say
        by_rdflib = ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
        assert triples.ntriples(quad.triple for quad in by_rdflib) == triples.ntriples(layer)


def test_the_dataset_shows_the_union_of_its_layers(reading: Reading):
    assert len(triples.to_rdflib(layers(reading))) == len({*everything(reading)})


def test_without_blank_nodes_sorted_ntriples_are_the_canonical_form(reading: Reading):
    dataset = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in everything(reading))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    canonical = sorted(ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).splitlines(keepends=True))
    assert b"".join(canonical) == triples.ntriples(everything(reading))


def test_a_store_gives_back_what_it_was_given(reading: Reading):
    store = ox.Store()
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in everything(reading))

    assert {quad.triple for quad in store} == set(everything(reading))


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_bytes_do_not_depend_on_the_hash_seed(reading: Reading, seed: str):
    tests = Path(__file__).parents[1]
    code = "import sys; from test_graph import everything; from example_reading import example; from build_graph import triples; "
    code += "sys.stdout.buffer.write(triples.turtle(everything(example())))"
    paths = os.pathsep.join([str(tests), str(tests / "property"), *sys.path])
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": paths, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PATH": os.environ["PATH"]}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)

    assert run.stdout == triples.turtle(everything(reading))


def test_a_label_that_changes_changes_no_address(reading: Reading):
    fact = next(fact for fact in reading.facts if fact.claim.object == DERMIS)
    renamed = fact.claim._replace(object=replace(DERMIS, label="corium"))

    assert claim_hash(renamed) == claim_hash(fact.claim)
