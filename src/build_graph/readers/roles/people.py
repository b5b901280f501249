"""Who is affected, and for whom a fact holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from build_graph.facts import Qualifier, Span, Term
from build_graph.language.backward import ASIDES
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import CHANGE_SECTIONS, FINDINGS, Clause
from build_graph.readers.draft import Draft, Kept
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing, patients, thing_of

#: Predicates whose fact may hold for some people only.
OF_PEOPLE = {"treatedBy", "diagnosedBy", "hasComplicationOrOutcome", "prognosisStatement", "labFinding", "treatmentEffect"}
#: Sections that speak of patients: people there are those that a fact holds for.
SEEN_SECTIONS = {*CHANGE_SECTIONS, "gross", "radiology", "immunofluorescence"}
#: Sections of what brings the disease about, or is given, where people between commas are those of what follows.
ASIDE_SECTIONS = {"etiology", "treatment", "prognosis"}
#: Sections of the signs of a disease, and what is seen of whom there.
SIGN_SECTIONS = {"clinical", "essential"}
SIGNS = {*FINDINGS, "occursAtSite"}
PATIENT_SECTIONS = {"diagnosis", "treatment", "prognosis", "laboratory"}


def population(clause: Clause, phrase: Phrase) -> None:
    """Who is affected; "patients with X" is one population."""
    before = clause.ahead_of(phrase)
    rival = [d for d in clause.drafts if d.predicate == "affectsPopulation"]
    if before and before[-1].key in {">", "<"} and rival and (thing := clause.thing(phrase)):
        rival[-1].add("comparedWith", thing.term, thing.spans, clause.block.index)  # "women > men"
        return
    if _but_not(clause, phrase) or _told_otherwise(clause, phrase) or _its_own(clause, phrase) or _seen_in(clause, phrase):
        return
    for thing in populations(clause, phrase):
        if thing.term.label == "patients":
            clause.read(thing.spans)
            continue  # nobody else is meant
        if _leads_next(clause, phrase, thing):
            continue
        of_people = [d for d in clause.drafts if d.predicate in OF_PEOPLE]
        known = [d for d in clause.drafts if d.rule == "example" and d.source is phrase.parent]
        if phrase.role == "in" and clause.key == "etiology":
            known = known or [d for d in clause.drafts if d.predicate in {"causedBy", "associatedWith"}][-1:]
        if clause.key in SEEN_SECTIONS and phrase.role in {"in", "place"} and not known:
            known = [d for d in clause.drafts if d.predicate in FINDINGS]
        if known or clause.drafts and clause.key in PATIENT_SECTIONS:
            _of_them(clause, phrase, known or of_people, thing)
            continue
        if clause.key in PATIENT_SECTIONS:
            clause.cannot(phrase, "people of whom nothing is said")
            continue
        draft = clause.draft("affectsPopulation", thing, phrase, "population")
        read_brackets(clause, phrase, thing, draft)


def _leads_next(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Keep people between commas for what follows, "A and, in children, B"; return whether they stand so."""
    leads = clause.key in ASIDE_SECTIONS and bool(clause.drafts) and _is_aside(clause, phrase) and bool(clause.after(phrase))
    if leads:
        clause.pending = Kept(Qualifier("population", thing.term), thing.spans, clause.block.index)
    return leads


def _of_them(clause: Clause, phrase: Phrase, of_them: Sequence[Draft], thing: Thing) -> None:
    """Say of whom facts are: of those of people already told anew, where how often is told with the others: "rarely in children"."""
    anew = [d for d in of_them if not _is_of_people_before(d, thing)]  # "surgery in children, drugs in adults"
    stance = [s for s in phrase.scopes if s.marker.property in {*CLAUSE_WIDE, "frequency"}]
    if not anew and stance:  # "in 30% of adults, rarely in children"
        anew = [_of_others(clause, d, stance, apart=False) for d in of_them]
        clause.drafts += anew
    for draft in anew or of_them:
        draft.add("population", thing.term, thing.spans, clause.block.index)
        draft.stance(stance if draft in anew else (), clause.block.index)


def _its_own(clause: Clause, phrase: Phrase) -> bool:
    """Read "X is seen in some patients with <the disease>" as how many of its own patients have X; return whether it was said so."""
    own = [s.term for s in clause.subjects]
    having = [p for p in clause.behind.get(phrase, ()) if p.role == "with" and p.items]
    who = quantified(clause, phrase) or thing_of(phrase, clause.page, whole=True)
    told = all((t := clause.bare(p)) is not None and t.term in own for p in having)
    if not having or not told or who is None or not clause.drafts or phrase.number or phrase.parent is not None and phrase.parent.number:
        return False
    for draft in clause.drafts:
        draft.stance([s for s in phrase.scopes if s.marker.property == "frequency"], clause.block.index)
        if who.term.label != "patients":
            draft.add("population", who.term, who.spans, clause.block.index)
    clause.used.update(having)
    clause.read([*phrase.spans, *(span for p in having for span in p.spans)])
    return True


def _seen_in(clause: Clause, phrase: Phrase) -> bool:
    """Read "fever is rare in adults" as how often they have fever, and not how often they are affected; return whether all is said so.

    Who has a sign has the disease; who has it seldom, perhaps or never may have it all the same.
    """
    stance = [s for s in phrase.scopes if s.marker.property in {*CLAUSE_WIDE, *ASIDES}]
    patients = clause.key in PATIENT_SECTIONS and phrase.scope("polarity") is not None
    told = phrase.role in {"in", "place"} and not clause.setting.entry and (clause.key in SIGN_SECTIONS or patients)
    seen = [d for d in clause.drafts if d.predicate in (OF_PEOPLE if patients else SIGNS) and d.source is not None] if told else []
    if not seen:
        return False
    many = quantified(clause, phrase)
    if many is not None and not patients and many.term.head is not None and many.term.head.label != "patients":  # "in most women"
        for draft in seen:
            draft.add("population", many.term.head, many.spans[1:], clause.block.index)
            draft.add("frequency", clause.ahead_of(phrase)[-1].key, many.spans[:1], clause.block.index)
        return True
    for thing in populations(clause, phrase) if not phrase.number else ():
        if thing.term.label == "patients":
            continue
        anew = [d for d in seen if not _is_of_people_before(d, thing)]
        if anew and (phrase.link == "and" or _is_aside(clause, phrase)):
            return False  # "wrists and, in children only, ankles"
        apart = phrase.marker is not None and phrase.marker.kind == "cue" and any(d.has("frequency") for d in seen)  # "... common in women"
        if _behind_comma(clause, stance) or not anew and (stance or apart):  # "X in adults, never in children"
            anew = [_of_others(clause, d, stance, apart) for d in seen]
            clause.drafts += anew
        for draft in anew or seen:
            draft.add("population", thing.term, thing.spans, clause.block.index)
            draft.stance(stance, clause.block.index)
    return bool(stance)


def _behind_comma(clause: Clause, stance: Sequence[Scope]) -> bool:
    """Return whether a denial of people begins anew behind a comma: "laser in selected cases, never in children"."""
    denied = {s.item.span.start for s in stance if s.marker.property == "polarity"}
    return any(a.key == "," and b.span.start in denied for a, b in pairwise(clause.items))


def _is_aside(clause: Clause, phrase: Phrase) -> bool:
    """Return whether "and" and a comma stand before people: they are those of what follows."""
    start = phrase.marker.span.start if phrase.marker else phrase.span.start
    before = [i.kind for i in clause.items if i.span.end <= start][-2:]
    return before == ["coordinator", "coordinator"]


def _of_others(clause: Clause, draft: Draft, stance: Sequence[Scope], apart: bool) -> Draft:
    """Return a fact anew, to be said of other people in another way: without its people and what the stance says itself."""
    again = {"population", "condition", *(s.marker.property for s in stance), *(["frequency"] if apart else ())}
    kept = [k for k in draft.kept if k.qualifier.name not in again or k in clause.setting.kept]
    return replace(draft, polarity="affirmed", modality="asserted", quantity=None, kept=kept, mentions=[])


def _told_otherwise(clause: Clause, phrase: Phrase) -> bool:
    """Return whether people are told by what is not all read, or only how the disease is in them; then that is said."""
    cut = [p for p in clause.behind.get(phrase, ()) if p.role == "with" and p.kind == "Quality" and p.head is None]
    if cut and clause.key == "epidemiology":  # "persons with red or blonde hair": whose hair is not all read
        clause.used.update(cut)
        clause.cannot(phrase, "people told by a quality of which the noun is not read")
        return True
    if said := _how_in(clause, phrase):
        for thing in populations(clause, phrase):
            said[-1].add("population", thing.term, thing.spans, clause.block.index)
        return True
    return False


def _how_in(clause: Clause, phrase: Phrase) -> list[Draft]:
    """Return what is said of people: "presentation may be atypical in infants" says how it is in them, not that they are affected."""
    lead = clause.lead or phrase
    if lead.items[-1].key not in clause.page.lexicon.words["bare"] or clause.key not in {"clinical", "essential"}:
        return []
    return [d for d in clause.drafts if d.source is not None and d.source.role == "is" and d.source.kind == "Quality"]


def _is_of_people_before(draft: Draft, people: Thing) -> bool:
    """Return whether a fact is told of people that stand before ``people``, behind its own words."""
    own = [k.spans[0].start for k in draft.kept if k.qualifier.name == "population" and k.spans]
    end = draft.source.span.end if draft.source is not None and draft.source.items else -1
    return bool(own) and end >= 0 and end <= min(own) < people.spans[0].start


def of_whom(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say of whom a share is one: "10% of adults"; plain patients are everybody."""
    for thing in populations(clause, phrase):
        if thing.term.label != "patients":
            draft.add("population", thing.term, thing.spans, clause.block.index)
    clause.used.add(phrase)


def _but_not(clause: Clause, phrase: Phrase) -> bool:
    """Read "X, but not in people Y": of them is denied what the clause before states; return whether it was said so."""
    denied = phrase.scope("polarity")
    if denied is None or clause.drafts or not clause.before or clause.key == "epidemiology" or denied.item is not clause.items[0]:
        return False
    said = next((d for d in reversed(clause.before) if d.predicate != "affectsPopulation"), clause.before[-1])
    for thing in populations(clause, phrase):
        draft = Draft(said.subjects, said.predicate, said.object, said.spans, "population", phrase=said.phrase, kept=[*said.kept])
        draft.kept = [k for k in draft.kept if k.qualifier.name != "population"]
        draft.deny(denied.item)
        draft.add("population", thing.term, thing.spans, clause.block.index)
        clause.drafts.append(draft)
    return True


def populations(clause: Clause, phrase: Phrase) -> list[Thing]:
    """Return the population, one for each condition that coordinated "with" phrases give it."""
    page = clause.page
    strata = [p for p in clause.behind.get(phrase, ()) if p.items and _is_condition(clause, p)]
    clause.used.update(strata)
    for stratum in strata:
        if thing := clause.thing(stratum):
            read_brackets(clause, stratum, thing, None)
    found = [thing_of(phrase, page, whole=True, complements=[s]) for s in strata]
    if not found:
        found = [quantified(clause, phrase) or thing_of(phrase, page, whole=True)]
    return [thing for thing in found if thing]


def _is_condition(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase tells people by what they have; an age or a ratio does not."""
    if phrase.role not in {"with", "complement", "restrict"}:
        return False
    figure = any(item.key.split(" ")[-1] in clause.page.lexicon.words["figure"] for item in phrase.items)
    return phrase.kind in {"Disease", "Finding", "Measurement", "Exposure", ""} and not figure


def predominance(clause: Clause, phrase: Phrase) -> bool:
    """Read "female predominance" as the people who are affected more; return whether it is one."""
    if len(phrase.items) < 2:
        return False
    who, more = phrase.items[-2:]
    if more.key not in clause.page.lexicon.words["predominance"] or who.entry is None or who.entry.term.kind != "Population":
        return False
    draft = clause.draft("affectsPopulation", Thing(who.entry.term, "Population", (who.span,), phrase.spans), phrase, "predominance")
    draft.add("predominance", more.key, (more.span,), clause.block.index)
    return True


def is_rare_before(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a clause is no more than "rare before age 50" under Epidemiology."""
    often = phrase.scope("frequency")
    alone = [p for p in clause.phrases if p.items or p.number][:1] == [phrase]
    said = often is not None and often.marker.direction == "noun"  # "rare", and not "usually"
    return clause.key == "epidemiology" and phrase.marker is not None and phrase.marker.key == "before" and alone and said


def rare_before(clause: Clause, phrase: Phrase) -> None:
    """Read "rare before age 50", "exceptional before puberty" as the people in whom it is."""
    spans = (*((phrase.marker.span,) if phrase.marker else ()), *phrase.spans, *((phrase.number.span,) if phrase.number else ()))
    words = " ".join(clause.page.words(Span(spans[0].start, spans[-1].end)).split())
    made = Thing(patients(clause.page, words), "Population", spans, spans)
    clause.draft("affectsPopulation", made, phrase, "rare-before")


def quantified(clause: Clause, phrase: Phrase) -> Thing | None:
    """Return a population with the share that the page names of it: "some patients"."""
    thing = thing_of(phrase, clause.page, whole=True)
    before = clause.ahead_of(phrase)
    if thing is None or not before or before[-1].key not in clause.page.lexicon.words["amount"]:
        return None
    label = f"{before[-1].key} {thing.term.label}"
    term = Term(slug_of(label), label, "Population", candidate=True, head=thing.term)
    return thing._replace(term=term, spans=(before[-1].span, *thing.spans), phrase=(before[-1].span, *thing.phrase))
