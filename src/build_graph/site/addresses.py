"""From an IRI that we mint to its page and anchor, relative to the site's root. One rule for all: the path, slashes made hyphens."""

from __future__ import annotations

from build_graph.site.model import Release
from build_graph.vocabulary import ONTOLOGY, SHAPES, SHARED

#: What the metadata of the release describe: they stand on the page about its files.
_ABOUT = frozenset({"dataset", "release", "agent", "software", "graph"})


class Addresses:
    """Where everything stands on the site."""

    def __init__(self, found: Release) -> None:
        """Note on which page each claim stands: that of its subject."""
        self._base = found.base
        self._home = {iri: claim.subject.iri for iri, claim in found.claims.items()}

    def page(self, iri: str) -> str:
        """Return the page that an IRI stands on."""
        return self.of(iri).partition("#")[0]

    def anchor(self, iri: str) -> str:
        """Return the anchor of an IRI on its page; empty if the page is its own."""
        return self.of(iri).partition("#")[2]

    def of(self, iri: str) -> str:
        """Return ``page.html`` or ``page.html#anchor``; empty for an IRI that is not ours."""
        for space, page in ((ONTOLOGY.rstrip("#"), "ontology.html"), (SHAPES.rstrip("#"), "shapes.html")):
            if iri == space or iri.startswith(space + "#"):
                return page + iri.removeprefix(space)
        if not iri.startswith(self._base):
            return ""
        return self._below(iri.removeprefix(self._base).split("/"))

    def _below(self, parts: list[str]) -> str:
        kind = parts[0]
        if kind in ("term", "candidate") and len(parts) == 2:
            return f"{kind}/{parts[1]}.html"
        if kind in SHARED and len(parts) == 2:
            return f"{SHARED[kind]}#{kind}-{parts[1]}"
        if kind == "query" and len(parts) >= 2:
            return _anchored(f"question/{parts[1]}.html", parts[2:])
        if kind in _ABOUT:
            return f"data.html#{'-'.join(parts)}"
        if kind == "document" and len(parts) >= 3:
            return _anchored(f"document/{parts[1]}/{parts[2]}.html", parts[3:])
        if kind == "topic" and len(parts) >= 2:
            return self._topic(parts)
        return ""

    def _topic(self, parts: list[str]) -> str:
        if len(parts) > 3 and parts[2] == "claim":
            claim = f"{self._base}{'/'.join(parts[:4])}"
            subject = self._home.get(claim, "")
            return _anchored(self.page(subject), parts[2:]) if subject else ""
        return _anchored(f"topic/{parts[1]}.html", parts[2:])


def _anchored(page: str, parts: list[str]) -> str:
    return f"{page}#{'-'.join(parts)}" if parts else page
