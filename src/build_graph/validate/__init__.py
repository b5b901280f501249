"""Graph and shapes to violations, with what each shape saw: a check that saw nothing has shown nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import pyoxigraph as ox

from build_graph import resources
from build_graph.validate.engines import ENGINES, named_blanks, preferred
from build_graph.validate.focus import Shape, focus_counts, read_shapes
from build_graph.validate.report import Places, Report, Violation
from build_graph.vocabulary import curated

__all__ = ["ENGINES", "Report", "Violation", "check", "prepare", "validate"]
Triples = list[ox.Triple]


def prepare() -> None:
    """Read the project's own shapes and ontology, so that processes which part from this one share them."""
    _prepared(_shapes())
    _ontology_file("ontology.ttl")


def check(data: Iterable[ox.Triple], files: Mapping[str, str] | None = None, engine: str | None = None) -> Report:
    """Return what the project's own shapes and ontology say about a graph; see ``validate``."""
    return validate(data, _shapes(), _ontology_file("ontology.ttl"), files, engine)


def validate(
    data: Iterable[ox.Triple],
    shapes: Iterable[ox.Triple],
    ontology: Iterable[ox.Triple],
    files: Mapping[str, str] | None = None,
    engine: str | None = None,
) -> Report:
    """Return the violations of a graph, and how many focus nodes each shape saw.

    A shape whose kind of fact occurs (``pkgs:seenBy``) and that saw no focus node is a violation itself: class axioms that got lost
    and an empty graph would otherwise pass. Where the kind of fact does not occur the shape is not applicable.

    Args:
        data: terms, claims, views, evidence and source, or part of them.
        shapes: shapes.ttl together with prefixes.ttl.
        ontology: classes and predicates; engines see them as part of the data.
        files: IRI of an edition to the file that it was read from, for messages.
        engine: a name in ``ENGINES``; none: the fastest that is installed.

    Raises:
        ShapeError: unknown or missing engine, or a shape without what every shape must have.
    """
    triples = list(data)
    shape_triples, declared = _prepared(tuple(shapes))
    together = list({*triples, *ontology})
    name, run = preferred(engine)
    counts = focus_counts(declared, together)
    results = list(dict.fromkeys(run(together, shape_triples)))  # a query may find one thing along several ways
    places = Places(triples if results else (), files or {})
    found = [
        Violation(each.shape, each.focus, each.path, each.value, each.message, declared[each.shape].fix, places.of(each.focus, each.value))
        for each in results
    ]
    occurring = {triple.predicate.value for triple in triples}
    applicable = {shape.name for shape in declared.values() if occurring & shape.seen_by}
    found += [_blind(shape) for shape in declared.values() if shape.name in applicable and not counts[shape.name]]
    return Report(tuple(sorted(found, key=Violation.key)), counts, frozenset(applicable), name)


@lru_cache(maxsize=4)
def _prepared(shapes: tuple[ox.Triple, ...]) -> tuple[tuple[ox.Triple, ...], Mapping[str, Shape]]:
    """Return the shapes as engines take them and as they are counted: once for all pages of a folder."""
    named = tuple(named_blanks(shapes))
    return named, read_shapes(named)


def _blind(shape: Shape) -> Violation:
    seen = ", ".join(sorted(iri.rpartition("#")[2] or iri for iri in shape.seen_by))
    return Violation(
        shape.name, "", "", "", f"the shape saw no focus node, although the graph uses {seen}",
        "look for lost types in the data, or class axioms that did not come with the ontology",
    )  # fmt: skip


def _shapes() -> tuple[ox.Triple, ...]:
    return (*_ontology_file("shapes.ttl"), *_ontology_file("prefixes.ttl"))


def _ontology_file(name: str) -> tuple[ox.Triple, ...]:
    return curated(resources.folder("ontology") / name)
