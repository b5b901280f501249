from __future__ import annotations

import pytest

from build_graph.readers import frontmatter
from build_graph.readers.page import Found, Page
from made_page import FRONT, assert_gold, assert_sound, facts, front_of, kept, mentioned, page, real_page, unread, value


def read(text: str) -> tuple[Page, list[Found]]:
    made = page(text)
    blocks = made.outline.sections()[0]
    found = list(frontmatter.read(made, blocks))
    assert_sound(made, front_of(made), found)
    return made, found


def said(found: list[Found], predicate: str) -> list[tuple[str, dict[str, str]]]:
    return [(value(fact.claim), kept(fact.claim)) for fact in facts(found, predicate)]


def test_every_line_of_a_newer_page_is_read():
    _, found = read(FRONT)

    assert not unread(found)
    assert said(found, "topicCategory") == [("Skin nontumor", {"level": "1"}), ("Metabolic disorders", {"level": "2"})]
    assert said(found, "topicTitle") == [("Grit disease", {})] * 2
    assert said(found, "authorUpdateDate") == [("2024-05-03", {})]
    assert said(found, "staffUpdateDate") == [("2025-06-05", {"status": "update in progress"})]
    assert said(found, "copyright") == [("Example.org, Inc.", {"kind": "holder"}), ("2019-2024", {"kind": "years"})]
    assert said(found, "pubmedSearchTerm") == [("Grit disease[TI]", {})]
    assert said(found, "pageViews") == [("2310", {"year": "2024"}), ("10", {"year": "2025", "period": "to date"})]
    assert said(found, "website") == [("Example.org", {})] * 2
    assert said(found, "sourceUrl") == [("https://example.org/grit.html", {})]
    assert said(found, "accessed") == [("2025-05-03", {})]


def test_the_subject_is_the_page_and_its_words_the_title():
    made, found = read(FRONT)

    assert {fact.claim.subject.label for fact in facts(found)} == {"Grit disease topic page"}
    assert {words for fact in facts(found) for words in mentioned(made, fact, "subject")} == {"Grit disease"}


def test_an_author_has_degrees_an_order_and_a_place_in_the_cite_line():
    made, found = read(FRONT)
    authors = facts(found, "author")

    assert [(fact.evidence.line, value(fact.claim), mentioned(made, fact, "object")[0]) for fact in authors] == [
        (14, "Ada van der Berg, M.B.Ch.B., M.Sc.", "Ada van der Berg, M.B.Ch.B., M.Sc."),
        (18, "Ada van der Berg, M.B.Ch.B., M.Sc.", "van der Berg A"),
        (15, "Jan Roe, M.D.", "Jan Roe, M.D."), (18, "Jan Roe, M.D.", "Roe J"),
    ]  # fmt: skip
    assert kept(authors[0].claim) == {"order": "1", "degree": "M.B.Ch.B.|M.Sc."}
    assert kept(authors[2].claim) == {"order": "2", "degree": "M.D."}
    assert authors[0].claim == authors[1].claim


def test_the_years_of_the_copyright_are_a_quantity():
    _, found = read(FRONT)
    (quantity,) = [fact.claim.quantity for fact in facts(found, "copyright") if fact.claim.quantity]

    assert [quantity.minimum, quantity.maximum, quantity.unit] == [2019, 2024, "a"]


@pytest.mark.parametrize("line", ["Copyright: (c) 2017, Grit Inc.", "Copyright 2017, Grit Inc.", "(c) 2017, Grit Inc.", "© 2017 Grit Inc."])
def test_a_copyright_of_one_year_is_read_in_any_form(line):
    _, found = read(f"Skin\nGrit\n{line}\nSites\n")

    assert said(found, "copyright") == [("Grit Inc.", {"kind": "holder"}), ("2017", {"kind": "years"})]


def test_older_lines_keep_their_words_as_a_kind():
    _, found = read(
        "Skin\nGrit\nAuthor: Jan Roe, M.D.\nTopic Completed: 1 May 2017\nMinor changes: 2 May 2018\n"
        "Revised: 3 May 2012, last major update May 2011\nSites\n"
    )

    assert said(found, "author") == [("Jan Roe, M.D.", {"order": "1", "degree": "M.D."})]
    assert said(found, "authorUpdateDate") == [
        ("2017-05-01", {"kind": "topic completed"}), ("2012-05-03", {"kind": "revised"}), ("2011-05", {"kind": "last major update"}),
    ]  # fmt: skip
    assert said(found, "staffUpdateDate") == [("2018-05-02", {"kind": "minor changes"})]
    assert not unread(found)


def test_an_editor_is_a_contributor_with_a_role():
    _, found = read("Skin\nGrit\nDeputy Editor-in-Chief: Jan Roe, M.D.\nSites\n")

    assert said(found, "contributor") == [("Jan Roe, M.D.", {"role": "Deputy Editor-in-Chief"})]


def test_what_is_no_date_is_refused():
    made, found = read("Skin\nGrit\nLast author update: 31 February 2020\nSites\n")

    assert [each.span.of(made.text) for each in unread(found)] == ["31 February 2020"]
    assert not facts(found, "authorUpdateDate")


@pytest.mark.parametrize("line", ["Page views in 2024: many", "Copyright: nobody", "Related: Sand disease", "Whatever else"])
def test_what_no_rule_reads_is_unread(line):
    _, found = read(f"Skin\nGrit\nCopyright: 2020, X\n{line}\nSites\n")

    assert [each.line for each in unread(found)] == [4]


def test_bullets_before_the_first_heading_are_left_to_others():
    _, found = read("Skin\nGrit\nCopyright: 2020, X\n● A disease\n")

    assert not [each for each in found if getattr(each, "line", 0) == 4]


def test_the_real_page_says_what_was_annotated():
    made = real_page()
    found = list(frontmatter.read(made, made.outline.sections()[0]))

    assert not unread(found)
    assert_gold(
        made, found, topic_category="topicCategory", topic_title="topicTitle", author_update_date="authorUpdateDate",
        staff_update_date="staffUpdateDate", copyright="copyright", website="website", pubmed_search_term="pubmedSearchTerm",
        author="author", page_views="pageViews", recommended_citation="recommendedCitation", source_url="sourceUrl", accessed="accessed",
    )  # fmt: skip
