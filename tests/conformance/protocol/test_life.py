"""How a server begins and ends."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from served import Answer, command, family, gone, serve

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_one_line_says_that_it_is_ready_and_where(built: Path):
    running = serve(built)
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/sparql", running.endpoint)
        assert running.post("ASK {}").status == 200
    finally:
        running.stop()
    assert running.process.stdout is not None
    assert running.process.stdout.read() == ""


def test_it_listens_on_loopback_alone(built: Path):
    running = serve(built)
    port = int(running.endpoint.split(":")[2].split("/")[0])
    others = {str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1", "127.0.1.1"}
    try:
        for host in others:
            with pytest.raises(OSError):  # noqa: PT011 - refused, or no such way
                socket.create_connection((host, port), timeout=1)
    finally:
        running.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_all_its_processes_with_status_0(built: Path, number: signal.Signals):
    running = serve(built)
    assert running.post("ASK {}").status == 200
    everyone = family(running.process.pid)
    idle = http.client.HTTPConnection("127.0.0.1", int(running.endpoint.split(":")[2].split("/")[0]))
    idle.request("GET", "/sparql")
    idle.getresponse().read()  # and the connection stays open
    running.process.send_signal(number)

    assert running.process.wait(10) == 0
    assert len(everyone) >= 2 or not Path("/proc").is_dir()
    assert all(map(gone, everyone))
    assert running.process.stderr is not None
    assert running.process.stderr.read() == ""


def test_a_query_that_runs_is_answered_before_the_end_and_one_that_never_ends_is_told(built: Path):
    running = serve(built, "--timeout", "20")
    answers: dict[str, Answer] = {}
    quick = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?a ?e ?f FILTER(STRLEN(STR(?c)) > 3) }"  # a quarter of a second
    threads = [threading.Thread(target=lambda name=name: answers.update({name: running.post(name)})) for name in (quick, SLOW)]
    for each in threads:
        each.start()
    time.sleep(0.2)
    assert running.stop() == 0
    for each in threads:
        each.join()

    assert answers[quick].status == 200
    assert (answers[SLOW].status, answers[SLOW].kind) == (503, "text/plain")


def test_killed_without_warning_it_leaves_no_process(built: Path):
    running = serve(built)

    def ask() -> None:
        with pytest.raises((OSError, http.client.HTTPException)):
            running.post(SLOW)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.5)
    everyone = family(running.process.pid)
    running.process.kill()
    running.process.wait()
    thread.join()

    assert len(everyone) >= 3 or not Path("/proc").is_dir()
    assert all(map(gone, everyone))


def test_a_worker_that_is_killed_is_replaced(built: Path):
    running = serve(built)
    try:
        running.post("ASK {}")
        for pid in family(running.process.pid)[2:]:
            os.kill(pid, signal.SIGKILL)
        assert [running.post("ASK {}").status for _ in range(5)] == [200] * 5
    finally:
        running.stop()


def failed(*arguments: str) -> tuple[int, str]:
    process = command(*arguments)
    out, error = process.communicate(timeout=60)
    assert out == ""
    assert "Traceback" not in error
    return process.returncode, error


def test_a_port_that_is_taken_is_a_clear_error(built: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        status, error = failed("serve", "--data", str(built), "--port", str(other.getsockname()[1]))

    assert status == 2
    assert "cannot listen" in error
    assert "--port" in error


@pytest.mark.parametrize("port", ["70000", "-1", "x"])
def test_a_port_that_is_none_is_a_clear_error(built: Path, port: str):
    assert failed("serve", "--data", str(built), "--port", port)[0] == 2


@pytest.mark.parametrize("given", [("--timeout", "0"), ("--timeout", "x"), ("--max-rows", "0"), ("--workers", "-1"), ("--timeout", "nan")])
def test_a_limit_that_is_none_is_a_clear_error(built: Path, given: tuple[str, str]):
    status, error = failed("serve", "--data", str(built), *given)

    assert status == 2
    assert given[0] in error


def test_no_release_is_a_clear_error(tmp_path: Path):
    status, error = failed("serve", "--data", str(tmp_path), "--port", "0")

    assert status == 2
    assert "no release here" in error


def test_a_broken_release_is_a_clear_error(built: Path, tmp_path: Path):
    copy = shutil.copytree(built, tmp_path / "copy")
    (copy / "ontology.ttl").write_text("<urn:a> <urn:b> .", encoding="utf-8")
    status, error = failed("serve", "--data", str(copy), "--port", "0")

    assert status == 2
    assert "ontology.ttl:1:" in error


def test_no_site_is_a_clear_error(built: Path, tmp_path: Path):
    assert failed("serve", "--data", str(built), "--site", str(tmp_path), "--port", "0")[0] == 2
