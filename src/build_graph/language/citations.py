"""Citations, known by their shape alone, and what they cover. A bracket may hold several; no name of a journal is known here.

Shapes: ``Abbrev Y;volume(issue):page`` (the page may be an e-locator, the journal may hold a bracket), ``Source: Title
[Accessed D Month Y]``, and a name with its number, such as an entry of a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from build_graph.facts import Citation, Cited, Span
from build_graph.language.dates import find_dates
from build_graph.outline import Outline

_JOURNAL = re.compile(
    r"(?P<journal>[^\W\d_][^;:,()\[\]]{0,120}?(?:\([^;:()]{0,60}\)[^;:,()\[\]]{0,60}?)?)"
    r" (?P<year>(?:19|20)\d\d)(?: [A-Z][a-z]{2}(?: \d{1,2})?)?"
    r"(?:;\s?(?P<volume>\w+(?: (?:Suppl|Pt|Spec No)\.?(?: ?\w+)?)?)?(?:\s?\((?P<issue>[^()]{1,30})\))?:\s?(?P<page>\w[\w.–-]*\w|\w)"
    r"|(?: \d{1,2})? \[Epub[^\]]{0,40}\])"
)
_SOURCE = re.compile(r"(?P<source>[^\W\d_][^;:,()\[\]]{1,60}): ?(?P<title>[^\[\]]{1,200}?) ?\[Accessed:?\s+(?P<accessed>[^\]]{4,40})\]")
_NAME = re.compile(r"(?P<source>[A-Z]{3,12})(?:: ?#?| ?#| (?=\d{5}))(?P<title>\d{3,8})(?![\w.])")
_SHAPES = (_JOURNAL, _SOURCE, _NAME)
_BRACKET = re.compile(r"[()]")
#: Where a citation may begin: at the bracket, or after what separates it from the words or the citation before.
_NEXT = re.compile(r"[(,;:]\s*")
_JOINED = re.compile(r"[\s,;]*")


def find_citations(text: str, span: Span) -> list[Citation]:
    """Return the citations inside the round brackets of ``span``, in reading order; an unclosed bracket reaches to its end."""
    found = []
    for bracket in _brackets(text, span):
        at = bracket.start + 1
        while at < bracket.end:
            match = next((m for shape in _SHAPES if (m := shape.match(text, at, bracket.end))), None)
            if match:
                found.append(Citation(" ".join(match[0].split()), Span(*match.span()), tuple(_fields(match))))
                at = match.end()
            further = _NEXT.search(text, at, bracket.end)
            at = further.end() if further else bracket.end
    return found


def _brackets(text: str, span: Span) -> Iterator[Span]:
    """Yield the outermost round brackets: from the opening sign up to the closing one."""
    depth = start = 0
    for sign in _BRACKET.finditer(text, span.start, span.end):
        if sign[0] == "(":
            start = sign.start() if not depth else start
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield Span(start, sign.start())
    if depth:
        yield Span(start, span.end)


def _fields(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a citation that are printed; a date of access that is none is left out."""
    for name, value in match.groupdict().items():
        if name == "accessed":
            value = next((iso for _start, _end, iso in find_dates(value or "")), "")
        if value:
            yield name, " ".join(value.split())


def brackets_of(text: str, citations: Sequence[Citation]) -> list[Span]:
    """Return what a reader masks: the citations of one block with the brackets and separators that hold nothing else."""
    spans: list[Span] = []
    for citation in citations:
        start, end = citation.span.start, citation.span.end
        if spans and _JOINED.fullmatch(text, spans[-1].end, start):
            start = spans.pop().start
        spans.append(Span(start, end))
    return [_widened(text, span) for span in spans]


def _widened(text: str, span: Span) -> Span:
    """Return ``span`` with its brackets, or with the separator before it where other words stand in the bracket, too."""
    begin, end = span.start, span.end
    while begin and text[begin - 1] in " ,;":
        begin -= 1
    while end < len(text) and text[end] in " ,;":
        end += 1
    opened, closed = text[begin - 1 : begin] == "(", text[end : end + 1] == ")"
    if opened and (closed or end == len(text) or text[end] == "\n"):
        return Span(begin - 1, end + closed)
    return Span(span.start, end) if opened else Span(begin, span.end)


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return ``text`` with each of ``spans`` blanked: its length, and so every later position, stays."""
    pieces, at = [], 0
    for span in sorted(spans):
        start = max(at, span.start)
        pieces += [text[at:start], " " * (span.end - start)]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])


def own_citations(outline: Outline) -> dict[int, tuple[Citation, ...]]:
    """Return the citations that each block prints, by its index."""
    text = outline.text
    blocks = [b for b in outline.blocks if b.section is not None and text.find("(", b.content.start, b.content.end) >= 0]
    found = {block.index: tuple(find_citations(text, block.content)) for block in blocks}
    return {index: citations for index, citations in found.items() if citations}


def inherit(outline: Outline, own: Mapping[int, tuple[Citation, ...]]) -> dict[int, tuple[Cited, ...]]:
    """Return what supports each block: its own citations, else those of the nearest bullet or subhead above it that has some.

    A citation on a leaf supports that leaf alone; one on a parent supports every descendant without citations of its own.
    """
    cited: dict[int, tuple[Cited, ...]] = {}
    for block in outline.blocks:  # parents precede
        if block.index in own:
            cited[block.index] = tuple(Cited(citation, block.line, False) for citation in own[block.index])
        elif block.parent in cited:
            cited[block.index] = tuple(Cited(above.citation, above.line, True) for above in cited[block.parent])
    return cited
