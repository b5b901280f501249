"""What became of every word and line. Each word has one status; what no rule read is reported, never dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from build_graph.facts import Claim, Fact, LineStatus, Span, Unread, WordStatus, new, spans_of
from build_graph.lexicon import WORD, fold
from build_graph.readers.page import Page

#: What a block of each kind is when no word of it stands in a claim.
FRAME = {"heading": "heading", "furniture": "furniture", "blank": "blank", "subhead": "heading", "toc": "furniture"}
#: Kinds of marker that carry no content of their own.
FUNCTIONS = {"preposition", "coordinator", "function"}


def statuses(
    page: Page, facts: Sequence[Fact], unread: Sequence[Unread], marks: Iterable[WordStatus]
) -> tuple[dict[Span, str], tuple[LineStatus, ...], tuple[Unread, ...]]:
    """Return the status of every word and line, and everything unread: what readers reported and what no reader touched."""
    length = len(page.text)
    said = _flags(length, [*[(span, "content") for span in _spans(facts)], *marks])
    spans: list[Span] = []
    found: list[str] = []
    left: dict[int, list[Span]] = defaultdict(list)
    for block in page.outline.blocks:
        words = spans_of(WORD.finditer(page.text, *block.content))
        framed = block.kind in FRAME
        became = ["structural"] * len(words) if framed else [said[span[0]] or _left_over(page, span) for span in words]
        spans += words
        found += became
        if "unread" in became:
            left[block.index] = [span for span, status in zip(words, became, strict=True) if status == "unread"]
    missed = [*unread, *_missed(page, left, _flags(length, [(u.span, u.reason) for u in unread]))]
    return (
        dict(zip(spans, found, strict=True)),
        _lines(page, facts, left),
        tuple(sorted(missed, key=lambda u: (u.span, u.reason))),
    )


def _flags(length: int, spans: Sequence[tuple[Span, str]]) -> list[str]:
    """Return a status for each of ``length`` code points; of several the first holds, "" where there is none."""
    flags = [""] * length
    for (start, end), status in reversed(spans):
        flags[start:end] = [status] * (end - start)
    return flags


def _spans(facts: Sequence[Fact]) -> set[Span]:
    """Return the words that stand in a claim: each span once, although a subject stands in many."""
    mentions = chain.from_iterable(map(attrgetter("evidence.mentions"), facts))
    found: set[tuple[Span, ...]] = {*map(attrgetter("evidence.phrase"), facts), *map(attrgetter("spans"), mentions)}
    return set().union(*found)


def _left_over(page: Page, span: Span) -> str:
    """Return what a word is that stands in no claim: part of a citation, a cue, a function word, or unread."""
    if page.masked[span.start] == " ":
        return "structural"  # a citation: its line cites it
    key = fold(span.of(page.text))
    kinds = {marker.kind for marker in page.lexicon.markers.get(key, ())}
    if kinds & FUNCTIONS:
        return "function"
    return "cue" if "cue" in kinds or key in page.lexicon.comparatives else "unread"


def _lines(page: Page, facts: Sequence[Fact], left: Mapping[int, Sequence[Span]]) -> tuple[LineStatus, ...]:
    claims: dict[int, list[Claim]] = defaultdict(list)
    context, empty = set[int](), set[int]()
    for claim, evidence in facts:
        if claim.predicate == "emptySection":
            empty.add(evidence.block)
        if claim.predicate != "cites":
            claims[evidence.block].append(claim)
        if evidence.context:
            context.update(evidence.context)
    found = []
    for block in page.outline.blocks:
        index, count = block.index, 0
        if said := claims.get(index):
            count = len(set(said)) if len(said) > 1 else 1
        stated = "claims" if count else "context" if index in context else "unread"
        status = "empty" if index in empty else FRAME.get(block.kind) or stated
        spans = left.get(index)
        found.append(new(LineStatus, (block.line, status, count, " ".join([span.of(page.text) for span in spans]) if spans else "")))
    return tuple(found)


def _missed(page: Page, left: Mapping[int, Sequence[Span]], reasons: Sequence[str]) -> Iterable[Unread]:
    """Yield what no reader reported: the runs of unread words of each line."""
    for index, spans in left.items():
        block = page.outline.blocks[index]
        free = [span for span in spans if not reasons[span.start]]
        if free:
            yield Unread(Span(free[0].start, free[-1].end), block.line, "no rule reads these words", "", "ontology/lexicon/")
