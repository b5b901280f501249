"""What cannot be used is one error; what is odd but legal builds, and reaches no terminal, IRI or page unescaped."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from build_graph import cli, document, lexicon, pipeline, release, resources
from build_graph.document import DEEPEST, LONGEST_LINE, MOST_LINES
from build_graph.errors import LexiconError, PageError

HEAD = "Made up topics\n\nGrit disease\n\nDefinition / general\n"
SIGNS = "\x1b\x07\x08\u202e\u2066\u200f\x9b"
ODD = {
    "control characters": "Papule\x1b[31mred\x1b[0m\x07 of\x08 the skin\x0b\x0c\x1c\x85",
    "bidirectional overrides": "Papule \u202egnorts\u202c \u2066of the\u2069 skin \u200f",
    "Turtle": 'Papule" . <http://evil.example/s> <http://evil.example/p> "x" . # of the skin',
    "SPARQL": "Papule } ; DROP ALL ; INSERT DATA { <http://evil.example/s> <http://evil.example/p> 1 } # of the skin",
    "HTML": "Papule <script>alert(1)</script><img src=x onerror=alert(1)> of the skin &amp; </body>",
    "a shell": "Papule; rm -rf / $(touch evil) `touch evil` | cat of the skin",
    "a template": "Papule {{ 7 * 7 }} {% for x in y %} ${title} of the skin",
    "a table": "Papule\tof\tthe\tskin\\n\\t\\",
    "nothing that is known": "x" * 19_000,
}


def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "build_graph", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120, **more
    )


def page(folder: Path, content: str) -> Path:
    (folder / "page.txt").write_text(content, encoding="utf-8", newline="")
    return folder / "page.txt"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfeS\0k\0i\0n\0", "page.txt:1:1: UTF-16"),
        (b"Skin\n\n  caf\xe9", "page.txt:3:6: not UTF-8"),
        (b"Skin\n\nab\0c", "page.txt:3:3: a NUL byte"),
        (b"\x7fELF\x02\x01\x01\0\0", "page.txt:1:8: a NUL byte"),
        (b"", "page.txt: the page is empty"),
        (b"\xef\xbb\xbf \n\n", "page.txt: the page is empty"),
        (b"only words and no heading\n", "page.txt: no heading"),
        (b"Etiology\n  * Drugs\n", "page.txt:1: no title"),
        (HEAD.replace("\n", "\r").encode(), "page.txt:1:15: lines end in a carriage return alone"),
        ((HEAD + "  • " + "x" * 1_000_000).encode(), f"page.txt:6:{LONGEST_LINE + 1}: a line of 1000004 signs"),
        ((HEAD + "  • x\n" * 200_000).encode(), f"page.txt:{MOST_LINES + 1}:1: 200005 lines"),
        ((HEAD + "".join("  " * n + "• x\n" for n in range(1, 3001))).encode(), f"page.txt:206:{DEEPEST + 3}: indented by"),
    ],
)
def test_a_page_that_cannot_be_used_is_one_error_with_its_place_and_a_fix(tmp_path: Path, content: bytes, said: str):
    (tmp_path / "page.txt").write_bytes(content)

    found = run("build", "page.txt", cwd=tmp_path)

    assert found.returncode == 2
    assert found.stderr.startswith(said)
    assert [line.partition(":")[0] for line in found.stderr.splitlines()[1:]] == ["  expected", "  fix"]
    assert found.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_page_at_the_limits_of_lines_and_depth_is_read(tmp_path: Path):
    deep = HEAD + "".join("  " * n + "• Papule\n" for n in range(1, DEEPEST // 2 + 1))
    long = deep + "\n" * (MOST_LINES - deep.count("\n"))

    assert run("check", page(tmp_path, deep)).returncode == 0
    assert len(pipeline.read(long.encode()).blocks) == MOST_LINES


def test_a_page_of_too_many_signs_is_refused_although_no_line_is_too_long():
    with pytest.raises(PageError, match=r"4\d{6} signs"):
        document.of_bytes((HEAD + ("x" * 9_999 + "\n") * 401).encode(), "page.txt")


#: All but the one that is read only where a vocabulary is given.
TABLES = [path for path in sorted((resources.folder("ontology") / "lexicon").glob("*.tsv")) if path.stem != "vocabularies"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_broken_row_of_any_table_of_the_lexicon_is_one_error_with_its_place(tmp_path: Path, path: Path):
    folder = shutil.copytree(path.parent, tmp_path / "lexicon")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / path.name).write_text("".join([*lines, "a" + "\tb" * 30 + "\n"]), encoding="utf-8")

    with pytest.raises(LexiconError) as caught:
        lexicon.load(folder)
    assert (Path(caught.value.path).name, caught.value.line) == (path.name, len(lines) + 1)
    assert caught.value.fix


@pytest.mark.parametrize("name", sorted(ODD))
def test_an_odd_page_builds_and_its_text_is_escaped_everywhere(tmp_path: Path, name: str):
    title = HEAD.replace("Grit", f"Grit {ODD[name][:40]}")
    bullets = f"  • {ODD[name]}\n  • Papule of the skin\nTreatment\n  • {ODD[name]}\n"
    path = page(tmp_path, title + bullets)

    checked, built = run("check", path, cwd=tmp_path), run("build", path, cwd=tmp_path)

    assert (checked.returncode, built.returncode) == (0, 0), checked.stdout + built.stderr
    assert not set(SIGNS) & set(checked.stdout + checked.stderr + built.stdout + built.stderr)
    found = release.read_manifest(tmp_path / "dist")
    for file, entry in found["files"].items():
        if "triples" in entry:
            triples = set(release.parse(tmp_path / "dist" / file))
            assert len(triples) == entry["triples"], file
            nodes = {node.value for t in triples for node in (t.subject, t.predicate, t.object) if isinstance(node, ox.NamedNode)}
            assert not [node for node in nodes if "evil.example" in node or not node.isprintable() or set(' "<>{}|\\^`') & set(node)], file
    assert {entry.name for entry in tmp_path.iterdir()} == {"page.txt", "dist"}


def test_a_page_with_windows_line_ends_and_a_byte_order_mark_gives_the_same_claims(tmp_path: Path):
    text = HEAD + "  • Papule of the skin\n"
    claims = []
    for name, data in (("a", text.encode()), ("b", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_bytes(data)
        assert run("build", "page.txt", cwd=tmp_path / name).returncode == 0
        graph = next(path for path in (tmp_path / name / "dist").glob("*-edges.ttl"))
        claims.append(graph.read_bytes())

    assert claims[0] == claims[1]
    assert len(claims[0]) > 100


def test_a_page_becomes_no_markup_of_the_site(tmp_path: Path):
    pytest.importorskip("jinja2")
    page(tmp_path, HEAD.replace("Grit", "Grit <script>alert(1)</script>") + f"  • {ODD['HTML']}\nTreatment\n  • {ODD['HTML']}\n")

    built, made = run("build", "page.txt", cwd=tmp_path), run("site", cwd=tmp_path)

    assert (built.returncode, made.returncode) == (0, 0), made.stderr
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert len(pages) > 5
    assert not [text for text in pages if "<script>alert" in text or "<img src=x" in text]
    assert any("&lt;script&gt;alert" in text for text in pages)


def limited(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_is_one_error_and_the_old_release_stays(tmp_path: Path):
    page(tmp_path, HEAD + "  • Papule of the skin\n")
    assert run("build", "page.txt", cwd=tmp_path).returncode == 0
    before = (tmp_path / "dist" / "manifest.json").read_bytes()
    page(tmp_path, HEAD + "  • Papule of the skin\n  • Nodule of the skin\n")

    found = run("build", "page.txt", cwd=tmp_path, preexec_fn=lambda: limited(20_000))

    assert found.returncode == 2
    assert "cannot write the release: File too large" in found.stderr
    assert "Traceback" not in found.stderr
    assert (tmp_path / "dist" / "manifest.json").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"dist", "page.txt"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("build", "page.txt"), ("query", "--data", "release"), ("explain", "page.txt", "6")])
def test_no_room_for_the_output_is_one_error_and_what_was_built_stands(tmp_path: Path, arguments: tuple[str, ...]):
    page(tmp_path, HEAD + "  • Papule of the skin\n")
    assert run("build", "page.txt", "--out", "release", cwd=tmp_path).returncode == 0

    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "build_graph", *arguments]
        found = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert found.returncode == 2
    assert found.stderr == "<stdout>: no room for the output\n  fix: free some room, or send the output elsewhere\n"
    assert arguments[0] != "build" or (tmp_path / "dist" / "manifest.json").is_file()


def test_a_target_that_cannot_be_written_is_one_error(tmp_path: Path):
    found = run("build", page(tmp_path, HEAD + "  • Papule of the skin\n"), "--out", "/proc/nowhere/out")

    assert found.returncode == 2
    assert "/proc/nowhere/out: cannot write the release" in found.stderr
    assert "Traceback" not in found.stderr


def broken_terms(folder: Path) -> str:
    path = folder / "ontology" / "lexicon" / "terms.tsv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:4], "only\ttwo cells\n", *lines[4:]]), encoding="utf-8")
    return "terms.tsv:5: 2 cells"


def broken_shape(folder: Path) -> str:
    path = folder / "ontology" / "shapes.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\npkgs:X a sh:NodeShape ; ] .\n", encoding="utf-8")
    return "shapes.ttl:"


def broken_ontology(folder: Path) -> str:
    (folder / "ontology" / "ontology.ttl").write_bytes(b"no turtle at all")
    return "ontology.ttl:"


def broken_query(folder: Path) -> str:
    path = folder / "queries" / "codes.rq"
    path.write_text(path.read_text(encoding="utf-8").replace("WHERE {", "WHERE { ?x ?y"), encoding="utf-8")
    return "codes.rq:"


@pytest.mark.parametrize("break_it", [broken_terms, broken_shape, broken_ontology, broken_query])
def test_a_broken_table_shape_or_query_is_one_error_that_names_file_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], break_it: object
):
    for name in ("ontology", "queries", "documents"):
        shutil.copytree(resources.folder(name), tmp_path / name)
    source = page(tmp_path, HEAD + "  • Papule of the skin\n")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / name)
    said = break_it(tmp_path)  # type: ignore[operator]

    status = cli.main(["build", str(source), "--out", str(tmp_path / "out")])

    error = capsys.readouterr().err
    assert status == 2
    assert said in error.splitlines()[0]
    assert "  fix: " in error
    assert not (tmp_path / "out").exists()


def test_a_page_in_capitals_breaks_no_rule_though_its_names_are_read_in_two_ways(tmp_path: Path):
    loud = resources.shipped_document().read_text(encoding="utf-8").upper()

    report = pipeline.check([page(tmp_path, loud)]).report

    assert report.violations == ()
    assert sum(report.focus.values()) > 5000
