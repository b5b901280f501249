"""Numbers as small plots: ranges of one measure on one axis, a row a stratum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from build_graph.site import svg
from build_graph.site.model import Claim, Quantity
from build_graph.site.words import Words, number, quantity, span, unit

_LEFT, _AXIS, _RIGHT, _ROW = 230, 300, 110, 26  # px: names, axis, numbers, height of a row


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, and what it draws."""

    title: str
    drawing: str


def plots(claims: Iterable[Claim], words: Words) -> list[Plot]:
    """Return a plot for each measure and unit that the claims give numbers for; ratios and counts stay words."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.quantity and claim.quantity.unit != "1" and (claim.quantity.low is not None or claim.quantity.high is not None):
            groups.setdefault((claim.subject.text, _measure(claim, words), claim.quantity.unit), []).append(claim)
    return [_plot(measure, held) for (_, measure, _unit), held in groups.items()]


def _measure(claim: Claim, words: Words) -> str:
    """Return what is measured: the object, or the predicate where the object is only the number in words."""
    measure = next((value.text for value in claim.values("measure")), "")
    if measure:
        return measure
    return claim.object.text if claim.object.iri else words.declared(claim.predicate).label


def _stratum(claim: Claim) -> str:
    parts = [value.text for name, value in claim.qualifiers if name in ("population", "condition", "context")]
    parts += [f"at {span(value.text)}" for value in claim.values("horizon")]
    return ", ".join(parts) or claim.subject.text


def _plot(measure: str, claims: list[Claim]) -> Plot:
    held = [claim.quantity for claim in claims if claim.quantity]
    top = _top(held)
    ordered = sorted(claims, key=lambda claim: _bounds(claim.quantity, top))
    parts, y = [], 8.0
    for claim in ordered:
        name = svg.wrapped(_stratum(claim), _LEFT - 10)
        parts += [svg.text(0, y + 14 + at * svg.LINE, line) for at, line in enumerate(name)]
        low, high = _bounds(claim.quantity, top)
        left, right = (_LEFT + _AXIS * float(bound / top) for bound in (low, high))
        sort = "bar denied" if claim.denied else "bar hedged" if claim.hedged else "bar"
        parts.append(f'<rect class="{sort}" x="{left:g}" y="{y + 4:g}" width="{max(right - left, 3):g}" height="12" rx="2"/>')
        parts.append(svg.text(_LEFT + _AXIS + 10, y + 14, quantity(claim.quantity)))
        y += max(_ROW, len(name) * svg.LINE + 9)
    parts += _axis(y, top, held[0].unit)
    said = "; ".join(f"{_stratum(claim)}: {quantity(claim.quantity)}" for claim in ordered)
    title = f"{measure}, {unit(held[0].unit)}"
    return Plot(title, svg.picture(_LEFT + _AXIS + _RIGHT, y + 30, parts, f"{title}. {said}"))


def _axis(y: float, top: Decimal, code: str) -> list[str]:
    parts = [f'<path class="axis" d="M{_LEFT} {y:g}h{_AXIS}"/>']
    for step in range(5):
        x = _LEFT + _AXIS * step / 4
        parts.append(f'<path class="axis" d="M{x:g} {y:g}v5"/>')
        sign = "%" if code == "%" else ""
        parts.append(svg.text(x, y + 20, number(top * step / 4) + sign, anchor="middle", sort="soft"))
    return parts


def _bounds(held: Quantity | None, top: Decimal) -> tuple[Decimal, Decimal]:
    """Return both ends on the axis; an open range runs to its end."""
    if held is None:
        return Decimal(0), Decimal(0)
    return held.low if held.low is not None else Decimal(0), held.high if held.high is not None else top


def _top(held: list[Quantity]) -> Decimal:
    """Return the end of the axis: 100 for per cent, else a round number above the highest."""
    highest = max(bound for each in held for bound in (each.low, each.high) if bound is not None)
    if held[0].unit == "%" and highest <= 100:
        return Decimal(100)
    magnitude = Decimal(10) ** (highest.adjusted())
    return next(magnitude * step for step in (2, 4, 6, 8, 10, 20) if magnitude * step > highest)
