"""Block tree to facts: names first, then every section by the reader that its heading calls for; the rest is unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from build_graph.coverage import statuses
from build_graph.facts import Block, Edition, Fact, Reading, Span, Term, Unread, WordStatus
from build_graph.language.citations import brackets_of, inherit, mask, own_citations
from build_graph.lexicon import Lexicon
from build_graph.outline import Outline, read_outline
from build_graph.readers import READERS, always
from build_graph.readers.names import page_names, slug_of, topic_term
from build_graph.readers.page import Found, Page

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

if TYPE_CHECKING:
    from build_graph.document import Restatement


def recognise(text: str, *, sha256: str, lexicon: Lexicon, restatement: Restatement | None = None) -> Reading:
    """Return everything that was read from ``text``.

    Args:
        text: the decoded document.
        sha256: of its bytes, hexadecimal.
        lexicon: the curated tables.
        restatement: what the document says of itself where it restates a page.
    """
    outline = read_outline(text, lexicon.headings, lexicon.furniture)
    page = page_of(outline, lexicon)
    facts: list[Fact] = []
    unread: list[Unread] = []
    marks: list[WordStatus] = []
    for found in _read(page):
        if isinstance(found, Fact):
            facts.append(found)
        elif isinstance(found, Unread):
            unread.append(found)
        else:
            marks.append(found)
    facts = list(dict.fromkeys(facts))
    words, lines, missed = statuses(page, facts, unread, marks)
    edition, original = _editions(page, facts, sha256, restatement)
    return Reading(
        text=text, sha256=sha256, topic=page.topic, edition=edition, page=original, blocks=outline.blocks, facts=tuple(facts),
        unread=missed, words=words, lines=lines, damage=outline.damage, terms=_terms(facts, page),
    )


def page_of(outline: Outline, lexicon: Lexicon) -> Page:
    """Return the page with the names that it gives to things: read before any fact."""
    own = own_citations(outline)
    breaks = [Span(*m.span()) for m in _BREAK.finditer(outline.text)]
    masked = mask(outline.text, [*breaks, *(span for citations in own.values() for span in brackets_of(outline.text, citations))])
    topic = topic_term(_title(outline), lexicon, _kind(outline, lexicon), outline.text)
    return Page(
        text=outline.text, outline=outline, lexicon=lexicon, topic=topic,
        page=Term(topic.slug, f"{topic.label} topic page", "Edition"),
        names=page_names(outline, lexicon, topic), masked=masked, citations=inherit(outline, own),
    )


def _kind(outline: Outline, lexicon: Lexicon) -> str:
    """Return what a page is about, by its headings: a stain or a disease."""
    keys = {section.key for name in outline.names.values() if (section := lexicon.sections.get(name.casefold()))}
    return "Stain" if any(key.startswith("stain_") for key in keys) else "Disease"


def _title(outline: Outline) -> str:
    if outline.title:
        return outline.title.of(outline.text).strip()
    return "untitled page"


def _read(page: Page) -> Iterator[Found]:
    for blocks in page.outline.sections():
        yield from _reader(page, blocks)(page, blocks)
    yield from always(page)


def _reader(page: Page, blocks: Sequence[Block]):  # type: ignore[no-untyped-def]
    heading = page.outline.names.get(blocks[0].index, "") if blocks and blocks[0].kind == "heading" else ""
    section = page.lexicon.sections.get(heading.casefold())
    return READERS["frontmatter" if not heading else section.reader if section else "statement"]


def _editions(page: Page, facts: Sequence[Fact], sha256: str, restatement: Restatement | None) -> tuple[Edition, Edition]:
    """Return the document that was read and the page that it is, or restates."""
    said = {f.claim.predicate: f.claim.object for f in facts if f.claim.subject.kind == "Edition"}
    title = str(said.get("topicTitle", page.topic.label))
    slug = page.topic.slug
    version = str(said.get("authorUpdateDate", "")) or sha256[:16]
    url = str(said.get("sourceUrl", ""))
    if restatement is None:
        edition = Edition(slug, version, title, url)
        return edition, edition
    original = Edition(slug, restatement.date or version, title, restatement.url or url)
    own = Edition(
        slug, sha256[:16], restatement.title, "", creator=restatement.creator, licence=restatement.licence,
        derived_from=original.version, statement=restatement.statement,
    )
    return own, original


def _terms(facts: Sequence[Fact], page: Page) -> tuple[Term, ...]:
    found = {page.topic.slug: page.topic}
    for fact in facts:
        claim = fact.claim
        for value in (claim.subject, claim.object, *(q.value for q in claim.qualifiers)):
            if isinstance(value, Term) and value.kind != "Edition":
                found.setdefault(value.slug, value)
    return tuple(found[slug] for slug in sorted(found))


__all__ = ["page_of", "recognise", "slug_of"]
