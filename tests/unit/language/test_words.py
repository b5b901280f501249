from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.atoms import own_names
from parsed import items


def kinds(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.key) for item in items(text)]


def test_the_longest_name_wins_and_case_plural_and_hyphens_do_not_count():
    assert kinds("Dermal Collagens") == [("term", "dermal collagen")]
    assert kinds("self-limited") == [("quality", "self limited")]


def test_every_item_keeps_its_place_on_the_page():
    text = "Soft, tan  nodules (rare)"

    assert [item.span.of(text) for item in items(text)] == ["Soft", ",", "tan", "nodules", "(", "rare", ")"]


def test_a_sign_close_behind_a_name_is_a_result_and_one_apart_is_none():
    assert kinds("CD34+")[-1] == ("quality", "positive")
    assert ("quality", "positive") not in kinds("CD34 +")


def test_a_name_inside_a_hyphened_word_is_no_name():
    assert kinds("fever-like") == [("word", "fever like")]


def test_a_name_of_the_page_wins_over_the_lexicon():
    own = Term("own", "own", "Disease")

    assert [item.entry and item.entry.term for item in items("fever of zorp", own_names({"fever of zorp": own}))] == [own]
    assert len(items("fever of zorp")) == 3


def test_a_comparison_in_words_is_part_of_its_number():
    (item,) = items("more than 70 mg/dL")

    assert item.number is not None
    assert [item.number.quantity.minimum, item.number.quantity.maximum] == [70, None]
    assert not item.number.quantity.minimum_inclusive
