"""Sites: where the disease sits, and where under the microscope a finding lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.numbers import TIMES
from build_graph.language.phrases import Phrase
from build_graph.readers.asked import Rules
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import CHANGE_SECTIONS, GENUS_SECTIONS, LOCUS, METHODS, PLACES, Clause
from build_graph.readers.draft import Subject
from build_graph.readers.names import slug_of
from build_graph.readers.roles.completing import people_of
from build_graph.readers.roles.effects import sparing
from build_graph.readers.roles.emit import SEEN_INSIDE, Role, emit, read_as
from build_graph.readers.roles.kinds import by_place, tissue_looks
from build_graph.readers.roles.people import population
from build_graph.readers.roles.refusals import is_of_nothing, no_place
from build_graph.readers.roles.specimens import MEASURED, found_in_fluid, is_in_fluid, seen_on, taken_at, tested_in
from build_graph.readers.roles.times import (
    case,
    horizon,
    is_case,
    is_horizon,
    is_people,
    is_share,
    is_spell,
    is_time_of_life,
    share_behind,
    spell,
    time_of_life,
)
from build_graph.readers.roles.unknown import unknown_cause
from build_graph.readers.roles.whereabouts import around, bearer, lies_within, more_at
from build_graph.readers.sayings import MAJORITY
from build_graph.readers.things import Thing

#: Sections that tell how cells are arranged.
ARRANGED_SECTIONS = {*CHANGE_SECTIONS, "essential", "definition", "differential"}


def place(clause: Clause, phrase: Phrase) -> None:
    """A site or a population: in, on, around, between, located on, affects. The first row of READINGS that fits says which."""
    next(read for fits, read in READINGS.of(clause.held) if fits(clause, phrase))(clause, phrase)


def _names_topic(clause: Clause, phrase: Phrase) -> bool:
    last = phrase.items[-1].entry if phrase.items else None
    return clause.setting.entry and last is not None and clause.page.names.member(last.term)


def _of_topic(clause: Clause, phrase: Phrase) -> None:
    """Read "also seen in <the page's disease>" below a look-alike: said of the page's disease, and shared."""
    if any(i.kind == "function" and i.key in {"which", "that"} for i in clause.items):
        clause.read(phrase.spans)  # "which is absent in X"
        return
    end = max((d.source.span.end for d in clause.drafts if d.source is not None and d.source.items), default=0)
    between = (i.scope() for i in clause.ahead_of(phrase) if i.kind == "scope" and i.span.start >= end)
    if any(m is not None and (m.property == "polarity" or m.property == "frequency" and m.rank < MAJORITY) for m in between):
        clause.cannot(phrase, "what is seldom or never so in the page's disease")  # "neither seen in X"
        return
    term = phrase.items[-1].entry.term if phrase.items[-1].entry else clause.page.topic
    own = (Subject(term, phrase.spans, clause.block.index),)
    for draft in clause.drafts:
        draft.subjects = own
        if draft.predicate == "distinguishingFinding":
            draft.predicate = "labFinding" if draft.source and draft.source.kind in MEASURED else "hasClinicalFinding"
        draft.add("shared", "yes", own[0].spans, clause.block.index)
        draft.kept = [k for k in draft.kept if k.qualifier.name != "kind"]


def _is_bearer(clause: Clause, phrase: Phrase) -> bool:
    stained = clause.setting.role.startswith("stain_") or bool(clause.drafts) and clause.drafts[-1].predicate == "stainResult"
    return stained and phrase.kind in {*PLACES, "CellType"} and bool(clause.drafts)


def _bears(clause: Clause, phrase: Phrase) -> None:
    for thing in clause.things(phrase):
        clause.drafts[-1].add("bearer", thing.term, thing.spans, clause.block.index)


def _is_between(clause: Clause, phrase: Phrase) -> bool:
    return phrase.role in {"between", "beyond"}


def _between(clause: Clause, phrase: Phrase) -> None:
    """Read "between A and B" as one place that both bound, "beyond A" as one that A does; between two days is a time."""
    pair = clause.group(phrase)
    if phrase is not pair[0]:
        return
    if any(clause.page.lexicon.units.get(p.items[0].key) in TIMES for p in pair if p.items):
        for each in pair:
            clause.cannot(each, "a time is no place")
        return
    things = [t for p in pair if (t := clause.thing(p))]
    if not things:
        return
    if is_of_nothing(clause):
        clause.cannot(phrase, "a place of which nothing is said")
        return
    label = f"{phrase.role} " + " and ".join(t.term.label for t in things)
    spans = (*((phrase.marker.span,) if phrase.marker else ()), *(s for t in things for s in t.spans))
    made = Thing(Term(slug_of(label), label, "AnatomicalSite", candidate=True), "AnatomicalSite", spans, spans)
    clause.used.update(pair)
    clause.draft("occursAtSite", made, phrase, "between-site")


def _is_arranged(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase says how what stands before it is arranged: "in a storiform or herringbone pattern"."""
    words = clause.page.lexicon.words["arranged"]
    last = next((p.last for p in reversed(clause.group(phrase)) if p.last and p.last.kind != "quality"), None)
    shown = clause.key in ARRANGED_SECTIONS and phrase.role == "in" and any(i.kind == "quality" for i in phrase.words)
    return shown and last is not None and last.key in words and not last.inflected


def _arranged(clause: Clause, phrase: Phrase) -> None:
    """Read each quality of an arrangement as a finding of what is arranged."""
    predicate = "distinguishingFinding" if clause.setting.entry else "histologicFinding"
    before = next((p for p in reversed(clause.left(phrase)) if p.group != phrase.group and p.kind in {"CellType", "Finding"}), None)
    bearer_of = clause.bare(before) if before is not None else None
    for item in phrase.words:
        if item.kind != "quality" or item.entry is None:
            continue
        draft = clause.draft(predicate, Thing(item.entry.term, "Quality", (item.span,), (item.span,)), phrase, "arranged")
        draft.add("attribute", item.entry.aspect, (item.span,), clause.block.index)
        if bearer_of is not None:
            draft.add("bearer", bearer_of.term, bearer_of.spans, clause.block.index)


def _is_anything(clause: Clause, phrase: Phrase) -> bool:
    return True


def _there(clause: Clause, phrase: Phrase) -> None:
    """Read each thing that a place names by its kind."""
    for named in clause.things(phrase):
        thing = _cut_off(clause, phrase) or by_place(clause, phrase, named)
        if reason := no_place(clause, phrase, thing):
            clause.cannot(phrase, reason)
        elif thing.kind in PLACES or not thing.kind and clause.key == "sites":
            _site(clause, phrase, thing)
        elif thing.kind in METHODS and (clause.drafts or clause.before) and clause.key != "sites":
            seen_on(clause, phrase, thing)
        elif thing.kind == "Disease" and _given_in(clause, phrase):
            _in_case_of(clause, phrase)
        elif thing.kind in {"Disease", "Event", "Procedure"} and phrase.role != "around":
            emit(clause, phrase, thing, "place", f"{phrase.role}-{thing.kind}")
        elif thing.kind == "CellType" and clause.key in SEEN_INSIDE and clause.drafts:
            clause.drafts[-1].add("within", thing.term, thing.spans, clause.block.index)
        elif thing.kind:
            lies_within(clause, phrase, thing)
            read_as("", clause, phrase)
            return
        elif not _at_locus(clause, phrase, thing):
            clause.cannot(phrase, "unknown place", "a site, tissue or population")


def _cut_off(clause: Clause, phrase: Phrase) -> Thing | None:
    """Return the site of an adjective that ends a clause under the microscope without its noun: "crystals in dermal or subcutaneous"."""
    sites = clause.page.lexicon.site_adjectives
    listed = clause.group(phrase) if phrase.role == "in" and clause.key in SEEN_INSIDE else []
    bare = all(len(p.items) == 1 and p.items[0].kind == "word" and p.key in sites for p in listed)
    if not listed or not bare or listed[-1].items[-1] is not clause.items[-1]:
        return None
    site = sites[phrase.key].term
    return Thing(site, site.kind, phrase.spans, phrase.spans)


def _given_in(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a treatment stands before "in" and a disease: "transplantation in acute liver failure"."""
    given = [d for d in clause.drafts if d.predicate == "treatedBy" and d.source is phrase.parent]
    return clause.key == "treatment" and bool(given) and phrase.marker is not None


def _in_case_of(clause: Clause, phrase: Phrase) -> None:
    """Say of the treatment before it that it is given in the disease: a condition, and no association."""
    text = " ".join(clause.page.words(phrase.span).split()).casefold()
    for draft in clause.drafts:
        if draft.source is phrase.parent:
            draft.add("condition", text, (phrase.span,), clause.block.index)


def _at_locus(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Read "gene A on 4q12" as where the gene lies; return whether it was said so."""
    before = clause.phrases[: clause.phrases.index(phrase)] if phrase in clause.phrases else []
    gene = next((p for p in reversed(before) if p.kind == "Gene"), None)
    named = clause.bare(gene) if gene and LOCUS.fullmatch(phrase.key) else None
    if named is None:
        return False
    site = thing._replace(kind="AnatomicalSite", term=replace(thing.term, kind="AnatomicalSite"))
    draft = clause.draft("occursAtSite", site, None, "locus", (clause.subject(named),))
    draft.kept.clear()
    draft.add("kind", "locus", thing.spans, clause.block.index)
    return True


def _site(clause: Clause, phrase: Phrase, thing: Thing) -> None:
    if tested_in(clause, phrase, thing) or taken_at(clause, phrase, thing):
        return
    draft = clause.draft("occursAtSite", thing, phrase, f"{phrase.role}-site")
    marker = phrase.introduced
    around(clause, phrase, draft)
    more_at(clause, phrase, draft)
    for left in clause.left(phrase):
        draft.stance([s for s in left.scopes if s.marker.property == "extent" and not left.kind], clause.block.index)
    bearer(clause, phrase, draft)
    people_of(clause, phrase, draft)
    confined = marker is not None and marker.key in clause.page.lexicon.words["confined"]
    if clause.key in SEEN_INSIDE and not draft.has("bearer") and not clause.setting.entry and not confined:
        clause.drafts.remove(draft)  # where under the microscope: no site of the disease without what lies there
        clause.cannot(phrase, "a place under the microscope without what is seen there", "a finding before it")
    else:
        read_brackets(clause, phrase, thing, draft)
        if clause.key in CHANGE_SECTIONS | {"essential"} or clause.setting.entry:
            tissue_looks(clause, phrase, thing, "distinguishingFinding" if clause.setting.entry else "histologicFinding")


#: What stands in a place is read by the first row that fits.
READINGS = Rules[tuple[Callable[[Clause, Phrase], bool], Role]](
    ((_names_topic, _of_topic), ()),
    ((is_in_fluid, found_in_fluid), ()),
    ((is_horizon, horizon), ({"number"},)),
    ((is_share, share_behind), ({"number"},)),
    ((is_case, case), ({"instance", "lesion"},)),
    ((is_spell, spell), ()),
    ((is_time_of_life, time_of_life), ({"time-of-life"},)),
    ((is_people, population), ()),
    ((_is_bearer, _bears), ()),
    ((_is_between, _between), ()),
    ((_is_arranged, _arranged), ({"arranged"},)),
    ((_is_anything, _there), ()),
)


def throughout(clause: Clause, phrase: Phrase) -> None:
    """Behind "throughout": how far, or for how long, the findings before it reach; nothing may stand behind it."""
    marker = phrase.introduced
    drafts = [d for d in clause.drafts if d.source is not None and d.predicate != "subtypeOf"]
    last = drafts[-1].source.group if drafts and drafts[-1].source else None
    behind = (phrase.span,) if phrase.items or phrase.number else ()
    words = " ".join(" ".join(clause.page.words(span).split()).casefold() for span in behind)
    name, value = ("duration", f"throughout {words}") if words in clause.page.lexicon.words["life"] else ("extent", "throughout")
    inside = clause.thing(phrase) if name == "extent" and phrase.kind == "Finding" else None
    if marker and not drafts:
        clause.keep(name, value, (marker.span, *behind))  # "throughout the lesion there are cells"
        if inside:
            clause.keep("within", inside.term, inside.spans)
    for draft in drafts:
        if marker and draft.source and draft.source.group == last:
            draft.add(name, value, (marker.span, *behind), clause.block.index)
            if inside:
                draft.add("within", inside.term, inside.spans, clause.block.index)
    clause.read(phrase.spans)


def part(clause: Clause, phrase: Phrase) -> None:
    """Behind "of" a genus: where the disease sits, or what it is made of; else part of the name before it, or that its cause is unknown."""
    if unknown_cause(clause, phrase):
        return
    if phrase.parent is None or not clause.is_genus(phrase.parent) or clause.key not in GENUS_SECTIONS or phrase in clause.used:
        return
    if phrase.kind in PLACES:
        place(clause, phrase)
    elif phrase.kind in {"CellType", "Substance"}:
        for thing in clause.things(phrase, whole=True):
            clause.draft("composedOf", thing, phrase, "made-of")


def spared(clause: Clause, phrase: Phrase) -> None:
    """Behind "spares": a place where it is not; under Treatment another treatment that is needed less."""
    for thing in clause.things(phrase):
        if thing.kind in PLACES:
            draft = clause.draft("occursAtSite", thing, phrase, "spared-site")
            if draft.polarity == "denied":  # "does not spare A"
                draft.affirm()
            else:
                draft.deny(phrase.introduced)
        elif not sparing(clause, phrase, thing):
            clause.cannot(phrase, "spared, but no site", "a site or tissue")
