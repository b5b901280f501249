"""What stands in brackets behind a name: an abbreviation, an example, types, a colour, a site, a modality, a number."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.readers.bracket_names import Bracket, abbreviates, synonym
from build_graph.readers.bracketed import read_name
from build_graph.readers.clause import PLACES, Clause, describes_place
from build_graph.readers.draft import Draft
from build_graph.readers.things import ANALYTES, Thing, thing_of, verb_thing

#: Marks around a word that is not meant as it stands.
QUOTES = {'"', "“", "”", "'", "‘", "’"}
#: Roles of what a bracket leaves out.
LEFT_OUT = {"than", "except"}


#: Rules of a name in a bracket of which holds what is said of the name before it.
PASSED = {"bracket-site", "bracket-quality"}
#: Modality and polarity of a plain fact.
PLAIN = ("asserted", "affirmed")


def read_brackets(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft | None) -> None:
    """Read every bracket behind ``phrase``, which names ``thing`` and made ``draft``."""
    if not phrase.brackets:
        return
    alone = clause.bare(phrase)
    thing = alone if alone and (draft is None or thing.term.candidate) else thing
    for inner in phrase.brackets:
        if any(p.number for p in inner):
            _numbers(clause, inner, draft)
        else:
            _names(clause, phrase, thing, draft, inner)


def _numbers(clause: Clause, inner: list[Phrase], draft: Draft | None) -> None:
    """Read a bracket of numbers alone, or of a measurement with its threshold."""
    for phrase in inner:
        if phrase in clause.used or phrase.number is None:
            continue
        if phrase.items:
            thing = clause.bare(phrase)
            if thing and thing.kind in ANALYTES:
                clause.draft("labFinding", thing, phrase, "threshold")
        elif draft and draft.quantity is None:
            _of_positive(clause, inner, draft).measure(phrase.number)


def _of_positive(clause: Clause, inner: list[Phrase], draft: Draft) -> Draft:
    """Return whose share a bracket gives: of a stain that is denied, "X (positive in 10%)" gives that of those that take it."""
    if draft.predicate != "stainResult" or draft.polarity != "denied" or not _begins_positive(inner):
        return draft
    made = replace(draft, polarity="affirmed", kept=list(draft.kept), mentions=[m for m in draft.mentions if m.role != "polarity"])
    clause.drafts.append(made)
    return made


def _begins_positive(inner: list[Phrase]) -> bool:
    first = inner[0].marker or next(iter(inner[0].items), None)
    return first is not None and first.key.split(" ")[0] == "positive"


def _is_quoted(clause: Clause, other: Phrase) -> bool:
    """Return whether a place in a bracket stands in quotation marks: two nuclei ("face") lie in no face."""
    if other.kind not in PLACES or not other.items:
        return False
    text, span = clause.page.text, other.span
    return text[span.start - 1] in QUOTES and text[span.end : span.end + 1] in QUOTES


def _names(clause: Clause, phrase: Phrase, thing: Thing, draft: Draft | None, inner: list[Phrase]) -> None:
    """Read each name in a bracket by the first row of READINGS that fits; a hedge with a verb hedges the fact before it."""
    if draft and draft.predicate == "treatedBy" and not thing.kind and isinstance(draft.object, Term):
        thing = thing._replace(kind=draft.object.kind, term=replace(thing.term, kind=draft.object.kind))  # told by its place
    if _acts(clause, thing, inner):
        return
    hedges = [s for p in inner for s in p.scopes if s.marker.property == "modality"][:1]
    results = [p for p in inner if p.items and p.items[-1].key in RESULTS] if draft and draft.predicate == "stainResult" else []
    if draft and hedges and (results or any(p.marker and p.marker.kind in {"verb", "cue"} for p in inner)):
        if draft.polarity == "denied":  # "not X (may be seen in Y)": an exception, and a possibility
            draft = replace(draft, polarity="affirmed", kept=list(draft.kept), mentions=[m for m in draft.mentions if m.role != "polarity"])
            clause.drafts.append(draft)
        draft.stance(hedges if not results else inner[0].scopes, clause.block.index)
        clause.read([span for p in results for span in p.spans])
        inner = [p for p in inner if p not in results]
    for before, other in zip([None, *inner], inner, strict=False):
        if other.relative:  # "sites that have little fat": part of the name before it
            clause.read(other.spans)
        elif reason := _left_out(clause, before, other):
            clause.cannot(other, reason)
        elif named := clause.bare(other):
            bracket = Bracket(clause, phrase, thing, draft, other, named)
            if read_name(bracket):
                read_brackets(clause, other, named, None)


def _left_out(clause: Clause, before: Phrase | None, other: Phrase) -> str:
    """Return why a name in a bracket is not read: "(other than X)", "(not in X)", "(sites with much fat)", "("face")"; "" where it is."""
    if other.role in LEFT_OUT or other.kind == "Population" and other.scope("polarity"):
        return "an exception in a bracket"
    if _is_quoted(clause, other):
        return "a likeness in quotation marks"
    told = before is not None and describes_place(clause, before, other)
    return "what a place has is no place of the disease" if told else ""


def _acts(clause: Clause, thing: Thing, inner: list[Phrase]) -> bool:
    """Read "drug A (blocks B)" as how A works; return whether the bracket says so."""
    verb = inner[0].marker if inner[0].role == "verb:act" else None
    if verb is None or thing.kind not in {"Substance", "Procedure"} or clause.key != "treatment":
        return False
    for phrase in inner:
        for named in [n for n in [thing_of(phrase, clause.page, whole=True)] if n and phrase.group == inner[0].group]:
            draft = clause.draft("treatmentMechanism", verb_thing(clause.page, "verb:act", verb, named), phrase, "bracket-acts")
            draft.subjects = (clause.subject(thing),)
            for each in clause.subjects:
                draft.add("disease", each.term, each.spans, each.block)
    return True


def pass_stances(clause: Clause) -> None:
    """Hedge or deny of what stands in a bracket what is so of the name before it: "viscera (lung, liver) may be involved"."""
    for phrase in [p for p in clause.phrases if p.brackets]:
        heads = [d for d in clause.drafts if d.source is phrase and d.rule not in PASSED and (d.modality, d.polarity) != PLAIN]
        inner = {p for bracket in phrase.brackets for p in bracket}
        for draft in clause.drafts if heads else ():
            told = draft.rule in PASSED and draft.predicate != "stainResult"
            if told and draft.source in inner and (draft.modality, draft.polarity) == PLAIN:
                draft.stand(heads[0])


def abbreviated(clause: Clause, phrase: Phrase) -> None:
    """Read the abbreviation behind a name that made no fact and is known no better: "against fibrillar protein (FP)"."""
    thing = clause.bare(phrase) if phrase.brackets and len(phrase.items) > 1 else None
    if thing is None or not thing.term.candidate or thing.kind == "Quality":
        return
    if any(not p.marker and not p.link for p in clause.after(phrase)[:1]):  # "metatarsophalangeal (MTP) joint"
        return
    for inner in [b[0] for b in phrase.brackets if len(b) == 1 and b[0].items]:
        named = clause.bare(inner)
        bracket = Bracket(clause, phrase, thing, None, inner, named) if named else None
        said = any(d.spans == (inner.span,) or inner.span in d.spans for d in clause.drafts)
        if bracket and not said and not inner.marker and abbreviates(bracket):
            synonym(bracket)
