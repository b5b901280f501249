"""Denials that deny less than they seem to: "not due to X alone", "no X without Y"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from build_graph.language.items import Item
from build_graph.lexicon import Marker

#: Roles of a cue that says what something comes from, or goes with.
TIES = {"association", "cause"}
#: What is made of such a denial: what it governs is possible.
PARTIAL = (Marker("scope", "possible", "modality", "forward", (";", "but", "although")),)
#: The denial that another one denies.
WITHOUT = "without"
#: "No X can be found" denies that X is there.
ABLE, NONE_OF = {"can be", "could be"}, {"no", "neither", "nor"}
BE = Marker("function", "be")
#: What parts two denials, so that each holds by itself.
PARTS = {"coordinator", "open", "close"}


def softened(items: list[Item]) -> list[Item]:
    """Return the items with a denial that leaves something possible read as a hedge."""
    denials = [n for n, i in enumerate(items) if i.kind == "scope" and i.marker.property == "polarity" and i.marker.direction != "backward"]
    if not denials:
        return items
    items = _found_nowhere(items, denials[0])
    soft = {n for n in denials if _is_partial(items, n)}
    for first, second in pairwise(denials):
        if _is_double(items, first, second):
            soft |= {first, second}
    return [replace(i, markers=PARTIAL) if n in soft else i for n, i in enumerate(items)] if soft else items


def _found_nowhere(items: list[Item], denial: int) -> list[Item]:
    """Return the items without the "can be" of "no X can be found": it is denied that X is there, and nothing is hedged."""
    for at in range(denial + 1, len(items) - 1):
        modal = items[at].kind == "scope" and items[at].key in ABLE and items[at + 1].function == "participle"
        if modal and items[denial].key in NONE_OF and not any(i.kind in {"break", "cue"} for i in items[denial:at]):
            return [*items[:at], replace(items[at], kind="function", markers=(BE,)), *items[at + 1 :]]
    return items


def _is_partial(items: Sequence[Item], position: int) -> bool:
    """Return whether only that it is all is denied: "cannot be attributed to X alone" leaves X a part in it."""
    sole = next((n for n in range(len(items) - 1, position, -1) if items[n].function == "sole"), 0)
    return any(i.kind == "cue" and i.marker.value in TIES for i in items[position + 1 : sole])


def _is_double(items: Sequence[Item], first: int, second: int) -> bool:
    """Return whether one denial denies another: "no X without Y", "does not heal without Z" leave both possible."""
    between, last = items[first + 1 : second], items[second - 1]
    if last.function == "article" or last.entry is not None and last.entry.term.kind == "Population":
        return False  # "not better for those without X": which people, and no denial
    forward = items[first].marker.direction == "forward" and items[second].key == WITHOUT
    return forward and not any(i.kind in PARTS for i in between) and any(i.nominal or i.kind == "verb" for i in between)
