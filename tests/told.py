"""What one text says, for tests that change a page and look at what else changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from build_graph.facts import Block, Claim, Fact, Qualifier, Reading, Term
from build_graph.outline import Outline
from build_graph.readers.page import Page
from build_graph.recognise import page_of, recognise
from made_page import SHARED, known, outline_of

ROOT = Path(__file__).parents[1]
#: Every page at hand, by name; the real one is under copyright and stands beside the project, if at all.
PAGES = {
    "document": ROOT / "documents" / "calcinosis-cutis.txt",
    **{path.stem: path for path in sorted((ROOT / "tests" / "pages").glob("*.txt"))},
    "page": SHARED / "page" / "calcinosis-cutis.txt",
}
#: Predicates about the copy itself: which lines are empty, which line cites what.
OF_THE_COPY = {"emptySection", "cites"}


@dataclass(frozen=True)
class Told:
    """What one text says."""

    reading: Reading

    @property
    def text(self) -> str:
        return self.reading.text

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.text)

    @cached_property
    def page(self) -> Page:
        return page_of(self.outline, known())

    @cached_property
    def claims(self) -> dict[Claim, list[Fact]]:
        """The claims about the world, and where each is made."""
        found: dict[Claim, list[Fact]] = {}
        for fact in self.reading.facts:
            if fact.claim.predicate not in OF_THE_COPY:
                found.setdefault(fact.claim, []).append(fact)
        return found

    @cached_property
    def at(self) -> dict[int, dict[Claim, None]]:
        """The claims that rest on each block, by its index, in reading order."""
        found: dict[int, dict[Claim, None]] = {}
        for claim, facts in self.claims.items():
            for fact in facts:
                found.setdefault(fact.evidence.block, {})[claim] = None
        return found

    def on(self, blocks: Iterable[Block]) -> set[Claim]:
        """Return the claims that rest on some of ``blocks``."""
        return {claim for block in blocks for claim in self.at.get(block.index, ())}

    def alone(self, blocks: Iterable[Block]) -> set[Claim]:
        """Return the claims that rest on ``blocks`` and nothing else."""
        indices = {block.index for block in blocks}
        return {c for c in self.on(self.outline.blocks[i] for i in indices) if all(f.evidence.block in indices for f in self.claims[c])}

    @cached_property
    def leaning(self) -> dict[int, set[int]]:
        """The other blocks whose words the claims of each block need, by index: its ancestors, or a line that it goes on with."""
        found: dict[int, set[int]] = {}
        for fact in self.reading.facts:
            found.setdefault(fact.evidence.block, set()).update(fact.evidence.context)
        return found

    def is_leaned_on(self, block: Block) -> bool:
        """Return whether a line needs the words of ``block``, a leaf: it goes on with what that speaks of."""
        return any(block.index in needed for needed in self.leaning.values())

    def goes_on(self, block: Block) -> bool:
        """Return whether a line needs the words of one beside it, or one beside it the words of this one."""
        parent = self.parent(block)
        beside = {b.index for b in self.outline.children(parent)} if parent else set()
        return self.is_leaned_on(block) or not beside.isdisjoint(self.leaning.get(block.index, ()))

    def leaves(self) -> Iterator[Block]:
        """Yield each bullet without lines below it."""
        yield from (b for b in self.outline.blocks if b.kind == "bullet" and not self.outline.children(b))

    def reader_of(self, block: Block) -> str:
        """Return the name of the reader of the section that ``block`` stands in."""
        section = known().sections.get(self.outline.heading(block).casefold())
        return section.reader if section else ""

    def gives_names(self, block: Block) -> bool:
        """Return whether a line is the list of subtypes, from which the page's adjectives have their meaning."""
        parent = self.parent(block)
        return parent is not None and "subtypes" in parent.content.of(self.text)

    def parent(self, block: Block) -> Block | None:
        return None if block.parent is None else self.outline.blocks[block.parent]


#: Reads a text; a test may plant another one.
Read = Callable[[str], Told]


def read(text: str) -> Told:
    return Told(recognise(text, sha256="0" * 64, lexicon=known()))


def text_of(name: str) -> str:
    """Return the text of a page; a test that asks for one that is not at hand is skipped, saying so."""
    path = PAGES[name]
    if not path.is_file():
        pytest.skip(f"the original page is not at hand: {path.name} is looked for beside the project, in shared/page")
    return path.read_text(encoding="utf-8")


def put(claim: Claim, old: Term, new: Term) -> Claim:
    """Return the claim said of ``new`` where it was said of ``old``."""
    return claim._replace(subject=new) if claim.subject == old else claim


def unstanced(claim: Claim) -> Claim:
    """Return the claim as if it were neither hedged nor denied."""
    return claim._replace(polarity="affirmed", modality="asserted")


def plain(claim: Claim) -> str:
    """Return a claim in words."""
    kept = "; ".join(f"{q.name}={_label(q)}" for q in claim.qualifiers)
    what = claim.object if isinstance(claim.object, str) else claim.object.label
    stance = "".join(f" ({word})" for word in (claim.polarity, claim.modality) if word not in {"affirmed", "asserted"})
    return f"{claim.predicate} {claim.subject.label} | {what}{stance}" + (f" | {kept}" if kept else "")


def _label(qualifier: Qualifier) -> str:
    return qualifier.value if isinstance(qualifier.value, str) else qualifier.value.label


def differences(wanted: Iterable[Claim], found: Iterable[Claim]) -> list[str]:
    """Return what is missing of ``wanted``, and what was read besides."""
    expected, got = set(wanted), set(found)
    missing, more = sorted(map(plain, expected - got)), sorted(map(plain, got - expected))
    return [f"gone: {words}" for words in missing] + [f"came: {words}" for words in more]
