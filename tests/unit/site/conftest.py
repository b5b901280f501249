"""A small release on disk: the made-up page of example_reading.py, with and without its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_graph import lexicon, pipeline, release, resources, triples, validate
from build_graph.facts import Reading
from build_graph.site.load import load
from build_graph.site.model import Release
from build_graph.vocabulary import BASE, Names

Make = Callable[..., Path]
QUESTIONS = ("queries/subtypes.rq", "queries/treatments.rq", "queries/to-schema-org.rq")  # three are as good as all, and quicker


@pytest.fixture(scope="session")
def make(reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return what writes a release: with or without quotes, below a base, with words replaced in its files."""

    def made(
        *, quotes: bool = True, base: str = BASE, replaced: tuple[bytes, bytes] | None = None, more: dict[str, bytes] | None = None
    ) -> Path:
        names = Names(base)
        graphs = pipeline.graphs([reading], names, lexicon.load(resources.lexicon()))
        report = validate.Report((), {}, frozenset({"all"}), "nothing")
        files = pipeline.release_files(pipeline.Outcome((reading,), graphs, report, ("made up",)), names, [b""])
        if not quotes:
            bare = [triple for layer in (triples.source, triples.evidence) for triple in layer(reading, names, quotes=False)]
            files["grit-disease-evidence.ttl"] = triples.turtle(bare, base)
        files = {name: content for name, content in files.items() if not name.startswith("queries/") or name in QUESTIONS}
        if replaced:
            files = {name: content.replace(*replaced) for name, content in files.items()}
        files |= more or {}
        del files[release.MANIFEST]
        about = {"software": "pathkg test", "base": base, "rdfc10": "0" * 64}
        files[release.MANIFEST] = release.manifest(files, {}, about)
        folder = tmp_path_factory.mktemp("release") / "dist"
        release.write(folder, files)
        return folder

    return made


@pytest.fixture(scope="session")
def data(make: Make) -> Path:
    return make()


@pytest.fixture(scope="session")
def found(data: Path) -> Release:
    return load(data)
