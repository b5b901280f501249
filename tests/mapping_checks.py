"""What a mapping file must satisfy: each check takes the folder of the mappings and yields messages that name the row and the fix."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from build_graph.lexicon import QUALITY_COLUMNS, TERM_COLUMNS, read_table

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "ontology" / "lexicon"
MAPPINGS = ROOT / "ontology" / "mappings"
AUTHORITY = ROOT.parent / "shared" / "authority"
CONCEPT_COLUMNS = ("phrase", "category", "curie", "label", "match", "source", "note")
OPENED_COLUMNS = ("object_id", "object_label", "source")
XREF_COLUMNS = ("subject", "subject_label", "predicate", "object", "object_label", "source")

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "object_source",
    "object_source_version",
    "comment",
)
METADATA = (
    "curie_map",
    "license",
    "mapping_date",
    "mapping_set_description",
    "mapping_set_id",
    "mapping_set_title",
    "mapping_set_version",
)
#: Owners who restrict their labels: identifiers alone, in a file of their own.
RESTRICTED = frozenset({"DrugBank", "OMIM", "RADLEX", "SNOMEDCT", "icd11.foundation"})
PREDICATES = frozenset(f"skos:{word}Match" for word in ("exact", "close", "broad", "narrow", "related"))
JUSTIFICATIONS = frozenset({"semapv:LexicalMatching", "semapv:ManualMappingCuration"})
NOT_FOUND = "sssom:NoTermFound"


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


def opened(folder: Path = MAPPINGS) -> dict[str, set[str]]:
    """Return identifier -> label, where a source that we opened shows what the authority table lacks; restricted: no label."""
    return {row["object_id"]: {row["object_label"]} - {""} for row in read_table(folder / "opened.tsv", OPENED_COLUMNS)}


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
    known = shown() | opened()
    for table in sets(folder):
        for line, row in table.rows:
            target = row["object_id"]
            if target == NOT_FOUND:
                continue
            if target not in known:
                yield table.at(line, f"neither the authority table nor opened.tsv shows {target}", "open a source that shows it")
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
