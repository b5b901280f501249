"""The whole of a release, file by file, put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from build_graph import release
from build_graph.site.model import Declared, Elsewhere, File, Reference, Release, Shape
from build_graph.site.read import CLASS, PKG, RDFS, SCHEMA, SKOS, TYPE, Graph, called, claim, edition, facts, local, rows, term
from build_graph.vocabulary import SHAPES, Names, declarations

SH = "http://www.w3.org/ns/shacl#"
OWL = "http://www.w3.org/2002/07/owl#"
#: Names of the ontology's sorts, most telling type first.
_SORTS = (
    (PKG + "Predicate", "predicates"), (PKG + "Qualifier", "qualifiers"), (CLASS, "classes"), (PKG + "Modality", "modalities"),
    (PKG + "Polarity", "polarities"), (OWL + "ObjectProperty", "other properties"), (OWL + "DatatypeProperty", "other properties"),
    (OWL + "AnnotationProperty", "other properties"),
)  # fmt: skip


def load(folder: Path) -> Release:
    """Return what the release in ``folder`` says.

    Raises:
        ReleaseError: no release is there, or a file of it cannot be used.
    """
    manifest = release.read_manifest(folder)
    graph = Graph()
    for name in release.knowledge(manifest):
        graph.add(release.parse(folder / name))
    found = Release(
        Names.of(manifest).base, str(manifest.get("software", "")), str(manifest.get("rdfc10", "")),
        _files(manifest), graph.nodes, dict(sorted(declarations(release.parse(folder / "prefixes.ttl")).items())), {},
    )  # fmt: skip
    _ontology(graph, found)
    for iri in graph.of_type(PKG + "Topic"):
        found.topics[iri] = (graph.named(iri).text, graph.one(iri, PKG + "about"))
    _terms(graph, found, folder, manifest)
    found.claims = {iri: claim(graph, iri) for iri in graph.of_type(PKG + "Claim")}
    _documents(graph, found, folder)
    _references(graph, found, folder, manifest)
    if "page-anchors.tsv" in manifest["files"]:
        for row in rows(folder / "page-anchors.tsv"):
            found.anchors.setdefault(row["claim"], []).append((int(row["line"]), int(row["start"]), int(row["end"])))
    found.rules = {iri: graph.named(iri).text for iri in graph.of_type(PKG + "ReadingRule")}
    found.schemes = {iri: graph.named(iri).text for iri in graph.of_type(SKOS + "ConceptScheme")}
    _rules(found, folder)
    _about(found, folder, manifest)
    found.edges = sum(len(values) for node in graph.nodes.values() for name, values in node.items() if _is_predicate(found, name))
    return found


def _is_predicate(found: Release, name: str) -> bool:
    declared = found.declared.get(name)
    return declared is not None and declared.sort == "predicates"


def _files(manifest: Mapping[str, Any]) -> list[File]:
    held = sorted(manifest["files"].items())
    return [File(name, int(about["bytes"]), str(about["sha256"]), about.get("triples")) for name, about in held]


def _ontology(graph: Graph, found: Release) -> None:
    for iri, node in graph.nodes.items():
        if not iri.startswith(PKG):
            continue
        types = {each.value for each in node.get(TYPE, [])}
        sort = next((name for kind, name in _SORTS if kind in types), "")
        if not sort:
            continue
        found.declared[iri] = Declared(
            iri, local(iri), graph.named(iri).text, sort, graph.one(iri, PKG + "group"), graph.one(iri, SKOS + "definition"),
            tuple(graph.all(iri, SKOS + "example")), (*graph.all(iri, RDFS + "subClassOf"), *graph.all(iri, RDFS + "subPropertyOf")),
            tuple(graph.all(iri, SCHEMA + "domainIncludes")), tuple(graph.all(iri, SCHEMA + "rangeIncludes")),
            tuple(graph.all(iri, RDFS + "seeAlso")),
        )  # fmt: skip


def _kinds(found: Release) -> frozenset[str]:
    """Return the classes of terms and of parts of a page."""
    kinds = {PKG + "Term", PKG + "PagePart"}
    while more := {each.iri for each in found.declared.values() if kinds & set(each.parents)} - kinds:
        kinds |= more
    return frozenset(kinds)


def _terms(graph: Graph, found: Release, folder: Path, manifest: Mapping[str, Any]) -> None:
    kinds = _kinds(found)
    mappings = _mappings(found, folder, manifest)
    for iri, node in graph.nodes.items():
        if any(each.value in kinds for each in node.get(TYPE, [])):
            found.terms[iri] = term(graph, iri, kinds, tuple(mappings.get(iri, ())))


def _mappings(found: Release, folder: Path, manifest: Mapping[str, Any]) -> dict[str, list[Elsewhere]]:
    """Return what each term is called elsewhere, from the SSSOM tables of the release, if it carries any."""
    made: dict[str, list[Elsewhere]] = {}
    for name in sorted(manifest["files"]):
        if not name.endswith(".sssom.tsv"):
            continue
        found.mapped = True
        head = (folder / name).read_text(encoding="utf-8").splitlines()
        spaces = {m[1]: m[2] for line in head if (m := re.match(r"#\s+['\"]?([\w.]+)['\"]?:\s*['\"]?(\S+?://\S+?)['\"]?\s*$", line))}
        for row in rows(folder / name):
            prefix, _, key = row["subject_id"].partition(":")
            subject = {"term": f"{found.base}term/"}.get(prefix, spaces.get(prefix, "")) + key
            space, _, identifier = row["object_id"].partition(":")
            made.setdefault(subject, []).append(Elsewhere(
                local(row["predicate_id"].partition(":")[2]), row["object_id"], spaces[space] + identifier if space in spaces else "",
                row.get("object_label") or "", row.get("object_source_version") or row.get("object_source") or "", row.get("comment") or "",
            ))  # fmt: skip
    order = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    return {iri: sorted(held, key=lambda each: (*(each.relation != name for name in order), each.curie)) for iri, held in made.items()}


def _documents(graph: Graph, found: Release, folder: Path) -> None:
    unread: dict[str, dict[int, tuple[str, ...]]] = {}
    for row in rows(folder / "coverage.tsv"):
        unread.setdefault(row["document"], {})[int(row["line"])] = tuple((row["unread"] or "").split())
    lines: dict[str, list[str]] = {}
    for iri in graph.of_type(PKG + "Unit"):
        lines.setdefault(graph.one(iri, PKG + "inDocument"), []).append(iri)
    for iri in graph.of_type(PKG + "Edition"):
        slug = iri.split("/")[-2]
        found.editions[iri] = edition(graph, iri, unread.get(slug, {}), lines.get(iri, []))
    found.quotes = any(unit.text for each in found.editions.values() for unit in each.units)


def _references(graph: Graph, found: Release, folder: Path, manifest: Mapping[str, Any]) -> None:
    named = {}
    if "references.tsv" in manifest["files"]:
        named = {row["citation"]: row for row in rows(folder / "references.tsv")}
    for iri in graph.of_type(PKG + "Reference"):
        label = graph.named(iri).text
        row = named.get(label, {})
        links = {f"https://doi.org/{row['doi']}": f"DOI {row['doi']}"} if row.get("doi") else {}
        links |= {f"https://pubmed.ncbi.nlm.nih.gov/{row['pmid']}": f"PMID {row['pmid']}"} if row.get("pmid") else {}
        for each in (each for values in graph.nodes[iri].values() for each in values if isinstance(each, ox.NamedNode)):
            if not each.value.startswith((PKG, found.base)):
                links.setdefault(each.value.rstrip("/"), each.value)
        found.references[iri] = Reference(iri, label, tuple((name, target) for target, name in links.items()), row.get("status", ""))


def _about(found: Release, folder: Path, manifest: Mapping[str, Any]) -> None:
    """Read what describes the release itself, where it carries such a file."""
    graph = Graph()
    if "metadata.ttl" in manifest["files"]:
        graph.add(release.parse(folder / "metadata.ttl"))
    found.metadata = graph.nodes
    named = {each.value for node in graph.nodes.values() for values in node.values() for each in values if isinstance(each, ox.NamedNode)}
    for iri in sorted(named | set(graph.nodes)):
        if iri.startswith(found.base) and iri not in found.nodes:
            found.about[iri] = (called(graph, iri), facts(graph, iri))


def _rules(found: Release, folder: Path) -> None:
    """Read the shapes, and what the last check of them came to."""
    shapes, report = Graph(), Graph()
    shapes.add(release.parse(folder / "shapes.ttl"))
    report.add(release.parse(folder / "validation-report.ttl"))
    for iri in shapes.of_type(SH + "NodeShape"):
        if not iri.startswith(SHAPES):
            continue
        parts = [iri, *(inner for name in (SH + "property", SH + "sparql") for inner in shapes.all(iri, name))]
        messages = dict.fromkeys(text for part in parts for text in shapes.all(part, SH + "message"))
        seen = report.one(iri, SHAPES + "focusNodes")
        found.shapes.append(Shape(
            iri, local(iri), shapes.one(iri, RDFS + "comment"), tuple(messages), shapes.one(iri, SHAPES + "fix"),
            int(seen) if seen else None,
        ))  # fmt: skip
    found.violations = len(report.of_type(SH + "ValidationResult"))
    found.engine = next((found_ for iri in report.of_type(SH + "ValidationReport") if (found_ := report.one(iri, SHAPES + "engine"))), "")
