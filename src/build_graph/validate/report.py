"""What a check found: each violation with its place on the page and how to mend it, and what was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from build_graph.errors import BuildGraphError
from build_graph.vocabulary import below, iri

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page."""

    path: str
    line: int
    column: int  #: from 1; 0 where it is not known
    words: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that one node breaks."""

    shape: str  #: IRI
    focus: str  #: IRI; empty where a shape saw no node at all
    path: str  #: IRI of the property, or empty
    value: str
    message: str
    fix: str
    place: Place | None = None

    def __str__(self) -> str:
        """Return where, what, which words and how to mend it, over several lines."""
        place, name = self.place, self.shape.rpartition("#")[2]
        what = f"{self.message} [{name}]"
        words = f"{place.words!r} of <{self.focus}>" if place and place.words else f"<{self.focus}>" if self.focus else ""
        lines = [str(BuildGraphError(what, path=place.path, line=place.line, column=place.column) if place else what)]
        lines += [f"  at: {words}"] if words else []
        lines += [f"  value: {self.value}"] if self.value else []
        lines += [f"  property: {self.path}"] if self.path else []
        return "\n".join([*lines, f"  fix: {self.fix}"])

    def key(self) -> tuple[str, ...]:
        """Return what orders violations: place on the page first."""
        place = self.place
        return (f"{place.line:9}{place.column:9}" if place else "", self.shape, self.focus, self.path, self.value, self.message)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, and what each shape looked at."""

    violations: tuple[Violation, ...]
    focus: Mapping[str, int]  #: IRI of a shape to the number of its focus nodes
    applicable: frozenset[str]  #: shapes whose kind of fact occurs in the graph
    engine: str

    @property
    def conforms(self) -> bool:
        """Return whether no rule is broken. A graph to which no shape applies conforms to nothing."""
        return not self.violations and bool(self.applicable)

    @property
    def not_applicable(self) -> list[str]:
        """Return the shapes whose kind of fact does not occur."""
        return sorted(set(self.focus) - self.applicable)

    @property
    def summary(self) -> str:
        """Return in one line what was checked by which engine."""
        looked = sum(count for name, count in self.focus.items() if name in self.applicable)
        said = f"{len(self.applicable)} shapes on {looked} focus nodes by {self.engine}"
        names = ", ".join(name.rpartition("#")[2] for name in self.not_applicable)
        return said + (f"; not applicable: {names}" if names else "")

    def triples(self) -> list[ox.Triple]:
        """Return the report as a SHACL validation report with the focus counts of every shape; no blank nodes."""
        report = ox.NamedNode("urn:pathkg:validation-report")

        def number(count: int) -> ox.Literal:
            return ox.Literal(str(count), datatype=iri("xsd:integer"))

        made = [
            ox.Triple(report, iri("rdf:type"), iri("sh:ValidationReport")),
            ox.Triple(report, iri("sh:conforms"), ox.Literal("true" if self.conforms else "false", datatype=iri("xsd:boolean"))),
            ox.Triple(report, iri("pkgs:engine"), ox.Literal(self.engine)),
        ]
        for name, count in sorted(self.focus.items()):
            shape = ox.NamedNode(name)
            made.append(ox.Triple(report, iri("pkgs:applicable" if name in self.applicable else "pkgs:notApplicable"), shape))
            made.append(ox.Triple(shape, iri("pkgs:focusNodes"), number(count)))
        for index, violation in enumerate(self.violations, start=1):
            node = below(report, "result", index)
            made.append(ox.Triple(report, iri("sh:result"), node))
            made.append(ox.Triple(node, iri("rdf:type"), iri("sh:ValidationResult")))
            made.append(ox.Triple(node, iri("sh:sourceShape"), ox.NamedNode(violation.shape)))
            made.append(ox.Triple(node, iri("sh:resultSeverity"), iri("sh:Violation")))
            made.append(ox.Triple(node, iri("sh:resultMessage"), ox.Literal(str(violation))))
            if _IRI.match(violation.focus):  # a blank node or a literal of a foreign file has no name to give
                made.append(ox.Triple(node, iri("sh:focusNode"), ox.NamedNode(violation.focus)))
        return made

    def turtle(self) -> bytes:
        """Return the report as Turtle."""
        prefixes = {prefix: iri(prefix + ":").value for prefix in ("pkgs", "rdf", "sh", "xsd")}
        written = (ox.serialize(self.triples(), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").splitlines(keepends=True)
        return b"".join(sorted(written[: len(prefixes)]) + written[len(prefixes) :])


class Places:
    """Looks up where on the page a node stands, through its evidence."""

    def __init__(self, triples: Iterable[ox.Triple], files: Mapping[str, str]) -> None:
        """Keep what leads from a node to its place."""
        wanted = {
            iri(name).value: name
            for name in (
                "pkg:evidence", "pkg:subject", "pkg:object", "pkg:quantity", "pkg:mention", "pkg:mentionOf", "pkg:phrase", "pkg:standsOn",
                "pkg:indent", "pkg:lineNumber", "pkg:inDocument", "oa:hasSelector", "oa:hasSource", "oa:start", "oa:exact",
            )
        }  # fmt: skip
        self._files = files
        self._out: dict[tuple[str, str], list[str]] = {}
        self._in: dict[tuple[str, str], list[str]] = {}
        for triple in triples:
            name = wanted.get(triple.predicate.value)
            if name and isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                self._out.setdefault((triple.subject.value, name), []).append(triple.object.value)
                self._in.setdefault((triple.object.value, name), []).append(triple.subject.value)

    def of(self, focus: str, value: str = "") -> Place | None:
        """Return the first place of a claim, of evidence or a part of it, of a term, or of a line (there of ``value``, if it is on it)."""
        is_line = (focus, "pkg:inDocument") in self._out
        evidence = self._evidence(value) if is_line else self._evidence(focus)
        if is_line and not evidence:
            return Place(self._file(focus, "pkg:inDocument"), self._number(focus, "pkg:lineNumber"), 1, self._text(focus))
        return min(map(self._place, evidence), key=lambda place: (place.line, place.column), default=None)

    def _evidence(self, node: str) -> list[str]:
        """Return the pieces of evidence that a node is, belongs to, or leads to."""
        if (node, "oa:hasSource") in self._out:
            return [node]
        for name in ("oa:hasSelector", "pkg:mention", "pkg:phrase"):
            if (node, name) in self._in:
                return self._in[node, name]
        claims = [node, *(claim for name in ("pkg:quantity", "pkg:subject", "pkg:object") for claim in self._in.get((node, name), []))]
        found = [evidence for claim in claims for evidence in self._out.get((claim, "pkg:evidence"), [])]
        return found or [each for part in self._in.get((node, "pkg:mentionOf"), []) for each in self._in.get((part, "pkg:mention"), [])]

    def _place(self, evidence: str) -> Place:
        selectors = self._out.get((evidence, "oa:hasSelector"), [])
        unit = next(iter(self._out.get((evidence, "pkg:standsOn"), [])), "")
        start = next((self._number(each, "oa:start") for each in selectors if (each, "oa:start") in self._out), None)
        known = start is not None and (unit, "oa:start") in self._out
        column = (start or 0) - self._number(unit, "oa:start") + self._number(unit, "pkg:indent") + 1 if known else 0
        words = next((text for each in selectors if (text := self._text(each))), "")
        return Place(self._file(evidence, "oa:hasSource"), self._number(evidence, "pkg:lineNumber"), column, words)

    def _number(self, node: str, name: str) -> int:
        text = next(iter(self._out.get((node, name), [])), "0")
        return int(text) if text.lstrip("-").isdecimal() else 0

    def _text(self, node: str) -> str:
        return next(iter(self._out.get((node, "oa:exact"), [])), "")

    def _file(self, node: str, name: str) -> str:
        edition = next(iter(self._out.get((node, name), [])), "")
        return self._files.get(edition, edition)
