"""The signs that a copy of a page lost something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from build_graph.facts import Damage
from build_graph.outline.lines import Line, canonical, is_flat

_CONTENTS = re.compile(r"table of contents\s*:?", re.IGNORECASE)


def damage_of(text: str, lines: Sequence[Line], headings: Mapping[str, str]) -> Iterator[Damage]:
    """Yield the signs that this copy lost something, but for shifts."""
    yield from _of_all(lines)
    for line in lines:
        if line.kind == "copyright" and ",," in line.content.of(text):  # it has lost a line of one word
            yield Damage(line.number, "lost-lines", "every line of one word is lost: bullets may stand under the heading above their own")
        elif line.kind == "toc":
            yield from _contents(line.content.of(text), line.number, lines, headings)
    body = False
    for line in reversed(lines):
        if line.heading and not body:
            yield Damage(line.number, "empty-section", f"{line.heading}: the heading stands, its content is not in this copy")
        if line.kind not in ("blank", "furniture"):
            body = not line.heading
    for line, below in pairwise(lines):
        if line.kind == "text" and not line.indent and below.kind == "bullet" and below.indent and _like_heading(line):
            message = f"{line.start}: is it a heading? then it wants a row in ontology/lexicon/sections.tsv"
            yield Damage(line.number, "unknown-heading", message)


def _of_all(lines: Sequence[Line]) -> Iterator[Damage]:
    """Yield what the whole copy lacks."""
    if not any(line.kind in ("title", "cite") for line in lines):
        yield Damage(1, "no-title", "no title above the first heading: what the page is about is not known")
    if is_flat(lines):
        yield Damage(1, "flat", "the copy prints no nesting: what hangs below what is not known")
    if not any(line.heading for line in lines):
        yield Damage(1, "no-headings", "no line is a heading of ontology/lexicon/sections.tsv")


def _like_heading(line: Line) -> bool:
    """Return whether a line above a bullet looks like a heading: capitalised, a few words, no full stop."""
    return line.start[:1].isupper() and len(line.start.split()) < 6 and line.last not in ".:;,"


def _contents(words: str, number: int, lines: Sequence[Line], headings: Mapping[str, str]) -> Iterator[Damage]:
    """Yield where the printed list of headings and the headings differ: it is a checksum."""
    listed = [part.strip() for part in _CONTENTS.sub("", words).split("|") if part.strip()]
    known = {canonical(part, headings) for part in listed}
    found = {line.heading for line in lines if line.heading}
    for part in listed:
        if canonical(part, headings) not in found:
            yield Damage(number, "lost-heading", f"{part}: in the list of contents, but no heading of this copy")
    for heading in sorted(found - known) if listed else ():
        yield Damage(number, "unlisted-heading", f"{heading}: a heading of this copy, but not in the list of contents")
