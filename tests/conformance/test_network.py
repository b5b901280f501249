"""Nothing asks the network at run time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CUT = """
import sys
def cut(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"):
        raise SystemExit(f"asked the network: {event} {arguments[-1]}")
sys.addaudithook(cut)
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", CUT + code], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("engine", "pages"), [("shacl", []), ("pyshacl", ["page.txt"])])  # pyshacl takes long for the shipped document
def test_a_build_and_a_question_work_with_the_network_cut(tmp_path: Path, engine: str, pages: list[str]):
    (tmp_path / "page.txt").write_text("Topics\n\nGrit disease\n\nDefinition / general\n  • Papule of the skin\n", encoding="utf-8")
    code = f"""
from build_graph import cli
assert cli.main(['build', *{pages}, '--validator', '{engine}']) == 0
assert cli.main(['query', 'terms-by-kind']) == 0
"""

    found = run(code, tmp_path)

    assert (found.returncode, "asked the network" in found.stderr) == (0, False), found.stderr
    assert f"by {engine}" in found.stdout


def test_a_program_that_asks_is_caught(tmp_path: Path):
    found = run("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')", tmp_path)

    assert "asked the network" in found.stderr
