"""Block tree to facts: names first, then every section by the reader that its heading calls for; the rest is unread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from build_graph.coverage import statuses
from build_graph.facts import Block, Edition, Fact, Reading, Span, Term, Unread, WordStatus
from build_graph.language.citations import brackets_of, inherit, mask, own_citations
from build_graph.lexicon import Lexicon
from build_graph.outline import Outline, read_outline
from build_graph.readers import READERS, always, faults
from build_graph.readers.names import page_names, topic_term
from build_graph.readers.page import Found, Page, Reader

#: Where a fact stands, and of whom it says what.
_PLACE = attrgetter("evidence.span", "claim.predicate", "claim.subject.slug")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

if TYPE_CHECKING:
    from build_graph.document import Restatement


def recognise(
    text: str,
    *,
    sha256: str,
    lexicon: Lexicon,
    restatement: Restatement | None = None,
    ranges: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Reading:
    """Return everything that was read from ``text``.

    Args:
        text: the decoded document.
        sha256: of its bytes, hexadecimal.
        lexicon: the curated tables.
        restatement: what the document says of itself where it restates a page.
        ranges: the kinds of object that each predicate takes; a fact with another is refused and reported as a guess.
    """
    outline = read_outline(text, lexicon.headings, lexicon.furniture)
    page = page_of(outline, lexicon)
    read, unread, marks = list[Fact](), list[Unread](), list[WordStatus]()
    kept: Mapping[type, list[Any]] = {Fact: read, Unread: unread, WordStatus: marks}
    for found in _read(page):
        kept[type(found)].append(found)
    facts, refused = _fitting(read, ranges)
    unread += refused
    named = _named(facts)
    if torn := _torn(named):
        facts, refused = _fitting(_distinct([_with_kinds(fact, torn) for fact in facts]), ranges)
        unread += refused
        named = _named(facts)
    else:
        facts = _distinct(facts)
    facts, refused = _without_circles(page.topic, facts)
    unread += refused
    words, lines, missed = statuses(page, facts, unread, marks)
    edition, original = _editions(page, facts, sha256, restatement)
    return Reading(
        text=text,
        sha256=sha256,
        topic=page.topic,
        edition=edition,
        page=original,
        blocks=outline.blocks,
        facts=tuple(facts),
        unread=missed,
        words=words,
        lines=lines,
        damage=outline.damage,
        terms=_terms(named, page),
    )


def _fitting(facts: Iterable[Fact], ranges: Mapping[str, frozenset[str]]) -> tuple[list[Fact], list[Unread]]:
    """Return the facts whose object their predicate takes, and why the others cannot stand: a name has one kind, and it may be another."""
    kept: list[Fact] = []
    refused: list[Unread] = []
    for fact in facts:
        thing, kinds = fact.claim.object, ranges.get(fact.claim.predicate)
        if isinstance(thing, str) or thing.slug != fact.claim.subject.slug and (kinds is None or thing.kind in kinds):
            kept.append(fact)  # as nearly all
        elif refusal := _refusal(fact, thing, kinds):
            refused.append(refusal)
        else:
            kept.append(fact)
    return kept, refused


def _without_circles(topic: Term, facts: Sequence[Fact]) -> tuple[list[Fact], list[Unread]]:
    """Return the facts without those that make the topic a subtype of what the page calls its form, and why they cannot stand."""
    classes = [fact for fact in facts if fact.claim.predicate == "subtypeOf" and fact.claim.polarity == "affirmed"]
    own = [fact for fact in classes if fact.claim.subject == topic]
    forms: set[Term] = set()
    more = {topic} if own else set()
    while more:
        more = {fact.claim.subject for fact in classes if fact.claim.object in more} - forms - {topic}
        forms |= more
    turned = [fact for fact in own if fact.claim.object in forms]
    if not turned:
        return [*facts], []
    reason = f"a form of {topic.label} is no class of it"
    return [f for f in facts if f not in turned], [Unread(f.evidence.span, f.evidence.line, reason) for f in turned]


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts, each once; only those of one subject in one place are compared, for a fact is slow to hash."""
    places = list(map(_PLACE, facts))
    shared = {place: list[Fact]() for place, count in Counter(places).items() if count > 1}
    found = []
    for fact, place in zip(facts, places, strict=True):
        known = shared.get(place)
        if known is None:
            found.append(fact)
        elif fact not in known:
            known.append(fact)
            found.append(fact)
    return found


def _torn(named: Sequence[Term]) -> dict[str, tuple[str, Term | None]]:
    """Return the one kind and head of each candidate, by slug, of which there are two readings: those that more facts agree on."""
    readings: dict[str, set[tuple[str, Term | None]]] = {}
    for term in _once(named):
        for one in (term, term.head) if term.candidate else ():
            if one is not None and one.candidate:
                readings.setdefault(one.slug, set()).add((one.kind, one.head))
    votes = {slug: Counter[tuple[str, Term | None]]() for slug, found in readings.items() if len(found) > 1}
    for term in named if votes else ():
        for one in (term, term.head) if term.candidate else ():
            if one is not None and one.candidate and one.slug in votes:
                votes[one.slug][one.kind, one.head] += 1
    return {slug: _agreed(found) for slug, found in votes.items()}


def _once(named: Sequence[Term]) -> Iterable[Term]:
    """Return each term once; one that was made anew stands there again."""
    return dict(zip(map(id, named), named, strict=True)).values()


def _agreed(votes: Counter[tuple[str, Term | None]]) -> tuple[str, Term | None]:
    """Return the kind and the head that most votes name; a head, where any does."""
    kinds, heads = Counter[str](), Counter[Term]()
    for (kind, head), count in votes.items():
        kinds[kind] += count
        if head:
            heads[head] += count
    return min(kinds, key=lambda k: (-kinds[k], k)), min(heads, key=lambda h: (-heads[h], h.slug), default=None)


def _named(facts: Iterable[Fact]) -> list[Term]:
    """Return every term that facts name, each as often as it is named."""
    values: list[Term | str] = []
    for claim, _ in facts:
        values += (claim.subject, claim.object)
        if claim.qualifiers:
            values += [qualifier.value for qualifier in claim.qualifiers]
    return [value for value in values if isinstance(value, Term)]


def _with_kinds(fact: Fact, agreed: Mapping[str, tuple[str, Term | None]]) -> Fact:
    """Return the fact with the candidates of ``agreed``, by slug, made of that kind and head."""
    claim = fact.claim

    def told(value: Term) -> Term:
        if not value.candidate:
            return value
        kind, head = agreed.get(value.slug, (value.kind, value.head))
        if head is not None and head.candidate and head.slug in agreed:
            head = replace(head, kind=agreed[head.slug][0])
        return value if (kind, head) == (value.kind, value.head) else replace(value, kind=kind, head=head)

    return fact._replace(
        claim=claim._replace(
            subject=told(claim.subject),
            object=told(claim.object) if isinstance(claim.object, Term) else claim.object,
            qualifiers=tuple(q._replace(value=told(q.value)) if isinstance(q.value, Term) else q for q in claim.qualifiers),
        )
    )


def _refusal(fact: Fact, thing: Term, kinds: frozenset[str] | None) -> Unread | None:
    """Return why a fact cannot stand: its predicate takes no object but of ``kinds``, or it says that something is itself."""
    claim = fact.claim
    if thing == claim.subject:
        return Unread(fact.evidence.span, fact.evidence.line, f"nothing is said of {thing.label} but itself", "another name")
    if kinds is None or thing.kind in kinds:
        return None
    where = next((m.spans[0] for m in fact.evidence.mentions if m.role == "object"), fact.evidence.span)
    expected = ", ".join(sorted(kinds - {"Text"}))
    return Unread(where, fact.evidence.line, f"{claim.predicate} takes no {thing.kind}", expected, "ontology/lexicon/terms.tsv", fact)


def page_of(outline: Outline, lexicon: Lexicon) -> Page:
    """Return the page with the names that it gives to things: read before any fact."""
    own = own_citations(outline)
    breaks = [Span(*m.span()) for m in _BREAK.finditer(outline.text)]
    masked = mask(outline.text, [*breaks, *(span for citations in own.values() for span in brackets_of(outline.text, citations))])
    title = outline.title.of(outline.text).strip() if outline.title else "untitled page"
    topic = topic_term(title, lexicon, _kind(outline, lexicon), outline.text)
    return Page(
        text=outline.text,
        outline=outline,
        lexicon=lexicon,
        topic=topic,
        page=Term(topic.slug, f"{topic.label} topic page", "Edition"),
        names=page_names(outline, lexicon, topic, masked),
        masked=masked,
        citations=inherit(outline, own),
    )


def _kind(outline: Outline, lexicon: Lexicon) -> str:
    """Return what a page is about, by its headings: a stain or a disease."""
    keys = {section.key for name in outline.names.values() if (section := lexicon.sections.get(name.casefold()))}
    return "Stain" if any(key.startswith("stain_") for key in keys) else "Disease"


def _read(page: Page) -> list[Found]:
    found: list[Found] = []
    for blocks in page.outline.sections():
        try:
            found += list(_reader(page, blocks)(page, blocks))
        except faults.CAUGHT as fault:
            found += faults.reports(blocks, faults.said(fault))
    found += always(page)
    return found


def _reader(page: Page, blocks: Sequence[Block]) -> Reader:
    """Return the reader that the heading of a section calls for; prose where the tables know no such heading."""
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
        slug,
        sha256[:16],
        restatement.title,
        "",
        creator=restatement.creator,
        licence=restatement.licence,
        statement=restatement.statement,
    )
    return own, original


def _terms(named: Sequence[Term], page: Page) -> tuple[Term, ...]:
    found = {page.topic.slug: page.topic}
    for term in _once(named):
        if term.kind != "Edition":
            found.setdefault(term.slug, term)
    return tuple(found[slug] for slug in sorted(found))
