"""How a thing in a role becomes a fact: its predicate, its qualities, what the words around it add."""

from __future__ import annotations

from collections.abc import Callable

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import (
    ASPECT_SECTIONS,
    BY_ASPECT,
    FINDINGS,
    GENUS_SECTIONS,
    METHODS,
    PLACES,
    WHOLE,
    Clause,
)
from build_graph.readers.draft import Draft
from build_graph.readers.roles.completing import SHARED_OUT, predicative, qualify, share_of
from build_graph.readers.roles.kinds import SUPERLATIVE_SECTIONS, placed, rank_of, tissue_looks
from build_graph.readers.roles.refusals import is_of_stain, is_refused
from build_graph.readers.roles.whereabouts import around, bearer, drawn_from, more_at
from build_graph.readers.things import Thing, same_name

Role = Callable[[Clause, Phrase], None]
#: Filled by the package: the reader of each role. A role may find that a phrase is better read as another.
TABLE: dict[str, Role] = {}
#: Sections where a place is a part of what is seen, not a site of the disease.
SEEN_INSIDE = {
    "microscopic", "cytology", "electron", "immunofluorescence", "frozen", "stains_positive", "stains_negative", "flow", "radiology",
    "molecular",
}  # fmt: skip
#: Sections where a change of a gene is a finding of its own kind.
TOLD_ELSEWHERE = {"definition", "essential", "microscopic", "clinical", "laboratory", "diagnosis"}
#: Predicates that no disease has to itself.
TO_OTHERS = {"associatedWith", "causedBy", "hasComplicationOrOutcome"}
#: Dimensions of a quality that say what sort of disease it is.
NATURES = {"nature", "inheritance"}


def read_as(role: str, clause: Clause, phrase: Phrase) -> None:
    """Read a phrase as if ``role`` introduced it."""
    TABLE[role](clause, phrase)


def emit(clause: Clause, phrase: Phrase, thing: Thing, role: str, rule: str = "") -> Draft | None:
    """Add the fact that a thing in a role makes, its qualities and what stands in brackets behind it."""
    thing = placed(clause, phrase, thing)
    predicate = _predicate(clause, phrase, thing, role)
    if predicate in FINDINGS and (shown := _form_of(clause, phrase, thing)):
        clause.read(phrase.spans)
        draft = next(iter(clause.attributes(predicate, shown, phrase, "form")), None)
        read_brackets(clause, phrase, shown, draft)
        return draft
    if predicate in {"occursAtSite", ""} and (seen := _seen_there(clause, phrase, thing)):
        tissue_looks(clause, phrase, thing, seen)
        return next(iter(clause.attributes(seen, thing, phrase, rule or f"{clause.key}-{thing.kind or 'unknown'}")), None)
    if _is_condition(clause, phrase, thing, predicate) or _is_said(clause, phrase, thing, predicate):
        return None
    if _is_nature(clause, thing, predicate):
        return _of_cases(clause, clause.draft("hasNature", thing, phrase, "nature"))
    if is_refused(clause, phrase, thing, predicate, role) or clause.page.about_stain and is_of_stain(clause, phrase, predicate):
        return None
    rule = rule or (f"{role}-cue" if role else f"{clause.key}-{thing.kind or 'unknown'}")
    predicate = _of_quality(clause, phrase, predicate, role) if thing.kind == "Quality" else predicate
    if not predicate:
        return None
    if predicate in TO_OTHERS and thing.term == clause.page.topic:
        clause.read(thing.spans)
        return None
    if not role and phrase.role in {"", "is"}:
        _nature(clause, phrase, predicate)
    if thing.kind == "Disease" and role == "" and clause.key in SUPERLATIVE_SECTIONS and (rank := rank_of(clause, phrase)):
        return _superlative(clause, phrase, thing, rank)
    draft = clause.draft(predicate, thing, phrase, rule)
    _complete(clause, phrase, thing, draft)
    read_brackets(clause, phrase, thing, draft)
    _read_complements(clause, phrase, predicate, rule, role in WHOLE)
    return draft


def _of_quality(clause: Clause, phrase: Phrase, predicate: str, role: str) -> str:
    """Return the predicate of a quality; "" where nothing is seen or foretold."""
    predicate = "prognosisStatement" if phrase.role == "is" and clause.key == "prognosis" else predicate
    told = predicate in {*FINDINGS, "molecularFinding", "prognosisStatement"}
    return predicate if told or role else ""


def _form_of(clause: Clause, phrase: Phrase, thing: Thing) -> Thing | None:
    """Return what bears the form that a phrase tells, "cells with a starry shape": the cells; None where it tells no form."""
    if "form" not in clause.held:
        return None
    last, words = phrase.last, phrase.words
    lone = bool(thing.attributes) and len(words) - len(thing.attributes) == 1 and phrase.role == "with"
    if not lone or last is None or last.key not in clause.page.lexicon.words["form"]:
        return None
    before = next((p for p in reversed(clause.left(phrase)) if p.group != phrase.group and p.kind in {"CellType", "Finding"}), None)
    noun = clause.bare(before) if before is not None else None
    return noun._replace(attributes=thing.attributes) if noun else None


def _of_cases(clause: Clause, draft: Draft) -> Draft:
    """Say of how many it holds where the clause begins so: "most cases are sporadic"."""
    words = clause.page.lexicon.words
    many, who = (*clause.items[:2], None, None)[:2]
    if many is not None and who is not None and many.key in words["amount"] and who.key in words["people"]:
        span = Span(many.span.start, who.span.end)
        draft.add("frequency", span.of(clause.page.text).casefold(), (span,), clause.block.index)
    return draft


def _superlative(clause: Clause, phrase: Phrase, thing: Thing, rank: list[Item]) -> Draft:
    """Read "most common vasculitis in adults": a class that the subject wins, or comes second in, and among whom."""
    spans = tuple(i.span for i in rank)
    ordinal = next((i for i in rank if i.key in clause.page.lexicon.words["ordinal"]), None)
    if ordinal is not None:
        draft = clause.draft("subtypeOf", thing, phrase, "superlative")
        draft.kept = [k for k in draft.kept if not set(k.spans) & set(spans)]
        draft.add("rank", clause.page.lexicon.words["ordinal"][ordinal.key], spans, clause.block.index)
    else:
        named = clause.thing(phrase, whole=True) or thing
        draft = clause.say("mostCommon", named.term.label, (*spans, *named.spans), "superlative", (*spans, *named.phrase))
        draft.stance([s for s in phrase.scopes if s.marker.property in {"modality", "polarity"}], clause.block.index)
    for other in clause.behind.get(phrase, ()):
        if other.kind == "Population" and (people := clause.thing(other, whole=True)):
            draft.add("population", people.term, people.spans, clause.block.index)
            clause.used.add(other)
    return draft


def _predicate(clause: Clause, phrase: Phrase, thing: Thing, role: str) -> str:
    """Return the predicate of a thing in a role: a test with a state is a finding, and diagnoses nothing."""
    if clause.key == "definition" and not role and thing.kind != "Disease" and clause.is_genus(phrase):
        return "subtypeOf"
    if clause.key == "terminology" and phrase.role == "with" and thing.kind in {"Disease", "Finding"}:
        return "hasClinicalFinding"  # "syndrome X: fever with rash": what X shows
    genus = clause.key == "terminology" and clause.setting.fixed and not role and phrase in clause.phrases[:1] and not phrase.role
    if genus and thing.kind == "Disease" and not clause.page.names.member(thing.term) and any(p.marker for p in clause.after(phrase)):
        return "subtypeOf"  # "carcinoma ex X: malignancy arising in X"
    if not role and clause.is_stuff(phrase, thing):
        return "composedOf"
    if clause.key in ASPECT_SECTIONS and not role:
        thing = _with_aspect(clause, phrase, thing)
    predicate = clause.predicate(thing, role)
    if predicate == "hasComplicationOrOutcome" and not role and _foretells(clause, phrase, thing):
        return "prognosisStatement"
    if not role and not clause.setting.entry and clause.key in TOLD_ELSEWHERE and clause.is_molecular(thing, phrase):
        return "molecularFinding"
    told = predicate == "associatedWith" and clause.key == "clinical" and not role
    if told and (phrase.role == "finding" or _is_manifestation(clause, phrase)):
        return "hasClinicalFinding"  # "presents as X": X is what is seen, a disease by itself or not
    return _by_words(clause, phrase, thing, predicate, role)


def _by_words(clause: Clause, phrase: Phrase, thing: Thing, predicate: str, role: str) -> str:
    """Return the predicate of a thing that its own words, or those that say how it is, tell; else the one given."""
    if predicate in {"treatedBy", ""} and not role and clause.key in {"treatment", "prognosis"} and _is_goal(clause, thing):
        return "prognosisStatement"
    measured = phrase.number is not None and phrase.number.quantity.unit not in {"1", "%"} and not phrase.number.is_time
    if predicate == "treatedBy" and not role and clause.key == "prognosis" and measured and thing.kind == "Substance":
        return "prognosisStatement"  # "bilirubin > 2 mg/dL"
    if predicate in {"causedBy", ""} and not role and clause.key == "clinical" and _is_level(clause, phrase, thing):
        return "labFinding"
    if predicate == "diagnosedBy" and thing.kind in METHODS and thing.state:
        return "distinguishingFinding" if clause.setting.entry else "labFinding"
    return predicate


def _is_level(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether an analyte is told with how high it is: "calcium low", "raised alkaline phosphatase"."""
    told = next((p for p in clause.after(phrase)[:1] if p.role == "is" and p.head is None and p.items), None)
    state = told is not None and told.items[0].entry is not None and told.items[0].entry.aspect == "state"
    return thing.kind in {"Substance", "Protein"} and (state or thing.state is not None)


def _is_goal(clause: Clause, thing: Thing) -> bool:
    """Return whether a noun names what a treatment is to reach, and no treatment: "cure remains exceptional"."""
    return thing.term.label.split(" ")[-1] in clause.page.lexicon.words["goal"]


def _foretells(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a finding under Prognosis is a factor and no outcome: beside a measurement, a genetic one, in a group of risk."""
    if any(p.kind == "Measurement" for p in clause.group(phrase)):
        return True  # "age > 60 years, stage and necrosis"
    told = [str(k.qualifier.value).split(" ") for k in clause.setting.kept if k.qualifier.name == "condition"]
    grouped = any(len(words) > 1 and words[-1] in clause.page.lexicon.words["risk"] for words in told)
    if thing.term.label.split(" ")[-1] in clause.page.lexicon.words["foretold"]:
        return False
    return thing.kind == "Finding" and (grouped or thing.aspect == "ploidy" or clause.is_molecular(thing, phrase))


def _with_aspect(clause: Clause, phrase: Phrase, thing: Thing) -> Thing:
    """Return a thing with the way in which it is seen, as its own words or those beside it tell."""
    if any(i.entry and i.entry.term.kind == "CellType" for i in phrase.items):
        return thing._replace(aspect="micro")
    if thing.aspect in {"", "any"} and phrase.role in {"", "is", "show", "with"}:
        seen = [p.last.entry.aspect for p in clause.group(phrase) if p.last is not None and p.last.entry]
        seen += ["micro" for i in phrase.words if i.entry and i.entry.aspect in clause.page.lexicon.dimension_methods]
        seen += ["micro" for p in clause.after(phrase) if p.role == "surround" and p.kind == "CellType"]
        return thing._replace(aspect=next((aspect for aspect in seen if aspect in BY_ASPECT), ""))
    return thing


def _is_manifestation(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a disease stands for a finding: among findings ("rash, fever, preeclampsia") or below an organ ("Cardiac: ...")."""
    return clause.group(phrase)[0].kind in {"Finding", "Quality"} or any(k.qualifier.name == "site" for k in clause.setting.kept)


def _is_condition(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> bool:
    """Read "without drug A" under Prognosis: a condition of the fact before it."""
    denied = phrase.scope("polarity") if phrase.scopes else None
    narrow = denied is not None and denied.marker.direction == "narrow"
    tested = clause.key == "diagnosis" and predicate == "diagnosedBy" and narrow  # "test A establishes it without biopsy"
    if not denied or not (clause.key == "prognosis" and predicate == "treatedBy" or tested) or not clause.drafts:
        return False
    text = f"{denied.item.key} {thing.term.label}"
    clause.drafts[-1].add("condition", text, (denied.item.span, *thing.spans), clause.block.index)
    return True


def _is_said(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> bool:
    """Return whether the clause names again what it has stated: "papules ..., if the papules"."""
    if len(phrase.items) != 1:
        return False
    for draft in clause.drafts:
        if draft.predicate == predicate and draft.subjects == clause.subjects and draft.object == thing.term:
            break
    else:
        return False
    clause.read(thing.spans)
    if phrase.link == "/" and thing.kind == "Disease":
        _same_by_slash(clause, phrase, thing)
    return True


def _same_by_slash(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """Read "childhood / juvenile X", two names of one disease, as one name and the other."""
    for named in clause.group(phrase):
        known = clause.bare(named)
        text = " ".join(clause.page.words(item.span) for item in named.words)
        text = text if sum(c.isupper() for c in text) > 1 else text.casefold()
        if known and known.term == thing.term and not same_name(text, thing.term.label):
            spans = tuple(item.span for item in named.words)
            clause.drafts.append(Draft((clause.subject(thing),), "synonym", text, spans, "slash-synonym", phrase=spans))


def _seen(clause: Clause) -> str:
    """Return the predicate of what the section sees; "" for a section that tells something else."""
    seen = clause.page.lexicon.predicate(clause.key, "Finding")
    return seen if seen in FINDINGS - {"hasClinicalFinding"} else ""


def _seen_there(clause: Clause, phrase: Phrase, thing: Thing) -> str:
    """Return the predicate of "dilated vessels", "irregular margins": a finding of theirs, no place of the disease; "" for a place."""
    outlined = phrase.last is not None and phrase.last.key.split(" ")[-1] in clause.page.lexicon.words["outline"]
    roles = {"", "show"} if thing.kind in PLACES and not outlined else {"", "show", "with"}
    return _seen(clause) if thing.attributes and phrase.role in roles else ""


def _complete(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft) -> None:
    """Add what the words around a name say, each by the kind of fact that it is."""
    if draft.predicate == "subtypeOf" and clause.key == "treatment_child":
        draft.kept.clear()
    for bound in clause.behind.get(phrase, ()) if "number" in clause.held else ():
        free = bound.role == "complement" and not bound.items and draft.quantity is None
        if free and bound.number and bound.number.quantity.unit != "1":
            draft.measure(bound.number)  # "level of more than 7 mg/dL"
            clause.used.add(bound)
    if draft.quantity is None and phrase.role in SHARED_OUT and (share := share_of(clause, phrase)):
        draft.measure(share, "proportion")
    if draft.predicate in FINDINGS:
        if thing.kind == "Quality":
            draft.add("attribute", thing.aspect, thing.spans, clause.block.index)
            predicative(clause, phrase, draft)
        clause.attributes(draft.predicate, thing, phrase, draft.rule)
        if thing.attributes and any(i.entry is not None and i.entry.aspect == "number" for i in thing.attributes):
            # "often multiple lesions": how often they are many
            draft.kept = [k for k in draft.kept if k.qualifier.name != "frequency"]
    if draft.predicate == "occursAtSite":
        around(clause, phrase, draft)
        more_at(clause, phrase, draft)
        bearer(clause, phrase, draft)
    if clause.key == "etiology" and draft.predicate == "labFinding" and thing.state and draft.polarity == "affirmed":
        clause.draft("causedBy", thing, phrase, "level-cause")
    drawn_from(clause, phrase, draft)
    qualify(clause, phrase, thing, draft)
    _unknown_cause(clause, phrase)


def _read_complements(clause: Clause, phrase: Phrase, predicate: str, rule: str, whole: bool) -> None:
    """Read the qualities of what completes a finding, and the brackets behind it."""
    for complement in clause.complements(phrase, whole):
        if predicate in FINDINGS and (named := clause.bare(complement)):
            for made in clause.attributes(predicate, named, complement, rule):
                made.stance(phrase.scopes, clause.block.index)
        if complement.brackets and (named := clause.thing(complement)):
            read_brackets(clause, complement, named, None)
            complement.brackets = []


def _unknown_cause(clause: Clause, phrase: Phrase) -> None:
    """Read "disease of unknown cause" of the page's own disease."""
    if clause.key not in {*GENUS_SECTIONS, "etiology"} or phrase.role not in {"", "is"} or phrase.kind != "Disease":
        return
    for other in clause.behind.get(phrase, ()):
        last = other.items[-1] if other.items else None
        if last and last.entry and last.entry.aspect == "unknown":
            thing = Thing(last.entry.term, "Process", (last.span,), (last.span,))
            clause.draft("causedBy" if "cause" in thing.term.slug else "hasMechanism", thing, None, "said-unknown").modality = "uncertain"


def _nature(clause: Clause, phrase: Phrase, predicate: str) -> None:
    """Read "benign" before a noun of the page's own disease as the nature of the disease."""
    if clause.setting.entry or clause.key not in {*GENUS_SECTIONS, "clinical"}:
        return
    for item in phrase.words:
        entry, span = item.entry, item.span
        if predicate == "subtypeOf" and item.kind == "term" and item.parts and " " in item.key:
            entry, span = clause.page.lexicon.names.get(item.key.split(" ")[0]), item.parts[0]  # "benign tumor": its first word says so
        if entry and entry.term.kind == "Quality" and entry.aspect in _natures(clause):
            draft = clause.draft("hasNature", Thing(entry.term, "Quality", (span,), (span,)), None, "nature")
            draft.stance([s for s in phrase.scopes if s.marker.property in {"modality", "polarity"}], clause.block.index)


def _is_nature(clause: Clause, thing: Thing, predicate: str) -> bool:
    """Return whether a quality says what sort of disease it is, where the section takes qualities or it stands alone: "Polygenic"."""
    if thing.kind != "Quality" or clause.setting.entry or predicate in {"u", "treatedBy"}:
        return False
    return thing.aspect in (_natures(clause) if predicate else NATURES) and bool(predicate or len(clause.phrases) == 1)


def _natures(clause: Clause) -> set[str]:
    """Return the dimensions that say what sort of disease it is: in a definition its course and its origin, too."""
    if clause.key == "etiology":
        return {*NATURES, "etiology"}
    return {*NATURES, "course", "etiology"} if clause.key == "definition" else NATURES
