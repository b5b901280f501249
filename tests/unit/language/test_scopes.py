from __future__ import annotations

from parsed import held


def test_a_denial_covers_its_coordination_and_not_the_next_clause():
    assert held("No fever or rash, but cough", "polarity") == {"fever": "denied", "rash": "denied"}


def test_without_denies_what_follows_and_not_what_stands_before_it():
    assert held("fever may occur without rash or cough", "polarity") == {"rash": "denied", "cough": "denied"}


def test_a_hedge_covers_its_clause_and_not_the_next_one():
    assert held("may cause fever; rash", "modality") == {"fever": "possible"}


def test_a_denial_reaches_on_through_the_clause_and_a_frequency_ends_with_its_list():
    assert held("no fever in children", "polarity") == {"fever": "denied", "children": "denied"}
    assert held("usually fever or rash in children", "frequency") == {"fever": "usually", "rash": "usually"}


def test_frequency_behind_and_covers_only_what_follows():
    assert held("fever and rarely rash", "frequency") == {"rash": "rarely"}


def test_nothing_is_governed_where_no_word_governs():
    assert held("fever and rash", "polarity") == {}
