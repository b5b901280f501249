"""Numbers about people: sex ratios, ages, how common the disease is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from build_graph.facts import Quantity
from build_graph.language.items import Item
from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.lexicon import fold
from build_graph.readers.ages import AGE_SECTIONS, of_population, read_age, read_decade
from build_graph.readers.asked import Rules
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft
from build_graph.readers.roles.people import of_whom

#: Predicates of what so many have.
SHARED = {
    "hasClinicalFinding", "histologicFinding", "hasComplicationOrOutcome", "labFinding", "imagingFinding", "associatedWith", "stainResult",
    "grossFinding", "molecularFinding",
}  # fmt: skip
#: Sections that say what part of a class the disease is.
PART_SECTIONS = {"epidemiology", "definition", "essential", "sites"}
#: Between two sexes: which is affected more.
SIGNS = frozenset({"<", ">", "="})
#: How many items from a ratio its sexes may stand.
NEAR = 6
#: One of fewer than so many is a ratio.
LEAST_MANY = 100


def read_figures(clause: Clause) -> None:
    """Read what a clause says of age, sex and how common it is; spend the phrases it was said with."""
    for figure in FIGURES.of(clause.held):
        figure(clause)


def _ages(clause: Clause) -> None:
    """Read at what age people have the disease, where no rate is told."""
    if any(d.predicate in clause.page.lexicon.words["rate"] for d in clause.drafts):
        return
    if "number" in clause.held:
        read_age(clause)
    if "decade" in clause.held or "lifetime" in clause.held:
        read_decade(clause)


def _share_alone(clause: Clause) -> None:
    """Read "but in < 5% of X" behind a statement: the same of X, or of the people X, in that share."""
    lexicon = clause.page.lexicon
    said = [d for d in clause.before if d.predicate in SHARED and d.source is not None]
    phrases = [p for p in clause.phrases if p.items or p.number]
    share = phrases[0] if phrases else None
    if share is None or share.number is None or not share.number.is_share or not said or clause.setting.role:
        return
    whole = [p for p in phrases if p is share and p.items or p.parent is share]
    strata = [p for w in whole for p in clause.behind.get(w, ())]
    if share.role not in {"", "in", "place"} or len({*whole, *strata, share}) < len(phrases) or len(whole) > 1:
        return
    if share.scope("polarity"):  # "but missing in a third": of so many it is not said
        clause.cannot(share, "the share of those who lack it")
        clause.used.update(phrases)
        return
    if whole and not _tells_of_whom(clause, whole[0]):
        return
    for draft in [d for d in said if d.source is not None and said[-1].source is not None and d.source.group == said[-1].source.group]:
        kept = [k for k in draft.kept if k.qualifier.name != "population"]
        made = draft if draft.quantity is None else replace(draft, quantity=None, mentions=[], kept=kept, rule="share-alone")
        thing = clause.thing(whole[0], whole=True) if whole else None
        if thing and thing.kind in {"Disease", ""} and whole[0].items[-1].key not in {*lexicon.words["lesion"], *lexicon.words["people"]}:
            named = thing if thing.kind else thing._replace(kind="Disease", term=replace(thing.term, kind="Disease"))
            made.subjects = (clause.subject(named),)
        elif thing and thing.kind == "Population":
            of_whom(clause, whole[0], made)
        made.measure(share.number, "proportion")
        if made is not draft:
            clause.drafts.append(made)
    clause.used.update(phrases)


def _tells_of_whom(clause: Clause, whole: Phrase) -> bool:
    """Return whether a phrase says of whom a share is: no measure ("mortality 30%"), no time ("5% per year")."""
    thing = clause.thing(whole, whole=True)
    if thing is None or thing.kind in {"Disease", "Population"}:
        return True
    return not thing.kind and whole.role in {"complement", "in", "place"} and whole.items[-1].key not in clause.page.lexicon.words["bare"]


def _so_many(clause: Clause) -> None:
    """Take "1:10,000" among people for one in so many, which no two sexes or titers are."""
    for phrase in clause.phrases if clause.key == "epidemiology" else ():
        number = phrase.number
        if number is not None and number.ratio and not number.has_value and number.one_in >= LEAST_MANY:
            quantity = Quantity(Decimal(1), Decimal(1), f"/{number.one_in}", statistic="proportion")
            phrase.number = replace(number, quantity=quantity)


def _ratio(clause: Clause) -> None:
    """Read "2:1 male to female"; a ratio without a direction is none."""
    for position, item in enumerate(clause.items):
        if not (item.number and item.number.ratio) or item.number.is_share:
            continue
        around = [*clause.items[position + 1 : position + NEAR], *clause.items[max(0, position - NEAR) : position]]
        near = clause.of("sex", around)
        if not clause.of("sex", clause.items[position + 1 : position + NEAR]):
            near = near[-2:]  # of all that stand before it the nearest: "... than men (M:F = 1:2)"
        if len(near) == 1 and _leans(clause, around):
            other = next(sex for sex in clause.page.lexicon.words["sex"].values() if sex != near[0][1])
            near = [near[0], (near[0][0], other)]  # "male predominance (2:1)"
        if len(near) < 2 or near[0][1] == near[1][1]:
            continue
        draft = clause.say("sexRatio", ":".join(item.number.ratio), (item.span,), "sex-ratio")
        draft.measure(item.number)
        _sexes(clause, draft, near[0], near[1])
        of_population(clause, draft)
        spent = {near[0][0].span, near[1][0].span, item.span}
        clause.used.update(p for p in clause.phrases if p.number and p.number.span in spent or spent & set(p.spans))


def _leans(clause: Clause, items: Iterable[Item]) -> bool:
    """Return whether words say that one sex is affected more: "predominance", "more common in"."""
    more = clause.page.lexicon.comparatives
    return any(i.key in clause.page.lexicon.words["predominance"] or more.get(i.key.split(" ")[0]) == "up" for i in items)


def _stance(clause: Clause, draft: Draft, end: int) -> None:
    """Hedge or deny a figure as the words before it do: "may be affected twice as often"."""
    said = [i for i in clause.items if i.kind == "scope" and i.marker.property in CLAUSE_WIDE and i.span.end <= end]
    draft.stance([Scope(item.marker, item) for item in said], clause.block.index)


def _sexes(clause: Clause, draft: Draft, first: tuple[Item, str], second: tuple[Item, str]) -> None:
    for name, (item, sex) in (("numerator", first), ("denominator", second)):
        draft.add(name, sex, (item.span,), clause.block.index)


def _times(clause: Clause) -> None:
    """Read "women are affected 2 - 3 times as often as men" as so many to one: who stands before the number against who stands behind."""
    for position, item in enumerate(clause.items):
        many = _many(clause, item, clause.items[position - 1] if position else None)
        if not many:
            continue
        before, after = clause.of("sex", clause.items[:position]), clause.of("sex", clause.items[position + 1 :])
        more = [*before, *after] if before else after
        other = next((each for each in more[1:] if each[1] != more[0][1]), None)
        if other is None or clause.key not in AGE_SECTIONS:
            continue
        clause.read(i.span for i in clause.items if i.key in clause.page.lexicon.words["involved"])
        draft = clause.say("sexRatio", f"{many}:1", (item.span,), "times-as-often")
        _stance(clause, draft, item.span.start)
        if item.number:
            draft.measure(item.number, "ratio")
        _sexes(clause, draft, more[0], other)
        spent = {more[0][0].span, other[0].span, item.span}
        clause.used.update(p for p in clause.phrases if p.number and p.number.span in spent or spent & set(p.spans))


def _many(clause: Clause, item: Item, before: Item | None) -> str:
    """Return how many times: "2-3" of "2 - 3 times", "2" of "twice", "3" of "three times"; "" where an item says no such thing."""
    lexicon = clause.page.lexicon
    words = lexicon.words["times"]
    if item.number:
        last = fold(clause.page.words(item.span)).split(" ")[-1]
        return item.number.printed(clause.page.text).split(" ")[0] if last in words else ""
    return words.get(item.key, "") or (str(lexicon.numerals.get(before.key, "")) if before and item.key in words else "")


def _letters(clause: Clause) -> None:
    """Read "F > M" as who is affected more, and "M = F" as one to one."""
    sexes = clause.page.lexicon.words["sex"]
    if SIGNS.isdisjoint(clause.keys):
        return
    for left, sign, right in zip(clause.items, clause.items[1:], clause.items[2:], strict=False):
        more, fewer = (right, left) if sign.key == "<" else (left, right)
        if sign.key not in SIGNS or len({sexes.get(left.key), sexes.get(right.key)} - {None}) < 2 or left.entry:
            continue
        if sign.key == "=":
            _sexes(clause, clause.say("sexRatio", "1:1", (sign.span,), "equal"), (left, sexes[left.key]), (right, sexes[right.key]))
        else:
            named = {sex: clause.page.lexicon.entries[slug].term for sex, slug in (("male", "men"), ("female", "women"))}
            draft = clause.say("affectsPopulation", named[sexes[more.key]], (more.span,), "letters", (left.span, right.span))
            draft.add("comparedWith", named[sexes[fewer.key]], (sign.span, fewer.span), clause.block.index)
        clause.used.update(p for p in clause.phrases if left in p.items or right in p.items)


def _equal(clause: Clause) -> None:
    """Read "men and women are affected equally" as one to one."""
    equal, either = clause.page.lexicon.words["equal"], clause.page.lexicon.words["sexes"]
    word = next((i for i in clause.items if i.key.split(" ")[-1] in equal), None)
    sexes = clause.of("sex", clause.items) if word else []
    first = {sex: item for item, sex in reversed(sexes)}
    both = next((i for i in clause.items if i.key.split(" ")[-1] in either), None)
    if word is not None and both is not None and len(first) < 2:
        first = {"male": both, "female": both}
        sexes = [(both, "male")]
    if word is None or len(first) < 2:
        return
    draft = clause.say("sexRatio", "1:1", (word.span,), "equal")
    _stance(clause, draft, word.span.start)
    _sexes(clause, draft, (first["male"], "male"), (first["female"], "female"))
    named = [item for item, _ in sexes]
    clause.used.update(p for p in clause.phrases if any(i in named for i in p.items))


def _rate(clause: Clause) -> None:
    """Read "incidence of 13 per 100,000" and "prevalence of 2 - 3%": the first number behind the word is the rate."""
    named = next(iter(clause.of("rate", clause.items)), None)
    for phrase in clause.phrases if named else ():
        number = phrase.number
        if number is None or number.quantity.unit == "a" or not number.has_value or number.quantity.statistic == "ratio":
            continue
        if named and named[0].key.split(" ")[0] in clause.page.lexicon.words["own-rate"] and not _is_own(clause, named[0], number):
            continue  # "5% lifetime risk of X" tells of X
        if named and not any(d.predicate == named[1] for d in clause.drafts):
            draft = clause.say(named[1], number.printed(clause.page.text), (number.span,), named[1])
            draft.measure(number, named[1])
            _among(clause, phrase, draft)
            clause.used.update(p for p in clause.phrases if p is phrase or named[0] in p.items)


def _among(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say among whom a rate was counted: "1 in 1,000 births in Asia"; that they are affected is no fact of its own."""
    own = clause.bare(phrase) if phrase.kind == "Population" and phrase.key not in clause.page.lexicon.words["people"] else None
    if own is not None:
        draft.add("population", own.term, own.spans, clause.block.index)  # "35 per 10,000 dialysis patients"
    people = next((p for p in clause.after(phrase)[:2] if p.kind == "Population" and p.role == "in" and not p.number), None)
    cut = people is not None and any(p.head is None for p in clause.complements(people, True))  # "persons with red or blonde hair"
    between = [i for i in clause.items if people is not None and phrase.span.end <= i.span.start < people.span.start]
    if len(between) > 2 and between[0].key == ",":
        return  # "1 in 5,000, highest among X": the rate is not that of X
    if people is not None and (thing := clause.bare(people) if cut else clause.thing(people, whole=True)):
        draft.add("population", thing.term, thing.spans, clause.block.index)
        clause.used.add(people)


def _is_own(clause: Clause, named: Item, number: Number) -> bool:
    """Return whether a lifetime risk is that of the disease itself: "lifetime risk: 5%", "lifetime risk approaches 30%"."""
    after = clause.items[clause.items.index(named) + 1 :][:1]
    if any(i.kind == "colon" for i in clause.items):
        return True
    told = bool(after) and after[0].key not in {"of", "for"}
    return told and number.span.start > named.span.start and clause.key == "epidemiology"


def _one_in(clause: Clause) -> None:
    """Read "1 in 1,000 pregnancies", of which no word says what it is: what it counts tells."""
    words = clause.page.lexicon.words["counted"]
    for phrase in clause.phrases if clause.key == "epidemiology" else ():
        number, last = phrase.number, phrase.items[-1].key.split(" ")[-1] if phrase.items else ""
        if number and number.ratio and number.is_share and last in words and phrase not in clause.used:
            draft = clause.say(words[last], number.printed(clause.page.text), (number.span,), "one-in", phrase=(phrase.span,))
            draft.measure(number)
            draft.add("of", phrase.key, phrase.spans, clause.block.index)
            _among(clause, phrase, draft)
            _stance(clause, draft, number.span.start)
            clause.used.add(phrase)
            _one_in_more(clause, phrase, words[last])


def _one_in_more(clause: Clause, first: Phrase, predicate: str) -> None:
    """Read "..., up to 1 in 100 in A" behind "1 in 1,000 pregnancies in B": the same count."""
    for phrase in clause.after(first):
        number = phrase.number
        if number and number.ratio and number.is_share and not phrase.items and phrase not in clause.used:
            draft = clause.say(predicate, number.printed(clause.page.text), (number.span,), "one-in", phrase=(phrase.span,))
            draft.measure(number)
            draft.add("of", first.key, first.spans, clause.block.index)
            _among(clause, phrase, draft)
            _stance(clause, draft, number.span.start)
            clause.used.add(phrase)


def _prevalent(clause: Clause) -> None:
    """Read "affects 2 - 3% of the population"."""
    words = clause.page.lexicon.words["counted"]
    for phrase in clause.phrases if clause.key in PART_SECTIONS else ():
        number, marker = phrase.number, phrase.introduced
        whole = [phrase, *clause.behind.get(phrase, ())]
        among = [p for p in whole if p.items and words.get(p.items[-1].key.split(" ")[-1]) == "prevalence"]
        if number is None or not number.is_share or marker is None or marker.kind != "cue" or not among or phrase in clause.used:
            continue
        if len(whole) > 2 or clause.drafts:
            continue
        draft = clause.say("prevalence", number.printed(clause.page.text), (number.span,), "part-of")
        draft.measure(number, "proportion")
        draft.add("of", among[0].key, among[0].spans, clause.block.index)
        _stance(clause, draft, number.span.start)
        clause.used.update(whole)


def _part(clause: Clause) -> None:
    """Read "accounts for 2% of soft tissue tumors": the share of a class that the disease is."""
    words = clause.page.lexicon.words["part-of"]
    at = next((i for i in clause.items if i.key in words), None)
    bare = clause.key == "epidemiology" and _is_bare_part(clause)
    cases = _are_cases(clause)
    for phrase in clause.phrases if (at or bare) and clause.key in PART_SECTIONS or cases else ():
        number = phrase.number
        if number is None or not number.is_share or at and number.span.start < at.span.end or phrase in clause.used:
            continue
        draft = clause.say("prevalence", number.printed(clause.page.text), (number.span,), "part-of")
        draft.measure(number, "proportion")
        _stance(clause, draft, number.span.start)
        for whole in clause.behind.get(phrase, ()):
            if thing := clause.thing(whole, whole=True):
                draft.add("of", thing.term.label, thing.spans, clause.block.index)
                clause.used.add(whole)
        clause.used.update({phrase, *(p for p in clause.phrases if p.marker is at and not p.items)})
        return


def _are_cases(clause: Clause) -> bool:
    """Return whether a clause says no more of a subtype than "90% of cases"."""
    first, rest = (clause.phrases[0], clause.phrases[1:]) if clause.phrases else (None, [])
    subtype = any(s.term != clause.page.topic and clause.page.names.member(s.term) for s in clause.subjects)
    share = first is not None and first.number is not None and first.number.is_share and not first.items and not clause.drafts
    cases = len(rest) == 1 and rest[0].key in clause.page.lexicon.words["instance"] and rest[0].role == "complement"
    return subtype and share and cases and not clause.setting.entry


def _is_bare_part(clause: Clause) -> bool:
    """Return whether a clause is no more than "80 - 85% of all thyroid carcinomas"."""
    first, rest = (clause.phrases[0], clause.phrases[1:]) if clause.phrases else (None, [])
    if first is None or first.number is None or first.items or clause.drafts:
        return False
    if not rest or rest[0].role != "complement" or not rest[0].items:
        return False
    people = rest[0].kind == "Population" or rest[0].items[-1].key in clause.page.lexicon.words["people"]
    return not people and all(p.marker and p.marker.kind == "preposition" for p in rest)


#: What a clause may say in figures, and what it takes.
FIGURES = Rules[Callable[[Clause], None]](
    (_so_many, ({"number"},)),
    (_share_alone, ({"number"},)),
    (_ratio, ({"number"},)),
    (_times, ({"number", "times"},)),
    (_letters, ({"sex"},)),
    (_equal, ({"equal"},)),
    (_rate, ({"number"},)),
    (_one_in, ({"number"},)),
    (_prevalent, ({"number"},)),
    (_part, ({"number"},)),
    (_ages, ({"number", "decade", "lifetime"},)),
)
