"""One running server for all tests that do not end it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from served import Served, serve


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[Served]:
    running = serve(built, "--timeout", "3", "--max-rows", "2000")
    yield running
    running.stop()
