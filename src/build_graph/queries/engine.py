"""One run of a query over the files of a release, by pyoxigraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from build_graph.answers import Answer, Term
from build_graph.errors import QueryError
from build_graph.queries.catalogue import Query
from build_graph.queries.mentions import mentions
from build_graph.queries.names import InStore, known_terms
from build_graph.queries.parameters import Node, values
from build_graph.vocabulary import prefixes

_PLACE = re.compile(r"error at (\d+):(\d+): *(.*)", re.DOTALL)


def open_release(folder: Path, names: Sequence[str]) -> ox.Store:
    """Return a store with the Turtle files ``names`` of a release in its default graph.

    Raises:
        QueryError: a file is missing or is no Turtle.
    """
    store = ox.Store()
    for name in names:
        try:
            store.bulk_load(path=str(folder / name), format=ox.RdfFormat.TURTLE)
        except (OSError, SyntaxError) as error:
            raise QueryError(f"cannot load: {error}", path=folder / name, fix="build the release again") from error
    return store


def run(query: Query, store: ox.Store, given: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of ``query`` over ``store``; the parameters are bound as RDF terms and never become query text.

    Args:
        query: what is asked.
        store: a release.
        given: parameter -> value as a person writes it: a term by its IRI or by any of its names.

    Raises:
        QueryError: a broken query, or a parameter that does not fit.
    """
    return run_bound(query, store, values(query, known_terms(query, InStore(store), given or {})))


def run_bound(query: Query, store: ox.Store, terms: Mapping[str, Node]) -> Answer:
    """Return the answer of ``query`` over ``store`` with its parameters as RDF terms.

    Raises:
        QueryError: a broken query.
    """
    bound: dict[ox.Variable, Term] = {ox.Variable(name): node for name, node in terms.items()}
    try:
        return answer(store.query(query.text, substitutions=bound))
    except SyntaxError as error:
        _refuse_prefix(query)
        place = _PLACE.match(str(error))
        line, column, what = (int(place[1]), int(place[2]), place[3]) if place else (0, 0, str(error))
        raise QueryError(
            f"no SPARQL 1.1 query: {what.splitlines()[0][:200]}", path=query.path, line=line, column=column, fix="mend the query"
        ) from error
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}", path=query.path, fix="mend the query") from error


def _refuse_prefix(query: Query) -> None:
    """Refuse a query that cannot be read for want of a prefix."""
    for name in mentions(query):
        if not name.iri:
            known = prefixes().get(name.prefix or "")
            declaration = f"PREFIX {name.prefix}: <{known or 'an IRI'}>"
            raise QueryError(
                f"prefix {name.prefix!r} is not declared",
                path=query.path,
                line=name.line,
                column=name.column,
                expected=declaration,
                fix=f"begin the query with {declaration}" if known else "declare it at the top of the query",
            )


def answer(found: object) -> Answer:
    """Return the answer of an engine as rows; the triples of a CONSTRUCT, which have no order, sorted."""
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Answer(columns, tuple(tuple(row) for row in found))
    if isinstance(found, ox.QueryTriples):
        return triples(found)
    return Answer(("answer",), ((ox.Literal(bool(found)),),), "ask")


def triples(found: object) -> Answer:
    """Return triples as rows, each once, sorted."""
    rows = {(t.subject, t.predicate, t.object) for t in found}  # type: ignore[attr-defined]
    return Answer(("subject", "predicate", "object"), tuple(sorted(rows, key=lambda row: tuple(map(str, row)))), "construct")
