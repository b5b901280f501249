"""Which phrase is coordinated with which, and what they share: one head over several modifiers, one modifier over several heads."""

from __future__ import annotations

from collections.abc import Sequence

from build_graph.facts import Span
from build_graph.language.phrases import Phrase
from build_graph.language.words import Item
from build_graph.lexicon import Lexicon, fold

#: Dimensions of a quality that describe how a thing looks or feels; a claim of its own each.
APPEARANCE = {
    "colour", "color", "texture", "consistency", "shape", "size", "number", "border", "distribution", "structure", "sensation",
    "staining", "transparency", "birefringence", "symmetry", "cellularity", "arrangement", "surface", "elevation", "pattern",
}
#: Kinds that stand for each other when the level of a conjunct is looked for.
RELATED = (
    {"Disease", "Finding", "Event", "Process"}, {"AnatomicalSite", "Tissue"}, {"Substance", "Protein", "Gene", "Measurement"},
    {"Procedure", "ImagingModality", "Stain"}, {"CellType", "Tissue"}, {"Exposure", "Substance", "Event"}, {"Disease", "Organism", "Population"},
    {"Procedure", "Substance"}, {"Finding", "CellType"}, {"Process", "Finding"},
)


def coordinate(phrases: list[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases with headless conjuncts merged, roles inherited, parents set and modifiers shared."""
    phrases = _merge_headless(phrases, lexicon)
    for number, phrase in enumerate(phrases):
        phrase.group = number
        for inner in phrase.brackets:
            inner[:] = coordinate(inner, lexicon)
    for number, phrase in enumerate(phrases):
        if phrase.link in {",", "and", "or", "to", "/"} and not phrase.marker and number:
            _join(phrase, phrases[:number], lexicon)
        elif phrase.marker:
            _attach(phrase, phrases[:number])
    for group in {p.group for p in phrases}:
        members = [p for p in phrases if p.group == group]
        if len(members) > 1:
            _share_head(members, lexicon)
            _share_modifiers(members)
    return phrases


def _merge_headless(phrases: list[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """Merge conjuncts made of qualities alone into the head on their right: "soft, tan or grey nodules".

    A conjunct of appearance becomes a modifier of that head; any other adjective is an item of its own that borrows the head
    ("autoimmune and infectious diseases").
    """
    kept: list[Phrase] = []
    for number, phrase in enumerate(phrases):
        right = _headed_right(phrases, number)
        if right and phrase.items and all(i.kind == "quality" for i in phrase.items) and not phrase.brackets and not phrase.number:
            if all(_appearance(i) for i in phrase.items) or all(_appearance(i) for i in right.items if i.kind == "quality") and _appearance(phrase.items[-1]):
                right.lent_before[:] = [*phrase.items, *right.lent_before] if not phrase.lent_before else [*phrase.words, *right.lent_before]
                if not right.marker:
                    right.marker, right.role, right.relative = phrase.marker, phrase.role, phrase.relative
                    right.link = phrase.link
                right.scopes = [*phrase.scopes, *right.scopes]
                continue
            borrowed = _generic_tail(right, lexicon)
            if borrowed:
                phrase.lent_after = borrowed
        kept.append(phrase)
    return kept


def _appearance(item: Item) -> bool:
    return item.kind == "quality" and item.entry is not None and item.entry.aspect in APPEARANCE


def _headed_right(phrases: Sequence[Phrase], number: int) -> Phrase | None:
    """Return the headed phrase that a run of linked phrases to the right ends in, if its link holds."""
    for phrase in phrases[number + 1 :]:
        if phrase.marker or not phrase.link or phrase.link == ":":
            return None
        if phrase.head is not None:
            return phrase if phrase.items and (phrase.items[0].kind == "quality" or len(phrase.items) > 1) else None
    return None


def _generic_tail(phrase: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the generic head of a phrase ("disease", "level") when a modifier stands before it."""
    if len(phrase.items) > 1 and phrase.items[-1].key in lexicon.generic:
        return [phrase.items[-1]]
    return []


def _join(phrase: Phrase, before: Sequence[Phrase], lexicon: Lexicon) -> None:
    """Give a conjunct the role of the level it joins: the best match in kind among the open levels."""
    levels = _levels(before[-1])
    comma_open = [level for level in levels if any(p.link == "," and p.group == level.group for p in before)]
    best = max(
        enumerate(levels),
        key=lambda pair: (_likeness(phrase, pair[1]), pair[1] in comma_open if len(levels) > 1 else False, -pair[0]),
    )[1]
    phrase.role, phrase.parent, phrase.group, phrase.relative = best.role, best.parent, best.group, best.relative


def _levels(phrase: Phrase) -> list[Phrase]:
    """Return the phrase and those it hangs on, the innermost first."""
    levels = [phrase]
    while levels[-1].parent is not None and levels[-1].parent not in levels:
        levels.append(levels[-1].parent)
    return levels


def _likeness(phrase: Phrase, level: Phrase) -> int:
    if not phrase.kind or not level.kind:
        return 1
    if phrase.kind == level.kind:
        return 3
    return 2 if any({phrase.kind, level.kind} <= group for group in RELATED) else 0


def _attach(phrase: Phrase, before: Sequence[Phrase]) -> None:
    """Set the phrase that a prepositional phrase belongs to: the one before it, for "of" the nearest noun."""
    if before and phrase.marker and phrase.marker.kind == "preposition":
        phrase.parent = before[-1]


def _share_head(members: list[Phrase], lexicon: Lexicon) -> None:
    """Lend the last member's generic head to bare members of the same kind: "copper and zinc levels"."""
    last = members[-1]
    if last.head is None or not last.items:
        return
    for member in members[:-1]:
        if member.lent_after or not member.items:
            continue
        if tail := _shared_tail(member, last, lexicon):
            member.lent_after = tail


def _shared_tail(member: Phrase, last: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the tail of ``last`` that makes a name, or a phrase of the same build, of ``member``."""
    own = member.items[-1]
    if len(last.items) > 1 and last.items[-1].key in lexicon.generic and own.kind != "quality":
        modifier = last.items[-2]
        if own.entry and modifier.entry and own.entry.term.kind == modifier.entry.term.kind:
            return last.items[-1:] if own.key.split(" ")[-1] != last.items[-1].key else []
    words = last.items[-1].key.split(" ")
    for cut in range(1, len(words)):
        tail = " ".join(words[cut:])
        if tail.split(" ")[-1] in lexicon.generic and own.key.split(" ")[-1] not in lexicon.generic and _names(own.key, tail, lexicon):
            return [_tail_item(last.items[-1], cut)]
    return []


def _names(own: str, tail: str, lexicon: Lexicon) -> bool:
    adjective = own in lexicon.site_adjectives
    return fold(f"{own} {tail}") in lexicon.names or adjective


def _tail_item(item: Item, cut: int) -> Item:
    """Return the last words of a multi-word item as an item of its own, its span shortened by the words left out."""
    return Item("word", Span(item.parts[cut].start, item.span.end), " ".join(item.key.split(" ")[cut:]), parts=item.parts[cut:])


def _share_modifiers(members: list[Phrase]) -> None:
    """Pass leading qualities to the bare heads of the same kind that follow: "firm papules or nodules"."""
    lent: list[Item] = []
    kind = ""
    for member in members:
        own = [item for item in member.words if item.kind == "quality"]
        if own and member.head is not None:
            lent, kind = [i for i in member.words[: _leading(member)] if _passes(i)], member.kind
        elif lent and member.head is not None and len(member.items) == 1 and member.kind == kind and not member.lent_before:
            member.lent_before = list(lent)


def _leading(phrase: Phrase) -> int:
    return next((n for n, item in enumerate(phrase.words) if item.kind != "quality"), 0)


def _passes(item: Item) -> bool:
    """Colour, consistency, size, state and the like pass to a sibling; a severity or course does not."""
    return _appearance(item) or (item.entry is not None and item.entry.aspect == "state")
