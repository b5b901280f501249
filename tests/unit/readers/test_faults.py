from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from build_graph import cli, corpus, pipeline
from build_graph.facts import Block, Span, Term
from build_graph.readers import READERS, statement
from build_graph.readers.labels import parts_of
from build_graph.readers.page import Found, Page

PAGE = """Topics

Lichen planus

Clinical features
  • Papules
  • Trapdoor
    • Pruritus
  • Erosions
Differential diagnosis
  • Psoriasis:
    • Scale
"""


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch, caught: None) -> None:
    """Plant a fault: a rule falls over one word, and the reader of a section falls over all."""

    def fall(page: Page, span: Span) -> object:
        return parts_of(page, span) if "Trapdoor" not in page.words(span) else [][1]

    def fall_anywhere(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
        yield from statement.read(page, blocks)
        raise ValueError(len(blocks))

    monkeypatch.setattr(statement, "parts_of", fall)
    monkeypatch.setitem(READERS, "differential", fall_anywhere)


@pytest.mark.usefixtures("trap")
def test_a_fault_costs_its_line_and_those_below_it_and_is_told():
    reading = pipeline.read(PAGE.encode())

    found = [f.claim.object for f in reading.facts if f.claim.predicate == "hasClinicalFinding"]
    assert {thing.label for thing in found if isinstance(thing, Term)} == {"papule", "erosion"}
    assert [(u.line, u.span.of(reading.text)) for u in reading.faults] == [(7, "Trapdoor"), (8, "Pruritus"), *SECTION]
    assert "IndexError at test_faults.py:" in reading.faults[0].reason
    assert "please report" in reading.faults[0].reason


#: The reader of this section falls over with its last line: what it had read before is not trusted.
SECTION = [(10, "Differential diagnosis"), (11, "Psoriasis:"), (12, "Scale")]


@pytest.mark.usefixtures("trap")
def test_the_words_of_its_lines_are_unread():
    reading = pipeline.read(PAGE.encode())

    assert {span.of(reading.text) for span, status in reading.words.items() if status == "unread"} >= {"Trapdoor", "Pruritus", "Scale"}


@pytest.mark.usefixtures("trap")
def test_build_and_check_tell_of_it_and_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")

    assert cli.main(["build", str(tmp_path / "page.txt"), "--out", str(tmp_path / "out")]) == 1
    assert f"{tmp_path / 'page.txt'}:7: a fault of pathkg: IndexError" in capsys.readouterr().err
    assert (tmp_path / "out" / "facts.tsv").is_file()
    assert cli.main(["check", str(tmp_path / "page.txt")]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("trap")
def test_a_folder_is_built_and_tells_of_it(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.txt").write_text(PAGE, encoding="utf-8")
    told: list[str] = []

    made = corpus.build(tmp_path / "in", tmp_path / "out", workers=1, report=told.append)

    assert (made.pages, made.faulty) == (1, 1)
    assert any("page.txt:7: a fault of pathkg" in line for line in told)


def test_without_a_fault_none_is_told():
    assert pipeline.read(PAGE.encode()).faults == []
