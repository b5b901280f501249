"""How many survive, recur or die, and for whom: a measure, its horizon and its share."""

from __future__ import annotations

from collections.abc import Sequence

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.joints import CONDITIONS
from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft
from build_graph.readers.roles.people import populations
from build_graph.readers.things import Thing, patients

#: Roles of a phrase that says for whom a share holds.
STRATA = {"in", "with", "for", "place", "after"}


def read_survival(clause: Clause) -> None:
    """Read "5 year survival 10%": a measure, its horizon and a share; of several measures the nearest before the share."""
    shares = [p for p in clause.phrases if p.number and p.number.is_share]
    stated = clause.named if shares else []
    named = [p for p in stated if measure_of(clause, [word for item in p.items for word in item.key.split(" ")])]
    for share in shares:
        before = [m for m in named if m is share or m.span.start < share.span.start and m not in clause.used]
        if share.number is None or not before:
            _in_stratum(clause, share)
            continue
        measure = before[-1]
        horizon = measure.number if measure is not share and measure.number and not measure.number.is_share else None
        scopes = [s for p in (measure, share) for s in p.scopes if _denies_share(s)]
        draft = share_fact(clause, share.number, measure, horizon, [])
        draft.stance(scopes, clause.block.index)
        draft.source = share
        _without(clause, share, draft)
        _among(clause, share, draft)
        _stratify(clause, share, draft)
        _until(clause, share, draft)
        clause.used.update({measure, share})


def _in_stratum(clause: Clause, share: Phrase) -> None:
    """Read "but 30% if metastatic", "with sepsis 40%" behind a measure: the same measure in another stratum."""
    said = [d for d in [*clause.before, *clause.drafts] if d.rule == "stratified-share"][-1:]
    number, lead = share.number, next((p for p in clause.phrases if p.items or p.number), None)
    apart = [p for p in (said[0].source,) if p] if said else []
    goes_on = share is lead or share.link in {",", "and", "or"} or share.role == "than" or share.role in STRATA and bool(share.items)
    behind = clause.after(share)[:1]
    told = share.items or share.brackets or behind and behind[0].role in STRATA or any(k.qualifier.name == "condition" for k in clause.kept)
    other = bool(share.items) and share.role not in STRATA
    told = told or [i.key for i in clause.items if number and i.span.start >= number.span.end][:2] == ["with", "it"]
    if number is None or not apart or not goes_on or not told or other or not _ends(clause, number.span.end):
        return
    kept = [k for k in said[0].kept if k.qualifier.name in {"measure", "horizon"}]
    draft = clause.say("prognosisStatement", number.printed(clause.page.text), (number.span,), "stratified-share")
    draft.measure(number, "proportion")
    draft.kept += kept
    draft.source = share
    draft.stance([s for s in share.scopes if _denies_share(s) and s.item.span.end <= number.span.start], clause.block.index)
    _with_it(clause, share, said[0], draft)
    _among(clause, share, draft)
    if share.items and share.marker:
        span = Span(share.marker.span.start, share.items[-1].span.end)
        draft.add("condition", " ".join(clause.page.words(span).split()), (span,), clause.block.index)
    _stratify(clause, share, draft)
    _until(clause, share, draft)
    clause.used.add(share)


def _denies_share(scope: Scope) -> bool:
    """Return whether a hedge or denial holds for a share: "without X" tells of whom it is one, and denies none."""
    return scope.marker.property in CLAUSE_WIDE and scope.marker.direction != "narrow"


def _without(clause: Clause, share: Phrase, draft: Draft) -> None:
    """Read "10% without X": of whom it is a share."""
    told = _narrow_between(clause, share.number.span.end, share.items[0].span.start) if share.number and share.items else None
    if told is not None:
        span = Span(told.span.start, share.items[-1].span.end)
        draft.add("condition", " ".join(clause.page.words(span).split()), (span,), clause.block.index)


def _narrow_between(clause: Clause, start: int, stop: int) -> Item | None:
    """Return "without" where it stands between two places."""
    scopes = (i for i in clause.items if i.kind == "scope" and start <= i.span.start and i.span.end <= stop)
    return next((i for i in scopes if i.marker.property == "polarity" and i.marker.direction == "narrow"), None)


def _treated(clause: Clause, people: Phrase) -> list[Thing]:
    """Read "those on X": the people who are given X."""
    given = [p for p in clause.behind.get(people, ()) if p.role == "in" and p.items and p.marker and p.kind in {"Substance", "Procedure"}]
    things = [(p, t) for p in given if (t := clause.thing(p, whole=True))]
    clause.used.update(given)
    return [
        Thing(patients(clause.page, f"{p.marker.key} {t.term.label}"), "Population", (p.marker.span, *t.spans), (p.marker.span, *t.phrase))
        for p, t in things
        if p.marker
    ]


def _among(clause: Clause, share: Phrase, draft: Draft) -> None:
    """Read "90% in patients with X and 50% in those without": the people of each share, and of no other."""
    after = clause.after(share)
    own = after[: next((n for n, p in enumerate(after) if p.number and p.number.is_share), len(after))]
    people = own[0] if own and own[0].kind == "Population" and own[0].role in STRATA else None
    if people is None or share.items and share.role in STRATA:
        return
    behind = own[1] if len(own) > 1 else None
    without = _narrow_between(clause, people.span.end, behind.span.start) if behind is not None and behind.items else None
    if behind is not None and without is not None and (thing := clause.thing(behind, whole=True)):
        spans = (*people.spans, without.span, *thing.spans)
        named = [Thing(patients(clause.page, f"without {thing.term.label}"), "Population", spans, spans)]
        clause.used.add(behind)
    else:
        named = _treated(clause, people) or populations(clause, people)
    for each in named:
        if each.term.label != "patients":
            draft.add("population", each.term, each.spans, clause.block.index)
    clause.used.add(people)


def _with_it(clause: Clause, share: Phrase, said: Draft, draft: Draft) -> None:
    """Read "and 30% with it" behind "10% without X": the share of those with X."""
    without = next((k for k in said.kept if k.qualifier.name == "condition" and str(k.qualifier.value).startswith("without ")), None)
    behind = clause.items[next((n for n, i in enumerate(clause.items) if share.number and i.span == share.number.span), 0) + 1 :]
    if without is not None and [i.key for i in behind[:2]] == ["with", "it"]:
        what = str(without.qualifier.value).removeprefix("without ")
        draft.add("condition", f"with {what}", (Span(behind[0].span.start, behind[1].span.end), *without.spans), clause.block.index)


def _until(clause: Clause, share: Phrase, draft: Draft) -> None:
    """Give each of "30% at 6 months and 50% at 1 year" its own time."""
    own = [p for p in clause.behind.get(share, ()) if p.number and p.number.is_time and not p.items][:1]
    for phrase in own:
        if phrase.number:
            draft.kept = [k for k in draft.kept if k.qualifier.name != "horizon"]
            draft.add("horizon", phrase.number.horizon, (phrase.number.span,), clause.block.index)
    clause.used.update(own)


def _ends(clause: Clause, end: int) -> bool:
    """Return whether nothing is said of a number but for whom it holds: of "10% recur" it is another."""
    after = clause.next_item(end)
    return after is None or after.kind in {"preposition", "coordinator", "open"} or after.function in CONDITIONS


def _stratify(clause: Clause, share: Phrase, draft: Draft) -> None:
    """Say for whom a share holds: "90% in stage I", "20% if metastatic", "60% with localized disease", "50% (stage II)"."""
    after = clause.after(share)
    for inner in share.brackets if share.number and not share.items else ():
        if all(p.items and not p.number and not p.marker for p in inner):
            span = Span(inner[0].span.start, inner[-1].span.end)
            draft.add("condition", " ".join(clause.page.words(span).split()), (span,), clause.block.index)
    if not any(p.number and p.number.is_share for p in after):
        draft.kept += [k for k in clause.kept if k.qualifier.name == "condition"]
    first = after[0] if after and not (share.items and share.marker) else None
    if first is None or first.role not in STRATA or first.number or not first.items or not first.marker:
        return
    group = [p for p in after if p.group == first.group and not p.number]
    if first.kind == "Population":
        return
    span = Span(first.marker.span.start if first.marker else first.span.start, group[-1].span.end)
    draft.add("condition", " ".join(clause.page.words(span).split()), (span,), clause.block.index)
    clause.used.update(group)


def measure_of(clause: Clause, words: Sequence[str]) -> str:
    """Return the measure that the words end in, horizon and qualities left out: "mortality" of "1 year mortality"; "" for none."""
    tails = (" ".join(words[n:]) for n in range(len(words)))
    return next((tail for tail in tails if tail in clause.page.lexicon.measures), "")


def share_fact(clause: Clause, share: Number, measure: Phrase | None, horizon: Number | None, strata: list[Thing]) -> Draft:
    """State a share of those who survive, die or relapse, with its measure, horizon and stratum."""
    draft = clause.say("prognosisStatement", share.printed(clause.page.text), (share.span,), "stratified-share")
    draft.measure(share, "proportion")
    if measure:
        words = [word for item in measure.items for word in item.key.split(" ")]
        known = measure_of(clause, words)
        label = clause.page.lexicon.measures[known][1] if known else " ".join(words)
        draft.add("measure", label, measure.spans, clause.block.index)
    if horizon:
        draft.add("horizon", horizon.horizon, (horizon.span,), clause.block.index)
    for stratum in strata:
        draft.add("population", stratum.term, stratum.spans, clause.block.index)
    return draft
