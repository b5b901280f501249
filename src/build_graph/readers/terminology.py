"""Terminology: related terms with their definitions, and synonyms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Block, Qualifier, Span, Term, WordStatus
from build_graph.language.clauses import clauses
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers import statement
from build_graph.readers.draft import Draft, Kept, Setting, Subject, facts_of
from build_graph.readers.labels import at_colon
from build_graph.readers.names import slug_of
from build_graph.readers.page import Found, Page
from build_graph.readers.settings import section_setting

#: Roles that no name holds: what has one is a statement.
PROSE = {"confused", "to", "from", "by", "for", "cause", "association", "place"}


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the terms of the section; what stands below a term, or behind its colon, defines it."""
    heading = blocks[0]
    base = section_setting(page, heading)
    settings: dict[int, Setting] = {heading.index: base}
    for block in blocks[1:]:
        if block.kind not in {"bullet", "text", "subhead"}:
            continue
        above = settings.get(block.parent if block.parent is not None else heading.index, base)
        if above is not base:
            yield from _definition(page, block, block.content, above)
            settings[block.index] = above
            continue
        span, rest = at_colon(page, block.content)
        cue = page.lexicon.markers.get(fold(page.masked[span.start : span.end]), ())
        if rest and any(m.kind == "cue" and m.value == "synonym" for m in cue):
            yield from _names(page, block, base, block.content)
        elif rest and _out_of_use(page, span):
            kept = Kept(Qualifier("status", "obsolete"), (span,), block.index)
            yield from _names(page, block, replace(base, kept=(*base.kept, kept)), rest)
        elif rest or page.outline.children(block):
            term = _term(page, span)
            draft = Draft(base.subjects, "relatedTerm", term, (span,), "terminology-label", phrase=(span,))
            settings[block.index] = replace(base, fixed=True, subjects=(Subject(term, (span,), block.index),))
            yield from facts_of(page, block, [draft])
            if rest:
                yield from _definition(page, block, rest, settings[block.index])
        else:
            yield from _names(page, block, base, block.content)


def _term(page: Page, span: Span) -> Term:
    label = page.words(span).strip()
    entry = page.lexicon.names.get(fold(label))
    return page.names.label(label) or (entry.term if entry else Term(slug_of(label), label.casefold(), page.topic.kind, candidate=True))


def _definition(page: Page, block: Block, span: Span, setting: Setting) -> Iterator[Found]:
    """Yield the definition as a sentence, and what the sentence says."""
    text = " ".join(page.masked[span.start : span.end].split())
    drafts, unread = statement.read_span(page, block, span, setting)
    whole = Draft(setting.subjects, "definition", text, (span,), "definition", phrase=(span,))
    yield from facts_of(page, block, [whole, *drafts])
    yield from unread


def _out_of_use(page: Page, span: Span) -> bool:
    """Return whether a label says that the names behind it are no longer used: "Older terms", "Avoid"."""
    words = fold(page.masked[span.start : span.end]).split(" ")
    return len(words) <= 5 and any(word in page.lexicon.words["obsolete"] for word in words)


def _names(page: Page, block: Block, base: Setting, span: Span) -> Iterator[Found]:
    """Yield other names of the page's topic: what stands behind a cue such as "also known as", or a bare list of names."""
    for items in clauses(page.items(span)):
        clause = statement.read_clause(page, block, items, replace(base, role="synonym"), [])
        cued = any(p.role == "synonym" for p in clause.phrases)
        prose = not cued and any(p.role in PROSE for p in clause.phrases)
        if any(i.key == "=" for i in clause.items):  # "X = Y": which is the name of which, nothing tells
            continue
        names = [p for p in clause.phrases if p.items and not prose and not p.relative and (p.role == "synonym" if cued else p.role == "")]
        if not names:
            yield from facts_of(page, block, clause.drafts)
            yield from clause.unread
            continue
        drafts = [_synonym(page, block, phrase, base) for phrase in names]
        drafts += [d for phrase in names for d in _bracketed(page, block, phrase, base)]
        yield from facts_of(page, block, [d for d in drafts if d])
        for phrase in clause.phrases:
            if phrase.marker:
                yield WordStatus(phrase.marker.span, "cue")


def _synonym(page: Page, block: Block, phrase: Phrase, base: Setting) -> Draft | None:
    text = " ".join(page.words(phrase.span).split())
    if fold(text) == fold(page.topic.label):
        return None
    entry = page.lexicon.names.get(fold(text))
    if not phrase.role and entry and entry.term != page.topic and not base.kept:
        return Draft(base.subjects, "relatedTerm", entry.term, (phrase.span,), "terminology-name", phrase=(phrase.span,))
    member = page.names.label(text)
    own = (Subject(member, (phrase.span,), block.index),) if member and base.kept else base.subjects
    draft = Draft(own, "synonym", text, (phrase.span,), "terminology-name", phrase=(phrase.span,), kept=[*base.kept])
    if " " not in text and sum(c.isupper() for c in text) > 1:
        draft.add("kind", "abbreviation", (phrase.span,), block.index)
    return draft


def _bracketed(page: Page, block: Block, phrase: Phrase, base: Setting) -> Iterator[Draft]:
    """Yield what stands in brackets behind the page's own name: its abbreviation."""
    if fold(page.words(phrase.span)) == fold(page.topic.label):
        for inner in (p for b in phrase.brackets for p in b if p.items):
            if draft := _synonym(page, block, inner, base):
                yield draft
