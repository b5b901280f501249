"""What can be typed: the commands, their options and their help. What they do is in cli.py."""

from __future__ import annotations

import argparse

from build_graph import __version__

ABOUT = """\
A pathology topic page in, a checked RDF knowledge graph out, with evidence for every claim.
It states what one page said on one day. It is not medical advice.
"""
EXAMPLES = """\
examples:
  build-graph build                                the shipped document into dist/
  build-graph build page.txt --out release         a page of your own
  build-graph build pages --keep-going             every *.txt of a folder; a bad page is reported and skipped
  build-graph check page.txt                       what cannot be read, and which rules are broken
  build-graph check dist/calcinosis-cutis*.ttl     Turtle files, taken together, against the shapes
  build-graph build --previous old/dist            and tell what changed since that release
  build-graph diff old/dist dist                   added, removed and changed claims with their evidence
  build-graph build page.txt --vocabulary v.tsv    names and identifiers of your own
  build-graph explain page.txt 27                  how a line was read, and by which rules
  build-graph lexicon suggest page.txt             names that the lexicon lacks, as rows for it
  build-graph query                                the questions that the graph answers
  build-graph query CQ03                           one of them
  build-graph query CQ09 --set disease=calciphylaxis --format csv
  build-graph query treatments --set "disease=scrotal calcinosis" --explain
  build-graph query --file mine.rq --data release --format json
  build-graph site                                 a static site of the release, into site/

exit status: 0 done, 1 the graph breaks a rule, a page was skipped or the program failed on a line, 2 the input cannot be used
"""


class _Command(argparse.ArgumentParser):
    """A parser whose help has a fixed width: to ask the terminal for its own takes imports of half the time that the help takes."""

    def _get_formatter(self) -> argparse.HelpFormatter:
        return argparse.RawDescriptionHelpFormatter(self.prog, width=110)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Command("build-graph", description=ABOUT, epilog=EXAMPLES, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"build-graph {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="read pages, check the graph, write a release folder", allow_abbrev=False)
    build.add_argument("page", nargs="*", metavar="PAGE",
                       help="topic page as plain text, or a folder of them; - is standard input (none: the shipped document)")  # fmt: skip
    build.add_argument("--keep-going", action="store_true", help="of a folder: report and skip a page that cannot be used; exit status 1")
    build.add_argument("--workers", type=_count, default=0, metavar="N", help="of a folder: pages at a time (default: one a core)")
    build.add_argument("--out", default="dist", metavar="DIR", help="release folder, replaced in one step (default: dist)")
    build.add_argument("--base", metavar="IRI", help="where terms, topics and documents have their addresses")

    build.add_argument("--vocabulary", action="append", default=[], metavar="FILE",
                       help="names and identifiers of your own: OWL or SKOS, OBO, SSSOM, or a table with columns id and label")  # fmt: skip
    build.add_argument("--previous", metavar="DIR",
                       help="the release before, or that of --out: tell what changed, and which addresses went out of use")  # fmt: skip
    _validator(build)
    build.add_argument("--no-quotes", action="store_true", help="leave out the words of the page: names, numbers and places stay")

    check = commands.add_parser("check", help="report only: what is unread, which rules are broken", allow_abbrev=False)
    check.add_argument("path", nargs="+", metavar="PATH", help="pages, or Turtle files (.ttl)")
    _validator(check)

    _query_arguments(commands.add_parser("query", help="ask a release; without NAME: the list of questions", allow_abbrev=False))

    site = commands.add_parser("site", help="write the static site of a release", allow_abbrev=False)
    site.add_argument("--data", default="dist", metavar="DIR", help="release folder (default: dist)")
    site.add_argument("--out", metavar="DIR", help="folder of the site, replaced in one step (default: site)")
    site.add_argument("--pictures", metavar="DIR", help="write the subtype tree, the differential matrix and a mechanism as SVG instead")

    diff = commands.add_parser("diff", help="what changed between two releases, claim by claim", allow_abbrev=False)
    diff.add_argument("old", metavar="OLD", help="release folder")
    diff.add_argument("new", metavar="NEW", help="release folder")
    diff.add_argument("--format", choices=("markdown", "json", "ledger"), default="markdown",
                      help="ledger: rows for ontology/deprecated.tsv (default: markdown)")  # fmt: skip

    _curating(commands)
    _serving(commands)
    _anchoring(commands)
    return top


def _validator(command: argparse.ArgumentParser) -> None:
    """Add the choice of what validates."""
    command.add_argument("--validator", choices=("shacl", "pyshacl"), help="what checks the shapes (default: shacl where it is installed)")


def _anchoring(commands: argparse._SubParsersAction[_Command]) -> None:
    """Add the command that compares a page with what restates it."""
    anchors = commands.add_parser("anchors", help="where PAGE makes the claims of a document that restates it", allow_abbrev=False)
    anchors.add_argument("page", metavar="PAGE", help="the original page")
    anchors.add_argument("document", nargs="?", metavar="DOCUMENT", help="what restates it (none: the shipped document)")


def _curating(commands: argparse._SubParsersAction[_Command]) -> None:
    """Add the commands for who mends the lexicon."""
    explain = commands.add_parser("explain", help="how a page was read: clauses, terms, cues, rules, claims, words left over",
                                  allow_abbrev=False)  # fmt: skip
    explain.add_argument("page", metavar="PAGE", help="topic page")
    explain.add_argument("target", nargs="?", default="", metavar="LINE | CLAIM", help="line, or IRI of a claim (none: every line)")

    lexicon = commands.add_parser("lexicon", help="what a page suggests for the tables of ontology/lexicon",
                                  allow_abbrev=False)  # fmt: skip
    actions = lexicon.add_subparsers(dest="action", required=True, metavar="ACTION")
    suggest = actions.add_parser("suggest", help="candidates and guesses as rows of terms.tsv, to accept or reject", allow_abbrev=False)
    suggest.add_argument("page", metavar="PAGE", help="topic page")


def _serving(commands: argparse._SubParsersAction[_Command]) -> None:
    """Add the commands that bring a release to others."""
    serve = commands.add_parser("serve", help="a SPARQL endpoint over a release, read-only, on this machine", allow_abbrev=False)
    serve.add_argument("--data", default="dist", metavar="DIR", help="release folder (default: dist)")
    serve.add_argument("--site", metavar="DIR", help="its site, to be shown to browsers")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=7878, metavar="N", help="0: any that is free (default: 7878)")
    serve.add_argument("--timeout", type=_seconds, default=30.0, metavar="S", help="seconds that a query may take (default: 30)")
    serve.add_argument("--max-rows", type=_count, default=100_000, metavar="N", help="rows that an answer may have (default: 100000)")
    serve.add_argument("--workers", type=_count, default=2, metavar="N", help="slow queries at a time (default: 2)")
    serve.add_argument("--cors", action="store_true", help="let pages of other origins read")

    load = commands.add_parser("load", help="put a release into a SPARQL store, by the Graph Store Protocol", allow_abbrev=False)
    load.add_argument("--endpoint", required=True, metavar="URL", help="graph store; user and password: PATHKG_USER, PATHKG_PASSWORD")
    load.add_argument("--data", default="dist", metavar="DIR", help="release folder (default: dist)")


def _seconds(text: str) -> float:
    if not 0 < (value := float(text)) <= 86_400:
        raise ValueError(text)
    return value


def _count(text: str) -> int:
    if (value := int(text)) < 1:
        raise ValueError(text)
    return value


def _query_arguments(query: argparse.ArgumentParser) -> None:
    """Add what a question can be asked with."""
    query.add_argument("name", nargs="?", metavar="NAME | CQnn", help="name or number of a question")
    query.add_argument("--file", metavar="F.rq", help="a SPARQL query of your own")
    query.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="parameter: a name of a term, prefix:name, <iri>, number or text"
    )
    query.add_argument(
        "--format", choices=("table", "csv", "tsv", "json", "markdown", "turtle"), help="default: table; turtle for CONSTRUCT"
    )
    query.add_argument("--curies", action="store_true", help="show addresses as prefix:name beside their labels")
    query.add_argument("--explain", action="store_true", help="show the SPARQL with its parameters bound, and do not run it")
    query.add_argument("--data", default="dist", metavar="DIR", help="release folder (default: dist)")
    query.add_argument("--engine", choices=("oxigraph", "rdflib"), default="oxigraph", help="default: oxigraph")
    query.add_argument("--endpoint", metavar="URL", help="ask a SPARQL endpoint that holds a release instead")
    query.add_argument("--timeout", type=_seconds, metavar="S",
                       help="seconds that the answer may take (default: 60 of an endpoint, no limit of a release)")  # fmt: skip
