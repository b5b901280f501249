from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_graph import resources
from build_graph.errors import LexiconError
from build_graph.lexicon import fold, load, openings_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.lexicon(), tmp_path / "lexicon"))


def test_words_are_one_but_for_case_plural_hyphens_and_slashes():
    assert fold("Small-Vessels, CALCIFIED bodies") == "small vessel calcified body"
    assert fold("hand/foot") == "hand foot"
    assert fold("gas, mass, biopsies, boxes") == "gas mass biopsy box"


def test_a_look_up_goes_on_while_a_name_begins_so():
    assert openings_of(["a", "a b c", "b c"]) == {"a", "a b", "a b c", "b", "b c"}


def test_a_word_of_a_class_that_no_rule_asks_for_is_refused_with_its_place(folder: Path):
    table = folder / "words.tsv"
    table.write_text(table.read_text(encoding="utf-8") + "thumb\tthumbs\t\t\n", encoding="utf-8")

    with pytest.raises(LexiconError, match=r"words\.tsv:\d+:2: no rule asks for the class 'thumbs'"):
        load(folder)


def test_a_class_without_a_word_is_refused(folder: Path):
    table = folder / "words.tsv"
    kept = [line for line in table.read_text(encoding="utf-8").split("\n") if "\tsex\t" not in line]
    table.write_text("\n".join(kept), encoding="utf-8")

    with pytest.raises(LexiconError, match="no word of class 'sex'"):
        load(folder)


def test_a_cue_that_stands_in_two_rows_of_different_reach_is_refused_with_its_place(folder: Path):
    table = folder / "scopes.tsv"
    table.write_text(table.read_text(encoding="utf-8") + "no longer\tpolarity\tdenied\tforward\t;\t\t\n", encoding="utf-8")

    with pytest.raises(LexiconError, match=r"scopes\.tsv:\d+.*'no longer' has two meanings as a scope, or two reaches"):
        load(folder)


def test_a_cue_is_known_in_every_form_of_its_patterns_and_in_no_other(folder: Path):
    known = load(folder)

    assert known.meaning(fold("remains dubious")) == known.meaning(fold("is unproven")) != ()
    assert not any(known.meaning(key) for key in ("remain under", "remain dubious here", "here remain dubious"))


def test_what_a_pattern_alone_spells_is_a_marker_as_any_word(folder: Path):
    assert "dubious" in load(folder).markers


def test_a_pattern_that_no_table_has_is_refused_with_its_place(folder: Path):
    table = folder / "scopes.tsv"
    table.write_text(table.read_text(encoding="utf-8") + "{iz} doubtful\tmodality\tuncertain\tbackward\t;\t\t\n", encoding="utf-8")

    with pytest.raises(LexiconError, match=r"scopes\.tsv:\d+.*no pattern 'iz'"):
        load(folder)
