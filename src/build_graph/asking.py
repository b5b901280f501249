"""A release to ask: its questions, its files in a store, and the answers as rows, as a pandas DataFrame, or as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from build_graph import answers, manifest, queries, resources, screen
from build_graph.answers import Answer, Cell
from build_graph.errors import QueryError
from build_graph.queries import Node, Query
from build_graph.vocabulary import BASE, ONTOLOGY

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib import Dataset, Graph

Row = dict[str, Any]
_FORMS: Mapping[str, Callable[[Answer], str]] = {"csv": answers.as_csv, "tsv": answers.as_tsv, "json": answers.as_json}


class Release:
    """A release folder. Nothing is read before it is needed."""

    def __init__(self, folder: Path) -> None:
        """Keep where it is."""
        self.folder = folder

    @cached_property
    def files(self) -> list[str]:
        """Return the names of the Turtle files that hold what the release knows.

        Raises:
            ReleaseError: no release is there.
        """
        return manifest.knowledge(manifest.read_manifest(self.folder))

    @cached_property
    def store(self) -> ox.Store:
        """Return those files in one store."""
        return queries.open_release(self.folder, self.files)

    @cached_property
    def graph(self) -> Graph:
        """Return them as one rdflib graph."""
        from build_graph.queries import second

        return second.graph(self.store)

    @property
    def questions(self) -> list[Query]:
        """Return the questions of the release, or where it has none, those of this program."""
        own = self.folder / "queries"
        return queries.catalogue(own if own.is_dir() else resources.folder("queries"))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace of the release; none where it declares none."""
        from build_graph import release
        from build_graph.vocabulary import declarations

        path = self.folder / "prefixes.ttl"
        return declarations(release.parse(path)) if path.is_file() else {}

    def find(self, name: str) -> Query:
        """Return the question of that name or number; a text with a bracket is SPARQL and becomes a question of its own.

        Raises:
            QueryError: there is none; the nearest is named.
        """
        return queries.parse(name, Path("query")) if "{" in name else queries.find(name, self.questions)

    def terms(self, query: Query, given: Mapping[str, str]) -> dict[str, Node]:
        """Return the parameters as RDF terms; terms may be given by any of their names.

        Raises:
            QueryError: a parameter that does not fit; the nearest name is told.
        """
        return queries.values(query, queries.known_terms(query, queries.InStore(self.store), given) if given else {})

    def answer(self, query: Query, given: Mapping[str, str], engine: str = "oxigraph") -> Answer:
        """Return the answer of a question, by the engine ``oxigraph`` or ``rdflib``.

        Raises:
            QueryError: a parameter that does not fit, or a broken query.
        """
        terms = self.terms(query, given)
        if engine == "rdflib":
            from build_graph.queries import second

            found = second.run_bound(query, self.graph, terms)
        else:
            found = queries.run_bound(query, self.store, terms)
        if _is_nothing(found):
            self._refuse_unknown(query, terms)
            self._refuse_misspelt(query)
        return found

    def of_forms(self, query: Query, terms: Mapping[str, Node]) -> dict[str, int]:
        """Return the label of each form of the disease that is asked about -> how many rows the question has about it, where it has any."""
        name = next((name for name, kind in query.kinds.items() if kind == "pkg:Disease"), None)
        disease = terms.get(name or "")
        forms = queries.InStore(self.store).forms(disease)[1:] if isinstance(disease, ox.NamedNode) else []
        counts = {form: len(queries.run_bound(query, self.store, {**terms, str(name): form}).rows) for form in forms}
        return {self.label(form): count for form, count in counts.items() if count}

    def _refuse_unknown(self, query: Query, terms: Mapping[str, Node]) -> None:
        """Refuse a default that the release does not know: nothing found would read as an answer about it."""
        known = queries.InStore(self.store)
        for name, node in terms.items():
            if isinstance(node, ox.NamedNode) and not known.occurs(node):
                raise QueryError(
                    f"the release knows no {screen.short(node, query.prefixes)}, which {query.name} asks for unless another is given",
                    path=self.folder,
                    expected=f"a {query.kinds.get(name) or 'term'} of the release for {name}",
                    fix=f"--set {name}=NAME; build-graph query terms-by-kind --data {self.folder} lists the names",
                )

    def _refuse_misspelt(self, query: Query) -> None:
        """Refuse a query that writes a name of ours which the release has nowhere: its empty answer says nothing of the page."""
        from difflib import get_close_matches  # slow to import, and seldom needed

        known = queries.InStore(self.store)
        own = (ONTOLOGY, str(manifest.read_manifest(self.folder).get("base", BASE)))
        for name in queries.mentions(query):
            if name.iri.startswith(own) and not known.occurs(ox.NamedNode(name.iri)):
                near = get_close_matches(re.split(r"[/#]", name.iri)[-1], known.beside(ox.NamedNode(name.iri)), n=1)
                raise QueryError(
                    f"nothing found, and the release knows no {name.written}",
                    path=query.path,
                    line=name.line,
                    column=name.column,
                    expected="names of its ontology, terms and claims",
                    fix=f"did you mean {near[0]!r}?" if near else "see ontology.ttl",
                )

    def rows(self, name: str, **given: object) -> list[Row]:
        """Return the answer of a question as rows: column -> str, int, Decimal, bool or date; None where it is unbound.

        Args:
            name: name or number of a question, or SPARQL.
            given: parameter -> value; a term by its IRI or by any of its names.

        Raises:
            QueryError: no such question, a parameter that does not fit, or a broken query.
        """
        found = self.answer(self.find(name), {key: str(value) for key, value in given.items()})
        return _rows(found)

    def query(self, name: str, **given: object) -> DataFrame | list[Row]:
        """Return the answer as a pandas DataFrame whose columns have types, or as ``rows`` where pandas is not installed.

        Raises:
            QueryError: see ``rows``.
        """
        from importlib.util import find_spec

        found = self.answer(self.find(name), {key: str(value) for key, value in given.items()})
        return _frame(found.columns, _rows(found)) if find_spec("pandas") else _rows(found)

    def dataset(self) -> Dataset:
        """Return the release as an rdflib Dataset, a named graph a file."""
        from build_graph import release, triples
        from build_graph.vocabulary import Names

        names = Names.of(manifest.read_manifest(self.folder))
        return triples.to_rdflib({names.graph(name).value: release.parse(self.folder / name) for name in self.files}, names.base)

    def label(self, node: Node) -> str:
        """Return what the release calls a term: its label, else its address in short."""
        preferred = queries.LABELS[0]
        labels = (quad.object for quad in self.store.quads_for_pattern(node, preferred, None)) if isinstance(node, ox.NamedNode) else ()
        return next((found.value for found in labels if isinstance(found, ox.Literal)), screen.short(node, self.prefixes))


def open_release(folder: Path) -> Release:
    """Return the release in ``folder``.

    Raises:
        ReleaseError: no release is there.
    """
    manifest.read_manifest(folder)
    return Release(folder)


def _is_nothing(found: Answer) -> bool:
    """Return whether an answer has no rows, or one of zeros alone: a count of nothing, an ASK that is false."""
    return not found.rows or len(found.rows) == 1 and all(value(cell) in (None, 0) for cell in found.rows[0])


def _rows(found: Answer) -> list[Row]:
    return [{column: value(cell) for column, cell in zip(found.columns, row, strict=True)} for row in found.rows]


def value(cell: Cell) -> Any:
    """Return a cell as a Python value: an IRI and words as str, numbers as int or Decimal, xsd:boolean as bool, xsd:date as date."""
    if cell is None or not isinstance(cell, ox.Literal):
        return None if cell is None else answers.plain(cell)
    kind = cell.datatype.value.removeprefix("http://www.w3.org/2001/XMLSchema#")
    if kind == "boolean":
        return cell.value in ("true", "1")
    if kind == "integer":
        return int(cell.value)
    if kind == "decimal":
        from decimal import Decimal

        return Decimal(cell.value)
    if kind == "date":
        from datetime import date

        return date.fromisoformat(cell.value)
    return cell.value


def _frame(columns: tuple[str, ...], rows: list[Row]) -> DataFrame:
    """Return rows as a DataFrame: string, Int64, Float64, boolean and datetime64 columns; mixed ones stay objects."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    names = {"str": "string", "int": "Int64", "Decimal": "Float64", "bool": "boolean", "date": "datetime64[s]"}
    for column in columns:
        kinds = {type(row[column]).__name__ for row in rows if row[column] is not None}
        if len(kinds) == 1:
            held = frame[column].map(float, na_action="ignore") if kinds == {"Decimal"} else frame[column]
            frame[column] = held.astype(names[kinds.pop()])
        elif not kinds:
            frame[column] = frame[column].astype("string")
    return frame


def text(answer: Answer, form: str | None, look: screen.Look) -> str:
    """Return the answer in a form: table, markdown, csv, tsv, json or turtle; none is the table, or Turtle for triples.

    Raises:
        QueryError: the answer has no such form.
    """
    form = form or ("turtle" if answer.form == "construct" else "table")
    if form in _FORMS:
        return _FORMS[form](answer)
    if form == "turtle":
        return answers.as_turtle(answer, look.prefixes)
    return (screen.as_markdown if form == "markdown" else screen.as_table)(answer, look)


def explained(query: Query, terms: Mapping[str, Node]) -> str:
    """Return the query as any SPARQL 1.1 engine takes it, its parameters bound."""
    kept = ("#+ id", "#+ summary", "#+ question")
    return "\n".join(line for line in queries.bound(query, terms).splitlines() if not line.startswith("#+") or line.startswith(kept)) + "\n"


def catalogue(known: list[Query], form: str | None) -> str:
    """Return the list of questions, as words or as JSON.

    Raises:
        QueryError: there is none.
    """
    if not known:
        raise QueryError("no questions here", expected="a folder queries/ with .rq files", fix="build the release again")
    if form == "json":
        import json

        fields = ("id", "name", "summary", "question", "tags", "defaults", "kinds")
        return json.dumps([{name: getattr(query, name) for name in fields} for query in known], indent=2, ensure_ascii=False) + "\n"
    size = max(len(query.name) for query in known)
    lines = []
    for query in known:
        lines.append(f"{query.id or '':5} {query.name.ljust(size)}  {query.question or query.summary}")
        if query.defaults:
            lines.append(" " * (size + 8) + " ".join(f"--set {name}={default}" for name, default in query.defaults.items()))
    return "\n".join([*lines, "", "build-graph query NAME, or build-graph query CQnn; --explain shows the SPARQL"]) + "\n"
