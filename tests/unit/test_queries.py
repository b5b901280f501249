from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import queries
from build_graph.errors import QueryError
from build_graph.queries import second

TEXT = """#+ id: CQ99
#+ summary: Things below a thing
#+ question: What is below it?
#+ tags: [grit, sand]
#+ defaults:
#+   - top: :grit
#+ kinds:
#+   - top: e:Grain
PREFIX : <http://e.org/>
PREFIX e: <http://e.org/>
SELECT ?top ?thing WHERE { ?thing :below ?top } ORDER BY ?thing
"""
PATH = Path("below.rq")
PREFIXES = {"e": "http://e.org/"}


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.load(b"@prefix : <http://e.org/> . :a :below :grit . :b :below :grit . :c :below :sand .", format=ox.RdfFormat.TURTLE)
    return made


def query(text: str = TEXT) -> queries.Query:
    return queries.parse(text.replace(":grit\n#", "e:grit\n#"), PATH)


def refusal(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        queries.parse(text, PATH)
    return caught.value


def test_the_header_says_number_summary_question_tags_and_defaults():
    found = query()

    assert (found.name, found.id, found.summary, found.question) == ("below", "CQ99", "Things below a thing", "What is below it?")
    assert found.tags == ("grit", "sand")
    assert found.defaults == {"top": "e:grit"}
    assert found.kinds == {"top": "e:Grain"}


@pytest.mark.parametrize("line", ["#+ author: me", "#+ summary:", "#+ nonsense", "#+   - top:"])
def test_a_header_line_that_is_none_is_named(line: str):
    error = refusal(f"#+ id: CQ1\n{line}\nASK {{}}")

    assert (error.path, error.line) == ("below.rq", 2)


def test_a_query_is_answered_with_its_defaults(store: ox.Store):
    answer = queries.run(query(), store)

    assert answer.columns == ("top", "thing")
    assert [str(row[1]) for row in answer.rows] == ["<http://e.org/a>", "<http://e.org/b>"]


@pytest.mark.parametrize("value", ["e:sand", "<http://e.org/sand>", "sand"])
def test_a_parameter_is_given_as_a_prefixed_name_an_iri_or_a_bare_word(store: ox.Store, value: str):
    assert len(queries.run(query(), store, {"top": value}).rows) == 1


def test_a_parameter_is_bound_as_a_term_and_never_becomes_query_text(store: ox.Store):
    hostile = 'x" } UNION { ?thing ?p ?top'
    free = queries.parse(query().text.replace("e:grit\n#+ kinds:\n#+   - top: e:Grain", "grit"), PATH)

    assert queries.run(free, store, {"top": hostile}).rows == ()
    assert queries.answer(store.query(queries.bound(free, queries.values(free, {"top": hostile})))).rows == ()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("7", ox.Literal(7)),
        ("-0.5", ox.Literal("-0.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        ("true", ox.Literal(True)),
        ("two words", ox.Literal("two words")),
        ('"7"', ox.Literal("7")),
        ("e:x", ox.NamedNode("http://e.org/x")),
        ("<urn:x>", ox.NamedNode("urn:x")),
    ],
)
def test_a_value_is_read_as_the_term_that_it_writes(text: str, term: queries.Node):
    assert queries.term(text, PREFIXES) == term


@pytest.mark.parametrize("text", ["<no iri>", "<a>", "nope:x"])
def test_a_value_that_is_no_term_is_refused(text: str):
    with pytest.raises(QueryError):
        queries.term(text, PREFIXES)


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(store: ox.Store):
    with pytest.raises(QueryError, match="no parameter 'bottom'") as caught:
        queries.run(query(), store, {"bottom": "e:sand"})

    assert "top" in caught.value.expected


def test_an_unknown_value_is_refused_and_the_nearest_is_named(store: ox.Store):
    store.add(ox.Quad(ox.NamedNode("http://e.org/gravel"), ox.NamedNode("http://e.org/p"), ox.Literal("x")))

    with pytest.raises(QueryError, match="knows no") as caught:
        queries.run(query(), store, {"top": "gravl"})

    assert "gravel" in caught.value.fix


@pytest.mark.parametrize("name", ["Fine Gravel", "fine  gravel", "FG", "gravell"])
def test_a_term_is_known_by_any_of_its_names(store: ox.Store, name: str):
    store.load(b"@prefix : <http://e.org/> . :sand a :Grain .", format=ox.RdfFormat.TURTLE)
    for predicate, label in (("prefLabel", "fine gravel"), ("altLabel", "FG"), ("hiddenLabel", "gravell")):
        naming = ox.NamedNode("http://www.w3.org/2004/02/skos/core#" + predicate)
        store.add(ox.Quad(ox.NamedNode("http://e.org/sand"), naming, ox.Literal(label, language="en")))

    assert [str(row[1]) for row in queries.run(query(), store, {"top": name}).rows] == ["<http://e.org/c>"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?top ?x\nWHERE { ?x e:below ?top }",
        'SELECT ?top (COUNT(?x) AS ?n) # { no group\n{ ?x e:below ?top FILTER(STR(?x) != "{") } GROUP BY ?top',
        "SELECT ?top (EXISTS { ?a ?b ?c } AS ?y) WHERE { ?x e:below ?top } ",
        "CONSTRUCT { ?x e:above ?top } WHERE { ?x e:below ?top }",
        "CONSTRUCT WHERE { ?x e:below ?top }",
        "ASK { ?x e:below ?top FILTER(STR(?x) != '}{') }",
    ],
)
def test_a_query_as_text_has_its_parameters_in_its_outermost_group(store: ox.Store, text: str):
    asked = queries.parse("PREFIX e: <http://e.org/>\n" + text, PATH)
    terms = queries.values(asked, {"top": "e:sand"})

    by_text = queries.answer(store.query(queries.bound(asked, terms)))

    assert by_text.rows
    if "SELECT" in text:
        assert by_text == queries.run(asked, store, {"top": "e:sand"})
        assert all(row[0] == ox.NamedNode("http://e.org/sand") for row in by_text.rows)


def test_two_engines_agree_on_each_form_of_answer(store: ox.Store):
    graph = second.graph(store)
    for text in ("SELECT ?x ?y { ?x ?p ?y } ORDER BY ?x", "ASK { ?a ?b 'no' }", "CONSTRUCT { ?y ?p ?x } WHERE { ?x ?p ?y }"):
        asked = queries.parse(text, PATH)

        assert second.run_bound(asked, graph, {}) == queries.run(asked, store)


def test_the_second_engine_names_a_query_that_it_cannot_run(store: ox.Store):
    with pytest.raises(QueryError, match="rdflib cannot run"):
        second.run_bound(queries.parse("SELECT ?x WHERE { ?x }", PATH), second.graph(store), {})


def test_a_variable_of_a_query_without_a_header_can_be_set(store: ox.Store):
    bare = queries.parse("PREFIX e: <http://e.org/> SELECT ?top ?thing WHERE { ?thing e:below ?top }", PATH)

    assert len(queries.run(bare, store, {"top": "e:sand"}).rows) == 1


def test_a_broken_query_is_named_with_line_and_column(store: ox.Store):
    with pytest.raises(QueryError) as caught:
        queries.run(queries.parse("SELECT ?x\nWHERE { ?x }", PATH), store)

    assert (caught.value.path, caught.value.line) == ("below.rq", 2)


def test_a_prefix_that_is_not_declared_is_named_with_its_declaration(store: ox.Store):
    text = "# pkg:comment\nSELECT ?x WHERE {\n  ?x <http://e.org/a#pkg:b> 'pkg:c' ; pkg:object ?y }"

    with pytest.raises(QueryError, match="prefix 'pkg' is not declared") as caught:
        queries.run(queries.parse(text, PATH), store)

    assert (caught.value.line, caught.value.column) == (3, 39)
    assert "PREFIX pkg: <https://w3id.org/pathkg/ontology#>" in caught.value.fix


def test_the_names_of_a_query_are_told_with_their_place():
    text = "PREFIX e: <http://e.org/>\nSELECT ?a:b WHERE { e:x.y ?p 'e:no' , e:z. <http://e.org/w> a f:t }"

    found = [(name.written, name.iri, name.line) for name in queries.mentions(queries.parse(text, PATH))]

    assert found == [
        ("e:x.y", "http://e.org/x.y", 2), ("e:z", "http://e.org/z", 2), ("<http://e.org/w>", "http://e.org/w", 2), ("f:t", "", 2),
    ]  # fmt: skip


def test_an_ask_and_a_construct_are_answered_too(store: ox.Store):
    assert queries.run(queries.parse("ASK { ?a ?b ?c }", PATH), store).rows == ((ox.Literal(True),),)
    assert len(queries.run(queries.parse("CONSTRUCT WHERE { ?a ?b ?c }", PATH), store).rows) == 3


def test_a_query_is_found_by_name_and_number_in_any_case_and_the_nearest_is_named():
    assert queries.find("cq99", [query()]) == queries.find("Below.rq", [query()]) == query()

    with pytest.raises(QueryError) as caught:
        queries.find("belw", [query()])

    assert "'below'" in caught.value.fix


@pytest.mark.parametrize("given", [["top"], ["=x"], ["a=1", "a=2"]])
def test_a_setting_has_a_name_and_a_value_once(given: list[str]):
    with pytest.raises(QueryError):
        queries.settings(given)


def test_a_file_that_is_no_text_or_is_not_there_is_refused(tmp_path: Path):
    (tmp_path / "bad.rq").write_bytes(b"\xff")

    for name in ("bad.rq", "none.rq"):
        with pytest.raises(QueryError, match="cannot read the query"):
            queries.load(tmp_path / name)
