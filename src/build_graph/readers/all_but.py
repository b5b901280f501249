"""A list of stains that gives all but some: "all but X" among what does not stain says that X does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.readers.draft import Setting
from build_graph.readers.page import Page

#: What "all but X" leaves out of a list is of the other one.
OTHER = {"stain_negative": "stain_positive", "stain_positive": "stain_negative"}
#: Words between "all" and "but" at most: "all other lymphoid markers".
MOST_BETWEEN = 3


#: What may be excepted from a list of stains: of anything else it is said where, or how often.
STAINS = {"Protein", "Stain", "Gene"}


class Part(NamedTuple):
    """A stretch of a line, and what holds for it."""

    span: Span
    setting: Setting
    reason: str = ""  #: why it is not read
    said: tuple[Span, ...] = ()  #: the words that except it


def all_but(page: Page, span: Span, setting: Setting) -> list[Part]:
    """Return the stretches of a line of a list of stains that excepts some stains from all, none or a class of them; none for another line.

    "Nothing but X" among what stains says that X does; among what does not, it may mean either, and is not read.
    """
    items, words = page.items(span), page.lexicon.words
    if not [i for i in items if i.key in words["exception"] or i.key in words["all-but"]]:
        return []
    at, but = next(((n, stop) for n in range(len(items)) if (stop := _but(page, items, n))), (0, 0))
    if not but:
        return []
    turned = any(s.marker.property == "polarity" for s in setting.stance)  # below "Negative: ..." in the other list
    negative = (setting.role == "stain_negative") != turned
    result = [value for i in items[:at] if (value := _result(page, i))]
    if len(result) > 1 or result and any(i.nominal and not _result(page, i) for i in items[:at]):
        return []
    none = words["all-or-none"].get(items[at].key) == "none"
    named = any(i.nominal and i.key not in page.lexicon.generic for i in items[at:but] if i.key not in words["all-or-none"])
    before = _trimmed(items[: but if named else at]) if named or not result else ()  # "all keratins but CK7"
    parts = [Part(Span(before[0].span.start, before[-1].span.end), setting)] if before else []
    if none and negative and not result:
        return [*parts, Part(Span(items[at].span.start, span.end), setting, "nothing but these: whether they stain is not said")]
    negative = result[0] == "negative" if result else negative
    role = "stain_positive" if none != negative else "stain_negative"
    affirmed = tuple(s for s in setting.stance if s.marker.property != "polarity")
    said = tuple(i.span for i in items[: but + 1] if i not in before)
    stop = next((n for n in range(but + 1, len(items) - 1) if named and items[n].key in {",", ";"}), 0)  # "keratins but CK7, desmin"
    spared = Span(items[but + 1].span.start, items[stop].span.start if stop else span.end)
    parts.append(Part(spared, setting._replace(role=role, stance=affirmed), said=said))
    return [*parts, Part(Span(items[stop + 1].span.start, span.end), setting)] if stop else parts


def _result(page: Page, item: Item) -> str:
    """Return the result that a word states before "all": "negative" of "negative for"; "" for another word."""
    result = page.lexicon.words["stain-result"].get(item.key, "")
    return "negative" if result == "negative" else item.marker.value if item.kind == "cue" else result and "positive"


def _but(page: Page, items: Sequence[Item], at: int) -> int:
    """Return where the word is that excepts something from "all", "none", or the stain at ``at``; 0 where none is."""
    words, first = page.lexicon.words, items[at]
    if not words["all-or-none"].get(first.key):
        behind = items[at + 2] if at + 2 < len(items) and items[at + 1].key in words["exception"] else None
        return at + 1 if behind is not None and _is_stain(first) and _is_stain(behind) else 0
    for n in range(at + 1, min(at + 2 + MOST_BETWEEN, len(items) - 1)):
        if items[n].key in words["exception"] or items[n].key in words["all-but"]:
            return n
        if items[n].kind in {"coordinator", "break", "open", "close"}:
            return 0
    return 0


def _is_stain(item: Item) -> bool:
    return item.entry is not None and item.entry.term.kind in STAINS


def _trimmed(items: Sequence[Item]) -> Sequence[Item]:
    """Return what stands before "all but", without the comma or "and" that leads to it."""
    end = len(items)
    while end and items[end - 1].kind in {"coordinator", "break", "open"}:
        end -= 1
    return items[:end]
