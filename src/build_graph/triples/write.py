"""Triples in canonical order, and out of it as bytes or as rdflib: the same content whichever way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from build_graph import vocabulary
from build_graph.vocabulary import iri

if TYPE_CHECKING:  # rdflib is slow to import: only ``to_rdflib`` needs it
    import rdflib

Triples = list[ox.Triple]
#: Namespaces below which there are slashes: escaped in a prefixed name they are legal, but hard on eyes and on old parsers.
_DEEP = frozenset({"topic", "doc"})
_SOME = 1000


class Layer:
    """A set of triples under construction. Every layer is one, so that order and repetition never matter."""

    def __init__(self) -> None:
        """Start empty."""
        self._triples: set[ox.Triple] = set()

    def add(self, subject: ox.NamedNode, predicate: str | ox.NamedNode, *objects: ox.NamedNode | ox.Literal) -> None:
        """Add one triple an object; the predicate is a CURIE or an IRI."""
        name = iri(predicate) if isinstance(predicate, str) else predicate
        self._triples.update(ox.Triple(subject, name, each) for each in objects)

    def sorted(self) -> Triples:
        """Return the triples in canonical order."""
        return canonical(self._triples)


def integer(number: int) -> ox.Literal:
    """Return an xsd:integer; positions are such too, since Oxigraph turns xsd:nonNegativeInteger into it."""
    return ox.Literal(str(number), datatype=iri("xsd:integer"))


def canonical(triples: Iterable[ox.Triple]) -> Triples:
    """Return the triples without repetition, by subject, then its types, then predicate and object."""
    kind = str(iri("rdf:type"))

    def key(triple: ox.Triple) -> str:  # one text, in the order of a tuple of three, and half as large
        predicate = str(triple.predicate)
        return f"{triple.subject}\0{'' if predicate == kind else predicate}\0{triple.object}"

    return sorted(set(triples), key=key)


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """Return sorted N-Triples: without blank nodes the RDFC-1.0 canonical form."""
    written = ox.serialize(set(triples), format=ox.RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))


def turtle(triples: Iterable[ox.Triple], base: str = vocabulary.BASE) -> bytes:
    """Return Turtle with the project's prefixes, of which only those that are used are declared."""
    ordered = canonical(triples)
    used = _used({prefix: space for prefix, space in vocabulary.prefixes(base).items() if prefix not in _DEEP}, ordered)
    written = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    lines = written.splitlines(keepends=True)
    return b"".join(sorted(lines[: len(used)]) + lines[len(used) :])  # the writer declares prefixes in random order


def _used(prefixes: Mapping[str, str], ordered: Triples) -> dict[str, str]:
    """Return the prefixes that triples need; some of them at a time, since all of them as text are as large as the file."""
    left = dict(prefixes)
    for start in range(0, len(ordered), _SOME):
        text = "".join([f"{part.subject} {part.predicate} {part.object}" for part in ordered[start : start + _SOME]])
        left = {prefix: space for prefix, space in left.items() if f"<{space}" not in text}
    return {prefix: space for prefix, space in prefixes.items() if prefix not in left}


def to_rdflib(layers: Mapping[str, Iterable[ox.Triple]], base: str = vocabulary.BASE) -> rdflib.Dataset:
    """Return an rdflib Dataset with a named graph a layer; its default graph is their union.

    Args:
        layers: IRI of the named graph to its triples.
        base: where terms, topics and documents have their addresses, for the prefixes.
    """
    import rdflib

    def node(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> rdflib.term.Node:
        if isinstance(term, ox.Literal):
            datatype = None if term.language or term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        return rdflib.URIRef(term.value)  # type: ignore[union-attr]

    dataset = rdflib.Dataset(default_union=True)
    for prefix, namespace in vocabulary.prefixes(base).items():
        dataset.bind(prefix, namespace, replace=True)
    for name, triples in layers.items():
        graph = dataset.graph(rdflib.URIRef(name))
        for triple in triples:
            graph.add((node(triple.subject), node(triple.predicate), node(triple.object)))
    return dataset
