"""Under a heading of stains, what takes a stain is no stain: a cell, a tissue or a form of an organism bears what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.lexicon import fold
from build_graph.readers.clause import PLACES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.page import Page

#: Kinds of what takes a stain.
TAKERS = {"CellType", "Organism", *PLACES}
#: Kinds of what is taken.
STAINS = {"Stain", "Protein", "Gene"}


def stain_verbs(page: Page, items: Sequence[Item]) -> list[Item]:
    """Return the items with "stains" between a stain and what it stains as a verb, "GMS stains cysts", and "take up" as one."""
    verbs = page.lexicon.words["stain-verb"]
    made: list[Item] = []
    for item, after in zip(items, [*items[1:], None], strict=True):
        before = made[-1] if made else None
        goes_on = after is not None and (after.nominal or after.function == "article")
        if goes_on and item.kind == "term" and len(item.parts) > 1 and item.inflected and item.key.rpartition(" ")[2] in verbs:
            named = Span(item.span.start, item.parts[-2].end)  # "GMS stains cysts": the table has "GMS stain"
            made.append(replace(item, span=named, parts=item.parts[:-1]))
            made.append(_as_cue(page, item.key.rpartition(" ")[2], item.parts[-1]))
        elif goes_on and before is not None and f"{before.key} {item.key}" in verbs:
            made[-1] = _as_cue(page, f"{before.key} {item.key}", Span(before.span.start, item.span.end))
        elif goes_on and item.key in verbs and before is not None and _is_verb_of(item, before, after):
            made.append(_as_cue(page, item.key, item.span))
        else:
            made.append(item)
    return made


def _is_verb_of(item: Item, before: Item, after: Item | None) -> bool:
    """Return whether a word is a verb of staining: a verb of the table behind a name, or "marks X", "mark the X" behind a stain."""
    if item.kind == "verb" and item.marker.value != "link":
        return True
    return _is_stain(before) and (item.inflected or after is not None and after.function == "article")


def _as_cue(page: Page, key: str, span: Span) -> Item:
    """Return a verb of staining as the cue that the table says it is."""
    return Item("cue", span, key, markers=page.lexicon.markers[page.lexicon.words["stain-verb"][key]], parts=(span,))


def _is_stain(item: Item) -> bool:
    return item.entry is not None and item.entry.term.kind in STAINS


def is_taker(page: Page, term: Term | str) -> bool:
    """Return whether a term is what takes a stain: a cell, a place, or a form of an organism by a word of its name."""
    if not isinstance(term, Term):
        return False
    forms = page.lexicon.words["organism-form"]
    named = term.candidate or term.kind not in STAINS  # what no table knows is a stain by its place alone
    return term.kind in TAKERS or named and any(word in forms for word in fold(term.label).split(" "))


def take_bearers(clause: Clause) -> None:
    """Give each stain of a clause what takes it as its bearer; that is no stain itself, and is reported where it is alone."""
    if not clause.setting.role.startswith("stain_"):
        return
    takers = [d for d in clause.drafts if d.predicate == "stainResult" and not d.has("stain") and is_taker(clause.page, d.object)]
    said = [p for p in clause.phrases if p.marker is not None or p.role == "is"]
    if not takers or not said and all(_kind(d) in TAKERS for d in takers):
        return
    others = [d for d in clause.drafts if d.predicate == "stainResult" and d not in takers and d.spans]
    for draft in others:
        before = [t for t in takers if t.spans and t.spans[0].start < draft.spans[0].start]
        own = [t for t in before if t.source and before[-1].source and t.source.group == before[-1].source.group]
        for taker in own if not draft.has("bearer") and not draft.has("stain") else ():
            draft.add("bearer", taker.object, taker.spans, clause.block.index)
    for taker in takers:
        clause.drafts.remove(taker)
        borne = any(k.qualifier.value == taker.object for d in clause.drafts for k in d.kept)
        if taker.source is not None and not borne:
            clause.cannot(taker.source, "what takes a stain, and which is not said", "the name of a stain")


def _kind(draft: Draft) -> str:
    return draft.object.kind if isinstance(draft.object, Term) else ""
