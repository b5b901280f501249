"""Which line rests on which work: one fact a line and citation, own or inherited from a line above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.facts import Block, Evidence, Fact, Mention, Qualifier, claim_of
from build_graph.readers.ledger import page_mention
from build_graph.readers.page import Found, Page

RULE = "citation"


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield what the lines of a section cite; the words of an inherited citation stand on the line above that prints it."""
    for block in blocks:
        for cited in page.citations.get(block.index, ()):
            citation, above = cited.citation, page.outline.on(cited.line).index
            kept = {"line": str(block.line), "scope": "direct", **dict(citation.fields)}
            if cited.inherited:
                kept |= {"scope": "inherited", "fromLine": str(cited.line)}
            claim = claim_of(page.page, "cites", citation.text, *(Qualifier(name, value) for name, value in kept.items()))
            mentions = [Mention(role, tuple(spans)) for role, spans in page_mention(page).items()]
            mentions.append(Mention("object", (citation.span,)))
            title = {page.outline.at(page.outline.title.start).index} if page.outline.title else set()
            context = tuple(sorted(({above} if cited.inherited else set()) | title))
            span = block.content if cited.inherited else citation.span
            yield Fact(claim, Evidence(block.index, block.line, span, tuple(mentions), RULE, (), context, (cited,)))
