from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pytest

from build_graph import document
from build_graph.errors import PageError

SIDECAR = """
title = "Grit disease, restated"
creator = "the pathkg authors"
licence = "https://creativecommons.org/licenses/by/4.0/"
statement = "No copy."
[derived_from]
url = "https://example.org/grit.html"
date = 2024-05-03
"""


def refusal(source: str | Path | bytes) -> PageError:
    with pytest.raises(PageError) as caught:
        document.read(source)
    return caught.value


def test_a_document_keeps_its_text_and_the_digest_of_its_bytes():
    found = document.read("Grit – disease\r\n".encode())

    assert found.text == "Grit – disease\r\n"
    assert found.sha256 == hashlib.sha256("Grit – disease\r\n".encode()).hexdigest()


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert document.read(b"\xef\xbb\xbfGrit").text == "Grit"


def test_a_byte_that_is_not_utf8_is_named_with_line_and_column():
    error = refusal("Grit\nÄrger ".encode() + b"\xe9t\xe9")

    assert (error.line, error.column) == (2, 7)
    assert "0xe9" in str(error)
    assert "save the page as UTF-8" in str(error)


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_recognised_with_and_without_its_mark(name: str):
    assert "UTF-16" in str(refusal("Grit disease".encode(name)))


def test_a_nul_byte_is_named_with_line_and_column():
    error = refusal(b"Grit\nx\0")

    assert (error.line, error.column) == (2, 2)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_page_is_refused(data: bytes):
    assert "empty" in str(refusal(data))


def test_what_is_too_large_for_a_page_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(document, "LARGEST", 10)

    assert "too large" in str(refusal(b"x" * 11))
    assert document.read(b"x" * 10).text


def test_a_missing_file_a_folder_and_an_impossible_path_are_told_apart(tmp_path: Path):
    assert "no such file" in str(refusal(tmp_path / "grit.txt"))
    assert "a folder" in str(refusal(tmp_path))
    assert "cannot be read" in str(refusal("grit\0.txt"))


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Grit")))

    found = document.read("-")

    assert (found.name, found.text) == ("<stdin>", "Grit")


def test_a_restatement_says_what_it_is_in_a_file_beside_it(tmp_path: Path):
    (tmp_path / "grit.txt").write_text("Grit")
    (tmp_path / "grit.toml").write_text(SIDECAR)

    about = document.read(tmp_path / "grit.txt").restatement

    assert about is not None
    assert (about.url, about.date) == ("https://example.org/grit.html", "2024-05-03")
    assert about.creator == "the pathkg authors"


def test_a_page_without_such_a_file_restates_nothing(tmp_path: Path):
    (tmp_path / "grit.txt").write_text("Grit")

    assert document.read(tmp_path / "grit.txt").restatement is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title = ", "titel = ", "titel, title"),
        ('creator = "the pathkg authors"', "creator = 3", "creator is 3"),
        ('statement = "No copy."', 'statement = " "', "statement is"),
        ("[derived_from]", "[from]", "no table [derived_from]"),
        ("date = 2024-05-03", "", "date"),
        ("licence = ", "licence ", "no TOML"),
    ],
)
def test_a_broken_file_beside_a_restatement_is_refused_by_name(tmp_path: Path, old: str, new: str, said: str):
    (tmp_path / "grit.txt").write_text("Grit")
    (tmp_path / "grit.toml").write_text(SIDECAR.replace(old, new))

    error = refusal(tmp_path / "grit.txt")

    assert said in str(error)
    assert error.path.endswith("grit.toml")
