"""A running ``build-graph serve``, and a plain client for it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

SRC = Path(__file__).parents[1] / "src"
GRAPH = "https://w3id.org/pathkg/graph/"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Served:
    process: subprocess.Popen[str]
    endpoint: str
    home: str = field(init=False)

    def __post_init__(self) -> None:
        self.home = self.endpoint.removesuffix("sparql")

    def request(self, method: str, address: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request; headers are written with underscores."""
        parts = urlsplit(address if address.startswith("http") else self.home + address)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, named)
            got = line.getresponse()
            return Answer(got.status, {name.casefold(): value for name, value in got.getheaders()}, got.read())
        finally:
            line.close()

    def get(self, query: str, *more: tuple[str, str], **headers: str) -> Answer:
        return self.request("GET", f"sparql?{urlencode([('query', query), *more])}", None, **headers)

    def post(self, query: str, *more: tuple[str, str], **headers: str) -> Answer:
        return self.request("POST", "sparql", urlencode([("query", query), *more]).encode(), Content_Type=FORM, **headers)

    def direct(self, query: bytes, parameters: str = "", **headers: str) -> Answer:
        return self.request("POST", f"sparql{parameters}", query, **({"Content_Type": "application/sparql-query"} | headers))

    def raw(self, content: bytes) -> bytes:
        """Send bytes as they are, and return all that comes back until the server hangs up. A request that does not end is cut off."""
        parts = urlsplit(self.home)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as line:
            line.sendall(content)
            if not content.endswith(b"\r\n\r\n"):
                line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()


def command(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "build_graph", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(SRC), **environment},
    )  # fmt: skip


def serve(data: Path, *arguments: str) -> Served:
    process = command("serve", "--data", str(data), "--port", "0", *arguments)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("ready: "):
        process.kill()
        raise AssertionError(process.communicate())
    return Served(process, line.removeprefix("ready: ").strip())


def spent(process: int) -> int:
    """Return the processor time that a process and all below it have used, in ticks."""
    total = 0
    for pid in family(process):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total


def quiet(process: int, seconds: float = 3) -> bool:
    """Return whether a process and all below it soon use no processor time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        before = spent(process)
        time.sleep(0.3)
        if spent(process) - before <= 2:
            return True
    return False


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Return whether a process ends in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def family(pid: int) -> list[int]:
    """Return a process and all below it. Linux only."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]
