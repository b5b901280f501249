"""Arguments in, exit status out: 0 done, 1 a rule is broken, 2 the input cannot be used. What the commands do is elsewhere."""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence

from build_graph.arguments import parser
from build_graph.errors import BuildGraphError, QueryError

# Each command imports what it needs, so that --help stays nearly as fast as Python itself.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a release is UTF-8 whatever the locale; a narrow terminal shows escapes
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    given = parser().parse_args(arguments)
    run = {
        "build": _build, "check": _check, "query": _query, "diff": _diff, "site": _site, "serve": _serve, "load": _load,
        "anchors": _anchors,
        "explain": _explain, "lexicon": _suggest,
    }[given.command]  # fmt: skip
    return _status(run, given)


def _status(run: Callable[[argparse.Namespace], int], given: argparse.Namespace) -> int:
    """Run a command and return its exit status; what a person can act on is told, without a traceback."""
    try:
        status = run(given)
        sys.stdout.flush()
        return status
    except BuildGraphError as error:
        _progress("")
        print(shown(str(error)), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ninterrupted: nothing was changed", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print("<stdout>: no room for the output\n  fix: free some room, or send the output elsewhere", file=sys.stderr)
        return 2


def shown(text: str) -> str:
    """Return ``text`` safe for a terminal: control characters and text direction marks become visible escapes."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else sign.encode("unicode_escape").decode() for sign in text)


def _progress(stage: str) -> None:
    """Show the stage on one line of a terminal; say nothing to a file or a pipe."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage}", end="", file=sys.stderr, flush=True)


def _complain(lines: Sequence[str]) -> None:
    """Tell a person what is missing from what was made."""
    for line in lines:
        print(shown(line), file=sys.stderr)


def _build(given: argparse.Namespace) -> int:
    from pathlib import Path

    from build_graph import pipeline, summary
    from build_graph.vocabulary import BASE

    if len(given.page) == 1 and given.page[0] != "-" and Path(given.page[0]).is_dir():
        return _build_folder(given)
    previous = Path(given.previous) if given.previous else None
    own = [Path(name) for name in given.vocabulary]
    sources, quotes = given.page or [None], not given.no_quotes
    outcome = pipeline.build(sources, Path(given.out), given.base or BASE, _progress, previous, own, quotes=quotes, engine=given.validator)
    _progress("")
    print(shown(summary.build(outcome)))
    _complain(outcome.faults)
    return 1 if outcome.report.violations or outcome.faults else 0


def _build_folder(given: argparse.Namespace) -> int:
    from pathlib import Path

    from build_graph import corpus, summary
    from build_graph.vocabulary import BASE

    def report(error: str) -> None:
        _complain([error])

    if given.previous or given.vocabulary:
        raise BuildGraphError("--previous and --vocabulary are for single pages", fix="leave them out, or name pages instead of a folder")
    made = corpus.build(
        Path(given.page[0]), Path(given.out), given.base or BASE,
        quotes=not given.no_quotes, keep_going=given.keep_going, workers=given.workers, report=report, engine=given.validator,
    )  # fmt: skip
    for page in made.skipped if made.folder is None else ():
        report(page.error)
    print(shown(summary.corpus(made)))
    return 1 if made.skipped or made.faulty else 0


def _check(given: argparse.Namespace) -> int:
    from build_graph import pipeline, summary

    pages = [path for path in given.path if not path.endswith(".ttl")]
    graphs = [path for path in given.path if path.endswith(".ttl")]
    broken = False
    if pages:
        outcome = pipeline.check(pages, progress=_progress, engine=given.validator)
        _progress("")
        print(shown(summary.check(outcome)))
        _complain(outcome.faults)
        broken |= bool(outcome.report.violations or outcome.faults)
    if graphs:
        report = pipeline.check_turtle(graphs, given.validator)
        print(shown(summary.report(report)))
        broken |= bool(report.violations)
    return 1 if broken else 0


def _query(given: argparse.Namespace) -> int:
    from pathlib import Path

    from build_graph import asking, queries, screen

    held = asking.Release(Path(given.data))
    if given.name is None and given.file is None:
        print(shown(asking.catalogue(held.questions, given.format)), end="")
        return 0
    if given.name and given.file:
        raise QueryError("a question and a file", path=given.file, expected="one of them", fix=f"leave out {given.name} or --file")
    query = queries.load(Path(given.file)) if given.file else queries.find(given.name, held.questions)
    settings = queries.settings(given.set)
    remote = given.endpoint is not None
    if given.timeout and not remote:
        return _in_time(_query, given)
    if remote:
        from build_graph import endpoint

        patience = endpoint.Patience(given.timeout or 60)
        terms = endpoint.terms(query, given.endpoint, settings, patience)
    else:
        terms = held.terms(query, settings)
    if given.explain:
        print(shown(asking.explained(query, terms)), end="")
        return 0
    answer = endpoint.run_bound(query, given.endpoint, terms, patience) if remote else held.answer(query, settings, given.engine)
    prefixes = {**held.prefixes, **query.prefixes}
    fixed = {name: screen.short(node, prefixes) if remote else held.label(node) for name, node in terms.items()}
    text = asking.text(answer, given.format, screen.Look(_width(), prefixes, fixed, given.curies))
    print(shown(text) if sys.stdout.isatty() or given.format in (None, "table") else text, end="")
    forms = held.of_forms(query, terms) if not (answer.rows or remote) else {}
    if forms:
        named = ", ".join(f"{label} ({count})" for label, count in forms.items())
        print(shown(f"nothing is said of the disease itself; rows about its forms: {named}\n  --set disease=NAME"), file=sys.stderr)
    return 0


def _in_time(run: Callable[[argparse.Namespace], int], given: argparse.Namespace) -> int:
    """Run a command in a process of its own, since no engine stops a query that it has begun, and end it when its time is over."""
    import multiprocessing

    seconds, given.timeout = given.timeout, None
    work = multiprocessing.get_context("fork").Process(target=lambda: sys.exit(_status(run, given)))
    work.start()
    try:
        work.join(seconds)
        late = work.is_alive()
    finally:
        work.kill()
    work.join()
    if late:
        raise QueryError(f"no answer within {seconds:g} seconds", path=given.file or given.name, fix="ask for less, or allow more seconds")
    return work.exitcode or 0


def _width() -> int:
    """Return the width of the terminal in columns; 100 where there is none. As shutil does, whose import takes longer than the question."""
    with contextlib.suppress(KeyError, ValueError):
        return max(int(os.environ["COLUMNS"]), 20)
    with contextlib.suppress(OSError, ValueError):
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 20)
    return 100


def _site(given: argparse.Namespace) -> int:
    from pathlib import Path

    try:
        from build_graph import site, summary
        from build_graph.site import pictures
    except ModuleNotFoundError as error:
        raise BuildGraphError(f"no module {error.name}", fix="pip install 'pathkg[site]'") from error

    if given.pictures:
        for path in pictures.write(Path(given.data), Path(given.pictures)):
            print(shown(str(path)))
    if given.out or not given.pictures:
        _progress("site")
        made = site.build(Path(given.data), Path(given.out or "site"))
        _progress("")
        print(shown(summary.site(made)))
    return 0


def _diff(given: argparse.Namespace) -> int:
    from pathlib import Path

    from build_graph import changes, retired
    from build_graph.vocabulary import Names

    old, new = changes.snapshot(Path(given.old)), changes.snapshot(Path(given.new))
    found = changes.diff(old, new)
    if given.format == "ledger":
        print(shown(retired.ledger_rows(retired.retired((), new, old, retired.in_lexicon(Names())), "")), end="")
    else:
        print(shown(changes.as_json(found) if given.format == "json" else changes.as_markdown(found)), end="")
    return 0


def _serve(given: argparse.Namespace) -> int:
    from pathlib import Path

    from build_graph import serve

    limits = serve.Limits(given.timeout, given.max_rows, given.workers)
    site = Path(given.site) if given.site else None
    options = serve.Options(Path(given.data), site, given.host, given.port, given.cors, limits)
    serve.run(options, lambda address: print(f"ready: {address}", flush=True))
    return 0


def _load(given: argparse.Namespace) -> int:
    from pathlib import Path

    from build_graph import upload

    done = upload.load(Path(given.data), given.endpoint, lambda step: print(shown(step), file=sys.stderr, flush=True))
    changed = [each for each in done if each.changed]
    print(f"{len(done)} graphs with {sum(each.triples for each in done)} triples are in the store; {len(changed)} of them changed")
    return 0


def _explain(given: argparse.Namespace) -> int:
    from build_graph import explain, lexicon, pipeline, resources
    from build_graph.vocabulary import Names

    known = lexicon.load(resources.lexicon())
    print(shown(explain.explain(pipeline.read(given.page, known), known, Names(), given.target)))
    return 0


def _suggest(given: argparse.Namespace) -> int:
    from build_graph import lexicon, pipeline, resources, suggest

    known = lexicon.load(resources.lexicon())
    print(shown(suggest.suggest(pipeline.read(given.page, known), known)), end="")
    return 0


def _anchors(given: argparse.Namespace) -> int:
    from build_graph import pipeline

    sys.stdout.buffer.write(pipeline.anchors(given.page, given.document))
    return 0
