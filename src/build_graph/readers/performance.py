"""How well a test performs: its sensitivity and specificity are said of the test, and are no findings of the disease."""

from __future__ import annotations

from collections.abc import Sequence

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.numbers import Number
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import METHODS, Clause
from build_graph.readers.things import Thing

#: Sections in which "sensitivity" is said of a test.
SECTIONS = {"definition", "essential", "diagnosis", "laboratory", "radiology", "cytology", "frozen", "molecular", "microscopic"}
#: Roles of a phrase that says in whom a test performs so.
STRATA = {"in", "for", "place"}
#: Kinds of what serves as a test.
TESTS = {*METHODS, "Substance", "Protein", "Measurement", "Gene", "Organism", ""}


def read_performance(clause: Clause) -> None:
    """Read "test X has a sensitivity of 90% and a specificity of 80%": X diagnoses the disease, so well."""
    if clause.page.about_stain:
        return
    if clause.key not in SECTIONS and not clause.setting.role.startswith("stain_"):
        return
    named = [n for n, item in enumerate(clause.items) if item.key in clause.page.lexicon.words["performance"]]
    said = [(item, value) for n in named if (item := clause.items[n]) and (value := _value_of(clause, n))]
    if not said:
        stained = clause.setting.role.startswith("stain_")
        bare = [i for n in named if (i := clause.items[n]) and (stained or not clause.page.lexicon.words["performance"][i.key])]
        _spend(clause, bare, [], None, known=False)
        return
    test, phrase = _test(clause, {clause.items[n].span for n in named})
    for item, value in said if test else ():
        _state(clause, item, value, test, phrase)
    _spend(clause, [clause.items[n] for n in named], [v for _, v in said], phrase if test else None, known=bool(test))


def _state(clause: Clause, item: Item, value: Item, test: Thing | None, phrase: Phrase | None) -> None:
    """Add the fact that a test diagnoses the disease, with one measure of how well."""
    if test is None:
        return
    draft = clause.draft("diagnosedBy", test, None, "test-performance")
    draft.source = phrase
    draft.kept[:] = [k for k in draft.kept if k.qualifier.value != test.term]  # its label named it as the method
    measure = clause.page.lexicon.words["performance"][item.key] or item.key
    draft.add("measure", measure, (item.span,), clause.block.index)
    if value.number is not None:
        draft.measure(value.number)
    elif value.entry is not None:
        draft.add("state", value.entry.term.label, (value.span,), clause.block.index)


def _value_of(clause: Clause, at: int) -> Item | None:
    """Return the share behind a measure or right before it ("90% sensitive"), or the word that tells how high it is."""
    items = clause.items
    before = items[at - 1] if at else None
    if before is not None and (_is_share(before.number) or _is_level(before)):
        return before
    words = clause.page.lexicon.words["performance"]
    for item in items[at + 1 :]:
        if item.key in words or item.key == "to" and item is items[at + 1]:
            return None  # "sensitivity to X" is another thing
        if _is_share(item.number) or _is_level(item):
            return item
        if item.kind in {"coordinator", "close", "cue"} or item.kind == "verb" and item.marker.value != "link":
            return None
    return None


def _is_share(number: Number | None) -> bool:
    return number is not None and number.is_share


def _is_level(item: Item) -> bool:
    return item.kind == "quality" and item.entry is not None and item.entry.aspect == "state"


def _test(clause: Clause, measures: set[tuple[int, int]]) -> tuple[Thing | None, Phrase | None]:
    """Return what is measured so: behind "sensitivity of", else what the clause begins with, its label, or what was named last."""
    measured = [p for p in clause.phrases if any(i.span in measures for i in p.items)]
    others = [p for p in clause.phrases if p.items and p not in measured and p.kind in TESTS and p.kind != "Quality"]
    behind = [p for p in others if p.parent in measured and p.role == "complement"]
    ahead = [p for p in others if measured and not p.role and p.span.end <= measured[0].span.start or not measured and not p.role]
    phrase = next(iter([*behind, *ahead]), None)
    if phrase is not None:
        return clause.bare(phrase), phrase
    if any(p.items and p not in measured and p.role not in STRATA for p in clause.phrases):
        return None, None  # "with X, sensitivity rises": of which test is not said
    kept = [k for k in (*clause.kept, *clause.setting.kept) if k.qualifier.name == "method" and isinstance(k.qualifier.value, Term)]
    if kept and isinstance(term := kept[-1].qualifier.value, Term):
        return Thing(term, term.kind, kept[-1].spans, kept[-1].spans), None
    told = [d for d in clause.before if d.predicate in {"diagnosedBy", "labFinding", "stainResult"} and isinstance(d.object, Term)]
    if told and isinstance(term := told[-1].object, Term):
        return Thing(term, term.kind, told[-1].spans, told[-1].spans), None
    return None, None


def _spend(clause: Clause, measures: Sequence[Item], values: Sequence[Item], test: Phrase | None, *, known: bool) -> None:
    """Take the phrases that the measures were said with; those of no test are reported."""
    taken = {i.span for i in (*measures, *values)}
    for phrase in clause.phrases:
        for bracket in [b for b in phrase.brackets if any(i.span in taken for p in b for i in p.items)]:
            phrase.brackets.remove(bracket)
        alone = bool(phrase.items) and all(i.span in taken for i in phrase.items)  # "sensitive but not specific"
        if not values and not alone:
            continue
        if phrase is test or any(i.span in taken for i in phrase.items) or phrase.number is not None and phrase.number.span in taken:
            clause.used.add(phrase)
            if not known:
                clause.cannot(phrase, "how well a test performs, and of which is not said", "the name of a test before it")
