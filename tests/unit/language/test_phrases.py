from __future__ import annotations

from parsed import phrases


def test_a_noun_takes_the_qualities_before_it():
    (phrase,) = phrases("firm red nodules")

    assert (phrase.key, phrase.kind) == ("firm red nodule", "Finding")


def test_the_marker_before_a_phrase_gives_its_role():
    disease, cause = phrases("fever due to surgery")

    assert (disease.role, cause.role) == ("", "cause")


def test_a_verb_with_nothing_behind_it_is_a_phrase_of_its_own():
    assert [phrase.role for phrase in phrases("nodules ulcerate")] == ["", "verb:nominal"]


def test_a_verb_form_before_of_is_a_noun():
    assert [phrase.role for phrase in phrases("antibodies release histamine")] == ["", "verb:act"]
    assert [phrase.role for phrase in phrases("histamine release of antibodies")] == ["", "complement"]


def test_two_complete_names_side_by_side_are_two_items_of_a_list():
    assert [(phrase.key, phrase.link) for phrase in phrases("fever cough")] == [("fever", ""), ("cough", ",")]


def test_a_bracket_belongs_to_the_phrase_before_it():
    (phrase,) = phrases("nodules (fever, cough)")

    assert [[inner.key for inner in bracket] for bracket in phrase.brackets] == [["fever", "cough"]]


def test_a_word_of_scope_alone_in_a_bracket_speaks_of_the_name_before_it():
    papule, nodule = phrases("papules or firm nodules (rare)")

    assert papule.scope("frequency") is None
    assert nodule.scope("frequency") is not None
