"""Numbers about outcomes: who survives how long, and who fares better than whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.readers.clause import PLACES, Clause
from build_graph.readers.survival import share_fact
from build_graph.readers.things import Thing, patients

#: A measure is named by so many words at most, and stands so many items before a comparative at most.
MOST_WORDS, FARTHEST = 4, 6
#: The measure of "A fares worse than B".
FARING = "outcome"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How one side fares against the other."""

    better: bool
    comparative: Span  #: "higher"
    span: Span  #: the words that say so
    label: str  #: of the measure
    phrases: list[Phrase]  #: that say so
    measure_first: bool  #: "the risk of death is higher for ...", and not "a higher risk of death"
    fares: bool = False  #: "A fares worse than B": no measure is named


def read_comparison(clause: Clause) -> None:
    """Read "patients without X have a better prognosis (...) than those with X (...)"."""
    verdict = _verdict(clause)
    if verdict is None:
        return
    than = next((n for n, p in enumerate(clause.phrases) if p.role == "than"), len(clause.phrases))
    if than == len(clause.phrases) and verdict.measure_first:
        return  # "the risk of X is raised": nothing is compared
    left, right = _left_side(clause, verdict, than), clause.phrases[than:]
    scopes = [phrase.scopes for phrase in clause.phrases]
    stance = _stance(clause, verdict)
    subject, strata = _side(clause, left)
    _shares(clause, [*verdict.phrases, *left], strata)
    other, other_strata = _side(clause, right)
    other_strata = other_strata or _without_it(clause, right, strata)
    target = other or next(iter(other_strata), None)
    if target is None and verdict.fares:
        clause.cannot(
            left[0] if left else verdict.phrases[0], "who fares better is not known", "a form of the disease, or people with something"
        )
        clause.used.update(clause.phrases)
        return
    if target is None:
        for phrase, said in zip(clause.phrases, scopes, strict=True):
            phrase.scopes = said  # nothing is compared: what hedges or denies the clause governs all of it, as before
        return
    predicate = "betterPrognosisThan" if verdict.better else "worsePrognosisThan"
    draft = clause.say(predicate, target.term, target.spans, "comparison", target.phrase)
    draft.subjects = (clause.subject(subject),) if subject else draft.subjects
    draft.stance(stance, clause.block.index)
    draft.add("measure", verdict.label, (verdict.span,), clause.block.index)
    for stratum in strata:
        draft.add("population", stratum.term, stratum.spans, clause.block.index)
    _shares(clause, right, other_strata)
    _sites(clause, subject, left)
    _sites(clause, other, right)
    clause.used.update(p for p in [*left, *verdict.phrases, *right] if p.kind != "AnatomicalSite")


def _stance(clause: Clause, verdict: _Verdict) -> list[Scope]:
    """Return what hedges or denies the comparison, "survival is not worse in ...", and take it from the sides: they are not denied."""
    named = [p for p in clause.phrases if p.items and p not in verdict.phrases]
    said = [
        i
        for i in clause.items
        if i.kind == "scope"
        and i.marker.property in CLAUSE_WIDE
        and i.span.end <= verdict.comparative.start
        and not any(i.span.end <= p.span.start < verdict.comparative.start for p in named)
    ]
    for phrase in clause.phrases:
        phrase.scopes = [scope for scope in phrase.scopes if scope.item not in said]
    return [Scope(item.marker, item) for item in said]


def _left_side(clause: Clause, verdict: _Verdict, than: int) -> list[Phrase]:
    """Return who is compared: what stands before the verdict, or behind it where it speaks of a measure and no subtype is named before."""
    said = clause.named
    before = [p for p in said if p not in verdict.phrases and p.span.end <= verdict.span.start and p.kind != "Measurement"]
    entry = before[0].items[-1].entry if before else None
    if not verdict.measure_first or entry is not None and clause.page.names.member(entry.term):
        return before
    return [p for p in clause.phrases[:than] if p.items and p.span.start >= verdict.span.end]


def _verdict(clause: Clause) -> _Verdict | None:
    """Return which side fares better: a comparative with a measure behind it ("a higher risk of death") or before it."""
    lexicon, items = clause.page.lexicon, clause.items
    if lexicon.comparatives.keys().isdisjoint(clause.keys):
        return None
    for position, item in enumerate(items):
        direction = lexicon.comparatives.get(item.key)
        if direction in {"better", "worse"} and position and items[position - 1].key in lexicon.words["faring"]:
            span = Span(items[position - 1].span.start, item.span.end)
            said = [p for p in clause.phrases if p.marker is None or p.role != "than" if item in p.items]
            return _Verdict(direction == "better", item.span, span, FARING, said, measure_first=False, fares=True)
        for start, stop in _stretches(position, len(items)) if direction else ():
            good, label = _measured(clause, items[start:stop])
            if label:
                better = direction == "better" or direction in {"up", "down"} and (direction == "up") == (good == "good")
                words = [item, *items[start:stop]]
                span = Span(min(i.span.start for i in words), max(i.span.end for i in words))
                phrases = [p for p in clause.phrases if any(i in words for i in p.items)]
                return _Verdict(better, item.span, span, label, phrases, start < position)
    return None


def _measured(clause: Clause, items: Sequence[Item]) -> tuple[str, str]:
    """Return whether more of what ``items`` name is good or bad, and its label: a measure of the table, or the risk of a disease."""
    known = clause.page.lexicon.measures.get(" ".join([i.key for i in items]))
    risk = len(items) > 2 and items[0].key in clause.page.lexicon.words["risk"] and items[1].key == "of"
    if known or not risk or not all(i.nominal for i in items[2:]):
        return known or ("", "")
    return "bad", " ".join([item.key for item in items])


def _stretches(position: int, count: int) -> Iterator[tuple[int, int]]:
    """Yield where the measure of a comparative may stand: right behind it, the longest first, then before it, up to two items apart."""
    for stop in range(min(count, position + 1 + MOST_WORDS), position + 1, -1):
        yield position + 1, stop
    for gap in (0, 1, 2):
        for start in range(max(0, position - FARTHEST), position - gap):
            yield start, position - gap


def _side(clause: Clause, phrases: list[Phrase]) -> tuple[Thing | None, list[Thing]]:
    """Return the member of the family that a side of the comparison names, or the strata that it describes."""
    strata: list[Thing] = []
    people = next((p for p in phrases if p.kind == "Population"), None)
    for phrase in phrases:
        if not phrase.items:
            continue
        if member := clause.page.names.label(phrase.key):
            return Thing(member, "Disease", phrase.spans, phrase.spans), []
        named = clause.bare(phrase)
        if named and named.kind == "Disease" and clause.page.names.member(named.term):
            return named, []
        if named and named.kind in {"Disease", "Finding"} and phrase is not people:
            strata.append(_stratum(clause, phrase, (phrase.items[:-1] and clause.thing(phrase, whole=True)) or named))
    return None, strata[:1]


def _stratum(clause: Clause, phrase: Phrase, named: Thing) -> Thing:
    """Return the people with, or without, what a phrase names."""
    denied = phrase.scope("polarity")
    told = [s.item for s in phrase.scopes if s.marker.property in {"extent", "severity"}]  # "widespread disease"
    what = " ".join([*(item.key for item in told), named.term.label])
    term = patients(clause.page, f"{'without' if denied else 'with'} {what}")
    spans = ((denied.item.span,) if denied else ()) + tuple(sorted((*(item.span for item in told), *named.spans)))
    return Thing(term, "Population", spans, spans)


def _without_it(clause: Clause, right: list[Phrase], strata: list[Thing]) -> list[Thing]:
    """Return the people of "than those without": without what the other side has."""
    start = right[0].introduced.span.start if right and right[0].introduced else None
    said = [i for i in clause.items if start is not None and i.span.start > start and i.kind != "function"]
    word = next((i for i in said if i.key in {"with", "without"}), None)
    if word is None or not strata or any(p.items and p.span.start > word.span.end for p in right):
        return []
    what = strata[0].term.label.split(" ", 2)[-1]  # "patients with X"
    spans = tuple(sorted((word.span, *strata[0].phrase[-1:])))
    return [Thing(patients(clause.page, f"{word.key} {what}"), "Population", spans, spans)]


def _shares(clause: Clause, phrases: list[Phrase], strata: list[Thing]) -> None:
    """Read "(1 year mortality, 25 - 45%)": a measure, a horizon and a share, each with its stratum."""
    for phrase in phrases:
        for inner in list(phrase.brackets):
            numbers = [p.number for p in inner if p.number]
            shares = [n for n in numbers if n.is_share]
            measure = next((p for p in inner if p.items), None)
            horizon = next((n for n in numbers if n.is_time), None)
            for share in shares:
                share_fact(clause, share, measure, horizon, strata)
            if shares:
                phrase.brackets = [b for b in phrase.brackets if b is not inner]


def _sites(clause: Clause, member: Thing | None, phrases: list[Phrase]) -> None:
    """Read "patients with type A lesions (scalp or back)": where the subtype that a side names sits."""
    for phrase in phrases if member else ():
        for inner in [b for b in phrase.brackets if b and all(p.kind in PLACES for p in b)]:
            for place in inner:
                if member and (site := clause.bare(place)):
                    draft = clause.say("occursAtSite", site.term, site.spans, "bracket-site", site.phrase)
                    draft.subjects = (clause.subject(member),)
                    draft.stance(place.scopes, clause.block.index)
            phrase.brackets = [b for b in phrase.brackets if b is not inner]
            clause.read(phrase.spans)
