"""Terms and claims: one n-ary node a claim, however often and wherever the page makes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pyoxigraph as ox

from build_graph.disagreements import disagreements
from build_graph.facts import Claim, Evidence, Fact, Quantity, Reading, Term
from build_graph.triples.terms import Curated, describe, named
from build_graph.triples.write import Layer, Triples, integer
from build_graph.vocabulary import Names, apart, below, claim_hash, decimal, iri, pkg

#: Qualifiers whose value is a number: everything else that is no term is text.
_INTEGERS = frozenset({"order", "rank"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
#: Predicates that lead to a code: the classification that it belongs to.
_SYSTEMS = {"icd10Code": "ICD-10", "icd11Code": "ICD-11", "icdoCode": "ICD-O"}


def is_metadata(claim: Claim) -> bool:
    """Return whether the claim is about the page itself: it becomes plain triples on the edition, not a claim node."""
    return claim.subject.kind == "Edition"


def claims(reading: Reading, names: Names, tables: Curated | None = None, *, quotes: bool = True) -> Triples:
    """Return terms and claims of a reading, in canonical order; see ``evidence`` for ``quotes``."""
    tables = tables or Curated()
    layer = Layer()
    made = {fact.claim for fact in reading.facts if not is_metadata(fact.claim)}
    terms = {term for term in named(made) if term.kind != "Edition"} | {reading.topic}
    describe(layer, terms, reading, names, tables)
    topic = names.topic(reading.topic)
    layer.add(topic, "rdf:type", pkg("Topic"))
    layer.add(topic, "rdfs:label", ox.Literal(reading.topic.label, language="en"))
    layer.add(topic, "pkg:about", names.term(reading.topic))
    for claim in made:
        layer.add(names.claim(reading.topic, claim), "rdfs:label", ox.Literal(_sentence(claim, plain=quotes), language="en"))
        _scheme(layer, claim, reading, names)
        _claim(layer, claim, reading, names, tables)
    for fact, claim_node, evidence_node in places(reading, names):
        layer.add(claim_node, "pkg:evidence", evidence_node)
        rule = names.rule(fact.evidence.rule)
        layer.add(claim_node, "pkg:readBy", rule)
        layer.add(rule, "rdf:type", pkg("ReadingRule"))
        layer.add(rule, "rdfs:label", ox.Literal(fact.evidence.rule, language="en"))
    for one, other in disagreements(fact for fact in reading.facts if not is_metadata(fact.claim)):
        layer.add(names.claim(reading.topic, one), "pkg:disagreesWith", names.claim(reading.topic, other))
        layer.add(names.claim(reading.topic, other), "pkg:disagreesWith", names.claim(reading.topic, one))
    return layer.sorted()


def places(reading: Reading, names: Names) -> Iterator[tuple[Fact, ox.NamedNode, ox.NamedNode]]:
    """Yield each fact with the nodes of its claim and of its evidence; the pieces of evidence of a claim are numbered down the page."""
    groups: dict[str, set[Fact]] = {}
    for fact in reading.facts:
        if not is_metadata(fact.claim):
            groups.setdefault(claim_hash(fact.claim), set()).add(fact)
    for facts in groups.values():
        for number, fact in enumerate(sorted(facts, key=lambda fact: _place(fact.evidence)), start=1):
            yield fact, names.claim(reading.topic, fact.claim), names.evidence(reading.edition, fact.claim, number)


def _place(evidence: Evidence) -> tuple[object, ...]:
    mentions = tuple((mention.role, mention.spans, mention.value) for mention in evidence.mentions)
    return evidence.span, mentions, evidence.rule, evidence.block, evidence.context, evidence.phrase


def _claim(layer: Layer, claim: Claim, reading: Reading, names: Names, tables: Curated) -> None:
    node = names.claim(reading.topic, claim)
    layer.add(node, "rdf:type", pkg("Claim"))
    layer.add(node, "pkg:inTopic", names.topic(reading.topic))
    layer.add(node, "pkg:subject", names.node(claim.subject, reading))
    layer.add(node, "pkg:predicate", pkg(claim.predicate))
    if isinstance(claim.object, Term):
        layer.add(node, "pkg:object", names.node(claim.object, reading))
    else:
        layer.add(node, "pkg:value", ox.Literal(claim.object))
    layer.add(node, "pkg:polarity", pkg(claim.polarity))
    layer.add(node, "pkg:modality", pkg(claim.modality))
    for qualifier in claim.qualifiers:
        value = names.node(qualifier.value, reading) if isinstance(qualifier.value, Term) else _literal(qualifier.name, qualifier.value)
        layer.add(node, pkg(qualifier.name), value)
    ranks = [tables.frequency.get(word) for word in claim.values("frequency") if isinstance(word, str)]
    known = [rank for rank in ranks if rank is not None]
    if ranks and len(known) == len(ranks):  # a word of unknown rank counts as rarer than "often"
        layer.add(node, "pkg:frequencyRank", integer(min(known)))
    if claim.quantity:
        quantity = _quantity(layer, below(node, "quantity", 1), claim.quantity)
        layer.add(node, "pkg:quantity", quantity)
        _horizon(layer, quantity, claim)


def _scheme(layer: Layer, claim: Claim, reading: Reading, names: Names) -> None:
    """Put a code into its classification. The page prints no edition of it, and none is made up."""
    code = claim.subject if claim.predicate == "codeTitle" else claim.object
    system = _SYSTEMS.get(claim.predicate) or next((text for text in claim.values("system") if isinstance(text, str)), "")
    if not (system and isinstance(code, Term) and code.kind == "ClassificationCode"):
        return
    node, scheme = names.node(code, reading), names.scheme(system)
    layer.add(node, "skos:notation", ox.Literal(code.label.removeprefix(system).strip()))
    layer.add(node, "skos:inScheme", scheme)
    layer.add(scheme, "rdf:type", iri("skos:ConceptScheme"))
    layer.add(scheme, "rdfs:label", ox.Literal(f"{system}, edition not stated", language="en"))


def _quantity(layer: Layer, node: ox.NamedNode, quantity: Quantity) -> ox.NamedNode:
    layer.add(node, "rdf:type", pkg("Quantity"))
    bounds = (
        (quantity.minimum, quantity.minimum_inclusive, "schema:minValue", "pkg:minInclusive"),
        (quantity.maximum, quantity.maximum_inclusive, "schema:maxValue", "pkg:maxInclusive"),
    )
    for bound, inclusive, value, closed in bounds:
        if bound is not None:
            layer.add(node, value, ox.Literal(decimal(bound), datatype=iri("xsd:decimal")))
            layer.add(node, closed, ox.Literal("true" if inclusive else "false", datatype=iri("xsd:boolean")))
    layer.add(node, "pkg:ucumCode", ox.Literal(quantity.unit))
    if quantity.statistic:
        layer.add(node, "pkg:statistic", ox.Literal(quantity.statistic))
    return node


def _horizon(layer: Layer, quantity: ox.NamedNode, claim: Claim) -> None:
    """Add until when a number is counted, as a number and a unit, where the qualifier has both ("1 a")."""
    for text in claim.values("horizon"):
        number, _, unit = text.partition(" ") if isinstance(text, str) else ("", "", "")
        if _NUMBER.fullmatch(number) and unit:
            layer.add(quantity, "pkg:horizonValue", ox.Literal(decimal(Decimal(number)), datatype=iri("xsd:decimal")))
            layer.add(quantity, "pkg:horizonUcumCode", ox.Literal(unit))


def _literal(name: str, text: str) -> ox.Literal:
    return integer(int(text)) if name in _INTEGERS and text.isdecimal() and text.isascii() else ox.Literal(text)


def _sentence(claim: Claim, *, plain: bool) -> str:
    """Return the claim in words, for whoever meets its node in a browser; if not in plain ones, then no run of the page's words."""
    verb = apart(claim.predicate) if plain else claim.predicate
    what = claim.object.label if isinstance(claim.object, Term) else claim.object
    said = [value for value in claim.values("state") if isinstance(value, str)]
    said += [word for word in (claim.polarity, claim.modality) if word not in ("affirmed", "asserted")]
    return f"{claim.subject.label} {verb} {what}" + (f" ({', '.join(said)})" if said else "")
