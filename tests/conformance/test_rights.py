"""A release without quotes holds no run of five words of its page in any file, names aside."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_graph import pipeline, release, resources
from build_graph.errors import ReleaseError
from build_graph.facts import Reading, Term
from build_graph.rights import bare

PAGE = Path(__file__).parents[3] / "shared" / "page" / "calcinosis-cutis.txt"
RUN = 5
NAMES = re.compile(r"^\s*(?:<[^>]*>\s)?(?:rdfs:label|skos:(?:pref|alt|hidden)Label|pkg:(?:journal|title)) (.*)$", re.MULTILINE)


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of five words within one line, cell or quoted text; addresses are no words."""
    found = set()
    for part in re.split(r'[\t\r\n"|]+', re.sub(r"https?://[^\s<>\"]+", "|", text)):
        words = [word.casefold() for word in re.findall(r"[^\W_]+", part)]
        found |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return found


def own_words() -> set[tuple[str, ...]]:
    """Return what the project itself says: ontology, lexicon, mappings and questions are no text of the page."""
    folders = (resources.folder("ontology"), resources.folder("queries"))
    return {run for folder in folders for path in folder.rglob("*.*") for run in runs(path.read_text(encoding="utf-8"))}


def named(folder: Path) -> set[tuple[str, ...]]:
    """Return the runs in names of terms and cited works; the label of a claim is no name."""
    found = set()
    for path in folder.glob("*.ttl"):
        for block in re.split(r" \.\n", path.read_text(encoding="utf-8")):
            if "/claim/" not in block.split(" ", 1)[0]:
                found |= {run for names in NAMES.findall(block) for run in runs(names)}
    return found


def leaks(folder: Path, page: str) -> Iterator[str]:
    said = {run for line in page.splitlines() for run in runs(line)} - own_words() - named(folder)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            text = json.dumps(json.loads(text), ensure_ascii=False) if path.suffix in (".json", ".jsonld") else text
            yield from (f"{path.relative_to(folder)}: {' '.join(run)}" for run in sorted(said & runs(text)))


@pytest.fixture(scope="module", params=["document", "page"])
def bared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    if request.param == "page" and not PAGE.is_file():
        pytest.skip("the original page is not at hand: it is under copyright and no part of the project")
    source = resources.shipped_document() if request.param == "document" else PAGE
    folder = tmp_path_factory.mktemp("bare") / "dist"
    outcome = pipeline.build([source], folder, quotes=False)
    assert not outcome.report.violations
    return folder, source.read_text(encoding="utf-8")


def test_no_file_of_a_release_without_quotes_holds_five_words_of_the_page(bared: tuple[Path, str]):
    assert list(leaks(*bared)) == []


def test_a_release_with_quotes_holds_them(built: Path):
    found = list(leaks(built, resources.shipped_document().read_text(encoding="utf-8")))

    assert {leak.partition(":")[0] for leak in found} >= {
        "calcinosis-cutis-evidence.ttl", "calcinosis-cutis.nt", "calcinosis-cutis.nq", "calcinosis-cutis.jsonld", "facts.tsv",
    }  # fmt: skip


def test_one_planted_sentence_is_seen_in_every_file(bared: tuple[Path, str], tmp_path: Path):
    folder, page = bared
    sentence = max((line.strip(" •\t") for line in page.splitlines()), key=len)
    assert len(runs(sentence)) > 3
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    planted = {name: json.dumps({"x": sentence}).encode() if ".json" in name else held + sentence.encode() for name, held in files.items()}
    for name, content in planted.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)

    assert {leak.partition(":")[0] for leak in leaks(tmp_path, page)} == set(files)


def test_the_columns_for_words_of_the_page_are_empty_and_the_others_are_not(bared: tuple[Path, str]):
    with (bared[0] / "facts.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (bared[0] / "coverage.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    assert {row["subject_text"] + row["object_text"] for row in rows} == {""}
    assert {line["unread"] for line in lines} == {""}
    assert all(row["start"] and row["lines"] and row["object_label"] for row in rows)
    assert any("#char=" in row["object_label"] for row in rows)


def test_it_says_of_itself_that_it_has_no_quotes_and_gives_one_digest_of_the_document(bared: tuple[Path, str]):
    found = release.read_manifest(bared[0])

    assert found["quotes"] is False
    assert "Without quotes" in (bared[0] / "README.md").read_text(encoding="utf-8")
    evidence = (bared[0] / "calcinosis-cutis-evidence.ttl").read_text(encoding="utf-8")
    assert "oa:exact" not in evidence
    assert evidence.count("schema:sha256") == 1


def test_the_release_before_must_be_without_quotes_too(built: Path, bared: tuple[Path, str], tmp_path: Path):
    with pytest.raises(ReleaseError, match="holds the words of its documents"):
        pipeline.build([None], tmp_path / "out", previous=built, quotes=False)

    assert not (tmp_path / "out").exists()


def test_a_sentence_becomes_its_place_and_a_name_stays(reading: Reading):
    found = bare(reading)

    assert len(found.text) == len(reading.text)
    assert [fact.evidence.span for fact in found.facts] == [fact.evidence.span for fact in reading.facts]
    terms = [fact.claim.object.label for fact in reading.facts if isinstance(fact.claim.object, Term) and not fact.claim.object.candidate]
    assert [f.claim.object.label for f in found.facts if isinstance(f.claim.object, Term) and not f.claim.object.candidate] == terms
