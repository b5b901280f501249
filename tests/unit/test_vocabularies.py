"""A user's own vocabularies: each kind of file, what joins the lexicon, which mappings follow, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_graph import vocabularies
from build_graph.errors import VocabularyError
from build_graph.facts import Term
from build_graph.lexicon import Lexicon
from made_page import known

KINDS = ("Disease", "Finding", "Substance")
NAMES = ("zorbosis", "zorb disease")

FILES = {
    "own.ttl": """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://example.org/v/1> skos:prefLabel "zorbosis"@en, "Zorbose"@de ; skos:altLabel "zorb disease"@en .""",
    "own.owl": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
        xmlns:oio="http://www.geneontology.org/formats/oboInOwl#" xmlns:owl="http://www.w3.org/2002/07/owl#">
        <owl:Class rdf:about="https://example.org/v/1"><rdfs:label>zorbosis</rdfs:label>
        <oio:hasExactSynonym>zorb disease</oio:hasExactSynonym></owl:Class>
        <owl:Class rdf:about="https://example.org/v/2"><rdfs:label>old zorb</rdfs:label>
        <owl:deprecated rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</owl:deprecated></owl:Class></rdf:RDF>""",
    "own.obo": "format-version: 1.4\n\n[Term]\nid: MONDO:0000000\nname: zorbosis\nsynonym: \"zorb disease\" EXACT []\n"
               "synonym: \"zorb\" RELATED []\n",
    "own.tsv": "#  ZB: https://example.org/v/\nid\tlabel\tsynonyms\tkind\nZB:1\tzorbosis\tzorb disease\tDisease\n",
    "own.csv": "id,label,synonyms\nhttps://example.org/v/1,zorbosis,zorb disease\n",
    "own.sssom.tsv": "#curie_map:\n#  ZB: https://example.org/v/\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\n"
                     "my:1\tzorb disease\tskos:exactMatch\tZB:1\tzorbosis\nmy:2\tnothing\tskos:exactMatch\tsssom:NoTermFound\t\n",
}  # fmt: skip


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_its_names(name: str, tmp_path: Path) -> None:
    if name.endswith(".obo"):
        pytest.importorskip("fastobo", reason="OBO files are an extra: pip install 'pathkg[obo]'")
    found = vocabularies.load(written(tmp_path, name, FILES[name]), KINDS)
    assert [concept.names for concept in found] == [NAMES]


def test_a_prefix_tells_the_kind(tmp_path: Path) -> None:
    (concept,) = vocabularies.load(written(tmp_path, "own.tsv", "id\tlabel\nMONDO:0000000\tzorbosis\n"), KINDS)
    assert (concept.kind, concept.address) == ("Disease", "http://purl.obolibrary.org/obo/MONDO_0000000")


REFUSED = {
    "no such kind of file": ("own.docx", "x"),
    "no columns": ("own.tsv", "name\tid\nzorbosis\tZB:1\n"),
    "undeclared prefix": ("own.tsv", "id\tlabel\nQQ:1\tzorbosis\n"),
    "no identifier": ("own.tsv", "id\tlabel\nhttps://example.org/a b\tzorbosis\n"),
    "unknown kind": ("own.tsv", "id\tlabel\tkind\nhttps://example.org/1\tzorbosis\tIllness\n"),
    "broken Turtle": ("own.ttl", "<https://example.org/1> rdfs:label"),
    "nothing in it": ("own.ttl", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_one_clear_error(name: str, tmp_path: Path) -> None:
    file, text = REFUSED[name]
    with pytest.raises(VocabularyError) as caught:
        vocabularies.load(written(tmp_path, file, text), KINDS)
    assert caught.value.path.endswith(file)
    assert caught.value.expected


def grounded(*concepts: vocabularies.Concept) -> Lexicon:
    return vocabularies.ground(known(), concepts)


def test_a_concept_of_known_kind_joins_the_lexicon() -> None:
    concept = vocabularies.Concept("https://example.org/1", "ZB:1", "zorbosis", ("zorb disease",), "Disease", "own.tsv:2")
    lexicon = grounded(concept)
    assert lexicon.names["zorb disease"].term == Term("zorbosis", "zorbosis", "Disease")
    assert "zorbosis" not in known().names


def test_a_name_that_the_lexicon_has_stays_what_it_is() -> None:
    concept = vocabularies.Concept("https://example.org/1", "ZB:1", "calciphylaxis", (), "Finding", "own.tsv:2")
    assert grounded(concept).names["calciphylaxis"] == known().names["calciphylaxis"]


def test_mappings_are_exact_by_label_and_close_by_synonym() -> None:
    exact = vocabularies.Concept("https://example.org/1", "ZB:1", "Calciphylaxis")
    close = vocabularies.Concept("https://example.org/2", "ZB:2", "something else", ("calciphylaxis",))
    other = vocabularies.Concept("https://example.org/3", "ZB:3", "zorbosis")
    term = known().entries["calciphylaxis"].term
    found = vocabularies.matches([term], known(), [exact, close, other])
    assert [(match.curie, match.predicate) for match in found] == [("ZB:1", "skos:exactMatch"), ("ZB:2", "skos:closeMatch")]


def test_a_candidate_is_grounded_too() -> None:
    candidate = Term("zorbosis", "Zorbosis", "Disease", candidate=True)
    (match,) = vocabularies.matches([candidate], known(), [vocabularies.Concept("https://example.org/3", "ZB:3", "zorbosis")])
    assert match.slug == "zorbosis"
