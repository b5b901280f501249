"""What the pages are made from: plain values that were read from a release, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pyoxigraph as ox

Node = Mapping[str, list[ox.NamedNode | ox.Literal]]  #: predicate IRI -> its objects


@dataclass(frozen=True, slots=True)
class Value:
    """A term, or words."""

    iri: str = ""  #: empty for words
    text: str = ""  #: the words, or the label of the term


Facts = tuple[tuple[str, tuple[Value, ...]], ...]  #: label of a property, its values


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range, as the graph has it."""

    iri: str
    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool
    high_inclusive: bool
    unit: str  #: UCUM code
    statistic: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the document: code points, end exclusive."""

    iri: str
    start: int
    end: int
    text: str = ""  #: empty in a release without quotes
    role: str = ""  #: of a mention: subject, object, quantity or the name of a qualifier
    of: Value = Value()  #: of a mention: the term that the words were read as


@dataclass(frozen=True, slots=True)
class Cited:
    """A work that stands behind a piece of evidence."""

    work: str  #: IRI
    label: str
    inherited: bool  #: printed on a line above, not on the line itself


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a document makes a claim."""

    iri: str
    document: str  #: IRI of the edition
    line: int
    start: int
    end: int
    quote: str  #: empty in a release without quotes
    heading: str  #: words of the heading that it stands under
    context: tuple[int, ...]  #: other lines whose words were needed
    marks: tuple[Mark, ...]  #: mentions
    parts: tuple[str, ...]  #: IRIs of everything else below it: selectors, phrases
    cited: tuple[Cited, ...]
    rule: Value


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, with the places that make it."""

    iri: str
    key: str  #: its hash, the last part of its IRI
    label: str
    subject: Value
    predicate: str  #: IRI
    object: Value
    polarity: str  #: local name
    modality: str  #: local name
    qualifiers: tuple[tuple[str, Value], ...]  #: local name of the property, value
    quantity: Quantity | None
    frequency_rank: int | None  #: of its frequency word against "often": below 0 is rarer
    evidence: tuple[Evidence, ...]
    disagrees: tuple[Value, ...] = ()  #: claims that say otherwise of the same subject

    @property
    def denied(self) -> bool:
        """Return whether the page says that it is not so."""
        return self.polarity == "denied"

    @property
    def hedged(self) -> bool:
        """Return whether the page says it less than flatly."""
        return self.modality != "asserted"

    def values(self, name: str) -> list[Value]:
        """Return the values of the qualifier ``name``."""
        return [value for key, value in self.qualifiers if key == name]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a term is called elsewhere."""

    relation: str  #: exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch
    curie: str
    url: str
    label: str  #: of the authority; empty where its licence forbids
    source: str  #: and release
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A term, or a part of a page (image, question, report)."""

    iri: str
    label: str
    kind: str  #: local name of its class
    kind_label: str
    candidate: bool
    synonyms: tuple[str, ...]
    misprints: tuple[str, ...]
    definition: str
    head: str  #: IRI of the lexicon's term at the head of a candidate
    notations: tuple[str, ...]
    scheme: str  #: IRI
    broader: tuple[str, ...]
    mappings: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of a document."""

    iri: str
    line: int
    kind: str
    start: int
    end: int
    indent: int
    text: str  #: empty in a release without quotes, or where the line is
    status: str  #: claims, context, heading, empty, furniture, blank or unread
    unread: tuple[str, ...]  #: words that no rule could read


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as of a day."""

    iri: str
    title: str
    url: str
    licence: str
    statement: str
    sha256: str
    restates: str  #: IRI of the edition that this one restates
    units: tuple[Unit, ...]
    citations: tuple[tuple[int, str, str], ...]  #: line, IRI of the mark, IRI of the work
    facts: Facts  #: other things that are said of it
    parts: tuple[tuple[Value, Facts], ...]  #: authors, breadcrumb, page views: what is described below its address


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a document cites."""

    iri: str
    label: str
    links: tuple[tuple[str, str], ...]  #: what it is called elsewhere, and the address
    note: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """A class, predicate, qualifier, property or individual of the ontology, or a shape."""

    iri: str
    name: str  #: local name
    label: str
    sort: str  #: what it is listed under
    group: str
    definition: str
    examples: tuple[str, ...]
    parents: tuple[str, ...]  #: IRIs
    takes: tuple[str, ...]  #: IRIs of domainIncludes
    gives: tuple[str, ...]  #: IRIs of rangeIncludes
    see: tuple[str, ...]  #: IRIs of what it is near to


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule that the graph was checked against."""

    iri: str
    name: str
    why: str
    messages: tuple[str, ...]
    fix: str
    checked: int | None  #: how many nodes it saw; none where it did not apply


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release."""

    name: str
    size: int  #: bytes
    sha256: str
    triples: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue, with the answer that the release gives."""

    name: str
    id: str
    summary: str
    question: str
    tags: tuple[str, ...]
    text: str  #: SPARQL
    defaults: dict[str, str]
    kinds: dict[str, str]  #: parameter -> class of the term, or datatype
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]  #: of cells: IRI or nothing, words


@dataclass(slots=True)
class Release:
    """Everything that a release says, by IRI."""

    base: str
    software: str
    digest: str
    files: list[File]
    nodes: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]
    prefixes: dict[str, str]
    topics: dict[str, tuple[str, str]]  #: IRI -> label, IRI of the term that it is about
    terms: dict[str, Term] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    schemes: dict[str, str] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    engine: str = ""
    violations: int = 0
    edges: int = 0  #: plain edges
    metadata: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = field(default_factory=dict)  #: triples of the metadata, as nodes
    about: dict[str, tuple[Value, Facts]] = field(default_factory=dict)  #: what describes the release itself: dataset, agents, software
    anchors: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)  #: claim -> line and code points on the original page
    mapped: bool = False  #: whether the release carries mappings
    quotes: bool = True  #: whether the release carries the document's words
