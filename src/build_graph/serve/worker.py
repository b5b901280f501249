"""What a worker process does: run one query after another over the graph that it was born with, inside limits that it cannot lift."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from build_graph.serve.guard import RefusedQueryError, check, unknown, unparsed
from build_graph.serve.results import Made, refusal, written

_GROWN = 16 << 20  #: a worker that has grown by more is not used again
Default = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Asked = Mapping[str, Any]  #: text, accept, default_graphs, named_graphs, max_rows, lane, first (IRI whose triples come first)


@dataclass(frozen=True, slots=True)
class Lane:
    """What a query may use among its like."""

    seconds: float  #: of processor time outside the kernel; 0: up to the time limit
    memory: int  #: bytes beyond the graph itself
    nice: int  #: how far it steps back behind quicker ones


LANES = (Lane(0.1, 32 << 20, 0), Lane(1, 32 << 20, 5), Lane(0, 80 << 20, 15))


def work(store: ox.Store, graphs: Collection[str], prefixes: Mapping[str, str], line: Connection) -> None:
    """Answer what comes over ``line`` until it is closed, or until this process is used up."""
    room = fenced()
    begun, last = _peak(), False
    while not last:
        try:
            asked = json.loads(line.recv_bytes())
        except EOFError:
            return
        lane = LANES[asked["lane"]]
        if room:
            resource.setrlimit(resource.RLIMIT_AS, (room + lane.memory, room + LANES[-1].memory))
        os.nice(lane.nice)
        # Its signal ends the process, wherever in the engine it is. The kernel's time is not counted: a new worker copies pages of the
        # graph as it touches them, which costs its first query more than the query itself.
        signal.setitimer(signal.ITIMER_VIRTUAL, lane.seconds)
        start = _used()
        try:
            status, kind, count, body = answered(store, graphs, prefixes, asked)
        except MemoryError:
            if lane is not LANES[-1]:
                return  # where it begins anew there is more
            status, kind, count, body = refusal(503, "the query needs more memory than it may have: ask for less at once")
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        used = _used() - start
        last = lane is not LANES[0] or _peak() - begun > _GROWN
        line.send_bytes(json.dumps({"status": status, "kind": kind, "count": count, "used": used, "last": last}).encode())
        line.send_bytes(body)


def fenced() -> int:
    """Leave this process no way out: it can open no file and no socket. Return its size in bytes, where memory can be limited."""
    size = 0
    if sys.platform == "linux":  # elsewhere the limit on memory is not kept
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return size


def _used() -> float:
    """Return the processor time outside the kernel that this process has used, in seconds."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def _peak() -> int:
    """Return the most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def answered(store: ox.Store, graphs: Collection[str], prefixes: Mapping[str, str], asked: Asked) -> Made:
    """Return the answer to a query, or the status and the text of its refusal.

    Raises:
        MemoryError: it needs more than there is.
    """
    try:
        check(asked["text"], graphs)
        default, named = _dataset(asked, graphs)
        found = store.query(asked["text"], default_graph=default, named_graphs=named)
        return written(found, asked["accept"], asked["max_rows"], prefixes, asked["first"])
    except RefusedQueryError as error:
        return refusal(400, str(error))
    except SyntaxError as error:
        return refusal(400, str(unparsed(asked["text"], str(error))))
    except (OSError, RuntimeError, ValueError) as error:
        return refusal(400, f"the query failed: {error}")


def _dataset(asked: Asked, graphs: Collection[str]) -> tuple[list[Default] | None, list[ox.NamedNode | ox.BlankNode] | None]:
    """Return the dataset that the request names, which goes before that of the query. Source: SPARQL 1.1 Protocol, 2.1.4."""
    default, named = asked["default_graphs"], asked["named_graphs"]
    for iri in (*default, *named):
        if iri not in graphs:
            raise unknown(iri, graphs)
    if not default and not named:
        return None, None
    return [ox.NamedNode(iri) for iri in default], [ox.NamedNode(iri) for iri in named]
