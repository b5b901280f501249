"""The tables of terms, qualities and site adjectives: their form, their names and their order. Every message names the row and the fix."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from build_graph.errors import LexiconError
from build_graph.lexicon import QUALITY_COLUMNS, TERM_COLUMNS, Row, fold, load, read_table

ROOT = Path(__file__).parents[2]
LEXICON = ROOT / "ontology" / "lexicon"
PAGE = ROOT.parent / "shared" / "page" / "calcinosis-cutis.txt"

KINDS = frozenset(
    {
        "AnatomicalSite",
        "CellType",
        "Disease",
        "Event",
        "Exposure",
        "Finding",
        "Gene",
        "ImagingModality",
        "Measurement",
        "Organism",
        "Population",
        "Procedure",
        "Process",
        "Protein",
        "Stain",
        "Substance",
        "Tissue",
    }
)
#: Kinds whose terms are seen in one way or another, and so have an aspect.
SEEN = frozenset({"CellType", "Finding", "Process"})
ASPECTS = frozenset({"any", "clinical", "gross", "imaging", "lab", "micro"})
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
MOST_WORDS = 5
#: A part of a line with more words is a clause: the longest name that the page itself prints has six.
CLAUSE_WORDS = 6


def term_rows(folder: Path) -> list[Row]:
    return list(read_table(folder / "terms.tsv", TERM_COLUMNS))


def quality_rows(folder: Path) -> list[Row]:
    return list(read_table(folder / "qualities.tsv", QUALITY_COLUMNS))


def adjective_rows(folder: Path) -> list[Row]:
    return list(read_table(folder / "site_adjectives.tsv", ("adjective", "site")))


def names(row: Row) -> tuple[str, ...]:
    """Return every name that a row gives: label, synonyms, misprints."""
    return (row["label"], *row.many("synonyms"), *(row.many("misprints") if "misprints" in row.cells else ()))


def place(row: Row) -> str:
    return f"{row.path.name}:{row.line}"


def at(row: Row, what: str, fix: str) -> str:
    return f"{place(row)}: {what}; fix: {fix}"


#: Aspects beside those of what is seen: a procedure looks through a microscope, a process is named as unknown.
TOLD = {("Procedure", "micro"), ("Process", "unknown")}


def bad_kinds(folder: Path) -> Iterator[str]:
    for row in term_rows(folder):
        if row["kind"] not in KINDS:
            yield at(row, f"unknown kind {row['kind']!r}", f"one of {' '.join(sorted(KINDS))}")
        elif (row["kind"], row["aspect"]) not in TOLD and (row["aspect"] in ASPECTS) != (row["kind"] in SEEN):
            wanted = f"one of {' '.join(sorted(ASPECTS))}" if row["kind"] in SEEN else "leave the aspect empty"
            yield at(row, f"aspect {row['aspect']!r} on a {row['kind']}", wanted)


def bad_slugs(folder: Path) -> Iterator[str]:
    seen: dict[str, Row] = {}
    for row in (*term_rows(folder), *quality_rows(folder)):
        if not SLUG.fullmatch(row["slug"]):
            yield at(row, f"{row['slug']!r} is no slug", "lower case ASCII words joined by single hyphens")
        first = seen.setdefault(row["slug"], row)
        if first is not row:
            yield at(row, f"slug {row['slug']!r} stands already at {place(first)}", "choose another slug, or merge the rows")


def shared_names(folder: Path) -> Iterator[str]:
    seen: dict[str, Row] = {}
    for row in (*term_rows(folder), *quality_rows(folder)):
        for name in names(row):
            first = seen.setdefault(fold(name), row)
            if first is not row:
                yield at(row, f"{name!r} names {first['label']!r} ({place(first)}) too", "remove the name from one of the rows")


def repeated_names(folder: Path) -> Iterator[str]:
    for row in (*term_rows(folder), *quality_rows(folder)):
        keys: list[str] = []
        for name in names(row):
            if not fold(name):
                yield at(row, f"{name!r} holds no word", "remove it")
            elif fold(name) in keys:
                yield at(row, f"{name!r} is found twice once case, plural and hyphens are folded", "remove it")
            keys.append(fold(name))


def out_of_order(folder: Path) -> Iterator[str]:
    tables: tuple[tuple[list[Row], Callable[[Row], tuple[str, ...]], str], ...] = (
        (term_rows(folder), lambda r: (r["kind"], r["slug"]), "kind, then slug"),
        (quality_rows(folder), lambda r: (r["dimension"], r["slug"]), "dimension, then slug"),
        (adjective_rows(folder), lambda r: (r["adjective"],), "adjective"),
    )
    for rows, key, order in tables:
        for before, row in pairwise(rows):
            if key(before) >= key(row):
                yield at(row, "out of order", f"sort the table by {order}")


def unexplained_names(folder: Path) -> Iterator[str]:
    prepositions = {row["word"] for row in read_table(folder / "prepositions.tsv", ("word", "role", "note"))} - {"of"}
    for row in (*term_rows(folder), *quality_rows(folder)):
        for name in names(row):
            words = name.casefold().split()
            why = "more than five words" if len(words) > MOST_WORDS else "'and'" if "and" in words else ""
            why = why or ("a digit" if re.search(r"\d", name) else "a preposition" if prepositions & set(words) else "")
            if why and not row["note"]:
                yield at(row, f"{name!r} has {why} and no note", "give the reason in the note, or shorten the name")


def page_clauses(folder: Path, page: Path = PAGE) -> Iterator[str]:
    parts = re.split(r"[.;:()\n•]", page.read_text(encoding="utf-8"))
    clauses = {fold(part) for part in parts if len(part.split()) > CLAUSE_WORDS}
    for row in (*term_rows(folder), *quality_rows(folder)):
        for name in names(row):
            if fold(name) in clauses:
                yield at(row, f"{name!r} is a whole clause of the page", "name the thing, not the sentence")


def bad_adjectives(folder: Path) -> Iterator[str]:
    kinds = {row["slug"]: row["kind"] for row in term_rows(folder)}
    taken = {fold(name) for row in (*term_rows(folder), *quality_rows(folder)) for name in names(row)}
    for row in adjective_rows(folder):
        if kinds.get(row["site"]) not in {"AnatomicalSite", "Tissue"}:
            yield at(row, f"{row['site']!r} is no site", "the slug of an AnatomicalSite or Tissue of terms.tsv")
        if fold(row["adjective"]) in taken:
            yield at(row, f"{row['adjective']!r} is the name of a term or quality too", "keep it in one table")


CHECKS = (bad_kinds, bad_slugs, shared_names, repeated_names, out_of_order, unexplained_names, bad_adjectives)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_tables_keep_their_form(check: Callable[[Path], Iterator[str]]):
    problems = list(check(LEXICON))

    assert not problems, "\n".join(problems[:20])


def test_the_vocabulary_is_broad():
    kinds = {row["kind"] for row in term_rows(LEXICON)}

    assert kinds == KINDS
    assert len(term_rows(LEXICON)) >= 2000
    assert len(quality_rows(LEXICON)) >= 400
    assert len(adjective_rows(LEXICON)) >= 100


@pytest.mark.skipif(not PAGE.exists(), reason="the page is not at hand (../shared/page)")
def test_no_name_is_a_clause_of_the_page():
    problems = list(page_clauses(LEXICON))

    assert not problems, "\n".join(problems)


@pytest.mark.skipif(not PAGE.exists(), reason="the page is not at hand (../shared/page)")
def test_the_names_of_the_authority_are_terms():
    authority = PAGE.parents[1] / "authority" / "concepts.tsv"
    columns = ("phrase", "category", "curie", "label", "match", "source", "note")
    known = {fold(name) for row in (*term_rows(LEXICON), *quality_rows(LEXICON)) for name in names(row)}
    phrases = {row["phrase"] for row in read_table(authority, columns)}

    missing = sorted(phrase for phrase in phrases if fold(phrase) not in known)

    # What is left is composed by the reader (state + analyte, quality + head, adjective), or is no thing at all.
    assert missing == sorted(
        [
            "abnormal serum calcium",
            "abnormal serum phosphorus",
            "administration of calcium",
            "deposition of insoluble calcium salts",
            "diagnosis",
            "end stage renal disease patients",
            "high signal intensity (T2 MRI)",
            "mitochondrial",
            "overexpressed parathyroid hormone",
            "rapid weight loss",
            "recurrent hypotension",
            "soft tissue calcification around joints",
            "to prevent infection",
            "vasodilatory",
        ]
    )


# --- planted faults: each check is seen to fail -------------------------------------------------------------------------------------

GOOD = "gout\tgout\tDisease\t\tpodagra\t\t\t"
FAULTS: dict[str, tuple[Callable[[Path], Iterator[str]], str, str]] = {
    "an unknown kind": (bad_kinds, "x\tx ray burn\tIllness\t\t\t\t\t", "unknown kind 'Illness'"),
    "a finding without an aspect": (bad_kinds, "x\tx\tFinding\t\t\t\t\t", "aspect ''"),
    "a disease with an aspect": (bad_kinds, "x\tx\tDisease\tmicro\t\t\t\t", "aspect 'micro'"),
    "a slug in capitals": (bad_slugs, "SLE\tlupus\tDisease\t\t\t\t\t", "'SLE' is no slug"),
    "a slug twice": (bad_slugs, "gout\tgout again\tDisease\t\t\t\t\t", "stands already at terms.tsv:2"),
    "a name of two terms": (shared_names, "x\tother\tDisease\t\tPodagras\t\t\t", "'Podagras' names 'gout' (terms.tsv:2) too"),
    "a misprint of two terms": (shared_names, "x\tother\tDisease\t\t\tgouts\t\t", "names 'gout'"),
    "a plural beside its singular": (repeated_names, "x\tpapule\tDisease\t\tPapules\t\t\t", "found twice"),
    "a synonym without a word": (repeated_names, "x\tpapule\tDisease\t\t--\t\t\t", "holds no word"),
    "a row out of order": (out_of_order, "a\ta\tDisease\t\t\t\t\t", "sort the table by kind, then slug"),
    "six words without a note": (unexplained_names, "x\ta b c d e f\tDisease\t\t\t\t\t", "more than five words"),
    "a digit without a note": (unexplained_names, "x\tfactor 8\tProtein\t\t\t\t\t", "a digit"),
    "a conjunction without a note": (unexplained_names, "x\tskin and bone\tTissue\t\t\t\t\t", "'and'"),
    "a preposition without a note": (unexplained_names, "x\tpain on walking\tFinding\tclinical\t\t\t\t", "a preposition"),
    "an adjective of no site": (bad_adjectives, "x\tx\tDisease\t\t\t\t\t", "'skin' is no site"),
}


def small(folder: Path, *rows: str, qualities: tuple[str, ...] = (), adjectives: tuple[str, ...] = ()) -> Path:
    """Write tables with few rows into ``folder`` and return it."""
    for name, columns, lines in (
        ("terms.tsv", TERM_COLUMNS, rows),
        ("qualities.tsv", QUALITY_COLUMNS, qualities),
        ("site_adjectives.tsv", ("adjective", "site"), adjectives),
    ):
        (folder / name).write_text("\n".join(("\t".join(columns), *lines, "")), encoding="utf-8")
    shutil.copy(LEXICON / "prepositions.tsv", folder)
    return folder


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.replace(" ", "-"))
def test_a_planted_fault_is_named_with_its_row(fault: str, tmp_path: Path):
    check, row, message = FAULTS[fault]
    tables = small(tmp_path, GOOD, row, adjectives=("cutaneous\tskin",))

    problems = list(check(tables))

    assert len(problems) == 1
    assert message in problems[0]
    assert re.match(r"(terms\.tsv:3|site_adjectives\.tsv:2): .*; fix: ", problems[0])


def test_good_rows_pass_every_check(tmp_path: Path):
    skin, firm = "skin\tskin\tAnatomicalSite\t\t\t\t\t", "firm\tfirm\tconsistency\t\t"
    tables = small(tmp_path, skin, GOOD, qualities=(firm,), adjectives=("cutaneous\tskin",))

    assert [problem for check in CHECKS for problem in check(tables)] == []


def test_an_adjective_that_is_a_quality_too_is_refused(tmp_path: Path):
    tables = small(tmp_path, "skin\tskin\tAnatomicalSite\t\t\t\t\t", qualities=("dermal\tdermal\tsite\t\t",), adjectives=("dermal\tskin",))

    assert "keep it in one table" in next(bad_adjectives(tables))


def test_a_clause_of_a_page_is_refused_as_a_name(tmp_path: Path):
    page = tmp_path / "page.txt"
    page.write_text("  • Purple thumbs may be seen after long walks (Made Up J 2020;1:1)\n", encoding="utf-8")
    tables = small(tmp_path, "x\tpurple thumb may be seen after long walk\tFinding\tclinical\t\t\t\t")

    assert "whole clause" in next(page_clauses(tables, page))


def test_the_loader_refuses_a_name_with_two_terms(tmp_path: Path):
    shutil.copytree(LEXICON, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "qualities.tsv").open("a", encoding="utf-8") as table:
        table.write("gouty\tgout\tnature\t\t\n")

    with pytest.raises(LexiconError, match="'gout' names two terms"):
        load(tmp_path)


def test_a_wrong_header_and_a_lost_cell_are_refused(tmp_path: Path):
    small(tmp_path, "gout\tgout\tDisease")

    with pytest.raises(LexiconError, match="3 cells"):
        term_rows(tmp_path)

    (tmp_path / "terms.tsv").write_text("slug\tname\n", encoding="utf-8")

    with pytest.raises(LexiconError, match="header is"):
        term_rows(tmp_path)
