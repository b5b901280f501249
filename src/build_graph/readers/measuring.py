"""What is to be measured: "check serum calcium", "ferritin should be measured" name a test and no finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from build_graph.language.items import Item
from build_graph.lexicon import Marker
from build_graph.readers.clause import Clause
from build_graph.readers.page import Page

#: What the word is once it is read, as a function word.
MEASURED = "measured"
ORDER = Marker("function", MEASURED)
#: Kinds of what is measured.
ANALYTES = {"Measurement", "Substance", "Protein"}
#: Words that may stand before an order: "Always check X".
BEFORE = {"scope", "function"}
#: Sections in which it belongs to what is given, or to what becomes of the patient.
GIVEN = {"treatment", "treatment_child", "prognosis"}


def measured(page: Page, items: list[Item]) -> list[Item]:
    """Return the items with the word that orders a measurement read as a function word: "check X", "X should be checked"."""
    words = page.lexicon.words["measure"]
    forms = [words.get(i.key if " " not in i.key else i.key.partition(" ")[0], "") for i in items]
    found = [n for n, form in enumerate(forms) if form and _orders(items, n, form)]
    if not found:
        return items
    at = found[0]
    order = replace(items[at], kind="function", entry=None, markers=(ORDER,), hint="")
    last = at + 2 if at + 1 < len(items) and items[at + 1].key == "of" else at + 1
    return [*items[:at], order, *items[last:]]


def _orders(items: Sequence[Item], at: int, form: str) -> bool:
    """Return whether a word orders a measurement where it stands: first in the clause, or behind a verb and what is measured."""
    item, behind = items[at], items[at + 1] if at + 1 < len(items) else None
    if form == "done":
        said = any(i.function in {"be", "have"} or i.kind == "scope" for i in items[max(0, at - 1) : at])
        return said and any(_is_analyte(i) for i in items[:at]) and (behind is None or not behind.nominal)
    if form == "noun" and at > 0 and _is_analyte(items[at - 1]):
        return behind is None or not behind.nominal and behind.key != "of"
    if behind is None or item.inflected or any(i.kind not in BEFORE for i in items[:at]):
        return False
    if form == "noun":
        return behind.key == "of" and any(_is_analyte(i) for i in items[at + 2 : at + 4])
    return behind.nominal or behind.function == "article"


def _is_analyte(item: Item) -> bool:
    return item.entry is not None and item.entry.term.kind in ANALYTES


def read_measured(clause: Clause) -> None:
    """Make a test of each level that is to be measured and of which nothing is said: neither that it is high nor how high."""
    if clause.key in GIVEN or MEASURED not in clause.held:
        return
    for draft in clause.drafts:
        if draft.predicate == "labFinding" and draft.quantity is None and not draft.has("state"):
            draft.predicate, draft.rule = "diagnosedBy", "to-be-measured"
