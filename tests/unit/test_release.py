from __future__ import annotations

import ctypes
import errno
import json
import multiprocessing
import os
import signal
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from build_graph import release
from build_graph.errors import ReleaseError


def files(mark: str, count: int = 12) -> dict[str, bytes]:
    held = {f"part-{number}.ttl": f"{mark} {number}".encode() * 400 for number in range(count)} | {"queries/one.rq": mark.encode()}
    return held | {release.MANIFEST: release.manifest(held, {}, {"mark": mark})}


def whole(folder: Path) -> str:
    """Return the mark of the release in ``folder``, after a look at every byte of it."""
    found = json.loads((folder / release.MANIFEST).read_bytes())
    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert held == files(found["mark"])
    return str(found["mark"])


def test_a_release_replaces_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path):
    release.write(tmp_path / "out", files("old"))
    release.write(tmp_path / "out", files("new"))

    assert whole(tmp_path / "out") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_files_of_someone_else_is_refused_and_left_alone(tmp_path: Path):
    release.write(tmp_path, files("old"))
    (tmp_path / "thesis.doc").write_text("mine")

    with pytest.raises(ReleaseError, match=r"thesis\.doc"):
        release.write(tmp_path, files("new"))

    assert (tmp_path / "thesis.doc").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "out").write_text("mine")

    with pytest.raises(ReleaseError, match="a file, not a folder"):
        release.write(tmp_path / "out", files("new"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("nth", [0, 5, 13])
def test_a_full_disk_is_one_error_and_leaves_the_old_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, nth: int):
    release.write(tmp_path / "out", files("old"))
    calls = iter(range(100))

    def full(_handle: int) -> None:
        if next(calls) == nth:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReleaseError, match="cannot write the release"):
        release.write(tmp_path / "out", files("new"))

    assert whole(tmp_path / "out") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_unwritable_place_is_one_error():
    with pytest.raises(ReleaseError, match="cannot write the release"):
        release.write(Path("/proc/nowhere/out"), files("new"))


def test_where_folders_cannot_be_exchanged_the_release_is_still_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    release.write(tmp_path / "out", files("old"))
    monkeypatch.setattr(ctypes, "CDLL", lambda *_a, **_k: object())

    release.write(tmp_path / "out", files("new"))

    assert whole(tmp_path / "out") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _write_for_ever(folder: Path, mark: str, written: Event | None = None) -> None:
    while True:
        release.write(folder, files(mark))
        if written:
            written.set()


def test_a_kill_at_fifty_points_of_a_build_leaves_a_whole_release(tmp_path: Path):
    release.write(tmp_path / "out", files("old"))
    start = time.perf_counter()
    release.write(tmp_path / "out", files("old"))
    length = time.perf_counter() - start
    context, seen = multiprocessing.get_context("fork"), set()

    for point in range(50):
        written = context.Event()
        build = context.Process(target=_write_for_ever, args=(tmp_path / "out", f"new-{point}", written))
        build.start()
        if point % 2:  # half of the kills come in a later release, however slow the machine is
            assert written.wait(60)
        time.sleep(length * (0.2 + point / 25))
        assert build.pid
        os.kill(build.pid, signal.SIGKILL)
        build.join()
        seen.add(whole(tmp_path / "out"))

    assert len(seen) >= 25, "a kill came before anything was written: no evidence"


def test_two_builds_at_once_leave_a_whole_release(tmp_path: Path):
    context = multiprocessing.get_context("fork")
    builds = [context.Process(target=_write_for_ever, args=(tmp_path / "out", mark)) for mark in ("one", "two")]
    for build in builds:
        build.start()
    time.sleep(1)
    assert all(build.is_alive() for build in builds), "a build failed"
    for build in builds:
        build.kill()
        build.join()

    assert whole(tmp_path / "out") in ("one", "two")


def test_what_a_killed_build_left_behind_is_swept_by_a_later_one(tmp_path: Path):
    for name, age in (("old", 7200), ("fresh", 0)):
        (tmp_path / f".out.{name}").mkdir()
        os.utime(tmp_path / f".out.{name}", (time.time() - age,) * 2)

    release.write(tmp_path / "out", files("new"))

    assert {path.name for path in tmp_path.iterdir()} == {"out", ".out.fresh"}


def test_the_manifest_says_size_digest_and_triples():
    found = json.loads(release.manifest({"a.ttl": b"abc"}, {"a.ttl": (3, "ff")}, {"base": "x"}))

    assert found["base"] == "x"
    assert found["files"]["a.ttl"]["bytes"] == 3
    assert found["files"]["a.ttl"]["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (found["files"]["a.ttl"]["triples"], found["files"]["a.ttl"]["rdfc10"]) == (3, "ff")


@pytest.mark.parametrize("content", [None, "", "[]", "{}", "{"])
def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path, content: str | None):
    if content is not None:
        (tmp_path / release.MANIFEST).write_text(content)

    with pytest.raises(ReleaseError):
        release.read_manifest(tmp_path)


def test_the_digest_does_not_depend_on_names_of_blank_nodes_nor_on_order():
    one = b"@prefix : <http://e/> . _:a :p _:b . _:b :q 1 . :x :y :z ."
    two = b"@prefix : <http://e/> . :x :y :z . _:k :q 1 . _:a :p _:k ."

    assert release.canonical(one) == release.canonical(two)
    assert release.digest(release.canonical(one)) != release.digest(release.canonical(two.replace(b"1", b"2")))


def test_a_broken_turtle_file_is_named_with_line_and_column(tmp_path: Path):
    (tmp_path / "a.ttl").write_text("@prefix : <http://e/> .\n:a :b ] .")

    with pytest.raises(ReleaseError) as caught:
        release.parse(tmp_path / "a.ttl")

    assert (caught.value.line, caught.value.column) != (0, 0)
