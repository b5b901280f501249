from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import build_graph
from build_graph import asking, pipeline, screen
from build_graph.answers import Cell
from build_graph.errors import QueryError, ReleaseError

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="session")
def release(built: Path) -> asking.Release:
    return build_graph.load(built)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "build_graph", "query", *arguments], capture_output=True, text=True, check=False)


def test_a_question_gives_rows_of_python_values(release: asking.Release):
    row = next(row for row in release.rows("prognosis") if row["minimum"] == 25)

    assert (row["maximum"], row["maximumIncluded"], row["unit"]) == (Decimal(45), True, "%")
    assert isinstance(row["line"], int)
    assert row["comparedWith"] is None


def test_a_frame_has_a_type_for_each_column(release: asking.Release):
    pandas = pytest.importorskip("pandas")

    frame = release.query("CQ03")

    assert isinstance(frame, pandas.DataFrame)
    assert {name: str(frame[name].dtype) for name in ("disease", "minimum", "maximumIncluded", "line")} == {
        "disease": "string", "minimum": "Float64", "maximumIncluded": "boolean", "line": "Int64",
    }  # fmt: skip
    assert frame["maximum"].max() == 85


def test_without_pandas_a_question_gives_rows(release: asking.Release, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pandas", None)

    assert release.query("subtypes") == release.rows("subtypes")


def test_sparql_of_ones_own_is_a_question_too(release: asking.Release):
    assert release.rows("SELECT (1 AS ?one) WHERE {}") == [{"one": 1}]


def test_a_parameter_may_be_any_name_of_a_term(release: asking.Release):
    by_label = release.rows("synonyms", term="sle")

    assert by_label
    assert by_label == release.rows("synonyms", term="systemic-lupus-erythematosus")
    with pytest.raises(QueryError, match="knows no") as caught:
        release.rows("risk-factors", disease="calcifilaxis")
    assert "'calciphylaxis'" in caught.value.fix


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (ox.Literal("2025-02-20", datatype=ox.NamedNode(XSD + "date")), date(2025, 2, 20)),
        (ox.Literal("0.10", datatype=ox.NamedNode(XSD + "decimal")), Decimal("0.10")),
        (ox.Literal(False), False),
        (ox.Literal("x", language="en"), "x"),
        (ox.NamedNode("urn:x"), "urn:x"),
        (None, None),
    ],
)
def test_a_cell_becomes_the_python_value_that_it_is(cell: Cell, value: object):
    found = asking.value(cell)

    assert (type(found), found) == (type(value), value)


def test_a_question_about_what_the_release_does_not_know_is_refused(tmp_path: Path):
    page = tmp_path / "page.txt"
    page.write_text("Grit disease\n\nDefinition / general\n  • Papule of the skin\n", encoding="utf-8")
    pipeline.build([str(page)], tmp_path / "out")
    small = build_graph.load(tmp_path / "out")

    with pytest.raises(QueryError, match="the release knows no term:surgical-excision") as caught:
        small.rows("treatment-by-subtype")
    assert "--set treatment=NAME" in caught.value.fix
    assert small.rows("prognosis") == []


PKG = "PREFIX pkg: <https://w3id.org/pathkg/ontology#> "


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("SELECT ?x WHERE { ?x pkg:hasRiskfactor ?y }", "hasRiskFactor"),
        ("SELECT (COUNT(?x) AS ?n) WHERE { ?x a pkg:Claims }", "Claim"),
        ("ASK { <https://w3id.org/pathkg/term/calcinosis-cuti> ?p ?o }", "calcinosis-cutis"),
    ],
)
def test_a_query_that_finds_nothing_under_a_misspelt_name_is_refused(release: asking.Release, text: str, near: str):
    with pytest.raises(QueryError, match="nothing found, and the release knows no") as caught:
        release.rows(PKG + text)

    assert near in caught.value.fix


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x WHERE { ?x pkg:severity 'pkg:nix' }",  # declared, and not used
        "SELECT ?x WHERE { ?x a pkg:Claim OPTIONAL { ?x pkg:hasRiskfactor ?y } } LIMIT 1",  # something found
    ],
)
def test_a_query_of_known_names_may_find_nothing(release: asking.Release, text: str):
    assert len(release.rows(PKG + text)) < 2


def test_a_folder_without_a_release_is_refused(tmp_path: Path):
    with pytest.raises(ReleaseError):
        build_graph.load(tmp_path)


def test_what_explain_shows_is_a_query_that_any_engine_answers_alike(built: Path, release: asking.Release):
    shown = command("risk-factors", "--data", str(built), "--set", "disease=calciphylaxis", "--explain").stdout

    assert "VALUES (?disease) { (<https://w3id.org/pathkg/term/calciphylaxis>) }" in shown
    assert release.rows(shown) == release.rows("risk-factors")


def test_triples_are_shown_as_turtle(built: Path, release: asking.Release):
    shown = command("to-schema-org", "--data", str(built)).stdout

    held = {quad.triple for quad in ox.parse(shown, format=ox.RdfFormat.TURTLE)}
    assert len(held) == len(release.rows("to-schema-org")) > 50


@pytest.mark.parametrize("form", ["markdown", "json", "tsv"])
def test_both_engines_of_the_command_line_give_the_same_text(built: Path, form: str):
    one, other = (command("stains", "--data", str(built), "--format", form, "--engine", engine).stdout for engine in ("oxigraph", "rdflib"))

    assert one == other
    assert "von Kossa" in one


def test_the_table_fits_the_terminal_whatever_is_asked(release: asking.Release):
    for query in release.questions:
        text = asking.text(release.answer(query, {}), "table", screen.Look(80, release.prefixes, dict.fromkeys(query.defaults, "x")))

        assert max(map(len, text.splitlines())) <= 80, query.name


def test_the_list_of_questions_names_each_with_its_parameters(release: asking.Release):
    listed = asking.catalogue(release.questions, None)

    assert all(query.name in listed for query in release.questions)
    assert "--set disease=term:calciphylaxis" in listed
