"""One clause to drafts: who it is about, what each phrase of it says.

The predicate comes from the cue or preposition that introduces a phrase, else from the section and the kind of thing named
(ontology/lexicon/predicates.tsv). Each role has one function in ROLES (roles.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from build_graph.facts import Block, Mention, Qualifier, Span, Term, Unread, WordStatus
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.words import Item
from build_graph.readers.draft import Draft, Kept, Setting, Subject
from build_graph.readers.page import Page
from build_graph.readers.things import Thing, thing_of

#: Predicates under which a quality of appearance is a finding of its own.
FINDINGS = {"hasClinicalFinding", "histologicFinding", "grossFinding", "imagingFinding", "distinguishingFinding", "diagnosticFinding"}
#: What the aspect of a term makes of a section's default.
BY_ASPECT = {"micro": "histologicFinding", "gross": "grossFinding", "lab": "labFinding", "imaging": "imagingFinding"}
ASPECT_SECTIONS = {"definition", "essential", "terminology"}
#: The kind of a name that nothing is known of but the place where it stands.
BY_PREDICATE = {"treatedBy": "Procedure", "causedBy": "Event", "occursAtSite": "AnatomicalSite", "mediatedBy": "Substance",
                "associatedWith": "Disease", "stainResult": "Protein", "hasRiskFactor": "Exposure"}
#: Roles of a phrase that completes the name of the one before it.
COMPLEMENTS = {"complement", "contain", "restrict"}
#: Predicates whose object is the whole phrase, qualities included.
WHOLE = {"compose", "risk", "risk_of", "association", "cause", "outcome", "treat", "receive", "mediate", "example"}


def _unknown(phrase: Phrase) -> bool:
    """Return whether a phrase says only that something is unknown: it completes no name."""
    last = phrase.items[-1]
    return last.entry is not None and last.entry.aspect == "unknown"


def _encloses(phrase: Phrase) -> bool:
    """Return whether "around X" names what a thing lies around, and not a site: "cysts around larvae"."""
    return phrase.role == "around" and phrase.kind in {"Organism", "CellType", "Substance"}


@dataclass(eq=False, slots=True)
class Clause:
    """A clause under reading."""

    page: Page
    block: Block
    setting: Setting
    items: Sequence[Item]
    phrases: list[Phrase]
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    spent: dict[int, int] = field(default_factory=dict)  #: id of a share -> group of the coordination that took it
    marks: list[WordStatus] = field(default_factory=list)  #: words that are read without standing in a fact
    used: set[int] = field(default_factory=set)  #: ids of phrases that are dealt with
    subjects: tuple[Subject, ...] = ()
    before: Sequence[Draft] = ()  #: drafts of the clauses before it in the same block
    floating: list[Scope] = field(default_factory=list)  #: frequency words said of the subject: they hold for the whole clause
    pending: Kept | None = None  #: a condition that the next fact takes
    hedge: Item | None = None  #: the cue that makes every step of the clause a hypothesis
    key: str = ""  #: of the section, or of the method that the clause names ("histologically")
    kept: list[Kept] = field(default_factory=list)  #: qualifiers of every fact of the clause

    def thing(self, phrase: Phrase, *, whole: bool = False) -> Thing | None:
        """Return what a phrase names, with the complements that hang on it."""
        first = self.complements(phrase, whole)[:1]
        return thing_of(phrase, self.page.text, self.page.lexicon, self.page.names, whole=whole, complements=first)

    def things(self, phrase: Phrase, *, whole: bool = False) -> list[Thing]:
        """Return what a phrase names: one thing for each of its coordinated complements."""
        complements = self.complements(phrase, whole)
        if not complements:
            one = thing_of(phrase, self.page.text, self.page.lexicon, self.page.names, whole=whole)
            return [one] if one else []
        found = [
            thing_of(phrase, self.page.text, self.page.lexicon, self.page.names, whole=whole, complements=self.chain(c))
            for c in complements
        ]
        return [thing for thing in found if thing]

    def complements(self, phrase: Phrase, whole: bool = False) -> list[Phrase]:
        """Return the complements of a phrase; those of the other half of a bare pair are its own too."""
        roles = COMPLEMENTS | ({"with"} if whole and not (self.key in {"treatment", "prognosis"} and phrase.kind == "Procedure") else set())
        genus = phrase.kind == "Disease" and self.key in {"definition", "essential"}
        own = [p for p in self.phrases if p.parent is phrase and p.items and not _unknown(p) and (p.role in roles and p.kind != "Population" or _encloses(p))
               and not (genus and p.kind in {"AnatomicalSite", "Tissue", "CellType"})]
        change = phrase.kind == "Finding" and self.key in {"microscopic", "cytology", "electron", "frozen"}
        if own or len(phrase.words) != 1 or not (change or phrase.kind in {"Process", "Procedure", ""}):
            return own
        group = [p for p in self.phrases if p.group == phrase.group]
        at = next((n for n, p in enumerate(group) if p is phrase), len(group))
        partner = group[at + 1] if at + 1 < len(group) and group[at + 1].link in {"and", "or"} else None
        return [p for p in self.phrases if partner and p.parent is partner and p.role == "complement" and p.items]

    def chain(self, complement: Phrase) -> list[Phrase]:
        """Return a complement with its own complement behind it: "of blood vessels of the dermis"."""
        self.used.add(id(complement))
        deeper = [p for p in self.phrases if p.parent is complement and p.role in COMPLEMENTS and p.items]
        return [complement, *(self.chain(deeper[0]) if deeper else [])]

    def draft(
        self, predicate: str, thing: Thing, phrase: Phrase | None, rule: str, subjects: tuple[Subject, ...] | None = None
    ) -> Draft:
        """Start a fact about the clause's subjects and keep it."""
        term = thing.term if thing.kind or not thing.term.candidate else replace(thing.term, kind=BY_PREDICATE.get(predicate, thing.term.kind))
        draft = Draft(
            subjects or self.subjects, predicate, term, thing.spans, rule, phrase=thing.phrase, kept=[*self.setting.kept, *self.kept],
            source=phrase,
        )
        if self.setting.heard >= 0:
            draft.context = (self.setting.heard,)
        if phrase is not None:
            draft.stance([*phrase.scopes, *self.floating], self.block.index)
            if phrase.number and phrase.number.number and phrase.number.number.quantity.unit != "1":
                draft.measure(phrase.number.number.quantity, phrase.number.span)
        if thing.state and thing.state.entry:
            draft.add("state", thing.state.entry.term.label, (thing.state.span,), self.block.index)
        if self.pending is not None:
            draft.kept.append(self.pending)
            self.pending = None
        if self.hedge is not None and draft.modality == "asserted":
            draft.modality = "hypothesis"
            draft.mentions.append(Mention("modality", (self.hedge.span,)))
        self.drafts.append(draft)
        return draft

    def attributes(self, predicate: str, thing: Thing, phrase: Phrase, rule: str, subjects: tuple[Subject, ...] | None = None) -> list[Draft]:
        """Add one fact for each quality of appearance of ``thing``; the thing bears it."""
        made = []
        for item in thing.attributes:
            if item.entry is None:
                continue
            quality = Thing(item.entry.term, "Quality", (item.span,), (item.span,))
            if shared := self._shared(predicate, item, phrase, subjects):
                shared.add("bearer", thing.term, thing.spans, self.block.index)
                continue
            draft = self.draft(predicate, quality, phrase, rule, subjects)
            draft.add("attribute", item.entry.aspect, (item.span,), self.block.index)
            if thing.kind != "Quality":
                draft.add("bearer", thing.term, thing.spans, self.block.index)
            made.append(draft)
        return made

    def _shared(self, predicate: str, item: Item, phrase: Phrase, subjects: tuple[Subject, ...] | None) -> Draft | None:
        """Return the fact of the same quality that another member of the coordination made: its bearers are one list."""
        return next((d for d in self.drafts if d.predicate == predicate and d.spans == (item.span,) and d.subjects == (subjects or self.subjects)
                     and d.source is not None and d.source.group == phrase.group), None)

    def predicate_of(self, kind: str) -> str:
        """Return the predicate that the section gives to a kind."""
        return self.page.lexicon.predicate(self.key, kind)

    def sibling(self, phrase: Phrase) -> str:
        """Return the kind that the members of a coordination share, for a name that is not known: its place in the list says it."""
        kinds = [p.kind for p in self.phrases if p.group == phrase.group and p is not phrase and p.kind not in {"", "Quality"} and p.items]
        short = len(phrase.items) <= 3 and all(i.kind in {"word", "quality", "term"} for i in phrase.items)
        sure = kinds and (kinds[0] != "Disease" or kinds.count("Disease") > 1)
        return kinds[0] if sure and short else ""

    def predicate(self, thing: Thing, role: str) -> str:
        """Return the predicate of a thing: from the role, else from the section and its kind; "" for none."""
        lexicon = self.page.lexicon
        if role and (found := lexicon.predicate(role, thing.kind)):
            return found
        if self.key == "definition" and not self.setting.entry and thing.kind == "Disease" and role == "":
            return "subtypeOf"
        if self.key in ASPECT_SECTIONS and thing.kind in {"Finding", "CellType", "Quality"} and thing.aspect in BY_ASPECT:
            return BY_ASPECT[thing.aspect]
        return lexicon.predicate(self.key, thing.kind or "Unknown")

    def qualifier(self, name: str, value: Term | str, spans: Sequence[Span]) -> Kept:
        """Return a qualifier read in this block."""
        return Kept(Qualifier(name, value), tuple(spans), self.block.index)

    def left(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases before ``phrase`` that are no complements, in order."""
        at = self.phrases.index(phrase)
        return [p for p in self.phrases[:at] if p.items and p.role != "complement"]

    def cannot(self, phrase: Phrase, reason: str, expected: str = "", table: str = "ontology/lexicon/terms.tsv") -> None:
        """Report words that no rule could read."""
        if phrase.items or phrase.number:
            self.unread.append(Unread(phrase.span, self.block.line, reason, expected, table))
