from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from build_graph.answers import Answer, as_csv, as_json, as_tsv, as_turtle
from build_graph.errors import QueryError

EX = "http://e.org/"
ANSWER = Answer(
    ("thing", "thingLabel", "size"),
    (
        (ox.NamedNode(EX + "grit"), ox.Literal('a "grit",\ttab', language="en"), ox.Literal(3)),
        (ox.NamedNode(EX + "sand"), None, ox.Literal("0.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
    ),
)


def test_csv_holds_plain_values_that_a_csv_reader_gets_back():
    rows = list(csv.reader(io.StringIO(as_csv(ANSWER))))

    assert rows == [["thing", "thingLabel", "size"], [EX + "grit", 'a "grit",\ttab', "3"], [EX + "sand", "", "0.50"]]


def test_tsv_is_read_back_as_the_same_terms_by_another_parser():
    read = ox.parse_query_results(as_tsv(ANSWER), format=ox.QueryResultsFormat.TSV)

    assert isinstance(read, ox.QuerySolutions)
    assert tuple(tuple(row) for row in read) == ANSWER.rows


def test_json_is_read_back_as_the_same_terms_by_another_parser():
    read = ox.parse_query_results(as_json(ANSWER), format=ox.QueryResultsFormat.JSON)

    assert isinstance(read, ox.QuerySolutions)
    assert tuple(tuple(row) for row in read) == ANSWER.rows
    assert json.loads(as_json(ANSWER))["head"]["vars"] == ["thing", "thingLabel", "size"]


def test_a_yes_or_no_is_a_boolean_of_the_json_format():
    assert json.loads(as_json(Answer(("answer",), ((ox.Literal(True),),), "ask"))) == {"head": {}, "boolean": True}


def test_triples_are_written_as_turtle_with_the_prefixes_that_they_need():
    rows = ((ox.NamedNode(EX + "grit"), ox.NamedNode(EX + "on"), ox.NamedNode(EX + "sand")),)
    text = as_turtle(Answer(("subject", "predicate", "object"), rows, "construct"), {"e": EX, "x": "http://x.org/"})

    assert text.splitlines() == ["@prefix e: <http://e.org/> .", "e:grit e:on e:sand ."]


def test_rows_are_no_turtle():
    with pytest.raises(QueryError, match="no triples"):
        as_turtle(ANSWER, {})
