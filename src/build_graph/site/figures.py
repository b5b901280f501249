"""How far to trust a release, in numbers that are counted on it."""

from __future__ import annotations

from dataclasses import dataclass

from build_graph.site.model import Release


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, of how many, and what it means."""

    name: str
    count: int
    of: int | None
    means: str

    @property
    def share(self) -> str:
        """Return the share in per cent."""
        return f"{100 * self.count / self.of:.0f}%" if self.of else ""


def figures(found: Release) -> list[Figure]:
    """Return the figures of the front page."""
    claims = list(found.claims.values())
    lines = [unit for edition in found.editions.values() for unit in edition.units if unit.status != "blank"]
    words = sum(len(unit.unread) for unit in lines)
    terms = [term for term in found.terms.values() if "/topic/" not in term.iri]
    cited = sum(any(each.cited for each in claim.evidence) for claim in claims)
    shown = [
        Figure("Claims", len(claims), None, "statements of the document, each with the words that it was read from"),
        Figure("Said flatly", sum(not claim.hedged and not claim.denied for claim in claims), len(claims), "affirmed and not hedged"),
        Figure("Hedged", sum(claim.hedged for claim in claims), len(claims),
               "the page says may, can, suspected, hypothesis, uncertain, or only implies it"),
        Figure("Denied", sum(claim.denied for claim in claims), len(claims), "the page says that it is not so"),
        Figure("With a citation", cited, len(claims), "the page names a work that stands behind it"),
        Figure("Lines read", sum(unit.status in ("claims", "context") for unit in lines), len(lines),
               "lines that give claims or that a claim rests on; the others are headings, page furniture, or empty in this copy"),
        Figure("Words not read", words, None, "no rule could read them; they are marked in the document"),
    ]  # fmt: skip
    if found.mapped:
        mapped = sum(any(each.relation in ("exactMatch", "closeMatch") for each in term.mappings) for term in terms)
        shown.append(Figure("Terms mapped", mapped, len(terms), "have an exact or close identifier in an outside vocabulary"))
    else:
        shown.append(Figure("Terms", len(terms), None, "shared by all pages that name them; this release carries no outside identifiers"))
    return shown
