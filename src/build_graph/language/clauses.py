"""Items to clauses: where a statement ends, and the condition under which it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.joints import AHEAD, CONDITIONS, MOST_LEADING, goes_on, is_finite, line_of, parts_statements

#: What says of "rarely" once more that it may be never.
NEVER = ("if", "ever")
#: Fewer numerals in brackets than so many count no list.
LEAST_NUMBERED = 2
#: The longest clause of a page that we know has 63 items. A longer run than this is no sentence, and is cut: what reads a clause
#: compares each of its phrases with each other.
MOST_ITEMS = 250
#: Kinds of item at which a clause may end; without one there is nothing to part.
PARTING = {"break", "coordinator", "function", "open"}
#: Kinds of item of which it is asked whether a clause ends there.
STOPPING = {*PARTING, "close"}
#: Classes of a word that is the verb of a statement.
VERBS = {"be", "have"}


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
        if beside or before.function in VERBS or after.function in VERBS or after.kind == "scope" and is_finite(after):
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
    stops = [(position, item, item.kind) for position, item in enumerate(items) if item.kind in STOPPING]
    functions = [(position, item) for position, item, kind in stops if kind == "function"]
    line = line_of(items, functions, kinds, participles)
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
        links = kind == "coordinator" and parts_statements(line, position, start, current)
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
    if not said or any(is_finite(i) or i.kind == "break" for i in (*items[: at - 1], *items[at:stop])):
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


def _is_inverted(items: Sequence[Item], inverted: Collection[str]) -> bool:
    """Return whether a clause begins with a verb that makes a condition of it up to its comma: "Should A fail, B"."""
    return bool(items) and items[0].key in inverted and any(i.key == "," for i in items[2:-1])


def _is_aside(items: Sequence[Item], at: int) -> bool:
    """Return whether a condition stands between two commas in a statement that goes on: "symmetric and, unless ulcerated, painless"."""
    if at < 2 or items[at - 1].key != ",":
        return False
    stop = next((n for n in range(at + 1, len(items) - 1) if items[n].key == ","), 0)
    if items[at - 2].nominal:  # "scale, when present, is thin"
        return bool(stop) and (is_finite(items[stop + 1]) or items[stop + 1].kind in {"cue", "verb"})
    return bool(stop) and (items[at - 2].kind in {"coordinator", "scope"} or items[at - 2].function == "be")


def split_condition(items: list[Item], inverted: Collection[str] = ()) -> tuple[list[Item], list[Item]]:
    """Return the clause without its condition, and the words of the condition: "if symptomatic and feasible, ..."."""
    if _is_inverted(items, inverted):
        stop = next(n for n, item in enumerate(items) if item.key == ",")
        return items[stop + 1 :], items[1:stop]
    opening = [n for n, item in enumerate(items) if item.kind == "function" and item.function in CONDITIONS and not goes_on(items, n)]
    if not opening:
        return items, []
    at = opening[0]
    aside = _is_aside(items, at)
    stop = next((n for n in range(at + 1, len(items)) if items[n].key == "," and (at == 0 or aside)), len(items))
    words = items[at if items[at].function == "condition-kept" else at + 1 : stop]
    return (items[: at - aside] + items[stop + 1 :], words) if words else (items, [])
