"""What stands in brackets behind a name: an abbreviation, an example, types, a colour, a site, a modality, a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_graph.facts import Term, WordStatus
from build_graph.language.phrases import Phrase
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing, thing_of

if TYPE_CHECKING:
    from build_graph.readers.clause import Clause

PLACES = {"AnatomicalSite", "Tissue"}
#: Predicates of what is seen: a quality in a bracket is seen, too, and no type.
SEEN = {"hasClinicalFinding", "histologicFinding", "grossFinding", "imagingFinding", "distinguishingFinding", "stainResult", "diagnosticFinding"}


def read_brackets(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft | None, role: str) -> None:
    """Read every bracket behind ``phrase``, which names ``thing`` and made ``draft``."""
    alone = thing_of(phrase, clause.page.text, clause.page.lexicon, clause.page.names)
    thing = alone if alone and draft is None or alone and thing.term.candidate else thing
    for inner in phrase.brackets:
        own = Subject(thing.term, thing.spans, clause.block.index)
        if not _numbers(clause, inner, draft):
            _named(clause, phrase, thing, own, draft, inner, role)


def _numbers(clause: Clause, inner: list[Phrase], draft: Draft | None) -> bool:
    """Read a bracket of numbers alone, or of a measurement with its threshold."""
    if not inner or not any(p.number for p in inner):
        return False
    for phrase in inner:
        if id(phrase) in clause.used:
            continue
        if phrase.number and phrase.number.number and phrase.items:
            for thing in _things(clause, phrase):
                if thing.kind in {"Measurement", "Substance", "Protein"}:
                    clause.draft(clause.predicate(thing, "") or "labFinding", thing, phrase, "threshold").predicate = "labFinding"
        elif phrase.number and phrase.number.number and draft and draft.quantity is None:
            draft.measure(phrase.number.number.quantity, phrase.number.span)
    return True


def _things(clause: Clause, phrase: Phrase) -> list[Thing]:
    page = clause.page
    thing = thing_of(phrase, page.text, page.lexicon, page.names)
    return [thing] if thing else []


def _named(
    clause: Clause, phrase: Phrase, thing: Thing, own: Subject, draft: Draft | None, inner: list[Phrase], role: str
) -> None:
    names = clause.page.names
    bearer = names.label(" ".join(item.key for item in phrase.words))
    for other in inner:
        if other.relative:  # "sites that have little fat": part of the name before it
            clause.marks += [WordStatus(i.span, "content") for i in other.items]
            continue
        for named in _things(clause, other):
            member = names.label(" ".join(i.key for i in other.words))
            if member and member != clause.page.topic and draft and thing.kind not in {"Disease"}:
                for each in [d for d in clause.drafts if d.source is phrase]:
                    each.subjects = (Subject(member, named.phrase, clause.block.index),)
            elif named.kind == "Population" and draft:
                draft.add("population", named.term, named.spans, clause.block.index)
            elif draft and draft.predicate == "stainResult" and named.kind in {"Substance", "Protein"} and thing.kind == "Stain":
                draft.add("target", named.term, named.spans, clause.block.index)
            elif draft and draft.predicate == "stainResult" and named.kind in {"CellType", "Tissue"}:
                draft.add("bearer", named.term, named.spans, clause.block.index)
            elif _abbreviates(clause, other, thing, named):
                _synonym(clause, thing, named, own, other)
            elif thing.kind == "Stain" and named.kind == "Quality":
                _stain(clause, thing, named, other, draft)
            elif named.kind == "Quality" and thing.kind != "Quality":
                _types(clause, phrase, thing, named, own, other, role, draft)
            elif named.kind in PLACES and bearer is not None:
                site = clause.draft("occursAtSite", named, other, "bracket-site", (Subject(bearer, thing.phrase, clause.block.index),))
                site.kept = [k for k in site.kept if k.qualifier.name == "kind"]
            elif named.kind == "ImagingModality" and draft:
                for each in [d for d in clause.drafts if d.source and d.source.group == phrase.group]:
                    each.add("method", named.term, named.spans, clause.block.index)
            elif named.kind == thing.kind and named.term != thing.term:
                if thing.kind in PLACES and draft and draft.predicate == "occursAtSite":
                    clause.draft("occursAtSite", named, other, "bracket-site", draft.subjects)
                else:
                    _member(clause, thing, named, other, draft)
                _nested(clause, other, named)
            elif named.kind in PLACES and thing.kind in {"Finding", "CellType"} and draft:
                site = clause.draft("occursAtSite", named, other, "bracket-site", draft.subjects)
                site.add("bearer", thing.term, thing.spans, clause.block.index)
            elif named.kind in PLACES and thing.kind in PLACES:
                pass
            elif named.kind and thing.kind == "Disease" and not thing.term.candidate and not named.term.candidate:
                related = clause.draft("relatedTerm", named, other, "bracket", (own,))
                related.kept.clear()
                related.modality = "implied"


def _abbreviates(clause: Clause, phrase: Phrase, thing: Thing, named: Thing) -> bool:
    """Return whether the bracket holds another name of the thing: a known synonym, or its initials (Schwartz and Hearst, 2003)."""
    if named.term == thing.term:
        return True
    text = phrase.span.of(clause.page.text)
    letters = [c for c in text if c.isupper()]
    if text[:1].upper() not in {span.of(clause.page.text)[:1].upper() for span in thing.phrase}:
        return False
    if len(letters) < 2 or " " in text or len(letters) < len([c for c in text if c.isalpha()]) - 1:
        return False
    long = " ".join(span.of(clause.page.text) for span in thing.phrase).upper()
    position = -1
    for number, letter in enumerate(c.upper() for c in text if c.isalpha()):
        position = long.find(letter, position + 1)
        if position < 0 or number == 0 and position > 0 and long[position - 1].isalnum():
            return False
    return True


def _nested(clause: Clause, other: Phrase, named: Thing) -> None:
    """Read a bracket within the bracket: it speaks of the name before it."""
    if other.brackets:
        read_brackets(clause, other, named, None, "")


def _synonym(clause: Clause, thing: Thing, named: Thing, own: Subject, phrase: Phrase) -> None:
    text = phrase.span.of(clause.page.text)
    draft = Draft((own,), "synonym", text, (phrase.span,), "bracket-synonym", phrase=(phrase.span,))
    if sum(c.isupper() for c in text) > 1:
        draft.add("kind", "abbreviation", (phrase.span,), clause.block.index)
    clause.drafts.append(draft)


def _stain(clause: Clause, thing: Thing, named: Thing, phrase: Phrase, draft: Draft | None) -> None:
    made = clause.draft("stainResult", named, phrase, "stain-colour")
    made.kept = [k for k in made.kept if k.qualifier.name == "kind"]
    made.add("stain", thing.term, thing.spans, clause.block.index)
    if draft:
        made.modality = draft.modality
        made.mentions += [m for m in draft.mentions if m.role == "modality"]


def _types(
    clause: Clause, phrase: Phrase, thing: Thing, named: Thing, own: Subject, other: Phrase, role: str, draft: Draft | None
) -> None:
    """Read "(primary and secondary)": each type is a factor of its own and a kind of the whole."""
    if draft is not None and named.aspect in {"course", "age"} and draft.predicate not in {"hasRiskFactor", "associatedWith", "causedBy"}:
        draft.add("condition", named.term.label, named.spans, clause.block.index)
        return
    if named.aspect in {"colour", "color", "distribution", "laterality"} or draft is None:
        if draft:
            draft.add("predominance", named.term.label, named.spans, clause.block.index)
        return
    if draft.predicate in SEEN:
        each = clause.draft(draft.predicate, named, other, "bracket-quality", draft.subjects)
        each.add("attribute", named.aspect, named.spans, clause.block.index)
        return
    draft.add("types", named.term.label, named.spans, clause.block.index)
    label = f"{named.term.label} {thing.term.label}"
    entry = clause.page.lexicon.names.get(label.casefold())
    term = entry.term if entry else Term(slug_of(label), label, thing.term.kind, candidate=True, head=thing.term)
    made = Thing(term, thing.kind, (*named.spans, *thing.spans), (*named.spans, *thing.spans))
    typed = clause.draft(draft.predicate, made, other, "bracket-type")
    typed.modality, typed.polarity = draft.modality, draft.polarity
    subtype = clause.draft("subtypeOf", thing, None, "bracket-type", (Subject(term, made.spans, clause.block.index),))
    subtype.kept.clear()


def _member(clause: Clause, thing: Thing, named: Thing, phrase: Phrase, draft: Draft | None) -> None:
    """Read a name of the same kind in a bracket: a member of the class before it, as punctuation alone implies."""
    if draft is not None and not isinstance(draft.object, str) and thing.kind not in PLACES:
        made = clause.draft(draft.predicate, named, phrase, "bracket-member")
        made.modality, made.polarity = draft.modality, draft.polarity
        made.kept = list(draft.kept)
        made.mentions += [m for m in draft.mentions if m.role in {"modality", "polarity"}]
    subtype = clause.draft("subtypeOf", thing, None, "bracket-member", (Subject(named.term, named.spans, clause.block.index),))
    subtype.kept.clear()
    subtype.modality, subtype.polarity = "asserted" if thing.kind in {"Substance", "Procedure", "Protein"} else "implied", "affirmed"
