from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from build_graph import arguments, cli, pipeline, release
from build_graph.errors import PageError

QUERY = 'SELECT ?x WHERE { VALUES ?x { "1" "2" } } ORDER BY ?x'


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "build_graph", *arguments], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder that looks like a release, with one triple in it."""
    files = {"a.ttl": "<http://e.org/a> <http://e.org/b> 'grün \u202e'.".encode()}
    release.write(tmp_path / "small", files | {release.MANIFEST: release.manifest(files, {}, {})})
    return tmp_path / "small"


def test_help_teaches_by_example_and_says_what_it_is_not():
    found = run("--help")

    assert found.returncode == 0
    assert "build-graph query CQ03" in found.stdout
    assert "not medical advice" in found.stdout


def test_every_command_of_the_help_examples_is_one_that_exists():
    examples = [shlex.split(line.split("  ")[1]) for line in arguments.EXAMPLES.splitlines() if line.startswith("  build-graph")]

    for example in examples:
        arguments.parser().parse_args(example[1:])
    assert len(examples) > 5


def test_help_imports_no_dependency():
    code = "import sys\nfrom build_graph import arguments\narguments.parser().format_help()\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"rdflib", "pyoxigraph", "pyshacl", "shacl", "SPARQLWrapper", "pathlib", "typing", "shutil"} & set(loaded)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "no-such-page.txt"], "no-such-page.txt: no such file"),
        (["build", "."], "no page in this folder"),
        (["check", "."], "a folder, not a page"),
        (["check", "no-such.ttl"], "no-such.ttl: cannot be read"),
        (["query", "CQ99"], "no query 'CQ99'"),
        (["query", "codes", "--data", "nowhere"], "no release here"),
        (["query", "--file", "nowhere.rq"], "nowhere.rq: cannot read the query"),
        (["query", "CQ03", "--file", "nowhere.rq"], "nowhere.rq: a question and a file"),
        (["build", "--base", "no iri"], "not a base"),
        (["frobnicate"], "invalid choice"),
    ],
)
def test_what_cannot_be_used_is_one_error_with_exit_status_2_and_no_traceback(tmp_path: Path, arguments: list[str], said: str):
    found = run(*arguments, cwd=tmp_path)

    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert not list(tmp_path.iterdir())


def test_a_query_of_ones_own_runs_over_a_release_in_each_format(small: Path, tmp_path: Path):
    (tmp_path / "mine.rq").write_text(QUERY)

    for form, said in {"csv": "x\n1\n2\n", "tsv": "?x\n1\n2\n", "table": "x\n-\n1\n2\n\n2 rows\n"}.items():
        assert run("query", "--file", "mine.rq", "--data", "small", "--format", form, cwd=tmp_path).stdout.replace('"', "") == said
    assert '"vars"' in run("query", "--file", "mine.rq", "--data", "small", "--format", "json", cwd=tmp_path).stdout


def test_a_query_of_a_release_ends_when_its_time_is_over(small: Path, tmp_path: Path):
    (tmp_path / "mine.rq").write_text(QUERY)
    many = " ".join(f"VALUES ?x{n} {{ {' '.join(map(str, range(99)))} }}" for n in range(6))
    (tmp_path / "slow.rq").write_text(f"SELECT (COUNT(*) AS ?n) WHERE {{ {many} }}")

    late = run("query", "--file", "slow.rq", "--data", "small", "--timeout", "1", cwd=tmp_path, timeout=60)

    assert (late.returncode, late.stdout) == (2, "")
    assert "slow.rq: no answer within 1 seconds" in late.stderr
    asked = ("query", "--file", "mine.rq", "--data", "small")
    assert run(*asked, "--timeout", "60", cwd=tmp_path).stdout == run(*asked, cwd=tmp_path).stdout != ""
    assert run("query", "--file", "no.rq", "--timeout", "60", cwd=tmp_path).returncode == 2


def test_text_of_a_page_reaches_no_terminal_unescaped(small: Path, tmp_path: Path):
    (tmp_path / "mine.rq").write_text("SELECT ?o WHERE { ?s ?p ?o }")

    found = run("query", "--file", "mine.rq", "--data", "small", cwd=tmp_path)

    assert "grün" in found.stdout
    assert "\\u202e" in found.stdout
    assert "\u202e" not in found.stdout
    assert cli.shown("a\x1b[31m\r\nb\tc\x00") == "a\\x1b[31m\\r\nb\tc\\x00"


@pytest.mark.parametrize("locale", ["C", "tr_TR.ISO-8859-9", "nonsense"])
def test_output_is_utf8_whatever_the_locale(small: Path, tmp_path: Path, locale: str):
    (tmp_path / "mine.rq").write_text("SELECT ?o WHERE { ?s ?p ?o }")
    environment = {**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}

    found = subprocess.run(
        [sys.executable, "-m", "build_graph", "query", "--file", "mine.rq", "--data", "small", "--format", "csv"],
        cwd=tmp_path, env=environment, capture_output=True, check=True,
    )  # fmt: skip

    assert "grün".encode() in found.stdout


def test_without_a_name_the_questions_are_listed_by_number():
    found = run("query")

    assert found.returncode == 0
    assert found.stdout.index("CQ01") < found.stdout.index("CQ02")


def test_a_reader_that_has_seen_enough_is_no_error(small: Path, tmp_path: Path):
    (tmp_path / "mine.rq").write_text("SELECT ?x WHERE { VALUES ?x { " + "1 " * 100_000 + "} }")
    command = f"{sys.executable} -m build_graph query --file mine.rq --data small --format csv | head -1"

    found = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert (found.stdout, found.stderr) == ("x\n", "")


def test_an_interrupt_says_so_without_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", interrupted)

    assert cli.main(["build"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_an_error_keeps_place_expectation_and_fix(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def broken(*_: object, **__: object) -> None:
        raise PageError("not a range: '25 .. 45%'", path="page.txt", line=169, column=43, expected="two numbers", fix="correct it")

    monkeypatch.setattr(pipeline, "check", broken)

    assert cli.main(["check", "page.txt"]) == 2
    assert capsys.readouterr().err == "page.txt:169:43: not a range: '25 .. 45%'\n  expected: two numbers\n  fix: correct it\n"


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_the_validator_that_is_named_checks_and_the_output_says_so(tmp_path: Path, engine: str):
    (tmp_path / "page.txt").write_text("Topics\n\nGrit disease\n\nDefinition / general\n  • Papule of the skin\n", encoding="utf-8")

    built = run("build", "page.txt", "--validator", engine, cwd=tmp_path)
    checked = run("check", "dist/grit-disease.ttl", "dist/grit-disease-evidence.ttl", "--validator", engine, cwd=tmp_path)

    assert f"focus nodes by {engine}" in built.stdout
    assert f"focus nodes by {engine}" in checked.stdout
