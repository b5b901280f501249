"""Who says so: "some authors suggest that", "no study has shown that" hedge or deny the whole clause behind them."""

from __future__ import annotations

from collections.abc import Sequence

from build_graph.facts import Span
from build_graph.language.words import Item
from build_graph.lexicon import Marker
from build_graph.readers.page import Page

#: What joins it to what is said, and the items that stand before it, at most.
JOINS = "that"
MOST_ITEMS = 9
#: Kinds of item that carry no content of their own.
SMALL = {"function", "scope"}
#: What ends what is said.
STOPS = (";", "but", "although")
#: Classes of words.tsv that such a beginning is made of.
CLASSES = ("author", "saying", "showing", "evidence", "doubt", "author-quality")


def attributed(page: Page, items: list[Item]) -> list[Item]:
    """Return the items with "some authors suggest that" at their beginning joined to one hedge or denial of all that follows."""
    at = next((n for n, item in enumerate(items[: MOST_ITEMS + 1]) if item.key == JOINS), 0)
    lead, words = items[:at], page.lexicon.words
    if len(lead) < 2 or any(i.kind not in SMALL and not any(i.key in words[name] for name in CLASSES) for i in lead):
        return items
    told = [i for i in lead if any(i.key in words[name] for name in ("saying", "showing", "evidence"))]
    by = any(i.key in words["author"] or i.key in words["evidence"] or i.function == "pronoun" for i in lead)
    if not by or not told:
        return items
    key = " ".join(i.key for i in (*lead, items[at]))
    whole = Span(lead[0].span.start, items[at].span.end)
    return [Item("scope", whole, key, markers=(_stance(page, lead),)), *items[at + 1 :]]


def _stance(page: Page, lead: Sequence[Item]) -> Marker:
    """Return what is made of the clause: denied where nothing shows it, uncertain where little does, else suspected."""
    scopes = (i.scope() for i in lead)
    if any(scope is not None and scope.property == "polarity" for scope in scopes):
        return Marker("scope", "denied", "polarity", "clause", STOPS)
    doubted = any(i.key in page.lexicon.words["doubt"] for i in lead)
    return Marker("scope", "uncertain" if doubted else "suspected", "modality", "clause", STOPS)
