"""What the server says of itself, and of each thing that a release names: service description, VoID, and the triples of an IRI."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from build_graph.vocabulary import ONTOLOGY, Names

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/", "formats": "http://www.w3.org/ns/formats/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}  # fmt: skip
#: Addresses that stand for a whole file of the release.
_FILES = ("ontology", "shapes", "prefixes")
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_PATH = re.compile(r"[\w.~%-]+(/[\w.~%-]+)*", re.ASCII)
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
_NODE = """\
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
  UNION {{ BIND(<{iri}> AS ?o) ?s ?p ?o }}
  UNION {{ <{iri}> ?to ?s . FILTER(STRSTARTS(STR(?s), "{iri}/")) ?s ?p ?o }}
  UNION {{ <{iri}> ?to ?part . ?part ?on ?s . FILTER(STRSTARTS(STR(?part), "{iri}/") && STRSTARTS(STR(?s), "{iri}/")) ?s ?p ?o }}
}}"""
_SUBJECT = "SELECT ?subject WHERE {{ <{iri}> <" + ONTOLOGY + "subject> ?subject }}"


def node(path: str, base: str) -> str:
    """Return the query for the triples of the IRI that the address ``path`` of this server stands for; empty if it can stand for none.

    The triples: those of the node, those that point to it, and those of its own parts, such as the selectors of a piece of evidence.
    The ontology, the shapes, the prefixes and a named graph are whole graphs.

    Args:
        path: without the slash at its beginning, such as ``term/calciphylaxis``.
        base: of the release.
    """
    if not _PATH.fullmatch(path):
        return ""
    if path in _FILES:
        return _GRAPH.format(iri=Names(base).graph(path).value)
    return (_GRAPH if path.startswith("graph/") else _NODE).format(iri=base + path)


def subject(claim: str, base: str) -> str:
    """Return the query for the subject of the claim at the address ``claim``: on its page the claim stands."""
    return _SUBJECT.format(iri=base + claim) if _PATH.fullmatch(claim) else ""


def service(home: str, graphs: Mapping[str, int]) -> list[ox.Triple]:
    """Return the service description. Source: https://www.w3.org/TR/sparql11-service-description/.

    Args:
        home: address of the server, with a slash at its end.
        graphs: IRI of a graph -> its triples; the empty IRI is the default graph.
    """
    me, about = f"{home}sparql", f"{home}.well-known/void"
    made = [
        _said(me, "rdf:type", "sd:Service"), _said(me, "sd:endpoint", me), _said(me, "sd:supportedLanguage", "sd:SPARQL11Query"),
        *(_said(me, "sd:resultFormat", f"formats:{name}") for name in _FORMATS),
        _said(me, "sd:defaultDataset", f"{about}#dataset"), _said(me, "sd:availableGraphs", f"{about}#graphs"),
        _said(f"{about}#dataset", "rdf:type", "sd:Dataset"), _said(f"{about}#graphs", "rdf:type", "sd:GraphCollection"),
        _said(f"{about}#dataset", "sd:defaultGraph", f"{about}#default"), *_graph(f"{about}#default", graphs[""]),
    ]  # fmt: skip
    for iri in sorted(filter(None, graphs)):
        key = iri.partition("/graph/")[2].replace("/", "-")
        named = f"{about}#named-{key}"
        made += [_said(f"{about}#{whole}", "sd:namedGraph", named) for whole in ("dataset", "graphs")]
        made += [_said(named, "rdf:type", "sd:NamedGraph"), _said(named, "sd:name", iri), _said(named, "sd:graph", f"{about}#{key}")]
        made += _graph(f"{about}#{key}", graphs[iri])
    return made


def void(home: str, base: str, graphs: Mapping[str, int]) -> list[ox.Triple]:
    """Return where the dataset can be asked; what the release says of itself stands beside. Source: https://www.w3.org/TR/void/."""
    me, dataset = f"{home}.well-known/void", Names(base).dataset().value
    return [
        _said(me, "rdf:type", "void:DatasetDescription"), _said(dataset, "rdf:type", "void:Dataset"),
        _said(dataset, "void:sparqlEndpoint", f"{home}sparql"), _said(dataset, "void:uriSpace", base, literal=True),
        ox.Triple(ox.NamedNode(me), _iri("void:inDataset"), ox.NamedNode(dataset)),
        ox.Triple(ox.NamedNode(dataset), _iri("void:triples"), ox.Literal(graphs[""])),
    ]  # fmt: skip


def _graph(iri: str, triples: int) -> list[ox.Triple]:
    return [_said(iri, "rdf:type", "sd:Graph"), ox.Triple(ox.NamedNode(iri), _iri("void:triples"), ox.Literal(triples))]


def _said(node: str, name: str, value: str, *, literal: bool = False) -> ox.Triple:
    return ox.Triple(ox.NamedNode(node), _iri(name), ox.Literal(value) if literal else _iri(value))


def _iri(name: str) -> ox.NamedNode:
    """Return an IRI that is written whole, or with one of our prefixes."""
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + rest if prefix in PREFIXES else name)
