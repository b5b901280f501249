"""Rows to text: a table for eyes, and the SPARQL 1.1 result formats for programs."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Cell = Term | None
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NARROWEST = 12


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a SELECT; an ASK has one cell, a CONSTRUCT a row a triple."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    form: str = "select"  #: select, ask or construct


def written(answer: Answer, form: str, prefixes: Mapping[str, str], width: int) -> str:
    """Return the answer in one of the forms table, csv, tsv and json."""
    forms = {"csv": as_csv, "tsv": as_tsv, "json": as_json}
    return forms[form](answer) if form in forms else as_table(answer, prefixes, width)


def as_csv(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 CSV: plain values. Source: https://www.w3.org/TR/sparql11-results-csv-tsv/."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([answer.columns, *([_plain(cell) for cell in row] for row in answer.rows)])
    return text.getvalue()


def as_tsv(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 TSV: terms as in Turtle. Source: https://www.w3.org/TR/sparql11-results-csv-tsv/."""
    rows = ["\t".join(f"?{name}" for name in answer.columns)]
    rows += ["\t".join("" if cell is None else str(cell).replace("\t", "\\t") for cell in row) for row in answer.rows]
    return "\n".join(rows) + "\n"


def as_json(answer: Answer) -> str:
    """Return the answer as SPARQL 1.1 JSON. Source: https://www.w3.org/TR/sparql11-results-json/."""
    bindings = [
        {name: _described(cell) for name, cell in zip(answer.columns, row, strict=True) if cell is not None} for row in answer.rows
    ]
    return json.dumps({"head": {"vars": answer.columns}, "results": {"bindings": bindings}}, indent=2, ensure_ascii=False) + "\n"


def as_table(answer: Answer, prefixes: Mapping[str, str], width: int) -> str:
    """Return the answer for a terminal ``width`` columns wide: long cells broken over lines, IRIs shortened by ``prefixes``.

    An IRI is left out where its label stands beside it: a column ``x`` beside ``xLabel``.
    """
    shown = [at for at, name in enumerate(answer.columns) if f"{name}Label" not in answer.columns]
    header = [answer.columns[at].removesuffix("Label") for at in shown]
    cells = [header, *([_short(row[at], prefixes) for at in shown] for row in answer.rows)]
    widths = _fitted([max(len(row[at]) for row in cells) for at in range(len(shown))], width)
    head, *body = (_row(row, widths) for row in cells)
    count = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
    return "\n".join([*head, "  ".join("-" * size for size in widths), *(line for row in body for line in row), "", count]) + "\n"


def _fitted(widths: list[int], width: int) -> list[int]:
    """Return column widths that fit into ``width`` with two blanks between, taken from the widest first."""
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return the lines of one row."""
    columns = [textwrap.wrap(cell, size) or [""] for cell, size in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    padded = [[*column, *[""] * (height - len(column))] for column in columns]
    return ["  ".join(part.ljust(size) for part, size in zip(line, widths, strict=True)).rstrip() for line in zip(*padded, strict=True)]


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)


def _short(cell: Cell, prefixes: Mapping[str, str]) -> str:
    """Return a cell for the eye: an IRI as ``prefix:name`` where a prefix fits."""
    if isinstance(cell, ox.NamedNode):
        for prefix, space in sorted(prefixes.items(), key=lambda item: -len(item[1])):
            if space and cell.value.startswith(space):
                return f"{prefix}:{cell.value.removeprefix(space)}"
    return _plain(cell)


def _described(cell: Term) -> dict[str, str]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.Literal):
        plain = {"type": "literal", "value": cell.value}
        if cell.language:
            return plain | {"xml:lang": cell.language}
        return plain if cell.datatype.value == _STRING else plain | {"datatype": cell.datatype.value}
    return {"type": "bnode", "value": cell.value} if isinstance(cell, ox.BlankNode) else {"type": "triple", "value": str(cell)}
