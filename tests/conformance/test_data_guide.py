from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import queries
from build_graph.vocabulary import prefixes

GUIDE = (Path(__file__).parents[2] / "docs" / "data-guide.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", GUIDE, re.DOTALL)
TURTLE = re.findall(r"```turtle\n(.*?)```", GUIDE, re.DOTALL)


def column(number: int, store: ox.Store, name: str) -> list[str]:
    answer = queries.run(queries.parse(QUERIES[number], Path("docs/data-guide.md")), store)
    at = answer.columns.index(name)
    return [str(row[at].value) for row in answer.rows if isinstance(row[at], ox.Literal)]


def test_the_guide_shows_one_claim_and_three_patterns():
    assert (len(TURTLE), len(QUERIES)) == (1, 3)


def test_the_claim_of_the_guide_stands_in_the_graph_and_is_complete(store: ox.Store):
    shown = {quad.triple for quad in ox.parse(TURTLE[0], format=ox.RdfFormat.TURTLE)}
    claim = next(t.subject for t in shown if t.object == ox.NamedNode(prefixes()["pkg"] + "Claim"))

    assert {t for t in shown if ox.Quad(t.subject, t.predicate, t.object) not in store} == set(), "mend the Turtle of docs/data-guide.md"
    assert {quad.triple for quad in store.quads_for_pattern(claim, None, None)} == {t for t in shown if t.subject == claim}


def test_a_plain_edge_answers_what_is_a_kind_of_it(store: ox.Store):
    assert len(column(0, store, "label")) == 10


def test_a_claim_answers_how_sure_and_for_whom(store: ox.Store):
    found = dict(zip(column(1, store, "treatment"), column(1, store, "modality"), strict=True))

    assert found["sodium thiosulfate"] == "possible"
    assert "asserted" in found.values()


def test_evidence_answers_where_and_in_which_words(store: ox.Store):
    assert len(column(2, store, "quote")) == 2
    assert all("thiosulfate" in quote for quote in column(2, store, "quote"))
    assert column(2, store, "section") == ["Prognostic factors", "Treatment"]


@pytest.mark.parametrize("number", range(3))
def test_the_queries_of_the_guide_declare_the_prefixes_of_the_project(number: int):
    query = queries.parse(QUERIES[number], Path("docs/data-guide.md"))

    assert query.prefixes.items() <= dict(prefixes()).items()
    assert "ORDER BY" in query.text
