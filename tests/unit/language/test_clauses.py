from __future__ import annotations

import time

import pytest

from build_graph.language.clauses import MOST_ITEMS, clauses, split_condition
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


def test_two_conditions_are_two_clauses_and_a_condition_in_front_is_none():
    assert split("surgery if fever, rest if rash") == ["surgery if fever", "rest if rash"]
    assert split("if fever, surgery if rash") == ["if fever , surgery if rash"]
    assert split("rash; but if fever, surgery if rash") == ["rash", "if fever , surgery if rash"]


@pytest.mark.parametrize("words", [",", "2:1 male ", "in children ", "pain, ", "pain if fever, ", "without pain "])
def test_a_line_without_an_end_is_cut_and_every_clause_is_of_bounded_length(words: str):
    found = list(clauses(items(words * (20_000 // len(words)))))

    assert max(map(len, found)) == MOST_ITEMS or len(found) > 100
    assert sum(map(len, found)) > 1000


def test_the_time_to_cut_a_line_grows_as_its_length():
    def seconds(count: int) -> float:
        made, start = items("," * count), time.process_time()
        assert len(list(clauses(made))) == count / MOST_ITEMS
        return time.process_time() - start

    assert seconds(20_000) < 16 * seconds(5_000) + 0.1  # by square: 16 times, and a second of it


def test_a_condition_is_taken_out_of_its_clause():
    clause, condition = split_condition(items("if fever, surgery"))

    assert [item.key for item in clause] == ["surgery"]
    assert [item.key for item in condition] == ["fever"]
