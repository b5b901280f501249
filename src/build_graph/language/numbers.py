"""Numbers with their units, read from the characters: ranges, thresholds, ratios, plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from build_graph.facts import Quantity, Span

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<sign>[<>≥≤~]|>=|<=)?\s*(?P<low>{_NUM})(?:(?P<ratio>\s*:\s*| in | of (?:the )?)(?P<right>{_NUM})(?!\d*/)"
    rf"|(?P<pct>\s*%)?\s*(?:-|–|—|to)\s*(?P<high>{_NUM}))?"
)
#: One number alone, where what follows makes no pair with it.
_SINGLE = re.compile(rf"(?P<sign>[<>≥≤~])?\s*(?P<low>{_NUM})")
_BETWEEN = re.compile(rf"between (?P<low>{_NUM})(?P<pct>\s*%)? and (?P<high>{_NUM})", re.IGNORECASE)
#: So many to one, at least and at most: "2 - 3:1".
_SPREAD = re.compile(rf"(?P<low>{_NUM})\s*(?:-|–|—|to)\s*(?P<high>{_NUM})(?:\s*:\s*| to )(?P<right>1)(?![\d.,/%])")
#: One to so many, at least and at most: "1:2 - 3".
_SPREAD_BEHIND = re.compile(rf"1\s*:\s*(?P<low>{_NUM})\s*(?:-|–|—|to)\s*(?P<high>{_NUM})(?![\d.,/%:])")
#: A form with more characters, such as a count per so many fields, is read as words: no rule takes it for a finding.
_LONGEST_UNIT = 34
#: UCUM codes of year, month, week, day, hour and minute.
TIMES = {"a", "mo", "wk", "d", "h", "min"}


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as read."""

    span: Span
    quantity: Quantity
    ratio: tuple[str, str] | None = None  #: numerator and denominator of "2:1"
    bare: str = ""  #: the characters of a number without unit, such as "2"

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage, or one of so many."""
        return self.quantity.unit == "%" or self.quantity.unit != "1" and self.ratio is not None

    @property
    def is_bound(self) -> bool:
        """Whether it is open at one end: "> 6"."""
        return (self.quantity.minimum is None) != (self.quantity.maximum is None)

    @property
    def has_value(self) -> bool:
        """Whether it is one number, or a range or bound: "1:3" is two."""
        return self.quantity.minimum is not None or self.quantity.maximum is not None

    @property
    def one_in(self) -> int:
        """Of how many a ratio such as "1:200" names one; 0 for any other number."""
        one, many = self.ratio or ("", "")
        whole = many.replace(",", "")
        return int(whole) if one == "1" and whole.isdigit() else 0

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time, or an age."""
        return self.quantity.unit in TIMES

    def printed(self, text: str) -> str:
        """Return a range as "2-3", anything else as ``text``, the page, prints it."""
        low, high = self.quantity.minimum, self.quantity.maximum
        return f"{low}-{high}" if low is not None and high is not None and low != high else self.span.of(text)

    @property
    def horizon(self) -> str:
        """The time after which something holds: "5 a"."""
        return f"{self.quantity.minimum} {self.quantity.unit}"


def read_number(text: str, start: int, limit: int, units: Mapping[str, str]) -> Number | None:
    """Return the number that starts at ``start``, or None where none does.

    Args:
        text: the page.
        start: a code point; the number may begin with a comparison sign.
        limit: where reading must stop.
        units: printed form -> UCUM code.

    Source: UCUM, https://ucum.org/ucum.
    """
    if (between := _BETWEEN.match(text, start, limit)) and _value(between["low"]) <= _value(between["high"]):
        code, end = _unit(text, between.end(), limit, units)
        return Number(Span(start, end), Quantity(_value(between["low"]), _value(between["high"]), code or "1"))
    if (spread := _SPREAD.match(text, start, limit)) and _value(spread["low"]) < _value(spread["high"]):
        quantity = Quantity(_value(spread["low"]), _value(spread["high"]), "1", statistic="ratio")
        return Number(Span(*spread.span()), quantity, ratio=(f"{spread['low']}-{spread['high']}", spread["right"]))
    if (spread := _SPREAD_BEHIND.match(text, start, limit)) and _value(spread["low"]) < _value(spread["high"]):
        return Number(Span(*spread.span()), Quantity(None, None, "1", statistic="ratio"), ratio=("1", f"{spread['low']}-{spread['high']}"))
    match = _NUMBER.match(text, start, limit)
    if not match or text[start : start + 1].isspace():
        return None
    low, high, ratio = match["low"], match["high"], match["ratio"]
    if high and _value(low) > _value(high):  # no range: "3 to 1" is a ratio, of "5-3" only the first is read
        if " to " in match[0] and not match["pct"]:
            return Number(Span(start, match.end()), _to_one(low, high), ratio=(low, high))
        match, high = _SINGLE.match(text, start, limit), None
    if not match or match.end() < limit and text[match.end()].isalnum():
        return None
    return _ratio(match, _counted(text, match, limit, units)) if ratio else _measured(text, match, high, limit, units)


def _counted(text: str, match: re.Match[str], limit: int, units: Mapping[str, str]) -> int:
    """Return where a ratio ends, with what is counted behind "2 of 9": "2 of 9 patients"."""
    code, end = _unit(text, match.end(), limit, units) if " of " in (match["ratio"] or "") else ("1", match.end())
    return end if code.startswith("1") or not code else match.end()


def _ratio(match: re.Match[str], end: int) -> Number:
    """Return "2:1", "1 in 20" or "2 of 9": a ratio has a value where it is so many to one, a share is one of so many."""
    if ":" not in match["ratio"]:
        one = _value(match["low"])
        quantity = Quantity(one, one, f"/{_value(match['right'])}", statistic="proportion")
        return Number(Span(match.start(), end), quantity, ratio=(match["low"], match["right"]))
    return Number(Span(*match.span()), _to_one(match["low"], match["right"]), ratio=(match["low"], match["right"]))


def _to_one(many: str, one: str) -> Quantity:
    """Return the value of a ratio: that of "2:1", none of "1:3" and "3:2", which are no numbers that the page prints."""
    value = _value(many) if _value(one) == 1 else None
    return Quantity(value, value, "1", statistic="ratio")


def _measured(text: str, match: re.Match[str], high: str | None, limit: int, units: Mapping[str, str]) -> Number:
    """Return a number, a range or a bound with its unit."""
    code, end = _unit(text, match.end(), limit, units)
    sign = match["sign"] or ""
    quantity = Quantity(
        None if sign in {"<", "≤", "<="} else _value(match["low"]),
        None if sign in {">", "≥", ">="} else _value(high or match["low"]),
        code or "1",
        minimum_inclusive=sign != ">",
        maximum_inclusive=sign != "<",
    )
    return Number(Span(match.start(), end), quantity, bare="" if code else match["low"])


def _value(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _unit(text: str, end: int, limit: int, units: Mapping[str, str]) -> tuple[str, int]:
    """Return UCUM code and end of the unit printed at ``end``, of several the longest; an empty code where there is none."""
    begin = end + (text[end : end + 1] in {" ", "-"})
    for stop in range(min(limit, begin + _LONGEST_UNIT), begin, -1):
        if text[begin:stop] in units and not text[stop : stop + 1].isalnum():
            return units[text[begin:stop]], stop
    return "", end


def with_comparator(quantity: Quantity, sign: str) -> Quantity:
    """Return ``quantity`` as the bound that ``sign`` (one of > >= < <=) makes of it."""
    value = quantity.minimum if quantity.minimum is not None else quantity.maximum
    upper = sign.startswith("<")
    return Quantity(
        None if upper else value,
        value if upper else None,
        quantity.unit,
        minimum_inclusive=sign != ">",
        maximum_inclusive=sign != "<",
        statistic=quantity.statistic,
    )
