"""What the words around a name add to its fact: whom it holds for, how it is seen, which share."""

from __future__ import annotations

from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import (
    CHANGE_SECTIONS,
    GENUS_SECTIONS,
    PLACES,
    Clause,
)
from build_graph.readers.draft import Draft
from build_graph.readers.things import Thing

#: Roles of a phrase that the share of patients before it belongs to.
SHARED_OUT = {"is", "verb:link", "outcome", "include"}
#: Kinds of what a treatment may be given for.
TARGETS = {"Disease", "Finding", "Measurement", "Process"}


def qualify(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft) -> None:
    """Add what the words around a name say of the fact: its route, its target, whom it holds for, how it is seen."""
    for item in phrase.words if "quality" in clause.held else ():
        if item.kind == "quality" and item.entry and item.entry.aspect == "route":
            draft.add("route", item.span.of(clause.page.text), (item.span,), clause.block.index)
    people_of(clause, phrase, draft)
    for complement in clause.complements(phrase):
        named = clause.thing(complement, whole=True)
        own = {item.span for item in complement.items[-1:]} <= set(thing.spans)
        if named and own and draft.predicate == "treatedBy" and named.kind in TARGETS:
            draft.add("target", named.term, named.spans, clause.block.index)
        made = complement.kind == "Substance" and clause.key in GENUS_SECTIONS and not clause.setting.entry
        if named and made and phrase.role in {"", "is"}:
            clause.draft("composedOf", named, complement, "made-of")
    if thing.kind == "Quality":
        _method_of_dimension(clause, phrase, draft)


def people_of(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Read "X of children": whom the fact holds for."""
    for other in clause.behind.get(phrase, ()):
        if other.role == "complement" and other.kind == "Population" and (people := clause.thing(other)):
            draft.add("population", people.term, people.spans, clause.block.index)
            clause.used.add(other)
            if draft.predicate == "occursAtSite":
                clause.draft("affectsPopulation", people, other, "population").kept.clear()


def _method_of_dimension(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Add the method by which a dimension is seen: birefringence needs polarised light, and so do the colours seen with it."""
    methods = clause.page.lexicon.dimension_methods
    for item in (i for p in clause.group(phrase) for i in p.words if i.kind == "quality"):
        if item.entry and (method := methods.get(item.entry.aspect)):
            draft.add("method", method.term, (item.span,), clause.block.index)


def predicative(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say what bears a quality that is said of it with a verb: "the deposits are dark"."""
    if phrase.role != "is" and phrase.link != ",":
        return
    left = clause.left(phrase)
    bearers = {"Finding", "CellType", *(PLACES if clause.key in {*CHANGE_SECTIONS, "gross", "radiology"} else ())}
    lead = next((p for p in left if p.kind in bearers and p.head is not None), None)
    members = [p for p in left if lead and p.group == lead.group]
    for member in clause.said_of(phrase, members):
        if (thing := clause.thing(member)) and member.items[-1].key not in clause.page.lexicon.words["bare"]:
            draft.add("bearer", thing.term, thing.spans, clause.block.index)


def share_of(clause: Clause, phrase: Phrase) -> Number | None:
    """Return the share of patients that stands before a coordination: "> 70% of patients have ...". It is spent on that one."""
    before = clause.phrases[: clause.phrases.index(phrase)] if phrase in clause.phrases else []
    for share in reversed(before):
        if share.number and share.number.is_share and (not share.items or share.kind == "Population"):
            return share.number if clause.shares.setdefault(share, phrase.group) == phrase.group else None
    return None
