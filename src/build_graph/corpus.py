"""A folder of pages into one release. A worker reads, checks and writes each page on its own: memory does not grow with the pages.

The release has three Turtle layers a page below ``pages/`` and the tables of all pages; pages on one topic meet in the same addresses.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from build_graph import __version__, contents, lexicon, mappings, pipeline, release, resources, rights, tables, triples, validate
from build_graph.errors import BuildGraphError, PageError
from build_graph.facts import Reading
from build_graph.lexicon import Lexicon
from build_graph.listing import Listing
from build_graph.mappings import Match
from build_graph.vocabulary import BASE, Names, slug

_AHEAD = 8  # pages a worker that may wait for their turn: the tables are in the order of the pages
_README = """\
# A release: pages read, {pages}

Read by pathkg {version}. It states what each page said, and is no medical advice.

| file | what it holds |
|---|---|
| `pages/<page>.ttl`, `-edges.ttl`, `-evidence.ttl` | claims, plain edges, evidence of one page |
| `facts.tsv`, `coverage.tsv` | claims, and what became of each line, of all pages |
| `mappings.ttl` | our terms in outside vocabularies |
| `ontology.ttl`, `shapes.ttl`, `prefixes.ttl`, `queries/` | what the graph is made of, what it obeys, what it answers |
| `validation-report.ttl` | which engine checked which shapes, and how many nodes each saw |
| `manifest.json` | every file with its size and SHA-256, every page with the digest of its bytes |

Rights in the words of the pages, where they are quoted, are their owners'; of the ontology and what else is ours: `LICENSE`.
"""


@dataclass(frozen=True, slots=True)
class Task:
    """One page, and how to read it."""

    path: Path
    work: Path  #: folder to write to
    base: str
    quotes: bool
    engine: str | None  #: what validates; None: the fastest that is installed


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one page: small, since it travels between processes."""

    path: Path
    error: str = ""  #: why the page was skipped
    broken: bool = False  #: it could be read, and its graph breaks a rule
    faults: tuple[str, ...] = ()  #: lines that are unread because the program is at fault
    claims: int = 0
    triples: int = 0
    document: dict[str, object] = field(default_factory=dict)
    entries: dict[str, dict[str, object]] = field(default_factory=dict)  #: file -> what the manifest says of it
    facts: bytes = b""
    coverage: bytes = b""
    mappings: bytes = b""  #: N-Triples
    focus: dict[str, int] = field(default_factory=dict)
    applicable: frozenset[str] = frozenset()
    engine: str = ""


@dataclass(slots=True)
class Corpus:
    """What the build of a folder came to."""

    folder: Path | None = None  #: where the release is; None: nothing was written
    pages: int = 0
    claims: int = 0
    triples: int = 0
    skipped: list[Made] = field(default_factory=list)
    faulty: int = 0  #: pages with a line that is unread because the program is at fault


def pages(folder: Path) -> list[Path]:
    """Return the pages of a folder in the order of their names.

    Raises:
        PageError: there is none, or two would have files of one name.
    """
    found = sorted(path for path in folder.iterdir() if path.suffix == ".txt" and path.is_file())
    if not found:
        raise PageError("no page in this folder", path=folder, expected="topic pages as plain text, *.txt", fix="name another folder")
    keys: dict[str, Path] = {}
    for path in found:
        other = keys.setdefault(slug(path.stem), path)
        if other != path:
            raise PageError(f"named like {other.name}", path=path, expected="names that differ in their letters", fix="rename one of them")
    return found


def build(
    folder: Path, out: Path, base: str = BASE, *, quotes: bool = True, keep_going: bool = False, workers: int = 0,
    report: Callable[[str], None] = print, engine: str | None = None,
) -> Corpus:  # fmt: skip
    """Return what was built of all pages in ``folder``.

    Without ``keep_going`` the first page that cannot be used ends the build, and nothing is written.

    Args:
        folder: holds the pages.
        out: release folder, replaced in one step.
        base: where terms, topics and documents have their addresses.
        quotes: whether the words of the pages are in the release.
        keep_going: report a page that cannot be used, or breaks a rule, and go on with the next.
        workers: processes; 0: one a core.
        report: is told of each page that is skipped, and of each line that is unread because the program is at fault.
        engine: what validates; none: the fastest that is installed.

    Raises:
        BuildGraphError: a page, a table, a shape or the release folder cannot be used.
    """
    found, names = pages(folder), Names(base)
    _warm()
    try:
        with release.staged(out) as work, _Gathering(work, names) as gathered:
            for made in _made((Task(path, work, base, quotes, engine) for path in found), workers or os.cpu_count() or 1):
                for fault in made.faults:
                    report(fault)
                gathered.take(made, report if keep_going else None)
            if not gathered.corpus.pages:
                raise PageError("no page could be used", path=folder, fix="see the errors above")
            gathered.finish(quotes)
    except _StoppedError as stopped:
        if not stopped.page.broken:
            raise
        return Corpus(skipped=[stopped.page])
    gathered.corpus.folder = out
    return gathered.corpus


class _StoppedError(BuildGraphError):
    """The first page that cannot be used; its text is whole already."""

    def __init__(self, page: Made) -> None:
        super().__init__(page.error)
        self.page = page

    def __str__(self) -> str:
        return self.what


class _Gathering:
    """What belongs to all pages, page by page."""

    def __init__(self, work: Path, names: Names) -> None:
        self.corpus = Corpus()
        self._work, self._names = work, names
        self._tables = [(work / "facts.tsv").open("wb"), (work / "coverage.tsv").open("wb")]
        self._listing = Listing(work)
        self._mappings: set[bytes] = set()
        self._focus: Counter[str] = Counter()
        self._applicable: frozenset[str] = frozenset()
        self._engine = ""

    def __enter__(self) -> _Gathering:
        for table, header in zip(self._tables, (tables.facts((), self._names), tables.coverage(())), strict=True):
            table.write(header)
        return self

    def __exit__(self, *_: object) -> None:
        self._listing.close()
        for table in self._tables:
            table.close()

    def take(self, page: Made, report: Callable[[str], None] | None) -> None:
        """Add one page; one that cannot be used ends everything, unless there is whom to report it to."""
        corpus = self.corpus
        if page.error:
            if report is None:
                raise _StoppedError(page)
            report(page.error)
            corpus.skipped.append(page)
            return
        corpus.pages, corpus.claims, corpus.triples = corpus.pages + 1, corpus.claims + page.claims, corpus.triples + page.triples
        corpus.faulty += bool(page.faults)
        self._listing.add([page.document], page.entries)
        self._mappings.update(page.mappings.splitlines(keepends=True))
        self._focus.update(page.focus)
        self._applicable, self._engine = self._applicable | page.applicable, page.engine
        for table, rows in zip(self._tables, (page.facts, page.coverage), strict=True):
            table.write(rows)

    def finish(self, quotes: bool) -> None:
        """Write the files of all pages, the manifest last."""
        matched = [quad.triple for quad in ox.parse(b"".join(sorted(self._mappings)), format=ox.RdfFormat.N_TRIPLES)]
        files = contents.knowledge(self._names) | contents.questions(self._names)
        files["mappings.ttl"] = triples.turtle(matched, self._names.base)
        files["validation-report.ttl"] = validate.Report((), self._focus, self._applicable, self._engine).turtle()
        files["README.md"] = _README.format(pages=self.corpus.pages, version=__version__).encode() + (b"" if quotes else pipeline.WITHOUT)
        self._listing.add([], {name: release.entry(content) for name, content in files.items()})
        for table in self._tables:
            table.flush()
            self._listing.add([], {Path(table.name).name: _entry(Path(table.name))})
        release.fill(self._work, files)
        about = {"software": f"pathkg {__version__}", "base": self._names.base} | ({} if quotes else {"quotes": False})
        self._listing.write(self._work / release.MANIFEST, about)


def _entry(path: Path) -> dict[str, object]:
    """Return what the manifest says of a file that is too large to be held."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _made(tasks: Iterable[Task], workers: int) -> Iterator[Made]:
    """Yield what became of each page, in order."""
    if workers == 1:
        yield from map(_page, tasks)
        return
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    with ProcessPoolExecutor(workers, multiprocessing.get_context(method), initializer=gc.freeze) as pool:
        try:
            yield from _in_order(pool, tasks, workers * _AHEAD)
        except BrokenProcessPool as error:
            raise BuildGraphError(
                "a worker was ended from outside", expected="memory for each worker", fix="fewer at a time: --workers 1"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: Executor, tasks: Iterable[Task], ahead: int) -> Iterator[Made]:
    waiting: deque[Future[Made]] = deque()
    for task in tasks:
        if len(waiting) == ahead:
            yield waiting.popleft().result()
        waiting.append(pool.submit(_page, task))
    while waiting:
        yield waiting.popleft().result()


@lru_cache(maxsize=1)
def known() -> Lexicon:
    """Return the lexicon, read once a process."""
    return lexicon.load(resources.lexicon())


@lru_cache(maxsize=1)
def _outside() -> tuple[tuple[Match, ...], list[dict[str, str]]]:
    return mappings.load(), mappings.references()


def _warm() -> None:
    """Read what every page needs before the workers part from this process: they share it, and a broken table is one error."""
    _ = known().diseases_by_word
    _outside()
    validate.prepare()


def _page(task: Task) -> Made:
    """Read, check and write one page."""
    names = Names(task.base)
    try:
        reading = pipeline.read(task.path, known())
        reading = reading if task.quotes else rights.bare(reading)
        (graph,) = pipeline.graphs([reading], names, known(), quotes=task.quotes)
        content = [triple for layer in graph.layers.values() for triple in layer]
        report = validate.check(content, {names.edition(reading.edition).value: str(task.path)}, task.engine)
    except BuildGraphError as error:
        return Made(task.path, error=str(error))
    if report.violations:
        return Made(task.path, error="\n".join(map(str, report.violations)), broken=True)
    return _written(task, reading, graph, content, report)


def _written(task: Task, reading: Reading, graph: pipeline.Graph, content: triples.Triples, report: validate.Report) -> Made:
    names, key = Names(task.base), slug(task.path.stem)
    layers = {f"pages/{key}{name.removeprefix(graph.topic)}": layer for name, layer in graph.layers.items()}
    files = {name: triples.turtle(layer, task.base) for name, layer in layers.items()}
    release.fill(task.work, files)
    lines = {name: triples.ntriples(layer).splitlines(keepends=True) for name, layer in layers.items()}
    counts = {name: (len(held), release.digest(held)) for name, held in lines.items()}
    return Made(
        task.path, faults=tuple(pipeline.faults(task.path, reading)),
        claims=len({fact.claim for fact in reading.facts}), triples=sum(count for count, _ in counts.values()),
        document=pipeline.about_document(reading, names),
        entries={name: release.entry(held, counts[name]) for name, held in files.items()},
        facts=_rows(tables.facts([reading], names, quotes=task.quotes)), coverage=_rows(tables.coverage([reading])),
        mappings=triples.ntriples(mappings.triples(*_outside(), content, names)),
        focus=dict(report.focus), applicable=report.applicable, engine=report.engine,
    )  # fmt: skip


def _rows(table: bytes) -> bytes:
    """Return a table without its header."""
    return table.partition(b"\n")[2]
