"""On the page of a stain: what encodes its antigen, what binds it, what it predicts, what its control is; elsewhere they state nothing."""

from __future__ import annotations

from dataclasses import replace

from build_graph.language.phrases import Phrase, Scope
from build_graph.readers.bracketed import locus_of
from build_graph.readers.clause import Clause, own_scopes
from build_graph.readers.roles.foretold import foretell
from build_graph.readers.roles.stains import TAKERS, with_stain
from build_graph.readers.things import thing_of


def _elsewhere(clause: Clause, phrase: Phrase) -> bool:
    """Report a phrase on a page that is about no stain; return whether it is one."""
    if clause.page.about_stain and not clause.setting.entry:
        return False
    clause.cannot(phrase, "read on the page of a stain alone")
    return True


def encoded(clause: Clause, phrase: Phrase) -> None:
    """Behind "encoded by", "product of": the gene of the antigen, and where on a chromosome it lies."""
    if _elsewhere(clause, phrase):
        return
    for thing in clause.things(phrase, whole=True):
        gene = thing._replace(kind="Gene", term=replace(thing.term, kind="Gene")) if not thing.kind else thing
        clause.draft("associatedWith", gene, phrase, "encoded-by")
        for other in clause.behind.get(phrase, ()):
            if locus_of(clause, other, clause.subject(gene)):
                clause.used.add(other)


def ligand(clause: Clause, phrase: Phrase) -> None:
    """Behind "ligand is": what binds the antigen."""
    for thing in clause.things(phrase, whole=True):
        named = thing._replace(kind="Protein", term=replace(thing.term, kind="Protein")) if not thing.kind else thing
        draft = clause.draft("mediatedBy", named, phrase, "ligand")
        said = next((p for p in clause.left(phrase)[:1] if p.items), None)
        draft.add("role", "ligand", said.spans if said else (), clause.block.index)


def predicts(clause: Clause, phrase: Phrase) -> None:
    """Behind "predicts", "is evidence of": what the stain tells of the disease, or does not."""
    if not clause.page.about_stain and phrase.introduced and any(m.value == "foretell" for m in phrase.introduced.markers):
        foretell(clause, phrase)
        return
    if _elsewhere(clause, phrase):
        return
    to = [p for p in clause.behind.get(phrase, ()) if p.role == "to" and p.items][:1]
    clause.used.update(to)
    whole = thing_of(phrase, clause.page, whole=True, complements=to) if to else None  # "predicts response to X"
    stance = _own_stance(clause, phrase)
    for thing in [whole] if whole else clause.things(phrase, whole=True):
        draft = clause.draft("prognosisStatement", thing, None, "predicts")
        draft.source = phrase
        draft.stance(stance, clause.block.index)
        measured = [t for p in clause.left(phrase)[:1] if (t := clause.thing(p, whole=True))]
        for each in measured:
            draft.add("measure", each.term.label, each.spans, clause.block.index)


def _own_stance(clause: Clause, phrase: Phrase) -> list[Scope]:
    """Return what hedges or denies this one of several verbs: "is evidence of X and does not predict Y"."""
    said = [p for p in clause.left(phrase) if p.role == phrase.role and p.group != phrase.group]
    start = said[-1].span.end if said and said[-1].items else 0
    found = [*phrase.scopes, *own_scopes(clause, phrase)]
    return [scope for scope in found if scope.item.span.start >= start]


def names_ligand(clause: Clause, phrase: Phrase) -> bool:
    """Read "Ligand is X" on the page of a stain; return whether a phrase is part of that."""
    if not clause.page.about_stain or clause.setting.entry or not phrase.items:
        return False
    words = clause.page.lexicon.words["ligand"]
    if phrase.role == "is" and any(p.key in words for p in clause.left(phrase)[:1]):
        ligand(clause, phrase)
        return True
    return phrase.key in words and not phrase.role and any(p.role == "is" for p in clause.after(phrase)[:1])


def lies_at(clause: Clause, phrase: Phrase) -> bool:
    """Read "gene on 1q32" on the page of a stain: where the gene of its antigen lies; return whether a phrase says so."""
    if not clause.page.about_stain or clause.setting.entry or phrase.kind != "Gene" or phrase.role:
        return False
    told = [p for p in clause.behind.get(phrase, ()) if locus_of(clause, p, clause.setting.subjects[0])]
    clause.used.update(told)
    if told:
        clause.read(phrase.spans)
    return bool(told)


def control(clause: Clause, phrase: Phrase) -> None:
    """Read "X serves as internal control": X takes the stain."""
    if _elsewhere(clause, phrase) or phrase.introduced is None:
        return
    named = [phrase] if phrase.items else [p for p in clause.left(phrase) if not p.marker]
    for thing in (t for p in named for t in clause.things(p, whole=True)):
        told = thing._replace(kind="Tissue", term=replace(thing.term, kind="Tissue")) if not thing.kind else thing
        if told.kind in TAKERS:
            clause.drafts[:] = [d for d in clause.drafts if d.source not in named]
            draft = with_stain(clause, "stainResult", phrase, "control", told)
            draft.add("role", "control", (phrase.introduced.span,), clause.block.index)
            draft.stance([s for p in named for s in p.scopes], clause.block.index)
