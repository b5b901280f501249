"""The questions of a release, answered at build time, so that the answers can be read without any script."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from build_graph import queries, release
from build_graph.site.model import Question, Release

Cell = tuple[str, str]


def answered(found: Release, data: Path) -> list[Question]:
    """Return every question with its answer over the release.

    Raises:
        QueryError: a query is broken.
    """
    names = [file.name for file in found.files]
    store = queries.open_release(data, release.knowledge({"files": names}))
    written = [iri for iri, edition in found.editions.items() if edition.units]
    lines = f"{written[0]}/line/" if len(written) == 1 else ""
    made = []
    for query in queries.catalogue(data / "queries"):
        answer = queries.run(query, store)
        shown = [at for at, name in enumerate(answer.columns) if f"{name}Label" not in answer.columns]
        rows = tuple(tuple(_cell(row, at, answer.columns, lines) for at in shown) for row in answer.rows)
        made.append(Question(
            query.name, query.id, query.summary, query.question, query.tags, query.text, dict(query.defaults), dict(query.kinds),
            tuple(answer.columns[at].removesuffix("Label") for at in shown), rows,
        ))  # fmt: skip
    return made


def _cell(row: tuple[object, ...], at: int, columns: tuple[str, ...], lines: str) -> Cell:
    """Return a cell as IRI and words; a label takes the IRI of the column that it labels, a line that of the document's line."""
    cell, name = row[at], columns[at]
    other = row[columns.index(name.removesuffix("Label"))] if name.endswith("Label") and name.removesuffix("Label") in columns else None
    iri = other.value if isinstance(other, ox.NamedNode) else cell.value if isinstance(cell, ox.NamedNode) else ""
    words = cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else ""
    if name == "line" and lines and words.isdecimal():
        iri = lines + words
    return iri, words
