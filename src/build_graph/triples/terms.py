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
from build_graph.vocabulary import Names, pkg

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


def describe(layer: Layer, term: Term, reading: Reading, names: Names, tables: Curated) -> None:
    """Add the term's type and names. A disease is also a class (legal punning), so that subtypes show as a tree."""
    node = names.node(term, reading)
    layer.add(node, "rdf:type", pkg(term.kind))
    label = ox.Literal(term.label, language="en")
    layer.add(node, "rdfs:label", label)
    layer.add(node, "skos:prefLabel", label)
    if term.kind == "Disease":
        layer.add(node, "rdf:type", ox.NamedNode("http://www.w3.org/2002/07/owl#Class"))
    if term.candidate:
        layer.add(node, "rdf:type", pkg("CandidateTerm"))
    if term.head:
        layer.add(node, "pkg:headTerm", names.node(term.head, reading))
    if term.kind == "ClassificationCode":
        layer.add(node, "skos:notation", ox.Literal(term.label))
    entry = tables.entries.get(term.slug)
    if entry and not term.candidate:
        layer.add(node, "skos:altLabel", *(ox.Literal(name, language="en") for name in entry.synonyms))
        layer.add(node, "skos:hiddenLabel", *(ox.Literal(name, language="en") for name in entry.misprints))
        if entry.definition:
            layer.add(node, "skos:definition", ox.Literal(entry.definition, language="en"))
