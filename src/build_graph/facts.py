"""What a reader found on a page: plain values that every stage shares. Standard library only, and no RDF.

Positions are code points of the decoded page, end exclusive; lines count from 1. What a page has thousands of is a NamedTuple: a frozen
dataclass takes more than twice as long to make.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import filterfalse
from operator import itemgetter, methodcaller
from typing import Literal, NamedTuple, TypeVar, cast

T = TypeVar("T", bound=tuple[object, ...])
#: Makes a NamedTuple of all its fields in half the time that its own constructor takes: a page has thousands.
new = tuple.__new__

#: Begins the reason for which a line is unread where the program is at fault.
FAULT = "a fault of pathkg"

Polarity = Literal["affirmed", "denied"]
Modality = Literal["asserted", "possible", "suspected", "hypothesis", "uncertain", "implied"]


class Span(NamedTuple):
    """A stretch of the page: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Return whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


def made_of(kind: type[T], rows: Iterable[tuple[object, ...]]) -> list[T]:
    """Return a NamedTuple of each row: a list of ``kind(*row)`` in a fraction of the time, for what a page has thousands of."""
    return list(map(cast("Callable[[object], T]", partial(tuple.__new__, kind)), rows))


_STANDS, _STOP = methodcaller("span"), itemgetter(1)
_SPAN = cast("Callable[[object], Span]", partial(tuple.__new__, Span))


def spans_of(matches: Iterable[re.Match[str]]) -> list[Span]:
    """Return where each match stands."""
    return list(map(_SPAN, map(_STANDS, matches)))


def stretch(words: Sequence[Span], content: Span) -> tuple[Span, list[int]]:
    """Return the smallest stretch of ``content`` that holds the words in it, all of it where none is, and where the others begin."""
    if not words:
        return content, []
    first, last = min(words)[0], max(map(_STOP, words))
    if content.start <= first and last <= content.end:
        return new(Span, (first, last)), []
    return stretch(list(filter(content.holds, words)), content)[0], [word.start for word in filterfalse(content.holds, words)]


@dataclass(slots=True, unsafe_hash=True)
class Block:
    """One line of the page and its place in the tree. The spans of all blocks tile the document without a gap.

    Nothing changes one; a frozen one takes three times as long to make.
    """

    index: int  #: position in ``Outline.blocks``
    kind: str  #: one of the kinds listed in outline.py
    depth: int  #: 0 at column 0; 1, 2, 3 ... for bullets
    line: int
    span: Span  #: the whole line, its end included
    content: Span  #: without indent, bullet, trailing blanks and line end
    parent: int | None  #: index of the heading or bullet that it hangs below
    section: int | None  #: index of the heading that it stands under


@dataclass(frozen=True, slots=True)
class Term:
    """A node of the graph: a term of the lexicon, a candidate read from the page, or a part of the page itself."""

    slug: str  #: local name of its IRI, frozen in the lexicon; minted from the words for a candidate
    label: str
    kind: str  #: local name of its class: Disease, Finding ... or Edition, Image, Question, QuestionOption, Report
    candidate: bool = False  #: not in the lexicon: minted from the words of the page
    head: Term | None = None  #: for a candidate phrase, the lexicon term at its head

    def __hash__(self) -> int:  # the slug tells terms apart: hashing all of it is slow
        return hash(self.slug)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Term) or self.slug != other.slug:
            return False
        return (self.label, self.kind, self.candidate, self.head) == (other.label, other.kind, other.candidate, other.head)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as the page states it."""

    minimum: Decimal | None  #: never a float: 0.10 stays 0.10
    maximum: Decimal | None
    unit: str  #: UCUM code, such as "a" for year; "1" for a bare number or ratio
    minimum_inclusive: bool = True
    maximum_inclusive: bool = True
    statistic: str = ""  #: mean, proportion, ratio, relative change, count, level


class Qualifier(NamedTuple):
    """One condition or attribute under which a claim holds; its name is a property of the ontology."""

    name: str  #: local name of the property, such as "population"
    value: Term | str


class Claim(NamedTuple):
    """One statement of the page, free of where it stands: equal claims are one node with several pieces of evidence."""

    subject: Term
    predicate: str  #: local name of a predicate of the ontology, in camelCase
    object: Term | str  #: a term, or a literal value
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    quantity: Quantity | None = None
    qualifiers: tuple[Qualifier, ...] = ()  #: sorted by name and value; see ``claim_of``

    def values(self, name: str) -> list[Term | str]:
        """Return the values of the qualifier ``name``."""
        return [q.value for q in self.qualifiers if q.name == name]


class Mention(NamedTuple):
    """The words of the page that were read as one part of a claim."""

    role: str  #: "subject", "object", "quantity", or the name of a qualifier
    spans: tuple[Span, ...]  #: one span, or the pieces of a name split by a coordination, in reading order
    value: str = ""  #: slug or literal of the qualifier value, where a qualifier has several


@dataclass(frozen=True, slots=True)
class Citation:
    """A work in brackets, as printed."""

    text: str  #: without the brackets
    span: Span
    fields: tuple[tuple[str, str], ...]  #: journal, year, volume, issue, page; or source, title, accessed


class Cited(NamedTuple):
    """A citation that supports a block: its own, or inherited from an ancestor."""

    citation: Citation
    line: int  #: where the citation is printed
    inherited: bool


class Evidence(NamedTuple):
    """Where the page makes a claim."""

    block: int  #: index of the one block that the span stands on
    line: int
    span: Span  #: the smallest clause that holds the mentions of this block
    mentions: tuple[Mention, ...]
    rule: str  #: local name of the reading rule
    phrase: tuple[Span, ...] = ()  #: the object's whole noun phrase, modifiers included
    context: tuple[int, ...] = ()  #: indices of the other blocks whose words were needed
    citations: tuple[Cited, ...] = ()


class Fact(NamedTuple):
    """A claim and one place where the page makes it."""

    claim: Claim
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that no rule could read, and what would mend it."""

    span: Span
    line: int
    reason: str
    expected: str = ""
    table: str = ""  #: the file a curator would edit
    guess: Fact | None = None  #: the claim that would follow if the guess were right; never released


@dataclass(frozen=True, slots=True)
class Damage:
    """A sign that this copy of the page lost something."""

    line: int
    kind: str  #: lost-lines, empty-section, shifted, flat ...
    message: str


class WordStatus(NamedTuple):
    """One word of the page and what became of it: structural, function, cue, content or unread."""

    span: Span
    status: str


class LineStatus(NamedTuple):
    """One line of the page and what became of it: claims, context, heading, empty, furniture, blank or unread."""

    line: int
    status: str
    claims: int
    unread: str  #: its unread words, joined by a space


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as of a date: the page, or a restatement of it."""

    slug: str  #: of the topic
    version: str  #: ISO date of the author's last update, or the first 16 digits of the SHA-256
    title: str
    url: str  #: of the page; empty where not printed
    creator: str = ""  #: of a restatement; the page's authors are facts
    licence: str = ""  #: IRI
    statement: str = ""  #: what a restatement says about itself


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one document."""

    text: str
    sha256: str  #: of the document's bytes
    topic: Term  #: what the page is about
    edition: Edition  #: the document that was read
    page: Edition  #: the page that the document is, or restates: the subject of its front matter
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...]
    words: Mapping[Span, str]  #: every word -> what became of it: the status of a ``WordStatus``
    lines: tuple[LineStatus, ...]
    damage: tuple[Damage, ...] = ()
    terms: tuple[Term, ...] = field(default=())  #: every term that a fact names, sorted by slug

    @property
    def faults(self) -> list[Unread]:
        """The lines that are unread because the program is at fault."""
        return [unread for unread in self.unread if unread.reason.startswith(FAULT)]


def _order(qualifier: Qualifier) -> tuple[str, str]:
    name, value = qualifier
    return name, value if isinstance(value, str) else value.slug


def claim_of(
    subject: Term,
    predicate: str,
    object: Term | str,
    *qualifiers: Qualifier,
    polarity: Polarity = "affirmed",
    modality: Modality = "asserted",
    quantity: Quantity | None = None,
) -> Claim:
    """Return a claim with its qualifiers unique and in canonical order."""
    return new(Claim, (subject, predicate, object, polarity, modality, quantity, ordered(qualifiers)))


def ordered(qualifiers: Collection[Qualifier]) -> tuple[Qualifier, ...]:
    """Return qualifiers as a claim has them: each once, in canonical order."""
    return tuple(sorted(dict.fromkeys(qualifiers), key=_order)) if len(qualifiers) > 1 else tuple(qualifiers)
