"""A curated table of ontology/: tab separated, UTF-8, with a header; each row knows where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_graph.errors import LexiconError

_PREFIX = re.compile(r"#\s*([\w.-]+):\s+\"?(https?://[^\s\"]+)\"?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, by column name, with its place for error messages."""

    cells: Mapping[str, str]
    path: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """Return the cell's values, separated by ``|`` on the page."""
        cell = self.cells[column]
        return tuple([part.strip() for part in cell.split("|") if part.strip()]) if cell else ()

    def error(self, what: str, column: str = "", **more: str) -> LexiconError:
        """Return an error at this row, to be raised by the caller."""
        names = list(self.cells)
        return LexiconError(what, path=self.path, line=self.line, column=names.index(column) + 1 if column else 0, **more)


def read_table(path: Path, columns: tuple[str, ...] = ()) -> Iterator[Row]:
    """Yield the rows of a TSV file whose header must be ``columns``; none takes any header. Comments above the header are passed over.

    Raises:
        LexiconError: the file is missing or not UTF-8, its header differs, or a row has too many or too few cells.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise LexiconError(f"cannot read the table: {error.strerror}", path=path, fix="restore the file") from error
    except UnicodeDecodeError as error:
        raise LexiconError("not UTF-8", path=path, fix="save the table as UTF-8") from error
    top = next((at for at, line in enumerate(lines) if not line.startswith("#")), 0)
    header = tuple(lines[top].split("\t"))
    columns = columns or header
    if header != columns:
        raise LexiconError(
            f"header is {' '.join(header)!r}",
            path=path,
            line=top + 1,
            expected="tab separated: " + " ".join(columns),
            fix="mend the header",
        )
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise LexiconError(
                f"{len(cells)} cells",
                path=path,
                line=number,
                expected=f"{len(columns)} cells, tab separated: {' '.join(columns)}",
                fix="add or remove tabs in this row",
            )
        yield Row(dict(zip(columns, cells, strict=True)), path, number)


def namespaces(lines: Iterable[str]) -> dict[str, str]:
    """Return prefix -> namespace as comments above a header declare them: ``#  PREFIX: IRI``, SSSOM's curie_map."""
    return {found[1]: found[2] for found in map(_PREFIX.fullmatch, lines) if found}
