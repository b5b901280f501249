"""The ontology, the shapes and the prefixes as curated files: complete, of one form, and without a name twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import pipeline, resources
from build_graph.facts import Claim, Term
from build_graph.triples import is_metadata
from build_graph.vocabulary import iri, pkg, prefixes

FOLDER = resources.folder("ontology")
ONTOLOGY = FOLDER / "ontology.ttl"
PKG = prefixes()["pkg"]


def parse(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


TRIPLES = parse(ONTOLOGY)
VALUES: dict[tuple[str, str], list[str]] = defaultdict(list)
for each in TRIPLES:
    VALUES[each.subject.value, each.predicate.value].append(each.object.value)
OWN = sorted({each.subject.value for each in TRIPLES if each.subject.value.startswith(PKG)})
KINDS = {name: set(VALUES[name, iri("rdf:type").value]) for name in OWN}
PREDICATES = [name for name in OWN if pkg("Predicate").value in KINDS[name]]
QUALIFIERS = [name for name in OWN if pkg("Qualifier").value in KINDS[name]]


def values(name: str, curie: str) -> list[str]:
    return VALUES[name, iri(curie).value]


def test_as_many_names_as_counted():
    assert (len(PREDICATES), len(QUALIFIERS)) == (67, 69), "mend the number when you add one: a loader that finds fewer must fail"


@pytest.mark.parametrize("name", OWN)
def test_each_name_has_one_label_and_one_definition(name: str):
    assert len(values(name, "rdfs:label")) == 1, f"{name}: one rdfs:label in {ONTOLOGY.name}"
    assert len(values(name, "skos:definition")) == 1, f"{name}: one skos:definition in {ONTOLOGY.name}"
    assert values(name, "skos:definition")[0].endswith("."), f"{name}: the definition is a sentence"


@pytest.mark.parametrize("name", [*PREDICATES, *QUALIFIERS])
def test_each_predicate_and_qualifier_has_an_example_and_its_ends(name: str):
    assert values(name, "skos:example"), f"{name}: add skos:example"
    assert values(name, "schema:domainIncludes"), f"{name}: add schema:domainIncludes"
    assert values(name, "schema:rangeIncludes"), f"{name}: add schema:rangeIncludes"


@pytest.fixture(scope="module")
def said() -> set[Claim]:
    return {fact.claim for fact in pipeline.read().facts}


def label(value: Term | str) -> str:
    return value.label if isinstance(value, Term) else value


@pytest.mark.parametrize("name", PREDICATES)
def test_an_example_about_a_subject_of_the_shipped_document_is_a_claim_of_it(name: str, said: set[Claim]):
    subjects = {label(claim.subject) for claim in said}
    for example in values(name, "skos:example"):
        subject, arrow, rest = example.partition(" -> ")
        thing = re.sub(r" \(.*\)$", "", rest)
        found = {label(c.object) for c in said if c.predicate == name.removeprefix(PKG) and label(c.subject) == subject}
        assert arrow, f"{name}: an example is written 'subject -> object'"
        assert subject not in subjects or thing in found, f"{name}: who asks for the example {example!r} finds nothing"


@pytest.mark.parametrize("name", QUALIFIERS)
def test_the_example_of_a_qualifier_that_the_shipped_document_uses_stands_there(name: str, said: set[Claim]):
    found = {label(value) for claim in said if not is_metadata(claim) for value in claim.values(name.removeprefix(PKG))}
    assert not found or found & {*values(name, "skos:example")}, f"{name}: no claim has one of its examples, but {sorted(found)[:5]}"


@pytest.mark.parametrize("name", PREDICATES)
def test_each_predicate_is_in_a_group(name: str):
    assert len(values(name, "pkg:group")) == 1


def test_no_property_takes_both_terms_and_literals():
    """One property for both is not OWL 2 DL."""
    both = {iri(f"owl:{kind}Property").value for kind in ("Object", "Datatype")}

    assert [name for name in OWN if both <= KINDS[name]] == []


def test_an_object_property_leads_to_terms_and_a_datatype_property_to_literals():
    for name in [*PREDICATES, *QUALIFIERS]:
        ends = set(values(name, "schema:rangeIncludes"))
        literal = {end for end in ends if end in {iri("schema:Text").value, iri("schema:Integer").value}}
        if iri("owl:DatatypeProperty").value in KINDS[name]:
            assert ends == literal, name
        elif name not in PREDICATES:
            assert not literal, name


def test_the_ends_of_properties_are_classes_of_the_ontology():
    ends = {end for name in OWN for curie in ("schema:domainIncludes", "schema:rangeIncludes") for end in values(name, curie)}

    assert {end for end in ends if end.startswith(PKG) and iri("owl:Class").value not in KINDS.get(end, set())} == set()


def test_labels_of_predicates_and_qualifiers_are_unique():
    labels = Counter(values(name, "rdfs:label")[0] for name in {*PREDICATES, *QUALIFIERS})

    assert [label for label, count in labels.items() if count > 1] == []


def test_mapping_properties_are_annotation_properties():
    for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"):
        assert values(iri(f"skos:{name}").value, "rdf:type") == [iri("owl:AnnotationProperty").value]


def test_an_outside_name_is_declared_where_it_is_used_as_more_than_a_reference():
    """rdfs:subPropertyOf and rdfs:subClassOf pull the name into the model, rdfs:seeAlso does not."""
    used = {end for name in OWN for curie in ("rdfs:subPropertyOf", "rdfs:subClassOf") for end in values(name, curie)}

    assert [end for end in used if not end.startswith(PKG) and not values(end, "rdf:type")] == []


def test_every_prefix_is_declared_once():
    text = (FOLDER / "prefixes.ttl").read_text(encoding="utf-8")
    declared = re.findall(r'sh:prefix "([^"]+)" ; sh:namespace "([^"]+)"', text)

    assert len(declared) == 28
    assert [name for name, _ in declared] == sorted({name for name, _ in declared})
    assert len({space for _, space in declared}) == len(declared)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.name)
def test_a_file_uses_only_declared_prefixes_and_all_that_it_names(path: Path):
    text = path.read_text(encoding="utf-8")
    named = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", text, flags=re.MULTILINE))
    body = re.sub(r"^@prefix.*$|^#.*$", "", text, flags=re.MULTILINE)

    assert {name: space for name, space in named.items() if prefixes().get(name) != space} == {}
    assert [name for name in named if not re.search(rf"(?<![\w/#]){name}:", body)] == []


def test_no_name_of_the_code_is_missing_in_the_ontology():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (resources.folder("src") / "build_graph").rglob("*.py"))
    used = set(re.findall(r'"pkg:([A-Za-z0-9]+)"', code)) | set(re.findall(r'pkg\("([A-Za-z0-9]+)"\)', code))

    assert len(used) > 40
    assert sorted(name for name in used if PKG + name not in OWN) == []


def test_every_prefix_that_a_shape_query_uses_is_declared():
    text = (FOLDER / "shapes.ttl").read_text(encoding="utf-8")
    queries = re.findall(r'sh:select """(.*?)"""', text, flags=re.DOTALL)
    used = {name for query in queries for name in re.findall(r"(?<![\w/#<:\"])([a-z]+):[A-Za-z]*", query)}

    assert len(queries) > 20
    assert used <= set(prefixes())
