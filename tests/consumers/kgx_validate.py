"""Runs ``kgx validate`` where the network is cut off: the Biolink model is that of the package biolink-model, and not fetched.

Our own prefix is declared, since nobody else knows it. Usage: python kgx_validate.py NODES.tsv EDGES.tsv
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import biolink_model
import bmt.toolkit

MODEL = Path(biolink_model.__file__ or biolink_model.__path__[0])
FOLDER = MODEL if MODEL.is_dir() else MODEL.parent
#: The predicate mappings are a file that the package lacks; they say nothing about the predicates that we use.
bmt.toolkit.Toolkit.__init__.__defaults__ = (str(FOLDER / "schema" / "biolink_model.yaml"), {"predicate mappings": []})

import kgx.config  # noqa: E402 - it makes a Toolkit when imported

PREFIXES = json.loads((FOLDER / "prefixmaps" / "biolink_model_prefix_map.json").read_text(encoding="utf-8"))
OURS = {f"pathkg.{kind}": f"https://w3id.org/pathkg/{kind}/" for kind in ("term", "candidate")}
kgx.config.jsonld_context_map["biolink"] = {**PREFIXES, **OURS}

from kgx.cli.cli_utils import validate  # noqa: E402

ERRORS = validate(inputs=sys.argv[1:3], input_format="tsv", input_compression=None, output=None, biolink_release=None)
FOUND = {
    f"{level}: {kind}: {message}": names
    for level, kinds in ERRORS.items() for kind, messages in kinds.items() for message, names in messages.items()
}  # fmt: skip
for text, names in sorted(FOUND.items()):
    print(f"{text}: {len(names)}, such as {sorted(map(str, names))[:3]}")
print(f"{sum(text.startswith('ERROR') for text in FOUND)} errors, {sum(text.startswith('WARNING') for text in FOUND)} warnings")
