"""The curated tables of ontology/lexicon, read once into look-ups. Knowledge is there; here is only how it is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from build_graph.errors import LexiconError
from build_graph.facts import Term

#: A word of the page: letters, digits and the marks that join them ("end-stage", "CD34+", "1,25", "IL1β", "T2").
WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*\+?")


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Return ``word`` case folded and without its plural ending: the only stemming there is."""
    word = word.casefold().replace("’", "'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "sses", "shes", "ches")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us", "'s")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the words of ``text`` in singular, hyphens and slashes opened, joined by a space: the key of every look-up."""
    return " ".join(singular(part) for word in WORD.findall(text) for part in re.split(r"[-/]", word) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of terms.tsv or qualities.tsv: a term with its names."""

    term: Term
    aspect: str  #: how a finding is seen: clinical, micro, gross, lab, imaging, any; a quality's dimension
    synonyms: tuple[str, ...]
    misprints: tuple[str, ...]
    definition: str
    source: str  #: file and line of the row

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the term, the preferred label first."""
        return (self.term.label, *self.synonyms, *self.misprints)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, by column name, with its place for error messages."""

    cells: Mapping[str, str]
    path: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """Return the cell's values, separated by ``|`` on the page."""
        return tuple(part.strip() for part in self.cells[column].split("|") if part.strip())

    def error(self, what: str, column: str = "", **more: str) -> LexiconError:
        """Return an error at this row, to be raised by the caller."""
        names = list(self.cells)
        return LexiconError(what, path=self.path, line=self.line, column=names.index(column) + 1 if column else 0, **more)


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a TSV file whose header must be ``columns``.

    Raises:
        LexiconError: the file is missing or not UTF-8, its header differs, or a row has too many or too few cells.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise LexiconError(f"cannot read the table: {error.strerror}", path=path, fix="restore the file") from error
    except UnicodeDecodeError as error:
        raise LexiconError("not UTF-8", path=path, fix="save the table as UTF-8") from error
    header = tuple(lines[0].split("\t"))
    if header != columns:
        raise LexiconError(
            f"header is {' '.join(header)!r}", path=path, line=1, expected="tab separated: " + " ".join(columns), fix="mend the header"
        )
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise LexiconError(
                f"{len(cells)} cells", path=path, line=number, expected=f"{len(columns)} cells, tab separated: {' '.join(columns)}",
                fix="add or remove tabs in this row",
            )
        yield Row(dict(zip(columns, cells, strict=True)), path, number)


TERM_COLUMNS = ("slug", "label", "kind", "aspect", "synonyms", "misprints", "definition", "note")
QUALITY_COLUMNS = ("slug", "label", "dimension", "synonyms", "note")
SECTION_COLUMNS = ("heading", "aliases", "reader", "key", "note")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page family and how what stands below it is read."""

    heading: str
    reader: str
    key: str  #: of the section's rows in predicates.tsv


@dataclass(frozen=True, slots=True)
class Marker:
    """A word or phrase that says how the phrases around it hang together."""

    kind: str  #: cue, scope, verb, preposition, coordinator, function, compare, unit or numeral
    value: str  #: role of a cue, verb or preposition; value of a scope; class of a function word
    property: str = ""  #: of a scope: modality, polarity, frequency ...; of a verb: its noun
    direction: str = "forward"  #: where a scope reaches
    stops: tuple[str, ...] = ()  #: what ends a scope
    rank: int = 0  #: of a frequency: 9 always ... 1 rarely


@dataclass(frozen=True)
class Lexicon:
    """Every table, by what it is asked for. Keys are folded (see ``fold``)."""

    entries: Mapping[str, Entry]  #: terms by slug
    names: Mapping[str, Entry]  #: terms and qualities by name
    markers: Mapping[str, tuple[Marker, ...]]  #: by phrase; several kinds of marker may share a phrase
    longest: Mapping[str, int]  #: by first word, the most words of any name or marker
    sections: Mapping[str, Section]  #: by heading or alias, case folded
    predicates: Mapping[tuple[str, str], str]  #: (section key or role, kind) -> predicate, "" for none, "u" for a guess
    generic: Mapping[str, str]  #: generic head noun -> kind, "" where the word carries none
    site_adjectives: Mapping[str, Entry]  #: "renal" -> kidney
    suffixes: tuple[tuple[str, str], ...]  #: ending -> kind, longest first
    comparatives: Mapping[str, str]  #: word -> up, down, better, worse
    measures: Mapping[str, tuple[str, str]]  #: measure -> (good or bad when high, label)
    units: Mapping[str, tuple[str, str]]  #: printed form -> (UCUM code, word for people)
    numerals: Mapping[str, str]  #: "two" -> "2"
    stages: Mapping[str, str]  #: words of a stage label -> first, last or thing
    section_methods: Mapping[str, Entry]  #: key of a section -> how everything in it is seen
    dimension_methods: Mapping[str, Entry]  #: dimension of a quality -> how it is seen
    compartments: frozenset[str]  #: "serum", "urine": a modifier that passes along a list of analytes
    comparators: Mapping[str, str]  #: folded phrase -> one of > >= < <=
    furniture: tuple[tuple[str, str], ...]  #: (exact | prefix, text)

    @property
    def headings(self) -> dict[str, str]:
        """Every heading and alias, case folded, with the heading it stands for."""
        return {name: section.heading for name, section in self.sections.items()}

    def predicate(self, context: str, kind: str) -> str:
        """Return the predicate that a section or role gives to an object of ``kind``: "" none, "u" only as a guess."""
        return self.predicates.get((context, kind), self.predicates.get((context, "*"), ""))

    def kind_by_suffix(self, word: str) -> str:
        """Return the kind that the ending of ``word`` suggests, or "". A vote, never a bar."""
        return next((kind for suffix, kind in self.suffixes if word.endswith(suffix) and len(word) >= len(suffix) + 4), "")


def load(folder: Path) -> Lexicon:
    """Read every table in ``folder``.

    Raises:
        LexiconError: a table is missing or broken, or a name stands for two terms.
    """
    entries = {e.term.slug: e for e in _entries(folder)}
    names = _by_name(entries.values())
    markers = _markers(folder)
    longest: dict[str, int] = {}
    for key in (*names, *markers):
        first, count = key.split(" ", 1)[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), count)
    return Lexicon(
        entries=entries,
        names=names,
        markers=markers,
        longest=longest,
        sections=_sections(folder),
        predicates=_predicates(folder),
        generic={singular(r["noun"]): r["kind"] for r in read_table(folder / "generic_heads.tsv", ("noun", "kind", "note"))},
        site_adjectives=_slugs(folder / "site_adjectives.tsv", ("adjective", "site"), entries),
        suffixes=_suffixes(folder),
        comparatives={r["word"]: r["direction"] for r in read_table(folder / "comparatives.tsv", ("word", "direction", "note"))},
        measures={
            fold(r["name"]): (r["more_is"], r["label"] or r["name"])
            for r in read_table(folder / "measures.tsv", ("name", "more_is", "label", "note"))
        },
        units={
            form: (r["ucum"], r["printed"])
            for r in read_table(folder / "units.tsv", ("forms", "ucum", "printed", "note"))
            for form in r.many("forms")
        },
        numerals={fold(r["word"]): r["value"] for r in read_table(folder / "numerals.tsv", ("word", "value", "note"))},
        stages={fold(r["word"]): r["place"] for r in read_table(folder / "stages.tsv", ("word", "place", "note"))},
        section_methods=_slugs(folder / "section_methods.tsv", ("key", "method", "note"), entries),
        dimension_methods=_slugs(folder / "dimension_methods.tsv", ("dimension", "method", "note"), entries),
        compartments=frozenset(fold(r["noun"]) for r in read_table(folder / "compartments.tsv", ("noun", "note"))),
        comparators={fold(r["phrase"]): r["sign"] for r in read_table(folder / "comparators.tsv", ("phrase", "sign", "note"))},
        furniture=tuple((r["form"], r["text"]) for r in read_table(folder / "furniture.tsv", ("form", "text", "note"))),
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
                    path=entry.source, expected="a name stands for one term", fix="remove it from one of the two rows",
                )
    return names


def _markers(folder: Path) -> dict[str, tuple[Marker, ...]]:
    found: dict[str, list[Marker]] = {}

    def add(phrase: str, marker: Marker, row: Row) -> None:
        key = fold(phrase)
        rivals = [m for m in found.setdefault(key, []) if m.kind == marker.kind]
        if any(rival.value != marker.value or rival.property != marker.property for rival in rivals):
            raise row.error(f"{phrase!r} has two meanings as a {marker.kind}: {rivals[0].value} and {marker.value}",
                            fix="keep it in one row")
        if not rivals:
            found[key].append(marker)

    for row in read_table(folder / "cues.tsv", ("role", "phrases", "note")):
        for phrase in row.many("phrases"):
            add(phrase, Marker("cue", row["role"]), row)
    for row in read_table(folder / "scopes.tsv", ("phrase", "property", "value", "direction", "stops", "rank", "note")):
        stops = tuple(row["stops"].split())
        add(row["phrase"], Marker("scope", row["value"], row["property"], row["direction"], stops, int(row["rank"] or 0)), row)
    for row in read_table(folder / "verbs.tsv", ("lemma", "forms", "noun", "role", "note")):
        for form in (row["lemma"], *row.many("forms")):
            add(form, Marker("verb", row["role"], row["noun"] or row["lemma"]), row)
    for row in read_table(folder / "prepositions.tsv", ("word", "role", "note")):
        add(row["word"], Marker("preposition", row["role"]), row)
    for row in read_table(folder / "functions.tsv", ("word", "class", "note")):
        kind = "coordinator" if row["class"] == "coordinator" else "function"
        add(row["word"], Marker(kind, row["class"]), row)
    return {key: tuple(markers) for key, markers in found.items()}


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
