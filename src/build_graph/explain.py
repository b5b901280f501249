"""How a page was read, line by line: for who mends the lexicon. Nothing here decides anything; it reads again and tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from build_graph.errors import PageError
from build_graph.facts import Block, Claim, Fact, Reading, Term
from build_graph.language.building import phrases_of
from build_graph.language.clauses import clauses
from build_graph.language.items import Item
from build_graph.language.parallels import told_apart
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import spread_scopes
from build_graph.lexicon import Lexicon
from build_graph.outline import read_outline
from build_graph.readers.page import Page
from build_graph.recognise import page_of
from build_graph.vocabulary import Names

_INDENT = "  "


def explain(reading: Reading, known: Lexicon, names: Names, target: str = "") -> str:
    """Return how the lines were read: clauses, phrases with their terms and cues, claims with their words, and what is left over.

    Args:
        reading: the page, read.
        known: the tables it was read with.
        names: addresses.
        target: number of a line, or IRI or CURIE of a claim; every informative line without.

    Raises:
        PageError: the page has no such line or claim.
    """
    facts = reading.facts
    if target and not target.isdecimal():
        facts = _claimed(reading, names, target)
        lines = sorted({fact.evidence.line for fact in facts})
    else:
        lines = _lines(reading, target)
    page = page_of(read_outline(reading.text, known.headings, known.furniture), known)
    by_line: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_line[fact.evidence.line].append(fact)
    return "\n\n".join("\n".join(_line(page, reading, names, line, by_line[line])) for line in lines)


def _claimed(reading: Reading, names: Names, target: str) -> tuple[Fact, ...]:
    last = target.rstrip(">").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]
    found = tuple(f for f in reading.facts if names.claim(reading.topic, f.claim).value.endswith((f"#{last}", f"/{last}")))
    if not found:
        expected = "the IRI of a claim of this page, its CURIE or its last part"
        raise PageError(f"no claim {target!r}", expected=expected, fix="build-graph explain PAGE lists them")
    return found


def _lines(reading: Reading, target: str) -> list[int]:
    informative = [block.line for block in reading.blocks if block.content.start < block.content.end]
    if not target:
        return informative
    lines = reading.text.count("\n") + (not reading.text.endswith("\n"))
    block = max((block.line for block in reading.blocks if block.line <= int(target)), default=0)  # of several lines that are read as one
    if block not in informative or int(target) > lines:
        raise PageError(f"nothing stands on line {target}", expected=f"a line from 1 to {lines} with words on it")
    return [block]


def _line(page: Page, reading: Reading, names: Names, line: int, facts: Sequence[Fact]) -> Iterator[str]:
    block = page.outline.on(line)
    yield f"{line}  {_marked(reading.text, block, facts)}"
    section = _section(page, block)
    yield f"{_INDENT}section   {section}"
    parts = (
        clauses(page.items(block.content), page.lexicon.endings["participle"])
        if block.kind in {"bullet", "text", "subhead", "caption"}
        else ()
    )
    for items in told_apart(parts, page.names.forms, page.lexicon.words["graded"]):
        yield f"{_INDENT}clause    {' '.join(item.span.of(page.text) for item in items)}"
        phrases = phrases_of(items, page.lexicon)
        spread_scopes(items, phrases, page.lexicon)
        yield from (f"{_INDENT * 2}{told}" for told in _phrases(phrases, page.text))
    for fact in facts:
        yield from _claim(fact, reading, names)
    yield from _left(reading, line)


def _section(page: Page, block: Block) -> str:
    heading = block
    while heading.kind != "heading" and heading.parent is not None:
        heading = page.outline.blocks[heading.parent]
    name = page.outline.names.get(heading.index, "")
    section = page.lexicon.sections.get(name.casefold())
    return f"{name} (reader {section.reader})" if section else name or "front matter"


def _marked(text: str, block: Block, facts: Iterable[Fact]) -> str:
    """Return the line with the words of the claims between ‹ and ›."""
    spans = sorted({s for f in facts for m in f.evidence.mentions for s in m.spans if block.content.holds(s)})
    parts, at = [], block.content.start
    for span in spans:
        if span.start >= at:
            parts += [text[at : span.start], "‹", span.of(text), "›"]
            at = span.end
    return "".join([*parts, text[at : block.content.end]])


def _phrases(phrases: Iterable[Phrase], text: str) -> Iterator[str]:
    for phrase in phrases:
        words = " + ".join(_item(item, text) for item in phrase.words)
        number = f" number {phrase.number.span.of(text)}" if phrase.number else ""
        said = [f"as {phrase.role}"] if phrase.role else []
        said += [f"behind {phrase.marker.span.of(text)!r}"] if phrase.marker else []
        said += [f"{s.marker.property} {s.marker.value} from {s.item.span.of(text)!r}" for s in phrase.scopes]
        yield f"phrase  {words}{number}{' — ' + ', '.join(said) if said else ''}"
        for bracket in phrase.brackets:
            yield from (f"  in brackets: {told}" for told in _phrases(bracket, text))


def _item(item: Item, text: str) -> str:
    if item.entry:
        return f"{item.span.of(text)} = {item.entry.term.label} ({item.entry.term.kind})"
    return f"{item.span.of(text)} ({item.hint or 'unknown'})"


def _claim(fact: Fact, reading: Reading, names: Names) -> Iterator[str]:
    claim = fact.claim
    yield f"{_INDENT}claim     {said(claim)}"
    yield f"{_INDENT * 2}rule {fact.evidence.rule}; {names.claim(reading.topic, claim).value}"
    for mention in fact.evidence.mentions:
        words = " … ".join(span.of(reading.text) for span in mention.spans)
        yield f"{_INDENT * 2}{mention.role}: {words!r}"
    if fact.evidence.citations:
        yield f"{_INDENT * 2}cites {len(fact.evidence.citations)}"


def said(claim: Claim) -> str:
    """Return a claim on one line, labels in the place of terms."""
    stance = [word for word in (claim.polarity, claim.modality) if word not in {"affirmed", "asserted"}]
    held = [f"{q.name} {_value(q.value)}" for q in claim.qualifiers]
    q = claim.quantity
    amount = [f"quantity {q.minimum or ''}–{q.maximum or ''} {q.unit}".strip()] if q else []
    told = "; ".join([*stance, *amount, *held])
    return f"{claim.subject.label} | {claim.predicate} | {_value(claim.object)}{f'  [{told}]' if told else ''}"


def _value(value: Term | str) -> str:
    return f"{value.label}{' (candidate)' if value.candidate else ''}" if isinstance(value, Term) else repr(value)


def _left(reading: Reading, line: int) -> Iterator[str]:
    for unread in reading.unread:
        if unread.line == line:
            yield f"{_INDENT}left over {unread.span.of(reading.text)!r}: {unread.reason}"
            if unread.expected:
                yield f"{_INDENT * 2}expected: {unread.expected}"
            if unread.guess:
                yield f"{_INDENT * 2}would give: {said(unread.guess.claim)}"
            if unread.table:
                yield f"{_INDENT * 2}fix: a row of {unread.table}"
