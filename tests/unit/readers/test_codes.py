from __future__ import annotations

import pytest

from build_graph.facts import Term
from build_graph.readers import codes
from made_page import FRONT, assert_gold, assert_sound, below, facts, kept, mentioned, read, real_page, section, unread, value

COARSE = Term("coarse-grit-disease", "coarse grit disease", "Disease")
HEADING = "ICD coding"


def coded(lines: str) -> list[tuple[str, str, str, str]]:
    """Return subject, predicate, words of the code and title of each code of the section."""
    page, found = read(codes.read, f"{FRONT}ICD coding\n{lines}", HEADING)
    assert not unread(found)
    made = [fact for fact in facts(found) if fact.claim.predicate != "codeTitle"]
    return [
        (fact.claim.subject.label, fact.claim.predicate, mentioned(page, fact, "object")[0], kept(fact.claim).get("title", ""))
        for fact in made
    ]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("  • ICD-10: Z99.9 - grit of skin\n", [("icd10Code", "Z99.9", "grit of skin")]),
        (
            "  • ICD-10\n    • Z99.9 - grit of skin\n    • A01 – sand\n",
            [("icd10Code", "Z99.9", "grit of skin"), ("icd10Code", "A01", "sand")],
        ),
        ("  • ICD-11: EB90.4Y - other grit\n", [("icd11Code", "EB90.4Y", "other grit")]),
        ("  • ICD-11: 5C64.00 - grit\n  • ICD-11: EB44 - sand\n", [("icd11Code", "5C64.00", "grit"), ("icd11Code", "EB44", "sand")]),
        ("  • ICD-O: 8562/3 grit carcinoma\n", [("icdoCode", "8562/3", "grit carcinoma")]),
        ("  • ICD-O-3: 8562/3 - grit\n", [("icdoCode", "8562/3", "grit")]),
        ("  • ICD-11: 2F0Z & XH7436 - a & b\n", [("icd11Code", "2F0Z & XH7436", "a & b")]),
        ("  • ICD-10: Z99.9\n", [("icd10Code", "Z99.9", "")]),
        ("  • ICD-10: Z99.9 - grit, coarse; A01.1 - sand\n", [("icd10Code", "Z99.9", "grit, coarse"), ("icd10Code", "A01.1", "sand")]),
        ("- ICD-10: Z99.9 - grit\n- ICD-11: EB44 - grit\n", [("icd10Code", "Z99.9", "grit"), ("icd11Code", "EB44", "grit")]),
        ("ICD-10:\n● Z99.9 - grit\n", [("icd10Code", "Z99.9", "grit")]),
        ("  • Z99.9 - grit\n  • 8562/3 - sand\n", [("icd10Code", "Z99.9", "grit"), ("icdoCode", "8562/3", "sand")]),
        ("  • ICD-10-CM: Z99.9 - grit (J Grit 2020;1:2)\n", [("icd10Code", "Z99.9", "grit")]),
    ],
)
def test_a_code_is_read_in_every_form(lines, wanted):
    topic = section(f"{FRONT}ICD coding\n", HEADING)[0].topic.label

    assert coded(lines) == [(topic, *each) for each in wanted]


def test_a_code_is_a_term_with_its_title():
    page, found = read(codes.read, f"{FRONT}ICD coding\n  • ICD-11\n    • EB90.4Y - other grit\n", HEADING)
    (title,) = facts(found, "codeTitle")

    assert title.claim.subject == Term("icd11-eb90-4y", "ICD-11 EB90.4Y", "ClassificationCode")
    assert (value(title.claim), kept(title.claim)) == ("other grit", {"system": "ICD-11"})
    assert [mentioned(page, title, role) for role in ("subject", "object", "system")] == [["EB90.4Y"], ["other grit"], ["ICD-11"]]
    assert title.evidence.context == (page.outline.numbered(HEADING, 1).index + 1,)


def who(title: str) -> Term | None:
    return COARSE if title.startswith("coarse grit") else None


def test_a_code_whose_title_names_a_subtype_is_the_subtypes_too():
    page, blocks = section(f"{FRONT}ICD coding\n  • ICD-11: EB90.4 - coarse grit of skin\n", HEADING)
    found = list(codes.read(page, blocks, who))

    assert_sound(page, blocks, found)
    assert [fact.claim.subject for fact in facts(found, "icd11Code")] == [page.topic, COARSE]


def test_codes_below_a_variant_are_the_variants_alone():
    page, blocks = section(f"{FRONT}ICD coding\n  • ICD-10: Z99.9 - grit\n  • Coarse grit\n    • ICD-11: EB44 - sand\n", HEADING)
    found = list(codes.read(page, blocks, lambda words: who(words.casefold())))

    assert_sound(page, blocks, found)
    assert not unread(found)
    assert [fact.claim.subject for fact in facts(found, "icd11Code")] == [COARSE]
    assert [mentioned(page, fact, "subject") for fact in facts(found, "icd11Code")] == [["Coarse grit"]]
    assert [fact.claim.subject for fact in facts(found, "icd10Code")] == [page.topic]


def test_codes_below_an_unknown_variant_are_refused_with_a_guess():
    _, found = read(codes.read, f"{FRONT}ICD coding\n  • Purple grit of Mars\n    • ICD-11: EB44 - sand\n", HEADING)

    assert not facts(found)
    assert [each.guess is not None for each in unread(found)] == [False, True]


@pytest.mark.parametrize("line", ["  • ICD-10: none\n", "  • Not coded\n", "  • ICD-10: 12.3 - grit\n"])
def test_a_line_without_a_code_is_unread(line):
    _, found = read(codes.read, f"{FRONT}ICD coding\n{line}", HEADING)

    assert not facts(found)
    assert len(unread(found)) == 1


def test_the_real_page_has_the_annotated_codes():
    page = real_page()
    blocks = below(page, HEADING)
    found = list(codes.read(page, blocks))

    assert_sound(page, blocks, found)
    assert not unread(found)
    assert_gold(page, found, icd10_code="icd10Code", icd11_code="icd11Code", code_title="codeTitle")
