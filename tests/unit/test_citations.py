from __future__ import annotations

import pytest

from build_graph.facts import Citation, Fact, Span
from build_graph.language.citations import brackets_of, find_citations, inherit, mask, own_citations
from build_graph.language.dates import find_dates
from build_graph.outline import Outline
from build_graph.readers import cites
from made_page import assert_gold, outline_of, real_page


def found(text: str) -> list[Citation]:
    return find_citations(text, Span(0, len(text)))


def masked(text: str) -> str:
    return mask(text, brackets_of(text, found(text)))


def supports(outline: Outline) -> dict[str, list[tuple[str, int, bool]]]:
    """Return for each bullet's words what supports it."""
    cited = inherit(outline, own_citations(outline))
    return {
        outline.blocks[index].content.of(outline.text).split()[0]: [(each.citation.text, each.line, each.inherited) for each in support]
        for index, support in cited.items()
    }


@pytest.mark.parametrize(
    ("printed", "fields"),
    [
        ("J Grit 2020;1:2", "journal=J Grit year=2020 volume=1 page=2"),
        ("J Grit 2020;12(3):45", "journal=J Grit year=2020 volume=12 issue=3 page=45"),
        ("J Grit 2024;2024:rjae068", "journal=J Grit year=2024 volume=2024 page=rjae068"),
        ("J Grit 2024;5:ED03", "journal=J Grit year=2024 volume=5 page=ED03"),
        ("Grit Endocrinol (Oxf) 2012;76:1", "journal=Grit Endocrinol (Oxf) year=2012 volume=76 page=1"),
        ("Sand (Phila Pa 1976) 2010;35:E1", "journal=Sand (Phila Pa 1976) year=2010 volume=35 page=E1"),
        ("Journal of Sand & Gravel 1999;1:2-10", "journal=Journal of Sand & Gravel year=1999 volume=1 page=2-10"),
        ("J Grit 2012;29 Suppl 1:S1", "journal=J Grit year=2012 volume=29 Suppl 1 page=S1"),
        ("J Grit 2010 Feb;34:5", "journal=J Grit year=2010 volume=34 page=5"),
        ("J Grit 2018 Jan 5 [Epub ahead of print]", "journal=J Grit year=2018"),
        ("StatPearls: Grit, of sand [Accessed 16 December 2024]", "source=StatPearls title=Grit, of sand accessed=2024-12-16"),
        ("StatPearls: Grit [Accessed someday]", "source=StatPearls title=Grit"),
        ("OMIM #207800", "source=OMIM title=207800"),
        ("OMIM: 207800", "source=OMIM title=207800"),
    ],
)
def test_a_citation_is_known_by_its_shape(printed, fields):
    text = f"Grit is found in sand ({printed}) and soil"
    (citation,) = found(text)

    assert citation.text == citation.span.of(text) == printed
    assert " ".join(f"{name}={value}" for name, value in citation.fields) == fields
    assert masked(text) == text.replace(f"({printed})", " " * (len(printed) + 2))


@pytest.mark.parametrize(
    "text",
    [
        "(2:1)", "(~40 cases)", "(CD34+)", "(not recommended)", "t(1;17)(q32;q21)", "(46,XX)", "(WHO 2020)", "(1999)", "(upper > lower)",
        "J Grit 2020;1:2", "(IL6: 12)", "((", "", "())", "(1 year mortality, 25 - 45%)", "(type II: see below)",
    ],
)  # fmt: skip
def test_what_is_no_citation_is_left_alone(text):
    assert found(text) == []
    assert masked(text) == text


@pytest.mark.parametrize("separator", [", ", "; ", ",", " ; "])
def test_a_bracket_may_hold_several(separator):
    text = f"a (J Grit 2020;1:2{separator}StatPearls: Grit [Accessed 3 May 2020]{separator}Sand (Oxf) 2012;7:1) b"

    assert [dict(each.fields)["year" if "year" in dict(each.fields) else "source"] for each in found(text)] == [
        "2020",
        "StatPearls",
        "2012",
    ]
    assert masked(text).split() == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a (GD, J Grit 2020;1:2) b", "a (GD) b"),
        ("a (see also: J Grit 2020;1:2) b", "a (see also:) b"),
        ("a (sand (J Grit 2020;1:2)) b", "a (sand ) b"),
        ("a (J Grit 2020;1:2", "a "),
        ("a (J Grit 2020;1:2; as in sand) b", "a ( as in sand) b"),
    ],
)
def test_other_words_of_the_bracket_are_kept(text, left):
    assert "".join(masked(text).split()) == "".join(left.split())
    assert len(masked(text)) == len(text)


def test_masking_keeps_every_later_position():
    text = "a (J Grit 2020;1:2) b"

    assert masked(text).index("b") == text.index("b")
    assert mask("abcdef", [Span(1, 3), Span(2, 5)]) == "a    f"


def test_a_citation_on_a_parent_covers_what_has_none_of_its_own():
    cited = "(J Grit 2020;1:2)"
    outline = outline_of(f"Sites\n  • a {cited}\n    • b\n      • c\n    • d (J Sand 2021;3:4)\n      • e\n  • f\n")

    assert supports(outline) == {
        "a": [("J Grit 2020;1:2", 2, False)], "b": [("J Grit 2020;1:2", 2, True)], "c": [("J Grit 2020;1:2", 2, True)],
        "d": [("J Sand 2021;3:4", 5, False)], "e": [("J Sand 2021;3:4", 5, True)],
    }  # fmt: skip


def test_a_citation_before_a_colon_covers_the_lines_below():
    outline = outline_of(
        "Differential diagnosis\n- Sand (J Grit 2020;1:2):\n- coarse\n- Gravel:\n- large\nSites\nJoints (J Sand 2021;3:4):\n● knee\n"
    )

    assert supports(outline) == {
        "Sand": [("J Grit 2020;1:2", 2, False)], "coarse": [("J Grit 2020;1:2", 2, True)],
        "Joints": [("J Sand 2021;3:4", 7, False)], "knee": [("J Sand 2021;3:4", 7, True)],
    }  # fmt: skip


def test_a_citation_on_a_leaf_covers_that_leaf_alone():
    outline = outline_of("Sites\n  • a\n    • b (J Grit 2020;1:2)\n    • c\n")

    assert list(supports(outline)) == ["b"]


def test_long_brackets_are_read_in_linear_time():
    for text in ("(" * 300_000, "(a " * 100_000, "(J Grit 2010;1:2, " * 30_000 + ")", "( J , " * 100_000, "(A" + " b" * 300_000 + ")"):
        masked(text)


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("3 May 2024", "2024-05-03"), ("August 13th, 2025", "2025-08-13"), ("1st of Sept. 2019", "2019-09-01"),
        ("2024-12-16", "2024-12-16"),
        ("March 2011", "2011-03"), ("31 February 2020", None), ("Maybe 2020", None), ("2020", None), ("2020-13-01", None),
    ],
)  # fmt: skip
def test_a_date_has_its_iso_form(words, iso):
    assert [each for _, _, each in find_dates(f"on {words}.")] == ([iso] if iso else [])


def test_the_real_page_cites_what_was_annotated():
    page = real_page()
    made = [each for blocks in page.outline.sections() for each in cites.read(page, blocks)]

    assert_gold(page, made, cites="cites")
    assert all(isinstance(each, Fact) for each in made)
