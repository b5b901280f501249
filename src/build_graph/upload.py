"""A release into a SPARQL 1.1 store, by the Graph Store Protocol: each graph whole, or as it was before.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import base64
import http.client
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

import pyoxigraph as ox

from build_graph import release
from build_graph.errors import ServeError
from build_graph.formats import named_graphs
from build_graph.vocabulary import Names

USER, PASSWORD = "PATHKG_USER", "PATHKG_PASSWORD"  #: environment variables; credentials come from nowhere else
SECONDS = 300  #: that a store may take for one graph
_TAKES = "application/n-triples, text/turtle;q=0.9"
_PLACES = "Oxigraph: /store; Virtuoso: /sparql-graph-crud-auth; Fuseki: /<dataset>/data; GraphDB: /repositories/<id>/rdf-graphs/service"
_FIX = {
    401: f"set {USER} and {PASSWORD} in the environment", 403: f"set {USER} and {PASSWORD} to a user who may write",
    413: "raise the store's limit on the size of a request",
    **dict.fromkeys((400, 404, 405, 501), f"name the graph store, not the query endpoint: {_PLACES}"),
}  # fmt: skip
Triples = frozenset[ox.Triple]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one graph."""

    graph: str  #: IRI
    triples: int
    changed: bool  #: not, if the store held the same before


def load(folder: Path, address: str, progress: Callable[[str], None]) -> list[Done]:
    """Put each graph of the release in ``folder`` into the store at ``address``; return what became of each.

    Done twice, the second time changes nothing. Other graphs of the store, such as those of older editions, stay.

    Args:
        folder: of the release.
        address: the store's Graph Store Protocol endpoint.
        progress: told of each graph before it is sent.

    Raises:
        ReleaseError: no release is there.
        ServeError: the store cannot be reached, does not take a graph, or holds something else afterwards. That graph is then as it
            was before; those before it are loaded.
    """
    found = release.read_manifest(folder)
    layers = {name: release.parse(folder / name) for name in release.knowledge(found)}
    graphs = named_graphs(layers, Names.of(found))
    store = Store(address)
    done: list[Done] = []
    for number, (graph, triples) in enumerate(graphs.items(), start=1):
        progress(f"{number}/{len(graphs)} {graph}: {len(set(triples))} triples")
        done.append(Done(graph, len(set(triples)), store.replace(graph, frozenset(triples))))
    return done


class Store:
    """A store, seen through its Graph Store Protocol."""

    def __init__(self, address: str) -> None:
        """Remember where the store is.

        Raises:
            ServeError: no http(s) address, or credentials in it.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
            raise ServeError(f"not an address: {address!r}", expected="http(s)://...", fix=f"name the graph store: {_PLACES}")
        if parts.username is not None:
            raise ServeError("credentials in an address end up in logs", fix=f"set {USER} and {PASSWORD} in the environment instead")
        self.address, self._open = address, _opener(address)

    def replace(self, graph: str, triples: Triples) -> bool:
        """Make ``graph`` hold exactly ``triples``; return whether anything had to be changed.

        Raises:
            ServeError: it could not be done; the graph is as it was before.
        """
        before = self.read(graph)
        if before is not None and _canonical(before) == _canonical(triples):
            return False
        try:
            self._ask("PUT", graph, _turtle(triples))
            after = self.read(graph)
            if after is None or _shape(after) != _shape(triples):
                raise ServeError(
                    f"the store holds {0 if after is None else len(after)} triples of <{graph}>, not the {len(triples)} that were sent",
                    path=self.address,
                    fix="look at the store's limits on the size of requests and of answers",
                )
        except (ServeError, KeyboardInterrupt) as error:
            self._restore(graph, before, error)
            raise
        return True

    def read(self, graph: str) -> Triples | None:
        """Return what the store holds of ``graph``; none if there is no such graph.

        Raises:
            ServeError: it does not say.
        """
        try:
            kind, content = self._ask("GET", graph)
        except ServeError as error:
            if isinstance(error.__cause__, HTTPError) and error.__cause__.code == 404:
                return None
            raise
        form = ox.RdfFormat.from_media_type(kind) or ox.RdfFormat.TURTLE
        try:
            return frozenset(quad.triple for quad in ox.parse(content, format=form))
        except (SyntaxError, ValueError) as error:
            raise ServeError(
                f"the store answers with no RDF: {content[:60]!r}",
                path=self.address,
                expected="the triples of a graph",
                fix=f"name the graph store: {_PLACES}",
            ) from error

    def _restore(self, graph: str, before: Triples | None, cause: BaseException) -> None:
        """Bring back what a graph held, after ``cause`` has happened."""
        try:
            now = self.read(graph)
            if before is None and now is not None:
                self._ask("DELETE", graph)
            elif before is not None and (now is None or _shape(now) != _shape(before)):
                self._ask("PUT", graph, _turtle(before))
        except ServeError as error:
            raise ServeError(
                f"{getattr(cause, 'what', 'interrupted')}; and <{graph}> cannot be looked at or brought back: {error.what}",
                path=self.address,
                fix="the graph may hold a part: load again when the store answers",
            ) from cause

    def _ask(self, method: str, graph: str, body: bytes | None = None) -> tuple[str, bytes]:
        """Return media type and content of the store's answer."""
        address = f"{self.address}{'&' if urlsplit(self.address).query else '?'}graph={quote(graph, safe='')}"
        headers = {"Accept": _TAKES, "User-Agent": "pathkg"} | ({"Content-Type": "text/turtle"} if body is not None else {})
        try:
            with self._open.open(Request(address, body, headers, method=method), timeout=SECONDS) as answer:
                return answer.headers.get_content_type(), answer.read()
        except HTTPError as error:
            said = error.read(2000).decode(errors="replace").split()
            raise ServeError(
                f"the store answers {error.code} to the {method} of <{graph}>: {' '.join(said)[:200] or error.reason}",
                path=self.address,
                fix=_FIX.get(error.code, "look into the log of the store"),
            ) from error
        except ValueError as error:  # of urllib's, for a scheme that it does not know
            raise ServeError(
                f"the store asks for credentials: {error}", path=self.address, expected="Basic or Digest", fix=_FIX[401]
            ) from error
        except (URLError, OSError, http.client.HTTPException) as error:
            raise ServeError(
                f"the store cannot be reached: {getattr(error, 'reason', '') or error}",
                path=self.address,
                expected="a SPARQL 1.1 Graph Store Protocol endpoint",
                fix="check the address, and that the store runs",
            ) from error


class _Basic(HTTPBasicAuthHandler):
    """Basic, sent unasked once it was asked for: a store may hang up on a large body that it does not want yet."""

    _header = ""

    def retry_http_basic_auth(self, host: str, req: Request, realm: str) -> Any:
        """Answer a challenge, and remember the answer."""
        user, password = self.passwd.find_user_password(realm, host)
        self._header = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        return super().retry_http_basic_auth(host, req, realm)

    def http_request(self, req: Request) -> Request:
        """Give a request what the store has asked for before."""
        if self._header:
            req.add_unredirected_header("Authorization", self._header)
        return req

    https_request = http_request


class _Digest(HTTPDigestAuthHandler):
    """Digest, sent unasked once it was asked for."""

    _challenge: dict[str, str] | None = None

    def retry_http_digest_auth(self, req: Request, auth: str) -> Any:
        """Answer a challenge, and remember it."""
        self._challenge = parse_keqv_list(list(filter(None, parse_http_list(auth.partition(" ")[2]))))
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: Request) -> Request:
        """Give a request what the store has asked for before."""
        if self._challenge and (answer := self.get_authorization(req, self._challenge)):
            req.add_unredirected_header("Authorization", f"Digest {answer}")
        return req

    https_request = http_request


def _opener(address: str) -> OpenerDirector:
    """Return what sends requests, with the credentials of the environment, as Basic or Digest, whichever the store asks for."""
    user = os.environ.get(USER)
    if not user:
        return build_opener()
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, address, user, os.environ.get(PASSWORD, ""))
    return build_opener(_Digest(known), _Basic(known))


def _turtle(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE) or b""


def _canonical(triples: Triples) -> ox.Dataset:
    """Return triples that are equal to others if they are the same but for the names of blank nodes."""
    made = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return made


def _shape(triples: Triples) -> tuple[int, frozenset[tuple[str, str, str]]]:
    """Return what every store keeps: the number of triples, and what they say but for literals, which stores rewrite, and blank nodes."""

    def name(node: object) -> str:
        return node.value if isinstance(node, ox.NamedNode) else type(node).__name__

    return len(triples), frozenset((name(each.subject), name(each.predicate), name(each.object)) for each in triples)
