"""What captions say of the disease: each printing of a caption that stands on one line is read as a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.facts import Block
from build_graph.readers import captions, statement
from build_graph.readers.draft import facts_of
from build_graph.readers.page import Found, Page
from build_graph.readers.settings import section_setting


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the captions, and the findings that they name by the section's own predicates."""
    yield from captions.read(page, blocks)
    setting = section_setting(page, blocks[0])
    for group in captions.images(page, blocks):
        single = [spans[0] for spans in (group.alt, group.visible) if len(spans) == 1]
        for span in single:
            block = next(b for b in group.blocks if b.content == span)
            drafts, _ = statement.read_span(page, block, span, setting)
            yield from facts_of(page, block, drafts)
