"""The ontology with its terms in RDF/XML, which OWL libraries and editors open: diseases as a tree, with names and definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from build_graph.triples import Triples
from build_graph.triples.write import Layer, canonical
from build_graph.vocabulary import BASE, iri, prefixes

_NAME = re.compile(r"(.*[/#:])([A-Za-z_][\w.-]*)", re.ASCII | re.DOTALL)
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: What is said of a class in words, its place in the tree, and what it is called elsewhere.
_SAID = (
    "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:definition", "rdfs:subClassOf",
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch",
)  # fmt: skip
#: Where OBO tools look for a definition.
_OBO_DEFINITION = "obo:IAO_0000115"


def terms(ontology: Triples, content: Iterable[ox.Triple], header: ox.NamedNode, title: str) -> Triples:
    """Return ontology and diseases as one ontology of its own, called ``header``.

    Args:
        ontology: ontology.ttl; its own header becomes what the result is derived from.
        content: claims, edges and mappings of all topics, of which the classes and what is said of them in words are taken.
        header: the address of the file.
        title: of the result.
    """
    layer = Layer()
    old = {triple.subject for triple in ontology if triple.object == iri("owl:Ontology")}
    layer.add(header, "rdf:type", iri("owl:Ontology"))
    layer.add(header, "dcterms:title", ox.Literal(title, language="en"))
    licences = (triple.object for triple in ontology if triple.predicate == iri("dcterms:license"))
    layer.add(header, "dcterms:license", *(node for node in licences if isinstance(node, ox.NamedNode)))
    layer.add(header, "rdfs:seeAlso", *(node for node in old if isinstance(node, ox.NamedNode)))
    held = list(content)
    classes = {triple.subject for triple in held if triple.predicate == iri("rdf:type") and triple.object == iri("owl:Class")}
    taken = {iri(name) for name in _SAID}
    chosen = [t for t in held if t.subject in classes and (t.predicate in taken or t.object == iri("owl:Class"))]
    made = [*(triple for triple in ontology if triple.subject not in old), *chosen, *layer.sorted()]
    layer.add(iri(_OBO_DEFINITION), "rdf:type", iri("owl:AnnotationProperty"))
    defined = [ox.Triple(t.subject, iri(_OBO_DEFINITION), t.object) for t in made if t.predicate == iri("skos:definition")]
    return canonical([*made, *defined, *layer.sorted()])


def rdfxml(triples: Iterable[ox.Triple], base: str = BASE) -> bytes:
    """Return RDF/XML, the subjects and properties in canonical order; a type in OWL is the name of its element, for simple parsers.

    Args:
        triples: without blank nodes.
        base: where terms, topics and documents stand.

    Raises:
        ValueError: a property whose IRI ends in no XML name: a fault of the code, not of any input.
    """
    spaces = {space: prefix for prefix, space in prefixes(base).items()}
    nodes: dict[str, list[ox.Triple]] = {}
    for triple in canonical(triples):
        nodes.setdefault(str(triple.subject)[1:-1], []).append(triple)
    used: dict[str, str] = {_RDF: "rdf"}

    def qname(address: str) -> str:
        found = _NAME.fullmatch(address)
        if found is None:
            raise ValueError(f"no XML name for {address}")
        prefix = used.setdefault(found[1], spaces.get(found[1], f"ns{len(used)}"))
        return f"{prefix}:{found[2]}"

    ordered = sorted(nodes.items(), key=lambda item: (not _heads(item[1]), item[0]))  # the header first
    body = "".join(_element(subject, held, qname) for subject, held in ordered)
    names = "".join(f"\n  xmlns:{prefix}={quoteattr(space)}" for space, prefix in sorted(used.items(), key=lambda item: item[1]))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n{body}</rdf:RDF>\n'.encode()


def _heads(triples: Iterable[ox.Triple]) -> bool:
    return any(triple.object == iri("owl:Ontology") for triple in triples)


def _element(subject: str, triples: list[ox.Triple], qname: Callable[[str], str]) -> str:
    """Return one subject as an element; its first type in OWL is the element's name."""
    owl = iri("owl:Class").value.removesuffix("Class")
    types = [str(t.object)[1:-1] for t in triples if t.predicate == iri("rdf:type")]
    name = next((kind for kind in types if kind.startswith(owl)), "")
    lines = [_property(t, qname) for t in triples if not (t.predicate == iri("rdf:type") and str(t.object)[1:-1] == name)]
    tag = qname(name) if name else "rdf:Description"
    return f"<{tag} rdf:about={quoteattr(subject)}>\n{''.join(lines)}</{tag}>\n"


def _property(triple: ox.Triple, qname: Callable[[str], str]) -> str:
    tag, value = qname(triple.predicate.value), triple.object
    if not isinstance(value, ox.Literal):
        return f"  <{tag} rdf:resource={quoteattr(str(value)[1:-1])}/>\n"
    if value.language:
        return f'  <{tag} xml:lang="{value.language}">{escape(value.value)}</{tag}>\n'
    plain = value.datatype.value.endswith("#string")
    kind = "" if plain else f" rdf:datatype={quoteattr(value.datatype.value)}"
    return f"  <{tag}{kind}>{escape(value.value)}</{tag}>\n"
