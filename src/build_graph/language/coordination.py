"""Which phrase is coordinated with which, and which it hangs on; ``sharing`` has what they lend each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.language.sharing import (
    PLACES,
    alike,
    is_appearance,
    known_tail,
    share_beginning,
    share_head,
    share_modifiers,
    share_result,
    tail_item,
)
from build_graph.lexicon import Lexicon

#: Role of a verb that may have no object.
COMPLETE = "verb:nominal"
#: Roles behind which a relative clause goes on with the statement.
COMPLETED = {"is", "complement", "receive", "effect", "show"}
#: Kinds of what stands behind "with" in a description.
SEEN = {"Finding", "CellType", "Protein", "Substance", "Process"}


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
            of = number + 1 < len(phrases) and phrases[number + 1].marker is not None and phrases[number + 1].role == "complement"
            _join(phrase, before[:-1] if number > 1 and before[-1].relative and not before[-1].items else before, completed=of)
        elif phrase.marker:
            _attach(phrase, phrases[:number])
            phrase.parent = held.get(phrase.parent, phrase.parent) if phrase.parent else None  # "linear rather than granular X in Y"
        if phrase.relative and not phrase.link and number and _restricts(phrase, phrases[number - 1]):
            phrase.role, phrase.parent = "restrict", phrases[number - 1]
    share_result(phrases)
    groups: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(phrase.group, []).append(phrase)
    listed = [members for members in groups.values() if len(members) > 1]
    completed = {p.parent for p in phrases if p.role == "complement"} if listed else set()
    for members in listed:
        share_head(members, lexicon)
        share_beginning(members, lexicon)
        share_modifiers(members, lexicon, completed)


def _place(phrase: Phrase) -> int:
    """Return where a phrase begins: the number of the coordination that it starts, which no other clause of the page has."""
    if phrase.number is None and phrase.items:  # as most are
        return phrase.items[0].span.start
    if phrase.number:
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
    if not [p for p in phrases if p.items and p.items[-1].kind == "quality"]:
        return phrases  # as most
    kept: list[Phrase] = []
    for number in range(len(phrases) - 1, -1, -1):  # from the right: a merged phrase hands on its link
        phrase = phrases[number]
        bare = bool(phrase.items) and phrase.items[-1].kind == "quality" and not phrase.brackets and not phrase.number
        bare = bare and not [i for i in phrase.items if i.kind != "quality"]
        right = _headed_right(phrase, kept, lexicon) if bare else None
        if right is None or _has_own(right, lexicon):
            kept.insert(0, phrase)
            continue
        stacked = right.link == "," and right.words[0].kind == "quality" and right is kept[0] and not right.lent_after
        two_places = right.kind in PLACES and right.link in {"and", "or"}
        if not two_places and (stacked or all(is_appearance(i) for i in phrase.items)):
            right.lent_before = [*phrase.items, *right.lent_before]
            right.marker, right.role, right.relative, right.link = phrase.marker, phrase.role, phrase.relative, phrase.link
            right.scopes = [*phrase.scopes, *right.scopes]
        elif right.kind in PLACES and right.link in {"and", "or"} and right.items[0].kind == "quality":
            phrase.lent_after = right.items[-1:]  # "superficial and deep dermis": two places
            kept.insert(0, phrase)
        else:
            phrase.lent_after = known_tail(phrase, right, lexicon) or right.lent_after or _generic_tail(right, lexicon)
            kept.insert(0, phrase)
    return kept


def _has_own(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Return whether a phrase behind a comma takes no quality of the list before it: "solid, hypoechoic, irregular margins"."""
    return phrase.link == "," and phrase.last is not None and phrase.last.key.split(" ")[-1] in lexicon.words["outline"]


def _headed_right(phrase: Phrase, after: Sequence[Phrase], lexicon: Lexicon) -> Phrase | None:
    """Return the headed phrase that a run of linked phrases to the right ends in, if it begins with a modifier of its own."""
    for other in after:
        if other.marker or not other.link or other.link == ":":
            return None
        if other.head is not None:
            ready = other.items and (other.words[0].kind == "quality" or len(other.items) > 1 or other.link == "/")
            return other if ready or other.items and known_tail(phrase, other, lexicon) else None
    return None


def _generic_tail(phrase: Phrase, lexicon: Lexicon) -> list[Item]:
    """Return the generic head of a phrase ("disease", "level") when a modifier stands before it."""
    if len(phrase.items) > 1 and phrase.items[-1].key in lexicon.generic:
        return [phrase.items[-1]]
    last = phrase.items[-1] if phrase.items else None
    words = last.key.split(" ") if last and last.kind == "term" else []
    first = lexicon.names.get(words[0]) if len(words) > 1 else None
    if last and first and first.term.kind == "Quality" and phrase.link == "/" and len(words) == len(last.parts):
        return [tail_item(last, 1, lexicon.names.get(" ".join(words[1:])))]
    return []


def _join(phrase: Phrase, before: Sequence[Phrase], *, completed: bool = False) -> None:
    """Give a conjunct the role of the level it joins: the best match in kind among the open levels.

    Behind a comma what is of another kind than every level joins none: "in the skin, histology shows ...". What is ``completed`` by an
    "of" of its own joins what is: "removal of A and grafting of B".
    """
    kind = phrase.kind
    if phrase.link == "," and kind and phrase.head is not None and _is_said(before[-1]):
        phrase.link = ""  # "mitoses are scarce, necrosis absent": something else is spoken of
        return
    levels = _levels(before[-1])
    apart = phrase.link == "," and phrase.head is None and bool(phrase.items) and levels[0].head is not None  # "part of X, polypoid"
    apart = apart or phrase.denied  # "sheets of X, no Y": Y is not of the sheets
    levels = levels[-1:] if apart and levels[0].role == "complement" else levels
    leads = bool(kind) and _leads_clause(before, levels)
    asked = leads or completed or len(levels) > 1  # else there is nothing to choose
    fits = [_likeness(kind, level, before) for level in levels] if asked else [0]
    foreign = leads and max(fits) < 3
    if phrase.link == "," and (foreign or "than" in [level.role for level in levels]):
        phrase.link = ""
        return
    near = before[-1]
    beside = phrase.link == "and" and near.role == "with" and near.marker is not None and kind in SEEN and near.kind in SEEN
    beside = beside or phrase.link == "and" and near.role == "between" and near.marker is not None
    if completed and phrase.link in {"and", "or"} and near.role == "complement" and near.parent in levels and fits[0] < 3:
        levels, fits = levels[1:], fits[1:]
    best = (
        near if beside else levels[0] if len(levels) == 1 else _best_level(phrase, levels, fits, before)
    )  # "abscesses in X, with fibrin and dust"
    if best.role == COMPLETE and not best.items:
        phrase.link = ""  # "itch in 80%, pain in 5%": the verb has no object
        return
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
    """Return of several levels that of the best fit; of equal ones an open comma list's, then behind a comma the outer, else the inner."""
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


def _likeness(own: str, level: Phrase, before: Sequence[Phrase]) -> int:
    """Return how well a phrase of kind ``own`` fits the coordination that ``level`` stands in: 3 the kind of a member, 2 a related one."""
    return max([alike(own, member.kind) for member in before if member.group == level.group])


def _attach(phrase: Phrase, before: Sequence[Phrase]) -> None:
    """Set the phrase that a prepositional phrase belongs to: the one before it, for "of" the nearest noun."""
    if before and phrase.marker and phrase.marker.kind == "preposition" or before and phrase.role == "contain":
        phrase.parent = before[-1]
    if phrase.link == "," and phrase.denied and phrase.marker and phrase.marker.key == "of":
        phrase.parent = None  # "atypia common, of no value": said of it, no part of its name
    near = before[-1] if before and phrase.link in {"and", "or"} else None
    if near and near.parent and near.marker and phrase.marker and near.marker.key == phrase.marker.key == "of":
        phrase.parent, phrase.group = near.parent, near.group  # "marker of X and of Y"
    elif near and phrase.marker and phrase.marker.key == "of":
        phrase.parent, phrase.role = None, "is"  # "narrow or of normal width": no part of a name


def _restricts(phrase: Phrase, noun: Phrase) -> bool:
    """Return whether "that causes Y" is part of the name of a noun that is itself an object: it is no statement of its own."""
    if not phrase.items:
        return False
    if len(noun.items) == 1 and noun.items[0].hint:
        return True  # "diseases that weaken bone": a bare class lives by its clause
    return bool(noun.role) and noun.role not in COMPLETED and noun.kind in {"Disease", "Population", "AnatomicalSite"}


def coordinated(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the first of ``phrases`` and those coordinated with it."""
    first = phrases[0]
    return [first, *[p for p in phrases[1:] if p.group == first.group]]
