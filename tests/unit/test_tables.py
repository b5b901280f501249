from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from build_graph import tables
from build_graph.facts import Fact, Qualifier, Quantity, Reading, Term, claim_of
from build_graph.vocabulary import Names

NAMES = Names()


def rows(*readings: Reading) -> list[dict[str, str]]:
    text = tables.facts(readings, NAMES).decode()
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def row(reading: Reading, relation: str, label: str = "") -> dict[str, str]:
    found = [each for each in rows(reading) if each["relation"] == relation and each["object_label"].startswith(label)]
    assert len(found) == 1, found
    return found[0]


def with_quantity(reading: Reading, quantity: Quantity) -> str:
    fact = reading.facts[-1]
    changed = fact._replace(claim=claim_of(fact.claim.subject, "hasCount", "some", quantity=quantity))
    return row(replace(reading, facts=(changed,)), "has_count")["qualifiers"]


def test_a_claim_made_twice_is_one_row_with_both_lines(reading: Reading):
    found = row(reading, "occurs_at_site")

    assert found["lines"] == "5,19"
    assert found["section"] == "Definition / general; Microscopic (histologic) images"
    assert [reading.text[int(a) : int(b)] for a, b in zip(found["start"].split(","), found["end"].split(","), strict=True)] == [
        "grit in the dermis", "Grit in dermis",
    ]  # fmt: skip
    assert found["citations"] == "J Grit 2020;1:2"


def test_every_row_has_as_many_cells_as_the_header(reading: Reading):
    lines = tables.facts([reading], NAMES).decode().split("\n")

    assert {line.count("\t") for line in lines[:-1]} == {len(tables.FACTS) - 1}
    assert len(lines) > 20


def test_no_claim_is_lost_and_none_is_added(reading: Reading):
    claims = {fact.claim for fact in reading.facts if fact.claim.predicate != "cites"}

    assert len([each for each in rows(reading) if each["relation"] != "cites"]) == len(claims)


def test_hedge_and_denial_are_qualifiers(reading: Reading):
    assert "certainty=possible; population=some patients" in row(reading, "treated_by", "lamp")["qualifiers"]
    assert row(reading, "has_clinical_finding", "fever")["qualifiers"] == "certainty=established; polarity=negative"


def test_a_split_name_is_joined_and_a_claim_about_the_page_has_no_claim_node(reading: Reading):
    assert row(reading, "has_clinical_finding", "firm")["object_text"] == "firm papules"
    assert row(reading, "topic_title")["claim"] == ""
    assert row(reading, "treated_by", "lamp")["claim"].startswith("https://w3id.org/pathkg/topic/grit-disease/claim/")


def test_the_whole_phrase_comes_before_the_mention(reading: Reading):
    fact = next(fact for fact in reading.facts if fact.claim.object == "grit of skin")
    widened = fact._replace(evidence=fact.evidence._replace(phrase=(fact.evidence.span,)))

    assert row(replace(reading, facts=(widened,)), "code_title")["object_text"] == "Z99.9 - grit of skin"


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity(Decimal(27), Decimal(47), "a", statistic="mean"), "min=27; max=47; unit=year; statistic=mean"),
        (Quantity(Decimal("0.10"), Decimal("0.10"), "%"), "value=0.1; unit=%"),
        (Quantity(Decimal(70), None, "mg2/dL2", minimum_inclusive=False), "value=70; comparator=>; unit=mg2/dL2"),
        (Quantity(Decimal(70), None, "mo"), "value=70; comparator=>=; unit=month"),
        (Quantity(None, Decimal(7), "d"), "value=7; comparator=<=; unit=day"),
        (Quantity(None, Decimal(7), "1", maximum_inclusive=False), "value=7; comparator=<"),
    ],
)
def test_a_quantity_is_value_or_range_with_comparator_and_unit(reading: Reading, quantity: Quantity, said: str):
    assert with_quantity(reading, quantity) == f"certainty=established; {said}"


def test_a_value_with_tab_line_end_or_separator_stays_one_cell(reading: Reading):
    fact = reading.facts[-1]
    claim = claim_of(fact.claim.subject, "definition", "a\tb\r\nc\u2028d", Qualifier("condition", "x; y"))
    found = row(replace(reading, facts=(fact._replace(claim=claim),)), "definition")

    assert found["object_label"] == "a b c d"
    assert found["qualifiers"] == "certainty=established; condition=x, y"


def test_a_citation_is_a_row_for_each_line_that_it_covers(reading: Reading):
    found = {each["lines"]: each for each in rows(reading) if each["relation"] == "cites"}

    assert found["5"]["qualifiers"] == "scope=direct; journal=J Grit; year=2020; volume=1; page=2"
    assert found["6"]["qualifiers"].startswith("scope=inherited; from_line=5; ")
    assert {each["subject_label"] for each in found.values()} == {"line 5", "line 6"}


def test_rows_do_not_depend_on_the_order_of_facts(reading: Reading):
    assert tables.facts([replace(reading, facts=reading.facts[::-1])], NAMES) == tables.facts([reading], NAMES)


def test_coverage_has_a_row_for_each_line(reading: Reading):
    found = list(csv.DictReader(io.StringIO(tables.coverage([reading]).decode()), delimiter="\t"))

    assert [each["line"] for each in found] == [str(line.line) for line in reading.lines]
    assert set(found[0]) == {"line", "status", "claims", "unread", "document"}


def test_anchors_name_no_words_and_only_claims_of_the_document(reading: Reading):
    document = replace(reading, facts=tuple(fact for fact in reading.facts if fact.claim.predicate == "treatedBy"))

    found = list(csv.DictReader(io.StringIO(tables.anchors(reading, document, NAMES).decode()), delimiter="\t"))

    assert set(found[0]) == {"claim", "line", "start", "end"}
    assert [each["line"] for each in sorted(found, key=lambda each: int(each["line"]))] == ["15", "16"]
    assert {each["claim"] for each in found} == {each["claim"] for each in rows(document)}


def test_several_documents_meet_in_one_table(reading: Reading):
    other = replace(reading, edition=replace(reading.edition, slug="other"))

    assert {each["document"] for each in rows(reading, other)} == {"grit-disease", "other"}


def test_a_term_as_qualifier_gives_its_label(reading: Reading):
    fact = reading.facts[-1]
    claim = claim_of(fact.claim.subject, "hasCount", "x", Qualifier("population", Term("men", "men", "Population")))

    assert row(replace(reading, facts=(Fact(claim, fact.evidence),)), "has_count")["qualifiers"].endswith("population=men")
