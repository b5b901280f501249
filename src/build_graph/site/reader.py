"""The evidence reader: each line of a document in pieces that can light up, beside the claims that stand on it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from build_graph.site.model import Claim, Edition, Evidence, Release, Unit


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that lights up as a whole."""

    start: int
    end: int
    text: str  #: empty in a release without quotes
    unread: bool
    read: bool  #: whether some evidence covers it


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, and the place on a line that makes it."""

    claim: Claim
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A line, in pieces, with its claims."""

    unit: Unit
    pieces: tuple[Piece, ...]
    said: tuple[Said, ...]
    citations: tuple[tuple[str, str], ...]  #: IRI of the mark, IRI of the work


def lines(edition: Edition, found: Release) -> list[Line]:
    """Return the lines of a document."""
    said: dict[int, list[Said]] = {}
    for claim in found.claims.values():
        for each in claim.evidence:
            if each.document == edition.iri:
                said.setdefault(each.line, []).append(Said(claim, each))
    places = [each.evidence for held in said.values() for each in held]
    cuts = sorted({cut for place in places for cut in _ends(place)})
    spans = sorted((place.start, place.end) for place in places)
    return [
        Line(
            unit, tuple(_pieces(unit, cuts, spans)), tuple(sorted(said.get(unit.line, ()), key=_order)),
            tuple((mark, work) for line, mark, work in edition.citations if line == unit.line),
        )
        for unit in edition.units
    ]  # fmt: skip


def marks(evidence: Evidence) -> str:
    """Return the mentions of a piece of evidence as ``role:start-end``, for the script that lights them up."""
    return " ".join(f"{mark.role}:{mark.start}-{mark.end}" for mark in evidence.marks)


def _order(each: Said) -> tuple[int, int, str]:
    return each.evidence.start, -each.evidence.end, each.claim.label


def _ends(place: Evidence) -> Iterable[int]:
    yield from (place.start, place.end)
    for mark in place.marks:
        yield from (mark.start, mark.end)


def _pieces(unit: Unit, cuts: list[int], spans: list[tuple[int, int]]) -> Iterable[Piece]:
    """Yield the line cut at every end of evidence, of a mention and of an unread word."""
    unread = _unread(unit)
    inner = cuts[bisect_right(cuts, unit.start) : bisect_left(cuts, unit.end)]
    ends = sorted({unit.start, unit.end, *inner, *(end for span in unread for end in span)})
    covering = [span for span in spans if span[0] < unit.end and unit.start < span[1]]
    for start, end in pairwise(ends):
        text = unit.text[start - unit.start : end - unit.start] if unit.text else ""
        inside = any(low <= start and end <= high for low, high in unread)
        yield Piece(start, end, text, inside, any(low <= start and end <= high for low, high in covering))


def _unread(unit: Unit) -> list[tuple[int, int]]:
    """Return where the unread words of a line stand: the table lists them in order, so each is the next of its kind."""
    found, at = [], 0
    for word in unit.unread if unit.text else ():
        here = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(unit.text, at)
        if here:
            found.append((unit.start + here.start(), unit.start + here.end()))
            at = here.end()
    return found
