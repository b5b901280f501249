"""Lines to blocks: what hangs below what. By a stack, so that the deepest nesting costs no recursion."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from build_graph.facts import Block, Damage
from build_graph.outline.lines import DIFFERENTIAL, SHIFT, Line, is_flat


class _Open:
    """The bullets that a next line may hang below: indents ascend, so a place is found by bisection."""

    def __init__(self) -> None:
        self.indents: list[int] = []
        self.indices: list[int] = []

    def close(self, indent: int) -> tuple[int | None, int]:
        """Close all that is indented by ``indent`` or more; return the one left on top, if any, and the depth below it."""
        place = bisect_left(self.indents, indent)
        del self.indents[place:], self.indices[place:]
        return (self.indices[place - 1] if place else None), place + 1

    def above(self, indent: int) -> tuple[int | None, int]:
        """Return the nearest bullet that is indented less than ``indent``, if any, and the depth below it."""
        place = bisect_left(self.indents, indent)
        return (self.indices[place - 1] if place else None), place + 1


class _Tree:
    """The tree so far, and the state that the next line is placed by."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.flat = is_flat(lines)
        self.damage: list[Damage] = []
        self.section: int | None = None
        self.group: int | None = None  # the heading or subhead that a line hangs below, if no bullet
        self.opened = _Open()
        self.torn = True  # no bullet yet below the heading, or a line of text came since the last one

    def place(self, i: int, line: Line) -> tuple[int | None, int]:
        """Return parent and depth of the line at index ``i``."""
        if line.kind in ("heading", "subhead"):
            return self._head(i, line), 0
        if line.kind == "bullet":
            return self._bullet(i, line)
        if line.kind == "blank":
            return None, 0
        if line.indent:
            above, depth = self.opened.above(line.indent)
            return (self.group if above is None else above), depth
        self.torn = self.torn or line.kind == "text"
        return self.group, 0

    def _head(self, i: int, line: Line) -> int | None:
        """Open a section or a group, and return its parent."""
        self.section = i if line.heading else self.section
        self.group, self.torn = i, True
        self.opened.close(-1)
        if line.heading and line.indent:
            self.damage.append(Damage(line.number, "shifted", "a heading is shifted to the right, as after a table"))
        return None if line.heading else self.section

    def _bullet(self, i: int, line: Line) -> tuple[int | None, int]:
        """Close the bullets that this one does not hang below, and return its parent and depth."""
        if self.torn and line.indent >= 2 + SHIFT:
            self.opened.close(-1)
            self.damage.append(
                Damage(line.number, "shifted", "bullets are shifted to the right, as after a table: read as the first level")
            )
        self.torn = False
        # On a flat copy a look-alike is known by its colon alone, and what follows up to the next one is said of it.
        entry = self.flat and line.last == ":" and self.section is not None and self.lines[self.section].heading == DIFFERENTIAL
        above, depth = self.opened.close(line.indent - entry)
        self.opened.indents.append(line.indent - entry)
        self.opened.indices.append(i)
        return (self.group if above is None else above), depth


def hang(lines: Sequence[Line]) -> tuple[list[Block], list[Damage]]:
    """Return a block for each line, and where the copy is shifted to the right."""
    tree = _Tree(lines)
    blocks = []
    for i, line in enumerate(lines):
        parent, depth = tree.place(i, line)
        blocks.append(Block(i, line.kind, depth, line.number, line.span, line.content, parent, tree.section))
    return blocks, tree.damage
