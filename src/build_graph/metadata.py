"""What a release says about itself, computed from its files: DCAT, VoID, PROV and schema.org; and its questions as RDF.

No date of the build is given: two builds of one input are the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from build_graph import queries, resources
from build_graph.manifest import media_type
from build_graph.queries import Query
from build_graph.triples import Triples, turtle
from build_graph.triples.write import Layer, integer
from build_graph.vocabulary import BASE, Names, below, curated, iri, pkg, slug

_OWNER = "This page is not part of the dataset; all rights in it are its owner's."
#: What is asked of topics, documents and owners.
_ABOUT = (
    "rdf:type", "rdfs:label", "pkg:about", "schema:sha256", "schema:name", "dcterms:license", "dcterms:title", "dcterms:rightsHolder",
    "prov:wasDerivedFrom",
)  # fmt: skip
_IANA = "https://www.iana.org/assignments/media-types/"
#: Address of a concept outside -> the vocabulary that it is of, by the first of these that fits.
VOCABULARIES = (
    "http://purl.obolibrary.org/obo/", "http://id.nlm.nih.gov/mesh/", "http://www.ebi.ac.uk/efo/", "http://www.orpha.net/ORDO/",
    "http://identifiers.org/hgnc/", "http://snomed.info/id/", "https://go.drugbank.com/drugs/", "https://omim.org/entry/",
    "https://radlex.org/RID/", "http://id.who.int/icd/entity/", "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """What a release holds, before it speaks about itself."""

    files: Mapping[str, bytes]  #: name -> content, of every file but metadata.ttl and manifest.json
    graphs: Mapping[str, Triples]  #: address of a named graph -> its triples
    mappings: Triples
    digest: str  #: RDFC-1.0, of claims, edges and evidence together
    version: str  #: of the software, and so of the release


def metadata(content: Content, names: Names) -> bytes:
    """Return metadata.ttl."""
    layer = Layer()
    dataset, release = names.dataset(), names.release(content.version)
    _curated(layer, names)
    for name in ("dcat:version", "owl:versionInfo", "schema:version"):
        layer.add(dataset, name, ox.Literal(content.version))
    layer.add(dataset, "owl:versionIRI", release)
    layer.add(names.software(), "schema:softwareVersion", ox.Literal(content.version))
    layer.add(dataset, "dcterms:identifier", ox.Literal(dataset.value))
    layer.add(dataset, "void:uriSpace", ox.Literal(names.base))
    everything = {triple for triples in content.graphs.values() for triple in triples}
    _documents(layer, dataset, everything, names)
    for name, held in sorted(content.files.items()):
        _distribution(layer, dataset, release, name, held)
    _statistics(layer, dataset, everything)
    for graph, triples in content.graphs.items():
        node = ox.NamedNode(graph)
        layer.add(dataset, "void:subset", node)
        layer.add(node, "rdf:type", iri("void:Dataset"))
        layer.add(node, "void:triples", integer(len(set(triples))))
    _linksets(layer, dataset, content.mappings)
    _checksum(layer, below(dataset, "checksum", "rdfc10"), content.digest)
    layer.add(dataset, "spdx:checksum", below(dataset, "checksum", "rdfc10"))
    return turtle(layer.sorted(), names.base)


def _curated(layer: Layer, names: Names) -> None:
    """Add what ontology/dataset.ttl says, below the base of this build."""

    def moved(node: ox.NamedNode) -> ox.NamedNode:
        ours = node.value.startswith(BASE) and not node.value.startswith(f"{BASE}ontology")
        return ox.NamedNode(names.base + node.value.removeprefix(BASE)) if ours else node

    for quad in curated(resources.folder("ontology") / "dataset.ttl"):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            target = moved(quad.object) if isinstance(quad.object, ox.NamedNode) else quad.object
            layer.add(moved(quad.subject), quad.predicate, target)


def _documents(layer: Layer, dataset: ox.NamedNode, everything: Iterable[ox.Triple], names: Names) -> None:
    """Add titles, licences, and from what by which software the dataset was made."""
    build, software = below(dataset, "activity", "build"), names.software()
    layer.add(build, "rdf:type", iri("prov:Activity"))
    layer.add(build, "rdfs:label", ox.Literal("reading of the documents, checks, and release", language="en"))
    layer.add(build, "prov:wasAssociatedWith", software)
    layer.add(build, "prov:generated", dataset)
    layer.add(dataset, "rdf:type", iri("prov:Entity"))
    layer.add(dataset, "prov:wasGeneratedBy", build)
    read: set[ox.NamedNode] = set()
    about: dict[ox.NamedNode, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    wanted = {iri(name) for name in _ABOUT}
    for triple in everything:
        if triple.predicate in wanted:
            about[triple.subject][triple.predicate.value].append(triple.object)  # type: ignore[index, arg-type]
    for node, values in about.items():
        if pkg("Topic") in values[iri("rdf:type").value]:
            titles = [value.value for value in values[iri("rdfs:label").value]]
            layer.add(dataset, "dcterms:title", *(ox.Literal(f"pathkg: {title}", language="en") for title in titles))
            layer.add(dataset, "schema:name", *(ox.Literal(f"pathkg: {title}", language="en") for title in titles))
            layer.add(dataset, "dcat:keyword", *(ox.Literal(title, language="en") for title in titles))
            layer.add(dataset, "void:exampleResource", *values[iri("pkg:about").value])
        if values[iri("schema:sha256").value]:
            read.add(node)
    for node in read:
        layer.add(build, "prov:used", node)
        layer.add(dataset, "prov:wasDerivedFrom", node)
        layer.add(dataset, "schema:isBasedOn", node)
        for licence in about[node][iri("dcterms:license").value]:
            layer.add(dataset, "dcterms:license", licence)
            layer.add(dataset, "schema:license", licence)
        for name in ("dcterms:title", "schema:sha256", "dcterms:license", "prov:wasDerivedFrom"):
            layer.add(node, name, *about[node][iri(name).value])
        layer.add(node, "rdf:type", iri("prov:Entity"))
        for page in about[node][iri("prov:wasDerivedFrom").value]:
            _rights(layer, page, about)


def _rights(layer: Layer, page: object, about: Mapping[ox.NamedNode, Mapping[str, Sequence[ox.NamedNode | ox.Literal]]]) -> None:
    """Add whose the page is that a document restates, by name."""
    if not isinstance(page, ox.NamedNode):
        return
    layer.add(page, "rdf:type", iri("prov:Entity"))
    for holder in about[page].get(iri("dcterms:rightsHolder").value, []):
        if isinstance(holder, ox.NamedNode):
            layer.add(page, "dcterms:rightsHolder", holder)
            layer.add(holder, "schema:name", *about[holder].get(iri("schema:name").value, []))
            layer.add(page, "dcterms:rights", ox.Literal(_OWNER, language="en"))


def _distribution(layer: Layer, dataset: ox.NamedNode, release: ox.NamedNode, name: str, content: bytes) -> None:
    """Add one file: where it is, what it is, how large it is, and its SHA-256."""
    node, digest = below(release, "file", name), hashlib.sha256(content).hexdigest()
    layer.add(dataset, "dcat:distribution", node)
    layer.add(dataset, "schema:distribution", node)
    layer.add(node, "rdf:type", iri("dcat:Distribution"), iri("schema:DataDownload"))
    layer.add(node, "dcterms:title", ox.Literal(name))
    layer.add(node, "schema:name", ox.Literal(name))
    layer.add(node, "dcat:downloadURL", node)
    layer.add(node, "schema:contentUrl", node)
    layer.add(node, "dcat:mediaType", ox.NamedNode(_IANA + media_type(name)))
    layer.add(node, "schema:encodingFormat", ox.Literal(media_type(name)))
    layer.add(node, "dcat:byteSize", ox.Literal(str(len(content)), datatype=iri("xsd:nonNegativeInteger")))
    layer.add(node, "schema:contentSize", ox.Literal(f"{len(content)} B"))
    layer.add(node, "schema:sha256", ox.Literal(digest))
    layer.add(node, "spdx:checksum", below(node, "checksum", "sha256"))
    _checksum(layer, below(node, "checksum", "sha256"), digest)
    if name.endswith(".nt"):
        layer.add(dataset, "void:dataDump", node)


def _checksum(layer: Layer, node: ox.NamedNode, digest: str) -> None:
    layer.add(node, "rdf:type", iri("spdx:Checksum"))
    layer.add(node, "spdx:algorithm", iri("spdx:checksumAlgorithm_sha256"))
    layer.add(node, "spdx:checksumValue", ox.Literal(digest, datatype=iri("xsd:hexBinary")))


def _statistics(layer: Layer, dataset: ox.NamedNode, everything: set[ox.Triple]) -> None:
    """Add VoID's counts, as a whole, by class and by property."""
    kind = iri("rdf:type")
    classes = Counter(triple.object for triple in everything if triple.predicate == kind)
    properties = Counter(triple.predicate for triple in everything)
    subjects = {triple.subject for triple in everything}
    counts = {
        "void:triples": len(everything), "void:entities": len({t.subject for t in everything if t.predicate == kind}),
        "void:distinctSubjects": len(subjects), "void:distinctObjects": len({triple.object for triple in everything}),
        "void:classes": len(classes), "void:properties": len(properties),
    }  # fmt: skip
    for name, count in counts.items():
        layer.add(dataset, name, integer(count))
    for found, part, of, counted in (
        (classes, "void:classPartition", "void:class", "void:entities"),
        (properties, "void:propertyPartition", "void:property", "void:triples"),
    ):
        for value, count in found.items():
            if isinstance(value, ox.NamedNode):
                node = below(dataset, part.removeprefix("void:"), _key(value.value))
                layer.add(dataset, part, node)
                layer.add(node, of, value)
                layer.add(node, counted, integer(count))


def _key(address: str) -> str:
    """Return a slug of an IRI that no other IRI has."""
    return f"{slug(address.rpartition('/')[2])}-{hashlib.sha256(address.encode()).hexdigest()[:6]}"


def _linksets(layer: Layer, dataset: ox.NamedNode, mappings: Triples) -> None:
    """Add a linkset for each vocabulary outside and mapping property."""
    found: Counter[tuple[str, str]] = Counter()
    for triple in mappings:
        if triple.predicate.value.endswith("Match") and isinstance(triple.object, ox.NamedNode):
            found[vocabulary_of(triple.object.value), triple.predicate.value] += 1
    for (space, predicate), count in found.items():
        name = slug(f"{space.split('://')[1]} {predicate.rpartition('#')[2]}")
        node, target = below(dataset, "linkset", name), below(dataset, "vocabulary", slug(space.split("://")[1]))
        layer.add(dataset, "void:subset", node)
        layer.add(node, "rdf:type", iri("void:Linkset"))
        layer.add(node, "void:subjectsTarget", dataset)
        layer.add(node, "void:objectsTarget", target)
        layer.add(node, "void:linkPredicate", ox.NamedNode(predicate))
        layer.add(node, "void:triples", integer(count))
        layer.add(target, "rdf:type", iri("void:Dataset"))
        layer.add(target, "void:uriSpace", ox.Literal(space))


def vocabulary_of(address: str) -> str:
    """Return the URI space of the vocabulary that an outside concept is of; OBO ontologies by their own prefix."""
    space = next((space for space in VOCABULARIES if address.startswith(space)), address.rpartition("/")[0] + "/")
    prefixed = re.fullmatch(r"([A-Za-z]+_)\w+", address.removeprefix(space))
    return space + prefixed[1] if prefixed else space


def catalogue(known: Sequence[Query], store: ox.Store, names: Names) -> bytes:
    """Return queries.ttl: each question as sh:SPARQLExecutable, with how many rows it has over ``store``.

    Raises:
        QueryError: a question cannot be answered.
    """
    layer = Layer()
    for query in known:
        node = names.query(query.name)
        text = "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")) + "\n"
        layer.add(node, "rdf:type", iri("sh:SPARQLExecutable"), iri("sh:SPARQLSelectExecutable"))
        layer.add(node, "sh:select", ox.Literal(text))
        layer.add(node, "sh:prefixes", ox.NamedNode(f"{BASE}prefixes"))
        layer.add(node, "rdfs:label", ox.Literal(query.question or query.summary, language="en"))
        layer.add(node, "pkg:expectedRows", integer(len(queries.run(query, store).rows)))
        layer.add(node, "schema:keywords", *map(ox.Literal, query.tags))
        if query.summary:
            layer.add(node, "rdfs:comment", ox.Literal(query.summary, language="en"))
        if query.id:
            layer.add(node, "dcterms:identifier", ox.Literal(query.id))
        for name, value in queries.values(query, {}).items():
            parameter = below(node, "parameter", slug(name))
            layer.add(node, "schema:additionalProperty", parameter)
            layer.add(parameter, "rdf:type", iri("schema:PropertyValueSpecification"))
            layer.add(parameter, "schema:valueName", ox.Literal(name))
            layer.add(parameter, "schema:defaultValue", value)
    return turtle(layer.sorted(), names.base)
