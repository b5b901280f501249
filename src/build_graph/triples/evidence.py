"""Evidence: where each claim stands, in code points of the document, with the words of each part of it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from build_graph.facts import Citation, Cited, Claim, Evidence, Mention, Reading, Span, Term
from build_graph.triples.claims import places
from build_graph.triples.write import Layer, Triples, integer
from build_graph.vocabulary import Names, below, iri, pkg

#: Fields of a citation whose name means something else on a claim.
_FIELDS = {"source": "sourceName"}
#: ECO's "author statement supported by traceable reference" and "author statement without traceable support".
_WITH_CITATION, _WITHOUT_CITATION = "obo:ECO_0000033", "obo:ECO_0000034"


def evidence(reading: Reading, names: Names, *, quotes: bool = True) -> Triples:
    """Return the evidence of every claim, in canonical order.

    Args:
        reading: what was read.
        names: addresses.
        quotes: whether the words themselves may be given; without, only their positions are.
    """
    layer = Layer()
    text = reading.text if quotes else ""
    for fact, _, node in places(reading, names):
        _evidence(layer, node, fact.evidence, reading, names, text)
        for number, (mention, piece, span) in enumerate(_pieces(fact.evidence), start=1):
            part = below(node, "mention", number)
            layer.add(node, "pkg:mention", part)
            _mention(layer, part, mention, text)
            layer.add(part, "pkg:piece", integer(piece))
            _stands(layer, part, span, fact.evidence, reading, names, text)
            of = _mentioned(fact.claim, mention)
            if of is not None:
                layer.add(part, "pkg:mentionOf", names.node(of, reading))
        for cited in fact.evidence.citations:
            _cited(layer, node, cited, reading, names)
    return layer.sorted()


def _evidence(layer: Layer, node: ox.NamedNode, found: Evidence, reading: Reading, names: Names, text: str) -> None:
    layer.add(node, "rdf:type", iri("oa:SpecificResource"))
    layer.add(node, "oa:hasSource", names.edition(reading.edition))
    selector = below(node, "selector", "position")
    layer.add(node, "oa:hasSelector", selector)
    layer.add(selector, "rdf:type", iri("oa:TextPositionSelector"))
    _positions(layer, selector, found.span, "")
    if text:
        quote = below(node, "selector", "quote")
        layer.add(node, "oa:hasSelector", quote)
        layer.add(quote, "rdf:type", iri("oa:TextQuoteSelector"))
        layer.add(quote, "oa:exact", ox.Literal(found.span.of(text)))
    layer.add(node, "pkg:lineNumber", integer(found.line))
    layer.add(node, "pkg:standsOn", names.unit(reading.edition, found.line))
    section = reading.blocks[found.block].section
    if section is not None:
        layer.add(node, "pkg:underHeading", names.unit(reading.edition, reading.blocks[section].line))
    for block in found.context:
        layer.add(node, "pkg:contextUnit", names.unit(reading.edition, reading.blocks[block].line))
    layer.add(node, "pkg:readBy", names.rule(found.rule))
    layer.add(node, "pkg:evidenceType", iri(_WITH_CITATION if found.citations else _WITHOUT_CITATION))
    for number, span in enumerate(found.phrase, start=1):
        phrase = below(node, "phrase", number)
        layer.add(node, "pkg:phrase", phrase)
        layer.add(phrase, "rdf:type", pkg("Phrase"))
        layer.add(phrase, "pkg:piece", integer(number))
        _stands(layer, phrase, span, found, reading, names, text)


def _pieces(found: Evidence) -> Iterator[tuple[Mention, int, Span]]:
    for mention in found.mentions:
        for piece, span in enumerate(mention.spans, start=1):
            yield mention, piece, span


def _mention(layer: Layer, part: ox.NamedNode, mention: Mention, text: str) -> None:
    layer.add(part, "rdf:type", pkg("Mention"))
    layer.add(part, "pkg:mentionRole", ox.Literal(mention.role))
    if mention.value and text:
        layer.add(part, "pkg:mentionValue", ox.Literal(mention.value))


def _mentioned(claim: Claim, mention: Mention) -> Term | None:
    """Return the term that the words were read as, if they were read as one."""
    parts: dict[str, list[Term | str]] = {"subject": [claim.subject], "object": [claim.object]}
    held = parts.get(mention.role) or claim.values(mention.role)
    terms = [value for value in held if isinstance(value, Term)]
    return next((term for term in terms if not mention.value or term.slug == mention.value or len(terms) == 1), None)


def _stands(layer: Layer, node: ox.NamedNode, span: Span, found: Evidence, reading: Reading, names: Names, text: str) -> None:
    """Add where a part of the evidence stands: on its own line, or on a line of its context."""
    _positions(layer, node, span, text)
    for block in (found.block, *found.context):
        if reading.blocks[block].span.holds(span):
            layer.add(node, "pkg:standsOn", names.unit(reading.edition, reading.blocks[block].line))


def _positions(layer: Layer, node: ox.NamedNode, span: Span, text: str) -> None:
    layer.add(node, "oa:start", integer(span.start))
    layer.add(node, "oa:end", integer(span.end))
    if text:
        layer.add(node, "oa:exact", ox.Literal(span.of(text)))


def _cited(layer: Layer, node: ox.NamedNode, cited: Cited, reading: Reading, names: Names) -> None:
    """Add what the evidence cites; a citation that stands on a parent is inherited, and marked so."""
    work = names.reference(cited.citation)
    mark = below(names.edition(reading.edition), "citation", f"{cited.citation.span.start}-{cited.citation.span.end}")
    layer.add(node, "cito:citesAsEvidence", work)
    layer.add(node, "pkg:inheritedCitation" if cited.inherited else "pkg:ownCitation", mark)
    layer.add(mark, "rdf:type", pkg("CitationMark"))
    layer.add(mark, "pkg:reference", work)
    layer.add(mark, "pkg:lineNumber", integer(cited.line))
    _positions(layer, mark, cited.citation.span, "")
    describe_work(layer, cited.citation, names)


def describe_work(layer: Layer, citation: Citation, names: Names) -> None:
    """Add what the page prints of a work that it cites; the day on which it was looked up is none of the work's."""
    work = names.reference(citation)
    fields = {name: value for name, value in citation.fields if name != "accessed"}
    layer.add(work, "rdf:type", pkg("Reference"))
    layer.add(work, "rdfs:label", ox.Literal(citation.text.partition(" [")[0]))
    for name, value in fields.items():
        layer.add(work, pkg(_FIELDS.get(name, name)), ox.Literal(value))
