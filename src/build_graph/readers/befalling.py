"""Who gets the disease: "40% of patients with X develop it" ties X to the disease, and is no outcome of it."""

from __future__ import annotations

from build_graph.language.phrases import Phrase
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.things import Thing, patients

#: Sections that tell who is affected, and why.
TOLD = {"epidemiology", "clinical", "essential", "etiology", "pathophysiology"}
#: Roles of a phrase that says what people have.
HAVING = {"with", "restrict"}


def read_befallen(clause: Clause) -> None:
    """Read "a share of patients with X develop <a form of the disease>": that form goes with X, or affects such people."""
    tells = clause.key in TOLD and not clause.setting.entry
    got = next((p for p in clause.phrases if _gets(clause, p)), None) if tells else None
    member = clause.bare(got) if got is not None else None
    if got is None or member is None:
        return
    ahead = clause.phrases[: clause.phrases.index(got)]
    people = [p for p in ahead if p.kind == "Population"]
    had = [p for p in ahead if p.role in HAVING and p.items]
    told = [t for p in had if (t := clause.thing(p))]
    if not people or any(clause.page.names.member(t.term) for t in told) or any(p.items and p not in [*people, *had] for p in ahead):
        return
    if clause.setting.subjects and clause.setting.subjects[0].term == clause.page.topic or member.term != clause.page.topic:
        clause.subjects = (Subject(member.term, member.spans, clause.block.index),)
    for each in people:
        _befall(clause, each, [p for p in had if p.parent is each], got)
    clause.used.update([*ahead, got])


def _gets(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase is the disease, or a form of it, behind "develop"."""
    verb = phrase.marker
    named = verb is not None and verb.kind == "verb" and clause.page.lexicon.words["getting"].get(verb.key.split(" ")[0]) is not None
    thing = clause.bare(phrase) if named and phrase.items else None
    return thing is not None and thing.kind == "Disease" and clause.page.names.member(thing.term)


def _befall(clause: Clause, people: Phrase, had: list[Phrase], got: Phrase) -> None:
    """State of each thing that people have, or of the people where they are told by nothing, that the disease goes with it."""
    number = people.parent.number if people.parent is not None and not people.parent.items else people.number
    named = [(p, t) for p in had for t in (clause.things(p) if p in clause.behind else [clause.bare(p)]) if t]
    for phrase, thing in named or [(people, t) for t in _who(clause, people)]:
        predicate = "associatedWith" if thing.kind in {"Disease", "Finding", "Exposure", "Event"} else "affectsPopulation"
        if predicate == "affectsPopulation" and thing.kind != "Population":
            spans = (*people.spans, *thing.spans)
            thing = Thing(patients(clause.page, f"with {thing.term.label}"), "Population", spans, spans)
        draft: Draft = clause.draft(predicate, thing, phrase, "befallen")
        draft.stance([s for s in got.scopes if s not in phrase.scopes], clause.block.index)
        if number is not None and number.is_share and draft.quantity is None:
            draft.measure(number, "proportion")


def _who(clause: Clause, people: Phrase) -> list[Thing]:
    return [t for t in clause.things(people) if t.term.label != "patients"]
