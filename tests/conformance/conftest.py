"""A release of the shipped document, built once for all tests of what a release must be."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import pipeline, queries, release


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    outcome = pipeline.build([None], folder)
    assert not outcome.report.violations
    return folder


@pytest.fixture(scope="session")
def store(built: Path) -> ox.Store:
    return queries.open_release(built, release.knowledge(release.read_manifest(built)))
