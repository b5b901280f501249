"""What comes before and after: in whom, when, and behind what something is seen."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import Clause
from build_graph.readers.roles.causes import CAUSED, FINDING_SECTIONS
from build_graph.readers.roles.emit import read_as
from build_graph.readers.roles.steps import DONE
from build_graph.readers.roles.times import is_time_of_life
from build_graph.readers.things import Thing

#: Kinds of what something may come after, and be no part of it.
AFTER = {"Finding", "Disease", "Event", "Procedure"}
#: Predicates that tie a disease to what it comes after.
TIED = {"associatedWith", "causedBy"}


def later(clause: Clause, phrase: Phrase) -> None:
    """Behind "after": what sets a mechanism off."""
    lead = clause.ahead_of(phrase)[-2:-1] if phrase.items else []
    told = bool(lead) and clause.page.lexicon.stages.get(lead[0].key) == "last"  # "onset after puberty"
    if phrase.kind == "Population" or told or is_time_of_life(clause, phrase):
        clause.cannot(phrase, "who it comes after is not who has it")  # "onset after infancy"
        return
    before = [d for d in clause.drafts if d.source is not None and d.source is phrase.parent and d.predicate == "hasMechanism"]
    if not before and phrase.kind == "Procedure" and clause.drafts:
        thing = clause.thing(phrase)
        if thing:
            spans = (*((phrase.marker.span,) if phrase.marker else ()), *thing.spans)
            clause.drafts[-1].add("condition", f"after {thing.term.label}", spans, clause.block.index)
            _after_it(clause, phrase, thing)
        return
    for thing in clause.things(phrase, whole=True) if before else ():
        before[-1].add("trigger", thing.term, thing.spans, clause.block.index)
    if not before and phrase.kind in AFTER and clause.key in FINDING_SECTIONS:
        _afterwards(clause, phrase)
    elif not before:
        _when_after(clause, phrase)


def _when_after(clause: Clause, phrase: Phrase) -> None:
    """Read "occurs after transplant", of which nothing else is said: what it comes after, and when; nothing is done about it."""
    if not phrase.items and phrase.number is None:
        return  # "after exposure to X": what is behind the cue is read by itself
    known = list(clause.drafts)
    read_as("", clause, phrase)
    made = [d for d in clause.drafts if d not in known and d.predicate in {*TIED, *DONE}]
    named = any(
        i.nominal or i.kind == "number" for i in clause.items if i.span.end <= phrase.span.start
    )  # "4% after excision": not the disease
    for draft in made if clause.key not in {"treatment", "diagnosis"} and not named else ():
        draft.predicate = "associatedWith" if draft.predicate in DONE else draft.predicate
        if phrase.marker and draft.source is phrase and isinstance(draft.object, Term):
            draft.add("condition", f"{phrase.marker.key} {draft.object.label}", (phrase.marker.span, *draft.spans), clause.block.index)


def _after_it(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """Read "syndrome A and <the page's disease> after transplant": what the disease itself comes after is a fact of its own."""
    last = phrase.parent.items[-1].entry if phrase.parent is not None and phrase.parent.items else None
    predicate = clause.page.lexicon.predicate(clause.key, thing.kind)
    if last is not None and clause.page.names.member(last.term) and predicate in TIED and not clause.setting.entry:
        draft = clause.draft(predicate, thing, phrase, "after-event")
        if phrase.marker:
            draft.add("kind", "after", (phrase.marker.span,), clause.block.index)


def _afterwards(clause: Clause, phrase: Phrase) -> None:
    """Read "rash, often after a sore throat" as when what stands before it is seen: no finding of its own."""
    seen = [d for d in clause.drafts if d.predicate in CAUSED and not d.has("attribute")]
    if not seen or phrase.marker is None:
        clause.cannot(phrase, f"behind {phrase.marker.key if phrase.marker else 'a time'!r}: what comes before something that is not said")
        return
    spans = (phrase.marker.span, *phrase.spans)
    text = " ".join(w for span in spans for w in clause.page.words(span).split()).casefold()
    seen[-1].add("condition", text, spans, clause.block.index)
