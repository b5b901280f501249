"""Sites: where the disease sits, and where under the microscope a finding lies."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term, WordStatus
from build_graph.language.phrases import Phrase
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import FINDINGS, Clause
from build_graph.readers.draft import Subject
from build_graph.readers.names import slug_of
from build_graph.readers.roles.emit import METHODS, PLACES, SEEN_INSIDE, bearer, emit, mention, read_as
from build_graph.readers.roles.people import population
from build_graph.readers.things import Thing, thing_of


def _of_topic(clause: Clause, phrase: Phrase) -> None:
    """Read "also seen in <the page's disease>" below a look-alike: said of the page's disease, and shared."""
    term = phrase.items[-1].entry.term if phrase.items[-1].entry else clause.page.topic
    own = (Subject(term, tuple(i.span for i in phrase.items), clause.block.index),)
    for draft in clause.drafts:
        draft.subjects = own
        if draft.predicate == "distinguishingFinding":
            draft.predicate = "labFinding" if draft.source and draft.source.kind in {"Protein", "Measurement", "Substance"} else "hasClinicalFinding"
        draft.add("shared", "yes", own[0].spans, clause.block.index)
        draft.kept = [k for k in draft.kept if k.qualifier.name != "kind"]


def place(clause: Clause, phrase: Phrase) -> None:
    """A site or a population: in, on, around, between, located on, affects."""
    if clause.setting.entry and phrase.items and clause.page.names.member(phrase.items[-1].entry.term if phrase.items[-1].entry else None):
        if any(i.kind == "function" and i.key in {"which", "that"} for i in clause.items):
            clause.marks += [WordStatus(item.span, "content") for item in phrase.items]  # "which is absent in X"
        else:
            _of_topic(clause, phrase)
        return
    if _is_horizon(phrase):
        for draft in clause.drafts[-1:]:
            assert phrase.number is not None and phrase.number.number is not None
            quantity = phrase.number.number.quantity
            draft.add("horizon", f"{quantity.minimum} {quantity.unit}", (phrase.number.span,), clause.block.index)
        return
    if phrase.number and not phrase.items or _share_of_people(phrase):
        _share_behind(clause, phrase)
        clause.spent[id(phrase)] = -1
        return
    if phrase.items and phrase.items[-1].key in {"case", "disease"} and clause.drafts and (phrase.items[-1].key == "case" or clause.key.startswith("treatment")):
        _case(clause, phrase)
        return
    if phrase.kind == "Population":
        population(clause, phrase)
        return
    if clause.setting.role.startswith("stain_") and phrase.kind in {"CellType", "Tissue", "AnatomicalSite"} and clause.drafts:
        for thing in clause.things(phrase):
            clause.drafts[-1].add("bearer", thing.term, thing.spans, clause.block.index)
        return
    if phrase.role == "between":
        _between(clause, phrase)
        return
    for thing in clause.things(phrase):
        if thing.kind in PLACES or (not thing.kind and clause.key == "sites"):
            draft = clause.draft("occursAtSite", thing, phrase, f"{phrase.role}-site")
            marker = phrase.marker or phrase.lead
            if marker and marker.key.split(" ")[-1] == "around":
                draft.add("position", "around", (marker.span,), clause.block.index)
            for left in clause.left(phrase):
                draft.stance([s for s in left.scopes if s.marker.property == "extent" and not left.kind], clause.block.index)
            bearer(clause, phrase, draft)
            if clause.key in SEEN_INSIDE and not draft.has("bearer") and not clause.setting.entry:
                clause.drafts.remove(draft)  # where under the microscope: no site of the disease without what lies there
                clause.cannot(phrase, "a place under the microscope without what is seen there", "a finding before it")
                continue
            read_brackets(clause, phrase, thing, draft, phrase.role)
        elif thing.kind in METHODS and (clause.drafts or clause.before) and clause.key != "sites":
            _seen_on(clause, phrase, thing)
        elif thing.kind in {"Disease", "Event", "Procedure"} and phrase.role != "around":
            emit(clause, phrase, thing, "place", f"{phrase.role}-{thing.kind}")
        elif thing.kind == "CellType" and clause.key in SEEN_INSIDE and clause.drafts:
            clause.drafts[-1].add("within", thing.term, thing.spans, clause.block.index)
        elif thing.kind:
            read_as("", clause, phrase)
            return
        else:
            clause.cannot(phrase, "unknown place", "a site, tissue or population")


def throughout(clause: Clause, phrase: Phrase) -> None:
    """Behind "throughout": how far, or for how long, the findings before it reach."""
    marker = phrase.marker or phrase.lead
    drafts = [d for d in clause.drafts if d.source is not None and d.predicate != "subtypeOf"]
    last = drafts[-1].source.group if drafts and drafts[-1].source else None
    words = " ".join(clause.page.words(phrase.span).split()).casefold()
    for draft in [d for d in drafts if d.source and d.source.group == last] if marker else ():
        name, value = ("duration", f"throughout {words}") if words == "life" else ("extent", "throughout")
        draft.add(name, value, (marker.span, phrase.span), clause.block.index)
    clause.marks += [WordStatus(i.span, "content") for i in phrase.items]


def _between(clause: Clause, phrase: Phrase) -> None:
    """Read "between A and B": one place that both bound."""
    pair = [p for p in clause.phrases if p.group == phrase.group]
    if phrase is not pair[0]:
        return
    things = [t for p in pair if (t := clause.thing(p))]
    label = "between " + " and ".join(t.term.label for t in things)
    spans = (*((phrase.marker.span,) if phrase.marker else ()), *(s for t in things for s in t.spans))
    made = Thing(Term(slug_of(label), label, "AnatomicalSite", candidate=True), "AnatomicalSite", spans, spans)
    clause.used.update(id(p) for p in pair)
    clause.draft("occursAtSite", made, phrase, "between-site")


def _is_horizon(phrase: Phrase) -> bool:
    """Return whether a phrase says after how long: "at 3 year follow up"."""
    timed = phrase.number and phrase.number.number and phrase.number.number.quantity.unit in {"a", "mo", "wk", "d"}
    alone = not phrase.items and phrase.marker is not None and phrase.marker.key in {"at", "within", "in"}
    return bool(timed and (alone or phrase.items and phrase.kind in {"Procedure", "Event", "Measurement"}))


def _share_of_people(phrase: Phrase) -> bool:
    return bool(phrase.number and phrase.number.number and phrase.number.number.quantity.unit == "%" and phrase.kind in {"Population", ""})


def _share_behind(clause: Clause, phrase: Phrase) -> None:
    """Read "in 60% of patients" behind what it measures: the facts of the coordination before it."""
    last = clause.drafts[-1].source if clause.drafts else None
    for draft in clause.drafts:
        if phrase.number and phrase.number.number and draft.quantity is None and draft.source and last and draft.source.group == last.group:
            draft.measure(replace(phrase.number.number.quantity, statistic="proportion"), phrase.number.span)


def _case(clause: Clause, phrase: Phrase) -> None:
    """Read "in refractory cases" as a condition: of what stands before it, or in "or, in refractory cases, X" of X."""
    words = [s.item.span for s in phrase.scopes if s.marker.property in {"severity", "extent"}] + [phrase.span]
    text = " ".join(w for span in sorted(words) for w in clause.page.words(span).split()).casefold()
    before = [i for i in clause.items if phrase.marker and i.span.end <= phrase.marker.span.start]
    after = clause.phrases[clause.phrases.index(phrase) + 1 :]
    if len(before) > 1 and before[-1].key == "," and before[-2].kind == "coordinator" and after:
        clause.pending = clause.qualifier("condition", text, (phrase.span,))
    else:
        clause.drafts[-1].add("condition", text, (phrase.span,), clause.block.index)


def _seen_on(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """Read "is seen on X" behind findings: X is how they are seen; under Diagnosis it also diagnoses."""
    alone = thing_of(phrase, clause.page.text, clause.page.lexicon, clause.page.names) or thing
    for draft in clause.drafts or clause.before:
        if draft.predicate in FINDINGS or draft.predicate in {"labFinding", "stainResult", "molecularFinding"}:
            draft.add("method", alone.term, alone.spans, clause.block.index)
            if alone.kind == "ImagingModality" and not clause.setting.entry:
                draft.predicate = "imagingFinding"
    clause.kept.append(clause.qualifier("method", alone.term, alone.spans))
    if clause.key == "diagnosis" and alone.kind != "ImagingModality":
        clause.draft("diagnosedBy", alone, phrase, "seen-on").kept.pop()


def part(clause: Clause, phrase: Phrase) -> None:
    """Behind "of" a genus: where the disease sits, or what it is made of; else part of the name before it."""
    if phrase.parent is None or phrase.parent.kind != "Disease" or clause.key not in {"definition", "essential"} or id(phrase) in clause.used:
        return
    if phrase.kind in PLACES:
        place(clause, phrase)
    elif phrase.kind in {"CellType", "Substance"}:
        for thing in clause.things(phrase, whole=True):
            clause.draft("composedOf", thing, phrase, "made-of")


def spared(clause: Clause, phrase: Phrase) -> None:
    """Behind "spares": a place where it is not."""
    for thing in clause.things(phrase):
        if thing.kind in PLACES:
            draft = clause.draft("occursAtSite", thing, phrase, "spared-site")
            draft.polarity = "denied"
            if (marker := phrase.marker or phrase.lead) is not None:
                draft.mentions.append(mention("polarity", marker))
        else:
            clause.cannot(phrase, "spared, but no site", "a site or tissue")
