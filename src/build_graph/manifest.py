"""What a release folder lists of itself. Whoever only asks a release imports this, and none of what writing one takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from build_graph.errors import ReleaseError

MANIFEST = "manifest.json"
#: Turtle files about the release, and the rules that it obeys: not what it knows.
RULES = frozenset({"shapes.ttl", "validation-report.ttl", "prefixes.ttl", "metadata.ttl", "queries.ttl"})
#: Ending of a file of a release -> its media type.
MEDIA = {
    ".ttl": "text/turtle", ".nt": "application/n-triples", ".nq": "application/n-quads", ".jsonld": "application/ld+json",
    ".owl": "application/rdf+xml", ".tsv": "text/tab-separated-values",
    ".json": "application/json", ".md": "text/markdown", ".rq": "application/sparql-query",
}  # fmt: skip


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a release folder.

    Raises:
        ReleaseError: there is none, or it is no manifest.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise ReleaseError(
            "no release here", path=folder, expected=f"a folder with {MANIFEST}", fix="run 'build-graph build', or name one with --data"
        ) from error
    except ValueError as error:
        raise ReleaseError(f"no manifest: {error}", path=path, fix="build the release again") from error
    if not isinstance(found, dict) or not isinstance(found.get("files"), dict):
        raise ReleaseError("no manifest: it lists no files", path=path, fix="build the release again")
    return found


def knowledge(found: Mapping[str, Any]) -> list[str]:
    """Return the Turtle files that a manifest lists and that hold what the release knows, not the rules that it obeys."""
    return [name for name in found["files"] if name.endswith(".ttl") and name not in RULES]


def media_type(name: str) -> str:
    """Return the media type of a file of a release; plain text where its ending tells none."""
    return MEDIA.get(Path(name).suffix, "text/plain")
