"""Superlatives and comparisons: what is most common, what comes second, what is rarer."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.lexicon import Lexicon
from build_graph.readers.clause import PLACES, Clause, own_scopes
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.roles.emit import emit
from build_graph.readers.things import Thing


def compared(clause: Clause, phrase: Phrase) -> None:
    """Behind "than" or "compared with": what the facts of the clause are compared with; it makes none of its own."""
    for thing in clause.things(phrase, whole=True):
        for draft in clause.drafts:
            draft.add("comparedWith", thing.term, thing.spans, clause.block.index)
            if draft.predicate == "affectsPopulation" and phrase.scope("frequency"):
                draft.stance([s for s in phrase.scopes if s.marker.property == "frequency"], clause.block.index)  # "less often than men"
        clause.read(thing.spans)


def first_site(clause: Clause, phrase: Phrase) -> None:
    """Read "most common site is X", or "X is the most common site"."""
    marker = phrase.introduced
    named = [phrase] if phrase.items else [p for p in clause.left(phrase) if p.kind in PLACES]
    sites = [(p, t) for p in named for t in clause.things(p)]
    terms = [t.term for _, t in sites]
    clause.drafts[:] = [d for d in clause.drafts if d.object not in terms]
    for own, thing in sites:
        draft = clause.draft("occursAtSite", thing, own, "first-site")
        if marker:
            draft.add("rank", "1", (marker.span,), clause.block.index)
            if kind := phrase.role.partition(":")[2]:
                draft.add("kind", kind, (marker.span,), clause.block.index)


def following(clause: Clause, phrase: Phrase) -> None:
    """Read "followed by X" behind a superlative: X comes second."""
    before = [d for d in clause.drafts if d.has("rank")]
    for thing in clause.things(phrase, whole=True):
        if not before:
            emit(clause, phrase, thing, "")
            continue
        draft = clause.draft(before[-1].predicate, thing, phrase, "second")
        draft.kept += [k for k in before[-1].kept if k.qualifier.name == "kind" and k not in draft.kept]
        if phrase.marker:
            draft.add("rank", "2", (phrase.marker.span,), clause.block.index)


def rarer(clause: Clause, phrase: Phrase) -> None:
    """What is rarer than the winner that the clause before it named."""
    left = [p for p in clause.left(phrase) if p.role != "in" and p not in clause.used]
    members = [(p, t) for p in left if (t := clause.page.names.label(p.key))]
    if members and all(t != clause.page.topic for _, t in members):
        clause.subjects = tuple(Subject(t, p.spans, clause.block.index) for p, t in members)
        spans = {span for p, _ in members for span in p.spans}
        clause.drafts[:] = [d for d in clause.drafts if not spans & set(d.spans)]
    winners = [d.subjects[0] for d in clause.before if d.predicate == "mostCommon"]
    if not winners or phrase.marker is None:
        clause.cannot(phrase, "rarer than what is not said")
        return
    winner = winners[-1]
    category = f"{phrase.role.partition(':')[2]}s of {clause.page.topic.label}"
    for subject in clause.subjects:
        draft = Draft((subject,), "rarerThanMostCommon", winner.term, winner.spans, "rarer", phrase=winner.spans, context=(winner.block,))
        draft.add("of", category, (phrase.marker.span, *(i.span for i in phrase.items)), clause.block.index)
        clause.drafts.append(draft)


def most(clause: Clause, phrase: Phrase) -> None:
    """A superlative: the subject wins a category of the page's disease, or the object is the subject's first cause."""
    marker = phrase.marker
    category = _category(marker, clause.page.lexicon) if marker else phrase.role.partition(":")[2]
    things = clause.things(phrase, whole=True) if phrase.items else []
    left = [t for p in clause.left(phrase) if p not in clause.used and (t := clause.thing(p, whole=True))]
    others = [t for t in left if not clause.page.names.member(t.term)]
    if marker and phrase.last is not None and phrase.last.key in clause.page.lexicon.words["death"]:
        said = [
            p for p in clause.left(phrase) if p.role not in {"cause", "after", "before"}
        ]  # "follows surgery and is the leading cause of"
        killers = [t for p in said if p not in clause.used and (t := clause.thing(p, whole=True)) and t in others]
        _kills(clause, phrase, killers, marker)
        return
    if phrase.role == "most:finding" and marker:
        _first_finding(clause, phrase, things or others, category)
        return
    if marker and others and all(clause.page.names.member(t.term) for t in things):
        _first_cause(clause, others, marker, _stance(clause, phrase), things)
        return
    if marker and things and clause.page.names.member(things[0].term) and (named := _is_behind(clause, phrase)):
        _first_cause(clause, named, marker, _stance(clause, phrase), things)
        return
    if (not things or clause.page.names.member(things[0].term)) and marker:
        won = f"{category} of {clause.page.topic.label}"
        spans = (marker.span, *(s for t in things for s in t.spans))
        clause.say("mostCommon", won, spans, "superlative").stance(_stance(clause, phrase), clause.block.index)
        return
    if marker and category == "cause" and marker.key.endswith(" of"):
        _causes_most(clause, phrase, things, left)
        return
    for thing in things:
        draft = emit(clause, phrase, thing, "cause", "superlative")
        if draft and marker:
            _rank(clause, draft, marker)


def _is_behind(clause: Clause, phrase: Phrase) -> list[Thing]:
    """Return what "is" says to win: X of "most common cause of the disease is X"."""
    named = [p for p in clause.after(phrase) if p.items and p.role == "is"][:1]
    behind = [p for p in clause.group(named[0]) if p.items] if named else []
    clause.used.update(behind)
    return [t for p in behind for t in clause.things(p, whole=True) if not clause.page.names.member(t.term)]


def _causes_most(clause: Clause, phrase: Phrase, things: list[Thing], causes: list[Thing]) -> None:
    """Read "the disease is the most common cause of X": X comes of it, and it wins the category; of another cause nothing is known."""
    if any(not clause.page.names.member(t.term) for t in causes) or phrase.marker is None:
        clause.cannot(phrase, "what another cause leads to is not read")
        clause.drafts[:] = [d for d in clause.drafts if d.object not in [t.term for t in causes]]
        return
    for thing in things:
        draft = emit(clause, phrase, thing, "outcome", "superlative")
        won = clause.say("mostCommon", f"cause of {thing.term.label}", (phrase.marker.span, *thing.spans), "superlative")
        won.stance(_stance(clause, phrase), clause.block.index)
        won.kept += [k for k in clause.kept if k.qualifier.name == "condition"]
        for people in (t for p in clause.after(phrase) if p.kind == "Population" for t in clause.things(p)):
            won.add("population", people.term, people.spans, clause.block.index)
        if draft and causes:
            draft.subjects = won.subjects = tuple(clause.subject(t) for t in causes)


def _rank(clause: Clause, draft: Draft, marker: Item) -> None:
    """Say that something comes first, or second where an ordinal stands before the superlative: "the second most common cause"."""
    before = [i for i in clause.items if i.span.end <= marker.span.start][-1:]
    value = clause.page.lexicon.words["ordinal"].get(before[0].key, "") if before else ""
    spans = (before[0].span, marker.span) if value else (marker.span,)
    draft.add("rank", value or "1", spans, clause.block.index)
    clause.read(spans)


def _kills(clause: Clause, phrase: Phrase, others: list[Thing], marker: Item) -> None:
    """Read "X is the leading cause of death", "the leading cause of death is X": X is an outcome, and no cause of the disease."""
    named = [p for p in clause.after(phrase)[:1] if p.role == "is"] if not others else []
    named = [p for p in clause.phrases if named and p.group == named[0].group]
    things = others or [t for p in named for t in clause.things(p, whole=True)]
    clause.drafts[:] = [d for d in clause.drafts if d.object not in [t.term for t in things]]
    for thing in things:
        draft = clause.draft("hasComplicationOrOutcome", thing, None, "cause-of-death")
        draft.stance(_stance(clause, phrase), clause.block.index)
        draft.add("kind", "cause of death", (marker.span, *phrase.spans), clause.block.index)
        draft.add("rank", "1", (marker.span,), clause.block.index)
    clause.used.update(named)
    if not things:
        clause.cannot(phrase, "what people die of is not understood")


def _first_finding(clause: Clause, phrase: Phrase, things: list[Thing], category: str) -> None:
    """Read "X is the most common symptom", or "most common symptom is X": X is one, and wins the category."""
    for thing in things:
        draft = next((d for d in clause.drafts if d.object == thing.term), None) or emit(clause, phrase, thing, "")
        if draft is None or phrase.introduced is None:
            continue
        category_of = f"{category} of {clause.page.topic.label}"
        won = Draft((clause.subject(thing),), "mostCommon", category_of, (phrase.introduced.span,), "superlative")
        won.kept = [*clause.setting.kept]
        clause.drafts.append(won)


def _category(marker: Item, lexicon: Lexicon) -> str:
    """Return the noun of a superlative: "form" of "most common form of"; an etiology is a cause."""
    words = [w for w in marker.key.split(" ") if w not in {"of", "the"}]
    return lexicon.words["category-name"].get(words[-1], words[-1])


def _stance(clause: Clause, phrase: Phrase) -> list[Scope]:
    """Return what hedges or denies a superlative: "X is not the most common cause"."""
    return [scope for scope in own_scopes(clause, phrase) if scope.marker.property in CLAUSE_WIDE]


def _first_cause(clause: Clause, things: list[Thing], marker: Item, scopes: list[Scope], of: list[Thing]) -> None:
    """Read "X is the most common cause (of a form of the disease)": X, whatever fact it was taken for before."""
    ordinal = clause.page.lexicon.words["ordinal"]
    things = [t for t in things if t.term.label not in ordinal]  # "the second most common cause" names no second thing
    terms = [thing.term for thing in things]
    counted = [d for d in clause.drafts if isinstance(d.object, Term) and d.object.label in ordinal]
    clause.drafts[:] = [d for d in clause.drafts if d.object not in terms and d not in counted]
    for thing in things:
        draft = clause.draft("causedBy", thing, None, "superlative")
        draft.stance(scopes, clause.block.index)
        if own := tuple(clause.subject(t) for t in of):
            draft.subjects = own
        _rank(clause, draft, marker)
