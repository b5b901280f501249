"""Rows for eyes: a table that fits the terminal, records where it cannot, and Markdown. Labels stand in the place of IRIs."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph as ox

from build_graph.answers import Answer, Cell, plain

_NARROWEST = 10  #: a column that needs more is not made narrower than this


class Look(NamedTuple):
    """How an answer is to be shown."""

    width: int = 100  #: columns of the terminal
    prefixes: Mapping[str, str] = MappingProxyType({})  #: prefix -> namespace, for IRIs without a label
    fixed: Mapping[str, str] = MappingProxyType({})  #: parameter -> what it was set to, in words: said once, above the rows
    curies: bool = False  #: show IRIs as prefix:name beside their labels


def as_table(answer: Answer, look: Look) -> str:
    """Return the answer for a terminal: long cells broken over lines, empty columns left out.

    An IRI is left out where its label stands beside it: a column ``x`` beside ``xLabel``. Where even the narrowest columns do not fit,
    each row becomes a record, a line a cell.
    """
    header, cells = _shown(answer, look)
    if answer.form == "ask":
        return f"{'yes' if cells[0][0] == 'true' else 'no'}\n"
    count = f"{len(cells)} row{'' if len(cells) == 1 else 's'}"
    above = [f"{name}: {value}" for name, value in look.fixed.items()]
    natural = [max(len(row[at]) for row in (header, *cells)) for at in range(len(header))]
    room = look.width - 2 * (len(header) - 1)
    if not header:
        body = []
    elif sum(min(size, _NARROWEST) for size in natural) <= room:
        widths = _fitted(natural, room)
        head, *rows = (_row(row, widths) for row in (header, *cells))
        body = [*head, "  ".join("-" * size for size in widths), *(line for row in rows for line in row), ""]
    else:
        body = _records(header, cells, look.width)
    return "\n".join([*above, *([""] if above else []), *body, count]) + "\n"


def as_markdown(answer: Answer, look: Look) -> str:
    """Return the answer as a Markdown table, with the same columns as on the terminal."""
    header, cells = _shown(answer, look)
    lines = [header, ["---"] * len(header), *cells]
    escaped = [[cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in row] for row in lines]
    above = [f"{name}: {value}  " for name, value in look.fixed.items()]
    return "\n".join([*above, *([""] if above else []), *(f"| {' | '.join(row)} |" for row in escaped)]) + "\n"


def _shown(answer: Answer, look: Look) -> tuple[list[str], list[list[str]]]:
    """Return the header and the cells of the columns that are worth a place."""
    names = answer.columns

    def wanted(at: int) -> bool:
        name = names[at]
        if name in look.fixed or name.removesuffix("Label") in look.fixed:
            return False
        if f"{name}Label" in names and not look.curies:
            return False
        return not answer.rows or any(row[at] is not None for row in answer.rows)

    at_all = [at for at in range(len(names)) if wanted(at)]
    header = [names[at] if look.curies else names[at].removesuffix("Label") for at in at_all]
    return header, [[short(row[at], look.prefixes) for at in at_all] for row in answer.rows]


def short(cell: Cell, prefixes: Mapping[str, str]) -> str:
    """Return a cell for the eye: an IRI as ``prefix:name`` where a prefix fits."""
    if isinstance(cell, ox.NamedNode):
        for prefix, space in sorted(prefixes.items(), key=lambda item: -len(item[1])):
            if space and cell.value.startswith(space):
                return f"{prefix}:{cell.value.removeprefix(space)}"
    return plain(cell)


def _fitted(widths: list[int], room: int) -> list[int]:
    """Return column widths that fit into ``room``, taken from the widest first."""
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return the lines of one row."""
    columns = [textwrap.wrap(cell, size) or [""] for cell, size in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    padded = [[*column, *[""] * (height - len(column))] for column in columns]
    return ["  ".join(part.ljust(size) for part, size in zip(line, widths, strict=True)).rstrip() for line in zip(*padded, strict=True)]


def _records(header: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return each row as lines of name and value; what a row has not is left out."""
    size = min(max(map(len, header)), width // 3)
    lines = []
    for row in cells:
        for name, cell in zip(header, row, strict=True):
            if cell:
                lines += _row((name, cell), (size, max(width - size - 2, _NARROWEST)))
        lines.append("")
    return lines
