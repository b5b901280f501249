"""One input gives one release, to the byte: whatever the hash seed, the locale, the time zone, the folder and the Python."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_FLOOR"), reason="some minutes of builds; .ci/floor runs them"),
]
SEEDS = ("0", "1", "2", "42", "4242", "4294967295")
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8")
ZONES = ("Pacific/Kiritimati", "America/New_York")
#: Other Pythons, each with the project and its dependencies: what .ci/floor made.
PYTHONS = [path for path in os.environ.get("PATHKG_PYTHONS", "").split(os.pathsep) if path]


def digest(folder: Path, python: str = sys.executable, **circumstances: str) -> str:
    """Return the SHA-256 of the manifest of a build in ``folder``; it holds the SHA-256 of every other file."""
    folder.mkdir(parents=True)
    command = [python, "-m", "build_graph", "build", "--out", "release"]
    subprocess.run(command, cwd=folder, env={**os.environ, **circumstances}, check=True, capture_output=True)
    return hashlib.sha256((folder / "release" / "manifest.json").read_bytes()).hexdigest()


def is_here(name: str) -> bool:
    """Return whether a program that asks for the locale gets it; one that is not installed would quietly be C."""
    code = "import locale; locale.setlocale(locale.LC_ALL, '')"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**os.environ, "LC_ALL": name}, check=False, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digest(tmp_path_factory.mktemp("plain") / "here")


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_the_same_bytes_under_each_seed_locale_zone_and_folder(tmp_path: Path, plain: str, number: int):
    circumstances = {"PYTHONHASHSEED": SEEDS[number], "LC_ALL": LOCALES[number % 3], "TZ": ZONES[number % 2]}
    if not is_here(circumstances["LC_ALL"]):
        pytest.skip(f"no locale {circumstances['LC_ALL']}: see .ci/floor, which makes it where Debian's sources of locales are to be had")
    folder = tmp_path / ("İstanbul ığ" if number % 2 else "a")

    assert digest(folder, **circumstances) == plain


@pytest.mark.parametrize("python", PYTHONS)
def test_the_same_bytes_under_each_python_and_each_set_of_dependencies(tmp_path: Path, plain: str, python: str):
    assert digest(tmp_path / "here", python, PYTHONPATH="") == plain


def test_a_release_that_hangs_on_the_hash_seed_would_be_seen(tmp_path: Path):
    code = "import build_graph.pipeline as p, build_graph.release as r; w = r.write\n"
    code += "r.write = lambda out, files: w(out, {**files, 'manifest.json': str(hash('x')).encode()})\np.build([None], p.Path('release'))"
    found = set()
    for seed in SEEDS[:2]:
        (tmp_path / seed).mkdir()
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path / seed, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        found.add((tmp_path / seed / "release" / "manifest.json").read_bytes())

    assert len(found) == 2
