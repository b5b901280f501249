"""Names that are none: what is left of words that were not read is reported, and makes no claim.

All of it is told by form and place, of names that the tables do not know: "densest", "PCR more sensitive", "is eating gluten".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.lexicon import Lexicon, fold
from build_graph.readers.asked import Needs, Rules
from build_graph.readers.clause import FINDINGS, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.roles.beside import CLAUSAL, UNREAD_VERB, beside, opens_clause

#: Links of a coordination in which a word may have left its end to the next one: "ortho and parakeratosis".
SHARING = {"and", "or"}
#: Marks that compare, equate or rename; a name goes across none of them.
APART = {"=", "<", ">", "≠", "≥", "≤", "→"}
#: What stands before a noun, and behind no noun.
ARTICLES = {"a", "an", "the"}
#: Predicates of what is measured, or tells a disease.
MEASURED = {"labFinding", "diagnosedBy", "diagnosticFinding"}
#: Forms of "be": what a word in -ing or -ed behind them says is a verb.
BE = {"be", "is", "are", "was", "were"}


def drop_fragments(clause: Clause) -> None:
    """Take back each fact whose object is no name, or is said of what stands beside the disease; report its words."""
    for draft in tuple(clause.drafts):
        named = draft.object if isinstance(draft.object, Term) else None
        if named is not None and named.candidate and (reason := _fault(clause, draft)):
            _take_back(clause, draft, named, reason)
        elif draft.source is not None and draft.source.role in CLAUSAL and opens_clause(clause, draft.source):
            _take_back(clause, draft, named, UNREAD_VERB)
        else:
            for test, said in beside(draft):
                if test(clause, draft):
                    _drop(clause, draft, said)
                    break


def _take_back(clause: Clause, draft: Draft, named: Term | None, reason: str) -> None:
    """Drop a fact with all that names its object: looks of it, steps that lead to it."""
    _drop(clause, draft, reason)
    for other in tuple(clause.drafts if named else ()):
        told = [k for k in other.kept if k.spans != draft.spans or k.qualifier.name == "attribute"]
        if len(told) == len(other.kept):
            continue
        if other.has("attribute") and all(k.qualifier.name != "bearer" for k in told):
            clause.drafts.remove(other)
        other.kept = told


def _drop(clause: Clause, draft: Draft, reason: str) -> None:
    if draft in clause.drafts:
        clause.drafts.remove(draft)
        if draft.source is not None and not any(draft.source.span in k.spans for d in clause.drafts for k in d.kept):
            clause.cannot(draft.source, reason, "a name")


def _fault(clause: Clause, draft: Draft) -> str:
    """Return why the words of a candidate are no name; "" where nothing speaks against them."""
    spans = draft.spans
    items = [item for item in clause.items if item.span in spans]
    if not items:
        return ""
    unread = _unread(items[-1])
    if len(items) == 1 and not unread:
        return ""
    rules = LONE if len(items) == 1 else CUT if unread else FAULTS
    return next((reason for test, reason in rules.of(clause.held) if test(clause, draft, items)), "")


def _unread(item: Item) -> bool:
    return item.kind == "word" and item.entry is None and not item.hint


def _degree(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a lone word compares, or says how strongly: "densest", "stronger", "hundredfold", "weakly"."""
    word, lexicon = items[0].key, clause.page.lexicon
    if word in lexicon.words["intensity"] or draft.predicate == "labFinding" and word.endswith(lexicon.endings["multiple"]):
        return True
    return any(_compared(word, ending, lexicon) for ending in (*lexicon.endings["comparative"], *lexicon.endings["superlative"]))


def _compared(word: str, ending: str, lexicon: Lexicon) -> bool:
    """Return whether ``word`` is a known quality with an ending that compares it: "dens(e)" and "est"."""
    if not word.endswith(ending):
        return False
    stem = word.removesuffix(ending)
    entries = [entry for form in (stem, stem + ending[0]) if (entry := lexicon.names.get(form))]
    return any(e.term.kind == "Quality" for e in entries) or bool({stem, stem + ending[0]} & lexicon.words["intensity"].keys())


def _graded(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name goes on with what compares it: "PCR more sensitive"; "more spongiosis" is a name."""
    degree = clause.page.lexicon.words["degree"]
    return any(item.key in degree for item in items[1:])


def _ongoing(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether "be" makes a verb of the first word: "the patient is still eating gluten", "should be measured alongside"."""
    endings, first = clause.page.lexicon.endings, items[0]
    if not _unread(first):
        return False
    before = next((i for i in reversed(clause.items) if i.span.end <= first.span.start and i.function != "adverb"), None)
    if before is None:
        return False
    if first.key.endswith(endings["gerund"]):
        return before.key in BE and clause.lead is not None and clause.lead.kind == "Population"
    return first.key.endswith(endings["past"]) and before.key.endswith(" be") and all(map(_unread, items))


def _headless(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a chain of modifiers has left its noun to the next: "mixed lytic and sclerotic lesion"."""
    if not isinstance(draft.object, Term) or draft.object.kind != "Quality":
        return False
    participles = clause.page.lexicon.endings["participle"]
    if not all(item.key.endswith(participles) for item in items[:-1]):
        return False  # "T2 hyperintense and lobulated mass" is bright in T2
    after = clause.next_item(items[-1].span.end)
    behind = clause.after(draft.source)[:1] if draft.source is not None else []
    return after is not None and after.key in SHARING and bool(behind) and behind[0].head is not None


def _prefix(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name ends in a combining form that has left its end to the next word: "alternating ortho and parakeratosis"."""
    after = clause.next_item(items[-1].span.end) if items[-1].key in clause.page.lexicon.words["prefix"] else None
    return after is not None and after.key in SHARING


def _counted_inside(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a bare number parts the words of a name: "strands 1 - 2 cells thick", "CT > 10 HU"."""
    source = draft.source
    if source is None or source.number is None or source.number.quantity.unit != "1" or len(source.items) < 2:
        return False
    return source.items[0].span.end <= source.number.span.start and source.number.span.end <= source.items[-1].span.start


def _parted(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name goes across what parts two: "X = Y", "A > B", "uptake, of little use"."""
    start, end = items[0].span.end, items[-1].span.start
    if not clause.page.text[start:end].strip():
        return False
    inside = [i for i in clause.items if start <= i.span.start < end]
    apart = any(i.kind == "mark" and i.key in APART for i in inside)
    return apart or any(a.key == "," and b.key == "of" for a, b in pairwise(inside))


def _ranked(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name begins in the middle of what ranks it: "most | prevalent glomerulonephritis"."""
    ranks = clause.page.lexicon.words["superlative"]
    if items[0].key not in ranks:
        return False
    before = next((i for i in reversed(clause.items) if i.span.end <= items[0].span.start), None)
    return before is not None and before.key in ranks


def _numbered(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name only counts: "first test", "second sign"."""
    words = clause.page.lexicon.words
    if items[0].key not in words["ordinal"] or draft.source is None or draft.predicate not in {*FINDINGS, "diagnosedBy"}:
        return False
    bare = items[-1].key in clause.page.lexicon.generic and all(i.key in words["ordinal"] for i in items[:-1])
    return bare and not clause.complements(draft.source)


def _goes_on(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name of unknown words ends before a cue that stands for a noun: "exclusion of alternative | causes"."""
    after = None if items[-1].inflected else clause.next_item(items[-1].span.end)
    if after is None or after.kind != "cue" or not after.inflected or " " in after.key:
        return False
    behind = clause.next_item(after.span.end)
    return behind is None or behind.kind in {"coordinator", "close"}


def _list_in_name(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether the last word is an item of the list, and completes no name: "necrosis of A, thrombosed vessels"."""
    if draft.predicate not in FINDINGS or not clause.behind:
        return False
    last = next((p for p in clause.phrases if items[-1].span in p.spans), None)
    return last is not None and last.role == "complement" and last.link == "," and all(p.link in {"", ","} for p in clause.group(last))


def _verb_last(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name ends in an unknown word right before an article, as no noun does: "liver bear | the brunt"."""
    after = None if items[-1].inflected else clause.next_item(items[-1].span.end)
    return after is not None and after.key in ARTICLES


def _ends_as_adjective(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether all words are unknown, and the last is an adjective, where something is measured: "labor intensive"."""
    ending = items[-1].key.endswith(clause.page.lexicon.endings["adjective"])
    return ending and draft.predicate in MEASURED and all(map(_unread, items))


def _acts_with(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether "with" stands between a verb and what it would act upon: "increases with age" is no increase of age."""
    source = draft.source
    before = clause.ahead_of(source)[-1:] if source is not None and draft.rule == "verb-act" else []
    return bool(before) and before[0].key == "with"


def _measured_by(clause: Clause, draft: Draft, items: Sequence[Item]) -> bool:
    """Return whether a name says only how many times as much: "3 times the upper limit of normal"."""
    source = draft.source
    if source is None or draft.predicate != "labFinding":
        return False
    before = [i for i in clause.ahead_of(source) if i.function != "article"][-1:]
    if not before or before[0].number is None:
        return False
    return fold(before[0].span.of(clause.page.text).split()[-1]) in clause.page.lexicon.words["times"]


Fault = tuple[Callable[[Clause, Draft, Sequence[Item]], bool], str]
#: What makes one word no name, and what to say of it.
LONE = Rules[Fault](((_degree, "a degree alone names nothing"), ()))
#: What makes several words no name; the last ones where the last word is not known.
_FAULTS: tuple[tuple[Fault, Needs], ...] = (
    ((_graded, "a comparison is no part of a name"), ({"degree"},)),
    ((_ongoing, "the verb behind a form of 'be' is not understood"), ()),
    ((_headless, "modifiers whose noun is not read"), ()),
    ((_prefix, "the first half of a word whose end stands behind it"), ({"prefix"},)),
    ((_counted_inside, "a number inside a name is not understood"), ({"number"},)),
    ((_parted, "a name goes across no such mark"), ({"mark", "coordinator"},)),
    ((_numbered, "a number and a bare class name nothing"), ({"ordinal"},)),
    ((_ranked, "what ranks it is no part of a name"), ({"superlative"},)),
    ((_list_in_name, "an item of a list is no part of a name"), ()),
    ((_acts_with, "what goes with it is not what it acts upon"), ()),
    ((_measured_by, "a measure is no finding"), ({"number"},)),
)
FAULTS = Rules[Fault](*_FAULTS)
CUT = Rules[Fault](
    *_FAULTS,
    ((_goes_on, "a name whose end is not read"), ({"cue"},)),
    ((_verb_last, "the verb at its end is not understood"), ({"article"},)),
    ((_ends_as_adjective, "a name that ends in an adjective"), ()),
)
