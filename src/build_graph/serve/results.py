"""An engine's answer to bytes, in the format that the client likes best. Whole or not at all: nothing is sent before it is complete."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import pyoxigraph as ox

from build_graph.serve import accept
from build_graph.serve.guard import RefusedQueryError

Made = tuple[int, str, int, bytes]  #: status, media type, rows or triples, body
Each = TypeVar("Each")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_JSON = ox.QueryResultsFormat.JSON
_RESULTS = {"json": _JSON, "xml": ox.QueryResultsFormat.XML, "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV}
_RDF = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip


def refusal(status: int, text: str) -> Made:
    """Return an error as plain text."""
    return status, "text/plain", 0, (text + "\n").encode()


def written(found: object, wanted: str, most: int, prefixes: Mapping[str, str]) -> Made:
    """Return the answer of an engine in the media type that the header ``wanted`` rates highest; 406 if it takes none.

    Raises:
        RefusedQueryError: more than ``most`` rows or triples.
    """
    if isinstance(found, ox.QuerySolutions):
        return _negotiated(accept.SOLUTIONS, wanted, lambda form: _solutions(found, form, most))
    if isinstance(found, ox.QueryTriples):
        return _negotiated(accept.GRAPH, wanted, lambda form: graph(_limited(found, most, "triples"), form, prefixes))
    if isinstance(found, ox.QueryBoolean):
        return _negotiated(accept.BOOLEAN, wanted, lambda form: (1, found.serialize(format=_RESULTS[form]) or b""))
    raise TypeError(found)


def graph(triples: Iterable[ox.Triple], form: str, prefixes: Mapping[str, str]) -> tuple[int, bytes]:
    """Return the number of triples, and their text, sorted: the writer groups what stands together."""
    held = sorted(set(triples), key=str)
    used = {} if form == "nt" else {prefix: space for prefix, space in prefixes.items() if any(space in str(each) for each in held)}
    return len(held), ox.serialize(held, format=_RDF[form], prefixes=used) or b""


def _negotiated(offered: Mapping[str, str], wanted: str, write: Callable[[str], tuple[int, bytes]]) -> Made:
    kind = accept.best(wanted, tuple(offered))
    if not kind:
        return refusal(406, f"the answer can be had as {', '.join(offered)}")
    count, body = write(offered[kind])
    return 200, kind, count, body


def _limited(found: Iterable[Each], most: int, what: str) -> list[Each]:
    rows = list(itertools.islice(found, most + 1))
    if len(rows) > most:
        raise RefusedQueryError(f"more than {most} {what}: the answer is withheld, not cut. Add a LIMIT, or ask for less")
    return rows


def _solutions(found: ox.QuerySolutions, form: str, most: int) -> tuple[int, bytes]:
    """Return the number of rows, and their text: JSON by hand, since the engine's writer knows no limit; the rest from that."""
    names = [variable.value for variable in found.variables]
    rows = _limited(found, most, "rows")
    bindings = [{name: _term(cell) for name, cell in zip(names, row, strict=True) if cell is not None} for row in rows]
    text = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, ensure_ascii=False).encode()
    if form != "json":
        again = ox.parse_query_results(text, format=_JSON)
        assert isinstance(again, ox.QuerySolutions)
        text = again.serialize(format=_RESULTS[form]) or b""
    return len(rows), text


def _term(cell: object) -> dict[str, object]:
    """Return a term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    if isinstance(cell, ox.Triple):
        parts = {"subject": _term(cell.subject), "predicate": _term(cell.predicate), "object": _term(cell.object)}
        return {"type": "triple", "value": parts}
    assert isinstance(cell, ox.Literal)
    plain: dict[str, object] = {"type": "literal", "value": cell.value}
    if cell.language:
        return plain | {"xml:lang": cell.language}
    return plain if cell.datatype.value == _STRING else plain | {"datatype": cell.datatype.value}
