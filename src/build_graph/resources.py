"""Where ontology, lexicon, queries and documents are: beside src/ in a checkout, inside the package in the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "data"


def folder(name: str) -> Path:
    """Return the folder ``name`` of the project: ontology, queries or documents."""
    root = _WHEEL if _WHEEL.is_dir() else _PACKAGE.parents[1]
    return root / name


def lexicon() -> Path:
    """Return the folder of the curated tables."""
    return folder("ontology") / "lexicon"


def shipped_document() -> Path:
    """Return the document that a build without arguments reads."""
    return folder("documents") / "calcinosis-cutis.txt"
