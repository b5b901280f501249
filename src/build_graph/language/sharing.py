"""What the members of a coordination lend each other: one head to several modifiers, one modifier to several heads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.phrases import RESULTS, TESTED, Phrase
from build_graph.lexicon import Entry, Lexicon, fold

#: Dimensions of a quality that describe how a thing looks or feels; a claim of its own each.
APPEARANCE = {
    "colour",
    "color",
    "texture",
    "consistency",
    "shape",
    "size",
    "number",
    "border",
    "distribution",
    "structure",
    "sensation",
    "staining",
    "transparency",
    "density",
    "odour",
    "visibility",
    "birefringence",
    "symmetry",
    "cellularity",
    "arrangement",
    "surface",
    "elevation",
    "pattern",
}
#: Kinds of noun that stand for what a laboratory measures.
ANALYTES = {"Measurement", "Substance", "Protein"}
#: Kinds of noun that borrow a generic head: "calcium and zinc levels".
SHARERS = {"Substance", "Protein", "Gene", "Quality", "Measurement"}
#: Kinds that stand for each other when the level of a conjunct is looked for.
RELATED = (
    {"Disease", "Finding", "Event", "Process"}, {"Substance", "Protein", "Gene", "Measurement"},
    {"Procedure", "ImagingModality", "Stain"}, {"CellType", "Tissue"}, {"Exposure", "Substance", "Event"},
    {"Disease", "Organism", "Population"}, {"Procedure", "Substance"}, {"Finding", "CellType"},
)  # fmt: skip
PLACES = {"AnatomicalSite", "Tissue"}


def is_appearance(item: Item) -> bool:
    """Return whether an item is a quality that tells how a thing looks or feels."""
    return item.kind == "quality" and item.entry is not None and item.entry.aspect in APPEARANCE


def known_tail(phrase: Phrase, other: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the tail of a name that makes a known name of a bare modifier, too: "upper and lower eyelids"."""
    last = other.items[-1] if other.items else None
    if last is None or not phrase.items or last.entry is None or " " not in last.key:
        return []
    tails, own = _tails(last.key), phrase.items[-1].key
    if len(last.parts) != len(tails) + 1:
        return []
    for cut, tail in enumerate(tails, start=1):
        entry = lexicon.names.get(fold(f"{own} {tail}"))
        if entry and entry.term.kind == last.entry.term.kind and entry is not last.entry:
            return [tail_item(last, cut, entry)]
    return []


@lru_cache(maxsize=4096)
def _tails(key: str) -> tuple[str, ...]:
    """Return a name without its first word, without its first two ..., up to its last word."""
    words = key.split(" ")
    return tuple(" ".join(words[cut:]) for cut in range(1, len(words)))


@lru_cache(maxsize=1024)
def alike(one: str, other: str) -> int:
    """Return how well two kinds fit: 3 the same, 2 related, 1 one of them unknown, 0 neither."""
    if not one or not other:
        return 1
    if one == other or {one, other} <= PLACES:
        return 3
    return 2 if any({one, other} <= group for group in RELATED) else 0


def share_head(members: list[Phrase], lexicon: Lexicon) -> None:
    """Lend a generic head to the bare members of the same kind before it: "copper and zinc levels"."""
    for number in range(len(members) - 2, -1, -1):
        member = members[number]
        if not member.items or member.lent_after:
            continue
        for other in members[number + 1 :]:
            if other.head is not None and other.items and (tail := _shared_tail(member, other, lexicon)):
                member.lent_after = tail
                break


def _shared_tail(member: Phrase, last: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the tail of ``last`` that makes a name, or a phrase of the same build, of ``member``."""
    own = member.items[-1]
    pair = last.link == "/" and len(member.items) == 1 and len(last.items) == 2
    if pair and _is_adjective(own, lexicon) and _is_adjective(last.items[0], lexicon):
        return last.items[-1:]  # "hilar / mediastinal nodes"
    adjective = own.key in lexicon.site_adjectives
    places = own.entry is not None and own.entry.term.kind in PLACES and not adjective and last.kind in PLACES
    if not places and len(last.items) == 1 and " " in last.items[0].key and (known := known_tail(member, last, lexicon)):
        return known
    if own.entry and own.entry.term.kind not in SHARERS and not adjective:
        return []
    if len(last.items) > 1 and last.items[-1].key in lexicon.generic and own.kind != "quality":
        modifier = last.items[-2]
        if own.entry and modifier.entry and own.entry.term.kind == modifier.entry.term.kind:
            return last.items[-1:] if own.key.split(" ")[-1] != last.items[-1].key else []
    return _generic_words(own, last.items[-1], lexicon)


def _is_adjective(item: Item, lexicon: Lexicon) -> bool:
    return item.kind == "word" and item.entry is None and item.key.endswith(lexicon.endings["shared"])


def _generic_words(own: Item, last: Item, lexicon: Lexicon) -> list[Item]:
    """Return the end of a long name, from a generic noun's modifier on, that makes a name of ``own``: "containing cells"."""
    words = last.key.split(" ")
    if words[-1] not in lexicon.generic or own.key.split(" ")[-1] in lexicon.generic:
        return []
    for cut in range(1, len(words)):
        tail = " ".join(words[cut:])
        if tail.startswith("containing ") or _names(own.key, tail, lexicon):
            return [tail_item(last, cut, lexicon.names.get(fold(f"{own.key} {tail}")))]
    return []


def _names(own: str, tail: str, lexicon: Lexicon) -> bool:
    return own in lexicon.site_adjectives or fold(f"{own} {tail}") in lexicon.names


def tail_item(item: Item, cut: int, entry: Entry | None) -> Item:
    """Return the last words of a multi-word item as an item of its own, its span shortened by the words left out."""
    key = " ".join(item.key.split(" ")[cut:])
    return Item("term" if entry else "word", Span(item.parts[cut].start, item.span.end), key, entry=entry, parts=item.parts[cut:])


def share_result(phrases: Sequence[Phrase]) -> None:
    """Lend the result of a test to the one that is joined before it: "culture and smear positive"."""
    for left, right in pairwise(phrases):
        shared = right.link in {"/", "and", "or"} and bool(right.items) and right.items[-1].key in RESULTS and left.group == right.group
        if shared and left.kind in TESTED and not left.number:
            left.lent_after = right.items[-1:]


def share_beginning(members: Sequence[Phrase], lexicon: Lexicon) -> None:
    """Lend the beginning of a name to the bare noun joined to it, if both make a known name: "kidney biopsy or transplant"."""
    for left, right in pairwise(members):
        if right.link not in {"and", "or"} or len(left.items) != 1 or len(right.items) != 1 or right.marker or right.lent_after:
            continue
        name = left.items[0]
        words = name.key.split(" ") if name.entry is not None else []
        if right.kind not in {left.kind, ""} or len(words) != len(name.parts):
            continue
        for cut in range(1, len(words)):
            entry = lexicon.names.get(fold(f"{' '.join(words[:cut])} {right.key}"))
            if entry and entry.term.kind == left.kind and entry is not right.items[0].entry:
                span = Span(name.parts[0].start, name.parts[cut - 1].end)
                right.lent_before = [Item("word", span, " ".join(words[:cut]), parts=name.parts[:cut])]


def share_modifiers(members: list[Phrase], lexicon: Lexicon, completed: set[Phrase | None]) -> None:
    """Pass leading qualities to the bare heads of the same kind that follow: "firm papules or nodules".

    What a name begins with passes, too: state and compartment along a list of analytes ("raised serum A and B"), the adjective of a
    site to the other half of a pair ("renal tumors or cysts").
    """
    lent: list[Item] = []
    lender = members[0]
    if not (len(members) == 2 or any(m.link == "or" for m in members)) and not any(m.kind in ANALYTES for m in members):
        return  # "dry cough, dyspnea and fever"
    for member in members:
        own = _modifiers(member, lexicon, len(members) == 2 and members[1].link == "or")
        if own and member.head is not None:
            lent, lender = own, member
        elif lent and member.link == "," and len(members) == 2 and member.kind not in ANALYTES:
            lent = []
        elif lent and member.head is not None and len(member.items) == 1 and not member.lent_before:
            full = member in completed and lender not in completed or _is_modified(member, lexicon)
            member.lent_before = [i for i in lent if _borrows(i, member, lender, full) and not _within(i, member)]
            lent = member.lent_before


def _is_modified(member: Phrase, lexicon: Lexicon) -> bool:
    """Return whether a name of the lexicon begins with the adjective of a site: "epidermal hyperplasia" has a modifier of its own."""
    first, _, rest = member.items[0].key.partition(" ")
    return bool(rest) and first in lexicon.site_adjectives


def _borrows(item: Item, member: Phrase, lender: Phrase, full: bool) -> bool:
    """Return whether ``member`` takes the modifier: an appearance between equals, state and compartment of analytes, else related kinds."""
    if is_appearance(item):
        return not full and member.kind == lender.kind and member.kind not in {"Disease", "Population", "Procedure", "Organism"}
    if item.entry or lender.kind in {*ANALYTES} or member.kind in ANALYTES:
        return member.kind in ANALYTES and member.number is None  # "normal A, B > 5": B is not
    return alike(member.kind, lender.kind) >= 2


def _modifiers(member: Phrase, lexicon: Lexicon, alternatives: bool) -> list[Item]:
    """Return what a phrase can lend: its leading qualities, and what its own name begins with."""
    words = member.words
    count = 0
    while count < len(words) and words[count].kind == "quality":
        count += 1
    leading = [item for item in words[:count] if _passes(item)]
    first = words[count] if count < len(words) else None
    if first is not None and first.kind == "word" and count + 1 < len(words):
        leading = [item for item in leading if item.entry is None or item.entry.aspect != "state"]  # "high dose X, Y": the dose is high
    if first is None or first.kind != "term" or not first.parts or len(first.parts) != len(first.key.split(" ")):
        return leading
    for word, part in zip(first.key.split(" ")[:-1], first.parts, strict=False):
        entry = lexicon.names.get(word)
        state = entry is not None and entry.aspect == "state" and member.kind in {*ANALYTES, "Finding"}
        compartment = word in lexicon.compartments and member.kind in {*ANALYTES, "Finding"}
        adjective = word in lexicon.site_adjectives and alternatives and member.kind in {"Disease", "Finding"}
        if not (state or compartment or adjective):
            break
        leading.append(Item("quality" if state else "word", part, word, entry=entry if state else None, parts=(part,)))
    return leading


def _within(item: Item, member: Phrase) -> bool:
    return any(item.key == word for own in member.items for word in own.key.split(" "))


def _passes(item: Item) -> bool:
    """Colour, consistency, size, state and the like pass to a sibling; a severity or course does not."""
    return is_appearance(item) or (item.entry is not None and item.entry.aspect == "state")
