"""An engine's answer to bytes, in the format that the client likes best. Whole or not at all: nothing is sent before it is complete."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import pyoxigraph as ox

from build_graph.serve import accept
from build_graph.serve.guard import RefusedQueryError

Made = tuple[int, str, int, bytes]  #: status, media type, rows or triples, body
Each = TypeVar("Each")
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
}  # fmt: skip
_RDF = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip


def refusal(status: int, text: str) -> Made:
    """Return an error as plain text."""
    return status, "text/plain", 0, (text + "\n").encode()


def written(found: object, wanted: str, most: int, prefixes: Mapping[str, str], first: str = "") -> Made:
    """Return the answer of an engine in the media type that the header ``wanted`` rates highest; 406 if it takes none.

    Args:
        found: the answer.
        wanted: the client's Accept header.
        most: rows or triples that an answer may have.
        prefixes: prefix -> namespace, for those formats that have prefixes.
        first: IRI of the node whose triples come first.

    Raises:
        RefusedQueryError: more than ``most`` rows or triples.
    """
    if isinstance(found, ox.QuerySolutions):
        return _negotiated(accept.SOLUTIONS, wanted, lambda form: _solutions(found, form, most))
    if isinstance(found, ox.QueryTriples):
        return _negotiated(accept.GRAPH, wanted, lambda form: graph(_limited(found, most, "triples"), form, prefixes, first))
    if isinstance(found, ox.QueryBoolean):
        return _negotiated(accept.BOOLEAN, wanted, lambda form: (1, found.serialize(format=_RESULTS[form]) or b""))
    raise TypeError(found)


def graph(triples: Iterable[ox.Triple], form: str, prefixes: Mapping[str, str], first: str = "") -> tuple[int, bytes]:
    """Return the number of triples, and their text, sorted: the writer groups what stands together."""
    held = sorted(set(triples), key=lambda each: (str(each.subject) != f"<{first}>", str(each)))
    return len(held), ox.serialize(held, format=_RDF[form], prefixes=_used(held, prefixes)) or b""


def _used(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes with which names are written; where a name below would hold a slash, none is."""
    names = {node.value for triple in triples for node in triple if isinstance(node, ox.NamedNode)}
    below = {prefix: {name.removeprefix(space) for name in names if name.startswith(space)} for prefix, space in prefixes.items()}
    return {prefix: prefixes[prefix] for prefix, rests in below.items() if rests and not any("/" in rest for rest in rests)}


def _negotiated(offered: Mapping[str, str], wanted: str, write: Callable[[str], tuple[int, bytes]]) -> Made:
    kind = accept.best(wanted, tuple(offered))
    if not kind:
        return refusal(406, f"the answer can be had as {', '.join(offered)}")
    count, body = write(offered[kind])
    return 200, kind, count, body


def _limited(found: Iterable[Each], most: int, what: str) -> list[Each]:
    rows = list(itertools.islice(found, most + 1))
    if len(rows) > most:
        raise _excess(most, what)
    return rows


def _excess(most: int, what: str) -> RefusedQueryError:
    return RefusedQueryError(f"more than {most} {what}: the answer is withheld, not cut. Add a LIMIT, or ask for less")


class _Rows(io.BytesIO):
    """TSV, in which no cell holds a line break; stops its writer after ``most`` rows."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.rows = most, -1  # the first line holds the names

    def write(self, part: Any) -> int:
        """Take a part of the text."""
        self.rows += bytes(part).count(b"\n")
        if self.rows > self.most:
            raise _excess(self.most, "rows")
        return super().write(part)


def _solutions(found: ox.QuerySolutions, form: str, most: int) -> tuple[int, bytes]:
    """Return the number of rows, and their text. TSV comes first: it loses nothing, and its rows can be counted as they come."""
    rows = _Rows(most)
    found.serialize(rows, format=_RESULTS["tsv"])
    text = rows.getvalue()
    if form != "tsv":
        again = ox.parse_query_results(text, format=_RESULTS["tsv"])
        assert isinstance(again, ox.QuerySolutions)
        text = again.serialize(format=_RESULTS[form]) or b""
    return rows.rows, text
