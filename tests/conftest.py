"""What several kinds of tests need: the made-up page of example_reading.py, and the release of the shipped document."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_graph import pipeline
from build_graph.facts import Reading
from build_graph.readers import faults
from example_reading import example

#: What a reading catches and reports; in the tests nothing is, so that a fault of a rule fails the test that meets it.
CAUGHT, faults.CAUGHT = faults.CAUGHT, ()


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let faults be caught, as they are outside of the tests."""
    monkeypatch.setattr(faults, "CAUGHT", CAUGHT)


@pytest.fixture(scope="session")
def reading() -> Reading:
    return example()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    outcome = pipeline.build([None], folder)
    assert not outcome.report.violations
    return folder
