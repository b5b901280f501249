"""The golden answers of the queries. ``python tests/golden_answers.py`` writes them anew from the shipped document: look at the diff."""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from pathlib import Path

from build_graph import pipeline, queries, release, resources
from build_graph.answers import Answer, as_tsv

GOLDEN = Path(__file__).parent / "conformance" / "queries"
#: The digest of the document stands in the addresses of its lines; a golden answer would change with every word of it.
DIGEST = re.compile(r"(?<=document/)([\w-]+)/[0-9a-f]{16}(?=[/>])")


def written(answer: Answer) -> str:
    """Return an answer as a golden file holds it: SPARQL TSV, the document's digest left out."""
    return DIGEST.sub(r"\1/DIGEST", as_tsv(answer))


def changes() -> list[tuple[str, str, str]]:
    """Return query, words of the document, and the words put in their place; ``\\n`` is a line end."""
    with (GOLDEN / "changes.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows[0] == ["query", "old", "new"]
    return [(name, old.replace("\\n", "\n"), new.replace("\\n", "\n")) for name, old, new in rows[1:]]


def refresh() -> int:
    """Write every golden answer from a build of the shipped document; return the exit status."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "dist"
        outcome = pipeline.build([None], folder)
        if outcome.report.violations:
            print(*outcome.report.violations, sep="\n", file=sys.stderr)
            return 1
        store = queries.open_release(folder, release.knowledge(release.read_manifest(folder)))
    known = queries.catalogue(resources.folder("queries"))
    for query in known:
        (GOLDEN / f"{query.name}.tsv").write_text(written(queries.run(query, store)), encoding="utf-8")
    for path in GOLDEN.glob("*.tsv"):
        if path.stem not in {*(query.name for query in known), "changes"}:
            path.unlink()
    print(f"{len(known)} answers written to {GOLDEN}: look at the diff")
    return 0


if __name__ == "__main__":
    sys.exit(refresh())
