"""In how many patients something is seen: "occurs in most patients" says how often it is, "in most patients with X" says of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.lexicon import Lexicon, Marker
from build_graph.readers.page import Page

#: The preposition that a cue may end with, and such rows of scopes.tsv begin with.
IN = "in"
#: What is left of the cue: it says no more than that something is there.
THERE = (Marker("function", "participle"),)
#: The role of such a cue, and what may stand behind the people.
PLACE, ENDS = "place", {"coordinator", "break", "close", "open"}
#: Classes of words for them, and for what was taken from them.
PEOPLE = ("people", "lesion", "sample")
#: What a clause must hold where it tells in how many of them.
COUNTED = frozenset((*PEOPLE, "amount"))
#: Tells people apart.
WITH = "with"
#: Of how many people a row of scopes.tsv tells in so many words, at most.
MOST_WORDS = 7
#: What stands in such rows for people, whatever the page calls them.
CASE = "case"


def in_most(page: Page, items: list[Item], *, alone: bool) -> list[Item]:
    """Return the items with how many patients something is seen in read as how often it is: "occurs in most patients".

    ``alone``: whether "in most" says so without people, too; among stains it may say in which of them.
    """
    made: list[Item] = []
    stop = 0
    for at, item in enumerate(items):
        if at < stop:
            continue
        leads = item.kind == "cue" and item.marker.value == PLACE and item.key.endswith(f" {IN}")
        if leads and (found := _how_often(page.lexicon, items, at)):
            often, stop = found
            made += [replace(item, kind="function", span=Span(item.span.start, item.parts[-2].end), markers=THERE, entry=None), often]
        elif alone and item.kind == "preposition" and item.key == IN and (many := _how_many(page.lexicon, items, at)):
            often, stop = many
            made.append(often)
        elif item.kind == "scope" and _tells_people(page, items, at):
            made += _people(page, item)
        else:
            made.append(item)
    return made if stop or len(made) > len(items) else items


def _how_often(lexicon: Lexicon, items: Sequence[Item], at: int) -> tuple[Item, int] | None:
    """Return how often a cue at ``at`` and the number of people behind it say, and where the people end; None where it says more."""
    cue, key, step = items[at], IN, lexicon.phrases.get(IN)
    found: tuple[Marker, int] | None = None
    if len(cue.parts) < 2 or lexicon.markers.get(cue.key.partition(" ")[0], (cue.marker,))[0].kind == "scope":
        return None  # "common in most patients"
    for n, item in enumerate(items[at + 1 : at + 1 + MOST_WORDS], start=at + 1):
        people = any(item.key in lexicon.words[name] for name in PEOPLE)
        for word in item.key.split(" "):
            last, key = key, f"{key} {word}"
            step = step.after(word) if step else None
        rows = lexicon.markers.get(key) or (step.markers if step else ()) or (lexicon.markers.get(f"{last} {CASE}") if people else ())
        marker = next(iter(rows or ()), None)
        if marker is not None and marker.kind == "scope" and marker.property == "frequency":
            found = marker, n
        if not step and key not in lexicon.openings:
            break
    if found is None:
        return None
    marker, last_item = found
    after = items[last_item + 1] if last_item + 1 < len(items) else None
    if after is not None and after.kind not in ENDS:
        return None  # "in most patients with X", "in most women"
    span = Span(cue.parts[-1].start, items[last_item].span.end)
    return Item("scope", span, key if last_item == n else marker.value, markers=(marker,)), last_item + 1


def _how_many(lexicon: Lexicon, items: Sequence[Item], at: int) -> tuple[Item, int] | None:
    """Return how often "in most", "in a few" says with no people behind it, and where it ends; None for anything else."""
    last = at + 2 if at + 2 < len(items) and items[at + 1].key == "a" else at + 1
    after = items[last + 1] if last + 1 < len(items) else None
    if last >= len(items) or items[last].key not in lexicon.words["amount"] or after is not None and after.kind not in ENDS:
        return None
    words = " ".join(i.key for i in items[at : last + 1])
    row = next(iter(lexicon.markers.get(f"{words} {CASE}", ())), None)
    if row is None or row.kind != "scope":
        return None
    span = Span(items[at].span.start, items[last].span.end)
    return Item("scope", span, words, markers=(replace(row, value=words),)), last + 1


def _tells_people(page: Page, items: Sequence[Item], at: int) -> bool:
    """Return whether "with" goes on behind how many people there are: "in most patients with X", X being another thing than the disease."""
    item, behind = items[at], items[at + 1 : at + 3]
    people = item.key.startswith(f"{IN} ") and item.key.rpartition(" ")[2] in page.lexicon.words["people"]
    if not people or item.marker.property != "frequency" or len(behind) < 2 or behind[0].key != WITH:
        return False
    return behind[1].entry is None or not page.names.member(behind[1].entry.term)


def _people(page: Page, item: Item) -> list[Item]:
    """Return what says how many people as a preposition and the people."""
    lead = item.parts[0] if item.parts else Span(item.span.start, item.span.start + len(IN))
    return [Item("preposition", lead, IN, markers=page.lexicon.markers[IN]), *page.items(Span(lead.end, item.span.end))]
