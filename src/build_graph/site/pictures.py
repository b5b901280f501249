"""Pictures that stand alone, for a README: the tree of subtypes, the differential matrix, one mechanism."""

from __future__ import annotations

from pathlib import Path

from build_graph.errors import ReleaseError
from build_graph.site import compare, mechanism, svg
from build_graph.site.load import load
from build_graph.site.model import Claim, Release, Value
from build_graph.site.read import PKG
from build_graph.site.tree import Branch, forest
from build_graph.site.words import Words

_WIDTH, _GAP = 190.0, 40.0
_NAME, _CELL = 150.0, 136.0  # px: columns of the matrix
_FEW = 5  #: of what the disease itself shows in one dimension


def pictures(data: Path) -> dict[str, bytes]:
    """Return the pictures of a release, name to SVG.

    Raises:
        ReleaseError: no release is in ``data``.
    """
    found = load(data)
    words = Words(found)
    abouts = {about for _, about in found.topics.values()}
    tree = next((branch for branch in forest(found, abouts) if branch.term.iri in abouts), None)
    if tree is None:
        return {}
    made = {"subtypes.svg": subtypes(tree, words), "differential.svg": differential(tree, found, words)}
    most = _most_told(tree, found)
    if most:
        disease, claims = most
        made["mechanism.svg"] = mechanism.diagram(disease, claims, words, lambda _: "", alone=True)
    return {name: (text + "\n").encode() for name, text in made.items()}


def write(data: Path, folder: Path) -> list[Path]:
    """Write the pictures into ``folder``, and return where they are.

    Raises:
        ReleaseError: no release is in ``data``, or the folder cannot be written.
    """
    made = []
    for name, content in pictures(data).items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            work = folder / f".{name}.new"
            work.write_bytes(content)
            made.append(work.replace(folder / name))
        except OSError as error:
            raise ReleaseError(f"cannot write the picture: {error.strerror}", path=folder / name, fix="name another folder") from error
    return made


def _most_told(tree: Branch, found: Release) -> tuple[Value, list[Claim]] | None:
    """Return the disease of the tree with the most steps in its mechanism."""
    told: dict[str, list[Claim]] = {}
    inside = set(compare.members(tree))
    for claim in found.claims.values():
        if claim.predicate == PKG + "hasMechanism" and claim.subject.iri in inside:
            told.setdefault(claim.subject.iri, []).append(claim)

    def steps(iri: str) -> int:
        return sum(1 + len(claim.values("trigger") + claim.values("driver") + claim.values("effect")) for claim in told[iri])

    best = min(told, key=lambda iri: (-steps(iri), iri), default=None)
    return (told[best][0].subject, told[best]) if best else None


def subtypes(tree: Branch, words: Words) -> str:
    """Return the tree of subtypes, from left to right."""
    boxes: list[svg.Box] = []
    arrows: list[str] = []
    bottom = 8.0

    def place(branch: Branch, depth: int) -> svg.Box:
        nonlocal bottom
        below = [place(each, depth + 1) for each in branch.below]
        stance = ", ".join(badge.word for badge in words.badges(branch.claim)) if branch.claim else ""
        lines = svg.wrapped(branch.term.label + (f" ({stance})" if stance else ""), _WIDTH)
        height = len(lines) * svg.LINE + 12
        y = (below[0].y + below[-1].y + below[-1].height - height) / 2 if below else bottom
        sort = "main" if depth == 0 else mechanism.sort_of(branch.claim) if branch.claim else ""
        box = svg.Box(8 + depth * (_WIDTH + _GAP), y, _WIDTH, lines, sort)
        bottom = max(bottom, y + height + 10)
        for each, child in zip(below, branch.below, strict=True):
            sort_ = mechanism.sort_of(child.claim) if child.claim else ""
            arrows.append(svg.link(box.x + _WIDTH, y + height / 2, each.x, each.y + each.height / 2, sort_))
        boxes.append(box)
        return box

    place(tree, 0)
    width = max(box.x + box.width for box in boxes) + 8
    return svg.picture(width, bottom, [*arrows, *(box.drawn() for box in boxes)], f"Subtypes of {tree.term.label}", alone=True)


def differential(tree: Branch, found: Release, words: Words) -> str:
    """Return the differential matrix: a line a look-alike, a column a dimension, the disease itself on top."""
    matrix = compare.differential(tree, found, words)
    used = [at for at in range(len(matrix.dimensions)) if sum(bool(row.cells[at]) for row in matrix.rows) > 1]
    parts = [svg.text(8 + _NAME + _CELL * n + 6, 22, matrix.dimensions[at], sort="soft") for n, at in enumerate(used)]
    own = [_few([_said(claim) for claim in matrix.own[at]]) for at in used]
    drawn, y = _line(32.0, tree.term.label, "itself and its subtypes", own, [False] * len(used))
    parts += drawn
    for row in matrix.rows:
        said = [[_said(each.claim) for each in row.cells[at]] for at in used]
        apart = [any(each.sort == "apart" for each in row.cells[at]) for at in used]
        drawn, y = _line(y, row.diagnosis.object.text, row.kind, said, apart)
        parts += drawn
    legend = f"Shaded: something that {tree.term.label} is not said to show. From the claims of the release."
    parts.append(svg.text(8, y + 20, legend, sort="soft"))
    return svg.picture(16 + _NAME + _CELL * len(used), y + 32, parts, f"What tells the look-alikes of {tree.term.label} apart", alone=True)


def _line(y: float, name: str, kind: str, said: list[list[str]], apart: list[bool]) -> tuple[list[str], float]:
    """Return one line of the matrix, and where the next begins."""
    names = svg.wrapped(name, _NAME)
    cells = [[("• " if at == 0 else "  ") + line for each in dict.fromkeys(held) for at, line in enumerate(svg.wrapped(each, _CELL - 12))]
             for held in said]  # fmt: skip
    height = max(len(names) + 1, *map(len, cells), 1) * svg.LINE + 10
    parts = [svg.text(8, y + 17 + svg.LINE * n, line) for n, line in enumerate(names)]
    parts.append(svg.text(8, y + 17 + svg.LINE * len(names), kind, sort="soft"))
    for n, lines in enumerate(cells):
        x, sort = 8 + _NAME + _CELL * n, "apart" if apart[n] else "both"
        parts.append(f'<rect class="cell {sort}" x="{x:g}" y="{y:g}" width="{_CELL:g}" height="{height:g}"/>')
        parts += [svg.text(x + (6 if line[0] == "•" else 15), y + 17 + svg.LINE * k, line.lstrip()) for k, line in enumerate(lines)]
    return parts, y + height


def _few(said: list[str]) -> list[str]:
    """Return the first few, and how many more there are."""
    once = list(dict.fromkeys(said))
    return once if len(once) <= _FEW else [*once[: _FEW - 1], f"and {len(once) - _FEW + 1} more"]


def _said(claim: Claim) -> str:
    return ("not " if claim.denied else "") + claim.object.text + (f" ({claim.modality})" if claim.hedged else "")
