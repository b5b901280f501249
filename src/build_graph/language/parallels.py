"""Several forms told of in one sentence: "type 1 is A, type 2 B, and type 3 C" is a statement on each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from build_graph.facts import Span
from build_graph.language.atoms import DASHES, ROMAN
from build_graph.language.items import Item
from build_graph.lexicon import Entry

#: Marks that join the numerals of forms: "types 2 and 3", "classes III - IV".
JOINED = {",", "and", "or", "/", *DASHES}
#: Prepositions before a form that a statement may begin with: "in type 2 ...".
LEADS = {"in", "for"}
#: What a word of scope before an object says of the whole statement, and not of the object: "mild atypia" leaves out a verb.
STANCE = {"polarity", "modality"}


def with_numerals(items: Sequence[Item], forms: Mapping[str, Entry]) -> list[Item]:
    """Return the items with each bare numeral behind a form as the form that it stands for: "types 2 and 3"."""
    made: list[Item] = []
    word = ""
    for at, item in enumerate(items):
        own = item.kind == "term" and item.key in forms
        word = item.key.split(" ")[0] if own else word if item.key in JOINED else ""
        joined = made[-1] if made and at > 1 and made[-1].key in JOINED and made[-2].key in forms else None
        before = items[at - 2].key.split(" ")[0] if joined is not None else ""
        entry = forms.get(f"{made[-2].key.split(' ')[0]} {item.key.casefold()}") if joined is not None and before else None
        if joined is not None and entry is not None and item.kind in {"word", "number", "term", "quality"}:
            if joined.key in DASHES:
                made[-1] = replace(joined, kind="coordinator", key="and")
            item = Item("term", item.span, f"{made[-2].key.split(' ')[0]} {item.key.casefold()}", entry=entry, parts=(item.span,))
        made.append(item)
    return made


def told_apart(parts: Iterable[list[Item]], forms: Collection[str], graded: Collection[str]) -> Iterator[list[Item]]:
    """Yield the clauses, each that tells of several forms one after the other cut before each of them; a verb left out is put back.

    Args:
        parts: the clauses of a line.
        forms: names of forms, folded.
        graded: words that a numeral makes a grade: "grade", "stage".
    """
    told: list[Item] = []
    for items in parts:
        if not [item for item in items if item.key in graded or item.key in forms]:
            yield items
            continue
        for segment in _segments(items, forms, graded):
            stop = _behind(segment, forms, graded)
            yield _filled(segment, stop, told)
            if stop and _leading_verb(segment[stop:]):
                told = segment[stop:]


def _width(items: Sequence[Item], at: int, forms: Collection[str], graded: Collection[str]) -> int:
    """Return how many items the form or grade at ``at`` takes; 0 where there is none."""
    if at >= len(items):
        return 0
    if items[at].kind == "term" and items[at].key in forms:
        return 1
    numeral = items[at + 1] if items[at].key in graded and at + 1 < len(items) else None
    if numeral is None or numeral.kind != "word":
        return 0
    return 2 if numeral.key[:1].isdigit() or ROMAN.fullmatch(numeral.key.upper().split(" ")[0]) else 0


def _behind(items: Sequence[Item], forms: Collection[str], graded: Collection[str]) -> int:
    """Return where the forms that a stretch begins with end: "in types 1 and 2 | ..."; 0 where it begins with none."""
    at = 1 if items and items[0].kind == "preposition" and items[0].key in LEADS else 0
    stop = 0
    while width := _width(items, at, forms, graded):
        stop = at + width
        at = stop + 1 if stop < len(items) and items[stop].kind == "coordinator" else len(items)
    return stop


def _segments(items: list[Item], forms: Collection[str], graded: Collection[str]) -> Iterator[list[Item]]:
    """Yield the statements of a clause that begins with a form, one for each form that a comma or "and" leads on to."""
    start, at = 0, _behind(items, forms, graded)
    depth = 0
    while 0 < at < len(items):
        depth += (items[at].kind == "open") - (items[at].kind == "close")
        stop = _behind(items[at + 1 :], forms, graded) if items[at].kind == "coordinator" and not depth else 0
        if stop:
            yield items[start : at - 1 if items[at - 1].key == "," else at]
            start, at = at + 1, at + 1 + stop
        else:
            at += 1
    yield items[start:]


def _leading_verb(rest: Sequence[Item]) -> list[Item]:
    """Return the verb that a stretch begins with, with what hedges or denies it: who leaves out the verb means these, too."""
    verb = list(takewhile(lambda i: i.kind in {"verb", "cue", "scope"} or i.function in {"be", "have", "participle"}, rest))
    while verb and verb[-1].kind == "scope":
        verb.pop()  # "shows mild atypia": how bad is said of the object
    return verb


def _filled(segment: list[Item], stop: int, told: Sequence[Item]) -> list[Item]:
    """Return a statement with what it leaves out of the one before it, ``told``: "type 2 B", "type 3 as C", "grade 2 of 60%"."""
    if not stop or stop >= len(segment):
        return segment
    first, rest = segment[stop], segment[stop:]
    if segment[0].kind == "preposition":
        gap = Item("coordinator", Span(segment[stop - 1].span.end, segment[stop - 1].span.end), ",")
        return [*segment[:stop], gap, *rest] if first.nominal or first.function == "article" else segment
    if first.kind == "preposition":
        at = next((n for n, i in enumerate(told) if i.key.split(" ")[-1] == first.key), -1)
        return [*segment[:stop], *told[: at + 1], *rest[1:]] if at > 0 or told[:1] and at == 0 else segment
    unknown = first.kind == "word" and first.inflected and len(rest) > 1 and rest[1].kind not in {"coordinator", "break", "close"}
    degree = first.kind == "scope" and first.marker.property not in STANCE and len(rest) > 1 and rest[1].nominal  # "mild atypia"
    if (first.nominal or first.kind == "number" or first.function == "article" or degree) and not unknown:
        return [*segment[:stop], *_leading_verb(told), *rest]
    return segment
