"""A build that is killed, or that meets another one, leaves a whole release: the real command, on a small page."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_FLOOR"), reason="some minutes of builds; .ci/floor runs them"),
]
PAGE = "Made up topics\n\nGrit disease\n\nDefinition / general\n  • Papule of the skin\nTreatment\n  • {drug}\n"
POINTS = 50


def start(folder: Path, page: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "build_graph", "build", page, "--out", "out"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def whole(folder: Path) -> str:
    """Return the digest of the document of the release in ``folder``, after a look at every byte of it."""
    found = json.loads((folder / "manifest.json").read_bytes())
    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert set(held) == {"manifest.json", *found["files"]}
    assert [name for name, entry in found["files"].items() if hashlib.sha256(held[name]).hexdigest() != entry["sha256"]] == []
    return str(found["documents"][0]["sha256"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, drug in (("one.txt", "Sodium thiosulfate"), ("two.txt", "Diltiazem")):
        (tmp_path / name).write_text(PAGE.format(drug=drug), encoding="utf-8")
    assert start(tmp_path, "one.txt").wait() == 0
    return tmp_path


def test_a_kill_at_each_of_fifty_points_of_a_build_leaves_a_whole_release(folder: Path):
    begun = time.perf_counter()
    assert start(folder, "two.txt").wait() == 0
    length, seen = time.perf_counter() - begun, set()

    for point in range(POINTS):
        build = start(folder, ("one.txt", "two.txt")[point % 2])
        time.sleep(length * (point + 1) / (POINTS - 5))
        build.kill()
        build.wait()
        seen.add(whole(folder / "out"))

    assert len(seen) == 2, "no kill came late enough for a release to be replaced: no evidence"


def test_two_builds_at_once_leave_one_whole_release_and_neither_fails(folder: Path):
    for _ in range(4):
        builds = [start(folder, page) for page in ("one.txt", "two.txt")]

        assert [build.wait() for build in builds] == [0, 0]
        whole(folder / "out")
    assert sorted(path.name for path in folder.iterdir()) == ["one.txt", "out", "two.txt"]


def test_a_release_with_a_file_cut_short_would_be_seen(folder: Path):
    path = folder / "out" / "facts.tsv"
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(AssertionError):
        whole(folder / "out")
