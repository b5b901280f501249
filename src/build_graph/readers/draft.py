"""Facts in the making: later words of a clause may still qualify them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

from build_graph.facts import (
    Block,
    Claim,
    Evidence,
    Fact,
    Mention,
    Modality,
    Polarity,
    Qualifier,
    Quantity,
    Span,
    Term,
    new,
    ordered,
    stretch,
)
from build_graph.language.items import Item
from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase, Scope
from build_graph.readers.page import Page


class Subject(NamedTuple):
    """Who a statement is about, and where the page says so."""

    term: Term
    spans: tuple[Span, ...]
    block: int  #: index of the block that names it


class Kept(NamedTuple):
    """A qualifier with the words that it was read from."""

    qualifier: Qualifier
    spans: tuple[Span, ...]
    block: int


class Setting(NamedTuple):
    """What the lines above say of a block: the section, the subject, and what every statement below is qualified by."""

    key: str  #: of the section in predicates.tsv
    subjects: tuple[Subject, ...]
    role: str = ""  #: what a bare list item is: a role of cues.tsv
    kept: tuple[Kept, ...] = ()
    driver: tuple[Subject, ...] = ()  #: what leads to the items below
    fixed: bool = False  #: no name in a line changes the subject: a definition speaks of what it defines
    entry: bool = False  #: below an entry of a differential: the subject is the look-alike
    cue: Item | None = None  #: the cue of the label that gave the role
    heard: int = -1  #: index of the block whose label gave the role
    stance: tuple[Scope, ...] = ()  #: what a label above hedges or denies all of it with: "Possibly", "Absent"
    doubted: Span | None = None  #: a statement above that doubts or denies what stands below it in words that no rule has read
    said: Draft | None = None  #: what the statement above says of the class whose members follow
    borne: tuple[Subject, ...] = ()  #: below a look-alike: the things of which the line before told the looks or the place
    leads: bool = False  #: the first line below a look-alike


@dataclass(eq=False, slots=True)
class Draft:
    """One fact before its evidence is closed."""

    subjects: tuple[Subject, ...]
    predicate: str
    object: Term | str
    spans: tuple[Span, ...]  #: the words of the object
    rule: str
    phrase: tuple[Span, ...] = ()
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    quantity: Quantity | None = None
    kept: list[Kept] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    source: Phrase | None = None
    context: tuple[int, ...] = ()  #: blocks whose words were needed beside those of subject and qualifiers

    def add(self, name: str, value: Term | str, spans: Iterable[Span], block: int) -> None:
        """Add a qualifier; a second equal one changes nothing."""
        qualifier = new(Qualifier, (name, value))
        for kept in self.kept:
            if kept[0] == qualifier:
                return
        self.kept.append(new(Kept, (qualifier, tuple(spans), block)))

    def has(self, name: str) -> bool:
        """Return whether a qualifier ``name`` is there."""
        return name in [k.qualifier.name for k in self.kept] if self.kept else False

    def stance(self, scopes: Sequence[Scope], block: int) -> None:
        """Take modality, polarity and the other scopes that govern the object, the nearest before it first."""
        if not scopes:
            return
        at = self.spans[0].start if self.spans else 0
        for scope in sorted(scopes, key=lambda s: (s.item.span.start > at, abs(s.item.span.start - at))):
            name, value, span = scope.marker.property, scope.marker.value, scope.item.span
            if name == "polarity":
                if self.polarity == "affirmed":
                    self.deny(scope.item)
            elif name == "modality":
                if self.modality == "asserted":
                    self.hedge(cast(Modality, value), scope.item)  # the shapes refuse any other value
            elif name != "alternative" and not self.has(name):
                self.add(name, value, (span,), block)

    def deny(self, item: Item | None) -> None:
        """Deny the fact, as ``item`` says."""
        self.polarity = "denied"
        self.mentions += [Mention("polarity", (item.span,))] if item else []

    def affirm(self) -> None:
        """Take a denial back: what is denied is itself a denial."""
        self.polarity = "affirmed"

    def hedge(self, modality: Modality, item: Item) -> None:
        """Hedge the fact, as ``item`` says."""
        self.modality = modality
        self.mentions.append(Mention("modality", (item.span,)))

    def stand(self, other: Draft) -> None:
        """Take the polarity and modality of another fact, with the words that say so."""
        self.modality, self.polarity = other.modality, other.polarity
        self.mentions += [m for m in other.mentions if m.role in {"modality", "polarity"} and m not in self.mentions]

    def measure(self, number: Number, statistic: str | None = None) -> None:
        """Take the number that belongs to the object; its statistic where the words around it say one. "1:3" has no value to take."""
        if not number.has_value:
            return
        self.quantity = number.quantity if statistic is None else replace(number.quantity, statistic=statistic)
        self.mentions.append(Mention("quantity", (number.span,)))


def facts_of(page: Page, block: Block, drafts: Iterable[Draft]) -> list[Fact]:
    """Return the facts that drafts of one block stand for, one a subject."""
    found = []
    for draft in drafts:
        said = ordered([k[0] for k in draft.kept] if draft.kept else ())
        for subject in draft.subjects:
            claim = (subject.term, draft.predicate, draft.object, draft.polarity, draft.modality, draft.quantity, said)
            found.append(new(Fact, (new(Claim, claim), _evidence(page, block, draft, subject))))
    return found


def _evidence(page: Page, block: Block, draft: Draft, subject: Subject) -> Evidence:
    """Close a draft: the smallest stretch of the block that holds its words, and the other blocks that it needed."""
    mentions = [new(Mention, ("subject", subject.spans, ""))] if subject.spans else []
    said = [*draft.phrase, *draft.spans]
    if subject.block == block.index:
        said += subject.spans
    if draft.spans:
        mentions.append(new(Mention, ("object", draft.spans, "")))
    for mention in draft.mentions:
        mentions.append(mention)
        said += mention.spans
    others = {subject.block, *draft.context}
    for (name, value), spans, other in draft.kept:
        others.add(other)
        if spans:
            mentions.append(new(Mention, (name, spans, value if isinstance(value, str) else value.slug)))
            if other == block.index:
                said += spans
    span, outside = stretch(said, block.content)
    if outside:
        others.update([other.index for other in map(page.outline.at, outside)])
    others -= {block.index, -1}
    context = tuple(sorted(others)) if others else ()
    cited = page.citations.get(block.index, ())
    return new(Evidence, (block.index, block.line, span, tuple(mentions), draft.rule, draft.phrase, context, cited))
