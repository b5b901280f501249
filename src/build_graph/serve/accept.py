"""Which of the offered media types a client wants most. Source: RFC 9110, section 12.5.1."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Media types of query results, the one for clients that do not care first. The last three are names that some clients use.
SOLUTIONS = {
    "application/sparql-results+json": "json", "application/sparql-results+xml": "xml",
    "text/csv": "csv", "text/tab-separated-values": "tsv",
    "application/json": "json", "application/xml": "xml", "text/xml": "xml",
}  # fmt: skip
#: An ASK has no columns: the CSV and TSV formats do not say how to write it.
BOOLEAN = {kind: form for kind, form in SOLUTIONS.items() if form in ("json", "xml")}
GRAPH = {
    "text/turtle": "ttl", "application/n-triples": "nt", "application/rdf+xml": "rdf", "application/ld+json": "jsonld",
    "application/json": "jsonld", "text/plain": "nt",
}  # fmt: skip
_QUALITY = re.compile(r"q=(0(\.\d{0,3})?|1(\.0{0,3})?)", re.IGNORECASE | re.ASCII)


def best(accept: str, offered: Sequence[str]) -> str:
    """Return the media type of ``offered`` that the header ``accept`` rates highest, the first of equals; empty if it takes none.

    The most specific range that fits a type rates it; a range that is not well formed counts as absent.
    """
    ranges = [found for part in accept.split(",") if (found := _range(part))]
    if not ranges:
        return offered[0] if not accept.strip() else ""
    rated = [(_rate(kind, ranges), -at, kind) for at, kind in enumerate(offered)]
    quality, _, kind = max(rated)
    return kind if quality > 0 else ""


def _range(part: str) -> tuple[str, float] | None:
    """Return a media range and its quality; other parameters tell no types apart that are offered here."""
    kind, *parameters = (each.strip() for each in part.split(";"))
    if not re.fullmatch(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", kind, re.ASCII):
        return None
    quality = 1.0
    for parameter in parameters:
        if parameter[:2].casefold() == "q=":
            if not (found := _QUALITY.fullmatch(parameter)):
                return None
            quality = float(found[1])
    return kind.casefold(), quality


def _rate(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    for wanted in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
