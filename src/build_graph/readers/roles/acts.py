"""What a verb says of its object, and by what: an act, or a treatment, as a noun."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.joints import PRONOUNS
from build_graph.language.phrases import Phrase, Scope
from build_graph.readers.clause import FINDINGS, PLACES, WHOLE, Clause, own_scopes
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.roles.effects import said_of
from build_graph.readers.roles.emit import emit, read_as
from build_graph.readers.things import Thing, verb_thing

#: Noun of the verb of what takes the place of something else, unless it is an order: "replace vitamin D".
SWAP = "replacement"
SWAPPED = {"treatment", "diagnosis"}
#: Sections where "A replaces B" is no treatment.
UNTREATED = {"clinical", "microscopic", "gross", "cytology", "radiology", "pathophysiology", "molecular", "epidemiology", "sites"}
#: Leads to who, or what, acts.
BY = "by"
#: Sections of signs, which are relieved or worsened by what does not cause the disease.
CHANGED = {"clinical", "essential", "definition"}
#: An unknown name of what a cell gives off has so many words at most.
MOST_WORDS = 2


def nominal(clause: Clause, phrase: Phrase) -> None:
    """A verb that stands for a finding or process: "can ulcerate", "extrude chalk", "inhibit X"."""
    marker = phrase.introduced
    told = clause.next_item(marker.span.end) if marker is not None else None
    changed = not phrase.items and told is not None and told.key == BY and changes(clause, marker)  # "pain relieved by X": it is the pain
    if marker is None or marker.kind != "verb" or changed or _swaps(clause, phrase, marker):
        return
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
            draft.stance([*own_scopes(clause, phrase), *_denied_behind(clause, marker)], clause.block.index)
        if draft and thing and draft.predicate in FINDINGS and not undone:
            for each in clause.attributes(draft.predicate, thing, phrase, "verb-object"):
                each.modality = draft.modality


def changes(clause: Clause, verb: Item | None) -> bool:
    """Return whether a verb of a clause on signs says what is done to one, and what does it is not its cause: "relieved by X"."""
    act = verb is not None and verb.kind == "verb" and verb.marker.property in clause.page.lexicon.words["changing"]
    return act and clause.key in CHANGED and not clause.setting.entry


def by_change(clause: Clause, phrase: Phrase) -> bool:
    """Report what relieves or worsens a sign; return whether a phrase behind "by" names it."""
    at = phrase.introduced.span.start if phrase.introduced is not None else 0
    before = next((i for i in reversed(clause.items) if i.span.end <= at), None) if phrase.introduced is not None else None
    if not changes(clause, before):
        return False
    clause.cannot(phrase, "what relieves or worsens a sign is no cause of the disease")
    return True


def _denied_behind(clause: Clause, marker: Item) -> list[Scope]:
    """Return the denial right behind a verb: "metastasizes in none"."""
    after = clause.next_item(marker.span.end)
    scope = after.scope() if after is not None else None
    denies = scope is not None and scope.property == "polarity" and scope.direction == "backward"
    return [Scope(scope, after)] if denies and scope is not None and after is not None else []


def _swaps(clause: Clause, phrase: Phrase, marker: Item) -> bool:
    """Report what something else has taken the place of: "drug A has replaced B", "B has been replaced by A"; return whether it was."""
    left = clause.left(phrase) if marker.marker.property == SWAP and clause.key in SWAPPED else []
    old = [phrase] if phrase.items else left
    if left:
        clause.drafts[:] = [d for d in clause.drafts if d.source not in old]
        for each in old:
            clause.cannot(each, "what something else has taken the place of")
    return bool(left)


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
    if act and clause.key == "treatment" and any(p.items and p.role == "" and not p.number for p in clause.left(phrase)):
        clause.cannot(phrase, "what does it is not understood", "the name of a treatment before the verb")
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
    if lead.last is not None and lead.last.entry is not None and lead.last.entry.aspect == "state":
        return True  # "normal or slightly raised": a state is nothing that a verb acts upon
    if not _is_done_to(clause, marker):
        clause.drafts[:] = [d for d in clause.drafts if d.source is not lead]
        clause.cannot(lead, "what it acts upon is said in the next clause")  # "trauma may aggravate but does not cause it"
        return True
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


def _is_done_to(clause: Clause, marker: Item) -> bool:
    """Return whether a verb without an object is passive, or does not end its clause behind a hedge."""
    at = clause.items.index(marker) if marker in clause.items else 0
    before = clause.items[at - 1] if at else None
    modal = before is not None and before.kind == "scope" and before.marker.property == "modality" and not before.key.endswith(" be")
    return not modal or at + 1 < len(clause.items)


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
    after = clause.next_item(phrase.span.end)
    return len(before) == 2 and before[0].key == "," and before[1].function == "article" and after is not None and after.key == ","


def _elsewhere(clause: Clause, phrase: Phrase, draft: Draft | None) -> None:
    """Say that "slowed progression of artery calcification", below a treatment, is said about another condition than the page's."""
    if draft is None or clause.key != "treatment_child" or phrase.kind == "Measurement":
        return
    for other in [phrase, *clause.complements(phrase)]:
        last = other.last
        if last and last.entry and is_another(clause, last.entry.term):
            if draft.predicate == "treatmentMechanism":
                draft.predicate = "treatmentEffect"  # what came of it there is not how it works here
            draft.add("directness", "indirect", (last.span,), clause.block.index)
            draft.add("context", last.entry.term, (last.span,), clause.block.index)


def is_another(clause: Clause, term: Term) -> bool:
    """Return whether a known condition is none of the page's: a disease, or the page's process at a site of its own name."""
    if term.candidate or clause.page.names.member(term):
        return False
    names, words = clause.page.lexicon.names, term.label.split(" ")
    site = names.get(" ".join(words[:-1]).casefold())
    seated = words[-1] in clause.page.lexicon.words["ellipsis"] and site is not None and site.term.kind in PLACES
    return term.kind == "Disease" or seated
