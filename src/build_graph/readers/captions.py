"""Headings of images: each image once, although its caption is printed twice (as alternative text, then to be seen).

The visible caption may be broken over lines, and the alternative text may hold a literal ``<br>``; they are compared by
their words in singular. A caption without its twin is an image, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_graph.facts import Block, Qualifier, Span, Term, claim_of
from build_graph.lexicon import fold
from build_graph.readers.ledger import Ledger, page_mention
from build_graph.readers.page import Found, Page

RULE = "caption"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HOSTING = re.compile(r"images? hosted on (?P<where>[^:]+?)\s*:?\s*$", re.IGNORECASE)
_BY = re.compile(r"(?:(?:[\w#]+ ){0,4}?contributed by|courtesy of|(?:provided |photos? |photographs? )?by)\s+", re.IGNORECASE)
_PEOPLE = re.compile(r"\s+and\s+|\s*[;&]\s*")
_BRACKET = re.compile(r"\(([^()]+)\)")
_MODALITIES = {"ImagingModality", "Stain"}
#: Lines over which a visible caption may be broken.
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class CaptionGroup:
    """One image: where its caption stands. A statement reader reads findings from the visible spans."""

    term: Term
    visible: tuple[Span, ...]  #: a span a line
    alt: tuple[Span, ...]  #: the printing before it; empty where there is none
    blocks: tuple[Block, ...]  #: of both, in reading order


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the captions of the section, who contributed to it, and where its images are hosted."""
    ledger = Ledger(page, blocks)
    section = page.outline.heading(blocks[0])
    for block in blocks[1:]:
        hosting = _HOSTING.match(page.words(block.content)) if block.kind in ("subhead", "caption", "text") else None
        if hosting:
            _host(ledger, block, hosting, section)
        elif _is_credit(page, block):
            _credit(ledger, block, section)
    for group in images(page, blocks):
        for spans in (group.alt, group.visible):
            if spans:
                _caption(ledger, group, spans, section)
    yield from ledger.close()


def images(page: Page, blocks: Sequence[Block]) -> list[CaptionGroup]:
    """Return the images of a section in reading order; its heading is the first of ``blocks``."""
    heading = blocks[0]
    lines = [block for block in blocks[1:] if _is_caption(page, block)]
    found: list[CaptionGroup] = []
    at = 0
    while at < len(lines):
        alt, visible, at = _take(page, lines, at)
        term = _image(page, heading, len(found) + 1)
        spans = [tuple(block.content for block in part) for part in (visible, alt)]
        found.append(CaptionGroup(term, spans[0], spans[1], (*alt, *visible)))
    return found


def _is_credit(page: Page, block: Block) -> bool:
    return block.kind in ("caption", "text", "subhead") and bool(_BY.match(page.words(block.content)))


def _is_caption(page: Page, block: Block) -> bool:
    words = page.words(block.content)
    known = block.kind in ("caption", "bullet") and bool(words) and fold(words) not in page.lexicon.words["bare"]  # "None"
    return known and not _is_credit(page, block) and not _HOSTING.match(words)


def _take(page: Page, lines: Sequence[Block], at: int) -> tuple[list[Block], list[Block], int]:
    """Return alternative and visible lines of the image that starts at ``at``, and where the next one starts."""
    together = _paragraph(lines, at)
    for length in sorted({1, together - at}):
        twin = _twin(page, lines, at, at + length)
        if twin:
            return list(lines[at : at + length]), list(lines[at + length : twin]), twin
    end = at + 1
    while end < together and not page.words(lines[end].content)[:1].isupper():  # broken over lines
        end += 1
    return [], list(lines[at:end]), end


def _paragraph(lines: Sequence[Block], at: int) -> int:
    """Return the end of the lines that stand together from ``at`` on, a few at most."""
    end = at + 1
    while end < len(lines) and end - at < _MOST_LINES and lines[end].index == lines[end - 1].index + 1:
        end += 1
    return end


def _twin(page: Page, lines: Sequence[Block], at: int, end: int) -> int:
    """Return where the lines from ``end`` on that repeat those from ``at`` to ``end`` stop, or 0."""
    wanted = _key(page, lines[at:end])
    for stop in range(end + 1, min(len(lines), end + _MOST_LINES) + 1):
        key = _key(page, lines[end:stop])
        if key == wanted:
            return stop
        if not wanted.startswith(key):
            return 0
    return 0


def _key(page: Page, lines: Sequence[Block]) -> str:
    """Return what two printings of a caption have in common: their words, in singular."""
    return fold(_BREAK.sub(" ", " ".join(page.words(block.content) for block in lines)))


def _image(page: Page, heading: Block, number: int) -> Term:
    """Return the term of an image, named after its section: "microscopic image 2", "video 1"."""
    words = re.sub(r"\([^)]*\)| / \S+", " ", page.outline.heading(heading)).casefold().split()
    name = " ".join([*words[:-1], words[-1].removesuffix("s")])
    repeat = page.outline.number(heading)
    label = f"{name} {number}" if repeat == 1 else f"{name} {repeat}.{number}"
    return Term(re.sub(r"[^a-z0-9]+", "-", label), label, "Video" if name == "video" else "Image")


def _caption(ledger: Ledger, group: CaptionGroup, spans: Sequence[Span], section: str) -> None:
    """Add the caption as one of its two printings gives it; its value is always that of the visible one."""
    page = ledger.page
    lines = [block for block in group.blocks if block.content in spans]
    value = " ".join(" ".join(_BREAK.sub(" ", page.words(span)) for span in group.visible).split())
    heading = next(block for block in ledger.blocks if block.kind == "heading")
    mentions: dict[str, Span | Sequence[Span]] = {"subject": (heading.content,), "object": spans, "section": heading.content}
    kept = [Qualifier("section", section)]
    for method, where in _methods(page, spans):
        kept.append(Qualifier("method", method))
        mentions[f"method:{method.slug}"] = where
    if group.term.kind == "Video":
        kept.append(Qualifier("media", "video"))
    ledger.fact(lines[0], claim_of(group.term, "imageCaption", value, *kept), RULE, mentions, lines[1:])


def _methods(page: Page, spans: Sequence[Span]) -> Iterator[tuple[Term, Span]]:
    """Yield the modalities that stand in brackets: "(CT)", "(axial CT)" - words that end in the name of one."""
    for span in spans:
        for bracket in _BRACKET.finditer(page.text, span.start, span.end):
            words = fold(bracket[1]).split()
            entries = (page.lexicon.names.get(" ".join(words[i:])) for i in range(min(len(words), 6)))
            method = next((entry.term for entry in entries if entry and entry.term.kind in _MODALITIES), None)
            if method:
                yield method, Span(*bracket.span(1))


def _host(ledger: Ledger, block: Block, hosting: re.Match[str], section: str) -> None:
    start = block.content.start
    where = Span(start + hosting.start("where"), start + hosting.end("where"))
    heading = ledger.blocks[0]
    claim = claim_of(ledger.page.page, "imageHosting", ledger.page.words(where), Qualifier("section", section))
    ledger.fact(block, claim, RULE, {**page_mention(ledger.page), "object": where, "section": heading.content})
    ledger.frame(block, block.content)


def _credit(ledger: Ledger, block: Block, section: str) -> None:
    """Read "Contributed by Ada Roe, M.D. and Jan Doe, M.D."."""
    page = ledger.page
    label = _BY.match(page.text, block.content.start, block.content.end)
    start = label.end() if label else block.content.start
    ledger.frame(block, Span(block.content.start, start))
    end = start + len(page.words(Span(start, block.content.end)).rstrip(" :"))
    for joint in [*_PEOPLE.finditer(page.text, start, end), None]:
        who = Span(start, joint.start() if joint else end)
        if who.start < who.end:
            claim = claim_of(page.page, "contributor", page.words(who), Qualifier("of", section))
            ledger.fact(block, claim, RULE, {**page_mention(page), "object": who, "of": ledger.blocks[0].content})
        if joint:
            ledger.frame(block, Span(*joint.span()))
            start = joint.end()
