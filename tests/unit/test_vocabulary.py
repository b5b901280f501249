from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from build_graph.errors import BuildGraphError
from build_graph.facts import Citation, Claim, Qualifier, Quantity, Reading, Span, Term, claim_of
from build_graph.vocabulary import BASE, Names, apart, claim_hash, decimal, iri, outside, pkg, prefixes, slug
from example_reading import COARSE, DERMIS, DISEASE, GRIT_CITATION, PAPULE

NAMES = Names()
CLAIM = claim_of(DISEASE, "occursAtSite", DERMIS, Qualifier("kind", "clinical"), Qualifier("extent", "diffuse"))


def test_names_in_camel_case_are_taken_apart():
    assert [apart(name) for name in ("treatedBy", "icd10Code", "Term")] == ["treated by", "icd10 code", "term"]
    assert apart("hasComplicationOrOutcome", "_") == "has_complication_or_outcome"


def test_a_term_stands_below_term_and_a_candidate_below_candidate():
    assert NAMES.term(PAPULE).value == BASE + "term/papule"
    assert NAMES.term(replace(PAPULE, candidate=True)).value == BASE + "candidate/papule"


def test_a_page_part_stands_below_its_topic(reading: Reading):
    option = Term("question-1-option-a", "A", "QuestionOption")

    assert NAMES.node(option, reading).value == BASE + "topic/grit-disease/question-option/question-1-option-a"


def test_the_page_itself_is_its_edition(reading: Reading):
    assert NAMES.node(Term("page", "page", "Edition"), reading) == NAMES.edition(reading.page)
    assert NAMES.edition(reading.page).value == BASE + "document/grit-disease/2024-05-03"


def test_a_base_moves_terms_but_never_the_ontology():
    moved = Names("https://example.org/kg/")

    assert moved.term(PAPULE).value == "https://example.org/kg/term/papule"
    assert prefixes(moved.base)["term"] == "https://example.org/kg/term/"
    assert prefixes(moved.base)["pkg"] == prefixes(BASE)["pkg"]


@pytest.mark.parametrize(
    "base", ["", "example.org/", "https://example.org", "https://exa mple.org/", "https://example.org/<x>/", "ftp://x.org/"]
)
def test_what_is_no_base_is_refused(base: str):
    with pytest.raises(BuildGraphError, match="not a base"):
        Names(base)


@pytest.mark.parametrize("bad", ["", "Papule", "a b", "a/b", "a--b", "-a", "../x", "a>b", "ä", "a\n"])
def test_page_text_never_reaches_an_iri_unescaped(bad: str):
    with pytest.raises(BuildGraphError, match="no slug"):
        NAMES.term(replace(PAPULE, slug=bad))


def test_an_unknown_name_of_the_ontology_is_refused_where_it_is_no_name():
    with pytest.raises(BuildGraphError, match="not a name of the ontology"):
        pkg("treated by")


def test_an_outside_address_must_be_one():
    assert outside("https://creativecommons.org/licenses/by/4.0/").value.endswith("/by/4.0/")
    with pytest.raises(BuildGraphError, match="not an address"):
        outside("CC BY 4.0")


def test_a_curie_needs_a_declared_prefix():
    assert iri("skos:broader").value == "http://www.w3.org/2004/02/skos/core#broader"
    with pytest.raises(KeyError):
        iri("nosuch:thing")


def test_the_hash_of_a_claim_is_frozen():
    """A release names its claims by it: if this fails, every claim of every release gets a new address."""
    assert claim_hash(CLAIM) == "af89b562f0436644"


def test_the_order_of_qualifiers_does_not_change_a_claim():
    assert claim_hash(CLAIM) == claim_hash(CLAIM._replace(qualifiers=CLAIM.qualifiers[::-1]))


@pytest.mark.parametrize(
    "other",
    [
        CLAIM._replace(subject=COARSE),
        CLAIM._replace(predicate="hasClinicalFinding"),
        CLAIM._replace(object="dermis"),
        CLAIM._replace(object=replace(DERMIS, candidate=True)),
        CLAIM._replace(polarity="denied"),
        CLAIM._replace(modality="possible"),
        CLAIM._replace(quantity=Quantity(Decimal(1), None, "%")),
        CLAIM._replace(qualifiers=CLAIM.qualifiers[:1]),
        CLAIM._replace(qualifiers=(Qualifier("kind", DERMIS), Qualifier("extent", "diffuse"))),
    ],
)
def test_whatever_a_claim_says_is_part_of_its_hash(other: Claim):
    assert claim_hash(other) != claim_hash(CLAIM)


def test_a_label_is_no_part_of_what_a_claim_says():
    assert claim_hash(CLAIM._replace(subject=replace(DISEASE, label="Grit"))) == claim_hash(CLAIM)


def test_equal_numbers_make_equal_claims():
    one, other = (CLAIM._replace(quantity=Quantity(Decimal(text), None, "%")) for text in ("0.10", "0.1"))

    assert claim_hash(one) == claim_hash(other)


@pytest.mark.parametrize(
    ("number", "text"), [("0.30", "0.3"), ("27", "27"), ("1E+3", "1000"), ("-0.0", "0"), ("6.80", "6.8"), ("1E-6", "0.000001")]
)
def test_a_decimal_is_written_canonically(number: str, text: str):
    assert decimal(Decimal(number)) == text


@pytest.mark.parametrize(
    ("text", "made"), [("Sjögren syndrome", "sjogren-syndrome"), ("  CD34+ cells ", "cd34-cells"), ("N Engl J Med", "n-engl-j-med")]
)
def test_words_become_slugs(text: str, made: str):
    assert slug(text) == made


def test_letters_without_a_latin_form_are_told_apart():
    assert slug("IL1α") != slug("IL1β")
    assert slug("石灰") != slug("灰石")


def test_the_day_of_access_makes_no_other_work():
    text, fields = GRIT_CITATION
    one = Citation(text, Span(0, 1), (*fields, ("accessed", "2024-12-16")))

    assert NAMES.reference(one) == NAMES.reference(Citation(text, Span(5, 9), fields))
