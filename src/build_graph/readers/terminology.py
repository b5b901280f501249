"""Terminology: related terms with their definitions, and synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Block, Qualifier, Span, Term, Unread, WordStatus
from build_graph.language.clauses import clauses
from build_graph.language.items import Item
from build_graph.language.parallels import told_apart
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import COPULAS
from build_graph.lexicon import fold
from build_graph.readers import statement
from build_graph.readers.clause import STANCES, Clause
from build_graph.readers.draft import Draft, Kept, Setting, Subject, facts_of
from build_graph.readers.labels import at_colon
from build_graph.readers.names import slug_of
from build_graph.readers.out_of_use import is_gone, names_out_of_use
from build_graph.readers.page import Found, Page
from build_graph.readers.settings import section_setting
from build_graph.readers.things import Thing

_SHORT = re.compile(r"(.+?) \(([A-Z][A-Za-z0-9]{0,7}[A-Z0-9])\)\s*")
#: Roles that no name holds: what has one is a statement.
PROSE = {"confused", "unrelated", "to", "from", "by", "for", "cause", "association", "place"}


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the terms of the section; what stands below a term, or behind its colon, defines it."""
    heading = blocks[0]
    base = section_setting(page, heading)
    settings: dict[int, Setting] = {heading.index: base}
    for block in blocks[1:]:
        if block.kind not in {"bullet", "text", "subhead"} or block.content.start == block.content.end:
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
            yield from _names(page, block, base._replace(kept=(*base.kept, kept)), rest)
        elif not rest and (named := _named_also(page, span)):
            yield from _related(page, block, base, *named)
        elif rest and _names_forms(page, span):
            yield Unread(block.content, block.line, "the names of forms are not read")
        elif (rest and not is_gone(page, rest)) or page.outline.children(block):
            settings[block.index], drafts = _labelled(page, block, base, span)
            yield from facts_of(page, block, drafts)
            if rest:
                yield from (_names if _begins_with_cue(page, rest) else _behind)(page, block, settings[block.index], rest)
        else:
            yield from _listed(page, block, base)


def _listed(page: Page, block: Block, base: Setting) -> Iterator[Found]:
    """Yield the names of a line, with which of them are out of use where it says so; one without a cue is read as any other."""
    told = names_out_of_use(page, block.content)
    if not told:
        yield from _names(page, block, base, block.content)
    for name in told:
        if not name.read:
            yield Unread(name.span, block.line, "what is out of use is not understood", "a name")
        elif name.cue is None:
            yield from _names(page, block, base, name.span)
        elif fold(page.words(name.span)) != fold(page.topic.label):
            text = " ".join(page.words(name.span).split())
            draft = Draft(base.subjects, "synonym", text, (name.span,), "out-of-use", phrase=(name.span,), kept=[*base.kept])
            if name.obsolete:
                draft.add("status", "obsolete", (name.cue,), block.index)
            yield from facts_of(page, block, [draft])
            yield WordStatus(name.cue, "cue")
        else:
            yield from (WordStatus(span, "cue") for span in (name.cue, name.span))


def _labelled(page: Page, block: Block, base: Setting, label: Span) -> tuple[Setting, list[Draft]]:
    """Return the setting below a label that names a related term, and the facts of the label: the term, and its abbreviation."""
    span, short = _shortened(page, label)
    term = _term(page, span)
    own = (Subject(term, (span,), block.index),)
    if term == page.topic and fold(page.words(span)) == fold(term.label):
        drafts = []
    elif term == page.topic:
        drafts = [Draft(base.subjects, "synonym", page.words(span), (span,), "terminology-label", phrase=(span,), kept=[*base.kept])]
    else:
        drafts = [Draft(base.subjects, "relatedTerm", term, (span,), "terminology-label", phrase=(span,))]
    return base._replace(fixed=True, subjects=own), [*drafts, *([_short_name(page, block, short, own)] if short else ())]


def _begins_with_cue(page: Page, span: Span) -> bool:
    first = next(iter(page.items(span)), None)
    return first is not None and first.kind == "cue" and first.marker.value == "synonym"


def _behind(page: Page, block: Block, setting: Setting, span: Span) -> Iterator[Found]:
    return _definition(page, block, span, setting)


def _named_also(page: Page, span: Span) -> tuple[Span, Span] | None:
    """Return another term and what follows it in "X, also known as Y", where X is no name of the page's topic."""
    items = page.items(span)
    at = next((n for n, i in enumerate(items) if i.kind == "cue" and i.marker.value == "synonym"), 0)
    aside = at > 1 and (items[at - 1].key == "," or items[at - 1].kind == "open")
    if not aside or not all(i.nominal for i in items[: at - 1]):
        return None
    named = Span(items[0].span.start, items[at - 2].span.end)
    words = fold(page.words(named))
    entry = page.lexicon.names.get(words)
    if words == fold(page.topic.label) or words in page.names.forms or entry is not None and entry.term == page.topic:
        return None
    stop = next((i.span.start for i in items[at:] if i.kind == "close"), items[-1].span.end)
    return named, Span(items[at].span.start, stop)


def _related(page: Page, block: Block, base: Setting, span: Span, rest: Span) -> Iterator[Found]:
    """Yield a related term, and its other names."""
    term = _term(page, span)
    yield from facts_of(page, block, [Draft(base.subjects, "relatedTerm", term, (span,), "terminology-label", phrase=(span,))])
    yield from _names(page, block, base._replace(subjects=(Subject(term, (span,), block.index),)), rest)


def _shortened(page: Page, span: Span) -> tuple[Span, Span | None]:
    """Return a label and the abbreviation in brackets behind it: "Carcinoma in situ (CIS)"."""
    if not (found := _SHORT.fullmatch(page.words(span))):
        return span, None
    return Span(span.start, span.start + found.end(1)), Span(span.start + found.start(2), span.start + found.end(2))


def _short_name(page: Page, block: Block, span: Span, own: tuple[Subject, ...]) -> Draft:
    draft = Draft(own, "synonym", page.words(span), (span,), "label-abbreviation", phrase=(span,))
    draft.add("kind", "abbreviation", (span,), block.index)
    return draft


def _term(page: Page, span: Span) -> Term:
    label = page.words(span).strip()
    entry = page.lexicon.names.get(fold(label))
    return page.names.label(label) or (entry.term if entry else Term(slug_of(label), label.casefold(), page.topic.kind, candidate=True))


def _definition(page: Page, block: Block, span: Span, setting: Setting) -> Iterator[Found]:
    """Yield the definition as a sentence, and what the sentence says."""
    text = " ".join(page.masked[span.start : span.end].split())
    drafts, unread = statement.read_span(page, block, span, setting)
    first = text.split("; ")[0]
    at = page.masked.find("; ", span.start, span.end)
    told = Span(span.start, at) if at > 0 else span
    if first:  # else nothing but a citation
        drafts = [Draft(setting.subjects, "definition", first, (told,), "definition", phrase=(told,)), *drafts]
    yield from facts_of(page, block, drafts)
    yield from unread


def _names_forms(page: Page, span: Span) -> bool:
    """Return whether a label says that forms of the disease are named behind it, and names none: "Variants: ..."."""
    words = fold(page.words(span))
    return words in page.lexicon.words["variant"] or words in page.lexicon.words["subtype"]


def _out_of_use(page: Page, span: Span) -> bool:
    """Return whether a label says that the names behind it are no longer used: "Older terms", "Avoid"."""
    words = fold(page.masked[span.start : span.end]).split(" ")
    return len(words) <= 5 and any(word in page.lexicon.words["obsolete"] for word in words)


def _names(page: Page, block: Block, base: Setting, span: Span) -> Iterator[Found]:
    """Yield other names of the page's topic: what stands behind a cue such as "also known as", or a bare list of names."""
    lead: Thing | None = None  #: "X is not Y but ...": what stands behind the comma or "but" defines X
    for items in told_apart(clauses(page.items(span), page.lexicon.endings["participle"]), page.names.forms, page.lexicon.words["graded"]):
        clause = statement.read_clause(page, block, items, base._replace(role="synonym"), [])
        if any(i.key == "=" for i in clause.items):
            yield from facts_of(page, block, _equated(page, block, clause, base))
            continue
        if confused := [d for p in clause.phrases if (d := _confused(clause, p))]:
            yield from facts_of(page, block, confused)
            continue
        if isnt := _is_not(clause):
            lead = isnt
            yield from facts_of(page, block, [_denied(clause, lead)])
            continue
        if lead:
            span = Span(clause.items[0].span.start, clause.items[-1].span.end)
            text = " ".join(page.masked[span.start : span.end].split())
            yield from facts_of(page, block, [Draft((clause.subject(lead),), "definition", text, (span,), "definition", phrase=(span,))])
            continue
        base_of = _of_form(clause, base)
        names = _named(clause, base_of is not base)
        if not names:
            yield from facts_of(page, block, clause.drafts)
            yield from clause.unread
            continue
        yield from _told_names(clause, names, base_of) if _told(clause, names) else _plain_names(clause, names, base_of, base)


def _of_form(clause: Clause, base: Setting) -> Setting:
    """Return the setting of "type 2 is known as X": X is a name of that form."""
    lead = clause.lead
    if lead is None or lead.key not in clause.page.names.forms or not any(_is_cued(p) for p in clause.phrases):
        return base
    return base._replace(subjects=(Subject(clause.page.names.forms[lead.key].term, lead.spans, clause.block.index),))


def _is_cued(phrase: Phrase) -> bool:
    return bool(phrase.items) and phrase.introduced is not None and phrase.role in {"synonym", "as"}


def _named(clause: Clause, of_form: bool = False) -> list[Phrase]:
    """Return the phrases that are names: those behind a cue, or the items of a bare list; none where the clause says what is not."""
    if of_form:
        return [p for p in clause.phrases if _is_cued(p)]
    cued = any(p.role == "synonym" for p in clause.phrases)
    prose = not cued and any(p.role in PROSE for p in clause.phrases)
    denied = any(i.kind == "scope" and i.key in STANCES and i.marker.property == "polarity" for i in clause.items)
    if prose or denied and not cued:
        return []
    return [p for p in clause.phrases if p.items and not p.relative and (p.role == "synonym" if cued else p.role == "")]


def _plain_names(clause: Clause, names: Sequence[Phrase], own: Setting, base: Setting) -> Iterator[Found]:
    """Yield names that are no more than listed, and those in brackets behind the page's own."""
    page, block = clause.page, clause.block
    drafts = [_synonym(page, block, phrase, own) for phrase in names]
    drafts += [d for phrase in names for d in _bracketed(page, block, phrase, base)]
    yield from facts_of(page, block, [d for d in drafts if d])
    for phrase in clause.phrases:
        if phrase.marker:
            yield WordStatus(phrase.marker.span, "cue")


def _told(clause: Clause, names: Sequence[Phrase]) -> Sequence[Item]:
    """Return what is said of the names in front of a verb: "X is a separate entity"; nothing where a cue introduces them."""
    behind = [i for i in clause.items if names[-1].span.end <= i.span.start and any(sign.isalpha() for sign in i.key)]
    first = behind[0] if behind and not any(p.role == "synonym" for p in names) else None
    said = first is not None and (first.function == "be" or first.kind == "scope" and first.key.split(" ")[0] in COPULAS)
    return behind if said else ()


def _told_names(clause: Clause, names: Sequence[Phrase], base: Setting) -> Iterator[Found]:
    """Yield the names of which something is said, and what of it is not read."""
    told = _told(clause, names)
    drafts = [d for phrase in names if (d := _told_of(clause.page, clause.block, phrase, base, told))]
    yield from facts_of(clause.page, clause.block, drafts)
    read = [span for d in drafts for span in (*d.spans, *(s for k in d.kept for s in k.spans))]
    yield from (u for u in clause.unread if not any(span.start <= u.span.start and u.span.end <= span.end for span in read))


def _told_of(page: Page, block: Block, phrase: Phrase, base: Setting, told: Sequence[Item]) -> Draft | None:
    """Return X as a name where what is said of it is that it is one, in use or not; else as another term."""
    words = [(word, item) for item in told for word in item.key.split(" ")]
    draft = _synonym(page, block, phrase, base)
    if draft is None:
        return None
    if out := next((item for word, item in words if word in page.lexicon.words["obsolete"]), None):
        draft.add("status", "obsolete", (out.span,), block.index)
    elif draft.predicate == "synonym" and not any(word in page.lexicon.words["naming"] for word, _ in words):
        term = _term(page, phrase.span)
        return Draft(base.subjects, "relatedTerm", term, (phrase.span,), "terminology-told", phrase=(phrase.span,))
    return draft


def _equated(page: Page, block: Block, clause: Clause, base: Setting) -> list[Draft]:
    """Read "X = Y" where just one of the two is a name of the family: the other is a synonym of it."""
    at = next(n for n, i in enumerate(clause.items) if i.key == "=")
    sides = [clause.items[:at], clause.items[at + 1 :]]
    if not all(sides):
        return []
    spans = [Span(side[0].span.start, side[-1].span.end) for side in sides]
    known = [page.names.label(page.words(span)) for span in spans]
    if (known[0] is None) == (known[1] is None):
        return []
    own, other = (spans[0], spans[1]) if known[0] else (spans[1], spans[0])
    subject = Subject(known[0] or known[1] or page.topic, (own,), block.index)
    return [Draft((subject,), "synonym", page.words(other), (other,), "equated", phrase=(other,), kept=[*base.kept])]


def _confused(clause: Clause, phrase: Phrase) -> Draft | None:
    """Read "not to be confused with X": X is a related term, denied."""
    marker = phrase.marker
    told = marker is not None and " ".join(marker.key.split(" ")[-2:]) in clause.page.lexicon.words["confused"]
    if phrase.role != "confused" or marker is None or not told or not (thing := clause.thing(phrase)):
        return None
    named = thing if thing.kind else thing._replace(kind="Disease", term=replace(thing.term, kind="Disease"))
    draft = clause.draft("relatedTerm", named, phrase, "confused")
    draft.deny(marker)
    draft.add("kind", "not to be confused with", (marker.span,), clause.block.index)
    return draft


def _is_not(clause: Clause) -> Thing | None:
    """Return the X of "X is not Y", where X is another disease and Y one of the family."""
    said = clause.named
    if len(said) != 2 or said[0].role or said[1].role != "is" or said[1].scope("polarity") is None:
        return None
    lead = clause.thing(said[0], whole=True)
    if lead is None or lead.kind not in {"", "Disease"} or clause.page.names.member(lead.term) or not clause.page.names.label(said[1].key):
        return None
    return lead if lead.kind else lead._replace(kind="Disease", term=replace(lead.term, kind="Disease"))


def _denied(clause: Clause, lead: Thing) -> Draft:
    """Return "X is no subtype of Y"."""
    phrase = clause.named[1]
    whole = clause.page.names.label(phrase.key) or clause.page.topic
    draft = Draft((clause.subject(lead),), "subtypeOf", whole, phrase.spans, "is-not", phrase=phrase.spans)
    draft.stance(phrase.scopes, clause.block.index)
    return draft


def _with_extent(phrase: Phrase) -> Span:
    """Return the words of a name with the word of extent right before it: "localized X" is not X."""
    ahead = [s.item.span for s in phrase.scopes if s.marker.property == "extent" and 0 < phrase.span.start - s.item.span.end <= 1]
    return Span(ahead[0].start, phrase.span.end) if ahead else phrase.span


def _synonym(page: Page, block: Block, phrase: Phrase, base: Setting) -> Draft | None:
    span = _with_extent(phrase)
    text = " ".join(page.words(span).split())
    if fold(text) == fold(page.topic.label):
        return None
    entry = page.lexicon.names.get(fold(text))
    if not phrase.role and entry and entry.term != page.topic and not base.kept:
        return Draft(base.subjects, "relatedTerm", entry.term, (span,), "terminology-name", phrase=(span,))
    inner = (page.names.label(p.key) for b in phrase.brackets for p in b if p.items)
    member = page.names.label(text) or next((m for m in inner if m), None)
    own = (Subject(member, (span,), block.index),) if member and base.kept else base.subjects
    draft = Draft(own, "synonym", text, (span,), "terminology-name", phrase=(span,), kept=[*base.kept])
    if " " not in text and sum(c.isupper() for c in text) > 1:
        draft.add("kind", "abbreviation", (span,), block.index)
    return draft


def _bracketed(page: Page, block: Block, phrase: Phrase, base: Setting) -> Iterator[Draft]:
    """Yield what stands in brackets behind the page's own name: its abbreviation."""
    if fold(page.words(phrase.span)) == fold(page.topic.label):
        for inner in (p for b in phrase.brackets for p in b if p.items):
            if draft := _synonym(page, block, inner, base):
                yield draft
