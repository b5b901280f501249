"""The release as linked data: one content in every format, and metadata that is equal to the files."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from build_graph import __version__, cli, manifest, mappings, pipeline, queries, release, resources
from build_graph.vocabulary import iri, pkg

ROOT = Path(__file__).parents[2]
TOPIC = "calcinosis-cutis"
LAYERS = (f"{TOPIC}.ttl", f"{TOPIC}-edges.ttl", f"{TOPIC}-evidence.ttl")
DATASET = ox.NamedNode("https://w3id.org/pathkg/dataset")
FORMATS = {".nt": ox.RdfFormat.N_TRIPLES, ".nq": ox.RdfFormat.N_QUADS, ".jsonld": ox.RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def content(built: Path) -> set[ox.Triple]:
    return {triple for name in LAYERS for triple in release.parse(built / name)}


@pytest.fixture(scope="module")
def about(built: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(built / "metadata.ttl"), format=ox.RdfFormat.TURTLE)
    return store


def rows(built: Path, name: str) -> list[dict[str, str]]:
    with (built / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def values(store: ox.Store, subject: ox.NamedNode, predicate: str) -> list[str]:
    return [quad.object.value for quad in store.quads_for_pattern(subject, iri(predicate), None)]


def in_format(content: bytes, ending: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=FORMATS[ending])}


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_says_the_same_triples(built: Path, content: set[ox.Triple], ending: str):
    assert in_format((built / f"{TOPIC}{ending}").read_bytes(), ending) == content


@pytest.mark.parametrize("ending", [".nt", ".nq"])
def test_a_triple_too_few_in_one_format_is_seen(built: Path, content: set[ox.Triple], ending: str):
    lines = (built / f"{TOPIC}{ending}").read_bytes().splitlines(keepends=True)

    assert in_format(b"".join(lines[:-1]), ending) != content


def test_the_digest_of_the_release_is_that_of_its_n_triples(built: Path):
    manifest = json.loads((built / "manifest.json").read_bytes())

    assert hashlib.sha256((built / f"{TOPIC}.nt").read_bytes()).hexdigest() == manifest["rdfc10"]


def test_mappings_name_terms_of_the_release_and_are_those_of_the_tables(built: Path, content: set[ox.Triple]):
    found = release.parse(built / "mappings.ttl")
    matches = {t for t in found if t.predicate.value.endswith("Match") and "/term/" in str(t.subject)}
    labelled = {t.subject for t in content if t.predicate == iri("skos:prefLabel")}
    listed = {(f"https://w3id.org/pathkg/term/{row.slug}", iri(row.predicate).value, row.address) for row in mappings.load()}

    assert len(matches) > 500
    assert {t.subject for t in matches} <= labelled
    described = {row for row in listed if ox.NamedNode(row[0]) in labelled}
    assert {(t.subject.value, t.predicate.value, t.object.value) for t in matches} == described


def test_mapping_properties_are_annotation_properties_in_the_file_itself(built: Path):
    found = release.parse(built / "mappings.ttl")
    used = {t.predicate for t in found if t.predicate.value.endswith("Match")}
    declared = {t.subject for t in found if t.object == iri("owl:AnnotationProperty")}

    assert len(used) >= 4
    assert used <= declared


def test_no_label_of_a_restricted_vocabulary_is_given(built: Path):
    prefixes = {"SNOMEDCT", "DrugBank", "OMIM", "RADLEX", "icd11.foundation"}
    restricted = {row.address for row in mappings.load() if row.curie.partition(":")[0] in prefixes}
    labelled = {t.subject.value for t in release.parse(built / "mappings.ttl") if t.predicate == iri("rdfs:label")}

    assert len(restricted) > 100
    assert restricted & labelled == set()


def test_references_have_their_identifiers_and_the_probable_one_is_marked(built: Path):
    found = release.parse(built / "mappings.ttl")
    verified = [row for row in mappings.references() if row["status"] == "verified"]

    for name in ("doi", "pmid"):
        assert {t.object.value for t in found if t.predicate == iri(f"bibo:{name}")} == {row[name] for row in verified if row[name]}
    [probable] = [row for row in mappings.references() if row["status"] == "probable"]
    [node] = [t.subject for t in found if t.object == ox.NamedNode(f"https://doi.org/{probable['doi']}")]
    assert {t.predicate for t in found if t.subject == node} == {iri("skos:closeMatch"), iri("skos:scopeNote")}


def test_the_readme_gives_the_share_of_matched_terms_by_kind(built: Path, store: ox.Store):
    """Counted again with SPARQL, from the files."""
    counted = store.query("""
        PREFIX pkg: <https://w3id.org/pathkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?kind (COUNT(DISTINCT ?term) AS ?all) (COUNT(DISTINCT ?hit) AS ?matched) WHERE {
          ?term a ?class . ?class rdfs:subClassOf pkg:Term . FILTER(STRSTARTS(STR(?term), "https://w3id.org/pathkg/term/"))
          FILTER(?class != pkg:CandidateTerm && ?class != pkg:ClassificationCode)
          BIND(STRAFTER(STR(?class), "#") AS ?kind)
          OPTIONAL { ?term skos:exactMatch|skos:closeMatch ?outside . BIND(?term AS ?hit) }
        } GROUP BY ?kind""")  # fmt: skip
    expected = {row["kind"].value: (row["matched"].value, row["all"].value) for row in counted}
    text = (built / "README.md").read_text(encoding="utf-8")
    printed = {m[1]: (m[2], m[3]) for m in re.finditer(r"^\| (\w+) \| (\d+) of (\d+) \|", text, flags=re.MULTILINE)}

    assert expected == {kind: share for kind, share in printed.items() if kind != "all"}
    assert sum(int(hit) for hit, _ in expected.values()) / sum(int(total) for _, total in expected.values()) > 0.82


def test_every_file_has_a_distribution_with_its_size_and_digest(built: Path, about: ox.Store):
    nodes = [ox.NamedNode(node) for node in values(about, DATASET, "dcat:distribution")]
    listed = {values(about, node, "dcterms:title")[0]: node for node in nodes}
    files = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}

    assert set(listed) == files - {"metadata.ttl", "manifest.json"}
    for name, node in listed.items():
        held = (built / name).read_bytes()
        [checksum] = values(about, node, "spdx:checksum")
        digest = [hashlib.sha256(held).hexdigest()]
        assert values(about, ox.NamedNode(checksum), "spdx:checksumValue") == digest == values(about, node, "schema:sha256")
        assert values(about, node, "dcat:byteSize") == [str(len(held))]
        assert unquote(node.value).endswith(f"/{name}")
        assert values(about, node, "dcat:mediaType")[0].endswith(manifest.media_type(name))


def test_void_counts_are_those_of_the_files(built: Path, about: ox.Store, content: set[ox.Triple]):
    """Counted again with SPARQL."""
    counted = ox.Store()
    counted.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in content)

    def one(query: str) -> str:
        (row,) = counted.query(query)  # type: ignore[misc]
        return str(row[0].value)

    assert values(about, DATASET, "void:triples") == [str(len(content))]
    assert values(about, DATASET, "void:distinctSubjects") == [one("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")]
    assert values(about, DATASET, "void:distinctObjects") == [one("SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }")]
    for part, of, count, query in (
        ("void:propertyPartition", "void:property", "void:triples", "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x"),
        ("void:classPartition", "void:class", "void:entities", "SELECT ?x (COUNT(*) AS ?n) { ?s a ?x } GROUP BY ?x"),
    ):
        parts = {values(about, ox.NamedNode(n), of)[0]: values(about, ox.NamedNode(n), count)[0] for n in values(about, DATASET, part)}
        assert parts == {row["x"].value: row["n"].value for row in counted.query(query)}
        assert len(parts) > 10


def test_linksets_and_graphs_are_counted(built: Path, about: ox.Store):
    subsets = [ox.NamedNode(node) for node in values(about, DATASET, "void:subset")]
    linksets = [node for node in subsets if iri("void:Linkset").value in values(about, node, "rdf:type")]
    matches = [t for t in release.parse(built / "mappings.ttl") if t.predicate.value.endswith("Match")]
    quads = list(ox.parse(path=str(built / f"{TOPIC}.nq"), format=ox.RdfFormat.N_QUADS))

    assert sum(int(values(about, node, "void:triples")[0]) for node in linksets) == len(matches) > 500
    for node in linksets:
        [target], [predicate] = values(about, node, "void:objectsTarget"), values(about, node, "void:linkPredicate")
        [space] = values(about, ox.NamedNode(target), "void:uriSpace")
        assert int(values(about, node, "void:triples")[0]) == sum(
            t.predicate.value == predicate and t.object.value.startswith(space) for t in matches
        )
    for graph in {quad.graph_name for quad in quads}:
        assert graph in subsets
        assert int(values(about, graph, "void:triples")[0]) == sum(quad.graph_name == graph for quad in quads)


def test_versions_agree_everywhere(built: Path, about: ox.Store):
    ontology = ox.Store()
    ontology.bulk_load(path=str(built / "ontology.ttl"), format=ox.RdfFormat.TURTLE)
    node = ox.NamedNode("https://w3id.org/pathkg/ontology")

    assert values(ontology, node, "owl:versionInfo") == [__version__] == values(about, DATASET, "owl:versionInfo")
    assert values(ontology, node, "owl:versionIRI") == [f"https://w3id.org/pathkg/ontology/{__version__}"]
    assert values(about, DATASET, "owl:versionIRI") == [f"https://w3id.org/pathkg/dataset/version/{__version__}"]
    assert re.search(rf"^version: {re.escape(__version__)}$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_licences_and_rights_are_said_and_agree_with_the_citation_file(about: ox.Store):
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    assert values(about, DATASET, "dcterms:license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(about, ox.NamedNode("https://w3id.org/pathkg/software"), "dcterms:license") == ["https://opensource.org/licenses/MIT"]
    assert {"MIT", "CC-BY-4.0"} == set(re.findall(r"^  - (MIT|CC-BY-4\.0)$", text, flags=re.MULTILINE))
    assert re.search(r'- name: "(.*)"', text)[1] in values(about, ox.NamedNode("https://w3id.org/pathkg/agent/authors"), "foaf:name")  # type: ignore[index]
    page = ox.NamedNode("https://w3id.org/pathkg/document/calcinosis-cutis/2025-02-20")
    assert values(about, page, "dcterms:rightsHolder")
    assert "its owner's" in values(about, page, "dcterms:rights")[0]
    assert values(about, page, "dcterms:license") == []


def test_provenance_leads_from_the_dataset_to_the_digest_of_the_document(about: ox.Store):
    [build] = values(about, DATASET, "prov:wasGeneratedBy")
    [document] = values(about, ox.NamedNode(build), "prov:used")

    digest = hashlib.sha256(resources.shipped_document().read_bytes()).hexdigest()
    assert values(about, ox.NamedNode(document), "schema:sha256") == [digest]
    assert values(about, ox.NamedNode(document), "prov:wasDerivedFrom") == ["https://w3id.org/pathkg/document/calcinosis-cutis/2025-02-20"]


def test_every_question_is_in_the_catalogue_with_its_count_of_rows(built: Path, store: ox.Store):
    catalogue = ox.Store()
    catalogue.bulk_load(path=str(built / "queries.ttl"), format=ox.RdfFormat.TURTLE)
    known = queries.catalogue(resources.folder("queries"))
    kind = iri("sh:SPARQLExecutable")

    assert len(list(catalogue.quads_for_pattern(None, iri("rdf:type"), kind))) == len(known) > 6
    for query in known:
        node = ox.NamedNode(f"https://w3id.org/pathkg/query/{query.name}")
        assert values(catalogue, node, "sh:prefixes") == ["https://w3id.org/pathkg/prefixes"]
        assert values(catalogue, node, "pkg:expectedRows") == [str(len(queries.run(query, store).rows))]
        [text] = values(catalogue, node, "sh:select")
        assert text.count("#+") == 0
        asked = query._replace(text=text)  # with the defaults of the question: without them some answers are a product of everything
        assert queries.run(asked, store) == queries.run(query, store)
        parameters = map(ox.NamedNode, values(catalogue, node, "schema:additionalProperty"))
        assert {values(catalogue, each, "schema:valueName")[0] for each in parameters} == set(query.defaults)


def test_the_prefix_set_that_the_catalogue_names_is_in_the_release(built: Path):
    declared = {t.subject for t in release.parse(built / "prefixes.ttl") if t.predicate == iri("sh:declare")}

    assert declared == {ox.NamedNode("https://w3id.org/pathkg/prefixes")}


def test_kgx_has_an_edge_for_each_claim_between_terms_and_no_other(built: Path, content: set[ox.Triple]):
    nodes, edges = rows(built, f"{TOPIC}_nodes.tsv"), rows(built, f"{TOPIC}_edges.tsv")
    claims = {t.subject.value for t in content if t.predicate == iri("rdf:type") and t.object == pkg("Claim")}

    assert len({row["id"] for row in nodes}) == len(nodes) > 200
    assert len({row["id"] for row in edges}) == len(edges) > 250
    assert {row["id"] for row in edges} <= claims
    assert {row[end] for row in edges for end in ("subject", "object")} <= {row["id"] for row in nodes}


def test_kgx_gives_a_specific_predicate_only_where_a_plain_edge_stands(built: Path):
    edges = rows(built, f"{TOPIC}_edges.tsv")
    nodes = {row["id"]: row["iri"] for row in rows(built, f"{TOPIC}_nodes.tsv")}
    plain = {(t.subject.value, t.predicate.value, getattr(t.object, "value", "")) for t in release.parse(built / LAYERS[1])}
    specific = [row for row in edges if row["predicate"] != "biolink:related_to"]

    assert len(specific) > 100
    assert any(row["negated"] == "true" for row in edges)
    for row in specific:
        ends, predicate = (nodes[row["subject"]], nodes[row["object"]]), row["original_predicate"].replace("pkg:", iri("pkg:").value)
        assert {(ends[0], predicate, ends[1]), (ends[1], predicate, ends[0])} & plain
        assert (row["negated"], row["modality"], row.get("condition", ""), row["qualified_predicate"]) == ("false", "asserted", "", "")


def test_a_release_after_another_says_what_changed_and_what_went_out_of_use(tmp_path: Path, built: Path):
    text = resources.shipped_document().read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    victim = next(at for at, line in enumerate(lines) if "bisphosphonate" in line.casefold())
    (tmp_path / "calcinosis-cutis.txt").write_text("".join(lines[:victim] + lines[victim + 1 :]), encoding="utf-8")
    toml = resources.shipped_document().with_suffix(".toml")
    (tmp_path / "calcinosis-cutis.toml").write_text(toml.read_text(encoding="utf-8"), encoding="utf-8")

    shutil.copytree(built, tmp_path / "next")  # the folder that is replaced may be the release before

    outcome = pipeline.build([str(tmp_path / "calcinosis-cutis.txt")], tmp_path / "next", previous=tmp_path / "next")

    assert not outcome.report.violations
    found = json.loads((tmp_path / "next" / "changes.json").read_bytes())
    assert any("bisphosphonate" in each["label"] for each in found["removed"])
    assert (tmp_path / "next" / "changes.md").read_text(encoding="utf-8").startswith("# Changes")
    old = {t.subject for t in release.parse(built / LAYERS[0]) if t.object == pkg("Claim")}
    new = {t.subject for t in release.parse(tmp_path / "next" / LAYERS[0]) if t.object == pkg("Claim")}
    gone = {t.subject for t in release.parse(tmp_path / "next" / "deprecated.ttl") if t.predicate == iri("owl:deprecated")}
    assert old - new <= gone
    assert len(old - new) >= 1


def test_the_command_line_tells_what_changed(built: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["diff", str(built), str(built)]) == 0
    assert "0 added, 0 removed, 0 changed" in capsys.readouterr().out
    assert cli.main(["diff", str(built / "nowhere"), str(built)]) == 2
    assert "no release here" in capsys.readouterr().err


def test_every_curated_term_of_the_release_is_mapped_or_says_that_nothing_was_found(built: Path, content: set[ox.Triple]):
    codes = {t.subject for t in content if t.object == pkg("ClassificationCode")}
    terms = {t.subject for t in content if t.predicate == iri("skos:prefLabel") and "/term/" in str(t.subject)} - codes
    said = {row["subject_id"] for name in mappings.SETS for row in rows(built, name)}

    assert len(terms) > 200
    named = {f"term:{str(term)[1:-1].rpartition('/')[2]}" for term in terms}
    assert named - said == set(), "add a row to ontology/mappings, or sssom:NoTermFound with the reason"
