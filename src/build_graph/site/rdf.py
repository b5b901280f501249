"""The triples behind a page: as Turtle with every name a link, and as JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from build_graph.site.model import Release

_STRING = "http://www.w3.org/2001/XMLSchema#string"
#: Prefixes below which there are slashes: such names would be hard on eyes and on parsers.
_DEEP = frozenset({"topic", "doc"})
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")
_SCHEMA = "https://schema.org/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#: In Turtle: a string, an IRI, a prefixed name, or the keyword of a declaration.
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|<([^<>\s]*)>|(?<![\w@/#])([a-z][\w-]*):([A-Za-z0-9_][\w.-]*(?<!\.))|@prefix[^\n]*')


def described(found: Release, iris: Iterable[str]) -> list[ox.Triple]:
    """Return the triples of the nodes, and of the quantities of those that are claims."""
    wanted: list[str] = []
    for iri in iris:
        claim = found.claims.get(iri)
        wanted += [iri, claim.quantity.iri] if claim and claim.quantity else [iri]
    return [
        ox.Triple(ox.NamedNode(iri), ox.NamedNode(name), each)
        for iri in wanted for name, values in found.nodes.get(iri, {}).items() for each in values
    ]  # fmt: skip


def dataset(found: Release) -> list[ox.Triple]:
    """Return what the metadata say of the release in schema.org's words, its files and makers included: what search engines read."""
    wanted, made = [iri for iri in (found.base + "dataset",) if iri in found.metadata], []
    for iri in wanted:
        for name, values in found.metadata.get(iri, {}).items():
            if name.startswith(_SCHEMA) or name == _TYPE:
                made += [ox.Triple(ox.NamedNode(iri), ox.NamedNode(name), each) for each in values]
                below = [each.value for each in values if isinstance(each, ox.NamedNode) and each.value in found.metadata]
                wanted += [each for each in below if each not in wanted]
    return made


def turtle(found: Release, triples: Iterable[ox.Triple]) -> str:
    """Return Turtle with the prefixes that it uses."""
    held = list(triples)
    text = "".join(map(str, held))
    used = {prefix: space for prefix, space in found.prefixes.items() if f"<{space}" in text and prefix not in _DEEP}
    written = (ox.serialize(held, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode()
    lines = written.splitlines(keepends=True)  # the writer declares prefixes in random order
    return "".join(sorted(lines[: len(used)]) + lines[len(used) :])


def json_ld(found: Release, triples: Iterable[ox.Triple]) -> str:
    """Return JSON-LD, with the prefixes that it uses as its context, that may stand inside a script element."""
    spaces = {prefix: space for prefix, space in found.prefixes.items() if prefix not in _DEEP}
    used: dict[str, str] = {}

    def short(iri: str) -> str:
        for prefix, space in spaces.items():
            if iri.startswith(space) and _LOCAL.fullmatch(iri.removeprefix(space)):
                used[prefix] = space
                return f"{prefix}:{iri.removeprefix(space)}"
        return iri

    nodes: dict[str, dict[str, object]] = {}
    for triple in triples:
        node = nodes.setdefault(str(triple.subject), {"@id": short(triple.subject.value)})  # type: ignore[union-attr]
        kind = triple.predicate.value == _TYPE
        held = node.setdefault("@type" if kind else short(triple.predicate.value), [])
        value = short(triple.object.value) if kind and isinstance(triple.object, ox.NamedNode) else _value(triple.object, short)
        if isinstance(held, list) and value not in held:
            held.append(value)
    document = {"@context": used, "@graph": list(nodes.values())}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _value(node: object, short: Callable[[str], str]) -> object:
    """Return an object in JSON-LD: a plain string is itself, everything else says what it is."""
    if isinstance(node, ox.Literal):
        if node.language:
            return {"@value": node.value, "@language": node.language}
        return node.value if node.datatype.value == _STRING else {"@value": node.value, "@type": short(node.datatype.value)}
    return {"@id": short(node.value)} if isinstance(node, ox.NamedNode) else {"@id": str(node)}


def linked(text: str, prefixes: Mapping[str, str], href: Callable[[str], str], anchors: Mapping[str, str]) -> str:
    """Return Turtle as HTML: each name that has a page is a link to it.

    Args:
        text: Turtle.
        prefixes: prefix -> namespace.
        href: IRI -> address, empty where there is none.
        anchors: IRI -> id, for the IRIs whose triples begin on a line of their own.
    """
    made, done = [], 0
    for found in _TOKEN.finditer(text):
        iri = found[1] or (prefixes.get(found[2], "") + found[3] if found[2] else "")
        target = href(iri) if iri else ""
        words = html.escape(found[0], quote=False)
        starts = found.start() == 0 or text[found.start() - 1] == "\n"
        mark = f' id="{html.escape(anchors[iri])}"' if starts and iri in anchors else ""
        linked_ = f'<a{mark} href="{html.escape(target)}">{words}</a>' if target else words
        made += [html.escape(text[done : found.start()], quote=False), linked_]
        done = found.end()
    return "".join(made) + html.escape(text[done:], quote=False)
