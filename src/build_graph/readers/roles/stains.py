"""Stains and tests: what takes a stain and what does not, the colour, the use of a stain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.lexicon import fold, singular
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
    named = Phrase(items=items, marker=phrase.marker, role=phrase.role, scopes=phrase.scopes, group=phrase.group, brackets=phrase.brackets)
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
    if phrase.kind == "Stain" and any(p.role == "negative" for p in clause.after(phrase)[:1]):
        clause.cannot(phrase, "the stain of what is negative")  # "PAS negative for fungi"
        return
    alone = phrase.items[-1] if len(phrase.items) == 1 and not phrase.lent_after else None
    if alone and alone.kind == "word" and alone.key.endswith(clause.page.lexicon.endings["adjective"]):
        clause.cannot(phrase, "an adjective alone is no stain", "the name of a stain or marker")
        return
    words = clause.page.lexicon.words
    if any(p.last is not None and p.last.key in words["people"] for p in (clause.lead, phrase) if p) or _of_staining(clause, phrase):
        clause.cannot(phrase, "cases and what is said of the staining are no stain", "the name of a stain or marker")
        return
    graded = _take_intensity(phrase, words["intensity"])
    for thing in clause.things(phrase, whole=True):
        role = phrase.role if phrase.role in {"positive", "negative"} else clause.setting.role
        draft = clause.draft("stainResult", thing, phrase, role.replace("_", "-") or "stain")
        lost = thing.term.label.casefold().startswith("loss of ") or phrase.items[-1].key in words["gone"]
        lost = lost or role == "stain_negative" and _is_kept(clause, phrase)
        if role.endswith("negative") and not lost:
            draft.deny(phrase.introduced if phrase.role == "negative" else None)
        others = clause.group(phrase)
        for left in clause.left(phrase):
            if left.kind in {"CellType", "Tissue"} and left.parent not in others and (bearer := clause.bare(left)):
                draft.add("bearer", bearer.term, bearer.spans, clause.block.index)
        _pattern(clause, phrase, draft)
        for item in graded:
            draft.add("intensity", item.key, (item.span,), clause.block.index)
        read_brackets(clause, phrase, thing, draft)


def _is_kept(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a stain among those that are negative is said to be there: "BRG1 is retained"."""
    behind = (i for i in clause.items if i.span.start >= phrase.span.end and i.function != "be")
    said = next(behind, None)
    return said is not None and said.key in clause.page.lexicon.words["kept"]


def _take_intensity(phrase: Phrase, intensity: Mapping[str, str]) -> list[Item]:
    """Take from a phrase, and return, the words that say how strong a stain is before or behind its name: "CD38 bright", "dim CD45"."""
    ends = [phrase.items[0], phrase.items[-1]] if len(phrase.items) > 1 and not phrase.lent_after else []
    taken = [item for item in ends if item.key in intensity]
    if len(taken) == len(phrase.items):
        return []
    phrase.items = [item for item in phrase.items if item not in taken]
    return taken


def _of_staining(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a clause of a list speaks of the staining itself: "faint staining can be seen near X" names no stain.

    Nor does a comparison: "is more sensitive but less specific".
    """
    if not phrase.kind and phrase.items[:1] and phrase.items[0].key in clause.page.lexicon.comparatives:
        return True
    lead = clause.lead
    told = lead is not None and not lead.marker and lead.items[-1].key in clause.page.lexicon.words["reactivity"]
    return told and any(i.function == "be" or i.kind == "verb" or i.key.endswith(" be") for i in clause.items)


def _pattern(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say in which part of a cell a stain is seen: "nuclear X", "X (membranous)"."""
    inner = [item for bracket in phrase.brackets for p in bracket for item in p.items]
    for item in [*phrase.words, *inner]:
        if item.kind == "quality" and item.entry and item.entry.aspect == "compartment":
            draft.add("pattern", item.entry.term.label, (item.span,), clause.block.index)


def diagnoses(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """Among the uses of a stain: the disease that it diagnoses."""
    if thing.kind != "Disease" or thing.term == clause.page.topic:
        clause.cannot(phrase, f"a {thing.kind or 'word of unknown kind'} is no use of a stain", "a disease")
        return
    with_stain(clause, "diagnosedBy", phrase, "stain-use", thing)


def with_stain(clause: Clause, predicate: str, phrase: Phrase | None, rule: str, thing: Thing) -> Draft:
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
    if phrase.role or not clause.page.about_stain:
        return False
    lead = next((p for p in clause.behind.get(phrase, ()) if p.role == "for" and p.items), None)
    behind = [*clause.complements(phrase, True), *(clause.group(lead) if lead else ())]
    denied = phrase.scope("polarity") is not None  # "not specific marker": whether it is one all the same is not said
    named = [(p, t) for p in behind if not denied for t in _diseases(clause, p)]
    clause.used.update(behind)
    for complement, thing in named:
        with_stain(clause, "diagnosedBy", phrase, "marker-of", thing).add("role", "marker", phrase.spans, clause.block.index)
        read_brackets(clause, complement, thing, None)
    takers = [t for p in behind if not denied for t in clause.things(p, whole=True) if t.kind in {*PLACES, "CellType"}]
    for thing in takers:
        with_stain(clause, "stainResult", phrase, "marker-of", thing).add("role", "marker", phrase.spans, clause.block.index)
    if not named and not takers:
        clause.cannot(phrase, "of what it is a marker is not said", "a disease, tissue or cell")
    return True


def _diseases(clause: Clause, phrase: Phrase) -> list[Thing]:
    """Return the diseases that a phrase names where nothing but a disease is expected: an unknown name is one."""
    named = [t for t in clause.things(phrase, whole=True) if t.kind in {"", "Disease"} and phrase.head is not None]
    return [t if t.kind else t._replace(kind="Disease", term=replace(t.term, kind="Disease")) for t in named]


def distinguish(clause: Clause, phrase: Phrase) -> None:
    """Read "distinguish A (positive) from B (negative)" on the page of a stain: what it is used for, and how each stains."""
    if clause.key != "stain_use" or not phrase.items:
        read_as("verb:other", clause, phrase)
        return
    if _stands_for(clause, phrase):
        before = [p for p in clause.phrases[: clause.phrases.index(phrase)] if p.items]
        near = [p for p in before if p.kind == "Disease"] or [p for p in before if not p.kind]
        _distinctions(clause, phrase, near[-1:], clause.group(phrase))
        return
    others = [p for p in clause.phrases if p.role == "from" and p.items]
    _distinctions(clause, phrase, [phrase], others)
    for side in (phrase, *others):
        clause.used.add(side)
        _side_stains(clause, side)
    told = next((p for p in clause.after(others[-1])[:1] if p.items), None) if others else None
    named = clause.thing(others[-1], whole=True) if told else None
    if told and named and told.items[-1].entry and told.items[-1].entry.term.label in RESULTS and len(told.items) == 1:
        draft = with_stain(clause, "stainResult", told, "takes-stain", named)  # "from B, which is nonreactive"
        if told.items[-1].entry.term.label == "negative":
            draft.deny(told.items[-1])
        clause.used.add(told)


def _stands_for(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a pronoun stands between a verb and what follows: "separate it from B"."""
    at = phrase.marker.span.end if phrase.marker else phrase.span.start
    return any(i.function == "pronoun" and at <= i.span.start < phrase.span.start for i in clause.items)


def _distinctions(clause: Clause, phrase: Phrase, ones: Sequence[Phrase], others: Sequence[Phrase]) -> None:
    """Say that the stain serves to tell each of ``ones`` from each of ``others``."""
    marker = (phrase.marker.span,) if phrase.marker else ()
    clause.used.update(others)
    for one in (t for p in ones for t in clause.things(p, whole=True) if t.kind != "Quality"):
        for against in (t for other in others for t in named_with_head(clause, other)):
            label = f"distinction of {one.term.label} from {against.term.label}"
            spans = (*marker, *one.spans, *against.spans)
            made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
            clause.draft("indicatedFor", made, phrase, "distinguishes")


def named_with_head(clause: Clause, phrase: Phrase) -> list[Thing]:
    """Return what a phrase of a list of diseases names: a place before "and" shares the last word of the tumor behind it.

    "Breast and prostatic adenocarcinoma" names an adenocarcinoma of the breast, "smooth muscle and nerve sheath tumors" two tumors.
    """
    after = next((p for p in clause.after(phrase)[:1] if p.link in {"and", "or"} and p.group == phrase.group), None)
    if phrase.kind not in PLACES or after is None or after.kind != "Disease" or after.last is None or len(after.key.split(" ")) < 2:
        return clause.things(phrase, whole=True)
    tail = after.last.parts[-1] if after.last.parts else after.last.span
    label = f"{phrase.key} {singular(clause.page.words(tail).casefold())}"
    spans = (*phrase.spans, tail)
    entry = clause.page.lexicon.names.get(fold(label))
    term = entry.term if entry else Term(slug_of(label), label, "Disease", candidate=True)
    return [Thing(term, term.kind, spans, spans)]


def _side_stains(clause: Clause, side: Phrase) -> None:
    """Read the bracket behind one side: "from B (negative)"."""
    named = clause.thing(side, whole=True)
    for inner in (p for b in side.brackets for p in b):
        key = inner.items[-1].key if inner.items else ""
        if named and key in RESULTS:
            draft = with_stain(clause, "stainResult", inner, "takes-stain", named)
            if key == "negative":
                draft.deny(None)
