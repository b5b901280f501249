"""The invariants of the data model, on the made-up page, on the shipped document, and on the original page where it is at hand.

Each is a function that returns what breaks it, so that it can be tried on a reading with a planted fault as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from build_graph import lexicon, pipeline, resources, triples, validate
from build_graph.facts import Claim, Evidence, Fact, Mention, Qualifier, Reading, Span, Term
from build_graph.lexicon import fold
from build_graph.triples import is_metadata
from build_graph.vocabulary import PAGE_PARTS, Names, pkg
from example_reading import example

NAMES = Names()
PAGE = Path(__file__).parents[3] / "shared" / "page" / "calcinosis-cutis.txt"
KNOWN = lru_cache(maxsize=1)(lambda: lexicon.load(resources.lexicon()))


@lru_cache(maxsize=3)
def read(name: str) -> Reading:
    if name == "example":
        return example()
    if name == "page" and not PAGE.is_file():
        pytest.skip("the original page is not at hand: it is under copyright and no part of the project")
    return pipeline.read(PAGE if name == "page" else None, KNOWN())


@pytest.fixture(params=["example", "document", "page"])
def reading(request: pytest.FixtureRequest) -> Reading:
    return read(request.param)


def claimed(reading: Reading) -> list[Fact]:
    return [fact for fact in reading.facts if not is_metadata(fact.claim)]


def graph(reading: Reading) -> triples.Triples:
    known = triples.curated(KNOWN().entries.values())
    claims = triples.claims(reading, NAMES, known)
    return [*claims, *triples.edges(claims), *triples.evidence(reading, NAMES), *triples.source(reading, NAMES)]


#: Qualifiers that say where on the page something stands, or how it was read: they have no words of their own.
IMPLIED = {"basis", "directness", "kind", "section", "order", "rank", "attribute"}  # of any claim
IMPLIED |= {"correct", "field", "letter", "media", "number", "verdict"}  # of parts of the page


def stands(reading: Reading, evidence: Evidence, span: Span) -> bool:
    """Return whether the span is on the evidence's block or on one of its context."""
    return any(reading.blocks[block].span.holds(span) for block in (evidence.block, *evidence.context))


def ungrounded(reading: Reading) -> Iterator[str]:
    """Invariant 1: spans of evidence and mentions, for each part of the claim, each on its block."""
    for fact in claimed(reading):
        evidence, claim = fact.evidence, fact.claim
        roles = Counter(mention.role for mention in evidence.mentions)
        needed = Counter({"subject": 1, "object": 1}) + Counter(dict.fromkeys({q.name for q in claim.qualifiers} - IMPLIED, 1))
        yield from (f"{claim.predicate} line {evidence.line}: no words for {role}" for role in needed - roles)
        if not reading.blocks[evidence.block].span.holds(evidence.span) or evidence.span.start >= evidence.span.end:
            yield f"{claim.predicate} line {evidence.line}: the span leaves its block"
        for mention in evidence.mentions:
            for span in mention.spans:
                if not (0 <= span.start < span.end <= len(reading.text)) or not stands(reading, evidence, span):
                    yield f"{claim.predicate} line {evidence.line}: {mention.role} stands neither on the block nor on its context"


def misnumbered(reading: Reading) -> Iterator[str]:
    """Invariant 2: each bound of a quantity is read again from its words."""
    for fact in claimed(reading):
        quantity = fact.claim.quantity
        if quantity is None:
            continue
        words = _said(reading, fact.evidence, "quantity")
        printed = {Decimal(text.replace(",", "")) for text in re.findall(r"\d[\d,]*(?:\.\d+)?", words)}
        for bound in (quantity.minimum, quantity.maximum):
            if bound is not None and bound not in printed:
                yield f"{fact.claim.predicate} line {fact.evidence.line}: {bound} is not in {words!r}"


def misnamed(reading: Reading) -> Iterator[str]:
    """Invariant 3: the words for a term share a stem with one of its names.

    No more can be asked from outside: a verb gives a noun ("ulcerate"), an adjective a site ("cutaneous"), and a page names its own
    subtypes by ellipsis ("the central distribution"). Which words may stand for which is the lexicon's to say, and tested there.
    """
    aliases: dict[str, set[str]] = {}
    for fact in claimed(reading):
        if fact.claim.predicate == "synonym" and isinstance(fact.claim.object, str):
            aliases.setdefault(fact.claim.subject.slug, set()).add(fact.claim.object)
    for fact in claimed(reading):
        for role, term in (("subject", fact.claim.subject), ("object", fact.claim.object)):
            if not isinstance(term, Term) or term.kind in PAGE_PARTS:
                continue
            entry = KNOWN().entries.get(term.slug)
            names = {term.label, *(entry.names if entry else ()), *aliases.get(term.slug, ())}
            if not any(_names(_words(reading, fact.evidence, role), fold(name)) for name in names):
                yield f"line {fact.evidence.line}: {term.label!r} is not named by {_words(reading, fact.evidence, role)!r}"


def _said(reading: Reading, evidence: Evidence, role: str) -> str:
    return " ".join(span.of(reading.text) for mention in evidence.mentions if mention.role == role for span in mention.spans)


def _words(reading: Reading, evidence: Evidence, role: str) -> str:
    return fold(_said(reading, evidence, role))


def _names(words: str, name: str) -> bool:
    said, called = ({word[:4] for word in text.split()} for text in (words, name))
    return bool(said & called)


def uncounted(reading: Reading) -> Iterator[str]:
    """Invariant 4: every line has one status, every word at most one, and no word is counted outside a line."""
    lines = Counter(status.line for status in reading.lines)
    yield from (f"line {block.line} has {lines[block.line]} statuses" for block in reading.blocks if lines[block.line] != 1)
    spans = sorted(reading.words)
    yield from (f"{a.of(reading.text)!r} is counted twice" for a, b in pairwise(spans) if a.end > b.start)


def leaked(reading: Reading) -> Iterator[str]:
    """Invariant 5, from the facts themselves: each edge has a plain claim behind it, and each plain claim its edge."""
    ranks = triples.curated().frequency
    claims = triples.claims(reading, NAMES, triples.curated())
    predicates = {pkg(fact.claim.predicate) for fact in claimed(reading)}
    found = {each for each in triples.edges(claims) if each.predicate in predicates}
    plain = {
        ox.Triple(NAMES.node(claim.subject, reading), pkg(claim.predicate), NAMES.node(claim.object, reading))
        for claim in {fact.claim for fact in claimed(reading)}
        if isinstance(claim.object, Term) and _plain(claim, ranks)
    }
    yield from (f"no plain claim: {edge}" for edge in found - plain)
    yield from (f"no edge: {edge}" for edge in plain - found)


def _plain(claim: Claim, ranks: Mapping[str, int]) -> bool:
    return (
        (claim.polarity, claim.modality) == ("affirmed", "asserted")
        and not any(claim.values(name) for name in ("condition", "context", "state"))
        and not (claim.values("population") and claim.predicate in {"betterPrognosisThan", "worsePrognosisThan"})
        and not (claim.values("role") and claim.predicate == "prognosisStatement")
        and "indirect" not in claim.values("directness")
        and not {"contraindicated", "control", "does not exclude", "excludes", "protective"} & {str(v) for v in claim.values("role")}
        and all(ranks.get(str(word), -1) >= 0 for word in claim.values("frequency"))
    )


INVARIANTS: dict[str, Callable[[Reading], Iterator[str]]] = {
    "1 grounded": ungrounded,
    "2 numbers": misnumbered,
    "3 names": misnamed,
    "4 counted": uncounted,
    "5 no leak": leaked,
}


@pytest.mark.parametrize("invariant", sorted(INVARIANTS))
def test_the_invariant_holds(reading: Reading, invariant: str):
    assert list(INVARIANTS[invariant](reading)) == []


def test_every_shape_saw_something_and_none_is_broken(reading: Reading):
    report = validate.check(graph(reading))

    assert report.violations == ()
    assert report.not_applicable == []


def test_two_graphs_of_one_input_are_the_same_bytes(reading: Reading):
    shuffled = replace(reading, facts=tuple(sorted(reading.facts, key=lambda fact: repr(fact)[::-1])))

    assert triples.turtle(graph(shuffled)) == triples.turtle(graph(reading))


def changed(reading: Reading, **changes: Any) -> Reading:
    """Return the reading with the claim of its site fact changed."""
    facts = [
        fact._replace(claim=fact.claim._replace(**changes)) if fact.claim.predicate == "occursAtSite" else fact for fact in reading.facts
    ]
    return replace(reading, facts=tuple(facts))


def shifted(reading: Reading) -> Reading:
    """Return the reading with every mention one line further down the text."""
    far = len(reading.text) - 3
    mention = Mention("subject", (Span(far, far + 2),))
    return replace(reading, facts=tuple(fact._replace(evidence=fact.evidence._replace(mentions=(mention,))) for fact in reading.facts))


@pytest.mark.parametrize(
    ("invariant", "planted"),
    [
        ("1 grounded", shifted),
        ("2 numbers", shifted),
        ("3 names", shifted),
        ("4 counted", lambda reading: replace(reading, lines=reading.lines[1:])),
    ],
)
def test_a_planted_fault_breaks_the_invariant(invariant: str, planted: Callable[[Reading], Reading]):
    assert list(INVARIANTS[invariant](planted(example())))


def test_a_leak_is_seen(monkeypatch: pytest.MonkeyPatch):
    hedged = changed(example(), qualifiers=(Qualifier("condition", "if feasible"),))
    assert list(leaked(hedged)) == []

    monkeypatch.setattr("build_graph.triples.views.is_plain", lambda claim: True)
    assert list(leaked(hedged))
