"""Each reading rule earns its place: it fires on several lines, of pages or of golden cases, or a row of rare_rules.tsv defends it.

And no knowledge is a page in disguise: names are short, and no run of words of the page stands in code or tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from build_graph import pipeline
from build_graph.facts import Reading
from build_graph.lexicon import read_table
from build_graph.recognise import recognise
from golden_case import FRONT, cases
from made_page import SHARED, known

ROOT = Path(__file__).parents[2]
PAGES = (*sorted((ROOT / "documents").glob("*.txt")), *sorted((ROOT / "tests" / "pages").glob("*.txt")))
#: What a section makes of a kind of thing is a row of predicates.tsv, no rule of its own.
DEFAULT = re.compile(r"[a-z_]+-(?:[A-Z]\w+|unknown)|(?:in|place|around|with|by|for|after)-[A-Z]\w+")
#: A name of more words than this is looked at.
LONG = 5
#: A run of as many words is the wording of the page.
RUN = 6


@cache
def firings() -> Mapping[str, frozenset[tuple[str, int]]]:
    """Return the lines on which each rule fires: file and line."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for path in PAGES:
        _count(path.name, 0, pipeline.read(path, known()), found)
    for path in sorted((ROOT / "tests" / "golden").glob("*.md")):
        for case in cases(path) if path.stem != "README" else ():
            text = FRONT.format(title=case.topic) + case.text
            _count(path.name, case.place.line, recognise(text, sha256="0" * 64, lexicon=known()), found)
    return {rule: frozenset(lines) for rule, lines in found.items()}


def _count(name: str, offset: int, reading: Reading, found: dict[str, set[tuple[str, int]]]) -> None:
    for fact in reading.facts:
        found[fact.evidence.rule].add((name, offset + fact.evidence.line))


def defended() -> dict[str, str]:
    table = Path(__file__).parent / "rare_rules.tsv"
    return {row["rule"]: row["defence"] for row in read_table(table, ("rule", "defence"))}


def rare(fired: Mapping[str, frozenset[tuple[str, int]]]) -> set[str]:
    return {rule for rule, lines in fired.items() if len(lines) == 1 and not DEFAULT.fullmatch(rule)}


def test_a_rule_that_fires_on_one_line_has_its_defence():
    assert len(firings()) > 100
    assert rare(firings()) == set(defended())
    assert all(len(defence.split()) > 4 for defence in defended().values())


def test_a_planted_rule_of_one_line_is_noticed():
    assert rare({**firings(), "planted": frozenset({("page", 1)})}) - set(defended()) == {"planted"}


def names() -> Iterator[tuple[str, str]]:
    for entry in known().entries.values():
        yield from ((entry.source, name) for name in entry.names)


def test_no_name_is_long_but_the_names_of_things():
    """Long names are those of diseases, drugs, procedures: every one is a row of the table of long names."""
    table = Path(__file__).parent / "long_names.txt"
    listed = set(table.read_text(encoding="utf-8").splitlines())

    assert {name for _, name in names() if len(name.split()) > LONG} == listed


def runs(text: str, size: int = RUN) -> Iterator[tuple[str, ...]]:
    for line in text.split("\n"):
        words = re.findall(r"[a-z0-9]+", line.casefold())
        yield from (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def stolen(page: str, files: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the runs of the page's words in each file; runs inside a name of the lexicon are names."""
    named = {run for _, name in names() for run in runs(name)}
    wording = set(runs(re.sub(r"\([^()]*(?:\d{4};|Accessed)[^()]*\)", "|", page).replace("|", "\n"))) - named
    return {name: hits for name, text in files.items() if (hits := [" ".join(run) for run in runs(text) if run in wording])}


def sources() -> dict[str, str]:
    found = [path for folder in ("src", "ontology") for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".tsv", ".ttl", ".md"}]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in found}


def real_page() -> str:
    path = SHARED / "page" / "calcinosis-cutis.txt"
    if not path.is_file():
        pytest.skip("the original page is not at hand: it is under copyright and no part of the project")
    return path.read_text(encoding="utf-8")


def test_no_wording_of_the_page_stands_in_code_or_tables():
    assert len(sources()) > 100
    assert not stolen(real_page(), sources())


def test_a_planted_sentence_is_noticed():
    line = next(line for line in real_page().split("\n") if len(line.split()) > 12)

    assert stolen(real_page(), {"planted.py": f"# {line.casefold()}"})
