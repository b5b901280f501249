"""Claims in words: what a reader who never heard of RDF sees. Labels and explanations come from the ontology of the release."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from build_graph.site.model import Claim, Declared, Quantity, Release, Value
from build_graph.site.read import PKG, local
from build_graph.vocabulary import apart

#: UCUM code -> one, several. Other codes stay as they are: they are what the page prints.
_UNITS = {"a": ("year", "years"), "mo": ("month", "months"), "wk": ("week", "weeks"), "d": ("day", "days"), "h": ("hour", "hours")}
_HORIZON = re.compile(r"(\d+(?:\.\d+)?) (\w+)")


@dataclass(frozen=True, slots=True)
class Badge:
    """A word that changes how a claim is to be taken."""

    sort: str  #: denied, hedged, rare, indirect
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Claims with one predicate."""

    predicate: Declared
    claims: list[Claim]


class Words:
    """What the ontology of a release calls things."""

    def __init__(self, found: Release) -> None:
        """Number the declarations in the order of the ontology's file: groups follow it."""
        self._declared = found.declared
        self._order = {iri: at for at, iri in enumerate(found.declared)}

    def declared(self, iri: str) -> Declared:
        """Return what the ontology says of a predicate; its name alone where it says nothing."""
        name = local(iri)
        return self._declared.get(iri) or Declared(iri, name, apart(name), "", "", "", (), (), (), (), ())

    def label(self, name: str) -> str:
        """Return what a property of the ontology is called."""
        return self.declared(PKG + name).label

    def groups(self, claims: Iterable[Claim]) -> list[Group]:
        """Return claims by predicate, in the order of the ontology; within one, firm before hedged before denied."""
        found: dict[str, list[Claim]] = {}
        for claim in claims:
            found.setdefault(claim.predicate, []).append(claim)
        ordered = sorted(found, key=lambda iri: (self._order.get(iri, len(self._order)), iri))
        return [Group(self.declared(iri), sorted(found[iri], key=_weight)) for iri in ordered]

    def badges(self, claim: Claim) -> list[Badge]:
        """Return the words that change how the claim is to be taken: denial and hedges first."""
        found = []
        if claim.denied:
            found.append(Badge("denied", "denied", self.declared(PKG + claim.polarity).definition))
        if claim.hedged:
            found.append(Badge("hedged", self.label(claim.modality), self.declared(PKG + claim.modality).definition))
        sort = "rare" if claim.frequency_rank is None or claim.frequency_rank < 0 else "often"
        found += [Badge(sort, value.text, "How often, in the page's own word") for value in claim.values("frequency")]
        found += [
            Badge("indirect", "said about another condition", self.declared(PKG + "directness").definition)
            for value in claim.values("directness") if value.text == "indirect"
        ]  # fmt: skip
        return found

    def qualifiers(self, claim: Claim, known: Iterable[str] = ()) -> list[tuple[str, list[Value]]]:
        """Return what narrows the claim: label of the qualifier, and its values. What is a badge, or ``known`` anyway, is left out."""
        found: dict[str, list[Value]] = {}
        for name, value in claim.qualifiers:
            if name not in {"frequency", "directness", *known}:
                found.setdefault(name, []).append(Value(value.iri, span(value.text)) if name == "horizon" else value)
        return [(self.label(name), values) for name, values in found.items()]

    def said(self, claim: Claim) -> Value:
        """Return the object; nothing where it is only the claim's number, which is written apart."""
        plain = re.sub(r"[^\d.]+", " ", claim.object.text).strip()
        number = re.sub(r"[^\d.]+", " ", quantity(claim.quantity)).strip()
        only = not claim.object.iri and plain == number and claim.quantity is not None and claim.quantity.unit != "1"
        return Value() if only else claim.object

    def number(self, claim: Claim) -> str:
        """Return the number of the claim, where its object does not say it already."""
        text = quantity(claim.quantity)
        return "" if text in self.said(claim).text else text

    def sentence(self, claim: Claim) -> str:
        """Return the claim as one line of plain text."""
        narrowed = "; ".join(f"{label}: {', '.join(v.text for v in values)}" for label, values in self.qualifiers(claim))
        stance = ", ".join(badge.word for badge in self.badges(claim))
        notes = "; ".join(part for part in (stance, narrowed) if part)
        what = " ".join(part for part in (self.said(claim).text, self.number(claim)) if part)
        said = f"{claim.subject.text} — {self.declared(claim.predicate).label} — {what}"
        return f"{said} ({notes})" if notes else said


def _weight(claim: Claim) -> tuple[bool, bool, str]:
    return claim.denied, claim.hedged, claim.object.text.casefold()


def number(value: Decimal) -> str:
    """Return a number without trailing zeros."""
    return f"{value.normalize():f}"


def unit(code: str, value: Decimal | None = None) -> str:
    """Return a unit in words, in the singular for one."""
    one, several = _UNITS.get(code, (code, code))
    return "" if code == "1" else one if value == 1 else several


def span(text: str) -> str:
    """Return a time span such as ``1 a`` in words; other words as they are."""
    found = _HORIZON.fullmatch(text)
    return f"{found[1]} {unit(found[2], Decimal(found[1]))}" if found else text


def quantity(held: Quantity | None) -> str:
    """Return a quantity as a person writes it: ``25–45%``, ``> 70 mg2/dL2``, ``27–47 years``."""
    if held is None or (held.low is None and held.high is None):
        return ""
    if held.low is not None and held.high is not None:
        text = number(held.low) if held.low == held.high else f"{number(held.low)}–{number(held.high)}"
    elif held.low is not None:
        text = f"{'≥' if held.low_inclusive else '>'} {number(held.low)}"
    else:
        text = f"{'≤' if held.high_inclusive else '<'} {number(held.high or Decimal(0))}"
    called = unit(held.unit, held.high)
    return text + (called if called == "%" else f" {called}" if called else "")
