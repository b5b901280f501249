"""Whether what was read can be released: the shapes that its graph breaks."""

from __future__ import annotations

from build_graph import lexicon, pipeline, resources, validate
from build_graph.facts import Reading
from build_graph.vocabulary import BASE, Names

KNOWN = lexicon.load(resources.lexicon())


def violations(reading: Reading) -> list[str]:
    """Return which shapes the graph of a reading breaks, and where."""
    (graph,) = pipeline.graphs([reading], Names(BASE), KNOWN)
    content = [triple for layer in graph.layers.values() for triple in layer]
    return [str(found) for found in validate.check(content, {}).violations]
