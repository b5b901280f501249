"""Headings and bullets without content. It is said that they are empty in this copy; never that nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.facts import Block, Qualifier, claim_of
from build_graph.readers.ledger import Ledger, page_mention
from build_graph.readers.page import Found, Page

RULE = "empty"
_NOTHING = {"blank", "furniture"}


def is_empty(blocks: Sequence[Block]) -> bool:
    """Return whether a section, its heading first, has no content in this copy."""
    return all(block.kind in _NOTHING for block in blocks[1:])


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield that the heading stands and its content does not, where that is so."""
    ledger = Ledger(page, blocks)
    heading = blocks[0]
    if is_empty(blocks):
        claim = claim_of(page.page, "emptySection", page.outline.heading(heading), Qualifier("kind", "heading"))
        ledger.fact(heading, claim, RULE, {**page_mention(page), "object": heading.content})
    yield from ledger.close()


def read_bullet(page: Page, block: Block) -> Iterator[Found]:
    """Yield that a bullet names something of which this copy says no more; its path from the heading on is the object."""
    ledger = Ledger(page, [block])
    path = [block, *page.outline.ancestors(block)][::-1]
    words = [page.outline.heading(each) if each.kind == "heading" else each.content.of(page.masked).strip(" :") for each in path]
    claim = claim_of(page.page, "emptySection", " > ".join(words), Qualifier("kind", "bullet"))
    ledger.fact(block, claim, RULE, {**page_mention(page), "object": block.content}, path[:-1])
    yield from ledger.close()
