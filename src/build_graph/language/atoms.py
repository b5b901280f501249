"""The atoms of a stretch of text, its words and marks, and what can be asked of one by those beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import methodcaller

from build_graph.facts import Span, Term, new, spans_of
from build_graph.lexicon import Lexicon, openings_of, singular

#: A change of chromosomes in its own notation: "t(3;8)(p22;q12)", "46,XX".
#: Each alternative begins with the characters that it may begin with: so most words are passed over at a glance.
_PLACES = r"\([\dXYpq;:.]+\)(?:\([\dpq;.]+\))?"
_CYTO = rf"t{_PLACES}|d(?:el|er|up|ic){_PLACES}|i(?:nv|ns){_PLACES}|add{_PLACES}|\d(?<=\b\d)\d,[XY]{{1,3}}\b"
CHROMOSOMES = re.compile(_CYTO)
#: A word, with what an apostrophe, a point or comma before a digit, or a double colon joins to it: "3.5", "A::B".
_WORD = r"[^\W_]++(?:['’.,:](?:(?<=['’])|(?<=[.,])(?=\d)|(?<=:):)[^\W_]++)*+"
ATOM = re.compile(rf"{_CYTO}|{_WORD}|[^\w\s]|_")
DASHES = "-–—"
#: What is printed where a pattern stands.
_PRINTED = methodcaller("group")
#: A Roman numeral, a single letter or a bare number that completes a name: "stage IV", "exon 11".
_NUMERAL = re.compile(r"(?:[IVX]{1,5}|\d{1,3}[A-Za-z]?)$")
ROMAN = re.compile(r"[IVX]{1,4}[A-C]?")
#: What may stand behind it.
ENDS = {"", " ", ",", ";", ")", ":", "\n", "."}
#: A sign close behind a name, with the names and signs that go on from there, up to a last sign: "-CD8+", "+/CD8-".
_SIGNED = re.compile(r"[+-]/?([^\W_]+)(?:[+-]/?[^\W_]+)*[+-](?!\w)")
#: Kinds of what a sign is said of, and a name of a numbered series of them.
MARKERS = {"Protein", "Gene", "Stain"}
_CLUSTER = re.compile(r"cd\d+[a-z]{0,2}")


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names that a page gives to terms, folded. They win over the lexicon."""

    terms: Mapping[str, Term]
    openings: frozenset[str]  #: see ``Lexicon``


NO_NAMES = OwnNames({}, frozenset())


def own_names(terms: Mapping[str, Term]) -> OwnNames:
    """Return the names of a page, ready to be looked up."""
    return OwnNames(terms, openings_of(terms))


class Atoms:
    """The atoms of a stretch, with the tables and the names of the page that they are read by."""

    def __init__(self, text: str, span: Span, lexicon: Lexicon, names: OwnNames) -> None:
        found = list(ATOM.finditer(text, span.start, span.end))
        self.text, self.spans, self.lexicon, self.names = text, spans_of(found), lexicon, names
        self.words = list(map(singular, map(_PRINTED, found)))  #: folded
        self.numbered = lexicon.words["numbered"]

    def is_roman(self, at: int) -> bool:
        """Return whether a word is a Roman numeral: "IV", "IIb"."""
        return ROMAN.fullmatch(self.text, *self.spans[at]) is not None

    def opens_range(self, at: int) -> bool:
        """Return whether a dash leads from a Roman numeral to another one: "III - IV"."""
        dashed = at + 2 < len(self.words) and self.words[at + 1] in DASHES
        return dashed and self.is_roman(at) and self.is_roman(at + 2)

    def completes_name(self, at: int) -> bool:
        """Return whether atom ``at`` is the numeral of the noun before it: "stage IV", "exon 11", and no number of its own."""
        first, end = self.spans[at]
        if self.words[at - 1] not in self.numbered or self.text[self.spans[at - 1][1] : first] != " ":
            return False
        after = self.text[end : end + 3]
        alone = not after.strip(" ")[:1].isdigit() and after[:1] in ENDS and after not in {" - ", " – "}
        ranged = after in {" - ", " – "} and at + 2 < len(self.spans) and self.is_roman(at) and self.is_roman(at + 2)
        return (alone or ranged) and _NUMERAL.match(self.text[first:end]) is not None

    def stands_apart(self, at: int) -> bool:
        """Return whether a mark has a blank on either side, and words beyond."""
        start, end = self.spans[at]
        return 0 < at < len(self.spans) - 1 and self.text[start - 1] == self.text[end] == " " and self.words[at + 1][0].isalpha()

    def is_initial(self, at: int) -> bool:
        """Return whether an atom is one small letter: of "e.g.", "i.e."."""
        return 0 <= at < len(self.spans) and len(self.words[at]) == 1 and self.text[self.spans[at][0]].islower()

    def is_genus(self, at: int) -> bool:
        """Return whether the stop at atom ``at`` shortens the genus of an organism that the page or the lexicon names: "C. albicans"."""
        key = f"{self.words[at - 1]} {self.words[at + 1]}" if 0 < at < len(self.words) - 1 else ""
        return len(self.words[at - 1]) == 1 and (key in self.names.terms or key in self.lexicon.names)

    def stretch(self, at: int, stop: int) -> tuple[Span, tuple[Span, ...]]:
        """Return the stretch from atom ``at`` to atom ``stop``, and the spans of its words."""
        if stop == at + 1:
            span = self.spans[at]
            return span, (span,)
        parts = tuple([atom for atom, word in zip(self.spans[at:stop], self.words[at:stop], strict=True) if word[0].isalnum()])
        return new(Span, (self.spans[at][0], self.spans[stop - 1][1])), parts

    def inside_compound(self, stop: int) -> bool:
        """Return whether the stretch ends in the middle of a hyphened word ("self" in "self-limited")."""
        if stop >= len(self.spans) - 1 or self.words[stop] != "-":
            return False
        (start, end), (after, _) = self.spans[stop], self.spans[stop + 1]
        return start == self.spans[stop - 1][1] and after == end and self.text[after].isalnum() and not self.is_signed(stop)

    def is_signed(self, at: int) -> bool:
        """Return whether a sign stands between two markers, and one behind the last: the minus of "CD4-CD8+", "CD4-/CD8+"."""
        found = _SIGNED.match(self.text, self.spans[at][0])
        return found is not None and self.is_marker(self.words[at - 1]) and self.is_marker(found[1].casefold())

    def is_marker(self, word: str) -> bool:
        """Return whether a word is what a stain shows: a protein of the lexicon, or one of a numbered series: "CD926"."""
        entry = self.lexicon.names.get(word)
        return entry.term.kind in MARKERS if entry is not None else _CLUSTER.fullmatch(word) is not None
