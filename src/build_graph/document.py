"""Bytes to text: the document as it was handed in, or one error that says why it cannot be used."""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build_graph.errors import PageError

#: A page has some 16 kB, a long one 100 kB; whatever is larger than this is not one.
LARGEST = 64 * 1024 * 1024
#: A page has some 300 lines, the longest of 600 signs, and bullets on four levels: these limits bound time and memory.
MOST_LINES, LONGEST_LINE, DEEPEST, MOST_SIGNS = 10_000, 20_000, 400, 4_000_000
_PLACE = re.compile(r"line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a document that restates a page says about itself, in a .toml file beside it. It is not by the page's authors."""

    title: str
    creator: str
    licence: str  #: IRI
    statement: str  #: that it is no copy, and whose words it is in
    url: str  #: of the page that it restates
    date: str  #: ISO date of the page's last update by its authors


@dataclass(frozen=True, slots=True)
class Document:
    """A document before anything is read from it."""

    name: str  #: for messages: the path as given, or ``<stdin>``
    text: str  #: decoded, without a byte order mark; positions count its code points
    sha256: str  #: of the bytes as given
    restatement: Restatement | None = None


def read(source: str | Path | bytes) -> Document:
    """Return the document at a path (``-``: standard input), or in ``bytes``.

    Raises:
        PageError: there is no such file, or it is empty, too large, binary, or not UTF-8.
    """
    if isinstance(source, bytes):
        return of_bytes(source, "<bytes>")
    if str(source) == "-":
        return of_bytes(sys.stdin.buffer.read(LARGEST + 1), "<stdin>")
    path = Path(source)
    return of_bytes(_bytes(path), str(path), restatement(path.with_suffix(".toml")))


def of_bytes(data: bytes, name: str, about: Restatement | None = None) -> Document:
    """Return the document whose bytes are ``data``; see ``read``."""
    if len(data) > LARGEST:
        raise PageError("too large for a page", path=name, expected=f"at most {LARGEST // 2**20} MiB", fix="split it into its topics")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError("UTF-16, not UTF-8", path=name, line=1, column=1, expected="plain text in UTF-8", fix="save the page as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        raise PageError(
            f"not UTF-8: byte 0x{data[error.start]:02x}",
            path=name,
            line=line,
            column=column,
            expected="plain text in UTF-8",
            fix="save the page as UTF-8",
        ) from error
    if "\0" in text:
        line, column = _place(data, data.index(0))
        raise PageError(
            "a NUL byte: binary, or UTF-16 without its mark",
            path=name,
            line=line,
            column=column,
            expected="plain text in UTF-8",
            fix="save the page as text, in UTF-8",
        )
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise PageError("the page is empty", path=name, expected="a topic page as plain text", fix="give the file that holds the page")
    _refuse_endless(text, name)
    return Document(name, text, hashlib.sha256(data).hexdigest(), about)


def _refuse_endless(text: str, name: str) -> None:
    """Refuse a text with more lines, a longer line or a deeper indent than any page has."""
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise PageError(
            f"{len(lines)} lines", path=name, line=MOST_LINES + 1, column=1, expected=f"at most {MOST_LINES} lines",
            fix="split it into its topics",
        )  # fmt: skip
    longest = max(map(len, lines), default=0)
    for number, line in enumerate(lines, start=1) if longest > DEEPEST else ():
        if len(line) <= DEEPEST:
            continue
        indent = len(line) - len(line.lstrip())
        if len(line) > LONGEST_LINE:
            raise PageError(
                f"a line of {len(line)} signs", path=name, line=number, column=LONGEST_LINE + 1,
                expected=f"at most {LONGEST_LINE} signs a line", fix="break the line into its bullets",
            )  # fmt: skip
        if line.strip() and indent > DEEPEST:
            raise PageError(
                f"indented by {indent} columns", path=name, line=number, column=indent + 1,
                expected=f"at most {DEEPEST} columns", fix="nest the bullets less deep",
            )  # fmt: skip
    if len(text) > MOST_SIGNS:
        raise PageError(f"{len(text)} signs", path=name, expected=f"at most {MOST_SIGNS} signs", fix="split it into its topics")


def restatement(path: Path) -> Restatement | None:
    """Return what the .toml file beside a document says of it, or None where there is none.

    Raises:
        PageError: the file is no TOML, or a field is missing, unknown or of the wrong type.
    """
    if not path.is_file():
        return None
    try:
        table = tomllib.loads(_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        raise PageError(f"no TOML: {error}", path=path, line=line, column=column, fix="mend the file") from error
    source = table.pop("derived_from", None)
    if not isinstance(source, dict):
        raise PageError("no table [derived_from]", path=path, expected="[derived_from] with url and date", fix="say what page it restates")
    own = _strings(table, ("title", "creator", "licence", "statement"), path)
    page = _strings(source, ("url", "date"), path)
    return Restatement(**own, **page)


def _strings(table: Mapping[str, object], names: tuple[str, ...], path: Path) -> dict[str, str]:
    """Return the fields ``names`` of a TOML table as text; a date becomes its ISO form."""
    if set(table) != set(names):
        wrong = ", ".join(sorted(set(table) ^ set(names)))
        raise PageError(f"missing or unknown: {wrong}", path=path, expected="the fields " + ", ".join(names), fix="mend the file")
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in table.items()}
    for name, value in values.items():
        if not isinstance(value, str) or not value.strip():
            raise PageError(f"{name} is {value!r}", path=path, expected="a text in quotation marks", fix="mend the file")
    return {name: str(value).strip() for name, value in values.items()}


def _bytes(path: Path) -> bytes:
    """Return at most ``LARGEST`` + 1 bytes of the file at ``path``."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except IsADirectoryError as error:
        raise PageError("a folder, not a page", path=path, expected="a text file", fix=f"name a file, such as {path}/page.txt") from error
    except FileNotFoundError as error:
        raise PageError("no such file", path=path, expected="a topic page as plain text", fix="check the path") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        raise PageError(f"cannot be read: {error}", path=repr(str(path)), fix="check the path and its permissions") from error


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of the byte at ``offset``, all before it being UTF-8."""
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8")) + 1
