"""The mappings and references: every identifier is one that the authority table shows, with its label, in the file of its licence class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build_graph.lexicon import read_table
from mapping_checks import (
    AUTHORITY,
    COLUMNS,
    MAPPINGS,
    NOT_FOUND,
    RESTRICTED,
    bad_metadata,
    bad_values,
    contradictions,
    malformed_identifiers,
    mixed_licences,
    not_of_the_authority,
    opened,
    out_of_order,
    read,
    sets,
    shown,
    unknown_subjects,
)

REFERENCE_COLUMNS = ("citation", "doi", "pmid", "title", "status", "source")
WITH_AUTHORITY = pytest.mark.skipif(not AUTHORITY.exists(), reason="the authority table is not at hand (../shared/authority)")

CHECKS: tuple[Callable[[Path], Iterator[str]], ...] = (
    bad_metadata,
    unknown_subjects,
    bad_values,
    mixed_licences,
    out_of_order,
    contradictions,
    malformed_identifiers,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_mappings_keep_their_form(check: Callable[[Path], Iterator[str]]):
    problems = list(check(MAPPINGS))

    assert not problems, "\n".join(problems[:20])


@WITH_AUTHORITY
def test_every_identifier_and_label_is_one_that_the_authority_shows():
    problems = list(not_of_the_authority(MAPPINGS))

    assert not problems, "\n".join(problems[:20])


@WITH_AUTHORITY
def test_what_we_opened_ourselves_is_used_and_new_and_says_no_restricted_label():
    used = {row["object_id"]: row["comment"] for table in sets(MAPPINGS) for _, row in table.rows}
    rows = list(read_table(MAPPINGS / "opened.tsv", ("object_id", "object_label", "source")))

    assert len(rows) > 10
    for row in rows:
        assert row["object_id"] not in shown(), "the authority table has it: no row needed here"
        assert row["source"] in used[row["object_id"]], row["object_id"]
        assert bool(row["object_label"]) != (row["object_id"].split(":")[0] in RESTRICTED), row["object_id"]
    assert sorted(opened()) == list(opened())


def test_there_are_mappings_of_both_licence_classes():
    opened, restricted = sets(MAPPINGS)

    assert len(opened.rows) > 1000
    assert len(restricted.rows) > 150
    assert {row["object_id"].split(":")[0] for _, row in restricted.rows} == RESTRICTED


@pytest.mark.parametrize("name", ["open", "restricted"])
def test_the_sssom_library_reads_and_validates(name: str):
    parsers: Any = pytest.importorskip("sssom.parsers")
    validators: Any = pytest.importorskip("sssom.validators")
    path = MAPPINGS / f"{name}.sssom.tsv"

    found = parsers.parse_sssom_table(str(path))

    assert len(found.df) == len(read(path).rows)
    assert found.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    validators.validate(found, fail_on_error=True)


@WITH_AUTHORITY
def test_the_traps_of_the_authority_are_avoided():
    traps = {
        "MONDO:1011416",
        "MONDO:1011485",  # veterinary
        "MAXO:0000188",
        "MONDO:0002144",
        "MONDO:0015939",
        "GO:0070265",
        "GO:0110148",  # obsolete
        "MESH:D000095223",  # a population group, not the colour
    }

    used = {row["object_id"] for table in sets(MAPPINGS) for _, row in table.rows}

    assert not traps & used
    assert "MONDO:0008153" not in {row["object_id"] for _, row in sets(MAPPINGS)[0].rows if row["subject_id"] == "term:osteoma-cutis"}


@WITH_AUTHORITY
def test_what_the_authority_could_not_resolve_says_so():
    opened, _ = sets(MAPPINGS)
    silent = {"reference", "identifier"}  # no terms
    rows = read_table(AUTHORITY / "unresolved.tsv", ("phrase", "category", "tried"))
    phrases = [row["phrase"] for row in rows if row["category"] not in silent]

    not_found = {row["subject_id"] for _, row in opened.rows if row["object_id"] == NOT_FOUND}

    assert len(not_found) >= len(phrases)


@WITH_AUTHORITY
def test_the_references_are_those_that_the_authority_resolved():
    columns = ("citation", "type", "doi", "pmid", "title", "year", "source", "note")
    authority = {row["citation"]: row for row in read_table(AUTHORITY / "references.tsv", columns)}

    found = {row["citation"]: row for row in read_table(MAPPINGS / "references.tsv", REFERENCE_COLUMNS)}

    assert set(found) == {citation for citation, row in authority.items() if row["doi"] or row["pmid"]}
    assert list(found) == sorted(found)
    for citation, row in found.items():
        assert all(row[key] == authority[citation][key] for key in ("doi", "pmid", "title", "source"))
        assert row["status"] == ("probable" if authority[citation]["note"].startswith("PROBABLE") else "verified")


# --- planted faults: each check is seen to fail -------------------------------------------------------------------------------------

GOUT = (
    "term:gout",
    "gout",
    "skos:exactMatch",
    "MONDO:0005393",
    "gout",
    "semapv:ManualMappingCuration",
    "pathkg:term",
    "bioregistry:mondo",
    "mondo 2026-08-04",
    "seen in a file",
)
DRUG = (
    "term:ketamine",
    "ketamine",
    "skos:exactMatch",
    "DrugBank:DB01221",
    "semapv:ManualMappingCuration",
    "pathkg:term",
    "bioregistry:drugbank",
    "drugbank slim 2019",
    "seen in a file",
)


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    columns = COLUMNS if len(row) == len(COLUMNS) else tuple(column for column in COLUMNS if column != "object_label")
    return tuple(cells.get(column, cell) for column, cell in zip(columns, row, strict=True))


def small(folder: Path, opened: list[tuple[str, ...]], restricted: list[tuple[str, ...]]) -> Path:
    """Write both files with the real headers and only these rows into ``folder``, and return it."""
    for name, rows in (("open", opened), ("restricted", restricted)):
        lines = (MAPPINGS / f"{name}.sssom.tsv").read_text(encoding="utf-8").splitlines()
        head = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#")) + 1]
        text = "\n".join((*head, *("\t".join(row) for row in rows), ""))
        (folder / f"{name}.sssom.tsv").write_text(text, encoding="utf-8")
    return folder


FAULTS: dict[str, tuple[Callable[[Path], Iterator[str]], list[tuple[str, ...]], list[tuple[str, ...]], str]] = {
    "an undeclared prefix": (bad_metadata, [changed(GOUT, object_id="FOO:1")], [], "prefix of 'FOO:1' is not declared"),
    "a term that is not there": (unknown_subjects, [changed(GOUT, subject_id="term:gouty")], [], "no term 'term:gouty'"),
    "another label of the term": (unknown_subjects, [changed(GOUT, subject_label="Gout")], [], "label 'Gout'"),
    "a predicate of no vocabulary": (bad_values, [changed(GOUT, predicate_id="owl:sameAs")], [], "predicate 'owl:sameAs'"),
    "no justification": (bad_values, [changed(GOUT, mapping_justification="")], [], "justification ''"),
    "no release": (bad_values, [changed(GOUT, object_source_version="")], [], "no source or no release"),
    "not found without a reason": (bad_values, [changed(GOUT, object_id=NOT_FOUND, object_label="", comment="")], [], "no reason"),
    "a restricted id among the open": (mixed_licences, [changed(GOUT, object_id="SNOMEDCT:1")], [], "restricted licence"),
    "an open id among the restricted": (mixed_licences, [], [changed(DRUG, object_id="MONDO:0005393")], "is open"),
    "rows out of order": (out_of_order, [GOUT, changed(GOUT, subject_id="term:abdomen")], [], "out of order"),
    "a row twice": (out_of_order, [GOUT, GOUT], [], "or twice"),
    "two matches of one pair": (contradictions, [GOUT, changed(GOUT, predicate_id="skos:closeMatch")], [], "matched twice"),
    "one concept for two terms": (contradictions, [GOUT, changed(GOUT, subject_id="term:xanthoma")], [], "is exactly term:gout too"),
    "an id against the pattern": (malformed_identifiers, [changed(GOUT, object_id="MONDO:5393")], [], "Bioregistry does not accept"),
    "another source": (malformed_identifiers, [changed(GOUT, object_source="bioregistry:doid")], [], "source 'bioregistry:doid'"),
}
AUTHORITY_FAULTS = {
    "an id that it does not show": ([changed(GOUT, object_id="MONDO:0000001")], [], "shows MONDO:0000001"),
    "a label of another id": ([changed(GOUT, object_label="pseudogout")], [], "MONDO:0005393 is not 'pseudogout'"),
    "a restricted label in a comment": ([], [changed(DRUG, comment="Ketamine, seen in a file")], "gives the label of DrugBank:DB01221"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.replace(" ", "-"))
def test_a_planted_fault_is_named_with_its_row(fault: str, tmp_path: Path):
    check, opened, restricted, message = FAULTS[fault]

    problems = list(check(small(tmp_path, opened, restricted)))

    assert len(problems) == 1
    assert message in problems[0]
    assert re.match(r"(open|restricted)\.sssom\.tsv:\d+: .*; fix: ", problems[0])


@WITH_AUTHORITY
@pytest.mark.parametrize("fault", AUTHORITY_FAULTS, ids=lambda fault: fault.replace(" ", "-"))
def test_what_the_authority_does_not_say_is_named_with_its_row(fault: str, tmp_path: Path):
    opened, restricted, message = AUTHORITY_FAULTS[fault]

    problems = list(not_of_the_authority(small(tmp_path, opened, restricted)))

    assert len(problems) == 1
    assert message in problems[0]


def test_good_rows_pass_every_check(tmp_path: Path):
    tables = small(tmp_path, [GOUT], [DRUG])

    assert [problem for check in CHECKS for problem in check(tables)] == []


def test_a_header_without_licence_is_refused(tmp_path: Path):
    tables = small(tmp_path, [GOUT], [DRUG])
    path = tables / "open.sssom.tsv"
    path.write_text(re.sub(r"#license: .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")

    assert ["no license" in problem for problem in bad_metadata(tables)] == [True]
