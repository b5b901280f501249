"""The examples of docs/examples run as they are described, and their answer rests on both sides."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from consumers.programs import INSTALLED, ROOT, run

SCRIPT = ROOT / "docs" / "examples" / "hpo_join.py"


def answer(release: Path) -> list[dict[str, str]]:
    text = run(str(INSTALLED / "venv" / "bin" / "python"), str(SCRIPT), str(release))
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_the_release_and_hpo_answer_together(built: Path):
    rows = answer(built)

    by_id = {row["outside"].rpartition("/")[2]: row for row in rows}
    assert len(rows) > 10
    assert (by_id["Orphanet_90291"]["disease"], by_id["Orphanet_90291"]["calcinosis cutis in HPO"]) == ("systemic sclerosis", "yes")
    assert {row["calcinosis cutis in HPO"] for row in rows} == {"yes", "no"}
    assert all(int(row["line of the document"]) > 0 for row in rows)
    assert all(row["ectopic calcification in HPO"] == "yes" for row in rows if row["calcinosis cutis in HPO"] == "yes")


def test_without_the_mappings_there_is_no_answer(built: Path, tmp_path: Path):
    shutil.copytree(built, tmp_path / "release")
    (tmp_path / "release" / "mappings.ttl").write_text("", encoding="utf-8")

    assert answer(tmp_path / "release") == []
