"""A fault of the program costs the lines that it was met on, and says so; the rest of the page is read (decision 15)."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from pathlib import Path

from build_graph.facts import FAULT, Block, Unread

#: What a rule may run into on words that nobody has thought of. The tests set it to nothing, so that a fault fails them.
CAUGHT: tuple[type[Exception], ...] = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def said(fault: Exception) -> str:
    """Return what was met, and where in the program."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{FAULT}: {type(fault).__name__} at {Path(place.filename).name}:{place.lineno}; please report it with this line"


def reports(blocks: Iterable[Block], reason: str) -> list[Unread]:
    """Return the lines as unread, each that has words."""
    return [Unread(block.content, block.line, reason) for block in blocks if block.content.start < block.content.end]
