"""Treatments, what they do and what follows; verbs that stand for a noun."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.clauses import PRONOUNS
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.language.words import Item
from build_graph.lexicon import singular
from build_graph.readers.clause import FINDINGS, METHODS, PLACES, STANCES, WHOLE, Clause, own_scopes
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.roles.causes import protects
from build_graph.readers.roles.effects import said_of
from build_graph.readers.roles.emit import emit, read_as
from build_graph.readers.roles.people import populations
from build_graph.readers.things import Thing, patients, verb_thing

#: Sections where "A replaces B" is no treatment.
UNTREATED = {"clinical", "microscopic", "gross", "cytology", "radiology", "pathophysiology", "molecular", "epidemiology", "sites"}
#: An unknown name of what a cell gives off has so many words at most.
MOST_WORDS = 2


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
    if phrase.items:
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
        elif before and before[-1].predicate in {"treatedBy", "diagnosedBy", "stainResult"}:
            before[-1].add("target", thing.term, thing.spans, clause.block.index)
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


def nominal(clause: Clause, phrase: Phrase) -> None:
    """A verb that stands for a finding or process: "can ulcerate", "extrude chalk", "inhibit X"."""
    marker = phrase.introduced
    if marker is None or marker.kind != "verb":
        return
    told = next((i for i in clause.items if i.span.start >= marker.span.end), None)
    pronoun = phrase.role == "verb:act" and told is not None and told.function == "pronoun"
    named = phrase.items[-1].key if phrase.items else ""
    if pronoun and clause.key == "prognosis":
        _of_the_last(clause, phrase)
        return
    nameless = len(named) == 1 or named in clause.page.lexicon.words["bare"]  # "A and B infect humans, C to H cattle"
    if phrase.role == "verb:treatment" and clause.key in UNTREATED or pronoun or nameless:
        read_as("verb:other", clause, phrase)
        return
    if _is_told(clause, phrase, marker):
        return
    undone = marker.marker.property in clause.page.lexicon.words["undoing"]  # "lose round contours": none are round
    things: list[Thing | None] = [*clause.things(phrase, whole=undone or phrase.role == "verb:treatment")]
    for thing in things or [None]:
        draft = _said(clause, phrase, verb_thing(clause.page, phrase.role, marker, thing), thing)
        _elsewhere(clause, phrase, draft)
        if draft and thing and _is_secreted(clause, phrase, marker):
            emit(clause, phrase, thing, "mediate", "secreted")
        if draft and not phrase.items:
            draft.stance(own_scopes(clause, phrase), clause.block.index)
        if draft and thing and draft.predicate in FINDINGS and not undone:
            for each in clause.attributes(draft.predicate, thing, phrase, "verb-object"):
                each.modality = draft.modality


def _is_told(clause: Clause, phrase: Phrase, marker: Item) -> bool:
    """Return whether a verb is read as done to what stands before it, or as the end of it."""
    if phrase.role == "verb:treatment" and _done_to(clause, phrase, marker):
        return True
    return not phrase.items and (phrase.role == "verb:act" and _passive(clause, phrase, marker) or _ended(clause, phrase))


def _of_the_last(clause: Clause, phrase: Phrase) -> None:
    """Read "X does not raise it": said of the last statement, and no outcome by itself."""
    left = clause.left(phrase)
    clause.drafts[:] = [d for d in clause.drafts if d.source not in left]
    for each in left:
        clause.cannot(each, "what it does to the one before is not understood")


def _is_secreted(clause: Clause, phrase: Phrase, marker: Item) -> bool:
    """Return whether a cell gives off what stands behind the verb: "lymphocytes release A"; A mediates."""
    stuff = (phrase.kind or clause.sibling(phrase)) in {"Protein", "Substance"} or not phrase.kind and 0 < len(phrase.items) <= MOST_WORDS
    told = clause.key == "pathophysiology" and stuff and bool(clause.left(phrase))
    return told and marker.key in clause.page.lexicon.words["secretion"]


def _said(clause: Clause, phrase: Phrase, made: Thing, thing: Thing | None) -> Draft | None:
    """Add the fact that a verb with its object stands for: a treatment, an effect of treatments named before, or what the section says."""
    act = phrase.role == "verb:act"
    if phrase.role == "verb:treatment":
        draft = clause.draft("treatedBy", made, phrase, "verb-treatment")
        if thing and thing.kind in {"Disease", "Finding", "Measurement"}:
            draft.add("target", thing.term, thing.spans, clause.block.index)
        return draft
    drugs = [d for d in clause.drafts if d.predicate == "treatedBy"] if act and clause.key == "treatment" else []
    drugs = drugs or _spoken_of(clause, act)
    if drugs:
        _acts(clause, phrase, made, drugs)
        return None
    role = "effect" if act and clause.key in {"pathophysiology", "etiology"} else ""
    if phrase.role == "verb:nominal" and clause.key == "treatment" and not clause.left(phrase) and not clause.setting.role:
        role = "outcome"  # "usually resolves": what becomes of it untreated
    if phrase.role == "verb:nominal" and clause.setting.role in WHOLE:
        role = clause.setting.role
    return emit(clause, phrase, made, role, phrase.role.replace(":", "-"))


def _spoken_of(clause: Clause, act: bool) -> list[Draft]:
    """Return the treatment of the clause before that "it" stands for: "splenectomy should be avoided since it worsens X"."""
    said = [d for d in clause.before if d.predicate == "treatedBy"] if act and clause.key == "treatment" else []
    return said[-1:] if clause.items and clause.items[0].key in PRONOUNS else []


def _acts(clause: Clause, phrase: Phrase, made: Thing, drugs: list[Draft]) -> None:
    """Read "drug A lowers B": an effect of the treatments named before the verb."""
    for drug in drugs:
        if isinstance(drug.object, Term):
            draft = clause.draft("treatmentEffect", made, phrase, "verb-act", (Subject(drug.object, drug.spans, clause.block.index),))
            for each in drug.subjects:
                draft.add("disease", each.term, each.spans, each.block)


def _passive(clause: Clause, phrase: Phrase, marker: Item) -> bool:
    """Read "progression of X was slowed by 6%": the act upon what stands before it."""
    left = [p for p in clause.left(phrase) if not _is_aside(clause, p)]
    lead = next((p for p in reversed(left) if p not in clause.used and p.role in {"", "is", "effect", "cause"}), None)
    if lead is None:
        return False
    if lead.role in {"effect", "cause"}:
        return any(d.source is lead for d in clause.drafts)  # "... → fibrils, stabilized by X": the step is said
    asides = [p for p in clause.left(phrase) if p not in left]
    clause.drafts[:] = [d for d in clause.drafts if d.source not in asides and (d.source is not lead or d.predicate == "mediatedBy")]
    for thing in clause.things(lead):
        draft = emit(clause, lead, verb_thing(clause.page, phrase.role, marker, thing), "", "verb-act")
        _elsewhere(clause, lead, draft)
        if draft and phrase.number:
            draft.measure(phrase.number)
        if draft:
            draft.stance([s for s in own_scopes(clause, phrase) if s.item.span.start >= lead.span.end], clause.block.index)
    return True


def _ended(clause: Clause, phrase: Phrase) -> bool:
    """Read "drug A can be withdrawn" as an effect of A, hedged as the page does; that A is given is said elsewhere."""
    left = clause.left(phrase)
    drugs = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source in left]
    if not drugs or phrase.marker is None or phrase.marker.marker.property not in clause.page.lexicon.words["ending"]:
        return False
    clause.drafts[:] = [d for d in clause.drafts if d not in drugs]
    count = len(clause.drafts)
    said_of(drugs, clause, None, verb_thing(clause.page, "verb:act", phrase.marker, None), "ended")
    for draft in clause.drafts[count:]:
        draft.stance(own_scopes(clause, phrase), clause.block.index)
    return True


def _done_to(clause: Clause, phrase: Phrase, marker: Item) -> bool:
    """Read "the underlying disease should be treated (first)" as the treatment of what stands before the verb."""
    first = not phrase.items or all(i.key in clause.page.lexicon.words["ordinal"] for i in phrase.items)
    lead = next((p for p in clause.left(phrase) if p.items and p.role == "" and not p.marker), None)
    between = [i for i in clause.items if lead and lead.span.end <= i.span.start and i.span.end <= marker.span.start]
    passive = bool(between) and any(i.function == "be" or i.key.split(" ")[-1] == "be" for i in between)
    if lead is None or not first or not passive or lead.kind not in {"Disease", "Finding"} or lead is not clause.left(phrase)[-1]:
        return False
    clause.drafts[:] = [d for d in clause.drafts if d.source is not lead]
    for thing in clause.things(lead, whole=True):
        draft = clause.draft("treatedBy", verb_thing(clause.page, phrase.role, marker, thing), lead, "done-to")
        draft.add("target", thing.term, thing.spans, clause.block.index)
        draft.stance([s for s in own_scopes(clause, phrase) if s not in lead.scopes], clause.block.index)
    clause.used.add(lead)
    return True


def _is_aside(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase stands between commas behind an article: "IgA, the antibody, is deposited"."""
    before = clause.ahead_of(phrase)[-2:]
    after = next((i for i in clause.items if i.span.start >= phrase.span.end), None)
    return len(before) == 2 and before[0].key == "," and before[1].function == "article" and after is not None and after.key == ","


def _elsewhere(clause: Clause, phrase: Phrase, draft: Draft | None) -> None:
    """Say that "slowed progression of artery calcification", below a treatment, is said about another condition than the page's."""
    if draft is None or clause.key != "treatment_child" or phrase.kind == "Measurement":
        return
    for other in [phrase, *clause.complements(phrase)]:
        last = other.last
        if last and last.entry and _is_another(clause, last.entry.term):
            if draft.predicate == "treatmentMechanism":
                draft.predicate = "treatmentEffect"  # what came of it there is not how it works here
            draft.add("directness", "indirect", (last.span,), clause.block.index)
            draft.add("context", last.entry.term, (last.span,), clause.block.index)


def _is_another(clause: Clause, term: Term) -> bool:
    """Return whether a known condition is none of the page's: a disease, or the page's process at a site of its own name."""
    if term.candidate or clause.page.names.member(term):
        return False
    names, words = clause.page.lexicon.names, term.label.split(" ")
    site = names.get(" ".join(words[:-1]).casefold())
    seated = words[-1] in clause.page.lexicon.words["ellipsis"] and site is not None and site.term.kind in PLACES
    return term.kind == "Disease" or seated


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
        if phrase.marker and thing.kind == "Disease" and _is_another(clause, thing.term):
            draft.add("directness", "indirect", (phrase.marker.span,), clause.block.index)
