"""Every question of the catalogue by five engines: the same answer. pyoxigraph over the files is what the others are held to. Slow.

Each engine holds the release once. An answer is a multiset of rows of typed terms; a blank node is a kind, whatever its name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import endpoint, queries, release, resources, upload
from build_graph.answers import Answer, Cell
from build_graph.queries import Query, second
from stores import STORES, started, stop

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_SERVERS"), reason="real servers, and Comunica under Node: run .ci/servers"),
]
HERE = Path(__file__).parent
INSTALLED = Path(os.environ.get("PATHKG_SERVERS_DIR", HERE.parents[2] / ".servers"))
KNOWN = {query.name: query for query in queries.catalogue(resources.folder("queries"))}
#: Comunica 4.5.0 sorts by the last of several keys alone, more or less: its rows are compared, their order is not.
ENGINES = ("rdflib", *STORES, "comunica")
UNSORTED = "comunica"
XSD = "http://www.w3.org/2001/XMLSchema#"
Ask = Callable[[Query], Answer]
Engine = tuple[str, Ask]


def booleans(query: Query, found: Answer, right: Answer) -> Answer:
    def mended(cell: Cell) -> Cell:
        digit = isinstance(cell, ox.Literal) and cell.datatype.value == XSD + "boolean" and cell.value in ("0", "1")
        return ox.Literal(cell.value == "1") if digit and isinstance(cell, ox.Literal) else cell

    return found._replace(rows=tuple(tuple(map(mended, row)) for row in found.rows))


def counts(query: Query, found: Answer, right: Answer) -> Answer:
    counted = {at for at, name in enumerate(found.columns) if re.search(rf"\(COUNT\(DISTINCT \?\w+\) AS \?{name}\)", query.text)}

    def key(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(cell for at, cell in enumerate(row) if at not in counted)

    whole = {key(row): row for row in right.rows} if counted else {}
    pairs = ((row, whole.get(key(row), row)) for row in found.rows)
    filled = (tuple(b if at in counted and a is None else a for at, (a, b) in enumerate(zip(*pair, strict=True))) for pair in pairs)
    return found._replace(rows=tuple(filled))


@dataclass(frozen=True)
class Fault:
    """A difference that is the engine's, and what takes it out of an answer."""

    engine: str
    what: str
    source: str
    mend: Callable[[Query, Answer, Answer], Answer]  #: of query, faulty answer, right answer


FAULTS = (
    Fault("virtuoso", "writes an xsd:boolean as 0 or 1", "https://github.com/openlink/virtuoso-opensource/issues/485", booleans),
    Fault(
        "comunica", "leaves a COUNT unbound if one of the values counted is unbound, which is to be left out",
        "https://www.w3.org/TR/sparql11-query/#defn_aggCount", counts,
    ),
)  # fmt: skip


@contextmanager
def loaded(name: str, folder: Path, built: Path) -> Iterator[Ask]:
    """Start a store, load the release, and yield what asks it through SPARQLWrapper."""
    running = started(name, folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for variable in (upload.USER, upload.PASSWORD):
                patch.setenv(variable, running.user)
            upload.load(built, running.graphs, lambda step: None)
        yield lambda query: endpoint.run(query, running.query, {})
    finally:
        stop(running)


def comunica(folder: Path, built: Path) -> Ask:
    """Ask Comunica everything in one process, and return what gives its answers."""
    node = shutil.which("node")
    if node is None or not (INSTALLED / "node_modules" / "@comunica").is_dir():
        pytest.fail("Comunica is not installed: run .ci/servers")
    asked = {name: queries.bound(query, queries.values(query, {})) for name, query in KNOWN.items()}
    (folder / "queries.json").write_text(json.dumps(asked), encoding="utf-8")
    files = [str(built / name) for name in release.knowledge(release.read_manifest(built))]
    done = subprocess.run(
        [node, str(HERE / "comunica.cjs"), str(folder / "queries.json"), *files], capture_output=True, text=True, check=False,
        env={**os.environ, "NODE_PATH": str(INSTALLED / "node_modules")}, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    return lambda query: described(answers[query.name])


def described(found: dict[str, object]) -> Answer:
    """Return an answer of comunica.cjs."""
    if "triples" in found:
        return queries.triples(quad.triple for quad in ox.parse(str(found["triples"]), format=ox.RdfFormat.N_TRIPLES))
    return Answer(tuple(found["columns"]), tuple(tuple(map(term, row)) for row in found["rows"]))  # type: ignore[arg-type, attr-defined]


def term(cell: dict[str, str] | None) -> Cell:
    if cell is None:
        return None
    if cell["kind"] == "Literal":
        if cell["language"]:
            return ox.Literal(cell["value"], language=cell["language"])
        return ox.Literal(cell["value"], datatype=ox.NamedNode(cell["datatype"]))
    return ox.NamedNode(cell["value"]) if cell["kind"] == "NamedNode" else ox.BlankNode(cell["value"])


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, built: Path, store: ox.Store) -> Iterator[Engine]:
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    if name in STORES:
        with loaded(name, folder, built) as ask:
            yield name, ask
    elif name == "rdflib":
        graph = second.graph(store)
        yield name, lambda query: second.run_bound(query, graph, queries.values(query, {}))
    else:
        yield name, comunica(folder, built)


def typed(answer: Answer) -> list[tuple[Cell | str, ...]]:
    return [tuple("a blank node" if isinstance(cell, ox.BlankNode) else cell for cell in row) for row in answer.rows]


@pytest.mark.parametrize("name", KNOWN)
def test_every_question_has_the_same_answer_whatever_engine_is_asked(engine: Engine, store: ox.Store, name: str):
    query, (who, ask) = KNOWN[name], engine
    right, found = queries.run(query, store), ask(query)
    for fault in FAULTS:
        found = fault.mend(query, found, right) if fault.engine == who else found

    assert found.columns == right.columns
    assert Counter(typed(found)) == Counter(typed(right))
    assert right.rows
    if who != UNSORTED:
        assert typed(found) == typed(right), "the rows are the same, their order is not"


@pytest.mark.parametrize(("engine", "fault"), [(fault.engine, fault) for fault in FAULTS], indirect=["engine"], ids=lambda each: "")
def test_a_named_fault_still_occurs(engine: Engine, store: ox.Store, fault: Fault):
    _, ask = engine
    faulty = [name for name, query in KNOWN.items() if Counter(typed(ask(query))) != Counter(typed(queries.run(query, store)))]

    assert faulty, f"{fault.engine} no longer {fault.what}: take the fault off the list"


def test_at_most_two_differences_are_an_engine_s_fault():
    assert len(FAULTS) <= 2
    assert all(fault.source.startswith("https://") for fault in FAULTS)
