from __future__ import annotations

import pytest

from parsed import keys, phrases


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("soft, tan or grey nodules", ["soft tan grey nodule"]),
        ("tan to grey nodules", ["tan grey nodule"]),
        ("firm papules or nodules", ["firm papule", "firm nodule"]),
        ("low copper and zinc levels", ["low copper level", "low zinc level"]),
        ("papules or firm nodules", ["papule", "firm nodule"]),
        ("thyroiditis, older age, fever", ["thyroiditis", "older age", "fever"]),
    ],
)
def test_conjuncts_share_heads_and_modifiers_with_their_like_alone(text: str, named: list[str]):
    assert keys(text) == named


def test_a_conjunct_joins_the_level_of_its_own_kind():
    found = {phrase.key: phrase for phrase in phrases("thinning of dermal collagen, swelling of nerves")}

    assert found["swelling"].group == found["thinning"].group
    assert found["dermal collagen"].parent is found["thinning"]
    assert found["nerve"].parent is found["swelling"]


def test_a_place_joins_the_places_and_not_the_finding():
    found = {phrase.key: phrase for phrase in phrases("nodules on the scalp and elbow")}

    assert found["elbow"].role == found["scalp"].role != ""
