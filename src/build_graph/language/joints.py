"""What parts two statements of one line: the comma or "and" before one that has a subject and a verb, a degree, or people of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import NamedTuple

from build_graph.language.items import Item

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
#: Kinds of item that the verb of a statement may be.
SPEAKING = {"scope", "cue", "verb", "function"}
#: Role of a cue that is the verb of what is seen: "CT shows A and MRI shows B".
SHOWING = "show"
#: Directions of a scope that is said of what stands behind it.
AHEAD = {"forward", "noun"}
#: Says of whom alone something is so; leads to whom.
ONLY, WITHIN = "only", "in"
#: Classes of a word that opens a condition; "unless" is part of what it opens.
CONDITIONS = {"condition", "condition-kept"}


class Line(NamedTuple):
    """A stretch that is parted, and what it holds: what it does not hold parts nothing."""

    items: Sequence[Item]
    participles: tuple[str, ...]  #: endings of a verb that is no verb of a statement
    conditions: Sequence[int]  #: where a condition opens
    scoped: bool  #: it holds a hedge, a denial, a word of frequency
    spoken: bool  #: it holds what the verb of a statement may be
    limited: bool  #: it holds "only"


def line_of(items: Sequence[Item], functions: Sequence[tuple[int, Item]], kinds: Collection[str], participles: tuple[str, ...]) -> Line:
    """Return a stretch ready to be parted.

    Args:
        items: of the stretch.
        functions: its function words, with their places.
        kinds: of the items of the line that it is of.
        participles: endings of a verb that is no verb of a statement.
    """
    conditions = [position for position, item in functions if item.function in CONDITIONS]
    limited = ONLY in [item.key[: len(ONLY)] for _, item in functions]
    return Line(items, participles, conditions, "scope" in kinds, not SPEAKING.isdisjoint(kinds), limited)


def parts_statements(line: Line, position: int, start: int, current: Sequence[Item]) -> bool:
    """Return whether the comma or "and" at ``position`` parts a statement, which began at ``start`` and has ``current``, from the next."""
    items, _, conditions, scoped, spoken, limited = line
    if _before_pronoun(items, position):
        return True
    if conditions and (_between_conditions(items, position, start, conditions) or _behind_condition(items, position, start, conditions)):
        return True
    if not current:
        return False
    if spoken and _before_sentence(items, position, current, line.participles):
        return True
    if scoped and (_before_twin(items, position, current) or _before_other_act(items, position, current)):
        return True
    if conditions and _behind_share(items, position, current, conditions):
        return True
    if (limited or conditions or current[0].kind == "scope") and _before_only(items, position, current):
        return True
    if conditions and _before_if(items, position, current):
        return True
    return scoped and (_before_none(items, position) or _before_no_more(items, position))


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
    if not (shows or is_finite(verb)) or any(i.kind == "function" and i.function in CONDITIONS for i in current):
        return False
    whole = last.key == "," or last.kind == "verb" or last.kind == "scope" and " " in last.key  # "mitoses are absent and necrosis is focal"
    said = current if whole else current[:-1]
    return any(is_finite(i) or _is_linking(i) or _is_plain_verb(i, participles) for i in said)


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
    pronoun = after is not None and after.function == "pronoun" and current[-1].nominal and not goes_on(items, conditions[-1])
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
    nothing = after is not None and after.kind == "cue" and position + 3 < len(items) and is_finite(items[position + 3])
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


def is_finite(item: Item) -> bool:
    """Return whether an item is a form of "be" or "have", or begins with one or with "may": the verb of a statement."""
    if item.kind in {"scope", "cue", "verb"}:
        return item.key.split(" ")[0] in FINITE or item.key.endswith(" not")
    return item.function in {"be", "have"}


def goes_on(items: Sequence[Item], position: int) -> bool:
    """Return whether "where it attracts B" behind a comma goes on with the statement, and is no condition of it."""
    after = items[position + 1] if position + 1 < len(items) else None
    comma = position > 0 and items[position - 1].key == ","
    return items[position].key == "where" and comma and after is not None and after.function == "pronoun"
