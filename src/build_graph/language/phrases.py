"""Items to phrases: what stands between separators, what introduces it, and how it is coordinated.

A clause becomes a flat list of phrases. Each has the marker that introduces it (a cue, preposition or verb), the link that
coordinates it with an earlier one, the scopes that govern it and the brackets behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from build_graph.facts import Span
from build_graph.language.words import Item
from build_graph.lexicon import Lexicon, Marker

#: Kinds of term that are complete by themselves: two of them side by side are two list items whose comma was lost.
COMPLETE = {"Disease", "Finding", "Population", "Exposure"}
#: Kinds of name that a "positive" may stand behind.
TESTED = {"Protein", "Gene", "Stain", "Substance", "Procedure", "Organism", "Measurement", "CellType"}
CLOSERS = {"participle", "be", "have", "pronoun", "article", "contrast", "condition"}


INFINITIVE = (Marker("preposition", "complement"),)


@dataclass(frozen=True, slots=True)
class Scope:
    """A word that hedges, denies or qualifies what it governs."""

    marker: Marker
    item: Item


@dataclass(eq=False, slots=True)
class Phrase:
    """A noun phrase, or a number, with its place in the clause."""

    items: list[Item] = field(default_factory=list)  #: names, qualities and unknown words, in order
    marker: Item | None = None  #: the cue, preposition or verb before it
    lead: Item | None = None  #: the marker of the coordination that it joined
    role: str = ""  #: what the marker says; inherited by coordination; "" at the start of a clause
    link: str = ""  #: "", ",", "and", "or", "to", "/" or ":"
    number: Item | None = None
    scopes: list[Scope] = field(default_factory=list)
    brackets: list[list[Phrase]] = field(default_factory=list)
    parent: Phrase | None = None  #: the phrase that it complements
    lent_before: list[Item] = field(default_factory=list)  #: modifiers lent by a sibling ("firm" in "firm papules or nodules")
    lent_after: list[Item] = field(default_factory=list)  #: a head lent by a sibling ("level" in "calcium and zinc levels")
    group: int = 0  #: phrases of one coordination share it
    relative: bool = False  #: introduced by "that", "which" or "who"
    repaired: bool = False  #: its comma was missing on the page

    @property
    def words(self) -> list[Item]:
        """Its items with what siblings lent, in order of reading as one phrase."""
        return [*self.lent_before, *self.items, *self.lent_after]

    @property
    def head(self) -> Item | None:
        """The last nominal item, lent heads included; None for a phrase of qualities only or a bare number."""
        last = self.words[-1] if self.words else None
        return None if last is None or last.kind == "quality" else last

    @property
    def result(self) -> Item | None:
        """A "positive" or "negative" behind the name of a marker or test."""
        if len(self.items) < 2 or self.items[-1].key not in {"positive", "negative"}:
            return None
        named = self.items[-2].entry
        return self.items[-1] if named is None or named.term.kind in TESTED else None

    @property
    def kind(self) -> str:
        """The kind of its head; "Quality" without one; "" where unknown."""
        if not self.words:
            return ""
        last = self.words[-1]
        return last.entry.term.kind if last.entry else last.hint

    @property
    def span(self) -> Span:
        """From its first to its last own character, brackets left out."""
        spans = [item.span for item in self.items] + ([self.number.span] if self.number else [])
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def scope(self, name: str) -> Scope | None:
        """Return the nearest scope of property ``name``."""
        return next((s for s in reversed(self.scopes) if s.marker.property == name), None)


def build_phrases(items: Sequence[Item], lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases of one clause, coordination resolved."""
    builder = _Builder(lexicon)
    for position, item in enumerate(items):
        builder.take(item, items, position)
    phrases = builder.finish()
    return phrases


class _Builder:
    """Reads items left to right; ``open`` is the phrase that can still grow."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.done: list[Phrase] = []
        self.open: Phrase | None = None
        self.marker: Item | None = None
        self.link = ""
        self.relative = False
        self.copula: Item | None = None
        self.restart = False
        self.passive = False
        self.inner: list[Item] = []  #: items of the bracket that is open
        self.depth = 0

    def take(self, item: Item, items: Sequence[Item], position: int) -> None:
        if self.depth:
            self._inside(item)
        elif item.kind == "open":
            self.depth = 1
        elif item.kind in {"term", "quality", "word"}:
            self._nominal(item, items, position)
        elif item.kind == "number":
            self._number(item)
        elif item.kind == "coordinator":
            self._close()
            self.link = item.key if item.key in {",", "/", "or"} else ":" if item.key == ":" else "and" if self.link in {"", ","} else self.link
        elif item.kind == "colon":
            self._close()
            self.copula = item
            self.link = ":" if position + 1 < len(items) and items[position + 1].kind != "quality" else ""
        elif item.kind == "scope" and _modifies(item, self.marker):
            self._nominal(replace(item, kind="quality", markers=()), items, position)
        elif item.kind == "scope":
            if self.open and self.open.items and (self.open.items[-1].kind != "quality" or self.open.result):
                self._close()
            if item.key.endswith(" be") or item.key.split(" ")[0] in {"is", "are", "was", "were"}:
                self.copula = item
            if item.marker.property == "polarity" and self.marker and self.marker.kind == "verb" and self.marker.marker.value == "nominal":
                self._flush()  # "resolves without X": the verb is complete
            if item.marker.property == "modality" and self.link in {"and", "or"} and self.open is None:
                self.link, self.restart = "", True  # "and may include": a new predicate, not a conjunct
        elif item.kind in {"cue", "verb", "preposition"}:
            self._introduce(item, items, position)
        elif item.kind == "function":
            self._function(item)

    def _inside(self, item: Item) -> None:
        """Collect the items of a bracket, brackets within it included; hand them to the phrase before it when it closes."""
        self.depth += (item.kind == "open") - (item.kind == "close")
        if self.depth:
            self.inner.append(item)
            return
        inner, self.inner = self.inner, []
        if self.open is None and self.marker is not None and self.marker.kind == "verb":
            self._flush()
        target = self.open or (self.done[-1] if self.done else None)
        if target is None or not inner:
            return
        phrases = build_phrases(inner, self.lexicon)
        spread_scopes(inner, phrases)
        if not phrases:  # "(patchy)", "(rare)": said of the name before it alone
            target.scopes += [Scope(marker, i) for i in inner if (marker := i.scope())]
        else:
            target.brackets.append(phrases)
        self._close()

    def _nominal(self, item: Item, items: Sequence[Item], position: int) -> None:
        if item.kind == "word" and self.open and _unknown_verb(self.open, item, items, position):
            self._close()
            self.marker = replace(item, kind="verb", markers=(Marker("verb", "other"),))
            return
        if self.open and self.open.items and _breaks_compound(self.open, item):
            self._close()
            self.link = ","
            self._grow().repaired = True
        self._grow().items.append(item)

    def _number(self, item: Item) -> None:
        if self.open and self.open.number:
            self._close()
        self._grow().number = item

    def _introduce(self, item: Item, items: Sequence[Item], position: int) -> None:
        before = items[position - 1] if position else None
        after = items[position + 1] if position + 1 < len(items) else None
        if item.kind == "preposition" and item.key == "to" and _range(before, after):
            self._close()
            self.link = "to"
            return
        if item.kind == "cue" and item.entry and self.marker and self.marker.kind == "preposition" and (after is None or not after.nominal):
            self._nominal(replace(item, kind="term", markers=()), items, position)  # "with risk factors": the cue's words as a noun
            return
        if item.kind == "verb" and (noun := _as_noun(item, before, after)):
            self._nominal(noun, items, position)
            return
        self._close()
        if item.kind == "cue" and item.key.endswith(" of") and self.marker and self.marker.kind == "preposition":
            return  # "among causes of X": a place in a list, no statement of cause
        if item.kind == "cue" and item.marker.value == "contain" and before is not None and before.kind in {"function", "scope"}:
            item = replace(item, markers=(Marker("cue", "with"),))  # "should contain": said of it, no part of its name
        if self.marker is not None:
            if self.marker.key == "to" and item.kind in {"verb", "cue"}:  # an infinitive completes its noun: "ability to induce"
                self.marker = Item("preposition", Span(self.marker.span.start, item.span.end), f"to {item.key}", markers=INFINITIVE)
                return
            if self.marker.kind == "verb" and self.marker.marker.value == "link" and item.kind == "preposition":
                self.marker = item  # "occurs | in": the preposition says more than the verb
                return
            if self.marker.kind == "verb" and self.marker.marker.value == "nominal" and item.kind == "preposition":
                self._flush()  # "recurs | after X"
                self.marker = item
                return
            if item.kind == "preposition":
                return  # "located | on": the first of two has said it
            self._flush()
        if item.kind == "verb" and _participle(item, before, after):
            self.passive = True  # "A released by B": a modifier of A
            return
        if self.passive and item.key == "by":
            item = replace(item, markers=(Marker("preposition", "from"),))
        self.passive = False
        self.marker = item

    def _flush(self) -> None:
        """Keep a cue or verb with nothing on its right as a phrase of its own."""
        if self.marker is not None:
            self.done.append(Phrase(marker=self.marker, role=_role(self.marker), link=self.link))
        self.marker, self.link = None, ""

    def _function(self, item: Item) -> None:
        name = item.marker.value
        if name in CLOSERS:
            self._close()
        if item.key == "those":
            self._grow().items.append(replace(item, kind="term", entry=self.lexicon.names.get("patient"), markers=()))
            self._close()
        if item.key in {"it", "they", "these", "this"} and self.link == ",":
            self.link = ""  # "in winter, it ...": a new start
        if item.key in {"that", "which", "who", "whose"} and self.done:
            self.relative = True
        if name in {"be", "have"}:
            self.copula = item
            if self.link in {"and", "or"}:
                self.link = ""

    def _grow(self) -> Phrase:
        if self.open is None:
            self.open = Phrase(marker=self.marker, link=self.link, relative=self.relative)
            said = (self.copula and self.done or self.restart) and not self.link
            self.open.role = _role(self.marker) if self.marker else "is" if said else ""
            self.marker, self.link, self.relative, self.copula, self.restart = None, "", False, None, False
        return self.open

    def _close(self) -> None:
        if self.open:
            self.done.append(self.open)
            self.open = None

    def finish(self) -> list[Phrase]:
        self._close()
        self._flush()  # a cue with nothing on its right: "Tissue damage leads to", "Risk factors"
        return self.done


def _participle(item: Item, before: Item | None, after: Item | None) -> bool:
    """Return whether a verb is the participle of the noun before it: "histamine released by mast cells"."""
    act = item.marker.value == "act" and item.entry is None
    return act and before is not None and before.nominal and after is not None and after.key == "by"


def _role(marker: Item) -> str:
    return marker.marker.value if marker.kind != "verb" else f"verb:{marker.marker.value}"


def _range(before: Item | None, after: Item | None) -> bool:
    """Return whether "to" stands between two qualities: "tan to grey"."""
    return bool(before and after and before.kind == after.kind == "quality")


def _breaks_compound(phrase: Phrase, item: Item) -> bool:
    """Return whether ``item`` cannot belong to the noun phrase before it.

    Two complete names side by side are two items of a list. An English compound has singular members: behind a plural noun
    an unknown word is a verb.
    """
    last = phrase.items[-1]
    if item.kind == "term" and last.kind == "term" and last.entry and item.entry:
        own, other = last.entry.term.kind, item.entry.term.kind
        return own in COMPLETE and (own == other or own == "Exposure" and other in COMPLETE)
    return False


def _unknown_verb(phrase: Phrase, item: Item, items: Sequence[Item], position: int) -> bool:
    """Return whether an unknown word behind a complete name is its verb: "disease X waxes | in winter"."""
    last = phrase.items[-1] if phrase.items else None
    after = items[position + 1] if position + 1 < len(items) else None
    if last is None or last.kind == "quality" or after is None or len(item.parts) != 1:
        return False
    inflected = item.span.end - item.span.start > len(item.key) and not item.key.endswith("s")
    plural = last.parts and last.span.end - last.parts[-1].start > len(last.key.split(" ")[-1])
    goes_on = after.nominal or after.kind == "number" or (after.kind == "function" and after.marker.value == "article")
    if inflected and not plural:
        return goes_on or last.entry is not None and last.entry.term.kind in COMPLETE and after.kind == "preposition"
    return bool(plural) and not inflected and goes_on and not item.key.endswith(("ed", "ing", "al", "ic", "ous", "ary", "ive", "oid"))


def _modifies(item: Item, marker: Item | None) -> bool:
    """Return whether a word of extent or severity is part of the name of what stands behind "of": "excision of localized X"."""
    behind = marker is not None and (marker.key == "of" or marker.kind == "verb" and marker.marker.value == "treatment")
    return item.entry is not None and item.marker.property in {"extent", "severity"} and behind


def _as_noun(item: Item, before: Item | None, after: Item | None) -> Item | None:
    """Return a verb form as a noun where it stands as one: "localized deposits", "release of", "deposits occur"."""
    if item.entry is None and (item.marker.value == "link" or before is None or (before is not None and before.kind == "function")):
        return None
    said = before is not None and before.kind == "scope" and before.marker.property in {"polarity", "modality"}
    if said and item.entry is not None and item.entry.term.kind == "Quality":
        return Item("quality", item.span, item.key, entry=item.entry, parts=item.parts)  # "is not decreased"
    noun_before = before is not None and (
        before.kind in {"quality", "preposition", "word"} or (before.kind == "scope" and before.marker.property in {"extent", "severity"})
        or (before.kind == "function" and before.marker.value in {"article", "be"}) or (before.kind == "cue" and item.entry is not None)
    )
    if before is None and after is not None and after.kind == "preposition" and item.entry is not None and item.span.end - item.span.start > len(item.key):
        return Item("term", item.span, item.key, entry=item.entry, parts=item.parts)  # "Deposits in the skin": a plural, no verb
    ends = after is None or after.kind in {"cue", "verb", "close", "break"} or after.key == "of" or (
        after.kind == "function" and after.marker.value in {"be", "have"}) or (
        after.kind == "scope" and after.marker.property not in {"extent", "severity"}) or (before is not None and after.kind == "coordinator")
    starts = before is None or before.kind in {"coordinator", "open"}
    if (noun_before and (ends or after is None or not after.nominal)) or (starts and ends and after is not None) or (after and after.key == "of"):
        kind = "quality" if item.entry and item.entry.term.kind == "Quality" else "term" if item.entry else "word"
        return Item(kind, item.span, item.key, entry=item.entry)
    return None


def spread_scopes(items: Sequence[Item], phrases: Sequence[Phrase]) -> None:
    """Give every phrase the scopes that govern it, after ConText (Harkema 2009).

    A forward scope reaches from its place to a stop word or the end of the clause; one with nothing on its right reaches back.
    Frequency, extent and severity cover one coordination; modality and polarity the clause.
    """
    depth = 0
    for position, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        marker = item.scope()
        if marker is None or item.kind != "scope" or depth > 0 or any(i.span == item.span for p in phrases for i in p.items):
            continue
        behind = items[position + 2 :] if position + 1 < len(items) and items[position + 1].kind == "cue" else items[position + 1 :]
        stop = next((i.span.start for i in behind if i.key in marker.stops or ("<verb>" in marker.stops and _is_verb(i))), 1 << 60)
        right = [p for p in phrases if (p.items or p.number) and item.span.start <= p.span.start < stop]
        if right and marker.direction != "backward":
            wide = marker.property in {"modality", "polarity"}
            governed = right if wide or marker.direction == "clause" else _coordination(right)
            if marker.property in {"extent", "severity"} and position + 1 < len(items) and items[position + 1].nominal:
                governed = [p for p in governed if p is right[0] or (p.link in {"and", "or"} and p.kind == right[0].kind and len(p.items) == 1)]
            if wide and _rules_clause(items, position, [p for p in right if not p.marker or p.marker.kind != "preposition"]):
                governed = [p for p in phrases if p.items or p.number]
        else:
            left = [p for p in phrases if (p.items or p.number) and p.span.start < item.span.start]
            verb = items[position + 1] if position + 1 < len(items) else None
            told = position and items[position - 1].kind == "function" and items[position - 1].key in {"which", "that", "who"}
            if told or verb is not None and verb.kind == "verb" and not right:
                continue  # "which is absent in ...", "may itch": said of what follows
            if not left:
                left = right
            governed = left if marker.property == "modality" else _coordination_back(left)
        for phrase in governed:
            phrase.scopes.append(Scope(marker, item))


def _is_verb(item: Item) -> bool:
    return (item.kind in {"cue", "verb"} and item.marker.value != "contain") or (item.kind == "function" and item.marker.value in {"be", "have"})


#: Roles of a cue that make a fact of what stands before it.
BACKWARD = {"effect", "confirm_by", "suggest", "risk_of", "exclude", "prevent", "indicate"}


def _reaches_back(item: Item) -> bool:
    if item.kind == "cue":
        return item.marker.value in BACKWARD
    return item.kind == "verb" and item.marker.value in {"act", "help"} or item.kind == "function" and item.marker.value == "participle"


def _rules_clause(items: Sequence[Item], position: int, right: Sequence[Phrase]) -> bool:
    """Return whether a hedge or denial covers what stands before it, too: "A and B may help", not "A occurs and may B".

    It does where nothing is said behind it, or where the verb behind it makes a fact of what stands before it ("A may cause B").
    """
    before = items[:position]
    after = next((i for i in items[position + 1 :] if i.kind != "scope" and not (i.kind == "function" and i.marker.value == "be")), None)
    if after is not None and after.kind == "verb" and after.marker.value == "nominal":
        return False
    if right and after is not None and not _reaches_back(after):
        return False
    said = any(_is_verb(i) for i in before)
    return bool(before) and not said and before[-1].kind not in {"coordinator", "preposition"} and not (
        items[position].marker.property == "polarity" and before[-1].nominal)


def _coordination(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the first phrase and those coordinated with it."""
    first = phrases[0]
    return [first, *[p for p in phrases[1:] if p.group == first.group]]


def _coordination_back(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the clause's first coordination, for a scope that stands behind it: "dystrophic change suspected"."""
    return _coordination(phrases) if phrases else []


def nominal_spans(phrase: Phrase) -> Iterator[Span]:
    """Yield the spans of the words of a phrase, what siblings lent included."""
    for item in phrase.words:
        yield item.span
