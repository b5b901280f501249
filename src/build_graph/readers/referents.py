"""What "they", "these cells", "this form" or "the latter" stand for: what the clause or line before was about, where it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from build_graph.facts import Qualifier, Span, Term
from build_graph.language.items import Item
from build_graph.readers.clause import SEEN_SECTIONS, Clause
from build_graph.readers.draft import Kept, Setting, Subject
from build_graph.readers.page import Page

#: Pronouns that may begin a clause; "it" is the disease, or the form of it that was named last.
PRONOUNS = {"it", "they"}
#: Demonstratives that stand alone before a verb: "these are small".
PLURAL = {"these", "those"}
#: Kinds of what a plural pronoun may stand for, besides forms of the disease.
SEEN = {"CellType", "Organism", "Finding"}
#: Lines that "these cells" looks back, and clauses that are remembered for it.
FARTHEST, REMEMBERED = 2, 6


class Named(NamedTuple):
    """Something that a clause was about."""

    term: Term
    spans: tuple[Span, ...]
    block: int
    plural: bool


@dataclass(slots=True)
class Heard:
    """The last clauses of a section, for what refers back to them; they are looked at where something does."""

    clauses: list[Clause] = field(default_factory=list)

    def hear(self, clause: Clause) -> None:
        """Remember a clause."""
        self.clauses = [*self.clauses[1 - REMEMBERED :], clause]

    def forms(self) -> tuple[Subject, ...]:
        """Return the forms of the disease that the last clause was about."""
        last = self.clauses[-1] if self.clauses else None
        if last is None or last.setting.entry:
            return ()
        told = tuple(s for s in last.subjects if s.term != last.page.topic and last.page.names.member(s.term))
        return told or _members(last)

    def lead(self) -> list[Named]:
        """Return what the last clause began with, or its label as what bears all that stands in it."""
        return _lead(self.clauses[-1]) if self.clauses else []

    def of_kind(self, kind: str, block: int) -> list[Named]:
        """Return what was named last of a kind, a few lines back at most: what a clause begins with first."""
        for clause in reversed(self.clauses):
            if block - clause.block.index > FARTHEST:
                break
            others = [p for p in clause.phrases if p.kind == kind and len(p.key.split(" ")) > 1]
            named = [n for n in _lead(clause) if n.term.kind == kind] or [n for p in others[-1:] for n in _named(clause, [p])]
            if named:
                return named
        return []


def _members(clause: Clause) -> tuple[Subject, ...]:
    """Return the forms of the disease that a clause begins with, where it says of them what no rule reads."""
    lead = clause.lead
    named = [p for p in clause.group(lead) if p.items] if lead is not None and not lead.role else []
    terms = [(clause.page.names.label(p.key), p.spans) for p in named]
    return tuple(Subject(t, spans, clause.block.index) for t, spans in terms if t is not None and t != clause.page.topic)


def _lead(clause: Clause) -> list[Named]:
    lead = clause.lead
    borne = [k for k in clause.setting.kept if k.qualifier.name == "bearer"]
    told = [Named(v, k.spans, k.block, True) for k in borne if isinstance(v := k.qualifier.value, Term)]
    return told or (_named(clause, [p for p in clause.group(lead) if p.items]) if lead is not None and not lead.role else [])


def _named(clause: Clause, phrases: Sequence[object]) -> list[Named]:
    found = []
    for phrase in [p for p in clause.phrases if p in phrases]:
        thing = clause.bare(phrase)
        if thing is not None and not clause.page.names.member(thing.term):
            term = replace(thing.term, kind=thing.kind) if thing.kind else thing.term
            found.append(Named(term, thing.spans, clause.block.index, phrase.items[-1].inflected))
    return found


def referred(page: Page, items: list[Item], setting: Setting, heard: Heard, block: int) -> tuple[list[Item], Setting]:
    """Return a clause whose first words refer back with a pronoun for them, under the setting of what they stand for."""
    width, kind = _reference(page, items)
    if not width or width >= len(items):
        return items, setting
    forms, lead = heard.forms(), heard.lead()
    if kind == "it" and len(forms) > 1 or any(s.term != page.topic for s in setting.subjects):
        forms = ()  # a label or the clause before has said of which form
    order = {"first": 0, "last": -1}.get(kind)
    if order is not None:
        forms, lead = (forms[order:][:1], []) if len(forms) == 2 else ((), lead[order:][:1] if len(lead) == 2 else [])
    rest = [*([_pronoun(page, items[:width])] if width > 1 else items[:1]), *items[width:]]
    if forms and kind not in SEEN:
        return rest, setting._replace(subjects=forms)
    if kind in SEEN:
        lead = heard.of_kind(kind, block)
    elif kind not in {"they", "first", "last"}:
        lead = [n for n in lead if n.plural and n.term.kind == "Finding"] if kind == "lesion" else []
    bears = setting.key in SEEN_SECTIONS or setting.role.startswith("stain_")
    fits = [n for n in lead if n.term.kind in SEEN and (n.plural or kind != "they")] if bears else []
    if kind == "lesion" and not fits and not any(n.term.kind == "Disease" for n in heard.lead()):
        return rest, setting._replace()  # "these lesions": the disease, and no finding of it
    if not fits or len(fits) < len(lead):
        return items, setting
    kept = [Kept(Qualifier("bearer", n.term), n.spans, n.block) for n in fits]
    return rest, setting._replace(kept=(*(k for k in setting.kept if k.qualifier.name != "bearer"), *kept))


def _pronoun(page: Page, items: Sequence[Item]) -> Item:
    """Return "these cells" as a pronoun: what it stands for is in the setting."""
    return Item("function", Span(items[0].span.start, items[-1].span.end), "they", markers=page.lexicon.markers["they"])


def _reference(page: Page, items: Sequence[Item]) -> tuple[int, str]:
    """Return how many items at the start of a clause refer back, and to what kind: "they", "it", a kind of term, "first", "last"."""
    first = items[0] if items else None
    if first is None or first.kind != "function" or first.function not in {"pronoun", "article"} or len(items) < 2:
        return 0, ""
    words, after = page.lexicon.words, items[1]
    if first.key in PRONOUNS:
        return 1, first.key
    if after.key in words["ordered"]:
        noun = len(items) > 2 and items[2].key in words["referring"]
        return 2 + noun, words["ordered"][after.key]
    if first.key not in words["demonstrative"]:
        return 0, ""
    goes_on = len(items) > 2 and not items[2].nominal and items[2].kind not in {"open", "preposition"}
    if after.key in words["referring"] and goes_on:
        return 2, words["referring"][after.key]
    said = after.kind in {"verb", "cue", "scope"} or after.function in {"be", "have"}
    return (1, "they") if first.key in PLURAL and said else (0, "")
