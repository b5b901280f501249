"""The triples behind a page: as Turtle with every name a link, and as JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from build_graph.site.model import Release

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


def turtle(found: Release, triples: Iterable[ox.Triple]) -> str:
    """Return Turtle with the prefixes that it uses."""
    held = list(triples)
    text = "".join(map(str, held))
    used = {prefix: space for prefix, space in found.prefixes.items() if f"<{space}" in text and prefix not in ("topic", "doc")}
    written = (ox.serialize(held, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode()
    lines = written.splitlines(keepends=True)  # the writer declares prefixes in random order
    return "".join(sorted(lines[: len(used)]) + lines[len(used) :])


def json_ld(found: Release, triples: Iterable[ox.Triple]) -> str:
    """Return JSON-LD that may stand inside a script element."""
    held = list(triples)
    text = "".join(map(str, held))
    used = {prefix: space for prefix, space in found.prefixes.items() if f"<{space}" in text}
    written = json.loads(ox.serialize(held, format=ox.RdfFormat.JSON_LD, prefixes=used) or b"[]")
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


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
