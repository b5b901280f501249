"""What every reader is handed: the page, and what is known of it before any fact is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from build_graph.facts import Block, Cited, Fact, Span, Term, Unread, WordStatus
from build_graph.language.items import Item
from build_graph.language.parallels import with_numerals
from build_graph.language.words import itemise
from build_graph.lexicon import Lexicon
from build_graph.outline import Outline
from build_graph.readers.names import PageNames

#: A reader gives facts, what it could not read, and the status of words that stand in no fact.
Found = Fact | Unread | WordStatus

#: Kinds of term that the page of a stain is about.
STAINS = {"Stain", "Protein", "Gene"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page under reading."""

    text: str
    outline: Outline
    lexicon: Lexicon
    topic: Term  #: what the page is about
    page: Term  #: the page itself, of kind Edition: the subject of its front matter
    names: PageNames  #: the names that this page gives its disease and the subtypes
    masked: str  #: the text with citations as blanks of equal length
    citations: Mapping[int, tuple[Cited, ...]]  #: by block index; inherited ones marked so
    read: dict[Span, tuple[Item, ...]] = field(default_factory=dict, compare=False)  #: the items of stretches that were asked for

    @property
    def about_stain(self) -> bool:
        """Whether it is about a stain or its antigen, and no disease."""
        return self.topic.kind in STAINS

    def words(self, span: Span) -> str:
        """Return the characters of ``span``."""
        return span.of(self.text)

    def items(self, span: Span) -> Sequence[Item]:
        """Return the items of a stretch of the page, its own names included; a label is asked for several times."""
        if span not in self.read:
            items = itemise(self.masked, span, self.lexicon, self.names.own)
            for at, (item, after) in enumerate(pairwise(items)):
                if item.kind == after.kind == "term":
                    items[at] = self._before_other(item, after)
            self.read[span] = tuple(with_numerals(items, self.names.forms) if self.names.forms else items)
        return self.read[span]

    def _before_other(self, item: Item, after: Item) -> Item:
        """Return the bare adjective of a subtype as the word that it is before another disease: "metastatic carcinoma of X"."""
        if item.entry is None or after.entry is None or " " in item.key or not self.names.member(item.entry.term):
            return item
        other = after.entry.term
        if other.kind != "Disease" or self.names.member(other) or item.key != item.entry.term.label.partition(" ")[0]:
            return item  # nothing else is named, or it is an abbreviation or a name of its own
        known = self.lexicon.names.get(item.key)
        quality = known is not None and known.term.kind == "Quality"
        return replace(item, kind="quality" if quality else "word", entry=known if quality else None)


#: One section of the page in, what was read out. ``blocks`` starts with the heading (front matter has none).
Reader = Callable[[Page, Sequence[Block]], Iterable[Found]]
