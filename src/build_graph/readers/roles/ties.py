"""Words that only tie: what stands behind them is read by what they tie it to, or reported."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import FINDINGS, PLACES, Clause, own_scopes
from build_graph.readers.draft import Subject
from build_graph.readers.names import slug_of
from build_graph.readers.roles.effects import effect_of
from build_graph.readers.roles.plain import plain
from build_graph.readers.things import Thing

#: Sections in which "as X is so" gives the reason of what is done.
REASONED = {"diagnosis", "treatment", "laboratory"}


def opaque(clause: Clause, phrase: Phrase) -> None:
    """Behind a verb that no rule understands: nothing is claimed of what it governs."""
    verb = phrase.introduced
    if verb is not None and clause.key == "treatment" and effect_of(clause, phrase, verb):
        return
    said = f"the verb {verb.key!r}" if verb else "a verb"
    clause.cannot(phrase, f"{said} is not understood", "", "ontology/lexicon/verbs.tsv")


def varying(clause: Clause, phrase: Phrase) -> None:
    """Read "nuclei vary in size and shape" as a finding in the words of the page, one for each measure; it is of the nuclei."""
    seen = clause.page.lexicon.predicate("differential" if clause.setting.entry else clause.key, "Finding")
    left = [p for p in clause.left(phrase) if p.role in {"", "is"} and p.group != phrase.group and not p.number]
    verb, lead = phrase.introduced, left[-1] if left else None
    thing = clause.bare(lead) if lead is not None else None
    if seen == "hasClinicalFinding" and thing is not None and thing.kind in {"Organism", "CellType", *PLACES}:
        seen = "histologicFinding"
    named = [p for p in clause.group(phrase) if p.items and p.items[-1].key in clause.page.lexicon.words["varied"]]
    if seen not in FINDINGS or verb is None or thing is None or lead is None or phrase not in named:
        opaque(clause, phrase)
        return
    if phrase is named[0]:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not lead]
    label = f"{thing.term.label} {verb.key} in {phrase.key}"
    spans = (*thing.spans, verb.span, *phrase.spans)
    made = Thing(Term(slug_of(label), label, "Finding", candidate=True, head=thing.term), "Finding", spans, spans)
    draft = clause.draft(seen, made, phrase, "varies")
    draft.stance(own_scopes(clause, phrase), clause.block.index)


def opaque_to(clause: Clause, phrase: Phrase) -> None:
    """Behind a bare "to": what something is turned to or compared with; no claim of its own."""
    if _spreads_to(clause, phrase):
        return
    opaque_kinds = {*PLACES, "CellType", "Protein", "Substance", "Population"}
    if not any(d.source is phrase.parent for d in clause.drafts) or phrase.kind in opaque_kinds:
        clause.cannot(phrase, 'behind "to": no rule says what for')
    else:
        plain(clause, phrase)


def _spreads_to(clause: Clause, phrase: Phrase) -> bool:
    """Read the places behind "metastasizes to", "spreads to": where the disease is found as a metastasis."""
    told = clause.page.lexicon.words["spread"]
    start = clause.left(clause.group(phrase)[0])[:1]
    verb = next((p.marker for p in clause.phrases if p.role == "verb:nominal" and p.marker and p.marker.marker.property in told), None)
    verb = verb or next((p.items[-1] for p in start if p.items[-1].key in told), None)
    if verb is None or verb.span.end > phrase.span.start or phrase.kind not in {*PLACES, "", "Finding"} or clause.setting.entry:
        return False
    for thing in clause.things(phrase):
        seat = thing if thing.kind in PLACES else thing._replace(kind="AnatomicalSite", term=replace(thing.term, kind="AnatomicalSite"))
        draft = clause.draft("occursAtSite", seat, phrase, "spreads-to")
        draft.add("kind", verb.marker.property if verb.kind == "verb" else verb.key, (verb.span,), clause.block.index)
    return True


def like(clause: Clause, phrase: Phrase) -> None:
    """Behind "resembles": what comes next speaks of what stood before the verb."""
    for left in clause.left(phrase)[:1]:
        if (thing := clause.thing(left)) and thing.kind == "Disease":
            clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
            clause.subjects = (clause.subject(thing),)
    clause.read(phrase.spans)


def _is_reason(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a verb stands behind what "as" introduces: it is a clause."""
    verb = clause.next_item(phrase.span.end)
    return phrase.marker is not None and phrase.marker.key == "as" and verb is not None and verb.function in {"be", "have"}


def named_as(clause: Clause, phrase: Phrase) -> None:
    """Behind "as": under Treatment what kind of drug the one before it is: "methotrexate as steroid sparing agent"."""
    if phrase.kind == "Quality" and phrase.parent is not None and phrase.parent.role == phrase.role:
        clause.cannot(phrase, "a comparison")  # "as tall as wide"
        return
    if phrase.items and clause.key in REASONED and _is_reason(clause, phrase):
        for each in [phrase, *clause.after(phrase)]:  # "biopsy above X, as cells are sparse below"
            clause.cannot(each, "a reason for what is done is no finding")
            clause.used.add(each)
        return
    before = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source is not None and d.source is phrase.parent]
    if clause.key == "treatment" and not before and not clause.drafts:
        clause.cannot(phrase, "as what something acts is not what is given")
        return
    if clause.key != "treatment" or not before or not isinstance(before[-1].object, Term):
        plain(clause, phrase)
        return
    own = (Subject(before[-1].object, before[-1].spans, clause.block.index),)
    for thing in clause.things(phrase, whole=True):
        clause.draft("subtypeOf", thing, None, "named-as", own).kept.clear()


def ascribe(clause: Clause, phrase: Phrase) -> None:
    """Behind "defines": the disease that has what stands before the verb."""
    things = [t for t in clause.things(phrase, whole=True) if t.kind == "Disease"]
    left = clause.left(phrase)
    for draft in clause.drafts if things else ():
        if draft.source in left:
            draft.subjects = tuple(clause.subject(thing) for thing in things)
    if not things:
        opaque(clause, phrase)


def ignore(clause: Clause, phrase: Phrase) -> None:
    """Its words belong to another phrase."""
