from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest

from build_graph import triples
from build_graph.errors import LexiconError
from build_graph.facts import Fact, Mention, Qualifier, Reading, Term
from build_graph.lexicon import Entry
from build_graph.vocabulary import Names, iri, pkg
from example_reading import DISEASE, PAPULE, SANDY, TEXT, at

NAMES = Names()
RANKS = triples.Curated(frequency={"often": 0, "rarely": -6, "always": 2})


def graph(reading: Reading, tables: triples.Curated = RANKS) -> triples.Triples:
    return triples.claims(reading, NAMES, tables)


def objects(made: Iterable[ox.Triple], subject: ox.NamedNode | None, predicate: str) -> list[str]:
    """Return the values of a property, of one subject or of all."""
    return [each.object.value for each in made if each.predicate == iri(predicate) and subject in (None, each.subject)]


def the_claim(reading: Reading, predicate: str, thing: str = "") -> Fact:
    """Return the fact of that predicate whose object's slug or text starts so."""
    return next(
        fact
        for fact in reading.facts
        if fact.claim.predicate == predicate
        and (fact.claim.object.slug if isinstance(fact.claim.object, Term) else fact.claim.object).startswith(thing)
    )


def node(reading: Reading, fact: Fact) -> ox.NamedNode:
    return NAMES.claim(reading.topic, fact.claim)


def edge(reading: Reading, fact: Fact, tables: triples.Curated = RANKS) -> bool:
    """Return whether the fact alone gives its plain edge."""
    made = triples.edges(graph(replace(reading, facts=(fact,)), tables))
    assert isinstance(fact.claim.object, Term)
    ends = NAMES.node(fact.claim.subject, reading), NAMES.node(fact.claim.object, reading)
    return ox.Triple(ends[0], pkg(fact.claim.predicate), ends[1]) in made


def with_claim(fact: Fact, **changes: Any) -> Fact:
    return fact._replace(claim=fact.claim._replace(**changes))


def test_a_term_is_of_one_kind_with_its_label(reading: Reading):
    made = graph(reading)

    assert objects(made, NAMES.term(PAPULE), "rdf:type") == [pkg("Finding").value]
    assert objects(made, NAMES.term(PAPULE), "skos:prefLabel") == ["papule"]


def test_a_disease_is_also_a_class(reading: Reading):
    assert set(objects(graph(reading), NAMES.term(DISEASE), "rdf:type")) == {iri("owl:Class").value, pkg("Disease").value}


def test_the_lexicon_gives_other_names_and_the_definition(reading: Reading):
    entry = Entry(PAPULE, "clinical", ("bump",), ("papul",), "A small raised spot.", "terms.tsv:1")
    made = graph(reading, triples.Curated({"papule": entry}))

    assert objects(made, NAMES.term(PAPULE), "skos:altLabel") == ["bump"]
    assert objects(made, NAMES.term(PAPULE), "skos:hiddenLabel") == ["papul"]
    assert objects(made, NAMES.term(PAPULE), "skos:definition") == ["A small raised spot."]


def test_a_candidate_says_so_and_names_its_head(reading: Reading):
    made = graph(reading)

    assert pkg("CandidateTerm").value in objects(made, NAMES.term(SANDY), "rdf:type")
    assert objects(made, NAMES.term(SANDY), "pkg:headTerm") == [NAMES.term(PAPULE).value]


def test_a_candidate_spelt_in_two_ways_has_one_label(reading: Reading):
    fact = the_claim(reading, "hasClinicalFinding", "sandy")
    other = with_claim(fact, object=replace(SANDY, label="Sandy papule"), modality="possible")
    made = graph(replace(reading, facts=(fact, other)))

    assert objects(made, NAMES.term(SANDY), "skos:prefLabel") == ["Sandy papule"]
    assert objects(made, NAMES.term(SANDY), "skos:altLabel") == ["sandy papule"]


def test_equal_claims_are_one_node_with_several_pieces_of_evidence(reading: Reading):
    site = the_claim(reading, "occursAtSite")

    assert len(objects(graph(reading), node(reading, site), "pkg:evidence")) == 2


def test_a_claim_says_what_it_is_about_and_how_sure_the_page_is(reading: Reading):
    made, lamp = graph(reading), the_claim(reading, "treatedBy", "lamp")

    assert objects(made, node(reading, lamp), "pkg:subject") == [NAMES.term(DISEASE).value]
    assert objects(made, node(reading, lamp), "pkg:modality") == [pkg("possible").value]
    assert objects(made, node(reading, lamp), "pkg:polarity") == [pkg("affirmed").value]
    assert objects(made, node(reading, lamp), "pkg:population") == [NAMES.base + "term/some-patients"]


def test_a_literal_goes_to_value_and_a_term_to_object(reading: Reading):
    made, title = graph(reading), the_claim(reading, "codeTitle")

    assert objects(made, node(reading, title), "pkg:value") == ["grit of skin"]
    assert objects(made, node(reading, title), "pkg:object") == []


def test_a_range_has_both_bounds_and_its_unit(reading: Reading):
    made = graph(reading)
    (quantity,) = objects(made, node(reading, the_claim(reading, "meanAgeRange")), "pkg:quantity")

    expected = {"schema:minValue": ["28"], "schema:maxValue": ["46"], "pkg:ucumCode": ["a"], "pkg:statistic": ["mean"]}
    assert {name: objects(made, ox.NamedNode(quantity), name) for name in expected} == expected


def test_a_threshold_has_an_open_bound_in_canonical_form(reading: Reading):
    made = graph(reading)
    (quantity,) = objects(made, node(reading, the_claim(reading, "labFinding", "urate")), "pkg:quantity")

    assert objects(made, ox.NamedNode(quantity), "schema:minValue") == ["6.8"]
    assert objects(made, ox.NamedNode(quantity), "pkg:minInclusive") == ["false"]
    assert objects(made, ox.NamedNode(quantity), "schema:maxValue") == []


def test_a_horizon_is_a_number_and_a_unit(reading: Reading):
    fact = the_claim(reading, "meanAgeRange")
    timed = with_claim(fact, qualifiers=(Qualifier("horizon", "1 a"),))
    made = graph(replace(reading, facts=(timed,)))

    assert objects(made, None, "pkg:horizonValue") == ["1"]
    assert objects(made, None, "pkg:horizonUcumCode") == ["a"]


def test_a_code_has_its_notation_and_its_classification(reading: Reading):
    made, code = graph(reading), ox.NamedNode(NAMES.base + "term/icd-10-z99-9")

    assert objects(made, code, "skos:notation") == ["Z99.9"]
    assert objects(made, code, "skos:inScheme") == [NAMES.scheme("ICD-10").value]


def test_the_page_itself_is_no_claim(reading: Reading):
    assert pkg("topicTitle").value not in objects(graph(reading), None, "pkg:predicate")


def test_no_layer_has_a_blank_node(reading: Reading):
    layers = graph(reading), triples.edges(graph(reading)), triples.evidence(reading, NAMES), triples.source(reading, NAMES)

    assert not [each for layer in layers for each in layer for end in (each.subject, each.object) if isinstance(end, ox.BlankNode)]


def test_an_affirmed_asserted_claim_has_its_edge(reading: Reading):
    assert edge(reading, the_claim(reading, "occursAtSite"))


@pytest.mark.parametrize(
    "changes",
    [
        {"polarity": "denied"},
        *({"modality": modality} for modality in ("possible", "suspected", "hypothesis", "uncertain", "implied")),
        {"qualifiers": (Qualifier("condition", "if feasible"),)},
        {"qualifiers": (Qualifier("context", PAPULE),)},
        {"qualifiers": (Qualifier("directness", "indirect"),)},
        {"qualifiers": (Qualifier("frequency", "rarely"),)},
        {"qualifiers": (Qualifier("frequency", "once in a blue moon"),)},
        {"qualifiers": (Qualifier("frequency", "often"), Qualifier("frequency", "rarely"))},
    ],
)
def test_a_claim_that_is_not_plain_has_no_edge(reading: Reading, changes: dict[str, object]):
    assert not edge(reading, with_claim(the_claim(reading, "occursAtSite"), **changes))


@pytest.mark.parametrize(("name", "value"), [("frequency", "often"), ("frequency", "always"), ("directness", "direct")])
def test_these_qualifiers_leave_the_edge(reading: Reading, name: str, value: str):
    assert edge(reading, with_claim(the_claim(reading, "occursAtSite"), qualifiers=(Qualifier(name, value),)))


def test_a_frequency_without_the_table_counts_as_rare(reading: Reading):
    fact = with_claim(the_claim(reading, "occursAtSite"), qualifiers=(Qualifier("frequency", "often"),))

    assert not edge(reading, fact, triples.Curated())


def test_subtypes_of_a_disease_give_the_tree_twice(reading: Reading):
    made = triples.edges(graph(reading))

    assert [len(objects(made, None, name)) for name in ("rdfs:subClassOf", "skos:broader", "pkg:subtypeOf")] == [2, 2, 2]


def test_subtypes_of_anything_else_are_no_classes(reading: Reading):
    cytokine, il6 = Term("cytokine", "cytokine", "Protein"), Term("il6", "IL6", "Protein")
    fact = with_claim(the_claim(reading, "subtypeOf"), subject=il6, object=cytokine)
    made = triples.edges(graph(replace(reading, facts=(fact,))))

    assert objects(made, None, "skos:broader") == [NAMES.term(cytokine).value]
    assert objects(made, None, "rdfs:subClassOf") == []


def test_a_mechanism_gives_steps_in_their_direction(reading: Reading):
    made = triples.edges(graph(reading))

    steps = {(each.subject.value, each.object.value) for each in made if each.predicate == pkg("leadsTo")}
    damage, deposition, growth = (f"{NAMES.base}term/{slug}" for slug in ("tissue-damage", "grit-deposition", "crystal-growth"))
    assert steps == {(damage, deposition), (deposition, growth)}


def test_views_come_from_the_written_claims_alone(reading: Reading):
    claims = graph(reading)
    again = [quad.triple for quad in ox.parse(triples.turtle(claims), format=ox.RdfFormat.TURTLE)]

    assert triples.turtle(triples.edges(again)) == triples.turtle(triples.edges(claims))


def test_a_citation_on_a_parent_is_marked_as_inherited(reading: Reading):
    made = triples.evidence(reading, NAMES)

    assert len(objects(made, None, "pkg:ownCitation")) == 1
    assert len(objects(made, None, "pkg:inheritedCitation")) == 2
    assert set(objects(made, None, "cito:citesAsEvidence")) == {NAMES.base + "reference/j-grit-2020-1-2"}


def test_a_name_in_two_pieces_has_two_mentions_of_one_term(reading: Reading):
    fact = the_claim(reading, "hasClinicalFinding", "firm")
    made = triples.evidence(replace(reading, facts=(fact,)), NAMES)
    parts = [cast("ox.NamedNode", each.subject) for each in made if each.predicate == pkg("mentionRole") and each.object.value == "object"]

    assert [objects(made, part, "pkg:piece") for part in parts] == [["1"], ["2"]]
    assert [objects(made, part, "oa:exact") for part in parts] == [["firm"], ["papules"]]
    assert {*objects(made, parts[0], "pkg:mentionOf"), *objects(made, parts[1], "pkg:mentionOf")} == {NAMES.base + "candidate/firm-papule"}


def test_the_words_of_a_qualifier_lead_to_the_value_that_they_were_read_as(reading: Reading):
    fact, one, two = the_claim(reading, "treatedBy", "lamp"), Term("men", "men", "Population"), Term("women", "women", "Population")
    both = with_claim(fact, qualifiers=(Qualifier("population", one), Qualifier("population", two)))
    mention = Mention("population", (at(15, "patients"),), value="women")
    made = triples.evidence(replace(reading, facts=(both._replace(evidence=fact.evidence._replace(mentions=(mention,))),)), NAMES)

    assert objects(made, None, "pkg:mentionOf") == [NAMES.term(two).value]


def test_without_quotes_no_word_of_the_page_is_written(reading: Reading):
    made = [*triples.evidence(reading, NAMES, quotes=False), *triples.source(replace(reading, facts=()), NAMES, quotes=False)]

    assert objects(made, None, "oa:exact") == []
    assert not [each for each in made if each.predicate == iri("rdf:type") and each.object == iri("oa:TextQuoteSelector")]


def test_every_line_is_a_unit_with_its_parent_and_status(reading: Reading):
    made = triples.source(reading, NAMES)
    line = NAMES.unit(reading.edition, 6)

    assert len(objects(made, None, "pkg:unitKind")) == TEXT.count("\n") + 1
    assert objects(made, line, "pkg:parentUnit") == [NAMES.unit(reading.edition, 5).value]
    assert objects(made, line, "pkg:coverage") == ["claims"]


def test_metadata_are_plain_triples_on_the_page(reading: Reading):
    made, page = triples.source(reading, NAMES), NAMES.edition(reading.page)

    assert objects(made, page, "dcterms:title") == ["Grit disease"]
    assert objects(made, page, "dcterms:modified") == ["2024-05-03"]
    assert objects(made, page, "pkg:emptySection") == ["Laboratory"]
    assert objects(made, page, "cito:cites") == [NAMES.base + "reference/j-grit-2020-1-2"]
    (author,) = objects(made, page, "schema:author")
    assert objects(made, ox.NamedNode(author), "schema:name") == ["Ann Gritter"]
    assert objects(made, ox.NamedNode(author), "schema:honorificSuffix") == ["M.D."]
    (views,) = objects(made, page, "schema:interactionStatistic")
    assert objects(made, ox.NamedNode(views), "schema:userInteractionCount") == ["1150"]


def test_a_restatement_has_its_own_creator_and_licence(reading: Reading):
    made, own = triples.source(reading, NAMES), NAMES.edition(reading.edition)

    assert objects(made, own, "dcterms:license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert objects(made, own, "prov:wasDerivedFrom") == [NAMES.edition(reading.page).value]
    assert objects(made, NAMES.edition(reading.page), "dcterms:license") == []


def scopes(folder: Path, *rows: str) -> Path:
    table = folder / "scopes.tsv"
    table.write_text("\n".join(["phrase\tproperty\tvalue\tdirection\tstops\trank\tnote", *rows, ""]), encoding="utf-8")
    return table


def test_the_order_of_frequency_words_is_data(tmp_path: Path):
    table = scopes(tmp_path, "often\tfrequency\toften\tforward\t;\t7\t", "now and then\tfrequency\tnow and then\tforward\t;\t3\t")

    assert triples.curated(scopes=table).frequency == {"often": 0, "now and then": -4}


@pytest.mark.parametrize(
    ("row", "said"), [("rare\tfrequency\trare\tforward\t;\t1\t", "often"), ("often\tfrequency\toften\tforward\t;\thigh\t", "high")]
)
def test_a_table_of_frequencies_without_its_anchor_is_refused(tmp_path: Path, row: str, said: str):
    with pytest.raises(LexiconError, match=said) as caught:
        triples.curated(scopes=scopes(tmp_path, row))
    assert caught.value.line == 2
