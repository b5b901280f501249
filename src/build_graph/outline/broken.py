"""Lines that a program has broken at a width, as mail and terminals do: what belongs together is read as one line.

Only the outline knows: a joined line keeps its characters and their places, and has the number of the first of its lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from statistics import median

from build_graph.facts import Damage, Span
from build_graph.outline.lines import Line, canonical, label, start_of

#: Widths at which programs break lines.
NARROWEST, WIDEST = 40, 160
#: At a width in fewer places no program has broken lines: it is chance.
FEWEST = 3
#: So much of the usual length has a line that is broken where the screen ends, at least.
NEARLY = 0.75
#: No bullet is longer; what goes on beyond it is no bullet, whatever its lines are.
LONGEST = 5_000
#: Signs that begin a bullet on some pages, and stand within a line on others.
_WEAK = "*-\u2013o+>"
#: After these the next line is said of this one, and is no rest of it.
_ENDS = ":"


def join(text: str, lines: Sequence[Line], headings: Mapping[str, str], alone: Container[str]) -> tuple[str, list[Line], list[Damage]]:
    """Return the text with the breaks inside a line as blanks, the lines with what was broken joined, and what was done.

    ``alone`` are lines that are no rest of any other; see ``read_outline`` for the headings.
    """
    lines = list(_without_weak(text, lines))
    rests = _at_a_width(text, lines) | _in_a_sentence(lines)
    rests = {i for i in rests if lines[i].start not in alone and not _is_title(lines[i], headings)}
    if not rests:
        return text, lines, []
    made: list[Line] = []
    pieces, at = [], 0
    for i, line in enumerate(lines):
        if i not in rests or line.content.end - made[-1].content.start > LONGEST:
            made.append(line)
            continue
        before, end = made[-1], line.content.end
        pieces += [text[at : before.content.end], " " * (line.content.start - before.content.end)]
        at = line.content.start
        span, content = Span(before.span.start, line.span.end), Span(before.content.start, end)
        made[-1] = replace(before, span=span, content=content, last=line.last)
    whole = "".join([*pieces, text[at:]])
    for line in made:
        line.start = start_of(whole, line.content)
    message = f"{len(rests)} lines go on with the line above them, as where a program breaks lines: each is read as one with it"
    return whole, made, [Damage(lines[min(rests)].number, "broken-lines", message)]


def _is_title(line: Line, headings: Mapping[str, str]) -> bool:
    """Return whether a line is a heading, the head of a group or one of the front matter, whatever stands above it."""
    return line.start[:1].isupper() and bool(line.last == ":" or label(line.start) or canonical(line.start, headings))


def _without_weak(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; one that begins with a dash, on a page whose bullets are others, is no bullet."""
    signs = Counter([line.sign for line in lines if line.sign])
    usual = max(signs, key=lambda sign: signs[sign], default="")
    weak = {sign for sign in signs if sign in _WEAK and sign != usual and signs[usual] >= 4 * signs[sign]}
    if not weak:
        yield from lines  # as on most pages
        return
    for line in lines:
        if line.sign in weak:
            content = Span(text.index(line.sign, line.span.start), line.content.end)
            yield replace(line, kind="text", content=content, start=start_of(text, content), sign="")
        else:
            yield line


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield each line that may be the rest of the one right above it, and the length of that one."""
    for i, (before, line) in enumerate(pairwise(lines), start=1):
        if line.kind == "text" and before.kind in {"bullet", "text"}:
            yield i, before.content.end - before.span.start


def _at_a_width(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines whose first word found no place on the line above, at the one width that explains most of them."""
    opened: Counter[int] = Counter()
    fits: dict[int, tuple[int, int]] = {}
    for i, length in _pairs(lines):
        if length <= WIDEST:
            fits[i] = (length, length + 1 + len(lines[i].start.split(" ", 1)[0]))
            opened[max(NARROWEST, fits[i][0])] += 1
            opened[max(NARROWEST, fits[i][1])] -= 1
    best = width = held = 0
    for place in sorted(opened):
        held += opened[place]
        if held > best:
            best, width = held, place
    longer = sum(1 for line in lines if line.content.end - line.span.start > width and " " in line.content.of(text)[: width // 2])
    if best < FEWEST or longer * 4 > best:
        return set()
    found: set[int] = set()
    for i, (least, beyond) in fits.items():
        endless = i - 1 in found and " " not in lines[i - 1].content.of(text)  # an address that no line can hold
        if endless or least <= width < beyond:
            found.add(i)
    return found


def _in_a_sentence(lines: Sequence[Line]) -> set[int]:
    """Return the lines that go on in small letters right below a bullet; where there are several, those, too, whose line above is as long.

    Programs that break lines where they end on the screen leave them of unequal length.
    """
    below = {i: length for i, length in _pairs(lines) if lines[i - 1].last not in _ENDS}
    small = {i for i, length in below.items() if length >= NARROWEST and _goes_on(lines[i])}
    usual = inf
    if len(small) >= FEWEST:
        usual = median([below[i] for i in small]) * NEARLY
    else:
        small = {i for i in small if lines[i].last not in _ENDS}  # the head of a group in small letters
    found: set[int] = set()
    for i, length in below.items():
        if (i in small or length >= usual) and (lines[i - 1].kind == "bullet" or i - 1 in found):
            found.add(i)
    return found


def _goes_on(line: Line) -> bool:
    """Return whether a line begins with a word in small letters: neither "p53" nor "mTOR" is one."""
    word = line.start.split(" ", 1)[0].rstrip(",;.")
    return len(word) > 1 and word.isalpha() and word.islower()
