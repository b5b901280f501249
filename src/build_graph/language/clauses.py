"""Items to clauses: where a statement ends, and the condition under which it holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from build_graph.facts import Span
from build_graph.language.items import Item

#: What says of "rarely" once more that it may be never.
NEVER = ("if", "ever")
#: A pronoun behind "and" starts a clause of its own: "... and it recurs".
PRONOUNS = {"it", "they"}

#: What a scope or cue of two words begins with where it is the verb of a statement: "may be", "is not", "are seen in".
FINITE = {"may", "can", "might", "could", "is", "are", "was", "were"}
#: Of these what leaves out the verb of the statement before it, at the end: "A does not help, B may".
MODALS = {"may", "can", "might", "could"}
#: Forms of the verb of what somebody has.
HELD = {"have"}
#: A subject that begins a statement behind ", and" has so many words at most, its verb included.
MOST_LEADING = 6

#: Fewer numerals in brackets than so many count no list.
LEAST_NUMBERED = 2
#: The longest clause of a page that we know has 63 items. A longer run than this is no sentence, and is cut: what reads a clause
#: compares each of its phrases with each other.
MOST_ITEMS = 250

#: Kinds of item at which a clause may end; without one there is nothing to part.
PARTING = {"break", "coordinator", "function", "open"}
#: Kinds of item of which it is asked whether a clause ends there.
STOPPING = {*PARTING, "close"}
#: Kinds of item that the verb of a statement may be.
SPEAKING = {"scope", "cue", "verb", "function"}
#: Role of a cue that is the verb of what is seen: "CT shows A and MRI shows B".
SHOWING = "show"
#: Directions of a scope that is said of what stands behind it.
AHEAD = {"forward", "noun"}
#: Says of whom alone something is so; leads to whom.
ONLY, WITHIN = "only", "in"
#: Classes of a word that is the verb of a statement.
VERBS = {"be", "have"}
#: Classes of a word that opens a condition; "unless" is part of what it opens.
CONDITIONS = {"condition", "condition-kept"}


def clauses(items: Sequence[Item], participles: tuple[str, ...] = ()) -> Iterator[list[Item]]:
    """Yield the clauses of a line: it breaks at ``;``, a full stop, contrasts, before "and it", between conditions and between statements.

    Args:
        items: of the line.
        participles: endings of a verb that is no verb of a statement.
    """
    kinds = {item.kind for item in items}
    bracketed = "open" in kinds
    contrasts = "function" in kinds and "contrast" in [item.function for item in items if item.kind == "function"]
    plain = _unparted(items) if "scope" in kinds else items
    plain = _unbracketed(plain) if bracketed else plain
    plain = _unreserved(plain) if contrasts else plain
    for part in _numbered(plain) if bracketed else (plain,):
        main, aside = _without_aside(part) if contrasts else (part, ())
        for stretch in (main, aside) if aside else (main,):
            yield from _clauses(stretch, participles, kinds)


def is_one(items: Sequence[Item]) -> bool:
    """Return whether a stretch is one clause, for want of anything that could part it."""
    return 0 < len(items) <= MOST_ITEMS and not [item for item in items if item.kind in PARTING]


def _unparted(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items, a hedge or a word of frequency between two commas beside "is" out of them: "A is, as a rule, not B"."""
    commas = [n for n, item in enumerate(items) if item.key == ","]
    left = set[int]()
    for first, second in pairwise(commas):
        if second - first == 3 and first and (items[first + 1].key, items[first + 2].key) == NEVER and items[first - 1].kind == "scope":
            items = [*items]
            items[first - 1] = replace(items[first - 1], span=Span(items[first - 1].span.start, items[first + 2].span.end))
            left |= {*range(first, second + 1)}  # "rarely, if ever, fatal"
            continue
        if second - first != 2 or items[first + 1].kind != "scope" or first == 0 or second + 1 == len(items):
            continue
        before, after = items[first - 1], items[second + 1]
        beside = before.kind == "scope" and after.nominal
        if beside or before.function in VERBS or after.function in VERBS or after.kind == "scope" and _is_finite(after):
            left |= {first, second}
    return [item for n, item in enumerate(items) if n not in left] if left else items


def _unbracketed(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items, a hedge or a word of frequency that stands alone in a bracket before its name out of it: "A and (rarely) B"."""
    left = set[int]()
    for at in range(len(items) - 3):
        if items[at].kind != "open" or items[at + 2].kind != "close":
            continue
        scope = items[at + 1].scope()
        ahead = scope is not None and scope.direction in AHEAD and items[at + 3].nominal
        if ahead and (at == 0 or items[at - 1].kind in {"coordinator", "break"}):
            left |= {at, at + 2}
    return [item for n, item in enumerate(items) if n not in left] if left else items


def _unreserved(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items without a reserve that says again how often: "often, though not always, raised", "usually raised but not always"."""
    reserves = [n for n, i in enumerate(items) if i.kind == "function" and i.function == "contrast" and n and _is_reserve(items, n)]
    if not reserves:
        return items
    at = reserves[0]
    often = [n for n in range(at) if (m := items[n].scope()) is not None and m.property == "frequency"]
    if not often or any(i.kind == "break" for i in items[often[-1] : at]):
        return items
    first = at - 1 if items[at - 1].key == "," else at
    last = at + 2 if at + 2 < len(items) and items[at + 2].key == "," else at + 1
    whole = items[often[-1]]
    if first == often[-1] + 1:
        whole = replace(whole, span=Span(whole.span.start, items[last].span.end))
    return [*items[: often[-1]], whole, *items[often[-1] + 1 : first], *items[last + 1 :]]


def _is_reserve(items: Sequence[Item], at: int) -> bool:
    """Return whether "not always" alone stands behind a word of contrast."""
    said = items[at + 1] if at + 1 < len(items) else None
    marker = said.scope() if said is not None else None
    after = items[at + 2] if at + 2 < len(items) else None
    bounded = after is None or after.key == "," or after.kind == "break"
    return marker is not None and said is not None and marker.property == "frequency" and said.key.startswith("not ") and bounded


def _clauses(items: Sequence[Item], participles: tuple[str, ...], kinds: Collection[str]) -> Iterator[list[Item]]:
    """Yield the clauses of a stretch that no numerals count, of a line that holds items of these kinds."""
    scoped = "scope" in kinds
    spoken = not SPEAKING.isdisjoint(kinds)
    stops = [(position, item, item.kind) for position, item in enumerate(items) if item.kind in STOPPING]
    limited = (
        "coordinator" in kinds and "function" in kinds and ONLY in [item.key[: len(ONLY)] for _, item, kind in stops if kind == "function"]
    )
    conditions = [position for position, item, kind in stops if kind == "function" and item.function in CONDITIONS]
    current: list[Item] = []
    depth = start = done = 0
    for position, item, kind in stops:
        current += items[done:position]
        done = position + 1
        while len(current) >= MOST_ITEMS:
            yield current[:MOST_ITEMS]
            current, start = current[MOST_ITEMS:], position
        depth += (kind == "open") - (kind == "close")
        contrast = kind == "function" and (item.function == "contrast" or item.function == "turn" and _behind_comma(current))
        links = kind == "coordinator" and (
            _before_pronoun(items, position)
            or bool(conditions)
            and (_between_conditions(items, position, start, conditions) or _behind_condition(items, position, start, conditions))
            or bool(current)
            and (
                (spoken and _before_sentence(items, position, current, participles))
                or (scoped and _before_twin(items, position, current))
                or (scoped and _before_other_act(items, position, current))
                or (bool(conditions) and _behind_share(items, position, current, conditions))
                or ((limited or bool(conditions) or current[0].kind == "scope") and _before_only(items, position, current))
                or (bool(conditions) and _before_if(items, position, current))
                or (scoped and _before_none(items, position))
                or (scoped and _before_no_more(items, position))
            )
        )
        ends = kind == "break" or contrast or links
        if ends and depth <= 0 and current:
            yield current
            current, start = [], position + 1
        elif not contrast:
            current.append(item)
        elif not current:
            start = position + 1
    current += items[done:]
    for first in range(0, len(current), MOST_ITEMS):
        yield current[first : first + MOST_ITEMS]


def _without_aside(items: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """Return a sentence without the aside between its subject and its verb, and the aside: "A, although widely used, is unproven"."""
    opening = [n for n, i in enumerate(items) if i.kind == "function" and i.function == "contrast" and n > 1 and items[n - 1].key == ","]
    at = opening[0] if opening else 0
    stop = next((n for n in range(at + 1, min(at + MOST_LEADING, len(items) - 1)) if items[n].key == ","), 0) if at else 0
    said = items[stop + 1].kind in {"scope", "verb"} or items[stop + 1].function in {"be", "have"} if stop else False
    if not said or any(_is_finite(i) or i.kind == "break" for i in (*items[: at - 1], *items[at:stop])):
        return items, ()
    return [*items[: at - 1], *items[stop + 1 :]], items[at + 1 : stop]


def _behind_comma(current: Sequence[Item]) -> bool:
    return bool(current) and current[-1].key == ","


def _numbered(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield what stands between the numerals in brackets that count a list, "(1) A, (2) B"; all of it where none do."""
    triples = zip(items, items[1:], items[2:], strict=False)
    found = [n for n, (a, b, c) in enumerate(triples) if (a.kind, b.kind, c.kind) == ("open", "number", "close")]
    if len(found) < LEAST_NUMBERED or [items[n + 1].key for n in found] != [str(n + 1) for n in range(len(found))]:
        yield items
        return
    if found[0] and items[found[0] - 1].kind != "colon":  # "Causes include (1) A, (2) B": one list behind one cue
        yield [item for n, item in enumerate(items) if not {n, n - 1, n - 2} & {*found}]
        return
    for start, stop in zip([0, *(n + 3 for n in found)], [*found, len(items)], strict=True):
        while stop > start and items[stop - 1].kind == "coordinator":
            stop -= 1
        yield items[start:stop]


def _between_conditions(items: Sequence[Item], position: int, start: int, conditions: Sequence[int]) -> bool:
    """Return whether a comma ends a condition that does not start the clause and another one follows: "A if X, B if Y"."""
    if items[position].key != "," or conditions[-1] < position:
        return False
    first = bisect_left(conditions, start)
    return start < conditions[first] < position


def _behind_condition(items: Sequence[Item], position: int, start: int, conditions: Sequence[int]) -> bool:
    """Return whether a comma ends a condition before what holds without it: "may recur if incompletely excised, never metastasizes"."""
    if items[position].key != "," or position + 1 == len(items):
        return False
    own = [n for n in conditions if start < n < position and items[n - 1].key != ","]
    if own and items[position + 1].number is not None:
        return True  # "< 1% if localized, up to 5% with metastasis"
    scope = items[position + 1].scope() if own and items[position + 1].kind == "scope" else None
    return scope is not None and scope.direction == "forward" and scope.property in {"polarity", "frequency"}


def _before_pronoun(items: Sequence[Item], position: int) -> bool:
    after = items[position + 1] if position + 1 < len(items) else None
    return items[position].key != "," and after is not None and after.key in PRONOUNS


def _before_sentence(items: Sequence[Item], position: int, current: Sequence[Item], participles: tuple[str, ...]) -> bool:
    """Return whether "and", a comma, or both, join two statements, each with its subject and verb: "A is frequent and B may occur"."""
    last, joint = current[-1], items[position].key
    if joint not in {"and", ","} or last.kind in {"preposition", "cue"} and joint == ",":
        return False
    verb = _verb_behind(items[position + 1 : position + 1 + MOST_LEADING])
    if verb is None or last.kind in {"preposition", "verb", "cue"} and not _is_plain_verb(last, participles):
        return False
    acted = last.kind == "verb" and verb.inflected  # "A helps, B prevents C"
    if last.kind == "verb" and joint == "," and not (acted or verb is items[-1] and verb.key in MODALS):
        return False  # "A does not help, B may"
    shows = verb.kind == "cue" and (verb.marker.value == SHOWING or acted) and _is_plain_verb(verb, participles)
    if not (shows or _is_finite(verb)) or any(i.kind == "function" and i.function in CONDITIONS for i in current):
        return False
    whole = last.key == "," or last.kind == "verb" or last.kind == "scope" and " " in last.key  # "mitoses are absent and necrosis is focal"
    said = current if whole else current[:-1]
    return any(_is_finite(i) or _is_linking(i) or _is_plain_verb(i, participles) for i in said)


def _verb_behind(items: Sequence[Item]) -> Item | None:
    """Return what stands behind the name that items begin with, articles, numbers and "of" left out of account; None without a name."""
    named, joined = False, 0
    for item in items:
        if item.nominal:
            named = True
        elif named and not joined and item.kind == "coordinator" and item.key == "and":
            named, joined = False, 1  # "..., age and sex are not"
        elif item.function != "article":
            if not named:
                return None
            if item.kind != "number" and item.key != "of":
                return item
    return None


def _before_twin(items: Sequence[Item], position: int, current: Sequence[Item]) -> bool:
    """Return whether "and" joins two names, each with what is said of it behind it: "mitoses rare and necrosis absent"."""
    if items[position].key != "and" or len(current) < 2 or current[-1].kind != "scope" or not current[-2].nominal:
        return False
    said = next((n for n in range(position + 1, len(items)) if not items[n].nominal), 0)
    bounded = said > position + 1 and (said + 1 == len(items) or items[said + 1].kind in {"coordinator", "break", "close"})
    return bounded and items[said].kind == "scope"


def _before_if(items: Sequence[Item], position: int, current: Sequence[Item]) -> bool:
    """Return whether a comma between "and" and a condition leads to what alone is so under it: "cysts and, if high grade, necrosis"."""
    after = items[position + 1] if items[position].key == "," and position + 1 < len(items) else None
    if after is None or after.function not in CONDITIONS or current[-1].kind != "coordinator" or current[-1].key == ",":
        return False
    stop = next((n for n in range(position + 2, len(items) - 1) if items[n].key == ","), 0)
    return bool(stop) and items[stop + 1].nominal and not all(i.kind == "quality" for i in items[stop + 1 :])


def _before_only(items: Sequence[Item], position: int, current: Sequence[Item]) -> bool:
    """Return whether a comma leads to what is so of some alone: "usually painless, painful only when ulcerated", "multiple in children".

    Without "only" it must be a look behind another one of which it has been said how often it is so.
    """
    if items[position].key != "," or not current[-1].nominal:
        return False
    joints = {"verb", "coordinator"} if ONLY in {i.key for i in items[position + 1 :]} else {"verb"}
    at = next((n for n in range(position + 1, len(items)) if not (items[n].nominal or items[n].kind in joints)), len(items))
    after = items[at + 1] if at + 1 < len(items) else None
    if at == position + 1 or after is None or any(i.kind == "coordinator" for i in current):
        return False
    if items[at].key.split(" ")[0] == ONLY:
        return items[at].function in CONDITIONS or after.kind == "preposition" or after.function in CONDITIONS
    if items[at].function in CONDITIONS:  # "brown papules, itchy when irritated"
        return all(i.kind == "quality" for i in items[position + 1 : at]) and not any(i.key == "," for i in items[at:])
    often = current[0].scope() if current[0].kind == "scope" else None
    looks = all(i.kind == "quality" for i in (*current[1:], *items[position + 1 : at]))
    return looks and often is not None and often.property == "frequency" and items[at].key == WITHIN


def _behind_share(items: Sequence[Item], position: int, current: Sequence[Item], conditions: Sequence[int]) -> bool:
    """Return whether a comma ends what a condition behind it is not of: "A in a third, B or C if metastatic", "A first, B if it fails"."""
    if not conditions or items[position].key != "," or conditions[-1] < position:
        return False
    number, after = current[-1].number, items[conditions[-1] + 1] if conditions[-1] + 1 < len(items) else None
    pronoun = after is not None and after.function == "pronoun" and current[-1].nominal and not _goes_on(items, conditions[-1])
    told = number is not None and number.is_share or pronoun
    return told and not any(i.key == "," for i in items[position + 1 : conditions[-1]])


def _before_other_act(items: Sequence[Item], position: int, current: Sequence[Item]) -> bool:
    """Return whether a verb without object stands behind a comma or "and", said otherwise: "does not itch, often bleeds"."""
    told = items[position + 1] if position + 2 < len(items) and items[position + 1].kind == "scope" else None
    if told is None or not _is_act(items[position + 2]) or items[position].key not in {",", "and"}:
        return False
    doubts = [i.marker.property for i in current if i.kind == "scope" and i.marker.property in {"polarity", "modality"}]
    another = told.marker.direction in AHEAD and doubts != [] and told.marker.property != doubts[-1]
    return another and (_is_act(current[-1]) or told.key in MODALS)


def _is_act(item: Item) -> bool:
    """Return whether an item is a verb that needs no object: "itches"."""
    return item.kind == "verb" and item.marker.value == "nominal"


def _before_none(items: Sequence[Item], position: int) -> bool:
    """Return whether a comma leads to those in whom something is not: "half have A, none have B", "A in acute cases, none in others"."""
    said = items[position + 1] if items[position].key == "," and position + 1 < len(items) else None
    scope = said.scope() if said is not None and said.kind == "scope" else None
    if said is None or scope is None or scope.property != "polarity":
        return False
    after = items[position + 2] if position + 2 < len(items) else None
    told = scope.direction == "backward" and after is not None and after.kind == "preposition"
    nothing = after is not None and after.kind == "cue" and position + 3 < len(items) and _is_finite(items[position + 3])
    return told or nothing or said.key.split(" ")[-1] in HELD


def _before_no_more(items: Sequence[Item], position: int) -> bool:
    """Return whether a denial of how much or how often ends a statement that has said it: "mild and never severe" denies nothing else."""
    said, more = items[position + 1 : position + 2], items[position + 2 : position + 4]
    scope = said[0].scope() if said and said[0].kind == "scope" else None
    if scope is None or scope.property != "polarity" or not more or more[0].kind != "scope" or len(more) > 1 and more[1].kind != "break":
        return False
    return more[0].marker.property not in {"polarity", "modality"}


def _is_plain_verb(item: Item, participles: tuple[str, ...]) -> bool:
    """Return whether an item is a verb, or a cue of one word, that is no participle: "A and B help, C and D do not"."""
    return item.kind in {"verb", "cue"} and " " not in item.key and not item.key.endswith(participles)


def _is_linking(item: Item) -> bool:
    """Return whether an item is a verb that says where or when something is: "A lies in B"."""
    return item.kind in {"verb", "cue"} and item.marker.value in {"link", "place"}


def _is_finite(item: Item) -> bool:
    """Return whether an item is a form of "be" or "have", or begins with one or with "may": the verb of a statement."""
    if item.kind in {"scope", "cue", "verb"}:
        return item.key.split(" ")[0] in FINITE or item.key.endswith(" not")
    return item.function in {"be", "have"}


def _goes_on(items: Sequence[Item], position: int) -> bool:
    """Return whether "where it attracts B" behind a comma goes on with the statement, and is no condition of it."""
    after = items[position + 1] if position + 1 < len(items) else None
    comma = position > 0 and items[position - 1].key == ","
    return items[position].key == "where" and comma and after is not None and after.function == "pronoun"


def _is_inverted(items: Sequence[Item], inverted: Collection[str]) -> bool:
    """Return whether a clause begins with a verb that makes a condition of it up to its comma: "Should A fail, B"."""
    return bool(items) and items[0].key in inverted and any(i.key == "," for i in items[2:-1])


def _is_aside(items: Sequence[Item], at: int) -> bool:
    """Return whether a condition stands between two commas in a statement that goes on: "symmetric and, unless ulcerated, painless"."""
    if at < 2 or items[at - 1].key != ",":
        return False
    stop = next((n for n in range(at + 1, len(items) - 1) if items[n].key == ","), 0)
    if items[at - 2].nominal:  # "scale, when present, is thin"
        return bool(stop) and (_is_finite(items[stop + 1]) or items[stop + 1].kind in {"cue", "verb"})
    return bool(stop) and (items[at - 2].kind in {"coordinator", "scope"} or items[at - 2].function == "be")


def split_condition(items: list[Item], inverted: Collection[str] = ()) -> tuple[list[Item], list[Item]]:
    """Return the clause without its condition, and the words of the condition: "if symptomatic and feasible, ..."."""
    if _is_inverted(items, inverted):
        stop = next(n for n, item in enumerate(items) if item.key == ",")
        return items[stop + 1 :], items[1:stop]
    opening = [n for n, item in enumerate(items) if item.kind == "function" and item.function in CONDITIONS and not _goes_on(items, n)]
    if not opening:
        return items, []
    at = opening[0]
    aside = _is_aside(items, at)
    stop = next((n for n in range(at + 1, len(items)) if items[n].key == "," and (at == 0 or aside)), len(items))
    words = items[at if items[at].function == "condition-kept" else at + 1 : stop]
    return (items[: at - aside] + items[stop + 1 :], words) if words else (items, [])
