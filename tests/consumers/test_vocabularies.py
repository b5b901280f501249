"""The names of Biolink and RO that ontology and tables use are those of the package biolink-model."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from build_graph.formats import biolink
from consumers.programs import ROOT, python

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
    "ro": [each for slot in model["slots"].values() for each in slot.get("exact_mappings") or [] if each.startswith("RO:")],
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


def test_every_relation_of_ro_is_one_that_biolink_maps_exactly():
    used = {name.replace("_", ":") for name in re.findall(r"\bobo:(RO_\d+)", ONTOLOGY)}

    assert len(used) == 2
    assert used <= set(model()["ro"])


@pytest.mark.parametrize("name", ["treatss", "disease", "Treats"])
def test_a_misspelt_name_is_seen(name: str):
    assert unknown({name}) == {name}
