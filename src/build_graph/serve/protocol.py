"""From an HTTP request to a question, by the letter of the SPARQL 1.1 Protocol, section 2.1. Source: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from build_graph.serve.guard import READ_ONLY

QUERY_BYTES = 128 << 10  #: the longest request body; a longer query is refused
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"


class RefusedRequestError(Exception):
    """A request that is no question; with its HTTP status."""

    def __init__(self, status: int, text: str) -> None:
        """Keep the status; ``text`` is for the client."""
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Question:
    """A query operation."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def by_get(parameters: str) -> Question:
    """Return the question of a GET: section 2.1.1.

    Args:
        parameters: what stands behind the question mark.

    Raises:
        RefusedRequestError: no query, or two.
    """
    return _question(_pairs(parameters))


def by_post(parameters: str, content_type: str, body: bytes) -> Question:
    """Return the question of a POST, with its parameters as a form (section 2.1.2) or the query as it is (2.1.3).

    Raises:
        RefusedRequestError: another content type, no UTF-8, no query, or two.
    """
    kind, _, rest = content_type.partition(";")
    kind = kind.strip().casefold()
    charset = rest.casefold().partition("charset=")[2].strip(' "')
    if charset not in ("", "utf-8", "utf8"):
        raise RefusedRequestError(415, "write the query in UTF-8")
    if kind == "application/sparql-update":
        raise RefusedRequestError(400, READ_ONLY)
    if kind not in (_FORM, _DIRECT):
        raise RefusedRequestError(415, f"send {_FORM} or {_DIRECT}")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise RefusedRequestError(400, "the body is not UTF-8") from error
    if kind == _DIRECT:
        return _question([*_pairs(parameters), ("query", text)])
    return _question(_pairs(text))


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RefusedRequestError(400, f"parameters that cannot be read: {error}") from error


def _question(pairs: list[tuple[str, str]]) -> Question:
    named: dict[str, list[str]] = {}
    for name, value in pairs:
        named.setdefault(name, []).append(value)
    if "update" in named:
        raise RefusedRequestError(400, READ_ONLY)
    queries = named.get("query", [])
    if len(queries) != 1:
        raise RefusedRequestError(400, f"exactly one parameter 'query' is needed, and there are {len(queries)}")
    return Question(queries[0], tuple(named.get("default-graph-uri", ())), tuple(named.get("named-graph-uri", ())))
