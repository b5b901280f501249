"""The catalogue: one question a file, whose ``#+`` header says number, summary, question, tags, and parameters with default and kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from build_graph.errors import QueryError

_PREFIX = re.compile(r"^[ \t]*PREFIX[ \t]+([\w-]*):[ \t]*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_FIELDS = ("id", "summary", "question", "tags")
_LISTS = ("defaults", "kinds")


class Query(NamedTuple):
    """One question, as its file says it."""

    name: str  #: of the file, without .rq
    path: Path
    text: str  #: the whole file: the header is a comment to SPARQL
    id: str = ""  #: number in the list of questions, such as CQ03
    summary: str = ""
    question: str = ""
    tags: tuple[str, ...] = ()
    defaults: Mapping[str, str] = MappingProxyType({})  #: parameter -> value as written
    kinds: Mapping[str, str] = MappingProxyType({})  #: parameter -> class of the term, or datatype of the literal, as written

    @property
    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace, as the query itself declares them."""
        return dict(_PREFIX.findall(self.text))

    def declares(self, name: str) -> bool:
        """Return whether ``name`` can be set: a parameter of the header, or any variable where there is no header."""
        return name in self.defaults or (not self.defaults and re.search(rf"[?$]{re.escape(name)}\b", self.text) is not None)


def parse(text: str, path: Path) -> Query:
    """Return the query in ``text``, with what its ``#+`` header says.

    Raises:
        QueryError: a header line that is none, or an unknown field.
    """
    fields: dict[str, str] = {}
    lists: dict[str, dict[str, str]] = {name: {} for name in _LISTS}
    current = "defaults"
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        name, colon, value = (part.strip() for part in line[2:].partition(":"))
        if name.startswith("- ") and colon and value:
            lists[current][name[2:].strip()] = value
        elif name in _FIELDS and value:
            fields[name] = value
        elif name in _LISTS and colon and not value:
            current = name
        else:
            raise QueryError(
                f"not a header line: {line!r}",
                path=path,
                line=number,
                expected=f"{', '.join(_FIELDS)} with a value, or defaults: or kinds: and below it '  - name: value'",
                fix="mend the header",
            )
    tags = tuple(tag.strip() for tag in fields.pop("tags", "").strip("[]").split(",") if tag.strip())
    return Query(path.stem, path, text, tags=tags, **lists, **fields)  # type: ignore[arg-type]


def load(path: Path) -> Query:
    """Return the query in the file ``path``.

    Raises:
        QueryError: the file cannot be read, or its header is broken.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot read the query: {error}", path=path, fix="name a SPARQL file in UTF-8") from error


def catalogue(folder: Path) -> list[Query]:
    """Return the queries of a folder, by number and name."""
    return sorted((load(path) for path in folder.glob("*.rq")), key=lambda query: (query.id or "~", query.name))


def find(name: str, known: Sequence[Query]) -> Query:
    """Return the query called ``name``, by file name or number, in any case.

    Raises:
        QueryError: there is none; the nearest is named.
    """
    wanted = name.casefold().removesuffix(".rq")
    by_name = {key.casefold(): (key, query) for query in known for key in (query.name, query.id) if key}
    if wanted in by_name:
        return by_name[wanted][1]
    import difflib  # slow to import, and seldom needed

    near = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.5)
    fix = f"did you mean {by_name[near[0]][0]!r}? " if near else ""
    raise QueryError(f"no query {name!r}", expected="one of those that 'build-graph query' lists", fix=fix + "run 'build-graph query'")
