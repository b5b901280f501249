"""What became of every word and line. Each word has one status; what no rule read is reported, never dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from build_graph.facts import Fact, LineStatus, Span, Unread, WordStatus
from build_graph.lexicon import WORD, Lexicon, fold
from build_graph.readers.page import Page

#: What a block of each kind is when no word of it stands in a claim.
FRAME = {"heading": "heading", "furniture": "furniture", "blank": "blank", "subhead": "heading", "toc": "furniture"}


def statuses(
    page: Page, facts: Sequence[Fact], unread: Sequence[Unread], marks: Iterable[WordStatus]
) -> tuple[tuple[WordStatus, ...], tuple[LineStatus, ...], tuple[Unread, ...]]:
    """Return the status of every word and line, and everything unread: what readers reported and what no reader touched."""
    content = _flags(page, ((s, "content") for f in facts for s in _spans(f)))
    marked = _flags(page, ((m.span, m.status) for m in marks))
    reasons = _flags(page, ((u.span, u.reason) for u in unread))
    masked = page.masked
    words: list[WordStatus] = []
    left: dict[int, list[Span]] = defaultdict(list)
    for block in page.outline.blocks:
        for match in WORD.finditer(page.text, block.content.start, block.content.end):
            span = Span(*match.span())
            status = _status(page, block.kind, span, masked, content, marked)
            words.append(WordStatus(span, status))
            if status == "unread":
                left[block.index].append(span)
    lines = _lines(page, facts, left)
    missed = [*unread, *(_missed(page, left, reasons))]
    return tuple(words), lines, tuple(sorted(missed, key=lambda u: (u.span, u.reason)))


def _flags(page: Page, spans: Iterable[tuple[Span, str]]) -> list[str]:
    """Return a status for each code point of the page."""
    flags = [""] * (len(page.text) + 1)
    for span, status in spans:
        for at in range(span.start, min(span.end, len(page.text))):
            flags[at] = flags[at] or status
    return flags


def _spans(fact: Fact) -> Iterable[Span]:
    yield from (span for mention in fact.evidence.mentions for span in mention.spans)
    yield from fact.evidence.phrase


def _status(page: Page, kind: str, span: Span, masked: str, content: list[str], marked: list[str]) -> str:
    if kind in FRAME:
        return "structural"
    if content[span.start]:
        return "content"
    if marked[span.start]:
        return marked[span.start]
    if masked[span.start] == " ":
        return "structural"  # a citation: its line cites it
    return _function(page.lexicon, fold(span.of(page.text)))


def _function(lexicon: Lexicon, key: str) -> str:
    """Return what a word is that stands in no claim: a cue, a function word, or unread."""
    kinds = {marker.kind for marker in lexicon.markers.get(key, ())}
    if kinds & {"preposition", "coordinator", "function"}:
        return "function"
    return "cue" if kinds & {"cue"} or key in lexicon.comparatives else "unread"


def _lines(page: Page, facts: Sequence[Fact], left: dict[int, list[Span]]) -> tuple[LineStatus, ...]:
    claims: dict[int, set[object]] = defaultdict(set)
    context: set[int] = set()
    for fact in facts:
        if fact.claim.predicate != "cites":
            claims[fact.evidence.block].add(fact.claim)
        context.update(fact.evidence.context)
    found = []
    for block in page.outline.blocks:
        unread = " ".join(span.of(page.text) for span in left.get(block.index, ()))
        count = len(claims.get(block.index, ()))
        if block.kind in FRAME:
            status = FRAME[block.kind]
        elif count:
            status = "claims"
        elif block.index in context:
            status = "context"
        else:
            status = "unread" if unread or block.kind != "blank" else "blank"
        found.append(LineStatus(block.line, status, count, unread))
    return tuple(found)


def _missed(page: Page, left: dict[int, list[Span]], reasons: list[str]) -> Iterable[Unread]:
    """Yield what no reader reported: the runs of unread words of each line."""
    for index, spans in left.items():
        block = page.outline.blocks[index]
        free = [span for span in spans if not reasons[span.start]]
        if free:
            yield Unread(Span(free[0].start, free[-1].end), block.line, "no rule reads these words", "", "ontology/lexicon/")
