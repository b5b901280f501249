"""Made-up pages in the layout that the project reads: a grammar over the shipped lexicon, with a fixed seed. No sentence of any page."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_graph import lexicon, resources

SEED = 20250220
#: Heading -> sentence patterns; {Kind} stands for any term of that kind, {topic} for the page's own, {low} and {high} for numbers.
GRAMMAR: Mapping[str, Sequence[str]] = {
    "Definition / general": ("{Finding} of the {AnatomicalSite}", "Associated with {Disease}"),
    "Essential features": ("{Finding} and {Finding}", "Positive for {Protein}", "Often associated with {Disease}"),
    "Epidemiology": ("{low} - {high}% of cases", "Usually in {Population}", "Associated with {Disease} (J Made Up 2020;{low}:{high})"),
    "Sites": ("{AnatomicalSite}", "{AnatomicalSite}, {AnatomicalSite} and {AnatomicalSite}", "Rarely {AnatomicalSite}"),
    "Pathophysiology": ("{Process} leads to {Process}", "{Gene} mutation", "Increased {Substance}"),
    "Etiology": ("{Exposure}", "{Disease}", "May be caused by {Organism}"),
    "Clinical features": ("{Finding}", "{Finding}, {Finding}", "No {Finding}", "Usually {Finding} on the {AnatomicalSite}"),
    "Laboratory": ("Elevated {Measurement}", "Normal {Measurement}"),
    "Prognostic factors": ("{Finding} is associated with poor prognosis", "{low}% recur"),
    "Treatment": ("{Procedure}", "{Substance}", "{Substance} might help in {Population}", "{Procedure} if {Finding}"),
    "Gross description": ("{Finding}", "{low} - {high} cm"),
    "Microscopic (histologic) description": ("{Finding} in {Tissue}", "{CellType} with {Finding}", "No {CellType}"),
    "Positive stains": ("{Stain}", "{Protein} ({low}%)", "{Stain}, {Protein}"),
    "Negative stains": ("{Protein}", "{Stain}"),
    "Differential diagnosis": ("{Disease}:\n    • {Finding}\n    • No {Finding}",),
}
_FRONT = """Made up topics

{title}

Last author update: 3 May 2024
Last staff update: 5 June 2025

Copyright: 2024, The pathkg contributors

PubMed Search: {title}

The pathkg contributors
"""


def words() -> dict[str, list[str]]:
    """Return kind -> labels of the lexicon."""
    found: dict[str, list[str]] = defaultdict(list)
    for slug, entry in sorted(lexicon.load(resources.lexicon()).entries.items()):
        if slug and not set("{}") & set(entry.term.label):
            found[entry.term.kind].append(entry.term.label)
    return found


def page(number: int, known: Mapping[str, Sequence[str]], lines: int = 3) -> str:
    """Return the page of that number: always the same one. Each section has up to ``lines`` bullets."""
    chance = random.Random(SEED + number)
    title = f"{chance.choice(known['Disease'])} type {number}"
    parts = [_FRONT.format(title=title)]
    for heading, patterns in GRAMMAR.items():
        bullets = [chance.choice(patterns) for _ in range(chance.randint(1, lines))]
        parts += [f"{heading}\n", *(f"  • {_said(pattern, known, chance)}\n" for pattern in bullets)]
    return "".join(parts)


def write(folder: Path, count: int) -> int:
    """Write the first ``count`` pages into a folder; return their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    known, size = words(), 0
    for number in range(1, count + 1):
        size += (folder / f"page-{number:05}.txt").write_bytes(page(number, known).encode())
    return size


def _said(pattern: str, known: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """Return the pattern with a term or a number for each slot, its first letter a capital."""
    pieces = pattern.split("{")
    said = pieces[0]
    for piece in pieces[1:]:
        slot, _, rest = piece.partition("}")
        low = chance.randint(2, 40)
        said += {"low": str(low), "high": str(low + chance.randint(1, 50))}.get(slot) or chance.choice(known[slot])
        said += rest
    return said[0].upper() + said[1:]
