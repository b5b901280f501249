"""Label or statement? A line with lines below it, or with a colon, is classified by the first row that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from build_graph.facts import Block, Qualifier, Span, Term
from build_graph.language.coordination import coordinate
from build_graph.language.phrases import Phrase, build_phrases
from build_graph.language.words import itemise
from build_graph.lexicon import Marker, fold
from build_graph.readers.draft import Draft, Kept, Setting, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page
from build_graph.readers.things import Thing, thing_of

#: Roles that a label without anything on its right gives to the items below it.
LIST_ROLES = {"adverse", "risk", "association", "cause", "outcome", "treat", "effect", "hypothesis", "finding", "place", "synonym", "mediate", "example"}


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a line: how it is classified and what it names."""

    span: Span  #: the label, colon left out
    rest: Span | None  #: what stands behind the colon
    form: str  #: family, cue, count, context, population, method, treatment, statement
    things: tuple[Thing, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    subject: Term | None = None
    statement: bool = False  #: it is also read as a statement
    scope: Marker | None = None  #: the one word of scope that the label is: "First line"


def split_label(page: Page, block: Block, above: Setting) -> Label | None:
    """Return the label of ``block``, or None where the whole line is a statement without lines below it."""
    span, rest = at_colon(page, block.content)
    children = page.outline.children(block)
    if rest is None and not children:
        member = page.names.label(page.masked[span.start : span.end])
        return Label(span, None, "leaf", subject=member) if member and above.key != "terminology" and not above.role else None
    if rest is not None and not children and (rest.start >= rest.end or _said_with_colon(page, rest, above)):
        return None
    return _classified(page, span, rest, above)


def _said_with_colon(page: Page, rest: Span, above: Setting) -> bool:
    """Return whether the colon is a verb: "Drug A: first line", "Antibody B: positive"; then the line is one statement."""
    items = itemise(page.masked, rest, page.lexicon)
    content = [i for i in items if i.nominal or i.kind == "number"]
    bare = all(i.kind == "quality" and i.entry is not None and i.entry.aspect == "state" for i in content)
    lined = bool(items) and (scope := items[0].scope()) is not None and scope.property == "line"
    return lined or bool(items) and bare and not (content and above.key in {"treatment"})


def at_colon(page: Page, content: Span) -> tuple[Span, Span | None]:
    """Return the stretch before the first colon outside brackets, and the one behind it; a citation at the end is left out."""
    depth = 0
    text = page.masked
    while content.end > content.start and text[content.end - 1] == " ":
        content = Span(content.start, content.end - 1)
    for at in range(content.start, content.end):
        depth += (text[at] in "([") - (text[at] in ")]")
        spaced = text[at + 1 : at + 2] in {" ", ""} or at + 1 >= content.end
        if text[at] == ":" and depth <= 0 and spaced and at > content.start:
            begin = at + 1
            while begin < content.end and text[begin] == " ":
                begin += 1
            rest = Span(begin, content.end)
            return Span(content.start, at), rest if text[rest.start : rest.end].strip() else None
    return content, None


def _classified(page: Page, span: Span, rest: Span | None, above: Setting) -> Label:
    text = page.masked[span.start : span.end]
    if member := page.names.label(text):
        return Label(span, rest, "family", subject=member)
    phrases = coordinate(build_phrases(itemise(page.masked, span, page.lexicon, page.names.aliases), page.lexicon), page.lexicon)
    members = [page.names.label(" ".join(i.key for i in p.words)) for p in phrases if p.items]
    things = tuple(t for p in phrases if p.items and (t := thing_of(p, page.text, page.lexicon, page.names)))
    last = phrases[-1] if phrases else None
    if not phrases and (scopes := [m for i in itemise(page.masked, span, page.lexicon) if (m := i.scope())]) and len(scopes) == 1:
        return Label(span, rest, "scope", scope=scopes[0])
    if _is_stage(page, text):
        return Label(span, rest, "stage", things, tuple(phrases))
    if (words := fold(text).split(" "))[-1] in {"variant", "subtype", "form"} and 1 < len(words) <= 4 and not (words[0].isdigit() or words[0] in page.lexicon.numerals) and page.topic.kind == "Disease":
        return Label(span, rest, "variant", things, tuple(phrases))
    if last and last.role.startswith("count"):
        return Label(span, rest, "count", things, tuple(phrases))
    if last and not last.items and last.role in LIST_ROLES:
        return Label(span, rest, "cue", things, tuple(phrases), statement=last.role == "effect" and False)
    if len(members) > 1 and all(members):
        return Label(span, rest, "families", things, tuple(phrases))
    if len(things) > 1 and all(t.kind == "Disease" for t in things) and not any(p.role in LIST_ROLES for p in phrases):
        return Label(span, rest, "context", things, tuple(phrases))
    if len(things) == 1 and (form := _by_kind(things[0], above)):
        return Label(span, rest, form, things, tuple(phrases), statement=form == "treatment")
    return Label(span, rest, "statement", things, tuple(phrases), statement=True)


def _is_stage(page: Page, text: str) -> bool:
    """Return whether a label names a time or stage: "Acute phase", "Early lesions"."""
    words = fold(text).split(" ")
    places = [page.lexicon.stages.get(word, "") for word in words]
    if len(words) == 1:
        return places[0] == "first"
    return len(words) <= 4 and (places[-1] == "last" or places[0] == "first" and places[-1] in {"thing", "last"})


def _by_kind(thing: Thing, above: Setting) -> str:
    if above.key == "treatment" and thing.kind in {"Substance", "Procedure"} or above.key == "prognosis" and thing.kind == "Substance":
        return "treatment"
    if thing.kind == "Population":
        return "population"
    if thing.kind in {"AnatomicalSite", "Tissue"} and above.key in {"clinical", "gross", "microscopic", "radiology", "essential", "differential"}:
        return "site"
    if thing.kind in {"ImagingModality", "Procedure", "Stain"} and above.key not in {"treatment", "prognosis", "sites"}:
        return "method"
    return ""


def under(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Return the setting that a label makes, and the facts that the label itself states beyond its reading as a statement."""
    forms = {"family": _family, "leaf": _leaf, "families": _families, "cue": _cue, "count": _count, "context": _context, "population": _population,
             "method": _method, "treatment": _treatment, "statement": _statement, "scope": _scope, "variant": _variant, "stage": _stage, "site": _site}
    return forms[label.form](page, block, label, above, said)


def _subtype(page: Page, block: Block, term: Term, span: Span, above: Setting) -> list[Draft]:
    """Return "term is a subtype of the subject above", where it is another one."""
    made = []
    for outer in above.subjects:
        if outer.term != term and page.names.member(outer.term) and term != page.topic:
            own = Subject(term, (span,), block.index)
            made.append(Draft((own,), "subtypeOf", outer.term, outer.spans, "label-below", phrase=outer.spans, context=(outer.block,)))
    return made


def _family(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    assert label.subject is not None
    drafts = _subtype(page, block, label.subject, label.span, above)
    return replace(above, subjects=(Subject(label.subject, (label.span,), block.index),), role="", heard=-1), drafts


def _leaf(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read a member of the family alone on its line: its list is empty in this copy."""
    assert label.subject is not None
    inner = [s for s in above.subjects if s.term != page.topic]
    return above, _subtype(page, block, label.subject, label.span, above) if inner else []


def _families(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    subjects = []
    for phrase in label.phrases:
        term = page.names.label(" ".join(i.key for i in phrase.words))
        if term:
            subjects.append(Subject(term, tuple(i.span for i in phrase.items), block.index))
    return replace(above, subjects=tuple(subjects), role=""), []


def _cue(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read "Risk factors" or "X leads to": the role of every item below; what stands before the cue drives them."""
    last = label.phrases[-1]
    setting = replace(above, role=last.role, heard=block.index, cue=last.marker)
    drafts: list[Draft] = []
    if last.role == "effect":
        kept = list(above.kept)
        for thing in label.things:
            if page.names.member(thing.term):
                continue
            kept.append(Kept(Qualifier("trigger", thing.term), thing.spans, block.index))
            drafts.append(Draft(above.subjects, "causedBy", thing.term, thing.spans, "trigger-label", phrase=thing.phrase, kept=list(above.kept)))
        setting = replace(setting, kept=tuple(kept))
    elif label.things and (member := next((t for t in label.things if page.names.member(t.term)), None)):
        setting = replace(setting, subjects=(Subject(member.term, member.spans, block.index),))
    return setting, drafts


def _count(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read "5 subtypes": how many, and the relation of the items below to the subject."""
    relation = label.phrases[-1].role.partition(":")[2]
    marker = label.phrases[-1].marker
    drafts = []
    for phrase in label.phrases:
        if phrase.number and phrase.number.number and marker:
            draft = Draft(above.subjects, "hasCount", phrase.number.number.bare, (phrase.number.span,), "count", phrase=(phrase.number.span, marker.span))
            words = [i for i in phrase.items if i is not marker]
            category = " ".join([*(i.key for i in words), marker.key])
            draft.add("of", category, (*(i.span for i in words), marker.span), block.index)
            draft.measure(replace(phrase.number.number.quantity, statistic="count"), phrase.number.span)
            drafts.append(draft)
    return replace(above, role=relation, heard=block.index), drafts


def _context(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read a list of other diseases: each is associated, and what stands below is claimed within them."""
    from build_graph.readers.statement import read_span  # noqa: PLC0415

    drafts, _ = read_span(page, block, label.span, replace(above, role="association"))
    if not page.outline.children(block):
        return above, drafts
    kept = [k for k in above.kept]
    for thing in label.things:
        kept.append(Kept(Qualifier("context", thing.term), thing.spans, block.index))
    return replace(above, kept=tuple(kept)), drafts


def _population(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    thing = label.things[0]
    return replace(above, kept=(*above.kept, Kept(Qualifier("population", thing.term), thing.spans, block.index))), []


def _variant(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read "Pigmented variant" as a subtype of the page's disease and the subject of what follows."""
    name = " ".join(page.words(label.span).split()[:-1]).casefold()
    title = f"{name} {page.topic.label}"
    entry = page.lexicon.names.get(fold(title))
    term = entry.term if entry else Term(slug_of(title), title, page.topic.kind, candidate=True, head=page.topic)
    own = Subject(term, (label.span,), block.index)
    drafts = [Draft((own,), "subtypeOf", outer.term, outer.spans, "variant-label", phrase=outer.spans, context=(outer.block,)) for outer in above.subjects]
    return replace(above, subjects=(own,), role=""), drafts


def _scope(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read "First line" or "Rarely": a qualifier of everything below."""
    assert label.scope is not None
    kept = Kept(Qualifier(label.scope.property, label.scope.value), (label.span,), block.index)
    return replace(above, kept=(*above.kept, kept)), []


def _stage(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read "Acute phase": a condition of everything below; the subject stays."""
    text = " ".join(page.words(label.span).split()).casefold()
    return replace(above, kept=(*above.kept, Kept(Qualifier("condition", text), (label.span,), block.index))), []


def _site(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    thing = label.things[0]
    site = Draft(above.subjects, "occursAtSite", thing.term, thing.spans, "site-label", phrase=thing.phrase, kept=list(above.kept))
    return replace(above, kept=(*above.kept, Kept(Qualifier("site", thing.term), thing.spans, block.index))), [site]


def _method(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    thing = label.things[0]
    key = "radiology" if thing.kind == "ImagingModality" and not above.entry else above.key
    return replace(above, key=key, kept=(*above.kept, Kept(Qualifier("method", thing.term), thing.spans, block.index))), []


def _treatment(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read a treatment with lines of its own: they speak of it; "pain management: a, b" lists what is given for pain."""
    thing = label.things[0]
    words = label.phrases[0].items[-1].key.split(" ")
    target = page.lexicon.names.get(" ".join(words[:-1]))
    if target and words[-1] in {"management", "control", "relief"}:
        kept = Kept(Qualifier("target", target.term), thing.spans, block.index)
        return replace(above, role="treat", kept=(*above.kept, kept), heard=block.index), []
    disease = tuple(Kept(Qualifier("disease", s.term), s.spans, s.block) for s in above.subjects)
    return replace(above, key="treatment_child", subjects=(Subject(thing.term, thing.spans, block.index),), kept=disease, role=""), []


def _statement(page: Page, block: Block, label: Label, above: Setting, said: Sequence[Draft]) -> tuple[Setting, list[Draft]]:
    """Read what stands below a statement as its members where the statement named a class, else as further statements."""
    classes = [d for d in said if d.predicate in {"associatedWith", "mediatedBy"} and isinstance(d.object, Term)]
    if classes:
        first = classes[0]
        kept = [k for k in first.kept if k.qualifier.name in {"frequency", "effect", "trigger", "context"}]
        whole = Subject(first.object, first.spans, block.index) if isinstance(first.object, Term) else None
        return replace(above, role=f"member:{first.predicate}", driver=(whole,) if whole else (), kept=tuple(kept), heard=block.index), []
    return above, []
