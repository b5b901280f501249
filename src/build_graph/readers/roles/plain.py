"""Phrases that no cue introduces, and words that only tie."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import WordStatus
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import FINDINGS, WHOLE, Clause
from build_graph.readers.draft import Subject
from build_graph.readers.roles.causes import hypothesis
from build_graph.readers.roles.emit import METHODS, emit, read_as
from build_graph.readers.roles.lists import listed_member, listed_site, listed_subtype
from build_graph.readers.roles.people import population, predominance
from build_graph.readers.roles.stains import colour_with, stained, takes_stain, tested


def plain(clause: Clause, phrase: Phrase) -> None:
    """A phrase that no cue introduces: its predicate is that of the list it stands in, else of section and kind."""
    if phrase.number and phrase.number.number and not phrase.items:
        _size(clause, phrase)
        return
    role = clause.setting.role if phrase.role in {"", "is", "include"} else ""
    if phrase.role == "is" and any(d.predicate == "hasComplicationOrOutcome" for d in clause.drafts):
        role = "outcome"
    if phrase.role == "is" and _said_of(clause, phrase):
        return
    shows = next((p for p in clause.phrases[clause.phrases.index(phrase) + 1 :]), None)
    if phrase.kind in METHODS and shows and shows.role == "show" and clause.key != "diagnosis":
        return  # the way of seeing; what it shows says so
    if phrase.result is not None:
        tested(clause, phrase)
        return
    people = clause.predicate_of("Population") == "affectsPopulation" or clause.key in {"treatment", "prognosis"} and clause.drafts
    if phrase.kind == "Population" and role == "" and people:
        population(clause, phrase)
        return
    if phrase.role == "is" and _line_said(clause, phrase):
        return
    if predominance(clause, phrase) or _risk_share(clause, phrase) or _bare_measure(clause, phrase):
        return
    for thing in clause.things(phrase, whole=role in WHOLE or role.startswith("member:") or clause.key in {"treatment", "prognosis"}):
        if role.startswith("member:"):
            listed_member(clause, phrase, thing, role.partition(":")[2])
        elif role == "occursAtSite":
            listed_site(clause, phrase, thing)
        elif role == "subtypeOf":
            listed_subtype(clause, phrase, thing)
        elif role == "hypothesis":
            hypothesis(clause, phrase)
            return
        elif role in {"stain_positive", "stain_negative"}:
            stained(clause, phrase)
            return
        elif role in {"takes_stain", "lacks_stain", "stain_use"}:
            takes_stain(clause, phrase, thing, role)
        else:
            emit(clause, phrase, thing, role)


def _line_said(clause: Clause, phrase: Phrase) -> bool:
    """Read "is the first line treatment": the line of what stands before it."""
    line = phrase.scope("line")
    if line is None or len(phrase.items) > 1 or not phrase.items or phrase.items[0].key not in {"treatment", "therapy", "agent", "drug", "choice"}:
        return False
    for draft in clause.drafts:
        draft.add("line", line.marker.value, (line.item.span,), clause.block.index)
    clause.marks += [WordStatus(item.span, "content") for item in phrase.items]
    return True


def _size(clause: Clause, phrase: Phrase) -> None:
    """Read ", 2 - 5 cm" behind a finding as its size."""
    assert phrase.number is not None and phrase.number.number is not None
    quantity = phrase.number.number.quantity
    heads = [d for d in clause.drafts if d.predicate in FINDINGS and not d.has("attribute") and d.quantity is None]
    if heads and quantity.unit in {"cm", "mm", "um", "g", "kg", "nm"}:
        heads[-1].measure(quantity, phrase.number.span)


def _risk_share(clause: Clause, phrase: Phrase) -> bool:
    """Read "5% lifetime risk of X": X follows, in that share."""
    number = phrase.number.number if phrase.number else None
    if number is None or number.quantity.unit != "%" or not phrase.items or phrase.items[-1].key.split(" ")[-1] != "risk":
        return False
    for other in clause.complements(phrase):
        clause.used.add(id(other))
        for thing in clause.things(other, whole=True):
            draft = emit(clause, other, thing, "outcome", "risk-share")
            if draft and phrase.number:
                draft.measure(replace(number.quantity, statistic="proportion"), phrase.number.span)
    return True


def _bare_measure(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase only names a measure ("Prognosis is poor"): what is said of it makes the fact."""
    key = " ".join(i.key for i in phrase.words)
    follows = clause.phrases[clause.phrases.index(phrase) + 1 :] if phrase in clause.phrases else []
    return key in clause.page.lexicon.measures and phrase.number is None and any(p.role == "is" for p in follows)


def _said_of(clause: Clause, phrase: Phrase) -> bool:
    """Read a state said with a verb ("A and B levels are raised"): it qualifies the facts of what stands before it."""
    last = phrase.items[-1] if phrase.items else None
    if last is None or phrase.head is not None or last.entry is None or last.entry.aspect != "state":
        return False
    before = [d for d in clause.drafts if d.source is not None and d.source.kind in {"Measurement", "Substance", "Protein", "Procedure"}]
    for draft in before:
        draft.add("state", last.entry.term.label, (last.span,), clause.block.index)
        draft.stance([s for s in phrase.scopes if s.marker.property in {"modality", "polarity", "frequency"}], clause.block.index)
    return bool(before)


def together(clause: Clause, phrase: Phrase) -> None:
    """Behind "with": a further finding; another disease is the context of the findings that the clause has named."""
    seen = [d for d in clause.drafts if d.predicate in FINDINGS]
    if phrase.kind == "Disease" and seen and not clause.setting.entry and clause.key in {"clinical", "essential", "sites", "microscopic"}:
        for thing in clause.things(phrase, whole=True):
            for draft in seen:
                draft.add("context", thing.term, thing.spans, clause.block.index)
            if phrase.marker and phrase.marker.kind == "cue":
                emit(clause, phrase, thing, "association", "context")
        return
    colours = [i for p in clause.left(phrase) for i in p.items if i.kind == "quality" and i.entry and i.entry.aspect == "colour"]
    if phrase.kind == "Stain" and colours:
        spans = {i.span for i in colours}
        clause.drafts[:] = [d for d in clause.drafts if not spans & set(d.spans)]
        colour_with(clause, phrase)
        return
    plain(clause, phrase)


def by(clause: Clause, phrase: Phrase) -> None:
    """Behind "by": the procedure that confirms, the treatment that is given, else a mediator."""
    said = {p.role for p in clause.phrases if p.marker and p.marker.kind == "cue"}
    if "confirm" in said:
        read_as("confirm", clause, phrase)
    elif phrase.kind in METHODS and clause.drafts and clause.key not in {"treatment", "prognosis"}:
        read_as("place", clause, phrase)
    elif phrase.number and clause.drafts and clause.drafts[-1].quantity is None and phrase.number.number:
        clause.drafts[-1].measure(phrase.number.number.quantity, phrase.number.span)
    else:
        plain(clause, phrase)


def opaque(clause: Clause, phrase: Phrase) -> None:
    """Behind a verb that no rule understands: nothing is claimed of what it governs."""
    verb = (phrase.marker or phrase.lead)
    clause.cannot(phrase, f"the verb {verb.key!r} is not understood" if verb else "a verb is not understood", "", "ontology/lexicon/verbs.tsv")


def opaque_to(clause: Clause, phrase: Phrase) -> None:
    """Behind a bare "to": what something is turned to or compared with; no claim of its own."""
    if not any(d.source is phrase.parent for d in clause.drafts) or phrase.kind in {"AnatomicalSite", "Tissue", "CellType", "Protein", "Substance"}:
        clause.cannot(phrase, 'behind "to": no rule says what for')
    else:
        plain(clause, phrase)


def like(clause: Clause, phrase: Phrase) -> None:
    """Behind "resembles": what comes next speaks of what stood before the verb."""
    for left in clause.left(phrase)[:1]:
        if (thing := clause.thing(left)) and thing.kind == "Disease":
            clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
            clause.subjects = (Subject(thing.term, thing.spans, clause.block.index),)
    clause.marks += [WordStatus(item.span, "content") for item in phrase.items]


def ignore(clause: Clause, phrase: Phrase) -> None:
    """Its words belong to another phrase."""
