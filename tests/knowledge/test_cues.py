"""A wording of scope stands in one row: rows with patterns are matched, not spelled out, and only here is seen what they have in common."""

from __future__ import annotations

import itertools
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from build_graph import resources
from build_graph.lexicon import Marker, Row, fold, load, read_table
from made_page import known

PATTERN = re.compile(r"\{(\w+)\}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.lexicon(), tmp_path / "lexicon"))


def plant(folder: Path, row: str) -> None:
    table = folder / "scopes.tsv"
    table.write_text(table.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")


def rows(folder: Path) -> list[tuple[Row, Marker, frozenset[str]]]:
    """Return the rows of scopes.tsv with what they mean and all that they cover, folded."""
    patterns = {row["name"]: row.many("forms") for row in read_table(folder / "patterns.tsv")}
    found = []
    for row in read_table(folder / "scopes.tsv"):
        parts = [patterns[part] if at % 2 else (part,) for at, part in enumerate(PATTERN.split(row["phrase"]))]
        marker = Marker("scope", row["value"], row["property"], row["direction"], tuple(row["stops"].split()), int(row["rank"] or 0))
        found.append((row, marker, frozenset(fold("".join(forms)) for forms in itertools.product(*parts))))
    return found


@cache
def ours() -> list[tuple[Row, Marker, frozenset[str]]]:
    return rows(resources.lexicon())


def place(row: Row) -> str:
    return f"{row['phrase']!r} ({row.path.name}:{row.line})"


def clashes(folder: Path) -> list[str]:
    """Return where two rows cover one wording and give it two meanings, or one of them hides the other."""
    said: dict[str, tuple[Row, Marker]] = {}
    found: dict[tuple[int, int], str] = {}
    plain = load(folder).markers
    for row, marker, keys in rows(folder):
        for key in sorted(keys):
            other, meaning = said.setdefault(key, (row, marker))
            if meaning != marker:
                found[other.line, row.line] = (
                    f"{key!r} is {marker.value!r} by {place(row)}, but {place(other)} covers it: {meaning.value!r}, or with another reach; "
                    "drop one of the two rows, or take the form out of the pattern"
                )
            elif key in plain and all(m.kind != "scope" for m in plain[key]):
                found[0, row.line] = f"{key!r} is a {plain[key][0].kind} of another table, {place(row)} covers it and would not be read"
    return list(found.values())


def repetitions(found: list[tuple[Row, Marker, frozenset[str]]]) -> list[str]:
    """Return the rows that say nothing but what other rows say already."""
    saying = Counter(key for _, _, keys in found for key in keys)
    spare = [(row, min(keys)) for row, _, keys in found if all(saying[key] > 1 for key in keys)]
    covers = {key: [place(other) for other, _, keys in found if key in keys] for _, key in spare}
    return [f"{place(row)} can go, it says what others say: {' '.join(covers[key])}" for row, key in spare]


def test_every_form_of_a_row_is_known_by_its_patterns():
    assert sum(len(keys) for _, _, keys in ours()) > 10_000
    assert not [key for _, marker, keys in ours() for key in keys if marker not in known().meaning(key)]


def test_no_row_means_something_else_than_a_row_with_patterns_that_covers_it():
    assert not clashes(resources.lexicon())


def test_a_planted_row_that_means_something_else_is_told_with_the_row_that_covers_it(folder: Path):
    plant(folder, "remains dubious\tpolarity\tdenied\tbackward\t; but although\t\t")

    (told,) = clashes(folder)

    assert "'remain dubious' is 'denied' by 'remains dubious' (scopes.tsv:" in told
    assert "but '{is} {doubtful}' (scopes.tsv:" in told


def test_a_planted_row_that_covers_a_cue_of_another_table_is_told(folder: Path):
    plant(folder, "due {is}\tmodality\tpossible\tforward\t;\t\t")
    with (folder / "cues.tsv").open("a", encoding="utf-8") as table:
        table.write("cause\tdue was\t\n")

    (told,) = clashes(folder)

    assert told.startswith("'due was' is a cue of another table, 'due {is}' (scopes.tsv:")


def test_no_row_says_what_other_rows_say_already():
    assert not repetitions(ours())


def test_a_planted_row_that_says_nothing_new_is_told_with_the_row_that_says_it(folder: Path):
    plant(folder, "remains dubious\tmodality\tuncertain\tbackward\t; but although\t\t")

    (told,) = repetitions(rows(folder))

    assert told.startswith("'remains dubious' (scopes.tsv:")
    assert "'{is} {doubtful}' (scopes.tsv:" in told


def test_every_pattern_is_asked_for():
    asked = {name for row, _, _ in ours() for name in PATTERN.findall(row["phrase"])}

    assert asked == {row["name"] for row in read_table(resources.lexicon() / "patterns.tsv")}
