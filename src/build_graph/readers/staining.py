"""On the page of a stain: how it looks where it is taken, what it is used for, and what serves as its control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from build_graph.facts import Modality, Span, Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import STANCES, Clause
from build_graph.readers.names import slug_of
from build_graph.readers.sayings import is_vocabulary, sayings_of
from build_graph.readers.takers import WHERE, read_list, read_words
from build_graph.readers.things import Thing

#: Sections that tell how the stain looks, among other things.
SECTIONS = {"definition", "essential", "stain_reading", "stain_site"}


def read_staining(clause: Clause) -> bool:
    """Read a clause, on the page of a stain, that tells how it looks, or in what it is seen; return whether it does."""
    if clause.key not in SECTIONS or clause.setting.entry:
        return False
    named = clause.named
    looks = [p for p in named if _looks(clause, p)]
    if named and named[0].marker and named[0].marker.key in clause.page.lexicon.words["staining"] and named[0] is clause.phrases[0]:
        read_list(clause)  # "stains X"
        clause.used.update(clause.phrases)
        return True
    if not looks or looks[0] is not named[0] or looks[0].marker:
        return False
    if any(p.role in WHERE and p.items and p not in looks for p in named):
        read_list(clause)
    elif not _read_looks(clause, looks):
        return False
    clause.used.update(clause.phrases)
    return True


def _looks(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase says no more than how a stain looks, or where in the cell it is."""
    return all(is_vocabulary(clause.page, item) for item in phrase.items) or phrase.key in clause.page.lexicon.words["cell-part"]


def _read_looks(clause: Clause, looks: Sequence[Phrase]) -> bool:
    """Add a fact for each part of the cell, or look, that is named; return whether all that is said of it is understood."""
    words = clause.page.lexicon.words
    shown = [p for p in looks if any(_is_pattern(clause, i) for i in p.items)]
    said = sayings_of(clause.page, [i for i in clause.items if i.key not in words["cell-part"]], "affirmed")
    results = [i for p in looks for i in p.items if i.key in words["stain-result"]]
    turned = [s.item for p in looks if p not in shown for s in p.scopes if s.marker.property == "polarity"]
    negative = [i for i in results if words["stain-result"][i.key] == "negative"]
    stances = [i for i in clause.items if i.kind == "scope" and i.marker.property in {"polarity", "modality"}]
    hedges = [i for i in stances if i.marker.property == "modality"]
    heard = {s.item for p in looks for s in p.scopes} | set(hedges)
    if any(s.unread or s.bearers for s in said) or not shown or negative and turned or any(i not in heard for i in stances):
        return False
    denied, kept = [*negative, *turned], [t for s in said for t in s.told if t[0] == "condition"]
    for phrase in shown:
        named = [i for i in phrase.items if _is_pattern(clause, i)]
        label = " ".join(words["cell-part"].get(i.key) or i.key for i in named)
        term = Term(slug_of(f"{label} staining"), f"{label} staining", "Finding", candidate=True)
        draft = clause.draft("stainResult", Thing(term, "Finding", phrase.spans, phrase.spans), phrase, "stain-looks")
        draft.add("pattern", label, (i.span for i in named), clause.block.index)
        for item in (i for i in phrase.items if i.key in words["intensity"]):
            draft.add("intensity", item.key, (item.span,), clause.block.index)
        for name, value, item in kept:
            draft.add(name, value, (item.span,), clause.block.index)
        if denied and draft.polarity == "affirmed":
            draft.deny(denied[0])
        if hedges and draft.modality == "asserted":
            draft.hedge(cast(Modality, hedges[0].marker.value), hedges[0])
    read_words(clause)
    return True


def _is_pattern(clause: Clause, item: Item) -> bool:
    """Return whether a word names a part of the cell, or the look of a stain."""
    words = clause.page.lexicon.words
    if item.key in words["stain-result"] or item.key in words["cell-part"]:
        return item.key in words["cell-part"]
    return item.kind == "quality" and item.entry is not None and item.entry.aspect in {"compartment", "structure"}


def read_use(clause: Clause) -> bool:
    """Read "identify the origin of X", "subtyping of X" in the section of the uses of a stain: what it is for, in the words of the page."""
    words = clause.page.lexicon.words["use"]
    if _is_no_use(clause):
        for phrase in clause.phrases:
            clause.cannot(phrase, "what a stain is no use for is not read")
        clause.used.update(clause.phrases)
        return True
    at = next((n for n, i in enumerate(clause.items) if i.key in words), None)
    if at is None or not _leads(clause.items[:at]):
        return False
    verb, rest = clause.items[at], _until_other(clause.items[at + 1 :])
    nominal = [i for i in rest if i.nominal or i.number]
    if not nominal:
        return False
    span = Span(nominal[0].span.start, nominal[-1].span.end)
    label = f"{words[verb.key]} of {' '.join(clause.page.words(span).split())}"
    spans = (verb.span, span)
    made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
    draft = clause.draft("indicatedFor", made, None, "stain-use")
    hedge = next((i for i in clause.items[:at] if i.kind == "scope" and i.marker.property == "modality"), None)
    if hedge is not None:
        draft.hedge(cast(Modality, hedge.marker.value), hedge)
    before = [i for i in clause.items[:at] if i.nominal]
    if before:
        span = Span(before[0].span.start, before[-1].span.end)
        draft.add("role", clause.page.words(span).casefold(), (span,), clause.block.index)
    end = max(i.span.end for i in nominal)
    clause.used.update(p for p in clause.phrases if not p.items and not p.number or p.span.start < end)
    return all(p in clause.used for p in clause.phrases)


def _is_no_use(clause: Clause) -> bool:
    """Return whether a clause denies a use: "not useful in X", "X is not a use"."""
    first = next((i.span.start for i in clause.items if i.nominal), 0)
    denials = [i for i in clause.items if i.kind == "scope" and i.marker.property == "polarity"]
    return any(i.span.start < first or i.key in STANCES for i in denials)


def _leads(before: Sequence[Item]) -> bool:
    """Return whether words before a use only lead to it: "may help to", "panel with A and B for the"."""
    return not any(i.nominal for i in before) or any(i.kind == "preposition" and i.key in {"for", "in", "to"} for i in before)


def _until_other(items: Sequence[Item]) -> Sequence[Item]:
    """Return the words of one use: up to a bracket, or to another use such as "and separate it from X"."""
    at = next((n for n, i in enumerate(items) if i.kind == "open" or i.kind == "verb" and i.marker.value == "distinguish"), len(items))
    return items[:at]
