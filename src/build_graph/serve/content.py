"""What stands at which address: the endpoint, the files, and each thing that the release names, in the format that a client likes best."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from build_graph.serve import accept, describe, protocol, results
from build_graph.serve.files import Files
from build_graph.serve.pool import Pool
from build_graph.serve.protocol import Question, RefusedRequestError

ENDPOINT = "sparql"
VOID = ".well-known/void"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    path: str  #: without the slash at its beginning
    parameters: str  #: what stands behind the question mark
    accept: str  #: header
    home: str  #: address of this server, as the client calls it, with a slash at its end
    client: socket.socket | None = None  #: who waits


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered."""

    status: int
    kind: str  #: media type
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What is served."""

    pool: Pool
    files: Files
    base: str  #: IRI below which the release names its things
    graphs: Mapping[str, int]  #: IRI of a graph -> its triples; the empty IRI is the default graph
    about: tuple[ox.Triple, ...]  #: what the release says of itself

    def get(self, asked: Request) -> Response:
        """Return what stands at an address."""
        if asked.path == ENDPOINT and asked.parameters:
            return self._asked(asked, lambda: protocol.by_get(asked.parameters))
        if asked.path == ENDPOINT or (asked.path == "" and not self.files.has_site):
            return _described(describe.service(asked.home, self.graphs), asked)
        if asked.path == VOID:
            return _described([*self.about, *describe.void(asked.home, self.base, self.graphs)], asked)
        if found := self.files.read(asked.path):
            return Response(200, *found)
        return self._thing(asked)

    def post(self, asked: Request, content_type: str, body: bytes) -> Response:
        """Return the answer to a query that was sent as a body."""
        if asked.path != ENDPOINT:
            return _plain(405, "only the endpoint takes a POST", {"Allow": "GET, HEAD, OPTIONS"})
        return self._asked(asked, lambda: protocol.by_post(asked.parameters, content_type, body))

    def _asked(self, asked: Request, read: Callable[[], Question]) -> Response:
        try:
            question = read()
        except RefusedRequestError as error:
            return _plain(error.status, str(error))
        return self._run(question, asked)[0]

    def _run(self, question: Question, asked: Request) -> tuple[Response, int]:
        """Return the answer, and how many rows or triples it has."""
        if len(question.text.encode()) > protocol.QUERY_BYTES:
            return _plain(413, f"a query may have {protocol.QUERY_BYTES} bytes"), 0
        status, kind, count, body = self.pool.answer(
            {
                "text": question.text, "accept": asked.accept,
                "default_graphs": question.default_graphs, "named_graphs": question.named_graphs,
                "first": self.base + asked.path,
            },
            asked.client,
        )  # fmt: skip
        return Response(status, kind, body, {"Retry-After": "1"} if status == 503 else {}), count

    def _thing(self, asked: Request) -> Response:
        """Return what the release says of the thing whose IRI this address stands for, or send the client to its page."""
        query = describe.node(asked.path, self.base)
        if not query:
            return _plain(404, "nothing here")
        page = self._page(asked)
        if page and accept.best(asked.accept, (*accept.GRAPH, "text/html")) == "text/html":
            return _plain(303, page, {"Location": "../" * asked.path.count("/") + page})
        answer, count = self._run(Question(query), asked)
        if answer.status == 200 and not count:
            return _plain(404, f"the release knows no {self.base}{asked.path}")
        return answer

    def _page(self, asked: Request) -> str:
        """Return the page of the site that shows a thing, with its anchor; a claim stands on the page of its subject."""
        topic, found, claim = asked.path.partition("/claim/")
        if not found or not topic.startswith("topic/") or not self.files.has_site:
            return self.files.page(asked.path)
        key = f"{topic}/claim/{claim.partition('/')[0]}"
        answer, count = self._run(Question(describe.subject(key, self.base)), Request("", "", "text/csv", asked.home, asked.client))
        if answer.status != 200 or count != 1:
            return ""
        subject = answer.body.decode().split("\r\n")[1].removeprefix(self.base)
        page = self.files.page(subject).partition("#")[0]  # the anchor there is the subject's
        return f"{page}#claim-{claim.replace('/', '-')}" if page else ""


def _described(triples: Iterable[ox.Triple], asked: Request) -> Response:
    kind = accept.best(asked.accept, tuple(accept.GRAPH))
    if not kind:
        return _plain(406, f"the description can be had as {', '.join(accept.GRAPH)}")
    return Response(200, kind, results.graph(triples, accept.GRAPH[kind], describe.PREFIXES)[1])


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status, "text/plain", f"{text}\n".encode(), headers or {})
