"""Numbers about people and outcomes: ages, sex ratios, comparisons between strata."""

from __future__ import annotations

from decimal import Decimal

from build_graph.facts import Quantity, Span, Term
from build_graph.language.phrases import Phrase
from build_graph.language.words import Item
from build_graph.lexicon import fold
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing, thing_of

SEXES = {"male": "male", "men": "male", "man": "male", "boy": "male", "m": "male", "female": "female", "women": "female", "woman": "female",
         "girl": "female", "f": "female"}
RATES = {"incidence", "prevalence"}
ORDINALS = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), start=1)}
AVERAGES = {"average", "mean", "median"}


def read_figures(clause: Clause) -> None:
    """Read what a clause says of age, sex and prognosis in numbers; spend the phrases it was said with."""
    _ratio(clause)
    _equal(clause)
    _rate(clause)
    if not any(d.predicate in RATES for d in clause.drafts):
        _age(clause)
        _decade(clause)
    _survival(clause)
    _comparison(clause)


def _ratio(clause: Clause) -> None:
    """Read "2:1 male to female"; a ratio without a direction is none."""
    for position, item in enumerate(clause.items):
        if not (item.number and item.number.ratio):
            continue
        near = [(i, SEXES[w]) for i in [*clause.items[position + 1 : position + 6], *clause.items[max(0, position - 6) : position]]
                for w in i.key.split(" ") if w in SEXES]
        if len(near) < 2 or near[0][1] == near[1][1]:
            continue
        text = ":".join(item.number.ratio)
        draft = Draft(clause.subjects, "sexRatio", text, (item.span,), "sex-ratio", phrase=(item.span,), kept=[*clause.setting.kept])
        draft.measure(item.number.quantity, item.span)
        draft.add("numerator", near[0][1], (near[0][0].span,), clause.block.index)
        draft.add("denominator", near[1][1], (near[1][0].span,), clause.block.index)
        _of_population(clause, draft, item.span.start)
        clause.drafts.append(draft)
        spent = {near[0][0].span, near[1][0].span, item.span}
        clause.used.update(id(p) for p in clause.phrases if (p.number and p.number.span in spent) or any(i.span in spent for i in p.items))


def _decade(clause: Clause) -> None:
    """Read "third decade" as a range of ages, in the page's own words."""
    for before, item in zip(clause.items, clause.items[1:], strict=False):
        bare = before.number.bare if before.number else ""
        rank = int(bare) if bare.isdigit() and len(bare) == 1 else ORDINALS.get(before.key, 0)
        if item.key not in {"decade", "decade of life"} or not rank:
            continue
        spans = (before.span, item.span)
        value = f"{before.key} {item.key}"  # the words: a number must stand in the text it is read from
        draft = Draft(clause.subjects, "ageRange", value, spans, "decade", phrase=spans, kept=[*clause.setting.kept])
        clause.drafts.append(draft)
        clause.used.update(id(p) for p in clause.phrases if any(i.span in {s for s in spans} or i.key in {"life", "peak", "peak incidence"} for i in p.items))


def _rate(clause: Clause) -> None:
    """Read "incidence of 13 per 100,000" and "prevalence of 2 - 3%"."""
    named = next((i for i in clause.items for w in i.key.split(" ") if w in RATES), None)
    if named is None:
        return
    predicate = next(w for w in named.key.split(" ") if w in RATES)
    for phrase in clause.phrases:
        number = phrase.number.number if phrase.number else None
        ratio = number is not None and number.ratio is not None
        if number is None or phrase.number is None or number.quantity.unit == "a" or ratio and ":" in clause.page.words(phrase.number.span):
            continue
        if any(d.predicate == predicate for d in clause.drafts):
            break  # the first number behind the word is the rate
        value = _range_text(number.quantity) or phrase.number.span.of(clause.page.text)
        draft = Draft(clause.subjects, predicate, value, (phrase.number.span,), predicate, phrase=(phrase.number.span,), kept=[*clause.setting.kept])
        draft.measure(_with_statistic(number.quantity, predicate), phrase.number.span)
        clause.drafts.append(draft)
        clause.used.update(id(p) for p in clause.phrases if p is phrase or named in p.items)


def _survival(clause: Clause) -> None:
    """Read "5 year survival 10%": a measure, its horizon and a share."""
    shares = [p for p in clause.phrases if p.number and p.number.number and p.number.number.quantity.unit == "%"]
    for measure in clause.phrases:
        key = " ".join(i.key for i in measure.items)
        known = next((key.split(" ", n)[-1] for n in range(key.count(" ") + 1) if key.split(" ", n)[-1] in clause.page.lexicon.measures), "")
        horizon = measure.number if measure.number and measure not in shares else None
        after = [s for s in shares if s is measure or s.span.start > measure.span.start] if measure.items else []
        if not known or not after or after[0].number is None:
            continue
        _share_fact(clause, after[0].number, measure, horizon, [])
        clause.used.update({id(measure), id(after[0])})
        return


def _equal(clause: Clause) -> None:
    """Read "men and women are affected equally" as one to one."""
    word = next((i for i in clause.items if i.key.split(" ")[-1] == "equally"), None)
    sexes = [(i, SEXES[w]) for i in clause.items for w in i.key.split(" ") if w in SEXES]
    if word is None or {s for _, s in sexes} != {"male", "female"}:
        return
    draft = Draft(clause.subjects, "sexRatio", "1:1", (word.span,), "equal", phrase=(word.span,), kept=[*clause.setting.kept])
    draft.add("numerator", "male", (next(i for i, s in sexes if s == "male").span,), clause.block.index)
    draft.add("denominator", "female", (next(i for i, s in sexes if s == "female").span,), clause.block.index)
    clause.drafts.append(draft)
    clause.used.update(id(p) for p in clause.phrases if any(i in [x for x, _ in sexes] for i in p.items))


def _of_population(clause: Clause, draft: Draft, before: int) -> None:
    sexes = {i.span for i in clause.items if any(w in SEXES for w in i.key.split(" "))} if draft.predicate == "sexRatio" else set()
    people = [p for p in clause.phrases if p.items and p.kind == "Population" and not any(i.span in sexes for i in p.items)]
    if people and (thing := clause.thing(people[-1])):
        draft.add("population", thing.term, thing.spans, clause.block.index)


def _age(clause: Clause) -> None:
    """Read a number of years beside "age": a range of means where an average is named."""
    if clause.setting.role or clause.key not in {"epidemiology", "clinical", "essential", "definition", "sites", "differential"}:
        return
    ages = [i for i in clause.items if any(w in {"age", "aged", "old", "older", "younger", "peak"} for w in i.key.split(" "))]
    bounds = [i for i in clause.items if i.number and any(w in fold(clause.page.words(i.span)).split(" ") for w in ("older", "younger"))]
    people = clause.key == "epidemiology" and any(p.kind == "Population" for p in clause.phrases)
    if not ages and not bounds and not people:
        return
    averages = [i for i in clause.items if any(w in AVERAGES for w in i.key.split(" "))]
    for phrase in [*clause.phrases, *(p for o in clause.phrases for b in o.brackets for p in b)]:
        number = phrase.number.number if phrase.number else None
        if number is None or phrase.number is None or number.quantity.unit not in {"a", "mo", "1"} or number.ratio:
            continue
        quantity = number.quantity if number.quantity.unit != "1" else _years(number.quantity)
        text = phrase.number.span.of(clause.page.text)
        value = _range_text(quantity) or text
        near = _near(clause, phrase.number, averages)
        if not (ages or bounds or near) and quantity.unit != "a":
            continue
        draft = Draft(
            clause.subjects, "meanAgeRange" if near else "ageRange", value, (phrase.number.span,), "age", phrase=(phrase.number.span,),
            kept=[*clause.setting.kept],
        )
        draft.measure(_with_statistic(quantity, _average(near)), phrase.number.span)
        _of_population(clause, draft, phrase.number.span.start)
        draft.stance(phrase.scopes, clause.block.index)
        clause.drafts.append(draft)
        if phrase.kind == "Population":
            phrase.number = None  # "children younger than 5 years": the people remain to be read
        else:
            clause.used.add(id(phrase))
        clause.used.update(id(p) for p in clause.phrases if p.kind != "Population" and any(i in ages or i in averages for i in p.items))


def _near(clause: Clause, number: Item, averages: list[Item]) -> list[Item]:
    """Return the word of an average that stands with a number: no other number between them."""
    before = [i for i in clause.items if i.span.end <= number.span.start]
    found: list[Item] = []
    for item in reversed(before):
        if item.number or item.key in {",", ";"}:
            break
        found += [item] if item in averages else []
    return found


def _average(items: list[Item]) -> str:
    """Return the statistic that a word names: mean or median; "" where none is named."""
    words = {w for i in items for w in i.key.split(" ")}
    return "median" if "median" in words else "mean" if words else ""


def _years(quantity: Quantity) -> Quantity:
    return Quantity(quantity.minimum, quantity.maximum, "a", quantity.minimum_inclusive, quantity.maximum_inclusive, quantity.statistic)


def _with_statistic(quantity: Quantity, statistic: str) -> Quantity:
    return Quantity(quantity.minimum, quantity.maximum, quantity.unit, quantity.minimum_inclusive, quantity.maximum_inclusive, statistic)


def _range_text(quantity: Quantity) -> str:
    if quantity.minimum is not None and quantity.maximum is not None and quantity.minimum != quantity.maximum:
        return f"{quantity.minimum}-{quantity.maximum}"
    return ""


def _comparison(clause: Clause) -> None:
    """Read "patients without X have a better prognosis (...) than those with X (...)"."""
    than = next((p for p in clause.phrases if p.role == "than"), None)
    found = _comparative(clause)
    if found is None:
        return
    better, measure_span, label, measured, first = found
    at = clause.phrases.index(than) if than else len(clause.phrases)
    left = [p for p in clause.phrases if p.items and p not in measured and p.span.end <= measure_span.start and p.kind != "Measurement"]
    if first and not clause.page.names.member(left[0].items[-1].entry.term if left and left[0].items[-1].entry else None):
        left = [p for p in clause.phrases[:at] if p.items and p.span.start >= measure_span.end]
    subject, strata = _side(clause, left)
    _mortality(clause, [*measured, *left], strata)
    if than is None:
        return
    right = clause.phrases[at:]
    other, other_strata = _side(clause, right)
    target = other or (other_strata[0] if other_strata else None)
    if target is None:
        return
    predicate = "betterPrognosisThan" if better else "worsePrognosisThan"
    draft = Draft(subject and (Subject(subject.term, subject.spans, clause.block.index),) or clause.subjects, predicate, target.term,
                  target.spans, "comparison", phrase=target.phrase, kept=[*clause.setting.kept])
    draft.add("measure", label, (measure_span,), clause.block.index)
    for stratum in strata:
        draft.add("population", stratum.term, stratum.spans, clause.block.index)
    clause.drafts.append(draft)
    for phrase in right:
        _mortality(clause, [phrase], other_strata)
    clause.used.update(id(p) for p in [*left, *measured, *right] if p.kind != "AnatomicalSite")


def _comparative(clause: Clause) -> tuple[bool, Span, str, list[Phrase], bool] | None:
    """Return whether the left side fares better, where and how it is measured, the phrases that say so, and whether they come first.

    The measure stands behind the comparative ("a higher risk of death") or before it ("the risk of death is higher for ...").
    """
    lexicon = clause.page.lexicon
    items = list(clause.items)
    for position, item in enumerate(items):
        direction = lexicon.comparatives.get(item.key)
        if direction is None:
            continue
        after = [(position, position + 1, stop) for stop in range(min(len(items), position + 5), position + 1, -1)]
        before = [(position, start, position - gap) for gap in (0, 1, 2) for start in range(max(0, position - 6), position - gap)]
        for at, start, stop in [*after, *before]:
            key = " ".join(i.key for i in items[start:stop])
            if key in lexicon.measures:
                good, label = lexicon.measures[key]
                better = direction == "better" or direction in {"up", "down"} and (direction == "up") == (good == "good")
                words = [items[at], *items[start:stop]]
                span = Span(min(i.span.start for i in words), max(i.span.end for i in words))
                phrases = [p for p in clause.phrases if any(i in words for i in p.items)]
                return better, span, label, phrases, start < at
    return None


def _side(clause: Clause, phrases: list[Phrase]) -> tuple[Thing | None, list[Thing]]:
    """Return the member of the family that a side of the comparison names, or the strata that it describes."""
    page = clause.page
    strata: list[Thing] = []
    people = next((p for p in phrases if p.kind == "Population"), None)
    for phrase in phrases:
        if not phrase.items:
            continue
        member = page.names.label(" ".join(i.key for i in phrase.words))
        if member:
            return Thing(member, "Disease", tuple(i.span for i in phrase.items), tuple(i.span for i in phrase.items)), []
        named = thing_of(phrase, page.text, page.lexicon, page.names)
        if named and named.kind == "Disease" and page.names.member(named.term):
            return named, []
        if named and named.kind in {"Disease", "Finding"} and phrase is not people:
            strata.append(_stratum(clause, phrase, named))
    return None, strata[:1]


def _stratum(clause: Clause, phrase: Phrase, named: Thing) -> Thing:
    denied = phrase.scope("polarity")
    label = f"patients {'without' if denied else 'with'} {named.term.label}"
    spans = ((denied.item.span,) if denied else ()) + named.spans
    return Thing(Term(slug_of(label), label, "Population", candidate=True, head=named.term), "Population", spans, spans)


def _mortality(clause: Clause, phrases: list[Phrase], strata: list[Thing]) -> None:
    """Read "(1 year mortality, 25 - 45%)": a measure, a horizon and a share, each with its stratum."""
    for phrase in phrases:
        for inner in phrase.brackets:
            shares = [p for p in inner if p.number and p.number.number and p.number.number.quantity.unit == "%"]
            measure = next((p for p in inner if p.items), None)
            horizon = next((p.number for p in inner if p.number and p.number.number and p.number.number.quantity.unit in {"a", "mo", "d"}), None)
            for share in shares:
                _share_fact(clause, share.number, measure, horizon, strata)  # type: ignore[arg-type]
            if shares:
                phrase.brackets = [b for b in phrase.brackets if b is not inner]


def _measure_label(clause: Clause, measure: Phrase) -> str:
    """Return the measure without its horizon: "mortality" for "1 year mortality"."""
    words = [w for i in measure.items for w in i.key.split(" ")]
    known = [" ".join(words[n:]) for n in range(len(words)) if " ".join(words[n:]) in clause.page.lexicon.measures]
    return clause.page.lexicon.measures[known[0]][1] if known else " ".join(words)


def _share_fact(clause: Clause, share: Item, measure: Phrase | None, horizon: Item | None, strata: list[Thing]) -> None:
    assert share.number is not None  # the caller chose it for its number
    quantity = _with_statistic(share.number.quantity, "proportion")
    value = _range_text(quantity) or share.span.of(clause.page.text)
    draft = Draft(clause.subjects, "prognosisStatement", value, (share.span,), "stratified-share", phrase=(share.span,), kept=[*clause.setting.kept])
    draft.measure(quantity, share.span)
    if measure:
        draft.add("measure", _measure_label(clause, measure), tuple(i.span for i in measure.items), clause.block.index)
    if horizon and horizon.number:
        draft.add("horizon", f"{horizon.number.quantity.minimum} {horizon.number.quantity.unit}", (horizon.span,), clause.block.index)
    for stratum in strata:
        draft.add("population", stratum.term, stratum.spans, clause.block.index)
    clause.drafts.append(draft)
