"""The tree of kinds, from the subtype claims: hedged and denied branches are kept, and marked as such by who draws it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from build_graph.site.model import Claim, Release, Term
from build_graph.site.read import PKG


@dataclass(frozen=True, slots=True)
class Branch:
    """A term, how it comes to hang where it hangs, and what hangs below it."""

    term: Term
    claim: Claim | None  #: the claim that hangs it there; none at the root
    below: tuple[Branch, ...]


def forest(found: Release, roots: Iterable[str] = ()) -> list[Branch]:
    """Return the trees of all kinds that have members, by name of the root; ``roots`` are kept even without members."""
    below: dict[str, list[Claim]] = {}
    children = set()
    for claim in found.claims.values():
        if claim.predicate == PKG + "subtypeOf" and claim.object.iri in found.terms and claim.subject.iri in found.terms:
            below.setdefault(claim.object.iri, []).append(claim)
            children.add(claim.subject.iri)
    wanted = (set(below) - children) | (set(roots) & set(found.terms))
    trees = [_branch(found, iri, None, below, frozenset()) for iri in wanted]
    return sorted(trees, key=lambda branch: branch.term.label.casefold())


def _branch(found: Release, iri: str, claim: Claim | None, below: dict[str, list[Claim]], above: frozenset[str]) -> Branch:
    members = [
        _branch(found, each.subject.iri, each, below, above | {iri})
        for each in sorted(below.get(iri, ()), key=lambda each: each.subject.text.casefold())
        if each.subject.iri not in above | {iri}
    ]  # fmt: skip
    return Branch(found.terms[iri], claim, tuple(members))
