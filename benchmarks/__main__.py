"""``python -m benchmarks``: speed and memory of the build, of reading, of the start, of questions, and of a folder of pages."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import in_turn, python, shown, table

COSTS = ("seconds", "cpu seconds", "peak MB")


def build(folder: Path, rounds: int) -> str:
    """Return a cold build of the shipped document against the plain program, in turn."""
    measure.cost(python("-m", "build_graph", "build", "--out", "given"), folder)
    costs = in_turn(
        {
            "build-graph build": python("-m", "build_graph", "build", "--out", "dist"),
            "plain rdflib + pyshacl": python("-m", "benchmarks.plain", "given", "plain"),
        },
        folder, rounds,
    )  # fmt: skip
    ours, plain = costs.values()
    found = json.loads((folder / "given" / "manifest.json").read_bytes())
    triples = sum(entry.get("triples", 0) for name, entry in found["files"].items() if name.startswith("calcinosis-cutis"))
    rows = [(name, triples, *shown(cost)) for name, cost in costs.items()]
    rows.append(("ratio", "", f"{plain.seconds / ours.seconds:.1f}", f"{plain.cpu / ours.cpu:.1f}", f"{plain.memory / ours.memory:.1f}"))
    return table("cold build of the shipped document (goal: 20 times faster, under 150 MB)", ("program", "triples", *COSTS), rows)


def start(folder: Path, rounds: int) -> str:
    """Return the start of the command line against a bare Python, in turn."""
    costs = in_turn({"--help": python("-m", "build_graph", "--help"), "bare Python": python("-c", "pass")}, folder, rounds)
    ours, bare = costs.values()
    rows = [(name, f"{cost.seconds:.3f}", f"{cost.cpu:.3f}", f"{cost.memory / 1e6:.0f}") for name, cost in costs.items()]
    rows.append(("ratio", f"{ours.seconds / bare.seconds:.2f}", f"{ours.cpu / bare.cpu:.2f}", f"{ours.memory / bare.memory:.2f}"))
    return table("start (goal: within 3 times)", ("program", *COSTS), rows)


def read() -> str:
    """Return megabytes of text a second."""
    from benchmarks import reading  # late: what this program holds would count as memory of the programs that it starts

    rows = [(name, cores, f"{rate:.3f}") for name, cores, rate in reading.rates()]
    return table("reading (goal: 0.3 MB/s)", ("what", "processors", "MB/s"), rows)


def ask(folder: Path, rounds: int) -> str:
    """Return what questions to a release cost."""
    from benchmarks import asking

    measure.cost(python("-m", "build_graph", "build", "--out", "dist"), folder)
    return asking.cold(folder, rounds) + "\n" + asking.catalogue(folder)


def scale(folder: Path, counts: list[int]) -> str:
    """Return what folders of several sizes cost with one worker and with one a core, in turn."""
    from benchmarks import pages

    cores = os.cpu_count() or 1
    rows: list[tuple[object, ...]] = []
    for count in counts:
        size = pages.write(folder / f"pages-{count}", count)
        command = python("-m", "build_graph", "build", f"pages-{count}", "--out")
        costs = in_turn(
            {"1": [*command, f"one-{count}", "--workers", "1"], str(cores): [*command, f"all-{count}", "--workers", str(cores)]}, folder, 1
        )
        manifest = json.loads((folder / f"all-{count}" / "manifest.json").read_bytes())
        triples = sum(entry.get("triples", 0) for name, entry in manifest["files"].items() if name.startswith("pages/"))
        alone, together = costs.values()
        for workers, cost in costs.items():
            rows.append((count, f"{size / 1e6:.2f}", workers, triples, *shown(cost), f"{1000 * cost.cpu / count:.0f}", ""))
        rows[-1] = (*rows[-1][:-1], f"{alone.seconds / together.seconds:.2f}")
    header = ("pages", "MB", "workers", "triples", *COSTS, "cpu ms a page", "times faster")
    return table(f"folders of pages, {cores} cores (goal: linear, 1.8 times with two, memory flat)", header, rows)


def main() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["build", "read", "start", "ask", "scale", []], help="none: all of them")
    parser.add_argument("--rounds", type=int, default=3, help="of each program; the median counts (default: 3)")
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000], help="sizes of folders (default: 100 1000)")
    given = parser.parse_args()
    asked = given.what or ["start", "build", "ask", "scale", "read"]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}: figures of a busy machine are worth little", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables: dict[str, Callable[[], str]] = {
            "start": lambda: start(folder, 5 * given.rounds), "read": read,
            "build": lambda: build(folder, given.rounds), "ask": lambda: ask(folder, 3 * given.rounds),
            "scale": lambda: scale(folder, given.pages),
        }  # fmt: skip
        for each in asked:
            print(tables[each](), flush=True)


if __name__ == "__main__":
    main()
