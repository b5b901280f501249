"""The files of ontology/lexicon, each read into the look-up that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from build_graph.errors import LexiconError
from build_graph.facts import Term
from build_graph.lexicon.folding import fold, singular
from build_graph.lexicon.markers import MARKER_KINDS, Marker, Node, Step, steps
from build_graph.lexicon.model import WORD_CLASSES, Entry, Lexicon, Section, openings_of
from build_graph.lexicon.table import Row, read_table

TERM_COLUMNS = ("slug", "label", "kind", "aspect", "synonyms", "misprints", "definition", "note")
QUALITY_COLUMNS = ("slug", "label", "dimension", "synonyms", "note")
SECTION_COLUMNS = ("heading", "aliases", "reader", "key", "note")
#: A pattern in a phrase of scopes.tsv: "{is} doubtful".
_PATTERN = re.compile(r"(\{\w+\})")


def load(folder: Path) -> Lexicon:
    """Read every table in ``folder``.

    Raises:
        LexiconError: a table is missing or broken, or a name stands for two terms.
    """
    entries = {e.term.slug: e for e in _entries(folder)}
    names = _by_name(entries.values())
    markers, phrases = _markers(folder)
    return Lexicon(
        entries=entries,
        names=names,
        markers=markers,
        phrases=phrases,
        openings=openings_of((*names, *markers)),
        sections=_sections(folder),
        predicates=_predicates(folder),
        unknown_kinds={
            (row["context"], row["role"]): row["kind"]
            for row in read_table(folder / "unknown_kinds.tsv", ("context", "role", "kind", "note"))
        },
        generic={singular(r["noun"]): r["kind"] for r in read_table(folder / "generic_heads.tsv", ("noun", "kind", "note"))},
        site_adjectives=_slugs(folder / "site_adjectives.tsv", ("adjective", "site"), entries),
        suffixes=_suffixes(folder),
        comparatives={r["word"]: r["direction"] for r in read_table(folder / "comparatives.tsv", ("word", "direction", "note"))},
        measures={
            fold(r["name"]): (r["more_is"], r["label"] or r["name"])
            for r in read_table(folder / "measures.tsv", ("name", "more_is", "label", "note"))
        },
        units={form: r["ucum"] for r in read_table(folder / "units.tsv", ("forms", "ucum", "note")) for form in r.many("forms")},
        numerals={fold(r["word"]): r["value"] for r in read_table(folder / "numerals.tsv", ("word", "value", "note"))},
        stages={fold(r["word"]): r["place"] for r in read_table(folder / "stages.tsv", ("word", "place", "note"))},
        section_methods=_slugs(folder / "section_methods.tsv", ("key", "method", "note"), entries),
        dimension_methods=_slugs(folder / "dimension_methods.tsv", ("dimension", "method", "note"), entries),
        compartments=frozenset(fold(r["noun"]) for r in read_table(folder / "compartments.tsv", ("noun", "note"))),
        comparators={fold(r["phrase"]): r["sign"] for r in read_table(folder / "comparators.tsv", ("phrase", "sign", "note"))},
        furniture=tuple((r["form"], r["text"]) for r in read_table(folder / "furniture.tsv", ("form", "text", "note"))),
        words=_words(folder / "words.tsv"),
    )


def _entries(folder: Path) -> Iterator[Entry]:
    for row in read_table(folder / "terms.tsv", TERM_COLUMNS):
        term = Term(row["slug"], row["label"], row["kind"])
        yield Entry(term, row["aspect"], row.many("synonyms"), row.many("misprints"), row["definition"], f"{row.path.name}:{row.line}")
    for row in read_table(folder / "qualities.tsv", QUALITY_COLUMNS):
        term = Term(row["slug"], row["label"], "Quality")
        yield Entry(term, row["dimension"], row.many("synonyms"), (), "", f"{row.path.name}:{row.line}")


def _by_name(entries: Iterable[Entry]) -> dict[str, Entry]:
    names: dict[str, Entry] = {}
    for entry in entries:
        for name in entry.names:
            other = names.setdefault(fold(name), entry)
            if other.term.slug != entry.term.slug:
                raise LexiconError(
                    f"{name!r} names two terms: {other.term.slug} ({other.source}) and {entry.term.slug} ({entry.source})",
                    path=entry.source,
                    expected="a name stands for one term",
                    fix="remove it from one of the two rows",
                )
    return names


def _markers(folder: Path) -> tuple[dict[str, tuple[Marker, ...]], dict[str, Step]]:
    """Return the markers of each phrase, and where phrases begin that have a pattern among other words."""
    table = read_table(folder / "patterns.tsv", ("name", "forms", "note"))
    patterns = {"{" + row["name"] + "}": list(dict.fromkeys(map(fold, row.many("forms")))) for row in table}
    found: dict[str, list[Marker]] = {}
    root = Node()
    for phrase, marker, row in _marked(folder):
        if "{" in phrase and phrase not in patterns:
            _add(_end(root, phrase, patterns, row).markers, marker, phrase, row)
        else:
            for key in patterns.get(phrase) or [fold(phrase)]:
                _add(found.setdefault(key, []), marker, phrase, row)
    markers = {key: tuple(sorted(markers, key=lambda m: MARKER_KINDS.index(m.kind))) for key, markers in found.items()}
    return markers, steps([("", root)])


def _add(known: list[Marker], marker: Marker, phrase: str, row: Row) -> None:
    """Add a marker to those that a phrase has.

    Raises:
        LexiconError: a phrase has two meanings, or two reaches, as one kind of marker.
    """
    rivals = [m for m in known if m.kind == marker.kind]
    if any(rival != marker for rival in rivals):  # the second row would be read by nobody
        said = f"{rivals[0].value} and {marker.value}"
        raise row.error(f"{phrase!r} has two meanings as a {marker.kind}, or two reaches: {said}", fix="keep it in one row")
    if not rivals:
        known.append(marker)


def _end(node: Node, phrase: str, patterns: Mapping[str, Sequence[str]], row: Row) -> Node:
    """Return where a phrase ends whose words and patterns are followed from ``node`` on.

    Raises:
        LexiconError: patterns.tsv has no such pattern.
    """
    for part in filter(None, map(str.strip, _PATTERN.split(phrase))):
        if part[0] == "{" and part not in patterns:
            raise row.error(
                f"no pattern {part[1:-1]!r}", "phrase", expected=" ".join(patterns), fix="mend it, or add a row to patterns.tsv"
            )
        node = node.follow(part, patterns.get(part) or [fold(part)])
    return node


def _marked(folder: Path) -> Iterator[tuple[str, Marker, Row]]:
    """Yield each phrase of the tables of markers with what it means, and its row."""
    for row in read_table(folder / "cues.tsv", ("role", "phrases", "note")):
        for phrase in row.many("phrases"):
            yield phrase, Marker("cue", row["role"]), row
    for row in read_table(folder / "scopes.tsv", ("phrase", "property", "value", "direction", "stops", "rank", "note")):
        stops, rank = tuple(row["stops"].split()), int(row["rank"] or 0)
        yield row["phrase"], Marker("scope", row["value"], row["property"], row["direction"], stops, rank), row
    for row in read_table(folder / "verbs.tsv", ("lemma", "forms", "noun", "role", "note")):
        for form in (row["lemma"], *row.many("forms")):
            yield form, Marker("verb", row["role"], row["noun"] or row["lemma"]), row
    for row in read_table(folder / "prepositions.tsv", ("word", "role", "note")):
        yield row["word"], Marker("preposition", row["role"]), row
    for row in read_table(folder / "functions.tsv", ("word", "class", "note")):
        yield row["word"], Marker("coordinator" if row["class"] == "coordinator" else "function", row["class"]), row


def _words(path: Path) -> dict[str, dict[str, str]]:
    """Return the words of each class with their values.

    Raises:
        LexiconError: a class is unknown, or no word is of it.
    """
    found: dict[str, dict[str, str]] = {name: {} for name in WORD_CLASSES}
    for row in read_table(path, ("word", "class", "value", "note")):
        if row["class"] not in found:
            raise row.error(f"no rule asks for the class {row['class']!r}", "class", expected=" ".join(WORD_CLASSES), fix="mend the class")
        found[row["class"]][fold(row["word"])] = row["value"]
    for name, words in found.items():
        if not words:
            raise LexiconError(f"no word of class {name!r}", path=path, expected="one row or more", fix="restore the rows of the class")
    return found


def _sections(folder: Path) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    for row in read_table(folder / "sections.tsv", SECTION_COLUMNS):
        section = Section(row["heading"], row["reader"], row["key"])
        for name in (row["heading"], *row.many("aliases")):
            if sections.setdefault(name.casefold(), section) != section:
                raise row.error(f"heading {name!r} stands twice", "heading", fix="keep one of the two rows")
    return sections


def _predicates(folder: Path) -> dict[tuple[str, str], str]:
    return {
        (row["context"], kind): row["predicate"]
        for row in read_table(folder / "predicates.tsv", ("context", "kinds", "predicate", "note"))
        for kind in row.many("kinds")
    }


def _slugs(path: Path, columns: tuple[str, ...], entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the terms that the second column names by slug, by the folded first column."""
    found = {}
    for row in read_table(path, columns):
        slug = row[columns[1]]
        if slug not in entries:
            raise row.error(f"no term {slug!r}", columns[1], expected="a slug of terms.tsv", fix="add the term or mend the slug")
        found[fold(row[columns[0]])] = entries[slug]
    return found


def _suffixes(folder: Path) -> tuple[tuple[str, str], ...]:
    rows = read_table(folder / "suffixes.tsv", ("suffix", "kind", "note"))
    return tuple(sorted(((r["suffix"], r["kind"]) for r in rows), key=lambda pair: (-len(pair[0]), pair)))
