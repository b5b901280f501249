"""Every golden case gives its claims, no other ones, and reports what it cannot read; the loader is seen to fail."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from golden_case import Case, CaseError, Outcome, cases, claim_in, faults, read

FOLDER = Path(__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.md") if path.stem != "README")
CASES = [case for path in FILES for case in cases(path)]


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


#: How many hard places, classes of cue and forms of amount places.tsv knows.
PLACES = 38
FAILING = {(row["file"], row["title"]): row["reason"] for row in table("known_failures.tsv")}


def name(case: Case) -> tuple[str, str]:
    """Return file and title, by which known_failures.tsv knows a case."""
    return case.place.path.stem, case.place.title


def parameters() -> Sequence[object]:
    """Return one parameter a case; a known failure must fail, so that its row goes with the fault."""
    made = []
    for case in CASES:
        reason = FAILING.get(name(case))
        marks = [pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)] if reason else []
        made.append(pytest.param(case, id=f"{case.place.path.stem}:{case.place.line}", marks=marks))
    return made


@pytest.mark.parametrize("case", parameters())
def test_golden(case: Case):
    wrong = faults(case, read(case.topic, case.text))

    assert not wrong, f"{case.place}: {case.place.title}\n" + "\n".join(wrong)


def test_each_file_holds_as_many_cases_as_its_row_says():
    counted = {path.stem: sum(case.place.path == path for case in CASES) for path in FILES}

    assert counted == {row["file"]: int(row["cases"]) for row in table("counts.tsv")}


def test_no_two_cases_of_a_file_share_a_title():
    titles = [name(case) for case in CASES]

    assert len(set(titles)) == len(titles)


def test_each_known_failure_names_a_case_and_a_reason():
    assert set(FAILING) <= {name(case) for case in CASES}
    assert all(FAILING.values())


def test_each_hard_place_and_class_of_cue_has_three_cases_that_are_read_right():
    rows = table("places.tsv")
    named = {(row["file"], row["title"]) for row in rows}
    right = {place: {(r["file"], r["title"]) for r in rows if r["place"] == place} - set(FAILING) for place in {r["place"] for r in rows}}

    assert named <= {name(case) for case in CASES}
    assert len(right) >= PLACES
    assert {place: len(cases) for place, cases in right.items() if len(cases) < 3} == {}


def test_no_case_would_pass_if_nothing_were_read():
    idle = [case.place.title for case in CASES if not faults(case, Outcome((), ()))]

    assert not idle


# A planted fault of each kind is seen.

PASSING = """A planted case.
.
Clinical features
  • Fever, no cough
.
hasClinicalFinding lichen planus | fever
hasClinicalFinding lichen planus | cough | polarity=negative
.
"""
READ = Outcome(
    (
        claim_in("hasClinicalFinding lichen planus | fever | frequency=often; at=2", ""),
        claim_in("hasClinicalFinding lichen planus | cough | polarity=negative; at=2", ""),
    ),
    ("purple thumbs",),
)


def planted(tmp_path: Path, old: str = "", new: str = "") -> Case:
    assert old in PASSING
    path = tmp_path / "planted.md"
    path.write_text(PASSING.replace(old, new, 1), encoding="utf-8")
    return next(cases(path))


def test_a_case_that_is_read_as_expected_has_no_fault(tmp_path: Path):
    assert faults(planted(tmp_path), READ) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| fever", "| fever || pyrexia\nassociatedWith lichen planus | fever", "missing"),
        ("hasClinicalFinding lichen planus | fever\n", "", "extra"),
        (" | polarity=negative", "", "extra"),
        ("| fever", "| fever | polarity=negative", "missing"),
        ("| fever", "| fever | certainty=possible", "missing"),
        ("| fever", "| fever | frequency=rarely", "missing"),
        ("| fever", "| fever | population=children", "missing"),
        ("| fever", "| high fever", "missing"),
        ("lichen planus | fever", "psoriasis | fever", "missing"),
        ("| fever", "| fever\nnot hasClinicalFinding lichen planus | cough", "forbidden"),
        ("| fever", "| fever\nunread green thumbs", "not reported"),
    ],
)
def test_a_wrong_expectation_is_a_fault(tmp_path: Path, old: str, new: str, said: str):
    wrong = faults(planted(tmp_path, old, new), READ)

    assert any(each.startswith(said) for each in wrong), wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| fever", "| fever | frequency=often"),
        ("| fever", "| pyrexia || Fevers"),
        ("| fever", "| fever | frequency=rarely || often; at=2"),
        ("| fever", "| fever\nunread purple thumbs"),
        ("hasClinicalFinding lichen planus | fever", "at least"),
        ("| fever", "| fever\nnot hasClinicalFinding lichen planus | cough | certainty=possible"),
    ],
)
def test_what_a_line_leaves_open_is_no_fault(tmp_path: Path, old: str, new: str):
    assert faults(planted(tmp_path, old, new), READ) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(".\n", ""), ("| fever", "fever"), ("polarity=negative", "denied"), ("hasClinicalFinding lichen", "Has lichen")],
)
def test_a_case_of_another_form_is_refused(tmp_path: Path, old: str, new: str):
    with pytest.raises(CaseError, match=r"planted\.md:1"):
        planted(tmp_path, old, new)


def test_a_planted_line_is_read_by_the_reader_itself(tmp_path: Path):
    case = planted(tmp_path, "no cough", "no cough, rash")

    assert faults(case, read(case.topic, case.text))
