"""The manifest of a folder of pages. What it says of each waits on the disk until all are known: memory hardly grows with the pages."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

Said = Mapping[str, object]
_LINE = "\n    "  #: begins each line of what stands in a list or an object of the manifest


class Listing:
    """Documents, in the order in which they come, and files, listed by name."""

    def __init__(self, folder: Path) -> None:
        """Keep what is said on the disk of ``folder``, in a file without a name.

        Raises:
            OSError: nothing can be written there; also from ``add`` and ``write``.
        """
        self._kept = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - ``close`` closes it
        self._documents: list[int] = []  # where each begins
        self._files: list[tuple[str, int]] = []

    def add(self, documents: Iterable[Said], files: Mapping[str, Said]) -> None:
        """Take documents and files."""
        self._documents += [self._keep(said) for said in documents]
        self._files += [(name, self._keep(said)) for name, said in files.items()]

    def write(self, path: Path, about: Said) -> None:
        """Write the manifest, ``about`` first, and flush it to the disk: laid out as ``release.manifest`` does."""
        with path.open("wb") as file:
            file.write(_json(about).removesuffix("\n}").encode())
            file.write(b',\n  "documents": [')
            _write(file, (_json(self._said(place)) for place in self._documents))
            file.write(b'\n  ],\n  "files": {')
            _write(file, (f"{_json(name)}: {_json(self._said(place))}" for name, place in sorted(self._files)))
            file.write(b"\n  }\n}\n")
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Forget everything."""
        self._kept.close()

    def _keep(self, said: Said) -> int:
        place = self._kept.seek(0, os.SEEK_END)
        self._kept.write(json.dumps(said).encode() + b"\n")
        return place

    def _said(self, place: int) -> Any:
        self._kept.seek(place)
        return json.loads(self._kept.readline())


def _json(said: object) -> str:
    return json.dumps(said, indent=2, ensure_ascii=False)


def _write(file: BinaryIO, pieces: Iterable[str]) -> None:
    for number, piece in enumerate(pieces):
        deep = f"\n{piece}".replace("\n", _LINE)
        file.write((f",{deep}" if number else deep).encode())
