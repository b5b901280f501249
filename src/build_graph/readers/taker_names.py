"""What the items of a list of takers name: an unknown name is what the list holds, and names may share a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page
from build_graph.readers.roles.kinds import MOST_ITEMS
from build_graph.readers.roles.stains import TAKERS
from build_graph.readers.things import Thing, thing_of


def takers_of(page: Page, phrase: Phrase, key: str, complements: Sequence[Phrase] = ()) -> Thing | None:
    """Return what a phrase of a list of takers names: an unknown name is what the list holds."""
    thing = thing_of(phrase, page, whole=True, complements=complements)
    told = page.lexicon.unknown_kinds.get((key, ""), "")
    if thing is None or thing.kind or not told or not _is_name(page, phrase):
        return thing
    return thing._replace(kind=told, term=replace(thing.term, kind=told))


def _is_name(page: Page, phrase: Phrase) -> bool:
    """Return whether an unknown phrase can be a name: short, and no such word as "cases" or "result" at its end."""
    words = page.lexicon.words
    last = phrase.words[-1]
    empty = last.key in words["bare"] or last.key in words["people"] or last.kind == "quality"
    adjective = len(phrase.words) == 1 and last.key.endswith(tuple(words["adjective-ending"]))
    return not empty and not adjective and len(phrase.items) <= MOST_ITEMS


def bracket_behind(items: Sequence[Item], end: int) -> Iterator[Item]:
    """Yield the items of the bracket right behind a name that ends at ``end``."""
    depth = 0
    for item in (i for i in items if i.span.start >= end):
        depth += (item.kind == "open") - (item.kind == "close")
        if depth <= 0 and item.kind != "close":
            return
        if item.kind not in {"open", "close"}:
            yield item


def stands_out(phrase: Phrase) -> bool:
    """Return whether a complement tells of one kind among the others: "X, particularly of mucosal origin"."""
    return phrase.scope("predominance") is not None


def kinds_of(page: Page, phrase: Phrase, whole: Thing) -> Iterator[Thing]:
    """Yield the kinds of a taker that a complement tells: "of acral or mucosal origin" tells two."""
    marker = phrase.introduced
    heads = [[m, phrase.items[-1]] for m in phrase.lent_before] + [phrase.items]
    for words in heads:
        label = f"{whole.term.label} {marker.key if marker else 'of'} {' '.join(page.words(i.span) for i in words)}"
        spans = (*whole.spans, *(i.span for i in words))
        yield Thing(Term(slug_of(label), label, whole.kind, candidate=True, head=whole.term), whole.kind, spans, spans)


def siblings(page: Page, phrase: Phrase) -> list[Thing]:
    """Return the names that share the head of a longer one: "papillary, follicular and medullary thyroid carcinoma" are three."""
    item, lent = phrase.items[-1], phrase.lent_before
    words = item.key.split(" ")
    entry = item.entry
    if not lent or entry is None or entry.term.kind not in TAKERS or len(phrase.items) > 1 or len(words) < 2:
        return []
    head = page.words(Span(item.parts[1].start, item.span.end)) if len(item.parts) > 1 else ""
    if not head or not any(fold(f"{m.key} {head}") in page.lexicon.names for m in lent):
        return []
    found = [_term(page, f"{m.key} {head}", entry.term.kind, (m.span, item.parts[-1])) for m in lent]
    return [*found, Thing(entry.term, entry.term.kind, (item.span,), (item.span,))]


def _term(page: Page, name: str, kind: str, spans: tuple[Span, ...]) -> Thing:
    """Return the term of a name, the lexicon's where it has it."""
    label = " ".join(name.casefold().split())
    entry = page.lexicon.names.get(fold(label))
    term = entry.term if entry else Term(slug_of(label), label, kind, candidate=True)
    return Thing(term, term.kind, spans, spans)
