from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_code_knowledge_and_licences_and_no_tests(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    carried = [path for folder in ("ontology", "queries", "documents") for path in (ROOT / folder).rglob("*.*") if path.is_file()]

    assert {f"build_graph/data/{path.relative_to(ROOT).as_posix()}" for path in carried} <= set(names)
    assert {"build_graph/py.typed", "build_graph/release_readme.md", "build_graph/data/documents/LICENSE"} <= set(names)
    assert not [name for name in names if "test" in name.lower()]


def test_the_wheel_builds_and_answers_from_any_folder_as_the_checkout_does(wheel: Path, built: Path, tmp_path: Path):
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    zipfile.ZipFile(wheel).extractall(site)

    def run(*arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(site)}
        return subprocess.run([sys.executable, *arguments], cwd=work, env=environment, check=True, capture_output=True, text=True).stdout

    assert run("-c", "import build_graph; print(build_graph.__file__)").startswith(str(site))
    run("-m", "build_graph", "build")
    answer = run("-m", "build_graph", "query", "CQ01", "--format", "tsv")

    assert (work / "dist" / "manifest.json").read_bytes() == (built / "manifest.json").read_bytes()
    assert answer == (ROOT / "tests" / "conformance" / "queries" / "subtypes.tsv").read_text(encoding="utf-8")
