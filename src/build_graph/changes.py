"""What changed between two releases, claim by claim with its evidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from build_graph import release
from build_graph.vocabulary import OWN, iri, pkg

Value = ox.NamedNode | ox.Literal
Node = Mapping[str, Sequence[Value]]
#: What a claim has that says nothing of what it states.
_SILENT = OWN - {"polarity", "modality", "quantity"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a document makes a claim."""

    document: str
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as a release has it."""

    address: str
    label: str
    about: tuple[str, str, str]  #: subject, predicate, and object or value
    says: Mapping[str, tuple[str, ...]]  #: stance, quantity and qualifiers, by local name, as labels
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The claims and terms of a release, and the addresses that it calls deprecated."""

    claims: Mapping[str, Statement]
    terms: Mapping[str, str]  #: address -> label
    deprecated: Mapping[str, str] = field(default_factory=dict)  #: address -> label


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs; every list is in the order of labels and addresses."""

    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]
    changed: tuple[tuple[Statement, Statement], ...]  #: same subject, predicate and object, said otherwise
    reworded: tuple[tuple[Statement, Statement], ...]  #: the same claim, read from other words
    terms_added: tuple[tuple[str, str], ...]  #: address, label
    terms_removed: tuple[tuple[str, str], ...]


def snapshot(folder: Path) -> Snapshot:
    """Return the claims and terms of a release folder.

    Raises:
        ReleaseError: no release is there, or a file of it cannot be read.
    """
    names = release.knowledge(release.read_manifest(folder))
    return snapshot_of(triple for name in names for triple in release.parse(folder / name))


def snapshot_of(triples: Iterable[ox.Triple]) -> Snapshot:
    """Return the claims and terms of a graph: terms, claims and evidence together."""
    nodes: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        nodes[str(triple.subject)[1:-1]][triple.predicate.value].append(triple.object)  # type: ignore[arg-type]
    kind, claim, gone = iri("rdf:type").value, pkg("Claim"), iri("owl:deprecated").value
    claims = {address: _statement(address, node, nodes) for address, node in nodes.items() if claim in node.get(kind, [])}
    named = {address: _label(address, nodes) for address, node in nodes.items() if iri("skos:prefLabel").value in node}
    deprecated = {address: _label(address, nodes) for address, node in nodes.items() if gone in node}
    return Snapshot(claims, named, deprecated)


def _statement(address: str, claim: Node, nodes: Mapping[str, Node]) -> Statement:
    space, says = iri("pkg:").value, {}
    for name, values in claim.items():
        local = name.removeprefix(space)
        if local == name or local in _SILENT:
            continue
        said = _quantity(values[0], nodes) if local == "quantity" else [_shown(value, nodes) for value in values]
        says[local] = tuple(sorted(said))

    def end(*names: str) -> str:
        return next((value.value for name in names for value in claim.get(pkg(name).value, [])), "")

    label = next((value.value for value in claim.get(iri("rdfs:label").value, [])), address)
    places = sorted(_place(value.value, nodes) for value in claim.get(pkg("evidence").value, []))
    return Statement(address, label, (end("subject"), end("predicate"), end("object", "value")), says, tuple(places))


def _quantity(value: Value, nodes: Mapping[str, Node]) -> list[str]:
    held = nodes.get(value.value, {})
    said = {name.rpartition("#")[2].rpartition("/")[2]: values for name, values in held.items() if name != iri("rdf:type").value}
    return [f"{name} {each.value}" for name, values in said.items() for each in values]


def _shown(value: Value, nodes: Mapping[str, Node]) -> str:
    return value.value if isinstance(value, ox.Literal) else _label(value.value, nodes)


def _label(address: str, nodes: Mapping[str, Node]) -> str:
    for name in ("skos:prefLabel", "rdfs:label"):
        if found := nodes.get(address, {}).get(iri(name).value):
            return found[0].value
    return address.rpartition("/")[2].rpartition("#")[2]


def _place(address: str, nodes: Mapping[str, Node]) -> Place:
    node = nodes.get(address, {})

    def first(where: Node, name: str) -> str:
        return next((value.value for value in where.get(iri(name).value, [])), "")

    quotes = (first(nodes.get(each.value, {}), "oa:exact") for each in node.get(iri("oa:hasSelector").value, []))
    line = first(node, "pkg:lineNumber")
    return Place(first(node, "oa:hasSource"), int(line) if line.isdecimal() else 0, next((quote for quote in quotes if quote), ""))


def diff(old: Snapshot, new: Snapshot) -> Changes:
    """Return what ``new`` says that ``old`` did not, and the other way round."""
    gone = [old.claims[address] for address in old.claims.keys() - new.claims.keys()]
    come = [new.claims[address] for address in new.claims.keys() - old.claims.keys()]
    pairs = _pairs(gone, come)
    paired = {each.address for pair in pairs for each in pair}
    both = [(old.claims[address], new.claims[address]) for address in old.claims.keys() & new.claims.keys()]
    reworded = [(was, now) for was, now in both if {place.quote for place in was.places} != {place.quote for place in now.places}]
    return Changes(
        _ordered(each for each in come if each.address not in paired), _ordered(each for each in gone if each.address not in paired),
        tuple(sorted(pairs, key=_first)), tuple(sorted(reworded, key=_first)),
        _terms(new.terms, old.terms), _terms(old.terms, new.terms),
    )  # fmt: skip


def _pairs(gone: Iterable[Statement], come: Iterable[Statement]) -> list[tuple[Statement, Statement]]:
    """Return claims about the same things, said otherwise: those pair that share the most; a tie goes to the lower address."""
    by_about: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for each in come:
        by_about[each.about].append(each)
    candidates = [
        (-len(set(was.says.items()) & set(now.says.items())), was.address, now.address, was, now)
        for was in gone
        for now in by_about[was.about]
    ]
    found: list[tuple[Statement, Statement]] = []
    taken: set[str] = set()
    for _, first, second, was, now in sorted(candidates, key=lambda each: each[:3]):
        if not {first, second} & taken:
            taken |= {first, second}
            found.append((was, now))
    return found


def _ordered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda each: (each.label, each.address)))


def _first(pair: tuple[Statement, Statement]) -> tuple[str, str]:
    return pair[0].label, pair[0].address


def _terms(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((address, here[address]) for address in here.keys() - there.keys()))


def differences(was: Statement, now: Statement) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return local name -> values before and after, where they differ."""
    names = sorted(was.says.keys() | now.says.keys())
    return {name: (was.says.get(name, ()), now.says.get(name, ())) for name in names if was.says.get(name) != now.says.get(name)}


def as_json(changes: Changes) -> str:
    """Return the changes for programs."""

    def one(each: Statement) -> dict[str, object]:
        places = [{"document": place.document, "line": place.line, "quote": place.quote} for place in each.places]
        says = {name: list(values) for name, values in each.says.items()}
        return {"claim": each.address, "label": each.label, "says": says, "evidence": places}

    def pair(was: Statement, now: Statement) -> dict[str, object]:
        found = {name: {"old": list(before), "new": list(after)} for name, (before, after) in differences(was, now).items()}
        return {"old": one(was), "new": one(now), "differs": found}

    return json.dumps({
        "added": [one(each) for each in changes.added],
        "removed": [one(each) for each in changes.removed],
        "changed": [pair(*each) for each in changes.changed],
        "reworded": [pair(*each) for each in changes.reworded],
        "terms_added": [{"term": address, "label": label} for address, label in changes.terms_added],
        "terms_removed": [{"term": address, "label": label} for address, label in changes.terms_removed],
    }, indent=1, ensure_ascii=False, sort_keys=True) + "\n"  # fmt: skip


def as_markdown(changes: Changes) -> str:
    """Return the changes for readers: counts first, then every claim by label with its evidence."""
    parts = [("added", changes.added), ("removed", changes.removed)]
    counts = [f"{len(found)} {name}" for name, found in parts]
    counts += [f"{len(changes.changed)} changed", f"{len(changes.reworded)} read from other words"]
    terms = f"{len(changes.terms_added)} added, {len(changes.terms_removed)} removed"
    lines = ["# Changes", "", f"Claims: {', '.join(counts)}. Terms: {terms}."]
    for name, found in parts:
        lines += _section(f"Claims {name}", (f"- {_said(each)}{_read(each)}" for each in found))
    lines += _section("Claims changed", (f"- {now.label}: {_between(was, now)}{_read(now)}" for was, now in changes.changed))
    lines += _section("Claims read from other words", (f"- {now.label}{_read(now)}" for _, now in changes.reworded))
    lines += _section("Terms added", (f"- {label} (<{address}>)" for address, label in changes.terms_added))
    lines += _section("Terms removed", (f"- {label} (<{address}>)" for address, label in changes.terms_removed))
    return "\n".join(lines) + "\n"


def _section(title: str, items: Iterable[str]) -> list[str]:
    held = list(items)
    return ["", f"## {title}", "", *held] if held else []


def _said(each: Statement) -> str:
    said = [f"{name} {', '.join(values)}" for name, values in sorted(each.says.items()) if name not in ("polarity", "modality")]
    return each.label + (f" [{'; '.join(said)}]" if said else "")


def _between(was: Statement, now: Statement) -> str:
    return "; ".join(
        f"{name} {', '.join(before) or 'none'} -> {', '.join(after) or 'none'}" for name, (before, after) in differences(was, now).items()
    )


def _read(each: Statement) -> str:
    """Return the evidence, a line a place."""
    return "".join(f"\n  - line {place.line}" + (f": {place.quote}" if place.quote else "") for place in each.places)
