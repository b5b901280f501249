"""The manifest of a folder of pages is laid out as that of one page is, whatever the order in which its parts come."""

from __future__ import annotations

import json
from pathlib import Path

from build_graph.listing import Listing

DOCUMENTS: list[dict[str, object]] = [
    {"document": "https://w3id.org/b", "restates": "\u00e4 \u2265 \u2028"},
    {"document": "https://w3id.org/a", "code_points": 3},
]
NAMES = ("b.ttl", "a-b.ttl", "a.ttl", "A.ttl", "\u00e9.ttl")
FILES = {f"pages/{name}": {"bytes": size, "sha256": "0" * 64} for size, name in enumerate(NAMES)}


def test_a_manifest_kept_on_the_disk_is_the_one_written_in_one_go(tmp_path: Path):
    listing = Listing(tmp_path)
    for number, (name, said) in enumerate(FILES.items()):
        listing.add(DOCUMENTS[number : number + 1], {name: said})
    listing.write(tmp_path / "manifest.json", {"software": "pathkg", "quotes": False})
    listing.close()

    whole = {"software": "pathkg", "quotes": False, "documents": DOCUMENTS, "files": dict(sorted(FILES.items()))}
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
