"""The line that says how to cite the page: the most reliable place to read the title from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_graph.facts import Span

_LABEL = re.compile(r"cite this page\s*:?\s*", re.IGNORECASE)
_SITE = re.compile(r"\.\s+(?:(?P<site>\S+)\s+)?website\b\.?", re.IGNORECASE)
#: Where the list of authors ends: at the initials of the last one, or at a word too long for an abbreviation ("St. ...").
_AUTHORS = re.compile(r"(?:\b[A-Z]{1,4}|\b(?:Jr|Sr)|[^\W\d_]{4})\.\s+(?=\S)")
_URL = re.compile(r"https?://\S*[^\s.,;]")
_ACCESSED = re.compile(r"\baccessed:?\s+(?P<date>[^.\n]*[^.\s])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cite:
    """Where the parts of the line stand; None for what is not printed."""

    whole: Span  #: all behind the label
    authors: Span | None = None
    title: Span | None = None
    site: Span | None = None
    url: Span | None = None
    accessed: Span | None = None  #: the date, as printed


def read_cite(text: str, line: Span) -> Cite:
    """Return the parts of "Cite this page: Doe J, Roe R. Title. Example.org website. URL. Accessed May 3rd, 2025."."""
    label = _LABEL.match(text, line.start, line.end)
    whole = Span(label.end() if label else line.start, line.end)
    site = _SITE.search(text, whole.start, whole.end)
    stop = site.start() if site else text.find(". ", whole.start, whole.end)
    split = _AUTHORS.search(text, whole.start, stop) if stop > whole.start else None
    begin = split.end() if split else whole.start
    url, accessed = _URL.search(text, whole.start, whole.end), _ACCESSED.search(text, whole.start, whole.end)
    return Cite(
        whole,
        Span(whole.start, text.rindex(".", whole.start, begin)) if split else None,
        Span(begin, stop) if begin < stop else None,
        Span(*site.span("site")) if site and site["site"] else None,
        Span(*url.span()) if url else None,
        Span(*accessed.span("date")) if accessed else None,
    )
