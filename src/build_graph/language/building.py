"""Items to phrases: a clause becomes a flat list of phrases, each with the marker that introduces it and the link before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile, zip_longest

from build_graph.facts import Span
from build_graph.language.atoms import MARKERS
from build_graph.language.clauses import MOST_ITEMS
from build_graph.language.coordination import coordinate
from build_graph.language.items import Item
from build_graph.language.phrases import RESULTS, Phrase, Scope
from build_graph.language.scopes import spread_scopes
from build_graph.language.softened import WITHOUT
from build_graph.language.verbs import (
    DESCRIBED,
    RELATIVES,
    as_noun,
    breaks_compound,
    has_it,
    is_inside_compound,
    is_part_of_name,
    is_participle,
    is_range,
    is_said_of_noun,
    is_unknown_verb,
    is_verb_by_place,
    is_verb_of_plural,
)
from build_graph.lexicon import Lexicon, Marker

#: Function words that end a noun phrase.
CLOSERS = {"participle", "be", "have", "pronoun", "article", "contrast", "condition"}
COPULAS = {"is", "are", "was", "were"}
#: Prepositions that lead to the object of an act: "binds | to X".
OBJECTIVE = {"to", "of", "on", "with"}
#: The link of a quality that another one is set against: "polar rather than circumferential".
CONTRAST = "contrast"
#: Behind a comma they start anew: "in winter, it ...".
RESTARTS = {"it", "they", "these", "this", "whose"}
#: Roles of what something goes with, or tells: "with mutation type or outcome".
LISTED = {"with", "predict"}
#: Kinds of noun that markers with signs are part of the name of: "CD4+CD8- T cells".
SIGNED = {"CellType", "Disease"}
INFINITIVE = (Marker("preposition", "complement"),)
UNKNOWN_VERB = (Marker("verb", "other"),)


def phrases_of(items: Sequence[Item], lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases of one clause or label, coordination resolved; of one longer than any clause those of its beginning."""
    return coordinate(build_phrases(items[:MOST_ITEMS], lexicon), lexicon)


def build_phrases(items: Sequence[Item], lexicon: Lexicon) -> list[Phrase]:
    """Return the phrases of one clause, as they stand side by side."""
    return _Builder(items, lexicon).run()


class _Builder:
    """Reads items left to right; ``open`` is the phrase that can still grow."""

    def __init__(self, items: Sequence[Item], lexicon: Lexicon) -> None:
        self.items, self.lexicon = items, lexicon
        self.done: list[Phrase] = []
        self.open: Phrase | None = None
        self.marker: Item | None = None
        self.link = ""
        self.before: Item | None = None  #: the item before the one that is read
        self.after: Item | None = None
        self.at = 0  #: the place of the item that is read
        self.relative = self.restart = self.passive = self.copula = self.denied = False
        self.spans = False  #: "ranges from" stands before: "to" joins the other end
        self.inner: list[Item] = []  #: items of the bracket that is open
        self.depth = 0

    def run(self) -> list[Phrase]:
        for at, (item, after) in enumerate(zip_longest(self.items, self.items[1:])):
            self.at, self.after = at, after
            if self.depth:
                self._inside(item)
            elif take := _TAKE.get(item.kind):
                take(self, item)
            self.before = item
        self._close()
        self._flush()  # a cue with nothing on its right: "Tissue damage leads to", "Risk factors"
        return self.done

    def _opened(self, item: Item) -> None:
        self.depth = 1

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
        if len(inner) == 1 and inner[0].kind == "quality" and inner[0].key in RESULTS and target is self.open:
            target.items.append(inner[0])  # "marker A (negative)" is "marker A negative"
            if target.result is not None:
                return
            target.items.pop()
        phrases = build_phrases(inner, self.lexicon)
        spread_scopes(inner, phrases, self.lexicon)
        if not phrases:  # "(patchy)", "(rare)": said of the name before it alone
            target.scopes += [Scope(marker, i) for i in inner if (marker := i.scope())]
        else:
            target.brackets.append(phrases)
        if not (self.open and self.open.items and all(i.kind == "quality" for i in self.open.items) and self.after and self.after.nominal):
            self._close()  # "branching (staghorn) vessels" is one phrase

    def _nominal(self, item: Item) -> None:
        kind = item.kind
        if kind == "word":
            if self._is_no_name(item):
                return
        elif kind == "term" and self.open is not None and self._acts_of(item):
            return
        if self.open and self.open.items and breaks_compound(self.open, item, self.after) and not self._signs_a_cell():
            self._close()
            self.link = ","
        if self.open and is_said_of_noun(self.open, item, self.after, self.lexicon.words["gone"]):
            self._close()
            self.copula = True  # "mitoses plentiful" is "mitoses are plentiful"
        if kind == "quality" and not self.copula:
            self.copula = self._is_state_of(item)
        self._grow().items.append(item)

    def _is_no_name(self, item: Item) -> bool:
        """Read an unknown word that its place makes a verb, or an adverb; return whether it is one."""
        verb = self.open and is_unknown_verb(self.open, item, self.after, self.lexicon) and item.key not in self.lexicon.words["ordinal"]
        verb = verb or self.open is None and self._is_second_verb(item)
        if verb or is_verb_by_place(item, self.before, self.after, self.lexicon):
            self._act(item)
        elif self._is_adverb(item):
            self._close()  # "fever conspicuously | absent"
        else:
            return False
        return True

    def _acts_of(self, item: Item) -> bool:
        """Read an event behind a plural as its verb, "lesions burn"; return whether it is one. "Patients cough": they have it."""
        phrase = self.open
        if phrase is None or not phrase.items or phrase.items[-1].kind != "term":
            return False
        if has_it(phrase, item):
            self._close()
            self.copula = True
            return False
        if not is_verb_of_plural(phrase, item, self.after):
            return False
        self._act(item)
        return True

    def _act(self, item: Item) -> None:
        """Take an item for a verb that no table knows."""
        self._close()
        self._flush()
        self.marker = replace(item, kind="verb", markers=UNKNOWN_VERB)

    def _is_second_verb(self, item: Item) -> bool:
        """Return whether an unknown word ends a clause behind "and" and a verb without object: "cells shrink and detach"."""
        if self.after is not None or item.inflected:
            return False
        joined = self.before is not None and self.before.key == "and"
        verb = self.marker or (self.done[-1].marker if self.done and not self.done[-1].items else None)
        return joined and verb is not None and verb.kind == "verb"

    def _signs_a_cell(self) -> bool:
        """Return whether the markers with signs that stand here are part of the name of a cell: "CD4+CD8- T cells"."""
        behind = dropwhile(lambda i: i.kind == "word" or i.key in RESULTS or _kind(i) in MARKERS, self.items[self.at :])
        cell = next(behind, None)
        return cell is not None and _kind(cell) in SIGNED and self.items[self.items.index(cell) - 1].key in RESULTS

    def _is_state_of(self, item: Item) -> bool:
        """Return whether a state stands behind a noun and how often it is so, the verb left out: "calcium usually normal"."""
        before, noun = self.before, self.done[-1] if self.done and self.open is None and self.marker is None and not self.link else None
        often = before is not None and before.kind == "scope" and before.marker.property == "frequency"
        state = item.entry is not None and item.entry.aspect == "state" and item.key not in RESULTS
        ends = self.after is None or self.after.kind in {"coordinator", "close", "break", "preposition"}
        return often and state and ends and noun is not None and noun.head is not None and noun.kind in DESCRIBED

    def _is_adverb(self, item: Item) -> bool:
        """Return whether an unknown word behind a name goes with what is said of it: "marker A uniformly negative"."""
        if self.open is None or not self.open.items or self.after is None or not item.key.endswith(self.lexicon.endings["adverb"]):
            return False
        return self.after.kind == "scope" or self.after.kind == "quality" and self.after.key in RESULTS

    def _number(self, item: Item) -> None:
        around = self.marker is not None and self.marker.kind == "preposition" and self.marker.marker.value == "around"
        if around and not self.done and self.open is None and item.number is not None and item.number.is_share:
            self.marker = None  # "about 10% are hereditary"
        if self.open and self.open.number:
            self._close()
        self._grow().number = item.number

    def _coordinator(self, item: Item) -> None:
        self._close()
        if item.key in {",", "and"} and self._behind_verb("nominal"):
            self._flush()  # "skin lesions itch, oral lesions ...": the verb has no object
            if self.relative and item.key == ",":  # "which do not ulcerate, and edema": the clause of "which" is complete
                self.done[-1].relative, self.relative = True, False
            if self.after is not None and (self.after.nominal or self.after.kind == "scope"):
                return  # no other object of the verb
        if item.key in {",", "/", "or"}:
            self.link = item.key
        elif self.link in {"", ","}:
            self.link = "and"

    def _colon(self, item: Item) -> None:
        self._close()
        self.copula = True
        self.link = ":" if self.after is not None and self.after.kind != "quality" else ""

    def _scope(self, item: Item) -> None:
        if self._is_adjective(item):
            self._nominal(replace(item, kind="word", markers=()))
            return
        if item.key in self.lexicon.words["rather"] and self.open and all(i.kind == "quality" for i in self.open.items):
            self._close()
            self.link = CONTRAST
        if is_part_of_name(item, self.marker):
            self._nominal(replace(item, kind="quality", markers=()))
            return
        of = item.marker.property == "polarity" and item.key.endswith(" of")  # "congenital absence of X": it is the absence that is so
        if self.open and self.open.items and (of or self.open.items[-1].kind != "quality" or self.open.result):
            self._close()
        if item.key.endswith(" be") or item.key.split(" ")[0] in COPULAS:
            self.copula = True
        if (item.marker.property == "polarity" or item.key == WITHOUT) and self._behind_verb("nominal"):
            self._flush()  # "resolves without X": the verb is complete
        denies = item.marker.property == "polarity" and item.marker.direction in {"forward", "narrow"}
        if denies and self.link in {",", "and"} and self.open is None:
            self.denied = True
        anew = item.marker.property == "modality" or item.key.split(" ")[0] in COPULAS
        if self.copula and self.link in {"and", ","} and self._goes_on(item):
            self.link = ""  # "mitoses are rare and never atypical": another thing said of them
        if anew and self.link in {"and", "or"} and self.open is None:
            self.link, self.restart = "", True  # "and may include", "and is not scaly": a new predicate, not a conjunct

    def _goes_on(self, item: Item) -> bool:
        """Return whether a quality alone stands behind a word of scope or a verb, something having been named before."""
        named = bool(self.done) if item.kind == "scope" else self.open is not None and bool(self.open.items)
        quality = named and (self.open is None or item.kind == "verb") and self.after is not None and self.after.kind == "quality"
        behind = self.items[self.at + 2 : self.at + 3] if quality else ()
        return quality and not any(i.nominal for i in behind)

    def _is_adjective(self, item: Item) -> bool:
        """Return whether a word that denies what stands before it modifies a noun: "a spared mucosa"."""
        denies = item.marker.property == "polarity" and item.marker.direction == "backward" and " " not in item.key
        behind = self.before is not None and (self.before.function == "article" or self.before.kind == "preposition")
        return denies and behind and self.link != "to" and self.after is not None and self.after.nominal

    def _introduce(self, item: Item) -> None:
        """Read a cue, verb or preposition: the marker of what follows, unless it stands as a noun or between two qualities."""
        if item.kind == "preposition" and item.key == "to" and (self.spans or is_range(self.before, self.after)):
            self._close()
            self.link, self.spans = "to", False
        elif item.kind == "cue" and item.entry and self._behind_preposition() and (self.after is None or not self.after.nominal):
            self._nominal(replace(item, kind="term", markers=()))  # "with risk factors": the cue's words as a noun
        elif item.kind == "cue" and self._names_measure(item):
            self._nominal(replace(item, kind="term" if item.entry else "word", markers=()))  # "mutation type or outcome"
        elif item.kind == "cue" and item.key.endswith(" of") and self._behind_verb("act") and item.marker.value == "positive":
            self._of_act(item)
        elif item.kind == "cue" and self._names_a_class(item):
            self._nominal(replace(item, kind="term" if item.entry else "word", markers=()))  # "intestinal symptoms"
        elif item.kind == "cue" and self._is_type(item):
            self._nominal(replace(item, kind="word", markers=()))  # "duodenal type", "solid variant of X"
        elif item.kind == "cue" and is_inside_compound(item, self.before, self.after, self.lexicon):
            self._nominal(replace(item, kind="word", markers=()))  # "organ sparing surgery"
        elif item.kind == "verb" and item.marker.value == "link" and self._goes_on(item):
            self._close()
            self.copula = True  # "nuclei look bland": they are
        elif item.kind == "verb" and (noun := self._state_of_list(item) or as_noun(item, self.before, self.after, self.lexicon)):
            self._nominal(noun)
        else:
            self._close()
            self._mark(item)

    def _state_of_list(self, item: Item) -> Item | None:
        """Return a participle that begins a list of names without a verb as the state that it is: "raised A, low B, high C"."""
        leads = self.before is None and self.after is not None and self.after.nominal
        state = item.entry is not None and item.entry.aspect == "state" and item.key.endswith(self.lexicon.endings["past"])
        if not leads or not state or len([i for i in self.items if i.key == ","]) == 0:
            return None
        plain = all(i.nominal or i.kind in {"coordinator", "number", "open", "close"} for i in self.items[1:])
        states = [i for i in self.items[1:] if i.entry is not None and i.entry.aspect == "state"]
        return Item("quality", item.span, item.key, entry=item.entry, parts=item.parts) if plain and states else None

    def _names_a_class(self, item: Item) -> bool:
        """Return whether a plural cue ends a phrase that has only modifiers so far, with nothing behind it to introduce."""
        modified = self.open is not None and bool(self.open.items) and self.open.items[-1].kind in {"quality", "word"}
        ends = self.after is None or self.after.kind == "coordinator"
        return modified and ends and item.inflected and " " not in item.key and item.marker.value == "finding"

    def _of_act(self, item: Item) -> None:
        """Join a verb with the noun before "of": "regulates expression of X" is one act upon X, "regulation of expression"."""
        verb = self.marker
        if verb is not None:
            noun = f"{verb.marker.property} of {item.key.removesuffix(' of')}"
            self.marker = replace(verb, span=Span(verb.span.start, item.span.end), markers=(Marker("verb", "act", noun),))

    def _names_measure(self, item: Item) -> bool:
        """Return whether a cue is a noun of what stands around it: "a worse outcome", "X type Y", "with mutation type or outcome"."""
        if " " in item.key or item.inflected:
            return False
        counts = item.marker.value.startswith("count")
        if counts and self._is_grown() and self.after is not None and self.after.nominal:
            return True  # "mammary type myofibroblastoma"
        if item.marker.value == "outcome" and self.marker is None and self._is_compared():
            return True
        if self.after is not None and self.after.kind != "coordinator":
            return False
        compound = counts and self.open is not None and self.open.role in LISTED and bool(self.open.items)
        listed = self.link in {"and", "or"} and self.marker is None and bool(self.done) and self.done[-1].role in LISTED
        return compound or listed

    def _is_grown(self) -> bool:
        """Return whether the phrase that can still grow has words, and counts nothing."""
        return self.open is not None and bool(self.open.items) and self.open.number is None

    def _is_compared(self) -> bool:
        """Return whether the phrase that can still grow is one comparative so far."""
        return self.open is not None and len(self.open.items) == 1 and self.open.items[0].key in self.lexicon.comparatives

    def _is_type(self, item: Item) -> bool:
        """Return whether one "type" or "variant" stands behind what names it: nothing is counted or listed."""
        last = self.open.items[-1] if self.open is not None and self.open.items and self.open.number is None else None
        named = last is not None and not (last.kind == "term" and last.inflected)  # "granulomas form"
        if self.open is not None and self.open.link == "," and (self.after is None or self.after.kind == "colon"):
            return False  # "acute leukemia, B cell type: 70%": a type of what stands before the comma
        return named and item.marker.value.startswith("count") and not item.inflected and " " not in item.key

    def _mark(self, item: Item) -> None:
        if item.kind == "cue" and item.key.endswith(" of") and self._behind_preposition():
            return  # "among causes of X": a place in a list, no statement of cause
        if item.key == "of" and self.open is None and self.before is not None and self.before.key in self.lexicon.words["amount"]:
            return  # "many of the mitoses": the mitoses
        if item.key == "of" and self.open is None and self.before is not None and self.before.function == "be":
            return  # "is of help": said of it, no part of its name
        if item.kind == "cue" and item.marker.value == "contain" and self.before is not None and self.before.kind in {"function", "scope"}:
            item = replace(item, markers=(Marker("cue", "with"),))  # "should contain": said of it, no part of its name
        if item.kind == "cue" and self._is_said_of_subject(item):
            item = replace(item, markers=(Marker("cue", "show"),))  # "are large, contain no X and ...": said of the subject
        if self.marker is not None and self._joins(self.marker, item):
            return
        if item.kind == "verb" and is_participle(item, self.before, self.after):
            self.passive = True  # "A released by B": a modifier of A
            return
        if self.passive and item.key == "by":
            item = replace(item, markers=(Marker("preposition", "from"),))
        self.passive = False
        self.marker = item

    def _is_said_of_subject(self, item: Item) -> bool:
        """Return whether a finite verb of what is inside begins a new predicate behind a comma or "and"."""
        finite = item.marker.value == "contain" and " " not in item.key and not item.key.endswith(self.lexicon.endings["gerund"])
        return finite and bool(self.link) and self.open is None

    def _joins(self, first: Item, second: Item) -> bool:
        """Settle what becomes of two markers in a row; return whether the second is dealt with."""
        if first.key == "to" and second.kind == "verb" and second.marker.value == "distinguish" and not self.done:
            self.marker = second  # "To distinguish X from Y"
        elif first.key == "to" and second.kind in {"verb", "cue"}:  # an infinitive completes its noun: "ability to induce"
            self.marker = Item("preposition", Span(first.span.start, second.span.end), f"to {second.key}", markers=INFINITIVE)
        elif second.kind != "preposition":
            self._flush()
            return False
        elif self._behind_verb("link"):
            self.marker = second  # "occurs | in": the preposition says more than the verb
        elif self._behind_verb("nominal") or self._acts() and second.key not in OBJECTIVE:
            self._flush()  # "recurs | after X", "is cleaved | by X"
            self.marker = second
        return True  # "located | on": the first of two has said it

    def _behind_verb(self, role: str) -> bool:
        return self.marker is not None and self.marker.kind == "verb" and self.marker.marker.value == role

    def _acts(self) -> bool:
        return self._behind_verb("act") or self._behind_verb("treatment")

    def _behind_preposition(self) -> bool:
        return self.marker is not None and self.marker.kind == "preposition"

    def _function(self, item: Item) -> None:
        name = item.marker.value
        entry = self.lexicon.names.get(item.key) if name == "participle" and self.after is not None and self.after.nominal else None
        if entry is not None and entry.term.kind == "Quality" and (self.before is None or self.before.kind == "coordinator"):
            self._nominal(replace(item, kind="quality", entry=entry, markers=()))  # "preserved granular layer": it begins a name
            return
        if name in CLOSERS:
            self._close()
        if item.key == "those":
            self._grow().items.append(replace(item, kind="term", entry=self.lexicon.names.get("patient"), markers=()))
            self._close()
        if item.key in RESTARTS and self.link == ",":
            self.link = ""
        if item.key in {*RELATIVES, "whose"} and self.done:
            self.relative = not self._behind_preposition()
            self.marker = self.marker if self.relative else None  # "in which A merges with B"
        if name in {"be", "have"}:
            self.copula = True
            self.spans = self.spans or item.key.endswith(" from")
            if self.link in {"and", "or"}:
                self.link = ""

    def _grow(self) -> Phrase:
        """Return the phrase that is open, or open one behind what the items before it left."""
        if self.open is None:
            said = (self.copula and self.done or self.restart) and not self.link
            role = _role(self.marker) if self.marker else "is" if said else ""
            self.open = Phrase([], self.marker, None, role, self.link, relative=self.relative, denied=self.denied)
            self.marker, self.link = None, ""
            self.relative = self.copula = self.restart = self.denied = False
        return self.open

    def _close(self) -> None:
        if self.open:
            self.done.append(self.open)
            self.open = None

    def _flush(self) -> None:
        """Keep a cue or verb with nothing on its right as a phrase of its own."""
        if self.marker is not None:
            self.done.append(Phrase(marker=self.marker, role=_role(self.marker), link=self.link))
        self.marker, self.link = None, ""


#: What an item does to the phrases, by its kind; breaks and other marks do nothing.
_TAKE: dict[str, Callable[[_Builder, Item], None]] = {
    "open": _Builder._opened, "term": _Builder._nominal, "quality": _Builder._nominal, "word": _Builder._nominal,
    "number": _Builder._number, "coordinator": _Builder._coordinator, "colon": _Builder._colon, "scope": _Builder._scope,
    "cue": _Builder._introduce, "verb": _Builder._introduce, "preposition": _Builder._introduce, "function": _Builder._function,
}  # fmt: skip


def _kind(item: Item) -> str:
    return item.entry.term.kind if item.entry is not None else ""


def _role(marker: Item) -> str:
    return marker.marker.value if marker.kind != "verb" else f"verb:{marker.marker.value}"
