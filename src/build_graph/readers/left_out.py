"""What is said of something else, or left out, and so is no fact of the disease: "A is spared, B is not", "in X but not here"."""

from __future__ import annotations

from build_graph.readers.clause import FINDINGS, Clause

#: Role of a verb that tells two things apart.
APART = "verb:distinguish"
#: Ends a clause that leaves out what it denies, and what more than its presence may have been said of the thing before.
NOT_SO = {"is not", "are not"}
TOLD = ("attribute", "severity", "frequency", "extent", "state")


def settle_ellipsis(clause: Clause) -> None:
    """Read "A is spared, B is not" as B affected; what "A is painful, B is not" leaves out is no denial of B itself."""
    last = clause.items[-1] if clause.before and clause.items else None
    if last is None or last.kind != "scope" or last.key not in NOT_SO or clause.setting.entry:
        return
    group = clause.before[-1].source.group if clause.before[-1].source is not None else None
    said = [d for d in clause.before if d.source is not None and d.source.group == group]
    for draft in [d for d in clause.drafts if d.polarity == "denied"]:
        if any(d.polarity == "denied" for d in said):
            draft.affirm()
        elif any(d.has(name) for d in said for name in TOLD):
            clause.drafts.remove(draft)
            if draft.source:
                clause.cannot(draft.source, "what it is not is left out")


def drop_conditional(clause: Clause) -> None:
    """Take back a test denied by "without" behind what is said of the diagnosis: "it is presumptive without biopsy" does not deny biopsy.

    So is one with which two diseases are not told apart: "cannot be distinguished from X on biopsy".
    """
    if clause.key != "diagnosis":
        return
    said = [i for i in clause.items if i.nominal or i.kind == "verb" or i.function == "be"]
    apart = any(p.role == APART and p.scope("polarity") for p in clause.phrases)
    for draft in [d for d in clause.drafts if d.predicate == "diagnosedBy" and d.source is not None]:
        denied = draft.source.scope("polarity") if draft.source is not None else None
        if draft.source is None or denied is None or not (apart or denied.marker.direction == "narrow"):
            continue
        if said and (apart or said[0].span.start < denied.item.span.start):
            clause.drafts.remove(draft)
            clause.cannot(draft.source, "without which something is so")


def drop_effect(clause: Clause) -> None:
    """Take back "not relapse" behind "drug A prevents scarring": what A does not do to it is no outcome of the disease."""
    first = clause.items[0].scope() if clause.items and clause.key == "treatment" and clause.before else None
    if first is None or first.property != "polarity" or clause.before[-1].predicate != "treatmentEffect":
        return
    for draft in [d for d in clause.drafts if d.predicate == "hasComplicationOrOutcome" and d.source is not None]:
        clause.drafts.remove(draft)
        if draft.source is not None:
            clause.cannot(draft.source, "what a treatment does not do to it")


def deny_here(clause: Clause) -> None:
    """Read "A is found in X but not in D", D being the disease itself, as A denied of it; a claim of the clause before falls."""
    denials = [i for i in clause.items if i.kind == "scope" and i.marker.property == "polarity" and i.marker.direction == "forward"]
    if not denials or clause.setting.entry or not (clause.drafts or clause.before):
        return
    denied = denials[0]
    first = denied is clause.items[0] and not clause.drafts
    here = first and len(clause.items) == 2 and clause.items[1].key in clause.page.lexicon.words["here"]
    own = [s.term for s in clause.subjects]
    told = [p for p in clause.phrases if p.role in {"in", "place"} and p.items and p.ruled_by(denied)]
    named = [t for p in told if (t := clause.bare(p)) and t.term in own]
    said = [*clause.before] if first else [d for d in clause.drafts if d.spans and d.spans[-1].end <= denied.span.start]
    for draft in said if here or named else ():
        if draft.predicate in {*FINDINGS, "stainResult", "molecularFinding", "labFinding"} and draft.polarity == "affirmed":
            draft.deny(denied)
        elif draft.predicate == "associatedWith":
            draft.subjects = ()  # said of what X has
    clause.read(span for t in named for span in t.spans)
