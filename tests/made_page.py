"""Pages for the tests of outline and readers: made up here, or the real one, where it is at hand."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from build_graph import lexicon, resources
from build_graph.facts import Block, Claim, Fact, Term, Unread, WordStatus
from build_graph.lexicon import Lexicon, read_table
from build_graph.outline import Outline, canonical, read_outline
from build_graph.readers.page import Found, Page
from build_graph.recognise import page_of

SHARED = Path(__file__).parents[2] / "shared"
#: Front matter of a made-up topic, as newer copies print it.
FRONT = """Skin nontumor

Metabolic disorders

Grit disease

Last author update: 3 May 2024
Last staff update: 5 June 2025 (update in progress)

Copyright: 2019-2024, Example.org, Inc.

PubMed Search: Grit disease[TI]

Ada van der Berg, M.B.Ch.B., M.Sc.
Jan Roe, M.D.
Page views in 2024: 2,310
Page views in 2025 to date: 10
Cite this page: van der Berg A, Roe J. Grit disease. Example.org website. https://example.org/grit.html. Accessed May 3rd, 2025.
"""


@cache
def tables() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return headings and furniture, straight from the tables."""
    folder = resources.lexicon()
    rows = list(read_table(folder / "sections.tsv", lexicon.SECTION_COLUMNS))
    headings = {name.casefold(): row["heading"] for row in rows for name in (row["heading"], *row.many("aliases"))}
    furniture = ((row["form"], row["text"]) for row in read_table(folder / "furniture.tsv", ("form", "text", "note")))
    return headings, tuple(furniture)


def outline_of(text: str) -> Outline:
    return read_outline(text, *tables())


@cache
def known() -> Lexicon:
    return lexicon.load(resources.lexicon())


def page(text: str) -> Page:
    return page_of(outline_of(text), known())


def section(text: str, heading: str, number: int = 1) -> tuple[Page, list[Block]]:
    """Return the page of ``text`` and the section under ``heading``."""
    made = page(text)
    return made, below(made, canonical(heading, tables()[0]), number)


def below(made: Page, heading: str, number: int = 1) -> list[Block]:
    """Return the section under ``heading``, a canonical name; the page has it."""
    found = made.outline.numbered(heading, number)
    assert found is not None, heading
    return made.outline.section(found)


def facts(found: Iterable[Found], predicate: str = "") -> list[Fact]:
    return [each for each in found if isinstance(each, Fact) and predicate in ("", each.claim.predicate)]


def unread(found: Iterable[Found]) -> list[Unread]:
    return [each for each in found if isinstance(each, Unread)]


def value(claim: Claim) -> str:
    return claim.object if isinstance(claim.object, str) else claim.object.label


def kept(claim: Claim) -> dict[str, str]:
    """Return the qualifiers, values of one name joined by a bar."""
    made: dict[str, str] = {}
    for each in claim.qualifiers:
        said = each.value.label if isinstance(each.value, Term) else each.value
        made[each.name] = f"{made[each.name]}|{said}" if each.name in made else said
    return made


def mentioned(page: Page, fact: Fact, role: str) -> list[str]:
    return [span.of(page.text) for mention in fact.evidence.mentions if mention.role == role for span in mention.spans]


def front_of(page: Page) -> list[Block]:
    """Return the front matter: what stands before the first heading, and on older pages, which print none, before the first bullet."""
    front = page.outline.sections()[0]
    return front[: next((i for i, block in enumerate(front) if block.kind == "bullet"), len(front))]


def assert_sound(page: Page, blocks: Sequence[Block], found: Sequence[Found]) -> None:
    """What holds for every structural reader: exact spans on the right blocks, and no word without a fate."""
    fate: set[int] = set()
    for each in found:
        if isinstance(each, Fact):
            place = each.evidence
            block = page.outline.blocks[place.block]
            assert block.line == place.line
            assert block.content.holds(place.span)
            for mention in each.evidence.mentions:
                for span in mention.spans:
                    on = page.outline.at(span.start).index
                    assert on == place.block or on in place.context
                    assert page.outline.blocks[on].content.holds(span)
                    assert span.start < span.end
                    fate.update(range(span.start, span.end))
        else:
            assert isinstance(each, Unread | WordStatus)
            fate.update(range(each.span.start, each.span.end))
    for block in blocks:
        for word in lexicon.WORD.finditer(page.masked, block.content.start, block.content.end):
            assert word.start() in fate, f"line {block.line}: {word[0]!r} has no fate"


Read = Callable[[Page, Sequence[Block]], Iterable[Found]]


def read(reader: Read, text: str, heading: str, number: int = 1) -> tuple[Page, list[Found]]:
    """Return what a reader finds under a heading, checked for soundness."""
    made, blocks = section(text, heading, number)
    found = list(reader(made, blocks))
    assert_sound(made, blocks, found)
    return made, found


@cache
def real_page() -> Page:
    """Return the real page; a test that asks for it is skipped, saying so, where it is not at hand."""
    path = SHARED / "page" / "calcinosis-cutis.txt"
    if not path.is_file():
        pytest.skip("the original page is not at hand: it is under copyright and no part of the project")
    return page(path.read_text(encoding="utf-8"))


def gold(relations: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """Yield the visible rows of some relations."""
    path = SHARED / "gold" / "visible.tsv"
    if not path.is_file():
        pytest.skip("the annotated facts of the original page are not at hand")
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["relation"] in set(relations))


def assert_gold(page: Page, found: Sequence[Found], **relations: str) -> None:
    """Assert that each visible row of some relations (relation=predicate) is found on its lines with its value."""
    rows = list(gold(relations))
    assert rows
    for row in rows:
        wanted = {_plain(row["object"]), *map(_plain, row["alt_object"].split("|"))}
        lines = {n for part in row["lines"].split(",") for n in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)}
        made = [fact for fact in facts(found, relations[row["relation"]]) if fact.evidence.line in lines]
        values = {_plain(words) for fact in made for words in (value(fact.claim), " ".join(mentioned(page, fact, "object")))}
        assert wanted & values, row["id"]


def _plain(words: str) -> str:
    return " ".join(sorted(lexicon.fold(words).removeprefix("the ").split()))
