"""Whatever the words are, a page is read and can be released: no rule falls over them, each claim stands on its line and keeps shapes."""

from __future__ import annotations

import os

import pytest

import spliced
from build_graph import pipeline, validate
from build_graph.facts import Reading
from build_graph.lexicon import WORD
from build_graph.vocabulary import BASE, Names

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
Terminology|Classification|(Example 2022;14(3):e7)
Etiology|Origin (androgenetic)
Definition / general|Reinfection, e.g. alpha
"""


def violations(reading: Reading) -> list[str]:
    """Return which shapes the graph of a reading breaks, and where."""
    (graph,) = pipeline.graphs([reading], Names(BASE), spliced.known())
    content = [triple for layer in graph.layers.values() for triple in layer]
    return [str(found) for found in validate.check(content, {}).violations]


@pytest.mark.parametrize("first", range(0, max(100, FLOOR), EVERY))
def test_a_page_of_words_in_any_order_is_read_and_keeps_to_the_shapes(first: int):
    for number in range(first, first + EVERY):
        text = spliced.page(number)
        reading = pipeline.read(text.encode(), spliced.known())  # a fault fails here: conftest.py lets none be caught

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

    reading = pipeline.read(text.encode(), spliced.known())

    assert not violations(reading)
    assert any(fact.claim.predicate == "causedBy" for fact in reading.facts)


def test_the_pages_hold_statements():
    facts = [len(pipeline.read(spliced.page(number).encode(), spliced.known()).facts) for number in range(20)]

    assert min(facts) > 0
    assert sum(facts) > 400
