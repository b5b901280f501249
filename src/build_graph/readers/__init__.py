"""One reader a shape of section, and the table of them: the name in sections.tsv -> the function.

How one bullet of prose becomes facts, in the order in which the modules hand it on:

1. ``names`` has read, over the whole page, what the page calls its disease and the subtypes; ``page`` carries it to every reader.
2. ``statement`` is handed the section. ``settings`` says what holds below its heading: subject, key of the section, qualifiers.
3. ``labels`` decides whether the line, or what stands before its colon, is a label, and of which form; ``settings`` says what such a
   label makes of the lines below it. What is left is a statement.
4. ``language`` makes items, clauses and phrases of the statement. Each clause becomes a ``clause.Clause``.
5. ``circumstances`` and ``subjects`` take away what only says when, how and of whom; ``figures`` and ``prognosis`` take the numbers.
6. Each phrase that is left is read by the function of its role (``roles``): the role says which predicate, ``things`` which term. What
   has no role is read by section and kind (predicates.tsv); ``brackets`` reads what stands behind a name.
7. Each fact begins as a ``draft.Draft``, which later words may still qualify; ``draft.facts_of`` closes it with its evidence.

Words that no step understands are reported (``Unread``), and so is a thing that makes no claim where it stands. The structural readers
(front matter, codes, captions, quiz, report, citations) read by form and note what they spend in a ``ledger.Ledger``.
"""

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
