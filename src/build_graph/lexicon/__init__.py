"""The curated tables of ontology/lexicon, read once into look-ups. Knowledge is there; here is only how it is looked up.

``folding`` says when two words are the same, ``table`` how a file is read, ``markers`` how a phrase with patterns is matched, ``model``
what is asked of the tables, ``loading`` which file answers it.
"""

from __future__ import annotations

from build_graph.lexicon.folding import WORD, fold, singular
from build_graph.lexicon.loading import QUALITY_COLUMNS, SECTION_COLUMNS, TERM_COLUMNS, load
from build_graph.lexicon.markers import Marker, Step
from build_graph.lexicon.model import Entry, Lexicon, Section, openings_of
from build_graph.lexicon.table import Row, namespaces, read_table

__all__ = [
    "QUALITY_COLUMNS", "SECTION_COLUMNS", "TERM_COLUMNS", "WORD", "Entry", "Lexicon", "Marker", "Row", "Section", "Step", "fold",
    "load", "namespaces", "openings_of", "read_table", "singular",
]  # fmt: skip
