"""What questions cost: the whole catalogue on two engines, and one question from a cold start against import and load alone."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.measure import in_turn, python, shown, table
from build_graph import asking

#: What no program can do without: the engine imported, the files of the release loaded.
BARE = """
import pyoxigraph as ox
store = ox.Store()
for name in {names!r}:
    store.bulk_load(path=f"dist/{{name}}", format=ox.RdfFormat.TURTLE)
"""
COSTS = ("seconds", "cpu seconds", "peak MB")


def catalogue(folder: Path) -> str:
    """Return the seconds that all questions take, question by question on one engine and then on the other, and the slowest."""
    release = asking.open_release(folder / "dist")
    _ = release.store, release.graph  # loaded before the clock runs
    took: dict[str, dict[str, float]] = {"oxigraph": {}, "rdflib": {}}
    for query in release.questions:
        for engine, seconds in took.items():
            begun = time.perf_counter()
            release.answer(query, {}, engine)
            seconds[query.name] = time.perf_counter() - begun
    slowest = {engine: max(found, key=found.__getitem__) for engine, found in took.items()}
    rows = [(name, f"{sum(found.values()):.2f}", slowest[name], f"{found[slowest[name]]:.2f}") for name, found in took.items()]
    rows.append(("ratio", f"{sum(took['rdflib'].values()) / sum(took['oxigraph'].values()):.0f}", "", ""))
    return table("all questions (goal: 20 times faster than rdflib)", ("engine", "seconds", "slowest", "seconds"), rows)


def cold(folder: Path, rounds: int) -> str:
    """Return a cold question against import and load of its engine, in turn."""
    bare = python("-c", BARE.format(names=asking.open_release(folder / "dist").files))
    costs = in_turn({"build-graph query": python("-m", "build_graph", "query", "prognosis"), "import and load": bare}, folder, rounds)
    ours, alone = costs.values()
    rows = [(name, *shown(cost)) for name, cost in costs.items()]
    rows.append(("ratio", f"{ours.seconds / alone.seconds:.2f}", f"{ours.cpu / alone.cpu:.2f}", f"{ours.memory / alone.memory:.2f}"))
    return table("one question, cold (goal: within 1.5 times)", ("program", *COSTS), rows)
