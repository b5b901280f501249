"""SHACL engines behind one signature: pySHACL, the referee that is always there, and ``shacl``, a hundred times faster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from build_graph.errors import ShapeError

if TYPE_CHECKING:  # slow to import: only the engine that needs it does
    import rdflib
    import shacl
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result as Answer

_SH = "http://www.w3.org/ns/shacl#"
#: What a blank node of the shapes is called while they are used: engines then name it alike, and it leads to its shape.
_BLANK = "urn:shape:"


@dataclass(frozen=True, slots=True)
class Result:
    """One result of an engine."""

    shape: str  #: IRI of the node shape
    focus: str  #: IRI of the focus node
    path: str  #: IRI of the property, empty where there is none
    value: str  #: lexical form, empty where there is none
    message: str


_PARTS = ("sourceShape", "focusNode", "resultPath", "value", "resultMessage")
Engine = Callable[[Iterable[ox.Triple], Iterable[ox.Triple]], list[Result]]


def named_blanks(shapes: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the shapes with an IRI for each blank node but those of paths, where an IRI would mean a property."""
    shapes = list(shapes)
    paths = {triple.object for triple in shapes if triple.predicate.value == _SH + "path"}
    while deeper := {triple.object for triple in shapes if triple.subject in paths} - paths:
        paths |= deeper

    def name(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        assert not isinstance(node, ox.Triple)  # shapes hold no triple terms
        return ox.NamedNode(_BLANK + node.value) if isinstance(node, ox.BlankNode) and node not in paths else node

    named = []
    for triple in shapes:
        subject = name(triple.subject)
        assert not isinstance(subject, ox.Literal)
        named.append(ox.Triple(subject, triple.predicate, name(triple.object)))
    return named


def preferred(engine: str | None) -> tuple[str, Engine]:
    """Return the engine of that name, or the fastest that is installed.

    Raises:
        ShapeError: there is no such engine, or its package is not installed.
    """
    if engine is None:
        engine = "shacl" if find_spec("shacl") else "pyshacl"
    if engine not in ENGINES:
        raise ShapeError(f"no SHACL engine {engine!r}", expected=" or ".join(ENGINES), fix="name one of these")
    if not find_spec(engine):
        raise ShapeError(f"the SHACL engine {engine!r} is not installed", fix=f"pip install {engine}, or leave the engine out")
    return engine, ENGINES[engine]


def _pyshacl(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> list[Result]:
    """Run pySHACL. Its source shape may be a property shape: the node shape above it is looked up."""
    import pyshacl
    import rdflib
    from pyparsing import ParseException

    shapes_graph = _rdflib(shapes)
    try:
        _, report, _ = pyshacl.validate(_rdflib(data), shacl_graph=shapes_graph, inference="none", inplace=True)
    except (RuntimeError, ParseException) as error:
        raise _unusable("pyshacl", error) from error
    if not isinstance(report, rdflib.Graph):  # pySHACL returns the failure where a query holds what SHACL forbids, such as VALUES
        raise _unusable("pyshacl", report)
    found, parents = [], _parents(shapes)
    for result in report.objects(None, rdflib.URIRef(_SH + "result")):
        said = {predicate: str(value) for predicate, value in report.predicate_objects(result)}
        shape, focus, path, value, message = (said.get(rdflib.URIRef(_SH + name), "") for name in _PARTS)
        found.append(Result(_root(shape, parents), focus, _property(path), value, message))
    return found


@lru_cache(maxsize=4)
def _compiled(shapes: tuple[ox.Triple, ...]) -> shacl.Shapes:
    import shacl

    return shacl.Shapes.from_text(_ntriples(shapes), format="ntriples")


def _shacl(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> list[Result]:
    """Run ``shacl``, which takes and gives text."""
    try:
        report = _compiled(tuple(shapes)).validate_text(_ntriples(data), format="ntriples")
    except ValueError as error:
        raise _unusable("shacl", error) from error
    parents = _parents(shapes)
    return [
        Result(
            _root(_bare(result.source_shape or ""), parents), _bare(result.focus_node), _property(_bare(result.path or "")),
            result.value_plain or "", result.message or "",
        )
        for result in report.results
    ]  # fmt: skip


def _unusable(engine: str, error: Exception) -> ShapeError:
    what = " ".join(str(error).split())[:300]
    return ShapeError(
        f"the engine {engine} cannot use the shapes: {what}", path="shapes.ttl",
        expected="SHACL Core, and SHACL-SPARQL without VALUES and MINUS", fix="mend the shape in ontology/shapes.ttl",
    )  # fmt: skip


#: Name of the package to what runs it.
ENGINES: Mapping[str, Engine] = {"pyshacl": _pyshacl, "shacl": _shacl}


def _parents(shapes: Iterable[ox.Triple]) -> dict[str, str]:
    """Return named blank node -> what it hangs below."""
    return {
        triple.object.value: triple.subject.value
        for triple in shapes
        if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(_BLANK) and isinstance(triple.subject, ox.NamedNode)
    }


def _root(shape: str, parents: Mapping[str, str]) -> str:
    while shape in parents:
        shape = parents[shape]
    return shape


def _bare(node: str) -> str:
    return node[1:-1] if node.startswith("<") and node.endswith(">") else node


def _property(path: str) -> str:
    """Return a path that is one property; the engines write longer ones differently, and the message says enough."""
    return path if re.fullmatch(r"https?://[^\s<>|/^]+//?[^\s<>|^()]*", path) else ""


def _ntriples(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return an rdflib graph that parses each query once: pySHACL sends the same text for every focus node."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepared = lru_cache(maxsize=256)(prepareQuery)

    class PreparingGraph(rdflib.Graph):
        def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Answer:
            return super().query(prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs)

    return PreparingGraph().parse(data=_ntriples(triples), format="nt")
