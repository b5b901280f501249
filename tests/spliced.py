"""Pages that nobody would write: lines of the pages of tests/pages cut, spliced, and strewn with words and marks of the tables."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from shaped import KNOWN

PAGES = Path(__file__).parent / "pages"
#: Marks, numbers and small words on which a sentence turns.
TURNS = [
    *",;.:()[]/-–→><≥±?+=~&", "and", "or", "not", "no", "of", "in", "with", "by", "to", "than", "which", "who", "that", "if", "unless",
    "between", "5%", "10", "1:3", "2/3", "e.g.", "i.e.",
]  # fmt: skip
#: At most so many words strewn in, levels, sections, lines of a section.
MOST_WORDS, LEVELS, SECTIONS, LINES = 14, 4, 6, 9


@cache
def _sources() -> tuple[list[list[str]], list[list[str]], list[str]]:
    """Return the words of each bullet of the pages, the kinds of word to strew, and the headings."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.txt"))]
    lines = [line.lstrip(" •-").split() for text in texts for line in text.split("\n") if re.match(r" *(?:•|- )", line)]
    classes = sorted({word for words in KNOWN.words.values() for word in words})
    kinds = [sorted(KNOWN.markers), sorted(KNOWN.names), classes, TURNS, sorted({word for line in lines for word in line})]
    return lines, kinds, sorted({section.heading.replace("#", "#1") for section in KNOWN.sections.values()})


def page(number: int) -> str:
    """Return one page; the same for the same number."""
    chance = random.Random(number)
    lines, kinds, headings = _sources()

    def word() -> str:
        return chance.choice(chance.choice(kinds))

    def line() -> list[str]:
        said, other = list(chance.choice(lines)), chance.choice(lines)
        how = chance.randrange(4)
        if how == 0:
            return [word() for _ in range(chance.randint(1, MOST_WORDS))]
        if how == 1:
            return said[: chance.randint(0, len(said))] + other[chance.randint(0, len(other)) :]
        for _ in range(chance.randint(1, 3)):
            if how == 2:
                said.insert(chance.randint(0, len(said)), word())
            elif said:
                said.pop(chance.randrange(len(said)))
        return said

    made = ["Topics", "", chance.choice(["Lichen planus", "CD34", chance.choice(kinds[1])]), ""]
    for _ in range(chance.randint(2, SECTIONS)):
        made.append(chance.choice(headings))
        level = 1
        for _ in range(chance.randint(1, LINES)):
            level = min(LEVELS, max(1, level + chance.choice((-1, 0, 0, 1))))
            made.append("  " * level + "• " + " ".join(line()) + chance.choice(("", "", "", "", ":")))
    return "\n".join([*made, ""])
