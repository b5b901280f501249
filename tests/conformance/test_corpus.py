"""A folder of pages in one release: the same bytes however many workers, and a bad page harms no other."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from build_graph import corpus, queries, release, validate
from build_graph.errors import BuildGraphError, PageError

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.txt"))[:4]
BAD = b"Definition / general\n  \xe2\x80\xa2 caf\xe9\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "pages"
    found.mkdir()
    for path in PAGES:
        shutil.copy(path, found)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "build_graph", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_one_worker_and_two_give_the_same_bytes_and_the_manifest_tells_every_file(folder: Path, tmp_path: Path):
    one = corpus.build(folder, tmp_path / "one", workers=1)
    two = corpus.build(folder, tmp_path / "two", workers=2)

    assert (one.pages, one.claims, one.triples) == (two.pages, two.claims, two.triples)
    assert one.pages == len(PAGES)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    held, found = contents(tmp_path / "one"), json.loads((tmp_path / "one" / "manifest.json").read_bytes())
    assert {name: entry["sha256"] for name, entry in found["files"].items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in held.items() if name != "manifest.json"
    }
    assert sum(entry.get("triples", 0) for entry in found["files"].values()) == one.triples
    assert len(found["documents"]) == len(PAGES)


def test_the_release_of_a_folder_is_one_to_ask(folder: Path, tmp_path: Path):
    corpus.build(folder, tmp_path / "out")
    names = release.knowledge(release.read_manifest(tmp_path / "out"))

    store = queries.open_release(tmp_path / "out", names)

    topics = store.query("SELECT DISTINCT ?t WHERE { ?c <https://w3id.org/pathkg/ontology#inTopic> ?t }")
    assert len(list(topics)) == len(PAGES)  # type: ignore[arg-type]


def test_a_bad_page_ends_the_build_with_one_error_and_nothing_is_written(folder: Path, tmp_path: Path):
    (folder / "m.txt").write_bytes(BAD)

    found = run("build", folder, "--out", tmp_path / "out")

    assert found.returncode == 2
    assert "m.txt:2:8: not UTF-8" in found.stderr
    assert "Traceback" not in found.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]


def test_with_keep_going_a_bad_page_is_reported_and_the_others_are_as_without_it(folder: Path, tmp_path: Path):
    corpus.build(folder, tmp_path / "without")
    (folder / "m.txt").write_bytes(BAD)
    (folder / "n.txt").write_bytes(b"")

    found = run("build", folder, "--keep-going", "--out", tmp_path / "out")

    assert found.returncode == 1
    assert "m.txt:2:8: not UTF-8" in found.stderr
    assert "n.txt: the page is empty" in found.stderr
    assert found.stdout.rstrip().splitlines()[-1] == f"skipped: 2 of {len(PAGES) + 2} pages; see the errors above"
    assert contents(tmp_path / "out") == contents(tmp_path / "without")


def test_a_page_that_breaks_a_rule_is_skipped_too_and_alone_ends_the_build(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    true = validate.check

    def planted(data: object, files: dict[str, str], engine: str | None) -> validate.Report:
        fault = validate.Violation("urn:shape", "", "", "", "planted", "none")
        broken = any(PAGES[1].name in name for name in files.values())
        return validate.Report((fault,), {}, frozenset(), "none") if broken else true(data, files, engine)  # type: ignore[arg-type]

    monkeypatch.setattr(validate, "check", planted)
    said: list[str] = []

    stopped = corpus.build(folder, tmp_path / "stopped", workers=1)
    going = corpus.build(folder, tmp_path / "going", workers=1, keep_going=True, report=said.append)

    assert (stopped.folder, len(stopped.skipped)) == (None, 1)
    assert not (tmp_path / "stopped").exists()
    assert (going.pages, len(going.skipped), len(said)) == (len(PAGES) - 1, 1, 1)


def test_a_worker_that_is_killed_is_one_error_and_leaves_the_old_release(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    corpus.build(folder, tmp_path / "out")
    before = contents(tmp_path / "out")
    monkeypatch.setattr(corpus, "_page", killed)

    with pytest.raises(BuildGraphError, match="a worker was ended"):
        corpus.build(folder, tmp_path / "out", workers=2)

    assert contents(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pages"]


def killed(_task: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_folder_without_pages_and_names_too_much_alike_are_refused(tmp_path: Path):
    with pytest.raises(PageError, match="no page in this folder"):
        corpus.pages(tmp_path)
    for name in ("a b.txt", "a-b.txt"):
        (tmp_path / name).write_text("x")

    with pytest.raises(PageError, match=r"named like a b\.txt"):
        corpus.pages(tmp_path)


def test_if_no_page_can_be_used_there_is_no_release(tmp_path: Path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "m.txt").write_bytes(BAD)

    found = run("build", tmp_path / "pages", "--keep-going", "--out", tmp_path / "out")

    assert (found.returncode, "no page could be used" in found.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_without_quotes_the_tables_have_no_words(folder: Path, tmp_path: Path):
    corpus.build(folder, tmp_path / "out", quotes=False)

    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["quotes"] is False
    assert not [name for name, content in contents(tmp_path / "out").items() if name.endswith("-evidence.ttl") and b"oa:exact" in content]
