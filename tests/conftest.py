"""What several kinds of tests need: the made-up page of example_reading.py."""

from __future__ import annotations

import pytest

from build_graph.facts import Reading
from example_reading import example


@pytest.fixture(scope="session")
def reading() -> Reading:
    return example()
