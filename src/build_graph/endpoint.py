"""A question to a remote SPARQL endpoint, in the place of the files of a release."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.error import URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from build_graph import queries
from build_graph.answers import Answer
from build_graph.errors import QueryError

SECONDS = 60  #: after which an endpoint that says nothing is given up


def bound(query: queries.Query, given: Mapping[str, str]) -> str:
    """Return the query with its parameters in a VALUES clause behind it, written by the RDF library and not by us.

    Raises:
        QueryError: see ``queries.values``.
    """
    terms = queries.values(query, given)
    if not terms:
        return query.text
    names, cells = " ".join(f"?{name}" for name in terms), " ".join(map(str, terms.values()))
    return f"{query.text}\nVALUES ({names}) {{ ({cells}) }}\n"


def run(query: queries.Query, address: str, given: Mapping[str, str]) -> Answer:
    """Return what the endpoint at ``address`` answers.

    Raises:
        QueryError: the endpoint cannot be reached, refuses the query, or answers with something else than SPARQL results.
    """
    client = SPARQLWrapper(address)
    client.setQuery(bound(query, given))
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    client.setTimeout(SECONDS)
    try:
        content = client.query().response.read()
    except (SPARQLWrapperException, URLError, OSError, ValueError) as error:
        said = str(getattr(error, "msg", "") or getattr(error, "reason", "") or error).strip().splitlines()
        raise QueryError(
            f"the endpoint does not answer: {said[0] if said else type(error).__name__}", path=address,
            expected="a SPARQL 1.1 endpoint that takes the query", fix="check the address, and that the endpoint holds a release",
        ) from error
    try:
        found = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
        return queries.answer(found)
    except (SyntaxError, ValueError) as error:
        raise QueryError(
            f"no SPARQL results: {content[:60]!r}", path=address, expected="SPARQL 1.1 JSON", fix="check the address of the endpoint"
        ) from error
