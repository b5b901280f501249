"""JSON-LD 1.1 with its context inside: one node an object, a property a short name that the context explains."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from build_graph.triples.write import canonical
from build_graph.vocabulary import BASE, prefixes

Value = str | int | bool | dict[str, str]
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING = _XSD + "string"
#: Local parts that a compact IRI may have here: nothing that a reader could take for something else.
_LOCAL = re.compile(r"[A-Za-z0-9][\w.-]*(?<!\.)", re.ASCII)


def jsonld(triples: Iterable[ox.Triple], base: str = BASE) -> bytes:
    """Return JSON-LD; the context says of each property whether it takes nodes, English text or a datatype.

    Args:
        triples: without blank nodes.
        base: where terms, topics and documents stand.
    """
    ordered = canonical(triples)
    short = _Shortener(prefixes(base))
    kinds = _kinds(ordered)
    nodes: dict[ox.NamedNode | ox.BlankNode | ox.Triple, dict[str, object]] = {}
    for triple in ordered:
        subject, predicate = triple.subject, triple.predicate.value
        if subject not in nodes:
            nodes[subject] = {"@id": short(str(subject)[1:-1])}
        if predicate == _TYPE:
            _append(nodes[subject], "@type", short(str(triple.object)[1:-1]))
        else:
            _append(nodes[subject], short(predicate), _value(triple.object, kinds[predicate], short))
    properties = {short(name): _entry(kind) for name, kind in sorted(kinds.items()) if _entry(kind)}
    context = {"@version": 1.1, **short.used, **properties}
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes.values())
    head = json.dumps({"@context": context}, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "@graph": [\n{lines}\n]}}\n'.encode()


class _Shortener:
    """IRIs to compact IRIs; remembers which prefixes it used."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._spaces = sorted(((space, prefix) for prefix, space in known.items()), key=lambda item: -len(item[0]))
        self._found: dict[str, str] = {}
        self._used: dict[str, str] = {}

    def __call__(self, address: str) -> str:
        if address not in self._found:
            self._found[address] = self._shorten(address)
        return self._found[address]

    def _shorten(self, address: str) -> str:
        for space, prefix in self._spaces:
            if address.startswith(space) and _LOCAL.fullmatch(address[len(space) :]):
                self._used[prefix] = space
                return f"{prefix}:{address[len(space) :]}"
        return address

    @property
    def used(self) -> dict[str, str]:
        """Return prefix -> namespace, for those used."""
        return dict(sorted(self._used.items()))


def _kind(value: object) -> str:
    """Return what a value is: ``@id``, ``@en``, or its datatype."""
    if not isinstance(value, ox.Literal):
        return "@id"
    return f"@{value.language}" if value.language else value.datatype.value


def _kinds(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return property -> the one kind of all its values; empty where they differ."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value != _TYPE:
            found[triple.predicate.value].add(_kind(triple.object))
    return {name: kinds.pop() if len(kinds) == 1 else "" for name, kinds in found.items()}


def _entry(kind: str) -> dict[str, str]:
    """Return what the context says of a property."""
    if kind in ("", _STRING, _XSD + "integer", _XSD + "boolean"):  # JSON has these itself
        return {}
    if kind != "@id" and kind.startswith("@"):
        return {"@language": kind[1:]}
    return {"@type": kind}


def _value(value: object, kind: str, short: _Shortener) -> Value:
    if not isinstance(value, ox.Literal):
        address = str(value)[1:-1]
        return short(address) if kind == "@id" else {"@id": short(address)}
    if kind.startswith("@") and kind != "@id" or (kind and _entry(kind)):
        return value.value
    datatype = value.datatype.value
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if datatype == _XSD + "integer" and str(int(value.value)) == value.value:
        return int(value.value)
    if datatype == _XSD + "boolean" and value.value in ("true", "false"):
        return value.value == "true"
    return value.value if datatype == _STRING else {"@value": value.value, "@type": datatype}


def _append(node: dict[str, object], key: str, value: Value) -> None:
    """Add a value: alone as it is, several as a list."""
    if key not in node:
        node[key] = value
    elif isinstance(held := node[key], list):
        held.append(value)
    else:
        node[key] = [held, value]
