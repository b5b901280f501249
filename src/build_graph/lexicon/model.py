"""What the tables hold, and what readers ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from build_graph.facts import Term
from build_graph.lexicon.folding import fold
from build_graph.lexicon.markers import Marker, Step

#: Classes of words.tsv: small sets of words that a reading rule asks for. What each is for stands in the table.
WORD_CLASSES = (
    "adjective-ending", "adverb-ending", "age", "age-bound", "aim", "all-but", "all-or-none", "amount", "another", "arranged", "author",
    "author-quality", "average", "away", "bare", "basis", "bearing", "body-fluid", "case-label", "category-name", "cause-label",
    "cell-part", "changing", "comparative-ending", "composite", "confined", "confused", "consequence", "count", "counted", "cut-ending",
    "death", "decade", "degree", "demonstrative", "deposition", "differential", "doubt", "doubting", "drug-class", "effect", "ellipsis",
    "ending", "equal", "evidence", "exception", "exclusion", "face", "failing", "faring", "figure", "figure-label", "fit", "following",
    "foretold", "form", "fraction", "gene-fault", "genus", "gerund-ending", "getting", "goal", "gone", "graded", "harm", "here", "inside",
    "instance", "intensity", "inverted", "involved", "kept", "label-word", "lacking", "lesion", "lesion-age", "level", "level-label",
    "life", "lifetime", "ligand", "likewise", "look-alikes", "management", "marker", "measure", "microscopy", "missing", "modifier-ending",
    "multiple-ending", "name-filler", "naming", "negating-beginning", "negating-ending", "never", "normal-part", "not-there", "numbered",
    "numbered-form", "obsolete", "of-all", "on-earth", "opinion", "ordered", "ordinal", "organ-label", "organism-form", "out-of-use",
    "outdone", "outline", "own-rate", "part-of", "participle-ending", "past", "past-ending", "peak", "people", "performance", "place",
    "preceding", "predictor", "predominance", "prefix", "presence", "rate", "rather", "ratio", "reactivity", "reagent", "reason",
    "referring", "refused", "remedy", "requirement", "risk", "risk-level", "sample", "saying", "scheme", "scored", "secretion", "sex",
    "sexes", "shared-ending", "showing", "sound", "speaking", "spell", "spot", "spread", "stage-system", "stain-group", "stain-result",
    "stain-verb", "staining", "stratum-ending", "substance-beginning", "subtype", "success", "superlative", "superlative-ending", "taken",
    "tallied", "there", "tie-label", "time-behind",
    "time-of-life", "times", "together", "treatment-ending", "type-of", "unaltered", "undoing",
    "undoubted", "unknown", "use", "variant", "varied", "verb-ending", "verdict", "view", "wanted", "worth",
)  # fmt: skip


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
class Section:
    """A heading of the page family and how what stands below it is read."""

    heading: str
    reader: str
    key: str  #: of the section's rows in predicates.tsv


@dataclass(frozen=True)
class Lexicon:
    """Every table, by what it is asked for. Keys are folded (see ``fold``)."""

    entries: Mapping[str, Entry]  #: terms by slug
    names: Mapping[str, Entry]  #: terms and qualities by name
    markers: Mapping[str, tuple[Marker, ...]]  #: by phrase, in the order of MARKER_KINDS: several kinds may share a phrase
    phrases: Mapping[str, Step]  #: by first word: the markers whose phrase has a pattern among other words, "{is} {doubtful}"
    openings: frozenset[str]  #: what a name or a marker begins with, whole words, and they themselves
    sections: Mapping[str, Section]  #: by heading or alias, case folded
    predicates: Mapping[tuple[str, str], str]  #: (section key or role, kind) -> predicate, "" for none, "u" for a guess
    unknown_kinds: Mapping[tuple[str, str], str]  #: (section key, role) -> kind of a name that is not known, by its place
    generic: Mapping[str, str]  #: generic head noun -> kind, "" where the word carries none
    site_adjectives: Mapping[str, Entry]  #: "renal" -> kidney
    suffixes: tuple[tuple[str, str], ...]  #: ending -> kind, longest first
    comparatives: Mapping[str, str]  #: word -> up, down, better, worse
    measures: Mapping[str, tuple[str, str]]  #: measure -> (good or bad when high, label)
    units: Mapping[str, str]  #: printed form -> UCUM code
    numerals: Mapping[str, str]  #: "two" -> "2"
    stages: Mapping[str, str]  #: words of a stage label -> first, last or thing
    section_methods: Mapping[str, Entry]  #: key of a section -> how everything in it is seen
    dimension_methods: Mapping[str, Entry]  #: dimension of a quality -> how it is seen
    compartments: frozenset[str]  #: "serum", "urine": a modifier that passes along a list of analytes
    comparators: Mapping[str, str]  #: folded phrase -> one of > >= < <=
    furniture: tuple[tuple[str, str], ...]  #: (exact | prefix, text)
    words: Mapping[str, Mapping[str, str]]  #: class of WORD_CLASSES -> word -> its value, often none

    @cached_property
    def headings(self) -> dict[str, str]:
        """Every heading and alias, case folded, with the heading it stands for."""
        return {name: section.heading for name, section in self.sections.items()}

    @cached_property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """The classes of each word of ``words``."""
        found: dict[str, list[str]] = {}
        for name, words in self.words.items():
            for word in words:
                found.setdefault(word, []).append(name)
        return {word: tuple(names) for word, names in found.items()}

    @cached_property
    def methods(self) -> frozenset[str]:
        """The classes of function words that name a method: "section:gross"."""
        markers = (marker for found in self.markers.values() for marker in found)
        return frozenset(m.value for m in markers if m.kind == "function" and m.value.startswith("section:"))

    @cached_property
    def fractions(self) -> frozenset[str]:
        """The words that a share in words begins with."""
        return frozenset(key.partition(" ")[0] for key in self.words["fraction"])

    @cached_property
    def numbering(self) -> frozenset[str]:
        """The words that a number may begin with, or a name with a numeral behind: "two", "half", "between", "type"."""
        counts = (key for key, markers in self.markers.items() if markers[0].kind == "cue" and markers[0].value.startswith("count"))
        return frozenset(["between", *self.fractions, *self.numerals, *counts])

    @cached_property
    def _suffixes(self) -> tuple[str, ...]:
        return tuple([suffix for suffix, _ in self.suffixes])

    @cached_property
    def endings(self) -> Mapping[str, tuple[str, ...]]:
        """The endings of each class of words that is one of endings: "adjective" for "adjective-ending"."""
        return {name.removesuffix("-ending"): tuple(words) for name, words in self.words.items() if name.endswith("-ending")}

    @cached_property
    def diseases_by_word(self) -> Mapping[str, tuple[Entry, ...]]:
        """The diseases by each word of their names, in the order of the table."""
        found: dict[str, dict[str, Entry]] = {}
        for entry in self.entries.values():
            if entry.term.kind == "Disease":
                for word in {word for name in entry.names for word in fold(name).split(" ")}:
                    found.setdefault(word, {})[entry.term.slug] = entry
        return {word: tuple(entries.values()) for word, entries in found.items()}

    def word(self, word: str) -> tuple[str, Entry | None, tuple[Marker, ...], Step | None]:
        """Return what one folded word alone is: a kind of item, its entry, its markers, and where phrases with patterns go on behind it.

        The kind is "word" for one that the tables do not hold, "" for what is no mere word: a number, a mark, what a number may follow.
        """
        entry, step, kind = self.names.get(word), self.phrases.get(word), "word"
        markers = self.markers.get(word) or (step.markers if step else ())
        if not word.isalpha() or word in self.numbering:
            kind = ""
        elif markers:
            kind = markers[0].kind
        elif entry is not None:
            kind = "quality" if entry.term.kind == "Quality" else "term"
        found = (kind, entry, markers, step)
        if word in self.openings or step:
            self.alone[word] = found  # no word of a page is kept that the tables lack
        return found

    @cached_property
    def alone(self) -> dict[str, tuple[str, Entry | None, tuple[Marker, ...], Step | None]]:
        """What ``word`` has worked out already."""
        return {}

    def meaning(self, key: str) -> tuple[Marker, ...]:
        """Return the markers of a phrase, whether it is a key of the tables or patterns cover it."""
        if key in self.markers:
            return self.markers[key]
        first, *others = key.split(" ")
        step = self.phrases.get(first)
        for word in others:
            step = step and step.after(word)
        return step.markers if step else ()

    def predicate(self, context: str, kind: str) -> str:
        """Return the predicate that a section or role gives to an object of ``kind``: "" none, "u" only as a guess."""
        return self.predicates.get((context, kind), self.predicates.get((context, "*"), ""))

    def kind_by_suffix(self, word: str) -> str:
        """Return the kind that the ending of ``word`` suggests, or "". A vote, never a bar."""
        if not word.endswith(self._suffixes):  # as most words
            return ""
        return next((kind for suffix, kind in self.suffixes if word.endswith(suffix) and len(word) >= len(suffix) + 4), "")


def openings_of(keys: Iterable[str]) -> frozenset[str]:
    """Return the first word of each key, its first two ... and the key itself: a look-up goes on while what it has is one of them."""
    found: set[str] = set()
    for key in keys:
        while key and key not in found:
            found.add(key)
            key = key.rpartition(" ")[0]
    return frozenset(found)
