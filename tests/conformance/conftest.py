"""The release of the shipped document in a store."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import queries, release


@pytest.fixture(scope="session")
def store(built: Path) -> ox.Store:
    return queries.open_release(built, release.knowledge(release.read_manifest(built)))
