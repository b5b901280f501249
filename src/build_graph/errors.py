"""Errors that a person can act on: where, what, what was expected, how to fix it. The text is built here, once."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's own, whose import is slow; the command line imports this module before anything else
if TYPE_CHECKING:
    from pathlib import Path


class BuildGraphError(Exception):
    """An input that cannot be used. The command line prints it and exits with status 2."""

    def __init__(self, what: str, *, path: str | Path = "", line: int = 0, column: int = 0, expected: str = "", fix: str = "") -> None:
        """Keep the fields; ``line`` and ``column`` count from 1, and 0 means that there is none."""
        self.what, self.path, self.line, self.column = what, str(path), line, column
        self.expected, self.fix = expected, fix
        super().__init__(what)

    def __str__(self) -> str:
        """Return ``path:line:column: what`` and, below it, what was expected and how to fix it."""
        place = ":".join(str(part) for part in (self.path, self.line or "", self.column or "") if part)
        lines = [f"{place}: {self.what}" if place else self.what]
        lines += [f"  expected: {self.expected}"] if self.expected else []
        lines += [f"  fix: {self.fix}"] if self.fix else []
        return "\n".join(lines)


class PageError(BuildGraphError):
    """A page that cannot be read as one."""


class LexiconError(BuildGraphError):
    """A row of the curated tables that cannot be used."""


class ReleaseError(BuildGraphError):
    """A release folder that cannot be written or read."""


class QueryError(BuildGraphError):
    """A query that cannot be found, bound or run."""


class ShapeError(BuildGraphError):
    """Shapes that cannot be used."""


class ServeError(BuildGraphError):
    """A server that cannot be started, or a store that does not take a release."""


class VocabularyError(BuildGraphError):
    """A vocabulary of a user's own that cannot be used."""
