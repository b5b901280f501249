"""Dates as pages print them, in English, whatever the locale of the machine."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
#: Each with a name, so that the day may stand before or after the month, or be left out.
_FORMS = tuple(
    re.compile(rf"\b{form}(?![\w-])".replace(" ", r"\s+"), re.IGNORECASE)
    for form in (
        rf"{_DAY}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_MONTH},? {_YEAR}",
    )
)


def find_dates(words: str) -> list[tuple[int, int, str]]:
    """Return start, end and ISO form of each date in ``words``: "2024-12-16", or "2024-12" where no day is printed.

    What has the form of a date and is none, such as 31 February, is left out.
    """
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(words))  # by a longer form, be it a date or none
    for form in _FORMS:
        for match in form.finditer(words):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, _iso(match)))
    return sorted(each for each in found if each[2])


def _iso(match: re.Match[str]) -> str:
    """Return the ISO form of a date, or nothing where the calendar has no such day."""
    parts = match.groupdict()
    name = parts["month"]
    month = int(name) if name.isdigit() else _MONTHS.index(name[:3].casefold()) + 1
    try:
        day = date(int(parts["year"]), month, int(parts.get("day") or 1))
    except ValueError:
        return ""
    return day.isoformat() if parts.get("day") else day.isoformat()[:7]
