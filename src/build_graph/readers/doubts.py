"""What takes back or turns the facts beside it: results and signs behind a name, doubts, and denials that no rule has read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from build_graph.facts import Block, Mention, Span, Term, Unread
from build_graph.language.items import Item
from build_graph.language.phrases import RESULTS, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.lexicon import Marker
from build_graph.readers.asked import Rules
from build_graph.readers.attributed import DOUBT
from build_graph.readers.clause import FINDINGS, STANCES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.left_out import deny_here, drop_conditional, drop_effect, settle_ellipsis
from build_graph.readers.page import Page
from build_graph.readers.sayings import MAJORITY
from build_graph.readers.shares import lead_share, own_share, share_out

#: Where a wording is added.
SCOPES = "ontology/lexicon/scopes.tsv"
#: The label of the result that a stain is not taken.
NEGATIVE = "negative"
POSITIVE = "positive"
#: The rule of a place that is spared.
SPARED = "spared-site"
#: The rule of a quality in a bracket.
IN_BRACKET = "bracket-quality"
#: The signs of a result, and whether one denies.
SIGNS = {"-": True, "\u2212": True, "\u2013": True, "+": False}
#: Beside findings, what is said of some or of most of those who have the disease.
COUNTED = {"associatedWith", "causedBy", "affectsPopulation", "hasNature", "occursAtSite", "hasComplicationOrOutcome"}
#: What a reason is not: a treatment, or a test.
DONE = {"treatedBy", "diagnosedBy"}
#: Sections where what is so called is a cause, a mechanism or a treatment, and no look of a thing.
SECTIONS = {"etiology", "pathophysiology", "treatment"}


def doubt_by_form(clause: Clause) -> None:
    """Hedge what stands before "is un...ed", "is ...less", where the word is unknown: it takes something back."""
    if clause.key not in SECTIONS or not clause.drafts:
        return
    for at, item in enumerate(clause.items):
        if item.kind == "word" and at and clause.items[at - 1].function in {"be", "adverb"} and _takes_back(clause, item):
            left = [d for d in clause.drafts if d.source and d.source.items and d.source.span.end <= item.span.start]
            for draft in left:
                if draft.modality == "asserted" and draft.polarity == "affirmed":
                    draft.hedge("uncertain", item)
            clause.unread[:] = [u for u in clause.unread if not left or u.span != item.span]


def _takes_back(clause: Clause, item: Item) -> bool:
    """Return whether a word is made of "un" and an adjective, or ends in "less"; "undisputed" is none of these."""
    words = clause.page.lexicon.words
    begins = item.key.startswith(tuple(words["negating-beginning"])) and item.key.endswith(tuple(words["adjective-ending"]))
    return (begins or item.key.endswith(tuple(words["negating-ending"]))) and item.key not in words["undoubted"]


def settle_rare(clause: Clause) -> None:
    """Read "A (rarely positive)" as a result that A seldom has, whatever the list says of the others."""
    if not any(d.predicate == "stainResult" for d in clause.drafts):
        return
    for draft in clause.drafts:
        told = draft.predicate == "stainResult" and draft.polarity == "denied" and not any(m.role == "polarity" for m in draft.mentions)
        positive = [k for k in draft.kept if k.qualifier.name == "state" and k.qualifier.value == POSITIVE]
        if told and positive:  # "A is rarely positive" in a list of what is negative
            draft.affirm()
            draft.kept = [k for k in draft.kept if k not in positive]
    results = clause.page.lexicon.words["stain-result"]
    for before, opened, item, result in zip(clause.items, clause.items[1:], clause.items[2:], clause.items[3:], strict=False):
        scope = item.scope() if opened.kind == "open" and item.kind == "scope" and result.key in results else None
        if scope is None or scope.property != "frequency" or scope.rank >= MAJORITY:
            continue
        for draft in [d for d in clause.drafts if d.predicate == "stainResult" and d.spans and d.spans[-1].end == before.span.end]:
            draft.polarity = "denied" if results[result.key] == NEGATIVE else "affirmed"
            draft.kept = [k for k in draft.kept if k.qualifier.name not in {"attribute", "stain"}]
            draft.add("frequency", scope.value, (item.span,), clause.block.index)
            draft.mentions.append(Mention("polarity", (result.span,)))
            clause.read([result.span])
            clause.unread[:] = [u for u in clause.unread if u.span != result.span]


def settle_signs(clause: Clause) -> None:
    """Read "A (-)" as a denial of A, and "A (+)" as A: the sign is no look of a thing."""
    signs = [d for d in clause.drafts if d.spans and d.spans[0].of(clause.page.text) in SIGNS and d.has("attribute")]
    for sign in signs:
        at = sign.spans[0].start
        said = [d for d in clause.drafts if d not in signs and d.spans and d.spans[-1].end <= at]
        if said:
            clause.drafts.remove(sign)
            last = said[-1]
            if SIGNS[sign.spans[0].of(clause.page.text)] and last.polarity == "affirmed":
                last.deny(None)
                last.mentions.append(Mention("polarity", sign.spans))


def turn_spared(clause: Clause) -> None:
    """Read "but not B" behind "spares A": B is a place where it is."""
    first = clause.items[0].scope() if clause.items else None
    if first is None or first.property != "polarity" or not clause.before or clause.before[-1].rule != SPARED:
        return
    for draft in clause.drafts:
        if draft.predicate == "occursAtSite" and draft.polarity == "denied" and draft.rule != SPARED:
            draft.affirm()


def turn_unwanted(clause: Clause) -> None:
    """Read "antibody A is not recommended" as a test that is not made: whether A is found it does not say."""
    wanted = clause.page.lexicon.words["wanted"]
    told = {i.span for i in clause.items if i.kind == "scope" and i.key.split(" ")[-1] in wanted}
    told |= {a.span for a, b in pairwise(clause.items) if a.kind == "scope" and b.key in wanted}
    for draft in clause.drafts if told else ():
        denied = any(span in told for m in draft.mentions if m.role == "polarity" for span in m.spans)
        if draft.predicate == "labFinding" and draft.polarity == "denied" and denied:
            draft.predicate = "diagnosedBy"
            draft.kept = [k for k in draft.kept if k.qualifier.name != "state"]


def keep_amount(clause: Clause) -> None:
    """Keep of how many it is said: "some patients have A", "most are B", "few have C"."""
    words, items = clause.page.lexicon.words, clause.items
    first = items[0] if len(items) > 2 and items[0].key in words["amount"] else None
    people = first is not None and (items[1].key in words["people"] or items[1].key in words["instance"])
    verb = items[2 if people else 1] if first else None
    # "most patients may be", "some may have"; but "most likely A" is a hedge alone
    hedged = verb is not None and verb.kind == "scope" and (people or verb.key in STANCES or items[2].function in {"be", "have"})
    if first is None or verb is None or not hedged and verb.function not in {"be", "have"} and verb.kind not in {"verb", "cue"}:
        return
    said = [d for d in clause.drafts if d.source is not None and d.source.items and d.source.span.start >= verb.span.end]
    for draft in said:
        one = draft.source is not None and said[0].source is not None and draft.source.group == said[0].source.group
        if one and draft.predicate in {*FINDINGS, *COUNTED} and not draft.has("frequency") and not draft.has("population"):
            draft.add("frequency", first.key, (first.span,), clause.block.index)


def drop_reasons(clause: Clause) -> None:
    """Take back what is done because of what is told: "vaccination, since B is common" does not treat with B."""
    done = [d for d in clause.drafts if d.predicate in DONE]
    lead = clause.page.masked[clause.block.content.start : clause.items[0].span.start].casefold().split()[-1:] if done else []
    if not lead or lead[0] not in clause.page.lexicon.words["reason"]:
        return
    for draft in done:
        clause.drafts.remove(draft)
        if draft.source:
            clause.cannot(draft.source, f"the reason of what stands before {lead[0]!r}")


def take_back_doubted(clause: Clause) -> None:
    """Take back what stands as a plain fact beside a word of doubt or denial that no rule has read: "an association not reproduced".

    It is reported instead, so that an unknown wording gives no fact at all rather than a wrong one.
    """
    doubting = clause.page.lexicon.words["doubting"]
    if not clause.drafts:
        return
    named = {d.spans for d in clause.drafts if isinstance(d.object, Term) and d.object.candidate}
    read = {span for d in (*clause.drafts, *clause.before) for m in d.mentions for span in m.spans}
    read |= {span for d in clause.drafts for spans in (d.phrase, *(k.spans for k in d.kept)) if d.spans not in named for span in spans}
    for before, item in pairwise((None, *clause.items)):
        if item is None or item.key not in doubting or any(s.start <= item.span.start and item.span.end <= s.end for s in read):
            continue
        if before is not None and before.kind in {"open", "coordinator"}:
            continue  # "A (not specific)", "in A, not around B": said of what is beside it
        inside = [d for d in clause.drafts if d.spans in named and any(s.start <= item.span.start < s.end for s in d.spans)]
        scope = before.scope() if before is not None else None
        taken = {"asserted", scope.value} if scope is not None and scope.value == "possible" else {"asserted"}  # "may be coincidental"
        plain = [d for d in clause.drafts if d.polarity == "affirmed" and d.modality in taken]
        clause.drafts[:] = [d for d in clause.drafts if d not in plain and d not in inside]
        for source in {d.source: None for d in (*plain, *inside) if d.source}:
            clause.cannot(source, f"what {item.key!r} says of it is not understood", table=SCOPES)


def _pointed_doubt(clause: Clause) -> Scope | None:
    """Return what a clause that begins with "this view" doubts or denies of what the clause before it says; its own claims fall."""
    words, leading = clause.page.lexicon.words, clause.items[:2]
    if len(leading) < 2 or leading[0].key not in words["demonstrative"] or leading[1].key not in words["opinion"]:
        return None
    view, behind = leading[1].span, clause.items[2:]
    own = [d for d in clause.drafts if d.source and d.source.span.end > view.end]
    said = [Scope(m, i) for i in behind if (m := i.scope()) and m.property in CLAUSE_WIDE and m.direction == "backward"]
    denied = {i.span for i in behind if (m := i.scope()) and m.property == "polarity" and m.direction == "forward"}
    said += [Scope(DOUBT, i) for i in behind if i.key in words["doubting"] or i.span in denied]  # "this theory is not accepted"
    if own or not said:
        return None
    clause.drafts.clear()
    clause.read([view, said[0].item.span])
    return said[0]


def take_back_below(page: Page, block: Block, drafts: list[Draft], above: Span) -> list[Unread]:
    """Take back the plain facts below ``above``, which doubts or denies them in words that no rule has read; return what is not read."""
    plain = [d for d in drafts if d.polarity == "affirmed" and d.modality == "asserted"]
    drafts[:] = [d for d in drafts if d not in plain]
    spans = {span: None for d in plain for span in d.spans}
    words = " ".join(page.words(above).split())
    return [Unread(span, block.line, f"what {words!r} says of it is not understood", table=SCOPES) for span in spans]


def is_doubt(page: Page, span: Span) -> bool:
    """Return whether a word of doubt or denial stands in ``span``."""
    return any(item.key in page.lexicon.words["doubting"] for item in page.items(span))


def doubted(page: Page, span: Span, section: str) -> bool:
    """Return whether a word of doubt or denial stands in ``span``, in a section where it is no look of a thing."""
    return section in SECTIONS and is_doubt(page, span)


def another_of(clause: Clause) -> None:
    """Hedge what is said to be another of what was hedged: "A is one theory, B another", "A is one view; B is another"."""
    if "another" not in clause.held or clause.items[-1].key not in clause.page.lexicon.words["another"]:
        return
    one = next((d for d in reversed((*clause.before, *clause.drafts)) if d.modality == "hypothesis"), None)
    for draft in clause.drafts if one else ():
        if one is not None and draft.modality == "asserted" and draft.polarity == "affirmed":
            draft.stand(one)


def settle(clause: Clause) -> None:
    """Read what stands beside a name as its result: "A is negative", "A (rarely positive)", "A (-)", "spares A but not B"."""
    for result in RESULTS_BESIDE.of(clause.held):
        result(clause)


def deny_failed(clause: Clause) -> None:
    """Read "drugs A and B fail" as a denial of these treatments."""
    failing = clause.page.lexicon.words["failing"]
    at = next((n for n, i in enumerate(clause.items) if i.key in failing), 0)
    if not at:
        return
    people = any(p.kind == "Population" and p.span.start > clause.items[at].span.start for p in clause.phrases if p.items)
    for draft in [d for d in clause.drafts if d.predicate in {"treatedBy", "treatmentEffect"} and d.polarity == "affirmed"]:
        if at == len(clause.items) - 1 and draft.predicate == "treatedBy":
            draft.deny(clause.items[at])
        elif people:
            clause.drafts.remove(draft)  # "both fail in children": of others it is not said
            if draft.source:
                clause.cannot(draft.source, "what fails in some people")


def settle_results(clause: Clause) -> None:
    """Read "stain A is negative" as a denial of A, and the word of the result as no stain of its own."""
    if "stainResult" in [d.predicate for d in clause.drafts]:
        _settle_stains(clause)


def _settle_stains(clause: Clause) -> None:
    """Take the words of results for what they say of the stains before them."""
    for draft in clause.drafts:
        told = next((k for k in draft.kept if k.qualifier.name == "state" and k.qualifier.value == NEGATIVE), None)
        if told and draft.predicate == "stainResult" and draft.polarity == "affirmed":  # "marker A is negative"
            draft.kept.remove(told)
            draft.deny(None)
            draft.mentions.append(Mention("polarity", told.spans))
    results = [d for d in clause.drafts if d.predicate == "stainResult" and isinstance(d.object, Term) and d.object.label in RESULTS]
    for result in results:
        at = result.spans[0].start if result.spans else 0
        said = [d for d in clause.drafts if d.predicate == "stainResult" and d not in results and d.spans and d.spans[-1].end <= at]
        if not said or result.polarity == "denied" or result.modality != "asserted":
            continue
        clause.drafts.remove(result)
        group = said[-1].source.group if said[-1].source else None
        alone = result.rule == IN_BRACKET  # "A, B (occasionally positive)"
        for draft in [d for d in said if (d.source is said[-1].source if alone else d.source and d.source.group == group)]:
            draft.kept += [k for k in result.kept if k not in draft.kept]
            if isinstance(result.object, Term) and result.object.label == NEGATIVE and draft.polarity == "affirmed":
                draft.deny(None)
                draft.mentions.append(Mention("polarity", result.spans))


def _is_said_of_last(clause: Clause, first: Marker) -> bool:
    """Return whether a clause is no more than a doubt, or a word of frequency, of what was said last: "... but rare"."""
    doubts = first.property == "modality" and first.direction == "backward"
    return not clause.drafts and (doubts or first.property == "frequency" and len(clause.items) == 1)


def hedge_before(clause: Clause) -> None:
    """Hedge what the line has said last where a clause of its own doubts it: "drug A - role debated", "test B; value is unclear"."""
    pointed = _pointed_doubt(clause) if "opinion" in clause.held else None
    if not clause.before:
        return
    lead, last = clause.lead, clause.before[-1].source
    doubt = lead.scope("modality") if lead else None
    first = clause.items[0].scope() if clause.items else None
    if last is not None and pointed is not None:
        lead, doubt = last, pointed  # "this view has been abandoned"
    elif last is not None and first is not None and _is_said_of_last(clause, first):
        lead, doubt = lead or last, Scope(first, clause.items[0])  # "..., but this is disputed"
    elif lead is None or doubt is None or last is None or lead.introduced or lead.items[-1].key not in clause.page.lexicon.words["bare"]:
        return
    for draft in clause.before:
        apart = clause.page.text[draft.source.span.end : last.span.start] if draft.source else ";"
        if ";" not in apart:
            draft.stance([doubt], clause.block.index)


def look_denied(clause: Clause) -> None:
    """Read "nodes are not enlarged" as a look that is denied of a place, and not as a place of the disease."""
    looks = [d for d in clause.drafts if d.polarity == "denied" and d.has("attribute")]
    if not looks:
        return
    lead = clause.group(clause.lead) if clause.lead else ()
    places = [d for d in clause.drafts if d.predicate == "occursAtSite" and d.polarity == "affirmed" and d.source in lead]
    if not places or len(looks) + len(places) < len(clause.drafts):
        return
    clause.drafts[:] = looks
    for look in looks:
        for place in () if look.has("bearer") else places:
            look.add("site", place.object, place.spans, clause.block.index)


#: What stands beside a name as its result, and what it takes of a clause.
RESULTS_BESIDE = Rules[Callable[[Clause], None]](
    (lead_share, ({"number"},)),
    (share_out, ({"number"},)),
    (own_share, ({"number"},)),
    (settle_results, ()),
    (settle_rare, ({"stain-result"},)),
    (settle_signs, ({"stain-result"},)),
    (turn_spared, ({"scope"},)),
    (settle_ellipsis, ({"scope"},)),
    (drop_conditional, ({"scope"},)),
    (drop_effect, ({"scope"},)),
    (deny_here, ({"scope"},)),
    (turn_unwanted, ({"wanted"},)),
    (drop_reasons, ()),
    (keep_amount, ({"amount"},)),
    (deny_failed, ({"failing"},)),
)
