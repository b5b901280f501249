"""Prose sections: bullets to facts. Labels set the subject, the role and the qualifiers of what stands below them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from build_graph.facts import Block, Span, Unread, WordStatus, made_of
from build_graph.language.building import phrases_of
from build_graph.language.clauses import clauses, is_one, split_condition
from build_graph.language.exceptions import excepted, excepts, reserved
from build_graph.language.gapped import ungapped
from build_graph.language.items import Item
from build_graph.language.joints import CONDITIONS
from build_graph.language.outlooks import outlooks
from build_graph.language.parallels import told_apart
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import spread_scopes
from build_graph.readers import empty, faults
from build_graph.readers.all_but import OTHER, all_but
from build_graph.readers.asked import Rules, words_of
from build_graph.readers.bearers import stain_verbs, take_bearers
from build_graph.readers.brackets import abbreviated, pass_stances
from build_graph.readers.carried import take_over
from build_graph.readers.circumstances import read_circumstances, read_frame
from build_graph.readers.clause import ASPECT_SECTIONS, METHODS, PLACES, Clause
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
from build_graph.readers.measuring import read_measured
from build_graph.readers.page import Found, Page
from build_graph.readers.performance import read_performance
from build_graph.readers.prognosis import read_comparison
from build_graph.readers.referents import Heard, referred
from build_graph.readers.relatives import elsewhere, not_here
from build_graph.readers.rewriting import rewritten
from build_graph.readers.roles import role_of
from build_graph.readers.roles.effects import drop_harmful, read_success
from build_graph.readers.roles.foretold import bears_on
from build_graph.readers.roles.fragments import drop_fragments
from build_graph.readers.roles.insufficient import read_insufficient
from build_graph.readers.roles.seen import read_left_brackets
from build_graph.readers.settings import section_setting, under
from build_graph.readers.staining import read_staining, read_use
from build_graph.readers.stances import befall, deny_where, drop_partial, pass_stance, take_alternatives, take_hedge
from build_graph.readers.subjects import drop_forms, read_subject
from build_graph.readers.survival import read_survival
from build_graph.readers.takers import is_item, read_takers

#: Kinds of block that state something.
STATED = {"bullet", "text", "subhead"}
#: Kinds of item that say something, or tie, and the status of their words.
SAYS = {**dict.fromkeys(("cue", "verb", "scope"), "cue"), **dict.fromkeys(("function", "preposition", "coordinator"), "function")}
#: What a clause holds that has a condition.
CONDITIONAL = {*CONDITIONS, "inverted"}
#: Kinds of item that another disease is compared by.
LIKENING = {"cue", "preposition"}
#: Sections that say what is done: an exception there is of whom, or when.
TREATED = {"treatment", "treatment_child", "prognosis", "diagnosis"}
#: The role of what looks alike: "Not to be confused with".
CONFUSED = "confused"
#: Sections that tell what becomes of who has the disease.
OUTCOMES = {"prognosis", "treatment", "clinical", "essential"}
#: What holds for all of a clause and takes its words, so that no phrase says them again; and what a clause must hold for it.
AHEAD = Rules[Callable[[Clause], None]](
    (read_subject, ()),
    (read_circumstances, ()),
    (read_performance, ({"performance"},)),
    (read_figures, ()),
    (read_survival, ({"number"},)),
    (read_comparison, ()),
    (bears_on, ({"bearing"},)),
    (read_insufficient, ({"requirement"},)),
)
#: What completes facts, or takes them back, by what stands beside them.
BEHIND = Rules[Callable[[Clause], None]](
    (read_left_brackets, ({"open"},)),
    (read_success, ({"success"},)),
    (drop_harmful, ()),
    (read_measured, ()),
    (take_bearers, ()),
    (drop_forms, ()),
)


def read(page: Page, blocks: Sequence[Block]) -> list[Found]:
    """Return the facts of one section of prose: the heading and everything below it."""
    heading = blocks[0]
    settings = {heading.index: section_setting(page, heading)}
    heard = Heard()
    read: list[Found] = []
    lost: dict[int | None, str] = {}  #: what the program ran into at a line: those below it are not understood without it
    for block in blocks[1:]:
        if block.kind not in STATED:
            continue
        above = settings.get(heading.index if block.parent is None else block.parent, settings[heading.index])
        fault = lost.get(block.parent)
        if fault is None:
            try:
                found, settings[block.index] = read_block(page, block, above, heard)
            except faults.CAUGHT as met:
                fault, heard = faults.said(met), Heard()
        if fault is not None:
            lost[block.index] = fault
            found = [*faults.reports([block], fault)]
        read += found
    return read


def read_block(page: Page, block: Block, above: Setting, heard: Heard | None = None) -> tuple[list[Found], Setting]:
    """Return what one line says, and the setting of the lines below it; ``heard`` is what the lines before have named."""
    found: list[Found] = []
    heard = heard or Heard()
    if block.content.start == block.content.end:
        return found, above  # a bullet without words says nothing, and is no label
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
        drafts, _ = read_span(page, block, label.span, label.above._replace(role="association"))
    setting, own = under(label, drafts)
    drafts += own
    if label.form == "family" and (inner := label.bracket_of_form) is not None:
        genes = all(i.hint == "Gene" or i.entry is not None and i.entry.term.kind == "Gene" for i in page.items(inner) if i.nominal)
        more, missed = read_span(page, block, inner, setting._replace(key="molecular") if genes else setting)
        drafts, unread = [*drafts, *more], [*unread, *missed]
    if label.form == "statement" and setting.key in ASPECT_SECTIONS and drafts and all(d.predicate == "histologicFinding" for d in drafts):
        setting = setting._replace(key="microscopic")  # "Nuclei are the key: grooves, clearing"
    apart = label.role == CONFUSED and setting.key != "differential"
    if label.form == "statement" and not drafts and (label.stances or apart or is_doubt(page, label.span)):
        setting = setting._replace(doubted=label.span)
    if label.rest:
        stated = drafts if label.form in {"statement", "treatment"} else ()
        more, missed = read_span(page, block, label.rest, setting, stated, heard)
        if stated and not more and doubted(page, label.rest, label.above.key):
            drafts, missed = [], [*missed, Unread(label.span, block.line, "what stands behind its colon doubts it in words not understood")]
        if _is_verdict(page, label):
            _bode(page, block, label, drafts)
            more, missed = [], [] if drafts else [Unread(label.rest, block.line, "of what it is said is not understood")]
        drafts += more
        unread += missed
    return [*facts_of(page, block, drafts), *unread], setting


def _is_verdict(page: Page, label: Label) -> bool:
    """Return whether how something bodes is all that stands behind a label under Prognosis that is a statement: "X: adverse"."""
    items = page.items(label.rest) if label.rest and label.form == "statement" and label.above.key == "prognosis" else []
    words = page.lexicon.words
    told = bool(items) and items[0].key in words["verdict"]
    return told and (len(items) == 1 or len(items) == 2 and items[1].key.split(" ")[-1] in words["foretold"])


def _bode(page: Page, block: Block, label: Label, stated: Sequence[Draft]) -> None:
    """Say how what a label names bodes; that it comes of the disease is not said."""
    item = page.items(label.rest)[0] if label.rest else None
    for draft in stated:
        if item is not None and draft.predicate == "hasComplicationOrOutcome":
            draft.predicate = "prognosisStatement"
            draft.add("role", item.key, (item.span,), block.index)


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
    for part in all_but(page, span, setting) if setting.role in OTHER else ():
        if part.reason:
            unread.append(Unread(part.span, block.line, part.reason))
            continue
        more, missed = read_span(page, block, part.span, part.setting)
        drafts, unread = [*drafts, *more], [*unread, *missed, *(WordStatus(word, "cue") for word in part.said if more)]
    if drafts or unread:
        return drafts, unread
    for whole in _statements(page, page.items(span), setting):
        items, own = referred(page, whole, setting, heard, block.index)
        clause = read_clause(page, block, items, own, [*before, *drafts], carried)
        for draft in clause.drafts if setting.stance else ():
            draft.stance(setting.stance, block.index)
        if own is setting:
            heard.hear(clause)
        if clause.key != setting.key or clause.subjects is not setting.subjects:
            setting = setting._replace(key=clause.key, subjects=clause.subjects)
        carried = [k for k in clause.kept if k.qualifier.name == "method"]
        drafts += clause.drafts
        unread += [*clause.unread, *clause.marks, *(_marks(clause) if clause.drafts else ())]
    return drafts, [*unread, *take_back_below(page, block, drafts, setting.doubted)] if setting.doubted else unread


def _statements(page: Page, items: Sequence[Item], setting: Setting) -> Iterable[list[Item]]:
    """Return the statements of a stretch, each as a clause; what it does not hold need not be looked for."""
    lexicon, forms = page.lexicon, page.names.forms
    keys = [item.key for item in items]
    if setting.key in TREATED and excepts(keys, lexicon):
        items = reserved(items, lexicon)
    parts: Iterable[list[Item]] = [[*items]] if is_one(items) else ungapped(clauses(items, lexicon.endings["participle"]), lexicon)
    if setting.key in OUTCOMES and not setting.entry:
        parts = outlooks(parts, lexicon.words["lesion-age"])
    if not lexicon.words["exception"].keys().isdisjoint(keys):
        parts = excepted(parts, lexicon)
    graded = lexicon.words["graded"]
    apart = not graded.keys().isdisjoint(keys) or bool(forms) and not forms.keys().isdisjoint(keys)
    return told_apart(parts, forms, graded) if apart else parts


def _marks(clause: Clause) -> list[WordStatus]:
    """Return the status of the words that tied a clause together: cues, verbs, prepositions, generic people."""
    comparatives = clause.page.lexicon.comparatives
    said = [
        (item.span, "cue" if item.key in comparatives else SAYS[item.kind])
        for item in clause.items
        if item.kind in SAYS or item.key in comparatives
    ]
    lead = clause.lead
    if lead and lead in clause.used and lead.kind == "Population":
        said += [(span, "function") for span in lead.spans]
    return made_of(WordStatus, said)


def read_clause(
    page: Page, block: Block, items: list[Item], setting: Setting, before: Sequence[Draft], carried: Sequence[Kept] = ()
) -> Clause:
    """Return one clause, read; ``carried`` is the method that the clause before it named."""
    words, whole, condition = words_of(items, page.lexicon), items, list[Item]()
    if setting.entry:
        items = not_here(items, page.lexicon.words["here"]) if "here" in words.held else items
    elif words.held & LIKENING:
        items = elsewhere(items)
    items = stain_verbs(page, items) if setting.role.startswith("stain_") else items
    if not words.held.isdisjoint(CONDITIONAL):
        items, condition = split_condition(items, page.lexicon.words["inverted"])
    words = words if items is whole else words_of(items, page.lexicon)
    plain, items = items, rewritten(page, items, words, setting)
    phrases = phrases_of(items, page.lexicon)
    if "scope" in words.held or items is not plain:
        spread_scopes(items, phrases, page.lexicon)
    if "open" in words.held:
        _hand_back(phrases)
    if "number" in words.held:
        _hand_on(phrases)
    clause = Clause(page, block, setting, items, phrases, setting.subjects, setting.key, before, words if items is plain else None)
    if carried and not any(i.kind == "term" and i.entry and i.entry.term.kind in METHODS for i in items):
        clause.kept += carried
    read_frame(clause, condition)
    if not (read_takers(clause) or page.about_stain and read_staining(clause) or clause.key == "stain_use" and read_use(clause)):
        _read_phrases(clause)
    if "doubting" in clause.held:
        take_back_doubted(clause)
    drop_fragments(clause)
    return clause


def _read_phrases(clause: Clause) -> None:
    """Read what a clause is about, what holds for all of it, each phrase by its role, and what only all facts together tell.

    The order is part of the reading: each step takes its words from those behind it, or works on the facts that those before it left.
    """
    for read in AHEAD.of(clause.held):
        read(clause)
    for phrase in clause.phrases:
        if phrase not in clause.used:
            role_of(phrase)(clause, phrase)
    for complete in BEHIND.of(clause.held):
        complete(clause)
    _spread_stances(clause)
    settle(clause)
    for phrase in clause.phrases if "open" in clause.held else ():
        abbreviated(clause, phrase)


def _spread_stances(clause: Clause) -> None:
    """Let hedges and denials reach the facts of a clause: those of the verb before those of a place, a bracket or the clause before.

    Last comes what makes two facts of one, with all that it has by now.
    """
    scoped, bracketed = "scope" in clause.held, "open" in clause.held
    if scoped:
        take_hedge(clause)
    if "word" in clause.held:
        doubt_by_form(clause)
    another_of(clause)
    pass_stance(clause)
    if denied := _denies(clause):
        drop_partial(clause)
        deny_where(clause)
        look_denied(clause)
    hedge_before(clause)
    take_over(clause)
    if bracketed:
        pass_stances(clause)
    if denied or bracketed and _denies(clause):
        befall(clause)
    if scoped:
        take_alternatives(clause)


def _denies(clause: Clause) -> bool:
    """Return whether a fact of the clause is denied."""
    return "denied" in [draft.polarity for draft in clause.drafts]


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
