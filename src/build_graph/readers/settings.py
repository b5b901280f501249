"""What a label makes of the lines below it and of what stands behind its colon: their subject, their role, their qualifiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from build_graph.facts import Block, Qualifier, Span, Term
from build_graph.language.phrases import Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.lexicon import fold
from build_graph.readers.clause import FINDINGS
from build_graph.readers.draft import Draft, Kept, Setting, Subject
from build_graph.readers.label_forms import level_of
from build_graph.readers.label_subjects import families, family, leaf, listed_subtype, variant
from build_graph.readers.labels import Given, Label
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page
from build_graph.readers.takers import below_label
from build_graph.readers.things import Thing

#: Sections that are lists: what each item is.
LIST_SECTIONS = {
    "stain_use": "stain_use", "stain_normal": "takes_stain", "stain_disease": "takes_stain", "stain_absent": "lacks_stain", "risk": "risk",
    "stains_positive": "stain_positive", "flow": "stain_positive", "stains_negative": "stain_negative",
}  # fmt: skip
#: Qualifiers that a list takes from the statement that it hangs below.
HANDED_DOWN = {"frequency", "effect", "trigger", "context"}


def section_setting(page: Page, heading: Block) -> Setting:
    """Return the setting of a section: its key, and the page's topic as the subject."""
    section = page.lexicon.sections.get(page.outline.names.get(heading.index, "").casefold())
    key = section.key if section else "none"
    method = page.lexicon.section_methods.get(key)
    kept = (Kept(Qualifier("method", method.term), (heading.content,), heading.index),) if method else ()
    return Setting(key, (topic_subject(page),), role=LIST_SECTIONS.get(key, ""), kept=kept)


def topic_subject(page: Page) -> Subject:
    """Return the page's topic as the subject of what names no other, said in the title."""
    title = page.outline.title
    return Subject(page.topic, (title,) if title else (), page.outline.at(title.start).index if title else -1)


def under(label: Label, said: Sequence[Draft]) -> Given:
    """Return what a label gives to the lines below it, where ``said`` is what it states itself."""
    return _members(label, said) if label.form == "statement" else GIVES[label.form](label)


def _qualified(label: Label, name: str, value: Term | str, spans: Sequence[Span]) -> Setting:
    """Return the setting above with one qualifier more."""
    return label.above._replace(kept=(*label.above.kept, Kept(Qualifier(name, value), tuple(spans), label.block.index)))


def _labelled(label: Label, predicate: str, thing: Thing, rule: str) -> Draft:
    """Return what a label states of the subject above by naming ``thing``."""
    above = label.above
    return Draft(above.subjects, predicate, thing.term, thing.spans, rule, phrase=thing.phrase, kept=[*above.kept])


def _cue(label: Label) -> Given:
    """Read "Risk factors" or "X leads to": the role of every item below; what stands before the cue drives them."""
    above, names = label.above, label.page.names
    stance = (*above.stance, *label.stances)
    setting = above._replace(role=label.role, heard=label.block.index, cue=label.phrases[-1].marker, stance=stance)
    if first := next((i for i in label.page.items(label.span) if i.kind == "cue" and i.marker.value == "most:cause"), None):
        setting = setting._replace(role="cause", kept=(*above.kept, Kept(Qualifier("rank", "1"), (first.span,), label.block.index)))
    if label.is_verdict:
        kept = [Kept(Qualifier("role", label.words[0]), (label.span,), label.block.index)]
        return setting._replace(kept=(*above.kept, *kept)), []
    if label.role == "effect":
        triggers = [thing for thing in label.things if not names.member(thing.term)]
        kept = [Kept(Qualifier("trigger", thing.term), thing.spans, label.block.index) for thing in triggers]
        drafts = [_labelled(label, "causedBy", thing, "trigger-label") for thing in triggers]
        return setting._replace(kept=(*above.kept, *kept)), drafts
    member = next((thing for thing in label.things if names.member(thing.term)), None)
    return setting._replace(subjects=(Subject(member.term, member.spans, label.block.index),)) if member else setting, []


def _count(label: Label) -> Given:
    """Read "5 subtypes": how many, and the relation of the items below to the subject."""
    marker, drafts = label.phrases[-1].marker, []
    for phrase in label.phrases:
        number = phrase.number
        if number and number.bare and marker:
            draft = Draft(label.above.subjects, "hasCount", number.bare, (number.span,), "count", phrase=(number.span, marker.span))
            words = [item for item in phrase.items if item is not marker]
            category = " ".join([*(item.key for item in words), marker.key])
            draft.add("of", category, (*(item.span for item in words), marker.span), label.block.index)
            draft.measure(number, "count")
            drafts.append(draft)
    return label.above._replace(role=label.role.partition(":")[2], heard=label.block.index), drafts


def _tally(label: Label) -> Given:
    """Read "3 phases: ..." as a count; what stands behind is read as if nothing stood before it."""
    drafts = []
    for phrase in label.phrases:
        if phrase.number and phrase.number.bare:
            number, words = phrase.number, phrase.items
            drafts.append(Draft(label.above.subjects, "hasCount", number.bare, (number.span,), "count", phrase=(label.span,)))
            drafts[-1].add("of", " ".join(item.key for item in words), [item.span for item in words], label.block.index)
            drafts[-1].measure(number, "count")
    return label.above, drafts


def _stages(label: Label) -> Given:
    """Read "4 stages": how many, and each item behind it as one of them."""
    named = label.page.words(label.span)
    start = label.span.start + len(named) - len(named.lstrip())
    number = Span(start, start + len(named.split()[0]))
    draft = Draft(label.above.subjects, "hasCount", number.of(label.page.text), (number,), "count", phrase=(label.span,))
    draft.add("of", f"{label.words[-1]}s", (label.span,), label.block.index)
    return label.above._replace(role="stage", heard=label.block.index), [draft]


def _context(label: Label) -> Given:
    """Read a list of other diseases: each is associated, and what stands below is claimed within them."""
    if not label.below:
        return label.above, []
    kept = [Kept(Qualifier("context", thing.term), thing.spans, label.block.index) for thing in label.things]
    return label.above._replace(kept=(*label.above.kept, *kept)), []


def _population(label: Label) -> Given:
    people = label.people
    return (_qualified(label, "population", people.term, people.spans) if people else label.above), []


def _scope(label: Label) -> Given:
    """Read "First line" or "Rarely": a qualifier of everything below; "Possibly" or "Absent" hedges or denies it."""
    scope = label.scope
    if scope is None:
        return label.above, []
    if scope.marker.property in CLAUSE_WIDE:
        stance = (*label.above.stance, scope, *label.how_often)
        return label.above._replace(stance=stance, heard=label.block.index), []  # the claims below say it so
    return _qualified(label, scope.marker.property, scope.marker.value, (label.span,)), []


def _level(label: Label) -> Given:
    """Read "Normal: A, B", "Often elevated" under Laboratory as the state of all behind it, with what hedges or denies it."""
    state, setting = level_of(label), label.above
    for item in label.page.items(label.span):
        scope = item.scope() if item.kind == "scope" else None
        if scope is None:
            continue
        if scope.property in CLAUSE_WIDE:
            setting = setting._replace(stance=(*setting.stance, Scope(scope, item)), heard=label.block.index)
        else:
            kept = Kept(Qualifier(scope.property, scope.value), (item.span,), label.block.index)
            setting = setting._replace(kept=(*setting.kept, kept))
    if state is None:
        return setting, []
    return setting._replace(kept=(*setting.kept, Kept(Qualifier("state", state.label), (label.span,), label.block.index))), []


def _scheme(label: Label) -> Given:
    """Read "Marsh classification:" as the frame of what stands below: no finding."""
    return label.above, []


def _stage(label: Label) -> Given:
    """Read "Acute phase": a condition of everything below; the subject stays."""
    text = " ".join(label.page.words(label.span).split()).casefold()
    return _qualified(label, "condition", text, (label.span,)), []


def _condition(label: Label) -> Given:
    """Read "Abscess: drainage" under Treatment: what is given where X is."""
    text = " ".join(label.page.words(label.span).split()).casefold()
    return _qualified(label, "condition", text, (label.span,)), []


def _organ(label: Label) -> Given:
    """Read "Cardiac: ..." as the organ of everything below."""
    site = label.page.lexicon.site_adjectives[label.words[0]]
    return _qualified(label, "site", site.term, (label.span,)), []


def _site(label: Label) -> Given:
    """Read "Scalp": a site of the disease, and of everything below."""
    thing = label.things[0]
    return _qualified(label, "site", thing.term, thing.spans), [_labelled(label, "occursAtSite", thing, "site-label")]


def _spot(label: Label) -> Given:
    """Read "Central: ..." below a form of the disease: how that form is distributed, and no form of its own."""
    predicate = label.page.lexicon.predicate(label.above.key, "Quality")
    if label.spot is None or predicate not in FINDINGS:
        return label.above, []
    draft = Draft(label.above.subjects, predicate, label.spot, (label.span,), "spot-label", phrase=(label.span,), kept=[*label.above.kept])
    draft.add("attribute", "distribution", (label.span,), label.block.index)
    return label.above, [draft]


def _specimen(label: Label) -> Given:
    """Read "Serum" under Laboratory: in what everything below is measured."""
    entry = label.page.lexicon.names[" ".join(label.words)]
    return _qualified(label, "specimen", entry.term, (label.span,)), []


def _bearer(label: Label) -> Given:
    """Read "Luminal cells" in a list of stains as what takes those behind the colon."""
    named = [(t.term, t.spans) for t in label.things]
    if not named or label.phrases[-1].marker is not None and not label.phrases[-1].items:  # "Trophic forms": no count of forms
        text = " ".join(label.page.words(label.span).split())
        known = label.page.lexicon.names.get(fold(text))
        named = [(known.term if known else Term(slug_of(fold(text)), fold(text), "Organism", candidate=True), (label.span,))]
    kept = [Kept(Qualifier("bearer", term), spans, label.block.index) for term, spans in named]
    return label.above._replace(kept=(*label.above.kept, *kept)), []


def _method(label: Label) -> Given:
    """Read "CT": how everything below is seen; a name that is not known is a method by its place."""
    thing = label.things[0]
    if not thing.kind:
        thing = thing._replace(kind="ImagingModality", term=replace(thing.term, kind="ImagingModality"))
    setting = _qualified(label, "method", thing.term, thing.spans)
    told = label.above.key == "diagnosis" or label.role == "confirm_by"  # "Biopsy is the gold standard: ..."
    drafts = [_labelled(label, "diagnosedBy", thing, "method-label")] if told and not setting.entry else []
    return setting._replace(key="radiology") if thing.kind == "ImagingModality" and not setting.entry else setting, drafts


def _scan(label: Label) -> Given:
    """Read "MRI brain: ..." as how and where everything behind it is seen."""
    method, site = label.phrases[0].items
    setting = label.above
    for name, item in (("method", method), ("site", site)):
        if item.entry:
            setting = setting._replace(kept=(*setting.kept, Kept(Qualifier(name, item.entry.term), (item.span,), label.block.index)))
    return setting._replace(key="radiology"), []


def _treatment(label: Label) -> Given:
    """Read a treatment with lines of its own: they speak of it; "pain management: a, b" lists what is given for pain."""
    thing, lexicon = label.things[0], label.page.lexicon
    named = next(p for p in label.phrases if p.items)  # "of X": a preposition alone may stand before it
    words = named.items[-1].key.split(" ")
    target = lexicon.names.get(" ".join(words[:-1]))
    if target and words[-1] in lexicon.words["management"]:
        return _qualified(label, "target", target.term, thing.spans)._replace(role="treat", heard=label.block.index), []
    disease = tuple(Kept(Qualifier("disease", s.term), s.spans, s.block) for s in label.above.subjects)
    own = (Subject(thing.term, thing.spans, label.block.index),)
    return label.above._replace(key="treatment_child", subjects=own, kept=disease, role=""), []


def _members(label: Label, said: Sequence[Draft]) -> Given:
    """Read what stands below a statement as its members where the statement named a class, else as further statements."""
    for draft in said:
        if draft.predicate in {"associatedWith", "mediatedBy"} and isinstance(draft.object, Term):
            kept = tuple(k for k in draft.kept if k.qualifier.name in HANDED_DOWN)
            whole = Subject(draft.object, draft.spans, label.block.index)
            members = label.above._replace(role=f"member:{draft.predicate}", driver=(whole,), kept=kept, said=draft)
            return members._replace(heard=label.block.index), []
    return label.above, []


#: What each form of label gives; a statement gives its members.
GIVES: dict[str, Callable[[Label], Given]] = {
    "family": family, "leaf": leaf, "families": families, "variant": variant, "scope": _scope, "level": _level, "stage": _stage,
    "stages": _stages, "count": _count,
    "cue": _cue, "subtype": listed_subtype, "condition": _condition, "circumstance": _condition, "specimen": _specimen, "scheme": _scheme,
    "form": _condition, "organ": _organ, "context": _context,
    "population": _population, "takers": below_label, "bearer": _bearer, "tally": _tally, "spot": _spot, "scan": _scan, "site": _site,
    "method": _method, "treatment": _treatment,
}  # fmt: skip
