"""Prose sections: bullets to facts. Labels set the subject, the role and the qualifiers of what stands below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from build_graph.facts import Block, Span, Term, Unread, WordStatus
from build_graph.language.building import phrases_of
from build_graph.language.clauses import clauses, split_condition
from build_graph.language.exceptions import excepted
from build_graph.language.outlooks import outlooks
from build_graph.language.parallels import told_apart
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE, COPULAS, spread_scopes
from build_graph.language.softened import softened
from build_graph.language.verbs import RELATIVES
from build_graph.language.words import Item
from build_graph.readers import empty
from build_graph.readers.all_but import all_but
from build_graph.readers.attributed import attributed, evidenced, unneeded
from build_graph.readers.bearers import stain_verbs, take_bearers
from build_graph.readers.brackets import abbreviated, pass_stances
from build_graph.readers.carried import take_over
from build_graph.readers.circumstances import read_circumstances, read_frame
from build_graph.readers.clause import ASPECT_SECTIONS, METHODS, PLACES, STANCES, Clause
from build_graph.readers.doubts import (
    another_of,
    doubt_by_form,
    doubted,
    hedge_before,
    is_doubt,
    look_denied,
    settle,
    take_back_below,
    take_back_doubted,
)
from build_graph.readers.draft import Draft, Kept, Setting, facts_of
from build_graph.readers.figures import read_figures
from build_graph.readers.labels import Label, label_of, parts_of
from build_graph.readers.page import Found, Page
from build_graph.readers.performance import read_performance
from build_graph.readers.prognosis import read_prognosis
from build_graph.readers.referents import Heard, referred
from build_graph.readers.relatives import named_people, named_ratios, not_here
from build_graph.readers.roles import role_of
from build_graph.readers.roles.diagnosis import read_insufficient
from build_graph.readers.roles.effects import drop_harmful, read_success
from build_graph.readers.roles.foretold import bears_on
from build_graph.readers.roles.seen import read_left_brackets
from build_graph.readers.settings import section_setting, under
from build_graph.readers.staining import read_staining, read_use
from build_graph.readers.subjects import drop_forms, read_subject
from build_graph.readers.takers import is_item, read_takers

#: Kinds of block that state something.
STATED = {"bullet", "text", "subhead"}
#: Predicates of what acts, or is acted upon, in a step: each claim of a clause rests on its verb.
STEPS = {"mediatedBy", "causedBy", "hasMechanism"}
#: The role of what looks alike: "Not to be confused with".
CONFUSED = "confused"
#: Predicates of what is said to be there by its own name, whatever it is denied to do.
LEVELS = {"labFinding", "hasComplicationOrOutcome"}
#: Sections that tell what becomes of who has the disease.
OUTCOMES = {"prognosis", "treatment", "clinical", "essential"}


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the facts of one section of prose: the heading and everything below it."""
    heading = blocks[0]
    settings = {heading.index: section_setting(page, heading)}
    heard = Heard()
    for block in blocks[1:]:
        if block.kind in STATED:
            above = settings.get(heading.index if block.parent is None else block.parent, settings[heading.index])
            found, settings[block.index] = read_block(page, block, above, heard)
            yield from found


def read_block(page: Page, block: Block, above: Setting, heard: Heard | None = None) -> tuple[list[Found], Setting]:
    """Return what one line says, and the setting of the lines below it; ``heard`` is what the lines before have named."""
    found: list[Found] = []
    heard = heard or Heard()
    for part in parts_of(page, block.content):
        label = label_of(page, block, above, part)
        if label is None:
            drafts, unread = read_span(page, block, part, above, (), heard)
            found += [*facts_of(page, block, drafts), *unread]
            setting = above
        else:
            more, setting = _read_label(page, block, label, heard)
            found += more
    return found, setting


def _read_label(page: Page, block: Block, label: Label, heard: Heard) -> tuple[list[Found], Setting]:
    """Read a label, then what stands behind its colon under the setting that the label makes."""
    drafts: list[Draft] = []
    unread: list[Found] = []
    if label.form == "leaf":
        unread += empty.read_bullet(page, block)
    elif label.form in {"statement", "treatment"} or label.form == "takers" and is_item(label):
        drafts, unread = read_span(page, block, label.span, label.above, (), heard)
    elif label.form == "context":
        drafts, _ = read_span(page, block, label.span, replace(label.above, role="association"))
    setting, own = under(label, drafts)
    drafts += own
    if label.form == "family" and (inner := label.bracket_of_form) is not None:
        genes = all(i.hint == "Gene" or i.entry is not None and i.entry.term.kind == "Gene" for i in page.items(inner) if i.nominal)
        more, missed = read_span(page, block, inner, replace(setting, key="molecular") if genes else setting)
        drafts, unread = [*drafts, *more], [*unread, *missed]
    if label.form == "statement" and setting.key in ASPECT_SECTIONS and drafts and all(d.predicate == "histologicFinding" for d in drafts):
        setting = replace(setting, key="microscopic")  # "Nuclei are the key: grooves, clearing"
    apart = label.role == CONFUSED and setting.key != "differential"
    if label.form == "statement" and not drafts and (label.stances or apart or is_doubt(page, label.span)):
        setting = replace(setting, doubted=label.span)
    if label.rest:
        stated = drafts if label.form in {"statement", "treatment"} else ()
        more, missed = read_span(page, block, label.rest, setting, stated, heard)
        if stated and not more and doubted(page, label.rest, setting.key):
            drafts, missed = [], [*missed, Unread(label.span, block.line, "what stands behind its colon doubts it in words not understood")]
        drafts += more
        unread += missed
    return [*facts_of(page, block, drafts), *unread], setting


def read_span(
    page: Page, block: Block, span: Span, setting: Setting, before: Sequence[Draft] = (), heard: Heard | None = None
) -> tuple[list[Draft], list[Found]]:
    """Return the drafts of every clause in ``span``, and the status of words that stand in none.

    Subject, key and method hold on from clause to clause.
    """
    drafts: list[Draft] = []
    unread: list[Found] = []
    carried: list[Kept] = []
    heard = heard or Heard()
    for part in all_but(page, span, setting):
        if part.reason:
            unread.append(Unread(part.span, block.line, part.reason))
            continue
        more, missed = read_span(page, block, part.span, part.setting)
        drafts, unread = [*drafts, *more], [*unread, *missed, *(WordStatus(word, "cue") for word in part.said if more)]
    if drafts or unread:
        return drafts, unread
    parts = clauses(page.items(span))
    if setting.key in OUTCOMES and not setting.entry:
        parts = outlooks(parts, page.lexicon.words["lesion-age"])
    for whole in told_apart(excepted(parts, page.lexicon), page.names.forms, page.lexicon.words["graded"]):
        items, own = referred(page, whole, setting, heard, block.index)
        clause = read_clause(page, block, items, own, [*before, *drafts], carried)
        for draft in clause.drafts if setting.stance else ():
            draft.stance(setting.stance, block.index)
        if own is setting:
            heard.hear(clause)
        if clause.key != setting.key or clause.subjects is not setting.subjects:
            setting = replace(setting, key=clause.key, subjects=clause.subjects)
        carried = [k for k in clause.kept if k.qualifier.name == "method"]
        drafts += clause.drafts
        unread += [*clause.unread, *clause.marks, *(_marks(clause) if clause.drafts else ())]
    return drafts, [*unread, *take_back_below(page, block, drafts, setting)]


def _marks(clause: Clause) -> Iterator[WordStatus]:
    """Yield the status of the words that tied a clause together: cues, verbs, prepositions, generic people."""
    for item in clause.items:
        if item.kind in {"cue", "verb", "scope"} or item.key in clause.page.lexicon.comparatives:
            yield WordStatus(item.span, "cue")
        elif item.kind in {"function", "preposition", "coordinator"}:
            yield WordStatus(item.span, "function")
    lead = clause.lead
    if lead and lead.kind == "Population" and lead in clause.used:
        yield from (WordStatus(span, "function") for span in lead.spans)


def read_clause(
    page: Page, block: Block, items: list[Item], setting: Setting, before: Sequence[Draft], carried: Sequence[Kept] = ()
) -> Clause:
    """Return one clause, read; ``carried`` is the method that the clause before it named."""
    items = not_here(items, page.lexicon.words["here"]) if setting.entry else items
    items, condition = split_condition(stain_verbs(page, items, setting), page.lexicon.words["inverted"])
    items = evidenced(page, attributed(page, named_ratios(page, named_people(page, unneeded(page, softened(items))))))
    phrases = phrases_of(items, page.lexicon)
    spread_scopes(items, phrases, page.lexicon)
    _hand_back(phrases)
    _hand_on(phrases)
    clause = Clause(page, block, setting, items, phrases, setting.subjects, setting.key, before)
    own = any(i.kind == "term" and i.entry and i.entry.term.kind in METHODS for i in items)
    clause.kept += () if own else carried
    read_frame(clause, condition)
    if not (read_takers(clause) or read_staining(clause) or read_use(clause)):
        _read_phrases(clause)
    take_back_doubted(clause)
    return clause


def _read_phrases(clause: Clause) -> None:
    """Read what a clause is about, what holds for all of it, then each phrase by its role."""
    read_subject(clause)
    read_circumstances(clause)
    read_performance(clause)
    read_figures(clause)
    read_prognosis(clause)
    bears_on(clause)
    read_insufficient(clause)
    for phrase in clause.phrases:
        if phrase not in clause.used:
            role_of(phrase)(clause, phrase)
    read_left_brackets(clause)
    read_success(clause)
    drop_harmful(clause)
    take_bearers(clause)
    drop_forms(clause)
    _take_hedge(clause)
    doubt_by_form(clause)
    another_of(clause)
    _pass_stance(clause)
    _drop_partial(clause)
    _deny_where(clause)
    look_denied(clause)
    hedge_before(clause)
    take_over(clause)
    pass_stances(clause)
    _befall(clause)
    _take_alternatives(clause)
    settle(clause)
    for phrase in clause.phrases:
        abbreviated(clause, phrase)


def _hand_on(phrases: list[Phrase]) -> None:
    """Give a share right before a verb to what the verb says: "10% recur, 5% metastasize", from the last to the first."""
    for before, phrase in reversed(list(pairwise(phrases))):
        marker, number = phrase.marker, before.number
        if marker is None or marker.kind != "verb" or marker.marker.value != "nominal" or number is None or before.items:
            continue
        if number.is_share and marker.span.start - number.span.end <= 1:
            phrase.number, before.number = number, None
            if before.marker is None:
                phrases.remove(before)


def _hand_back(phrases: Sequence[Phrase]) -> None:
    """Give the places in a bracket behind a share to the place before it: "Liver, 80% (right lobe)"."""
    named = None
    for phrase in phrases:
        if phrase.items:
            named = phrase
        elif named is not None and named.kind in PLACES and not named.brackets:
            placed = [b for b in phrase.brackets if any(p.kind in PLACES for p in b) and not any(p.number for p in b)]
            named.brackets += placed
            phrase.brackets = [b for b in phrase.brackets if b not in placed]


def _take_hedge(clause: Clause) -> None:
    """Hedge what stands before "may be" where nothing that it governs makes a claim: a hedge is never lost with words that are not read.

    So is what stands before "is not a feature" denied; what stands before another "is not" that is not read is no fact.
    """
    for item in (i for i in clause.items if i.kind == "scope" and _takes_all(clause, i)):
        behind = [p for p in clause.phrases if p.items and p.span.start >= item.span.end]
        taken = any(s.item is item for d in clause.drafts if d.source for s in d.source.scopes)
        said = any(d.source in behind for d in clause.drafts) or any(item.span in m.spans for d in clause.drafts for m in d.mentions)
        aside = any(i.key in RELATIVES for i in clause.items if i.span.end <= item.span.start)  # "A, which B does not show"
        if taken or said or not behind and (aside or item.key in STANCES or item.marker.property == "modality"):
            continue
        named = behind[0].items[-1].key if behind else ""
        if item.marker.property == "modality" or clause.page.lexicon.words["bare"].get(named) == "denied":
            for draft in clause.drafts:
                draft.stance([Scope(item.marker, item)], clause.block.index)
        else:
            left = [d for d in clause.drafts if d.source and d.source.items and d.source.span.start < item.span.start]
            clause.drafts[:] = [d for d in clause.drafts if d not in left]
            for source in {d.source for d in left if d.source}:
                clause.cannot(source, f"what {item.key!r} denies of it is not understood")


def _is_doubt(item: Item) -> bool:
    """Return whether a hedge of what follows contains its verb: "is arguably the driver"."""
    return item.marker.property == "modality" and item.marker.direction == "forward" and item.key.split(" ")[0] in COPULAS


def _takes_all(clause: Clause, item: Item) -> bool:
    """Return whether words hedge or deny what stands before them where nothing behind is read: "may be", "may have", "is doubtful"."""
    held = item.marker.property == "modality" and any(a is item and b.function == "have" for a, b in pairwise(clause.items))
    return item.key in STANCES or held or _is_of_verb(clause, item) or _is_doubt(item)


def _is_of_verb(clause: Clause, item: Item) -> bool:
    """Return whether a denial right behind a name is that of its verb, and no claim has taken it: "A was not reduced by 20%"."""
    denies = item.marker.property == "polarity" and item.marker.direction == "forward"
    taken = any(item.span in m.spans for d in (*clause.drafts, *clause.before) for m in d.mentions)
    if not denies or taken or item.key in clause.page.lexicon.words["exception"]:
        return False
    before = [i for i in clause.items if i.span.end <= item.span.start and i.kind != "scope" and i.function not in {"be", "have"}]
    return bool(before) and (before[-1].nominal or before[-1].kind in {"close", "number"})


def _pass_stance(clause: Clause) -> None:
    """Hedge or deny what acts together with its verb: "X does not cause Y" denies of X what it denies of Y."""
    for draft in list(clause.drafts):
        acts = draft.predicate in {*STEPS, *LEVELS}
        scope = _of_verb_behind(clause, draft.source) if draft.source and acts else None
        if scope and any(scope.item.span in m.spans for d in clause.drafts if d is not draft for m in d.mentions):
            if draft.predicate in STEPS:
                draft.stance([scope], clause.block.index)
            elif scope.marker.property == "polarity" and not _is_outcome(clause, draft):
                # "a raised level does not cause X": that it is raised is not said
                _take_back(clause, draft, "what does not act is not said to be there")
    for draft in clause.drafts:
        draft.kept = [k for k in draft.kept if k.qualifier.name != "effect" or not _is_surer(clause, draft, k.qualifier.value)]


def _is_outcome(clause: Clause, draft: Draft) -> bool:
    """Return whether a claim names an outcome as such, whatever it goes with: "recurrence is not associated with age"."""
    said = draft.object.label if isinstance(draft.object, Term) else draft.object
    return said.split(" ")[-1] in clause.page.lexicon.words["foretold"]


def _drop_partial(clause: Clause) -> None:
    """Take back a treatment that is denied for a share of the patients: "ineffective in 3 of 10" says nothing of it as a whole."""
    shared = any(p.number and p.number.is_share for p in clause.phrases)
    for draft in [d for d in clause.drafts if d.predicate == "treatedBy" and d.polarity == "denied"]:
        if shared or draft.quantity is not None and draft.quantity.statistic == "proportion":
            _take_back(clause, draft, "a treatment that fails in a share of patients is not denied")


def _deny_where(clause: Clause) -> None:
    """Deny of a place what is denied to lie there: "dermis without inflammation" denies inflammation of the dermis."""
    for draft in clause.drafts:
        borne = [k.qualifier.value for k in draft.kept if k.qualifier.name == "bearer"]
        said = [d for d in clause.drafts if d.source and d is not draft and d.object in borne]
        if draft.predicate == "occursAtSite" and draft.polarity == "affirmed" and said and all(d.polarity == "denied" for d in said):
            draft.stance([s for d in said[:1] if d.source for s in d.source.scopes if s.marker.property == "polarity"], clause.block.index)


def _befall(clause: Clause) -> None:
    """Read "X has not been seen in adults" as X denied of them: that adults are affected is not said."""
    denied = [d for d in clause.drafts if d.polarity == "denied"]
    people = [d for d in clause.drafts if d.predicate == "affectsPopulation" and d.polarity == "affirmed" and d.source is not None]
    within = [d for d in people if d.source and d.source.introduced is not None and d.source.introduced.key == "in"]
    if denied and within and len(denied) + len(people) == len(clause.drafts) and clause.key != "epidemiology":
        clause.drafts[:] = [d for d in clause.drafts if d not in within]
        for draft in denied:
            for told in within:
                draft.add("population", told.object, told.spans, clause.block.index)


def _take_back(clause: Clause, draft: Draft, reason: str) -> None:
    """Take a fact back; report its words where no other fact has them."""
    clause.drafts.remove(draft)
    if draft.source and not any(d.source is draft.source for d in clause.drafts):
        clause.cannot(draft.source, reason)


def _is_surer(clause: Clause, draft: Draft, effect: Term | str) -> bool:
    """Return whether an effect that the clause denies or hedges stands in a fact that it does not: it is no part of that fact."""
    said = [d for d in clause.drafts if d.predicate == "hasMechanism" and d.object == effect]
    stances = {(d.polarity, d.modality) for d in said}
    return draft.polarity == "affirmed" and bool(said) and all(p == "denied" or m != "asserted" == draft.modality for p, m in stances)


def _of_verb_behind(clause: Clause, source: Phrase) -> Scope | None:
    """Return what hedges or denies the verb right behind a phrase and those that it is coordinated with."""
    named = [p for p in clause.group(source) if p.items]
    end = max([p.span.end for p in (*named, *(b for each in named for b in clause.behind.get(each, ()) if b.items))], default=0)
    after = _behind_bracket([i for i in clause.items if i.span.start >= end])
    after = after[1:] if after and after[0].key in RELATIVES and source is clause.phrases[0] else after  # "X that may cause Y"
    leading = list(takewhile(lambda i: i.kind == "scope" or i.function in {"be", "have"}, after))
    verb = after[len(leading)] if len(after) > len(leading) else None
    said = next((i for i in leading if i.kind == "scope" and i.marker.property in CLAUSE_WIDE), None)
    return Scope(said.marker, said) if said and verb is not None and verb.kind in {"verb", "cue"} else None


def _behind_bracket(items: list[Item]) -> list[Item]:
    """Return the items behind the bracket that they begin with, or that they begin within."""
    closed = next((n for n, item in enumerate(items) if item.kind == "close"), -1)
    return items[closed + 1 :] if items and items[0].kind in {"open", "close"} else items


def _take_alternatives(clause: Clause) -> None:
    """Read "eosinophils are few or absent" as two claims, each with the words that say that it is one of two: they are there, or not."""
    for draft in list(clause.drafts):
        one = draft.source.scope("alternative") if draft.source else None
        if one is None or draft.polarity == "denied":
            continue
        draft.kept = [k for k in draft.kept if k.qualifier.name != "frequency"]
        draft.add("frequency", one.marker.value, (one.item.span,), clause.block.index)
        if draft.has("attribute") or draft.predicate == "subtypeOf":
            continue
        other = replace(draft, kept=list(draft.kept), mentions=list(draft.mentions))
        other.deny(one.item)
        clause.drafts.append(other)
