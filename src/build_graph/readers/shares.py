"""Several shares in a row behind several names: "A and B in 80% and 5%" gives each name its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import FINDINGS, Clause
from build_graph.readers.draft import Draft

#: Kinds of item that may stand between two numbers of a row.
JOINTS = {"coordinator"}
#: Predicate of how old they are.
AGES = "ageRange"
#: A translocation and the genes that it joins share what is said of them.
JOINED = "molecularFinding"
#: Predicates of what may be so of some of those who have the disease.
OF_SO_MANY = {
    *FINDINGS, "affectsPopulation", "associatedWith", "causedBy", "hasComplicationOrOutcome", "hasNature", "labFinding", "molecularFinding",
    "occursAtSite", "stainResult",
}  # fmt: skip
#: The predicate of a share of those who live, or have something happen to them.
OUTLOOK = "prognosisStatement"


def lead_share(clause: Clause) -> None:
    """Give the share that a statement begins with to what is said of so many: "30% occur in the head", "About 5% of cases are familial"."""
    leads = [p for p in clause.phrases if p.number is not None and p.number.is_share and p.marker is None and not p.items]
    if not leads:
        return
    ages = [d for d in clause.drafts if d.predicate == AGES and d.spans]
    for lead in leads if ages else ():  # "5% are under 40"
        number = lead.number
        if number is not None and _says(clause, number.span.end) and (of := [d for d in ages if d.spans[0].start > number.span.end]):
            clause.drafts[:] = [d for d in clause.drafts if d not in of]
            clause.cannot(lead, "the share of those of an age")
    if leads[0] is not clause.phrases[0]:
        return
    for lead, after in zip(leads, [*leads[1:], None], strict=True):
        _lead_share(clause, lead, after.span.start if after is not None else 1 << 60)


def _lead_share(clause: Clause, lead: Phrase, stop: int) -> None:
    """Give a share to the first things that are said of it before ``stop``; whom it is of must be told by no more than "patients"."""
    of = [p for p in clause.behind.get(lead, ()) if p.role == "complement"]
    number, words = lead.number, clause.page.lexicon.words
    them = all(len(p.items) == 1 and p.items[0].key in {*words["people"], *words["lesion"]} and p not in clause.behind for p in of)
    if number is None or not them or not _says(clause, max([number.span.end, *(p.span.end for p in of)])):
        return
    comma = next((i.span.start for i in clause.items if i.key == "," and i.span.start >= number.span.end), stop)
    within = min(stop, comma)
    said = [d for d in clause.drafts if d.source is not None and d.source not in of and number.span.end <= d.source.span.start < within]
    taken = any(number.span in m.spans for d in clause.drafts for m in d.mentions)
    for draft in said if not taken else ():
        same = draft.source is not None and said[0].source is not None and draft.source.group == said[0].source.group
        if same and draft.predicate in OF_SO_MANY and draft.quantity is None:
            draft.measure(number, "proportion")
    clause.read(span for p in of if said for span in p.spans)


def _says(clause: Clause, end: int) -> bool:
    """Return whether a verb stands right behind the words of a share: no more is said of which share it is."""
    after = clause.next_item(end)
    return after is not None and (after.kind in {"verb", "cue", "preposition"} or after.function in {"be", "have"})


def share_out(clause: Clause) -> None:
    """Give each of as many names as there are shares in a row its own share; where there are more or fewer, no name has one."""
    if not any(d.quantity is not None for d in clause.drafts):
        return
    for row in _rows(clause.items):
        told = [d for d in clause.drafts if _is_measured(d, row[0])]
        names = sorted({d.source.span for d in told if d.source is not None and d.predicate != OUTLOOK})
        for draft in [d for d in told if d.predicate != OUTLOOK]:
            draft.quantity = None
            draft.mentions = [m for m in draft.mentions if m.role != "quantity"]
            number = row[names.index(draft.source.span)].number if draft.source is not None and len(names) == len(row) else None
            if number is not None and number.is_share:
                draft.measure(number, "proportion")
        first = next((d for d in told if d.predicate == OUTLOOK), None)
        again = [d for d in clause.drafts if first is not None and d is not first and d.kept == first.kept and d.predicate == OUTLOOK]
        clause.drafts[:] = [d for d in clause.drafts if d not in again]  # "recurrence and metastasis in 20% and 5%"


def own_share(clause: Clause) -> None:
    """Leave a share to what stands behind the last comma, and how often to what stands before: "usually A, B in 10%".

    Of a longer list it is left so where how often has been said of what stands before: "A always, B or C in half".
    """
    for phrase in clause.phrases if any(d.quantity is not None for d in clause.drafts) else ():
        number, last = phrase.number, phrase.parent
        if number is None or last is None or phrase.items or not number.is_share:
            continue
        last = last.parent if last.role == "complement" and last.parent is not None else last  # "calcification of nodes in 5%"
        group = clause.group(last)
        own_at = next((n for n, p in enumerate(group) if p is last), 0)
        cut = max((n for n, p in enumerate(group[: own_at + 1]) if p.link == ","), default=0)
        often = {s.item.span for p in group[:cut] for s in p.scopes if s.marker.property == "frequency"}
        if not cut or not (len(group) == 2 or often or own_at < len(group) - 1):
            continue
        for draft in clause.drafts:
            own = any(m.role == "quantity" and number.span in m.spans for m in draft.mentions)
            if draft.source in group[:cut] and draft.predicate != JOINED and own:
                draft.quantity = None
                draft.mentions = [m for m in draft.mentions if m.role != "quantity"]
            elif draft.source in group[cut:]:
                draft.kept = [k for k in draft.kept if k.qualifier.name != "frequency" or k.spans[0] not in often]


def _is_measured(draft: Draft, item: Item) -> bool:
    """Return whether a fact has the number of an item."""
    return any(m.role == "quantity" and item.span in m.spans for m in draft.mentions)


def _rows(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the shares that stand in a row, two at least, with nothing but "and" or a comma between them."""
    row: list[Item] = []
    for item in reversed(items):
        number = item.number
        if number is not None and (number.is_share or row and number.quantity.unit == "1"):  # "in 10 and 20%"
            row.append(item)
        elif item.kind not in JOINTS:
            if len(row) > 1:
                yield row[::-1]
            row = []
    if len(row) > 1:
        yield row[::-1]
