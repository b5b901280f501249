from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import resources, triples, validate
from build_graph.errors import ShapeError
from build_graph.facts import Reading
from build_graph.validate.focus import read_shapes
from build_graph.vocabulary import Names, iri, pkg
from example_reading import TEXT

NAMES = Names()
SHAPES = "https://w3id.org/pathkg/shapes#"


@pytest.fixture(scope="module")
def graph(reading: Reading) -> triples.Triples:
    claims = triples.claims(reading, NAMES, triples.curated())
    return [*claims, *triples.edges(claims), *triples.evidence(reading, NAMES), *triples.source(reading, NAMES)]


def without(graph: triples.Triples, predicate: str, value: ox.NamedNode | None = None) -> triples.Triples:
    return [each for each in graph if each.predicate != iri(predicate) or (value is not None and each.object != value)]


def broken(report: validate.Report) -> set[str]:
    return {violation.shape.removeprefix(SHAPES) for violation in report.violations}


@pytest.mark.parametrize("engine", sorted(validate.ENGINES))
def test_the_example_conforms_and_every_shape_looked_at_something(graph: triples.Triples, engine: str):
    report = validate.check(graph, engine=engine)

    assert report.violations == ()
    assert report.conforms
    assert report.not_applicable == []
    assert min(report.focus.values()) > 0


def test_an_empty_graph_conforms_to_nothing():
    report = validate.check([])

    assert not report.conforms
    assert len(report.not_applicable) == len(report.focus)


def test_claims_that_lost_their_type_are_not_passed_over(graph: triples.Triples):
    report = validate.check(without(graph, "rdf:type", pkg("Claim")))

    blind = [violation for violation in report.violations if "no focus node" in violation.message]
    assert SHAPES + "ClaimHasEvidence" in {violation.shape for violation in blind}


def test_claims_without_evidence_are_found(graph: triples.Triples):
    assert "ClaimHasEvidence" in broken(validate.check(without(graph, "pkg:evidence")))


def test_lost_class_axioms_are_noticed(graph: triples.Triples):
    ontology = [each for each in validate._ontology_file("ontology.ttl") if each.predicate != iri("rdfs:subClassOf")]
    shapes = [*validate._ontology_file("shapes.ttl"), *validate._ontology_file("prefixes.ttl")]
    report = validate.validate(graph, shapes, ontology)

    assert "EdgeIsSupported" in {each.shape.removeprefix(SHAPES) for each in report.violations if "no focus node" in each.message}


@pytest.mark.parametrize("engine", sorted(validate.ENGINES))
def test_a_violation_says_where_what_and_how_to_mend_it(reading: Reading, graph: triples.Triples, engine: str):
    fact = next(fact for fact in reading.facts if fact.claim.predicate == "treatedBy")
    wrong = without(graph, "pkg:modality")
    files = {NAMES.edition(reading.edition).value: "grit.txt"}
    report = validate.check(wrong, files, engine)

    (text,) = [str(each) for each in report.violations if each.focus == NAMES.claim(reading.topic, fact.claim).value]
    assert text.startswith("grit.txt:15:1: modality is one of asserted, possible,")
    assert "'Lamp therapy may help some patients'" in text
    assert "fix: use a polarity and a modality of ontology.ttl" in text


def test_a_fault_in_a_span_is_placed_on_its_own_line(reading: Reading, graph: triples.Triples):
    wrong = [misquoted(each) if each.predicate == iri("oa:exact") and each.object.value == "fever" else each for each in graph]
    report = validate.check(wrong, {NAMES.edition(reading.edition).value: "grit.txt"})

    assert broken(report) == {"QuoteAgrees"}
    assert str(report.violations[0]).startswith(f"grit.txt:10:{TEXT.splitlines()[9].index('no fever') + 1}: ")


def misquoted(triple: ox.Triple) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, ox.Literal("fewer"))


def test_a_hedged_claim_with_an_edge_is_found(reading: Reading, graph: triples.Triples):
    lamp = next(fact.claim for fact in reading.facts if fact.claim.predicate == "treatedBy")
    edge = ox.Triple(NAMES.term(lamp.subject), pkg("treatedBy"), NAMES.term(lamp.object))  # type: ignore[arg-type]

    assert broken(validate.check([*graph, edge])) == {"EdgeIsSupported"}


def test_the_engines_find_the_same_in_a_graph_with_planted_faults(graph: triples.Triples):
    planted = [each for index, each in enumerate(graph) if index % 9]
    one, other = (
        {(each.shape, each.focus, each.path, each.value, each.message) for each in validate.check(planted, engine=engine).violations}
        for engine in sorted(validate.ENGINES)
    )

    assert len(one) > 100
    assert one == other


def test_an_unknown_engine_is_refused_by_name():
    with pytest.raises(ShapeError, match="no SHACL engine 'jena'"):
        validate.check([], engine="jena")


@pytest.mark.parametrize("engine", sorted(validate.ENGINES))
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("SELECT $this ?path", "SELEKT $this ?path"),
        ("sh:maxCount 1 ;", "sh:maxCount -1 , 2 ;"),
        ("?path a pkg:Predicate .", "VALUES ?path { pkg:treatedBy }"),
    ],
)
def test_shapes_that_an_engine_cannot_use_are_one_clear_error(graph: triples.Triples, engine: str, good: str, bad: str):
    text = (resources.folder("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    assert good in text
    shapes = [quad.triple for quad in ox.parse(text.replace(good, bad), format=ox.RdfFormat.TURTLE)]
    shapes += validate._ontology_file("prefixes.ttl")

    with pytest.raises(ShapeError, match="cannot use the shapes"):
        validate.validate(graph, shapes, validate._ontology_file("ontology.ttl"), engine=engine)


@pytest.mark.parametrize("engine", sorted(validate.ENGINES))
def test_a_foreign_file_with_blank_nodes_gives_a_report(engine: str):
    foreign = '_:a a <https://w3id.org/pathkg/ontology#Claim> ; <https://w3id.org/pathkg/ontology#predicate> "x" .'
    report = validate.check([quad.triple for quad in ox.parse(foreign, format=ox.RdfFormat.TURTLE)], engine=engine)

    assert len(report.violations) > 5
    assert b"ValidationResult" in report.turtle()
    assert all(str(violation) for violation in report.violations)


def test_broken_turtle_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "broken.ttl").write_text("@prefix a: <urn:a> .\na:b a:c\n", encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path)

    with pytest.raises(ShapeError) as caught:
        validate._ontology_file("broken.ttl")
    assert caught.value.line >= 2


def test_a_shape_without_a_reason_is_refused():
    shape = ox.NamedNode(SHAPES + "Nameless")
    bare = [ox.Triple(shape, iri("sh:targetClass"), pkg("Claim")), ox.Triple(shape, iri("rdf:type"), iri("sh:NodeShape"))]

    with pytest.raises(ShapeError, match="Nameless> lacks a reason"):
        read_shapes(bare)


def test_the_report_is_turtle_with_the_focus_counts(graph: triples.Triples):
    report = validate.check(graph)
    read = [quad.triple for quad in ox.parse(report.turtle(), format=ox.RdfFormat.TURTLE)]

    counted = {each.subject.value: int(each.object.value) for each in read if each.predicate == iri("pkgs:focusNodes")}
    assert counted == report.focus
    assert report.turtle() == validate.check(list(reversed(graph))).turtle()


def test_the_order_of_violations_is_that_of_the_page(graph: triples.Triples):
    report = validate.check(without(graph, "pkg:polarity"))
    lines = [violation.place.line for violation in report.violations if violation.place]

    assert len(lines) == len(report.violations) > 20
    assert lines == sorted(lines)
