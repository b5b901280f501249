"""What a query may not do here: ask another server, or name a graph that the release has not.

The parser itself is the judge. A word is a keyword exactly if the query no longer parses with the word misspelt: inside a string, an
IRI, a comment or a name it does not matter. A tokenizer of ours would have to guess where ``<`` opens an IRI and where it compares.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import pyoxigraph as ox

READ_ONLY = "this endpoint is read-only: it takes queries and no updates"
_PREFIX = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_NAMED = re.compile(r"\s*(?:NAMED\b)?\s*(?:<([^<>\s]*)>|([\w.-]*):([\w.-]*))", re.IGNORECASE)
_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s*<[^>]*>)*"
    r"(?:INSERT|DELETE|WITH|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b",
    re.IGNORECASE,
)


class RefusedQueryError(Exception):
    """A query that is not run; the text says why."""


def check(text: str, graphs: Collection[str]) -> None:
    """Return if the query may run.

    Args:
        text: SPARQL.
        graphs: IRIs of the named graphs that there are.

    Raises:
        RefusedQueryError: no SPARQL 1.1 query; SERVICE; or FROM with a graph that is not here.
    """
    if not re.search("service|from", text, re.IGNORECASE):
        return  # and the engine says whether it is a query
    if fault := _fault(text):
        raise unparsed(text, fault)
    if re.search("service", text, re.IGNORECASE) and _fault(re.sub("service", "servjce", text, flags=re.IGNORECASE)):
        raise RefusedQueryError("SERVICE is refused: this endpoint asks no other server. Ask each endpoint, or use a client that federates")
    for word in re.finditer("from", text, re.IGNORECASE):
        if _fault(f"{text[: word.start()]}frpm{text[word.end() :]}"):
            _check_graph(text, word.end(), graphs)


def unparsed(text: str, fault: str) -> RefusedQueryError:
    """Return the refusal of a text that the engine does not take for a query."""
    return RefusedQueryError(READ_ONLY if _UPDATE.match(text) else f"no SPARQL 1.1 query: {fault}")


def unknown(iri: str, graphs: Collection[str]) -> RefusedQueryError:
    """Return the refusal of a graph that is not here."""
    return RefusedQueryError(f"no graph <{iri}> here, and none is fetched from elsewhere. The graphs: {', '.join(sorted(graphs))}")


def _check_graph(text: str, at: int, graphs: Collection[str]) -> None:
    """Refuse the dataset clause that goes on at ``at`` if it names a graph that is not here."""
    found = _NAMED.match(text, at)
    if found is None:
        raise RefusedQueryError("write FROM <iri>, without a comment between")
    iri = found[1] if found[1] is not None else dict(_PREFIX.findall(text)).get(found[2], "") + found[3]
    if iri not in graphs:
        raise unknown(iri, graphs)


def _fault(text: str) -> str:
    """Return why ``text`` is no query; empty if it is one. Nothing is asked: the store is empty, and results are not fetched."""
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        return str(error) or "no query"
    except (OSError, RuntimeError, ValueError):  # parsed, and failed when run
        return ""
    return ""
