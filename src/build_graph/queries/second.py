"""The same query by rdflib, an engine of another make: for comparison, and where pyoxigraph is not to be trusted alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from build_graph.answers import Answer, Cell
from build_graph.errors import QueryError
from build_graph.queries.catalogue import Query
from build_graph.queries.engine import triples
from build_graph.queries.parameters import Node

if TYPE_CHECKING:
    from rdflib import Graph


def graph(store: ox.Store) -> Graph:
    """Return the default graph of a store as an rdflib graph."""
    import rdflib

    written = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return rdflib.Graph().parse(data=written or b"", format="nt")


def run_bound(query: Query, data: Graph, terms: Mapping[str, Node]) -> Answer:
    """Return the answer of ``query`` over ``data``, its parameters bound as RDF terms.

    Raises:
        QueryError: rdflib cannot parse or run the query.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.sparql import SPARQLError

    try:
        found = data.query(query.text, initBindings={name: _theirs(node) for name, node in terms.items()})
        if found.type in ("CONSTRUCT", "DESCRIBE"):
            return triples(ox.Triple(*map(_ours, triple)) for triple in found.graph or ())  # type: ignore[arg-type]
        if found.type == "ASK":
            return Answer(("answer",), ((ox.Literal(bool(found.askAnswer)),),), "ask")
        rows = tuple(tuple(map(_ours, row)) for row in found)  # type: ignore[arg-type]
        return Answer(tuple(map(str, found.vars or ())), rows)
    except (ParseException, SPARQLError, ValueError, NotImplementedError) as error:
        raise QueryError(f"rdflib cannot run the query: {str(error).splitlines()[0]}", path=query.path, fix="mend the query") from error


def _theirs(node: Node) -> Any:
    import rdflib

    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    plain = node.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return rdflib.Literal(node.value, lang=node.language, datatype=None if plain or node.language else rdflib.URIRef(node.datatype.value))


def _ours(node: Any) -> Cell:
    import rdflib

    if node is None:
        return None
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))) if node.datatype else ox.Literal(str(node))
