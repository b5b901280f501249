"""What is shared and what sets apart is computed from the claims of both."""

from __future__ import annotations

from dataclasses import replace

from build_graph.site import compare
from build_graph.site.model import Claim, Release, Value
from build_graph.site.read import PKG
from build_graph.site.tree import Branch, forest
from build_graph.site.words import Words

_COLOUR = ("attribute", Value(text="colour"))


def _claim(number: int, subject: str, predicate: str, target: str, *qualifiers: tuple[str, Value]) -> Claim:
    return Claim(f"c:{number}", str(number), "", Value(subject, subject), PKG + predicate, Value(target, target), "affirmed", "asserted",
                 qualifiers, None, None, ())  # fmt: skip


def _made(found: Release, *claims: Claim) -> tuple[Branch, Release, Words]:
    some = next(iter(found.terms.values()))
    names = {value.iri for claim in claims for value in (claim.subject, claim.object)}
    made = replace(found, terms={name: replace(some, iri=name, label=name) for name in names}, claims={c.iri: c for c in claims})
    tree = next(branch for branch in forest(made, ["d"]) if branch.term.iri == "d")
    return tree, made, Words(made)


def test_a_finding_of_both_is_shared_and_another_colour_sets_apart(found: Release):
    tree, made, words = _made(
        found,
        _claim(1, "d", "differentialDiagnosis", "look", ("kind", Value(text="clinical"))),
        _claim(2, "d", "hasClinicalFinding", "white", _COLOUR),
        _claim(3, "look", "distinguishingFinding", "white", _COLOUR),
        _claim(4, "look", "distinguishingFinding", "pink", _COLOUR),
        _claim(5, "look", "distinguishingFinding", "hard", ("attribute", Value(text="consistency"))),
    )

    (row,) = compare.differential(tree, made, words).rows

    sorts = {feature.claim.object.text: feature.sort for cell in row.cells for feature in cell}
    assert sorts == {"white": "both", "pink": "apart", "hard": "alone"}


def test_what_a_subtype_shows_counts_as_shown_by_the_disease(found: Release):
    tree, made, words = _made(
        found,
        _claim(1, "d", "differentialDiagnosis", "look"),
        _claim(2, "sub", "subtypeOf", "d"),
        _claim(3, "sub", "hasClinicalFinding", "papule"),
        _claim(4, "look", "distinguishingFinding", "papule"),
    )

    (row,) = compare.differential(tree, made, words).rows

    assert [feature.sort for cell in row.cells for feature in cell] == ["both"]


def test_a_denial_is_never_shared_with_an_affirmation(found: Release):
    tree, made, words = _made(
        found,
        _claim(1, "d", "differentialDiagnosis", "look"),
        replace(_claim(2, "d", "hasClinicalFinding", "pain"), polarity="denied"),
        _claim(3, "look", "distinguishingFinding", "pain"),
    )

    (row,) = compare.differential(tree, made, words).rows

    assert [feature.sort for cell in row.cells for feature in cell] == ["apart"]


def test_the_method_of_a_finding_is_the_test_that_the_page_names(found: Release):
    method = Value("m", "polarization")
    tree, made, words = _made(
        found, _claim(1, "d", "differentialDiagnosis", "look"), _claim(2, "look", "distinguishingFinding", "shiny", ("method", method))
    )

    assert compare.differential(tree, made, words).rows[0].tests == (method,)


def test_subtypes_stand_in_columns_with_what_is_said_of_their_own_kinds(found: Release):
    tree, made, words = _made(
        found, _claim(1, "sub", "subtypeOf", "d"), _claim(2, "subsub", "subtypeOf", "sub"), _claim(3, "subsub", "causedBy", "x")
    )

    side = compare.subtypes(tree, made, words)

    assert [branch.term.iri for branch in side.columns] == ["sub"]
    assert [[claim.iri for claim in row.cells[0]] for row in side.rows] == [["c:3"]]


def test_a_treatment_carries_what_is_said_of_it_under_its_disease(found: Release):
    tree, made, _ = _made(
        found, _claim(1, "d", "treatedBy", "drug"), _claim(2, "drug", "treatmentEffect", "here", ("disease", Value("d", "d"))),
        _claim(3, "drug", "treatmentEffect", "there", ("disease", Value("other", "other"))),
    )  # fmt: skip

    ((_, (treatment,)),) = compare.treatments(tree, made)

    assert [claim.object.text for claim in treatment.further] == ["here"]
