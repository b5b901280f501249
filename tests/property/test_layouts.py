"""A page says the same however a program has laid it out: lines broken at a width, other bullets, indents by tabs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from functools import partial

import pytest

from build_graph.facts import Claim
from metamorphic import told_of
from told import PAGES, Told, read, text_of

BULLET = re.compile(r"(?m)^( *)[•●-] +")
#: What of a claim says on which line it stands.
PLACES = {"line", "fromLine"}


def broken(text: str, width: int, *, hanging: bool) -> str:
    """Return the page with its lines broken as a program breaks them."""
    lines = []
    for line in text.split("\n"):
        found = BULLET.match(line)
        indent = " " * len(found[0]) if found and hanging else ""
        fitted = textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        lines += fitted if len(line) > width else [line]
    return "\n".join(lines)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "at 66": partial(broken, width=66, hanging=False),
    "at 80, hanging": partial(broken, width=80, hanging=True),
    "stars": lambda text: BULLET.sub(r"\1* ", text),
    "numbers": lambda text: BULLET.sub(r"\g<1>1. ", text),
    "tabs": lambda text: BULLET.sub(lambda found: "\t" * (len(found[1]) // 2) + "• ", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}


def claims(told: Told) -> set[Claim]:
    """Return what is claimed, without the numbers of lines."""
    return {claim._replace(qualifiers=tuple(q for q in claim.qualifiers if q.name not in PLACES)) for claim in told.claims}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same_in_another_layout(page: str, layout: str):
    before, after = claims(told_of(page)), claims(read(LAYOUTS[layout](text_of(page))))

    assert before == after or layout.startswith("at") and len(before ^ after) <= 0.04 * len(before), before ^ after


def test_a_page_that_is_broken_is_said_to_be():
    kinds = [each.kind for each in read(LAYOUTS["at 66"](text_of("document"))).reading.damage]

    assert kinds.count("broken-lines") == 1
    assert "broken-lines" not in [each.kind for each in told_of("document").reading.damage]
