"""Views: what can be derived from terms and claims alone, thrown away, and derived again to the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from build_graph import resources
from build_graph.triples.write import Layer, Triples
from build_graph.vocabulary import decisive, iri, pkg

Node = Mapping[str, list[ox.NamedNode | ox.Literal]]


def edges(claims: Iterable[ox.Triple]) -> Triples:
    """Return the plain edges, the tree of diseases and the steps of mechanisms that the claims support.

    Args:
        claims: what ``claims`` returned, or the same read back from a release.
    """
    nodes: dict[ox.NamedNode, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for triple in claims:
        nodes.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)  # type: ignore[arg-type]
    layer = Layer()
    for node in nodes.values():
        if _is(node, "pkg:Claim") and is_plain(node):
            _edges(layer, node, nodes)
        if _is(node, "pkg:Claim") and _is_step(node):
            _steps(layer, node)
    return layer.sorted()


def is_plain(claim: Node) -> bool:
    """Return whether a plain edge may stand for the claim: whoever reads the edges alone must never read the opposite."""
    predicate = claim[iri("pkg:predicate").value][0].value
    return _is_flat(claim) and not decisive(resources.folder("ontology") / "ontology.ttl").decides(claim, predicate)


def _is_step(claim: Node) -> bool:
    """Return whether a claim gives steps of a mechanism: a way goes on through a raised level, whose state stands in the claim."""
    unstated = {name: values for name, values in claim.items() if name != iri("pkg:state").value}
    return pkg("hasMechanism") in claim[iri("pkg:predicate").value] and is_plain(unstated)


def _is_flat(claim: Node) -> bool:
    """Return whether a claim is affirmed, not hedged, and not rarer than "often"."""

    def values(name: str) -> list[ox.NamedNode | ox.Literal]:
        return claim.get(iri(name).value, [])

    ranks = [int(rank.value) for rank in values("pkg:frequencyRank")]
    return (
        values("pkg:polarity") == [pkg("affirmed")]
        and values("pkg:modality") == [pkg("asserted")]
        and (not values("pkg:frequency") or (bool(ranks) and min(ranks) >= 0))
    )


def _is(node: Node, kind: str) -> bool:
    return iri(kind) in node.get(iri("rdf:type").value, [])


def _edges(layer: Layer, claim: Node, nodes: Mapping[ox.NamedNode, Node]) -> None:
    """Add what one plain claim supports: nothing where its object is a literal."""
    subject, predicate = (claim[iri(name).value][0] for name in ("pkg:subject", "pkg:predicate"))
    for target in claim.get(iri("pkg:object").value, []):
        if not (isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and isinstance(target, ox.NamedNode)):
            continue
        layer.add(subject, predicate, target)
        if predicate == pkg("subtypeOf"):
            layer.add(subject, "skos:broader", target)
            if all(_is(nodes.get(end, {}), "pkg:Disease") for end in (subject, target)):
                layer.add(subject, "rdfs:subClassOf", target)


def _steps(layer: Layer, claim: Node) -> None:
    """Add what leads to a step of a mechanism and what the step leads to: nothing where it is a literal."""
    for step in claim.get(iri("pkg:object").value, []):
        if isinstance(step, ox.NamedNode):
            _step(layer, claim, step)


def _step(layer: Layer, claim: Node, step: ox.NamedNode) -> None:
    """Add the edges from and to one step."""
    for name, forward in (("pkg:trigger", False), ("pkg:driver", False), ("pkg:effect", True)):
        for other in claim.get(iri(name).value, []):
            if isinstance(other, ox.NamedNode):
                layer.add(*((step, "pkg:leadsTo", other) if forward else (other, "pkg:leadsTo", step)))
