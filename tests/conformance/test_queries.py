from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from build_graph import lexicon, pipeline, queries, resources
from build_graph.answers import Answer
from build_graph.queries import second
from build_graph.vocabulary import Names, prefixes
from golden_answers import DIGEST, GOLDEN, changes, written

KNOWN = {query.name: query for query in queries.catalogue(resources.folder("queries"))}
CHANGES = sorted(changes(), key=lambda change: change[1:])  #: equal ones side by side: the document is read once for them
#: Columns that say where something stands: they move when a line above changes, which is no change of the answer.
PLACES = {"line", "firstLine", "otherLine", "citedOn", "start", "end"}
#: Columns whose addresses are what is asked for, and have no label of their own.
ADDRESSES = {"document", "page", "identifier", "value", "source", "licence"}


@pytest.fixture(scope="session")
def rdflib_graph(store: ox.Store) -> rdflib.Graph:
    return second.graph(store)


def multiset(answer: Answer) -> Counter[tuple[object, ...]]:
    return Counter(answer.rows)


def without_places(answer: Answer) -> Counter[tuple[str, ...]]:
    """Return the rows without lines and positions, and without the digest that is part of a document's addresses."""
    kept = [at for at, name in enumerate(answer.columns) if name not in PLACES]
    return Counter(tuple(DIGEST.sub("", str(row[at])) for at in kept) for row in answer.rows)


def is_select(query: queries.Query) -> bool:
    return re.search(r"^SELECT\b", query.text, re.MULTILINE) is not None


def test_the_catalogue_answers_the_thirty_questions_and_more_than_ten_others():
    numbers = [query.id for query in KNOWN.values()]

    assert len(set(numbers)) == len(numbers)
    assert {number for number in numbers if number.startswith("CQ")} == {f"CQ{n:02}" for n in range(1, 31)}
    assert len(numbers) >= 40


@pytest.mark.parametrize("name", KNOWN)
def test_a_query_file_says_what_it_asks_and_is_portable(name: str):
    query = KNOWN[name]

    assert re.fullmatch(r"(CQ|IQ)\d\d", query.id)
    assert query.summary
    assert query.question.endswith("?")
    assert query.tags
    assert "ORDER BY" in query.text or not is_select(query)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", query.text)
    assert query.prefixes.items() <= dict(prefixes()).items(), "a prefix differs from ontology/prefixes.ttl"
    assert query.kinds.keys() == query.defaults.keys()
    for parameter in query.defaults:  # an engine binds only variables that are given back
        assert not is_select(query) or re.search(rf"^SELECT\b[^{{]*\?{parameter}\b", query.text, re.MULTILINE), f"?{parameter} is no column"


@pytest.mark.parametrize("name", [name for name, query in KNOWN.items() if query.defaults])
def test_a_default_is_of_the_kind_that_its_parameter_says(name: str, store: ox.Store):
    query = KNOWN[name]
    spaces = dict(prefixes())

    for parameter, node in queries.values(query, {}).items():
        prefix, _, local = query.kinds[parameter].partition(":")
        if isinstance(node, ox.Literal):
            assert node.datatype.value == spaces[prefix] + local
        else:
            kinds = {quad.object for quad in store.quads_for_pattern(node, ox.NamedNode(spaces["rdf"] + "type"), None)}
            assert kinds
            assert local == "Term" or ox.NamedNode(spaces[prefix] + local) in kinds


@pytest.mark.parametrize("name", KNOWN)
def test_a_query_gives_its_golden_answer(name: str, store: ox.Store):
    golden = (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8")

    answer = queries.run(KNOWN[name], store)

    assert answer.rows
    assert written(answer) == golden, "if the new answer is right, 'python tests/golden_answers.py' writes it down"


def test_every_golden_answer_is_one_of_a_query():
    assert {path.stem for path in GOLDEN.glob("*.tsv")} == {*KNOWN, "changes"}


@pytest.mark.parametrize("name", [name for name, query in KNOWN.items() if is_select(query)])
def test_an_address_has_its_label_beside_it(name: str, store: ox.Store):
    answer = queries.run(KNOWN[name], store)
    addresses = {column for row in answer.rows for column, cell in zip(answer.columns, row, strict=True) if isinstance(cell, ox.NamedNode)}

    bare = {column for column in addresses if f"{column}Label" not in answer.columns}
    assert bare <= ADDRESSES | KNOWN[name].defaults.keys()


@pytest.mark.parametrize("name", [name for name, query in KNOWN.items() if is_select(query)])
def test_rows_are_in_an_order_that_sparql_defines(name: str, store: ox.Store):
    # Not defined is that of literals with a language; rdflib fails where STR has nothing to turn into words.
    answer = queries.run(KNOWN[name], store)
    keys = KNOWN[name].text.rpartition("ORDER BY")[2]
    words, sure = set(re.findall(r"STR\(\?(\w+)\)", keys)), set(re.findall(r"(?<!COALESCE\()STR\(\?(\w+)\)", keys))

    for key in re.findall(r"\?(\w+)", keys):
        cells = [row[answer.columns.index(key)] for row in answer.rows]
        assert key in words or {cell.datatype.value.rpartition("#")[2] for cell in cells if cell} <= {"integer", "decimal"}, key
        assert key not in sure or None not in cells, key
    assert keys.count("COALESCE(") == keys.count(', "")')


def test_the_question_for_hedges_names_every_modality_but_the_flat_one(store: ox.Store):
    modality = ox.NamedNode(dict(prefixes())["pkg"] + "Modality")
    declared = {quad.subject.value for quad in store.quads_for_pattern(None, None, modality)}

    listed = re.search(r"VALUES \?stance \{(.*)\}", KNOWN["hedged-claims"].text)
    assert listed
    assert {*re.findall(r"pkg:(\w+)", listed[1]), "asserted"} == {name.rpartition("#")[2] for name in declared}


@pytest.mark.parametrize("name", KNOWN)
def test_another_engine_gives_the_same_answer(name: str, store: ox.Store, rdflib_graph: rdflib.Graph):
    query = KNOWN[name]

    found = second.run_bound(query, rdflib_graph, queries.values(query, {}))

    assert multiset(found) == multiset(queries.run(query, store))


@pytest.mark.parametrize("name", [name for name, query in KNOWN.items() if query.defaults])
def test_a_query_whose_parameters_travel_as_text_gives_the_same_answer(name: str, store: ox.Store):
    query = KNOWN[name]
    text = queries.bound(query, queries.values(query, {}))

    found = queries.answer(store.query(text))

    assert multiset(found) == multiset(queries.run(query, store))


@pytest.fixture(scope="session")
def changed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], ox.Store]:
    """Return what gives the release of the shipped document with some of its words replaced."""
    known = lexicon.load(resources.lexicon())
    shipped = resources.shipped_document()
    work = tmp_path_factory.mktemp("changed")
    shutil.copy(shipped.with_suffix(".toml"), work)

    store = ox.Store()
    for file in ("ontology.ttl", "mappings.ttl"):
        store.load(path=str(built / file), format=ox.RdfFormat.TURTLE)
    fixed, held = set(store), set[ox.Quad]()

    @lru_cache(maxsize=1)
    def made(old: str, new: str) -> ox.Store:
        text = shipped.read_text(encoding="utf-8")
        assert old in text, f"the document no longer says {old!r}: choose other words in changes.tsv"
        path = work / shipped.name
        path.write_text(text.replace(old, new), encoding="utf-8")
        made = pipeline.graphs([pipeline.read(path, known)], Names(), known)
        now = {ox.Quad(t.subject, t.predicate, t.object) for graph in made for layer in graph.layers.values() for t in layer}
        for quad in held - now - fixed:  # one store, of which a change moves a few triples: filling another takes longer than reading
            store.remove(quad)
        store.extend(now - held)
        held.clear()
        held.update(now)
        return store

    return made


@pytest.mark.parametrize(("name", "old", "new"), CHANGES, ids=[change[0] for change in CHANGES])
def test_an_answer_follows_the_document(name: str, old: str, new: str, store: ox.Store, changed: Callable[[str, str], ox.Store]):
    after = queries.run(KNOWN[name], changed(old, new))

    assert without_places(after) != without_places(queries.run(KNOWN[name], store))


def test_every_query_is_seen_to_follow_the_document():
    assert {change[0] for change in CHANGES} == set(KNOWN)


def test_an_untouched_document_gives_the_same_answers(store: ox.Store, changed: Callable[[str, str], ox.Store]):
    again = changed("Calcinosis cutis", "Calcinosis cutis")

    both = {name: [without_places(queries.run(query, held)) for held in (again, store)] for name, query in KNOWN.items()}

    assert {name for name, (one, other) in both.items() if one != other} == set()


def test_what_goes_to_schema_org_and_biolink_exists_there():
    from rdflib.namespace import SDO

    used = {name for query in KNOWN.values() for name in re.findall(r"\bschema:(\w+)", query.text)} - {"sha256"}
    declared = set(re.findall(r"\bbiolink:\w+", (resources.folder("ontology") / "ontology.ttl").read_text(encoding="utf-8")))

    assert {name for name in used if name not in SDO} == set()
    assert set(re.findall(r"\bbiolink:\w+", "".join(query.text for query in KNOWN.values()))) <= declared
