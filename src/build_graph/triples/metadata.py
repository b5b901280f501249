"""What a page says about itself, as plain Dublin Core and schema.org triples on its edition: no claims, and no part of the OWL model."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox

from build_graph.facts import Claim, Fact, Reading
from build_graph.triples.evidence import describe_work
from build_graph.triples.write import Layer, integer
from build_graph.vocabulary import Names, below, iri, pkg, slug

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
#: Predicate -> properties that take its value as it is. A predicate in neither table keeps its own name.
_PLAIN = {
    "topicTitle": ("dcterms:title",),
    "authorUpdateDate": ("pkg:authorUpdateDate", "dcterms:modified"),
    "staffUpdateDate": ("pkg:staffUpdateDate", "dcterms:modified"),
    "recommendedCitation": ("dcterms:bibliographicCitation",),
}


def describe(layer: Layer, facts: list[Fact], reading: Reading, names: Names) -> None:
    """Add what the facts about the page say, each once, however often the page says it."""
    node = names.edition(reading.page)
    for fact in facts:
        claim = fact.claim
        if claim.predicate == "cites":
            for cited in fact.evidence.citations:
                layer.add(node, "cito:cites", names.reference(cited.citation))
                describe_work(layer, cited.citation, names)
        elif claim.predicate in _NODES:
            _NODES[claim.predicate](layer, node, claim)
        else:
            for name in _PLAIN.get(claim.predicate, (pkg(claim.predicate),)):
                layer.add(node, name, _value(claim))


def _value(claim: Claim) -> ox.Literal:
    text = _text(claim)
    if claim.predicate == "topicTitle":
        return ox.Literal(text, language="en")
    return ox.Literal(text, datatype=iri("xsd:date")) if _DATE.fullmatch(text) else ox.Literal(text)


def _text(claim: Claim) -> str:
    return claim.object if isinstance(claim.object, str) else claim.object.label


def _qualifier(claim: Claim, name: str) -> str:
    return next((value for value in claim.values(name) if isinstance(value, str)), "")


def _named(layer: Layer, node: ox.NamedNode, kind: str, name: str) -> ox.NamedNode:
    """Add type and name of a node of its own; return it."""
    layer.add(node, "rdf:type", iri(kind))
    layer.add(node, "schema:name", ox.Literal(name))
    return node


def _person(layer: Layer, page: ox.NamedNode, claim: Claim) -> None:
    degree, order, of = (_qualifier(claim, name) for name in ("degree", "order", "of"))
    name = _text(claim).removesuffix(degree).rstrip(", ") if degree else _text(claim)
    key = order if order.isdecimal() else slug(f"{name} {of}")
    node = _named(layer, below(page, claim.predicate, key), "schema:Person", name)
    if degree:
        layer.add(node, "schema:honorificSuffix", ox.Literal(degree))
    if order.isdecimal():
        layer.add(node, "schema:position", integer(int(order)))
    for qualifier in ("of", "role"):
        if text := _qualifier(claim, qualifier):
            layer.add(node, pkg(qualifier), ox.Literal(text))
    dublin, schema = ("dcterms:creator", "schema:author") if claim.predicate == "author" else ("dcterms:contributor", "schema:contributor")
    layer.add(page, dublin, node)
    layer.add(page, schema, node)


def _copyright(layer: Layer, page: ox.NamedNode, claim: Claim) -> None:
    """Add the holder, or every year that the copyright names."""
    if claim.quantity and claim.quantity.minimum is not None and claim.quantity.maximum is not None:
        first, last = int(claim.quantity.minimum), int(claim.quantity.maximum)
        layer.add(page, "schema:copyrightYear", *map(integer, {first, last}))
        return
    holder = _named(layer, below(page, "holder", slug(_text(claim))), "schema:Organization", _text(claim))
    layer.add(page, "dcterms:rightsHolder", holder)
    layer.add(page, "schema:copyrightHolder", holder)


def _views(layer: Layer, page: ox.NamedNode, claim: Claim) -> None:
    year, period = _qualifier(claim, "year"), _qualifier(claim, "period")
    node = below(page, "views", slug(f"{year} {period}"))
    layer.add(page, "schema:interactionStatistic", node)
    layer.add(node, "rdf:type", iri("schema:InteractionCounter"))
    text = _text(claim).replace(",", "")
    layer.add(node, "schema:userInteractionCount", integer(int(text)) if text.isdecimal() and text.isascii() else ox.Literal(text))
    for name, value in (("year", year), ("period", period)):
        if value:
            layer.add(node, pkg(name), ox.Literal(value))


def _category(layer: Layer, page: ox.NamedNode, claim: Claim) -> None:
    level = _qualifier(claim, "level")
    trail = below(page, "breadcrumb", 1)
    layer.add(page, "schema:breadcrumb", trail)
    layer.add(trail, "rdf:type", iri("schema:BreadcrumbList"))
    item = _named(layer, below(page, "category", level if level.isdecimal() else slug(_text(claim))), "schema:ListItem", _text(claim))
    layer.add(trail, "schema:itemListElement", item)
    if level.isdecimal():
        layer.add(item, "schema:position", integer(int(level)))


def _website(layer: Layer, page: ox.NamedNode, claim: Claim) -> None:
    layer.add(page, "schema:isPartOf", _named(layer, below(page, "website", slug(_text(claim))), "schema:WebSite", _text(claim)))


def _url(layer: Layer, page: ox.NamedNode, claim: Claim) -> None:
    layer.add(page, "schema:url", ox.Literal(_text(claim), datatype=iri("xsd:anyURI")))


#: Predicates that need a node of their own, or another datatype.
_NODES: dict[str, Callable[[Layer, ox.NamedNode, Claim], None]] = {
    "author": _person,
    "contributor": _person,
    "editor": _person,
    "copyright": _copyright,
    "pageViews": _views,
    "topicCategory": _category,
    "website": _website,
    "sourceUrl": _url,
}
