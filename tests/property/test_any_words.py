"""Whatever the words are, a page is read and can be released: no rule falls over them, each claim stands on its line and keeps shapes."""

from __future__ import annotations

import os

import pytest

import spliced
from build_graph import pipeline
from build_graph.lexicon import WORD
from shaped import KNOWN, violations

FLOOR = 2000 if os.environ.get("PATHKG_FLOOR") else 0
EVERY = 20
#: Lines that made a rule fall over, or a claim that broke a shape.
ONCE = """
Epidemiology|M:F = 1:3
Epidemiology|Male to female ratio 3 to 2
Clinical features|Crescents involve 1:3 of glomeruli
Clinical features|Negative, (p57 lost)
Frozen section description|Sensitivity 84%
Negative stains|e.g. not suffice
Positive stains|Out of favor negative
Positive staining - disease|Peptides cause deamidated by HLA-DQ8:
Clinical features|10 year subtypes:|Mild|Severe
Clinical features|~90%, type|Mild
Treatment|Bereft of|Precipitation monosodium (MSU)
Molecular / cytogenetics description|Trimethoprim may cause cytopenia:|CD4 severe
Terminology|||
Treatment||Steroids
Gross description|Red pulp pattern positive stains
Terminology|Classification|(Example 2022;14(3):e7)
Etiology|Origin (androgenetic)
Clinical features|Calciphylaxis|Calciphylaxis causes pain
Definition / general|Lichen planus, disease
Epidemiology|Peak between 40 and 30 years
Definition / general|Reinfection, e.g. alpha
"""


@pytest.mark.parametrize("first", range(0, max(100, FLOOR), EVERY))
def test_a_page_of_words_in_any_order_is_read_and_keeps_to_the_shapes(first: int):
    for number in range(first, first + EVERY):
        text = spliced.page(number)
        reading = pipeline.read(text.encode(), KNOWN)  # a fault fails here: conftest.py lets none be caught

        for fact in reading.facts:
            place = fact.evidence
            assert reading.blocks[place.block].content.holds(place.span), f"page {number}, line {place.line}"
        words = [match.span() for block in reading.blocks for match in WORD.finditer(text, *block.content)]
        assert [tuple(span) for span in reading.words] == words, f"page {number}"
        assert not violations(reading), f"page {number}"


@pytest.mark.parametrize("once", ONCE.strip().split("\n"))
def test_what_once_broke_a_page_breaks_it_no_more(once: str):
    heading, first, *below = once.split("|")
    lines = [heading, f"  • {first}", *(f"    • {line}" for line in below)]
    text = "\n".join(["Topics", "", "Lichen planus", "", *lines, "Etiology", "  • Drugs", ""])

    reading = pipeline.read(text.encode(), KNOWN)

    assert not violations(reading)
    assert any(fact.claim.predicate == "causedBy" for fact in reading.facts)


def test_the_pages_hold_statements():
    facts = [len(pipeline.read(spliced.page(number).encode(), KNOWN).facts) for number in range(20)]

    assert min(facts) > 0
    assert sum(facts) > 400


def test_a_title_that_only_the_line_to_cite_prints_is_the_subject_of_what_is_said():
    front = "Skin\n\nCopyright: 2024, A\n\nCite this page: Roe A. Lichen planus. pathkg website. Accessed October 2nd, 2024.\n"
    reading = pipeline.read(f"{front}Etiology\n  • Drugs\n".encode(), KNOWN)

    (said,) = [fact for fact in reading.facts if fact.claim.predicate == "causedBy"]
    assert said.claim.subject.label == "lichen planus"
    assert [span.of(reading.text) for mention in said.evidence.mentions if mention.role == "subject" for span in mention.spans] == [
        "Lichen planus"
    ]
    assert not violations(reading)
