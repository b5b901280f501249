"""Phrases that no cue introduces, and words that only tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.asked import Rules
from build_graph.readers.clause import CHANGE_SECTIONS, FINDINGS, METHODS, PLACES, WHOLE, Clause, describes_place
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.roles.acts import by_change
from build_graph.readers.roles.antigen import lies_at, names_ligand
from build_graph.readers.roles.effects import no_effect
from build_graph.readers.roles.emit import Role, emit, read_as
from build_graph.readers.roles.foretold import foretells
from build_graph.readers.roles.kinds import MOST_ITEMS
from build_graph.readers.roles.lists import listed_member, listed_site, listed_stage, listed_subtype
from build_graph.readers.roles.people import population, predominance
from build_graph.readers.roles.stains import colour_with, coloured, diagnoses, marker, stained, tested
from build_graph.readers.roles.states import affected, involved, looked_at, state, to_exclude
from build_graph.readers.roles.unknown import hypothesis
from build_graph.readers.roles.whereabouts import held_by, site_of_genus
from build_graph.readers.things import Thing

#: UCUM codes of length and mass.
SIZES = {"cm", "mm", "um", "g", "kg", "nm"}
#: Roles of a list whose items are read phrase by phrase, and thing by thing.
BY_PHRASE: dict[str, Role] = {"hypothesis": hypothesis, "stain_positive": stained, "stain_negative": stained}
BY_THING: dict[str, Callable[[Clause, Phrase, Thing], None]] = {
    "member": listed_member, "occursAtSite": listed_site, "subtypeOf": listed_subtype, "stage": listed_stage,
    "stain_use": diagnoses,
}  # fmt: skip


def _aside(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a relative clause in a list of stains tells of the stain before it: "X, which is of help"; it names none."""
    if not clause.setting.role.startswith("stain_") or not clause.drafts:
        return False
    clause.cannot(phrase, "what is said of a stain is not read")
    return True


def plain(clause: Clause, phrase: Phrase) -> None:
    """A phrase that no cue introduces: its predicate is that of the list it stands in, else of section and kind."""
    if phrase.relative and _aside(clause, phrase):
        return
    for reads in FORMS.of((*clause.held, phrase.kind, "is" if phrase.role == "is" else "")):
        if reads(clause, phrase):
            return
    role = _role(clause, phrase)
    if role in BY_PHRASE:
        BY_PHRASE[role](clause, phrase)
        return
    site_of_genus(clause, phrase)
    listed = BY_THING.get(role.partition(":")[0])
    whole = role in WHOLE or role.startswith("member:") or role == "stage" or clause.key in {"treatment", "prognosis"}
    for thing in clause.things(phrase, whole=whole):
        if listed:
            listed(clause, phrase, thing)
        else:
            emit(clause, phrase, thing, role)


def _role(clause: Clause, phrase: Phrase) -> str:
    """Return the role that the lines above give to a bare item; what "is" said behind an outcome is one, too."""
    if phrase.role == "is" and any(d.predicate == "hasComplicationOrOutcome" for d in clause.drafts):
        return "outcome"
    role = clause.setting.role if phrase.role in {"", "is", "include"} else ""
    return "" if role.startswith("member:") and _states(clause) else role


def _states(clause: Clause) -> bool:
    """Return whether a clause says something with a verb: it is no item of a list."""
    return any(p.marker and p.marker.kind == "verb" or p.role in {"exclude", "excludes", "cause"} for p in clause.phrases)


def _per(clause: Clause, phrase: Phrase) -> bool:
    """Read "per 100 cells" behind a count as that of which so many were counted: no finding of its own."""
    if phrase.role != "per" or phrase.number is None or not phrase.items or phrase.number.quantity.unit != "1":
        return False
    left = clause.left(phrase)
    counted = [d for d in clause.drafts if d.quantity is not None and left and d.source is left[-1]]
    for draft in counted:
        draft.add("of", " ".join(clause.page.words(phrase.span).split()).casefold(), (phrase.span,), clause.block.index)
    if not counted:
        clause.cannot(phrase, "that of which so many were counted is no finding")
    return True


def _size(clause: Clause, phrase: Phrase) -> bool:
    """Read ", 2 - 5 cm" behind a finding as its size."""
    if phrase.number is None or phrase.items:
        return False
    heads = [d for d in clause.drafts if d.predicate in FINDINGS and not d.has("attribute") and d.quantity is None]
    if phrase.number.quantity.unit not in SIZES:
        _counted(clause, phrase)
        return True
    seen = clause.page.lexicon.predicate(clause.key, "Quality")
    if heads:
        heads[-1].measure(phrase.number)
    elif seen in FINDINGS:
        size = clause.page.lexicon.entries["size"].term
        draft = clause.draft(seen, Thing(size, "Quality", (phrase.number.span,), (phrase.number.span,)), phrase, "size")
        draft.measure(phrase.number)
        draft.add("attribute", "size", (phrase.number.span,), clause.block.index)
    return True


def _counted(clause: Clause, phrase: Phrase) -> None:
    """Read "> 4 mitoses / 10 HPF", whose unit names what is counted."""
    number, lexicon = phrase.number, clause.page.lexicon
    if number is None or number.quantity.unit == "1" or clause.key not in {"microscopic", "prognosis", "differential", "essential"}:
        return
    named = (lexicon.names.get(word) for word in fold(clause.page.words(number.span)).split(" "))
    entry = next((e for e in named if e and e.term.kind == "Finding"), None)
    if entry:
        predicate = "distinguishingFinding" if clause.setting.entry else "histologicFinding"
        predicate = "prognosisStatement" if clause.key == "prognosis" and phrase.role in {"prognostic", "is", "include"} else predicate
        draft = clause.draft(predicate, Thing(entry.term, "Finding", (number.span,), (number.span,)), phrase, "counted")
        draft.measure(number)


def _way_of_seeing(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a method stands before "shows": what it shows says so."""
    if clause.key == "diagnosis":
        return False
    return any(p.role == "show" for p in clause.after(phrase)[:1])


def _tested(clause: Clause, phrase: Phrase) -> bool:
    if phrase.result is None:
        return False
    if phrase.role == "is" and phrase.link and phrase in clause.phrases:  # "A is usually positive, B negative": "usually" is said of A
        before = clause.phrases[clause.phrases.index(phrase) - 1]
        phrase.scopes = [s for s in phrase.scopes if s.item.span.start >= before.span.end]
    tested(clause, phrase)
    return True


def _people(clause: Clause, phrase: Phrase) -> bool:
    """Read people where the section tells who is affected, or for whom a treatment is."""
    if _role(clause, phrase):
        return False
    topic = clause.page.topic
    subtype = any(s.term != topic and (s.term.head == topic or clause.page.names.member(s.term)) for s in clause.subjects)
    listed = subtype and phrase.role in {"", "is"} and clause.key in CHANGE_SECTIONS and phrase.scope("polarity") is None
    affected = clause.page.lexicon.predicate(clause.key, "Population") == "affectsPopulation" or listed
    if not affected and not (clause.key in {"treatment", "prognosis"} and clause.drafts):
        return False
    population(clause, phrase)
    return True


def _line(clause: Clause, phrase: Phrase) -> bool:
    """Read "is the first line treatment": the line of what stands before it."""
    line = phrase.scope("line")
    if line is None or len(phrase.items) != 1 or phrase.items[0].key not in clause.page.lexicon.words["remedy"]:
        return False
    for draft in clause.drafts:
        draft.add("line", line.marker.value, (line.item.span,), clause.block.index)
    clause.read(phrase.spans)
    return True


def _apposed(clause: Clause, phrase: Phrase) -> bool:
    """Read "drug A, a B inhibitor, ..." as the class of the drug before it."""
    drug = next((d for d in reversed(clause.drafts) if d.predicate == "treatedBy" and isinstance(d.object, Term)), None)
    if drug is None or not isinstance(drug.object, Term) or not phrase.items:
        return False
    before, last = clause.ahead_of(phrase)[-2:], phrase.last
    if len(before) < 2 or before[0].key != "," or before[1].key not in {"a", "an"}:
        return False
    thing = clause.thing(phrase, whole=True)
    if last is None or thing is None or last.key.split(" ")[-1] not in clause.page.lexicon.words["drug-class"]:
        return False
    whole = thing._replace(kind=drug.object.kind, term=replace(thing.term, kind=drug.object.kind))
    own = (Subject(drug.object, drug.spans, clause.block.index),)
    clause.draft("subtypeOf", whole, None, "apposed-class", own).kept.clear()
    return True


def _risk_share(clause: Clause, phrase: Phrase) -> bool:
    """Read "5% lifetime risk of X": X follows, in that share."""
    number = phrase.number
    risks = clause.page.lexicon.words["risk"]
    if number is None or not number.is_share or not phrase.items or not risks.get(phrase.items[-1].key.split(" ")[-1]):
        return False
    for other in clause.complements(phrase):
        clause.used.add(other)
        for thing in clause.things(other, whole=True):
            if draft := emit(clause, other, thing, "outcome", "risk-share"):
                draft.measure(number, "proportion")
    return True


def _bare_measure(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase only names a measure ("Prognosis is poor"): what is said of it makes the fact."""
    if phrase.number is not None or phrase.key not in clause.page.lexicon.measures:
        return False
    said = next((p for p in clause.after(phrase) if p.role == "is"), None)
    last = said.last.entry if said and said.last else None
    return said is not None and not (last and last.aspect == "state")  # "survival is not reduced": a state of the measure


#: What a phrase may be by its form, and what it takes: of the clause, of the kind of the phrase, "is" before it. The first that takes
#: a phrase has read it.
FORMS = Rules[Callable[[Clause, Phrase], bool]](
    (foretells, ({"is"}, {"predictor", "verdict"})),
    (_per, ({"number"},)),
    (_size, ({"number"},)),
    (to_exclude, ({"is"}, {"exclusion"})),
    (affected, ({"is"}, {"involved"})),
    (involved, ({"involved"},)),
    (state, ({"is"},)),
    (looked_at, (PLACES,)),
    (_way_of_seeing, (METHODS, {"cue"})),
    (_tested, ({"stain-result"},)),
    (_people, ({"Population"},)),
    (_line, ({"is"}, {"remedy"})),
    (_apposed, ({"drug-class"},)),
    (predominance, ({"predominance"},)),
    (_risk_share, ({"risk"},)),
    (_bare_measure, ()),
    (no_effect, ({"effect"},)),
    (marker, ({"marker"},)),
    (names_ligand, ({"ligand"},)),
    (lies_at, ({"Gene"},)),
)


def _in_its_patients(clause: Clause, phrase: Phrase) -> bool:
    """Read "X is present in most patients with <the disease>": how often X is so, and nothing that goes with it."""
    often, thing = phrase.scope("frequency"), clause.thing(phrase)
    before = clause.ahead_of(phrase)[-2:]
    of_them = len(before) == 2 and often is not None and before[0] is often.item and before[1].key == "with"
    if not of_them or thing is None or thing.term not in [s.term for s in clause.subjects]:
        return False
    for draft in clause.drafts:
        draft.stance([often] if often else [], clause.block.index)
    clause.read(thing.spans)
    return True


def together(clause: Clause, phrase: Phrase) -> None:
    """Behind "with": a further finding; another disease is the context of the findings that the clause has named."""
    seen = [d for d in clause.drafts if d.predicate in FINDINGS]
    if phrase.kind == "Disease" and _in_its_patients(clause, phrase):
        return
    if phrase.kind == "Disease" and seen and not clause.setting.entry and clause.key in {"clinical", "essential", "sites", "microscopic"}:
        for thing in clause.things(phrase, whole=True):
            for draft in seen:
                draft.add("context", thing.term, thing.spans, clause.block.index)
            if phrase.marker and phrase.marker.kind == "cue":
                emit(clause, phrase, thing, "association", "context")
        return
    if clause.key == "laboratory" and _with_state(clause, phrase):
        return
    left = clause.left(phrase)
    if left and describes_place(clause, left[-1], phrase):
        clause.cannot(phrase, "what a place has is no place of the disease")
        return
    colours = coloured(clause, phrase)
    if phrase.kind == "Stain" and colours:
        spans = {i.span for i in colours}
        clause.drafts[:] = [d for d in clause.drafts if not spans & set(d.spans)]
        colour_with(clause, phrase)
        return
    count = len(clause.drafts)
    _becomes(clause, phrase)
    plain(clause, phrase)
    _of_procedure(clause, clause.drafts[count:], left[-1] if left else None)
    held_by(clause, phrase, clause.drafts[count:], left[-1] if left else None)


def _becomes(clause: Clause, phrase: Phrase) -> bool:
    """Read "becomes manageable by X", "manageable with X" as what X does to the prognosis; return whether it is so."""
    said = clause.drafts[-1] if clause.drafts else None
    if clause.key != "prognosis" or phrase.kind != "Procedure" or said is None or said.predicate != "prognosisStatement":
        return False
    if said.source is None or said.source.kind != "Quality":
        return False
    for thing in clause.things(phrase, whole=True):
        said.add("procedure", thing.term, thing.spans, clause.block.index)
    return True


def _of_procedure(clause: Clause, made: Sequence[Draft], treatment: Phrase | None) -> None:
    """Say of an outcome behind "with" which treatment it is of: "excision with resolution"."""
    given = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source is not None and d.source is treatment]
    for draft in made:
        for drug in given if draft.predicate == "hasComplicationOrOutcome" else ():
            if isinstance(drug.object, Term):
                draft.add("procedure", drug.object, drug.spans, clause.block.index)


def _with_state(clause: Clause, phrase: Phrase) -> bool:
    """Read "are elevated with cardiac involvement" as when the level is so; return whether "with" stands behind a state."""
    before = phrase.parent.last.entry if phrase.parent is not None and phrase.parent.last else None
    said = [d for d in clause.drafts if d.has("state")]
    if before is None or before.aspect != "state" or phrase.parent is None or phrase.parent.head is not None or not said:
        return False
    spans = (*((phrase.marker.span,) if phrase.marker else ()), phrase.span)
    text = " ".join(w for span in spans for w in clause.page.words(span).split()).casefold()
    for draft in said:
        draft.add("condition", text, spans, clause.block.index)
    return True


def by(clause: Clause, phrase: Phrase) -> None:
    """Behind "by": the procedure that confirms, the treatment that is given, else a mediator."""
    if by_change(clause, phrase):
        return
    if any(p.role == "confirm" and p.marker and p.marker.kind == "cue" for p in clause.phrases):
        read_as("confirm", clause, phrase)
    elif phrase.kind in METHODS and clause.drafts and clause.key not in {"treatment", "prognosis"}:
        read_as("place", clause, phrase)
    elif phrase.number and clause.drafts and clause.drafts[-1].quantity is None:
        clause.drafts[-1].measure(phrase.number)
    elif _becomes(clause, phrase):
        read_as("", clause, phrase)
    elif clause.key == "pathophysiology" and _acted(clause, phrase):
        for thing in clause.things(phrase):
            emit(clause, phrase, thing, "mediate", "agent")
    else:
        plain(clause, phrase)


def _acted(clause: Clause, phrase: Phrase) -> bool:
    """Return whether an unknown name says by what something is acted on: "X is cleaved by Y"."""
    at = clause.phrases.index(phrase)
    acts = at > 0 and clause.phrases[at - 1].role == "verb:act" and not clause.phrases[at - 1].items
    return acts and phrase.marker is not None and not phrase.kind and 0 < len(phrase.items) <= MOST_ITEMS
