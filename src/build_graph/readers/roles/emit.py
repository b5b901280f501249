"""How a thing in a role becomes a fact: its predicate, its qualities, what the words around it add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from build_graph.facts import Mention, Span, WordStatus
from build_graph.language.phrases import Phrase, Scope
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import FINDINGS, WHOLE, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.things import Thing, thing_of

Role = Callable[[Clause, Phrase], None]
#: Filled by the package: the reader of each role. A role may find that a phrase is better read as another.
TABLE: dict[str, Role] = {}


def read_as(role: str, clause: Clause, phrase: Phrase) -> None:
    """Read a phrase as if ``role`` introduced it."""
    TABLE[role](clause, phrase)


METHODS = {"Procedure", "ImagingModality", "Stain"}


PLACES = {"AnatomicalSite", "Tissue"}


#: Sections where a place is a part of what is seen, not a site of the disease.
SEEN_INSIDE = {"microscopic", "cytology", "electron", "immunofluorescence", "frozen", "stains_positive", "stains_negative", "radiology", "molecular"}


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
    if clause.page.names.member(thing.term) and thing.term == clause.page.topic and predicate in {"associatedWith", "causedBy", "hasComplicationOrOutcome"}:
        clause.marks += [WordStatus(span, "content") for span in thing.spans]
        return None  # the disease is not associated with itself
    if not role and phrase.role in {"", "is"}:
        _nature(clause, phrase, predicate)
    draft = clause.draft(predicate, thing, phrase, rule)
    if predicate == "subtypeOf" and clause.key == "treatment_child":
        draft.kept.clear()
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
        bearer(clause, phrase, draft)
    if clause.key == "etiology" and draft.predicate == "labFinding" and thing.state and draft.polarity == "affirmed":
        clause.draft("causedBy", thing, phrase, "level-cause")
    qualify(clause, phrase, thing, draft)
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


def qualify(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft) -> None:
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


def _nature(clause: Clause, phrase: Phrase, predicate: str) -> None:
    """Read "benign" before a noun of the page's own disease as the nature of the disease."""
    if clause.setting.entry or clause.key not in {"definition", "essential", "clinical"}:
        return
    for item in phrase.words:
        entry, span = item.entry, item.span
        if predicate == "subtypeOf" and item.kind == "term" and item.parts and " " in item.key:  # "benign tumor" is a name; its first word still says so
            entry, span = clause.page.lexicon.names.get(item.key.split(" ")[0]), item.parts[0]
        if entry and entry.term.kind == "Quality" and entry.aspect == "nature":
            clause.draft("hasNature", Thing(entry.term, "Quality", (span,), (span,)), None, "nature")


def bearer(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say which finding sits at the site, where the clause names one before it."""
    after = [p for p in clause.phrases[clause.phrases.index(phrase) + 1 :] if p.items and p.role in {"", "is", "with"}]
    for left in [*reversed(clause.left(phrase)), *after]:
        if left.kind in {"Finding", "CellType"} and left.role not in {"cause", "association"}:
            for member in [p for p in clause.phrases if p.group == left.group and p.head is not None]:
                if thing := clause.thing(member):
                    draft.add("bearer", thing.term, thing.spans, clause.block.index)
            return


def phrase_spans(phrase: Phrase) -> tuple[Span, ...]:
    """Return the spans of a phrase's own words."""
    return tuple(item.span for item in phrase.items)


def _share(clause: Clause, phrase: Phrase) -> Phrase | None:
    """Return the share of patients that stands before a coordination: "> 70% of patients have ...". It is spent on that one."""
    before = clause.phrases[: clause.phrases.index(phrase)] if phrase in clause.phrases else []
    for share in reversed(before):
        number = share.number.number if share.number else None
        if number and number.quantity.unit == "%" and (not share.items or share.kind == "Population"):
            return share if clause.spent.setdefault(id(share), phrase.group) == phrase.group else None
    return None


def own_scopes(clause: Clause, phrase: Phrase) -> list:  # type: ignore[type-arg]
    if phrase.marker is None:
        return []
    return [Scope(i.marker, i) for i in clause.items if i.kind == "scope" and i.marker.property in {"modality", "polarity", "frequency"}
            and i.span.end <= phrase.marker.span.start]


def mention(role: str, item):  # type: ignore[no-untyped-def]
    return Mention(role, (item.span,))
