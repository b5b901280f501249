"""The process that loads a release once and is the parent of all workers: each is born with the graph, in milliseconds.

It has one thread, so it may fork; the server has many, so it may not. Workers share the memory of the graph with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox

from build_graph import release
from build_graph.errors import BuildGraphError, ReleaseError
from build_graph.formats import named_graphs
from build_graph.serve import worker
from build_graph.vocabulary import Names, declarations

_PID = struct.Struct("!q")
_END = b"\n"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A release in memory."""

    store: ox.Store
    graphs: Mapping[str, int]  #: IRI of a named graph -> its triples; the empty IRI is the default graph
    prefixes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that answers queries, seen from the server."""

    pid: int
    line: Connection


class Nursery:
    """The parent of the workers, seen from the server."""

    def __init__(self, folder: Path, listener: socket.socket) -> None:
        """Begin to load the release in ``folder``; ``wait`` says when it is done. To be called before any thread is started.

        Args:
            folder: of the release.
            listener: of the server; it is not for the nursery and its children.
        """
        self._control, other = socket.socketpair()
        self._lock = threading.Lock()
        self.pid = os.fork()
        if self.pid == 0:
            self._control.close()
            listener.close()
            _live(folder, other)
        other.close()

    def wait(self) -> dict[str, int]:
        """Return, when the release is loaded, the IRI of each graph with its triples; the empty IRI is the default graph.

        Raises:
            ReleaseError: it cannot be loaded.
        """
        said = bytearray()
        while not said.endswith(_END):
            part = self._control.recv(65536)
            if not part:
                raise ReleaseError("the process that loads the release has ended", fix="look for what ended it: memory, most likely")
            said += part
        found = json.loads(said)
        if "what" in found:
            raise ReleaseError(**found)
        return {str(iri): int(count) for iri, count in found.items()}

    def spawn(self) -> Worker:
        """Return a new worker.

        Raises:
            OSError: the nursery is gone, or there can be no more processes.
        """
        mine, its = socket.socketpair()
        with self._lock, its:
            socket.send_fds(self._control, [b"f"], [its.fileno()])
            pid = _PID.unpack(_exactly(self._control, _PID.size))[0]
        if pid < 0:
            mine.close()
            raise OSError(-pid, os.strerror(-pid))
        return Worker(pid, Connection(mine.detach()))

    def end(self, one: Worker) -> None:
        """End a worker, whatever it does."""
        one.line.close()
        with self._lock, contextlib.suppress(OSError):  # a nursery that is gone has taken its workers along
            self._control.sendall(b"k" + _PID.pack(one.pid))

    def close(self) -> None:
        """End all workers and the nursery."""
        self._control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _exactly(control: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = control.recv(size - len(found))
        if not part:
            raise OSError("the process that holds the release has ended")
        found += part
    return found


def load(folder: Path) -> Loaded:
    """Return the release in ``folder``.

    The default graph is the merge of what the release knows; the named graphs are those of its N-Quads, the rules among them.
    (The union of named graphs that the engine offers repeats a triple that stands in two of them.)

    Raises:
        ReleaseError: it cannot be loaded.
    """
    found = release.read_manifest(folder)
    known = release.knowledge(found)
    layers = {name: release.parse(folder / name) for name in found["files"] if name.endswith(".ttl")}
    graphs = named_graphs(layers, Names.of(found))
    store = ox.Store()
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for name in known for triple in layers[name])
    counts = {"": len(store)}
    for graph, triples in graphs.items():
        store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph)) for triple in triples)
        counts[graph] = len(set(triples))
    return Loaded(store, counts, declarations(layers.get("prefixes.ttl", [])))


def _live(folder: Path, control: socket.socket) -> None:
    """Be the nursery: load, then bear and end workers until the server hangs up. Never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the server, which ends us
    status = 1
    try:
        loaded = load(folder)
        gc.freeze()  # so that no worker copies the memory that it shares
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)  # the engine writes there when a query runs out of memory
        control.sendall(json.dumps(loaded.graphs).encode() + _END)
        _bear(loaded, control)
        status = 0
    except BuildGraphError as error:
        fields = ("what", "path", "line", "column", "expected", "fix")
        control.sendall(json.dumps({name: getattr(error, name) for name in fields}).encode() + _END)
    finally:
        os._exit(status)


def _bear(loaded: Loaded, control: socket.socket) -> None:
    children: set[int] = set()
    while True:
        said, handles, _, _ = socket.recv_fds(control, 1, 1)
        if said == b"f":
            try:
                pid = os.fork()
            except OSError as error:
                pid = -(error.errno or 1)
            if pid == 0:
                control.close()
                with contextlib.suppress(OSError):  # the server has hung up
                    worker.work(loaded.store, sorted(filter(None, loaded.graphs)), loaded.prefixes, Connection(handles[0]))
                os._exit(0)
            os.close(handles[0])
            children |= {pid} if pid > 0 else set()
            control.sendall(_PID.pack(pid))
        elif said == b"k":
            _bury(_PID.unpack(_exactly(control, _PID.size))[0])
        else:
            for pid in children:
                _bury(pid)
            return


def _bury(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
