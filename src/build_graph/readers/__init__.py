"""One reader a shape of section, and the table of them: the name in sections.tsv -> the function."""

from __future__ import annotations

from collections.abc import Iterator

from build_graph.readers import answers, cites, codes, differential, empty, frontmatter, pictures, quiz, report, statement, terminology
from build_graph.readers.page import Found, Page, Reader

READERS: dict[str, Reader] = {
    "frontmatter": frontmatter.read,
    "statement": statement.read,
    "terminology": terminology.read,
    "codes": codes.read,
    "differential": differential.read,
    "captions": pictures.read,
    "quiz_question": quiz.read,
    "quiz_answer": answers.read,
    "report": report.read,
    "stains": statement.read,
    "citations_only": empty.read,
}


def always(page: Page) -> Iterator[Found]:
    """Yield what is read over the whole page, whatever the section: citations and empty sections."""
    for blocks in page.outline.sections():
        if blocks and blocks[0].kind == "heading" and empty.is_empty(blocks):
            yield from empty.read(page, blocks)
    yield from cites.read(page, page.outline.blocks)
