"""Answers as values, and as text for programs: the SPARQL 1.1 result formats, and Turtle for triples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

import pyoxigraph as ox

from build_graph.errors import QueryError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Cell = Term | None
_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Answer(NamedTuple):  # no dataclass: to import those takes a tenth of the time of a whole question
    """The rows of a SELECT; an ASK has one cell, a CONSTRUCT a row a triple."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    form: str = "select"  #: select, ask or construct


def as_csv(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 CSV: plain values. Source: https://www.w3.org/TR/sparql11-results-csv-tsv/."""
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([answer.columns, *([plain(cell) for cell in row] for row in answer.rows)])
    return text.getvalue()


def as_tsv(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 TSV: terms as in Turtle. Source: https://www.w3.org/TR/sparql11-results-csv-tsv/."""
    rows = ["\t".join(f"?{name}" for name in answer.columns)]
    rows += ["\t".join("" if cell is None else str(cell).replace("\t", "\\t") for cell in row) for row in answer.rows]
    return "\n".join(rows) + "\n"


def as_json(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 JSON. Source: https://www.w3.org/TR/sparql11-results-json/."""
    if answer.form == "ask":
        return json.dumps({"head": {}, "boolean": plain(answer.rows[0][0]) == "true"}, indent=2) + "\n"
    bindings = [{name: _described(cell) for name, cell in zip(answer.columns, row, strict=True) if cell is not None} for row in answer.rows]
    return json.dumps({"head": {"vars": answer.columns}, "results": {"bindings": bindings}}, indent=2, ensure_ascii=False) + "\n"


def as_turtle(answer: Answer, prefixes: Mapping[str, str]) -> str:
    """Return the triples of a CONSTRUCT as Turtle, subjects in order.

    Raises:
        QueryError: the answer is no triples.
    """
    if answer.form != "construct":
        raise QueryError("no triples to write as Turtle", expected="a CONSTRUCT query", fix="choose another --format")
    said = "\n".join(str(cell) for row in answer.rows for cell in row)
    used = {prefix: space for prefix, space in sorted(prefixes.items()) if f"<{space}" in said}
    found = ox.serialize((ox.Triple(*row) for row in answer.rows), format=ox.RdfFormat.TURTLE, prefixes=used)  # type: ignore[arg-type]
    return (found or b"").decode()


def plain(cell: Cell) -> str:
    """Return the value alone, without datatype and language."""
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)


def _described(cell: Term) -> dict[str, str]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.Literal):
        plain = {"type": "literal", "value": cell.value}
        if cell.language:
            return plain | {"xml:lang": cell.language}
        return plain if cell.datatype.value == _STRING else plain | {"datatype": cell.datatype.value}
    return {"type": "bnode", "value": cell.value} if isinstance(cell, ox.BlankNode) else {"type": "triple", "value": str(cell)}
