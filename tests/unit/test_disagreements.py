"""Where a page disagrees with itself: one made-up case a rule, each with its neighbour that is no disagreement."""

from __future__ import annotations

from typing import Any

import pytest

from build_graph.disagreements import disagreements
from build_graph.facts import Claim, Evidence, Fact, Mention, Qualifier, Span, Term

DISEASE = Term("grit-disease", "Grit disease", "Disease")
DERMIS, FAT, EPIDERMIS = (Term(name, name, "Tissue") for name in ("dermis", "fat", "epidermis"))
LEVEL = Term("calcium-level", "calcium level", "Analyte")
CRYSTAL, GRAIN = (Term(name, name, "Finding") for name in ("white-crystal", "pink-crystal"))
EXCISION, CURE = Term("excision", "excision", "Procedure"), Term("resolution", "resolution", "Outcome")
HEMATOXYLIN = Term("hematoxylin", "hematoxylin", "Stain")
POLARIZATION = Term("polarization", "polarization", "Procedure")


def fact(block: int, predicate: str, value: Term, polarity: Any = "affirmed", modality: Any = "asserted", **said: str | Term) -> Fact:
    qualifiers = tuple(Qualifier(name, each) for name, each in sorted(said.items()))
    claim = Claim(DISEASE, predicate, value, polarity, modality, qualifiers=qualifiers)
    return Fact(claim, Evidence(block, block + 1, Span(0, 1), (Mention("object", (Span(0, 1),)),), "made-up"))


CASES = {
    "denied": ([fact(1, "hasFinding", CRYSTAL), fact(2, "hasFinding", CRYSTAL, "denied")], 1),
    "hedged": ([fact(1, "hasFinding", CRYSTAL), fact(2, "hasFinding", CRYSTAL, modality="possible")], 1),
    "another frequency": ([fact(1, "hasFinding", CRYSTAL), fact(2, "hasFinding", CRYSTAL, "denied", frequency="often")], 1),
    "another place": ([fact(1, "hasFinding", CRYSTAL), fact(2, "hasFinding", CRYSTAL, "denied", site=DERMIS)], 0),
    "said twice": ([fact(1, "hasFinding", CRYSTAL), fact(2, "hasFinding", CRYSTAL)], 0),
    "two states": ([fact(1, "labFinding", LEVEL, state="abnormal"), fact(2, "labFinding", LEVEL, state="elevated")], 1),
    "a state and none": ([fact(1, "labFinding", LEVEL, state="abnormal"), fact(2, "labFinding", LEVEL)], 0),
    "layers": ([fact(1, "occursAtSite", DERMIS), fact(1, "occursAtSite", FAT),
                fact(2, "occursAtSite", DERMIS), fact(2, "occursAtSite", EPIDERMIS)], 1),
    "fewer layers": ([fact(1, "occursAtSite", DERMIS), fact(1, "occursAtSite", FAT), fact(2, "occursAtSite", DERMIS)], 0),
    "other layers": ([fact(1, "occursAtSite", FAT), fact(2, "occursAtSite", EPIDERMIS)], 0),
    "colours": ([fact(1, "distinguishingFinding", CRYSTAL, attribute="colour"),
                 fact(2, "distinguishingFinding", GRAIN, attribute="colour")], 1),
    "colours of two stains": ([fact(1, "distinguishingFinding", CRYSTAL, attribute="colour"),
                               fact(2, "distinguishingFinding", GRAIN, attribute="colour", method=HEMATOXYLIN)], 0),
    "colours with and without polarization": ([fact(1, "distinguishingFinding", CRYSTAL, attribute="colour"),
                                               fact(2, "distinguishingFinding", GRAIN, attribute="colour", method=POLARIZATION)], 0),
    "with and without outcome": ([fact(1, "treatedBy", EXCISION), fact(1, "hasComplicationOrOutcome", CURE),
                                  fact(2, "treatedBy", EXCISION)], 1),
    "outcome each time": ([fact(1, "treatedBy", EXCISION), fact(1, "hasComplicationOrOutcome", CURE), fact(2, "treatedBy", EXCISION),
                           fact(2, "hasComplicationOrOutcome", CURE)], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_pairs(name: str) -> None:
    facts, expected = CASES[name]
    found = disagreements(facts)
    assert len(found) == expected
    assert {frozenset(pair) for pair in disagreements(reversed(facts))} == set(map(frozenset, found))
