"""What a finding foretells: "X predicts recurrence", "X is the strongest predictor of survival"."""

from __future__ import annotations

from build_graph.facts import Span
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.readers.attributed import DOUBT
from build_graph.readers.clause import Clause
from build_graph.readers.roles.emit import read_as

#: Sections that tell nothing of the outcome of the page's disease.
OTHER_SECTIONS = {"treatment", "treatment_child", "terminology", "epidemiology", "etiology"}
#: Roles of what stands before a verb and is its subject.
LEADS = {"", "is", "verb:nominal", "verb:act"}

#: Kinds of what can be favorable or not.
FACTORS = {"Finding", "Process", "Event", "Measurement", "Gene", "Protein", "CellType", "Exposure"}


def foretell(clause: Clause, phrase: Phrase) -> None:
    """Behind "predicts": what stands before it is prognostic, where an outcome stands behind it."""
    told = clause.page.lexicon.words["foretold"]
    last = phrase.last.key.split(" ")[-1] if phrase.last else ""
    outcome = clause.key == "prognosis" or last in told or last in clause.page.lexicon.measures
    lead = _lead(clause, phrase)
    if clause.key in OTHER_SECTIONS or clause.setting.entry or not outcome or not lead or phrase.introduced is None:
        read_as("verb:other", clause, phrase)
        return
    _foretell(clause, lead, phrase.introduced.span.start)
    clause.read(phrase.spans)


def _foretell(clause: Clause, lead: list[Phrase], start: int) -> None:
    """State of what stands before ``start`` what is said from there on, denied or hedged as the words between say."""
    before = [i for i in clause.items if _says(i.span, lead, start)]
    joint = max((n for n, i in enumerate(before) if i.kind == "coordinator"), default=-1)  # "is not X and does not predict Y"
    stance = [Scope(i.marker, i) for i in before[joint + 1 :] if i.kind == "scope" and i.marker.property in CLAUSE_WIDE]
    weak = clause.page.lexicon.words["doubt"]  # "has little effect on survival"
    stance += [Scope(DOUBT, i) for i in before[joint + 1 :] if i.nominal and i.key in weak]
    if not any(d.rule == "foretells" and d.source in lead for d in clause.drafts):
        _state(clause, lead, Span(start, _end(clause, start)), "role", stance)


def bears_on(clause: Clause) -> None:
    """Read "X affects survival", "X has no bearing on outcome" under Prognostic factors: said of X, and no claim of the outcome."""
    words = clause.page.lexicon.words
    tie = next((i for i in clause.items if i.key.split(" ")[0] in words["bearing"]), None) if clause.key == "prognosis" else None
    if tie is None or clause.page.about_stain or clause.setting.role or clause.setting.entry:
        return
    end = _end(clause, tie.span.start)
    behind = [i.key.split(" ")[-1] for i in clause.items if tie.span.end <= i.span.start < end]
    lead = [p for p in clause.phrases if p.items and p.span.end <= tie.span.start and p.role in LEADS and p.kind != "Population"]
    lead = [p for p in lead if p.group == lead[0].group and not p.relative and tie not in p.items]
    if not lead or not any(word in words["foretold"] or word in clause.page.lexicon.measures for word in behind):
        return
    _foretell(clause, lead, tie.span.start)
    spans = {p: p.span if p.items or p.number else p.marker.span if p.marker else tie.span for p in clause.phrases}
    clause.used.update(p for p, span in spans.items() if p not in lead and tie.span.start <= span.start < end)
    clause.read(span for p in clause.used if p not in lead for span in p.spans)


def is_graded(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase tells of an outcome how good it is: "a worse prognosis", "shorter survival"."""
    last = phrase.last.key.split(" ")[-1] if phrase.last else ""
    outcome = last in clause.page.lexicon.words["foretold"] or last in clause.page.lexicon.measures
    return outcome and len(phrase.words) > 1 and bool(_lead(clause, phrase))


def _end(clause: Clause, start: int) -> int:
    """Return where what the verb says ends: at a comma or at the end of the clause."""
    behind = [i for i in clause.items if i.span.start >= start]
    stop = next((n for n, i in enumerate(behind) if i.key == "," or i.kind == "break"), len(behind))
    return behind[stop - 1].span.end


def _says(span: Span, lead: list[Phrase], start: int) -> bool:
    return lead[-1].span.end <= span.start < start


def _lead(clause: Clause, phrase: Phrase) -> list[Phrase]:
    """Return the coordination that the verb speaks of."""
    left = [p for p in clause.left(phrase) if p.role in LEADS and p.group != phrase.group and p.kind != "Population" and not p.relative]
    return [p for p in left if p.group == left[0].group] if left else []


def _state(clause: Clause, lead: list[Phrase], said: Span, name: str, stance: list[Scope]) -> None:
    """State of each member of ``lead`` that it is prognostic, in the words of ``said``; what it was taken for before falls."""
    clause.drafts[:] = [d for d in clause.drafts if d.source not in lead]
    for member in lead:
        for thing in clause.things(member, whole=True):
            draft = clause.draft("prognosisStatement", thing, member, "foretells")
            draft.stance(stance, clause.block.index)
            draft.add(name, " ".join(clause.page.words(said).split()), (said,), clause.block.index)
        clause.used.add(member)
    behind = [p for p in clause.phrases if p.role in {"after", "in", "before"} and p.items]
    clause.used.update(p for p in behind if lead[0].span.end <= p.span.start and p.span.end <= said.start)


def foretells(clause: Clause, phrase: Phrase) -> bool:
    """Read "X is the strongest predictor of survival" as said of X; return whether it was said so."""
    last = phrase.last.key if phrase.role == "is" and phrase.last else ""
    lead = _lead(clause, phrase) if last else []
    words = clause.page.lexicon.words
    if not lead or clause.key in OTHER_SECTIONS or clause.setting.entry:
        return False
    factor = lead[0].kind in FACTORS and lead[0].items[-1].key not in words["foretold"]
    judged = clause.key == "prognosis" and factor and words["verdict"].get(last) == "factor"  # "necrosis is unfavorable"
    if not judged and last not in words["predictor"]:
        return False
    behind = [p for p in clause.behind.get(phrase, ()) if p.role == "complement"]
    clause.used.update(behind)
    ends = [phrase.span.end, *(p.span.end for p in behind if p.items or p.number)]
    _state(clause, lead, Span(phrase.span.start, max(ends)), "role", [s for s in phrase.scopes if s.marker.property in CLAUSE_WIDE])
    return True


def prognostic(clause: Clause, phrase: Phrase) -> None:
    """Read "X is the most important prognostic factor" as said of X; "prognostic factors: X" as a list."""
    lead = _lead(clause, phrase) if not phrase.items else []
    verb = any(i.function == "be" and lead and i.span.start >= lead[-1].span.end for i in clause.items)
    if lead and verb and phrase.marker and not clause.setting.entry:
        _state(clause, lead, phrase.marker.span, "role", [])
    elif phrase.number and not phrase.items:
        read_as("", clause, phrase)  # "> 10 mitoses / 10 HPF"
    else:
        read_as("treat", clause, phrase)
