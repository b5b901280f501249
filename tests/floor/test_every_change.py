"""The relations of tests/property/test_metamorphic.py at every place of document and page, not at some; of the others there."""

from __future__ import annotations

import os

import pytest

from changes_of_pages import RELATIONS
from metamorphic import complaints

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_FLOOR"), reason="some minutes of readings; .ci/floor runs them"),
]


@pytest.mark.parametrize("page", ["document", "page"])
@pytest.mark.parametrize("relation", RELATIONS)
def test_what_rests_on_any_place_changes_with_it_and_nothing_else(relation: str, page: str):
    wrong = complaints(page, relation, None)

    assert not wrong, "\n".join(wrong)
