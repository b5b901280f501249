"""At what age a disease is seen: an age, a range, a decade, a peak."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from build_graph.language.items import Item
from build_graph.language.numbers import TIMES, Number
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft
from build_graph.readers.roles.people import is_rare_before, quantified

#: Sections in which a number of years is an age.
AGE_SECTIONS = {"epidemiology", "clinical", "essential", "definition", "sites", "differential"}
#: Signs between the ends of a range.
DASHES = {"-", "–", "—"}


def _is_average(clause: Clause) -> bool:
    """Return whether years stand right behind an average under Epidemiology, which is of ages: "median 65 years"."""
    items = [i for i in clause.items if i.kind != "colon"]
    averages = clause.page.lexicon.words["average"]
    return clause.key == "epidemiology" and any(
        a.key in averages and b.number and b.number.quantity.unit == "a" for a, b in pairwise(items)
    )


def _is_of_life(clause: Clause, item: Item) -> bool:
    """Return whether a span of time is one of life: "first year of life", "second month of life"."""
    lexicon, at = clause.page.lexicon, clause.items.index(item)
    behind = clause.items[at + 1 : at + 3]
    timed = clause.key == "epidemiology" and lexicon.units.get(item.key) in TIMES
    return timed and len(behind) == 2 and behind[0].key == "of" and behind[1].key in lexicon.words["lifetime"]


def read_decade(clause: Clause) -> None:
    """Read "third decade" as a range of ages, in the page's own words."""
    words = clause.page.lexicon.words
    for before, item in zip(clause.items, clause.items[1:], strict=False):
        if item.key not in words["decade"] and not _is_of_life(clause, item):
            continue
        bare = before.number.bare if before.number else ""
        if bare.isdigit() and len(bare) == 1 or before.key in words["ordinal"]:
            at = clause.items.index(before)
            first = clause.items[at - 2 : at] if at > 1 and clause.items[at - 1].key in {"to", *DASHES} else []
            first = first if first and first[0].key in words["ordinal"] else []
            spans = (*(i.span for i in first), before.span, item.span)
            label = " ".join([*(f"{i.key} to" for i in first[:1]), before.key, item.key])
            clause.say("ageRange", label, spans, "decade")  # a number must stand in the text it is read from
            spent = (p for p in clause.phrases if any(i.span in spans or i.key in words["lifetime"] for i in p.items))
            clause.used.update(spent)


def read_age(clause: Clause) -> None:
    """Read a number of years beside "age": a range of means where an average is named."""
    if clause.setting.role or clause.key not in AGE_SECTIONS:
        return
    words = {**clause.page.lexicon.words["age-bound"], **clause.page.lexicon.words["age"]}  # "older than 40", "after age 40"
    ages = [item for item, _ in clause.of("age", clause.items)]
    bound = any(i.number and not words.keys().isdisjoint(fold(clause.page.words(i.span)).split(" ")) for i in clause.items)
    if not ages and not bound and not _are_people_of_age(clause) and not _is_average(clause):
        return
    averages = clause.of("average", clause.items)
    spent, near = [*ages, *(item for item, _ in averages)], set[str]()
    paired = len([i for i in clause.items if i.number]) == len([p for p in clause.phrases if p.kind == "Population"])
    _peaks(clause)
    for phrase in [*clause.phrases, *(p for o in clause.phrases for b in o.brackets for p in b)]:
        number = phrase.number
        if phrase.role == "before" and is_rare_before(clause, phrase):
            continue
        if number is None or number.quantity.unit not in {"a", "mo", "1"} or number.ratio or _counts(clause, number):
            continue
        counts = bool(phrase.items) and phrase.items[0].span.start >= number.span.end
        if number.quantity.unit == "1" and counts and phrase.kind != "Population":
            continue  # "2 peaks"
        near = _near(clause, number, averages) or (near if paired else set())  # "mean age 40 in men, 60 in women"
        if not (ages or bound or near) and number.quantity.unit == "mo":
            continue
        draft = clause.say("meanAgeRange" if near else "ageRange", number.printed(clause.page.text), (number.span,), "age")
        draft.measure(_years(number), "median" if "median" in near else "mean" if near else "")
        of_population(clause, draft)
        draft.stance(phrase.scopes, clause.block.index)
        if phrase.kind == "Population":
            phrase.number = None  # "children younger than 5 years": the people remain to be read
        else:
            clause.used.add(phrase)
        clause.used.update(p for p in clause.phrases if p.kind != "Population" and any(i in spent for i in p.items))


def _are_people_of_age(clause: Clause) -> bool:
    """Return whether the numbers of a clause are of people: under Epidemiology, or with years: "patients between 5 and 40 years"."""
    named = [p for p in clause.phrases if p.kind == "Population"]
    inner = [p for o in clause.phrases for b in o.brackets for p in b]
    if clause.key == "epidemiology" and any(p.number and p.number.quantity.unit == "a" and _is_closed(p.number) for p in inner):
        return True  # "bimodal peak (20 - 30 and 50 - 60 years)"
    return clause.key == "epidemiology" and bool(named) or any(p.number and p.number.quantity.unit == "a" for p in named)


def _is_closed(number: Number) -> bool:
    """Return whether a number is a range with two ends."""
    least, most = number.quantity.minimum, number.quantity.maximum
    return least is not None and most is not None and least < most


def _peaks(clause: Clause) -> None:
    """Read "2 peaks" as how many there are."""
    for phrase in clause.phrases:
        number, last = phrase.number, phrase.last
        counts = number is not None and number.bare and phrase.span.start == number.span.start
        if number and counts and last and last.key in clause.page.lexicon.words["peak"] and last.inflected:
            draft = clause.say("hasCount", number.bare, (number.span,), "peaks", (phrase.span,))
            draft.add("of", clause.page.words(last.span).casefold(), (last.span,), clause.block.index)
            clause.used.add(phrase)


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


def of_population(clause: Clause, draft: Draft) -> None:
    """Say whom a number of people is about, beside the sexes that a ratio compares."""
    sexes = {item.span for item, _ in clause.of("sex", clause.items)} if draft.predicate == "sexRatio" else set()
    people = [p for p in clause.phrases if p.items and p.kind == "Population" and not sexes & set(p.spans)]
    for phrase in _own_people(clause, draft, people):
        if thing := quantified(clause, phrase) or clause.thing(phrase):
            draft.add("population", thing.term, thing.spans, clause.block.index)


def _own_people(clause: Clause, draft: Draft, people: list[Phrase]) -> list[Phrase]:
    """Return of several people those that a number is about: "40 in men and 60 in women" has as many numbers as people, in turn."""
    numbers = [i.span for i in clause.items if i.number]
    if len(people) < 2:
        return people
    if len({p.group for p in people}) == 1 and len(numbers) == 1:
        return [p for p in people if p.span.start < numbers[0].start] or people  # "adults (mean age 40), rarely children"
    own = [n for n, span in enumerate(numbers) if span in draft.spans]
    return [people[own[0]]] if own and len(numbers) == len(people) else []
