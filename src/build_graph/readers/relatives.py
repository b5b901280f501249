"""Names of more words than a table holds: "those who smoke" are people, "CD4:CD8 ratio" is one measurement."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.language.verbs import RELATIVES, is_verb, item_at
from build_graph.lexicon import Entry
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page

#: Verbs that only tie people to a finding or disease: that is read by itself.
TYING = {"finding", "association", "outcome", "than"}
#: Leads from people to what they do, and from a ratio to its value.
WHO, EQUALS = "who", "="
#: Between the two sides of a ratio, and the kinds of what has one.
JOINS = {":", "/", "to"}
MEASURED = {"Protein", "Substance", "Measurement"}
#: Roles of the two prepositions of "as in".
LIKENED = ("as", "in")
#: What may stand inside such a name behind its verb.
INSIDE = {"term", "quality", "word", "preposition"}


def named_people(page: Page, items: Sequence[Item]) -> list[Item]:
    """Return the items with "people who do something" joined to one name of a population, up to the next verb or comma."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        stop = _end(items, at)
        if stop > at + 1:
            span = Span(items[at].span.start, items[stop - 1].span.end)
            kept.append(_name(page, span, items[at:stop]))
        else:
            kept.append(items[at])
        at = max(stop, at + 1)
    return kept


def named_ratios(page: Page, items: Sequence[Item]) -> list[Item]:
    """Return the items with "A:B ratio" and "A to B ratio" joined to one name of a measurement."""
    ratio = page.lexicon.words["ratio"]
    kept: list[Item] = []
    for position, item in enumerate(items):
        pair = kept[-3:]
        paired = len(pair) == 3 and pair[1].key in JOINS and all(_kind(i) in MEASURED for i in (pair[0], pair[2]))
        after = item_at(items, position + 1)
        equal = item.key == EQUALS and after is not None and after.number is not None  # "A:B = 3:1"
        if paired and equal:
            kept[-3:] = [_name(page, Span(pair[0].span.start, pair[2].span.end), pair, "Measurement"), item]
        elif paired and item.key in ratio:
            kept[-3:] = [_name(page, Span(pair[0].span.start, item.span.end), [*pair, item], "Measurement")]
        else:
            kept.append(item)
    return kept


def _end(items: Sequence[Item], at: int) -> int:
    """Return the position behind a name that starts at ``at``; ``at`` where none does."""
    who, verb = item_at(items, at + 1), item_at(items, at + 2)
    people = items[at].key == "those" or items[at].entry is not None and _kind(items[at]) == "Population"
    if not people or who is None or who.key != WHO or verb is None or not _acts(verb):
        return at
    stop = at + 3
    while stop < len(items) and (items[stop].kind in INSIDE or items[stop].function == "article") and not is_verb(items[stop]):
        stop += 1
    return stop


def _acts(verb: Item) -> bool:
    """Return whether a word says what people do: a verb that has no fact of its own here, or a word that no table knows."""
    return verb.kind in {"verb", "word"} or verb.kind == "cue" and verb.marker.value not in TYING


def _kind(item: Item) -> str:
    return item.entry.term.kind if item.entry else ""


def _name(page: Page, span: Span, items: Sequence[Item], kind: str = "Population") -> Item:
    text = " ".join(page.words(span).split())
    capital = sum(c.isupper() for c in text.split(" ")[0]) > 1
    label = text if capital else text[:1].lower() + text[1:]
    term = Term(slug_of(label), label, kind, candidate=True)
    return Item("term", span, " ".join(item.key for item in items), entry=Entry(term, "", (), (), "", ""), parts=(span,))


def not_here(items: list[Item], here: Collection[str]) -> list[Item]:
    """Return what is said of a look-alike without what is said of the page's disease behind it: "X, which is missing here"."""
    if len(items) < 3 or items[-1].key not in here:
        return items
    scope = next((n for n, i in enumerate(items) if (m := i.scope()) and m.property == "polarity"), 0)
    start = next((n for n in range(scope) if items[n].key in RELATIVES), scope)
    while start and items[start - 1].kind in {"coordinator", "open"}:
        start -= 1
    return items[:start] if start and any(i.nominal for i in items[:start]) else items


def elsewhere(items: list[Item]) -> list[Item]:
    """Return a clause without what it says of another disease that it compares with: "X, as in D, ...", "unlike D, which shows Y, ..."."""
    compared = items[0].kind == "cue" and items[0].marker.value == "than" if items else False
    likely = [n for n, i in enumerate(items[:-2]) if i.kind == "preposition" and i.marker.value == LIKENED[0] or compared and i.key == ","]
    commas = [n for n, item in enumerate(items) if item.key == ","] if likely else []
    for n in likely:
        item, entry = items[n], items[n + 2].entry
        likened = item.kind == items[n + 1].kind == "preposition" and (item.marker.value, items[n + 1].marker.value) == LIKENED
        likened = likened and entry is not None and entry.term.kind == "Disease"
        told = item.key == "," and items[n + 1].key in RELATIVES
        if likened or told:
            stop = next((c for c in commas if c > n), len(items))
            start = n - 1 if likened and n and items[n - 1].key == "," else n
            rest = [*items[:start], *items[stop + (likened and start < n) :]]
            return rest if any(i.nominal for i in rest) else items
    return items
