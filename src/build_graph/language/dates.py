"""Dates as pages print them, in English, whatever the locale of the machine."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
#: Each with a name, so that the day may stand before or after the month, or be left out.
FORMS = tuple(
    re.compile(rf"\b{form}(?![\w-])", re.IGNORECASE)
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
    for form in FORMS:
        for match in form.finditer(words):
            iso = _iso(match)
            if iso and not any(start < match.end() and match.start() < end for start, end, _iso_form in found):
                found.append((match.start(), match.end(), iso))
    return sorted(found)


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
