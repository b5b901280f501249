"""What a clause takes from what was said before it: the thing that its qualities, its site or what surrounds it belong to, and "also"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from build_graph.facts import Block, Fact, Qualifier, Span, Term
from build_graph.language.phrases import Phrase
from build_graph.language.sharing import APPEARANCE
from build_graph.readers.clause import FINDINGS, STANCES, Clause
from build_graph.readers.draft import Draft, Kept, Subject

#: What the look-alike shows, or is made of, and the page's disease may show or be made of, too.
SHOWN = FINDINGS | {"composedOf", "labFinding", "stainResult"}


def take_over(clause: Clause) -> None:
    """Complete the facts of a clause by what was said before it."""
    if clause.drafts and (clause.before or clause.setting.borne) and (needy := [d for d in clause.drafts if _lacks_bearer(clause, d)]):
        _take_bearers(clause, needy)
    if clause.setting.leads and clause.drafts:
        _also(clause)


def _lacks_bearer(clause: Clause, draft: Draft) -> bool:
    """Return whether a fact tells how or where a thing is, or what is around it, and not of what thing."""
    if draft.has("bearer") or draft.source is None:
        return False
    if draft.predicate == "occursAtSite":
        return clause.setting.entry and draft.polarity == "affirmed"
    if draft.predicate not in FINDINGS:
        return False
    return draft.has("position") or any(k.qualifier.name == "attribute" and k.qualifier.value in APPEARANCE for k in draft.kept)


def _take_bearers(clause: Clause, needy: Sequence[Draft]) -> None:
    """Say what it is said of: what the clause before it, or below a look-alike the line before it, spoke of: "often painless"."""
    lead = clause.lead
    if lead is None or clause.items[0].kind == "preposition" or not (lead.head is None or lead.introduced is not None):
        return
    spoken = _spoken_of([d for d in clause.before if d.polarity == "affirmed"], clause.block)
    if not spoken and not any(_is_head(d.predicate, d.kept, d.object) for d in clause.before) and _goes_on(clause, lead):
        spoken = clause.setting.borne
    for draft in needy:
        for own in spoken:
            draft.add("bearer", own.term, own.spans, own.block)


def _goes_on(clause: Clause, lead: Phrase) -> bool:
    """Return whether a line begins with a verb and has no subject: "often surrounded by X", "can be Y"; "often painful" has no verb."""
    if clause.before:
        return True
    marker = lead.introduced
    acts = marker is not None and marker.kind in {"cue", "verb"}
    return acts or any(i.function in {"be", "participle"} or i.key in STANCES for i in clause.ahead_of(lead))


def _spoken_of(drafts: Sequence[Draft], block: Block) -> tuple[Subject, ...]:
    """Return what facts of one line speak of."""
    named = [d for d in drafts if _is_head(d.predicate, d.kept, d.object)]
    heads = [Subject(d.object, d.spans, block.index) for d in named if isinstance(d.object, Term)]
    return _one(heads, [{k.qualifier.value for k in d.kept if k.qualifier.name == "bearer"} for d in drafts])


def borne_by(block: Block, facts: Sequence[Fact]) -> tuple[Subject, ...] | None:
    """Return what the line of a look-alike speaks of: the one thing, or one list of things, whose looks or place it tells.

    None where it names no thing: the next line may go on with what stands before this one.
    """
    heads, bearers = [], []
    for fact in facts:
        claim = fact.claim
        if isinstance(claim.object, Term) and claim.polarity == "affirmed":
            if _is_head(claim.predicate, claim.qualifiers, claim.object):
                named = next((m.spans for m in fact.evidence.mentions if m.role == "object"), ())
                heads.append(Subject(claim.object, named, block.index))
            bearers.append({q.value for q in claim.qualifiers if q.name == "bearer"})
    return _one(heads, bearers) if heads else None


def _is_head(predicate: str, kept: Iterable[Kept | Qualifier], named: Term | str) -> bool:
    """Return whether a fact names a thing that is seen, and neither its looks nor what is around it."""
    thing = isinstance(named, Term) and named.kind in {"Finding", "CellType"}
    names = {(k.qualifier if isinstance(k, Kept) else k).name for k in kept} if thing and predicate in FINDINGS else {"attribute"}
    return names.isdisjoint({"attribute", "position"})


def _one(heads: Sequence[Subject], bearers: Iterable[Collection[Term | str]]) -> tuple[Subject, ...]:
    """Return the one head of which something is told, or all of a list where each is told of all; none of several."""
    told = [each for each in bearers if each]
    named = {s.term for s in heads}
    return tuple(heads) if told and (len(named) == 1 or all(named == each for each in told)) else ()


def _also(clause: Clause) -> None:
    """Read "also" at the start of what is first said of a look-alike: the page's disease shows it, too; farther down it only adds."""
    words = clause.page.lexicon.words["likewise"]
    start = next((i.span.start for i in clause.items if i.nominal), 1 << 60)
    said = next((i for i in clause.items if words.get(i.key) == "" and i.span.end <= start), None)
    spans = (said.span,) if said else _continued(clause)
    for draft in clause.drafts if spans else ():
        if draft.predicate in SHOWN and draft.polarity == "affirmed":
            draft.add("shared", "yes", spans, clause.block.index)


def _continued(clause: Clause) -> tuple[Span, ...]:
    """Return the "also" of the clause before one that goes on with it: "also consists of X; there is Y"."""
    if not clause.before or not clause.page.lexicon.words["likewise"].get(clause.items[0].key):
        return ()
    return next((k.spans for d in clause.before for k in d.kept if k.qualifier.name == "shared"), ())
