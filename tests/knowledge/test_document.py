"""The shipped document restates the page: its facts, none of its sentences. Compared where the page is at hand, beside the checkout."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from build_graph import document, pipeline, resources
from build_graph.errors import PageError
from build_graph.facts import Span, Term
from build_graph.language.citations import find_citations
from build_graph.lexicon import QUALITY_COLUMNS, SECTION_COLUMNS, TERM_COLUMNS, fold, read_table
from made_page import known

PAGE = Path(__file__).resolve().parents[3] / "shared" / "page" / "calcinosis-cutis.txt"
#: Literal qualifiers that are compared: whether there is one.
TOLD = {"frequency", "extent", "attribute", "state", "route", "line", "rank"}
RUN = 6  #: words in common from which on a wording counts as the page's
MOST_ALIKE = 0.2

#: Lines that every page of the family has, and the words of a line that are layout: an answer's letter, a group's or an image's label.
LAYOUT = re.compile(
    r"^(?:(?:Contributed by|by Dr\.|Images hosted on|Reference:|Comment Here|Back to top|Image \d).*"
    r"|[A-E]\. |\s*• (?:\d+ subtypes|(?:Clinical|Histological) differential)$)",
    re.MULTILINE,
)
#: A line of the ICD section: what stands behind the code is the title that the classification gave it.
CODE = re.compile(r"^\s*• (?:ICD-1[01]: )?[A-Z]+\d[\w.]* - .*|^\s*• ICD-11$", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BULLET = re.compile(r"^( *)• (.*)$", re.MULTILINE)
WORD = re.compile(r"[^\W_]+")
#: What may stand between the words of one name ("end-stage", "Sjögren's"); a comma or a bracket ends it.
INSIDE_NAME = re.compile(r"[ \-/'’&]*")
JOINS_NAMES = {"and", "or", "with"}


def shared_runs(page: str, text: str) -> list[str]:
    """Return the runs of six words and more of ``text`` that stand in ``page`` too and hold a word that is free to choose."""
    on_page = [m[0].casefold() for m in WORD.finditer(page)]
    known = {tuple(on_page[i : i + RUN]) for i in range(len(on_page) - RUN + 1)}
    words = list(WORD.finditer(text))
    fixed = _fixed(text, words)
    found = []
    for i in range(len(words) - RUN + 1):
        six = words[i : i + RUN]
        if tuple(w[0].casefold() for w in six) in known and not all(fixed[i : i + RUN]):
            line = text.count("\n", 0, six[0].start()) + 1
            found.append(f"line {line}: {' '.join(w[0] for w in six)!r}")
    return found


def bullets_alike(page: str, text: str) -> tuple[list[str], int]:
    """Return the bullets of ``text`` that have the words of a bullet of ``page``, in any order, and how many were compared.

    A bullet that consists of names, codes, numbers and citations alone has no words to choose, and is left out.
    """
    on_page = {_bag(match[2]) for match in BULLET.finditer(page)}
    words = list(WORD.finditer(text))
    fixed = _fixed(text, words)
    starts = [word.start() for word in words]
    compared = [
        match[2]
        for match in BULLET.finditer(text)
        if not all(fixed[bisect_right(starts, match.start() - 1) : bisect_right(starts, match.end() - 1)])
    ]
    return [bullet for bullet in compared if _bag(bullet) in on_page], len(compared)


def headings(text: str) -> list[str]:
    """Return the headings of ``text`` in order, their numbers included."""
    return [line for line in text.splitlines() if _is_heading(line)]


def citations(text: str) -> Counter[str]:
    """Return the citations of ``text`` and how often each stands there."""
    return Counter(citation.text for citation in find_citations(text, Span(0, len(text))))


def outline(text: str) -> list[tuple[str, int]]:
    """Return the heading and the indent of every bullet: what stands below what."""
    heading, found = "", []
    for line in text.splitlines():
        heading = line if _is_heading(line) else heading
        found += [(heading, len(bullet[1])) for bullet in [BULLET.match(line)] if bullet]
    return found


def numbers(text: str) -> Counter[str]:
    """Return the numbers of ``text`` and how often each stands there."""
    return Counter(NUMBER.findall(text))


def _bag(text: str) -> tuple[str, ...]:
    return tuple(sorted(fold(text).split()))


def _is_heading(line: str) -> bool:
    return re.sub(r"\d+$", "", line.rstrip()).casefold() in _headings()


@cache
def _headings() -> frozenset[str]:
    rows = read_table(resources.lexicon() / "sections.tsv", SECTION_COLUMNS)
    return frozenset(name.casefold() for row in rows for name in (row["heading"], *row.many("aliases")))


@cache
def _names() -> frozenset[str]:
    folder = resources.lexicon()
    terms = (
        name
        for row in read_table(folder / "terms.tsv", TERM_COLUMNS)
        for name in (row["label"], *row.many("synonyms"), *row.many("misprints"))
    )
    qualities = (name for row in read_table(folder / "qualities.tsv", QUALITY_COLUMNS) for name in (row["label"], *row.many("synonyms")))
    return frozenset(fold(name) for name in (*terms, *qualities))


def _fixed(text: str, words: list[re.Match[str]]) -> list[bool]:
    """Return for each word whether it is no wording: front matter, heading, layout, code, number, citation, or part of a name."""
    spans = [Span(0, _front_matter(text)), *_heading_lines(text)]
    spans += [Span(*match.span()) for pattern in (LAYOUT, CODE) for match in pattern.finditer(text)]
    spans += [citation.span for citation in find_citations(text, Span(0, len(text)))]
    inside = [any(c.isdigit() for c in w[0]) or any(s.start <= w.start() < s.end for s in spans) for w in words]
    for first, last in _name_runs(text, words):
        inside[first:last] = [True] * (last - first)
    for i in range(1, len(words) - 1):
        if words[i][0] in JOINS_NAMES and inside[i - 1] and inside[i + 1]:
            inside[i] = True
    return inside


def _front_matter(text: str) -> int:
    """Return where the first heading begins."""
    return next((line.start for line in _heading_lines(text)), 0)


def _heading_lines(text: str) -> list[Span]:
    return [Span(*m.span()) for m in re.finditer(r"^.*$", text, re.MULTILINE) if _is_heading(m[0]) or m[0].strip() == "• Risk factors"]


def _name_runs(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield first word and end of every longest name of a term, from left to right."""
    at = 0
    while at < len(words):
        ends = [at + 1]
        while len(ends) < 8 and ends[-1] < len(words) and INSIDE_NAME.fullmatch(text, words[ends[-1] - 1].end(), words[ends[-1]].start()):
            ends.append(ends[-1] + 1)
        last = next((end for end in reversed(ends) if fold(text[words[at].start() : words[end - 1].end()]) in _names()), None)
        if last:
            yield at, last
        at = last or at + 1


@pytest.fixture(scope="module")
def shipped() -> str:
    return document.read(resources.shipped_document()).text


@pytest.fixture(scope="module")
def page() -> str:
    if not PAGE.is_file():
        pytest.skip("the page is under its owner's copyright and not part of the project; it is not beside this checkout")
    return document.read(PAGE).text


def test_no_wording_of_the_page_stands_in_the_document(page: str, shipped: str):
    runs = shared_runs(page, shipped)

    assert not runs, "runs of six words in common with the page:\n" + "\n".join(runs)


def test_at_most_a_fifth_of_the_bullets_are_alike(page: str, shipped: str):
    alike, compared = bullets_alike(page, shipped)

    assert compared > 50
    assert len(alike) <= MOST_ALIKE * compared, f"{len(alike)} of {compared} bullets have the page's words:\n" + "\n".join(alike)


def test_headings_nesting_citations_and_numbers_are_those_of_the_page(page: str, shipped: str):
    assert headings(shipped) == headings(page)
    assert outline(shipped) == outline(page)
    assert citations(shipped) == citations(page)
    assert numbers(shipped) == numbers(page)
    assert min(len(headings(page)), len(citations(page)), len(numbers(page)), len(outline(page))) > 5


def test_the_document_says_who_made_it_and_from_what(shipped: str):
    about = document.restatement(resources.shipped_document().with_suffix(".toml"))

    assert about is not None
    assert about.creator == "The pathkg contributors"
    assert about.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert f" website. {about.url}. Accessed " in shipped
    assert f"Last author update: {date.fromisoformat(about.date):%d %B %Y}\n" in shipped
    for saying in ("no copy", "neither by its authors", "not medical advice"):
        assert saying in about.statement


@pytest.mark.parametrize("gone", ["title", "creator", "licence", "statement", "url", "date"])
def test_a_document_that_says_less_is_refused(tmp_path: Path, gone: str):
    whole = resources.shipped_document().with_suffix(".toml").read_text(encoding="utf-8")
    path = tmp_path / "short.toml"
    path.write_text(re.sub(rf'^{gone} = ("""(?s:.*?)"""|.*)$', "", whole, flags=re.MULTILINE), encoding="utf-8")

    with pytest.raises(PageError, match=gone):
        document.restatement(path)


def test_each_sentence_of_the_page_would_be_noticed_in_the_document(page: str, shipped: str):
    lines = page.splitlines()
    sentences = [line for line in lines if line.startswith(" ") and len(line.split()) > 12 and not CODE.match(line)]

    pasted = [shipped.replace("Gross description\n", f"Gross description\n{sentence}\n") for sentence in sentences]

    unnoticed = [sentence for sentence, text in zip(sentences, pasted, strict=True) if not shared_runs(page, text)]
    assert len(sentences) > 25
    # Lists of names are free to be shared: they have no wording.
    assert [line for line in unnoticed if line.count(",") < 4] == []


def test_bullets_of_the_page_would_be_counted_as_alike(page: str, shipped: str):
    changed = shipped[: shipped.index("Clinical features\n")] + page[page.index("Clinical features\n") :]

    alike, compared = bullets_alike(page, changed)

    assert len(alike) > MOST_ALIKE * compared


MADE_UP = """Definition / general
  • Purple thumbs are seen in most people after lunch (J Thumb 2020;1:2)
    • Skin, dermis and 5 nodules
Sites
  • Thumbs, 40% of them
"""


def test_a_sentence_taken_over_is_a_run_and_names_alone_are_none():
    assert shared_runs(MADE_UP, "  • They say purple thumbs are seen in most people")
    assert not shared_runs(MADE_UP, "  • After lunch, most people have purple thumbs")
    assert not shared_runs("x skin, dermis, tendon, knee, nodule or papule y", "skin, dermis, tendon, knee, nodule or papule")
    assert shared_runs("the skin of the dermis of the knee", "the skin of the dermis of the knee")


def test_a_bullet_in_another_order_is_alike_and_names_are_not_counted():
    assert bullets_alike(MADE_UP, "  • In most people after lunch purple thumbs are seen (J Thumb 2020;1:2)\n  • Dermis\n") == (
        ["In most people after lunch purple thumbs are seen (J Thumb 2020;1:2)"],
        1,
    )


@pytest.mark.parametrize(
    ("look", "old", "new"),
    [
        (headings, "Sites\n", ""),
        (headings, "Sites\n", "Etiology\n"),
        (outline, "    • Skin", "  • Skin"),
        (citations, " (J Thumb 2020;1:2)", ""),
        (citations, "2020;1:2", "2020;1:3"),
        (numbers, "40%", "41%"),
        (numbers, "5 nodules", "nodules"),
    ],
)
def test_a_lost_or_changed_part_is_noticed(look, old: str, new: str):
    assert old in MADE_UP
    assert look(MADE_UP.replace(old, new)) != look(MADE_UP)


def told(path: Path) -> dict[tuple[object, ...], int]:
    """Return what a text claims, by terms, stance, number and qualifiers, and the line of each; of a literal only that it is there."""
    found: dict[tuple[object, ...], int] = {}
    for fact in pipeline.read(path.read_bytes(), known()).facts:
        claim = fact.claim
        kept = [q for q in claim.qualifiers if q.name in TOLD or isinstance(q.value, Term)]
        said = sorted((q.name, q.value.slug if isinstance(q.value, Term) else "") for q in kept)
        number = (claim.quantity.minimum, claim.quantity.maximum) if claim.quantity else None
        thing = (claim.object.slug, number, *said) if isinstance(claim.object, Term) else ("",)
        found.setdefault((claim.predicate, claim.subject.slug, claim.polarity, claim.modality, *thing), fact.evidence.line)
    return found


def differing(one: Mapping[tuple[object, ...], int], other: Mapping[tuple[object, ...], int]) -> set[int]:
    return {one[claim] for claim in one.keys() - other.keys()} | {other[claim] for claim in other.keys() - one.keys()}


@pytest.mark.skipif(not PAGE.is_file(), reason="the original page is not at hand")
def test_document_and_page_claim_the_same_but_for_what_is_listed_with_its_reason():
    ours, page = told(resources.shipped_document()), told(PAGE)
    listed = {int(row["line"]) for row in read_table(Path(__file__).with_name("differences.tsv"), ("line", "reason"))}

    assert differing(ours, page) == listed
    assert len(ours.keys() ^ page.keys()) < 0.05 * len(ours.keys() | page.keys())
    some = next(iter(page))
    assert differing(ours, {**page, (*some, "planted"): 1}) - listed == {1}
