"""A question to a remote SPARQL endpoint, in the place of the files of a release."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import pyoxigraph as ox
from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from build_graph import queries
from build_graph.answers import Answer, plain
from build_graph.errors import QueryError
from build_graph.vocabulary import pkg

_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_MOST = 20_000  #: labels that are looked through for the nearest
LONGEST = 2000  #: characters of a query that still goes into an address; a longer one is posted
_BUSY = frozenset({429, 502, 503, 504})
_TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


#: What some endpoints send whatever is asked for; JSON is asked for, and also comes under other names.
_RESULTS = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for an endpoint, and how often to come back."""

    seconds: float = 60.0  #: without a sign of the endpoint
    tries: int = 3
    pause: float = 0.5  #: seconds before the second try, doubled before each further one


def run(query: queries.Query, address: str, given: Mapping[str, str], patience: Patience | None = None) -> Answer:
    """Return what the endpoint at ``address`` answers.

    Raises:
        QueryError: a parameter that does not fit, or see ``run_bound``.
    """
    return run_bound(query, address, terms(query, address, given, patience), patience)


def terms(query: queries.Query, address: str, given: Mapping[str, str], patience: Patience | None = None) -> dict[str, queries.Node]:
    """Return the parameters as RDF terms; the endpoint is asked which term a name names.

    Raises:
        QueryError: a parameter that does not fit, the nearest name is told; or see ``run_bound``.
    """
    return queries.values(query, queries.known_terms(query, _AtEndpoint(address, patience), given) if given else {})


def run_bound(query: queries.Query, address: str, terms: Mapping[str, queries.Node], patience: Patience | None = None) -> Answer:
    """Return what the endpoint at ``address`` answers; one that is busy or out of reach is asked again.

    Raises:
        QueryError: no web address; the endpoint cannot be reached, refuses the query, or answers with something else than SPARQL results.
    """
    _check(address)
    text = queries.bound(query, terms)
    waiting = patience or Patience()
    for trial in range(waiting.tries):
        try:
            found = _client(address, text, waiting).query()
            return _read(found.response.read(), str(found.response.headers.get("Content-Type", "")), address)
        except (SPARQLWrapperException, OSError, HTTPException, ValueError) as error:
            if trial + 1 == waiting.tries or not _passing(error):
                raise _refusal(error, address, query) from error
            time.sleep(waiting.pause * 2**trial)
    raise AssertionError("an endpoint is asked at least once")


def _check(address: str) -> None:
    """Refuse what urllib would open and is no endpoint, such as a file, and a password that would be shown with each error."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits:
        raise QueryError(f"not an address: {address!r}", expected="http(s)://...", fix="name a SPARQL endpoint")
    if parts.username is not None:
        raise QueryError("credentials in an address end up in logs", fix="name an open endpoint")


class _AtEndpoint:
    """What an endpoint knows: it is asked for the one label, and for all of a kind only to name the nearest."""

    def __init__(self, address: str, patience: Patience | None) -> None:
        self._address, self._patience = address, patience

    def occurs(self, node: ox.NamedNode) -> bool:
        found = self._ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}")
        return plain(found.rows[0][0]) == "true"

    def labels(self, kind: ox.NamedNode | None, wanted: str = "") -> Iterator[tuple[str, str]]:
        typed = f"?thing a {kind} ." if kind else f"?thing a ?class . ?class <{_SUBCLASS}> {pkg('Term')} ."
        only = f"FILTER(LCASE(STR(?label)) = {ox.Literal(wanted)})" if wanted else ""
        naming = " ".join(map(str, queries.LABELS))
        found = self._ask(
            f"SELECT ?thing ?label ?naming WHERE {{ VALUES ?naming {{ {naming} }} ?thing ?naming ?label . {typed} {only} }} LIMIT {_MOST}"
        )
        preferred_last = sorted(found.rows, key=lambda row: plain(row[2]) != queries.LABELS[0].value, reverse=True)
        return ((queries.folded(plain(label)), plain(thing)) for thing, label, _ in preferred_last)

    def beside(self, node: ox.NamedNode) -> set[str]:
        return set()

    def _ask(self, text: str) -> Answer:
        return run_bound(queries.parse(text, Path("a parameter's name")), self._address, {}, self._patience)


def _client(address: str, text: str, waiting: Patience) -> Any:
    """Return a client with the query set. What stands behind ? in the address travels as parameters: SPARQLWrapper would break it."""
    parts = urlsplit(address)
    client = SPARQLWrapper(urlunsplit(parts._replace(query="", fragment="")))
    client.setQuery(text)
    for name, setting in parse_qsl(parts.query):
        client.addParameter(name, setting)
    client.setMethod(POST if len(text) > LONGEST else GET)
    client.setReturnFormat(TURTLE if client.queryType in ("CONSTRUCT", "DESCRIBE") else JSON)
    client.setTimeout(max(1, round(waiting.seconds)))
    return client


def _passing(error: Exception) -> bool:
    """Return whether it may go better the next time."""
    if isinstance(error, HTTPError):
        return error.code in _BUSY
    reason = getattr(error, "reason", error)
    return isinstance(reason, ConnectionError | socket.timeout | TimeoutError | HTTPException)


def _refusal(error: Exception, address: str, query: queries.Query) -> QueryError:
    """Return what is to be said of an endpoint that gave no answer."""
    name = type(error).__name__
    if name == "QueryBadFormed":
        said = _last(str(error))
        return QueryError(
            f"the endpoint refuses the query: {said}", path=query.path, expected=f"a query that {address} takes", fix="mend the query"
        )
    if name == "Unauthorized" or (isinstance(error, HTTPError) and error.code in (401, 403)):
        return QueryError("the endpoint does not answer: it wants a password", path=address, fix="name an open endpoint")
    reason = getattr(error, "reason", "") if isinstance(error, URLError) else ""
    said = f"HTTP {error.code} {error.reason}" if isinstance(error, HTTPError) else str(reason or _last(str(error)) or name)
    return QueryError(
        f"the endpoint does not answer: {said}",
        path=address,
        expected="a SPARQL 1.1 endpoint that takes the query",
        fix="check the address, and that the endpoint holds a release",
    )


def _last(text: str) -> str:
    """Return the words of an endpoint, without SPARQLWrapper's own before them, on one line."""
    return " ".join(text.split("Response:", 1)[-1].strip().removeprefix("b").strip("'\"").split())[:200]


def _read(content: bytes, kind: str, address: str) -> Answer:
    """Return the answer in ``content``, of the media type ``kind``.

    Raises:
        QueryError: it is no SPARQL result.
    """
    media = kind.partition(";")[0].strip().lower()
    try:
        if media in _TRIPLES:
            return queries.triples(quad.triple for quad in ox.parse(content, format=_TRIPLES[media]))
        found = ox.parse_query_results(content, format=_RESULTS.get(media, ox.QueryResultsFormat.JSON))
        return _asked(queries.answer(found))
    except (SyntaxError, ValueError) as error:
        page = media in ("text/html", "application/xhtml+xml") or content.lstrip()[:1] == b"<"
        what = "the address gives a web page, no SPARQL results" if page else "no SPARQL results"
        raise QueryError(
            f"{what}: {content[:60]!r}",
            path=address,
            expected="SPARQL 1.1 JSON",
            fix="check the address: an endpoint's often ends in /sparql or /query",
        ) from error


def _asked(found: Answer) -> Answer:
    """Return an ASK as what it is: Virtuoso answers yes with one row of its own, and no with none."""
    if found.columns != ("__ASK_RETVAL",):
        return found
    return Answer(("answer",), ((ox.Literal(any(plain(row[0]) in ("1", "true") for row in found.rows)),),), "ask")
