"""What leads to what: the effect of a cause, and the steps on the way to it."""

from __future__ import annotations

from build_graph.language.items import ARROW
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import Clause, own_scopes
from build_graph.readers.draft import Draft
from build_graph.readers.roles.effects import said_of
from build_graph.readers.roles.emit import emit
from build_graph.readers.roles.unknown import STEP_SECTIONS
from build_graph.readers.things import Thing

#: Sections where what something leads to is a step, and no finding.
MECHANISM_SECTIONS = {*STEP_SECTIONS, "definition", "molecular", "essential"}
#: Roles of what stands before "leads to".
DRIVERS = {"", "complement", "receive"}
#: Predicates of what is done about the disease.
DONE = {"treatedBy", "diagnosedBy"}
#: Sections on how a test is read: what befalls it there is no mechanism.
RESULT_SECTIONS = {"stain_reading", "pitfall"}


def effect(clause: Clause, phrase: Phrase) -> None:
    """Behind "leads to": a step of a mechanism, driven by what stands on the left."""
    if not phrase.items:
        _causes_it_not(clause, phrase)
        return
    if clause.key == "etiology" and phrase.kind in {"Finding", "Disease"}:
        clause.read(phrase.spans)
        return  # "X can trigger the eruption": X is the cause, the rest is the disease
    drugs = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source in clause.left(phrase)]
    if drugs and clause.key == "treatment":
        for thing in clause.things(phrase, whole=True):
            said_of(drugs, clause, phrase, thing, "effect-of-drug")
        return  # "drug A may cause X": an effect of A
    drivers = [(left, t) for left in _before(clause, phrase) if (t := clause.thing(left)) and not clause.page.names.member(t.term)]
    role = _role_of_effect(clause, phrase)
    if clause.key != "treatment":  # "incomplete excision leads to X": what leads to X treats and tells nothing
        led = [left for left, _ in drivers]
        clause.drafts[:] = [d for d in clause.drafts if not (d.predicate in DONE and d.source in led)]
    for thing in clause.things(phrase, whole=True):
        if draft := emit(clause, phrase, thing, role, "effect"):
            for left, driver in drivers:
                _drives(clause, left, driver, thing, draft)


def _role_of_effect(clause: Clause, phrase: Phrase) -> str:
    """Return the role of what follows from something: a step, what befalls a test, or what the section says."""
    if clause.key in RESULT_SECTIONS:
        return "outcome"  # "poor fixation may cause false negative results"
    mechanism = clause.key in MECHANISM_SECTIONS or clause.key != "clinical" and not _about_family(clause, phrase)
    return "effect" if mechanism else ""


def _causes_it_not(clause: Clause, phrase: Phrase) -> None:
    """Read "but does not cause it" behind "X ...": that X is a cause is denied."""
    denial = next((s for s in own_scopes(clause, phrase) if s.marker.property == "polarity"), None)
    told = next((i for i in clause.items if phrase.marker and i.span.start >= phrase.marker.span.end), None)
    if denial is None or told is None or told.function != "pronoun" or any(p.items for p in clause.phrases):
        return
    said = [d for d in clause.before if d.predicate == "causedBy" and d.source is not None]
    near = [d for d in said if d.source and ";" not in clause.page.masked[d.source.span.end : clause.items[0].span.start]]
    for draft in near[:1]:
        draft.modality, draft.mentions = "asserted", [m for m in draft.mentions if m.role != "modality"]  # denied, whoever suspects it
        draft.deny(denial.item)


def _before(clause: Clause, phrase: Phrase) -> list[Phrase]:
    """Return what leads to a phrase: behind "which leads to" the last step, else what stands on the left."""
    left = clause.left(phrase)
    chained = phrase.relative or phrase.introduced is not None and phrase.introduced.key == ARROW
    steps = [p for p in left if p.role == "effect" and p.group != phrase.group] if chained else []
    led = [p for p in steps if p.group == steps[-1].group] if steps else [p for p in left if p.role in DRIVERS]
    return [] if any(p.scope("polarity") for p in led) else led  # "absence of X leads to Y": X does not


def _drives(clause: Clause, left: Phrase, driver: Thing, thing: Thing, draft: Draft) -> None:
    """Link a step to what leads to it, both ways."""
    draft.add("driver", driver.term, driver.spans, clause.block.index)
    for other in clause.drafts:
        if other.source is left and other.predicate in {"hasMechanism", "mediatedBy", "causedBy"} and other.object != thing.term:
            other.add("effect", thing.term, thing.spans, clause.block.index)
            number_steps(clause, other, draft)


def number_steps(clause: Clause, step: Draft, following: Draft) -> None:
    """Number two steps of a mechanism, the one that leads to the other first: in a chain, on from the number that it has."""
    if {step.predicate, following.predicate} != {"hasMechanism"}:
        return
    given = next((str(k.qualifier.value) for k in step.kept if k.qualifier.name == "order"), "")
    if not given:
        step.add("order", "1", step.spans, clause.block.index)
    if not following.has("order"):
        following.add("order", str(int(given or 1) + 1), following.spans, clause.block.index)


def _about_family(clause: Clause, phrase: Phrase) -> bool:
    """Return whether the page's disease itself is what stands on the left of the cue."""
    things = [clause.thing(p) for p in clause.left(phrase) if p.role in DRIVERS and p not in clause.used]
    return all(clause.page.names.member(thing.term) for thing in things if thing)
