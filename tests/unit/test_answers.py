from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox

from build_graph.answers import Answer, written

EX = "http://e.org/"
ANSWER = Answer(
    ("thing", "thingLabel", "size"),
    (
        (ox.NamedNode(EX + "grit"), ox.Literal('a "grit",\ttab', language="en"), ox.Literal(3)),
        (ox.NamedNode(EX + "sand"), None, ox.Literal("0.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
    ),
)


def lines(form: str, width: int = 80) -> list[str]:
    return written(ANSWER, form, {"": EX}, width).splitlines()


def test_csv_holds_plain_values_that_a_csv_reader_gets_back():
    rows = list(csv.reader(io.StringIO(written(ANSWER, "csv", {}, 80))))

    assert rows == [["thing", "thingLabel", "size"], [EX + "grit", 'a "grit",\ttab', "3"], [EX + "sand", "", "0.50"]]


def test_tsv_is_read_back_as_the_same_terms_by_another_parser():
    read = ox.parse_query_results(written(ANSWER, "tsv", {}, 80), format=ox.QueryResultsFormat.TSV)

    assert isinstance(read, ox.QuerySolutions)
    assert tuple(tuple(row) for row in read) == ANSWER.rows


def test_json_is_read_back_as_the_same_terms_by_another_parser():
    read = ox.parse_query_results(written(ANSWER, "json", {}, 80), format=ox.QueryResultsFormat.JSON)

    assert isinstance(read, ox.QuerySolutions)
    assert tuple(tuple(row) for row in read) == ANSWER.rows
    assert json.loads(written(ANSWER, "json", {}, 80))["head"]["vars"] == ["thing", "thingLabel", "size"]


def test_a_table_shows_labels_in_the_place_of_iris_and_counts_its_rows():
    assert lines("table")[0].split() == ["thing", "size"]
    assert "http" not in "".join(lines("table"))
    assert lines("table")[-1] == "2 rows"


def test_a_table_shortens_an_iri_that_has_no_label_beside_it():
    answer = Answer(("thing",), ((ox.NamedNode(EX + "grit"),),))

    assert "e:grit" in written(answer, "table", {"e": EX}, 80)
    assert written(answer, "table", {}, 80).endswith("1 row\n")


def test_a_table_breaks_long_cells_so_that_it_fits_the_terminal_and_loses_no_word():
    text = "one two three four five six seven eight nine ten eleven twelve"
    answer = Answer(("a", "b"), ((ox.Literal(text), ox.Literal(text)),))

    found = written(answer, "table", {}, 40)

    assert max(map(len, found.splitlines())) <= 40
    assert all(found.count(word) == 2 for word in text.split())
