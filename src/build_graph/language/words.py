"""Text to items: one longest-match pass over names, markers and numbers. Nothing is rewritten; every item keeps its span."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import methodcaller

from build_graph.facts import Quantity, Span, Term, new, spans_of
from build_graph.language.numbers import Number, read_number, with_comparator
from build_graph.lexicon import Entry, Lexicon, Marker, Step, openings_of, singular

#: A change of chromosomes in its own notation: "t(3;8)(p22;q12)", "46,XX".
#: Each alternative begins with the characters that it may begin with: so most words are passed over at a glance.
_PLACES = r"\([\dXYpq;:.]+\)(?:\([\dpq;.]+\))?"
_CYTO = rf"t{_PLACES}|d(?:el|er|up|ic){_PLACES}|i(?:nv|ns){_PLACES}|add{_PLACES}|\d(?<=\b\d)\d,[XY]{{1,3}}\b"
_CHROMOSOMES = re.compile(_CYTO)
#: A word, with what an apostrophe, a point or comma before a digit, or a double colon joins to it: "3.5", "A::B".
_WORD = r"[^\W_]++(?:['’.,:](?:(?<=['’])|(?<=[.,])(?=\d)|(?<=:):)[^\W_]++)*+"
ATOM = re.compile(rf"{_CYTO}|{_WORD}|[^\w\s]|_")
EITHER = "with or without"
#: What a question mark before a name, or alone in a bracket behind it, says of it.
QUERY = "possibly"
LINKS = {",": ",", "/": "/", "&": "and", "+": "and"}
#: A sign that stands close behind a marker's name: "CD34+".
SIGNS = {"+": "positive", "-": "negative"}
#: A sign close behind a name, with the names and signs that go on from there, up to a last sign: "-CD8+", "+/CD8-".
_SIGNED = re.compile(r"[+-]/?([^\W_]+)(?:[+-]/?[^\W_]+)*[+-](?!\w)")
#: Kinds of what a sign is said of, and a name of a numbered series of them.
MARKERS = {"Protein", "Gene", "Stain"}
_CLUSTER = re.compile(r"cd\d+[a-z]{0,2}")
DASHES = "-–—"
#: What is printed where a pattern stands.
_PRINTED = methodcaller("group")
#: Marks that may stand inside a name: behind a word that one of them follows there is more to look at.
JOINING = {"-", "–", "—", "/", "&", ".", ":"}
#: An arrow leads from step to step.
ARROW = "→"
ARROWS = {"→", "⟶", "➔", "⇒"}
#: A Roman numeral, a single letter or a bare number that completes a name: "stage IV", "exon 11".
_NUMERAL = re.compile(r"(?:[IVX]{1,5}|\d{1,3}[A-Za-z]?)$")
ROMAN = re.compile(r"[IVX]{1,4}[A-C]?")
#: Where in a formula a group stands, before the name of the group: "17-", "1,25-".
_LOCANT = re.compile(r"\d{1,2}[a-zα-ω]?(?:,\d{1,2})*-[A-Za-z]{2}")
#: A code of letters and a numeral: "T3", "F4".
_CODE = re.compile(r"([a-z]{1,3})\d{1,2}[a-d]?")
#: What joins one numeral to the next.
NUMERAL_LINKS = {"-", "–", "/", "or", "and", "to"}
#: What may stand behind it.
ENDS = {"", " ", ",", ";", ")", ":", "\n", "."}
#: The kind of item that a mark is.
MARKS = {";": "break", ".": "break", "(": "open", "[": "open", ")": "close", "]": "close", ":": "colon"}
#: Marks that mean the same wherever they stand, with the kind of item that they are.
PLAIN_MARKS = {",": "coordinator", **{mark: MARKS[mark] for mark in ";()[]"}}
#: What may stand behind a share of one word that "in" leads to.
BOUNDS = {",", ";", ")", "and", "but"}
#: What a number may begin with, besides a digit.
NUMBER_SIGNS = "<>≥≤~"


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names that a page gives to terms, folded. They win over the lexicon."""

    terms: Mapping[str, Term]
    openings: frozenset[str]  #: see ``Lexicon``


NO_NAMES = OwnNames({}, frozenset())


def own_names(terms: Mapping[str, Term]) -> OwnNames:
    """Return the names of a page, ready to be looked up."""
    return OwnNames(terms, openings_of(terms))


@dataclass(slots=True, eq=False)
class Item:
    """One unit of reading: a name, a marker, a number, a mark or an unknown word."""

    kind: str  #: term, quality, word, number, open, close, break, colon, mark, or a kind of marker
    span: Span
    key: str  #: its words, folded
    entry: Entry | None = None
    markers: tuple[Marker, ...] = ()
    number: Number | None = None
    hint: str = ""  #: of an unknown word: the kind that it has as a generic head ("tip", "disorder")
    parts: tuple[Span, ...] = ()  #: the spans of its words, one for each word of ``key``

    @property
    def marker(self) -> Marker:
        """The marker that an item of a marker kind stands for."""
        return self.markers[0]

    @property
    def nominal(self) -> bool:
        """Whether it can be part of a noun phrase."""
        return self.kind in {"term", "quality", "word"}

    @property
    def function(self) -> str:
        """The class of a function word; "" for anything else."""
        return self.markers[0].value if self.kind == "function" else ""

    @property
    def inflected(self) -> bool:
        """Whether the page prints more letters than its key has: a plural, or a form in -s."""
        return self.span.end - self.span.start > len(self.key)

    def scope(self) -> Marker | None:
        """Return its meaning as a scope, if it has one."""
        for marker in self.markers:
            if marker.kind == "scope":
                return marker
        return None


def itemise(text: str, span: Span, lexicon: Lexicon, names: OwnNames = NO_NAMES) -> list[Item]:
    """Return the items of ``text`` inside ``span``, in order.

    Args:
        text: the page, already masked (citations and labels that were read are blanks).
        span: where to read.
        lexicon: the tables.
        names: names that this page gives to terms.
    """
    atoms = list(ATOM.finditer(text, span.start, span.end))
    matcher = _Matcher(text, atoms, lexicon, names)
    items = matcher.items()
    return _with_comparators(items, lexicon) if matcher.counts else items


def _with_comparators(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """Return the items with a comparison in words joined to its number: "above 70"."""
    kept: list[Item] = []
    for item in items:
        if item.number and kept:
            for count in (4, 3, 2, 1):
                key = " ".join(i.key for i in kept[-count:])
                if len(kept) >= count and (sign := lexicon.comparators.get(key)):
                    span = Span(kept[-count].span.start, item.span.end)
                    number = replace(item.number, quantity=with_comparator(item.number.quantity, sign), span=span)
                    item = replace(item, span=span, number=number)
                    del kept[-count:]
                    break
        kept.append(item)
    return kept


class _Matcher:
    """One pass over the atoms of a clause."""

    def __init__(self, text: str, atoms: Sequence[re.Match[str]], lexicon: Lexicon, names: OwnNames) -> None:
        self.text, self.atoms, self.lexicon, self.names = text, spans_of(atoms), lexicon, names
        self.words = list(map(singular, map(_PRINTED, atoms)))
        self.numbered = lexicon.words["numbered"]
        self.counts = False  #: whether a number has been found

    def items(self) -> list[Item]:
        """Return the items that the atoms make."""
        found: list[Item] = []
        atoms, words, own, numbered = self.atoms, self.words, self.names.openings, self.numbered
        alone, openings, generic = self.lexicon.alone, self.lexicon.openings, self.lexicon.generic
        at, end = 0, len(atoms)
        while at < end:
            word = words[at]
            if mark := PLAIN_MARKS.get(word):
                found.append(Item(mark, atoms[at], word))
                at += 1
                continue
            behind = words[at + 1] if at + 1 < end else ""
            kind, entry, markers, step = alone.get(word) or self.lexicon.word(word)
            mere = kind and not (at and words[at - 1] in numbered)  # no number, no mark, no part of a numbered name
            if mere and behind not in JOINING and word not in own:
                longer = behind and behind[0].isalnum() and (f"{word} {behind}" in openings or step and step.after(behind))
                if not longer:  # one word by itself, as most are
                    span = atoms[at]
                    found.append(Item(kind, span, word, entry, markers, None, generic.get(word, "") if kind == "word" else "", (span,)))
                    at += 1
                    continue
            if mere and not (behind in DASHES and self._opens_range(at)):
                item, at = self._known(at) or self._unknown(at)
            else:
                item, at = self._either(at) or self._other(at)
            self.counts = self.counts or item.number is not None
            found.append(item)
        return found

    def _other(self, at: int) -> tuple[Item, int]:
        """Return the item that starts at an atom that may be more than a word: a number, a mark, the numeral of a name."""
        char, word = self.text[self.atoms[at][0]], self.words[at]
        if (char.isdigit() or self.text[self.atoms[at][1] - 1] == ")") and _CHROMOSOMES.fullmatch(self.text, *self.atoms[at]):
            span = Span(*self.atoms[at])
            return Item("word", span, span.of(self.text), parts=(span,), hint="Finding"), at + 1
        if word == "between" and (number := self._number(at)):
            return number
        if (word == "~" or word in self.lexicon.fractions) and (share := self._fraction(at)):
            return share
        if at and self._completes_name(at) or self._opens_range(at):
            return self._numerals(at)
        found = self._known(at)
        if found and self._begins_name(at, *found):
            span = Span(self.atoms[at][0], self.atoms[at + 1][1])
            parts = (Span(*self.atoms[at]), Span(*self.atoms[at + 1]))
            return Item("word", span, " ".join(self.words[at : at + 2]), parts=parts), at + 2
        if found and (found[1] - at > 1 or not char.isdigit()) and word not in self.lexicon.numerals:
            return found
        if (count := self._count(at)) is not None:
            return count, at + 1
        if (char.isdigit() or char in NUMBER_SIGNS) and (number := self._locant(at) or self._number(at)):
            return number
        if found:
            return found
        return self._unknown(at) if char.isalnum() else (self._mark(at), at + 1)

    def _number(self, at: int) -> tuple[Item, int] | None:
        """Return the number that starts at atom ``at``."""
        number = read_number(self.text, self.atoms[at][0], self.atoms[-1][1], self.lexicon.units)
        if number is None:
            return None
        stop = next((i for i in range(at, len(self.atoms)) if self.atoms[i][0] >= number.span.end), len(self.atoms))
        return Item("number", number.span, number.span.of(self.text), number=number), stop

    def _either(self, at: int) -> tuple[Item, int] | None:
        """Return "+/-" or "-/+" at an atom as what says that something is there, or not."""
        signs = self.words[at : at + 3] if self.words[at] in SIGNS else ()
        if len(signs) < 3 or signs[1] != "/" or {signs[0], signs[2]} != {*SIGNS}:
            return None
        span = Span(self.atoms[at][0], self.atoms[at + 2][1])
        return Item("scope", span, EITHER, markers=self.lexicon.markers.get(EITHER, ())), at + 3

    def _locant(self, at: int) -> tuple[Item, int] | None:
        """Return the name of a substance that begins with a place in its formula: "5-methylcytosine", "25-OH vitamin D"."""
        if not _LOCANT.match(self.text, self.atoms[at][0]) or not self._inside_compound(at + 1):
            return None
        word = self.words[at + 2]
        short = len(word) > 1 and Span(*self.atoms[at + 2]).of(self.text).isupper() and word not in self.lexicon.units
        begins = short or word.startswith(tuple(self.lexicon.words["substance-beginning"]))
        if not begins and self.lexicon.kind_by_suffix(word) != "Substance":
            return None
        item, stop = self._unknown(at)
        return replace(item, hint="Substance"), stop

    def _fraction(self, at: int) -> tuple[Item, int] | None:
        """Return "half", "two thirds" or "~2/3" as a share, with the atom after it."""
        begin = at
        at += self.words[at] == "~"
        for length in (3, 2, 1):
            stop = at + length
            if stop > len(self.atoms):
                continue
            if length == 3 and self.words[at + 1] != "/":
                continue
            key = " ".join(word for word in self.words[at:stop] if word != "/")
            value = self.lexicon.words["fraction"].get(key)
            after = self.words[stop] if stop < len(self.atoms) else ""
            alone = after in {"of", "have", "are", "develop", "show", "will", "recur", ""}
            behind = after in BOUNDS and "in" in self.words[max(begin - 2, 0) : begin]  # "in half, ...", "in about half and ..."
            if value and after not in {"-", "/"} and (length > 1 or alone or behind):
                upper, _, lower = value.partition("/")
                span = Span(self.atoms[begin][0], self.atoms[stop - 1][1])
                quantity = Quantity(Decimal(upper), Decimal(upper), f"/{lower}", statistic="proportion")
                return Item("number", span, key, number=Number(span, quantity, ratio=(upper, lower))), stop
        return None

    def _completes_name(self, at: int) -> bool:
        """Return whether atom ``at`` is the numeral of the noun before it: "stage IV", "exon 11", and no number of its own."""
        first, end = self.atoms[at]
        if self.words[at - 1] not in self.numbered or self.text[self.atoms[at - 1][1] : first] != " ":
            return False
        after = self.text[end : end + 3]
        alone = not after.strip(" ")[:1].isdigit() and after[:1] in ENDS and after not in {" - ", " – "}
        ranged = after in {" - ", " – "} and at + 2 < len(self.atoms) and self._is_roman(at) and self._is_roman(at + 2)
        return (alone or ranged) and _NUMERAL.match(self.text[first:end]) is not None

    def _numerals(self, at: int) -> tuple[Item, int]:
        """Return the numeral of a name with those joined to it as one word: "III - IV" of "stage III - IV", "I / II"."""
        stop = at + 1
        while stop + 1 < len(self.atoms) and self.words[stop] in NUMERAL_LINKS and self._is_roman(stop + 1):
            stop += 2
        if stop == at + 1:
            return self._unknown(at)
        span, parts = self._spans(at, stop)
        return Item("word", span, " ".join(self.words[at:stop:2]), parts=parts), stop

    def _opens_range(self, at: int) -> bool:
        """Return whether a dash leads from a Roman numeral to another one: "III - IV"."""
        dashed = at + 2 < len(self.words) and self.words[at + 1] in DASHES
        return dashed and self._is_roman(at) and self._is_roman(at + 2)

    def _is_roman(self, at: int) -> bool:
        return ROMAN.fullmatch(self.text, *self.atoms[at]) is not None

    def _begins_name(self, at: int, item: Item, stop: int) -> bool:
        """Return whether a cue such as "type" stands before a numeral: "type II pneumocytes" counts no types."""
        counts = item.kind == "cue" and item.marker.value.startswith("count") and stop == at + 1 and not item.inflected
        if not counts or stop + 1 >= len(self.atoms) or not self._completes_name(stop):
            return False
        after = self.words[stop + 1]
        return after[:1].isalpha() and after not in self.lexicon.markers

    def _count(self, at: int) -> Item | None:
        """Return a number word before what is counted as a number: "two subtypes"."""
        value = self.lexicon.numerals.get(self.words[at])
        after = self._known(at + 1) if value and at + 1 < len(self.atoms) else None
        if value is None or after is None or after[0].kind != "cue" or not after[0].marker.value.startswith("count"):
            return None
        span = self.atoms[at]
        quantity = Quantity(Decimal(value), Decimal(value), "1")
        return Item("number", span, self.words[at], number=Number(span, quantity, bare=value))

    def _mark(self, at: int) -> Item:
        span = self.atoms[at]
        char = span.of(self.text)
        if char in DASHES and self._stands_apart(at):
            return Item("coordinator", span, "and") if self._joins_codes(at) else Item("break", span, char)
        if char == "≠":
            return Item("scope", span, "no", markers=self.lexicon.markers.get("no", ()))
        if char == ">" and self._stands_apart(at):
            return Item("coordinator", span, char)
        if char in ARROWS:
            return Item("cue", span, ARROW, markers=(Marker("cue", "effect"),))
        if char in SIGNS and self._behind_name(at):
            entry = self.lexicon.names[SIGNS[char]]
            return Item("quality", span, SIGNS[char], entry=entry, parts=(span,))
        if char == "?" and self._queries(at):
            return Item("scope", span, QUERY, markers=self.lexicon.markers.get(QUERY, ()))
        if char == "±":
            return Item("scope", span, EITHER, markers=self.lexicon.markers.get(EITHER, ()))
        if char in LINKS:
            return Item("coordinator", span, LINKS[char])
        if char == "." and not self._ends_sentence(at):
            return Item("mark", span, char)
        return Item(MARKS.get(char, "mark"), span, char)

    def _queries(self, at: int) -> bool:
        """Return whether a question mark stands before a name, at the beginning or behind a mark, or alone in brackets."""
        before = self.words[at - 1] if at else ""
        after = self.words[at + 1] if at + 1 < len(self.words) else ""
        begins = not before or before in {"(", ",", ";", ":", "/"}
        return begins and bool(after) and (after[0].isalnum() or before == "(" and after == ")")

    def _stands_apart(self, at: int) -> bool:
        """Return whether a mark has a blank on either side, and words beyond."""
        start, end = self.atoms[at]
        return 0 < at < len(self.atoms) - 1 and self.text[start - 1] == self.text[end] == " " and self.words[at + 1][0].isalpha()

    def _joins_codes(self, at: int) -> bool:
        """Return whether a dash stands between two codes of one series: "T3 - T4"."""
        before, after = _CODE.fullmatch(self.words[at - 1]), _CODE.fullmatch(self.words[at + 1])
        return before is not None and after is not None and before[1] == after[1]

    def _behind_name(self, at: int) -> bool:
        """Return whether a sign follows a name without a blank and ends the word."""
        if not at or self.atoms[at - 1][1] != self.atoms[at][0]:
            return False
        if at > 1 and self.words[at - 1] == "(" and self.words[at + 1 : at + 2] == [")"]:
            return True  # "CD34 (+)"
        after = self.text[self.atoms[at][1] : self.atoms[at][1] + 1]
        pair = after.isupper() and self.words[at] == "+" and self.words[at + 2 : at + 3] in (["+"], ["-"])  # "CD4+CD8-"
        pair = pair or after != " " and self._is_signed(at)  # "CD4-CD8+", "CD4-/CD8+"
        return (after in {"", " ", ",", ")", ";", "\n"} or pair) and self.words[at - 1][-1].isalnum()

    def _is_initial(self, at: int) -> bool:
        """Return whether an atom is one small letter: of "e.g.", "i.e."."""
        return 0 <= at < len(self.atoms) and len(self.words[at]) == 1 and self.text[self.atoms[at][0]].islower()

    def _is_genus(self, at: int) -> bool:
        """Return whether the stop at atom ``at`` shortens the genus of an organism that the page or the lexicon names: "C. albicans"."""
        key = f"{self.words[at - 1]} {self.words[at + 1]}" if 0 < at < len(self.words) - 1 else ""
        return len(self.words[at - 1]) == 1 and (key in self.names.terms or key in self.lexicon.names)

    def _ends_sentence(self, at: int) -> bool:
        if self._is_genus(at):
            return False
        if at > 1 and self.words[at - 2] == "." and self._is_initial(at - 1):
            return False
        after = self.text[self.atoms[at][1] : self.atoms[at][1] + 1]
        return at + 1 == len(self.atoms) or after in " \t\r\n"

    def _known(self, at: int) -> tuple[Item, int] | None:
        """Return the longest name or marker that starts at atom ``at``, with the atom after it.

        A hyphen, slash or ampersand inside a word joins; a slash with blanks ("AE1 / AE3") only where the whole is a name.
        """
        for key, stop, step in reversed(self._names(at)):
            if item := self._item(key, at, stop, step):
                return item, stop
        return None

    def _names(self, at: int) -> list[tuple[str, int, Step | None]]:
        """Return the names and markers that start at an atom, the longest last.

        With each come the atom after it, and where it stands in the phrases with patterns.
        """
        lexicon, words, i, end, key = self.lexicon, self.words, at + 1, len(self.words), self.words[at]
        openings, markers, names, terms, own = lexicon.openings, lexicon.markers, lexicon.names, self.names.terms, self.names.openings
        step = lexicon.phrases.get(key)
        found: list[tuple[str, int, Step | None]] = []
        while key in openings or step or key in own:
            if key in names or key in markers or key in terms or step and step.markers:
                found.append((key, i, step))
            while i < end and not words[i][0].isalnum():
                if not self._joins(i):
                    return found
                i += 1
            if i == end:
                break
            key = f"{key} {words[i]}"
            step = step and step.after(words[i])
            i += 1
        return found

    def _joins(self, i: int) -> bool:
        """Return whether the mark at atom ``i`` may stand inside a name."""
        if i + 1 >= len(self.atoms):
            return False
        gap = self.text[self.atoms[i - 1][1] : self.atoms[i][0]]
        if self.words[i] == "." and not gap and self._is_genus(i):
            return True
        if self.words[i] == ":" and not gap and len(self.words[i - 1]) == len(self.words[i + 1]) == 1:
            return True  # "N:C ratio"
        if self.words[i] == "/" and gap == " " or self.words[i] == "." and not gap and self._is_initial(i - 1) and self._is_initial(i + 1):
            return True
        return self.words[i] in {"-", "/", "&"} and not gap and self.atoms[i + 1][0] == self.atoms[i][1]

    def _item(self, key: str, at: int, stop: int, step: Step | None) -> Item | None:
        """Return the name or marker that the atoms from ``at`` to ``stop`` are."""
        if stop < len(self.words) and self.words[stop] == "-" and self._inside_compound(stop):
            return None
        lexicon = self.lexicon
        term, entry = self.names.terms.get(key), lexicon.names.get(key)
        markers = lexicon.markers.get(key) or (step.markers if step else ())
        span, parts = self._spans(at, stop)
        if term:
            own = lexicon.entries.get(term.slug) or Entry(term, "", (), (), "", "")
            return Item("term", span, key, own, (), None, "", parts)
        if markers and (markers[0].kind == "cue" or not (entry and " " in key)):
            return Item(markers[0].kind, span, key, entry, markers, None, "", parts)
        if entry and not (" " in key and self._is_level(key, stop)):
            return Item("quality" if entry.term.kind == "Quality" else "term", span, key, entry, (), None, "", parts)
        return None

    def _spans(self, at: int, stop: int) -> tuple[Span, tuple[Span, ...]]:
        """Return the stretch from atom ``at`` to atom ``stop``, and the spans of its words."""
        if stop == at + 1:
            span = self.atoms[at]
            return span, (span,)
        parts = tuple([atom for atom, word in zip(self.atoms[at:stop], self.words[at:stop], strict=True) if word[0].isalnum()])
        return new(Span, (self.atoms[at][0], self.atoms[stop - 1][1])), parts

    def _is_level(self, key: str, stop: int) -> bool:
        """Return whether "raised X" goes on with "level": then X is measured, and raised is its state."""
        first, _, _ = key.partition(" ")
        state = self.lexicon.names.get(first)
        after = self.words[stop] if stop < len(self.words) else ""
        return state is not None and state.aspect == "state" and self.lexicon.generic.get(after) == "Measurement"

    def _inside_compound(self, stop: int) -> bool:
        """Return whether the stretch ends in the middle of a hyphened word ("self" in "self-limited")."""
        if stop >= len(self.atoms) - 1 or self.words[stop] != "-":
            return False
        (start, end), (after, _) = self.atoms[stop], self.atoms[stop + 1]
        return start == self.atoms[stop - 1][1] and after == end and self.text[after].isalnum() and not self._is_signed(stop)

    def _is_signed(self, at: int) -> bool:
        """Return whether a sign stands between two markers, and one behind the last: the minus of "CD4-CD8+", "CD4-/CD8+"."""
        found = _SIGNED.match(self.text, self.atoms[at][0])
        return found is not None and self._is_marker(self.words[at - 1]) and self._is_marker(found[1].casefold())

    def _is_marker(self, word: str) -> bool:
        """Return whether a word is what a stain shows: a protein of the lexicon, or one of a numbered series: "CD926"."""
        entry = self.lexicon.names.get(word)
        return entry.term.kind in MARKERS if entry is not None else _CLUSTER.fullmatch(word) is not None

    def _shade(self, words: Sequence[str], span: Span) -> Entry | None:
        """Return a quality between two others that a hyphen joins, of their dimension: "black-green"; None for any other word."""
        names = [self.lexicon.names.get(word) for word in words if word != "-"]
        kinds = {name.aspect if name and name.term.kind == "Quality" else "" for name in names}
        if len(kinds) > 1 or "" in kinds:
            return None
        label = span.of(self.text).casefold()
        return Entry(Term(label, label, "Quality", candidate=True), next(iter(kinds)), (), (), "", "")

    def _unknown(self, at: int) -> tuple[Item, int]:
        """Return one unknown word, hyphened parts included."""
        stop = at + 1
        while self._inside_compound(stop):
            stop += 2
        span, parts = self._spans(at, stop)
        key = " ".join([word for word in self.words[at:stop] if word != "-"])
        if (stop - at > 1) and (shade := self._shade(self.words[at:stop], span)):
            return Item("quality", span, key, entry=shade, parts=parts), stop
        return Item("word", span, key, parts=parts, hint="Gene" if "::" in key else self.lexicon.generic.get(key.split(" ")[-1], "")), stop
