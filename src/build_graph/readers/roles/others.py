"""What is said of people, of tests and of stains, and not of the disease."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import METHODS, Clause
from build_graph.readers.draft import Draft


def last_word(phrase: Phrase | None) -> str:
    """Return the last word of a phrase; "" without one."""
    return phrase.last.key.split(" ")[-1] if phrase is not None and phrase.last is not None else ""


def unfit(clause: Clause, draft: Draft) -> bool:
    """Return whether a test is told to be of no use, or to be near normal: "light microscopy alone is insufficient"."""
    behind = clause.after(draft.source)[:1] if draft.source is not None else []
    if not behind or not behind[0].items:
        return False
    said = behind[0]
    near = said.role == "around" and said.kind == "Quality"
    return near or said.role == "is" and said.items[-1].key in clause.page.lexicon.words["doubt"]


def not_enough(clause: Clause, draft: Draft) -> bool:
    """Return whether something is told not to be enough for a disease, or to be specific for it: "insufficient for lymphoma"."""
    source, words = draft.source, clause.page.lexicon.words
    before = clause.ahead_of(source)[-2:] if source is not None and source.role == "for" else []
    return any(i.key in words["doubt"] or i.key in words["performance"] for i in before)


def reasoned(clause: Clause, draft: Draft) -> bool:
    """Return whether a class is told by what is only a reason: "less frequent since drug A" makes drug A no member."""
    start = clause.items[0].span.start if clause.items and draft.rule == "listed-member" else 0
    lead = clause.page.masked[clause.block.content.start : start].casefold().split()[-1:] if start else []
    return bool(lead) and lead[0] in clause.page.lexicon.words["reason"]


def variant(clause: Clause, draft: Draft) -> bool:
    """Return whether a form of the disease is named as if it were seen: "fibrous variant", its quality with it."""
    if "variant" not in clause.held:
        return False
    words = clause.page.lexicon.words
    bearers = [k.qualifier.value for k in draft.kept if k.qualifier.name == "bearer"]
    named = (each for each in (draft.object, *bearers) if isinstance(each, Term))
    return any(each.candidate and each.label in words["variant"] for each in named)


def of_method(clause: Clause, draft: Draft) -> bool:
    """Return whether a look is said of a test: "the antigen test is rapid"; a state is its result."""
    source = draft.source
    if source is None or source.role != "is" or source.head is not None:
        return False
    aspect = next((k.qualifier.value for k in draft.kept if k.qualifier.name == "attribute"), "")
    lead = next((p for p in clause.left(source) if p.group != source.group), None)
    return lead is not None and lead.kind in METHODS and aspect != "state"


def of_people(clause: Clause, draft: Draft) -> bool:
    """Return whether a look is that of people who are counted: "in persons with red hair"."""
    source = draft.source
    if source is None or source.role != "with" or clause.key != "epidemiology":
        return False
    left = clause.left(clause.group(source)[0])
    return bool(left) and left[-1].kind == "Population"


def some(clause: Clause, draft: Draft) -> bool:
    """Return whether people are told by their number alone: "some patients"."""
    source = draft.source
    if source is None or len(source.items) != 1 or not isinstance(draft.object, Term) or clause.behind.get(source):
        return False
    first, _, rest = draft.object.label.partition(" ")
    words = clause.page.lexicon.words
    return (
        first in words["amount"] and source.items[0].key == last_word(source) and source.items[0].key in words["people"] and " " not in rest
    )


def tested(clause: Clause, draft: Draft) -> bool:
    """Read "ultrasound preferred in children" as for whom the test is: a qualifier of it, and not who has the disease."""
    source = draft.source
    if source is None or source.role != "in" or clause.key not in {"radiology", "diagnosis"}:
        return False
    before = clause.left(clause.group(source)[0])[-1:]
    tests = [d for d in clause.drafts if d.predicate == "diagnosedBy" and d.source is not None and d.source in before]
    for test in tests:
        test.add("population", draft.object, draft.spans, clause.block.index)
    return bool(tests)


def people_ranked(clause: Clause, draft: Draft) -> bool:
    """Return whether people, and not what befalls them, are said to be the commonest: "X in children is the commonest form"."""
    others = [d for d in clause.drafts if d is not draft and d.predicate == draft.predicate and d.object == draft.object]
    return bool(others) and all(s.term.kind == "Population" for s in draft.subjects)


def no_stain(clause: Clause, draft: Draft) -> bool:
    """Return whether a list of stains says something of what takes them: "the infiltrate is a mixture of X+ and Y+ cells"."""
    source = draft.source
    if source is None or not isinstance(draft.object, Term) or not clause.setting.role.startswith("stain_"):
        return False
    mixed = source.role == "is" and any(p.kind == "CellType" for p in clause.complements(source))
    said = bool(clause.after(source)[:1]) and clause.after(source)[0].role == "is"
    return mixed or source.role == "" and draft.object.kind == "Finding" and said and clause.after(source)[0].head is not None


def against(clause: Clause, draft: Draft) -> bool:
    """Return whether it is left out what an antibody is against: "antibodies to X" is no stain for antibodies."""
    source = draft.source
    if source is None or last_word(source) not in clause.page.lexicon.words["reagent"]:
        return False
    after = clause.next_item(source.span.end)
    return after is not None and after.key == "to"


def nature_of_part(clause: Clause, draft: Draft) -> bool:
    """Return whether a quality is that of a change, and not of the disease: "... and gradual loss of function"."""
    held = next((p for p in clause.phrases if set(draft.spans) <= set(p.spans)), None)
    if draft.rule != "nature" or held is None or held is clause.lead or held.role == "is":
        return False
    return held.head is not None and held.kind != "Disease"
