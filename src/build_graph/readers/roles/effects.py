"""What a treatment does, said with a verb that the tables do not know: the words of the page tell it."""

from __future__ import annotations

from collections.abc import Iterable

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.language.words import Item
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing


def effect_of(clause: Clause, phrase: Phrase, verb: Item) -> bool:
    """Read "drug A can flatten the lesion" as an effect of A, in the page's words; return whether a treatment stands before the verb."""
    left = clause.left(phrase)
    drugs = [d for d in clause.drafts if d.predicate == "treatedBy" and isinstance(d.object, Term) and d.source in left]
    if not drugs or not phrase.items or phrase.relative:
        return False
    for thing in clause.things(phrase, whole=True):
        label = f"{verb.key} {thing.term.label}"
        spans = (verb.span, *thing.spans)
        made = Thing(Term(slug_of(label), label, "Process", candidate=True), "Process", spans, spans)
        said_of(drugs, clause, phrase, made, "effect-said")
    return True


def said_of(drugs: Iterable[Draft], clause: Clause, phrase: Phrase, thing: Thing, rule: str) -> None:
    """Draft a thing as an effect of each treatment, in the disease that it treats."""
    for drug in drugs:
        if isinstance(drug.object, Term):
            own = (Subject(drug.object, drug.spans, clause.block.index),)
            draft = clause.draft("treatmentEffect", thing, phrase, rule, own)
            for each in drug.subjects:
                draft.add("disease", each.term, each.spans, each.block)
