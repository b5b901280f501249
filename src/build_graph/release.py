"""Files to a release folder, in one step: whoever looks sees the whole old release or the whole new one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from build_graph.errors import ReleaseError
from build_graph.manifest import MANIFEST as MANIFEST
from build_graph.manifest import knowledge as knowledge
from build_graph.manifest import read_manifest as read_manifest

_STALE = 3600  # seconds after which a working folder can only be what a killed build left behind
_SOME = 5000  # statements that are held as objects at a time: a build is at its largest where it looks at what it made
_EXCHANGE, _HERE = 2, -100  # RENAME_EXCHANGE and AT_FDCWD of Linux


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` hold exactly ``files`` (name to content; a name may have folders in it).

    Raises:
        ReleaseError: see ``staged``.
    """
    with staged(folder) as work:
        fill(work, files)


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder; what was put there with ``fill`` becomes ``folder`` in one step, unless something was raised.

    The new release is written beside the folder, flushed to the disk, and exchanged with the old one. A build that fails, is
    killed, or runs at the same time as another leaves one whole release.

    Raises:
        ReleaseError: the folder holds files that no release put there, or it cannot be written.
    """
    folder = folder.resolve()
    try:
        _refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            work.chmod(0o755)
            yield work
            for each in (work, *filter(Path.is_dir, work.rglob("*"))):
                _flush(each)
            _exchange(work, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        _sweep(folder)
    except OSError as error:
        raise ReleaseError(
            f"cannot write the release: {error.strerror or error}",
            path=folder,
            expected="a folder that can be written, and room on the disk",
            fix="free some room, or name another folder with --out; the old release is untouched",
        ) from error


def manifest(files: Mapping[str, bytes], graphs: Mapping[str, tuple[int, str]], about: Mapping[str, object]) -> bytes:
    """Return manifest.json: what the release is about, then each file with its size, SHA-256 and, for RDF, triples and digest.

    Args:
        files: name to content.
        graphs: name to number of triples and RDFC-1.0 digest.
        about: the fields that come first.
    """
    entries = {name: entry(content, graphs.get(name)) for name, content in sorted(files.items())}
    return json.dumps({**about, "files": entries}, indent=2, ensure_ascii=False).encode() + b"\n"


def entry(content: bytes, graph: tuple[int, str] | None = None) -> dict[str, object]:
    """Return what the manifest says of one file: see ``manifest``."""
    found: dict[str, object] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return found if graph is None else {**found, "triples": graph[0], "rdfc10": graph[1]}


def parse(path: Path) -> list[ox.Triple]:
    """Return the triples of a Turtle file.

    Raises:
        ReleaseError: it cannot be read, or is no Turtle.
    """
    try:
        return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    except OSError as error:
        raise ReleaseError(f"cannot be read: {error.strerror or error}", path=path, fix="check the path") from error
    except SyntaxError as error:
        line, column = error.lineno or 0, error.offset or 0
        raise ReleaseError(f"no Turtle: {error.msg}", path=path, line=line, column=column, fix="mend the file") from error


def canonical(turtle: bytes) -> list[bytes]:
    """Return the lines of the RDFC-1.0 canonical N-Triples of a Turtle file, sorted by code point."""
    quads, lines = ox.parse(turtle, format=ox.RdfFormat.TURTLE), set[bytes]()
    while some := list(islice(quads, _SOME)):
        lines.update((ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    if any(b"_:" in line for line in lines):  # a blank node, perhaps
        dataset = ox.Dataset(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        lines = set((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    return sorted(lines)


def digest(lines: Iterable[bytes]) -> str:
    """Return the SHA-256 of N-Triples lines in their canonical order."""
    found = hashlib.sha256()
    for line in sorted(lines):
        found.update(line)
    return found.hexdigest()


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder whose content no release put there: the exchange would take it away."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ReleaseError("a file, not a folder", path=folder, fix="name another folder with --out")
    own = {MANIFEST, *read_manifest(folder)["files"]} if (folder / MANIFEST).is_file() else set()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in own:
            raise ReleaseError(
                f"holds a file that no release put there: {name}",
                path=folder,
                expected="a release, or an empty folder",
                fix="move it away, or name another folder with --out",
            )


def fill(work: Path, files: Mapping[str, bytes]) -> None:
    """Write files below ``work`` and flush them to the disk."""
    for name, content in files.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Flush the entries of a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(work: Path, folder: Path) -> None:
    """Put ``work`` where ``folder`` is, and whatever was there where ``work`` was."""
    placed = False
    while not placed:  # another build may come between a look and a step: look again
        try:
            os.rename(work, folder)  # noqa: PTH104 - as atomic as the exchange; nothing there yet, or an empty folder
            placed = True
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            placed = _swap(work, folder)
    _flush(folder.parent)


def _swap(work: Path, folder: Path) -> bool:
    """Exchange two folders: in one step where the system can, else by renames with the old release kept aside in between.

    Return whether it was done: not if ``folder`` has just gone.
    """
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is not None:
        if renameat2(_HERE, os.fsencode(work), _HERE, os.fsencode(folder), _EXCHANGE) == 0:
            return True
        number = ctypes.get_errno()
        if number == errno.ENOENT:
            return False
        if number not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(number, os.strerror(number), str(folder))
    aside = work.with_name(work.name + ".old")
    folder.rename(aside)
    work.rename(folder)
    aside.rename(work)
    return True


def _sweep(folder: Path) -> None:
    """Remove the working folders that killed builds left beside ``folder``."""
    for path in folder.parent.glob(f".{folder.name}.*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _STALE:
                shutil.rmtree(path, ignore_errors=True)
