"""What each role makes of a phrase. One small function a role; ROLES is the table that names them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from build_graph.facts import Span, Term, WordStatus
from build_graph.language.phrases import Phrase
from build_graph.language.words import Item
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import BY_ASPECT, FINDINGS, WHOLE, Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing, same_name, thing_of

METHODS = {"Procedure", "ImagingModality", "Stain"}
PLACES = {"AnatomicalSite", "Tissue"}
#: Sections where a place is a part of what is seen, not a site of the disease.
SEEN_INSIDE = {"microscopic", "cytology", "electron", "immunofluorescence", "frozen", "stains_positive", "stains_negative", "radiology", "molecular"}
#: Predicates whose fact may hold for some people only.
PREPONDERANCE = {"predominance", "preponderance", "predilection"}
OF_PEOPLE = {"treatedBy", "diagnosedBy", "hasComplicationOrOutcome", "prognosisStatement", "labFinding", "treatmentEffect"}


def plain(clause: Clause, phrase: Phrase) -> None:
    """A phrase that no cue introduces: its predicate is that of the list it stands in, else of section and kind."""
    if phrase.number and phrase.number.number and not phrase.items:
        _size(clause, phrase)
        return
    role = clause.setting.role if phrase.role in {"", "is", "include"} else ""
    if phrase.role == "is" and any(d.predicate == "hasComplicationOrOutcome" for d in clause.drafts):
        role = "outcome"
    if phrase.role == "is" and _said_of(clause, phrase):
        return
    shows = next((p for p in clause.phrases[clause.phrases.index(phrase) + 1 :]), None)
    if phrase.kind in METHODS and shows and shows.role == "show" and clause.key != "diagnosis":
        return  # the way of seeing; what it shows says so
    if phrase.result is not None:
        tested(clause, phrase)
        return
    people = clause.predicate_of("Population") == "affectsPopulation" or clause.key in {"treatment", "prognosis"} and clause.drafts
    if phrase.kind == "Population" and role == "" and people:
        population(clause, phrase)
        return
    if phrase.role == "is" and _line_said(clause, phrase):
        return
    if _predominance(clause, phrase) or _risk_share(clause, phrase) or _bare_measure(clause, phrase):
        return
    for thing in clause.things(phrase, whole=role in WHOLE or role.startswith("member:") or clause.key in {"treatment", "prognosis"}):
        if role.startswith("member:"):
            _listed_member(clause, phrase, thing, role.partition(":")[2])
        elif role == "occursAtSite":
            _listed_site(clause, phrase, thing)
        elif role == "subtypeOf":
            _listed_subtype(clause, phrase, thing)
        elif role == "hypothesis":
            hypothesis(clause, phrase)
            return
        elif role in {"stain_positive", "stain_negative"}:
            stained(clause, phrase)
            return
        elif role in {"takes_stain", "lacks_stain", "stain_use"}:
            takes_stain(clause, phrase, thing, role)
        else:
            emit(clause, phrase, thing, role)


def _line_said(clause: Clause, phrase: Phrase) -> bool:
    """Read "is the first line treatment": the line of what stands before it."""
    line = phrase.scope("line")
    if line is None or len(phrase.items) > 1 or not phrase.items or phrase.items[0].key not in {"treatment", "therapy", "agent", "drug", "choice"}:
        return False
    for draft in clause.drafts:
        draft.add("line", line.marker.value, (line.item.span,), clause.block.index)
    clause.marks += [WordStatus(item.span, "content") for item in phrase.items]
    return True


def _size(clause: Clause, phrase: Phrase) -> None:
    """Read ", 2 - 5 cm" behind a finding as its size."""
    assert phrase.number is not None and phrase.number.number is not None
    quantity = phrase.number.number.quantity
    heads = [d for d in clause.drafts if d.predicate in FINDINGS and not d.has("attribute") and d.quantity is None]
    if heads and quantity.unit in {"cm", "mm", "um", "g", "kg", "nm"}:
        heads[-1].measure(quantity, phrase.number.span)


def _risk_share(clause: Clause, phrase: Phrase) -> bool:
    """Read "5% lifetime risk of X": X follows, in that share."""
    number = phrase.number.number if phrase.number else None
    if number is None or number.quantity.unit != "%" or not phrase.items or phrase.items[-1].key.split(" ")[-1] != "risk":
        return False
    for other in clause.complements(phrase):
        clause.used.add(id(other))
        for thing in clause.things(other, whole=True):
            draft = emit(clause, other, thing, "outcome", "risk-share")
            if draft and phrase.number:
                draft.measure(replace(number.quantity, statistic="proportion"), phrase.number.span)
    return True


def _bare_measure(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase only names a measure ("Prognosis is poor"): what is said of it makes the fact."""
    key = " ".join(i.key for i in phrase.words)
    follows = clause.phrases[clause.phrases.index(phrase) + 1 :] if phrase in clause.phrases else []
    return key in clause.page.lexicon.measures and phrase.number is None and any(p.role == "is" for p in follows)


def tested(clause: Clause, phrase: Phrase) -> None:
    """Read "P positive" and "Q+": the result of a stain, or under Laboratory of a test."""
    result = phrase.result
    named = Phrase(items=phrase.items[:-1], marker=phrase.marker, role=phrase.role, scopes=phrase.scopes, group=phrase.group, brackets=phrase.brackets)
    for thing in clause.things(named):
        lab = clause.key in {"laboratory", "diagnosis"} or thing.kind in {"Procedure", "Measurement"}
        draft = clause.draft("labFinding" if lab else "stainResult", thing, named, "tested")
        if result is None:
            continue
        if lab:
            draft.add("state", result.key, (result.span,), clause.block.index)
        elif result.key == "negative":
            draft.polarity = "denied"
            draft.mentions.append(_mention("polarity", result))
        read_brackets(clause, named, thing, draft, "")


def stained(clause: Clause, phrase: Phrase) -> None:
    """Below a heading of stains, or behind "positive for": what is stained, whatever kind of name it has."""
    if phrase.result is not None:
        tested(clause, phrase)
        return
    for thing in clause.things(phrase, whole=True):
        role = phrase.role if phrase.role in {"positive", "negative"} else clause.setting.role
        draft = clause.draft("stainResult", thing, phrase, role.replace("_", "-") or "stain")
        marker = phrase.marker or phrase.lead
        lost = thing.term.label.casefold().startswith("loss of ")
        if role.endswith("negative") and not lost:
            draft.polarity = "denied"
            if phrase.role == "negative" and marker:
                draft.mentions.append(_mention("polarity", marker))
        for left in clause.left(phrase):
            if left.kind in {"CellType", "Tissue"} and (bearer := thing_of(left, clause.page.text, clause.page.lexicon, clause.page.names)):
                draft.add("bearer", bearer.term, bearer.spans, clause.block.index)
        read_brackets(clause, phrase, thing, draft, "")


def takes_stain(clause: Clause, phrase: Phrase, thing: Thing, role: str) -> None:
    """On the page of a stain: what takes it, what does not, what it diagnoses. The stain is the object."""
    if thing.kind not in {"Disease", "CellType", "Tissue", "AnatomicalSite", "Finding", "Organism", "Substance"} or thing.term == clause.page.topic:
        clause.cannot(phrase, f"a {thing.kind or 'word of unknown kind'} takes no stain", "a disease, tissue or cell")
        return
    stain = clause.setting.subjects[0]
    predicate = "stainResult"
    if role == "stain_use":
        if thing.kind != "Disease":
            clause.cannot(phrase, f"a {thing.kind} is no use of a stain", "a disease")
            return
        predicate = "diagnosedBy"
    made = Thing(stain.term, stain.term.kind, stain.spans, stain.spans)
    own = Subject(thing.term, thing.spans, clause.block.index)
    draft = clause.draft(predicate, made, phrase, role.replace("_", "-"), (own,))
    draft.context = (*draft.context, stain.block)
    if role == "lacks_stain":
        draft.polarity = "denied"
    for inner in (p for b in phrase.brackets for p in b):
        number = inner.number.number if inner.number else None
        if number and draft.quantity is None and inner.number:
            draft.measure(number.quantity, inner.number.span)


def colour_with(clause: Clause, phrase: Phrase) -> None:
    """Behind "stain with": the stain, and the colour named before it or in the bracket behind."""
    for thing in clause.things(phrase):
        colours = [i for p in clause.left(phrase) for i in p.items if i.kind == "quality" and i.entry and i.entry.aspect == "colour"]
        for colour in colours:
            if colour.entry:
                made = Thing(colour.entry.term, "Quality", (colour.span,), (colour.span,))
                draft = clause.draft("stainResult", made, phrase, "stain-colour")
                draft.add("stain", thing.term, thing.spans, clause.block.index)
        if phrase.brackets:
            stain = Thing(thing.term, "Stain", thing.spans, thing.phrase)
            read_brackets(clause, phrase, stain, None, "")
        elif not colours:
            clause.draft("stainResult", thing, phrase, "stain-with")


def _said_of(clause: Clause, phrase: Phrase) -> bool:
    """Read a state said with a verb ("A and B levels are raised"): it qualifies the facts of what stands before it."""
    last = phrase.items[-1] if phrase.items else None
    if last is None or phrase.head is not None or last.entry is None or last.entry.aspect != "state":
        return False
    before = [d for d in clause.drafts if d.source is not None and d.source.kind in {"Measurement", "Substance", "Protein", "Procedure"}]
    for draft in before:
        draft.add("state", last.entry.term.label, (last.span,), clause.block.index)
        draft.stance([s for s in phrase.scopes if s.marker.property in {"modality", "polarity", "frequency"}], clause.block.index)
    return bool(before)


def _listed_member(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> None:
    """An item below a class: what is said of the class is said of it, and it is a kind of the class."""
    draft = clause.draft(predicate, thing, phrase, "listed-member")
    read_brackets(clause, phrase, thing, draft, "")
    for whole in clause.setting.driver:
        own = Subject(thing.term, thing.spans, clause.block.index)
        kind = Draft((own,), "subtypeOf", whole.term, whole.spans, "listed-member", phrase=whole.spans, context=(whole.block,))
        clause.drafts.append(kind)


def _listed_site(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "2 locations": a site, and the subtype that is named after it."""
    draft = clause.draft("occursAtSite", thing, phrase, "listed-site")
    term = clause.page.names.label(" ".join(i.key for i in phrase.words))
    if term:
        for outer in clause.setting.subjects:
            if outer.term != term:
                own = Subject(term, thing.phrase, clause.block.index)
                kind = Draft((own,), "subtypeOf", outer.term, outer.spans, "listed-site", phrase=outer.spans, context=(outer.block,))
                kind.add("basis", "location", thing.spans, clause.block.index)
                clause.drafts.append(kind)
    read_brackets(clause, phrase, thing, draft, "")


def _listed_subtype(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "5 subtypes": a subtype of the subject, and another name of it where it is printed in another form."""
    term = clause.page.names.label(" ".join(i.key for i in phrase.words)) or thing.term
    own = Subject(term, thing.phrase, clause.block.index)
    for outer in clause.setting.subjects:
        if outer.term != term:
            clause.drafts.append(Draft((own,), "subtypeOf", outer.term, outer.spans, "listed-subtype", phrase=outer.spans, context=(outer.block,)))
    printed = " ".join(phrase.span.of(clause.page.text).split())
    if not same_name(printed, term.label) and " " in printed:
        clause.drafts.append(Draft((own,), "synonym", printed.casefold(), (phrase.span,), "listed-subtype", phrase=(phrase.span,)))
    read_brackets(clause, phrase, thing, None, "")


def emit(clause: Clause, phrase: Phrase, thing: Thing, role: str, rule: str = "") -> Draft | None:
    """Add the fact that a thing in a role makes, its qualities and what stands in brackets behind it."""
    if not thing.kind and not role:
        thing = _by_place(clause, phrase, thing)
    predicate = clause.predicate(thing, role)
    denied = phrase.scope("polarity")
    if denied and clause.key == "prognosis" and predicate == "treatedBy" and clause.drafts:
        text = f"{denied.item.key} {thing.term.label}"
        clause.drafts[-1].add("condition", text, (denied.item.span, *thing.spans), clause.block.index)
        return None
    if thing.kind in METHODS and thing.state and predicate == "diagnosedBy":
        predicate = "distinguishingFinding" if clause.setting.entry else "labFinding"
    rule = rule or (f"{role}-cue" if role else f"{clause.key}-{thing.kind or 'unknown'}")
    if any(d.object == thing.term and d.predicate == predicate and d.subjects == clause.subjects for d in clause.drafts) and len(phrase.items) == 1:
        clause.marks += [WordStatus(span, "content") for span in thing.spans]
        return None  # named again in the same clause: "papules ..., if the papules"
    if len(phrase.words) == 1 and phrase.words[0].entry is None and phrase.words[0].key in clause.page.lexicon.generic and thing.term.candidate \
            and not clause.complements(phrase, role in WHOLE):
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return None
    if not predicate or predicate == "u" or (not thing.kind and not role):
        clause.cannot(phrase, f"a {thing.kind or 'word of unknown kind'} makes no claim under {clause.key}", "a term of a kind that the section reads")
        return None
    if thing.kind == "Quality" and phrase.role == "is" and clause.key == "prognosis":
        predicate = "prognosisStatement"
    if thing.kind == "Quality" and thing.aspect == "nature" and not clause.setting.entry:
        return clause.draft("hasNature", thing, phrase, "nature")
    if thing.kind == "Quality" and predicate not in {*FINDINGS, "prognosisStatement"} and role == "":
        return None
    _nature(clause, phrase)
    draft = clause.draft(predicate, thing, phrase, rule)
    if thing.kind == "Quality" and predicate in FINDINGS:
        draft.add("attribute", thing.aspect, thing.spans, clause.block.index)
        _predicative(clause, phrase, draft)
    if draft.quantity is None and phrase.role in {"is", "verb:link", "outcome", "include"} and (share := _share(clause, phrase)):
        assert share.number is not None and share.number.number is not None
        draft.measure(replace(share.number.number.quantity, statistic="proportion"), share.number.span)
    if predicate in FINDINGS:
        clause.attributes(predicate, thing, phrase, rule)
    if predicate == "occursAtSite":
        if thing.attributes and phrase.role == "" and (seen := clause.page.lexicon.predicate(clause.key, "Finding")) in FINDINGS - {"hasClinicalFinding"}:
            clause.drafts.remove(draft)  # "dilated vessels": a finding of the vessels, no place of the disease
            made = clause.attributes(seen, thing, phrase, rule)
            return made[0] if made else None
        _bearer(clause, phrase, draft)
    if clause.key == "etiology" and draft.predicate == "labFinding" and thing.state and draft.polarity == "affirmed":
        clause.draft("causedBy", thing, phrase, "level-cause")
    _qualify(clause, phrase, thing, draft)
    _unknown_cause(clause, phrase)
    read_brackets(clause, phrase, thing, draft, role)
    for complement in clause.complements(phrase, role in WHOLE):
        if predicate in FINDINGS and (named := thing_of(complement, clause.page.text, clause.page.lexicon, clause.page.names)):
            for made in clause.attributes(predicate, named, complement, rule):
                made.stance(phrase.scopes, clause.block.index)
        if complement.brackets and (named := clause.thing(complement)):
            read_brackets(clause, complement, named, None, "")
            complement.brackets = []
    return draft


def _unknown_cause(clause: Clause, phrase: Phrase) -> None:
    """Read "disease of unknown cause" of the page's own disease."""
    if phrase.role not in {"", "is"} or phrase.kind != "Disease" or clause.key not in {"definition", "essential", "etiology"}:
        return
    for other in clause.phrases:
        last = other.items[-1] if other.items else None
        if other.parent is phrase and last and last.entry and last.entry.aspect == "unknown":
            thing = Thing(last.entry.term, "Process", (last.span,), (last.span,))
            clause.draft("causedBy" if "cause" in last.entry.term.slug else "hasMechanism", thing, None, "said-unknown").modality = "uncertain"


def _qualify(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft) -> None:
    """Add what the words around a name say of the fact: its route, its target, whom it holds for, how it is seen."""
    for item in phrase.words:
        if item.kind == "quality" and item.entry and item.entry.aspect == "route":
            draft.add("route", item.span.of(clause.page.text), (item.span,), clause.block.index)
    for other in clause.phrases:
        if other.parent is phrase and other.role == "complement" and other.kind == "Population" and (people := clause.thing(other)):
            draft.add("population", people.term, people.spans, clause.block.index)
            clause.used.add(id(other))
            if draft.predicate == "occursAtSite":
                clause.draft("affectsPopulation", people, other, "population").kept.clear()
    for complement in clause.complements(phrase):
        named = clause.thing(complement, whole=True)
        own = set(complement.items[-1:] and [complement.items[-1].span]) <= set(thing.spans)
        if named and own and draft.predicate == "treatedBy" and named.kind in {"Disease", "Finding", "Measurement", "Process"}:
            draft.add("target", named.term, named.spans, clause.block.index)
        made = complement.kind == "Substance" and clause.key in {"definition", "essential"} and not clause.setting.entry
        if named and made and phrase.role in {"", "is"}:
            clause.draft("composedOf", named, complement, "made-of")
    if thing.kind == "Quality":
        _method_of_dimension(clause, phrase, draft)


def _method_of_dimension(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Add the method by which a dimension is seen: birefringence needs polarised light, and so do the colours seen with it."""
    group = [i for p in clause.phrases if p.group == phrase.group for i in p.words if i.kind == "quality" and i.entry]
    for item in group:
        method = clause.page.lexicon.dimension_methods.get(item.entry.aspect) if item.entry else None
        if method:
            draft.add("method", method.term, (item.span,), clause.block.index)


def _predicative(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say what bears a quality that is said of it with a verb: "the deposits are dark"."""
    if phrase.role != "is" and phrase.link != ",":
        return
    lead = next((p for p in clause.left(phrase) if p.kind in {"Finding", "CellType"} and p.head is not None), None)
    for member in [p for p in clause.left(phrase) if lead and p.group == lead.group]:
        if thing := clause.thing(member):
            draft.add("bearer", thing.term, thing.spans, clause.block.index)


def compared(clause: Clause, phrase: Phrase) -> None:
    """Behind "than" or "compared with": what the facts of the clause are compared with; it makes none of its own."""
    for thing in clause.things(phrase, whole=True):
        for draft in clause.drafts:
            draft.add("comparedWith", thing.term, thing.spans, clause.block.index)
        clause.marks += [WordStatus(span, "content") for span in thing.spans]


def first_site(clause: Clause, phrase: Phrase) -> None:
    """Read "most common site is X", or "X is the most common site"."""
    marker = phrase.marker or phrase.lead
    sites = [(phrase, t) for t in clause.things(phrase)] if phrase.items else [
        (p, t) for p in clause.left(phrase) if p.kind in PLACES for t in clause.things(p)]
    terms = [t.term for _, t in sites]
    clause.drafts[:] = [d for d in clause.drafts if d.object not in terms]
    for own, thing in sites:
        draft = clause.draft("occursAtSite", thing, own, "first-site")
        if marker:
            draft.add("rank", "1", (marker.span,), clause.block.index)


def following(clause: Clause, phrase: Phrase) -> None:
    """Read "followed by X" behind a superlative: X comes second."""
    before = [d for d in clause.drafts if d.has("rank")]
    for thing in clause.things(phrase, whole=True):
        if not before:
            emit(clause, phrase, thing, "")
            continue
        draft = clause.draft(before[-1].predicate, thing, phrase, "second")
        if phrase.marker:
            draft.add("rank", "2", (phrase.marker.span,), clause.block.index)


def excluded(clause: Clause, phrase: Phrase) -> None:
    """Read "X excludes" and "X does not exclude": a role of the test X, neither a finding nor a denial."""
    value = "does not exclude" if phrase.role == "exclude" else "excludes"
    for left in clause.left(phrase):
        clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
        for thing in clause.things(left):
            if thing.kind == "Quality":
                continue
            draft = clause.draft("diagnosedBy", thing, None, value.replace(" ", "-"))
            if phrase.marker:
                draft.add("role", value, (phrase.marker.span,), clause.block.index)
    for thing in clause.things(phrase, whole=True):
        clause.marks += [WordStatus(span, "content") for span in thing.spans]


def risk_of(clause: Clause, phrase: Phrase) -> None:
    """Read "X is a risk factor (for the disease)": X."""
    lefts = [p for p in clause.left(phrase) if p.role in {"", "is"} and id(p) not in clause.used]
    if phrase.role == "risk_of" and not lefts and phrase.items:
        for thing in clause.things(phrase, whole=True):
            if not clause.page.names.member(thing.term):
                emit(clause, phrase, thing, "outcome", "predisposes-to")
        return
    if phrase.role == "risk" and (phrase.items or not lefts):
        cue(clause, phrase)
        return
    for left in lefts:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
        for thing in clause.things(left, whole=True):
            emit(clause, left, thing, "risk", "risk-of")


def rarer(clause: Clause, phrase: Phrase) -> None:
    """What is rarer than the winner that the clause before it named."""
    left = [(p, t) for p in clause.left(phrase) if p.role != "in" and id(p) not in clause.used and (t := clause.page.names.label(" ".join(i.key for i in p.words)))]
    if left and all(t != clause.page.topic for _, t in left):
        clause.subjects = tuple(Subject(t, tuple(i.span for i in p.items), clause.block.index) for p, t in left)
        spans = {i.span for p, _ in left for i in p.items}
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


#: What a name is by its place alone: a bare item of a section, and whatever an imaging study is said to show.
BARE = {"treatment": "Procedure", "sites": "AnatomicalSite"}


def _by_place(clause: Clause, phrase: Phrase, thing: Thing) -> Thing:
    """Give an unknown name the kind of the list that it stands in, or that its section gives to a bare item."""
    kind = clause.sibling(phrase)
    bare = len([p for p in clause.phrases if p.items]) == 1 and len(phrase.items) <= 3 and phrase.role == ""
    if not kind and bare:
        kind = BARE.get(clause.key, "")
    if not kind and clause.key == "radiology" and len(phrase.items) <= 4 and clause.setting.kept and phrase.role in {"", "show"}:
        kind = "Finding"
    if not kind:
        return thing
    return replace(thing, kind=kind, term=replace(thing.term, kind=kind))


def _nature(clause: Clause, phrase: Phrase) -> None:
    """Read "benign" before a noun of the page's own disease as the nature of the disease."""
    if clause.setting.entry or clause.key not in {"definition", "essential", "clinical"}:
        return
    for item in phrase.words:
        entry, span = item.entry, item.span
        if item.kind == "term" and item.parts and " " in item.key:  # "benign tumor" is a name; its first word still says so
            entry, span = clause.page.lexicon.names.get(item.key.split(" ")[0]), item.parts[0]
        if entry and entry.term.kind == "Quality" and entry.aspect == "nature":
            clause.draft("hasNature", Thing(entry.term, "Quality", (span,), (span,)), None, "nature")


def together(clause: Clause, phrase: Phrase) -> None:
    """Behind "with": a further finding; another disease is the context of the findings that the clause has named."""
    seen = [d for d in clause.drafts if d.predicate in FINDINGS]
    if phrase.kind == "Disease" and seen and not clause.setting.entry and clause.key in {"clinical", "essential", "sites", "microscopic"}:
        for thing in clause.things(phrase, whole=True):
            for draft in seen:
                draft.add("context", thing.term, thing.spans, clause.block.index)
            if phrase.marker and phrase.marker.kind == "cue":
                emit(clause, phrase, thing, "association", "context")
        return
    colours = [i for p in clause.left(phrase) for i in p.items if i.kind == "quality" and i.entry and i.entry.aspect == "colour"]
    if phrase.kind == "Stain" and colours:
        spans = {i.span for i in colours}
        clause.drafts[:] = [d for d in clause.drafts if not spans & set(d.spans)]
        colour_with(clause, phrase)
        return
    plain(clause, phrase)


def by(clause: Clause, phrase: Phrase) -> None:
    """Behind "by": the procedure that confirms, the treatment that is given, else a mediator."""
    said = {p.role for p in clause.phrases if p.marker and p.marker.kind == "cue"}
    if "confirm" in said:
        confirm(clause, phrase)
    elif phrase.kind in METHODS and clause.drafts and clause.key not in {"treatment", "prognosis"}:
        place(clause, phrase)
    elif phrase.number and clause.drafts and clause.drafts[-1].quantity is None and phrase.number.number:
        clause.drafts[-1].measure(phrase.number.number.quantity, phrase.number.span)
    else:
        plain(clause, phrase)


def cue(clause: Clause, phrase: Phrase) -> None:
    """A phrase behind a cue whose predicate the table gives: associated with, due to, mediated by ..."""
    if phrase.role == "receive" and clause.setting.role in WHOLE:
        phrase.role = clause.setting.role
    for thing in clause.things(phrase, whole=phrase.role in WHOLE):
        if thing.kind == "Measurement" and clause.key == "prognosis" and phrase.words[-1].key in clause.page.lexicon.measures:
            clause.draft("prognosisStatement", thing, phrase, "prognosis-cue")
            continue
        if phrase.role == "cause" and _subtype_named(clause, phrase, thing):
            continue
        steps = _steps(clause, phrase) if phrase.role in {"cause", "receive"} else []
        draft = emit(clause, phrase, thing, "effect" if steps and clause.key == "pathophysiology" else phrase.role)
        _tie(clause, draft, steps, thing)
        if draft and phrase.role == "cause" and clause.setting.entry:
            for left in clause.left(phrase):
                if left.role == "from" and (via := clause.thing(left)):
                    draft.add("via", via.term, via.spans, clause.block.index)


def _tie(clause: Clause, draft: Draft | None, steps: list[Draft], thing: Thing) -> None:
    """Link a cause to the steps that it drives, both ways."""
    for step in steps if draft else ():
        assert draft is not None and isinstance(step.object, Term)
        draft.add("effect", step.object, step.spans, clause.block.index)
        step.add("driver", thing.term, thing.spans, clause.block.index)


def _steps(clause: Clause, phrase: Phrase) -> list[Draft]:
    """Return the steps of a mechanism on the left that the cue ties to a cause: "X, due to Y"."""
    left = [p for p in clause.left(phrase) if p.group != phrase.group]
    told = clause.key in {"pathophysiology", "etiology"}
    return [d for d in clause.drafts if told and d.predicate == "hasMechanism" and d.source in left and isinstance(d.object, Term)]


def _subtype_named(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether the phrase names a subtype ("nodular or diffuse etiologies"), and then say so."""
    key = " ".join(item.key for item in phrase.words)
    term = clause.page.names.label(key)
    plain = all(i.kind != "term" or clause.page.names.member(i.entry.term if i.entry else None) for i in phrase.items)
    if term is None or term == clause.page.topic or not plain:
        return False
    topic = Subject(clause.page.topic, clause.subjects[0].spans, clause.subjects[0].block)
    named = Subject(term, thing.phrase, clause.block.index)
    draft = clause.draft("subtypeOf", Thing(clause.page.topic, "Disease", topic.spans, topic.spans), phrase, "subtype-named", (named,))
    draft.context = (topic.block,)
    return True


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


def distinguish(clause: Clause, phrase: Phrase) -> None:
    """Read "distinguish A (positive) from B (negative)" on the page of a stain: what it is used for, and how each stains."""
    if clause.key != "stain_use" or not phrase.items:
        opaque(clause, phrase)
        return
    others = [p for p in clause.phrases if p.role == "from" and p.items]
    stain = clause.setting.subjects[0]
    for one in clause.things(phrase, whole=True):
        for other in others:
            for against in clause.things(other, whole=True):
                label = f"distinction of {one.term.label} from {against.term.label}"
                spans = (*((phrase.marker.span,) if phrase.marker else ()), *one.spans, *against.spans)
                made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
                clause.draft("indicatedFor", made, phrase, "distinguishes")
    for side in (phrase, *others):
        clause.used.add(id(side))
        _side_stains(clause, side, stain)


def _side_stains(clause: Clause, side: Phrase, stain: Subject) -> None:
    named = clause.thing(side, whole=True)
    for inner in (p for b in side.brackets for p in b):
        key = inner.items[-1].key if inner.items else ""
        if named and key in {"positive", "negative"}:
            made = Thing(stain.term, stain.term.kind, stain.spans, stain.spans)
            draft = clause.draft("stainResult", made, inner, "takes-stain", (Subject(named.term, named.spans, clause.block.index),))
            draft.context = (*draft.context, stain.block)
            if key == "negative":
                draft.polarity = "denied"


def opaque(clause: Clause, phrase: Phrase) -> None:
    """Behind a verb that no rule understands: nothing is claimed of what it governs."""
    verb = (phrase.marker or phrase.lead)
    clause.cannot(phrase, f"the verb {verb.key!r} is not understood" if verb else "a verb is not understood", "", "ontology/lexicon/verbs.tsv")


def opaque_to(clause: Clause, phrase: Phrase) -> None:
    """Behind a bare "to": what something is turned to or compared with; no claim of its own."""
    if not any(d.source is phrase.parent for d in clause.drafts) or phrase.kind in {"AnatomicalSite", "Tissue", "CellType", "Protein", "Substance"}:
        clause.cannot(phrase, 'behind "to": no rule says what for')
    else:
        plain(clause, phrase)


def resisting(clause: Clause, phrase: Phrase) -> None:
    """Behind "resistant to": a treatment that does not work."""
    for thing in clause.things(phrase, whole=True):
        draft = emit(clause, phrase, thing, "treat", "resistant-to")
        if draft and phrase.marker:
            draft.polarity = "denied"
            draft.mentions.append(_mention("polarity", phrase.marker))


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
            _bearer(clause, phrase, draft)
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
            plain(clause, phrase)
            return
        else:
            clause.cannot(phrase, "unknown place", "a site, tissue or population")


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


def _bearer(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say which finding sits at the site, where the clause names one before it."""
    after = [p for p in clause.phrases[clause.phrases.index(phrase) + 1 :] if p.items and p.role in {"", "is", "with"}]
    for left in [*reversed(clause.left(phrase)), *after]:
        if left.kind in {"Finding", "CellType"} and left.role not in {"cause", "association"}:
            for member in [p for p in clause.phrases if p.group == left.group and p.head is not None]:
                if thing := clause.thing(member):
                    draft.add("bearer", thing.term, thing.spans, clause.block.index)
            return


def population(clause: Clause, phrase: Phrase) -> None:
    """Who is affected; "patients with X" is one population."""
    before = [i for i in clause.items if i.span.end <= phrase.span.start]
    rival = [d for d in clause.drafts if d.predicate == "affectsPopulation"]
    if before and before[-1].key in {">", "<"} and rival and (thing := clause.thing(phrase)):
        rival[-1].add("comparedWith", thing.term, thing.spans, clause.block.index)  # "women > men"
        return
    for thing in populations(clause, phrase):
        if thing.term.label == "patients":
            clause.marks += [WordStatus(span, "content") for span in thing.spans]
            continue  # nobody else is meant
        if clause.drafts and clause.key in {"diagnosis", "treatment", "prognosis", "laboratory"}:
            for before in clause.drafts:
                if before.predicate in OF_PEOPLE:
                    before.add("population", thing.term, thing.spans, clause.block.index)
            continue
        draft = clause.draft("affectsPopulation", thing, phrase, "population")
        read_brackets(clause, phrase, thing, draft, "")


def populations(clause: Clause, phrase: Phrase) -> list[Thing]:
    """Return the population, one for each condition that coordinated "with" phrases give it."""
    page = clause.page
    strata = [p for p in clause.phrases if p.parent is phrase and p.role in {"with", "complement", "restrict"} and p.items and not _is_age(p)]
    strata = [p for p in strata if p.kind in {"Disease", "Finding", "Measurement", "Exposure", ""}]
    clause.used.update(id(p) for p in strata)
    found = [thing_of(phrase, page.text, page.lexicon, page.names, whole=True, complements=[s]) for s in strata]
    for stratum in strata:
        if (thing := clause.thing(stratum)) is not None:
            read_brackets(clause, stratum, thing, None, "")
    if not found:
        found = [quantified(clause, phrase) or thing_of(phrase, page.text, page.lexicon, page.names, whole=True)]
    return [thing for thing in found if thing]


def _predominance(clause: Clause, phrase: Phrase) -> bool:
    """Read "female predominance" as the people who are affected more."""
    words = phrase.items
    if len(words) < 2 or words[-1].key not in PREPONDERANCE or words[-2].entry is None or words[-2].entry.term.kind != "Population":
        return False
    term = words[-2].entry.term
    draft = clause.draft("affectsPopulation", Thing(term, "Population", (words[-2].span,), phrase_spans(phrase)), phrase, "predominance")
    draft.add("predominance", words[-1].key, (words[-1].span,), clause.block.index)
    return True


def phrase_spans(phrase: Phrase) -> tuple[Span, ...]:
    """Return the spans of a phrase's own words."""
    return tuple(item.span for item in phrase.items)


def quantified(clause: Clause, phrase: Phrase) -> Thing | None:
    """Return a population with the share that the page names of it: "some patients"."""
    thing = thing_of(phrase, clause.page.text, clause.page.lexicon, clause.page.names, whole=True)
    before = [i for i in clause.items if i.span.end <= phrase.span.start]
    if thing is None or not before or before[-1].key not in {"some", "many", "most", "few", "several"}:
        return None
    label = f"{before[-1].key} {thing.term.label}"
    term = Term(slug_of(label), label, "Population", candidate=True, head=thing.term)
    return replace(thing, term=term, spans=(before[-1].span, *thing.spans), phrase=(before[-1].span, *thing.phrase))


def _is_age(phrase: Phrase) -> bool:
    return any(item.key.split(" ")[-1] in {"age", "predominance", "ratio", "preponderance"} for item in phrase.items)


def outcome(clause: Clause, phrase: Phrase) -> None:
    """What follows: complicated by, requires ..., and the share of patients that it befalls."""
    for thing in clause.things(phrase):
        emit(clause, phrase, thing, "outcome", "outcome")


def _share(clause: Clause, phrase: Phrase) -> Phrase | None:
    """Return the share of patients that stands before a coordination: "> 70% of patients have ...". It is spent on that one."""
    before = clause.phrases[: clause.phrases.index(phrase)] if phrase in clause.phrases else []
    for share in reversed(before):
        number = share.number.number if share.number else None
        if number and number.quantity.unit == "%" and (not share.items or share.kind == "Population"):
            return share if clause.spent.setdefault(id(share), phrase.group) == phrase.group else None
    return None


def reason(clause: Clause, phrase: Phrase) -> None:
    """Behind "for": what a treatment is for, or why something is needed."""
    before = [d for d in clause.drafts if d.predicate in {"treatedBy", "hasComplicationOrOutcome", "causedBy"}]
    for thing in clause.things(phrase):
        if before and before[-1].predicate == "treatedBy":
            before[-1].add("target", thing.term, thing.spans, clause.block.index)
        elif before and before[-1].predicate == "causedBy":
            before[-1].add("procedure", thing.term, thing.spans, clause.block.index)
        elif before:
            before[-1].add("reason", thing.term.label, thing.spans, clause.block.index)
            emit(clause, phrase, thing, "outcome", "outcome-reason")
        else:
            plain(clause, phrase)


def later(clause: Clause, phrase: Phrase) -> None:
    """Behind "after": what sets a mechanism off."""
    before = [d for d in clause.drafts if d.source is not None and d.source is phrase.parent and d.predicate == "hasMechanism"]
    if not before and phrase.kind == "Procedure" and clause.drafts:
        thing = clause.thing(phrase)
        if thing:
            spans = (*((phrase.marker.span,) if phrase.marker else ()), *thing.spans)
            clause.drafts[-1].add("condition", f"after {thing.term.label}", spans, clause.block.index)
        return
    for thing in clause.things(phrase, whole=True) if before else ():
        before[-1].add("trigger", thing.term, thing.spans, clause.block.index)
    if not before:
        plain(clause, phrase)


def origin(clause: Clause, phrase: Phrase) -> None:
    """Behind "from": a cause, or the source of an agent."""
    for thing in clause.things(phrase, whole=True):
        before = [d for d in clause.drafts if d.source is phrase.parent]
        if thing.aspect == "unknown" or any(d.object == thing.term for d in clause.drafts):
            clause.marks += [WordStatus(span, "content") for span in thing.spans]
            continue
        if clause.key.startswith("stain_"):
            clause.cannot(phrase, "no cause on the page of a stain")
        elif thing.kind in {"CellType", *PLACES} and not before:
            clause.cannot(phrase, "an origin of the disease; there is no predicate for it", "", "ontology/ontology.ttl")
        elif thing.kind in {"CellType", *PLACES, "Organism"} and before:
            before[-1].add("source", thing.term, thing.spans, clause.block.index)
        elif thing.kind:
            steps = _steps(clause, phrase)
            draft = emit(clause, phrase, thing, "cause", "origin")
            _tie(clause, draft, steps, thing)
            if thing.kind == "Measurement" and thing.state:
                clause.draft("labFinding", thing, phrase, "origin-level")
        else:
            clause.cannot(phrase, "unknown origin")


def effect(clause: Clause, phrase: Phrase) -> None:
    """Behind "leads to": a step of a mechanism, driven by what stands on the left."""
    if not phrase.items:
        return
    chain = [p for p in clause.left(phrase) if p.role == "effect" and p.group != phrase.group] if phrase.relative else []
    before = [p for p in chain if p.group == chain[-1].group] if chain else [p for p in clause.left(phrase) if p.role in {"", "complement", "receive"}]
    drivers = [(left, thing) for left in before if (thing := clause.thing(left))]
    drivers = [(left, thing) for left, thing in drivers if not clause.page.names.member(thing.term)]
    if clause.key == "etiology" and phrase.kind in {"Finding", "Disease"}:
        clause.marks += [WordStatus(item.span, "content") for item in phrase.items]
        return  # "X can trigger the eruption": X is the cause, the rest is the disease
    mechanism = clause.key in {"pathophysiology", "etiology", "definition", "molecular", "essential"} or not _about_family(clause, phrase)
    for thing in clause.things(phrase, whole=True):
        draft = emit(clause, phrase, thing, "effect" if mechanism else "", "effect")
        if draft is None:
            continue
        for left, driver in drivers:
            draft.add("driver", driver.term, driver.spans, clause.block.index)
            for other in clause.drafts:
                if other.source is left and other.predicate in {"hasMechanism", "mediatedBy", "causedBy"} and other.object != thing.term:
                    other.add("effect", thing.term, thing.spans, clause.block.index)


def _about_family(clause: Clause, phrase: Phrase) -> bool:
    """Return whether the page's disease itself is what stands on the left of the cue."""
    return all(clause.page.names.member(t.term) for p in clause.left(phrase) if p.role in {"", "complement", "receive"} and (t := clause.thing(p)))


def show(clause: Clause, phrase: Phrase) -> None:
    """Behind "shows": findings, and the procedure on the left as the way they are seen."""
    method = next((m for m in reversed(clause.left(phrase)) if m.kind in METHODS), None)
    seen = thing_of(method, clause.page.text, clause.page.lexicon, clause.page.names) if method else None
    if seen and not any(k.qualifier.name == "method" for k in clause.kept):
        clause.kept.append(clause.qualifier("method", seen.term, seen.spans))
    for thing in clause.things(phrase):
        predicate = "distinguishingFinding" if clause.setting.entry else _seen_by(clause, method) if seen else ""
        if not predicate or thing.kind == "Population" or thing.kind == "Disease" and clause.page.names.member(thing.term):
            emit(clause, phrase, thing, "")
            continue
        if any(d.object == thing.term and d.predicate == predicate for d in clause.drafts):
            clause.marks += [WordStatus(span, "content") for span in thing.spans]
            continue
        draft = clause.draft(predicate, thing, phrase, "shown-by")
        _qualify(clause, phrase, thing, draft)
        drafts = [draft, *clause.attributes(predicate, thing, phrase, "shown-by")]
        for each in drafts:
            if thing.kind == "Quality" and each is draft:
                each.add("attribute", thing.aspect, thing.spans, clause.block.index)
        read_brackets(clause, phrase, thing, draft, "")


def _seen_by(clause: Clause, method: Phrase | None) -> str:
    """Return the predicate of what a procedure shows; "" leaves it to the section."""
    if method is None:
        return ""
    if method.kind == "ImagingModality":
        return "imagingFinding"
    aspect = method.items[-1].entry.aspect if method.items[-1].entry else ""
    return BY_ASPECT.get(aspect, "diagnosticFinding" if clause.key == "diagnosis" else "")


def confirm(clause: Clause, phrase: Phrase) -> None:
    """Behind "confirmed by": the procedure; a substance there is what is confirmed."""
    marker = phrase.marker or next((p.marker for p in clause.phrases if p.role == "confirm" and p.marker), None)
    clause.drafts[:] = [d for d in clause.drafts if not (d.source in clause.left(phrase) and d.source and d.source.kind == "Finding")]
    for thing in clause.things(phrase):
        if thing.kind in METHODS:
            draft = emit(clause, phrase, thing, "confirm", "confirmed-by")
            if draft and marker:
                draft.add("role", "confirms", (marker.span,), clause.block.index)
        elif thing.kind in {"Substance", "Finding", "Protein"}:
            clause.kept.append(clause.qualifier("target", thing.term, thing.spans))
        elif thing.kind and not clause.page.names.member(thing.term):
            clause.cannot(phrase, f"a {thing.kind} confirms nothing", "a procedure, stain or imaging modality")


def confirm_by(clause: Clause, phrase: Phrase) -> None:
    """What stands on the left confirms the diagnosis."""
    for left in clause.left(phrase):
        if left.kind not in METHODS:
            continue
        for draft in [d for d in clause.drafts if d.source is left and d.predicate == "diagnosedBy"] or _diagnosed(clause, left):
            draft.predicate, draft.rule = "diagnosedBy", "confirms"
            draft.stance(phrase.scopes or _own_scopes(clause, phrase), clause.block.index)
            if phrase.marker:
                draft.add("role", "confirms", (phrase.marker.span,), clause.block.index)
    if phrase.items:
        plain(clause, phrase)


def _own_scopes(clause: Clause, phrase: Phrase) -> list:  # type: ignore[type-arg]
    from build_graph.language.phrases import Scope  # noqa: PLC0415

    if phrase.marker is None:
        return []
    return [Scope(i.marker, i) for i in clause.items if i.kind == "scope" and i.marker.property in {"modality", "polarity", "frequency"}
            and i.span.end <= phrase.marker.span.start]


def _diagnosed(clause: Clause, left: Phrase) -> list[Draft]:
    return [clause.draft("diagnosedBy", thing, left, "confirms") for thing in clause.things(left)]


def suggested(clause: Clause, phrase: Phrase) -> None:
    """Behind "supported by": what speaks for the disease."""
    for thing in clause.things(phrase):
        draft = clause.draft("distinguishingFinding" if clause.setting.entry else "diagnosticFinding", thing, phrase, "supported-by")
        marker = phrase.marker or phrase.lead
        if marker:
            draft.add("role", "supports", (marker.span,), clause.block.index)


def needed(clause: Clause, phrase: Phrase) -> None:
    """What stands on the left of "is needed" follows from the disease."""
    for draft in clause.drafts if clause.key not in {"treatment", "diagnosis"} else ():
        if draft.source in clause.left(phrase) and draft.predicate in {"associatedWith", "hasClinicalFinding", "treatedBy"}:
            draft.predicate, draft.rule = "hasComplicationOrOutcome", "needed"
    if phrase.number and phrase.number.number and not phrase.items:
        clause.spent[id(phrase)] = -1
        first = next((d for d in clause.drafts if d.predicate == "hasComplicationOrOutcome"), None)
        if first:
            first.measure(replace(phrase.number.number.quantity, statistic="proportion"), phrase.number.span)
    elif phrase.items:
        place(clause, phrase)


def suggest(clause: Clause, phrase: Phrase) -> None:
    """What stands on the left speaks for the disease on the right."""
    for left in clause.left(phrase):
        drafts = [d for d in clause.drafts if d.source is left]
        if not drafts:
            drafts = [clause.draft("distinguishingFinding" if clause.setting.entry else "diagnosticFinding", thing, left, "supports")
                      for thing in clause.things(left) if thing.kind and thing.kind != "Population" and id(left) not in clause.used]
        for draft in drafts:
            if phrase.marker:
                draft.add("role", "supports", (phrase.marker.span,), clause.block.index)


def surround(clause: Clause, phrase: Phrase) -> None:
    """Behind "surrounded by": findings around the one that the clause is about."""
    for thing in clause.things(phrase):
        draft = emit(clause, phrase, thing, "", "surrounded-by")
        marker = phrase.marker or phrase.lead
        if draft and marker:
            draft.add("position", "surrounding", (marker.span,), clause.block.index)


def example(clause: Clause, phrase: Phrase) -> None:
    """Behind "such as": members of the class named before; what is said of the class is said of them."""
    class_phrase = _antecedent(clause, phrase)
    whole = clause.thing(class_phrase, whole=True) if class_phrase else None
    said = [d for d in clause.drafts if d.source is class_phrase]
    for thing in clause.things(phrase, whole=True):
        for draft in said[:1]:
            made = clause.draft(draft.predicate, thing, phrase, "example")
            for kept in draft.kept:
                if kept not in made.kept and kept.qualifier.name in {"frequency", "population", "context"}:
                    made.kept.append(kept)
            made.modality, made.polarity = draft.modality, draft.polarity
        if whole and whole.kind not in PLACES and thing.term != whole.term:
            _subtype(clause, phrase, thing, whole, "example", "asserted")
        read_brackets(clause, phrase, thing, None, phrase.role)


def _antecedent(clause: Clause, phrase: Phrase) -> Phrase | None:
    first = next((p for p in clause.phrases if p.group == phrase.group), phrase)
    at = clause.phrases.index(first)
    return next((p for p in reversed(clause.phrases[:at]) if p.items and p.role != "complement" and not p.relative), None)


def _subtype(clause: Clause, phrase: Phrase, thing: Thing, whole: Thing, rule: str, modality: str) -> None:
    draft = clause.draft("subtypeOf", whole, None, rule, (Subject(thing.term, thing.spans, clause.block.index),))
    draft.kept.clear()
    if modality == "implied":
        draft.modality = "implied"


def most(clause: Clause, phrase: Phrase) -> None:
    """A superlative: the subject wins a category of the page's disease, or the object is the subject's first cause."""
    marker = phrase.marker
    category = _category(marker) if marker else phrase.role.partition(":")[2]
    things = clause.things(phrase, whole=True) if phrase.items else []
    others = [t for p in clause.left(phrase) if id(p) not in clause.used and (t := clause.thing(p, whole=True)) and not clause.page.names.member(t.term)]
    if not things and others and marker:
        _first_cause(clause, others, marker)
        return
    if (not things or clause.page.names.member(things[0].term)) and marker:
        won = f"{category} of {clause.page.topic.label}"
        spans = (marker.span, *(s for t in things for s in t.spans))
        draft = Draft(clause.subjects, "mostCommon", won, spans, "superlative", phrase=spans, kept=[*clause.setting.kept])
        clause.drafts.append(draft)
        return
    for thing in things:
        draft = emit(clause, phrase, thing, "cause", "superlative") or None  # type: ignore[assignment]
        if draft and marker:
            draft.add("rank", "1", (marker.span,), clause.block.index)


def _category(marker: Item) -> str:
    """Return the noun of a superlative: "form" of "most common form of"; an etiology is a cause."""
    words = [w for w in marker.key.split(" ") if w not in {"of", "the"}]
    return "cause" if words[-1] == "etiology" else words[-1]


def _first_cause(clause: Clause, things: list[Thing], marker: Item) -> None:
    """Read "X is the most common cause": X, whatever fact it was taken for before."""
    terms = [thing.term for thing in things]
    clause.drafts[:] = [d for d in clause.drafts if d.object not in terms]
    for thing in things:
        draft = clause.draft("causedBy", thing, None, "superlative")
        draft.add("rank", "1", (marker.span,), clause.block.index)


def uncertain(clause: Clause, phrase: Phrase) -> None:
    """The page says that it does not know."""
    slug = phrase.role.partition(":")[2]
    entry = clause.page.lexicon.entries.get(slug)
    if phrase.marker is None:
        return
    term = entry.term if entry else Term(slug, slug.replace("-", " "), "Process", candidate=True)
    thing = Thing(term, term.kind, (phrase.marker.span,), (phrase.marker.span,))
    predicate = "causedBy" if slug.startswith("cause") else "hasMechanism"
    draft = clause.draft(predicate, thing, None, "said-unknown")
    draft.modality = "uncertain"
    if phrase.items:
        plain(clause, phrase)


def hypothesis(clause: Clause, phrase: Phrase) -> None:
    """Behind "hypotheses include": steps that nobody has shown."""
    for thing in clause.things(phrase, whole=True):
        draft = emit(clause, phrase, thing, "hypothesis", "hypothesis")
        marker = phrase.marker or next((p.marker for p in clause.phrases if p.role == "hypothesis" and p.marker), None)
        if draft and marker:
            draft.modality = "hypothesis"
            draft.mentions.append(_mention("modality", marker))


def _mention(role: str, item):  # type: ignore[no-untyped-def]
    from build_graph.facts import Mention  # noqa: PLC0415

    return Mention(role, (item.span,))


def prevent(clause: Clause, phrase: Phrase) -> None:
    """Behind "to prevent": what the treatment on the left is meant to do."""
    treatments = [d for d in clause.drafts if d.predicate == "treatedBy" and isinstance(d.object, Term)]
    for thing in clause.things(phrase, whole=True):
        label = f"prevention of {thing.term.label}"
        term = Term(slug_of(label), label, "Process", candidate=True, head=None)
        marker = (phrase.marker.span,) if phrase.marker else ()
        made = Thing(term, "Process", (*marker, *thing.spans), (*marker, *thing.phrase))
        for treatment in treatments:
            if isinstance(treatment.object, Term):
                subject = Subject(treatment.object, treatment.spans, clause.block.index)
                draft = clause.draft("treatmentEffect", made, phrase, "purpose", (subject,))
                for each in clause.subjects:
                    draft.add("disease", each.term, each.spans, each.block)


def nominal(clause: Clause, phrase: Phrase) -> None:
    """A verb that stands for a finding or process: "can ulcerate", "extrude chalk", "inhibit X"."""
    marker = phrase.marker or phrase.lead
    if marker is None or marker.kind != "verb":
        return
    act = phrase.role
    noun = marker.marker.property
    if not phrase.items and act == "verb:act" and _passive(clause, phrase, marker):
        return
    things = clause.things(phrase, whole=act == "verb:treatment") or [None]  # type: ignore[list-item]
    for thing in things:
        made = _verb_thing(clause, phrase, noun, thing)
        predicate = "treatedBy" if act == "verb:treatment" else ""
        if predicate:
            draft = clause.draft(predicate, made, phrase, "verb-treatment")
            if thing and thing.kind in {"Disease", "Finding", "Measurement"}:
                draft.add("target", thing.term, thing.spans, clause.block.index)
        else:
            role = clause.setting.role if clause.setting.role in WHOLE and act == "verb:nominal" else ""
            role = "effect" if act == "verb:act" and clause.key in {"pathophysiology", "etiology"} else role
            if act == "verb:act" and clause.key == "treatment" and (drugs := [d for d in clause.drafts if d.predicate == "treatedBy"]):
                _acts(clause, phrase, made, drugs)
                continue
            draft = emit(clause, phrase, made, role, f"{act.replace(':', '-')}")  # type: ignore[assignment]
        if draft and not phrase.items:
            draft.stance(_own_scopes(clause, phrase), clause.block.index)
        if draft and thing and draft.predicate in FINDINGS:
            for each in clause.attributes(draft.predicate, thing, phrase, "verb-object"):
                each.modality = draft.modality


def _acts(clause: Clause, phrase: Phrase, made: Thing, drugs: list[Draft]) -> None:
    """Read "drug A lowers B": an effect of the treatments named before the verb."""
    for drug in drugs:
        if isinstance(drug.object, Term):
            draft = clause.draft("treatmentEffect", made, phrase, "verb-act", (Subject(drug.object, drug.spans, clause.block.index),))
            for each in drug.subjects:
                draft.add("disease", each.term, each.spans, each.block)


def _passive(clause: Clause, phrase: Phrase, marker: Item) -> bool:
    """Read "progression of X was slowed by 6%": the act upon what stands before it."""
    lead = next((p for p in reversed(clause.left(phrase)) if id(p) not in clause.used and p.role in {"", "is"}), None)
    if lead is None:
        return False
    clause.drafts[:] = [d for d in clause.drafts if d.source is not lead]
    for thing in clause.things(lead):
        made = _verb_thing(clause, replace_marker(lead, marker), marker.marker.property, thing)
        draft = emit(clause, lead, made, "", "verb-act")
        if draft and phrase.number and phrase.number.number:
            draft.measure(phrase.number.number.quantity, phrase.number.span)
    return True


def replace_marker(phrase: Phrase, marker: Item) -> Phrase:
    """Return a phrase of the same words behind another marker."""
    return Phrase(items=phrase.items, marker=marker, role="verb:act", scopes=phrase.scopes)


def _verb_thing(clause: Clause, phrase: Phrase, noun: str, thing: Thing | None) -> Thing:
    verb = phrase.marker or phrase.lead
    marker = verb.span if verb else phrase.span
    label = f"{noun} of {thing.term.label}" if thing else noun
    entry = clause.page.lexicon.names.get(" ".join(label.casefold().split()))
    spans = (marker, *(thing.spans if thing else ()))
    whole = (marker, *(thing.phrase if thing else ()))
    if entry:
        return Thing(entry.term, entry.term.kind, spans, whole, aspect=entry.aspect)
    kind = {"verb:treatment": "Procedure", "verb:nominal": "Finding"}.get(phrase.role, "Process")
    head = clause.page.lexicon.names.get(noun)
    return Thing(Term(slug_of(label), label, kind, candidate=True, head=head.term if head else None), kind, spans, whole)


def link(clause: Clause, phrase: Phrase) -> None:
    """A verb that only ties: requires, carries, develops."""
    if phrase.marker and phrase.marker.key.startswith(("require", "develop")):
        outcome(clause, phrase)
    else:
        plain(clause, phrase)


def indicate(clause: Clause, phrase: Phrase) -> None:
    """Behind "used to treat": what the treatment in question is for, which may be another disease than the page's."""
    for thing in clause.things(phrase, whole=True):
        subjects = clause.subjects if clause.key == "treatment_child" else tuple(
            Subject(t.term, t.spans, clause.block.index) for left in clause.left(phrase) if (t := clause.thing(left, whole=True)))
        if not subjects:
            clause.cannot(phrase, "an indication without a treatment")
            continue
        draft = clause.draft("indicatedFor", thing, phrase, "indication", subjects)
        if phrase.marker and "patient" in phrase.marker.key:
            label = f"patients with {thing.term.label}"
            people = Term(slug_of(label), label, "Population", candidate=True, head=thing.term)
            draft.add("population", people, (phrase.marker.span, *thing.spans), clause.block.index)
        if not clause.page.names.member(thing.term) and phrase.marker:
            draft.add("directness", "indirect", (phrase.marker.span,), clause.block.index)


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
                draft.mentions.append(_mention("polarity", marker))
        else:
            clause.cannot(phrase, "spared, but no site", "a site or tissue")


def like(clause: Clause, phrase: Phrase) -> None:
    """Behind "resembles": what comes next speaks of what stood before the verb."""
    for left in clause.left(phrase)[:1]:
        if (thing := clause.thing(left)) and thing.kind == "Disease":
            clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
            clause.subjects = (Subject(thing.term, thing.spans, clause.block.index),)
    clause.marks += [WordStatus(item.span, "content") for item in phrase.items]


def ignore(clause: Clause, phrase: Phrase) -> None:
    """Its words belong to another phrase."""


ROLES: dict[str, Callable[[Clause, Phrase], None]] = {
    "": plain, "is": plain, "include": plain, "finding": plain, "with": together, "by": by, "as": plain, "after": later,
    "association": cue, "cause": cue, "risk": risk_of, "mediate": cue, "treat": cue, "receive": cue, "compose": cue,
    "place": place, "in": place, "around": place, "between": place,
    "outcome": outcome, "for": reason, "from": origin, "effect": effect, "show": show,
    "confirm": confirm, "confirm_by": confirm_by, "suggest": suggest, "surround": surround, "example": example,
    "suggested": suggested, "need": needed,
    "than": compared, "first_site": first_site, "next": following, "exclude": excluded, "excludes": excluded, "risk_of": risk_of,
    "positive": stained, "negative": stained, "stain_with": colour_with,
    "most": most, "rarer": rarer, "uncertain": uncertain, "hypothesis": hypothesis, "prevent": prevent, "indicate": indicate,
    "verb:nominal": nominal, "verb:treatment": nominal, "verb:act": nominal, "verb:link": link,
    "resist": resisting, "verb:other": opaque, "verb:distinguish": distinguish, "to": opaque_to, "spare": spared, "verb:like": like, "confused": ignore, "adverse": cue, "restrict": ignore, "complement": part, "contain": ignore,
}
