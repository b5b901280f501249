"""Two real stores, Oxigraph and Virtuoso, started empty on free ports. Wanted beforehand, and set up by ``.ci/servers``: the programs."""

from __future__ import annotations

import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

STORES = ("oxigraph", "virtuoso")
INI = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = vt.db
TransactionFile = vt.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
"""


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    graphs: str  #: address of the graph store
    query: str
    user: str = ""


def free() -> int:
    """Return a free port below those that the system gives to clients: Virtuoso takes seconds until it listens."""
    while True:
        port = random.randint(20_000, 30_000)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue


def started(name: str, folder: Path) -> Running:
    port = free()
    home = f"http://127.0.0.1:{port}"
    if name == "oxigraph":
        program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        line, made = ["serve", "-b", f"127.0.0.1:{port}", "-l", "data"], (f"{home}/store", f"{home}/query?union-default-graph=yes")
    else:
        program = shutil.which("virtuoso-t")
        (folder / "v.ini").write_text(INI.format(sql=free(), port=port), encoding="utf-8")
        line, made = ["+configfile", "v.ini", "+foreground"], (f"{home}/sparql-graph-crud-auth", f"{home}/sparql")
    if program is None:
        pytest.fail(f"{name} is not installed: run .ci/servers")
    process = subprocess.Popen([program, *line], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            break
        except OSError:
            time.sleep(0.2)
    return Running(process, *made, user="dba" if name == "virtuoso" else "")


def stop(running: Running) -> None:
    running.process.terminate()
    running.process.wait(30)
