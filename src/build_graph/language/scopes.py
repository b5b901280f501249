"""What a hedge, a denial or a word of frequency governs, after ConText (Harkema 2009)."""

from __future__ import annotations

from collections.abc import Sequence

from build_graph.language.phrases import Phrase, Scope
from build_graph.language.verbs import DEGREES, is_verb, item_at
from build_graph.language.words import Item
from build_graph.lexicon import Marker

#: Roles of a cue that make a fact of what stands before it.
BACKWARD = {"effect", "confirm_by", "suggest", "risk_of", "exclude", "prevent", "indicate"}
#: Properties of a scope that holds for a whole clause.
CLAUSE_WIDE = {"modality", "polarity"}
RELATIVES = {"which", "that", "who"}


def spread_scopes(items: Sequence[Item], phrases: Sequence[Phrase]) -> None:
    """Give every phrase the scopes that govern it.

    A forward scope reaches from its place to a stop word or the end of the clause; one with nothing on its right reaches back.
    Frequency, extent and severity cover one coordination; modality and polarity the clause.
    """
    if not any(item.kind == "scope" for item in items):
        return
    spent = {item.span for phrase in phrases for item in phrase.items}
    depth = 0
    for position, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        marker = item.scope() if item.kind == "scope" else None
        if marker is not None and depth <= 0 and item.span not in spent:
            for phrase in _governed(items, position, marker, phrases):
                phrase.scopes.append(Scope(marker, item))


def _governed(items: Sequence[Item], position: int, marker: Marker, phrases: Sequence[Phrase]) -> Sequence[Phrase]:
    """Return the phrases that the scope at ``position`` governs."""
    start, stop = items[position].span.start, _stop(items, position, marker)
    said = [p for p in phrases if p.items or p.number]
    right = [p for p in said if start <= p.span.start < stop]
    if not right or marker.direction == "backward":
        return _governed_back(items, position, marker, said, right)
    if marker.property in CLAUSE_WIDE:
        named = [p for p in right if not p.marker or p.marker.kind != "preposition"]
        return said if _rules_clause(items, position, named) else right
    governed = right if marker.direction == "clause" else coordinated(right)
    after = item_at(items, position + 1)
    if marker.property in DEGREES and after is not None and after.nominal:
        return [p for p in governed if p is right[0] or _bare_sibling(p, right[0])]
    return governed


def _bare_sibling(phrase: Phrase, first: Phrase) -> bool:
    return phrase.link in {"and", "or"} and phrase.kind == first.kind and len(phrase.items) == 1


def _stop(items: Sequence[Item], position: int, marker: Marker) -> int:
    """Return where a forward scope ends; a cue right behind it is part of what it governs."""
    after = item_at(items, position + 1)
    behind = items[position + 2 :] if after is not None and after.kind == "cue" else items[position + 1 :]
    at_verb = "<verb>" in marker.stops
    return next((i.span.start for i in behind if i.key in marker.stops or at_verb and is_verb(i)), 1 << 60)


def _governed_back(
    items: Sequence[Item], position: int, marker: Marker, said: Sequence[Phrase], right: Sequence[Phrase]
) -> Sequence[Phrase]:
    """Return what a scope behind its phrase governs: "dystrophic change suspected" the first coordination, a hedge all before it."""
    before, after = item_at(items, position - 1), item_at(items, position + 1)
    told = before is not None and before.kind == "function" and before.key in RELATIVES
    if told or after is not None and after.kind == "verb" and not right:
        return []  # "which is absent in ...", "may itch": said of what follows
    left = [p for p in said if p.span.start < items[position].span.start] or right
    return left if marker.property == "modality" or not left else coordinated(left)


def _rules_clause(items: Sequence[Item], position: int, right: Sequence[Phrase]) -> bool:
    """Return whether a hedge or denial covers what stands before it, too: "A and B may help", not "A occurs and may B".

    It does where nothing is said behind it, or where the verb behind it makes a fact of what stands before it ("A may cause B").
    """
    before = items[:position]
    after = next((i for i in items[position + 1 :] if i.kind != "scope" and i.function != "be"), None)
    if after is not None and (after.kind == "verb" and after.marker.value == "nominal" or right and not _reaches_back(after)):
        return False
    if not before or any(map(is_verb, before)) or before[-1].kind in {"coordinator", "preposition"}:
        return False
    return not (items[position].marker.property == "polarity" and before[-1].nominal)


def _reaches_back(item: Item) -> bool:
    if item.kind == "cue":
        return item.marker.value in BACKWARD
    return item.kind == "verb" and item.marker.value in {"act", "help"} or item.function == "participle"


def coordinated(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the first of ``phrases`` and those coordinated with it."""
    first = phrases[0]
    return [first, *[p for p in phrases[1:] if p.group == first.group]]
