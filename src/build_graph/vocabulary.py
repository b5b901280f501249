"""The only maker of IRIs: the standard vocabularies by CURIE, and the addresses of everything that a page gives."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from build_graph import resources
from build_graph.errors import BuildGraphError, ShapeError
from build_graph.facts import Citation, Claim, Edition, Quantity, Reading, Term

#: Terms, topics and documents stand below it, unless ``--base`` says otherwise. The ontology never moves.
BASE = "https://w3id.org/pathkg/"
ONTOLOGY, SHAPES = BASE + "ontology#", BASE + "shapes#"
#: Kinds that are part of a page: they stand below its topic, so that a page and its restatement share them.
PAGE_PARTS = frozenset({"Image", "Question", "QuestionOption", "Report", "Video"})
#: Properties of a claim that do not narrow what it states, by local name: all others are qualifiers.
OWN = frozenset({
    "subject", "predicate", "object", "value", "polarity", "modality", "quantity", "evidence", "readBy", "inTopic", "frequencyRank",
    "disagreesWith",
})  # fmt: skip
#: What the address of a thing begins with -> the page of the site that it shares with all others of its kind.
SHARED = {"reference": "references.html", "rule": "rules.html", "scheme": "terms.html"}
#: Hexadecimal digits of a claim's hash: 64 bits, a chance of 1 in 10^9 of a clash among 200,000 claims.
HASH_DIGITS = 16
_SH = "http://www.w3.org/ns/shacl#"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_BASE_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+[/#]")
#: Namespaces of ``prefixes.ttl`` that move with the base.
_MOVING = {"term": "term/", "topic": "topic/", "doc": "document/", "ref": "reference/", "rule": "rule/"}


@lru_cache(maxsize=8)
def curated(path: Path) -> tuple[ox.Triple, ...]:
    """Return the triples of a Turtle file of ``ontology/``.

    Raises:
        ShapeError: the file is missing, or is no Turtle.
    """
    try:
        return tuple(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except OSError as error:
        raise ShapeError(f"cannot be read: {error.strerror or error}", path=path, fix="restore the file") from error
    except SyntaxError as error:
        raise ShapeError(
            f"no Turtle: {error.msg}", path=path, line=error.lineno or 0, column=error.offset or 0, fix="mend the file at this place"
        ) from error


def declarations(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return prefix -> namespace as the triples of a ``prefixes.ttl`` declare them, in their order."""
    found: dict[str, dict[str, str]] = {}
    for triple in triples:
        if isinstance(triple.object, ox.Literal):
            found.setdefault(str(triple.subject), {})[triple.predicate.value] = triple.object.value
    wanted = _SH + "prefix", _SH + "namespace"
    return {node[wanted[0]]: node[wanted[1]] for node in found.values() if node.keys() >= set(wanted)}


@lru_cache(maxsize=4)
def prefixes(base: str = BASE) -> Mapping[str, str]:
    """Return prefix -> namespace as declared in ``ontology/prefixes.ttl``, those of terms, topics and documents below ``base``."""
    declared = declarations(curated(resources.folder("ontology") / "prefixes.ttl"))
    declared |= {prefix: base + path for prefix, path in _MOVING.items()}
    return dict(sorted(declared.items()))


@lru_cache(maxsize=4096)
def iri(curie: str) -> ox.NamedNode:
    """Return the IRI that a CURIE of the project's own making stands for, such as ``skos:broader``.

    Raises:
        KeyError: a prefix that prefixes.ttl does not declare: a fault of the code, not of any input.
    """
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(prefixes()[prefix] + local)


def pkg(local: str) -> ox.NamedNode:
    """Return the IRI of a class, predicate or qualifier of the ontology; its local name must be one word of letters and digits.

    Raises:
        BuildGraphError: ``local`` is no such name.
    """
    if not (local.isascii() and local.isalnum()):
        raise BuildGraphError(f"not a name of the ontology: {local!r}", expected="letters and digits, such as treatedBy")
    return iri("pkg:" + local)


def outside(address: str) -> ox.NamedNode:
    """Return an IRI that a document gives, such as its licence.

    Raises:
        BuildGraphError: ``address`` is no absolute http(s) IRI.
    """
    if not _BASE_IRI.fullmatch(address + "/"):
        raise BuildGraphError(f"not an address: {address!r}", expected="an http(s) IRI", fix="mend the .toml file beside the document")
    return ox.NamedNode(address)


def slug(text: str) -> str:
    """Return ``text`` as a slug: ASCII lower case, hyphens between words; letters that ASCII lacks are told apart by a digest."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", bare)
    lost = any(sign.isalnum() and not sign.isascii() for sign in bare)
    if lost or not words:
        words.append(hashlib.sha256(text.encode()).hexdigest()[:8])
    return "-".join(words)


def apart(name: str, by: str = " ") -> str:
    """Return a camelCase name of the ontology in lower case, its words apart: ``icd10Code`` by ``_`` is ``icd10_code``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", by, name).lower()


def decimal(number: Decimal) -> str:
    """Return the canonical lexical form of an xsd:decimal: no exponent, no sign of zero, no trailing zeros (``0.30`` is ``0.3``)."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _checked(text: str, what: str) -> str:
    if not _SLUG.fullmatch(text):
        raise BuildGraphError(
            f"{what} {text!r} is no slug",
            expected="lower case letters, digits and single hyphens, such as systemic-sclerosis",
            fix="mend the slug in ontology/lexicon, or the reader that minted it",
        )
    return text


def _path(term: Term) -> str:
    """Return the address of a term below the base, for a page part without its topic."""
    if term.kind in PAGE_PARTS:
        kind = apart(term.kind, "-")
        return f"{kind}/{_checked(term.slug, kind)}"
    return f"{'candidate' if term.candidate else 'term'}/{_checked(term.slug, 'term')}"


def _quantity(quantity: Quantity) -> list[str | bool | None]:
    low, high = (None if bound is None else decimal(bound) for bound in (quantity.minimum, quantity.maximum))
    return [low, high, quantity.unit, quantity.minimum_inclusive, quantity.maximum_inclusive, quantity.statistic]


@lru_cache(maxsize=2048)
def claim_hash(claim: Claim) -> str:
    """Return the first 16 hex digits of the SHA-256 over all that a claim says: it does not depend on base, place or order."""

    def key(value: Term | str) -> list[str]:
        return ["text", unicodedata.normalize("NFC", value)] if isinstance(value, str) else ["term", _key(value)]

    said = [
        _key(claim.subject),
        claim.predicate,
        key(claim.object),
        claim.polarity,
        claim.modality,
        _quantity(claim.quantity) if claim.quantity else None,
        sorted([q.name, *key(q.value)] for q in claim.qualifiers),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:HASH_DIGITS]


def _key(term: Term) -> str:
    return "edition" if term.kind == "Edition" else _path(term)


@dataclass(frozen=True, slots=True)
class Names:
    """Addresses below a base. Page text reaches none of them unescaped: every part is a checked slug, a number or a digest."""

    base: str = BASE

    def __post_init__(self) -> None:
        """Refuse a base to which no local name can be added."""
        if not _BASE_IRI.fullmatch(self.base):
            raise BuildGraphError(
                f"not a base: {self.base!r}", expected="an http(s) IRI that ends in / or #, such as " + BASE, fix="mend --base"
            )

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Names:
        """Return the addresses of the release that has this manifest."""
        return cls(str(manifest.get("base", BASE)))

    def dataset(self) -> ox.NamedNode:
        """Return the address of all that is stated below the base."""
        return ox.NamedNode(f"{self.base}dataset")

    def release(self, version: str) -> ox.NamedNode:
        """Return the address of the dataset as the software of that version makes it; its files stand below."""
        return below(self.dataset(), "version", version)

    def graph(self, name: str) -> ox.NamedNode:
        """Return the address of the named graph that a Turtle file of a release is; ``name``: of the file, with ending or without."""
        return ox.NamedNode(f"{self.base}graph/{name.removesuffix('.ttl')}")

    def software(self) -> ox.NamedNode:
        """Return the address of this software."""
        return ox.NamedNode(f"{self.base}software")

    def query(self, name: str) -> ox.NamedNode:
        """Return the address of a question."""
        return ox.NamedNode(f"{self.base}query/{slug(name)}")

    def term(self, term: Term) -> ox.NamedNode:
        """Return ``<base>term/<slug>``, or ``<base>candidate/<slug>`` for a term that the lexicon lacks."""
        return ox.NamedNode(self.base + _path(term))

    def topic(self, topic: Term) -> ox.NamedNode:
        """Return ``<base>topic/<slug>``."""
        return ox.NamedNode(f"{self.base}topic/{_checked(topic.slug, 'topic')}")

    def part(self, topic: Term, part: Term) -> ox.NamedNode:
        """Return the address of an image, question, option, report or video below its topic."""
        return ox.NamedNode(f"{self.topic(topic).value}/{_path(part)}")

    def node(self, term: Term, reading: Reading) -> ox.NamedNode:
        """Return the address of whatever a claim of ``reading`` names: the page itself, a part of it, or a term."""
        if term.kind == "Edition":
            return self.edition(reading.page)
        return self.part(reading.topic, term) if term.kind in PAGE_PARTS else self.term(term)

    def claim(self, topic: Term, claim: Claim) -> ox.NamedNode:
        """Return ``<topic>/claim/<hash>``."""
        return ox.NamedNode(f"{self.topic(topic).value}/claim/{claim_hash(claim)}")

    def edition(self, edition: Edition) -> ox.NamedNode:
        """Return ``<base>document/<slug>/<date or digest>``."""
        return ox.NamedNode(f"{self.base}document/{_checked(edition.slug, 'document')}/{_checked(edition.version, 'version')}")

    def unit(self, edition: Edition, line: int) -> ox.NamedNode:
        """Return the address of one line of a document."""
        return below(self.edition(edition), "line", line)

    def evidence(self, edition: Edition, claim: Claim, number: int) -> ox.NamedNode:
        """Return the address of the ``number``-th place, from 1, where the edition makes the claim."""
        return below(self.edition(edition), "evidence", f"{claim_hash(claim)}-{number}")

    def reference(self, citation: Citation) -> ox.NamedNode:
        """Return the address of the work that a citation names: the day on which it was accessed makes no other work."""
        words = [value for name, value in citation.fields if name != "accessed"]
        return ox.NamedNode(f"{self.base}reference/{slug(' '.join(words) or citation.text)}")

    def scheme(self, system: str) -> ox.NamedNode:
        """Return the address of a classification, such as ICD-11."""
        return ox.NamedNode(f"{self.base}scheme/{slug(system)}")

    def rule(self, name: str) -> ox.NamedNode:
        """Return the address of a reading rule."""
        return ox.NamedNode(f"{self.base}rule/{slug(name)}")


def below(node: ox.NamedNode, kind: str, key: str | int) -> ox.NamedNode:
    """Return ``<node>/<kind>/<key>``, the address of a part of ``node``; ``kind`` and ``key`` are the code's own."""
    return ox.NamedNode(f"{node.value}/{kind}/{key}")


class Decisive(NamedTuple):
    """The qualifiers without which a claim would mean something else, by IRI. Source: ``pkg:decides``, ``pkg:decidingValue``."""

    predicates: Mapping[str, frozenset[str]]  #: qualifier -> IRIs of the predicates that it decides, ``pkg:Predicate`` for all
    values: Mapping[str, frozenset[str]]  #: qualifier -> values that decide, whatever the predicate

    def decides(self, claim: Mapping[str, list[ox.NamedNode | ox.Literal]], predicate: str) -> bool:
        """Return whether a qualifier of ``claim`` (property IRI -> values) decides what it means."""
        every = pkg("Predicate").value
        told = (name for name, of in self.predicates.items() if not of.isdisjoint({predicate, every}))
        return any(claim.get(name) for name in told) or any(
            value.value in words for name, words in self.values.items() for value in claim.get(name, [])
        )


@lru_cache(maxsize=4)
def decisive(ontology: Path) -> Decisive:
    """Return what ontology.ttl says of the qualifiers that decide what a claim means."""
    found: dict[str, dict[str, set[str]]] = {"decides": {}, "decidingValue": {}}
    for triple in curated(ontology):
        for name, by_qualifier in found.items():
            if triple.predicate == pkg(name) and isinstance(triple.subject, ox.NamedNode):
                assert isinstance(triple.object, ox.NamedNode | ox.Literal)
                by_qualifier.setdefault(triple.subject.value, set()).add(triple.object.value)
    predicates, values = ({key: frozenset(said) for key, said in each.items()} for each in found.values())
    return Decisive(predicates, values)


@lru_cache(maxsize=4)
def ranges(ontology: Path) -> dict[str, frozenset[str]]:
    """Return the kinds of object that each predicate takes, by local names: what a reader may claim with it.

    Args:
        ontology: ontology.ttl, whose ``schema:rangeIncludes`` says so; a predicate that takes any term is left out.
    """
    found: dict[str, set[str]] = {}
    for triple in curated(ontology):
        name, kind = triple.subject, triple.object
        if triple.predicate == iri("schema:rangeIncludes") and isinstance(name, ox.NamedNode) and isinstance(kind, ox.NamedNode):
            found.setdefault(name.value.rpartition("#")[2], set()).add(re.split("[#/]", kind.value)[-1])
    return {name: frozenset(kinds) for name, kinds in found.items() if "Term" not in kinds}
