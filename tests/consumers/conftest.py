"""Independent programs on the release of the shipped document: what others will load it with.

They are installed by ``.ci/consumers``, which then runs these tests with PATHKG_CONSUMERS=1. Without it they are skipped; with it,
whatever is missing is a failure.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("consumers")
            if os.environ.get("PATHKG_CONSUMERS") != "1":
                item.add_marker(pytest.mark.skip(reason="needs programs of others: run .ci/consumers"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With the programs installed a skipped test is a failure, also one of other folders that ``.ci/consumers`` runs."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("PATHKG_CONSUMERS") == "1" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("a test was skipped: with PATHKG_CONSUMERS=1 none may be", red=True)
