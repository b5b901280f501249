"""What nobody knows: an uncertain cause, of the disease or of a step, and hypotheses."""

from __future__ import annotations

from build_graph.facts import Term
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import Clause
from build_graph.readers.roles.emit import emit, read_as
from build_graph.readers.things import Thing

#: Sections that tell how the disease comes about, step by step.
STEP_SECTIONS = {"pathophysiology", "etiology"}
#: Kinds of what may have a cause of its own that nobody knows.
STEPS = {"Process", "Finding", "Event"}


def unknown_cause(clause: Clause, phrase: Phrase) -> bool:
    """Read "X of unknown cause" where X is a step, and no disease, as what nobody knows of X; return whether it says so."""
    last = phrase.items[-1].entry if phrase.items else None
    step = phrase.parent
    if last is None or last.aspect != "unknown" or "cause" not in last.term.slug or clause.key not in STEP_SECTIONS:
        return False
    thing = clause.thing(step) if step is not None and step.kind in STEPS else None
    if thing is None:
        return False
    spans = (phrase.items[-1].span,)
    draft = clause.draft("causedBy", Thing(last.term, "Process", spans, spans), None, "said-unknown", (clause.subject(thing),))
    draft.modality, draft.mentions = "uncertain", []
    for each in clause.subjects:
        draft.add("disease", each.term, each.spans, each.block)
    return True


def uncertain(clause: Clause, phrase: Phrase) -> None:
    """The page says that it does not know."""
    slug = phrase.role.partition(":")[2]
    entry = clause.page.lexicon.entries.get(slug)
    if phrase.marker is None:
        return
    term = entry.term if entry else Term(slug, slug.replace("-", " "), "Process", candidate=True)
    thing = Thing(term, term.kind, (phrase.marker.span,), (phrase.marker.span,))
    predicate = "causedBy" if slug.startswith("cause") else "hasMechanism"
    draft = clause.draft(predicate, thing, None, "said-unknown")
    draft.modality = "uncertain"
    if phrase.items:
        read_as("", clause, phrase)


def hypothesis(clause: Clause, phrase: Phrase) -> None:
    """Behind "hypotheses include": steps that nobody has shown."""
    for thing in clause.things(phrase, whole=True):
        draft = emit(clause, phrase, thing, "hypothesis", "hypothesis")
        marker = phrase.marker or next((p.marker for p in clause.phrases if p.role == "hypothesis" and p.marker), None)
        if draft and marker:
            draft.hedge("hypothesis", marker)
