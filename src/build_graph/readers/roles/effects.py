"""What a treatment does, said with a verb that the tables do not know: the words of the page tell it."""

from __future__ import annotations

from collections.abc import Iterable

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing

#: Properties of a scope that a verb carries to what it says.
STANCE = {"modality", "polarity", "frequency"}


def effect_of(clause: Clause, phrase: Phrase, verb: Item) -> bool:
    """Read "drug A can flatten the lesion" as an effect of A, in the page's words; return whether a treatment stands before the verb."""
    left = clause.left(phrase)
    drugs = [d for d in clause.drafts if d.predicate == "treatedBy" and isinstance(d.object, Term) and d.source in left]
    before = next((i for i in reversed(clause.items) if i.span.end <= verb.span.start), None)
    spared = before is not None and before.kind == "scope" and before.marker.direction == "narrow"  # "started without waiting for X"
    if not drugs or not phrase.items or phrase.relative or spared:
        return False
    for thing in clause.things(phrase, whole=True):
        label = f"{verb.key} {thing.term.label}"
        spans = (verb.span, *thing.spans)
        made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
        said_of(drugs, clause, phrase, made, "effect-said")
    return True


def said_of(drugs: Iterable[Draft], clause: Clause, phrase: Phrase | None, thing: Thing, rule: str) -> None:
    """Draft a thing as an effect of each treatment, in the disease that it treats."""
    for drug in drugs:
        if isinstance(drug.object, Term):
            own = (Subject(drug.object, drug.spans, clause.block.index),)
            draft = clause.draft("treatmentEffect", thing, phrase, rule, own)
            for each in drug.subjects:
                draft.add("disease", each.term, each.spans, each.block)


def read_success(clause: Clause) -> None:
    """Read "drug A is curative": an effect of the treatments named before it, hedged or denied as the words between say."""
    for word in [i for i in clause.items if i.key in clause.page.lexicon.words["success"]]:
        given = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source and d.source.items]
        drugs = [d for d in given if d.spans[-1].end <= word.span.start]
        last = drugs[-1].source if drugs else None
        if last is None or not _is_said(clause, last, word):
            continue
        made = Thing(Term(slug_of(word.key), word.key, "Quality", candidate=True), "Quality", (word.span,), (word.span,))
        count = len(clause.drafts)
        clause.unread[:] = [u for u in clause.unread if u.span != word.span]
        said_of([d for d in drugs if d.source and d.source.group == last.group], clause, None, made, "success")
        between = [i for i in clause.items if i.kind == "scope" and last.span.end <= i.span.start and i.span.end <= word.span.start]
        for draft in clause.drafts[count:]:
            draft.stance([Scope(i.marker, i) for i in between if i.marker.property in STANCE], clause.block.index)


def drop_harmful(clause: Clause) -> None:
    """Take back "drug A may worsen B", "drug A is harmful" as a treatment: that A does harm does not say that it is given."""
    effects = [d for d in clause.drafts if d.predicate == "treatmentEffect"] if clause.key == "treatment" else []
    if not effects:
        return
    harm = clause.page.lexicon.words["harm"]
    if not any(p.introduced and p.introduced.marker.property in harm for p in clause.phrases):
        effects = [d for d in effects if isinstance(d.object, Term) and d.object.label in harm]
    told = {d.subjects[0].term for d in effects}
    clause.drafts[:] = [d for d in clause.drafts if d.predicate != "treatedBy" or d.object not in told]


def _is_said(clause: Clause, last: Phrase, word: Item) -> bool:
    """Return whether a verb ties the word to what stands before it: "is curative", "may be curative"."""
    between = [i for i in clause.items if last.span.end <= i.span.start and i.span.end <= word.span.start]
    apart = bool(between) and between[0].key == "," and all(i.kind == "scope" for i in between[1:])  # ", potentially curative"
    return apart or any(i.function == "be" or i.kind == "scope" and set(i.key.split(" ")) & {"be", "is", "are"} for i in between)


def no_effect(clause: Clause, phrase: Phrase) -> bool:
    """Read "(drug A) has no effect on X" under Treatment: X, as an effect that A lacks; return whether it is one."""
    named = clause.key == "treatment" and len(phrase.items) == 1 and phrase.items[0].key in clause.page.lexicon.words["effect"]
    if not named or phrase.scope("polarity") is None:
        return False
    behind = next((p for p in clause.after(phrase) if p.items), None)
    given = [d for d in [*clause.before, *clause.drafts] if d.predicate == "treatedBy"]
    if behind is None or behind.introduced is None or behind.introduced.key != "on" or not given:
        return False
    drugs = [d for d in given if d.source and given[-1].source and d.source.group == given[-1].source.group]
    count = len(clause.drafts)
    for thing in clause.things(behind, whole=True):
        said_of(drugs, clause, behind, thing, "no-effect")
    for draft in clause.drafts[count:]:
        draft.stance(phrase.scopes, clause.block.index)
    clause.used.add(behind)
    clause.read(phrase.spans)
    return True


def sparing(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Read "drug A spares drug B" as an effect of A; return whether treatments stand before the verb."""
    left = clause.left(phrase)
    drugs = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source in left]
    if clause.key != "treatment" or thing.kind not in {"Substance", "Procedure"} or not drugs or phrase.introduced is None:
        return False
    label = f"sparing of {thing.term.label}"
    spans = (phrase.introduced.span, *thing.spans)
    made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
    said_of(drugs, clause, phrase, made, "spares")
    return True
