"""Prose sections: bullets to facts. Labels set the subject, the role and the qualifiers of what stands below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Block, Qualifier, Span, Term, WordStatus
from build_graph.language.coordination import coordinate
from build_graph.language.phrases import Phrase, build_phrases, spread_scopes
from build_graph.language.words import Item, itemise
from build_graph.readers import empty
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Kept, Setting, Subject, facts_of
from build_graph.readers.figures import read_figures
from build_graph.readers.labels import Label, split_label, under
from build_graph.readers.names import slug_of
from build_graph.readers.page import Found, Page
from build_graph.readers.roles import ROLES, populations, quantified
from build_graph.readers.things import thing_of


#: Sections that are lists: what each item is.
LIST_SECTIONS = {"stain_use": "stain_use", "stain_normal": "takes_stain", "stain_disease": "takes_stain", "stain_absent": "lacks_stain", "risk": "risk", "stains_positive": "stain_positive", "stains_negative": "stain_negative"}
#: Words for people that say nothing more of them.
PEOPLE = {"patient", "people", "individual", "person", "case"}


def read(page: Page, blocks: Sequence[Block], setting: Setting | None = None) -> Iterator[Found]:
    """Yield the facts of one section of prose.

    Args:
        page: the page.
        blocks: the heading and everything below it.
        setting: what holds for the section; by default the page's topic under the section's own key.
    """
    heading = blocks[0]
    settings: dict[int, Setting] = {heading.index: setting or section_setting(page, heading)}
    for block in blocks[1:]:
        if block.kind not in {"bullet", "text", "subhead"}:
            continue
        above = settings.get(block.parent if block.parent is not None else heading.index, settings[heading.index])
        found, settings[block.index] = read_block(page, block, above)
        yield from found


def section_setting(page: Page, heading: Block) -> Setting:
    """Return the setting of a section: its key, and the page's topic as the subject."""
    section = page.lexicon.sections.get(page.outline.names.get(heading.index, "").casefold())
    key = section.key if section else "none"
    method = page.lexicon.section_methods.get(key)
    kept = (Kept(Qualifier("method", method.term), (heading.content,), heading.index),) if method else ()
    return Setting(key, (topic_subject(page),), role=LIST_SECTIONS.get(key, ""), kept=kept)


def topic_subject(page: Page) -> Subject:
    """Return the page's topic as the subject of what names no other, said in the title."""
    title = next((b for b in page.outline.blocks if b.kind == "title"), None)
    return Subject(page.topic, (title.content,) if title else (), title.index if title else -1)


def read_block(page: Page, block: Block, above: Setting) -> tuple[list[Found], Setting]:
    """Return what one line says, and the setting of the lines below it."""
    label = split_label(page, block, above)
    if label is None:
        drafts, unread = read_span(page, block, block.content, above)
        return [*facts_of(page, block, drafts), *unread], replace(above, role=above.role)
    return read_label(page, block, label, above)


def read_label(page: Page, block: Block, label: Label, above: Setting) -> tuple[list[Found], Setting]:
    """Read a label, then what stands behind its colon under the setting that the label makes."""
    drafts: list[Draft] = []
    unread: list[Found] = []
    if label.form == "leaf":
        unread += empty.read_bullet(page, block)
    if label.statement:
        drafts, unread = read_span(page, block, label.span, above)
    setting, own = under(page, block, label, above, drafts)
    drafts += own
    if label.rest:
        more, missed = read_span(page, block, label.rest, setting)
        drafts += more
        unread += missed
    return [*facts_of(page, block, drafts), *unread], setting


def read_span(page: Page, block: Block, span: Span, setting: Setting, before: Sequence[Draft] = ()) -> tuple[list[Draft], list[Found]]:
    """Return the drafts of every clause in ``span``, and the status of words that stand in none."""
    drafts: list[Draft] = []
    unread: list[Found] = []
    subjects = setting.subjects
    carried: list[Kept] = []
    key = setting.key
    for items in clauses(items_of(page, span)):
        clause = read_clause(page, block, items, replace(setting, key=key, subjects=subjects), [*before, *drafts], carried)
        subjects, key = clause.subjects, clause.key
        carried = [k for k in clause.kept if k.qualifier.name == "method"]
        drafts += clause.drafts
        unread += [*clause.unread, *clause.marks, *(_marks(clause) if clause.drafts else ())]
    return drafts, unread


def _marks(clause: Clause) -> Iterator[WordStatus]:
    """Yield the status of the words that tied a clause together: cues, verbs, prepositions, generic people."""
    for item in clause.items:
        if item.kind in {"cue", "verb", "scope"} or item.key in clause.page.lexicon.comparatives:
            yield WordStatus(item.span, "cue")
        elif item.kind in {"function", "preposition", "coordinator"}:
            yield WordStatus(item.span, "function")
    lead = next((p for p in clause.phrases if p.items), None)
    if lead and lead.kind == "Population" and id(lead) in clause.used:
        yield from (WordStatus(item.span, "function") for item in lead.items)


def items_of(page: Page, span: Span) -> list[Item]:
    """Return the items of a stretch of the page, its own names included."""
    return itemise(page.masked, span, page.lexicon, page.names.aliases)


def clauses(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the clauses of a line: it breaks at ``;``, a full stop, a word of contrast, and before "and it"."""
    current: list[Item] = []
    depth = 0
    for position, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        contrast = item.kind == "function" and item.marker.value == "contrast"
        after = items[position + 1] if position + 1 < len(items) else None
        pronoun = item.kind == "coordinator" and item.key != "," and after is not None and after.key in {"it", "they"}
        conditions = [i for i in current if i.kind == "function" and i.marker.value == "condition"]
        rest = [i for i in items[position + 1 :] if i.kind == "function" and i.marker.value == "condition"]
        if depth <= 0 and item.key == "," and conditions and rest and current[0] is not conditions[0]:
            yield current
            current = []
            continue
        if depth <= 0 and (item.kind == "break" or contrast or pronoun) and current:
            yield current
            current = []
        elif not contrast:
            current.append(item)
    if current:
        yield current


def read_clause(
    page: Page, block: Block, items: list[Item], setting: Setting, before: Sequence[Draft], carried: Sequence[Kept] = ()
) -> Clause:
    """Return one clause, read; ``carried`` is the method that the clause before it named."""
    items, condition = _condition(items)
    phrases = build_phrases(items, page.lexicon)
    phrases = coordinate(phrases, page.lexicon)
    spread_scopes(items, phrases)
    clause = Clause(page, block, setting, items, phrases, subjects=setting.subjects, key=_key(items, setting), before=before)
    own = any(i.kind == "term" and i.entry and i.entry.term.kind in {"ImagingModality", "Procedure", "Stain"} for i in items)
    clause.kept += () if own else carried
    if condition:
        text = " ".join(page.words(Span(condition[0].span.start, condition[-1].span.end)).split())
        clause.kept.append(clause.qualifier("condition", text.casefold(), (Span(condition[0].span.start, condition[-1].span.end),)))
    _method(clause)
    _that_clause(clause)
    _of_type(clause)
    _subject(clause)
    _circumstances(clause)
    read_figures(clause)
    for phrase in phrases:
        if id(phrase) not in clause.used:
            ROLES.get(phrase.role.partition(":")[0] if phrase.role not in ROLES else phrase.role, ROLES[""])(clause, phrase)
    return clause


def _key(items: Iterable[Item], setting: Setting) -> str:
    """Return the section key, or that of the method that the clause names: "histologically"."""
    if setting.entry:
        return setting.key
    named = (i.marker.value.split(":")[1] for i in items if i.kind == "function" and i.marker.value.startswith("section:"))
    return next(named, setting.key)


def _method(clause: Clause) -> None:
    """Take "histologically" for the method of the clause, and "hypotheses include" for a hedge over all of it."""
    for item in clause.items:
        words = item.marker.value.split(":") if item.kind == "function" else []
        entry = clause.page.lexicon.entries.get(words[2]) if len(words) > 2 else None
        if entry:
            clause.kept.append(clause.qualifier("method", entry.term, (item.span,)))
        if item.kind == "cue" and item.marker.value == "hypothesis":
            clause.hedge = item
    if clause.setting.role == "hypothesis":
        clause.hedge = clause.setting.cue


def _without(clause: Clause) -> None:
    """Take "without X, ..." at the start of a clause for the condition of what follows."""
    first = clause.items[0] if clause.items else None
    scope = first.scope() if first else None
    if first is None or scope is None or scope.property != "polarity" or first.key not in {"without", "in the absence of"}:
        return
    comma = next((i for i in clause.items if i.key == ","), None)
    lead = next((p for p in clause.phrases if p.items), None)
    if comma is None or lead is None or lead.span.end > comma.span.start:
        return
    text = " ".join(clause.page.words(Span(first.span.start, lead.span.end)).split()).casefold()
    clause.kept.append(clause.qualifier("condition", text, (Span(first.span.start, lead.span.end),)))
    clause.used.add(id(lead))
    for phrase in clause.phrases:
        phrase.scopes = [s for s in phrase.scopes if s.item is not first]


def _before_need(clause: Clause) -> None:
    """What stands before "is needed" is an outcome of the disease."""
    at = next((n for n, p in enumerate(clause.phrases) if p.role == "need" and p.marker), 0)
    for phrase in clause.phrases[:at] if clause.key not in {"treatment", "prognosis", "diagnosis"} else ():
        if phrase.role == "":
            phrase.role = "outcome"


def _circumstances(clause: Clause) -> None:
    """Take what a clause begins with, before its comma, for a circumstance of all that follows: "in children, ...", "on CT, ..."."""
    _before_need(clause)
    _without(clause)
    phrases = [p for p in clause.phrases if p.items or p.marker]
    lead = next((p for p in phrases if p.items), None)
    if lead is None or lead.role not in {"in", "for", "with", "place"} or not lead.marker or lead.marker.kind != "preposition":
        return
    first = clause.phrases.index(lead)
    after = [p for p in clause.phrases[first + 1 :] if p.group != lead.group and p.parent is not lead and p.items]
    comma = any(i.key == "," and i.span.start >= lead.span.end for i in clause.items)
    if not after or not (comma or clause.setting.entry):
        return
    if lead.kind in {"Procedure", "ImagingModality", "Stain"}:
        thing = thing_of(lead, clause.page.text, clause.page.lexicon, clause.page.names)
        number = lead.number.number if lead.number else None
        if number and number.quantity.unit in {"a", "mo", "wk", "d"} and lead.number:
            clause.kept.append(clause.qualifier("horizon", f"{number.quantity.minimum} {number.quantity.unit}", (lead.number.span,)))
            clause.used.add(id(lead))
        elif thing:
            name = "method" if lead.kind == "ImagingModality" or thing.aspect == "micro" or clause.setting.entry else "procedure"
            clause.kept.append(clause.qualifier(name, thing.term, thing.spans))
            if lead.kind == "ImagingModality" and not clause.setting.entry:
                clause.key = "radiology"
            clause.used.add(id(lead))
    elif lead.kind == "Disease" and lead.role == "with" and not clause.setting.entry:
        if thing := clause.thing(lead, whole=True):
            clause.kept.append(clause.qualifier("context", thing.term, thing.spans))
            clause.draft("associatedWith", thing, lead, "context").kept.clear()
            clause.used.add(id(lead))
    elif lead.kind == "Population" and clause.key != "epidemiology":
        if all(i.key in PEOPLE for i in lead.items) and not any(p.parent is lead for p in clause.phrases) and not quantified(clause, lead):
            clause.used.add(id(lead))
            return
        for thing in populations(clause, lead):
            clause.kept.append(clause.qualifier("population", thing.term, thing.spans))
        clause.used.add(id(lead))
        if clause.key in {"sites", "clinical"}:
            for thing in populations(clause, lead):
                clause.draft("affectsPopulation", thing, lead, "population").kept.clear()


def _condition(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """Return the clause without its condition, and the words of the condition: "if symptomatic and feasible, ..."."""
    at = next((n for n, i in enumerate(items) if i.kind == "function" and i.marker.value == "condition"), None)
    if at is None:
        return items, []
    stop = next((n for n in range(at + 1, len(items)) if items[n].key == "," and at == 0), len(items))
    words = items[at if items[at].key == "unless" else at + 1 : stop]
    return (items[:at] + items[stop + 1 :], words) if words else (items, [])


def _that_clause(clause: Clause) -> None:
    """Read "that deposits are X can be confirmed by Y": X is what is confirmed."""
    at = next((n for n, p in enumerate(clause.phrases) if p.role in {"confirm", "suggested"} and p.marker), None)
    if at is None or not clause.items or clause.items[0].key != "that":
        return
    for phrase in clause.phrases[:at]:
        clause.used.add(id(phrase))
        if phrase.kind == "Substance" and (thing := clause.thing(phrase)):
            clause.kept.append(clause.qualifier("target", thing.term, thing.spans))


def _of_type(clause: Clause) -> None:
    """Take "in the nodular type" for the subject of the clause, wherever it stands."""
    for phrase in clause.phrases:
        term = clause.page.names.label(" ".join(i.key for i in phrase.words)) if phrase.items and phrase.role in {"in", "place"} else None
        if term and term != clause.page.topic and not clause.setting.entry:
            clause.subjects = (Subject(term, tuple(i.span for i in phrase.items), clause.block.index),)
            clause.used.add(id(phrase))


def _subject(clause: Clause) -> None:
    """Take a leading member of the page's family for the subject of the clause, with those coordinated with it."""
    phrases = clause.phrases
    lead = next((p for p in phrases if p.items), None)
    if clause.setting.fixed or lead is None or lead.role or lead.marker or any(p.parent is lead and p.role == "complement" for p in phrases) or len(phrases) < 2 and not any(i.kind == "scope" for i in clause.items):
        return
    named = [p for p in phrases if p.group == lead.group and p.items]
    terms = [_speaks_of(clause, p) for p in named]
    if all(terms) and len(named) < len([p for p in phrases if p.items or p.marker]):
        clause.subjects = tuple(
            Subject(term, tuple(i.span for i in p.items), clause.block.index) for term, p in zip(terms, named, strict=True) if term
        )
        for phrase in named:
            clause.used.add(id(phrase))
            clause.floating += [s for s in phrase.scopes if s.marker.property in {"frequency", "predominance"}]
        if clause.setting.role:
            clause.setting = replace(clause.setting, role="")
    elif lead.kind == "Population" and len(phrases) > 1 + sum(p.parent is lead for p in phrases) and all(i.key in PEOPLE for i in lead.items):
        clause.used.add(id(lead))


def _speaks_of(clause: Clause, phrase: Phrase) -> Term | None:
    """Return the member of the family that a phrase names, or below an entry of a differential the entry.

    "Pleural tumors" on the page of a tumor are the disease at that place.
    """
    words = phrase.words
    placed = len(words) == 2 and (words[0].key in clause.page.lexicon.site_adjectives or words[0].entry and words[0].entry.term.kind in {"AnatomicalSite"})
    whole = len(words) == 1 and words[0].entry is not None and words[0].key.split(" ")[0] in clause.page.lexicon.site_adjectives
    last = words[-1].key.split(" ")[-1] if words else ""
    if not clause.setting.entry and (placed or whole) and last in {"tumor", "lesion", "disease"} and clause.page.topic.kind == "Disease" and len(clause.phrases) > 1:
        first = words[0].key.split(" ")[0]
        label = f"{first} {clause.page.topic.label}"
        if last != "disease" and not any(first in t.label for t in clause.page.names.family.values()):
            return Term(slug_of(label), label, "Disease", candidate=True, head=clause.page.topic)
    if clause.setting.entry or clause.key == "treatment_child":
        thing = clause.thing(phrase)
        own = clause.setting.subjects[0].term
        return own if thing and thing.term == own else None
    return clause.page.names.label(" ".join(i.key for i in phrase.words))


__all__ = ["Kept", "Phrase", "Qualifier", "read", "read_block", "read_span", "section_setting", "thing_of", "topic_subject"]
