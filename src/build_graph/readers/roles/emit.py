"""How a thing in a role becomes a fact: its predicate, its qualities, what the words around it add."""

from __future__ import annotations

from collections.abc import Callable

from build_graph.facts import Span
from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase
from build_graph.language.words import Item
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import (
    ASPECT_SECTIONS,
    BY_ASPECT,
    CHANGE_SECTIONS,
    FINDINGS,
    GENUS_SECTIONS,
    METHODS,
    PLACES,
    WHOLE,
    Clause,
)
from build_graph.readers.draft import Draft
from build_graph.readers.roles.kinds import SUPERLATIVE_SECTIONS, placed, rank_of, tissue_looks
from build_graph.readers.roles.whereabouts import around, bearer, drawn_from, more_at
from build_graph.readers.things import Thing, same_name

Role = Callable[[Clause, Phrase], None]
#: Filled by the package: the reader of each role. A role may find that a phrase is better read as another.
TABLE: dict[str, Role] = {}
#: Sections where a place is a part of what is seen, not a site of the disease.
SEEN_INSIDE = {
    "microscopic", "cytology", "electron", "immunofluorescence", "frozen", "stains_positive", "stains_negative", "radiology", "molecular",
}  # fmt: skip
#: Sections where a change of a gene is a finding of its own kind.
TOLD_ELSEWHERE = {"definition", "essential", "microscopic", "clinical", "laboratory", "diagnosis"}
#: Predicates that no disease has to itself.
TO_OTHERS = {"associatedWith", "causedBy", "hasComplicationOrOutcome"}
#: Roles of a phrase that the share of patients before it belongs to.
SHARED_OUT = {"is", "verb:link", "outcome", "include"}
#: Dimensions of a quality that say what sort of disease it is.
NATURES = {"nature", "inheritance"}
#: Kinds of what a treatment may be given for.
TARGETS = {"Disease", "Finding", "Measurement", "Process"}


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
    if _is_refused(clause, phrase, thing, predicate, role) or _is_of_stain(clause, phrase, predicate):
        return None
    rule = rule or (f"{role}-cue" if role else f"{clause.key}-{thing.kind or 'unknown'}")
    predicate = _of_quality(clause, phrase, predicate, role) if thing.kind == "Quality" else predicate
    if not predicate:
        return None
    if thing.term == clause.page.topic and predicate in TO_OTHERS:
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


def _is_own(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a disease that is named stands for the disease that the clause is about, and for nothing that its words add."""
    return len(phrase.items) == 1 and any(s.term == clause.page.topic for s in clause.subjects)


def _of_quality(clause: Clause, phrase: Phrase, predicate: str, role: str) -> str:
    """Return the predicate of a quality; "" where nothing is seen or foretold."""
    predicate = "prognosisStatement" if phrase.role == "is" and clause.key == "prognosis" else predicate
    told = predicate in {*FINDINGS, "molecularFinding", "prognosisStatement"}
    return predicate if told or role else ""


def _form_of(clause: Clause, phrase: Phrase, thing: Thing) -> Thing | None:
    """Return what bears the form that a phrase tells, "cells with a starry shape": the cells; None where it tells no form."""
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
    if predicate == "hasComplicationOrOutcome" and not role and any(p.kind == "Measurement" for p in clause.group(phrase)):
        return "prognosisStatement"  # "age > 60 years, stage and necrosis"
    if not role and not clause.setting.entry and clause.key in TOLD_ELSEWHERE and clause.is_molecular(thing, phrase):
        return "molecularFinding"
    shown = phrase.role == "finding" or _is_manifestation(clause, phrase)  # "presents as X": X is what is seen, a disease by itself or not
    if predicate == "associatedWith" and clause.key == "clinical" and not role and shown:
        return "hasClinicalFinding"
    if predicate == "diagnosedBy" and thing.kind in METHODS and thing.state:
        return "distinguishingFinding" if clause.setting.entry else "labFinding"
    return predicate


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
    denied = phrase.scope("polarity")
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
    same = [d for d in clause.drafts if d.predicate == predicate and d.object == thing.term]
    if not any(d.subjects == clause.subjects for d in same):
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


def _is_refused(clause: Clause, phrase: Phrase, thing: Thing, predicate: str, role: str) -> bool:
    """Report a bare class ("lesions"), and a thing that makes no claim where it stands."""
    words = phrase.words
    if _is_no_finding(clause, phrase, thing, predicate):
        return True
    if words and words[-1].key in clause.page.lexicon.words["people"] and thing.kind != "Population" and thing.term.candidate:
        clause.cannot(phrase, "cases name no finding")
        return True
    if _is_bare(clause, phrase, thing, predicate, role):
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return True
    if predicate in FINDINGS and _ends_in_adjective(clause, words, thing):
        clause.cannot(phrase, "a name that ends in an adjective", "the noun behind it")
        return True
    remedy = len(words) == 1 and thing.kind == "Procedure" and words[0].key in clause.page.lexicon.words["remedy"]
    if remedy and clause.key not in {"treatment", "prognosis"}:
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return True
    generic = len(words) == 1 and words[0].entry is None and words[0].key in clause.page.lexicon.generic
    if generic and thing.term.candidate and not clause.complements(phrase, role in WHOLE):
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return True
    lexicon = clause.page.lexicon
    lone = words[0].key if thing.term.candidate and len(words) == 1 and words[0].kind == "word" else ""
    if lone and (lone.endswith(lexicon.endings["adjective"]) or lone in lexicon.site_adjectives or lexicon.words["performance"].get(lone)):
        clause.cannot(phrase, "an adjective or a verb alone names nothing", "a noun", "ontology/lexicon/qualities.tsv")
        return True
    if thing.kind == "Quality" and phrase.role == "is" and _awaits_verb(clause, phrase):
        clause.cannot(phrase, "a quality that goes on with a verb")
        return True
    if thing.kind == "Quality" and predicate in {"treatedBy", "associatedWith"} or predicate in {"", "u"} or not thing.kind and not role:
        kind = thing.kind or "word of unknown kind"
        clause.cannot(phrase, f"a {kind} makes no claim under {clause.key}", "a term of a kind that the section reads")
        return True
    return False


def _is_no_finding(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> bool:
    """Report the disease as a finding of itself, and a route alone; "excellent with treatment" names no treatment."""
    if thing.kind == "Quality" and thing.aspect == "route" and predicate != "treatedBy":
        clause.cannot(phrase, "a route alone names nothing", "what is given by it")
        return True
    if predicate in FINDINGS and thing.term == clause.page.topic and thing.kind == "Disease" and _is_own(clause, phrase):
        clause.cannot(phrase, "the disease is no finding of itself", "what it is seen with")
        return True
    outlook = predicate == "treatedBy" and clause.key == "prognosis" and phrase.role == "with" and bool(clause.drafts)
    bare = outlook and len(phrase.words) == 1 and phrase.words[0].key in clause.page.lexicon.words["remedy"]
    if bare and not clause.complements(phrase, True):
        clause.read(phrase.spans)
        return True
    return False


def _is_of_stain(clause: Clause, phrase: Phrase, predicate: str) -> bool:
    """Report what would be a finding of a stain: its page tells of what takes it, and by words that say so."""
    if not clause.page.about_stain:
        return False
    loose = predicate == "associatedWith" and phrase.role not in WHOLE
    if not loose and predicate not in {*FINDINGS, "diagnosedBy"}:
        return False
    if any(s.term != clause.page.topic for s in clause.subjects):
        return False
    clause.cannot(phrase, "a stain has no findings", "what takes the stain, or how it looks")
    return True


def _ends_in_adjective(clause: Clause, words: list[Item], thing: Thing) -> bool:
    """Return whether a name of several unknown words has lost its noun: "compatible clinical", before "and radiographic picture"."""
    last = words[-1] if len(words) > 1 else None
    endings = clause.page.lexicon.endings["cut"]
    return last is not None and thing.term.candidate and last.kind == "word" and not last.inflected and last.key.endswith(endings)


def _awaits_verb(clause: Clause, phrase: Phrase) -> bool:
    """Return whether "to" and a word that is no quality stand behind a quality: "hard to see"."""
    after = [i for i in clause.items if i.span.start >= phrase.span.end][:2]
    return len(after) == 2 and after[0].key == "to" and after[1].kind in {"word", "verb"}


def _seen(clause: Clause) -> str:
    """Return the predicate of what the section sees; "" for a section that tells something else."""
    seen = clause.page.lexicon.predicate(clause.key, "Finding")
    return seen if seen in FINDINGS - {"hasClinicalFinding"} else ""


#: Predicates whose object must say more than "lesion".
UNTOLD = {"hasMechanism", "hasComplicationOrOutcome", "causedBy", "mediatedBy"}


def _is_bare(clause: Clause, phrase: Phrase, thing: Thing, predicate: str, role: str) -> bool:
    """Return whether a noun alone, or with a quality, says nothing: "diagnosis", "little effect", "associated with tumors"."""
    words, lexicon = phrase.words, clause.page.lexicon
    behind = clause.complements(phrase, role in WHOLE) if words else []
    if not words or behind and (len(words) > 1 or any(p.kind for p in behind) or predicate != "associatedWith"):
        return False
    ordinal, amount = lexicon.words["ordinal"], lexicon.words["amount"]
    empty = words[-1].key in lexicon.words["bare"] and thing.term.candidate
    empty = empty and all(i.kind == "quality" or i.key in ordinal or i.key in amount for i in words[:-1])
    lone = len(words) == 1 or role == "" and phrase.role == "" and all(i.entry is None for i in words)
    named = predicate in {"associatedWith", "relatedTerm"} or thing.term.label == "lesion" and predicate in UNTOLD
    lesion = lone and words[-1].key in lexicon.words["lesion"] and named
    return empty or lesion or role == "outcome" and not thing.kind and len(words) == 1 and words[0].kind == "word" and phrase.link == "and"


def _seen_there(clause: Clause, phrase: Phrase, thing: Thing) -> str:
    """Return the predicate of "dilated vessels", "irregular margins": a finding of theirs, no place of the disease; "" for a place."""
    outlined = phrase.last is not None and phrase.last.key.split(" ")[-1] in clause.page.lexicon.words["outline"]
    roles = {"", "show"} if thing.kind in PLACES and not outlined else {"", "show", "with"}
    return _seen(clause) if thing.attributes and phrase.role in roles else ""


def _complete(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft) -> None:
    """Add what the words around a name say, each by the kind of fact that it is."""
    if draft.predicate == "subtypeOf" and clause.key == "treatment_child":
        draft.kept.clear()
    for bound in (p for p in clause.behind.get(phrase, ()) if p.role == "complement" and not p.items and draft.quantity is None):
        if bound.number and bound.number.quantity.unit != "1":
            draft.measure(bound.number)  # "level of more than 7 mg/dL"
            clause.used.add(bound)
    if draft.quantity is None and phrase.role in SHARED_OUT and (share := _share(clause, phrase)):
        draft.measure(share, "proportion")
    if draft.predicate in FINDINGS:
        if thing.kind == "Quality":
            draft.add("attribute", thing.aspect, thing.spans, clause.block.index)
            _predicative(clause, phrase, draft)
        clause.attributes(draft.predicate, thing, phrase, draft.rule)
        if any(i.entry is not None and i.entry.aspect == "number" for i in thing.attributes):
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
    if phrase.role not in {"", "is"} or phrase.kind != "Disease" or clause.key not in {*GENUS_SECTIONS, "etiology"}:
        return
    for other in clause.behind.get(phrase, ()):
        last = other.items[-1] if other.items else None
        if last and last.entry and last.entry.aspect == "unknown":
            thing = Thing(last.entry.term, "Process", (last.span,), (last.span,))
            clause.draft("causedBy" if "cause" in thing.term.slug else "hasMechanism", thing, None, "said-unknown").modality = "uncertain"


def qualify(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft) -> None:
    """Add what the words around a name say of the fact: its route, its target, whom it holds for, how it is seen."""
    for item in phrase.words:
        if item.kind == "quality" and item.entry and item.entry.aspect == "route":
            draft.add("route", item.span.of(clause.page.text), (item.span,), clause.block.index)
    people_of(clause, phrase, draft)
    for complement in clause.complements(phrase):
        named = clause.thing(complement, whole=True)
        own = {item.span for item in complement.items[-1:]} <= set(thing.spans)
        if named and own and draft.predicate == "treatedBy" and named.kind in TARGETS:
            draft.add("target", named.term, named.spans, clause.block.index)
        made = complement.kind == "Substance" and clause.key in GENUS_SECTIONS and not clause.setting.entry
        if named and made and phrase.role in {"", "is"}:
            clause.draft("composedOf", named, complement, "made-of")
    if thing.kind == "Quality":
        _method_of_dimension(clause, phrase, draft)


def people_of(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Read "X of children": whom the fact holds for."""
    for other in clause.behind.get(phrase, ()):
        if other.role == "complement" and other.kind == "Population" and (people := clause.thing(other)):
            draft.add("population", people.term, people.spans, clause.block.index)
            clause.used.add(other)
            if draft.predicate == "occursAtSite":
                clause.draft("affectsPopulation", people, other, "population").kept.clear()


def _method_of_dimension(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Add the method by which a dimension is seen: birefringence needs polarised light, and so do the colours seen with it."""
    methods = clause.page.lexicon.dimension_methods
    for item in (i for p in clause.group(phrase) for i in p.words if i.kind == "quality"):
        if item.entry and (method := methods.get(item.entry.aspect)):
            draft.add("method", method.term, (item.span,), clause.block.index)


def _predicative(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say what bears a quality that is said of it with a verb: "the deposits are dark"."""
    if phrase.role != "is" and phrase.link != ",":
        return
    left = clause.left(phrase)
    bearers = {"Finding", "CellType", *(PLACES if clause.key in {*CHANGE_SECTIONS, "gross", "radiology"} else ())}
    lead = next((p for p in left if p.kind in bearers and p.head is not None), None)
    members = [p for p in left if lead and p.group == lead.group]
    for member in clause.said_of(phrase, members):
        if (thing := clause.thing(member)) and member.items[-1].key not in clause.page.lexicon.words["bare"]:
            draft.add("bearer", thing.term, thing.spans, clause.block.index)


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


def _share(clause: Clause, phrase: Phrase) -> Number | None:
    """Return the share of patients that stands before a coordination: "> 70% of patients have ...". It is spent on that one."""
    before = clause.phrases[: clause.phrases.index(phrase)] if phrase in clause.phrases else []
    for share in reversed(before):
        if share.number and share.number.is_share and (not share.items or share.kind == "Population"):
            return share.number if clause.shares.setdefault(share, phrase.group) == phrase.group else None
    return None
