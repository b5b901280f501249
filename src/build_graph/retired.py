"""Addresses out of use: a term or claim that goes leaves its IRI behind, deprecated, with what replaces it where that is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from build_graph import lexicon, resources
from build_graph.changes import Snapshot, diff
from build_graph.lexicon import read_table
from build_graph.triples import turtle
from build_graph.triples.write import Layer
from build_graph.vocabulary import BASE, Names, iri

LEDGER = ("address", "label", "replaced_by", "since", "why")


@dataclass(frozen=True, slots=True)
class Retired:
    """An address that is out of use, and stays known."""

    address: str
    label: str
    replaced_by: str = ""
    why: str = ""


def ledger(names: Names, path: Path | None = None) -> list[Retired]:
    """Return the rows of ontology/deprecated.tsv, below the base of this build.

    Raises:
        LexiconError: the table cannot be used, or an address is none of ours.
    """
    found = []
    for row in read_table(path or resources.folder("ontology") / "deprecated.tsv", LEDGER):
        for column in ("address", "replaced_by"):
            if (row[column] or column == "address") and not row[column].startswith(BASE):
                raise row.error(f"not an address of ours: {row[column]!r}", column, expected=f"an IRI below {BASE}", fix="mend the row")
        moved = [row[column].replace(BASE, names.base, 1) for column in ("address", "replaced_by")]
        found.append(Retired(moved[0], row["label"], moved[1], row["why"]))
    return found


def in_lexicon(names: Names) -> list[str]:
    """Return the addresses of the terms of the lexicon."""
    return [names.term(entry.term).value for entry in lexicon.load(resources.lexicon()).entries.values()]


def retired(rows: Iterable[Retired], alive: Snapshot, previous: Snapshot | None = None, curated: Iterable[str] = ()) -> list[Retired]:
    """Return what is out of use: the ledger, and what ``previous`` had or called deprecated and is not alive; by address.

    A term of the lexicon (``curated``) is alive even if no page names it any more.
    """
    living = alive.claims.keys() | alive.terms.keys() | set(curated)
    found: dict[str, Retired] = {}
    if previous is not None:
        successor = {was.address: now.address for was, now in diff(previous, alive).changed}
        known = {**previous.deprecated, **previous.terms, **{address: each.label for address, each in previous.claims.items()}}
        found = {address: Retired(address, label, successor.get(address, "")) for address, label in known.items()}
    found |= {row.address: row for row in rows}
    return [found[address] for address in sorted(found) if address not in living]


def deprecation(rows: Iterable[Retired], base: str = BASE) -> bytes:
    """Return deprecated.ttl: each address with its last label, and what replaces it where that is known."""
    layer = Layer()
    layer.add(iri("dcterms:isReplacedBy"), "rdf:type", iri("owl:AnnotationProperty"))
    for row in rows:
        node = ox.NamedNode(row.address)
        layer.add(node, "owl:deprecated", ox.Literal("true", datatype=iri("xsd:boolean")))
        layer.add(node, "rdfs:label", ox.Literal(row.label, language="en"))
        if row.replaced_by:
            layer.add(node, "dcterms:isReplacedBy", ox.NamedNode(row.replaced_by))
        if row.why:
            layer.add(node, "rdfs:comment", ox.Literal(row.why, language="en"))
    return turtle(layer.sorted(), base)


def ledger_rows(rows: Iterable[Retired], since: str) -> str:
    """Return rows for ontology/deprecated.tsv, which a curator completes."""
    return "".join("\t".join((row.address, row.label, row.replaced_by, since, row.why)) + "\n" for row in rows)
