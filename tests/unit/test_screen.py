from __future__ import annotations

import pyoxigraph as ox

from build_graph.answers import Answer
from build_graph.screen import Look, as_markdown, as_table

EX = "http://e.org/"
TOP = (ox.NamedNode(EX + "top"), ox.Literal("top"))
ANSWER = Answer(
    ("top", "topLabel", "thing", "thingLabel", "size", "never"),
    (
        (*TOP, ox.NamedNode(EX + "grit"), ox.Literal("a | grit", language="en"), ox.Literal(3), None),
        (*TOP, ox.NamedNode(EX + "sand"), None, ox.Literal("0.5"), None),
    ),
)
WORDS = "one two three four five six seven eight nine ten eleven twelve"


def lines(look: Look) -> list[str]:
    return as_table(ANSWER, look).splitlines()


def test_labels_stand_in_the_place_of_addresses_and_rows_are_counted():
    shown = lines(Look())

    assert shown[0].split() == ["top", "thing", "size"]
    assert "http" not in "".join(shown)
    assert shown[-1] == "2 rows"


def test_what_was_set_is_said_once_above_and_is_no_column():
    shown = lines(Look(fixed={"top": "the top"}))

    assert shown[:3] == ["top: the top", "", "thing     size"]


def test_addresses_are_shown_as_curies_on_request():
    shown = lines(Look(prefixes={"e": EX}, curies=True))

    assert shown[0].split() == ["top", "topLabel", "thing", "thingLabel", "size"]
    assert "e:grit" in shown[2]


def test_an_address_without_a_label_is_shortened_where_a_prefix_fits():
    answer = Answer(("thing",), ((ox.NamedNode(EX + "grit"),),))

    assert "e:grit" in as_table(answer, Look(prefixes={"e": EX}))
    assert EX in as_table(answer, Look())


def test_long_cells_are_broken_so_that_the_table_fits_and_no_word_is_lost():
    answer = Answer(("a", "b"), ((ox.Literal(WORDS), ox.Literal(WORDS)),))

    found = as_table(answer, Look(40))

    assert max(map(len, found.splitlines())) <= 40
    assert all(found.count(word) == 2 for word in WORDS.split())


def test_where_columns_cannot_fit_each_row_is_a_record():
    names = tuple(f"column{number}" for number in range(9))
    first = (*(ox.Literal(f"a value {number}") for number in range(8)), None)
    answer = Answer(names, (first, tuple(ox.Literal(WORDS) for _ in names)))

    found = as_table(answer, Look(40))

    assert max(map(len, found.splitlines())) <= 40
    assert "column0  a value 0" in found.splitlines()
    assert found.count("column8") == 1
    assert found.endswith("\n2 rows\n")


def test_an_answer_without_rows_says_so_and_keeps_its_columns():
    assert as_table(Answer(("a", "b"), ()), Look()).splitlines() == ["a  b", "-  -", "", "0 rows"]


def test_a_yes_or_no_is_a_word():
    assert as_table(Answer(("answer",), ((ox.Literal(True),),), "ask"), Look()) == "yes\n"


def test_markdown_escapes_what_would_end_a_cell():
    assert as_markdown(ANSWER, Look(fixed={"top": "the top"})).splitlines() == [
        "top: the top  ",
        "",
        "| thing | size |",
        "| --- | --- |",
        "| a \\| grit | 3 |",
        "|  | 0.5 |",
    ]
