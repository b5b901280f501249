"""Where things are: sites that a name holds, a place that is near, which of two has more, and what lies there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.clause import FINDINGS, PLACES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing

#: Signs that say where, or in whom, there is more.
SIGNS = {">", "<"}
#: Kinds of what may be seen somewhere, besides findings and cells.
STUFF = {"Substance", "Protein", "Process"}
#: Roles of a place that says where something is, or of what it is a change.
WHERE = {"in", "place", "around", "complement"}


def site_of_genus(clause: Clause, phrase: Phrase) -> None:
    """Read "dermal proliferation" at the start of a definition: where the disease sits."""
    if clause.setting.entry or phrase.role or phrase.scope("polarity"):
        return
    last = phrase.last
    if clause.key == "terminology":
        _site_of_process(clause, phrase)
    if clause.key != "definition" or not clause.is_genus(phrase):
        return
    if last is None or last.key.split(" ")[-1] not in clause.page.lexicon.words["genus"]:
        return  # "epithelial tumor": what it is made of, as likely as not
    for item in phrase.words[:-1]:
        site = clause.page.lexicon.site_adjectives.get(item.key)
        if site is not None and not clause.page.names.label(phrase.key):
            draft = clause.draft("occursAtSite", Thing(site.term, site.term.kind, (item.span,), (item.span,)), phrase, "site-of-genus")
            draft.kept = [k for k in draft.kept if k.qualifier.name != "frequency"]


def _site_of_process(clause: Clause, phrase: Phrase) -> None:
    """Read "skin and muscular calcification" at the start of what defines a term: where it sits, as wide as the list before it."""
    lead = clause.group(phrase)[0]
    if not clause.setting.fixed or phrase.kind != "Process" or lead is not clause.phrases[0]:
        return
    alone = [p.items[0] for p in clause.group(phrase) if len(p.items) == 1 and not p.kind]
    for item in [*alone, *phrase.words[:-1]]:
        if site := clause.page.lexicon.site_adjectives.get(item.key):
            clause.unread = [u for u in clause.unread if u.span != item.span]
            named = Thing(site.term, site.term.kind, (item.span,), (item.span,))
            draft = clause.draft("occursAtSite", named, phrase, "site-of-process")
            draft.stance([s for s in lead.scopes if s.marker.property == "extent" and lead is not phrase], clause.block.index)
    wide = [s for s in lead.scopes if s.marker.property == "extent" and s not in phrase.scopes]
    phrase.scopes += wide
    before = [p for p in clause.group(phrase) if p is not phrase and len(p.items) == 1 and p.kind in {"", *PLACES}]
    for item in [p.items[0] for p in before if not p.items[0].inflected]:
        _process_at(clause, phrase, item)


def _process_at(clause: Clause, phrase: Phrase, site: Item) -> None:
    """Read "skin" of "skin and muscular calcification" as a site of the same process: "skin calcification"."""
    last = phrase.words[-1]
    named = site.key in clause.page.lexicon.site_adjectives or site.entry is not None and site.entry.term.kind in PLACES
    if len(phrase.words) < 2 or not named:
        return
    label = f"{site.key} {last.entry.term.label if last.entry else last.key}"
    entry = clause.page.lexicon.names.get(fold(label))
    term = entry.term if entry else Term(slug_of(label), label, "Process", candidate=True, head=last.entry.term if last.entry else None)
    spans = (site.span, last.span)
    clause.draft("hasMechanism", Thing(term, "Process", spans, spans), phrase, "site-of-process")


#: What leads to a thing that something lies around, and its position.
AROUND = "around"


def around(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say that the disease sits around a place, not in it: "around joints", "predominantly around joints"."""
    if AROUND not in clause.keys:
        return
    near = [phrase.introduced, *(s.item for s in phrase.scopes if s.marker.property == "predominance")]
    if said := next((i for i in near if i and i.key.split(" ")[-1] == AROUND), None):
        draft.add("position", AROUND, (said.span,), clause.block.index)


def more_at(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Read "legs (left > right)" as which of two has more of it: no place of its own, and no type."""
    for named in (phrase, *clause.complements(phrase)) if clause.keys & SIGNS else ():
        behind = [i for i in clause.items if i.span.start >= named.span.end] if named.brackets else []
        inside = list(takewhile(lambda i: i.kind != "close", behind[1:]))
        signs = [i for i in inside[1:-1] if i.key in SIGNS]
        if len(signs) == 1 and behind[0].kind == "open" and all(_is_compared(i) for i in inside if i not in signs):
            span = Span(inside[0].span.start, inside[-1].span.end)
            draft.add("comparator", " ".join(clause.page.words(span).split()), (span,), clause.block.index)
            del named.brackets[0]


def _is_compared(item: Item) -> bool:
    """Return whether an item of a comparison says which part or side, and no people, place or number."""
    return item.kind in {"quality", "word", "verb"} and (item.entry is None or item.entry.term.kind == "Quality")


def bearer(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say which finding sits at the site, where the clause names one before it, or else behind it."""
    turned = clause.phrases[0].introduced is not None  # "in the dermis are cells", but not "tumor in vessels is no ominous sign"
    placed = phrase.parent is not None  # "calcification in the wall, fluid in the lumen"
    after = [p for p in clause.after(phrase) if p.items and not placed and (p.role in {"", "with"} or p.role == "is" and turned)]
    for near in [*reversed(clause.left(phrase)), *after]:
        named = near.kind in {"Finding", "CellType"} or _is_told(clause, near) or near is phrase.parent and _is_seen(clause, near)
        if near.group != phrase.group and named and near.role not in {"cause", "association"}:
            before = near.span.start < phrase.span.start
            listed = [p for p in clause.group(near) if p.head is not None and (p is near or p.kind in {"Finding", "CellType"})]
            own = max((p.span.end for p in clause.phrases if before and _places_another(p, near, listed)), default=0)
            for member in [p for p in listed if not before or own <= p.span.start < phrase.span.start]:
                if thing := clause.thing(member):
                    draft.add("bearer", thing.term, thing.spans, clause.block.index)
            return


def _places_another(phrase: Phrase, near: Phrase, listed: Sequence[Phrase]) -> bool:
    """Return whether a phrase says where others of a list are than the one near: "papules on the trunk, erosions on the lips"."""
    return phrase.kind in PLACES and phrase.role in WHERE and phrase.parent in listed and phrase.span.end <= near.span.start


def _is_seen(clause: Clause, phrase: Phrase) -> bool:
    """Return whether what a place hangs on has been read as a finding, whatever its kind: "mucin in the dermis"."""
    made = phrase.kind in STUFF and phrase.head is not None
    return made and any(d.source is phrase and d.predicate in FINDINGS and not d.has("attribute") for d in clause.drafts)


def _is_told(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a plural that no table knows has been read as a finding: "clefts within the stroma"."""
    plural = not phrase.kind and phrase.last is not None and phrase.last.inflected
    return plural and any(d.source is phrase and d.predicate in FINDINGS for d in clause.drafts)


def drawn_from(clause: Clause, phrase: Phrase, draft: Draft) -> None:
    """Say in what an analyte is measured where its name says so, and the name of its term does not: "serum calcium level"."""
    lexicon = clause.page.lexicon
    for item in phrase.words if draft.predicate == "labFinding" else ():
        for word, part in zip(item.key.split(" "), item.parts or (item.span,), strict=False):
            entry = lexicon.names.get(word) if word in lexicon.compartments else None
            if entry and entry.term.kind == "Tissue" and isinstance(draft.object, Term) and word not in draft.object.label:
                draft.add("specimen", entry.term, (part,), clause.block.index)


def lies_within(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    """Say of the findings before "within X" that they lie in X, where X is a finding itself and no place: "giant cells within nodules"."""
    lead = phrase.introduced
    inside = lead is not None and lead.key.rpartition(" ")[2] in clause.page.lexicon.words["inside"]
    if not inside or thing.kind not in {"Finding", "Process"} or phrase.scope("polarity"):
        return
    seen = [d for d in clause.drafts if d.source and d.predicate in FINDINGS and not d.has("attribute") and d.source.role != "verb:link"]
    for draft in seen:
        if draft.source and seen[-1].source and draft.source.group == seen[-1].source.group:
            draft.add("within", thing.term, thing.spans, clause.block.index)


def held_by(clause: Clause, phrase: Phrase, made: Sequence[Draft], holder: Phrase | None) -> None:
    """Say of what "nodules should contain X" names that it lies within the nodules."""
    lead = phrase.introduced
    holds = lead is not None and lead.kind == "cue" and any(m.value == "contain" for m in clause.page.lexicon.markers.get(lead.key, ()))
    thing = clause.bare(holder) if holds and holder is not None and holder.kind in {"Finding", "Process"} else None
    for draft in made if thing else ():
        if thing and draft.predicate in FINDINGS and not draft.has("attribute") and draft.polarity == "affirmed":
            draft.add("within", thing.term, thing.spans, clause.block.index)
