"""Numbers with their units, read from the characters: ranges, thresholds, ratios, plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from build_graph.facts import Quantity, Span

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<sign>[<>≥≤~]|>=|<=)?\s*(?P<low>{_NUM})(?:(?P<ratio>\s*:\s*| in )(?P<right>{_NUM})(?!\d*/)"
    rf"|(?P<pct>\s*%)?\s*(?:-|–|—|to)\s*(?P<high>{_NUM}))?"
)
_BETWEEN = re.compile(rf"between (?P<low>{_NUM})(?P<pct>\s*%)? and (?P<high>{_NUM})", re.IGNORECASE)
_UNIT_WORD = re.compile(r"[ -]?([^\s(),;:]+(?: [^\s(),;:]+){0,2})")


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as read, with what the page printed beside it."""

    span: Span
    quantity: Quantity
    printed_unit: str  #: the word for people, such as "year"; empty where no unit is printed
    ratio: tuple[str, str] | None = None  #: numerator and denominator of "2:1"
    bare: str = ""  #: the characters of a number without unit, such as "2"


def read_number(text: str, start: int, limit: int, units: Mapping[str, tuple[str, str]]) -> Number | None:
    """Return the number that starts at ``start``, or None where none does.

    Args:
        text: the page.
        start: a code point; the number may begin with a comparison sign.
        limit: where reading must stop.
        units: printed form -> (UCUM code, word for people).

    Source: UCUM, https://ucum.org/ucum.
    """
    if between := _BETWEEN.match(text, start, limit):
        code, printed, end = _unit(text, between.end(), limit, units)
        quantity = Quantity(Decimal(between["low"].replace(",", "")), Decimal(between["high"].replace(",", "")), code or "1")
        return Number(Span(start, end), quantity, printed)
    match = _NUMBER.match(text, start, limit)
    if not match or text[start : start + 1].isspace():
        return None
    if match["high"] and not _is_range(match) and " to " in match[0] and not match["pct"]:
        end = match.end()
        low = Decimal(match["low"].replace(",", ""))
        quantity = Quantity(low, low, "1", statistic="ratio")
        return Number(Span(start, end), quantity, "", ratio=(match["low"], match["high"]))
    if match["high"] and not _is_range(match):
        match = re.compile(rf"(?P<sign>[<>≥≤~])?\s*(?P<low>{_NUM})(?P<ratio>x{{0}})(?P<high>x{{0}})(?P<right>x{{0}})(?P<pct>x{{0}})").match(
            text, start, limit
        )
        if not match:
            return None
    end = match.end()
    if end < limit and text[end].isalnum():
        return None
    low = Decimal(match["low"].replace(",", ""))
    if match["ratio"]:
        right = Decimal(match["right"].replace(",", ""))
        value = low if right == 1 else None
        quantity = Quantity(value, value, "1", statistic="ratio")
        return Number(Span(start, end), quantity, "", ratio=(match["low"], match["right"]))
    code, printed, end = _unit(text, end, limit, units)
    high = Decimal(match["high"].replace(",", "")) if match["high"] else low
    sign = match["sign"] or ""
    quantity = Quantity(
        None if sign in {"<", "≤", "<="} else low, None if sign in {">", "≥", ">="} else high, code or "1",
        minimum_inclusive=sign != ">", maximum_inclusive=sign != "<",
    )
    return Number(Span(start, end), quantity, printed, bare="" if code else match["low"])


def _is_range(match: re.Match[str]) -> bool:
    """Return whether the two numbers can be the ends of a range: "25 - 45", and not "5-3"."""
    return Decimal(match["low"].replace(",", "")) <= Decimal(match["high"].replace(",", ""))


def _unit(text: str, end: int, limit: int, units: Mapping[str, tuple[str, str]]) -> tuple[str, str, int]:
    """Return UCUM code, word and end of the unit printed at ``end``, longest form first; empty where there is none."""
    gap = text[end : end + 1] in {" ", "-"}
    for width in range(28, 0, -1):
        begin = end + gap
        form = text[begin : min(begin + width, limit)]
        if form in units and not text[begin + len(form) : begin + len(form) + 1].isalnum():
            code, printed = units[form]
            return code, printed, begin + len(form)
    return "", "", end


def with_comparator(quantity: Quantity, sign: str) -> Quantity:
    """Return ``quantity`` as the bound that ``sign`` (one of > >= < <=) makes of it."""
    value = quantity.minimum if quantity.minimum is not None else quantity.maximum
    upper = sign.startswith("<")
    return Quantity(
        None if upper else value, value if upper else None, quantity.unit,
        minimum_inclusive=sign != ">", maximum_inclusive=sign != "<", statistic=quantity.statistic,
    )
