"""A release folder to the values that pages are made from. Nothing but the folder is read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from build_graph.errors import ReleaseError
from build_graph.site import model
from build_graph.site.model import Cited, Claim, Evidence, Mark, Quantity, Term, Unit, Value
from build_graph.vocabulary import ONTOLOGY, OWN, apart

PKG = ONTOLOGY
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASS = "http://www.w3.org/2002/07/owl#Class"
CITES = "http://purl.org/spar/cito/citesAsEvidence"
_EDITION = frozenset({
    TYPE, DCTERMS + "title", DCTERMS + "license", DCTERMS + "description", SCHEMA + "url", SCHEMA + "sha256", PROV + "wasDerivedFrom",
    PKG + "length", PKG + "inTopic",
})  # fmt: skip
#: What stands below the address of a document and is its text, or evidence in it.
_TEXT = frozenset({"line", "evidence", "citation"})


def local(iri: str) -> str:
    """Return the last part of an IRI, behind ``#`` or ``/``."""
    return re.split(r"[#/]", iri)[-1]


class Graph:
    """The triples of a release, by subject, in the order of its files."""

    def __init__(self) -> None:
        """Start empty."""
        self.nodes: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Take in triples; those with blank nodes are kept under the label of the node."""
        for triple in triples:
            key = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else str(triple.subject)
            objects = self.nodes.setdefault(key, {}).setdefault(triple.predicate.value, [])
            if triple.object not in objects:
                objects.append(triple.object)  # type: ignore[arg-type]

    def all(self, iri: str, predicate: str) -> list[str]:
        """Return the objects as text: IRIs, or the words of literals."""
        found = self.nodes.get(iri, {}).get(predicate, [])
        return [str(each) if isinstance(each, ox.BlankNode) else each.value for each in found]

    def one(self, iri: str, predicate: str) -> str:
        """Return the first object, or nothing."""
        return next(iter(self.all(iri, predicate)), "")

    def number(self, iri: str, predicate: str) -> int:
        """Return the first object as a number; 0 where there is none."""
        return int(self.one(iri, predicate) or 0)

    def of_type(self, kind: str) -> list[str]:
        """Return the nodes of a type."""
        node = ox.NamedNode(kind)
        return [iri for iri, node_ in self.nodes.items() if node in node_.get(TYPE, [])]

    def named(self, iri: str) -> Value:
        """Return a node with its label."""
        return Value(iri, self.one(iri, RDFS + "label") or self.one(iri, SKOS + "prefLabel") or local(iri))


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of the release, without the comments above it.

    Raises:
        ReleaseError: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"cannot be read: {error}", path=path, fix="build the release again") from error
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE))


def quantity(graph: Graph, iri: str) -> Quantity | None:
    """Return the quantity at ``iri``; nothing where there is none."""
    if not iri:
        return None

    def bound(name: str) -> Decimal | None:
        text = graph.one(iri, SCHEMA + name)
        return Decimal(text) if text else None

    return Quantity(
        iri, bound("minValue"), bound("maxValue"), graph.one(iri, PKG + "minInclusive") != "false",
        graph.one(iri, PKG + "maxInclusive") != "false", graph.one(iri, PKG + "ucumCode"), graph.one(iri, PKG + "statistic"),
    )  # fmt: skip


def mark(graph: Graph, iri: str) -> Mark:
    """Return a mention, a phrase or a selector."""
    of = graph.one(iri, PKG + "mentionOf")
    return Mark(
        iri, graph.number(iri, OA + "start"), graph.number(iri, OA + "end"), graph.one(iri, OA + "exact"),
        graph.one(iri, PKG + "mentionRole"), graph.named(of) if of else Value(text=graph.one(iri, PKG + "mentionValue")),
    )  # fmt: skip


def evidence(graph: Graph, iri: str) -> Evidence:
    """Return one place where a claim is made."""
    selectors = graph.all(iri, OA + "hasSelector")
    position = next((each for each in selectors if graph.one(each, OA + "start")), "")
    inherited = {graph.one(each, PKG + "reference") for each in graph.all(iri, PKG + "inheritedCitation")}
    own = {graph.one(each, PKG + "reference") for each in graph.all(iri, PKG + "ownCitation")}
    rule = graph.one(iri, PKG + "readBy")
    mentions = sorted((mark(graph, each) for each in graph.all(iri, PKG + "mention")), key=lambda each: (each.start, each.end, each.iri))
    return Evidence(
        iri, graph.one(iri, OA + "hasSource"), graph.number(iri, PKG + "lineNumber"),
        graph.number(position, OA + "start"), graph.number(position, OA + "end"),
        next((text for each in selectors if (text := graph.one(each, OA + "exact"))), ""),
        graph.one(graph.one(iri, PKG + "underHeading"), OA + "exact"),
        tuple(sorted(graph.number(each, PKG + "lineNumber") for each in graph.all(iri, PKG + "contextUnit"))),
        tuple(mentions), (*selectors, *graph.all(iri, PKG + "phrase")),
        tuple(Cited(work, graph.named(work).text, work in inherited - own) for work in graph.all(iri, CITES)),
        graph.named(rule) if rule else Value(),
    )  # fmt: skip


def claim(graph: Graph, iri: str) -> Claim:
    """Return the claim at ``iri`` with its evidence."""
    node = graph.nodes[iri]
    target, rank = graph.one(iri, PKG + "object"), graph.one(iri, PKG + "frequencyRank")
    qualifiers = [
        (local(name), graph.named(each.value) if isinstance(each, ox.NamedNode) else Value(text=each.value))
        for name, values in node.items() if name.startswith(PKG) and local(name) not in OWN for each in values
    ]  # fmt: skip
    places = (evidence(graph, each) for each in graph.all(iri, PKG + "evidence"))
    return Claim(
        iri, local(iri), graph.named(iri).text, graph.named(graph.one(iri, PKG + "subject")), graph.one(iri, PKG + "predicate"),
        graph.named(target) if target else Value(text=graph.one(iri, PKG + "value")),
        local(graph.one(iri, PKG + "polarity")), local(graph.one(iri, PKG + "modality")),
        tuple(sorted(qualifiers, key=lambda each: (each[0], each[1].text))), quantity(graph, graph.one(iri, PKG + "quantity")),
        int(rank) if rank else None, tuple(sorted(places, key=lambda each: (each.document, each.start, each.iri))),
        tuple(graph.named(each) for each in graph.all(iri, PKG + "disagreesWith")),
    )  # fmt: skip


def term(graph: Graph, iri: str, kinds: frozenset[str], mappings: tuple[model.Elsewhere, ...]) -> Term:
    """Return the term, or the part of a page, at ``iri``."""
    types = graph.all(iri, TYPE)
    kind = next((each for each in types if each in kinds and local(each) != "CandidateTerm"), PKG + "Term")
    return Term(
        iri, graph.named(iri).text, local(kind), graph.named(kind).text, PKG + "CandidateTerm" in types,
        tuple(sorted(graph.all(iri, SKOS + "altLabel"), key=str.casefold)), tuple(sorted(graph.all(iri, SKOS + "hiddenLabel"))),
        graph.one(iri, SKOS + "definition"), graph.one(iri, PKG + "headTerm"), tuple(graph.all(iri, SKOS + "notation")),
        graph.one(iri, SKOS + "inScheme"), tuple(graph.all(iri, SKOS + "broader")), mappings,
    )  # fmt: skip


def edition(graph: Graph, iri: str, unread: dict[int, tuple[str, ...]], unit_iris: list[str]) -> model.Edition:
    """Return a document with its lines."""
    restates = graph.one(iri, PROV + "wasDerivedFrom")
    units = [unit(graph, each, unread) for each in unit_iris]
    below = [each for each in graph.nodes if each.startswith(iri + "/") and each.removeprefix(iri + "/").split("/")[0] not in _TEXT]
    return model.Edition(
        iri, graph.one(iri, DCTERMS + "title"), graph.one(iri, SCHEMA + "url"), graph.one(iri, DCTERMS + "license"),
        graph.one(iri, DCTERMS + "description"), graph.one(iri, SCHEMA + "sha256"), restates,
        tuple(sorted(units, key=lambda each: each.line)), tuple(_citations(graph, iri)), facts(graph, iri),
        tuple((called(graph, each), facts(graph, each)) for each in below),
    )  # fmt: skip


def called(graph: Graph, iri: str) -> Value:
    """Return a node with its name, its label, or the end of its address: ``views 2024``."""
    named = graph.one(iri, SCHEMA + "name") or graph.one(iri, RDFS + "label")
    return Value(iri, named or " ".join(iri.rstrip("/").split("/")[-2 if "/document/" in iri else -1 :]))


def facts(graph: Graph, iri: str) -> model.Facts:
    """Return what is said of a node beside what a page shows anyway; what several properties say alike is said once."""
    found: dict[tuple[Value, ...], str] = {}
    for name, values in graph.nodes.get(iri, {}).items():
        if name not in _EDITION:
            said = tuple(called(graph, each.value) if isinstance(each, ox.NamedNode) else Value(text=each.value) for each in values)
            found[said] = graph.one(name, RDFS + "label") or apart(local(name))
    return tuple((label, values) for values, label in found.items())


def _citations(graph: Graph, document: str) -> list[tuple[int, str, str]]:
    """Return the citations that are printed in a document: line, mark, work."""
    marks = [iri for iri in graph.of_type(PKG + "CitationMark") if iri.startswith(document + "/")]
    return sorted((graph.number(iri, PKG + "lineNumber"), iri, graph.one(iri, PKG + "reference")) for iri in marks)


def unit(graph: Graph, iri: str, unread: dict[int, tuple[str, ...]]) -> Unit:
    """Return one line of a document."""
    line = graph.number(iri, PKG + "lineNumber")
    return Unit(
        iri, line, graph.one(iri, PKG + "unitKind"), graph.number(iri, OA + "start"), graph.number(iri, OA + "end"),
        graph.number(iri, PKG + "indent"), graph.one(iri, OA + "exact"),
        graph.one(iri, PKG + "coverage"), unread.get(line, ()),
    )  # fmt: skip
