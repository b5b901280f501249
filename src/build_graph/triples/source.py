"""The document: its lines in their tree, what became of each, and what the page says about itself."""

from __future__ import annotations

import pyoxigraph as ox

from build_graph.facts import Edition, Reading
from build_graph.triples import metadata
from build_graph.triples.claims import is_metadata
from build_graph.triples.write import Layer, Triples, integer
from build_graph.vocabulary import Names, below, iri, outside, pkg


def source(reading: Reading, names: Names, *, quotes: bool = True) -> Triples:
    """Return the document and its lines, in canonical order; see ``evidence`` for ``quotes``."""
    layer = Layer()
    document = names.edition(reading.edition)
    _edition(layer, reading.page, names)
    _edition(layer, reading.edition, names)
    metadata.describe(layer, [fact for fact in reading.facts if is_metadata(fact.claim)], reading, names)
    layer.add(document, "schema:sha256", ox.Literal(reading.sha256))
    layer.add(document, "pkg:length", integer(len(reading.text)))
    layer.add(document, "pkg:inTopic", names.topic(reading.topic))
    if reading.page != reading.edition:
        layer.add(document, "prov:wasDerivedFrom", names.edition(reading.page))
    status = {line.line: line for line in reading.lines}
    for block in reading.blocks:
        unit = names.unit(reading.edition, block.line)
        layer.add(unit, "rdf:type", pkg("Unit"))
        layer.add(unit, "pkg:unitKind", ox.Literal(block.kind))
        layer.add(unit, "pkg:lineNumber", integer(block.line))
        layer.add(unit, "oa:start", integer(block.content.start))
        layer.add(unit, "oa:end", integer(block.content.end))
        layer.add(unit, "pkg:indent", integer(block.content.start - block.span.start))
        layer.add(unit, "pkg:inDocument", document)
        if block.parent is not None:
            layer.add(unit, "pkg:parentUnit", names.unit(reading.edition, reading.blocks[block.parent].line))
        if block.line in status:
            layer.add(unit, "pkg:coverage", ox.Literal(status[block.line].status))
        if quotes and block.content.start < block.content.end:
            layer.add(unit, "oa:exact", ox.Literal(block.content.of(reading.text)))
    return layer.sorted()


def _edition(layer: Layer, edition: Edition, names: Names) -> None:
    node = names.edition(edition)
    layer.add(node, "rdf:type", pkg("Edition"), iri("schema:WebPage"))
    layer.add(node, "dcterms:title", ox.Literal(edition.title, language="en"))
    if edition.creator:
        creator = below(node, "author", 1)
        layer.add(node, "dcterms:creator", creator)
        layer.add(creator, "rdf:type", iri("schema:Organization"))
        layer.add(creator, "schema:name", ox.Literal(edition.creator))
    if edition.licence:
        layer.add(node, "dcterms:license", outside(edition.licence))
    if edition.statement:
        layer.add(node, "dcterms:description", ox.Literal(edition.statement, language="en"))
    if edition.url:
        layer.add(node, "schema:url", ox.Literal(edition.url, datatype=iri("xsd:anyURI")))
