"""A release to a SPARQL 1.1 endpoint with an address for each thing that it names. Read-only by construction.

Nothing here writes. A query runs in a process that can open no file and no socket, holds little memory, and is ended when its time is up.
"""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from build_graph import release
from build_graph.errors import ServeError
from build_graph.serve.content import Content
from build_graph.serve.files import Files
from build_graph.serve.nursery import Nursery
from build_graph.serve.pool import Limits, Pool
from build_graph.serve.server import Server
from build_graph.vocabulary import Names

__all__ = ["Limits", "Options", "run"]
GRACE = 5.0  #: seconds that running queries have left when the server is told to stop
_MMAP_THRESHOLD = -3  # of GNU's mallopt: from this size on a block is a mapping of its own


@dataclass(frozen=True, slots=True)
class Options:
    """What to serve, and where."""

    data: Path
    site: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7878  #: 0: any that is free
    cors: bool = False
    limits: Limits = field(default_factory=Limits)


def run(options: Options, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; then let running queries end, for ``GRACE`` seconds at most.

    Args:
        options: what to serve, and where.
        ready: called once with the endpoint's address, when it answers.

    Raises:
        ReleaseError: no release, or no site, is in the folder.
        ServeError: nobody can listen at that address, or this system cannot fork.
    """
    if not hasattr(os, "fork"):
        raise ServeError("this system has no fork", expected="Linux or macOS", fix="ask the files: build-graph query")
    _give_back()
    files = Files(options.data, options.site)
    server = _listening(options)
    nursery = Nursery(options.data, server.socket)
    try:
        graphs = nursery.wait()
        pool = Pool(nursery, options.limits)
        base = Names.of(release.read_manifest(options.data)).base
        server.content = Content(pool, files, base, graphs, _about(options.data))
        server.cors = options.cors
        _until_told(server, pool, lambda: ready(_address(server)))
    finally:
        nursery.close()
        server.server_close()


def _give_back() -> None:
    """Have the C library give memory back when a large answer was sent: with many threads it keeps what they freed, each its own."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, 128 << 10)


def _listening(options: Options) -> Server:
    try:
        return Server(options.host, options.port)
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"cannot listen at {options.host} port {options.port}: {error}",
            expected="an address of this machine and a free port",
            fix="name another with --port; 0 takes any that is free",
        ) from error


def _address(server: Server) -> str:
    host = f"[{server.server_name}]" if ":" in server.server_name else server.server_name
    return f"http://{host}:{server.server_port}/sparql"


def _about(data: Path) -> tuple[ox.Triple, ...]:
    """Return what the release says of itself, if it does."""
    return tuple(release.parse(data / "metadata.ttl")) if (data / "metadata.ttl").is_file() else ()


def _until_told(server: Server, pool: Pool, ready: Callable[[], None]) -> None:
    """Answer until a signal comes, then come to an orderly end."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    taking = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    taking.start()
    ready()
    told.wait()
    server.shutdown()  # takes no more connections
    until = time.monotonic() + GRACE
    while server.waiting() and time.monotonic() < until:
        time.sleep(0.02)
    pool.stop()
    until = time.monotonic() + 1
    while server.waiting() and time.monotonic() < until:
        time.sleep(0.02)
