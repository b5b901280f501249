"""Terms by the names that people write: the address, its last part, or any label; what is unknown is refused and the nearest named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from build_graph.errors import QueryError
from build_graph.queries.catalogue import Query
from build_graph.queries.parameters import term
from build_graph.vocabulary import pkg

_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
LABELS = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2004/02/skos/core#altLabel",
        "http://www.w3.org/2004/02/skos/core#hiddenLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
    )
)


class Known(Protocol):
    """What is known where a query will be asked."""

    def occurs(self, node: ox.NamedNode) -> bool:
        """Return whether any triple is about ``node`` or leads to it."""

    def labels(self, kind: ox.NamedNode | None, wanted: str = "") -> Iterable[tuple[str, str]]:
        """Return labels as ``folded`` writes them, each with the address of what it names, the preferred ones last so that they win.

        Args:
            kind: the class of what is named; none is every term.
            wanted: a folded label; others may then be left out.
        """

    def beside(self, node: ox.NamedNode) -> set[str]:
        """Return the last parts of the addresses that begin as ``node``'s does, where they can be had."""


def folded(label: str) -> str:
    """Return a label as labels are compared: in lower case, single blanks."""
    return " ".join(label.casefold().split())


def known_terms(query: Query, known: Known, given: Mapping[str, str]) -> dict[str, str]:
    """Return the given values, each that names a term in words replaced by the term's ``<iri>``.

    Raises:
        QueryError: a value that should be a term and that the release does not know; the nearest are named.
    """
    return {name: _known(query, name, text, known) for name, text in given.items()}


def _known(query: Query, name: str, text: str, known: Known) -> str:
    like, kind = query.defaults.get(name, ""), query.kinds.get(name, "")
    node = term(text, query.prefixes, like, kind)
    wants_term = isinstance(node, ox.NamedNode) or re.fullmatch(r"[A-Za-z][\w-]*:[\w.-]+", like) is not None
    if not wants_term or not query.declares(name):
        return text
    if isinstance(node, ox.NamedNode) and known.occurs(node):
        return f"<{node.value}>"
    wanted = folded(text)
    if found := dict(known.labels(_kind(kind, query), wanted)).get(wanted):
        return f"<{found}>"
    import difflib  # slow to import, and seldom needed

    labels = dict(known.labels(_kind(kind, query)))
    locals_ = {iri.rsplit("/", 1)[-1] for iri in labels.values()} or (known.beside(node) if isinstance(node, ox.NamedNode) else set())
    local = re.split(r"[/#:]", text.strip("<>"))[-1].casefold()
    near = difflib.get_close_matches(wanted, labels, n=3) or difflib.get_close_matches(local, locals_, n=3)
    raise QueryError(
        f"the release knows no {node.value if isinstance(node, ox.NamedNode) else repr(text)}",
        path=query.path,
        expected=f"a {kind or 'term'} of the release for {name}, by name or address",
        fix=f"did you mean {' or '.join(map(repr, near))}?" if near else "mend --set",
    )


def _kind(kind: str, query: Query) -> ox.NamedNode | None:
    """Return the class that the parameter's kind names; every term is of pkg:Term, and nothing need say so."""
    prefix, _, local = kind.partition(":")
    space = query.prefixes.get(prefix)
    return ox.NamedNode(space + local) if space and local != "Term" else None


class InStore(NamedTuple):
    """What the files of a release know, in a store."""

    store: ox.Store

    def occurs(self, node: ox.NamedNode) -> bool:
        """Return whether any triple is about ``node`` or leads to it."""
        return any(True for pattern in ((node, None, None), (None, None, node)) for _ in self.store.quads_for_pattern(*pattern))

    def labels(self, kind: ox.NamedNode | None, wanted: str = "") -> Iterator[tuple[str, str]]:
        """Yield every label, folded, with the address of what it names, the preferred ones last."""
        kinds = [kind] if kind else [quad.subject for quad in self.store.quads_for_pattern(None, _SUBCLASS, pkg("Term"))]
        typed = (quad.subject for each in kinds for quad in self.store.quads_for_pattern(None, _RDF_TYPE, each))
        named = {*typed} if kinds else None
        for predicate in reversed(LABELS):
            for quad in self.store.quads_for_pattern(None, predicate, None):
                thing, label = quad.subject, quad.object
                if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal) and (named is None or thing in named):
                    yield folded(label.value), thing.value

    def forms(self, disease: ox.NamedNode) -> list[ox.NamedNode]:
        """Return a disease and all its forms, those of its forms included."""
        found = [disease]
        for each in found:
            subtypes = (quad.subject for quad in self.store.quads_for_pattern(None, pkg("subtypeOf"), each))
            found += sorted((s for s in subtypes if isinstance(s, ox.NamedNode) and s not in found), key=str)
        return found

    def beside(self, node: ox.NamedNode) -> set[str]:
        """Return the last parts of the addresses that begin as ``node``'s does."""
        space = re.split(r"[^/#]*$", node.value)[0]
        found = {quad.subject.value for quad in self.store if isinstance(quad.subject, ox.NamedNode)}
        return {iri.removeprefix(space) for iri in found if space and iri.startswith(space)}
