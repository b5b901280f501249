"""Names that ontology, shapes and code take from other vocabularies exist there.

W3C's, DCMI's, schema.org's and FOAF's are looked up in rdflib; those of Biolink and RO by ``.ci/consumers`` in the package
biolink-model; all others stand in ontology/mappings/borrowed.tsv, with the label and the file in which they were seen.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
import rdflib.namespace as known

from build_graph.lexicon import read_table
from mapping_checks import MAPPINGS, ROOT

BORROWED = ("name", "label", "opened", "package")
IN_RDFLIB = {
    "dcat": known.DCAT, "dcterms": known.DCTERMS, "foaf": known.FOAF, "owl": known.OWL, "prov": known.PROV, "rdf": known.RDF,
    "rdfs": known.RDFS, "schema": known.SDO, "sh": known.SH, "skos": known.SKOS, "vann": known.VANN, "void": known.VOID,
    "xsd": known.XSD,
}  # fmt: skip
#: Ours, those of mapping sets, which the sssom library validates, and what the package biolink-model tells.
ELSEWHERE = {"doc", "pkg", "pkgs", "ref", "rule", "semapv", "sssom", "term", "topic", "biolink"}
SYNTAX = {"rdf:Description"}  #: of RDF/XML
PREFIXES = set(re.findall(r'sh:prefix "(\w+)"', (ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")))


def names() -> dict[str, set[str]]:
    """Return prefix -> local names, as written in ontology and code; in Python as a string of its own."""
    found: dict[str, set[str]] = defaultdict(set)
    # A prefix follows no letter, slash or colon: otherwise it is the end of something else.
    turtle = rf"(?<![\w/:<])({'|'.join(PREFIXES)}):([A-Za-z]\w*)"
    for path in (*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "queries").glob("*.rq")):
        text = re.sub(r'"[^"\n]*"(?=@|\^\^| [;.,])', "", path.read_text(encoding="utf-8"))  # prose
        for prefix, local in re.findall(turtle, re.sub(r"(?m)^#.*$", "", text)):
            found[prefix].add(local)
    for path in (ROOT / "src").rglob("*.py"):
        for prefix, local in re.findall(rf'"({"|".join(PREFIXES)}):([A-Za-z]\w*)"', path.read_text(encoding="utf-8")):
            found[prefix].add(local)
    return found


def unknown(found: dict[str, set[str]]) -> set[str]:
    """Return the names that their vocabulary lacks, or that nobody has seen there."""
    seen = {row["name"] for row in read_table(MAPPINGS / "borrowed.tsv", BORROWED)}
    written = {(prefix, local) for prefix, locals_ in found.items() if prefix not in ELSEWHERE for local in locals_}
    unsure = {f"{prefix}:{local}" for prefix, local in written if prefix not in IN_RDFLIB or local not in IN_RDFLIB[prefix]}
    return {name for name in unsure - seen - SYNTAX if not name.startswith("obo:RO_")}


def test_every_name_that_we_borrow_exists():
    found = names()

    assert sum(map(len, found.values())) > 250
    assert {"cito", "oa", "bibo", "spdx", "obo", *IN_RDFLIB} <= found.keys() | {"rdf"}
    assert unknown(found) == set()


def test_each_row_of_the_table_is_used_and_says_where_it_was_seen():
    found = {f"{prefix}:{local}" for prefix, locals_ in names().items() for local in locals_}
    rows = list(read_table(MAPPINGS / "borrowed.tsv", BORROWED))

    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    assert {row["name"] for row in rows} - found == set()
    for row in rows:
        assert re.fullmatch(r"github:[\w-]+/[\w.-]+@[0-9a-f]{12}:\S+|[a-z-]+==[\d.]+:\S+", row["opened"]), row["name"]


@pytest.mark.parametrize(
    "name", ["prov:wasDerivedOf", "skos:exactMatches", "cito:citesAsProof", "obo:ECO_0000035", "oa:begin", "schema:sha512"]
)
def test_a_name_that_does_not_exist_is_seen(name: str):
    prefix, _, local = name.partition(":")

    assert unknown({prefix: {local}}) == {name}
