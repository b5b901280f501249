"""What is said of a name with a quality alone: its state, that it is involved, spared, lost, or only looked at."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import CHANGE_SECTIONS, FINDINGS, PLACES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.names import slug_of

#: Sections that tell how things look, a tissue among them.
LOOKED_AT = {*CHANGE_SECTIONS, "gross", "radiology"}

#: Sections in which "positive" is the state of a test.
TESTED = {"laboratory", "diagnosis", "treatment", "prognosis"}


def state(clause: Clause, phrase: Phrase) -> bool:
    """Read a state said with a verb ("A and B levels are raised"): it qualifies the facts of what stands before it."""
    last = phrase.items[-1] if phrase.items and phrase.role == "is" else None
    if last is None or phrase.head is not None or last.entry is None or last.entry.aspect != "state" or phrase.link and phrase.result:
        return False  # "A is positive, B negative" says the latter of B
    if _stained(clause, phrase, last):
        return True
    measured = {"Measurement", "Substance", "Protein", "Procedure"}
    known = {"labFinding", "stainResult"} if last.key in clause.page.lexicon.words["gone"] else {"labFinding"}
    before = [d for d in clause.drafts if d.source is not None and (d.source.kind in measured or d.predicate in known)]
    left = clause.left(phrase)
    ended = max((n for n, p in enumerate(left) if p.role == "is" and p.head is None), default=-1)
    told = clause.said_of(phrase, left[ended + 1 :] or left)  # "A is raised, B is low": of B
    before = [d for d in before if d.source in told or d.source not in left]
    stance = [s for s in phrase.scopes if s.marker.property in {"modality", "polarity"}]
    marked = [d for d in before if d.predicate == "stainResult"]
    seen = marked or before or [d for d in clause.drafts if d.source in told and d.predicate in FINDINGS]
    hedged = bool(seen) and all(s.marker.property == "modality" for s in stance)
    if last.key in clause.page.lexicon.words["gone"] and (marked or hedged):
        gone = _gone(clause, last, seen)
        for draft in seen:
            draft.stance(stance, clause.block.index)
        return gone
    for draft in _apart(clause, phrase, before):
        draft.add("state", last.entry.term.label, (last.span,), clause.block.index)
        often = phrase.scope("frequency")  # of two the nearest: "usually normal and rarely elevated"
        draft.stance([*stance, *([often] if often else [])], clause.block.index)
        for share in _share_of_state(clause, phrase):
            draft.measure(share, "proportion")
    return bool(before)


def _stained(clause: Clause, phrase: Phrase, said: Item) -> bool:
    """Read "PAS is negative" where things are looked at: the result of a stain, and no finding "negative"."""
    result = clause.page.lexicon.words["stain-result"].get(said.key)
    known = {d.source for d in clause.drafts}
    named = [p for p in clause.said_of(phrase, clause.left(phrase)) if p.kind == "Stain" and p not in known]
    if result is None or not named or clause.key in TESTED:
        return False
    denial = phrase.scope("polarity")
    for stain in named:
        for thing in clause.things(stain):
            draft = clause.draft("stainResult", thing, stain, "stain-state")
            draft.stance([s for s in phrase.scopes if s.marker.property != "polarity"], clause.block.index)
            if (result == "negative") != (denial is not None):
                draft.deny(denial.item if denial else said)
        clause.unread = [u for u in clause.unread if u.span != stain.span]
    return True


def _share_of_state(clause: Clause, phrase: Phrase) -> list[Number]:
    """Return the share that stands behind a state: "normal in 20%"."""
    told = [p for p in clause.behind.get(phrase, ()) if p.number and p.number.is_share and not p.items and p not in clause.behind]
    clause.used.update(told[:1])
    return [p.number for p in told[:1] if p.number]


def _apart(clause: Clause, phrase: Phrase, drafts: list[Draft]) -> list[Draft]:
    """Return the facts that take a state: of "normal in 20% and elevated in 80%" each state has a fact of its own."""
    if phrase.link == "or" or not any(d.has("state") for d in drafts):
        return drafts
    made: list[Draft] = []
    for draft in drafts:
        kept = [k for k in draft.kept if k.qualifier.name not in {"state", "frequency", "population"}]
        other = replace(draft, kept=kept, mentions=[], quantity=None, polarity="affirmed", modality="asserted")
        if draft.has("state") and all(o.object != other.object for o in made):
            made.append(other)
    clause.drafts += made
    return made


def affected(clause: Clause, phrase: Phrase) -> bool:
    """Read "men are rarely affected" as how often these people have the disease; return whether people are said to be affected."""
    people = [d for d in clause.drafts if d.predicate in {"affectsPopulation", "sexRatio"}]
    if phrase.key not in clause.page.lexicon.words["involved"] or not people or clause.key != "epidemiology":
        return False
    for draft in (d for d in people if d.predicate == "affectsPopulation"):
        draft.stance(phrase.scopes, clause.block.index)
    clause.read(phrase.spans)
    return True


def involved(clause: Clause, phrase: Phrase) -> bool:
    """Read "the heart is rarely involved" as how often the disease sits in the heart; return whether a place is said to be involved."""
    last = phrase.last
    said = phrase.head is None or phrase.role == "is" and len(phrase.items) == 1
    if last is None or not said or last.key not in clause.page.lexicon.words["involved"]:
        return False
    places = [p for p in clause.left(phrase) if p.kind in PLACES and p.role in {"", "is"}]
    named = [p for p in places if p.group == places[-1].group]  # "hands and feet are seldom affected"
    sites = [d for d in clause.drafts if d.predicate == "occursAtSite" and d.source in named]
    for draft in sites:
        draft.stance(phrase.scopes, clause.block.index)
    if sites:
        clause.read(phrase.spans)
    return bool(sites)


def to_exclude(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase says that what stands before it must be excluded: nothing is found then."""
    if phrase.key not in clause.page.lexicon.words["exclusion"]:
        return False
    left = clause.left(phrase)
    clause.drafts[:] = [d for d in clause.drafts if d.source not in left]
    for source in left:
        clause.cannot(source, "what must be excluded is not found")
    return True


def _gone(clause: Clause, said: Item, drafts: list[Draft]) -> bool:
    """Read "P is lost" of a marker as the finding "loss of P", and "X is lost" of anything else as its denial."""
    for draft in drafts:
        if draft.predicate == "stainResult" and isinstance(draft.object, Term):
            label = f"loss of {draft.object.label}"
            draft.object = Term(slug_of(label), label, "Finding", candidate=True, head=draft.object)
            draft.spans = (*draft.spans, said.span)
            if draft.polarity == "denied" and clause.setting.role == "stain_negative":
                draft.affirm()  # among negative stains "P lost" is the loss
        elif draft.polarity == "affirmed":
            draft.deny(said)
    return bool(drafts)


def _is_sound(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a place is said to be as it should: "the overlying skin is usually unremarkable", "skin is intact"."""
    behind = [i for i in clause.items if i.span.start >= phrase.span.end and i.kind != "scope"]
    said = behind[1] if len(behind) > 1 and behind[0].function == "be" else None
    return said is not None and said.key in clause.page.lexicon.words["sound"] and not any(i.nominal for i in behind[2:])


def looked_at(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a tissue is only what a quality is said of: "basement membrane is thickened"; it is no site of the disease."""
    if phrase.role or clause.setting.entry:
        return False
    if clause.key in {"clinical", "sites"} and _is_sound(clause, phrase):
        clause.read(phrase.spans)
        return True
    if clause.key not in LOOKED_AT:
        return False
    after = clause.after(phrase)[:1]
    said = bool(after) and after[0].role == "is" and after[0].head is None and bool(after[0].items) and not after[0].scope("polarity")
    if not said or clause.page.names.label(phrase.key):
        return False
    clause.read(phrase.spans)
    return True
