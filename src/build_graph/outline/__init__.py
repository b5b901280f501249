"""Text to a tree of blocks: one block a line, and their spans tile the text. Cannot fail, and loses nothing.

Lines that a program has broken at a width are one line, with the number of the first (see ``broken``).

Only a line feed ends a line; a carriage return before it belongs to the line end, and every other control character is
an ordinary one. Kinds of block, by place on the page:

* front matter (before the first heading): ``chapter`` where the topic stands on the site, ``title``, ``editor``, ``date`` of
  an update, ``copyright``, ``search`` (the PubMed query), ``related`` topics, ``author``, ``views``, ``cite`` (how to cite the
  page), ``toc`` (the list of its headings);
* sections: ``heading`` (a line of the heading vocabulary), ``subhead`` (a group: a line at column 0 that ends in a
  colon), ``bullet``, ``text`` (any other line), ``caption`` (a line below a heading of images), ``option`` (a numbered answer of
  a practice question);
* anywhere: ``furniture`` (links of the site, by table), ``blank``.

A heading has no parent and is its own section; a blank line has no parent. Bullets hang below the nearest bullet that is
indented less, else below the subhead or heading: on a page of two spaces a level, depth is (indent - 2) / 2 + 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from build_graph.facts import Block, Damage, Span
from build_graph.outline.broken import join
from build_graph.outline.cite import Cite, read_cite
from build_graph.outline.damage import damage_of
from build_graph.outline.lines import BLANKS, TRAILING_NUMBER, canonical, classify, split
from build_graph.outline.tree import hang

__all__ = ["BLANKS", "Cite", "Outline", "canonical", "read_cite", "read_outline"]


@dataclass(frozen=True)
class Outline:
    """A text as a tree of blocks."""

    text: str  #: of the document, as long as that; what only lays it out is blanks: breaks within a line, numbers of bullets
    blocks: tuple[Block, ...]
    damage: tuple[Damage, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)  #: canonical heading of each heading block, by index
    below: Mapping[int, tuple[int, ...]] = field(default_factory=dict, repr=False)  #: indices of the children of each parent

    def children(self, block: Block) -> list[Block]:
        """Return the blocks that hang directly below ``block``, in reading order."""
        return [self.blocks[i] for i in self.below.get(block.index, ())]

    def ancestors(self, block: Block) -> list[Block]:
        """Return the blocks above ``block``, the nearest first, its heading last."""
        found = []
        while block.parent is not None:
            block = self.blocks[block.parent]
            found.append(block)
        return found

    def sections(self) -> list[list[Block]]:
        """Return all blocks: the front matter (perhaps empty), then each heading with everything below it."""
        found: list[list[Block]] = [[]]
        for block in self.blocks:
            if block.kind == "heading":
                found.append([])
            found[-1].append(block)
        return found

    def heading(self, block: Block) -> str:
        """Return the canonical heading that ``block`` stands under, empty in the front matter."""
        return "" if block.section is None else self.names[block.section]

    def section(self, heading: Block) -> list[Block]:
        """Return ``heading`` and everything below it."""
        after = (self.blocks[i] for i in range(heading.index + 1, len(self.blocks)))
        return [heading, *takewhile(lambda block: block.kind != "heading", after)]

    def number(self, heading: Block) -> int:
        """Return the number that ``heading`` ends in ("Practice question #7"), else how often its name stood up to here."""
        return self.numbers[heading.index]

    def numbered(self, name: str, number: int) -> Block | None:
        """Return the first heading of this canonical name and number."""
        return self._numbered.get((name, number))

    @cached_property
    def title(self) -> Span | None:
        """Where the title is printed: on its own line, else in the line that says how to cite the page."""
        front = list(takewhile(lambda block: block.kind != "heading", self.blocks))
        lines = (block.content for block in front if block.kind == "title")
        cites = (read_cite(self.text, block.content).title for block in front if block.kind == "cite")
        return next(lines, None) or next(cites, None)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number of each heading, by its index."""
        counts: Counter[str] = Counter()
        found = {}
        for index, name in self.names.items():
            counts[name] += 1
            printed = TRAILING_NUMBER.search(self.blocks[index].content.of(self.text)) if name.endswith("#") else None
            found[index] = int(printed[0]) if printed else counts[name]
        return found

    @cached_property
    def _numbered(self) -> dict[tuple[str, int], Block]:
        return {(self.names[index], number): self.blocks[index] for index, number in reversed(self.numbers.items())}

    @cached_property
    def _starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def at(self, offset: int) -> Block:
        """Return the block of the code point at ``offset``; beyond the text, the nearest one."""
        return self.blocks[max(0, bisect_right(self._starts, offset) - 1)]

    def on(self, line: int) -> Block:
        """Return the block that the line of this number, from 1, belongs to."""
        return self.blocks[max(0, bisect_right(self.blocks, line, key=lambda block: block.line) - 1)]


def read_outline(text: str, headings: Mapping[str, str], furniture: Iterable[tuple[str, str]] = ()) -> Outline:
    """Return the tree of ``text``.

    Args:
        text: a page; anything else gives a tree, too.
        headings: casefolded heading or alias -> canonical heading (sections.tsv); a number that follows matches a name with "#".
        furniture: form (exact, prefix, footer) and words of the site's links (furniture.tsv); a footer and the lines below it
            up to the next heading or bullet are furniture.
    """
    furniture = tuple(furniture)
    text = text.replace("\r\n", " \n")
    text, lines, joined = join(text, list(split(text)), headings, {words for _, words in furniture})
    text = classify(text, lines, headings, furniture)
    blocks, shifted = hang(lines)
    below: dict[int, list[int]] = {}
    for block in blocks:
        if block.parent is not None:
            below.setdefault(block.parent, []).append(block.index)
    damage = sorted([*joined, *shifted, *damage_of(text, lines, headings)], key=lambda d: (d.line, d.kind))
    names = {i: line.heading for i, line in enumerate(lines) if line.heading}
    return Outline(text, tuple(blocks), tuple(damage), names, {i: tuple(kids) for i, kids in below.items()})
