"""Who is affected, and for whom a fact holds."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term, WordStatus
from build_graph.language.phrases import Phrase
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import Clause
from build_graph.readers.names import slug_of
from build_graph.readers.roles.emit import phrase_spans
from build_graph.readers.things import Thing, thing_of

#: Predicates whose fact may hold for some people only.
PREPONDERANCE = {"predominance", "preponderance", "predilection"}


OF_PEOPLE = {"treatedBy", "diagnosedBy", "hasComplicationOrOutcome", "prognosisStatement", "labFinding", "treatmentEffect"}


def population(clause: Clause, phrase: Phrase) -> None:
    """Who is affected; "patients with X" is one population."""
    before = [i for i in clause.items if i.span.end <= phrase.span.start]
    rival = [d for d in clause.drafts if d.predicate == "affectsPopulation"]
    if before and before[-1].key in {">", "<"} and rival and (thing := clause.thing(phrase)):
        rival[-1].add("comparedWith", thing.term, thing.spans, clause.block.index)  # "women > men"
        return
    for thing in populations(clause, phrase):
        if thing.term.label == "patients":
            clause.marks += [WordStatus(span, "content") for span in thing.spans]
            continue  # nobody else is meant
        examples = [d for d in clause.drafts if d.rule == "example" and d.source is phrase.parent]
        if examples:
            for before in examples:
                before.add("population", thing.term, thing.spans, clause.block.index)
            continue
        if clause.drafts and clause.key in {"diagnosis", "treatment", "prognosis", "laboratory"}:
            for before in clause.drafts:
                if before.predicate in OF_PEOPLE:
                    before.add("population", thing.term, thing.spans, clause.block.index)
            continue
        draft = clause.draft("affectsPopulation", thing, phrase, "population")
        read_brackets(clause, phrase, thing, draft, "")


def populations(clause: Clause, phrase: Phrase) -> list[Thing]:
    """Return the population, one for each condition that coordinated "with" phrases give it."""
    page = clause.page
    strata = [p for p in clause.phrases if p.parent is phrase and p.role in {"with", "complement", "restrict"} and p.items and not _is_age(p)]
    strata = [p for p in strata if p.kind in {"Disease", "Finding", "Measurement", "Exposure", ""}]
    clause.used.update(id(p) for p in strata)
    found = [thing_of(phrase, page.text, page.lexicon, page.names, whole=True, complements=[s]) for s in strata]
    for stratum in strata:
        if (thing := clause.thing(stratum)) is not None:
            read_brackets(clause, stratum, thing, None, "")
    if not found:
        found = [quantified(clause, phrase) or thing_of(phrase, page.text, page.lexicon, page.names, whole=True)]
    return [thing for thing in found if thing]


def predominance(clause: Clause, phrase: Phrase) -> bool:
    """Read "female predominance" as the people who are affected more."""
    words = phrase.items
    if len(words) < 2 or words[-1].key not in PREPONDERANCE or words[-2].entry is None or words[-2].entry.term.kind != "Population":
        return False
    term = words[-2].entry.term
    draft = clause.draft("affectsPopulation", Thing(term, "Population", (words[-2].span,), phrase_spans(phrase)), phrase, "predominance")
    draft.add("predominance", words[-1].key, (words[-1].span,), clause.block.index)
    return True


def quantified(clause: Clause, phrase: Phrase) -> Thing | None:
    """Return a population with the share that the page names of it: "some patients"."""
    thing = thing_of(phrase, clause.page.text, clause.page.lexicon, clause.page.names, whole=True)
    before = [i for i in clause.items if i.span.end <= phrase.span.start]
    if thing is None or not before or before[-1].key not in {"some", "many", "most", "few", "several"}:
        return None
    label = f"{before[-1].key} {thing.term.label}"
    term = Term(slug_of(label), label, "Population", candidate=True, head=thing.term)
    return replace(thing, term=term, spans=(before[-1].span, *thing.spans), phrase=(before[-1].span, *thing.phrase))


def _is_age(phrase: Phrase) -> bool:
    return any(item.key.split(" ")[-1] in {"age", "predominance", "ratio", "preponderance"} for item in phrase.items)
