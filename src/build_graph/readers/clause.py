"""One clause under reading: its phrases, the drafts that they have made so far, and what the tables say of them.

The predicate comes from the cue or preposition that introduces a phrase, else from the section and the kind of thing named
(ontology/lexicon/predicates.tsv). Each role of a phrase has one function; ``roles`` has the table of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from build_graph.facts import Block, Qualifier, Span, Term, Unread, WordStatus
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import end_of_people
from build_graph.lexicon import Lexicon
from build_graph.readers.asked import Words, words_of
from build_graph.readers.draft import Draft, Kept, Setting, Subject
from build_graph.readers.page import Page
from build_graph.readers.things import Thing, thing_of

#: Predicates under which a quality of appearance is a finding of its own.
FINDINGS = {"hasClinicalFinding", "histologicFinding", "grossFinding", "imagingFinding", "distinguishingFinding", "diagnosticFinding"}
#: What the aspect of a term makes of a section's default.
BY_ASPECT = {
    "micro": "histologicFinding", "gross": "grossFinding", "lab": "labFinding", "imaging": "imagingFinding", "ploidy": "molecularFinding",
}  # fmt: skip
ASPECT_SECTIONS = {"definition", "essential", "terminology"}
#: Sections that say what the disease is: "X of Y" tells a genus and its place or stuff.
GENUS_SECTIONS = {"definition", "essential"}
#: Sections of what is seen under a microscope, where "thickening of X" names one change.
CHANGE_SECTIONS = {"microscopic", "cytology", "electron", "frozen"}
#: The kind of a name that nothing is known of but the place where it stands.
BY_PREDICATE = {
    "treatedBy": "Procedure", "causedBy": "Event", "occursAtSite": "AnatomicalSite", "mediatedBy": "Substance",
    "associatedWith": "Disease", "stainResult": "Protein", "hasRiskFactor": "Exposure",
}  # fmt: skip
PLACES = {"AnatomicalSite", "Tissue"}
#: A band of a chromosome, or one of its arms.
LOCUS = re.compile(r"(?:\d{1,2}|[xy])[pq](?:\d{1,2})?(?: \d+)?")
#: Sections where what stands in a bare list is seen, and no place.
SEEN_SECTIONS = {"microscopic", "gross", "radiology", "clinical", "differential", "cytology", "electron", "laboratory"}
METHODS = {"Procedure", "ImagingModality", "Stain"}
#: Said with a verb of what stands before it.
STANCES = {"may be", "might be", "can be", "could be", "is not", "are not"}
#: What joins the two halves of a bare pair.
JOINTS = {"and", "or"}
#: Roles of a phrase that completes the name of the one before it.
COMPLEMENTS = {"complement", "contain", "restrict"}
#: Roles whose object is the whole phrase, qualities included.
WHOLE = {"compose", "risk", "risk_of", "association", "cause", "outcome", "treat", "receive", "mediate", "example", "prognostic"}


#: Where an item begins, and ends.
_START, _END = attrgetter("span.start"), attrgetter("span.end")


def _treats(thing: Thing, lexicon: Lexicon) -> bool:
    """Return whether a procedure is a treatment by the end of its name: "excision", "radiation therapy"."""
    return thing.term.label.endswith(tuple(lexicon.words["treatment-ending"]))


@dataclass(eq=False, slots=True)
class Clause:
    """A clause under reading."""

    page: Page
    block: Block
    setting: Setting
    items: Sequence[Item]
    phrases: list[Phrase]
    subjects: tuple[Subject, ...]
    key: str  #: of the section, or of the method that the clause names ("histologically")
    before: Sequence[Draft] = ()  #: drafts of the clauses before it in the same block
    words: Words | None = None  #: what its items hold, where it is known already
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    marks: list[WordStatus] = field(default_factory=list)  #: words that are read without standing in a fact
    used: set[Phrase] = field(default_factory=set)  #: phrases that are dealt with
    shares: dict[Phrase, int] = field(default_factory=dict)  #: a share of patients -> group of the coordination that took it
    kept: list[Kept] = field(default_factory=list)  #: qualifiers of every fact of the clause
    floating: list[Scope] = field(default_factory=list)  #: frequency words said of the subject: they hold for the whole clause
    pending: Kept | None = None  #: a condition that the next fact takes
    hedge: Item | None = None  #: the cue that makes every step of the clause a hypothesis
    behind: dict[Phrase, list[Phrase]] = field(default_factory=dict)  #: phrase -> those that hang on it
    named: list[Phrase] = field(init=False)  #: its phrases that have words
    lead: Phrase | None = field(init=False)  #: the first of them
    keys: frozenset[str] = field(init=False)  #: see ``Words``
    held: set[str] = field(init=False)  #: see ``Words``

    def __post_init__(self) -> None:
        self.keys, self.held = self.words or words_of(self.items, self.page.lexicon)
        self.named = [p for p in self.phrases if p.items]
        self.lead = self.named[0] if self.named else None
        for phrase in self.phrases:
            if phrase.parent is not None:
                self.behind.setdefault(phrase.parent, []).append(phrase)

    def thing(self, phrase: Phrase, *, whole: bool = False) -> Thing | None:
        """Return what a phrase names, with the first complement that hangs on it."""
        return thing_of(phrase, self.page, whole=whole, complements=self.complements(phrase, whole)[:1])

    def things(self, phrase: Phrase, *, whole: bool = False) -> list[Thing]:
        """Return what a phrase names: one thing for each of its coordinated complements."""
        complements = self.complements(phrase, whole)
        if not complements:
            thing = thing_of(phrase, self.page, whole=whole)
            return [thing] if thing else []
        found = []
        for complement in complements:
            if thing := thing_of(phrase, self.page, whole=whole, complements=self._chain(complement)):
                found.append(thing)
        return found

    def bare(self, phrase: Phrase) -> Thing | None:
        """Return what a phrase names without its complements."""
        return thing_of(phrase, self.page)

    def complements(self, phrase: Phrase, whole: bool = False) -> list[Phrase]:
        """Return the complements of a phrase; those of the other half of a bare pair are its own too."""
        return self._complements(phrase, whole) if self.behind else []

    def _complements(self, phrase: Phrase, whole: bool) -> list[Phrase]:
        own = []
        for behind in self.behind.get(phrase, ()):
            if behind.items and self._completes(behind, phrase, whole):
                own.append(behind)
        if own or len(phrase.items) != 1 or phrase.lent_before or phrase.lent_after or self.keys.isdisjoint(JOINTS):
            return own
        if not self._is_change(phrase):
            return own
        group = self.group(phrase)
        if len(group) > 2 and " " in phrase.items[0].key:
            return own  # "scarring, intimal fibrosis and loss of X": it says itself of what
        at = group.index(phrase) if phrase in group else len(group)
        partner = group[at + 1] if at + 1 < len(group) and group[at + 1].link in JOINTS else None
        return [p for p in self.behind.get(partner, ()) if p.role == "complement" and p.items] if partner else []

    def _completes(self, phrase: Phrase, noun: Phrase, whole: bool) -> bool:
        """Return whether ``phrase`` completes the name of ``noun``; "around X" does where a thing lies around X: "cysts around larvae"."""
        last = phrase.items[-1].entry
        if last is not None and last.aspect == "unknown":
            return False  # it says only that something is unknown
        if self.is_genus(noun) and self.key in GENUS_SECTIONS and phrase.kind in {*PLACES, "CellType"}:
            return False
        if phrase.role == "around" and phrase.kind in {"Organism", "CellType", "Substance"}:
            return True
        bare = phrase.items[-1].key in self.page.lexicon.words["bare"]  # "with mixed results"
        joined = whole and phrase.role == "with" and not bare and phrase.link != ","  # "the commonest X, with a prevalence of ..."
        joined = joined and not (self.key in {"treatment", "prognosis"} and self._given_together(noun, phrase))
        joined = joined and phrase.kind != "Stain"  # "positive with A, cells with B": no name
        joined = joined and not (noun.kind == "Quality" and phrase.kind == "Procedure")  # "manageable with treatment of X"
        return (phrase.role in COMPLEMENTS or joined) and phrase.kind != "Population"

    def _given_together(self, noun: Phrase, phrase: Phrase) -> bool:
        """Return whether two treatments are joined by "with": "surgery with X", "drug A with drug B"."""
        return noun.kind == "Procedure" or noun.kind in {"Substance", ""} and self._kind(phrase) in {"Substance", "Procedure"}

    def _kind(self, phrase: Phrase) -> str:
        printed = phrase.span.of(self.page.text) if phrase.items else ""
        if not phrase.kind and printed.isupper() and len(printed) > 2:
            return "Procedure"  # "CHOP": a scheme of several drugs
        return phrase.kind or (self.page.lexicon.kind_by_suffix(phrase.last.key) if phrase.last else "")

    def is_genus(self, phrase: Phrase) -> bool:
        """Return whether a phrase names a class of diseases: a disease, or such a noun as "inflammation" at the start of a definition."""
        starts = self.key == "definition" and not self.setting.entry and phrase.role in {"", "is"} and phrase in self.phrases[:1]
        if not starts:
            return phrase.kind == "Disease"
        last = phrase.last
        if self.page.about_stain and (len(phrase.items) > 1 or phrase.kind):
            return not any(p.marker and p.marker.kind == "verb" for p in self.after(phrase)[:1])  # "calcium | binding proteins"
        return phrase.kind == "Disease" or last is not None and last.key.split(" ")[-1] in self.page.lexicon.words["genus"]

    def is_stuff(self, phrase: Phrase, thing: Thing) -> bool:
        """Return whether a definition says behind "in which" what the disease is made of: "tumor in which tissue A merges with B"."""
        if self.key != "definition" or self.setting.entry or phrase.role not in {"", "with"} or thing.kind not in {"Tissue", "CellType"}:
            return False
        pairs = zip(self.items, self.items[1:], strict=False)
        return any(a.key == "in" and b.key == "which" and b.span.end <= phrase.span.start for a, b in pairs)

    def had_by_share(self, phrase: Phrase) -> bool:
        """Return whether so many have what a phrase names: "40% have X"."""
        before = self.phrases[: self.phrases.index(phrase)] if phrase in self.phrases else []
        have = any(item.function == "have" for item in self.ahead_of(phrase))
        return have and bool(before) and before[0].number is not None and before[0].number.is_share and not before[0].items

    def _is_change(self, phrase: Phrase) -> bool:
        kind = phrase.kind
        return kind in {"Process", "Procedure", ""} or kind == "Finding" and self.key in CHANGE_SECTIONS

    def _chain(self, complement: Phrase) -> list[Phrase]:
        """Return a complement with its own complement behind it: "of blood vessels of the dermis"."""
        self.used.add(complement)
        deeper = next((p for p in self.behind.get(complement, ()) if p.role in COMPLEMENTS and p.items), None)
        return [complement, *(self._chain(deeper) if deeper else ())]

    def of(self, name: str, items: Iterable[Item]) -> list[tuple[Item, str]]:
        """Return each word of class ``name`` of words.tsv among ``items``, with its value."""
        words = self.page.lexicon.words[name]
        return [
            (item, words[word]) for item in items for word in (item.key.split(" ") if " " in item.key else (item.key,)) if word in words
        ]

    def group(self, phrase: Phrase) -> list[Phrase]:
        """Return the members of the coordination that a phrase stands in, itself included."""
        return [p for p in self.phrases if p.group == phrase.group] or [phrase]  # one in a bracket stands in no list of the clause

    def ahead_of(self, phrase: Phrase) -> Sequence[Item]:
        """Return the items of the clause that end before a phrase begins, in order."""
        return self.items[: bisect_right(self.items, phrase.span.start, key=_END)]

    def next_item(self, offset: int) -> Item | None:
        """Return the first item of the clause that begins at a place of the page, or behind it."""
        at = bisect_left(self.items, offset, key=_START)
        return self.items[at] if at < len(self.items) else None

    def owned(self, phrase: Phrase) -> bool:
        """Return whether "have" stands right before a phrase: what something has is seen of it."""
        if not phrase.items and phrase.number is None:
            return False  # a cue alone
        return any(item.function == "have" for item in self.ahead_of(phrase)[-1:])

    def said_of(self, phrase: Phrase, members: list[Phrase]) -> list[Phrase]:
        """Return which of ``members`` the quality ``phrase`` is said of: all behind a verb, else the last and what "and" joins to it."""
        if not any(item.nominal for item in self.ahead_of(phrase)[-1:]):
            return members
        return members[max((n for n, p in enumerate(members) if p.link not in {"and", "or", "/"}), default=0) :]

    def after(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases behind ``phrase``; none for one that a reader made."""
        return self.phrases[self.phrases.index(phrase) + 1 :] if phrase in self.phrases else []

    def left(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases before ``phrase`` that are no complements, in order; none for one that a reader made, or in a bracket."""
        at = self.phrases.index(phrase) if phrase in self.phrases else 0
        return [p for p in self.phrases[:at] if p.items and p.role != "complement"]

    def draft(self, predicate: str, thing: Thing, phrase: Phrase | None, rule: str, subjects: tuple[Subject, ...] | None = None) -> Draft:
        """Start a fact about the clause's subjects and keep it."""
        term = thing.term
        if term.candidate and not thing.kind:
            term = replace(term, kind=BY_PREDICATE.get(predicate, term.kind))
        kept = [*self.setting.kept, *self.kept]
        context = (self.setting.heard,) if self.setting.heard >= 0 else ()
        whose = subjects or self.subjects
        draft = Draft(whose, predicate, term, thing.spans, rule, thing.phrase, "affirmed", "asserted", None, kept, [], phrase, context)
        if phrase is not None:
            if phrase.scopes or self.floating:
                draft.stance([*phrase.scopes, *self.floating], self.block.index)
            if phrase.number and phrase.number.quantity.unit != "1":
                draft.measure(phrase.number)
            elif phrase.number and phrase.number.is_bound:
                draft.measure(phrase.number, "count")  # "> 6 macules"
        if thing.state and thing.state.entry:
            draft.add("state", thing.state.entry.term.label, (thing.state.span,), self.block.index)
        if self.pending is not None:
            draft.kept.append(self.pending)
            self.pending = None
        if self.hedge is not None and draft.modality == "asserted":
            draft.hedge("hypothesis", self.hedge)
        self.drafts.append(draft)
        return draft

    def say(self, predicate: str, value: Term | str, spans: tuple[Span, ...], rule: str, phrase: tuple[Span, ...] = ()) -> Draft:
        """Start a fact that takes what the lines above say and nothing of the clause, and keep it: a number, a rank, a comparison."""
        draft = Draft(self.subjects, predicate, value, spans, rule, phrase=phrase or spans, kept=[*self.setting.kept])
        self.drafts.append(draft)
        return draft

    def attributes(self, predicate: str, thing: Thing, phrase: Phrase, rule: str) -> list[Draft]:
        """Add one fact for each quality of appearance of ``thing``; the thing bears it."""
        made = []
        for item in thing.attributes:
            if item.entry is None:
                continue
            if shared := self._shared(predicate, item, phrase):
                shared.add("bearer", thing.term, thing.spans, self.block.index)
                continue
            draft = self.draft(predicate, Thing(item.entry.term, "Quality", (item.span,), (item.span,)), phrase, rule)
            draft.add("attribute", item.entry.aspect, (item.span,), self.block.index)
            if thing.kind != "Quality":
                draft.add("bearer", thing.term, thing.spans, self.block.index)
            made.append(draft)
        return made

    def _shared(self, predicate: str, item: Item, phrase: Phrase) -> Draft | None:
        """Return the fact of the same quality that another member of the coordination made: its bearers are one list."""
        same = (d for d in self.drafts if d.predicate == predicate and d.spans == (item.span,) and d.subjects == self.subjects)
        return next((d for d in same if d.source is not None and d.source.group == phrase.group), None)

    def sibling(self, phrase: Phrase) -> str:
        """Return the kind that the members of a coordination share, for a name that is not known: its place in the list says it."""
        others = [p for p in self.group(phrase) if p is not phrase and p.kind not in {"", "Quality"} and p.items]
        kinds = [p.kind for p in others]
        short = len(phrase.items) <= 3 and all(item.nominal for item in phrase.items)
        short = (
            short
            and bool(phrase.items)
            and not (phrase.items[-1].entry is None and phrase.items[-1].key.endswith(self.page.lexicon.endings["superlative"]))
        )
        sure = kinds and (kinds[0] != "Disease" or kinds.count("Disease") > 1)
        placed = bool(kinds) and kinds[0] in PLACES and len(others[0].items) > 1 and not phrase.role and self.key in SEEN_SECTIONS
        return kinds[0] if sure and short and not placed else ""

    def is_molecular(self, thing: Thing, phrase: Phrase) -> bool:
        """Return whether a finding tells of genes or chromosomes, by a gene or locus in its name: "BRAF amplification", "1p36 deletion"."""
        if thing.kind != "Finding" or thing.aspect not in {"", "lab", "any"}:
            return False
        inside = [*phrase.items, *(i for c in self.complements(phrase) for i in c.items)]
        genes = any(_is_genetic(i) for i in inside)
        last = phrase.last.key.split(" ")[-1] if phrase.last is not None else ""
        return genes or thing.aspect == "lab" and last in self.page.lexicon.words["gene-fault"]

    def predicate(self, thing: Thing, role: str) -> str:
        """Return the predicate of a thing: from the role, else from the section and its kind; "" for none."""
        lexicon = self.page.lexicon
        if role and (found := lexicon.predicate(role, thing.kind or "Unknown")):
            return found
        if self.key in GENUS_SECTIONS and thing.kind == "Measurement" and thing.term.label.split(" ")[-1] in lexicon.measures and not role:
            return "prognosisStatement"
        treats = self.key in GENUS_SECTIONS and thing.kind == "Procedure" or self.key == "treatment" and thing.kind in {"Finding", ""}
        if treats and not role and _treats(thing, lexicon):
            return "treatedBy"
        if self.key == "definition" and not self.setting.entry and thing.kind == "Disease" and role == "":
            return "subtypeOf"
        if self.key == "essential" and not self.setting.entry and thing.kind == "Disease" and role == "" and self._is_class(thing):
            return "subtypeOf"
        aspects = self.key in ASPECT_SECTIONS and thing.kind in {"Finding", "CellType", "Quality"} or thing.aspect == "ploidy"
        if aspects and thing.aspect in BY_ASPECT and not self.setting.entry:
            return BY_ASPECT[thing.aspect]
        return lexicon.predicate(self.key, thing.kind or "Unknown")

    def _is_class(self, thing: Thing) -> bool:
        """Return whether an essential feature begins with what sort of disease it is: "chronic relapsing dermatosis with ..."."""
        lead = self.lead
        first = lead is not None and lead.role == "" and lead.items[-1].span in thing.spans and lead.link == ""
        qualified = lead is not None and len(lead.items) > 1 and lead.items[0].kind == "quality"
        return first and qualified and thing.term.candidate and not self.page.names.member(thing.term)

    def keep(self, name: str, value: Term | str, spans: Sequence[Span]) -> None:
        """Qualify every fact that follows in the clause."""
        self.kept.append(Kept(Qualifier(name, value), tuple(spans), self.block.index))

    def subject(self, thing: Thing) -> Subject:
        """Return a thing that this line names as the subject of a fact."""
        return Subject(thing.term, thing.spans, self.block.index)

    def read(self, spans: Iterable[Span]) -> None:
        """Note words that are understood and stand in no fact."""
        self.marks += [WordStatus(span, "content") for span in spans]

    def cannot(self, phrase: Phrase, reason: str, expected: str = "", table: str = "ontology/lexicon/terms.tsv") -> None:
        """Report words that no rule could read."""
        if phrase.items or phrase.number:
            self.unread.append(Unread(phrase.span, self.block.line, reason, expected, table))


def _is_genetic(item: Item) -> bool:
    """Return whether an item names a gene, a locus or a change of chromosomes: "BRAF", "1p36", "t(11;14)"."""
    gene = item.hint == "Gene" or item.entry is not None and item.entry.term.kind == "Gene"
    return gene or LOCUS.fullmatch(item.key) is not None or item.hint == "Finding" and "(" in item.key


def own_scopes(clause: Clause, phrase: Phrase) -> list[Scope]:
    """Return what hedges, denies or counts before the marker of a phrase: the stance of what the verb says."""
    if phrase.marker is None:
        return []
    wide = {"modality", "polarity", "frequency"}
    at, items = phrase.marker.span.start, clause.items
    before = (i for n, i in enumerate(items) if i.kind == "scope" and i.span.end <= at < end_of_people(items, n, clause.page.lexicon))
    return [Scope(item.marker, item) for item in before if item.marker.property in wide]


def describes_place(clause: Clause, noun: Phrase, phrase: Phrase) -> bool:
    """Return whether a tissue behind "with" says which sites are meant: "sites with much fat"."""
    last = noun.last.key.split(" ")[-1] if noun.last is not None else ""
    return phrase.role == "with" and phrase.kind in PLACES and last in clause.page.lexicon.words["spot"]
