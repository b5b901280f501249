"""Questions to a release: a .rq file to a query, its parameters to RDF terms, and one run over the files of dist/."""

from __future__ import annotations

from build_graph.queries.catalogue import Query, catalogue, find, load, parse
from build_graph.queries.engine import answer, open_release, run
from build_graph.queries.parameters import Node, bound, settings, term, values

__all__ = [
    "Node", "Query", "answer", "bound", "catalogue", "find", "load", "open_release", "parse", "run", "settings", "term", "values",
]
