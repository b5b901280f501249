"""Items to clauses: where a statement ends, and the condition under which it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.language.words import Item

#: A pronoun behind "and" starts a clause of its own: "... and it recurs".
PRONOUNS = {"it", "they"}

#: Kinds of item at which no clause ends.
NAMES = {"term", "quality", "word", "number"}


def clauses(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the clauses of a line: it breaks at ``;``, a full stop, a word of contrast, before "and it", and between two conditions."""
    current: list[Item] = []
    depth = 0
    for position, item in enumerate(items):
        kind = item.kind
        if kind in NAMES:
            current.append(item)
            continue
        depth += (kind == "open") - (kind == "close")
        contrast = kind == "function" and item.function == "contrast"
        links = kind == "coordinator" and (_before_pronoun(items, position) or _between_conditions(current, items, position))
        ends = kind == "break" or contrast or links
        if ends and depth <= 0 and current:
            yield current
            current = []
        elif not contrast:
            current.append(item)
    if current:
        yield current


def _between_conditions(current: Sequence[Item], items: Sequence[Item], position: int) -> bool:
    """Return whether a comma ends a condition that does not start the clause and another one follows: "A if X, B if Y"."""
    if items[position].key != ",":
        return False
    first = next((n for n, item in enumerate(current) if item.function == "condition"), 0)
    return first > 0 and any(item.function == "condition" for item in items[position + 1 :])


def _before_pronoun(items: Sequence[Item], position: int) -> bool:
    after = items[position + 1] if position + 1 < len(items) else None
    return items[position].key != "," and after is not None and after.key in PRONOUNS


def split_condition(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Return the clause without its condition, and the words of the condition: "if symptomatic and feasible, ..."."""
    at = next((n for n, item in enumerate(items) if item.function == "condition"), None)
    if at is None:
        return items, []
    stop = next((n for n in range(at + 1, len(items)) if items[n].key == "," and at == 0), len(items))
    words = items[at if items[at].key == "unless" else at + 1 : stop]
    return (items[:at] + items[stop + 1 :], words) if words else (items, [])
