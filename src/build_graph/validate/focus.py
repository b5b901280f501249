"""What each shape looked at: its targets, counted independently of any engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from build_graph.errors import ShapeError
from build_graph.vocabulary import iri


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape: what it aims at, what tells that its kind of fact occurs, and how a violation is mended."""

    name: str  #: IRI
    why: str
    fix: str
    seen_by: frozenset[str]  #: properties whose use shows that the kind of fact occurs
    classes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]


def read_shapes(shapes: Iterable[ox.Triple]) -> dict[str, Shape]:
    """Return the node shapes with an IRI that have a target.

    Raises:
        ShapeError: a shape lacks its reason, its fix, or what shows that its kind of fact occurs.
    """
    held: dict[tuple[str, str], set[str]] = {}
    for triple in shapes:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            held.setdefault((triple.subject.value, triple.predicate.value), set()).add(triple.object.value)

    def values(name: str, curie: str) -> frozenset[str]:
        return frozenset(held.get((name, iri(curie).value), ()))

    found = {}
    for name in sorted({subject for (subject, predicate) in held if predicate.startswith(iri("sh:target").value)}):
        shape = Shape(
            name, " ".join(values(name, "rdfs:comment")), " ".join(values(name, "pkgs:fix")), values(name, "pkgs:seenBy"),
            values(name, "sh:targetClass"), values(name, "sh:targetSubjectsOf"), values(name, "sh:targetObjectsOf"),
        )  # fmt: skip
        if not (shape.why and shape.fix and shape.seen_by):
            raise ShapeError(
                f"the shape <{name}> lacks a reason, a fix, or pkgs:seenBy", path="shapes.ttl",
                expected="rdfs:comment, pkgs:fix and pkgs:seenBy", fix="add what is missing to ontology/shapes.ttl",
            )  # fmt: skip
        found[name] = shape
    return found


def focus_counts(shapes: Mapping[str, Shape], data: Iterable[ox.Triple]) -> dict[str, int]:
    """Return how many focus nodes each shape has in the data, subclasses included."""
    subjects: dict[str, set[str]] = {}
    objects: dict[str, set[str]] = {}
    typed: dict[str, set[str]] = {}
    below: dict[str, set[str]] = {}
    kind, subclass = iri("rdf:type").value, iri("rdfs:subClassOf").value
    aimed = {name for shape in shapes.values() for name in shape.subjects_of | shape.objects_of}
    for triple in data:
        name, subject = triple.predicate.value, str(triple.subject)
        if name in aimed:
            subjects.setdefault(name, set()).add(subject)
            objects.setdefault(name, set()).add(str(triple.object))
        if isinstance(triple.object, ox.NamedNode) and isinstance(triple.subject, ox.NamedNode):
            if name == kind:
                typed.setdefault(triple.object.value, set()).add(subject)
            elif name == subclass:
                below.setdefault(triple.object.value, set()).add(triple.subject.value)
    counts = {}
    for name, shape in shapes.items():
        nodes = {node for each in shape.classes for kind in _closure(each, below) for node in typed.get(kind, ())}
        nodes |= {node for each in shape.subjects_of for node in subjects.get(each, ())}
        nodes |= {node for each in shape.objects_of for node in objects.get(each, ())}
        counts[name] = len(nodes)
    return counts


def _closure(kind: str, below: Mapping[str, set[str]]) -> set[str]:
    """Return a class and all its subclasses."""
    found, open_ = {kind}, [kind]
    while open_:
        for each in below.get(open_.pop(), set()) - found:
            found.add(each)
            open_.append(each)
    return found
