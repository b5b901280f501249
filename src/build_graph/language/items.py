"""One unit of reading."""

from __future__ import annotations

from dataclasses import dataclass

from build_graph.facts import Span
from build_graph.language.numbers import Number
from build_graph.lexicon import Entry, Marker

#: Says that something is there, or not.
EITHER = "with or without"
#: An arrow leads from step to step.
ARROW = "→"


@dataclass(slots=True, eq=False)
class Item:
    """One unit of reading: a name, a marker, a number, a mark or an unknown word."""

    kind: str  #: term, quality, word, number, open, close, break, colon, mark, or a kind of marker
    span: Span
    key: str  #: its words, folded
    entry: Entry | None = None
    markers: tuple[Marker, ...] = ()
    number: Number | None = None
    hint: str = ""  #: of an unknown word: the kind that it has as a generic head ("tip", "disorder")
    parts: tuple[Span, ...] = ()  #: the spans of its words, one for each word of ``key``

    @property
    def marker(self) -> Marker:
        """The marker that an item of a marker kind stands for."""
        return self.markers[0]

    @property
    def nominal(self) -> bool:
        """Whether it can be part of a noun phrase."""
        return self.kind in {"term", "quality", "word"}

    @property
    def function(self) -> str:
        """The class of a function word; "" for anything else."""
        return self.markers[0].value if self.kind == "function" else ""

    @property
    def inflected(self) -> bool:
        """Whether the page prints more letters than its key has: a plural, or a form in -s."""
        return self.span.end - self.span.start > len(self.key)

    def scope(self) -> Marker | None:
        """Return its meaning as a scope, if it has one."""
        for marker in self.markers:
            if marker.kind == "scope":
                return marker
        return None
