"""Questions to a release: a .rq file to a query, its parameters to RDF terms, and one run over the files of dist/."""

from __future__ import annotations

from build_graph.queries.catalogue import Query, catalogue, find, load, parse
from build_graph.queries.engine import answer, open_release, run, run_bound, triples
from build_graph.queries.mentions import mentions
from build_graph.queries.names import LABELS, InStore, folded, known_terms
from build_graph.queries.parameters import Node, asking_about, bound, settings, term, values

__all__ = [
    "LABELS",
    "InStore",
    "Node",
    "Query",
    "answer",
    "asking_about",
    "bound",
    "catalogue",
    "find",
    "folded",
    "known_terms",
    "load",
    "mentions",
    "open_release",
    "parse",
    "run",
    "run_bound",
    "settings",
    "term",
    "triples",
    "values",
]
