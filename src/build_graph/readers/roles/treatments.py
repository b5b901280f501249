"""Treatments, what they are for and what follows."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.lexicon import singular
from build_graph.readers.clause import METHODS, STANCES, Clause, own_scopes
from build_graph.readers.draft import Subject
from build_graph.readers.names import slug_of
from build_graph.readers.roles.acts import is_another
from build_graph.readers.roles.causes import protects
from build_graph.readers.roles.emit import emit, read_as
from build_graph.readers.roles.people import populations
from build_graph.readers.things import Thing, patients


def resisting(clause: Clause, phrase: Phrase) -> None:
    """Behind "resistant to": a treatment that does not work; on the page of a stain, in the disease that stands before it."""
    lead = next((p for p in clause.left(phrase) if p.items and not p.marker), None) if clause.page.about_stain else None
    own = [t for t in clause.things(lead, whole=True) if t.kind in {"", "Disease"}] if lead else []
    if own:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not lead]
        clause.subjects = tuple(clause.subject(t._replace(term=replace(t.term, kind="Disease"))) for t in own)
    for thing in clause.things(phrase, whole=True):
        draft = emit(clause, phrase, thing, "treat", "resistant-to")
        if draft and phrase.marker:
            draft.deny(phrase.marker)


def untreated(clause: Clause, phrase: Phrase) -> None:
    """Read "none required": the disease needs no treatment, under the condition that the clause names."""
    if clause.key not in {"treatment", "essential", "prognosis"} or phrase.introduced is None:
        return
    span = phrase.introduced.span
    made = Thing(Term("treatment", "treatment", "Procedure", candidate=True), "Procedure", (span,), (span,))
    draft = clause.draft("treatedBy", made, None, "untreated")
    draft.deny(phrase.introduced)
    for left in [p for p in clause.left(phrase) if p.items and not p.role and not clause.page.names.member(_named(clause, p))]:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
        clause.used.add(left)
        if left.kind == "Population":
            for people in populations(clause, left):
                if people.term.label != "patients":
                    draft.add("population", people.term, people.spans, clause.block.index)  # "most patients need no treatment"
            continue
        draft.add("condition", " ".join(clause.page.words(left.span).split()).casefold(), (left.span,), clause.block.index)
    words = clause.page.lexicon.words
    if phrase.items and (phrase.items[-1].key in words["lesion"] or phrase.items[-1].key in words["instance"]):
        draft.add("condition", " ".join(clause.page.words(phrase.span).split()).casefold(), (phrase.span,), clause.block.index)
    elif phrase.items:
        read_as("", clause, phrase)


def _named(clause: Clause, phrase: Phrase) -> Term | None:
    thing = clause.bare(phrase)
    return thing.term if thing else None


def outcome(clause: Clause, phrase: Phrase) -> None:
    """What follows: complicated by, requires ..., and the share of patients that it befalls; "X is a complication": X."""
    named = not phrase.items and phrase.marker is not None and singular(phrase.marker.key) in clause.page.lexicon.words["consequence"]
    if named and _is_complication(clause, phrase):
        return
    for thing in clause.things(phrase):
        emit(clause, phrase, thing, "outcome", "outcome")


def _is_complication(clause: Clause, phrase: Phrase) -> bool:
    """Read "X with Y is a late complication": X and Y follow; return whether a verb says so."""
    at = phrase.marker.span.start if phrase.marker else 0
    verb = next((i for i in reversed(clause.items) if i.span.end <= at and (i.function == "be" or i.key in STANCES)), None)
    left = [p for p in clause.left(phrase) if verb and p.span.end <= verb.span.start and p.role in {"", "with"}]
    if not left:
        return False
    between = [p for p in clause.left(phrase) if p not in left]
    clause.drafts[:] = [d for d in clause.drafts if d.source not in between and d.source not in left]
    for lead in left:
        for thing in clause.things(lead, whole=len(left) == 1):
            if draft := emit(clause, lead, thing, "outcome", "is-complication"):
                draft.stance(own_scopes(clause, phrase), clause.block.index)
    return True


#: Predicates of what is done, or follows, for something.
REASONED = {"treatedBy", "diagnosedBy", "hasComplicationOrOutcome", "causedBy", "stainResult"}


def reason(clause: Clause, phrase: Phrase) -> None:
    """Behind "for": what a treatment is for, or why something is needed."""
    before = [d for d in clause.drafts if d.predicate in REASONED]
    for thing in clause.things(phrase, whole=bool(before) and before[-1].predicate in {"treatedBy", "stainResult"}):
        if before and before[-1].predicate == "diagnosedBy" and thing.kind in METHODS and before[-1].polarity == "affirmed":
            read_as("", clause, phrase)  # "biopsy for immunofluorescence": both are done
        elif before and before[-1].predicate == "treatedBy" and before[-1].polarity == "affirmed" and (denied := phrase.scope("polarity")):
            kept = [k for k in before[-1].kept if k.qualifier.name not in {"target", "condition"}]  # "for A, not for B"
            clause.drafts.append(replace(before[-1], kept=kept, mentions=[], quantity=None))
            clause.drafts[-1].deny(denied.item)
            clause.drafts[-1].add("target", thing.term, thing.spans, clause.block.index)
        elif before and before[-1].predicate in {"treatedBy", "diagnosedBy", "stainResult"}:
            before[-1].add("target", thing.term, thing.spans, clause.block.index)
        elif before and before[-1].predicate == "causedBy" and phrase.key in clause.page.lexicon.words["bare"]:
            clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        elif before and before[-1].predicate == "causedBy":
            before[-1].add("procedure", thing.term, thing.spans, clause.block.index)
        elif before:
            severe = phrase.scope("severity")
            told = f"{severe.marker.value} {thing.term.label}" if severe else thing.term.label
            spans = (severe.item.span, *thing.spans) if severe else thing.spans
            before[-1].add("reason", told, spans, clause.block.index)
            emit(clause, phrase, thing, "outcome", "outcome-reason")
        else:
            read_as("", clause, phrase)


def prevent(clause: Clause, phrase: Phrase) -> None:
    """Behind "to prevent": what the treatment on the left, or on the line above, is meant to do."""
    treatments = [d for d in clause.drafts if d.predicate == "treatedBy" and isinstance(d.object, Term)]
    below = clause.key == "treatment_child" and not treatments
    for thing in clause.things(phrase, whole=True):
        label = f"prevention of {thing.term.label}"
        term = Term(slug_of(label), label, "Process", candidate=True, head=None)
        marker = (phrase.marker.span,) if phrase.marker else ()
        made = Thing(term, "Process", (*marker, *thing.spans), (*marker, *thing.phrase))
        if below:
            clause.draft("treatmentEffect", made, phrase, "purpose")
        for treatment in treatments:
            if isinstance(treatment.object, Term):
                subject = Subject(treatment.object, treatment.spans, clause.block.index)
                draft = clause.draft("treatmentEffect", made, phrase, "purpose", (subject,))
                for each in clause.subjects:
                    draft.add("disease", each.term, each.spans, each.block)


def less_risk(clause: Clause, phrase: Phrase) -> None:
    """Behind "lowers the risk of": under Treatment what the treatment on the left does, elsewhere what protects from the disease."""
    given = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source in clause.left(phrase) and isinstance(d.object, Term)]
    things = [t for t in clause.things(phrase, whole=True) if not clause.page.names.member(t.term)]
    if clause.key != "treatment" or not given or not things:
        protects(clause, phrase)
        return
    marker = (phrase.introduced.span,) if phrase.introduced else ()
    for thing in things:
        label = f"lower risk of {thing.term.label}"
        made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", (*marker, *thing.spans), (*marker, *thing.phrase))
        for each in given:
            if isinstance(each.object, Term):
                draft = clause.draft("treatmentEffect", made, phrase, "less-risk", (Subject(each.object, each.spans, clause.block.index),))
                for own in clause.subjects:
                    draft.add("disease", own.term, own.spans, own.block)


#: Sections that tell why the disease comes about.
CAUSE_SECTIONS = {"etiology", "pathophysiology", "essential", "definition"}


def link(clause: Clause, phrase: Phrase) -> None:
    """A verb that only ties: requires, carries, develops."""
    verb = phrase.marker.key.split(" ")[0] if phrase.marker else ""
    if verb in clause.page.lexicon.words["basis"] and clause.key in CAUSE_SECTIONS and phrase.items and clause.drafts:
        for draft in clause.drafts:
            draft.stance([s for s in phrase.scopes if s.marker.property in CLAUSE_WIDE], clause.block.index)
        clause.cannot(phrase, "what something underlies is no cause")
        return
    if phrase.marker and phrase.marker.marker.property in clause.page.lexicon.words["following"]:
        outcome(clause, phrase)
    elif phrase.last is not None and phrase.last.entry is not None and phrase.last.entry.aspect == "state" and clause.key == "laboratory":
        _in_state(clause, phrase)
    else:
        read_as("", clause, phrase)


def _in_state(clause: Clause, phrase: Phrase) -> None:
    """Read "A and B remain normal": the state of what stands before the verb."""
    left = clause.left(phrase)
    measured = [d for d in clause.drafts if d.predicate == "labFinding" and d.source in left and not d.has("state")]
    for draft in measured:
        if phrase.last is not None and phrase.last.entry is not None:
            draft.add("state", phrase.last.entry.term.label, (phrase.last.span,), clause.block.index)
    if not measured:
        read_as("", clause, phrase)


def _given_before(clause: Clause) -> list[Subject]:
    """Return the treatments of the last clause before: "drug A: indicated for B", "drug A for B; contraindicated in C"."""
    given = [d for d in clause.before if d.predicate == "treatedBy" and isinstance(d.object, Term)] if clause.key == "treatment" else []
    same = [d for d in given if d.source is not None and given[-1].source is not None and d.source.group == given[-1].source.group]
    return [Subject(d.object, d.spans, clause.block.index) for d in same if isinstance(d.object, Term)]


def contraindicate(clause: Clause, phrase: Phrase) -> None:
    """Behind "contraindicated in": for whom the treatment is not; of the page's own disease it is no treatment."""
    left = [p for p in clause.left(phrase) if p.group != phrase.group]
    for thing in clause.things(phrase, whole=True):
        own = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source in left]
        if clause.page.names.member(thing.term):
            for draft in own:
                draft.deny(phrase.introduced)
            continue
        subjects = tuple(clause.subject(t) for p in left if (t := clause.thing(p, whole=True))) or tuple(_given_before(clause))
        if clause.key == "treatment_child":
            subjects = clause.subjects
        if not subjects:
            clause.cannot(phrase, "a contraindication without a treatment")
            continue
        clause.drafts[:] = [d for d in clause.drafts if d not in own]  # that it is given to others is not said
        draft = clause.draft("indicatedFor", thing, phrase, "contraindication", subjects)
        if draft.polarity == "affirmed":
            draft.deny(phrase.introduced)
        if phrase.marker:
            draft.add("role", "contraindicated", (phrase.marker.span,), clause.block.index)


def indicate(clause: Clause, phrase: Phrase) -> None:
    """Behind "used to treat": what the treatment in question is for, which may be another disease than the page's."""
    for thing in clause.things(phrase, whole=True):
        before = [p for p in clause.left(phrase) if p.group != phrase.group]
        before = [p for p in before if p.scope("polarity") is None or phrase.scope("polarity") is not None]  # "does not cure and is for X"
        named = [clause.subject(t) for left in before if (t := clause.thing(left, whole=True))] or _given_before(clause)
        subjects = clause.subjects if clause.key == "treatment_child" else tuple(named)
        if thing.kind == "Quality":
            clause.cannot(phrase, "a quality alone is no indication", "a noun")
            continue
        if not subjects:
            clause.cannot(phrase, "an indication without a treatment")
            continue
        draft = clause.draft("indicatedFor", thing, phrase, "indication", subjects)
        if phrase.marker and set(map(singular, phrase.marker.key.split(" "))) & clause.page.lexicon.words["people"].keys():
            people = patients(clause.page, f"with {thing.term.label}")
            draft.add("population", people, (phrase.marker.span, *thing.spans), clause.block.index)
        if phrase.marker and thing.kind == "Disease" and is_another(clause, thing.term):
            draft.add("directness", "indirect", (phrase.marker.span,), clause.block.index)
