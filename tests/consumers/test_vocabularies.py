"""The names of Biolink and RO that ontology and tables use are those of the package biolink-model."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from build_graph.formats import biolink
from build_graph.lexicon import read_table
from consumers import sources
from consumers.programs import ROOT, python
from mapping_checks import MAPPINGS

ONTOLOGY = (ROOT / "ontology" / "ontology.ttl").read_text(encoding="utf-8")
SCRIPT = """
import json, sys
from pathlib import Path
import biolink_model, yaml
path = next(Path(place) for place in biolink_model.__path__) / "schema" / "biolink_model.yaml"
model = yaml.safe_load(path.read_text(encoding="utf-8"))
camel = lambda name: "".join(word[:1].upper() + word[1:] for word in name.split())
print(json.dumps({
    "classes": [camel(name) for name in model["classes"]], "slots": [name.replace(" ", "_") for name in model["slots"]],
    "parents": {name.replace(" ", "_"): (slot.get("is_a") or "").replace(" ", "_") for name, slot in model["slots"].items()},
    "ro": {each: name.replace(" ", "_") for name, slot in model["slots"].items()
           for each in slot.get("exact_mappings") or [] if each.startswith("RO:")},
}))
"""


@cache
def model() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(python(SCRIPT, venv="kgx"))
    return found


def unknown(names: set[str]) -> set[str]:
    """Return the names, classes in CamelCase and slots in snake_case, that Biolink has not."""
    return names - set(model()["classes"]) - set(model()["slots"])


def test_every_biolink_name_of_the_ontology_exists():
    names = set(re.findall(r"\bbiolink:(\w+)", ONTOLOGY))

    assert len(names) > 30
    assert unknown(names) == set()


def test_every_biolink_name_of_the_table_exists():
    table = biolink()
    said = {*table.kinds.values(), *(name for name, _, _ in table.predicates.values())}

    assert unknown({name.removeprefix("biolink:") for name in said} | set(table.qualifiers.values())) == set()


def test_every_predicate_of_the_table_is_a_predicate():
    parents: dict[str, str] = dict(model()["parents"])  # type: ignore[arg-type]
    for said, _, _ in biolink().predicates.values():
        name = said.removeprefix("biolink:")
        while parents.get(name):
            name = parents[name]
        assert name == "related_to", said


def relations(ontology: str) -> dict[str, str]:
    """Return each relation of RO that a predicate names beside one of Biolink, and that one."""
    return {number.replace("_", ":"): slot for slot, number in re.findall(r"\bbiolink:(\w+) , obo:(RO_\d+)", ontology)}


def test_every_relation_of_ro_is_the_one_that_biolink_maps_exactly_to_the_slot_beside_it():
    exact: dict[str, str] = dict(model()["ro"])  # type: ignore[arg-type]

    assert len(relations(ONTOLOGY)) == 2 == len(set(re.findall(r"\bobo:RO_\d+", ONTOLOGY)))
    assert relations(ONTOLOGY).items() <= exact.items()
    assert not relations(ONTOLOGY.replace("RO_0002200", "RO_0004026")).items() <= exact.items()


def test_what_packages_show_of_other_vocabularies_is_what_the_table_says():
    """How each package writes a name: as attribute of a namespace, or as the identifier of a slot."""
    forms = {"cito": r"\bCITO\.{0}\b", "spdx": r"\bSPDX_NAMESPACE\.{0}\b", "obo": r"^  {1}:\n(?:    .*\n)*?    slot_uri: {0}$"}
    rows = [row for row in read_table(MAPPINGS / "borrowed.tsv", ("name", "label", "opened", "package")) if row["package"]]

    assert len(rows) > 5
    for row in rows:
        prefix, _, local = row["name"].partition(":")
        form = forms[prefix].format(local.replace("_", ":") if prefix == "obo" else local, row["label"])
        if local.startswith("checksumAlgorithm_"):
            form = 'f"checksumAlgorithm_'  # and the name of the algorithm in small letters
        assert re.search(form, sources.text(row["package"]), flags=re.MULTILINE), row["name"]
        assert prefix == "obo" or not re.search(forms[prefix].format(f"{local}s"), sources.text(row["package"])), "the form finds anything"


@pytest.mark.parametrize("name", ["treatss", "disease", "Treats"])
def test_a_misspelt_name_is_seen(name: str):
    assert unknown({name}) == {name}
