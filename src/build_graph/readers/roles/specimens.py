"""In, on or by what a finding is seen: a fluid, a sample or a method behind a preposition of place is no site of the disease."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import FINDINGS, PLACES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.things import Thing

#: Predicates of what a method can show.
SHOWN = FINDINGS | {"labFinding", "stainResult", "molecularFinding"}
#: Sections where what is found in a fluid is no place.
FLUID_SECTIONS = {"clinical", "essential", "epidemiology", "prognosis"}
#: Kinds of what a laboratory finds.
MEASURED = {"Protein", "Measurement", "Substance"}


def is_in_fluid(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase names a fluid in which something is found: "no blood in stool", where the section tells what is found."""
    return clause.key in FLUID_SECTIONS and phrase.role == "in" and _is_fluid(clause, phrase) and bool(_before_fluid(clause, phrase))


def _is_fluid(clause: Clause, phrase: Phrase) -> bool:
    entry = phrase.items[0].entry if len(phrase.items) == 1 else None
    return entry is not None and fold(entry.term.label) in clause.page.lexicon.words["body-fluid"]


def _before_fluid(clause: Clause, phrase: Phrase) -> list[Draft]:
    """Return what the clause says right before a fluid to be found in it: of one coordination."""
    left = [p for p in clause.left(phrase) if p is not phrase and p.role != "in"]
    members = [p for p in left if p.group == left[-1].group]
    first = max((n for n, p in enumerate(members) if p.link not in {"and", "or"}), default=0)  # "fever, blood in stool": no fever there
    return [d for d in clause.drafts if d.source in members[first:] and not d.has("specimen")]


def found_in_fluid(clause: Clause, phrase: Phrase) -> None:
    """Read "blood in stool" as a finding, what it is found in as its specimen: neither is a site of the disease, or a cause."""
    for draft in _before_fluid(clause, phrase):
        kind = draft.object.kind if isinstance(draft.object, Term) else ""
        if draft.predicate in {"occursAtSite", "causedBy"}:
            draft.predicate = "labFinding" if kind in MEASURED else "hasClinicalFinding"
        for thing in clause.things(phrase):
            draft.add("specimen", thing.term, thing.spans, clause.block.index)


def tested_in(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Read "antigen test in serum" as what is tested; return whether a test stands before the place."""
    lead = next((p for p in clause.group(phrase) if p.parent is not None), phrase)
    tested = [d for d in clause.drafts if d.predicate in {"diagnosedBy", "labFinding"} and d.source is not None]
    tests = [d for d in tested if d.source is phrase.parent] or [d for d in tested if d.source is lead.parent]
    if not tests or phrase.role != "in" or thing.kind != "Tissue":
        return False
    tests[-1].add("specimen", thing.term, thing.spans, clause.block.index)
    read_brackets(clause, phrase, thing, None)
    return True


def taken_at(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Read "biopsies taken above A" under Diagnosis as where they are taken: no site of the disease; return whether it is said so."""
    done = clause.drafts[-1] if clause.key == "diagnosis" and clause.drafts and not clause.setting.entry else None
    if (
        done is None
        or done.predicate != "diagnosedBy"
        or done.source is None
        or not done.source.items
        or phrase.span.start < done.source.span.end
    ):
        return False
    done.add("site", thing.term, thing.spans, clause.block.index)
    return True


def seen_on(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """Read "is seen on X" behind findings: X is how they are seen; under Diagnosis it also diagnoses."""
    alone = clause.bare(phrase) or thing
    often = [s for s in phrase.scopes if s.marker.property == "frequency"]
    name = "specimen" if _is_sample(clause, phrase, alone) else "method"
    last = _last_of_amounts(clause, phrase)
    for draft in last or clause.drafts or clause.before:
        if draft.predicate in SHOWN:
            draft.stance(() if draft.has("frequency") else often, clause.block.index)  # "these are generally seen on X"
            draft.add(name, alone.term, alone.spans, clause.block.index)
            if alone.kind == "ImagingModality" and not clause.setting.entry:
                draft.predicate = "imagingFinding"
    if not last:
        clause.keep(name, alone.term, alone.spans)
    if clause.key == "diagnosis" and alone.kind != "ImagingModality":
        clause.draft("diagnosedBy", alone, phrase, "seen-on").kept.pop()


def _last_of_amounts(clause: Clause, phrase: Phrase) -> list[Draft]:
    """Return the last of an open list of amounts, "A ≥ 60%, B ≥ 100, > 1 C on MRI": the method behind it is of that one alone."""
    own = phrase.parent
    if own is None or own.number is None or own not in clause.phrases or phrase not in clause.phrases:
        return []
    before = clause.phrases[: clause.phrases.index(own)]
    commas = [i.key for i in clause.items if before and before[-1].span.end <= i.span.start < own.span.start]
    listed = bool(before) and before[-1].number is not None and commas == [","]
    return [d for d in clause.drafts if d.source is own] if listed else []


def _is_sample(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a phrase behind "in" names tissue that was taken, by its site: "in liver biopsies"; "on biopsy" says how."""
    site, _, last = thing.term.label.rpartition(" ")
    lexicon, lead = clause.page.lexicon, phrase.introduced
    if lead is None or lead.key.split(" ")[-1] != "in" or last not in lexicon.words["sample"] or not site:
        return False
    entry = lexicon.names.get(site.casefold())
    return site.casefold() in lexicon.site_adjectives or entry is not None and entry.term.kind in PLACES
