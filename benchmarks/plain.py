"""The other side: a plain rdflib and pySHACL program that writes the triples of a release as Turtle and validates them.

    python -m benchmarks.plain RELEASE OUT

It is given the triples and reads no page. It writes three Turtle files, where the build writes all files of a release.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyshacl
import rdflib


def main(release: Path, out: Path) -> int:
    """Write and validate the layers of ``release``; return the exit status."""
    out.mkdir(parents=True, exist_ok=True)
    whole = rdflib.Graph()
    for path in sorted(release.glob("calcinosis-cutis*.ttl")):
        layer = rdflib.Graph().parse(path)
        layer.serialize(out / path.name, format="turtle")
        for triple in layer:
            whole.add(triple)
    print(len(whole), "triples")
    whole.parse(release / "ontology.ttl")
    shapes = rdflib.Graph().parse(release / "shapes.ttl").parse(release / "prefixes.ttl")
    conforms, _, text = pyshacl.validate(whole, shacl_graph=shapes)
    print(text)
    return 0 if conforms else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
