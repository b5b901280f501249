"""KGX nodes and edges, for who works with the Biolink model: a claim between two terms is an edge.

Whoever reads subject, predicate and object alone must never read the opposite of what the page says. So an edge has its own Biolink
predicate only where a plain edge may stand; every other claim is ``biolink:related_to``, its predicate is ``qualified_predicate``, and
polarity, modality and conditions are columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from build_graph import mappings, resources
from build_graph.lexicon import read_table
from build_graph.mappings import Match
from build_graph.triples import Triples
from build_graph.triples.views import is_plain
from build_graph.vocabulary import OWN, Names, apart, iri, pkg

_COLUMNS = ("part", "name", "biolink", "turned", "objects", "why")
NODES = ("id", "category", "name", "synonym", "description", "equivalent_identifiers", "xref", "iri", "provided_by")
EDGES = (
    "id", "subject", "predicate", "object", "category", "qualified_predicate", "negated", "modality", "original_predicate",
    "knowledge_level", "agent_type", "primary_knowledge_source", "provided_by", "publications",
)  # fmt: skip
Node = dict[str, list[ox.NamedNode | ox.Literal]]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Biolink:
    """How our kinds, predicates and qualifiers are said in the Biolink model."""

    kinds: Mapping[str, str]  #: kind -> class
    predicates: Mapping[str, tuple[str, bool, frozenset[str]]]  #: predicate -> predicate, turned round, kinds of object (none: any)
    qualifiers: Mapping[str, str]  #: qualifier -> slot


def biolink(path: Path | None = None) -> Biolink:
    """Return the table ``ontology/mappings/biolink.tsv``.

    Raises:
        LexiconError: it cannot be used.
    """
    kinds: dict[str, str] = {}
    predicates: dict[str, tuple[str, bool, frozenset[str]]] = {}
    qualifiers: dict[str, str] = {}
    for row in read_table(path or resources.folder("ontology") / "mappings" / "biolink.tsv", _COLUMNS):
        if row["part"] not in ("kind", "predicate", "qualifier") or row["turned"] not in ("yes", "no"):
            raise row.error("not a row of the table", expected="kind, predicate or qualifier; turned yes or no", fix="mend the row")
        name, said = row["name"], f"biolink:{row['biolink']}"
        if row["part"] == "kind":
            kinds[name] = said
        elif row["part"] == "predicate":
            predicates[name] = (said, row["turned"] == "yes", frozenset(row.many("objects")))
        else:
            qualifiers[name] = row["biolink"]
    return Biolink(kinds, predicates, qualifiers)


def kgx(claims: Triples, evidence: Triples, known: Iterable[Match], table: Biolink, names: Names) -> tuple[bytes, bytes]:
    """Return nodes and edges as TSV; claims whose object is text, and parts of the page, are in neither.

    Args:
        claims: terms and claims of one topic.
        evidence: of the same topic, for what the claims cite.
        known: the mapping sets.
        table: how it is said in Biolink.
        names: addresses.
    """
    return _Writer(claims, evidence, tuple(known), table, names).written()


class _Writer:
    """One topic on its way to two tables."""

    def __init__(self, claims: Triples, evidence: Triples, known: tuple[Match, ...], table: Biolink, names: Names) -> None:
        self._nodes, self._table, self._names = _described(claims), table, names
        self._preferred = mappings.preferred(known)
        self._matches: dict[str, list[Match]] = {}
        for match in known:
            self._matches.setdefault(match.slug, []).append(match)
        self._works = _works(evidence, mappings.references())

    def written(self) -> tuple[bytes, bytes]:
        edges = [row for address, node in sorted(self._nodes.items()) if _is(node, "Claim") for row in self._edge(address, node)]
        further = sorted({column for row in edges for column in row} - set(EDGES))
        nodes = [self._node(address, node) for address, node in sorted(self._nodes.items()) if self._kind(address)]
        return _table(NODES, nodes), _table((*EDGES, *further), edges)

    def _kind(self, address: str) -> str:
        """Return the kind of a term; empty for anything else."""
        types = sorted(_local(value) for value in self._nodes.get(address, {}).get(iri("rdf:type").value, []))
        return next((kind for kind in types if kind in self._table.kinds), "")

    def _slug(self, address: str) -> str:
        return address.removeprefix(f"{self._names.base}term/")

    def _id(self, address: str) -> str:
        kind, _, slug = address.removeprefix(self._names.base).partition("/")  # no slash: KGX takes none in a CURIE
        return self._preferred.get(self._slug(address)) or f"pathkg.{kind}:{slug}"

    def _node(self, address: str, node: Node) -> Row:
        own = self._id(address)
        matches = self._matches.get(self._slug(address), [])
        exact = [match.curie for match in matches if match.predicate == mappings.EXACT and match.curie != own]
        close = [match.curie for match in matches if match.predicate == mappings.CLOSE]
        return {
            "id": own, "category": self._table.kinds[self._kind(address)], "name": _texts(node, "skos:prefLabel"),
            "synonym": _texts(node, "skos:altLabel"), "description": _texts(node, "skos:definition"),
            "equivalent_identifiers": "|".join(sorted(exact)), "xref": "|".join(sorted(close)), "iri": address, "provided_by": "pathkg",
        }  # fmt: skip

    def _edge(self, address: str, claim: Node) -> Iterator[Row]:
        """Yield the edge of a claim, if both its ends are terms."""
        ends = [value.value for name in ("subject", "object") for value in claim.get(pkg(name).value, [])]
        if len(ends) != 2 or not all(map(self._kind, ends)):
            return
        local = _local(claim[pkg("predicate").value][0])
        said, turned, objects = self._table.predicates.get(local, ("biolink:related_to", False, frozenset()))
        if objects and self._kind(ends[1]) not in objects:
            said, turned = "biolink:related_to", False
        plain = is_plain(claim)
        subject, target = reversed(ends) if turned else ends
        works = {work for value in claim[pkg("evidence").value] for work in self._works.get(value.value, ())}
        yield {
            "id": address, "subject": self._id(subject), "predicate": said if plain else "biolink:related_to", "object": self._id(target),
            "category": "biolink:Association", "qualified_predicate": "" if plain else said,
            "negated": "true" if _local(claim[pkg("polarity").value][0]) == "denied" else "false",
            "modality": _local(claim[pkg("modality").value][0]), "original_predicate": f"pkg:{local}",
            "knowledge_level": "knowledge_assertion", "agent_type": "text_mining_agent",
            "primary_knowledge_source": "infores:pathkg", "provided_by": "pathkg", "publications": "|".join(sorted(works)),
            **self._qualifiers(claim),
        }  # fmt: skip

    def _qualifiers(self, claim: Node) -> Row:
        """Return column -> values, a term by its id."""
        found: Row = {}
        for predicate, values in sorted(claim.items()):
            local = predicate.removeprefix(iri("pkg:").value)
            if local == predicate or local in OWN:
                continue
            slot = self._table.qualifiers.get(local) if len(values) == 1 else None  # Biolink's slots take one value
            column = slot or apart(local, "_")
            found[column] = "|".join(sorted(self._id(v.value) if isinstance(v, ox.NamedNode) else _plain(v.value) for v in values))
        for quantity in claim.get(pkg("quantity").value, []):
            held = self._nodes.get(quantity.value, {})
            for column, name in (("min_value", "schema:minValue"), ("max_value", "schema:maxValue"), ("unit", "pkg:ucumCode")):
                found |= {column: _texts(held, name)} if held.get(iri(name).value) else {}
        return found


def _described(triples: Triples) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            found.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(triple.object)
    return found


def _works(evidence: Triples, references: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    """Return evidence -> the works that it cites, by DOI or PubMed number, where that is certain."""
    certain = {row["citation"].partition(" [")[0]: row for row in references if row["status"] == "verified"}
    label, cites = iri("rdfs:label"), iri("cito:citesAsEvidence")
    rows = {t.subject: certain.get(t.object.value) for t in evidence if t.predicate == label and isinstance(t.object, ox.Literal)}
    ids = {str(work): f"doi:{row['doi']}" if row["doi"] else f"PMID:{row['pmid']}" for work, row in rows.items() if row}
    found: dict[str, list[str]] = {}
    for triple in evidence:
        if triple.predicate == cites and (work := ids.get(str(triple.object))):
            found.setdefault(str(triple.subject)[1:-1], []).append(work)
    return found


def _is(node: Node, kind: str) -> bool:
    return pkg(kind) in node.get(iri("rdf:type").value, [])


def _local(value: ox.NamedNode | ox.Literal) -> str:
    return value.value.rpartition("#")[2]


def _plain(text: str) -> str:
    """Return text without the signs that part cells and values."""
    return re.sub(r"[\t\r\n|]+", " ", text)


def _texts(node: Node, name: str) -> str:
    return "|".join(sorted(_plain(value.value) for value in node.get(iri(name).value, [])))


def _table(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    header = list(columns)
    lines = ["\t".join(header), *("\t".join(row.get(column, "") for column in header) for row in rows)]
    return ("\n".join(lines) + "\n").encode()
