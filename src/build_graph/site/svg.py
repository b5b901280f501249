"""Small drawings: boxes with wrapped words, bars on an axis. Colours are the stylesheet's; a picture on its own carries them."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

CHAR = 7.5  #: width of an average letter at 13 px, in px
LINE = 17  #: height of a line of words, in px

#: For a picture that stands alone: what the stylesheet says of the classes that the drawings use.
STYLE = """
svg{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;background:#fff}
text{fill:#1d2733}.soft{fill:#52606f}.box{fill:#f4f6f8;stroke:#8494a5}.box.main{fill:#e3edf6;stroke:#2b5c8a}
.edge{stroke:#52606f;fill:none;stroke-width:1.4}.edge.hedged,.box.hedged{stroke-dasharray:6 4}
.edge.denied,.box.denied{stroke:#a3262e;stroke-dasharray:2 4}
.tip{fill:#52606f}.cell{fill:#f4f6f8;stroke:#d5dbe1}.cell.apart{fill:#e3edf6}.cell.both{fill:#fff}
@media(prefers-color-scheme:dark){svg{background:#12171d}text{fill:#e4e9ee}.soft{fill:#a5b1bd}.box,.cell{fill:#1b232c;stroke:#5d6c7b}
.box.main,.cell.apart{fill:#1d3348;stroke:#7fb2e0}.edge{stroke:#a5b1bd}.tip{fill:#a5b1bd}.cell.both{fill:#12171d}
.edge.denied,.box.denied{stroke:#f08a8f}}
"""


@dataclass(frozen=True, slots=True)
class Box:
    """Words in a frame, from its upper left corner, in px."""

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    sort: str = ""  #: further classes
    href: str = ""

    @property
    def height(self) -> float:
        """Return the height that the words need."""
        return len(self.lines) * LINE + 12

    def drawn(self) -> str:
        """Return the box as SVG."""
        rect = f'<rect class="box {self.sort}" x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}" rx="5"/>'
        middle = self.x + self.width / 2
        words = "".join(text(middle, self.y + 6 + LINE * at + 12, line, anchor="middle") for at, line in enumerate(self.lines))
        return f'<a href="{html.escape(self.href)}">{rect}{words}</a>' if self.href else f"<g>{rect}{words}</g>"


def wrapped(words: str, width: float) -> tuple[str, ...]:
    """Return words in lines that fit into ``width`` px."""
    return tuple(textwrap.wrap(words, max(int((width - 12) / CHAR), 6))) or ("",)


def text(x: float, y: float, words: str, *, anchor: str = "start", sort: str = "") -> str:
    """Return one line of words."""
    named = f' class="{sort}"' if sort else ""
    placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y:g}"{placed}{named}>{html.escape(words)}</text>'


def link(x1: float, y1: float, x2: float, y2: float, sort: str = "") -> str:
    """Return a line from left to right, bent where the heights differ."""
    middle = (x1 + x2) / 2
    return f'<path class="edge {sort}" d="M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"/>'


def edge(x1: float, y1: float, x2: float, y2: float, sort: str = "") -> str:
    """Return such a line with an arrow at its end."""
    return link(x1, y1, x2 - 6, y2, sort) + f'<path class="tip" d="M{x2:g} {y2:g}l-8 -4v8z"/>'


def picture(width: float, height: float, parts: Sequence[str], title: str, *, alone: bool = False) -> str:
    """Return a whole drawing with a title that is read aloud; ``alone``: with colours of its own, for a file."""
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    style = f"<style>{STYLE}</style>" if alone else ""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    # with links inside, the drawing is a group of them: an image would hide them from who cannot see
    role = "group" if any("<a " in part for part in parts) else "img"
    name = html.escape(title)
    return f'<svg{space} {size} role="{role}" aria-label="{name}"><title>{name}</title>{style}{"".join(parts)}</svg>'
