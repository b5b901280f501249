"""A user's own vocabularies: their names ground what a page says, their identifiers become mappings.

A concept whose kind is known, by a column of its table or by its prefix (ontology/lexicon/vocabularies.tsv), joins the lexicon: its
names are read wherever they stand. Any other grounds the names that the structure of a page makes candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from build_graph import mappings, resources
from build_graph.errors import VocabularyError
from build_graph.facts import Term
from build_graph.lexicon import Entry, Lexicon, fold, namespaces, openings_of, read_table
from build_graph.mappings import Match
from build_graph.vocabulary import slug

RDF = {
    ".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".owl": ox.RdfFormat.RDF_XML, ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML, ".jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
TABLES = {".tsv": "\t", ".csv": ","}
#: Properties of a label and of an exact synonym, the better label first.
_LABELS = ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_SYNONYMS = (
    "http://www.w3.org/2004/02/skos/core#altLabel", "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym",
)  # fmt: skip
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"


@dataclass(frozen=True, slots=True)
class Concept:
    """What a vocabulary has a name for."""

    address: str  #: IRI
    curie: str  #: or the IRI again, where its prefix is unknown
    label: str
    synonyms: tuple[str, ...] = ()  #: exact ones
    kind: str = ""  #: a class of the ontology; "" where nothing tells
    source: str = ""  #: file, and line where it has lines

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the label first."""
        return (self.label, *self.synonyms)


def load(path: Path, kinds: Iterable[str]) -> list[Concept]:
    """Return the concepts of a file: RDF (OWL or SKOS), OBO, an SSSOM mapping set, or a table with the columns id and label.

    Args:
        path: the file; its ending says what it is.
        kinds: the kinds of term that there are.

    Raises:
        VocabularyError: the file cannot be read, or says nothing that could be used.
    """
    if path.suffix in RDF:
        found = list(_rdf(path))
    elif path.suffix == ".obo":
        found = list(_obo(path))
    elif path.suffix in TABLES:
        found = list(_table(path, frozenset(kinds)))
    else:
        endings = " ".join([*RDF, ".obo", *TABLES])
        raise VocabularyError(
            f"unknown kind of file: {path.suffix or path.name!r}", path=path, expected=endings, fix="rename or convert it"
        )
    if not found:
        raise VocabularyError("no concept with a label", path=path, expected="rdfs:label, skos:prefLabel, name or a column label")
    return found


def ground(known: Lexicon, concepts: Sequence[Concept]) -> Lexicon:
    """Return the lexicon with the concepts whose kind is known; a name that it has already stays what it is."""
    entries, names = dict(known.entries), dict(known.names)
    taken = (names, known.generic)
    for concept in concepts:
        fresh = [
            name for name in concept.names if (key := fold(name)) and not known.meaning(key) and not any(key in held for held in taken)
        ]
        if not concept.kind or concept.label not in fresh:
            continue
        local = slug(concept.label)
        local = local if local not in entries else f"{local}-{slug(concept.curie)}"
        entry = Entry(Term(local, concept.label, concept.kind), "any", tuple(fresh[1:]), (), "", concept.source)
        entries[local] = entry
        names.update((fold(name), entry) for name in fresh)
    return replace(known, entries=entries, names=names, openings=openings_of((*names, *known.markers)))


def matches(terms: Iterable[Term], known: Lexicon, concepts: Iterable[Concept]) -> tuple[Match, ...]:
    """Return the mappings of the terms that the concepts give: exact where label meets label, close where a synonym does."""
    labels: dict[str, list[Concept]] = {}
    others: dict[str, list[Concept]] = {}
    for concept in concepts:
        labels.setdefault(fold(concept.label), []).append(concept)
        for name in concept.synonyms:
            others.setdefault(fold(name), []).append(concept)
    found: dict[tuple[str, str], Match] = {}
    for term in terms:
        entry = known.entries.get(term.slug)
        key, names = fold(term.label), {fold(name) for name in (entry.names if entry else (term.label,))}
        close = [c for name in sorted(names) for c in (*labels.get(name, ()), *others.get(name, ())) if c not in labels.get(key, ())]
        for predicate, hits in ((mappings.EXACT, labels.get(key, ())), (mappings.CLOSE, close)):
            for c in hits:
                found.setdefault((term.slug, c.address), Match(term.slug, predicate, c.curie, c.address, c.label))
    return tuple(found[key] for key in sorted(found))


@cache
def _spaces() -> dict[str, str]:
    """Return the namespaces of the prefixes that our own mappings declare."""
    text = (resources.folder("ontology") / "mappings" / mappings.SETS[0]).read_text(encoding="utf-8")
    return namespaces(text.splitlines())


@cache
def _kinds() -> dict[str, str]:
    rows = read_table(resources.lexicon() / "vocabularies.tsv", ("prefix", "kind", "note"))
    return {row["prefix"].casefold(): row["kind"] for row in rows}


def _concept(address: str, label: str, synonyms: Iterable[str], source: str, kind: str = "", curie: str = "") -> Concept:
    space = next((pair for pair in _spaces().items() if address.startswith(pair[1])), None)
    curie = curie or (f"{space[0]}:{address.removeprefix(space[1])}" if space else address)
    kind = kind or _kinds().get(curie.partition(":")[0].casefold(), "")
    return Concept(address, curie, label, tuple(dict.fromkeys(s for s in synonyms if s != label)), kind, source)


def _rdf(path: Path) -> Iterator[Concept]:
    said: dict[str, dict[str, list[str]]] = {}
    try:
        for triple in ox.parse(path=str(path), format=RDF[path.suffix]):
            node, value = triple.subject, triple.object
            wanted = triple.predicate.value in (*_LABELS, *_SYNONYMS, _DEPRECATED)
            english = isinstance(value, ox.Literal) and (value.language or "en").startswith("en")
            if wanted and english and isinstance(node, ox.NamedNode):
                said.setdefault(node.value, {}).setdefault(triple.predicate.value, []).append(value.value)
    except (OSError, SyntaxError, ValueError) as error:
        raise VocabularyError(f"cannot be read: {error}", path=path, expected=f"{RDF[path.suffix].name}") from error
    for address, held in sorted(said.items()):
        labels = [label for name in _LABELS for label in sorted(held.get(name, ()))]
        if labels and "true" not in held.get(_DEPRECATED, ()):
            synonyms = sorted(s for name in _SYNONYMS for s in held.get(name, ()))
            yield _concept(address, labels[0], [*labels[1:], *synonyms], path.name)


def _obo(path: Path) -> Iterator[Concept]:
    try:
        import fastobo
    except ModuleNotFoundError as error:
        raise VocabularyError("OBO needs a library", path=path, fix="pip install 'pathkg[obo]', or give the OWL file") from error
    try:
        document = fastobo.load(str(path))
    except (OSError, SyntaxError, ValueError) as error:
        raise VocabularyError(f"cannot be read: {error}", path=path, expected="OBO 1.4") from error
    for frame in document:
        clauses = [(clause.raw_tag(), clause.raw_value(), clause) for clause in frame]
        label = next((value for tag, value, _ in clauses if tag == "name"), "")
        if label and isinstance(frame, fastobo.term.TermFrame) and ("is_obsolete", "true") not in [c[:2] for c in clauses]:
            synonyms = [c.synonym.desc for tag, _, c in clauses if tag == "synonym" and c.synonym.scope == "EXACT"]
            identifier = str(frame.id)
            prefix, _, local = identifier.partition(":")
            address = identifier if "://" in identifier else f"http://purl.obolibrary.org/obo/{prefix}_{local}"
            yield _concept(address, label, synonyms, path.name, curie=identifier)


def _table(path: Path, kinds: frozenset[str]) -> Iterator[Concept]:
    """Yield the rows of a table, or the objects of an SSSOM mapping set; its head may declare prefixes as ``#  PREFIX: IRI``."""
    import csv

    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"cannot be read: {error}", path=path, expected="UTF-8") from error
    declared = _spaces() | namespaces(lines)
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip() and not line.startswith("#")]
    rows = csv.DictReader((line for _, line in numbered), delimiter=TABLES[path.suffix])
    columns = rows.fieldnames or []
    identifier, label = next(((i, n) for i, n in (("id", "label"), ("object_id", "object_label")) if {i, n} <= set(columns)), ("", ""))
    if not identifier:
        raise VocabularyError(f"columns {', '.join(columns)}", path=path, line=1, expected="id and label, or those of SSSOM")
    for (number, _), row in zip(numbered[1:], rows, strict=False):
        if not row[label] or row[identifier] == mappings.NOT_FOUND:
            continue
        kind = row.get("kind") or ""
        if kind and kind not in kinds:
            raise VocabularyError(f"unknown kind {kind!r}", path=path, line=number, expected=" ".join(sorted(kinds)), fix="mend the kind")
        address = _address(row[identifier], declared, path, number)
        synonyms = [*(row.get("synonyms") or "").split("|"), row.get("subject_label") or ""]
        yield _concept(address, row[label].strip(), [s.strip() for s in synonyms if s.strip()], f"{path.name}:{number}", kind,
                       "" if "://" in row[identifier] else row[identifier])  # fmt: skip


def _address(identifier: str, declared: Mapping[str, str], path: Path, line: int) -> str:
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", identifier):
        return identifier
    prefix, colon, local = identifier.partition(":")
    if not colon or prefix not in declared or not re.fullmatch(r"[\w.-]+", local):
        raise VocabularyError(
            f"not an identifier: {identifier!r}", path=path, line=line, expected="an IRI, or PREFIX:LOCAL with a declared prefix",
            fix=f"declare it above the header: '#  {prefix or 'PREFIX'}: https://...'",
        )  # fmt: skip
    return declared[prefix] + local
