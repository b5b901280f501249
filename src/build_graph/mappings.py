"""Our terms and references in outside vocabularies: the curated tables as triples, as preferred identifiers, and as shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from build_graph import resources
from build_graph.lexicon import namespaces, read_table
from build_graph.triples.write import Layer, Triples
from build_graph.vocabulary import Names, iri, pkg

#: One file a licence class. What the second matches is given as identifiers alone.
SETS = ("open.sssom.tsv", "restricted.sssom.tsv")
NOT_FOUND = "sssom:NoTermFound"
EXACT, CLOSE = "skos:exactMatch", "skos:closeMatch"
REFERENCES = ("citation", "doi", "pmid", "title", "status", "source")
#: Which of several exact matches names a term outside: the first of these, then any other, but none under a restricted licence.
PREFERRED = ("MONDO", "HP", "UBERON", "CL", "CHEBI", "GO", "PATO", "MAXO", "OBI", "ECTO", "MESH")
#: Kinds that are identifiers themselves, and need none from outside.
CODES = frozenset({"ClassificationCode"})
_ANNOTATIONS = (
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch",
    "bibo:doi", "bibo:pmid", "dcterms:title", "dcterms:identifier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """One row of a mapping set that found something."""

    slug: str  #: of our term
    predicate: str  #: a mapping property of SKOS, as CURIE
    curie: str  #: of the concept outside
    address: str  #: its IRI
    label: str  #: as the vocabulary gives it; empty in the restricted set


def load(folder: Path | None = None) -> tuple[Match, ...]:
    """Return the rows of both sets that found something, in the order of the files.

    Raises:
        LexiconError: a file cannot be read, or a prefix is not declared.
    """
    folder = folder or resources.folder("ontology") / "mappings"
    return tuple(row for name in SETS for row in _rows(folder / name))


def _rows(path: Path) -> list[Match]:
    found, rows = [], list(read_table(path))
    declared = namespaces(path.read_text(encoding="utf-8").splitlines())
    for row in rows:
        prefix, _, local = row["object_id"].partition(":")
        if row["object_id"] == NOT_FOUND:
            continue
        if prefix not in declared:
            raise row.error(f"prefix {prefix!r} is not declared", "object_id", fix="add it to curie_map")
        slug = row["subject_id"].removeprefix("term:")
        found.append(Match(slug, row["predicate_id"], row["object_id"], declared[prefix] + local, row.cells.get("object_label", "")))
    return found


def triples(known: Iterable[Match], references: Sequence[Mapping[str, str]], content: Triples, names: Names) -> Triples:
    """Return the matches of the terms, and the identifiers of the references, that ``content`` describes.

    The mapping properties are declared as annotation properties: as object properties over terms that are classes too, they would
    leave OWL 2 DL.

    Args:
        known: the mapping sets.
        references: the rows of references.tsv.
        content: claims and evidence of all topics.
        names: addresses.
    """
    layer = Layer()
    for curie in _ANNOTATIONS:
        layer.add(iri(curie), "rdf:type", iri("owl:AnnotationProperty"))
    name = iri("skos:prefLabel")
    labelled = (triple.subject for triple in content if triple.predicate == name)
    described = {subject.value: subject for subject in labelled if isinstance(subject, ox.NamedNode)}
    spaces = [f"{names.base}{kind}/" for kind in ("term", "candidate")]
    for row in known:
        for term in [described[address] for space in spaces if (address := space + row.slug) in described]:
            outside = ox.NamedNode(row.address)
            layer.add(term, row.predicate, outside)
            if row.label:
                layer.add(outside, "rdfs:label", ox.Literal(row.label, language="en"))
    by_citation = {row["citation"].partition(" [")[0]: row for row in references}
    for node, label in _references(content):
        if label in by_citation:
            _reference(layer, node, by_citation[label])
    return layer.sorted()


def references(folder: Path | None = None) -> list[dict[str, str]]:
    """Return the rows of references.tsv.

    Raises:
        LexiconError: the file cannot be used.
    """
    path = (folder or resources.folder("ontology") / "mappings") / "references.tsv"
    return [{column: row[column] for column in REFERENCES} for row in read_table(path, REFERENCES)]


def _references(content: Triples) -> list[tuple[ox.NamedNode, str]]:
    kind, label, reference = iri("rdf:type"), iri("rdfs:label"), pkg("Reference")
    works = {triple.subject for triple in content if triple.predicate == kind and triple.object == reference}
    return [
        (triple.subject, triple.object.value)
        for triple in content
        if triple.predicate == label and triple.subject in works
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal)
    ]


def addresses(row: Mapping[str, str]) -> list[str]:
    """Return the IRIs of a work, by its DOI and its PubMed number."""
    doi, pmid = row["doi"], row["pmid"]
    return [*([f"https://doi.org/{doi}"] if doi else []), *([f"https://pubmed.ncbi.nlm.nih.gov/{pmid}"] if pmid else [])]


def _reference(layer: Layer, node: ox.NamedNode, row: Mapping[str, str]) -> None:
    """Add the identifiers of one work. One that is only probable is a close match, said to be so, and gives no DOI."""
    certain = row["status"] == "verified"
    for address in addresses(row):
        layer.add(node, EXACT if certain else CLOSE, ox.NamedNode(address))
    if not certain:
        layer.add(node, "skos:scopeNote", ox.Literal(f"identifier {row['status']}: not seen with volume and page", language="en"))
        return
    for name, value in (("bibo:doi", row["doi"]), ("bibo:pmid", row["pmid"]), ("dcterms:title", row["title"])):
        if value:
            layer.add(node, name, ox.Literal(value))


def preferred(known: Iterable[Match]) -> dict[str, str]:
    """Return slug -> the CURIE that names the term outside, for terms with an open exact match: see ``PREFERRED``."""

    def rank(row: Match) -> tuple[int, str]:
        prefix = row.curie.partition(":")[0]
        return PREFERRED.index(prefix) if prefix in PREFERRED else len(PREFERRED), row.curie

    exact = sorted((row for row in known if row.predicate == EXACT and row.label), key=rank, reverse=True)
    return {row.slug: row.curie for row in exact}


def shares(known: Iterable[Match], content: Triples, names: Names) -> dict[str, tuple[int, int]]:
    """Return kind -> terms with an exact or close match, and terms; candidates and codes do not count.

    Args:
        known: the mapping sets.
        content: claims of all topics.
        names: addresses.
    """
    space = f"{names.base}term/"
    matched = {row.slug for row in known if row.predicate in (EXACT, CLOSE)}
    kinds = set(_kinds(content, space))
    total, hit = Counter(kind for _, kind in kinds), Counter(kind for slug, kind in kinds if slug in matched)
    return {kind: (hit[kind], total[kind]) for kind in sorted(total) if kind not in CODES}


def _kinds(content: Triples, space: str) -> Iterator[tuple[str, str]]:
    """Yield slug and kind of each term of the lexicon."""
    ontology, kind = iri("pkg:").value, iri("rdf:type")
    for triple in content:
        subject, target = str(triple.subject)[1:-1], str(triple.object)[1:-1]
        if triple.predicate == kind and subject.startswith(space) and target.startswith(ontology):
            yield subject.removeprefix(space), target.removeprefix(ontology)
