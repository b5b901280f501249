"""Terms by the names that people write: the address, its last part, or any label; what is unknown is refused and the nearest named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from build_graph.errors import QueryError
from build_graph.queries.catalogue import Query
from build_graph.queries.parameters import term

_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABELS = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2004/02/skos/core#altLabel",
        "http://www.w3.org/2004/02/skos/core#hiddenLabel", "http://www.w3.org/2000/01/rdf-schema#label",
    )
)


def known_terms(query: Query, store: ox.Store, given: Mapping[str, str]) -> dict[str, str]:
    """Return the given values, each that names a term in words replaced by the term's ``<iri>``.

    Raises:
        QueryError: a value that should be a term and that the release does not know; the nearest are named.
    """
    return {name: _known(query, name, text, store) for name, text in given.items()}


def _known(query: Query, name: str, text: str, store: ox.Store) -> str:
    like, kind = query.defaults.get(name, ""), query.kinds.get(name, "")
    node = term(text, query.prefixes, like, kind)
    wants_term = isinstance(node, ox.NamedNode) or re.fullmatch(r"[A-Za-z][\w-]*:[\w.-]+", like) is not None
    if not wants_term or not query.declares(name):
        return text
    if isinstance(node, ox.NamedNode) and _occurs(node, store):
        return f"<{node.value}>"
    labels = dict(_labels(store, _kind(kind, query)))
    wanted = " ".join(text.casefold().split())
    if wanted in labels:
        return f"<{labels[wanted]}>"
    import difflib  # slow to import, and seldom needed

    locals_ = {iri.rsplit("/", 1)[-1]: iri for iri in labels.values()}
    local = re.split(r"[/#:]", text.strip("<>"))[-1].casefold()
    near = difflib.get_close_matches(wanted, labels, n=3) or difflib.get_close_matches(local, locals_ or _locals(node, store), n=3)
    raise QueryError(
        f"the release knows no {node.value if isinstance(node, ox.NamedNode) else repr(text)}", path=query.path,
        expected=f"a {kind or 'term'} of the release for {name}, by name or address",
        fix=f"did you mean {' or '.join(map(repr, near))}?" if near else "mend --set",
    )


def _locals(node: object, store: ox.Store) -> set[str]:
    """Return the last parts of the addresses beside ``node``'s."""
    space = re.split(r"[^/#]*$", node.value)[0] if isinstance(node, ox.NamedNode) else ""
    found = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return {iri.removeprefix(space) for iri in found if space and iri.startswith(space)}


def _occurs(node: ox.NamedNode, store: ox.Store) -> bool:
    return any(True for pattern in ((node, None, None), (None, None, node)) for _ in store.quads_for_pattern(*pattern))


def _kind(kind: str, query: Query) -> ox.NamedNode | None:
    """Return the class that the parameter's kind names; every term is of pkg:Term, and nothing need say so."""
    prefix, _, local = kind.partition(":")
    space = query.prefixes.get(prefix)
    return ox.NamedNode(space + local) if space and local != "Term" else None


def _labels(store: ox.Store, kind: ox.NamedNode | None) -> Iterator[tuple[str, str]]:
    """Yield each label in lower case with the address of what it names, the preferred ones last so that they win."""
    wanted = {quad.subject for quad in store.quads_for_pattern(None, _RDF_TYPE, kind)} if kind else None
    for predicate in reversed(_LABELS):
        for quad in store.quads_for_pattern(None, predicate, None):
            named, label = quad.subject, quad.object
            if isinstance(named, ox.NamedNode) and isinstance(label, ox.Literal) and (wanted is None or named in wanted):
                yield " ".join(label.value.casefold().split()), named.value
