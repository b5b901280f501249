"""Under what circumstances a clause holds: its condition, its method, what it begins with before the comma."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.lexicon import Marker, fold
from build_graph.readers.asked import Rules
from build_graph.readers.clause import METHODS, Clause
from build_graph.readers.label_forms import AGED_SECTIONS, is_graded
from build_graph.readers.roles import populations, quantified
from build_graph.readers.things import Thing

#: Roles of what a clause may begin with.
LEADING = {"in", "for", "with", "place"}
#: Roles of what is said of something.
SAID = {"show", "is", "verb:link", "verb:nominal"}
#: Roles of what tells people apart, and of a cue that says what they have.
HAVING = {"with", "restrict"}
HAS = {"show", "finding"}
#: Sections of what is seen of people, or measured.
HAD_SECTIONS = {"clinical", "essential", "laboratory", "radiology", "microscopic", "gross"}
#: Key of a section -> what is said to be unknown there.
UNKNOWN = {"etiology": "cause-uncertain", "pathophysiology": "pathogenesis-uncertain"}
#: Sections of signs where what becomes of such tumors is told.
LEADING_SECTIONS = {"clinical", "essential"}
#: Sections that tell of tests and treatments: what is needed there is no outcome of the disease.
NEED_SECTIONS = {"treatment", "prognosis", "diagnosis", "laboratory", "radiology", "molecular"}


def read_frame(clause: Clause, condition: Sequence[Item]) -> None:
    """Read what holds for all of a clause: the words of its condition, its method, a hedge, what it says is confirmed."""
    if condition:
        span = Span(condition[0].span.start, condition[-1].span.end)
        clause.keep("condition", _text(clause, span), (span,))
    _methods(clause)
    for item in clause.items if "cue" in clause.held else ():
        if item.kind == "cue" and item.marker.value == "hypothesis":
            clause.hedge = item
    if clause.setting.role == "hypothesis":
        clause.hedge = clause.setting.cue
    _that_clause(clause)


def _methods(clause: Clause) -> None:
    """Take "histologically" for the method of the clause, and read it as in the section of that method."""
    if clause.held.isdisjoint(clause.page.lexicon.methods):
        return
    named = [(item, item.function.split(":")) for item in clause.items if item.function in clause.page.lexicon.methods]
    if named and not clause.setting.entry:
        clause.key = named[0][1][1]
    for item, words in named:
        if len(words) > 2 and (entry := clause.page.lexicon.entries.get(words[2])):
            clause.keep("method", entry.term, (item.span,))


def _text(clause: Clause, span: Span) -> str:
    return " ".join(clause.page.words(span).split()).casefold()


def _that_clause(clause: Clause) -> None:
    """Read "that deposits are X can be confirmed by Y": X is what is confirmed."""
    if not clause.items or clause.items[0].key != "that":
        return
    at = next((n for n, p in enumerate(clause.phrases) if p.role in {"confirm", "suggested"} and p.marker), 0)
    for phrase in clause.phrases[:at]:
        clause.used.add(phrase)
        if phrase.kind == "Substance" and (thing := clause.thing(phrase)):
            clause.keep("target", thing.term, thing.spans)


def read_circumstances(clause: Clause) -> None:
    """Take what a clause begins with, before its comma, for a circumstance of all that follows: "in children, ...", "on CT, ..."."""
    for circumstance in BEFORE.of(clause.held):
        circumstance(clause)
    lead = clause.lead
    if lead is not None and _is_aged(clause, lead):
        clause.keep("condition", _text(clause, lead.span), (lead.span,))
        clause.used.add(lead)
    elif lead is not None and _leads(clause, lead) and (read := _READ.get(lead.kind)):
        read(clause, lead)


def _ordered(clause: Clause) -> None:
    """Take the ordinal behind a treatment, "drainage first", for its place in an order, and no part of its name."""
    ordinal = clause.page.lexicon.words["ordinal"]
    for phrase in clause.phrases if clause.key == "treatment" else ():
        last = phrase.items[-1] if len(phrase.items) > 1 and not phrase.lent_after else None
        if last is not None and last.key in ordinal:
            phrase.items = phrase.items[:-1]
            phrase.scopes.append(Scope(Marker("scope", ordinal[last.key], "order"), last))


def _timed(clause: Clause) -> None:
    """Take a time behind what it is said of, "fibrosis early", "thin early", for the condition of it, and no look."""
    stages = clause.page.lexicon.stages
    for phrase in clause.phrases:
        more = len(phrase.items) > 1 or phrase.role.startswith("verb:") and phrase.items  # "recur early"
        last = phrase.items[-1] if more and not phrase.lent_after else None
        timed = last is not None and last.kind == "quality" and last.entry is not None and last.entry.aspect == "course"
        if last is not None and timed and stages.get(last.key) == "first" and last.key in clause.page.lexicon.words["time-behind"]:
            phrase.items = phrase.items[:-1]
            phrase.scopes.append(Scope(Marker("scope", last.key, "condition"), last))


def _stage_leads(clause: Clause) -> None:
    """Take "early lesions" before what they show for the condition of it: the stage of the disease, and no finding."""
    lexicon, lead = clause.page.lexicon, clause.lead
    if "graded" not in clause.held and clause.keys.isdisjoint(lexicon.stages):
        return
    words = lead.key.split(" ") if lead is not None and len(lead.items) <= 2 else []
    staged = len(words) == 2 and lexicon.stages.get(words[0]) == "first" and lexicon.stages.get(words[1]) in {"thing", "last"}
    graded = len(words) > 1 and words[0] in lexicon.words["graded"] and is_graded(words[1:], lexicon)
    if lead is None or lead.role or lead.scopes or not (staged or graded):
        return
    last = clause.items.index(lead.items[-1]) if lead.items[-1] in clause.items else len(clause.items)
    behind = next(iter(clause.items[last + 1 :]), None)
    cued = behind is not None and behind.kind == "cue" and behind.marker.value in {"show", "contain"}
    cued = cued or graded and behind is not None and behind.kind in {"cue", "verb"}
    if (cued or behind is not None and behind.function in {"be", "have"}) and not clause.page.names.label(lead.key):
        clause.keep("condition", _text(clause, lead.span), (lead.span,))
        clause.used.add(lead)


def _of_tumors(clause: Clause) -> None:
    """Take "large tumors" before a verb without object, "large tumors recur", for its condition; plain tumors are the disease itself."""
    lead = clause.lead
    if (
        lead is None
        or lead.role
        or lead is not clause.phrases[0]
        or clause.key not in {"prognosis", *LEADING_SECTIONS}
        or clause.setting.entry
    ):
        return
    verb = clause.after(lead)[:1]
    told = bool(verb) and verb[0].role == "verb:nominal" and lead.last is not None and not clause.behind.get(lead)
    last = lead.last.key.split(" ")[-1] if lead.last is not None else ""
    named = last in clause.page.lexicon.words["lesion"] or last == fold(clause.page.topic.label).split(" ")[-1]
    if not (told and named) or lead.scope("polarity") or lead.number or clause.page.names.label(lead.key):
        return
    if len(lead.key.split(" ")) > 1 and clause.subjects is clause.setting.subjects:  # no form of the disease is named by them
        span = Span(lead.words[0].span.start, clause.group(lead)[-1].span.end)  # "large or villous tumors"
        clause.keep("condition", _text(clause, span), (span,))
    else:
        clause.read(lead.spans)
    for scope in [s for s in lead.scopes if s.marker.property == "frequency" and s.item.span.start > verb[0].span.start]:
        clause.keep("frequency", scope.marker.value, (scope.item.span,))  # "recur more often"
    clause.used.update(clause.group(lead))


def _raised_risk(clause: Clause) -> None:
    """Take what stands behind "risk is slightly raised in" for risk factors: smokers, first degree relatives."""
    lead = clause.lead
    risks = clause.page.lexicon.words["risk"]
    if lead is None or lead.role or not risks.get(lead.items[-1].key) or clause.behind.get(lead) or clause.setting.entry:
        return
    up = next((i for i in clause.items if clause.page.lexicon.comparatives.get(i.key) == "up"), None)
    behind = [p for p in clause.phrases if up and p.items and p.span.start >= up.span.end]
    if not behind or behind[0].role not in {"in", "with", "by", "for", "place"}:
        return
    for phrase in [p for p in behind if p.group == behind[0].group]:
        phrase.role = "risk"
    clause.used.update(p for p in clause.phrases if p.items and p.span.start < behind[0].span.start)
    clause.used.update(p for p in clause.phrases if not p.items and not p.number)


def _unknown(clause: Clause) -> None:
    """Take a clause that is no more than "unknown", under Etiology or Pathophysiology, for what nobody knows."""
    slug = UNKNOWN.get(clause.key, "")
    entry = clause.page.lexicon.entries.get(slug)
    said = [i for i in clause.items if i.nominal or i.kind == "scope" or i.function == "participle"] if entry else []
    if entry is None or " ".join(i.key for i in said) not in clause.page.lexicon.words["unknown"] or clause.setting.role:
        return
    predicate = "causedBy" if slug.startswith("cause") else "hasMechanism"
    spans = tuple(i.span for i in said)
    thing = Thing(entry.term, entry.term.kind, spans, spans)
    clause.draft(predicate, thing, None, "said-unknown").modality = "uncertain"
    clause.used.update(clause.phrases)


def _before_need(clause: Clause) -> None:
    """What stands before "is needed" is an outcome of the disease."""
    if clause.key in NEED_SECTIONS:
        return
    at = next((n for n, p in enumerate(clause.phrases) if p.role == "need" and p.marker), 0)
    for phrase in clause.phrases[:at]:
        if phrase.role == "":
            phrase.role = "outcome"


def _without(clause: Clause) -> None:
    """Take "without X, ..." at the start of a clause for the condition of what follows."""
    first = clause.items[0] if clause.items else None
    scope = first.scope() if first else None
    if first is None or scope is None or scope.property != "polarity" or scope.direction != "narrow":
        return
    comma = next((i for i in clause.items if i.key == ","), None)
    denied = [p for p in clause.phrases if p.items and comma and p.span.end <= comma.span.start]
    behind = any(i.kind in {"cue", "verb"} and comma and i.span.start > comma.span.start for i in clause.items)
    if not denied or not (behind or any(p.items for p in clause.after(denied[-1]))):
        return
    listed = [p for p in clause.phrases if p.items and p.group == denied[0].group]
    said = any(i.kind in {"cue", "verb", "scope"} or i.function in {"be", "have"} for i in clause.items[1:])
    if not said and listed == [p for p in clause.phrases if p.items] and (joint := listed[-1].link) in {"or", "and"}:
        if joint == "and":  # "without A, B and C": all are denied, or B and C come without A
            clause.used.update(clause.phrases)
            for phrase in listed:
                clause.cannot(phrase, "whether 'without' reaches it is not told")
        return  # "without A, B or C"
    span = Span(first.span.start, denied[-1].span.end)
    clause.keep("condition", _text(clause, span), (span,))
    clause.used.update(denied)
    for phrase in clause.phrases:
        phrase.scopes = [s for s in phrase.scopes if s.item is not first]


def _people_have(clause: Clause) -> None:
    """Read "30% of patients with X have Y" as Y of those people: X tells who they are, and is no finding of its own."""
    lead = clause.lead
    if lead is None or clause.key not in HAD_SECTIONS or clause.setting.entry or lead.kind != "Population":
        return
    first = clause.phrases[0]
    of = lead is not first and lead.parent is first and first.number is not None and lead.role == "complement"
    told = [p for p in clause.behind.get(lead, ()) if p.items and p.role in HAVING]
    if not (of or lead is first and not lead.role) or lead.scopes or any(p.scope("polarity") for p in told):
        return
    end = max(p.span.end for p in (lead, *told))
    verb = next((i for i in clause.items if i.span.start >= end and i.kind != "scope"), None)
    has = verb is not None and (verb.function == "have" or verb.kind == "cue" and verb.marker.value in HAS)
    own = [t for p in told if (t := clause.bare(p)) and clause.page.names.member(t.term)]
    if not has or own or "than" in clause.keys or not any(p.items and p.span.start >= end for p in clause.phrases):
        return
    words = clause.page.lexicon.words
    many = next((i for i in clause.ahead_of(lead)[-1:] if i.key in words["amount"]), None)
    if not told and all(i.key in words["people"] for i in lead.items):
        return  # "most patients have Y"
    for thing in populations(clause, lead) if told else [t for t in [clause.thing(lead, whole=True)] if t]:
        clause.keep("population", thing.term, thing.spans)
        if many is not None:
            clause.keep("frequency", many.key, (many.span,))
        elif not told and clause.key == "clinical":
            clause.draft("affectsPopulation", thing, lead, "population").kept.clear()
    clause.used.add(lead)


def _is_aged(clause: Clause, lead: Phrase) -> bool:
    """Return whether a clause begins with things of an age, of which it says something: "treated lesions can show X"."""
    aged = not lead.marker and len(lead.items) == 2 and lead.items[0].key in clause.page.lexicon.words["lesion-age"]
    return aged and clause.key in AGED_SECTIONS and any(p.role in SAID for p in clause.after(lead)[:1])


def _leads(clause: Clause, lead: Phrase) -> bool:
    """Return whether a phrase only says when, where, how or of whom the rest of the clause holds."""
    if lead.role not in LEADING or not lead.marker or lead.marker.kind != "preposition":
        return False
    after = (p for p in clause.after(lead) if p.group != lead.group and p.parent is not lead and p.items)
    comma = any(i.key == "," and i.span.start >= lead.span.end for i in clause.items)
    return (comma or clause.setting.entry) and next(after, None) is not None


def _method(clause: Clause, lead: Phrase) -> None:
    """Read "on CT, ..." as the method, "at 3 year follow up, ..." as the time, "after surgery, ..." as the procedure."""
    thing = clause.bare(lead)
    if lead.number and lead.number.is_time:
        clause.keep("horizon", lead.number.horizon, (lead.number.span,))
    elif thing:
        imaging = lead.kind == "ImagingModality"
        name = "method" if imaging or thing.aspect == "micro" or clause.setting.entry else "procedure"
        clause.keep(name, thing.term, thing.spans)
        if imaging and not clause.setting.entry:
            clause.key = "radiology"
    clause.used.add(lead)


def _disease(clause: Clause, lead: Phrase) -> None:
    """Read "with X, ..." or "in X, ..." as another disease in whose context the rest holds."""
    if lead.role not in {"with", "in"} or clause.setting.entry or not (thing := clause.thing(lead, whole=True)):
        return
    if clause.page.names.member(thing.term):
        return
    clause.keep("context", thing.term, thing.spans)
    clause.draft("associatedWith", thing, lead, "context").kept.clear()
    clause.used.add(lead)


def _people(clause: Clause, lead: Phrase) -> None:
    """Read "in children, ..." as the people for whom the rest holds; plain patients are no more than everybody."""
    if clause.key == "epidemiology":
        return
    _not_in_others(clause, lead)
    anybody = all(item.key in clause.page.lexicon.words["people"] for item in lead.items) and lead not in clause.behind
    if not anybody or quantified(clause, lead):
        for thing in populations(clause, lead):
            clause.keep("population", thing.term, thing.spans)
        for thing in populations(clause, lead) if clause.key in {"sites", "clinical"} else ():
            clause.draft("affectsPopulation", thing, lead, "population").kept.clear()
    clause.used.add(lead)


def _not_in_others(clause: Clause, lead: Phrase) -> None:
    """Report who is left out before the comma, and deny nothing else by it: "in children, not in adults, the palms are affected"."""
    comma = max((i.span.start for i in clause.items if i.key == ","), default=0)
    for phrase in clause.after(lead):
        denied = phrase.scope("polarity") if phrase.kind == "Population" and phrase.role == "in" and phrase.span.end <= comma else None
        if denied is None:
            continue
        clause.cannot(phrase, "of whom the rest does not hold")
        clause.used.add(phrase)
        for each in clause.phrases:
            each.scopes = [s for s in each.scopes if s.item is not denied.item]


#: How a leading phrase is read, by its kind.
_READ: dict[str, Callable[[Clause, Phrase], None]] = {**dict.fromkeys(METHODS, _method), "Disease": _disease, "Population": _people}


#: What may hold for all of a clause, and what it takes.
BEFORE = Rules[Callable[[Clause], None]](
    (_ordered, ({"ordinal"},)),
    (_timed, ({"time-behind"},)),
    (_unknown, ()),
    (_raised_risk, ({"risk"},)),
    (_stage_leads, ()),
    (_of_tumors, ({"verb"},)),
    (_before_need, ({"cue"},)),
    (_without, ({"scope"},)),
    (_people_have, ({"have", "cue"},)),
)
