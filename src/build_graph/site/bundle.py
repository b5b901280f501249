"""Oxigraph's WebAssembly build for the query page: from npm at build time, pinned by version and digest, never in the repository.

Two places hold it: the folder ``bundle/`` beside this file, which the wheel carries, and the cache of the user, which the first site
build fills where npm is at hand. ``python src/build_graph/site/bundle.py`` fills the former, for whoever builds the wheel.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGE, VERSION, LICENCE = "oxigraph", "0.5.11", "MIT OR Apache-2.0"
SOURCE = "https://github.com/oxigraph/oxigraph"
SHA512 = "zKdgmp1tsrutGzC1lCCywwZRPpLJKaJnKSDWoY2hIhMiwiCRRXNN1DU7WUyTInBvgPKT8Y5N+RgwTL8qKXpLng=="
CARRIED = Path(__file__).parent / "bundle"
_TARBALL = f"{PACKAGE}-{VERSION}.tgz"
_WEB, _WASM = "package/web.js", "package/web_bg.wasm"


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine's tarball, or why there is none."""

    tarball: bytes = b""
    why_not: str = ""


def find() -> Engine:
    """Return the engine that the package carries, or the cached one, or the one that npm fetches now."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pathkg"
    for folder in (CARRIED, cache):
        path = folder / _TARBALL
        if path.is_file() and _genuine(content := path.read_bytes()):
            return Engine(content)
    engine = fetch()
    if engine.why_not == "":
        _keep(engine.tarball, cache)
    return engine


def fetch() -> Engine:
    """Return the engine from npm, checked against its pinned digest."""
    npm = shutil.which("npm")
    if npm is None:
        return Engine(why_not="npm is not here, and this copy of pathkg carries no bundle")
    with tempfile.TemporaryDirectory() as work:
        command = [npm, "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", work]
        try:
            done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return Engine(why_not=f"npm could not fetch {PACKAGE} {VERSION}: {error}")
        path = Path(work) / _TARBALL
        if done.returncode != 0 or not path.is_file():
            said = done.stderr.strip().splitlines() or ["no reason given"]
            return Engine(why_not=f"npm could not fetch {PACKAGE} {VERSION}: {said[-1]}")
        content = path.read_bytes()
    if not _genuine(content):
        return Engine(why_not=f"what npm sent as {PACKAGE} {VERSION} has another digest than the pinned one")
    return Engine(content)


def files(engine: Engine, turtle: Sequence[bytes]) -> dict[str, bytes]:
    """Return the scripts of the query page: engine, its WebAssembly and the graph.

    From a file a browser gives scripts neither fetch nor modules: all is embedded.
    """
    with tarfile.open(fileobj=io.BytesIO(engine.tarball)) as archive:
        code, binary = (_member(archive, name) for name in (_WEB, _WASM))
    notice = f"/* {PACKAGE} {VERSION}, {LICENCE}, {SOURCE} */\n"
    return {
        "assets/oxigraph.js": (notice + classic(code.decode())).encode(),
        "assets/oxigraph-wasm.js": (notice + embedded("pathkgWasm", [binary])).encode(),
        "assets/graph.js": embedded("pathkgGraph", turtle).encode(),
    }


def classic(module: str) -> str:
    """Return an ES module as a classic script that sets ``oxigraph``; from a file a browser loads no modules."""
    code = re.sub(r"^export (?=class |function )", "", module, flags=re.MULTILINE)
    code = re.sub(r"^export \{[^}]*\};?\s*$", "", code, flags=re.MULTILINE).replace("import.meta.url", "document.baseURI")
    if re.search(r"^\s*(export|import)\b", code, re.MULTILINE):
        raise ValueError(f"{PACKAGE} {VERSION} has a form that is not known")
    return f"var oxigraph = (function () {{\n{code}\nreturn {{Store, init: __wbg_init}};\n}})();\n"


def embedded(name: str, contents: Sequence[bytes]) -> str:
    """Return a script that sets ``name`` to the contents, each gzipped and in base 64."""
    packed = ",".join(f'"{base64.b64encode(gzip.compress(each, mtime=0)).decode()}"' for each in contents)
    return f"var {name} = [{packed}];\n"


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise ValueError(f"{PACKAGE} {VERSION} has no {name}")
    return member.read()


def _genuine(content: bytes) -> bool:
    return base64.b64encode(hashlib.sha512(content).digest()).decode() == SHA512


def _keep(content: bytes, folder: Path) -> None:
    """Write the tarball beside its place and move it there, so that no one sees half of it; a cache that cannot be written is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
        Path(file.name).replace(folder / _TARBALL)
    except OSError:
        return


if __name__ == "__main__":
    made = fetch()
    if made.why_not:
        sys.exit(made.why_not)
    CARRIED.mkdir(exist_ok=True)
    (CARRIED / _TARBALL).write_bytes(made.tarball)
