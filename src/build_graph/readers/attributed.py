"""Who says so: "some authors suggest that", "no study has shown that" hedge or deny the whole clause behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.softened import TIES
from build_graph.lexicon import Marker
from build_graph.readers.asked import Words
from build_graph.readers.page import Page

#: What joins it to what is said, and the items that stand before it, at most.
JOINS = "that"
MOST_ITEMS = 9
#: Kinds of item that carry no content of their own.
SMALL = {"function", "scope"}
#: What ends what is said.
STOPS = (";", "but", "although")
#: What the words are to a clause whose evidence is not doubted.
SILENT = Marker("function", "contrast")
#: Denies what a cue ties.
NO = "no"
#: The class of "without which".
NECESSARY = "necessary"
#: Behind "evidence", its doubt stands within so many items.
NEAR = 5
#: Doubt of what was said before.
DOUBT = Marker("scope", "uncertain", "modality", "backward", STOPS)
#: Classes of words.tsv that such a beginning is made of.
CLASSES = ("author", "saying", "showing", "evidence", "doubt", "author-quality")


def attributed(page: Page, items: list[Item]) -> list[Item]:
    """Return the items with "some authors suggest that" at their beginning joined to one hedge or denial of all that follows."""
    keys = [item.key for item in items[: MOST_ITEMS + 1]]
    if JOINS not in keys:
        return items
    at, words = keys.index(JOINS), page.lexicon.words
    lead = items[:at]
    if len(lead) < 2 or any(i.kind not in SMALL and not any(i.key in words[name] for name in CLASSES) for i in lead):
        return items
    told = [i for i in lead if any(i.key in words[name] for name in ("saying", "showing", "evidence"))]
    by = any(i.key in words["author"] or i.key in words["evidence"] or i.function == "pronoun" for i in lead)
    if not by or not told:
        return items
    key = " ".join(i.key for i in (*lead, items[at]))
    whole = Span(lead[0].span.start, items[at].span.end)
    return [Item("scope", whole, key, markers=(_stance(page, lead),)), *items[at + 1 :]]


def unneeded(page: Page, items: list[Item], words: Words) -> list[Item]:
    """Return the items without what does not happen "without which": X is needed for it, and it is not denied.

    Of "no clear link with X" the word that judges the link is silent: the link is denied. "The benefit of X" speaks of X.
    """
    if NECESSARY in words.held and (needing := [n for n, i in enumerate(items) if i.function == NECESSARY]) and (at := needing[0]):
        items = items[: at - 1 if items[at - 1].key == "," else at]
    if "worth" in words.held:
        items = _unjudged(page, items)
    ties = [n for n, i in enumerate(items) if i.kind == "cue" and i.marker.value in TIES] if NO in words.keys else []
    if not ties:
        return items
    cue = ties[0]
    first = next((n for n in range(cue - 1, -1, -1) if not _is_judged(page, items[n]) or items[n].key == NO), -1)
    if first < 0 or first == cue - 1 or items[first].key != NO:
        return items
    return [*items[: first + 1], *(replace(i, kind="function", markers=(SILENT,)) for i in items[first + 1 : cue]), *items[cue:]]


def _unjudged(page: Page, items: list[Item]) -> list[Item]:
    """Return the items with "the benefit of" at their beginning silent."""
    worth = 1 if items and items[0].function == "article" else 0
    if len(items) > worth + 2 and items[worth].key in page.lexicon.words["worth"] and items[worth + 1].key in {"of", "for"}:
        return [*(replace(i, kind="function", markers=(SILENT,)) for i in items[: worth + 2]), *items[worth + 2 :]]
    return items


def evidenced(page: Page, items: list[Item]) -> list[Item]:
    """Return the items with "there is limited evidence for X" read as a doubt of X, "evidence for X is strong" as X."""
    words = page.lexicon.words
    named = [n for n, item in enumerate(items[: MOST_ITEMS + 1]) if item.key in words["evidence"]]
    if not named or not all(_is_judged(page, i) for i in items[: named[0]]):
        return items
    at = named[0]
    link = next((n for n in range(at + 1, len(items)) if items[n].key in words["speaking"]), None)
    if link is None or not all(_is_judged(page, i) or i.kind == "preposition" for i in items[at + 1 : link]):
        return _doubted(page, items, at)
    start = link + 2 if link + 1 < len(items) and items[link + 1].key == "of" else link + 1
    end, stop = _judged_after(page, items, start)
    if not any(i.nominal and i.key not in words["bare"] and i.key not in words["worth"] for i in items[start:end]):
        return _doubted(page, items, at)  # "evidence for this is limited"
    told = [*items[:start], *items[end:stop]]
    lead = Span(items[0].span.start, items[start - 1].span.end)
    key = " ".join(i.key for i in items[:start])
    doubted = any(set(i.key.split(" ")) & words["doubt"].keys() for i in told)
    denied = any(s is not None and s.property == "polarity" for s in (i.scope() for i in told))
    tail = [*(replace(i, kind="function", markers=(SILENT,)) for i in items[end:stop]), *items[stop:]]
    marker = Marker("scope", "uncertain", "modality", "clause", STOPS)
    if not doubted and not words["speaking"][items[link].key]:
        marker = Marker("scope", "denied", "polarity", "clause", STOPS) if denied else SILENT
    return [Item(marker.kind, lead, key, markers=(marker,)), *items[start:end], *tail]


def opined(page: Page, items: list[Item]) -> list[Item]:
    """Return the items with "the notion that X has few supporters" read as a doubt of X, denied where it is said to be given up."""
    at = 1 if items and items[0].function == "article" else 0
    if len(items) < at + 3 or items[at + 1].key != JOINS or items[at].key not in page.lexicon.words["opinion"]:
        return items
    start = at + 2
    verbs = [n for n in range(start, len(items)) if items[n].function in {"be", "have"} or items[n].kind in {"verb", "cue", "scope"}]
    end = next((n for n in verbs[1:] if n > verbs[0] + 1 and (items[n].function or items[n].kind == "scope")), len(items))
    tail = items[end:]
    denied = any(s is not None and s.property == "polarity" for s in (i.scope() for i in tail))
    marker = Marker("scope", "denied", "polarity", "clause", STOPS) if denied else Marker("scope", "uncertain", "modality", "clause", STOPS)
    lead = Span(items[0].span.start, items[start - 1].span.end)
    silent = [replace(i, kind="function", markers=(SILENT,)) for i in tail]
    return [Item("scope", lead, " ".join(i.key for i in items[:start]), markers=(marker,)), *items[start:end], *silent]


def _doubted(page: Page, items: list[Item], at: int) -> list[Item]:
    """Return a clause that says of the evidence alone that there is little as one doubt of what was said before it."""
    near = [*items[:at], *items[at + 1 : at + NEAR]]
    doubted = any(set(i.key.split(" ")) & page.lexicon.words["doubt"].keys() for i in near)
    denied = any(i.key == NO for i in items[:at])
    if not doubted and not denied:
        return items
    key = " ".join(i.key for i in items)
    return [Item("scope", Span(items[0].span.start, items[-1].span.end), key, markers=(DOUBT,))]


def _is_judged(page: Page, item: Item) -> bool:
    """Return whether a word only says how good the evidence is, or that there is some."""
    return item.kind in SMALL or any(set(item.key.split(" ")) & words.keys() for words in _goodness(page))


def _judged_after(page: Page, items: Sequence[Item], start: int) -> tuple[int, int]:
    """Return where what the evidence is for is followed by how good it is, and where that ends: "is limited", "is strong"."""
    for end in range(start + 1, len(items)):
        stop = next((n for n in range(end, len(items)) if not _is_judged(page, items[n])), len(items))
        if any(set(i.key.split(" ")) & words.keys() for i in items[end:stop] for words in _goodness(page)):
            return end, stop
    return len(items), len(items)


def _goodness(page: Page) -> tuple[Mapping[str, str], ...]:
    return page.lexicon.words["doubt"], page.lexicon.words["author-quality"]


def _stance(page: Page, lead: Sequence[Item]) -> Marker:
    """Return what is made of the clause: denied where nothing shows it, uncertain where little does, else suspected."""
    denials = [n for n, item in enumerate(lead) if (scope := item.scope()) is not None and scope.property == "polarity"]
    some = any(page.lexicon.words["author-quality"].get(i.key) for n in denials for i in lead[n + 1 : n + 2])  # "not every author"
    if denials and not some:
        return Marker("scope", "denied", "polarity", "clause", STOPS)
    doubted = some or any(i.key in page.lexicon.words["doubt"] for i in lead)
    return Marker("scope", "uncertain" if doubted else "suspected", "modality", "clause", STOPS)
