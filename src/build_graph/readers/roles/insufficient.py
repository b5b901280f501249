"""What does not make the diagnosis, and what does not treat: "X is not required for the diagnosis", "X alone is insufficient"."""

from __future__ import annotations

from collections.abc import Mapping

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import METHODS, Clause
from build_graph.readers.things import Thing

#: Sections in which "X is not enough" speaks of the diagnosis, or of the treatment, by itself.
JUDGED_SECTIONS = {"diagnosis", "laboratory", "radiology", "treatment", "prognosis"}


def read_insufficient(clause: Clause) -> None:
    """Read "X is not required for the diagnosis", "X alone is insufficient": what does not make it, in the words of the page."""
    wanted = clause.page.lexicon.words["requirement"]
    aim = _aim(clause)
    before = [i for i in clause.items if aim is None or i.span.end <= aim.span.start]
    judged = [i for i in before if any(word in wanted and (aim or wanted[word]) for word in i.key.split(" "))]
    denial = next((i for i in before if _denies(i, wanted)), None)
    if denial is None or not judged or judged[-1].span.start < denial.span.start or aim is None and clause.key not in JUDGED_SECTIONS:
        return
    for phrase in clause.phrases:
        if len(phrase.items) > 1 and phrase.items[-1] is denial and not phrase.role:
            phrase.items = phrase.items[:-1]  # "cytology inadequate": the verb is left out
    leads = [p for p in clause.phrases if p.items and p.span.end <= denial.span.start and p.role == ""]
    apart = [i for i in before if i.span.end <= denial.span.start and i.function not in {"be", "sole"}]
    begun = [i for i in before if not apart or i.span.start > apart[-1].span.start]
    first = next((i for i in begun if i.function == "sole"), denial)  # "alone is" goes with it
    said = Span(first.span.start, judged[-1].span.end)
    things = [thing for lead in leads for thing in clause.things(lead)] or _before(clause, denial)
    for thing in things:
        draft = clause.draft(_made_by(clause, thing), thing, None, "not-required")
        draft.deny(denial)
        draft.add("role", said.of(clause.page.text), (said,), clause.block.index)
    if leads:
        end = aim.span.start if aim else clause.items[-1].span.end
        clause.used.update(p for p in clause.phrases if p in leads or (p.items or p.number) and said.start <= p.span.start <= end)


def _denies(item: Item, wanted: Mapping[str, str]) -> bool:
    """Return whether an item denies that something does: "is not", "insufficient"."""
    return item.kind == "scope" and item.marker.property == "polarity" or wanted.get(item.key) == "denied"


def _aim(clause: Clause) -> Phrase | None:
    """Return what it does not suffice for: "for the diagnosis"."""
    named = clause.page.lexicon.words["aim"]
    aims = (p for p in clause.phrases if p.items and p.role in {"for", "in", "to"} and p.items[-1].key.split(" ")[-1] in named)
    return next(aims, None)


def _before(clause: Clause, denial: Item) -> list[Thing]:
    """Return the tests that the clause before has named, where this one names none: "X helps, but is not sufficient"."""
    if any(i.nominal for i in clause.items if i.span.end <= denial.span.start):
        return []
    drafts = [d for d in clause.before if d.predicate in {"diagnosedBy", "diagnosticFinding"} and isinstance(d.object, Term)]
    return [Thing(d.object, d.object.kind, d.spans, d.phrase) for d in drafts if isinstance(d.object, Term)]


def _made_by(clause: Clause, thing: Thing) -> str:
    """Return what is denied of a thing that does not suffice: that it treats, that it tests, or that it tells."""
    if clause.key in {"treatment", "prognosis"} and thing.kind in {"Procedure", "Substance", ""}:
        return "treatedBy"
    return "diagnosedBy" if thing.kind in {*METHODS, "Measurement", "Substance", "Protein"} else "diagnosticFinding"
