"""Read this first: the stages in order, from the bytes of a page to a release folder.

document -> outline -> recognise -> triples -> validate -> release. Each stage is a module; this one only hands on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from build_graph import (
    __version__,
    contents,
    document,
    lexicon,
    metadata,
    recognise,
    release,
    resources,
    rights,
    tables,
    triples,
    validate,
    vocabularies,
)  # fmt: skip
from build_graph.errors import BuildGraphError, PageError, ReleaseError
from build_graph.facts import Reading
from build_graph.lexicon import Lexicon
from build_graph.mappings import Match
from build_graph.vocabulary import BASE, Names, ranges

if TYPE_CHECKING:  # rdflib is slow to import
    from rdflib import Dataset

Source = str | Path | bytes
Progress = Callable[[str], None]

#: What the README of a release without quotes says more.
WITHOUT = b"""
## Without quotes

This release was built without the words of its documents: it holds names, numbers, codes and places. Where a claim or a condition is
a sentence, its value is the place of the sentence, as a range of characters (RFC 5147).
"""


@dataclass(frozen=True, slots=True)
class Graph:
    """What some documents give, layer by layer, for one topic."""

    topic: str  #: slug
    claims: triples.Triples  #: and the terms that they name
    edges: triples.Triples
    evidence: triples.Triples  #: and the lines of the documents

    @property
    def layers(self) -> dict[str, triples.Triples]:
        """Return the layers by name of their Turtle file."""
        return {f"{self.topic}.ttl": self.claims, f"{self.topic}-edges.ttl": self.edges, f"{self.topic}-evidence.ttl": self.evidence}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build or a check came to."""

    readings: tuple[Reading, ...]
    graphs: tuple[Graph, ...]
    report: validate.Report
    sources: tuple[str, ...]  #: the documents' names, for messages
    folder: Path | None = None  #: where the release is; none was written if there are violations
    size: int = 0  #: of the release, in bytes
    files: int = 0
    matches: tuple[Match, ...] = ()  #: mappings to a user's own vocabularies
    quotes: bool = True  #: whether the words of the documents are in it

    @property
    def faults(self) -> list[str]:
        """The lines that are unread because the program is at fault."""
        return [said for name, reading in zip(self.sources, self.readings, strict=True) for said in faults(name, reading)]


def silent(stage: str) -> None:
    """Say nothing about the stage that begins."""


def read(source: Source | None = None, known: Lexicon | None = None) -> Reading:
    """Return what the document says (none: the shipped one), with what could not be read.

    Raises:
        PageError: the document cannot be used.
        LexiconError: a curated table cannot be used.
    """
    page = document.read(resources.shipped_document() if source is None else source)
    known = known or lexicon.load(resources.lexicon())
    try:
        takes = ranges(resources.folder("ontology") / "ontology.ttl")
        with _no_collection():
            reading = recognise.recognise(page.text, sha256=page.sha256, lexicon=known, restatement=page.restatement, ranges=takes)
    except BuildGraphError as error:
        error.path = error.path or page.name
        raise
    if not any(block.kind == "heading" for block in reading.blocks):
        if "\r" in page.text and "\n" not in page.text:
            raise PageError(
                "lines end in a carriage return alone",
                path=page.name,
                line=1,
                column=page.text.index("\r") + 1,
                expected="line feeds, with or without carriage returns",
                fix="save the page with LF or CRLF line ends",
            )
        raise PageError(
            "no heading of a topic page",
            path=page.name,
            expected="a line at column 1, such as 'Definition / general'",
            fix="give a topic page as plain text, or add its headings to ontology/lexicon/sections.tsv",
        )
    if not any(fact.claim.predicate == "topicTitle" for fact in reading.facts):
        raise PageError(
            "no title: what the page is about",
            path=page.name,
            line=1,
            expected="a line above the first heading that names the topic, such as 'Calcinosis cutis'",
            fix="put the topic's name on a line of its own at the top",
        )
    return reading


def faults(name: object, reading: Reading) -> list[str]:
    """Return where a line of the document ``name`` is unread because the program is at fault, and how to tell of it."""
    return [f"{name}:{unread.line}: {unread.reason}" for unread in reading.faults]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let the search for cyclic garbage rest: a page makes a hundred thousand small objects, hardly one of them in a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def graphs(readings: Sequence[Reading], names: Names, known: Lexicon, *, quotes: bool = True) -> tuple[Graph, ...]:
    """Return the graph of each topic, with or without quotes; several documents on one topic meet in the same claims."""
    curated = triples.curated(known.entries.values())
    by_topic: dict[str, list[Reading]] = {}
    for reading in readings:
        by_topic.setdefault(reading.topic.slug, []).append(reading)
    found = []
    for topic, members in sorted(by_topic.items()):
        claims = _distinct(triples.claims(reading, names, curated, quotes=quotes) for reading in members)
        evidence = _distinct(layer(reading, names, quotes=quotes) for reading in members for layer in (triples.source, triples.evidence))
        found.append(Graph(topic, claims, triples.edges(claims), evidence))
    return tuple(found)


def _distinct(layers: Iterable[triples.Triples]) -> triples.Triples:
    """Return the triples of several layers without repetition; whoever writes them puts them in order."""
    return list(dict.fromkeys(triple for layer in layers for triple in layer))


def check(
    sources: Sequence[Source | None], base: str = BASE, progress: Progress = silent, vocabulary: Sequence[Path] = (),
    *, quotes: bool = True, engine: str | None = None,
) -> Outcome:  # fmt: skip
    """Return what the documents give, with their words or without, and which rules it breaks; nothing is written.

    ``vocabulary`` names files of a user's own vocabularies: see vocabularies.py; ``engine`` what validates: see validate.

    Raises:
        BuildGraphError: a document, a table or a shape cannot be used.
    """
    progress("reading")
    known, names = lexicon.load(resources.lexicon()), Names(base)
    kinds = {entry.term.kind for entry in known.entries.values()}
    concepts = [concept for path in vocabulary for concept in vocabularies.load(path, kinds)]
    known = vocabularies.ground(known, concepts) if concepts else known
    readings = tuple(read(source, known) for source in sources)
    readings = readings if quotes else tuple(map(rights.bare, readings))
    progress("graph")
    made = graphs(readings, names, known, quotes=quotes)
    progress("checking")
    called = tuple(map(_name, sources))
    files = {names.edition(reading.edition).value: name for reading, name in zip(readings, called, strict=True)}
    report = validate.check([triple for graph in made for layer in graph.layers.values() for triple in layer], files, engine)
    matches = vocabularies.matches((term for reading in readings for term in reading.terms), known, concepts) if concepts else ()
    return Outcome(readings, made, report, called, matches=matches, quotes=quotes)


def check_turtle(paths: Sequence[str], engine: str | None = None) -> validate.Report:
    """Return which rules the Turtle files, taken together, break.

    Raises:
        BuildGraphError: a file cannot be read, or is no Turtle.
    """
    return validate.check([triple for path in paths for triple in release.parse(Path(path))], engine=engine)


def build(
    sources: Sequence[Source | None], out: Path, base: str = BASE, progress: Progress = silent, previous: Path | None = None,
    vocabulary: Sequence[Path] = (), *, quotes: bool = True, engine: str | None = None,
) -> Outcome:  # fmt: skip
    """Return what was built into ``out``; with a violation nothing is written and the old release stays.

    With ``previous``, a release folder, the new one also says what changed, and which addresses went out of use. Without ``quotes``
    it holds no words of the documents, but names.

    Raises:
        BuildGraphError: a document, a table, a shape or the folder cannot be used.
    """
    if previous and not quotes:
        _refuse_words(previous)
    outcome = check(sources, base, progress, vocabulary, quotes=quotes, engine=engine)
    if outcome.report.violations:
        return outcome
    progress("writing")
    files = release_files(outcome, Names(base), sources, previous)
    release.write(out, files)
    return replace(outcome, folder=out, size=sum(map(len, files.values())), files=len(files))


def _refuse_words(previous: Path) -> None:
    """Refuse a release with quotes: what changed since would be told in the words of its documents."""
    if release.read_manifest(previous).get("quotes", True):
        raise ReleaseError(
            "holds the words of its documents",
            path=previous,
            expected="a release that was built with --no-quotes",
            fix="build it again with --no-quotes, or leave out --previous",
        )


def release_files(outcome: Outcome, names: Names, sources: Sequence[Source | None], previous: Path | None = None) -> dict[str, bytes]:
    """Return every file of a release, name to content."""
    linked = contents.linked({graph.topic: graph.layers for graph in outcome.graphs}, names, __version__, previous, outcome.matches)
    layers = {name: layer for graph in outcome.graphs for name, layer in graph.layers.items()}
    files = {name: triples.turtle(layer, names.base) for name, layer in layers.items()}
    files |= contents.knowledge(names)
    files["validation-report.ttl"] = outcome.report.turtle()
    files["facts.tsv"] = tables.facts(outcome.readings, names, quotes=outcome.quotes)
    files["coverage.tsv"] = tables.coverage(outcome.readings)
    files["page-anchors.tsv"] = contents.moved(tables.joined_anchors(_beside(sources)), names)
    files |= linked.files
    counts = {name: _count(content) for name, content in files.items() if name.endswith(".ttl")}
    digest = release.digest({line for graph in outcome.graphs for line in files[f"{graph.topic}.nt"].splitlines(keepends=True)})
    files["README.md"] = _readme(outcome, digest, linked.shares)
    files["metadata.ttl"] = metadata.metadata(metadata.Content(files, linked.graphs, linked.mappings, digest, __version__), names)
    counts["metadata.ttl"] = _count(files["metadata.ttl"])
    documents = [about_document(reading, names) for reading in outcome.readings]
    about: dict[str, object] = {"software": f"pathkg {__version__}", "base": names.base, "documents": documents, "rdfc10": digest}
    about |= {} if outcome.quotes else {"quotes": False}
    return files | {release.MANIFEST: release.manifest(files, counts, about)}


def _count(turtle: bytes) -> tuple[int, str]:
    """Return number of triples and digest of a Turtle file: of one at a time, since their lines are many."""
    lines = release.canonical(turtle)
    return len(lines), release.digest(lines)


def _name(source: Source | None) -> str:
    """Return what messages call a source."""
    if source is None:
        path = resources.shipped_document()
        return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    return "<bytes>" if isinstance(source, bytes) else str(source)


def _beside(sources: Sequence[Source | None]) -> list[bytes]:
    """Return the tables of page anchors that stand beside the documents, where there are any."""
    paths = [resources.shipped_document() if source is None else source for source in sources]
    tables_ = [Path(path).with_suffix(".anchors.tsv") for path in paths if not isinstance(path, bytes) and str(path) != "-"]
    return [path.read_bytes() for path in tables_ if path.is_file()]


def _readme(outcome: Outcome, digest: str, shares: Mapping[str, tuple[int, int]]) -> bytes:
    template = Template((Path(__file__).parent / "release_readme.md").read_text(encoding="utf-8"))
    titles = ", ".join(dict.fromkeys(reading.topic.label for reading in outcome.readings))
    documents = ", ".join(f"{r.edition.title or r.topic.label} ({r.edition.version})" for r in outcome.readings)
    return template.substitute(titles=titles, documents=documents, digest=digest, shares=contents.shares_table(shares)).encode() + (
        b"" if outcome.quotes else WITHOUT
    )


def about_document(reading: Reading, names: Names) -> dict[str, object]:
    """Return what the manifest says of a document."""
    return {
        "document": names.edition(reading.edition).value,
        "restates": names.edition(reading.page).value,
        "topic": names.topic(reading.topic).value,
        "sha256": reading.sha256,
        "code_points": len(reading.text),
    }


def dataset(source: Source | None = None, base: str | None = None) -> Dataset:
    """Return the graph of a document as an rdflib Dataset, a named graph a layer, after it passed the shapes.

    Raises:
        BuildGraphError: see ``check``; or the graph breaks a rule.
    """
    names = Names(base or BASE)
    outcome = check([source], names.base)
    if outcome.report.violations:
        raise ReleaseError("the graph breaks a rule:\n" + "\n".join(map(str, outcome.report.violations)), fix="see 'build-graph check'")
    layers = {names.graph(name).value: layer for graph in outcome.graphs for name, layer in graph.layers.items()}
    return triples.to_rdflib(layers, names.base)


def anchors(page: Source, source: Source | None = None) -> bytes:
    """Return the table of where ``page`` makes the claims of the document that restates it (none: the shipped one)."""
    known = lexicon.load(resources.lexicon())
    return tables.anchors(read(page, known), read(source, known), Names())
