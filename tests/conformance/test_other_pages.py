"""The questions, asked without a parameter of releases of other pages: they ask about the topic of the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import build_graph
from build_graph import pipeline, resources
from build_graph.asking import Release
from build_graph.errors import QueryError

PAGES = Path(__file__).parents[1] / "pages"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    folder = tmp_path_factory.mktemp("releases")
    made = {"both": ["giardiasis", "gout"]} | {name: [name] for name in ("dermatofibroma", "giardiasis", "cd34", "gout", "amyloidosis")}
    for name, pages in made.items():
        pipeline.build([PAGES / f"{page}.txt" for page in pages], folder / name)
    return {name: build_graph.load(folder / name) for name in made}


@pytest.mark.parametrize(
    ("page", "question", "expected"),
    [
        ("giardiasis", "sites", {"siteLabel": "duodenum"}),
        ("giardiasis", "treatments", {"treatmentLabel": "metronidazole"}),
        ("giardiasis", "stains", {"stainLabel": "trichrome", "resultLabel": "positive"}),
        ("giardiasis", "clinical-mimics", {"mimicLabel": "celiac disease", "findingLabel": "villous atrophy"}),
        ("giardiasis", "differential-matrix", {"mimicLabel": "celiac disease", "featureLabel": "organism", "polarity": "denied"}),
        ("giardiasis", "about-term", {"term": "https://w3id.org/pathkg/term/giardiasis"}),
        ("dermatofibroma", "differential-matrix", {"mimicLabel": "keloid", "feature": None}),
        ("gout", "sites", {"disease": "https://w3id.org/pathkg/term/gout"}),
        ("dermatofibroma", "histologic-mimics", {"mimicLabel": "keloid"}),
        ("dermatofibroma", "markers", {"markerLabel": "factor XIIIa", "result": "positive"}),
        ("dermatofibroma", "markers", {"markerLabel": "SOX10", "result": "negative"}),
        ("dermatofibroma", "markers", {"markerLabel": "smooth muscle actin", "extent": "focal"}),
        ("dermatofibroma", "findings", {"relation": "molecular finding"}),
        ("cd34", "takers", {"takerLabel": "dermal dendrocyte", "result": "positive"}),
    ],
)  # fmt: skip
def test_a_question_is_asked_of_the_topic(releases: dict[str, Release], page: str, question: str, expected: dict[str, str]):
    rows = releases[page].rows(question)

    assert any(expected.items() <= row.items() for row in rows), rows


@pytest.mark.parametrize("page", ["giardiasis", "dermatofibroma", "amyloidosis"])
def test_what_a_question_says_names_no_disease_of_another_page(releases: dict[str, Release], page: str):
    said = [f"{each.name}: {each.question or each.summary}" for each in releases[page].questions]

    assert len(said) > 60
    assert [text for text in said if "calci" in text.casefold()] == []


@pytest.mark.parametrize("page", ["both", "cd34"])
def test_where_there_is_no_one_disease_to_ask_about_the_question_is_refused(releases: dict[str, Release], page: str):
    with pytest.raises(QueryError) as caught:
        releases[page].rows("sites")

    assert "--set disease=NAME" in caught.value.fix


def test_the_questions_of_the_shipped_release_are_those_of_their_files(built: Path):
    files = {path.name: path.read_bytes() for path in resources.folder("queries").glob("*.rq")}

    assert files
    assert {path.name: path.read_bytes() for path in (built / "queries").glob("*.rq")} == files


def test_what_is_said_of_its_forms_alone_is_pointed_to(releases: dict[str, Release]):
    held = releases["amyloidosis"]
    command = [sys.executable, "-m", "build_graph", "query", "prognosis", "--data", str(held.folder)]

    empty = subprocess.run(command, capture_output=True, text=True, check=True)
    found = subprocess.run([*command, "--set", "disease=AL amyloidosis"], capture_output=True, text=True, check=True)

    assert "rows about its forms" in empty.stderr
    assert "AL amyloidosis (2)" in empty.stderr
    assert (found.stderr, "2 rows" in found.stdout) == ("", True)
