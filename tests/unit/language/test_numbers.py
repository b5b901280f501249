from __future__ import annotations

from decimal import Decimal

import pytest

from build_graph.language.numbers import Number, read_number
from made_page import known


def number(text: str) -> Number | None:
    return read_number(text, 0, len(text), known().units)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("25 - 45%", "25", "45", "%"),
        ("0.10 mm", "0.10", "0.10", "mm"),
        ("between 2 and 3 years", "2", "3", "a"),
        ("1,200", "1200", "1200", "1"),
        ("> 6.8 mg/dL", "6.8", None, "mg/dL"),
        ("≤ 5 years", None, "5", "a"),
    ],
)
def test_a_quantity_is_read_with_its_unit_digit_by_digit(text: str, low: str | None, high: str | None, unit: str):
    found = number(text)

    assert found is not None
    quantity = found.quantity
    assert (quantity.minimum, quantity.maximum, quantity.unit) == (low and Decimal(low), high and Decimal(high), unit)
    assert str(quantity.minimum or quantity.maximum) == (low or high)
    assert found.span.of(text) == text


@pytest.mark.parametrize("text", ["2:1", "3 to 1", "1 in 20"])
def test_so_many_to_so_many_is_a_ratio_and_no_range(text: str):
    found = number(text)

    assert found is not None
    assert found.ratio is not None
    assert found.quantity.statistic == ("proportion" if " in " in text else "ratio")


def test_more_than_leaves_the_bound_itself_out_and_at_least_does_not():
    more, least = number("> 5 years"), number("≥ 5 years")

    assert more is not None
    assert least is not None
    assert (more.quantity.minimum_inclusive, least.quantity.minimum_inclusive) == (False, True)


def test_of_two_numbers_that_fall_only_the_first_is_read():
    found = number("5-3")

    assert found is not None
    assert (found.bare, found.span.end) == ("5", 1)


@pytest.mark.parametrize("text", ["years", " 5", "5q", "x5"])
def test_what_begins_with_no_number_is_none(text: str):
    assert number(text) is None
