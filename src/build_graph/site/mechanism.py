"""Mechanism diagrams: steps from left to right, ending in the disease; how sure the page is of a step is drawn and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from build_graph.site import svg
from build_graph.site.model import Claim, Value
from build_graph.site.words import Words

_WIDTH, _GAP, _SPACE = 176.0, 56.0, 14.0  # px: of a box, between columns, between boxes

Key = str
Href = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a step to what it leads to, with how sure the page is of it."""

    start: Key
    end: Key
    sort: str  #: empty, hedged or denied


def sort_of(claim: Claim) -> str:
    """Return how a claim is drawn."""
    return "denied" if claim.denied else "hedged" if claim.hedged else ""


def diagram(disease: Value, claims: Iterable[Claim], words: Words, href: Href, *, alone: bool = False) -> str:
    """Return the mechanism of a disease as SVG.

    Args:
        disease: what comes about.
        claims: its hasMechanism claims.
        words: names of the stances.
        href: IRI -> address of its page.
        alone: for a file of its own.
    """
    held = sorted(claims, key=lambda claim: (claim.object.text, claim.key))
    names, sorts, arrows = _graph(disease, held, words)
    columns = _columns(disease.iri, names, arrows)
    boxes = _placed(columns, names, sorts, arrows, disease.iri, (lambda _: "") if alone else href)
    drawn = []
    for arrow in arrows:
        start, end = boxes[arrow.start], boxes[arrow.end]
        drawn.append(svg.edge(start.x + start.width, start.y + start.height / 2, end.x, end.y + end.height / 2, arrow.sort))
    drawn += [box.drawn() for box in boxes.values()]
    width = max(box.x + box.width for box in boxes.values()) + 8
    height = max(box.y + box.height for box in boxes.values()) + 8
    return svg.picture(width, height, drawn, f"How {disease.text} comes about, as the page says it", alone=alone)


def _graph(disease: Value, claims: list[Claim], words: Words) -> tuple[dict[Key, str], dict[Key, str], list[Arrow]]:
    """Return the words of each step, how it is drawn, and the arrows."""
    names, sorts, arrows = {disease.iri: disease.text}, {disease.iri: "main"}, dict[tuple[Key, Key], Arrow]()
    for claim in claims:
        step, sort = claim.object.iri or claim.object.text, sort_of(claim)
        stance = ", ".join(badge.word for badge in words.badges(claim))
        if step not in sorts or sorts[step] == "hedged":  # said firmly anywhere, it is drawn firmly
            names[step] = f"{claim.object.text} ({stance})" if stance else claim.object.text
            sorts[step] = sort
        ends = [(value, True) for name in ("trigger", "driver") for value in claim.values(name)]
        ends += [(value, False) for value in claim.values("effect")]
        for value, before in ends:
            other = value.iri or value.text
            names.setdefault(other, value.text)
            pair = (other, step) if before else (step, other)
            if other != step:
                arrows.setdefault(pair, Arrow(*pair, sort))
    led = {arrow.start for arrow in arrows.values()}
    last = [Arrow(key, disease.iri, sorts.get(key, "")) for key in names if key not in led and key != disease.iri]
    return names, sorts, [*arrows.values(), *last]


def _columns(disease: Key, names: Iterable[Key], arrows: list[Arrow]) -> list[list[Key]]:
    """Return the steps by the longest way that leads to them; the disease stands last, a circle is cut where it closes."""
    before: dict[Key, list[Key]] = {}
    for arrow in arrows:
        before.setdefault(arrow.end, []).append(arrow.start)

    def depth(key: Key, above: frozenset[Key]) -> int:
        return max((depth(each, above | {key}) + 1 for each in before.get(key, ()) if each not in above | {key}), default=0)

    depths = {key: depth(key, frozenset()) for key in names}
    found: list[list[Key]] = [[] for _ in range(max(depths.values()) + 1)]
    for key, at in depths.items():
        found[at].append(key)
    # a step that only leads to the disease stands just before it, not far to the left with an arrow under all others
    return found if depths[disease] == len(found) - 1 else [*[[key for key in column if key != disease] for column in found], [disease]]


def _placed(
    columns: list[list[Key]], names: dict[Key, str], sorts: dict[Key, str], arrows: list[Arrow], disease: Key, href: Href
) -> dict[Key, svg.Box]:
    """Return the boxes, each column ordered by where its arrows come from and set in the middle."""
    boxes: dict[Key, svg.Box] = {}
    kept = [column for column in columns if column]
    lines = {key: svg.wrapped(names[key], _WIDTH) for column in kept for key in column}

    def tall(column: list[Key]) -> float:
        return sum(len(lines[key]) * svg.LINE + 12 + _SPACE for key in column) - _SPACE

    height = max(map(tall, kept))
    for at, column in enumerate(kept):

        def came(key: Key) -> float:
            from_ = [boxes[arrow.start].y for arrow in arrows if arrow.end == key and arrow.start in boxes]
            return sum(from_) / len(from_) if from_ else 0.0

        y = 8 + (height - tall(column)) / 2
        for key in sorted(column, key=lambda key: (came(key), names[key])):
            sort = "main" if key == disease else sorts.get(key, "")
            boxes[key] = svg.Box(8 + at * (_WIDTH + _GAP), y, _WIDTH, lines[key], sort, href(key) if "://" in key else "")
            y += boxes[key].height + _SPACE
    return boxes
