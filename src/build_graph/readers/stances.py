"""What hedges and denies a clause as a whole, once its facts are read: a stance that no phrase has taken is never lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE, COPULAS
from build_graph.language.verbs import RELATIVES
from build_graph.readers.clause import STANCES, Clause
from build_graph.readers.draft import Draft

#: Predicates of what acts, or is acted upon, in a step: each claim of a clause rests on its verb.
STEPS = {"mediatedBy", "causedBy", "hasMechanism"}
#: Predicates of what is said to be there by its own name, whatever it is denied to do.
LEVELS = {"labFinding", "hasComplicationOrOutcome"}
ACTING = STEPS | LEVELS

#: Ends a clause that leaves out what it denies, and the kinds of what it denies it of beside a look-alike.
NOT_SO = {"is not", "are not"}
OTHERS = {"Substance", "Disease"}


def take_hedge(clause: Clause) -> None:
    """Hedge what stands before "may be" where nothing that it governs makes a claim: a hedge is never lost with words that are not read.

    So is what stands before "is not a feature" denied; what stands before another "is not" that is not read is no fact.
    """
    _drop_other(clause)
    for item in [i for i in clause.items if i.kind == "scope"]:
        if not _takes_all(clause, item):
            continue
        behind = [p for p in clause.phrases if p.items and p.span.start >= item.span.end]
        taken = any(s.item is item for d in clause.drafts if d.source for s in d.source.scopes)
        said = any(d.source in behind for d in clause.drafts) or any(item.span in m.spans for d in clause.drafts for m in d.mentions)
        aside = any(i.key in RELATIVES for i in clause.items if i.span.end <= item.span.start)  # "A, which B does not show"
        if taken or said or not behind and (aside or item.key in STANCES or item.marker.property == "modality"):
            continue
        named = behind[0].items[-1].key if behind else ""
        if item.marker.property == "modality" or clause.page.lexicon.words["bare"].get(named) == "denied":
            for draft in clause.drafts:
                draft.stance([Scope(item.marker, item)], clause.block.index)
        else:
            left = [d for d in clause.drafts if d.source and d.source.items and d.source.span.start < item.span.start]
            clause.drafts[:] = [d for d in clause.drafts if d not in left]
            for source in {d.source for d in left if d.source}:
                clause.cannot(source, f"what {item.key!r} denies of it is not understood")


def _drop_other(clause: Clause) -> None:
    """Take back, below a look-alike, what another thing is denied to be: "birefringent, whereas substance X is not"."""
    last = clause.items[-1] if clause.items and clause.before and clause.setting.entry else None
    if last is None or last.kind != "scope" or last.key not in NOT_SO:
        return
    for draft in [d for d in clause.drafts if d.source is not None and d.source.kind in OTHERS]:
        clause.drafts.remove(draft)
        if draft.source is not None:
            clause.cannot(draft.source, "what it is not is said of another thing")


def _is_doubt(item: Item) -> bool:
    """Return whether a hedge of what follows contains its verb: "is arguably the driver"."""
    return item.marker.property == "modality" and item.marker.direction == "forward" and item.key.split(" ")[0] in COPULAS


def _takes_all(clause: Clause, item: Item) -> bool:
    """Return whether words hedge or deny what stands before them where nothing behind is read: "may be", "may have", "is likely"."""
    modal, pairs = item.marker.property == "modality", list(pairwise(clause.items))
    held = modal and any(a is item and b.function == "have" or b is item and a.function == "be" for a, b in pairs)
    return item.key in STANCES or held or _is_of_verb(clause, item) or _is_doubt(item)


def _is_of_verb(clause: Clause, item: Item) -> bool:
    """Return whether a denial right behind a name is that of its verb, and no claim has taken it: "A was not reduced by 20%"."""
    denies = item.marker.property == "polarity" and item.marker.direction == "forward"
    taken = any(item.span in m.spans for d in (*clause.drafts, *clause.before) for m in d.mentions)
    if not denies or taken or item.key in clause.page.lexicon.words["exception"]:
        return False
    before = [i for i in clause.items if i.span.end <= item.span.start and i.kind != "scope" and i.function not in {"be", "have"}]
    return bool(before) and (before[-1].nominal or before[-1].kind in {"close", "number"})


def pass_stance(clause: Clause) -> None:
    """Hedge or deny what acts together with its verb: "X does not cause Y" denies of X what it denies of Y."""
    acting = [d for d in clause.drafts if d.predicate in ACTING and d.source]
    for draft in acting if "scope" in clause.held else ():
        scope = _of_verb_behind(clause, draft.source) if draft.source else None
        if scope and any(scope.item.span in m.spans for d in clause.drafts if d is not draft for m in d.mentions):
            if draft.predicate in STEPS:
                draft.stance([scope], clause.block.index)
            elif scope.marker.property == "polarity" and not _is_outcome(clause, draft):
                # "a raised level does not cause X": that it is raised is not said
                _take_back(clause, draft, "what does not act is not said to be there")
    for draft in clause.drafts if acting else ():
        if draft.has("effect"):
            draft.kept = [k for k in draft.kept if k.qualifier.name != "effect" or not _is_surer(clause, draft, k.qualifier.value)]


def _is_outcome(clause: Clause, draft: Draft) -> bool:
    """Return whether a claim names an outcome as such, whatever it goes with: "recurrence is not associated with age"."""
    said = draft.object.label if isinstance(draft.object, Term) else draft.object
    return said.split(" ")[-1] in clause.page.lexicon.words["foretold"]


def drop_partial(clause: Clause) -> None:
    """Take back a treatment that is denied for a share of the patients: "ineffective in 3 of 10" says nothing of it as a whole."""
    for draft in [d for d in clause.drafts if d.predicate == "treatedBy" and d.polarity == "denied"]:
        shared = any(p.number and p.number.is_share for p in clause.phrases)
        if shared or draft.quantity is not None and draft.quantity.statistic == "proportion":
            _take_back(clause, draft, "a treatment that fails in a share of patients is not denied")


def deny_where(clause: Clause) -> None:
    """Deny of a place what is denied to lie there: "dermis without inflammation" denies inflammation of the dermis."""
    for draft in clause.drafts:
        if draft.predicate != "occursAtSite" or draft.polarity != "affirmed":
            continue
        borne = [k.qualifier.value for k in draft.kept if k.qualifier.name == "bearer"]
        said = [d for d in clause.drafts if d.source and d is not draft and d.object in borne]
        if said and all(d.polarity == "denied" for d in said):
            draft.stance([s for d in said[:1] if d.source for s in d.source.scopes if s.marker.property == "polarity"], clause.block.index)


def befall(clause: Clause) -> None:
    """Read "X has not been seen in adults" as X denied of them: that adults are affected is not said."""
    denied = [d for d in clause.drafts if d.polarity == "denied"]
    people = [d for d in clause.drafts if d.predicate == "affectsPopulation" and d.polarity == "affirmed" and d.source is not None]
    within = [d for d in people if d.source and d.source.introduced is not None and d.source.introduced.key == "in"]
    if denied and within and len(denied) + len(people) == len(clause.drafts) and clause.key != "epidemiology":
        clause.drafts[:] = [d for d in clause.drafts if d not in within]
        for draft in denied:
            for told in within:
                draft.add("population", told.object, told.spans, clause.block.index)


def _take_back(clause: Clause, draft: Draft, reason: str) -> None:
    """Take a fact back; report its words where no other fact has them."""
    clause.drafts.remove(draft)
    if draft.source and not any(d.source is draft.source for d in clause.drafts):
        clause.cannot(draft.source, reason)


def _is_surer(clause: Clause, draft: Draft, effect: Term | str) -> bool:
    """Return whether an effect that the clause denies or hedges stands in a fact that it does not: it is no part of that fact."""
    said = [d for d in clause.drafts if d.predicate == "hasMechanism" and d.object == effect]
    stances = {(d.polarity, d.modality) for d in said}
    return draft.polarity == "affirmed" and bool(said) and all(p == "denied" or m != "asserted" == draft.modality for p, m in stances)


def _of_verb_behind(clause: Clause, source: Phrase) -> Scope | None:
    """Return what hedges or denies the verb right behind a phrase and those that it is coordinated with."""
    if not [i for i in clause.items if i.kind == "scope" and i.marker.property in CLAUSE_WIDE]:
        return None
    named = [p for p in clause.group(source) if p.items]
    end = max([p.span.end for p in (*named, *(b for each in named for b in clause.behind.get(each, ()) if b.items))], default=0)
    after = _behind_bracket([i for i in clause.items if i.span.start >= end])
    after = after[1:] if after and after[0].key in RELATIVES and source is clause.phrases[0] else after  # "X that may cause Y"
    leading = list(takewhile(lambda i: i.kind == "scope" or i.function in {"be", "have"}, after))
    verb = after[len(leading)] if len(after) > len(leading) else None
    said = next((i for i in leading if i.kind == "scope" and i.marker.property in CLAUSE_WIDE), None)
    return Scope(said.marker, said) if said and verb is not None and verb.kind in {"verb", "cue"} else None


def _behind_bracket(items: list[Item]) -> list[Item]:
    """Return the items behind the bracket that they begin with, or that they begin within."""
    closed = next((n for n, item in enumerate(items) if item.kind == "close"), -1)
    return items[closed + 1 :] if items and items[0].kind in {"open", "close"} else items


def take_alternatives(clause: Clause) -> None:
    """Read "eosinophils are few or absent" as two claims, each with the words that say that it is one of two: they are there, or not."""
    for draft in list(clause.drafts):
        one = draft.source.scope("alternative") if draft.source else None
        if one is None or draft.polarity == "denied":
            continue
        draft.kept = [k for k in draft.kept if k.qualifier.name != "frequency"]
        draft.add("frequency", one.marker.value, (one.item.span,), clause.block.index)
        if draft.has("attribute") or draft.predicate == "subtypeOf":
            continue
        other = replace(draft, kept=list(draft.kept), mentions=list(draft.mentions))
        other.deny(one.item)
        clause.drafts.append(other)
