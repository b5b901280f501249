"""Facts to graph: the only place that decides how a fact looks in RDF. One function a layer; none of them makes a blank node.

``claims`` gives terms and claims, ``edges`` the views derived from claims alone, ``evidence`` the spans, ``source`` the document.
"""

from __future__ import annotations

from build_graph.triples.claims import claims, is_metadata
from build_graph.triples.evidence import evidence
from build_graph.triples.source import source
from build_graph.triples.terms import Curated, curated
from build_graph.triples.views import edges
from build_graph.triples.write import Triples, ntriples, to_rdflib, turtle

__all__ = ["Curated", "Triples", "claims", "curated", "edges", "evidence", "is_metadata", "ntriples", "source", "to_rdflib", "turtle"]
