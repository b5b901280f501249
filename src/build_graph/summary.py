"""What a build or a check came to, in words for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from build_graph.facts import Reading
from build_graph.tables import by_claim
from build_graph.triples import is_metadata
from build_graph.vocabulary import apart

if TYPE_CHECKING:
    from build_graph.corpus import Corpus
    from build_graph.pipeline import Outcome
    from build_graph.site import Made
    from build_graph.validate import Report

#: What to try after a build, and why.
NEXT = (
    ("build-graph query{data}", "the questions that it answers"),
    ("build-graph query terms-by-kind{data}", "one of them"),
    ("build-graph check {name}", "what could not be read"),
    ("build-graph query --help", "how to ask questions of your own"),
)
DISCLAIMER = "No medical advice: this states what one page said on one day."


def build(outcome: Outcome) -> str:
    """Return what was made: claims by kind, coverage, violations, where the files are, what to try next."""
    parts = [_read(reading) for reading in outcome.readings]
    parts.append(report(outcome.report))
    if outcome.folder is None:
        return "\n".join([*parts, "nothing was written: the graph breaks a rule"])
    parts.append(f"release: {outcome.folder}/, {outcome.files} files, {outcome.size / 1e6:.1f} MB; its README.md says what each holds")
    data = "" if str(outcome.folder) == "dist" else f" --data {outcome.folder}"
    steps = [(step.format(name=outcome.sources[0], data=data), why) for step, why in NEXT]
    size = max(len(step) for step, _ in steps)
    return "\n".join([*parts, "next:", *(f"  {step.ljust(size)}  {why}" for step, why in steps), DISCLAIMER])


def corpus(made: Corpus) -> str:
    """Return what was made of a folder; the last line says whether a page is missing."""
    if made.folder is None:
        return "nothing was written: the graph breaks a rule"
    said = f"release: {made.folder}/, {made.pages} pages, {made.claims} claims, {made.triples} triples"
    skipped = [f"skipped: {len(made.skipped)} of {made.pages + len(made.skipped)} pages; see the errors above"] if made.skipped else []
    return "\n".join([said, DISCLAIMER, *skipped])


def check(outcome: Outcome) -> str:
    """Return what a check found: what is damaged and unread, line by line, and which rules are broken."""
    parts = []
    for name, reading in zip(outcome.sources, outcome.readings, strict=True):
        parts += [f"{name}:{damage.line}: {damage.kind}: {damage.message}" for damage in reading.damage]
        for unread in reading.unread:
            start = reading.text.rfind("\n", 0, unread.span.start) + 1
            column, words = unread.span.start - start + 1, " ".join(unread.span.of(reading.text).split())
            parts.append(f"{name}:{unread.line}:{column}: unread {words!r}: {unread.reason}")
            parts += [f"  expected: {unread.expected}"] if unread.expected else []
            parts += [f"  fix: add a row to {unread.table}"] if unread.table else []
        parts.append(_read(reading))
    return "\n".join([*parts, report(outcome.report)])


def site(made: Made) -> str:
    """Return what the site weighs, and whether queries run in it."""
    heaviest = ", ".join(f"{name} {size / 1000:.0f} kB" for name, size in made.heaviest)
    ask = f"without 'ask in the browser': {made.ask}" if made.ask else "with 'ask in the browser'"
    return "\n".join([
        f"site: {made.folder}/, {made.pages} pages, {made.size / 1e6:.1f} MB, {ask}", f"heaviest: {heaviest}",
        f"open {made.folder / 'index.html'} in a browser; it needs no server", DISCLAIMER,
    ])  # fmt: skip


def report(found: Report) -> str:
    """Return the violations, and how much was checked by which engine."""
    count = len(found.violations)
    said = "no violation" if not count else f"{count} violation{'' if count == 1 else 's'}"
    return "\n".join([*map(str, found.violations), f"checked: {found.summary}: {said}"])


def _read(reading: Reading) -> str:
    """Return the figures of one document."""
    claims = by_claim(reading.facts)
    of_page = sum(map(is_metadata, claims))
    kinds = Counter(apart(claim.predicate) for claim in claims)
    terms = {term for term in reading.terms if term.kind != "Edition"}
    words = Counter(reading.words.values())
    content = words["content"] + words["unread"]
    lines = Counter(line.status for line in reading.lines)
    return "\n".join(
        [
            f"{reading.topic.label}: {len(claims) - of_page} claims and {of_page} facts about the page itself, "
            f"{len(reading.facts)} pieces of evidence, {len(terms)} terms",
            *_columns(f"{name} {count}" for name, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
            f"coverage: {len(reading.lines)} lines: " + ", ".join(f"{name} {count}" for name, count in lines.most_common()),
            f"          {words['unread']} of {content} content words unread",
            f"          {len(reading.unread)} reports of what could not be read, {len(reading.damage)} of damage to this copy",
        ]
    )


def _columns(cells: Iterable[str]) -> list[str]:
    """Return the cells in three columns, indented."""
    held = [cell.ljust(30) for cell in cells]
    return ["  " + "".join(held[at : at + 3]).rstrip() for at in range(0, len(held), 3)]
