"""Several shares in a row behind several names: "A and B in 80% and 5%" gives each name its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.language.words import Item
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft

#: Kinds of item that may stand between two numbers of a row.
JOINTS = {"coordinator"}
#: The predicate of a share of those who live, or have something happen to them.
OUTLOOK = "prognosisStatement"


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
    """Leave a share to the last of two things that only a comma parts, and how often to the first: "usually A, B in 10%"."""
    for phrase in clause.phrases if any(d.quantity is not None for d in clause.drafts) else ():
        last = phrase.parent if phrase.number is not None and phrase.number.is_share and not phrase.items else None
        group = clause.group(last) if last is not None else []
        if last is None or len(group) != 2 or group[-1] is not last or last.link != ",":
            continue
        often = [s.item for s in group[0].scopes if s.marker.property == "frequency"]
        for draft in clause.drafts if often else ():
            if draft.source is group[0]:
                draft.quantity = None
                draft.mentions = [m for m in draft.mentions if m.role != "quantity"]
            elif draft.source is last:
                draft.kept = [k for k in draft.kept if k.qualifier.name != "frequency" or k.spans[0] not in [i.span for i in often]]


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
