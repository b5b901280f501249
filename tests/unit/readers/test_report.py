from __future__ import annotations

import pytest

from build_graph.readers import report
from made_page import FRONT, assert_gold, assert_sound, below, facts, kept, read, real_page, unread, value

HEADING = "Sample pathology report"


def fields(lines: str) -> list[tuple[str, str]]:
    _, found = read(report.read, f"{FRONT}{HEADING}\n{lines}", HEADING)
    assert not unread(found)
    return [(kept(fact.claim)["field"], value(fact.claim)) for fact in facts(found, "reportDiagnosis")]


@pytest.mark.parametrize(
    ("specimen", "wanted"),
    [
        ("Skin, right posterior thigh, punch biopsy:", "specimen tissue=Skin laterality=right site=posterior thigh procedure=punch biopsy"),
        ("Pleura, left, resection:", "specimen tissue=Pleura laterality=left procedure=resection"),
        ("Uterus, curettage:", "specimen tissue=Uterus procedure=curettage"),
        ("Skin, left elbow, biopsy (frozen, for IF):", "specimen tissue=Skin laterality=left site=elbow procedure=biopsy (frozen, for IF)"),
        ("Breast, left:", "specimen tissue=Breast laterality=left"),
        ("Left breast, biopsy:", "laterality=Left specimen tissue=breast procedure=biopsy"),
        ("Skin:", "specimen tissue=Skin"),
        ("Skin, scalp, vertex, excision:", "specimen tissue=Skin site=scalp site=vertex procedure=excision"),
    ],
)
def test_a_specimen_has_tissue_side_site_and_procedure(specimen, wanted):
    found = fields(f"  • {specimen}\n    • Grit disease\n")

    assert " ".join(f"{field}={words}" for field, words in found) == f"{wanted} diagnosis=Grit disease"


@pytest.mark.parametrize(
    "lines", ["- Skin, biopsy:\n- Grit\n", "Skin, biopsy:\n● Grit\n", "  • Skin, biopsy\n    • Grit\n", "Skin, biopsy:\nGrit\n"]
)
def test_the_diagnosis_follows_in_every_family(lines):
    assert fields(lines) == [("specimen tissue", "Skin"), ("procedure", "biopsy"), ("diagnosis", "Grit")]


def test_a_second_specimen_is_told_by_its_order():
    _, found = read(report.read, f"{FRONT}{HEADING}\n  • A. Skin, biopsy:\n    • Grit\n  • B. Lip, biopsy:\n    • Sand\n", HEADING)

    assert [(value(fact.claim), kept(fact.claim).get("order", "")) for fact in facts(found)] == [
        ("Skin", ""), ("biopsy", ""), ("Grit", ""), ("Lip", "2"), ("biopsy", "2"), ("Sand", "2"),
    ]  # fmt: skip
    assert {(fact.claim.subject.label, fact.claim.subject.kind) for fact in facts(found)} == {("sample pathology report", "Report")}


def test_a_comment_is_no_diagnosis():
    _, found = read(report.read, f"{FRONT}{HEADING}\n  • Skin, biopsy:\n    • Grit\n    • Comment: correlate\n", HEADING)

    assert [each.line for each in unread(found)] == [22]


def test_the_real_page_has_the_annotated_report():
    page = real_page()
    blocks = below(page, HEADING)
    found = list(report.read(page, blocks))

    assert_sound(page, blocks, found)
    assert_gold(page, found, report_diagnosis="reportDiagnosis")
