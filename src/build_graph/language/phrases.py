"""A phrase: what stands between separators, what introduces it, what coordinates it, what governs it, what stands in brackets behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.numbers import Number
from build_graph.lexicon import Marker

#: Kinds of name that a "positive" may stand behind.
TESTED = {"Protein", "Gene", "Stain", "Substance", "Procedure", "Organism", "Measurement", "CellType"}
RESULTS = {"positive", "negative"}


@dataclass(frozen=True, slots=True)
class Scope:
    """A word that hedges, denies or qualifies what it governs."""

    marker: Marker
    item: Item


@dataclass(eq=False, slots=True)
class Phrase:
    """A noun phrase, or a number, with its place in the clause."""

    items: list[Item] = field(default_factory=list)  #: names, qualities and unknown words, in order
    marker: Item | None = None  #: the cue, preposition or verb before it
    lead: Item | None = None  #: the marker of the coordination that it joined
    role: str = ""  #: what the marker says; inherited by coordination; "" at the start of a clause
    link: str = ""  #: "", ",", "and", "or", "to", "/" or ":"
    number: Number | None = None
    scopes: list[Scope] = field(default_factory=list)
    brackets: list[list[Phrase]] = field(default_factory=list)
    parent: Phrase | None = None  #: the phrase that it complements
    lent_before: Sequence[Item] = ()  #: modifiers lent by a sibling ("firm" in "firm papules or nodules")
    lent_after: Sequence[Item] = ()  #: a head lent by a sibling ("level" in "calcium and zinc levels")
    group: int = 0  #: phrases of one coordination share it
    relative: bool = False  #: introduced by "that", "which" or "who"
    denied: bool = False  #: a "no" or "without" stands right before it, behind a comma or "and"

    @property
    def words(self) -> list[Item]:
        """Its items with what siblings lent, in order of reading as one phrase."""
        if self.lent_before or self.lent_after:
            return [*self.lent_before, *self.items, *self.lent_after]
        return self.items.copy()

    @property
    def key(self) -> str:
        """Its words, folded, as one name."""
        if len(self.items) == 1 and not self.lent_before and not self.lent_after:  # as most are
            return self.items[0].key
        return " ".join([item.key for item in self.words])

    @property
    def last(self) -> Item | None:
        """Its last word, lent ones included; None for a bare number."""
        words = self.lent_after or self.items or self.lent_before
        return words[-1] if words else None

    @property
    def head(self) -> Item | None:
        """The last nominal item, lent heads included; None for a phrase of qualities only or a bare number."""
        words = self.lent_after or self.items or self.lent_before  # as ``last``, which costs a call more
        return words[-1] if words and words[-1].kind != "quality" else None

    @property
    def result(self) -> Item | None:
        """A "positive" or "negative" behind the name of a marker or test."""
        words = [*self.items, *self.lent_after]
        if len(words) < 2 or words[-1].key not in RESULTS:
            return None
        named = words[-2].entry
        return words[-1] if named is None or named.term.kind in TESTED else None

    @property
    def kind(self) -> str:
        """The kind of its head; "Quality" without one; "" where unknown."""
        words = self.lent_after or self.items or self.lent_before  # as ``last``
        if not words:
            return ""
        entry = words[-1].entry
        return entry.term.kind if entry else words[-1].hint

    @property
    def introduced(self) -> Item | None:
        """The marker before it, or before the coordination that it joined."""
        return self.marker or self.lead

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its own words."""
        return tuple([item.span for item in self.items])

    @property
    def span(self) -> Span:
        """From its first to its last own character, brackets left out; of a marker with nothing behind it, the marker's."""
        items = self.items
        if len(items) == 1 and self.number is None:  # as most are
            return items[0].span
        spans = [item.span for item in items]
        if self.number:
            spans.append(self.number.span)
        elif not items:
            spans = [item.span for item in (self.marker, self.lead) if item is not None]
        return Span(min(spans).start, max([s.end for s in spans]))

    def ruled_by(self, item: Item) -> bool:
        """Return whether an item hedges, denies or counts it."""
        return any(s.item is item for s in self.scopes)

    def scope(self, name: str) -> Scope | None:
        """Return the nearest scope of property ``name``."""
        for scope in reversed(self.scopes):
            if scope.marker.property == name:
                return scope
        return None
