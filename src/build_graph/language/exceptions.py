"""An exception to what is unaltered or denied: "the dermis is normal except for A" says that A is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.lexicon import Lexicon, Marker

#: Kinds of a class of things that are given, or do something: none of them but what is excepted.
GIVEN = {"Substance", "Procedure", ""}
#: Role of a preposition of exception; what opens an exception that is a condition, its own words included.
EXCEPT = "except"
RESERVE = Marker("function", "condition-kept")
#: What is said of others.
SILENT = Marker("function", "article")
#: Words between "all" and an exception to it, at most, and one more.
MOST_BETWEEN = 3
#: What the word of exception is to the clause that it begins.
OPENS = Marker("function", "contrast")
#: Classes of words that say how something stains: sayings.py turns those round.
STAINS = ("staining", "stain-result")


def excepted(parts: Iterable[list[Item]], lexicon: Lexicon) -> Iterator[list[Item]]:
    """Yield the clauses, each with its exception as a clause of its own where the rest says that all is as it should be."""
    for items in parts:
        excepting = [n for n, i in enumerate(items) if i.kind == "scope" and i.key in lexicon.words["exception"]]
        if not excepting:
            yield items
            continue
        at = excepting[0]
        rest, excepts = _apart(items, at)
        opens = replace(items[at], kind="function", markers=(OPENS,))
        if excepts and _is_spared(rest, lexicon):
            if _names_nothing(rest, lexicon):  # "no treatment other than A helps": A does
                yield [*(replace(i, kind="function", markers=(OPENS,), entry=None) for i in rest), opens, *excepts]
                continue
            yield rest
            yield [opens, *excepts]
        else:
            yield items


def reserved(items: Sequence[Item], lexicon: Lexicon) -> Sequence[Item]:
    """Return the items of a line on treatment with whom or what it leaves out read as its condition: "except in A", "for all but A"."""
    if items and lexicon.words["all-or-none"].get(items[0].key) == "all" and (left := _alone_helps(items, lexicon)):
        return left
    for at, item in enumerate(items[:-1]):
        if item.kind == "preposition" and item.marker.value == EXCEPT:
            start = at
        elif item.key in lexicon.words["exception"] and item.kind == "scope" and not _is_given(items[at + 1 :], lexicon):
            start = _start_of_all(items, at, lexicon) or at
        elif not (item.key in lexicon.words["all-but"] and (start := _start_of_all(items, at, lexicon))):
            continue
        opener = Item("function", Span(items[start].span.start, item.span.end), item.key, markers=(RESERVE,))
        behind = [*items[at + 1 :]]
        for n, joint in enumerate(behind if start else ()):
            if joint.key == "," and _is_given(behind[n + 1 :], lexicon):
                behind[n] = replace(joint, kind="break")  # "surgery except in children, radiotherapy"
        return [*items[:start], opener, *behind]
    return items


def excepts(keys: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether a word of exception stands in a line."""
    words = lexicon.words
    if not (words["exception"].keys().isdisjoint(keys) and words["all-but"].keys().isdisjoint(keys)):
        return True
    return not words["exception"].keys().isdisjoint([key.partition(" ")[0] for key in keys if " " in key])  # "except in"


def _alone_helps(items: Sequence[Item], lexicon: Lexicon) -> list[Item]:
    """Return the items of "all drugs but A failed" with A alone to be read: of it no failure is told; none of any other line."""
    out = next((n for n, i in enumerate(items) if i.key in lexicon.words["exception"] or i.key in lexicon.words["all-but"]), 0)
    last = items[-1].scope() if 0 < out <= MOST_BETWEEN else None
    if last is None or last.property != "polarity" or last.direction != "backward" or not _is_given(items[out + 1 :], lexicon):
        return []
    silent = {*range(out + 1), len(items) - 1}
    return [replace(i, kind="function", markers=(SILENT,), entry=None) if n in silent else i for n, i in enumerate(items)]


def _is_given(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Return whether the next name is one of what may be given, or of nothing known: it may be a treatment itself."""
    named: list[Item] = []
    for item in items:
        if not (item.nominal or item.function == "article" or item.kind == "scope" and not named):
            break
        named += [item] if item.nominal else []
    last = named[-1] if named else None
    kind = "" if last is None else last.entry.term.kind if last.entry is not None else lexicon.generic.get(last.key, "")
    known = last is not None and (last.key in lexicon.words["people"] or last.key in lexicon.words["lesion"])
    return not known and (last is None or kind in GIVEN)


def _start_of_all(items: Sequence[Item], at: int, lexicon: Lexicon) -> int:
    """Return where the preposition stands that leads to "all", or "all patients", before an exception; 0 where none does."""
    first = next(
        (n for n in range(at - 1, max(at - 1 - MOST_BETWEEN, 0), -1) if lexicon.words["all-or-none"].get(items[n].key) == "all"), 0
    )
    return first - 1 if first and items[first - 1].kind == "preposition" else 0


def _apart(items: Sequence[Item], at: int) -> tuple[list[Item], list[Item]]:
    """Return the clause without its exception, and the exception: to the end, in its bracket, or to the comma where it comes first."""
    if at and items[at - 1].kind == "open":
        close = next((n for n in range(at, len(items)) if items[n].kind == "close"), len(items))
        return [*items[: at - 1], *items[close + 1 :]], list(items[at + 1 : close])
    if at:
        rest = list(items[: at - 1] if items[at - 1].key == "," else items[:at])
        depth = sum((i.kind == "open") - (i.kind == "close") for i in rest)
        return (rest, list(items[at + 1 :])) if depth == 0 else ([], [])
    commas = [n for n, item in enumerate(items) if item.key == ","]
    begins = [n for n in commas if n + 1 < len(items) and items[n + 1].function == "article"]
    stop = next(iter(begins or commas), len(items))
    return list(items[stop + 1 :]), list(items[1:stop])


def _is_spared(rest: Sequence[Item], lexicon: Lexicon) -> bool:
    """Return whether a clause says that nothing is altered, or denies all of something; not of a stain."""
    if any(i.key in lexicon.words[name] for i in rest for name in STAINS):
        return False
    sound = any(_is_sound(i, lexicon) and not _is_denied(rest, n) for n, i in enumerate(rest))
    return sound or any(i.kind == "scope" and i.key in lexicon.words["of-all"] for i in rest)


def _names_nothing(rest: Sequence[Item], lexicon: Lexicon) -> bool:
    """Return whether what is denied is a class that says nothing by itself: "no treatment", "no drugs"."""
    named = [i for i in rest if i.nominal]
    return bool(named) and rest[0].key in lexicon.words["of-all"] and all(lexicon.generic.get(i.key, "Finding") in GIVEN for i in named)


def _is_sound(item: Item, lexicon: Lexicon) -> bool:
    """Return whether a name says that something is unaltered or unknown, alone or as one of its words: "normal skin", "idiopathic"."""
    if item.key in lexicon.words["unknown"]:
        return True
    words = [item.key, *item.key.split(" "), *([item.entry.term.label] if item.entry is not None else [])]
    return any(word in lexicon.words["unaltered"] for word in words)


def _is_denied(rest: Sequence[Item], position: int) -> bool:
    scope = rest[position - 1].scope() if position else None
    return scope is not None and scope.property == "polarity"
