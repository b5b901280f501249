"""Which phrase is coordinated with which, and what they share: one head over several modifiers, one modifier over several heads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from build_graph.facts import Span
from build_graph.language.phrases import RESULTS, TESTED, Phrase
from build_graph.language.words import Item
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
#: Roles behind which a relative clause goes on with the statement.
COMPLETED = {"is", "complement", "receive", "effect", "show"}
#: Kinds of noun that stand for what a laboratory measures.
ANALYTES = {"Measurement", "Substance", "Protein"}
#: Kinds of what stands behind "with" in a description.
SEEN = {"Finding", "CellType", "Protein", "Substance", "Process"}
#: Kinds of noun that borrow a generic head: "calcium and zinc levels".
SHARERS = {"Substance", "Protein", "Gene", "Quality", "Measurement"}
#: Kinds that stand for each other when the level of a conjunct is looked for.
RELATED = (
    {"Disease", "Finding", "Event", "Process"}, {"Substance", "Protein", "Gene", "Measurement"},
    {"Procedure", "ImagingModality", "Stain"}, {"CellType", "Tissue"}, {"Exposure", "Substance", "Event"},
    {"Disease", "Organism", "Population"}, {"Procedure", "Substance"}, {"Finding", "CellType"},
)  # fmt: skip
PLACES = {"AnatomicalSite", "Tissue"}


def coordinate(phrases: list[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases with headless conjuncts merged, roles inherited, parents set and modifiers shared."""
    if len(phrases) > 1:
        _set_apart(phrases)
        phrases = _merge_headless(phrases, lexicon)
    for phrase in phrases:
        phrase.group = _place(phrase)
        for inner in phrase.brackets:
            inner[:] = coordinate(inner, lexicon)
    if len(phrases) > 1:
        _tie(phrases, lexicon)
    return phrases


def _tie(phrases: list[Phrase], lexicon: Lexicon) -> None:
    """Give every phrase of several its role, the one that it hangs on, its coordination, and what the members of that share."""
    held = {denied: one for one, denied in pairwise(phrases) if denied.link == "contrast" and one.head is not None}
    for number, phrase in enumerate(phrases):
        if phrase.link in {",", "and", "or", "to", "/"} and not phrase.marker and number:
            before = phrases[:number]
            _join(phrase, before[:-1] if number > 1 and before[-1].relative and not before[-1].items else before)
        elif phrase.marker:
            _attach(phrase, phrases[:number])
            phrase.parent = held.get(phrase.parent, phrase.parent) if phrase.parent else None  # "linear rather than granular X in Y"
        if phrase.relative and not phrase.link and number and _restricts(phrase, phrases[number - 1]):
            phrase.role, phrase.parent = "restrict", phrases[number - 1]
    _share_result(phrases)
    groups: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(phrase.group, []).append(phrase)
    for members in groups.values():
        if len(members) > 1:
            _share_head(members, lexicon)
            _share_beginning(members, lexicon)
            _share_modifiers(members, lexicon, {p.parent for p in phrases if p.role == "complement"})


def _place(phrase: Phrase) -> int:
    """Return where a phrase begins: the number of the coordination that it starts, which no other clause of the page has."""
    if phrase.items or phrase.number:
        return phrase.span.start
    return phrase.marker.span.start if phrase.marker else -1


def _set_apart(phrases: Sequence[Phrase]) -> None:
    """Give the head to the quality that holds: of "polar rather than circumferential trophoblast" only "circumferential" is denied."""
    for held, denied in pairwise(phrases):
        if denied.link != "contrast":
            continue
        leading = next((n for n, item in enumerate(denied.words) if item.kind != "quality"), 0)
        if leading and denied.head is not None and held.head is None and held.items:
            held.items, denied.items = [*held.items, *denied.items[leading:]], denied.items[:leading]
            held.brackets, denied.brackets = denied.brackets, []


def _merge_headless(phrases: list[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """Merge conjuncts made of qualities alone into the head on their right: "soft, tan or grey nodules".

    A conjunct of appearance becomes a modifier of that head; any other adjective is an item of its own that borrows the head
    ("autoimmune and infectious diseases").
    """
    kept: list[Phrase] = []
    for number in range(len(phrases) - 1, -1, -1):  # from the right: a merged phrase hands on its link
        phrase = phrases[number]
        bare = bool(phrase.items) and not phrase.brackets and not phrase.number and not [i for i in phrase.items if i.kind != "quality"]
        right = _headed_right(phrase, kept, lexicon) if bare else None
        if right is None or _has_own(right, lexicon):
            kept.insert(0, phrase)
            continue
        stacked = right.link == "," and right.words[0].kind == "quality" and right is kept[0] and not right.lent_after
        two_places = right.kind in PLACES and right.link in {"and", "or"}
        if not two_places and (stacked or all(_appearance(i) for i in phrase.items)):
            right.lent_before[:] = [*phrase.items, *right.lent_before]
            right.marker, right.role, right.relative, right.link = phrase.marker, phrase.role, phrase.relative, phrase.link
            right.scopes = [*phrase.scopes, *right.scopes]
        elif right.kind in PLACES and right.link in {"and", "or"} and right.items[0].kind == "quality":
            phrase.lent_after = right.items[-1:]  # "superficial and deep dermis": two places
            kept.insert(0, phrase)
        else:
            phrase.lent_after = _known_tail(phrase, right, lexicon) or right.lent_after or _generic_tail(right, lexicon)
            kept.insert(0, phrase)
    return kept


def _has_own(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Return whether a phrase behind a comma takes no quality of the list before it: "solid, hypoechoic, irregular margins"."""
    return phrase.link == "," and phrase.last is not None and phrase.last.key.split(" ")[-1] in lexicon.words["outline"]


def _appearance(item: Item) -> bool:
    return item.kind == "quality" and item.entry is not None and item.entry.aspect in APPEARANCE


def _headed_right(phrase: Phrase, after: Sequence[Phrase], lexicon: Lexicon) -> Phrase | None:
    """Return the headed phrase that a run of linked phrases to the right ends in, if it begins with a modifier of its own."""
    for other in after:
        if other.marker or not other.link or other.link == ":":
            return None
        if other.head is not None:
            ready = other.items and (other.words[0].kind == "quality" or len(other.items) > 1 or other.link == "/")
            return other if ready or other.items and _known_tail(phrase, other, lexicon) else None
    return None


def _known_tail(phrase: Phrase, other: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the tail of a name that makes a known name of a bare modifier, too: "upper and lower eyelids"."""
    last = other.items[-1] if other.items else None
    if last is None or not phrase.items or last.entry is None or " " not in last.key:
        return []
    words = last.key.split(" ")
    if len(last.parts) != len(words):
        return []
    for cut in range(1, len(words)):
        entry = lexicon.names.get(fold(f"{phrase.items[-1].key} {' '.join(words[cut:])}"))
        if entry and entry.term.kind == last.entry.term.kind and entry is not last.entry:
            return [_tail_item(last, cut, entry)]
    return []


def _generic_tail(phrase: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the generic head of a phrase ("disease", "level") when a modifier stands before it."""
    if len(phrase.items) > 1 and phrase.items[-1].key in lexicon.generic:
        return [phrase.items[-1]]
    last = phrase.items[-1] if phrase.items else None
    words = last.key.split(" ") if last and last.kind == "term" else []
    first = lexicon.names.get(words[0]) if len(words) > 1 else None
    if last and first and first.term.kind == "Quality" and phrase.link == "/" and len(words) == len(last.parts):
        return [_tail_item(last, 1, lexicon.names.get(" ".join(words[1:])))]
    return []


def _join(phrase: Phrase, before: Sequence[Phrase]) -> None:
    """Give a conjunct the role of the level it joins: the best match in kind among the open levels.

    Behind a comma what is of another kind than every level joins none: "in the skin, histology shows ...".
    """
    if phrase.link == "," and phrase.kind and phrase.head is not None and _is_said(before[-1]):
        phrase.link = ""  # "mitoses are scarce, necrosis absent": something else is spoken of
        return
    levels = _levels(before[-1])
    apart = phrase.link == "," and phrase.head is None and bool(phrase.items) and levels[0].head is not None  # "part of X, polypoid"
    apart = apart or phrase.denied  # "sheets of X, no Y": Y is not of the sheets
    levels = levels[-1:] if apart and levels[0].role == "complement" else levels
    fits = [_likeness(phrase, level, before) for level in levels]
    foreign = bool(phrase.kind) and _leads_clause(before, levels) and max(fits) < 3
    if phrase.link == "," and (foreign or any(level.role == "than" for level in levels)):
        phrase.link = ""
        return
    near = before[-1]
    beside = phrase.link == "and" and near.role == "with" and near.marker is not None and phrase.kind in SEEN and near.kind in SEEN
    beside = beside or phrase.link == "and" and near.role == "between" and near.marker is not None
    best = near if beside else _best_level(phrase, levels, fits, before)  # "abscesses in X, with fibrin and dust"
    phrase.role, phrase.parent, phrase.group = best.role, best.parent, best.group
    phrase.relative = phrase.relative or best.relative
    phrase.lead = best.introduced


def _is_said(phrase: Phrase) -> bool:
    """Return whether a phrase is no more than what "is" says: qualities, or one word that no table knows."""
    lone = len(phrase.items) == 1 and phrase.items[0].kind == "word" and not phrase.kind
    return phrase.role == "is" and bool(phrase.items) and (phrase.head is None or lone)


def _leads_clause(before: Sequence[Phrase], levels: Sequence[Phrase]) -> bool:
    """Return whether the open coordination is what a preposition at the start of the clause introduces."""
    first = before[0]
    return first.marker is not None and first.marker.kind == "preposition" and any(level.group == first.group for level in levels)


def _best_level(phrase: Phrase, levels: Sequence[Phrase], fits: Sequence[int], before: Sequence[Phrase]) -> Phrase:
    """Return the level of the best fit; of equal ones that of an open comma list, then the outer one behind a comma, else the inner one."""
    if not any(fits):
        return levels[0 if phrase.link in {"and", "or"} else -1]
    done = levels[-1].kind in {"Procedure", "Substance"}
    if done and not phrase.kind and before[-1].role == "for" and len(set(fits)) == 1:
        return levels[0]  # "excision for symptoms, cosmesis or doubt"
    firsts = {p.group: p for p in reversed(before)}
    listed = {p.group for p in before if p.link == "," and p is not firsts[p.group]}
    outer = 1 if phrase.link == "," else -1
    return levels[max(range(len(levels)), key=lambda n: (fits[n], levels[n].group in listed, outer * n))]


def _levels(phrase: Phrase) -> list[Phrase]:
    """Return the phrase and those it hangs on, the innermost first."""
    levels = [phrase]
    while levels[-1].parent is not None and levels[-1].parent not in levels:
        levels.append(levels[-1].parent)
    return levels


def _likeness(phrase: Phrase, level: Phrase, before: Sequence[Phrase]) -> int:
    """Return how well ``phrase`` fits the coordination that ``level`` stands in: 3 the same kind as a member, 2 a related one."""
    kinds = {member.kind for member in before if member.group == level.group}
    return 3 if phrase.kind and phrase.kind in kinds else max([_alike(phrase.kind, kind) for kind in kinds])


@lru_cache(maxsize=1024)
def _alike(one: str, other: str) -> int:
    """Return how well two kinds fit: 3 the same, 2 related, 1 one of them unknown, 0 neither."""
    if not one or not other:
        return 1
    if one == other or {one, other} <= PLACES:
        return 3
    return 2 if any({one, other} <= group for group in RELATED) else 0


def _attach(phrase: Phrase, before: Sequence[Phrase]) -> None:
    """Set the phrase that a prepositional phrase belongs to: the one before it, for "of" the nearest noun."""
    if before and phrase.marker and phrase.marker.kind == "preposition" or before and phrase.role == "contain":
        phrase.parent = before[-1]
    if phrase.link == "," and phrase.denied and phrase.marker and phrase.marker.key == "of":
        phrase.parent = None  # "atypia common, of no value": said of it, no part of its name
    near = before[-1] if before and phrase.link in {"and", "or"} else None
    if near and near.parent and near.marker and phrase.marker and near.marker.key == phrase.marker.key == "of":
        phrase.parent, phrase.group = near.parent, near.group  # "marker of X and of Y"


def _restricts(phrase: Phrase, noun: Phrase) -> bool:
    """Return whether "that causes Y" is part of the name of a noun that is itself an object: it is no statement of its own."""
    if not phrase.items:
        return False
    if len(noun.items) == 1 and noun.items[0].hint:
        return True  # "diseases that weaken bone": a bare class lives by its clause
    return bool(noun.role) and noun.role not in COMPLETED and noun.kind in {"Disease", "Population", "AnatomicalSite"}


def _share_head(members: list[Phrase], lexicon: Lexicon) -> None:
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
    if not places and len(last.items) == 1 and (known := _known_tail(member, last, lexicon)):
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
            return [_tail_item(last, cut, lexicon.names.get(fold(f"{own.key} {tail}")))]
    return []


def _names(own: str, tail: str, lexicon: Lexicon) -> bool:
    return own in lexicon.site_adjectives or fold(f"{own} {tail}") in lexicon.names


def _tail_item(item: Item, cut: int, entry: Entry | None) -> Item:
    """Return the last words of a multi-word item as an item of its own, its span shortened by the words left out."""
    key = " ".join(item.key.split(" ")[cut:])
    return Item("term" if entry else "word", Span(item.parts[cut].start, item.span.end), key, entry=entry, parts=item.parts[cut:])


def _share_result(phrases: Sequence[Phrase]) -> None:
    """Lend the result of a test to the one that is joined before it: "culture and smear positive"."""
    for left, right in pairwise(phrases):
        shared = right.link in {"/", "and", "or"} and bool(right.items) and right.items[-1].key in RESULTS and left.group == right.group
        if shared and left.kind in TESTED and not left.number:
            left.lent_after = right.items[-1:]


def _share_beginning(members: Sequence[Phrase], lexicon: Lexicon) -> None:
    """Lend the beginning of a name to the bare noun joined to it, if both make a known name: "kidney biopsy or transplant"."""
    for left, right in pairwise(members):
        name = left.items[0] if len(left.items) == 1 else None
        bare = len(right.items) == 1 and right.link in {"and", "or"} and not right.marker and not right.lent_after
        words = name.key.split(" ") if bare and name is not None and name.entry is not None else []
        if name is None or right.kind not in {left.kind, ""} or len(words) != len(name.parts):
            continue
        for cut in range(1, len(words)):
            entry = lexicon.names.get(fold(f"{' '.join(words[:cut])} {right.key}"))
            if entry and entry.term.kind == left.kind and entry is not right.items[0].entry:
                span = Span(name.parts[0].start, name.parts[cut - 1].end)
                right.lent_before = [Item("word", span, " ".join(words[:cut]), parts=name.parts[:cut])]


def _share_modifiers(members: list[Phrase], lexicon: Lexicon, completed: set[Phrase | None]) -> None:
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
    if _appearance(item):
        return not full and member.kind == lender.kind and member.kind not in {"Disease", "Population", "Procedure", "Organism"}
    if item.entry or lender.kind in {*ANALYTES} or member.kind in ANALYTES:
        return member.kind in ANALYTES
    return _alike(member.kind, lender.kind) >= 2


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
    return _appearance(item) or (item.entry is not None and item.entry.aspect == "state")
