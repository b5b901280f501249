"""Items of a list: members of a class, sites, subtypes, examples."""

from __future__ import annotations

from dataclasses import replace

from build_graph.language.phrases import Phrase
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.roles.emit import PLACES
from build_graph.readers.things import Thing, same_name


def listed_member(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> None:
    """An item below a class: what is said of the class is said of it, and it is a kind of the class."""
    draft = clause.draft(predicate, thing, phrase, "listed-member")
    read_brackets(clause, phrase, thing, draft, "")
    for whole in clause.setting.driver:
        own = Subject(thing.term, thing.spans, clause.block.index)
        kind = Draft((own,), "subtypeOf", whole.term, whole.spans, "listed-member", phrase=whole.spans, context=(whole.block,))
        clause.drafts.append(kind)


def listed_site(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "2 locations": a site, and the subtype that is named after it."""
    draft = clause.draft("occursAtSite", thing, phrase, "listed-site")
    term = clause.page.names.label(" ".join(i.key for i in phrase.words))
    if term:
        for outer in clause.setting.subjects:
            if outer.term != term:
                own = Subject(term, thing.phrase, clause.block.index)
                kind = Draft((own,), "subtypeOf", outer.term, outer.spans, "listed-site", phrase=outer.spans, context=(outer.block,))
                kind.add("basis", "location", thing.spans, clause.block.index)
                clause.drafts.append(kind)
    read_brackets(clause, phrase, thing, draft, "")


def listed_subtype(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "5 subtypes": a subtype of the subject, and another name of it where it is printed in another form."""
    term = clause.page.names.label(" ".join(i.key for i in phrase.words)) or thing.term
    own = Subject(term, thing.phrase, clause.block.index)
    for outer in clause.setting.subjects:
        if outer.term != term:
            clause.drafts.append(Draft((own,), "subtypeOf", outer.term, outer.spans, "listed-subtype", phrase=outer.spans, context=(outer.block,)))
    printed = " ".join(phrase.span.of(clause.page.text).split())
    if not same_name(printed, term.label) and " " in printed:
        clause.drafts.append(Draft((own,), "synonym", printed.casefold(), (phrase.span,), "listed-subtype", phrase=(phrase.span,)))
    read_brackets(clause, phrase, thing, None, "")


def example(clause: Clause, phrase: Phrase) -> None:
    """Behind "such as": members of the class named before; what is said of the class is said of them."""
    class_phrase = _antecedent(clause, phrase)
    whole = clause.thing(class_phrase, whole=True) if class_phrase else None
    said = [d for d in clause.drafts if d.source is class_phrase]
    for thing in clause.things(phrase, whole=True):
        if whole and not thing.kind:
            thing = replace(thing, kind=whole.kind, term=replace(thing.term, kind=whole.kind))
        for draft in said[:1]:
            made = clause.draft(draft.predicate, thing, phrase, "example")
            for kept in draft.kept:
                if kept not in made.kept and kept.qualifier.name in {"frequency", "population", "context"}:
                    made.kept.append(kept)
            made.modality, made.polarity = draft.modality, draft.polarity
        if whole and whole.kind not in PLACES and thing.term != whole.term:
            _subtype(clause, phrase, thing, whole, "example", "asserted")
        read_brackets(clause, phrase, thing, None, phrase.role)


def _antecedent(clause: Clause, phrase: Phrase) -> Phrase | None:
    first = next((p for p in clause.phrases if p.group == phrase.group), phrase)
    at = clause.phrases.index(first)
    return next((p for p in reversed(clause.phrases[:at]) if p.items and p.role != "complement" and not p.relative), None)


def _subtype(clause: Clause, phrase: Phrase, thing: Thing, whole: Thing, rule: str, modality: str) -> None:
    draft = clause.draft("subtypeOf", whole, None, rule, (Subject(thing.term, thing.spans, clause.block.index),))
    draft.kept.clear()
    if modality == "implied":
        draft.modality = "implied"
