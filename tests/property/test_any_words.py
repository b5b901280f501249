"""Whatever the words are, a page is read: no rule falls over them, each claim stands on its line, and each word has a fate."""

from __future__ import annotations

import os

import pytest

import spliced
from build_graph import pipeline
from build_graph.lexicon import WORD

FLOOR = 2000 if os.environ.get("PATHKG_FLOOR") else 0
EVERY = 50


@pytest.mark.parametrize("first", range(0, max(200, FLOOR), EVERY))
def test_no_page_of_words_in_any_order_makes_a_rule_fall_over(first: int):
    for number in range(first, first + EVERY):
        text = spliced.page(number)
        reading = pipeline.read(text.encode(), spliced.known())  # a fault fails here: conftest.py lets none be caught

        for fact in reading.facts:
            place = fact.evidence
            assert reading.blocks[place.block].content.holds(place.span), f"page {number}, line {place.line}"
        words = [match.span() for block in reading.blocks for match in WORD.finditer(text, *block.content)]
        assert [tuple(span) for span in reading.words] == words, f"page {number}"


def test_the_pages_hold_statements():
    facts = [len(pipeline.read(spliced.page(number).encode(), spliced.known()).facts) for number in range(20)]

    assert min(facts) > 0
    assert sum(facts) > 400
