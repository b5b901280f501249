"""What is read from each golden case can be released: a claim that breaks a shape would refuse the whole page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from build_graph import pipeline
from golden_case import FRONT, cases
from shaped import KNOWN, violations

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_FLOOR"), reason="a minute of validation; .ci/floor runs it"),
]
#: frame.md holds a page without a heading.
FILES = sorted(path for path in Path(__file__).parents[1].joinpath("golden").glob("*.md") if path.stem not in {"README", "frame"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_case_keeps_to_the_shapes(path: Path):
    for case in cases(path):
        reading = pipeline.read((FRONT.format(title=case.topic) + case.text).encode(), KNOWN)

        assert not violations(reading), str(case.place)
