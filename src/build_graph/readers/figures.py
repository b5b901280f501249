"""Numbers about people: sex ratios, ages, how common the disease is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from build_graph.language.numbers import Number
from build_graph.language.words import Item
from build_graph.lexicon import fold
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft

#: Sections in which a number of years is an age.
AGE_SECTIONS = {"epidemiology", "clinical", "essential", "definition", "sites", "differential"}
#: How many items from a ratio its sexes may stand.
NEAR = 6


def read_figures(clause: Clause) -> None:
    """Read what a clause says of age, sex and how common it is; spend the phrases it was said with."""
    _ratio(clause)
    _equal(clause)
    _rate(clause)
    if not any(d.predicate in clause.page.lexicon.words["rate"] for d in clause.drafts):
        _age(clause)
        _decade(clause)


def _of(clause: Clause, name: str, items: Iterable[Item]) -> list[tuple[Item, str]]:
    """Return each word of class ``name`` among ``items``, with its value."""
    words = clause.page.lexicon.words[name]
    return [(item, words[word]) for item in items for word in (item.key.split(" ") if " " in item.key else (item.key,)) if word in words]


def _ratio(clause: Clause) -> None:
    """Read "2:1 male to female"; a ratio without a direction is none."""
    for position, item in enumerate(clause.items):
        if not (item.number and item.number.ratio):
            continue
        around = [*clause.items[position + 1 : position + NEAR], *clause.items[max(0, position - NEAR) : position]]
        near = _of(clause, "sex", around)
        if len(near) < 2 or near[0][1] == near[1][1]:
            continue
        draft = clause.say("sexRatio", ":".join(item.number.ratio), (item.span,), "sex-ratio")
        draft.measure(item.number)
        _sexes(clause, draft, near[0], near[1])
        _of_population(clause, draft)
        spent = {near[0][0].span, near[1][0].span, item.span}
        clause.used.update(p for p in clause.phrases if p.number and p.number.span in spent or spent & set(p.spans))


def _sexes(clause: Clause, draft: Draft, first: tuple[Item, str], second: tuple[Item, str]) -> None:
    for name, (item, sex) in (("numerator", first), ("denominator", second)):
        draft.add(name, sex, (item.span,), clause.block.index)


def _equal(clause: Clause) -> None:
    """Read "men and women are affected equally" as one to one."""
    word = next((i for i in clause.items if i.key == "equally" or i.key.endswith(" equally")), None)
    sexes = _of(clause, "sex", clause.items) if word else []
    first = {sex: item for item, sex in reversed(sexes)}
    if word is None or len(first) < 2:
        return
    draft = clause.say("sexRatio", "1:1", (word.span,), "equal")
    _sexes(clause, draft, (first["male"], "male"), (first["female"], "female"))
    named = [item for item, _ in sexes]
    clause.used.update(p for p in clause.phrases if any(i in named for i in p.items))


def _decade(clause: Clause) -> None:
    """Read "third decade" as a range of ages, in the page's own words."""
    words = clause.page.lexicon.words
    for before, item in zip(clause.items, clause.items[1:], strict=False):
        if item.key not in words["decade"]:
            continue
        bare = before.number.bare if before.number else ""
        if bare.isdigit() and len(bare) == 1 or before.key in words["ordinal"]:
            spans = (before.span, item.span)
            clause.say("ageRange", f"{before.key} {item.key}", spans, "decade")  # a number must stand in the text it is read from
            spent = (p for p in clause.phrases if any(i.span in spans or i.key in words["lifetime"] for i in p.items))
            clause.used.update(spent)


def _rate(clause: Clause) -> None:
    """Read "incidence of 13 per 100,000" and "prevalence of 2 - 3%": the first number behind the word is the rate."""
    named = next(iter(_of(clause, "rate", clause.items)), None)
    for phrase in clause.phrases if named else ():
        number = phrase.number
        if number is None or number.quantity.unit == "a" or number.ratio and ":" in clause.page.words(number.span):
            continue
        if named and not any(d.predicate == named[1] for d in clause.drafts):
            draft = clause.say(named[1], number.printed(clause.page.text), (number.span,), named[1])
            draft.measure(number, named[1])
            clause.used.update(p for p in clause.phrases if p is phrase or named[0] in p.items)


def _of_population(clause: Clause, draft: Draft) -> None:
    """Say whom a number of people is about, beside the sexes that a ratio compares."""
    sexes = {item.span for item, _ in _of(clause, "sex", clause.items)} if draft.predicate == "sexRatio" else set()
    people = [p for p in clause.phrases if p.items and p.kind == "Population" and not sexes & set(p.spans)]
    if people and (thing := clause.thing(people[-1])):
        draft.add("population", thing.term, thing.spans, clause.block.index)


def _age(clause: Clause) -> None:
    """Read a number of years beside "age": a range of means where an average is named."""
    if clause.setting.role or clause.key not in AGE_SECTIONS:
        return
    words = clause.page.lexicon.words["age-bound"]
    ages = [item for item, _ in _of(clause, "age", clause.items)]
    bound = any(i.number and not words.keys().isdisjoint(fold(clause.page.words(i.span)).split(" ")) for i in clause.items)
    people = clause.key == "epidemiology" and any(p.kind == "Population" for p in clause.phrases)
    if not ages and not bound and not people:
        return
    averages = _of(clause, "average", clause.items)
    spent = [*ages, *(item for item, _ in averages)]
    for phrase in [*clause.phrases, *(p for o in clause.phrases for b in o.brackets for p in b)]:
        number = phrase.number
        if number is None or number.quantity.unit not in {"a", "mo", "1"} or number.ratio or _counts(clause, number):
            continue
        near = _near(clause, number, averages)
        if not (ages or bound or near) and number.quantity.unit == "mo":
            continue
        draft = clause.say("meanAgeRange" if near else "ageRange", number.printed(clause.page.text), (number.span,), "age")
        draft.measure(_years(number), "median" if "median" in near else "mean" if near else "")
        _of_population(clause, draft)
        draft.stance(phrase.scopes, clause.block.index)
        if phrase.kind == "Population":
            phrase.number = None  # "children younger than 5 years": the people remain to be read
        else:
            clause.used.add(phrase)
        clause.used.update(p for p in clause.phrases if p.kind != "Population" and any(i in spent for i in p.items))


def _counts(clause: Clause, number: Number) -> bool:
    """Return whether a bare number says of what it is one: "2 - 3 times"."""
    return number.quantity.unit == "1" and not clause.page.words(number.span)[-1].isdigit()


def _near(clause: Clause, number: Number, averages: list[tuple[Item, str]]) -> set[str]:
    """Return the averages that stand with a number: mean or median, no other number between them."""
    before = [i for i in clause.items if i.span.end <= number.span.start]
    found: set[str] = set()
    for item in reversed(before):
        if item.number or item.key in {",", ";"}:
            break
        found |= {statistic for each, statistic in averages if each == item}
    return found


def _years(number: Number) -> Number:
    """Return a bare number as one of years."""
    return replace(number, quantity=replace(number.quantity, unit="a")) if number.quantity.unit == "1" else number
