"""One content in the formats that others load: N-Triples is in triples; here are N-Quads, JSON-LD, KGX and RDF/XML."""

from __future__ import annotations

from build_graph.formats.jsonld import jsonld
from build_graph.formats.kgx import Biolink, biolink, kgx
from build_graph.formats.nquads import named_graphs, nquads
from build_graph.formats.rdfxml import rdfxml, terms

__all__ = ["Biolink", "biolink", "jsonld", "kgx", "named_graphs", "nquads", "rdfxml", "terms"]
