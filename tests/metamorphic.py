"""Tries the relations of ``changes_of_pages`` on the pages, all changes or some, and holds them against the table of exceptions."""

from __future__ import annotations

import csv
import random
from functools import cache
from pathlib import Path

from changes_of_pages import RELATIONS, Change
from told import Read, Told, read, text_of

#: Where a relation does not hold, line by line, with the reason: page, relation, line, reason.
TABLE = Path(__file__).parent / "property" / "exceptions.tsv"


@cache
def told_of(page: str) -> Told:
    return read(text_of(page))


@cache
def changes(page: str, relation: str) -> tuple[Change, ...]:
    return tuple(RELATIONS[relation](told_of(page)))


def exceptions() -> dict[tuple[str, str], dict[int, str]]:
    """Return the reason of each exception, by page and relation, then by line."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        found: dict[tuple[str, str], dict[int, str]] = {}
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault((row["page"], row["relation"]), {})[int(row["line"])] = row["reason"]
        return found


def sample(page: str, relation: str, most: int | None) -> list[Change]:
    """Return so many changes at most, always the same ones, those of the table of exceptions among them."""
    made = list(changes(page, relation))
    if most is None or len(made) <= most:
        return made
    listed = exceptions().get((page, relation), {})
    drawn = set(random.Random(f"{page} {relation}").sample(range(len(made)), most))
    return [change for n, change in enumerate(made) if n in drawn or change.line in listed]


def faults(tried: list[Change], reader: Read = read) -> dict[int, list[str]]:
    """Return what did not follow from the changes, by line."""
    found: dict[int, list[str]] = {}
    for change in tried:
        if wrong := list(change.faults(reader(change.text))):
            found.setdefault(change.line, []).extend(wrong)
    return found


def complaints(page: str, relation: str, most: int | None) -> list[str]:
    """Return each fault that the table does not list, and each row of the table without a fault."""
    wrong, listed = faults(sample(page, relation, most)), exceptions().get((page, relation), {})
    said = [f"line {line}: {words}" for line, each in sorted(wrong.items()) if line not in listed for words in each[:5]]
    return said + [f"line {line}: in the table of exceptions, and does not occur" for line in sorted(set(listed) - set(wrong))]
