"""How something takes a stain, in words: the result, how often, how far, how strong, in which part of the cell, in what share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from build_graph.facts import Modality, Polarity
from build_graph.language.building import build_phrases
from build_graph.language.items import Item
from build_graph.language.numbers import Number
from build_graph.lexicon import Marker
from build_graph.readers.clause import PLACES
from build_graph.readers.draft import Draft
from build_graph.readers.page import Page
from build_graph.readers.things import Thing, thing_of

#: Dimensions of a quality that say how a stain looks, or where in the cell it is.
LOOKS = {"compartment", "distribution", "structure", "staining"}
#: Classes of words that belong to such a saying and state nothing by themselves.
EMPTY = ("staining", "people", "scored")
#: A frequency of a lower rank tells of a minority.
MAJORITY = 5
OPPOSITE: dict[str, Polarity] = {"affirmed": "denied", "denied": "affirmed"}


@dataclass(slots=True)
class Saying:
    """One statement of how something stains."""

    polarity: str = "affirmed"
    result: Item | None = None  #: the word that states it: "negative", "not", "except"
    hedge: Item | None = None
    told: list[tuple[str, str, Item]] = field(default_factory=list)  #: name and value of a qualifier, and its word
    number: Number | None = None
    bearers: list[Thing] = field(default_factory=list)  #: in which cells
    unread: list[Item] = field(default_factory=list)
    excepts: bool = False  #: it turns round what was said before it
    doubtful: bool = False  #: it may tell of those that stain, or of those that do not

    def has(self, *names: str) -> bool:
        """Return whether one of these qualifiers is told."""
        return any(name in names for name, _, _ in self.told)

    @property
    def is_rare(self) -> bool:
        """Whether it tells of a minority."""
        return any(name == "frequency" and item.kind == "scope" and item.marker.rank < MAJORITY for name, _, item in self.told)

    @property
    def names_others(self) -> bool:
        """Whether it says no more than that something else does not stain: "(not Schwann cells)"."""
        plain = not self.told and self.number is None and not self.excepts
        return plain and bool(self.bearers) and self.polarity == "denied" and self.result is not None and self.result.kind == "scope"

    def apply(self, draft: Draft, block: int) -> None:
        """Add to a fact what is said."""
        draft.polarity = "affirmed"
        if self.polarity == "denied":
            draft.deny(self.result)
        if self.hedge is not None:
            draft.hedge(cast(Modality, self.hedge.marker.value), self.hedge)
        for name, value, item in self.told:
            draft.add(name, value, (item.span,), block)
        for bearer in self.bearers:
            draft.add("context" if bearer.kind in PLACES else "bearer", bearer.term, bearer.spans, block)
        if self.number is not None:
            draft.measure(self.number)


def is_vocabulary(page: Page, item: Item) -> bool:
    """Return whether a word says how something stains, and not what."""
    words = page.lexicon.words
    if item.kind == "quality":
        return item.key in words["stain-result"] or item.entry is not None and item.entry.aspect in LOOKS
    return any(item.key in words[name] for name in (*EMPTY, "stain-result", "intensity", "exception"))


def sayings_of(page: Page, items: Sequence[Item], default: str) -> list[Saying]:
    """Return what ``items`` say, one saying for each result: "usually negative, focal in rare cases" are two.

    Args:
        page: the page.
        items: words behind the name of a taker, or in the bracket behind it.
        default: affirmed or denied: what holds where no word states a result.
    """
    said: list[Saying] = []
    for chunk in _chunks(page, items):
        made = _saying(page, chunk)
        if said and made.unread and _is_detail(page, chunk[0]):
            break  # "70%, more often in X": what goes before it stands
        if said and not _starts(said[-1], made):
            _join(said[-1], made)
        elif made.result or made.told or made.number or made.hedge or made.bearers or made.unread or made.polarity:
            said.append(made)
    for at, saying in enumerate(said):
        _settle(saying, said[at - 1] if at else None, default)
    return said


def _is_detail(page: Page, item: Item) -> bool:
    """Return whether a word compares, or singles out some of those that stain: it takes nothing from what is said before it."""
    scope = item.scope() if item.kind == "scope" else None
    more = scope is not None and (scope.property == "predominance" or scope.property == "frequency" and scope.rank >= MAJORITY)
    return more or item.key in page.lexicon.comparatives


def _chunks(page: Page, items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the items between commas and brackets, and before an exception."""
    chunk: list[Item] = []
    for item in items:
        excepts = item.kind == "scope" and item.key in page.lexicon.words["exception"]
        if excepts or item.kind in {"coordinator", "open", "close", "break"}:
            if chunk:
                yield chunk
            chunk = [item] if excepts else []
        else:
            chunk.append(item)
    if chunk:
        yield chunk


def _saying(page: Page, chunk: Sequence[Item]) -> Saying:
    made = Saying("")
    nominal: list[Item] = []
    for item in chunk:
        if (scope := item.scope() if item.kind == "scope" else None) is not None:
            _scope(page, made, item, scope)
        elif item.kind == "number":
            made.number = item.number
        elif item.kind == "word" and item.key in page.lexicon.words["exception"]:
            made.polarity, made.result = "except", item  # "with rare exceptions"
        elif is_vocabulary(page, item):
            _word(page, made, item)
        elif item.key in page.lexicon.words["amount"] and item.kind == "function":
            made.told.append(("frequency", item.key, item))
        elif item.nominal:
            nominal.append(item)
        elif item.kind in {"verb", "cue"}:
            made.unread.append(item)
    _bearers(page, made, nominal)
    return made


def _scope(page: Page, made: Saying, item: Item, scope: Marker) -> None:
    """Take a denial, a hedge, or a word of frequency or extent."""
    if scope.property == "polarity":
        made.result = made.result or item
        made.polarity = "except" if item.key in page.lexicon.words["exception"] else "denied"
    elif scope.property == "modality":
        made.hedge = item
    else:
        made.told.append((scope.property, scope.value, item))


def _word(page: Page, made: Saying, item: Item) -> None:
    """Take a word of staining: a result, how strong, or where in the cell; others state nothing by themselves."""
    words = page.lexicon.words
    if item.key in words["stain-result"]:
        negative = words["stain-result"][item.key] == "negative"
        if negative and made.result is not None and made.polarity == "denied":
            made.unread.append(item)  # "not negative"
        made.polarity = "denied" if negative else made.polarity or "affirmed"
        made.result = item
    elif item.key in words["intensity"]:
        made.told.append(("intensity", item.key, item))
    elif item.kind == "quality" and item.entry:
        made.told.append(("extent" if item.entry.aspect == "distribution" else "pattern", item.entry.term.label, item))


def _bearers(page: Page, made: Saying, nominal: Sequence[Item]) -> None:
    """Take the names in a saying for the cells that stain; others are not understood."""
    for phrase in build_phrases(nominal, page.lexicon) if nominal else ():
        thing = thing_of(phrase, page, whole=True)
        if any(item.key in page.lexicon.words["reagent"] for item in phrase.items):
            made.told.append(("condition", " ".join(page.words(phrase.span).split()), phrase.items[0]))
        elif thing and thing.kind in {"CellType", *PLACES} and not made.unread:
            made.bearers.append(thing)
        else:
            made.unread += phrase.items


def _starts(before: Saying, made: Saying) -> bool:
    """Return whether a chunk states a result of its own, and does not complete the one before it."""
    ruled = made.result is not None or made.has("frequency") or made.number is not None
    held = before.result is not None or before.has("frequency") or before.number is not None
    return ruled and held


def _join(saying: Saying, more: Saying) -> None:
    saying.polarity, saying.result = saying.polarity or more.polarity, saying.result or more.result
    saying.hedge, saying.number = saying.hedge or more.hedge, saying.number or more.number
    saying.told += more.told
    saying.bearers += more.bearers
    saying.unread += more.unread


def _settle(saying: Saying, before: Saying | None, default: str) -> None:
    """Give a saying the polarity that its words have where it stands.

    A share, an extent or a rare frequency beside "negative", or in a list of what does not stain, tells of those that do; where it
    may mean either, nothing is read.
    """
    outer = before.polarity if before else default
    seen = saying.has("extent", "pattern", "intensity")
    if saying.polarity == "except":
        saying.polarity, saying.excepts = OPPOSITE[outer], True
    elif saying.polarity == "":
        saying.polarity = "affirmed" if seen else outer
        few = [item for name, _, item in saying.told if name == "frequency" and item.kind == "scope" and item.marker.rank < MAJORITY]
        if outer == "denied" and not seen and (few or saying.number):
            saying.unread += few or [item for _, _, item in saying.told]
            saying.doubtful = True
