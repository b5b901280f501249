"""A build that is killed, or that meets another one, leaves a whole release: the real command, on a small page."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("PATHKG_FLOOR"), reason="some minutes of builds; .ci/floor runs them"),
]
PAGE = "Made up topics\n\nGrit disease\n\nDefinition / general\n  • Papule of the skin\nTreatment\n  • {drug}\n"
POINTS = 50
# The command, killed by itself before its nth step on the file system, counted from the first one in its working folder; 0: not killed,
# and each step written to a file. A step is an audit event, so that the points are the same on a fast machine and on a busy one.
KILLED = """
import os, runpy, signal, sys
at, begun, step = int(sys.argv.pop(1)), False, 0
log = open("steps", "w") if not at else None
def watch(event, arguments):
    global begun, step
    if event == "open" or event.partition(".")[0] in ("os", "shutil", "ctypes"):
        begun = begun or any(".out." in str(argument) for argument in arguments)
        step += begun
        if begun and log:
            log.write(event + chr(10))
        if begun and step == at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
sys.argv[0] = "build-graph"
runpy.run_module("build_graph", run_name="__main__")
"""


def start(folder: Path, page: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "build_graph", "build", page, "--out", "out"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(folder: Path, page: str, at: int) -> int:
    """Build ``page`` in ``folder`` up to step ``at``, and return how the command ended."""
    command = [sys.executable, "-B", "-c", KILLED, str(at), "build", page, "--out", "out"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300).returncode


def events(folder: Path) -> list[tuple[int, str]]:
    """Return the steps of a build over a release, each with its number, from 1."""
    assert killed(folder, "one.txt", 0) == 0
    log = folder / "steps"
    found = log.read_text(encoding="utf-8").split()
    log.unlink()
    return list(enumerate(found, 1))


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
    steps, seen = len(events(folder)), []
    for point in range(POINTS):
        at = 1 + point * (steps - 1) // (POINTS - 1)  # from the first step in the working folder to the last

        assert killed(folder, ("two.txt", "one.txt")[point % 2], at) == -signal.SIGKILL
        seen.append(whole(folder / "out"))

    assert len(set(seen[: POINTS // 4])) == 1, "a kill before all was written left another release than the one before it"
    assert len(set(seen)) == 2, "no kill came late enough for a release to be replaced: no evidence"


def test_a_kill_at_every_step_around_the_exchange_leaves_a_whole_release(folder: Path):
    begun = next(step for step, event in events(folder) if event == "os.rename")
    before = whole(folder / "out")

    seen = []
    for at in range(begun, begun + 8):
        assert killed(folder, "two.txt", at) == -signal.SIGKILL
        seen.append(whole(folder / "out"))

    assert seen[0] == before != seen[-1], "the release was not replaced within these steps: no evidence"


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
