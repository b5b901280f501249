from __future__ import annotations

from build_graph.readers import cites
from made_page import FRONT, assert_sound, facts, kept, mentioned, section, value

TEXT = f"{FRONT}Sites\n  • skin (J Grit 2020;1:2, J Sand 2021;3:4)\n    • face\n  • lung\n"


def test_each_line_cites_its_own_works_and_those_above():
    page, blocks = section(TEXT, "Sites")
    found = facts(cites.read(page, blocks))

    assert_sound(page, [], found)
    assert [(fact.evidence.line, value(fact.claim)) for fact in found] == [
        (20, "J Grit 2020;1:2"), (20, "J Sand 2021;3:4"), (21, "J Grit 2020;1:2"), (21, "J Sand 2021;3:4"),
    ]  # fmt: skip
    fields = {"journal": "J Grit", "year": "2020", "volume": "1", "page": "2"}
    assert kept(found[0].claim) == {"line": "20", "scope": "direct", **fields}
    assert kept(found[2].claim) == {"line": "21", "scope": "inherited", "fromLine": "20", **fields}


def test_an_inherited_citation_has_its_words_on_the_line_that_prints_it():
    page, blocks = section(TEXT, "Sites")
    inherited = facts(cites.read(page, blocks))[2]

    assert mentioned(page, inherited, "object") == ["J Grit 2020;1:2"]
    assert page.words(inherited.evidence.span) == "face"
    assert 19 in inherited.evidence.context
    assert inherited.claim.subject == page.page
