"""Where a page disagrees with itself: claims of one subject that cannot both be the whole truth, found by rule and linked.

Both sides stay: nobody decides here which is right. The rules, each over claims alone or over what single lines list:

* stance: one claim is affirmed, an equal one denied, or one is flat and an equal one hedged;
* state: the same analyte of the same subject in two states ("abnormal", "raised");
* layers: two lines list tissue layers for the same subject that overlap, and each has one that the other lacks;
* looks: two lines give different colours to the same look-alike, seen in the same way;
* outcome: one line gives a treatment and what comes of it, another the same treatment and nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from build_graph.facts import Claim, Fact, Qualifier, Term

Pair = tuple[Claim, Claim]


def disagreements(facts: Iterable[Fact]) -> list[Pair]:
    """Return the pairs of claims that disagree, each pair once and in the order of the page."""
    held = list(facts)
    order = {fact.claim: number for number, fact in reversed(list(enumerate(held)))}
    pairs = {pair for rule in (_stance, _state, _layers, _looks, _outcome) for pair in rule(held)}
    ordered = {tuple(sorted(pair, key=order.__getitem__)) for pair in pairs}
    return sorted(((a, b) for a, b in ordered), key=lambda pair: (order[pair[0]], order[pair[1]]))


def _others(claim: Claim, *names: str) -> tuple[Qualifier, ...]:
    """Return the qualifiers of a claim but those named and how often it holds."""
    return tuple(q for q in claim.qualifiers if q.name not in {*names, "frequency"})


def _stance(facts: list[Fact]) -> Iterator[Pair]:
    groups: dict[object, set[Claim]] = defaultdict(set)
    for fact in facts:
        claim = fact.claim
        groups[claim.subject, claim.predicate, claim.object, claim.quantity, _others(claim)].add(claim)
    for claims in groups.values():
        pairs = ((a, b) for a, b in combinations(claims, 2) if (a.polarity, a.modality) != (b.polarity, b.modality))
        yield from ((a, b) for a, b in pairs if not _alternatives(a, b))


def _alternatives(one: Claim, other: Claim) -> bool:
    """Return whether two claims are the two halves of "few or absent": the page leaves it open, and disagrees with nothing."""
    often = one.values("frequency")
    return bool(often) and one.polarity != other.polarity and often == other.values("frequency")


def _state(facts: list[Fact]) -> Iterator[Pair]:
    groups: dict[object, set[Claim]] = defaultdict(set)
    for fact in facts:
        claim = fact.claim
        if claim.values("state") and claim.polarity == "affirmed":
            groups[claim.subject, claim.predicate, claim.object, _others(claim, "state")].add(claim)
    for claims in groups.values():
        yield from ((a, b) for a, b in combinations(claims, 2) if a.values("state") != b.values("state"))


def _layers(facts: list[Fact]) -> Iterator[Pair]:
    lines: dict[tuple[Term, int], dict[Term, Claim]] = defaultdict(dict)
    for fact in facts:
        claim = fact.claim
        layer = claim.predicate == "occursAtSite" and isinstance(claim.object, Term) and claim.object.kind == "Tissue"
        if layer and claim.polarity == "affirmed" and isinstance(claim.object, Term):
            lines[claim.subject, fact.evidence.block][claim.object] = claim
    for first, second in combinations(sorted(lines, key=lambda key: (key[0].slug, key[1])), 2):
        mine, theirs = lines[first], lines[second]
        if first[0] != second[0] or not mine.keys() & theirs.keys():
            continue
        own, foreign = mine.keys() - theirs.keys(), theirs.keys() - mine.keys()
        yield from ((mine[a], theirs[b]) for a in own for b in foreign)


def _looks(facts: list[Fact]) -> Iterator[Pair]:
    lines: dict[tuple[object, ...], dict[int, set[Claim]]] = defaultdict(lambda: defaultdict(set))
    for fact in facts:
        claim = fact.claim
        if claim.predicate == "distinguishingFinding" and "colour" in claim.values("attribute"):
            lines[claim.subject, tuple(claim.values("method"))][fact.evidence.block].add(claim)
    for blocks in lines.values():
        for one, other in combinations(sorted(blocks), 2):
            if not {c.object for c in blocks[one]} & {c.object for c in blocks[other]}:
                yield from ((a, b) for a in blocks[one] for b in blocks[other])


def _outcome(facts: list[Fact]) -> Iterator[Pair]:
    treated: dict[tuple[Claim, tuple[Qualifier, ...]], set[int]] = defaultdict(set)
    outcomes: dict[tuple[Term, int, tuple[Qualifier, ...]], set[Claim]] = defaultdict(set)
    for fact in facts:
        claim, block = fact.claim, fact.evidence.block
        if claim.predicate == "treatedBy":
            treated[claim, claim.qualifiers].add(block)
        elif claim.predicate == "hasComplicationOrOutcome":
            outcomes[claim.subject, block, claim.qualifiers].add(claim)
    for (treatment, qualifiers), blocks in treated.items():
        told = {block: outcomes.get((treatment.subject, block, qualifiers), set()) for block in blocks}
        if not all(told.values()):
            yield from ((treatment, outcome) for claims in told.values() for outcome in claims)
