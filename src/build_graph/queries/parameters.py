"""Parameters of a query: from what a person writes to RDF terms, and from those, where only text can travel, to a VALUES clause."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from build_graph.errors import QueryError
from build_graph.queries.catalogue import Query

Node = ox.NamedNode | ox.Literal
_CURIE = re.compile(r"([A-Za-z][\w-]*):([\w.-]+)")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_XSD = "http://www.w3.org/2001/XMLSchema#"
#: Comments, IRIs and strings: what they hold is no word or bracket of a SPARQL text.
HIDDEN = r"""#[^\n]*|<[^<>"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
#: What a SPARQL text is made of, as far as its outermost group is to be found.
_TOKEN = re.compile(HIDDEN + r"|[(){}]|[A-Za-z]+", re.DOTALL)


def term(text: str, prefixes: Mapping[str, str], like: str = "", kind: str = "") -> Node:
    """Return the RDF term that ``text`` writes: ``<iri>``, ``prefix:name``, a number, true, false, or a string, quoted or not.

    Args:
        text: the value of a parameter.
        prefixes: prefix -> namespace.
        like: the parameter's default; where it is ``prefix:name``, a bare word takes the same prefix.
        kind: the parameter's kind; ``xsd:string`` takes every text as it is.

    Raises:
        QueryError: not an absolute IRI, or an undeclared prefix.
    """
    text = text.strip()
    if kind == "xsd:string":
        return ox.Literal(_unquoted(text))
    curie = _CURIE.fullmatch(text)
    if curie is None and (default := _CURIE.fullmatch(like.strip())) and re.fullmatch(r"[\w.-]+", text):
        curie = _CURIE.fullmatch(f"{default[1]}:{text}")
    if curie:
        if curie[1] not in prefixes:
            raise QueryError(f"prefix {curie[1]!r} is not declared", expected=", ".join(sorted(prefixes)), fix="write <the whole IRI>")
        return ox.NamedNode(prefixes[curie[1]] + curie[2])
    if text.startswith("<") and text.endswith(">"):
        try:
            return ox.NamedNode(text[1:-1])
        except ValueError as error:
            raise QueryError(f"no absolute IRI: {text}", expected="such as <https://example.org/x>", fix="mend the value") from error
    if number := _NUMBER.fullmatch(text):
        return ox.Literal(text, datatype=ox.NamedNode(_XSD + ("decimal" if number[1] else "integer")))
    if text in ("true", "false"):
        return ox.Literal(text, datatype=ox.NamedNode(_XSD + "boolean"))
    return ox.Literal(_unquoted(text))


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def settings(given: Sequence[str]) -> dict[str, str]:
    """Return ``name=value`` settings as a mapping.

    Raises:
        QueryError: a setting without ``=``, or given twice.
    """
    found: dict[str, str] = {}
    for setting in given:
        name, sign, value = setting.partition("=")
        if not sign or not name or name in found:
            raise QueryError(f"not a setting: {setting!r}", expected="name=value, each name once", fix="mend --set")
        found[name] = value
    return found


def values(query: Query, given: Mapping[str, str]) -> dict[str, Node]:
    """Return the parameters of a query as RDF terms: those given, else the defaults.

    Raises:
        QueryError: a parameter that the query has not, or a value that is no term.
    """
    for name in given:
        if not query.declares(name):
            known = ", ".join(query.defaults) or "none"
            raise QueryError(f"no parameter {name!r}", path=query.path, expected=f"the parameters: {known}", fix="mend --set")
    merged = {**query.defaults, **given}
    return {name: term(text, query.prefixes, query.defaults.get(name, ""), query.kinds.get(name, "")) for name, text in merged.items()}


def bound(query: Query, terms: Mapping[str, Node]) -> str:
    """Return the query as text with its parameters in a VALUES clause, for an engine that takes nothing but text.

    The terms are written by the RDF library, so that no value can end its own clause. The clause opens the outermost group, where every
    filter sees it; in a query without one (CONSTRUCT WHERE) it stands at the end.
    """
    if not terms:
        return query.text
    names, cells = " ".join(f"?{name}" for name in terms), " ".join(map(str, terms.values()))
    clause = f"VALUES ({names}) {{ ({cells}) }}"
    place = _outermost(query.text)
    if place is None:
        return f"{query.text.rstrip()}\n{clause}\n"
    return f"{query.text[:place]}\n  {clause}{query.text[place:]}"


def asking_about(query: Query, name: str, node: ox.NamedNode) -> str:
    """Return the query's text with ``node`` as the default of ``name``; its question asks about another: the summary alone stays."""
    written = next((f"{p}:{node.value[len(space) :]}" for p, space in query.prefixes.items() if node.value.startswith(space)), str(node))
    text = query.text.replace(f"#+   - {name}: {query.defaults[name]}\n", f"#+   - {name}: {written}\n", 1)
    return text.replace(f"#+ question: {query.question}\n", "", 1) if query.summary else text


def _outermost(text: str) -> int | None:
    """Return the place behind the bracket that opens the query's outermost group; None where no clause may stand in it."""
    before, depth, template = "", 0, False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token.startswith("#"):
            continue
        if token == "{" and depth == 0:
            if before != "CONSTRUCT":
                return found.end()
            template = True
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token, 0)
        if token.upper() == "WHERE" and before == "CONSTRUCT" and not template:
            return None
        before = token.upper()
    return None
