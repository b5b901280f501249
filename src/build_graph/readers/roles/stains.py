"""Stains and tests: what takes a stain and what does not, the colour, the use of a stain."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.language.words import Item
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import PLACES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.names import slug_of
from build_graph.readers.roles.emit import read_as
from build_graph.readers.things import Thing

#: Kinds of what takes a stain, or does not.
TAKERS = {*PLACES, "Disease", "CellType", "Finding", "Organism", "Substance"}


def tested(clause: Clause, phrase: Phrase) -> None:
    """Read "P positive" and "Q+": the result of a stain, or under Laboratory of a test."""
    result = phrase.result
    items = phrase.items if phrase.lent_after else phrase.items[:-1]
    named = Phrase(
        items=items, marker=phrase.marker, role=phrase.role, scopes=phrase.scopes, group=phrase.group, brackets=phrase.brackets
    )
    for thing in clause.things(named):
        lab = clause.key in {"laboratory", "diagnosis"} or thing.kind in {"Procedure", "Measurement"}
        draft = clause.draft("labFinding" if lab else "stainResult", thing, named, "tested")
        _pattern(clause, named, draft)
        if result is None:
            continue
        if lab:
            draft.add("state", result.key, (result.span,), clause.block.index)
        elif result.key == "negative":
            draft.deny(result)
        read_brackets(clause, named, thing, draft)


def stained(clause: Clause, phrase: Phrase) -> None:
    """Below a heading of stains, or behind "positive for": what is stained, whatever kind of name it has."""
    if phrase.result is not None:
        tested(clause, phrase)
        return
    alone = phrase.items[-1] if len(phrase.items) == 1 and not phrase.lent_after else None
    if alone and alone.kind == "word" and alone.key.endswith(clause.page.lexicon.endings["adjective"]):
        clause.cannot(phrase, "an adjective alone is no stain", "the name of a stain or marker")
        return
    for thing in clause.things(phrase, whole=True):
        role = phrase.role if phrase.role in {"positive", "negative"} else clause.setting.role
        draft = clause.draft("stainResult", thing, phrase, role.replace("_", "-") or "stain")
        lost = thing.term.label.casefold().startswith("loss of ")
        if role.endswith("negative") and not lost:
            draft.deny(phrase.introduced if phrase.role == "negative" else None)
        for left in clause.left(phrase):
            if left.kind in {"CellType", "Tissue"} and (bearer := clause.bare(left)):
                draft.add("bearer", bearer.term, bearer.spans, clause.block.index)
        _pattern(clause, phrase, draft)
        read_brackets(clause, phrase, thing, draft)


def _pattern(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say in which part of a cell a stain is seen: "nuclear X", "X (membranous)"."""
    inner = [item for bracket in phrase.brackets for p in bracket for item in p.items]
    for item in [*phrase.words, *inner]:
        if item.kind == "quality" and item.entry and item.entry.aspect == "compartment":
            draft.add("pattern", item.entry.term.label, (item.span,), clause.block.index)


def takes_stain(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """On the page of a stain: what takes it, what does not, what it diagnoses. The stain is the object."""
    role = clause.setting.role
    if thing.kind not in TAKERS or thing.term == clause.page.topic:
        clause.cannot(phrase, f"a {thing.kind or 'word of unknown kind'} takes no stain", "a disease, tissue or cell")
        return
    if role == "stain_use" and thing.kind != "Disease":
        clause.cannot(phrase, f"a {thing.kind} is no use of a stain", "a disease")
        return
    predicate = "diagnosedBy" if role == "stain_use" else "stainResult"
    draft = _with_stain(clause, predicate, phrase, role.replace("_", "-"), thing)
    if role == "lacks_stain":
        draft.deny(None)
    for inner in (p for b in phrase.brackets for p in b):
        if inner.number and draft.quantity is None:
            draft.measure(inner.number)


def _with_stain(clause: Clause, predicate: str, phrase: Phrase, rule: str, thing: Thing) -> Draft:
    """Start a fact of ``thing`` whose object is the stain that the page, or the line above, is about."""
    stain = clause.setting.subjects[0]
    made = Thing(stain.term, stain.term.kind, stain.spans, stain.spans)
    draft = clause.draft(predicate, made, phrase, rule, (clause.subject(thing),))
    draft.context = (*draft.context, stain.block)
    return draft


def coloured(clause: Clause, phrase: Phrase) -> list[Item]:
    """Return the colours that are named before a phrase."""
    words = (item for p in clause.left(phrase) for item in p.items)
    return [item for item in words if item.kind == "quality" and item.entry and item.entry.aspect == "colour"]


def colour_with(clause: Clause, phrase: Phrase) -> None:
    """Behind "stain with": the stain, and the colour named before it or in the bracket behind."""
    for thing in clause.things(phrase):
        colours = coloured(clause, phrase)
        for colour in colours:
            if colour.entry:
                made = Thing(colour.entry.term, "Quality", (colour.span,), (colour.span,))
                draft = clause.draft("stainResult", made, phrase, "stain-colour")
                draft.add("stain", thing.term, thing.spans, clause.block.index)
        if phrase.brackets:
            stain = Thing(thing.term, "Stain", thing.spans, thing.phrase)
            read_brackets(clause, phrase, stain, None)
        elif not colours:
            clause.draft("stainResult", thing, phrase, "stain-with")


def marker(clause: Clause, phrase: Phrase) -> bool:
    """Read "X is the best marker", and "marker of D" on the page of a stain: what diagnoses; return whether the phrase says so."""
    if not phrase.items or phrase.items[-1].key not in clause.page.lexicon.words["marker"] or clause.setting.entry:
        return False
    before = [d for d in clause.drafts if d.predicate == "stainResult" and d.source in clause.left(phrase) and isinstance(d.object, Term)]
    if phrase.role == "is" and before:
        for each in before:
            if isinstance(each.object, Term):
                made = Thing(each.object, each.object.kind, each.spans, each.spans)
                draft = clause.draft("diagnosedBy", made, phrase, "is-marker", each.subjects)
                draft.add("role", clause.page.words(phrase.span).casefold(), phrase.spans, clause.block.index)
                if draft.polarity == "denied" or draft.modality != "asserted":
                    clause.drafts.remove(each)  # "X is no reliable marker": that it stains is not said
        return True
    if phrase.role or clause.page.topic.kind not in {"Protein", "Stain"}:
        return False
    named = [(p, t) for p in clause.complements(phrase, True) if (t := clause.thing(p)) and t.kind == "Disease"]
    for complement, thing in named:
        _with_stain(clause, "diagnosedBy", phrase, "marker-of", thing).add("role", "marker", phrase.spans, clause.block.index)
        read_brackets(clause, complement, thing, None)
    return bool(named)


def distinguish(clause: Clause, phrase: Phrase) -> None:
    """Read "distinguish A (positive) from B (negative)" on the page of a stain: what it is used for, and how each stains."""
    if clause.key != "stain_use" or not phrase.items:
        read_as("verb:other", clause, phrase)
        return
    others = [p for p in clause.phrases if p.role == "from" and p.items]
    marker = (phrase.marker.span,) if phrase.marker else ()
    for one in (t for t in clause.things(phrase, whole=True) if t.kind != "Quality"):
        for against in (t for other in others for t in clause.things(other, whole=True)):
            label = f"distinction of {one.term.label} from {against.term.label}"
            spans = (*marker, *one.spans, *against.spans)
            made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
            clause.draft("indicatedFor", made, phrase, "distinguishes")
    for side in (phrase, *others):
        clause.used.add(side)
        _side_stains(clause, side)
    told = next((p for p in clause.after(others[-1])[:1] if p.items), None) if others else None
    named = clause.thing(others[-1], whole=True) if told else None
    if told and named and told.items[-1].entry and told.items[-1].entry.term.label in RESULTS and len(told.items) == 1:
        draft = _with_stain(clause, "stainResult", told, "takes-stain", named)  # "from B, which is nonreactive"
        if told.items[-1].entry.term.label == "negative":
            draft.deny(told.items[-1])
        clause.used.add(told)


def _side_stains(clause: Clause, side: Phrase) -> None:
    """Read the bracket behind one side: "from B (negative)"."""
    named = clause.thing(side, whole=True)
    for inner in (p for b in side.brackets for p in b):
        key = inner.items[-1].key if inner.items else ""
        if named and key in RESULTS:
            draft = _with_stain(clause, "stainResult", inner, "takes-stain", named)
            if key == "negative":
                draft.deny(None)
