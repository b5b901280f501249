from __future__ import annotations

import time

import pytest

from build_graph.facts import Block
from build_graph.outline import Outline
from made_page import FRONT, outline_of, real_page


def kinds(outline: Outline) -> list[tuple[str, str]]:
    return [(block.kind, block.content.of(outline.text)) for block in outline.blocks if block.kind != "blank"]


def find(outline: Outline, words: str) -> Block:
    return next(block for block in outline.blocks if block.content.of(outline.text).startswith(words))


def parent(outline: Outline, words: str) -> str:
    above = outline.ancestors(find(outline, words))
    return above[0].content.of(outline.text) if above else ""


def damage(outline: Outline) -> list[tuple[int, str]]:
    """Return what a copy lost; most of the pieces here have no title, and are not meant to."""
    return [(each.line, each.kind) for each in outline.damage if each.kind != "no-title"]


def test_the_front_matter_has_a_kind_a_line():
    outline = outline_of(FRONT + "Treatment\n  • Rest\n")

    assert [kind for kind, _ in kinds(outline)] == [
        "chapter", "chapter", "title", "date", "date", "copyright", "search", "author", "author", "views", "views", "cite",
        "heading", "bullet",
    ]  # fmt: skip


def test_the_title_is_the_line_that_the_cite_line_names():
    outline = outline_of("Skin\nGrit disease\nAdnexa\nCopyright: 2020, X\nCite this page: Doe J. Grit disease. X website.\nSites\n")

    assert [words for kind, words in kinds(outline) if kind == "title"] == ["Grit disease"]


def test_without_a_cite_line_the_last_leading_line_is_the_title():
    outline = outline_of("Skin\nGrit disease\nCopyright: 2020, X\nSites\n")

    assert kinds(outline)[:2] == [("chapter", "Skin"), ("title", "Grit disease")]


def test_a_page_without_a_title_line_has_its_title_from_the_cite_line():
    outline = outline_of("Skin\nCopyright: 2020, X\nCite this page: Grit disease. X website.\nSites\n")

    assert kinds(outline)[0] == ("chapter", "Skin")
    assert outline.title is not None
    assert outline.title.of(outline.text) == "Grit disease"


def test_a_chapter_named_like_a_heading_is_a_chapter():
    outline = outline_of("Cytology\nGrit disease\nCopyright: 2020, X\nCytology\n  • Cells\n")

    assert [kind for kind, _ in kinds(outline)] == ["chapter", "title", "copyright", "heading", "bullet"]


def test_editors_older_dates_and_labelled_authors_are_known():
    text = "Skin\nGrit\nEditorial Board Member: Ada Roe, M.D.\nDeputy Editor-in-Chief: Jan Doe, M.D.\n"
    text += "Author: Jan Roe\nTopic Completed: 1 May 2017\n"
    outline = outline_of(text + "Minor changes: 2 May 2018\nRevised: 3 May 2012, last major update May 2011\nSites\n")

    assert [kind for kind, _ in kinds(outline)] == ["chapter", "title", "editor", "editor", "author", "date", "date", "date", "heading"]


def test_a_group_that_signs_the_cite_line_is_an_author():
    outline = outline_of(
        "Skin\nGrit\nCopyright: 2020, X\nThe grit group\nOther words\nCite this page: The grit group. Grit. X website.\nSites\n"
    )

    assert ("author", "The grit group") in kinds(outline)
    assert ("text", "Other words") in kinds(outline)


@pytest.mark.parametrize(
    "printed", ["Micro Description", "micro description", "Microscopic (histologic)  description", "Microscopic description"]
)
def test_a_heading_is_known_in_any_case_and_by_its_aliases(printed):
    outline = outline_of(f"{printed}\n  • Grit\n")

    assert outline.heading(outline.blocks[1]) == "Microscopic (histologic) description"


@pytest.mark.parametrize(
    "printed", ["Practice question #1", "Practice question #12", "Board review style question #3", "Board Review Style Question #3"]
)
def test_a_question_heading_is_known_with_any_number(printed):
    outline = outline_of(f"{printed}\nWhy?\n  1. So\n")

    assert outline.heading(outline.blocks[0]) == "Practice question #"
    assert outline.number(outline.blocks[0]) == int(printed.split("#")[1])
    assert outline.blocks[2].kind == "option"


def test_a_short_capitalised_line_is_no_heading():
    outline = outline_of("Radiology images\n\nPapules\n\nTreatment of papules\n")

    assert [kind for kind, _ in kinds(outline)] == ["heading", "caption", "caption"]


def test_a_question_that_ends_in_a_colon_is_no_group():
    outline = outline_of("Practice question #1\nGrit is:\n  1. Sand\n")

    assert [block.kind for block in outline.blocks] == ["heading", "text", "option"]


def test_the_first_of_two_headings_with_one_number_is_the_one():
    outline = outline_of("Practice question #1\nWhy?\nPractice question #1\nHow?\n")

    assert outline.numbered("Practice question #", 1) == outline.blocks[0]


def test_nesting_is_two_spaces_a_level():
    outline = outline_of("Sites\n  • a\n    • b\n      • c\n    • d\n  • e\n")

    assert [block.depth for block in outline.blocks] == [0, 1, 2, 3, 2, 1]
    assert [parent(outline, words) for words in "abcde"] == ["Sites", "a", "b", "a", "Sites"]


def test_the_letter_that_word_processors_use_is_a_bullet_and_no_word_is():
    outline = outline_of("Sites\n• a\no b\n  o\tc\n  or d\n")

    assert [block.kind for block in outline.blocks] == ["heading", "bullet", "bullet", "bullet", "text"]
    assert parent(outline, "c") == "b"


def test_tabs_and_odd_indentation_still_nest():
    outline = outline_of("Sites\n • a\n   • b\n\t• c\n\t\t• d\n • e\n")

    assert [parent(outline, words) for words in "abcde"] == ["Sites", "a", "b", "c", "Sites"]


def test_a_subhead_groups_the_lines_below_it():
    outline = outline_of("Etiology\n  • a\nRare causes:\n  • b\nSites\n  • c\n")

    assert find(outline, "Rare").kind == "subhead"
    assert parent(outline, "b") == "Rare causes:"
    assert parent(outline, "c") == "Sites"


def test_the_older_bullet_at_column_0_does_not_nest():
    outline = outline_of("Copyright: 2010, X\nClinical features\n● a\nb without a bullet\n● c\n")

    assert [(block.kind, block.depth) for block in outline.blocks[2:]] == [("bullet", 1), ("text", 0), ("bullet", 1)]
    assert {parent(outline, words) for words in "abc"} == {"Clinical features"}


def test_on_a_flat_copy_an_entry_of_a_differential_is_known_by_its_colon():
    outline = outline_of("Etiology\n- Rare:\n- x\nDifferential diagnosis\n- Sand:\n- Coarse\n- Yellow\n- Gravel:\n- Large\n")

    assert [parent(outline, words) for words in ("Coarse", "Yellow", "Large", "Gravel", "x")] == [
        "Sand:", "Sand:", "Gravel:", "Differential diagnosis", "Etiology",
    ]  # fmt: skip


def test_a_dash_within_a_nested_copy_is_no_sign_of_a_flat_one():
    outline = outline_of("Differential diagnosis\n  • Sand:\n    • Coarse - yellow\n  • Gravel\n")

    assert parent(outline, "Gravel") == "Differential diagnosis"
    assert not damage(outline)


def test_bullets_shifted_after_a_table_are_read_as_the_first_level():
    outline = outline_of("Sites\n  • a\n    • b\nTable of sites\n      • c\n        • d\n    Treatment\n      • e\nEtiology\n  • f\n")

    assert [parent(outline, words) for words in "abcdef"] == ["Sites", "a", "Sites", "c", "Treatment", "Etiology"]
    assert [line for line, kind in damage(outline) if kind == "shifted"] == [5, 7, 8]


def test_the_damaged_copyright_line_tells_of_lost_lines():
    whole, stripped = (outline_of(f"Skin\nGrit\nCopyright: 2020, {holder} Inc.\nSites\n  • a\n") for holder in ("X,", "X,,"))

    assert not damage(whole)
    assert damage(stripped) == [(3, "lost-lines")]


def test_a_heading_without_content_is_empty_and_one_with_a_caption_is_not():
    outline = outline_of("Laboratory\nClinical images\n\nGrit\n\nVideos\n\nTreatment\nBack to top\nImage 01\n")

    assert damage(outline) == [(1, "empty-section"), (6, "empty-section"), (8, "empty-section")]


def test_the_list_of_contents_is_a_checksum_of_the_headings():
    outline = outline_of("Skin\nGrit\nCopyright: 2020, X\nTable of Contents\nSites | Treatment | Grit tests\nSites\n- a\nEtiology\n- b\n")

    assert find(outline, "Sites |").kind == "toc"
    assert [(each.kind, each.message.split(":")[0]) for each in outline.damage if each.line == 5] == [
        ("lost-heading", "Treatment"), ("lost-heading", "Grit tests"), ("unlisted-heading", "Etiology"),
    ]  # fmt: skip


def test_a_line_that_looks_like_a_heading_above_bullets_is_reported():
    outline = outline_of("Sites\n  • a\nGrit tests\n  • b\n")

    assert damage(outline) == [(3, "unknown-heading")]
    assert parent(outline, "b") == "Sites"


def test_a_page_without_headings_says_so():
    assert ("no-headings") in [kind for _, kind in damage(outline_of("hello\n"))]


def test_links_of_the_site_are_furniture_and_the_footer_reaches_to_the_end():
    outline = outline_of("Practice answer #1\nA. So\n\nComment Here\n\nReference: Grit\nBack to top\nwhatever\nSites\n  • a\n")

    assert [words for kind, words in kinds(outline) if kind == "furniture"] == ["Comment Here", "Back to top", "whatever"]
    assert kinds(outline)[-1] == ("bullet", "a")


def test_a_carriage_return_and_a_byte_order_mark_are_no_content():
    outline = outline_of("\ufeffSites\r\n  • a b\r\n\r\n")

    assert kinds(outline) == [("heading", "Sites"), ("bullet", "a b")]
    assert [block.span.end - block.content.end for block in outline.blocks] == [2, 2, 2]


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c", "\r"])
def test_only_a_line_feed_ends_a_line(sign):
    outline = outline_of(f"Sites\n  • a{sign}b\n")

    assert len(outline.blocks) == 2
    assert outline.blocks[1].content.of(outline.text) == f"a{sign}b"


def test_sections_hand_out_every_block_once():
    outline = outline_of(FRONT + "Sites\n  • a\n\nTreatment\n")

    assert [block for blocks in outline.sections() for block in blocks] == list(outline.blocks)
    assert [blocks[0].content.of(outline.text) for blocks in outline.sections()[1:]] == ["Sites", "Treatment"]


def test_an_offset_and_a_number_have_their_line():
    outline = outline_of("ab\ncd\n")

    assert [outline.at(i).line for i in range(7)] == [1, 1, 1, 2, 2, 2, 2]
    assert (outline.at(-1).line, outline.at(999).line) == (1, 2)
    assert [outline.on(number).index for number in (0, 1, 2, 9)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Sites\n" + "  • abc\n" * 200_000,
        "Sites\n" + "".join(" " * (2 * depth) + "  • x\n" for depth in range(3_000)),
        "Sites\n  • " + "a " * 500_000,
        " " * 1_000_000,
        "|" * 1_000_000,
        "Cite this page: " + "A B, " * 200_000,
        "Sites\n" + "a:\n" * 200_000,
    ],
    ids=["bullets", "nesting", "line", "blanks", "pipes", "cite", "subheads"],
)
def test_a_monstrous_page_is_read_in_linear_time(text):
    start = time.process_time()
    outline = outline_of(text)

    assert time.process_time() - start < 20
    assert "".join(block.span.of(text) for block in outline.blocks) == text


def test_the_deepest_bullet_knows_all_its_ancestors():
    outline = outline_of("Sites\n" + "".join(" " * (2 * depth) + "  • x\n" for depth in range(3_000)))

    assert len(outline.ancestors(outline.blocks[-1])) == 3_000
    assert outline.children(outline.blocks[-1]) == []


def test_the_real_page_is_whole_and_has_its_headings():
    outline = real_page().outline

    assert "".join(block.span.of(outline.text) for block in outline.blocks) == outline.text
    assert (len(outline.blocks), len(outline.names)) == (290, 26)
    assert {kind for _, kind in damage(outline)} == {"empty-section"}
    assert not [block for block in outline.blocks if block.kind == "text" and outline.heading(block)[:8] != "Practice"]
