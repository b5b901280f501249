"""What stands behind a preposition of place and tells a time, a share or the people: 'at 5 years', 'in 10%', 'in childhood'."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Qualifier
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.clause import PLACES, Clause
from build_graph.readers.draft import Kept
from build_graph.readers.roles.people import of_whom, population


def is_horizon(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase says after how long: "at 3 year follow up"."""
    if phrase.number is None or not phrase.number.is_time:
        return False
    alone = not phrase.items and phrase.marker is not None and phrase.marker.key in {"at", "within", "in"}
    return alone or bool(phrase.items) and phrase.kind in {"Procedure", "Event", "Measurement"}


def horizon(clause: Clause, phrase: Phrase) -> None:
    """Say of the fact before it at what time it is so."""
    for draft in clause.drafts[-1:]:
        if phrase.number:
            draft.add("horizon", phrase.number.horizon, (phrase.number.span,), clause.block.index)


def is_share(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a bare number, or a share of people, stands there."""
    return phrase.number is not None and (not phrase.items or phrase.number.is_share and phrase.kind in {"Population", ""})


def said_unread(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a share stands behind words that no rule has read: "healing is incomplete in 40%" says no 40% of healing."""
    before = [p for p in clause.phrases if p.items and p.span.end <= phrase.span.start][-1:]
    return any(p.role == "is" and any(u.span == p.span for u in clause.unread) for p in before)


def share_behind(clause: Clause, phrase: Phrase) -> None:
    """Read "in 60% of patients" behind what it measures: the facts of the coordination before it."""
    said = [d for d in clause.drafts if d.predicate != "occursAtSite" or d.source in clause.phrases]  # not what a bracket adds
    last = said[-1].source if said else None
    if said_unread(clause, phrase):
        if clause.key == "prognosis" and last:
            clause.drafts[:] = [d for d in clause.drafts if d.source is not last]
            clause.cannot(last, "what is said of it is not understood")
        clause.cannot(phrase, "the share is of what is said before it, and that is not understood")
        return
    for draft in said:
        if phrase.number and draft.quantity is None and draft.source and last and draft.source.group == last.group:
            draft.measure(phrase.number, "proportion")
            for people in [p for p in clause.behind.get(phrase, ()) if p.kind == "Population"]:
                of_whom(clause, people, draft)
            for form in [t for p in clause.behind.get(phrase, ()) if p.kind == "Disease" and (t := clause.bare(p))]:
                if clause.page.names.member(form.term):  # "in 90% of type A": said of type A
                    draft.subjects = (clause.subject(form),)
    clause.shares[phrase] = -1


def is_case(clause: Clause, phrase: Phrase) -> bool:
    """Return whether instances of the section's own are counted there: "in 10% of biopsies", "in familial or syndromic cases"."""
    bare = bool(phrase.items) and phrase.head is None
    joined = [p for p in clause.group(phrase) if bare and p.span.start > phrase.span.start and p.link in {"and", "or"}]
    phrase = joined[-1] if joined else phrase
    instances, last = clause.page.lexicon.words["instance"], phrase.items[-1].key if phrase.items else ""
    graded = last in clause.page.lexicon.words["lesion"] and len(phrase.items) == 1 and phrase.scope("severity") is not None
    return bool(clause.drafts) and (graded or last in instances and clause.key.startswith(instances[last]))  # "in severe disease"


def case(clause: Clause, phrase: Phrase) -> None:
    """Read "in refractory cases" as a condition: of what stands before it, or in "or, in refractory cases, X" of X."""
    words = [s.item.span for s in phrase.scopes if s.marker.property in {"severity", "extent"}] + [phrase.span]
    text = " ".join(w for span in sorted(words) for w in clause.page.words(span).split()).casefold()
    before = [i for i in clause.items if phrase.marker and i.span.end <= phrase.marker.span.start]
    if len(before) > 1 and before[-1].key == "," and before[-2].kind == "coordinator" and clause.after(phrase):
        clause.pending = Kept(Qualifier("condition", text), (phrase.span,), clause.block.index)
    else:
        last, often = clause.drafts[-1], [s for s in phrase.scopes if s.marker.property == "frequency"]
        if often and phrase.link in {",", "and"} and (last.quantity is not None or last.has("condition")):
            again = {"condition", "frequency"}  # "in 70% of cases, rarely in secondary ones"
            last = replace(last, quantity=None, mentions=[], kept=[k for k in last.kept if k.qualifier.name not in again])
            last.stance(often, clause.block.index)
            clause.drafts.append(last)
        last.add("condition", text, (phrase.span,), clause.block.index)


def is_spell(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase names a time: "during flares", "in late disease"."""
    lexicon, lead = clause.page.lexicon, phrase.introduced
    if not phrase.items or lead is None:
        return False
    places = [lexicon.stages.get(item.key, "") for item in phrase.items]
    staged = len(places) > 1 and places[0] == "first" and places[-1] in {"last", "thing"} and all(places)
    passing = lead.key in lexicon.words["spell"] or clause.key == "prognosis" and lead.key == "in" and phrase.kind in {"Process", "Event"}
    passing = passing and phrase.kind not in {"Procedure", "Population", *PLACES}
    return (staged or passing) and clause.key not in {"etiology", "pathophysiology", "epidemiology"}


def spell(clause: Clause, phrase: Phrase) -> None:
    """Read "raised during flares" as when the fact before it holds: no fact of its own."""
    lead = phrase.introduced
    if not clause.drafts or lead is None:
        clause.cannot(phrase, f"behind {lead.key if lead else 'a time'!r}: a time of which nothing is said")
        return
    timed = lead.key in clause.page.lexicon.words["spell"]
    spans = (lead.span, phrase.span) if timed else (phrase.span,)
    text = " ".join(w for span in spans for w in clause.page.words(span).split()).casefold()
    for draft in clause.drafts:
        draft.add("condition", text, spans, clause.block.index)


def is_people(clause: Clause, phrase: Phrase) -> bool:
    """Return whether people stand there."""
    return phrase.kind == "Population"


def is_time_of_life(clause: Clause, phrase: Phrase) -> bool:
    """Return whether an age that people have stands there: "in childhood"."""
    return len(phrase.items) == 1 and phrase.key in clause.page.lexicon.words["time-of-life"]


def time_of_life(clause: Clause, phrase: Phrase) -> None:
    """Read "in childhood" as the people of that age."""
    entry = clause.page.lexicon.entries[clause.page.lexicon.words["time-of-life"][phrase.key]]
    named = replace(phrase.items[0], kind="term", entry=entry, key=fold(entry.term.label))
    people = Phrase(items=[named], marker=phrase.marker, role=phrase.role, scopes=phrase.scopes, parent=phrase.parent, group=phrase.group)
    population(clause, people)
