"""The HTTP side: one thread a connection. What takes time runs in the workers, not here."""

from __future__ import annotations

import re
import socket
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from build_graph.serve import protocol
from build_graph.serve.content import Content, Request, Response

CONNECTIONS = 128  #: at a time; who comes later is told to come again
IDLE = 30.0  #: seconds that a connection may say nothing
_HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?", re.ASCII)
_METHODS = "GET, HEAD, POST, OPTIONS"
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\nContent-Length: 21\r\nConnection: close\r\n\r\n"


class Server(ThreadingHTTPServer):
    """Listens, and keeps the connections."""

    daemon_threads = True
    request_queue_size = 128
    content: Content  #: to be set before the first connection is taken
    cors = False  #: whether pages of other origins may read

    def __init__(self, host: str, port: int) -> None:
        """Begin to listen.

        Raises:
            OSError: nobody can listen there.
        """
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._waiting: dict[socket.socket, bool] = {}  # connection -> whether it waits for an answer
        self._lock = threading.Lock()
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        """Bind, without the look for a host name that may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, or turn it away if there are too many."""
        with self._lock:
            full = len(self._waiting) >= CONNECTIONS
            if not full:
                self._waiting[request] = False
        if full:
            with suppress(OSError):
                request.sendall(_FULL + b"too many connections\n")
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._waiting.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing where a client has hung up; show a fault of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def note(self, connection: socket.socket, *, waits: bool) -> None:
        """Note whether a connection waits for an answer."""
        with self._lock:
            self._waiting[connection] = waits

    def waiting(self) -> int:
        """Return how many connections wait for an answer."""
        with self._lock:
            return sum(self._waiting.values())


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # to a request that cannot be read an answer has a head all the same
    server_version = "pathkg"
    sys_version = ""
    timeout = IDLE
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(code)d %(message)s\n"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer a GET."""
        self._send(self.server.content.get(self._request()))

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Answer a POST."""
        body = self._body()
        if isinstance(body, Response):
            self.close_connection = True  # what was not read would be taken for the next request
            self._send(body)
        else:
            self._send(self.server.content.post(self._request(), self.headers.get("Content-Type", ""), body))

    def do_OPTIONS(self) -> None:
        """Say what may be done: a browser asks before it sends."""
        self._send(Response(204, "", b"", {"Allow": _METHODS}))

    def do_PUT(self) -> None:
        """Refuse what would write."""
        self.close_connection = True
        self._send(_refused(405, "this server is read-only", {"Allow": _METHODS}))

    do_DELETE = do_PATCH = do_PUT  # noqa: N815

    def handle_one_request(self) -> None:
        """Answer one request, and count the connection as waiting from its first line to the end of the answer."""
        super().handle_one_request()
        self.server.note(self.connection, waits=False)

    def parse_request(self) -> bool:
        """Read the head of a request."""
        self.server.note(self.connection, waits=True)
        return super().parse_request()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep no log: it would hold what people asked."""

    def _request(self) -> Request:
        address = urlsplit(self.path)
        host = self.headers.get("Host", "")
        if not _HOST.fullmatch(host):
            host = f"{self.server.server_name}:{self.server.server_port}"
        accepts = ", ".join(self.headers.get_all("Accept", []))
        return Request(address.path.lstrip("/"), address.query, accepts, f"http://{host}/", self.connection)

    def _body(self) -> bytes | Response:
        """Return the body of a request, or why it is not read."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            return _refused(411, "send a Content-Length")
        if int(length) > 2 * protocol.QUERY_BYTES:  # a form may write a sign as three
            return _refused(413, f"a query may have {protocol.QUERY_BYTES} bytes")
        return self.rfile.read(int(length))

    def _send(self, answer: Response) -> None:
        kind = answer.kind if "json" in answer.kind or "wasm" in answer.kind or not answer.kind else f"{answer.kind}; charset=utf-8"
        headers = {"Content-Type": kind, "Content-Length": str(len(answer.body)), "Vary": "Accept", "X-Content-Type-Options": "nosniff"}
        headers |= dict(answer.headers) | (self._cors() if self.server.cors else {})
        if answer.status == 204:
            del headers["Content-Length"], headers["Content-Type"]
        if self.close_connection:
            headers["Connection"] = "close"
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def _cors(self) -> dict[str, str]:
        """Return what lets pages of other origins read. Source: https://fetch.spec.whatwg.org/#http-cors-protocol."""
        open_ = {"Access-Control-Allow-Origin": "*"}
        if self.command != "OPTIONS":
            return open_
        return open_ | {
            "Access-Control-Allow-Methods": _METHODS, "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        }  # fmt: skip


def _refused(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return Response(status, "text/plain", f"{text}\n".encode(), headers or {})
