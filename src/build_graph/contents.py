"""What a release holds beside its Turtle layers: other formats, mappings, questions as RDF, changes, and what it says about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from build_graph import changes, formats, mappings, metadata, queries, resources, retired
from build_graph.mappings import Match
from build_graph.queries import Query
from build_graph.triples import Triples, ntriples, turtle
from build_graph.vocabulary import BASE, Names, below, curated, iri, pkg, prefixes

Layers = Mapping[str, Triples]  #: name of a Turtle file -> its triples


@dataclass(frozen=True, slots=True)
class Linked:
    """What was made of the layers of all topics."""

    files: dict[str, bytes]  #: name -> content
    graphs: dict[str, Triples]  #: address of a named graph -> its triples
    mappings: Triples
    shares: dict[str, tuple[int, int]]  #: kind -> terms with an exact or close match outside, and terms


def linked(topics: Mapping[str, Layers], names: Names, version: str, previous: Path | None = None, further: Sequence[Match] = ()) -> Linked:
    """Return the further files of a release.

    Args:
        topics: slug of a topic -> its layers.
        names: addresses.
        version: of the software, and so of the release.
        previous: the release before this one, to tell what changed.
        further: mappings to a user's own vocabularies.

    Raises:
        BuildGraphError: a curated table, a question or the previous release cannot be used.
    """
    known, table = (*mappings.load(), *further), formats.biolink()
    files: dict[str, bytes] = {}
    graphs: dict[str, Triples] = {}
    for topic, layers in topics.items():
        own = formats.named_graphs(layers, names)
        graphs |= own
        files |= _topic(topic, layers, own, known, table, names)
    content = [triple for layers in topics.values() for triples in layers.values() for triple in triples]
    matched = mappings.triples(known, mappings.references(), content, names)
    files["mappings.ttl"] = turtle(matched, names.base)
    folder = resources.folder("ontology") / "mappings"
    files |= {name: moved((folder / name).read_bytes(), names) for name in (*mappings.SETS, "references.tsv")}
    ontology = list(curated(resources.folder("ontology") / "ontology.ttl"))
    files["terms.owl"] = _terms(ontology, [*content, *matched], ", ".join(topics), version, names)
    files |= _questions([*content, *matched, *ontology], names)
    files |= _out_of_use(content, names, previous)
    return Linked(files, graphs, matched, mappings.shares(known, content, names))


def _topic(topic: str, layers: Layers, graphs: Layers, known: tuple[Match, ...], table: formats.Biolink, names: Names) -> dict[str, bytes]:
    """Return one topic in the other formats."""
    content = [triple for triples in layers.values() for triple in triples]
    nodes, edges = formats.kgx(layers[f"{topic}.ttl"], layers[f"{topic}-evidence.ttl"], known, table, names)
    return {
        f"{topic}.nt": ntriples(content),
        f"{topic}.nq": formats.nquads(graphs),
        f"{topic}.jsonld": formats.jsonld(content, names.base),
        f"{topic}_nodes.tsv": nodes,
        f"{topic}_edges.tsv": edges,
    }


def _terms(ontology: Triples, content: Triples, topics: str, version: str, names: Names) -> bytes:
    """Return ontology and diseases for OWL tools."""
    header = below(names.release(version), "file", "terms.owl")
    return formats.rdfxml(formats.terms(ontology, content, header, f"pathkg ontology with the diseases of: {topics}"), names.base)


def questions(names: Names) -> dict[str, bytes]:
    """Return the questions, a file each."""
    return {f"queries/{path.name}": moved(path.read_bytes(), names) for path in sorted(resources.folder("queries").glob("*.rq"))}


def _questions(content: Triples, names: Names) -> dict[str, bytes]:
    """Return the questions about a release, and their catalogue as RDF, each with its count of rows over what the release knows."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in content)
    known = [_about_topic(queries.parse(text.decode(), Path(name)), store) for name, text in questions(names).items()]
    return {str(query.path): query.text.encode() for query in known} | {"queries.ttl": metadata.catalogue(known, store, names)}


def _about_topic(query: Query, store: ox.Store) -> Query:
    """Return a question that asks about the one topic of the release where its file names another disease, or a term that is not here."""
    topics = [quad.object for quad in store.quads_for_pattern(None, pkg("about"), None)]
    name = next((name for name, kind in query.kinds.items() if kind in {"pkg:Disease", "pkg:Term"}), None)
    if name is None or len(topics) != 1 or not isinstance(topics[0], ox.NamedNode):
        return query
    default, known = queries.values(query, {})[name], queries.InStore(store)
    if query.kinds[name] == "pkg:Disease":
        stays = default in known.forms(topics[0]) or ox.Quad(topics[0], iri("rdf:type"), pkg("Disease")) not in store
    else:
        stays = not isinstance(default, ox.NamedNode) or known.occurs(default)
    return query if stays else queries.parse(queries.asking_about(query, name, topics[0]), query.path)


def moved(content: bytes, names: Names) -> bytes:
    """Return a file of ours with the addresses of terms, topics and documents below another base."""
    for prefix, space in prefixes(BASE).items():
        content = content.replace(space.encode(), prefixes(names.base)[prefix].encode()) if names.base != BASE else content
    return content


def knowledge(names: Names) -> dict[str, bytes]:
    """Return what every release holds, whatever its pages."""
    curated_ = [resources.folder("ontology") / name for name in ("ontology.ttl", "shapes.ttl", "prefixes.ttl")]
    files = {path.name: moved(path.read_bytes(), names) for path in curated_}
    return files | {"LICENSE": (resources.folder("documents") / "LICENSE").read_bytes()}


def _out_of_use(content: Triples, names: Names, previous: Path | None) -> dict[str, bytes]:
    """Return what changed since the release before, and the addresses that are out of use; no file where there is nothing."""
    rows = retired.ledger(names)
    if previous is None and not rows:
        return {}
    alive = changes.snapshot_of(content)
    before = changes.snapshot(previous) if previous else None
    gone = retired.retired(rows, alive, before, retired.in_lexicon(names))
    files = {"deprecated.ttl": retired.deprecation(gone, names.base)} if gone else {}
    if before is not None:
        found = changes.diff(before, alive)
        files |= {"changes.md": changes.as_markdown(found).encode(), "changes.json": changes.as_json(found).encode()}
    return files


def shares_table(shares: Mapping[str, tuple[int, int]]) -> str:
    """Return the shares as rows of a Markdown table, the whole last."""
    rows = [*shares.items(), ("all", (sum(hit for hit, _ in shares.values()), sum(total for _, total in shares.values())))]
    return "\n".join(f"| {kind} | {hit} of {total} | {hit * 100 // total if total else 0}% |" for kind, (hit, total) in rows)
