from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import lexicon, pipeline, release, resources, tables, validate
from build_graph.vocabulary import BASE, Names, prefixes

ROOT = Path(__file__).parents[2]
PAGE = ROOT.parent / "shared" / "page" / "calcinosis-cutis.txt"
LAYERS = ("calcinosis-cutis.ttl", "calcinosis-cutis-edges.ttl", "calcinosis-cutis-evidence.ttl")
PROMISED = {
    *LAYERS, "ontology.ttl", "shapes.ttl", "prefixes.ttl", "validation-report.ttl", "facts.tsv", "coverage.tsv", "page-anchors.tsv",
    "manifest.json", "LICENSE", "README.md", "metadata.ttl", "queries.ttl", "mappings.ttl", "open.sssom.tsv", "restricted.sssom.tsv",
    "references.tsv", "terms.owl", *(f"calcinosis-cutis{ending}" for ending in (".nt", ".nq", ".jsonld", "_nodes.tsv", "_edges.tsv")),
}  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def claims(folder: Path) -> set[str]:
    kind, claim = prefixes()["rdf"] + "type", prefixes()["pkg"] + "Claim"
    return {t.subject.value for t in release.parse(folder / LAYERS[0]) if t.predicate.value == kind and t.object == ox.NamedNode(claim)}


def test_a_release_holds_what_is_promised_and_nothing_else(built: Path):
    queries = {f"queries/{path.name}" for path in resources.folder("queries").glob("*.rq")}

    assert set(contents(built)) == PROMISED | queries


def test_the_manifest_tells_size_digest_and_triples_of_every_file(built: Path):
    found = json.loads((built / "manifest.json").read_bytes())

    assert set(found["files"]) == set(contents(built)) - {"manifest.json"}
    for name, entry in found["files"].items():
        content = (built / name).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert ("triples" in entry) == name.endswith(".ttl")
    for name in LAYERS:
        assert found["files"][name]["triples"] == len(set(release.parse(built / name))) > 100


def test_the_manifest_tells_the_digest_of_the_document(built: Path):
    found = json.loads((built / "manifest.json").read_bytes())

    assert [each["sha256"] for each in found["documents"]] == [hashlib.sha256(resources.shipped_document().read_bytes()).hexdigest()]


def test_the_digest_is_that_of_sorted_ntriples_since_no_layer_has_a_blank_node(built: Path):
    triples = {triple for name in LAYERS for triple in release.parse(built / name)}
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""

    assert b"_:" not in b"".join((built / name).read_bytes() for name in LAYERS)
    found = json.loads((built / "manifest.json").read_bytes())["rdfc10"]
    assert found == hashlib.sha256(b"".join(sorted(written.splitlines(keepends=True)))).hexdigest()


def test_every_claim_of_the_graph_is_a_row_of_the_table_and_the_other_way_round(built: Path):
    listed = [row["claim"] for row in rows(built, "facts.tsv") if row["claim"]]

    assert Counter(listed) == Counter(claims(built))


def test_every_span_of_the_table_lies_in_the_document(built: Path):
    text = resources.shipped_document().read_text(encoding="utf-8")
    lines = text.split("\n")
    found = rows(built, "facts.tsv")

    assert len(found) > 300
    for row in found:
        for start, end in zip(row["start"].split(","), row["end"].split(","), strict=True):
            assert 0 <= int(start) < int(end) <= len(text)
        assert all(1 <= int(line) <= len(lines) for line in row["lines"].split(","))


def test_every_line_of_the_document_has_one_status(built: Path):
    lines = resources.shipped_document().read_text(encoding="utf-8").splitlines()
    found = rows(built, "coverage.tsv")

    assert [int(row["line"]) for row in found][: len(lines)] == list(range(1, len(lines) + 1))
    assert {row["status"] for row in found} <= {"claims", "context", "heading", "empty", "furniture", "blank", "unread"}


def test_each_anchor_belongs_to_a_claim_of_the_release_and_names_no_words(built: Path):
    found = rows(built, "page-anchors.tsv")

    assert set(found[0]) == {"claim", "line", "start", "end"}
    assert all((row["line"] + row["start"] + row["end"]).isdecimal() for row in found)
    assert {row["claim"] for row in found} <= claims(built), "run 'make refresh PAGE=...' where the page is at hand"


@pytest.mark.skipif(not PAGE.is_file(), reason="the original page is not at hand")
def test_the_anchors_are_those_of_the_page(built: Path):
    text = PAGE.read_text(encoding="utf-8")

    assert pipeline.anchors(PAGE) == (built / "page-anchors.tsv").read_bytes(), "run 'make refresh PAGE=...'"
    for row in rows(built, "page-anchors.tsv"):
        assert text[: int(row["start"])].count("\n") + 1 == int(row["line"])
        assert "\n" not in text[int(row["start"]) : int(row["end"])].strip()


@pytest.mark.parametrize(
    "circumstances",
    [
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},  # more of them: tests/floor
    ],
)
def test_another_process_in_other_circumstances_builds_the_same_bytes(built: Path, tmp_path: Path, circumstances: dict[str, str]):
    command = [sys.executable, "-m", "build_graph", "build", "--out", "elsewhere"]

    subprocess.run(command, cwd=tmp_path, env={**os.environ, **circumstances}, check=True, capture_output=True)

    assert contents(tmp_path / "elsewhere") == contents(built)


@pytest.mark.skipif(not (ROOT / "dist" / "manifest.json").is_file(), reason="no release is committed")
def test_the_committed_release_is_what_the_code_builds(built: Path):
    committed, fresh = contents(ROOT / "dist"), contents(built)

    assert set(committed) == set(fresh)
    assert [name for name in fresh if committed[name] != fresh[name]] == [], "run 'make refresh' and look at the diff"


def test_another_base_moves_terms_topics_and_documents_and_nothing_of_the_ontology(tmp_path: Path):
    base = "https://example.org/kg/"
    moving = [space for prefix, space in prefixes(BASE).items() if space != prefixes(base)[prefix]]

    outcome = pipeline.build([None], tmp_path / "moved", base)

    assert not outcome.report.violations
    assert len(moving) > 3
    for name, content in contents(tmp_path / "moved").items():
        assert [space for space in moving if space.encode() in content] == [], name
    assert prefixes()["pkg"].encode() in (tmp_path / "moved" / LAYERS[0]).read_bytes()


def test_a_graph_that_breaks_a_rule_leaves_the_old_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path):
    release.write(tmp_path / "out", contents(built))
    fault = validate.Violation("urn:shape", "", "", "", "planted", "none")
    monkeypatch.setattr(validate, "check", lambda *_a, **_k: validate.Report((fault,), {}, frozenset(), "none"))

    outcome = pipeline.build([None], tmp_path / "out")

    assert outcome.folder is None
    assert contents(tmp_path / "out") == contents(built)


def test_two_documents_on_one_topic_meet_in_the_same_claims(tmp_path: Path):
    text = resources.shipped_document().read_bytes()
    (tmp_path / "one.txt").write_bytes(text)
    (tmp_path / "two.txt").write_bytes(text + b"\n")

    outcome = pipeline.check([str(tmp_path / "one.txt"), str(tmp_path / "two.txt")])

    assert len(outcome.graphs) == 1
    alone = pipeline.graphs(outcome.readings[:1], Names(), lexicon.load(resources.lexicon()))
    kind = ox.NamedNode(prefixes()["rdf"] + "type")
    assert {t for t in outcome.graphs[0].claims if t.predicate == kind} == {t for t in alone[0].claims if t.predicate == kind}
    assert tables.facts(outcome.readings, Names()).count(b"\n") > 800


def test_the_readme_says_what_the_release_is_not(built: Path):
    text = (built / "README.md").read_text(encoding="utf-8")

    assert "no medical advice" in text
    told = {name.replace("calcinosis-cutis", "<topic>") for name in PROMISED - {"README.md", "LICENSE"}}
    assert [name for name in told if not re.search(rf"`({re.escape(name)}|{re.escape(Path(name).suffix)})`", text)] == []
