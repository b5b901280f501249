"""What is said to become of somebody without something: "poor without treatment" denies no treatment, it says when the outlook is poor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from build_graph.language.items import Item
from build_graph.lexicon import Marker

#: Dimensions of a quality that says how something ends.
OUTLOOK = {"prognosis", "course", "severity"}
#: Kinds of what is given or done: without anything else is a denial, and no condition.
GIVEN = {"Procedure", "Substance", "Exposure", "Quality"}
#: What ends the words behind "without".
ENDS = {"coordinator", "break", "open", "close"}
#: What "without" becomes: it opens a condition, and is part of it.
OPENS = Marker("function", "condition-kept")


def outlooks(parts: Iterable[list[Item]], left: Collection[str]) -> Iterator[list[Item]]:
    """Yield the clauses, "without X" behind an outlook opening its condition; the outlook behind the comma is a clause of its own.

    Args:
        parts: the clauses of a line that tells how a disease ends.
        left: words that say by themselves what is not done: "untreated".
    """
    for items in parts:
        behind = [n for n, i in enumerate(items) if n and i.kind == "scope" and _is_without(i) and _is_outlook(items[n - 1])]
        if not behind:
            yield _led(items, left)
            continue
        at = behind[0]
        stop = next((n for n in range(at + 1, len(items)) if items[n].kind in ENDS), len(items))
        if not _is_given(items[at + 1 : stop]):  # "good without recurrence": two statements
            yield from [items[:at], items[at:]] if _is_verdict(items[at - 1]) else [items]
            continue
        rest = items[stop + 1 :]
        opened = [*items[:at], replace(items[at], kind="function", markers=(OPENS,)), *items[at + 1 : stop]]
        if any(_is_outlook(i) for i in rest):
            yield opened
            yield from outlooks([rest], left)
        else:
            yield items if rest else opened


def _led(items: list[Item], left: Collection[str]) -> list[Item]:
    """Return a clause that begins with "untreated, ..." with that word as the condition of the rest."""
    if len(items) < 3 or items[0].key not in left or items[1].key != "," or not items[0].nominal:
        return items
    return [replace(items[0], kind="function", markers=(OPENS,), entry=None), *items[1:]]


def _is_without(item: Item) -> bool:
    scope = item.scope()
    return scope is not None and scope.property == "polarity" and scope.direction == "narrow"


def _is_given(words: Iterable[Item]) -> bool:
    """Return whether words name nothing but what is given or done, or what nothing is known of."""
    named = [i for i in words if i.nominal]
    return bool(named) and all(i.entry is None or i.entry.term.kind in GIVEN for i in named)


def _is_verdict(item: Item) -> bool:
    return item.entry is not None and item.entry.aspect == "prognosis"


def _is_outlook(item: Item) -> bool:
    return item.kind == "quality" and item.entry is not None and item.entry.aspect in OUTLOOK
