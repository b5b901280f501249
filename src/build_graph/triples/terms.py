"""Terms as individuals of one kind, with their names; diseases are classes as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from build_graph import resources
from build_graph.facts import Claim, Reading, Term
from build_graph.lexicon import Entry, read_table
from build_graph.triples.write import Layer
from build_graph.vocabulary import Names, iri, pkg

_SCOPES = ("phrase", "property", "value", "direction", "stops", "rank", "note")


@dataclass(frozen=True, slots=True)
class Curated:
    """What the tables know beyond what a reading carries."""

    entries: Mapping[str, Entry] = field(default_factory=dict)  #: by slug: synonyms, misprints, definition
    frequency: Mapping[str, int] = field(default_factory=dict)  #: frequency word to its rank relative to "often", which is 0


def curated(entries: Iterable[Entry] = (), scopes: Path | None = None) -> Curated:
    """Return what the tables know: the entries of the lexicon, and the order of the frequency words in scopes.tsv.

    Raises:
        LexiconError: the table cannot be read, a rank is no integer, or "often" has none.
    """
    ranks: dict[str, int] = {}
    path = scopes or resources.lexicon() / "scopes.tsv"
    for row in read_table(path, _SCOPES):
        if row["property"] != "frequency" or not row["rank"]:
            continue
        if not row["rank"].isdecimal():
            raise row.error(f"rank {row['rank']!r}", "rank", expected="a whole number", fix="rank it against the rows above and below")
        ranks[row["value"]] = int(row["rank"])
    if ranks and "often" not in ranks:
        raise row.error("no rank for 'often'", "rank", expected="a row: plain edges are drawn from it on", fix="restore the row")
    return Curated({entry.term.slug: entry for entry in entries}, {word: rank - ranks["often"] for word, rank in ranks.items()})


def named(claims: Iterable[Claim]) -> Iterator[Term]:
    """Yield every term that the claims name, their heads included, with repetition."""
    for claim in claims:
        for value in (claim.subject, claim.object, *(qualifier.value for qualifier in claim.qualifiers)):
            while isinstance(value, Term):
                yield value
                value = value.head or ""


def describe(layer: Layer, terms: Iterable[Term], reading: Reading, names: Names, tables: Curated) -> None:
    """Add the types and names of terms. A disease is also a class (legal punning), so that subtypes show as a tree."""
    known: dict[ox.NamedNode, list[Term]] = {}
    for term in terms:
        known.setdefault(names.node(term, reading), []).append(term)
    for node, spellings in known.items():
        _describe(layer, node, sorted(spellings, key=lambda term: (term.label, term.kind)), reading, names, tables)


def _describe(layer: Layer, node: ox.NamedNode, spellings: list[Term], reading: Reading, names: Names, tables: Curated) -> None:
    """Add one term: a candidate may be spelt in several ways on a page, of which the first in code point order is its label."""
    first = spellings[0]
    for term in spellings:
        layer.add(node, "rdf:type", pkg(term.kind), *([iri("owl:Class")] if term.kind == "Disease" else []))
        if term.candidate:
            layer.add(node, "rdf:type", pkg("CandidateTerm"))
        if term.label != first.label:
            layer.add(node, "skos:altLabel", _english(term.label))
        if term.head:
            layer.add(node, "pkg:headTerm", names.node(term.head, reading))
    layer.add(node, "rdfs:label", _english(first.label))
    layer.add(node, "skos:prefLabel", _english(first.label))
    entry = tables.entries.get(first.slug)
    if entry and not first.candidate:
        layer.add(node, "skos:altLabel", *map(_english, entry.synonyms))
        layer.add(node, "skos:hiddenLabel", *map(_english, entry.misprints))
        if entry.definition:
            layer.add(node, "skos:definition", _english(entry.definition))


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")
