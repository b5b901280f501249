"""Each line of a page and its kind, before it has a place in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_graph.facts import Span, new
from build_graph.outline.cite import read_cite

#: What is no content at the ends of a line. U+2028, U+0085 and \x0b are ordinary characters.
BLANKS = " \t\r\f\xa0\ufeff"
TAB = 4
_START = 200  # what is looked at of a line to find its kind: no heading or label is longer
FEW = 8  # lines without a bullet may be all that a short page states
SHIFT = 4  # columns by which some copies are moved to the right after a table

_BULLET = re.compile(rf"(?:[•●◦○▪■‣⁃∙]|[*\-–—o·+>»›➢✓](?=[{BLANKS}]|$))[{BLANKS}]*")
_OPTION = re.compile(rf"(?:\d{{1,2}}|[A-Ha-h])[.)][{BLANKS}]")
_NUMBERED = re.compile(rf"(?:\d{{1,2}}[.)]|[a-h]\))[{BLANKS}]+")
#: What some programs put around a heading: "## Sites", "**Sites**", "Sites:".
_DRESSED = re.compile(r"(?P<before>#{1,6}\s+|\*\*|__|)(?P<words>.+?)(?P<after>:?(?:\*\*|__|\s#+)?:?)")
TRAILING_NUMBER = re.compile(r"\s*\d{1,9}$", re.ASCII)
_DEGREE = re.compile(r"(?:[^\W\d_]+\.)+[^\W\d_]*|[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_IMAGES = ("images", "videos", "slides", "tables")  # the last word of a heading of captions
_QUIZ = ("Practice question", "Practice answer")
DIFFERENTIAL = "Differential diagnosis"
#: The labels of front matter, in the site's own words; the first that fits wins.
_FRONT = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("date", r"(?:last (?:author|staff|major)? ?update|topic completed|minor changes|revised|reviewed|updated)\b[^:]{0,20}:"),
        ("copyright", r"copyright\b|\(c\) ?\d{4}|©"),
        ("search", r"pubmed search\b"),
        ("related", r"related(?: topics?| articles?)?:"),
        ("views", r"page views in \d{4}"),
        ("cite", r"cite this page\b"),
        ("toc", r"table of contents\b"),
        ("author", r"authors?:"),
        ("editor", r"[\w ,/-]{0,40}\b(?:editor|editorial)\b[\w ,/-]{0,40}:"),
    )
)
#: Before one of these the lines are chapters and title, whatever the vocabulary says of their words.
_MARKS = {"date", "copyright", "search", "cite", "editor"}


@dataclass(slots=True)
class Line:
    """A line under classification."""

    span: Span
    indent: int  #: in columns
    content: Span
    start: str  #: the first words of the content
    last: str  #: the last sign of the content
    kind: str  #: blank, bullet or text at first
    number: int  #: of the line, from 1; of the first one, where several are read as one
    sign: str = ""  #: of a bullet
    heading: str = ""  #: canonical


def classify(text: str, lines: Sequence[Line], headings: Mapping[str, str], furniture: tuple[tuple[str, str], ...]) -> str:
    """Give each of ``lines`` its kind, and return the text with the numbers of bullets as blanks; see ``read_outline``."""
    first = _find_headings(lines, headings)
    if first == len(lines):
        _undress(lines, headings)
        first = _find_headings(lines, headings)
    _find_furniture(lines, furniture)
    _name_front(text, lines[:first], headings)
    pieces, at = [], 0
    for start, end in _name_body(lines[first:]):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def canonical(words: str, headings: Mapping[str, str]) -> str:
    """Return the heading that ``words`` name, or nothing. "Practice question #7" is a name with "#" and any number."""
    key = " ".join(words.casefold().split())
    return headings.get(key) or headings.get(TRAILING_NUMBER.sub("", key), "")


def split(text: str) -> Iterator[Line]:
    """Yield the lines with indent, kind and content; a text that ends in a line feed has no line after it."""
    start = 0
    for number, piece in enumerate(text.split("\n"), start=1):
        end = start + len(piece) + 1
        if end > len(text):  # the last line has no line feed
            end = len(text)
            if start == end:
                return
        words = piece.rstrip(BLANKS)
        stop = len(words)
        lead = stop - len(words.lstrip(BLANKS)) if words else 0
        bullet = _BULLET.match(words, lead) if words else None
        begin = bullet.end() if bullet else lead
        yield Line(
            new(Span, (start, end)),
            _width(words[:lead]) if lead else 0,
            new(Span, (start + begin, start + stop)),
            words[begin : begin + _START],
            words[-1] if begin < stop else "",
            "bullet" if bullet else "text" if words else "blank",
            number,
            words[lead] if bullet else "",
        )
        start = end


def start_of(text: str, content: Span) -> str:
    """Return what is looked at of a content to find the kind of its line."""
    return text[content.start : min(content.end, content.start + _START)]


def _width(lead: str) -> int:
    """Return the columns that a run of blanks takes."""
    if "\t" not in lead:
        return lead.count(" ") + lead.count("\xa0")
    column = 0
    for sign in lead:
        column += TAB - column % TAB if sign == "\t" else sign in " \xa0"
    return column


def label(start: str) -> str:
    """Return the kind of front matter line whose label ``start`` begins with, or nothing."""
    return next((kind for kind, pattern in _FRONT if pattern.match(start)), "")


def _find_headings(lines: Sequence[Line], headings: Mapping[str, str]) -> int:
    """Mark the headings, and return the index of the first one, or the number of lines."""
    bullet = next((i for i, line in enumerate(lines) if line.kind == "bullet"), len(lines))
    start = next((i for i in range(bullet) if label(lines[i].start) in _MARKS), 0)  # a chapter may be named like a heading
    for line in lines[start:]:
        if line.kind == "text" and line.indent in (0, SHIFT):
            line.heading = canonical(line.start, headings)
            line.kind = "heading" if line.heading else "text"
    return next((i for i, line in enumerate(lines) if line.heading), len(lines))


def _undress(lines: Sequence[Line], headings: Mapping[str, str]) -> None:
    """Take off what a program has put around the headings and the title."""
    for line in lines:
        found = _DRESSED.fullmatch(line.start) if line.kind == "text" and line.indent in (0, SHIFT) else None
        if found and (found["before"] or canonical(found["words"], headings)):
            line.content = Span(line.content.start + found.start("words"), line.content.start + found.end("words"))
            line.start = found["words"]
            line.last = line.start[-1:]


def _find_furniture(lines: Sequence[Line], furniture: tuple[tuple[str, str], ...]) -> None:
    """Mark the links of the site."""
    exact = {words: form for form, words in furniture if form != "prefix"}
    prefixes = tuple(words for form, words in furniture if form == "prefix")
    footer = False
    for line in lines:
        if line.kind in ("heading", "bullet"):
            footer = False
        elif line.kind == "text":
            form = exact.get(line.start, "")
            footer = footer or form == "footer"
            if footer or form or line.start.startswith(prefixes):
                line.kind = "furniture"


def _name_front(text: str, lines: Sequence[Line], headings: Mapping[str, str]) -> None:
    """Give each line before the first heading its kind. The lines before the first label are chapters and title."""
    leading: list[Line] = []
    marked = False
    for line in lines:
        if line.kind != "text":
            marked = marked or line.kind == "bullet"
            continue
        contents = line.start.count("|") > 1 and any(canonical(part, headings) for part in line.start.split("|"))
        kind = "toc" if contents else label(line.start) or ("author" if marked and _is_author(line.start) else "")
        marked = marked or bool(kind)
        line.kind = kind or "text"
        if not marked:
            leading.append(line)
    cite = next((read_cite(text, line.content) for line in lines if line.kind == "cite"), None)
    title = cite.title.of(text).casefold() if cite and cite.title else ""
    authors = cite.authors.of(text).casefold() if cite and cite.authors else ""
    for line in leading:
        line.kind = "title" if line.start.casefold() == title else "chapter"
    if leading and not title:
        leading[-1].kind = "title"
    for line in lines:  # a group that signs without degrees
        if line.kind == "text" and line.start.casefold() == authors:
            line.kind = "author"


def _is_author(start: str) -> bool:
    """Return whether ``start`` is a name with its degrees: "Ada van der Berg, M.B.Ch.B., M.Sc."."""
    name, *degrees = [part.strip() for part in start.split(",")]
    plain = 1 < len(name.split()) < 8 and not any(sign.isdigit() for sign in name)
    return plain and bool(degrees) and all(_DEGREE.fullmatch(part) for part in degrees)


def _name_body(lines: Sequence[Line]) -> Iterator[Span]:
    """Give each line from the first heading on its kind, and yield the numbers that are bullets.

    Where no line has a bullet, indented lines are what bullets are elsewhere.
    """
    section = ""
    bare = not any(line.kind == "bullet" for line in lines)
    for line in lines:
        section = line.heading or section  # canonical
        if line.kind != "text":
            continue
        quiz = section.startswith(_QUIZ)
        if section.startswith(_QUIZ[0]) and _OPTION.match(line.start):
            line.kind = "option"
        elif not quiz and (numbered := _NUMBERED.match(line.start)):
            line.kind, line.start = "bullet", line.start[numbered.end() :]
            yield Span(line.content.start, line.content.start + numbered.end())
            line.content = Span(line.content.start + numbered.end(), line.content.end)
        elif line.last == ":" and not line.indent and not quiz:
            line.kind = "subhead"
        elif section.casefold().endswith(_IMAGES):
            line.kind = "caption"
        elif bare and line.indent and not quiz:
            line.kind = "bullet"


def is_flat(lines: Sequence[Line]) -> bool:
    """Return whether nothing that is stated is indented, by bullets or, on a page without any, by several lines."""
    first = next((i for i, line in enumerate(lines) if line.heading), len(lines))
    bullets = [line.indent for line in lines if line.kind == "bullet"]
    stated = bullets or [line.indent for line in lines[first:] if line.kind == "text"]
    return len(stated) > (0 if bullets else FEW) and not any(stated)
