from __future__ import annotations

import pytest

from build_graph.language.clauses import clauses, split_condition
from parsed import items


def split(text: str) -> list[str]:
    return [" ".join(item.key for item in clause) for clause in clauses(items(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("fever; rash", ["fever", "rash"]),
        ("fever, but rash", ["fever ,", "rash"]),
        ("fever and it recurs", ["fever", "it recur"]),
        ("fever and rash", ["fever and rash"]),
        ("fever (rash; cough)", ["fever ( rash ; cough )"]),
        ("fever (90.5%)", ["fever ( 90.5% )"]),
    ],
)
def test_a_line_breaks_where_a_statement_ends_and_not_inside_a_bracket(text: str, parts: list[str]):
    assert split(text) == parts


def test_a_condition_is_taken_out_of_its_clause():
    clause, condition = split_condition(items("if fever, surgery"))

    assert [item.key for item in clause] == ["surgery"]
    assert [item.key for item in condition] == ["fever"]
