"""Claims side by side: subtypes, look-alikes, treatments. What is shared and what sets apart is computed from the claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_graph.site.model import Claim, Declared, Release, Value
from build_graph.site.read import PKG
from build_graph.site.tree import Branch
from build_graph.site.words import Words

_SEEN = "what is seen"  #: the group of the ontology that findings are in
_APART, _BOTH, _ALONE = "apart", "both", "alone"


@dataclass(frozen=True, slots=True)
class Row:
    """One predicate over all columns."""

    predicate: Declared
    cells: tuple[tuple[Claim, ...], ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Subtypes as columns, predicates as rows."""

    columns: tuple[Branch, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that a look-alike shows, against what the disease shows in the same dimension."""

    claim: Claim
    sort: str  #: apart: the disease shows otherwise; both: it shows it too; alone: nothing is said of the disease there


@dataclass(frozen=True, slots=True)
class LookAlike:
    """One line of the differential matrix."""

    diagnosis: Claim
    kind: str  #: clinical, histologic
    cells: tuple[tuple[Feature, ...], ...]  #: a dimension each
    tests: tuple[Value, ...]  #: methods and procedures that the page names for it


@dataclass(frozen=True, slots=True)
class Matrix:
    """Look-alikes by dimension."""

    dimensions: tuple[str, ...]
    own: tuple[tuple[Claim, ...], ...]  #: what the disease itself shows, a dimension each
    rows: tuple[LookAlike, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment of a disease, and how it is said to work."""

    claim: Claim
    further: tuple[Claim, ...]


def members(branch: Branch) -> list[str]:
    """Return the IRIs of a branch and of everything below it, from the top."""
    return [branch.term.iri, *(iri for each in branch.below for iri in members(each))]


def subtypes(tree: Branch, found: Release, words: Words) -> SideBySide:
    """Return the direct subtypes of a disease side by side; what is said of a subtype's own kinds stands with it."""
    held = [set(members(branch)) for branch in tree.below]
    claims = [claim for claim in found.claims.values() if claim.predicate != PKG + "subtypeOf"]
    rows = []
    for group in words.groups(claims):
        cells = tuple(tuple(claim for claim in group.claims if claim.subject.iri in column) for column in held)
        if any(cells):
            rows.append(Row(group.predicate, cells))
    return SideBySide(tree.below, tuple(rows))


def differential(tree: Branch, found: Release, words: Words) -> Matrix:
    """Return the look-alikes of a disease by dimension."""
    own: dict[str, list[Claim]] = {}
    about = set(members(tree))
    for claim in _seen(found, words):
        if claim.subject.iri in about:
            own.setdefault(dimension(claim, found), []).append(claim)
    named = [claim for claim in found.claims.values() if claim.predicate == PKG + "differentialDiagnosis" and not claim.denied]
    diagnoses = [claim for claim in named if claim.subject.iri in about]
    shown = {each.object.iri: [c for c in _seen(found, words) if c.subject.iri == each.object.iri] for each in diagnoses}
    dimensions = sorted({dimension(c, found) for held in shown.values() for c in held})
    rows = [
        LookAlike(
            each, ", ".join(value.text for value in each.values("kind")),
            tuple(tuple(_features(shown[each.object.iri], name, own.get(name, []), found)) for name in dimensions),
            tuple(_tests(each.object.iri, shown[each.object.iri], found)),
        )
        for each in sorted(diagnoses, key=lambda each: (_kind(each), each.object.text.casefold()))
    ]  # fmt: skip
    return Matrix(tuple(dimensions), tuple(tuple(_once(own.get(name, []))) for name in dimensions), tuple(rows))


def _kind(claim: Claim) -> str:
    return next((value.text for value in claim.values("kind")), "")


def _seen(found: Release, words: Words) -> Iterator[Claim]:
    """Yield what is said of findings, and what sets look-alikes apart."""
    for claim in found.claims.values():
        if words.declared(claim.predicate).group == _SEEN or claim.predicate == PKG + "distinguishingFinding":
            yield claim


def dimension(claim: Claim, found: Release) -> str:
    """Return what a finding is about: the attribute that it gives, else the kind of thing that it is."""
    attribute = next((value.text for value in claim.values("attribute")), "")
    term = found.terms.get(claim.object.iri)
    return attribute or (term.kind_label if term else "other")


def _features(claims: Iterable[Claim], name: str, own: list[Claim], found: Release) -> Iterator[Feature]:
    same = {(claim.object.iri or claim.object.text, claim.polarity) for claim in own}
    for claim in claims:
        if dimension(claim, found) != name:
            continue
        said = claim.values("shared")
        key = claim.object.iri or claim.object.text
        if (key, claim.polarity) in same or any(value.text == "yes" for value in said):
            yield Feature(claim, _BOTH)
        elif (claim.values("attribute") and own) or any(each == key for each, _ in same):
            yield Feature(claim, _APART)
        else:
            yield Feature(claim, _ALONE)


def _tests(iri: str, shown: Iterable[Claim], found: Release) -> list[Value]:
    held = [value for claim in shown for name in ("method", "procedure", "stain") for value in claim.values(name)]
    held += [c.object for c in found.claims.values() if c.subject.iri == iri and c.predicate == PKG + "diagnosedBy" and not c.denied]
    return list(dict.fromkeys(held))


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """Return a claim for each thing that is said, the firmest first."""
    found: dict[tuple[str, str], Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.denied, claim.hedged, claim.object.text.casefold())):
        found.setdefault((claim.object.iri or claim.object.text, claim.polarity), claim)
    return list(found.values())


def treatments(tree: Branch, found: Release) -> list[tuple[Branch, list[Treatment]]]:
    """Return what each disease of a tree is treated by, from the top of the tree."""
    further: dict[str, list[Claim]] = {}
    for claim in found.claims.values():
        if claim.predicate in (PKG + "treatmentMechanism", PKG + "treatmentEffect", PKG + "indicatedFor"):
            further.setdefault(claim.subject.iri, []).append(claim)
    made = []
    for branch in _branches(tree):
        held = [c for c in found.claims.values() if c.predicate == PKG + "treatedBy" and c.subject.iri == branch.term.iri]
        held.sort(key=lambda claim: (claim.denied, claim.hedged, claim.object.text.casefold()))
        if held:
            made.append((branch, [Treatment(c, tuple(_of(branch.term.iri, further.get(c.object.iri, [])))) for c in held]))
    return made


def _of(disease: str, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the claims that are said under this disease, or under none."""
    for claim in claims:
        said = {value.iri for value in claim.values("disease")}
        if not said or disease in said:
            yield claim


def _branches(tree: Branch) -> Iterator[Branch]:
    yield tree
    for each in tree.below:
        yield from _branches(each)
