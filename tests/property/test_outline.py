"""What holds of the outline and the structural readers for any text, not only for pages."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_graph.facts import Fact
from build_graph.language.citations import brackets_of, mask, own_citations
from build_graph.outline import Outline
from build_graph.readers import captions, cites, codes, empty, frontmatter, quiz, report
from build_graph.recognise import page_of
from made_page import FRONT, assert_sound, front_of, known, outline_of, tables

HEADINGS = sorted(set(tables()[0].values()))
PROSE = [
    "grit",
    "Coarse grit",
    "A.",
    "B. It is",
    "Answer A is incorrect because",
    "1. so",
    "skin:",
    "3 May 2024",
    "<br>",
    "(",
    ")",
    ";",
    "and",
]
SHAPES = [
    "(J Grit 2020;1:2)",
    "(CT)",
    "ICD-10: Z99.9 - grit",
    "ICD-11",
    "EB90.4 - grit",
    "Contributed by Ada Roe, M.D.",
    "Images hosted on X:",
]
WORDS = st.sampled_from(PROSE + SHAPES)
SIGNS = st.sampled_from(["", "  • ", "    • ", "      • ", "● ", "- ", "\t• ", "    ", "  "])
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", " \n"])
FURTHER = st.sampled_from(
    ["Back to top", "Copyright: 2020, X,, Inc.", "Cite this page: Roe J. Grit. X website.", "Practice question #7", "a | b | c"]
)
LINES = st.one_of(
    st.tuples(SIGNS, st.lists(WORDS, max_size=4).map(" ".join)).map("".join),
    st.sampled_from(HEADINGS).map(lambda heading: heading.replace("#", "#1")),
    FURTHER,
)
#: What looks like a page, in any order, with and without front matter.
PAGES = st.tuples(st.sampled_from(["", FRONT]), st.lists(st.tuples(LINES, ENDS).map("".join), max_size=30).map("".join)).map("".join)
ANY_TEXT = st.one_of(st.text(), st.text(alphabet=" \t\r\n\x0b\x0c\u2028\ufeff•-●:|#1(),;aA."), PAGES)
READERS = {"codes": codes.read, "captions": captions.read, "quiz_question": quiz.read, "quiz_answer": quiz.read, "report": report.read}


def assert_tree(outline: Outline, text: str) -> None:
    assert "".join(block.span.of(text) for block in outline.blocks) == text
    assert len(outline.text) == len(text)
    assert all(read in (text[i], " ") for i, read in enumerate(outline.text))
    assert [block.line for block in outline.blocks] == [text.count("\n", 0, block.span.start) + 1 for block in outline.blocks]
    assert [block.index for block in outline.blocks] == list(range(len(outline.blocks)))
    for block in outline.blocks:
        assert block.span.holds(block.content)
        assert "\n" not in block.content.of(outline.text)
        assert block.parent is None or block.parent < block.index
        assert block.section is None or block.section <= block.index
        assert block.kind != "blank" or not block.content.of(text)
        assert block.depth >= 0
        assert all(outline.blocks[i].kind == "bullet" for i in [each.index for each in outline.ancestors(block)[:-2]])
    assert {child.index for block in outline.blocks for child in outline.children(block)} == {
        block.index for block in outline.blocks if block.parent is not None
    }
    assert [block for blocks in outline.sections() for block in blocks] == list(outline.blocks)


@given(ANY_TEXT)
@example("")
@example("\n")
@example("\r")
@example("\ufeff\n  •")
@example("Sites\n  • a\n")
def test_the_blocks_of_any_text_are_one_tree_that_tiles_it(text):
    assert_tree(outline_of(text), text)


@given(ANY_TEXT, st.integers(-5, 500))
def test_every_offset_has_a_place(text, offset):
    outline = outline_of(text)

    assert not text or outline.at(offset) in outline.blocks


@given(ANY_TEXT)
def test_a_mask_keeps_every_position_and_hides_citations_alone(text):
    own = own_citations(outline_of(text))
    spans = [span for citations in own.values() for span in brackets_of(text, citations)]
    masked = mask(text, spans)

    assert len(masked) == len(text)
    assert all(masked[i] == text[i] or any(span.start <= i < span.end for span in spans) for i in range(len(text)))
    assert all(citation.span.of(text) == citation.text for citations in own.values() for citation in citations)


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_the_structural_readers_never_fail_and_leave_no_word_without_a_fate(text):
    page = page_of(outline_of(text), known())
    for blocks in page.outline.sections():
        heading = page.outline.names.get(blocks[0].index, "") if blocks else ""
        reader = known().sections[heading.casefold()].reader if heading else ""
        if reader in READERS:
            assert_sound(page, blocks, list(READERS[reader](page, blocks)))
        if heading:
            assert_sound(page, [], [each for each in empty.read(page, blocks) if isinstance(each, Fact)])
        assert_sound(page, [], list(cites.read(page, blocks)))
    front = page.outline.sections()[0]
    assert_sound(page, front_of(page), list(frontmatter.read(page, front)))
