"""The names that a SPARQL text writes, and where: to tell a name that nobody declared from one that has no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from build_graph.queries.catalogue import Query
from build_graph.queries.parameters import HIDDEN

_NAME = re.compile(HIDDEN + r"|(?<![\w?$@.:-])([A-Za-z][\w-]*)?:([A-Za-z](?:[\w.-]*[\w-])?)", re.DOTALL)


class Mention(NamedTuple):
    """One name in a query."""

    written: str  #: ``prefix:name`` or ``<iri>``
    prefix: str | None  #: None for a whole IRI
    iri: str  #: "" where the query does not declare the prefix
    line: int  #: from 1
    column: int  #: from 1


def mentions(query: Query) -> Iterator[Mention]:
    """Yield the names of a query in the order of its text, those of its prefix declarations left out."""
    prefixes, text = query.prefixes, query.text
    for found in _NAME.finditer(text):
        written, local = found[0], found[2]
        if local is None and (not written.startswith("<") or written[1:-1] in prefixes.values()):
            continue
        prefix = None if local is None else found[1] or ""
        iri = written[1:-1] if prefix is None else prefixes[prefix] + local if prefix in prefixes else ""
        start = found.start()
        yield Mention(written, prefix, iri, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
