"""What a bracket makes a kind of what: types, members of a class, the class of a drug: "(primary and secondary)", "drugs (A, B)"."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.lexicon import fold
from build_graph.readers.bracket_names import Bracket
from build_graph.readers.clause import PLACES
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing

#: Predicates whose object may be a class with its members behind it.
MEMBERED = {"causedBy", "treatedBy", "associatedWith", "hasRiskFactor"}
#: Kinds of which a member in a bracket is one by definition, and not by punctuation alone.
CLASSES = {"Substance", "Procedure", "Protein"}
#: Kinds of a class whose members may stand in a bracket behind it.
LISTED = {*CLASSES - {"Protein"}, "Organism", "Disease", "Exposure", "Finding"}


def read_type(bracket: Bracket, draft: Draft) -> None:
    """Read "(primary and secondary)": each type is a factor of its own and a kind of the whole."""
    clause, thing, named = bracket.clause, bracket.thing, bracket.named
    draft.add("types", named.term.label, named.spans, clause.block.index)
    label = f"{named.term.label} {thing.term.label}"
    entry = clause.page.lexicon.names.get(label.casefold())
    term = entry.term if entry else Term(slug_of(label), label, thing.term.kind, candidate=True, head=thing.term)
    made = Thing(term, thing.kind, (*named.spans, *thing.spans), (*named.spans, *thing.spans))
    typed = clause.draft(draft.predicate, made, bracket.other, "bracket-type")
    typed.modality, typed.polarity = draft.modality, draft.polarity
    clause.draft("subtypeOf", thing, None, "bracket-type", (clause.subject(made),)).kept.clear()


def is_drug_class(bracket: Bracket) -> bool:
    """Return whether a bracket says of which class a drug is: "drug A (B inhibitor)"."""
    last = bracket.other.last
    classes = bracket.clause.page.lexicon.words["drug-class"]
    if bracket.predicate != "treatedBy" or last is None or last.inflected or last.key.split(" ")[-1] not in classes:
        return False
    return fold(bracket.thing.term.label).split(" ")[-1] not in classes  # "antibiotics (macrolide)": a class of a class is its member


def drug_class(bracket: Bracket) -> None:
    """Read the class in the bracket as what the drug before it is a kind of."""
    drug = bracket.draft.object if bracket.draft and bracket.thing.term.candidate else bracket.thing.term
    if isinstance(drug, Term):
        whole = bracket.named._replace(kind=drug.kind, term=replace(bracket.named.term, kind=drug.kind))
        own = (Subject(drug, bracket.thing.spans, bracket.clause.block.index),)
        bracket.clause.draft("subtypeOf", whole, None, "bracket-class", own).kept.clear()


def is_like(bracket: Bracket) -> bool:
    """Return whether a bracket names another thing of the same kind: "drugs (drug A)", "trunk (back)"."""
    return bracket.named.kind == bracket.thing.kind != "" and bracket.named.term != bracket.thing.term


def like(bracket: Bracket) -> None:
    """Read a name of the same kind: another site beside a site, else a member of the class."""
    clause, draft = bracket.clause, bracket.draft
    if draft and bracket.thing.kind in PLACES and draft.predicate == "occursAtSite":
        clause.draft("occursAtSite", bracket.named, bracket.other, "bracket-site", draft.subjects)
    else:
        _member(bracket)


def _member(bracket: Bracket) -> None:
    """Read a member of the class before the bracket, as punctuation alone implies; what is said of the class is said of it."""
    clause, draft, thing, named = bracket.clause, bracket.draft, bracket.thing, bracket.named
    if draft is not None and not isinstance(draft.object, str) and thing.kind not in PLACES:
        made = clause.draft(draft.predicate, named, bracket.other, "bracket-member")
        if made.polarity == "denied":
            return  # "drug A (not B)": B is no kind of A
        made.modality, made.polarity = draft.modality, draft.polarity
        made.kept = list(draft.kept)
        made.mentions += [m for m in draft.mentions if m.role in {"modality", "polarity"}]
    if thing.kind == "Quality":
        return
    subtype = clause.draft("subtypeOf", thing, None, "bracket-member", (clause.subject(named),))
    subtype.kept.clear()
    subtype.modality, subtype.polarity = "asserted" if thing.kind in CLASSES else "implied", "affirmed"


def is_listed(bracket: Bracket) -> bool:
    """Return whether an unknown name stands in a list behind a class: "drugs (A, B)"."""
    inner = next((b for b in bracket.phrase.brackets if bracket.other in b), [])
    plain = len(inner) > 1 and all(p.items and not p.marker and len(p.items) <= 3 for p in inner)
    classed = bracket.thing.kind in {*LISTED, ""} and bracket.predicate in MEMBERED
    return plain and classed and not bracket.named.kind


def unknown_member(bracket: Bracket) -> None:
    """Read it as a member, of the kind of the class."""
    draft = bracket.draft
    kind = bracket.thing.kind or (draft.object.kind if draft and isinstance(draft.object, Term) else "")
    _member(replace(bracket, named=bracket.named._replace(kind=kind, term=replace(bracket.named.term, kind=kind))))
