"""Text to items: one longest-match pass over names, markers and numbers. Nothing is rewritten; every item keeps its span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from build_graph.facts import Quantity, Span, Term
from build_graph.language.atoms import CHROMOSOMES, DASHES, NO_NAMES, Atoms, OwnNames
from build_graph.language.items import EITHER, Item
from build_graph.language.marks import MARKS, SIGNS, mark_at
from build_graph.language.numbers import Number, read_number, with_comparator
from build_graph.lexicon import Entry, Lexicon, Step

#: Marks that may stand inside a name: behind a word that one of them follows there is more to look at.
JOINING = {"-", "–", "—", "/", "&", ".", ":"}
#: Where in a formula a group stands, before the name of the group: "17-", "1,25-".
_LOCANT = re.compile(r"\d{1,2}[a-zα-ω]?(?:,\d{1,2})*-[A-Za-z]{2}")
#: What joins one numeral to the next.
NUMERAL_LINKS = {"-", "–", "/", "or", "and", "to"}
#: Marks that mean the same wherever they stand, with the kind of item that they are.
PLAIN_MARKS = {",": "coordinator", **{mark: MARKS[mark] for mark in ";()[]"}}
#: What may stand behind a share of one word that "in" leads to.
BOUNDS = {",", ";", ")", "and", "but"}
#: What a number may begin with, besides a digit.
NUMBER_SIGNS = "<>≥≤~"


def itemise(text: str, span: Span, lexicon: Lexicon, names: OwnNames = NO_NAMES) -> list[Item]:
    """Return the items of ``text`` inside ``span``, in order.

    Args:
        text: the page, already masked (citations and labels that were read are blanks).
        span: where to read.
        lexicon: the tables.
        names: names that this page gives to terms.
    """
    matcher = _Matcher(text, span, lexicon, names)
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


class _Matcher(Atoms):
    """One pass over the atoms of a clause."""

    def __init__(self, text: str, span: Span, lexicon: Lexicon, names: OwnNames) -> None:
        super().__init__(text, span, lexicon, names)
        self.counts = False  #: whether a number has been found

    def items(self) -> list[Item]:
        """Return the items that the atoms make."""
        found: list[Item] = []
        atoms, words, own, numbered = self.spans, self.words, self.names.openings, self.numbered
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
            if mere and not (behind in DASHES and self.opens_range(at)):
                item, at = self._known(at) or self._unknown(at)
            else:
                item, at = self._either(at) or self._other(at)
            self.counts = self.counts or item.number is not None
            found.append(item)
        return found

    def _other(self, at: int) -> tuple[Item, int]:
        """Return the item that starts at an atom that may be more than a word: a number, a mark, the numeral of a name."""
        char, word = self.text[self.spans[at][0]], self.words[at]
        if (char.isdigit() or self.text[self.spans[at][1] - 1] == ")") and CHROMOSOMES.fullmatch(self.text, *self.spans[at]):
            span = Span(*self.spans[at])
            return Item("word", span, span.of(self.text), parts=(span,), hint="Finding"), at + 1
        if word == "between" and (number := self._number(at)):
            return number
        if (word == "~" or word in self.lexicon.fractions) and (share := self._fraction(at)):
            return share
        if at and self.completes_name(at) or self.opens_range(at):
            return self._numerals(at)
        found = self._known(at)
        if found and self._begins_name(at, *found):
            span = Span(self.spans[at][0], self.spans[at + 1][1])
            parts = (Span(*self.spans[at]), Span(*self.spans[at + 1]))
            return Item("word", span, " ".join(self.words[at : at + 2]), parts=parts), at + 2
        if found and (found[1] - at > 1 or not char.isdigit()) and word not in self.lexicon.numerals:
            return found
        if (count := self._count(at)) is not None:
            return count, at + 1
        if (char.isdigit() or char in NUMBER_SIGNS) and (number := self._locant(at) or self._number(at)):
            return number
        if found:
            return found
        return self._unknown(at) if char.isalnum() else (mark_at(self, at), at + 1)

    def _number(self, at: int) -> tuple[Item, int] | None:
        """Return the number that starts at atom ``at``."""
        number = read_number(self.text, self.spans[at][0], self.spans[-1][1], self.lexicon.units)
        if number is None:
            return None
        stop = next((i for i in range(at, len(self.spans)) if self.spans[i][0] >= number.span.end), len(self.spans))
        return Item("number", number.span, number.span.of(self.text), number=number), stop

    def _either(self, at: int) -> tuple[Item, int] | None:
        """Return "+/-" or "-/+" at an atom as what says that something is there, or not."""
        signs = self.words[at : at + 3] if self.words[at] in SIGNS else ()
        if len(signs) < 3 or signs[1] != "/" or {signs[0], signs[2]} != {*SIGNS}:
            return None
        span = Span(self.spans[at][0], self.spans[at + 2][1])
        return Item("scope", span, EITHER, markers=self.lexicon.markers.get(EITHER, ())), at + 3

    def _locant(self, at: int) -> tuple[Item, int] | None:
        """Return the name of a substance that begins with a place in its formula: "5-methylcytosine", "25-OH vitamin D"."""
        if not _LOCANT.match(self.text, self.spans[at][0]) or not self.inside_compound(at + 1):
            return None
        word = self.words[at + 2]
        short = len(word) > 1 and Span(*self.spans[at + 2]).of(self.text).isupper() and word not in self.lexicon.units
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
            if stop > len(self.spans):
                continue
            if length == 3 and self.words[at + 1] != "/":
                continue
            key = " ".join(word for word in self.words[at:stop] if word != "/")
            value = self.lexicon.words["fraction"].get(key)
            after = self.words[stop] if stop < len(self.spans) else ""
            alone = after in {"of", "have", "are", "develop", "show", "will", "recur", ""}
            behind = after in BOUNDS and "in" in self.words[max(begin - 2, 0) : begin]  # "in half, ...", "in about half and ..."
            if value and after not in {"-", "/"} and (length > 1 or alone or behind):
                upper, _, lower = value.partition("/")
                span = Span(self.spans[begin][0], self.spans[stop - 1][1])
                quantity = Quantity(Decimal(upper), Decimal(upper), f"/{lower}", statistic="proportion")
                return Item("number", span, key, number=Number(span, quantity, ratio=(upper, lower))), stop
        return None

    def _numerals(self, at: int) -> tuple[Item, int]:
        """Return the numeral of a name with those joined to it as one word: "III - IV" of "stage III - IV", "I / II"."""
        stop = at + 1
        while stop + 1 < len(self.spans) and self.words[stop] in NUMERAL_LINKS and self.is_roman(stop + 1):
            stop += 2
        if stop == at + 1:
            return self._unknown(at)
        span, parts = self.stretch(at, stop)
        return Item("word", span, " ".join(self.words[at:stop:2]), parts=parts), stop

    def _begins_name(self, at: int, item: Item, stop: int) -> bool:
        """Return whether a cue such as "type" stands before a numeral: "type II pneumocytes" counts no types."""
        counts = item.kind == "cue" and item.marker.value.startswith("count") and stop == at + 1 and not item.inflected
        if not counts or stop + 1 >= len(self.spans) or not self.completes_name(stop):
            return False
        after = self.words[stop + 1]
        return after[:1].isalpha() and after not in self.lexicon.markers

    def _count(self, at: int) -> Item | None:
        """Return a number word before what is counted as a number: "two subtypes"."""
        value = self.lexicon.numerals.get(self.words[at])
        after = self._known(at + 1) if value and at + 1 < len(self.spans) else None
        if value is None or after is None or after[0].kind != "cue" or not after[0].marker.value.startswith("count"):
            return None
        span = self.spans[at]
        quantity = Quantity(Decimal(value), Decimal(value), "1")
        return Item("number", span, self.words[at], number=Number(span, quantity, bare=value))

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
        if i + 1 >= len(self.spans):
            return False
        gap = self.text[self.spans[i - 1][1] : self.spans[i][0]]
        if self.words[i] == "." and not gap and self.is_genus(i):
            return True
        if self.words[i] == ":" and not gap and len(self.words[i - 1]) == len(self.words[i + 1]) == 1:
            return True  # "N:C ratio"
        if self.words[i] == "/" and gap == " " or self.words[i] == "." and not gap and self.is_initial(i - 1) and self.is_initial(i + 1):
            return True
        return self.words[i] in {"-", "/", "&"} and not gap and self.spans[i + 1][0] == self.spans[i][1]

    def _item(self, key: str, at: int, stop: int, step: Step | None) -> Item | None:
        """Return the name or marker that the atoms from ``at`` to ``stop`` are."""
        if stop < len(self.words) and self.words[stop] == "-" and self.inside_compound(stop):
            return None
        lexicon = self.lexicon
        term, entry = self.names.terms.get(key), lexicon.names.get(key)
        markers = lexicon.markers.get(key) or (step.markers if step else ())
        span, parts = self.stretch(at, stop)
        if term:
            own = lexicon.entries.get(term.slug) or Entry(term, "", (), (), "", "")
            return Item("term", span, key, own, (), None, "", parts)
        if markers and (markers[0].kind == "cue" or not (entry and " " in key)):
            return Item(markers[0].kind, span, key, entry, markers, None, "", parts)
        if entry and not (" " in key and self._is_level(key, stop)):
            return Item("quality" if entry.term.kind == "Quality" else "term", span, key, entry, (), None, "", parts)
        return None

    def _is_level(self, key: str, stop: int) -> bool:
        """Return whether "raised X" goes on with "level": then X is measured, and raised is its state."""
        first, _, _ = key.partition(" ")
        state = self.lexicon.names.get(first)
        after = self.words[stop] if stop < len(self.words) else ""
        return state is not None and state.aspect == "state" and self.lexicon.generic.get(after) == "Measurement"

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
        while self.inside_compound(stop):
            stop += 2
        span, parts = self.stretch(at, stop)
        key = " ".join([word for word in self.words[at:stop] if word != "-"])
        if (stop - at > 1) and (shade := self._shade(self.words[at:stop], span)):
            return Item("quality", span, key, entry=shade, parts=parts), stop
        return Item("word", span, key, parts=parts, hint="Gene" if "::" in key else self.lexicon.generic.get(key.split(" ")[-1], "")), stop
