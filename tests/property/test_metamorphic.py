"""Invariant 7: the graph follows the document. Take a line away, change a number, swap two lines: just that changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from build_graph import lexicon, resources
from build_graph.facts import Block, Claim, Fact, Reading
from build_graph.outline import read_outline
from build_graph.recognise import recognise

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"document": ROOT / "documents/calcinosis-cutis.txt", "page": ROOT.parent / "shared/page/calcinosis-cutis.txt"}
KNOWN = lexicon.load(resources.lexicon())
#: Predicates about the copy itself: which lines are empty, which line cites what.
OF_THE_COPY = {"emptySection", "cites"}
#: Lines whose deletion changes more than their own claims, by what stands on them, with the reason.
EXCEPTIONS = {
    "subtypes": "the list of subtypes gives the page its names: without it an adjective names none",
    "only child": "its parent becomes a leaf: a label without a list is said to be empty",
}
#: Digits of a number, and not those of a unit such as mg2/dL2.
DIGITS = re.compile(r"(?<![\w])\d+(?!\w)")


@dataclass(frozen=True)
class Told:
    """What one text says."""

    reading: Reading

    @property
    def claims(self) -> dict[Claim, list[Fact]]:
        found: dict[Claim, list[Fact]] = {}
        for fact in self.reading.facts:
            if fact.claim.predicate not in OF_THE_COPY:
                found.setdefault(fact.claim, []).append(fact)
        return found


def read(text: str) -> Told:
    return Told(recognise(text, sha256="0" * 64, lexicon=KNOWN))


def text_of(name: str) -> str:
    path = DOCUMENTS[name]
    if not path.is_file():
        pytest.skip(f"the original page is not at hand: {path.name} is looked for beside the project, in shared/page")
    return path.read_text(encoding="utf-8")


def leaves(text: str) -> Iterator[tuple[Block, str]]:
    """Yield each leaf bullet, with the key of the exception that it is, or ""."""
    outline = read_outline(text, KNOWN.headings, KNOWN.furniture)
    for block in outline.blocks:
        if block.kind != "bullet" or outline.children(block):
            continue
        parent = outline.blocks[block.parent] if block.parent is not None else None
        listed = parent is not None and "subtypes" in parent.content.of(text)
        alone = parent is not None and parent.kind == "bullet" and len(outline.children(parent)) == 1
        yield block, "subtypes" if listed else "only child" if alone else ""


def without(text: str, block: Block) -> str:
    return text[: block.span.start] + text[block.span.end :]


def deletion_faults(text: str, reader: Callable[[str], Told], most: int = 1000) -> tuple[int, list[str]]:
    """Return how many leaves were taken away, and what did not follow."""
    whole = reader(text).claims
    wrong, tried = [], 0
    for block in [block for block, exception in leaves(text) if not exception][:most]:
        tried += 1
        left = set(reader(without(text, block)).claims)
        alone = {claim for claim, facts in whole.items() if all(f.evidence.block == block.index for f in facts)}
        gone, come = set(whole) - left - alone, left - set(whole)
        for what, claims in (("gone with it", gone), ("came of it", come), ("stayed", alone & left)):
            wrong += [f"line {block.line}: {what}: {c.predicate} {c.subject.label} {c.object}" for c in sorted(claims, key=repr)]
    return tried, wrong


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_leaf_that_goes_takes_just_the_claims_that_rest_on_it_alone(name: str):
    tried, wrong = deletion_faults(text_of(name), read)

    assert tried >= 75
    assert not wrong, "\n".join(wrong)


def test_a_reader_that_knows_a_line_by_heart_is_caught():
    text = DOCUMENTS["document"].read_text(encoding="utf-8")
    first = next(block for block, exception in leaves(text) if not exception)
    by_heart = [f for facts in read(text).claims.values() for f in facts if {g.evidence.block for g in facts} == {first.index}]

    def parrot(other: str) -> Told:
        reading = read(other).reading
        return Told(replace(reading, facts=(*reading.facts, *by_heart)))

    assert by_heart
    assert deletion_faults(text, read, most=3)[1] == []
    assert any("stayed" in fault for fault in deletion_faults(text, parrot, most=3)[1])


def numbers(text: str) -> Iterator[tuple[int, int, Block]]:
    """Yield the digits of every quantity that a fact of the text was read from."""
    reading = read(text).reading
    for fact in reading.facts:
        if fact.claim.quantity is None or fact.claim.subject.kind == "Edition":
            continue
        for mention in fact.evidence.mentions:
            if mention.role == "quantity":
                for digits in DIGITS.finditer(text, mention.spans[0].start, mention.spans[0].end):
                    yield digits.start(), digits.end(), reading.blocks[fact.evidence.block]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_number_that_changes_changes_in_its_claim_and_nowhere_else(name: str):
    text = text_of(name)
    told = read(text).claims
    whole = set(told)
    tried, wrong = 0, []
    for start, end, block in sorted(set(numbers(text)), key=lambda n: n[:2]):
        old = text[start:end]
        new = str(int(old) + 1)
        tried += 1
        now = set(read(text[:start] + new + text[end:]).claims)
        gone, come = whole - now, now - whole
        elsewhere = {c for c in whole if c.quantity and (c.subject.slug, c.predicate) in {(d.subject.slug, d.predicate) for d in come}
                     and {f.evidence.block for f in told[c]} > {block.index}}  # said on another line, too: it stays
        shapes = [sorted((c.subject.slug, c.predicate) for c in side) for side in (gone | elsewhere, come)]
        if not come or shapes[0] != shapes[1]:
            wrong.append(f"line {block.line}: {old} -> {new}: {len(gone)} claims went, {len(come)} came")

    assert tried >= 8
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_swapped_siblings_make_the_same_claims(name: str):
    text = text_of(name)
    outline = read_outline(text, KNOWN.headings, KNOWN.furniture)
    whole = set(read(text).claims)
    wrong, tried = [], 0
    for parent in outline.blocks:
        kids = [b for b in outline.children(parent) if b.kind == "bullet" and not outline.children(b)]
        for one, other in pairwise(kids):
            if other.index != one.index + 1 or not text[one.span.start : other.span.end].endswith("\n"):
                continue
            tried += 1
            swapped = text[: one.span.start] + other.span.of(text) + one.span.of(text) + text[other.span.end :]
            now = set(read(swapped).claims)
            if now != whole:
                wrong.append(f"lines {one.line} and {other.line}: {len(whole - now)} claims went, {len(now - whole)} came")

    assert tried >= 40
    assert not wrong, "\n".join(wrong)
