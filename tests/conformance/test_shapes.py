"""Each shape has been seen to pass and to fail: one folder a shape, two files, both engines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import resources, validate
from build_graph.validate.engines import named_blanks
from build_graph.validate.focus import read_shapes

SHAPES = "https://w3id.org/pathkg/shapes#"
FOLDER = Path(__file__).parent / "shapes"
CASES = sorted(path.name for path in FOLDER.iterdir())


def parse(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


@cache  # pySHACL takes a second each, and the engines are compared on what was found before
def broken(shape: str, case: str, engine: str) -> list[validate.Violation]:
    """Return the violations of one shape in one of its examples, which it must have looked at."""
    report = validate.check(parse(FOLDER / shape / f"{case}.ttl"), engine=engine)
    assert report.focus[SHAPES + shape], "the shape saw nothing"
    assert SHAPES + shape in report.applicable, "what pkgs:seenBy names does not occur"
    return [violation for violation in report.violations if violation.shape == SHAPES + shape]


def test_every_shape_has_an_example_folder_and_every_folder_a_shape():
    declared = read_shapes(named_blanks(parse(resources.folder("ontology") / "shapes.ttl")))

    assert len(CASES) == 30
    assert sorted(name.removeprefix(SHAPES) for name in declared) == CASES


@pytest.mark.parametrize("engine", sorted(validate.ENGINES))
@pytest.mark.parametrize("shape", CASES)
def test_the_passing_example_breaks_nothing(shape: str, engine: str):
    assert broken(shape, "pass", engine) == []


@pytest.mark.parametrize("engine", sorted(validate.ENGINES))
@pytest.mark.parametrize("shape", CASES)
def test_the_failing_example_breaks_the_shape(shape: str, engine: str):
    found = broken(shape, "fail", engine)

    assert found
    assert all(violation.message and violation.fix and violation.focus for violation in found)


def test_the_engines_agree_on_what_fails_and_why():
    for shape in CASES:
        found = [broken(shape, "fail", engine) for engine in sorted(validate.ENGINES)]
        one, other = ({(each.focus, each.path, each.value, each.message) for each in violations} for violations in found)
        assert one == other, shape


def test_each_way_not_to_be_plain_is_seen():
    assert {each.value.rpartition("/")[2] for each in broken("EdgeIsSupported", "fail", "pyshacl")} == set("abcdefghij")
