"""What a curator is shown of a reading, and the rows that a page suggests."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_graph import pipeline
from build_graph.errors import PageError
from build_graph.explain import explain
from build_graph.facts import Reading
from build_graph.lexicon import TERM_COLUMNS, load
from build_graph.suggest import suggest
from build_graph.vocabulary import Names
from made_page import FRONT, known

PAGE = f"""{FRONT}
Clinical features
  • May present with firm nodules of the elbow
  • Associated with zorbosis and calciphylaxis

Treatment
  • Zorbumab
"""
NODULES, ZORBOSIS, ZORBUMAB = (PAGE[: PAGE.index(words)].count("\n") + 1 for words in ("firm", "zorbosis", "Zorbumab"))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return pipeline.read(PAGE.encode(), known())


def told(reading: Reading, target: object = "") -> str:
    return explain(reading, known(), Names(), str(target))


def test_a_line_shows_its_phrases_cues_rule_and_claim(reading: Reading) -> None:
    text = told(reading, NODULES)
    assert "elbow (AnatomicalSite)" in text
    assert "modality possible from 'May" in text
    assert "| hasClinicalFinding | nodule" in text
    assert "rule " in text
    assert "‹nodules›" in text


def test_every_claim_can_be_asked_for_by_its_address(reading: Reading) -> None:
    for fact in reading.facts:
        address = Names().claim(reading.topic, fact.claim).value
        text = told(reading, address)
        assert address in text
        assert any(line.startswith(f"{fact.evidence.line}  ") for line in text.splitlines())
        last = address.rpartition("/")[2]
        assert told(reading, f"claim:{last}") == told(reading, last) == text


def test_all_lines_name_every_claim_and_all_that_is_left(reading: Reading) -> None:
    text = told(reading)
    assert text.count("  claim     ") == len(reading.facts)
    assert text.count("  left over ") == len(reading.unread)
    assert reading.facts


@pytest.mark.parametrize("target", ["999", "0", "https://w3id.org/pathkg/topic/grit-disease/claim/0000000000000000", "nonsense"])
def test_what_the_page_does_not_have_is_one_clear_error(reading: Reading, target: str) -> None:
    with pytest.raises(PageError) as caught:
        told(reading, target)
    assert caught.value.expected


def test_suggestions_are_rows_that_the_lexicon_takes(reading: Reading, tmp_path: Path) -> None:
    header, *rows = suggest(reading, known()).splitlines()
    assert tuple(header.split("\t")) == TERM_COLUMNS
    by_label = {row.split("\t")[1].casefold(): row.split("\t") for row in rows}
    assert by_label["zorbosis"][2] == "Disease"
    assert by_label["zorbosis"][7].startswith(f"candidate: line {ZORBOSIS}")
    assert f"line {ZORBUMAB}" in by_label["zorbumab"][7]
    assert "calciphylaxis" not in by_label
    for table in (Path(__file__).parents[2] / "ontology" / "lexicon").glob("*.tsv"):
        text = table.read_text(encoding="utf-8")
        text += "".join(f"{row}\n" for row in rows) if table.name == "terms.tsv" else ""
        (tmp_path / table.name).write_text(text, encoding="utf-8")
    accepted = load(tmp_path)
    assert "zorbosis" in accepted.names
    assert not any(term.candidate and term.label.casefold() == "zorbosis" for term in pipeline.read(PAGE.encode(), accepted).terms)
