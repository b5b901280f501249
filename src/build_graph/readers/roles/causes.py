"""Causes, mechanisms and risk factors, and what nobody knows of them."""

from __future__ import annotations

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.readers.clause import FINDINGS, PLACES, WHOLE, Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.roles.acts import by_change
from build_graph.readers.roles.emit import emit, read_as
from build_graph.readers.roles.foretold import foretell, is_graded
from build_graph.readers.roles.people import is_rare_before, rare_before
from build_graph.readers.roles.steps import number_steps
from build_graph.readers.roles.unknown import STEP_SECTIONS, unknown_cause
from build_graph.readers.roles.whereabouts import drawn_from
from build_graph.readers.things import Thing

#: Sections that tell what is found, where a cause is the cause of the finding before it, and the predicates of such a finding.
FINDING_SECTIONS = {"clinical", "prognosis", "radiology", "gross", "microscopic", "laboratory", "differential"}
CAUSED = {*FINDINGS, "hasComplicationOrOutcome", "labFinding", "molecularFinding"}
ASSOCIATING_SECTIONS = {"molecular", "microscopic", "gross", "laboratory", "radiology", "cytology"}
#: Sections where what something goes through is a place: "breaks through the cortex".
SEEN_ONLY = {"gross", "microscopic", "radiology", "sites", "cytology", "frozen"}


def risk_of(clause: Clause, phrase: Phrase) -> None:
    """Read "X is a risk factor (for the disease)": X."""
    bare = clause.page.lexicon.words["bare"]
    named = [p for p in clause.left(phrase) if not p.items or p.items[-1].key.split(" ")[-1] not in bare]
    lefts = [p for p in named if p.role in {"", "is"} and p not in clause.used]
    if phrase.role == "risk_of" and not lefts and phrase.items:
        for thing in clause.things(phrase, whole=True):
            if not clause.page.names.member(thing.term):
                emit(clause, phrase, thing, "outcome", "predisposes-to")
        return
    if phrase.role == "risk" and (phrase.items or not lefts):
        cue(clause, phrase)
        return
    own = _at_risk(clause, phrase) if phrase.role == "risk_of" else ()
    for left in lefts:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
        for thing in clause.things(left, whole=True):
            if (draft := emit(clause, left, thing, "risk", "risk-of")) and own:
                draft.subjects = own


def _at_risk(clause: Clause, phrase: Phrase) -> tuple[Subject, ...]:
    """Return what "X raises the risk of Y" names another thing than the page's disease by: X is no risk factor of that one."""
    things = [t for p in clause.group(phrase) for t in clause.things(p, whole=True)]
    words, last = clause.page.lexicon.words, {p.last.key.split(" ")[-1] for p in clause.group(phrase) if p.last is not None}
    bare = last & {*words["lesion"], *words["case-label"], *words["foretold"]}  # of chronic disease, of relapse
    if bare or any(clause.page.names.member(t.term) or t.kind not in {"Disease", "Finding", ""} for t in things):
        return ()
    clause.used.update(clause.group(phrase))
    return tuple(Subject(t.term, t.spans, clause.block.index) for t in things)


def protects(clause: Clause, phrase: Phrase) -> None:
    """Read "X is protective": X is a risk factor denied, and said to lower the risk."""
    lefts = [p for p in clause.left(phrase) if p.role in {"", "is"} or p.kind == "Exposure" and not p.marker]
    for left in [p for p in lefts if p not in clause.used]:
        clause.drafts[:] = [d for d in clause.drafts if d.source is not left]
        for thing in clause.things(left, whole=True):
            if (draft := emit(clause, left, thing, "risk", "protects")) and phrase.introduced:
                draft.deny(phrase.introduced)
                draft.add("role", "protective", (phrase.introduced.span,), clause.block.index)


def unrelated(clause: Clause, phrase: Phrase) -> None:
    """Behind "unrelated to": an association denied."""
    for thing in clause.things(phrase, whole=True):
        if (draft := emit(clause, phrase, thing, "association", "unrelated")) and phrase.introduced:
            draft.deny(phrase.introduced)


def before(clause: Clause, phrase: Phrase) -> None:
    """Behind "before": a time, which is a condition of the fact before it, and no fact of its own."""
    if is_rare_before(clause, phrase):
        rare_before(clause, phrase)
        return
    if not phrase.items or not clause.drafts:
        clause.cannot(phrase, 'behind "before": a time')
        return
    if phrase.scope("frequency") is not None and not any(s in phrase.scopes for s in _scopes_of(clause.drafts[-1])):
        clause.cannot(phrase, "how often it is so before a time is said of that time alone")  # "men over 30, rarely before puberty"
        return
    spans = (*((phrase.marker.span,) if phrase.marker else ()), *phrase.spans)
    text = " ".join(clause.page.words(Span(spans[0].start, spans[-1].end)).split()).casefold()
    clause.drafts[-1].add("condition", text, spans, clause.block.index)


def _scopes_of(draft: Draft) -> list[Scope]:
    return draft.source.scopes if draft.source is not None else []


def _no_cause(clause: Clause) -> str:
    """Return why what stands behind a cause causes no disease; "" where it may."""
    if any(p.marker is not None and p.marker.key in clause.page.lexicon.words["preceding"] for p in clause.phrases):
        return "what it may come before or behind is no cause of it"
    given = clause.key == "treatment" and any(d.predicate == "treatedBy" for d in clause.drafts)
    return "the reason of what is done causes no disease" if given else ""  # "drug A was abandoned because of X"


def cue(clause: Clause, phrase: Phrase) -> None:
    """A phrase behind a cue whose predicate the table gives: associated with, due to, mediated by ..."""
    if phrase.role == "receive" and clause.setting.role in WHOLE:
        phrase.role = clause.setting.role
    if phrase.role == "receive" and clause.key == "treatment" and not _is_given(clause, phrase):
        return
    if phrase.role == "cause" and (_of_death(clause, phrase) or _of_what_befell(clause, phrase)):
        phrase.role = "outcome"
    if phrase.role == "cause" and (reason := _no_cause(clause)):
        clause.cannot(phrase, reason)
        return
    for thing in clause.things(phrase, whole=phrase.role in WHOLE):
        if thing.kind == "Measurement" and clause.key == "prognosis" and phrase.words[-1].key in clause.page.lexicon.measures:
            clause.draft("prognosisStatement", thing, phrase, "prognosis-cue")
            continue
        if phrase.role == "cause" and _subtype_named(clause, phrase, thing):
            continue
        steps = _steps(clause, phrase) if phrase.role in {"cause", "receive"} else []
        if phrase.role in {"cause", "association"} and (found := _caused(clause, phrase)):
            _said_of_finding(clause, phrase, thing, found)
            continue
        _made_of(clause, phrase, thing)
        draft = emit(clause, phrase, thing, "effect" if steps and clause.key == "pathophysiology" else phrase.role)
        _tie(clause, draft, steps, thing)
        _given_to(clause, phrase, thing, draft)
        if draft and phrase.role == "cause" and clause.setting.entry:
            _via(clause, phrase, draft)


def _is_given(clause: Clause, phrase: Phrase) -> bool:
    """Read what people are given under Treatment as a treatment, and no cause; return whether it is none by which they are told apart."""
    marker = phrase.introduced
    if marker is not None and marker.key.endswith(clause.page.lexicon.endings["gerund"]):
        clause.cannot(phrase, "what people are given who are told by it")  # "relapse in patients receiving X"
        return False
    phrase.role = "treat"  # "children are given drug A"
    return True


def _via(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say through what a look-alike comes of its cause: "from A due to B"."""
    for left in clause.left(phrase):
        if left.role == "from" and (via := clause.thing(left)):
            draft.add("via", via.term, via.spans, clause.block.index)


def _of_death(clause: Clause, phrase: Phrase) -> bool:
    """Return whether what stands behind "due to" is what people die of: "death is mostly due to X" names no cause of the disease."""
    lead = clause.lead
    return lead is not None and not lead.role and lead.items[-1].key in clause.page.lexicon.words["death"] and lead is not phrase


def _died_of(clause: Clause, phrase: Phrase) -> bool:
    """Read "death from X" as an outcome of the disease; return whether it is said so."""
    if not _of_death(clause, phrase):
        return False
    for thing in clause.things(phrase, whole=True):
        emit(clause, phrase, thing, "outcome", "origin")
    return True


def _of_what_befell(clause: Clause, phrase: Phrase) -> bool:
    """Return whether people, or a share of them, are treated so because of X: "60% are admitted because of X" tells what they have."""
    left = clause.left(phrase) if phrase.items and clause.key in {"clinical", "prognosis"} and not clause.setting.role else []
    people = clause.phrases[0]
    counted = people.kind == "Population" or not people.items and people.number is not None and people.number.is_share
    return counted and any(p.role == "is" and not p.kind and len(p.items) == 1 for p in left)


def _given_to(clause: Clause, phrase: Phrase, thing: Thing, cause: Draft | None) -> None:
    """Read "patients receiving X", and no more, as the people who get the disease."""
    if phrase.role != "receive" or cause is None or cause.predicate != "causedBy":
        return
    lead, marker = next(p for p in clause.phrases if p.items), phrase.introduced
    others = [p for p in clause.phrases if p is not lead and p.group != phrase.group or p.scopes]
    told = clause.page.lexicon.words["taken"].get(marker.key, "") if marker else ""
    if lead.kind != "Population" or lead.role or marker is None or not told or others or clause.setting.role:
        return
    clause.drafts[:] = [d for d in clause.drafts if d.source is not lead]  # not all children: those that are given X
    label = f"{lead.key} {told} {thing.term.label}"
    spans = (*lead.spans, marker.span, *thing.spans)
    people = Term(slug_of(label), label, "Population", candidate=True, head=lead.items[-1].entry.term if lead.items[-1].entry else None)
    clause.draft("affectsPopulation", Thing(people, "Population", spans, spans), phrase, "given-to")


def mediated(clause: Clause, phrase: Phrase) -> None:
    """Behind "through" and "via": a mediator, but for a place where things are seen: "breaks through the cortex"."""
    if clause.key in SEEN_ONLY and phrase.kind in {"", "Finding", *PLACES}:
        clause.cannot(phrase, "through a place: no mediator")
    else:
        cue(clause, phrase)


def associated(clause: Clause, phrase: Phrase) -> None:
    """Behind "associated with": what is; a quality there is said of what stands before: "accompany yeasts, which are round"."""
    if phrase.kind == "Quality":
        read_as("", clause, phrase)
    else:
        if clause.key == "prognosis" and is_graded(clause, phrase) and not clause.setting.role:
            foretell(clause, phrase)  # of what stands before it, beside the prognosis itself
        cue(clause, phrase)


def _made_of(clause: Clause, phrase: Phrase, made: Thing) -> None:
    """Read "due to deposition of X" in a definition: the disease is made of X. What a look-alike consists of is seen of it."""
    if phrase.role == "compose" and clause.setting.entry and made.kind in {"Finding", "CellType"}:
        read_as("", clause, phrase)
    last = phrase.last if phrase.role == "cause" else None
    if clause.key != "definition" or clause.setting.entry or last is None or last.key not in clause.page.lexicon.words["deposition"]:
        return
    for other in [p for p in clause.complements(phrase, True) if p.kind in {"Substance", "Protein"}]:
        for thing in clause.things(other, whole=True):
            if not any(d.predicate == "composedOf" and d.object == thing.term for d in clause.drafts):
                clause.draft("composedOf", thing, other, "made-of")


def _caused(clause: Clause, phrase: Phrase) -> list[Draft]:
    """Return the findings right before "due to X" where the section tells what is found: X causes them, and not the disease."""
    left = [p for p in clause.left(phrase) if p.items and p.group != phrase.group]
    sections = FINDING_SECTIONS if phrase.role == "cause" else ASSOCIATING_SECTIONS
    if not left or clause.key not in sections or clause.setting.role or any(p in clause.used for p in left[-1:]):
        return []
    near = (d for d in clause.drafts if d.source is not None and d.source.group == left[-1].group)
    return [d for d in near if d.predicate in CAUSED and not d.has("attribute")]


def _said_of_finding(clause: Clause, phrase: Phrase, thing: Thing, caused: list[Draft]) -> None:
    """Read "loss of vision due to X", "mutation M is associated with X": said of the finding, not of the disease."""
    own = clause.subjects
    clause.subjects = tuple([Subject(d.object, d.spans, clause.block.index) for d in caused if isinstance(d.object, Term)])
    draft = emit(clause, phrase, thing, phrase.role, f"{phrase.role}-of-finding")
    clause.subjects = own
    for each in own:
        if draft:
            draft.add("disease", each.term, each.spans, each.block)


def _tie(clause: Clause, draft: Draft | None, steps: list[Draft], thing: Thing) -> None:
    """Link a cause to the steps that it drives, both ways."""
    for step in steps:
        if draft and isinstance(step.object, Term):
            draft.add("effect", step.object, step.spans, clause.block.index)
            step.add("driver", thing.term, thing.spans, clause.block.index)
            number_steps(clause, draft, step)


def _steps(clause: Clause, phrase: Phrase) -> list[Draft]:
    """Return the steps of a mechanism on the left that the cue ties to a cause: "X, due to Y"."""
    left = [p for p in clause.left(phrase) if p.group != phrase.group]
    told = clause.key in STEP_SECTIONS
    return [d for d in clause.drafts if told and d.predicate == "hasMechanism" and d.source in left]


def _subtype_named(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether the phrase names a subtype ("nodular or diffuse etiologies"), and then say so."""
    term = clause.page.names.label(phrase.key) or _named_before(clause, phrase)
    if term is None or term == clause.page.topic or not all(_stands_in(clause, item) for item in phrase.items):
        return False
    topic = Subject(clause.page.topic, clause.subjects[0].spans, clause.subjects[0].block)
    named = Subject(term, thing.phrase, clause.block.index)
    draft = clause.draft("subtypeOf", Thing(clause.page.topic, "Disease", topic.spans, topic.spans), phrase, "subtype-named", (named,))
    draft.context = (topic.block,)
    return True


def _named_before(clause: Clause, phrase: Phrase) -> Term | None:
    """Return the subtype that a disease before a bare noun is: "calciphylaxis etiologies"."""
    item, last = phrase.items[0] if phrase.items else None, phrase.last
    bare = len(phrase.items) == 2 and last is not None and last.key in clause.page.lexicon.words["category-name"]
    term = item.entry.term if bare and item is not None and item.entry is not None else None
    return term if clause.page.names.member(term) else None


def _stands_in(clause: Clause, item: Item) -> bool:
    """Return whether an item of a subtype's name is the disease itself, a word that may stand for it, or no name at all."""
    member = item.entry is not None and clause.page.names.member(item.entry.term)
    return item.kind != "term" or member or item.key.split(" ")[-1] in clause.page.lexicon.words["ellipsis"]


def origin(clause: Clause, phrase: Phrase) -> None:
    """Behind "from": a cause, or the source of an agent; behind "death from" what people die of."""
    if unknown_cause(clause, phrase) or _died_of(clause, phrase) or by_change(clause, phrase):
        return
    for thing in clause.things(phrase, whole=True):
        before = [d for d in clause.drafts if d.source is phrase.parent]
        if thing.aspect == "unknown" or any(d.object == thing.term for d in clause.drafts):
            clause.read(thing.spans)
            continue
        if thing.kind == "Population":
            clause.cannot(phrase, "people are no cause")
        elif clause.key.startswith("stain_"):
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
                drawn_from(clause, phrase, clause.draft("labFinding", thing, phrase, "origin-level"))
        else:
            clause.cannot(phrase, "unknown origin")
