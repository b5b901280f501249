"""Items of a list: members of a class, sites, subtypes, examples."""

from __future__ import annotations

from dataclasses import replace

from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import PLACES, Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.roles.emit import emit
from build_graph.readers.things import Thing, same_name

#: Kinds of what lies in a place, and is none.
LYING = {"Finding", "CellType"}


def listed_member(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below a class: what is said of the class is said of it, and it is a kind of the class."""
    predicate = clause.setting.role.partition(":")[2]
    if thing.kind in PLACES:
        clause.draft("occursAtSite", thing, phrase, "listed-place")  # "extraosseous disease: lung, pleura": where it is
        return
    whole = clause.setting.driver[0] if len(clause.setting.driver) == 1 else None
    if whole is not None and _is_seen_in(clause, thing, whole):
        seen = emit(clause, phrase, thing, "")  # "Syndrome X: fever, rash"
        if seen is not None:
            seen.add("context", whole.term, whole.spans, whole.block)
        return
    draft = clause.draft(predicate, thing, phrase, "listed-member")
    if (said := clause.setting.said) and (said.polarity, said.modality) != ("affirmed", "asserted"):
        draft.stand(said)
    read_brackets(clause, phrase, thing, draft)
    for whole in clause.setting.driver:
        _subtype_of(clause, clause.subject(thing), whole, "listed-member")


def _is_seen_in(clause: Clause, thing: Thing, whole: Subject) -> bool:
    """Return whether a finding stands behind the name of one disease, or a disease behind that of one syndrome: it is seen with that."""
    last = clause.page.words(whole.spans[-1]).casefold().split(" ")[-1] if whole.spans and whole.term.kind == "Disease" else "s"
    shown = thing.kind in {"Finding", "Quality"} or thing.kind == "Disease" and last in clause.page.lexicon.words["composite"]
    return shown and not last.endswith("s")


def listed_site(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "2 locations": a site, and the subtype that is named after it."""
    draft = clause.draft("occursAtSite", thing, phrase, "listed-site")
    term = clause.page.names.label(phrase.key)
    for outer in clause.setting.subjects if term else ():
        if term and outer.term != term:
            kind = _subtype_of(clause, Subject(term, thing.phrase, clause.block.index), outer, "listed-site")
            kind.add("basis", "location", thing.spans, clause.block.index)
    read_brackets(clause, phrase, thing, draft)


def _is_another(clause: Clause, thing: Thing) -> bool:
    """Return whether a known disease in a list of subtypes shares no word with the page's disease: it is no kind of it."""
    if thing.kind != "Disease" or thing.term.candidate or clause.page.names.member(thing.term):
        return False
    return not any(set(fold(s.term.label).split(" ")) & set(fold(thing.term.label).split(" ")) for s in clause.setting.subjects)


def listed_subtype(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "5 subtypes": a subtype of the subject, and another name of it where it is printed in another form."""
    if _is_another(clause, thing):
        clause.draft("associatedWith", thing, phrase, "listed-subtype")  # "syndromic forms: syndrome A, syndrome B"
        return
    term = clause.page.names.label(phrase.key) or thing.term
    own = Subject(term, thing.phrase, clause.block.index)
    for outer in clause.setting.subjects:
        if outer.term != term:
            _subtype_of(clause, own, outer, "listed-subtype")
    printed = " ".join(phrase.span.of(clause.page.text).split())
    if not same_name(printed, term.label) and " " in printed:
        clause.drafts.append(Draft((own,), "synonym", printed.casefold(), (phrase.span,), "listed-subtype", phrase=(phrase.span,)))
    read_brackets(clause, phrase, thing, None)


def listed_stage(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """An item below "4 stages": a name of its own, and which of them it is."""
    named = thing if thing.kind else thing._replace(kind="Disease", term=replace(thing.term, kind="Disease"))
    draft = clause.draft("relatedTerm", named, phrase, "listed-stage")
    draft.add("kind", "stage", phrase.spans, clause.block.index)
    draft.add("order", str(1 + sum(d.rule == "listed-stage" for d in clause.drafts[:-1])), phrase.spans, clause.block.index)


def _subtype_of(clause: Clause, own: Subject, outer: Subject, rule: str) -> Draft:
    """Add "own is a subtype of outer", which a line above names."""
    draft = Draft((own,), "subtypeOf", outer.term, outer.spans, rule, phrase=outer.spans, context=(outer.block,))
    clause.drafts.append(draft)
    return draft


def example(clause: Clause, phrase: Phrase) -> None:
    """Behind "such as": members of the class named before; what is said of the class is said of them."""
    class_phrase = _antecedent(clause, phrase)
    whole = clause.thing(class_phrase, whole=True) if class_phrase else None
    said = [d for d in clause.drafts if d.source is class_phrase]
    spot = whole is not None and whole.kind in PLACES and class_phrase is not None and _is_spot(clause, class_phrase)
    for thing in clause.things(phrase, whole=True):
        if whole and whole.kind and not thing.kind:
            thing = thing._replace(kind=whole.kind, term=replace(thing.term, kind=whole.kind))
        for draft in said[:1]:
            made = clause.draft(draft.predicate, thing, phrase, "example")
            for kept in draft.kept:
                if kept not in made.kept and kept.qualifier.name in {"frequency", "population", "context"}:
                    made.kept.append(kept)
            made.modality, made.polarity = draft.modality, draft.polarity
            if whole and spot and thing.kind in LYING:
                made.add("within", whole.term, whole.spans, clause.block.index)
        if whole and (spot or whole.kind not in PLACES) and thing.term != whole.term:
            clause.draft("subtypeOf", whole, None, "example", (clause.subject(thing),)).kept.clear()
        read_brackets(clause, phrase, thing, None)


def _is_spot(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase names a class of places, "sites of trauma", and no place whose parts may follow: "extremities"."""
    key = phrase.items[-1].key
    told = len(phrase.items) > 1 or " " in key or bool(clause.complements(phrase))  # "5 sites, including X" names no class
    return told and key.partition(" of ")[0].rpartition(" ")[2] in clause.page.lexicon.words["spot"]


def _antecedent(clause: Clause, phrase: Phrase) -> Phrase | None:
    """Return the phrase that an example belongs to: the noun before its coordination."""
    return next((p for p in reversed(clause.left(clause.group(phrase)[0])) if not p.relative), None)
