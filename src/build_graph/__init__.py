"""A pathology topic page in, a checked RDF knowledge graph out. It states what one page said on one day: no medical advice."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's own, whose import alone takes as long as Python's start
if TYPE_CHECKING:  # rdflib takes a third of a second to import: only those who ask for a graph pay for it
    from pathlib import Path

    from rdflib import Dataset

    from build_graph.asking import Release

__version__ = "0.1.0"
__all__ = ["__version__", "build", "load"]


def build(path: str | Path | None = None, *, base: str | None = None) -> Dataset:
    """Return the graph of the page at ``path`` (none: the shipped document), validated, its layers as named graphs.

    Raises:
        BuildGraphError: the page cannot be used, or its graph violates a shape.
    """
    from build_graph import pipeline

    return pipeline.dataset(path, base=base)


def load(folder: str | Path = "dist") -> Release:
    """Return the release in a folder, to be asked: ``load().query("subtypes")``; ``load().dataset()`` is its graph.

    Raises:
        ReleaseError: no release is there.
    """
    from pathlib import Path

    from build_graph import asking

    return asking.open_release(Path(folder))
