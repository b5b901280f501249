"""What shows, confirms, suggests or excludes the disease."""

from __future__ import annotations

from dataclasses import replace

from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.language.verbs import RELATIVES
from build_graph.lexicon import fold
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import BY_ASPECT, METHODS, PLACES, Clause, own_scopes
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.roles.completing import qualify
from build_graph.readers.roles.emit import emit, read_as
from build_graph.readers.roles.kinds import by_place
from build_graph.readers.roles.people import populations
from build_graph.readers.roles.stains import diagnoses
from build_graph.readers.roles.whereabouts import bearer
from build_graph.readers.things import Thing

#: Kinds of what a test excludes, when it is not the page's disease.
OTHERS = {"Disease", "Finding", "Organism"}
#: Sections in which a disease favors people.
WHOM_SECTIONS = {"epidemiology", "clinical", "essential", "sites"}


def excluded(clause: Clause, phrase: Phrase) -> None:
    """Read "X excludes" and "X does not exclude": a role of the test X, neither a finding nor a denial."""
    value = "does not exclude" if phrase.role == "exclude" else "excludes"
    before = clause.left(phrase)
    against = clause.things(phrase, whole=True)
    acts = [p for p in clause.phrases[: clause.phrases.index(phrase)] if p.introduced is not None and p.introduced.kind == "verb"]
    clause.drafts[:] = [d for d in clause.drafts if d.source not in acts]  # "absence of itching excludes it"
    for left in [p for p in before if p.group == before[-1].group]:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
        if left.scope("polarity"):
            clause.cannot(left, "what excludes it where it is not there")  # "absence of X excludes it"
            continue
        for thing in clause.things(left):
            if thing.kind == "Quality":
                continue
            draft = clause.draft("diagnosedBy", thing, None, value.replace(" ", "-"))
            if phrase.marker:
                draft.add("role", value, (phrase.marker.span,), clause.block.index)
            for other in [t for t in against if t.kind in OTHERS and not t.term.candidate and not clause.page.names.member(t.term)]:
                draft.add("target", other.term, other.spans, clause.block.index)  # "biopsy excludes lymphoma"
    for thing in against:
        clause.read(thing.spans)


def show(clause: Clause, phrase: Phrase) -> None:
    """Behind "shows": findings, and the procedure on the left as the way they are seen; behind "misses" denied."""
    count = len(clause.drafts)
    _show(clause, phrase)
    if phrase.introduced is not None and phrase.introduced.key in clause.page.lexicon.words["missing"]:
        for draft in clause.drafts[count:]:
            if draft.polarity == "denied":
                draft.polarity = "affirmed"  # "does not miss X"
            else:
                draft.deny(phrase.introduced)


def _show(clause: Clause, phrase: Phrase) -> None:
    method = next((m for m in reversed(clause.left(phrase)) if m.kind in METHODS), None)
    seen = clause.bare(method) if method else None
    if seen and not any(k.qualifier.name == "method" for k in clause.kept):
        clause.keep("method", seen.term, seen.spans)
    if method is not None and seen is not None and clause.setting.role.startswith("stain_"):
        _stain_shows(clause, phrase, method, seen)
        return
    predicate = "distinguishingFinding" if clause.setting.entry else _seen_by(clause, method) if seen else ""
    for thing in clause.things(phrase):
        if not predicate or thing.kind == "Population" or thing.kind == "Disease" and clause.page.names.member(thing.term):
            emit(clause, phrase, thing, "")
        elif any(d.object == thing.term and d.predicate == predicate for d in clause.drafts):
            clause.read(thing.spans)
        else:
            _shown(clause, phrase, thing, predicate)


def _stain_shows(clause: Clause, phrase: Phrase, method: Phrase, stain: Thing) -> None:
    """Read "Congo red shows green birefringence" in a list of stains: the stain, and what it shows."""
    clause.kept[:] = [k for k in clause.kept if k.qualifier.value != stain.term]
    if not any(d.source is method for d in clause.drafts):
        draft = clause.draft("stainResult", stain, method, "stain-shows")
        if clause.setting.role.endswith("negative"):
            draft.deny(None)
    for thing in clause.things(phrase, whole=True):
        clause.draft("stainResult", thing, phrase, "stain-shows").add("stain", stain.term, stain.spans, clause.block.index)


def _shown(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> None:
    draft = clause.draft(predicate, thing, phrase, "shown-by")
    qualify(clause, phrase, thing, draft)
    clause.attributes(predicate, thing, phrase, "shown-by")
    if thing.kind == "Quality":
        draft.add("attribute", thing.aspect, thing.spans, clause.block.index)
    read_brackets(clause, phrase, thing, draft)


def _seen_by(clause: Clause, method: Phrase | None) -> str:
    """Return the predicate of what a procedure shows; "" leaves it to the section."""
    if method is None:
        return ""
    if method.kind == "ImagingModality":
        return "imagingFinding"
    aspect = method.items[-1].entry.aspect if method.items[-1].entry else ""
    return BY_ASPECT.get(aspect, "diagnosticFinding" if clause.key == "diagnosis" else "")


def confirm(clause: Clause, phrase: Phrase) -> None:
    """Behind "confirmed by": the procedure; a substance there is what is confirmed."""
    marker = phrase.marker or next((p.marker for p in clause.phrases if p.role == "confirm" and p.marker), None)
    clause.drafts[:] = [d for d in clause.drafts if not (d.source in clause.left(phrase) and d.source and d.source.kind == "Finding")]
    for thing in [by_place(clause, phrase, t) for t in clause.things(phrase)]:
        if thing.kind in METHODS:
            draft = emit(clause, phrase, thing, "confirm", "confirmed-by")
            if draft and marker:
                draft.add("role", "confirms", (marker.span,), clause.block.index)
        elif thing.kind in {"Substance", "Finding", "Protein"}:
            clause.keep("target", thing.term, thing.spans)
        elif thing.kind and not clause.page.names.member(thing.term):
            clause.cannot(phrase, f"a {thing.kind} confirms nothing", "a procedure, stain or imaging modality")


def confirm_by(clause: Clause, phrase: Phrase) -> None:
    """What stands on the left confirms the diagnosis; on the page of a stain, the diagnosis that the stain confirms."""
    if clause.key == "stain_use" and phrase.items and not clause.left(phrase):
        for thing in clause.things(phrase, whole=True):
            diagnoses(clause, phrase, thing)
        return
    named = clause.page.names.label(phrase.key) if phrase.items and not clause.setting.entry else None
    if named and named != clause.page.topic:
        clause.subjects = (Subject(named, phrase.spans, clause.block.index),)  # "test X is diagnostic of <a member of the family>"
        for draft in [d for d in clause.drafts if d.source in clause.left(phrase)]:
            draft.subjects = clause.subjects
    for left in clause.left(phrase):
        if left.kind not in METHODS:
            continue
        for draft in [d for d in clause.drafts if d.source is left and d.predicate == "diagnosedBy"] or _diagnosed(clause, left):
            draft.predicate, draft.rule = "diagnosedBy", "confirms"
            draft.stance(phrase.scopes or own_scopes(clause, phrase), clause.block.index)
            if phrase.marker:
                draft.add("role", "confirms", (phrase.marker.span,), clause.block.index)
    if phrase.items and not named:
        read_as("", clause, phrase)


def _diagnosed(clause: Clause, left: Phrase) -> list[Draft]:
    return [clause.draft("diagnosedBy", thing, left, "confirms") for thing in clause.things(left)]


def suggested(clause: Clause, phrase: Phrase) -> None:
    """Behind "supported by": what speaks for the disease."""
    for thing in clause.things(phrase):
        draft = clause.draft("distinguishingFinding" if clause.setting.entry else "diagnosticFinding", thing, phrase, "supported-by")
        marker = phrase.introduced
        if marker:
            draft.add("role", "supports", (marker.span,), clause.block.index)


def needed(clause: Clause, phrase: Phrase) -> None:
    """What stands on the left of "is needed" follows from the disease."""
    for draft in clause.drafts if clause.key not in {"treatment", "diagnosis"} else ():
        if draft.source in clause.left(phrase) and draft.predicate in {"associatedWith", "hasClinicalFinding", "treatedBy"}:
            draft.predicate, draft.rule = "hasComplicationOrOutcome", "needed"
    if phrase.number and not phrase.items:
        clause.shares[phrase] = -1
        first = next((d for d in clause.drafts if d.predicate == "hasComplicationOrOutcome"), None)
        if first:
            first.measure(phrase.number, "proportion")
    elif phrase.items:
        read_as("place", clause, phrase)


def suggest(clause: Clause, phrase: Phrase) -> None:
    """What stands on the left speaks for the disease on the right."""
    if _favored(clause, phrase) or _thought(clause, phrase) or _speaks_for_drug(clause, phrase):
        return
    predicate = "distinguishingFinding" if clause.setting.entry else "diagnosticFinding"
    named = clause.page.names.label(phrase.key) if phrase.items else None
    if named and named != clause.page.topic and not clause.setting.entry:
        clause.subjects = (Subject(named, phrase.spans, clause.block.index),)  # "X should raise suspicion of <a member of the family>"
        for draft in clause.drafts:
            draft.subjects = clause.subjects if draft.source in clause.left(phrase) else draft.subjects
    if clause.setting.entry and _is_own(clause, phrase):
        clause.read(phrase.spans)
    elif named and clause.setting.entry or not named and _is_other(clause, phrase):
        clause.drafts[:] = [d for d in clause.drafts if d.source not in clause.left(phrase)]
        clause.cannot(phrase, "what stands before it speaks for something that is not known")
        return
    for left in clause.left(phrase):
        drafts = [d for d in clause.drafts if d.source is left]
        if not drafts:
            things = [t for t in clause.things(left) if t.kind not in {"", "Population"} and left not in clause.used]
            drafts = [clause.draft(predicate, thing, left, "supports") for thing in things]
            clause.unread = [u for u in clause.unread if not things or u.span != left.span]  # its kind alone said nothing; the verb does
        for draft in drafts:
            if phrase.marker:
                draft.add("role", "supports", (phrase.marker.span,), clause.block.index)


def _thought(clause: Clause, phrase: Phrase) -> bool:
    """Return whether "that" stands behind "suggest": who suggests it, "mouse models suggest that X may contribute", is no finding."""
    behind = next((i for i in clause.items if phrase.marker is not None and i.span.start >= phrase.marker.span.end), None)
    if behind is None or behind.key not in RELATIVES:
        return False
    left = [p for p in clause.left(phrase) if p.items]
    clause.drafts[:] = [d for d in clause.drafts if d.source not in left]
    for each in left:
        clause.cannot(each, "who suggests it is no part of the disease")
    return True


def _speaks_for_drug(clause: Clause, phrase: Phrase) -> bool:
    """Report "few studies support drug A" under Treatment: studies treat nobody; return whether it stands there."""
    if clause.key != "treatment":
        return False
    left = clause.left(phrase)
    clause.drafts[:] = [d for d in clause.drafts if d.source not in left]
    told = {u.span for u in clause.unread}
    for each in (*left, phrase):
        if each.span not in told:
            clause.cannot(each, "what speaks for a treatment")
    return True


def _favored(clause: Clause, phrase: Phrase) -> bool:
    """Read "favors women" as who is affected more, "favors the knees" as where; return whether people or a place are favored."""
    if (phrase.kind or clause.page.lexicon.unknown_kinds.get((clause.key, phrase.role), "")) in PLACES:
        read_as("place", clause, phrase)
        return True
    said = phrase.introduced
    if phrase.kind != "Population" or clause.setting.entry or said is None or clause.key not in WHOM_SECTIONS:
        return False
    for thing in populations(clause, phrase):
        clause.draft("affectsPopulation", thing, phrase, "favored").add("predominance", said.key, (said.span,), clause.block.index)
    return True


def _is_own(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase below a look-alike names it, by a word that both have: "gout" of gouty tophi."""
    generic = clause.page.lexicon.generic
    own = [word for s in clause.subjects for word in fold(s.term.label).split(" ") if word not in generic]
    said = [word for word in phrase.key.split(" ") if word not in generic]
    return any(a.startswith(b) or b.startswith(a) for a in own for b in said)


def _is_other(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase names something that is neither the page's disease nor a word for a diagnosis."""
    thing = clause.thing(phrase) if phrase.items else None
    if thing is None or phrase.items[-1].key in clause.page.lexicon.words["bare"] or clause.page.names.member(thing.term):
        return False
    if clause.setting.entry:
        return thing.kind in {"", "Disease"}
    return not thing.kind and len(phrase.items) == 1 or thing.kind == "Disease" and not thing.term.candidate


def purpose(clause: Clause, phrase: Phrase) -> None:
    """Behind "to detect": what the test or treatment on the left is for."""
    before = [d for d in clause.drafts if d.predicate in {"diagnosedBy", "treatedBy"} and d.source in clause.left(phrase)]
    for thing in clause.things(phrase, whole=True) if before else ():
        if phrase.items[-1].key not in clause.page.lexicon.words["bare"]:
            before[-1].add("target", thing.term, thing.spans, clause.block.index)
        clause.read(thing.spans)
    if not before:
        clause.cannot(phrase, "no rule says what is done to this end")


def lookalike(clause: Clause, phrase: Phrase) -> None:
    """Behind "may be mistaken for": a look-alike of the disease."""
    group = clause.group(phrase)
    first = next((p for p in group if p.marker is not None), group[0])
    joined = group[group.index(first) + 1 : group.index(phrase) + 1] if phrase in group else []
    if first.kind not in {"Disease", ""} and all(p.link in {"and", "or", "/"} for p in joined):
        clause.cannot(phrase, "what a part of it is mistaken for is not there")  # "cells are mistaken for lymphocytes"
        return
    if any(p.kind not in {"Disease", ""} for p in group[: group.index(phrase) + 1]):
        phrase.scopes = [s for s in phrase.scopes if s.marker.property not in CLAUSE_WIDE]
        read_as("", clause, phrase)  # "X that may be mistaken for Y, ulcers": the list goes on
        return
    for thing in clause.things(phrase, whole=True):
        named = thing if thing.kind else thing._replace(kind="Disease", term=replace(thing.term, kind="Disease"))
        if clause.setting.entry or named.kind != "Disease" or clause.page.names.member(named.term):
            clause.cannot(phrase, "no look-alike of the page's disease")
        else:
            clause.draft("differentialDiagnosis", named, phrase, "mistaken-for").stance(_hedges(clause, phrase), clause.block.index)


def _hedges(clause: Clause, phrase: Phrase) -> list[Scope]:
    """Return what denies that one is taken for the other; that it "may" be is what a look-alike is."""
    return [s for s in own_scopes(clause, phrase) if s.marker.property == "polarity"]


def surround(clause: Clause, phrase: Phrase) -> None:
    """Behind "surrounded by": findings around the one that the clause is about."""
    for thing in clause.things(phrase):
        draft = emit(clause, phrase, thing, "", "surrounded-by")
        marker = phrase.introduced
        if draft and marker:
            draft.add("position", "surrounding", (marker.span,), clause.block.index)
            bearer(clause, phrase, draft)
