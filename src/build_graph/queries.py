"""Questions to a release: a .rq file to a query, its parameters to RDF terms, and one run over the files of dist/."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from build_graph.answers import Answer, Term
from build_graph.errors import QueryError

Node = ox.NamedNode | ox.Literal
_PREFIX = re.compile(r"^[ \t]*PREFIX[ \t]+([\w-]*):[ \t]*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_CURIE = re.compile(r"([A-Za-z][\w-]*):([\w.-]+)")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_PLACE = re.compile(r"error at (\d+):(\d+): *(.*)", re.DOTALL)
_FIELDS = ("id", "summary", "question", "tags")
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Query:
    """One question, as its file says it."""

    name: str  #: of the file, without .rq
    path: Path
    text: str  #: the whole file: the header is a comment to SPARQL
    id: str = ""  #: number in the list of questions, such as CQ03
    summary: str = ""
    question: str = ""
    tags: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)  #: parameter -> value as written

    @property
    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace, as the query itself declares them."""
        return dict(_PREFIX.findall(self.text))


def parse(text: str, path: Path) -> Query:
    """Return the query in ``text``, with what its ``#+`` header says.

    Raises:
        QueryError: a header line that is none, or an unknown field.
    """
    fields: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        name, colon, value = (part.strip() for part in line[2:].partition(":"))
        if name.startswith("- ") and colon and value:
            defaults[name[2:].strip()] = value
        elif name in _FIELDS and value:
            fields[name] = value
        elif (name, value) != ("defaults", ""):
            raise QueryError(
                f"not a header line: {line!r}", path=path, line=number,
                expected=f"{', '.join(_FIELDS)} with a value, or defaults: and below it '  - name: value'", fix="mend the header",
            )
    tags = tuple(tag.strip() for tag in fields.pop("tags", "").strip("[]").split(",") if tag.strip())
    return Query(path.stem, path, text, tags=tags, defaults=defaults, **fields)


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
    by_name = {key.casefold(): query for query in known for key in (query.name, query.id) if key}
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(wanted, by_name, n=1, cutoff=0.5)
    fix = f"did you mean {near[0]!r}? " if near else ""
    raise QueryError(f"no query {name!r}", expected="one of those that 'build-graph query' lists", fix=fix + "run 'build-graph query'")


def open_release(folder: Path, names: Sequence[str]) -> ox.Store:
    """Return a store with the Turtle files ``names`` of a release in its default graph.

    Raises:
        QueryError: a file is missing or is no Turtle.
    """
    store = ox.Store()
    for name in names:
        try:
            store.bulk_load(path=str(folder / name), format=ox.RdfFormat.TURTLE)
        except (OSError, SyntaxError) as error:
            raise QueryError(f"cannot load: {error}", path=folder / name, fix="build the release again") from error
    return store


def term(text: str, prefixes: Mapping[str, str], like: str = "") -> Node:
    """Return the RDF term that ``text`` writes: ``<iri>``, ``prefix:name``, a number, true, false, or a string, quoted or not.

    Args:
        text: the value of a parameter.
        prefixes: prefix -> namespace.
        like: the parameter's default; where it is ``prefix:name``, a bare word takes the same prefix.

    Raises:
        QueryError: not an absolute IRI, or an undeclared prefix.
    """
    text = text.strip()
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
    return ox.Literal(text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text)


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
        if name not in query.defaults and (query.defaults or not re.search(rf"[?$]{re.escape(name)}\b", query.text)):
            known = ", ".join(query.defaults) or "none"
            raise QueryError(f"no parameter {name!r}", path=query.path, expected=f"the parameters: {known}", fix="mend --set")
    merged = {**query.defaults, **given}
    return {name: term(text, query.prefixes, query.defaults.get(name, "")) for name, text in merged.items()}


def run(query: Query, store: ox.Store, given: Mapping[str, str] | None = None) -> Answer:
    """Return the answer of ``query`` over ``store``; the parameters are bound as RDF terms and never become query text.

    Raises:
        QueryError: a broken query, or a parameter that does not fit.
    """
    bound: dict[ox.Variable, Term] = {ox.Variable(name): node for name, node in values(query, given or {}).items()}
    _refuse_unknown(store, bound, given or {})
    try:
        return answer(store.query(query.text, substitutions=bound))
    except SyntaxError as error:
        place = _PLACE.match(str(error))
        line, column, what = (int(place[1]), int(place[2]), place[3]) if place else (0, 0, str(error))
        raise QueryError(
            f"no SPARQL 1.1 query: {what.splitlines()[0][:200]}", path=query.path, line=line, column=column, fix="mend the query"
        ) from error
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}", path=query.path, fix="mend the query") from error


def answer(found: object) -> Answer:
    """Return the answer of an engine as rows."""
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Answer(columns, tuple(tuple(row) for row in found))
    if isinstance(found, ox.QueryTriples):
        return Answer(("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in found))
    return Answer(("answer",), ((ox.Literal(bool(found)),),))


def _refuse_unknown(store: ox.Store, bound: Mapping[ox.Variable, Term], given: Mapping[str, str]) -> None:
    """Refuse an IRI that was given by hand and that the release does not know, and name the nearest that it knows."""
    for variable, node in bound.items():
        if variable.value not in given or not isinstance(node, ox.NamedNode):
            continue
        if any(True for pattern in ((node, None, None), (None, None, node)) for _ in store.quads_for_pattern(*pattern)):
            continue
        space = re.split(r"[^/#]*$", node.value)[0]
        known = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(space)}
        local = node.value.removeprefix(space)
        near = difflib.get_close_matches(local, sorted(iri.removeprefix(space) for iri in known), n=3)
        raise QueryError(
            f"the release knows no {node.value}", expected=f"a known IRI below {space}",
            fix=f"did you mean {' or '.join(near)}?" if near else "mend --set",
        )

