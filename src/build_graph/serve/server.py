"""The HTTP side: addresses and methods to answers. One thread a connection; what takes time runs in the workers, not here."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from build_graph import __version__
from build_graph.serve import accept, describe, protocol, results
from build_graph.serve.files import Files
from build_graph.serve.pool import Pool
from build_graph.serve.results import Made, refusal

CONNECTIONS = 128  #: at a time; who comes later is told to come again
IDLE = 30  #: seconds that a connection may say nothing
_HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?", re.ASCII)
_METHODS = "GET, HEAD, POST, OPTIONS"


@dataclass(frozen=True, slots=True)
class Content:
    """What is served."""

    pool: Pool
    files: Files
    base: str  #: IRI below which the release names its things
    graphs: Mapping[str, int]  #: IRI of a graph -> its triples; the empty IRI is the default graph
    about: tuple[ox.Triple, ...]  #: what the release says of itself
    prefixes: Mapping[str, str]
    cors: bool  #: whether pages of other origins may read


class Server(ThreadingHTTPServer):
    """Listens, and keeps the connections."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int) -> None:
        """Begin to listen; the content comes later.

        Raises:
            OSError: nobody can listen there.
        """
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.content: Content | None = None
        self.stopping = False
        self._open: dict[socket.socket, bool] = {}  # connection -> whether it waits for an answer
        self._lock = threading.Lock()
        super().__init__((host, port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, or turn it away if there are too many."""
        with self._lock:
            full = len(self._open) >= CONNECTIONS
            if not full:
                self._open[request] = False
        if full:
            request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing where a client has hung up; a fault of ours is shown."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def busy(self, request: socket.socket, *, now: bool) -> None:
        """Note whether a connection waits for an answer."""
        with self._lock:
            if request in self._open:
                self._open[request] = now

    def drained(self) -> bool:
        """Return whether no connection waits for an answer."""
        with self._lock:
            return not any(self._open.values())


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = f"pathkg/{__version__}"
    sys_version = ""
    timeout = IDLE
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
        """Answer a GET or a HEAD."""
        self._reply(self._got)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:  # noqa: N802
        """Answer a POST."""
        self._reply(self._posted)

    def do_OPTIONS(self) -> None:  # noqa: N802
        """Say what may be done; a browser asks before it sends."""
        self._send((204, "", 0, b""), {"Allow": _METHODS})

    def do_PUT(self) -> None:  # noqa: N802
        """Refuse what would write."""
        self.close_connection = True
        self._send(refusal(405, "this server is read-only"), {"Allow": _METHODS})

    do_DELETE = do_PATCH = do_PUT  # noqa: N815
