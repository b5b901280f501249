"""The mappings and references: every identifier is one that the authority table shows, with its label, in the file of its licence class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from build_graph.lexicon import QUALITY_COLUMNS, TERM_COLUMNS, read_table

ROOT = Path(__file__).parents[2]
LEXICON = ROOT / "ontology" / "lexicon"
MAPPINGS = ROOT / "ontology" / "mappings"
AUTHORITY = ROOT.parent / "shared" / "authority"
CONCEPT_COLUMNS = ("phrase", "category", "curie", "label", "match", "source", "note")
XREF_COLUMNS = ("subject", "subject_label", "predicate", "object", "object_label", "source")
REFERENCE_COLUMNS = ("citation", "doi", "pmid", "title", "status", "source")

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "subject_source",
    "object_source", "object_source_version", "comment",
)
METADATA = (
    "curie_map", "license", "mapping_date", "mapping_set_description", "mapping_set_id", "mapping_set_title", "mapping_set_version",
)
#: Owners who restrict their labels: identifiers alone, in a file of their own.
RESTRICTED = frozenset({"DrugBank", "OMIM", "RADLEX", "SNOMEDCT", "icd11.foundation"})
PREDICATES = frozenset(f"skos:{word}Match" for word in ("exact", "close", "broad", "narrow", "related"))
JUSTIFICATIONS = frozenset({"semapv:LexicalMatching", "semapv:ManualMappingCuration"})
NOT_FOUND = "sssom:NoTermFound"
WITH_AUTHORITY = pytest.mark.skipif(not AUTHORITY.exists(), reason="the authority table is not at hand (../shared/authority)")


@dataclass(frozen=True)
class Set:
    """One SSSOM file: its metadata as printed, and its rows with their lines."""

    path: Path
    metadata: dict[str, str]
    prefixes: dict[str, str]
    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]

    def at(self, line: int, what: str, fix: str) -> str:
        return f"{self.path.name}:{line}: {what}; fix: {fix}"


def read(path: Path) -> Set:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    body = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    columns = tuple(body[0][1])
    return Set(
        path,
        {m[1]: m[2] for line in head if (m := re.fullmatch(r"(\w+): ?(.*)", line))},
        {m[1]: m[2] for line in head if (m := re.fullmatch(r"  ([\w.]+): (\S+)", line))},
        columns,
        [(number, dict(zip(columns, cells, strict=True))) for number, cells in body[1:]],
    )


def sets(folder: Path) -> tuple[Set, Set]:
    return read(folder / "open.sssom.tsv"), read(folder / "restricted.sssom.tsv")


def labels() -> dict[str, str]:
    """Return term IRI as CURIE -> label, of every term and quality."""
    tables = ((LEXICON / "terms.tsv", TERM_COLUMNS), (LEXICON / "qualities.tsv", QUALITY_COLUMNS))
    return {f"term:{row['slug']}": row["label"] for path, columns in tables for row in read_table(path, columns)}


def shown() -> dict[str, set[str]]:
    """Return identifier -> labels that the authority table shows with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table(AUTHORITY / "concepts.tsv", CONCEPT_COLUMNS):
        found[row["curie"]].add(row["label"])
    for row in read_table(AUTHORITY / "xrefs.tsv", XREF_COLUMNS):
        for end in ("subject", "object"):
            if row[f"{end}_label"]:
                found[row[end]].add(row[f"{end}_label"])
    return found


def plain(label: str) -> str:
    return label.replace('"', "'")


def bad_metadata(folder: Path) -> Iterator[str]:
    for table in sets(folder):
        restricted = table.path.name.startswith("restricted")
        for key in METADATA:
            if key not in table.metadata:
                yield table.at(1, f"no {key}", "add it to the header")
        if table.columns != tuple(column for column in COLUMNS if not (restricted and column == "object_label")):
            yield table.at(1, f"columns are {' '.join(table.columns)}", "those of COLUMNS; no labels under a restricted licence")
        for line, row in table.rows:
            for column in ("subject_id", "predicate_id", "object_id", "mapping_justification", "subject_source", "object_source"):
                if row[column] and row[column].split(":")[0] not in table.prefixes:
                    yield table.at(line, f"prefix of {row[column]!r} is not declared", "add it to curie_map")


def unknown_subjects(folder: Path) -> Iterator[str]:
    known = labels()
    for table in sets(folder):
        for line, row in table.rows:
            if row["subject_id"] not in known:
                yield table.at(line, f"no term {row['subject_id']!r}", "add the term to ontology/lexicon, or mend the slug")
            elif row["subject_label"] != known[row["subject_id"]]:
                yield table.at(line, f"label {row['subject_label']!r}", f"{known[row['subject_id']]!r}, as in ontology/lexicon")


def bad_values(folder: Path) -> Iterator[str]:
    for table in sets(folder):
        for line, row in table.rows:
            if row["predicate_id"] not in PREDICATES:
                yield table.at(line, f"predicate {row['predicate_id']!r}", "a mapping property of SKOS")
            if row["mapping_justification"] not in JUSTIFICATIONS:
                yield table.at(line, f"justification {row['mapping_justification']!r}", f"one of {' '.join(sorted(JUSTIFICATIONS))}")
            if row["object_id"] == NOT_FOUND and (row.get("object_label") or not row["comment"]):
                yield table.at(line, "a term not found has a label or no reason", "give the reason in the comment, and no label")
            if row["object_id"] != NOT_FOUND and not (row["object_source"] and row["object_source_version"]):
                yield table.at(line, "no source or no release", "say in which release the identifier was seen")


def mixed_licences(folder: Path) -> Iterator[str]:
    opened, restricted = sets(folder)
    for line, row in opened.rows:
        if row["object_id"].split(":")[0] in RESTRICTED:
            yield opened.at(line, f"{row['object_id']} is under a restricted licence", "move it to restricted.sssom.tsv, without label")
    for line, row in restricted.rows:
        if row["object_id"].split(":")[0] not in RESTRICTED:
            yield restricted.at(line, f"{row['object_id']} is open", "move it to open.sssom.tsv, with its label")


def out_of_order(folder: Path) -> Iterator[str]:
    for table in sets(folder):
        keys = [tuple(row.values()) for _, row in table.rows]
        for (line, _), before, key in zip(table.rows[1:], keys, keys[1:], strict=False):
            if before >= key:
                yield table.at(line, "out of order, or twice", "sort the rows by their cells")


def contradictions(folder: Path) -> Iterator[str]:
    exact: dict[str, str] = {}
    pairs: set[tuple[str, str]] = set()
    for table in sets(folder):
        for line, row in table.rows:
            subject, target = row["subject_id"], row["object_id"]
            if target == NOT_FOUND:
                continue
            if (subject, target) in pairs:
                yield table.at(line, f"{subject} and {target} are matched twice", "keep the weaker match")
            pairs.add((subject, target))
            if row["predicate_id"] == "skos:exactMatch" and exact.setdefault(target, subject) != subject:
                yield table.at(line, f"{target} is exactly {exact[target]} too", "merge the two terms, or weaken one match")


def not_of_the_authority(folder: Path) -> Iterator[str]:
    known = shown()
    for table in sets(folder):
        for line, row in table.rows:
            target = row["object_id"]
            if target == NOT_FOUND:
                continue
            if target not in known:
                yield table.at(line, f"the authority table does not show {target}", "take an identifier that it shows")
            elif "object_label" in row and row["object_label"] not in {plain(label) for label in known[target]}:
                yield table.at(line, f"{target} is not {row['object_label']!r}", f"{sorted(known[target])[0]!r}, as shown there")
            if "object_label" not in row and any(label.casefold() in row["comment"].casefold() for label in known[target]):
                yield table.at(line, f"the comment gives the label of {target}", "remove it")


def malformed_identifiers(folder: Path) -> Iterator[str]:
    bioregistry: Any = pytest.importorskip("bioregistry")
    curies: Any = pytest.importorskip("curies")
    for table in sets(folder):
        converter = curies.Converter.from_prefix_map(table.prefixes)
        for line, row in table.rows:
            target = row["object_id"]
            prefix, _, local = target.partition(":")
            registered = bioregistry.normalize_prefix(prefix)
            if target == NOT_FOUND:
                continue
            if not (registered and bioregistry.is_valid_identifier(registered, local)):
                yield table.at(line, f"Bioregistry does not accept {target}", "mend the identifier")
            elif row["object_source"] != f"bioregistry:{registered}":
                yield table.at(line, f"source {row['object_source']!r}", f"bioregistry:{registered}")
            elif converter.compress(converter.expand(target)) != target:
                yield table.at(line, f"{target} does not survive expansion and compression", "mend curie_map")


CHECKS: tuple[Callable[[Path], Iterator[str]], ...] = (
    bad_metadata, unknown_subjects, bad_values, mixed_licences, out_of_order, contradictions, malformed_identifiers,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_mappings_keep_their_form(check: Callable[[Path], Iterator[str]]):
    problems = list(check(MAPPINGS))

    assert not problems, "\n".join(problems[:20])


@WITH_AUTHORITY
def test_every_identifier_and_label_is_one_that_the_authority_shows():
    problems = list(not_of_the_authority(MAPPINGS))

    assert not problems, "\n".join(problems[:20])


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
        "MONDO:1011416", "MONDO:1011485",  # veterinary
        "MAXO:0000188", "MONDO:0002144", "MONDO:0015939", "GO:0070265", "GO:0110148",  # obsolete
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

GOUT = ("term:gout", "gout", "skos:exactMatch", "MONDO:0005393", "gout", "semapv:ManualMappingCuration", "pathkg:term",
        "bioregistry:mondo", "mondo 2026-08-04", "seen in a file")
DRUG = ("term:ketamine", "ketamine", "skos:exactMatch", "DrugBank:DB01221", "semapv:ManualMappingCuration", "pathkg:term",
        "bioregistry:drugbank", "drugbank slim 2019", "seen in a file")


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
    "an id that it does not show": ([changed(GOUT, object_id="MONDO:0000001")], [], "does not show MONDO:0000001"),
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
