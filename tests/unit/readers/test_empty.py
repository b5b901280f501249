from __future__ import annotations

from build_graph.readers import empty
from made_page import FRONT, assert_gold, facts, kept, mentioned, page, read, real_page, value


def test_a_heading_without_content_is_said_to_be_empty_in_this_copy():
    made, found = read(empty.read, f"{FRONT}Micro description\n\nBack to top\n", "Micro description")
    (fact,) = facts(found)

    assert (fact.claim.subject, fact.claim.predicate) == (made.page, "emptySection")
    assert (value(fact.claim), kept(fact.claim)) == ("Microscopic (histologic) description", {"kind": "heading"})
    assert mentioned(made, fact, "object") == ["Micro description"]
    assert fact.claim.polarity == "affirmed"


def test_a_heading_with_content_is_not():
    _, found = read(empty.read, f"{FRONT}Sites\n  • skin\nVideos\n", "Sites")

    assert not facts(found)


def test_a_bullet_is_named_by_its_path():
    made = page(f"{FRONT}Etiology\n  • Grit:\n    • Coarse (J Grit 2020;1:2)\n")
    (fact,) = facts(empty.read_bullet(made, made.outline.blocks[-1]))

    assert (value(fact.claim), kept(fact.claim)) == ("Etiology > Grit > Coarse", {"kind": "bullet"})
    assert fact.evidence.citations


def test_the_real_page_has_the_annotated_empty_headings():
    made = real_page()
    found = [each for blocks in made.outline.sections()[1:] for each in empty.read(made, blocks)]

    assert_gold(made, found, empty_section="emptySection")
    assert len(facts(found)) == 4
