"""Identifiers and labels of the mappings are those that the named file of the named package shows: each is opened again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from build_graph.lexicon import QUALITY_COLUMNS, TERM_COLUMNS, read_table
from consumers import sources
from mapping_checks import LEXICON, MAPPINGS, NOT_FOUND, opened, plain, sets

PACKAGE = re.compile(r"seen in ([a-z0-9-]+==[\w.]+:\S+)$")


class Seen(NamedTuple):
    """A row of a mapping set whose source is a file of a package."""

    subject: str
    target: str
    label: str | None  #: none under a restricted licence
    source: str


def rows() -> list[Seen]:
    return [
        Seen(row["subject_id"], row["object_id"], row.get("object_label"), found[1])
        for table in sets(MAPPINGS)
        for _, row in table.rows
        if row["object_id"] != NOT_FOUND and (found := PACKAGE.search(row["comment"]))
    ]


def names() -> dict[str, tuple[str, ...]]:
    tables = ((LEXICON / "terms.tsv", TERM_COLUMNS), (LEXICON / "qualities.tsv", QUALITY_COLUMNS))
    return {f"term:{row['slug']}": (row["label"], *row.many("synonyms")) for path, columns in tables for row in read_table(path, columns)}


def not_shown(found: list[Seen]) -> Iterator[str]:
    """Yield each row whose source does not show the identifier, with its label where the licence lets us give one."""
    for row in found:
        label = sources.labels(row.source).get(row.target)
        if label is None:
            yield f"{row.source} does not show {row.target}"
        elif row.label is not None and plain(label) != row.label:
            yield f"{row.target} is {label!r} in {row.source}, not {row.label!r}"


def test_each_identifier_stands_with_its_label_in_the_file_that_its_row_names():
    found = rows()

    assert len(found) > 600
    assert len({row.source for row in found}) > 10
    assert list(not_shown(found)) == []


def test_what_we_opened_under_a_restricted_licence_has_a_label_that_is_akin_to_a_name_of_the_term():
    ours = [row for row in rows() if row.label is None and row.target in opened()]
    known = names()

    assert len(ours) >= 4
    for row in ours:
        assert sources.akin(sources.labels(row.source)[row.target], known[row.subject]), row.target


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"target": "MESH:D012076"}, "not 'Remission, Spontaneous'"),
        ({"target": "MESH:D9"}, "does not show"),
        ({"label": "Remission"}, "not 'Remission'"),
    ],
)
def test_a_wrong_identifier_and_a_wrong_label_are_seen(change: dict[str, str], message: str):
    [row] = [row for row in rows() if row.target == "MESH:D012075"]

    [problem] = not_shown([row._replace(**change)])

    assert message in problem
