"""N-Quads: the same triples, each in the graph of its layer; evidence in a graph an edition, so that editions can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from build_graph.triples import Triples, ntriples
from build_graph.vocabulary import Names


def named_graphs(layers: Mapping[str, Triples], names: Names) -> dict[str, Triples]:
    """Return address of the graph -> its triples.

    Args:
        layers: name of the Turtle file -> its triples.
        names: addresses.
    """
    found: dict[str, Triples] = {}
    for name, triples in layers.items():
        layer = names.graph(name).value
        if not name.endswith("-evidence.ttl"):
            found[layer] = triples
            continue
        graphs = {subject: _edition_of(str(subject)[1:-1], layer, names) for subject in {triple.subject for triple in triples}}
        for triple in triples:
            found.setdefault(graphs[triple.subject], []).append(triple)
    return dict(sorted(found.items()))


def _edition_of(address: str, layer: str, names: Names) -> str:
    """Return the graph of the edition that a node is or belongs to; the layer's own for what editions share, such as works cited."""
    documents = f"{names.base}document/"
    return f"{layer}/{address.removeprefix(documents).split('/')[1]}" if address.startswith(documents) else layer


def nquads(graphs: Mapping[str, Iterable[ox.Triple]]) -> bytes:
    """Return sorted N-Quads: by graph, then as in sorted N-Triples."""
    return b"".join(
        line.removesuffix(b" .\n") + f" <{graph}> .\n".encode()
        for graph, triples in sorted(graphs.items())
        for line in ntriples(triples).splitlines(keepends=True)
    )
