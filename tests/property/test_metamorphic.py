"""Invariant 7: the graph follows the document. Change a page in one place: just what rests on that place changes.

Some changes of each page; .ci/floor tries all of them (tests/floor/test_every_change.py).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from build_graph.facts import Fact
from changes_of_pages import RELATIONS
from metamorphic import changes, complaints, exceptions, faults, sample, told_of
from told import PAGES, Read, Told, read, text_of

#: How many changes of one page are tried for one relation.
MOST = 5
#: How many changes there are at least on the pages that are always at hand: a relation that finds no place for one proves nothing.
LEAST = {
    "delete": 200,
    "swap": 100,
    "move": 40,
    "number": 40,
    "rename": 10,
    "add hedge": 60,
    "drop hedge": 20,
    "add denial": 60,
    "drop denial": 8,
    "cite below": 4,
    "cite above": 8,
    "remove section": 70,
    "empty section": 70,
    "double section": 70,
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("relation", RELATIONS)
def test_what_rests_on_a_place_changes_with_it_and_nothing_else(relation: str, page: str):
    wrong = complaints(page, relation, MOST)

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_relation_finds_places_enough(relation: str):
    count = sum(len(changes(page, relation)) for page in PAGES if page != "page")

    assert count >= LEAST[relation]


def test_each_exception_names_a_page_a_relation_and_a_reason():
    assert {page for page, _ in exceptions()} <= set(PAGES)
    assert {relation for _, relation in exceptions()} <= set(RELATIONS)
    assert all(reason for lines in exceptions().values() for reason in lines.values())


# A reader that breaks a relation is caught, whatever the relation.


def parrot(told: Told) -> Read:
    """Return a reader that knows the page by heart and says the same of every other text."""
    return lambda text: Told(replace(told.reading, text=text))


def deaf(line: int) -> Read:
    """Return a reader that overlooks a line of every page."""

    def heard(text: str) -> Told:
        told = read(text)
        return Told(replace(told.reading, facts=tuple(f for f in told.reading.facts if f.evidence.line != line)))

    return heard


def bold() -> Read:
    """Return a reader that makes a fact of whatever a page hedges, and affirms whatever it denies."""

    def plain(fact: Fact) -> Fact:
        return fact._replace(claim=fact.claim._replace(polarity="affirmed", modality="asserted"))

    return lambda text: Told(replace(read(text).reading, facts=tuple(map(plain, read(text).reading.facts))))


def shy() -> Read:
    """Return a reader that hedges every line as soon as one is changed."""

    def hedged(fact: Fact) -> Fact:
        return fact._replace(claim=fact.claim._replace(modality="possible", polarity="denied"))

    return lambda text: Told(replace(read(text).reading, facts=tuple(map(hedged, read(text).reading.facts))))


def some(relation: str) -> str:
    """Return a page on which a relation has a place where it holds."""
    listed = exceptions()
    return next(p for p in PAGES if p != "page" and {c.line for c in changes(p, relation)} - set(listed.get((p, relation), {})))


@pytest.mark.parametrize("relation", sorted(set(RELATIONS) - {"swap"}))
def test_a_reader_that_knows_the_page_by_heart_is_caught(relation: str):
    page = some(relation)
    tried = [c for c in sample(page, relation, 3) if c.line not in exceptions().get((page, relation), {})]

    assert not faults(tried)
    assert faults(tried, parrot(told_of(page)))


@pytest.mark.parametrize(("relation", "below"), [("swap", 0), ("cite below", 0), ("add hedge", 0), ("double section", 1)])
def test_a_reader_that_overlooks_a_line_is_caught(relation: str, below: int):
    page = some(relation)
    change = next(c for c in changes(page, relation) if told_of(page).at.get(c.line + below - 1))

    assert not faults([change])
    assert faults([change], deaf(change.line + below))


@pytest.mark.parametrize("relation", ["add hedge", "add denial"])
def test_a_reader_that_makes_a_fact_of_a_hedge_or_a_denial_is_caught(relation: str):
    page = some(relation)
    tried = [c for c in sample(page, relation, 3) if c.line not in exceptions().get((page, relation), {})]

    assert set(faults(tried, bold())) == {change.line for change in tried}


@pytest.mark.parametrize("relation", ["add hedge", "drop hedge", "add denial", "drop denial"])
def test_a_reader_whose_hedge_reaches_other_lines_is_caught(relation: str):
    page = some(relation)
    tried = sample(page, relation, 2)

    wrong = faults(tried, shy())

    assert all(any(fault.startswith("line ") for fault in each) for each in wrong.values())
    assert set(wrong) == {change.line for change in tried}


def test_a_page_that_is_not_at_hand_is_skipped_with_a_reason(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(PAGES, "page", PAGES["document"].with_name("not-there.txt"))

    with pytest.raises(pytest.skip.Exception, match="not at hand"):
        text_of("page")
