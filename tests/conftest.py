"""What several kinds of tests need: the made-up page of example_reading.py."""

from __future__ import annotations

import pytest
from example_reading import example

from build_graph.facts import Reading


@pytest.fixture(scope="session")
def reading() -> Reading:
    return example()
