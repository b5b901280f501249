"""Differential diagnosis: one entry a look-alike, and what is said of it, never attached to the page's own disease."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Block, Fact, Qualifier, Span
from build_graph.language.building import phrases_of
from build_graph.language.items import Item
from build_graph.language.joints import FINITE
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import CLAUSE_WIDE, VERBS, spread_scopes
from build_graph.lexicon import fold
from build_graph.readers import statement
from build_graph.readers.brackets import read_brackets
from build_graph.readers.carried import borne_by
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Kept, Setting, Subject, facts_of
from build_graph.readers.labels import Label, at_colon
from build_graph.readers.page import Found, Page
from build_graph.readers.referents import Heard
from build_graph.readers.settings import section_setting
from build_graph.readers.things import Thing, thing_of


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the entries with what distinguishes them."""
    heading = blocks[0]
    base = section_setting(page, heading)._replace(key="differential")
    settings: dict[int, Setting] = {heading.index: base}
    borne: dict[int, tuple[Subject, ...]] = {}
    entries: set[int] = set()
    heard = Heard()
    for block in blocks[1:]:
        if block.kind not in {"bullet", "text", "subhead"}:
            continue
        key = heading.index if block.parent is None else block.parent
        above = settings.get(key, base)
        span, rest = at_colon(page, block.content)
        if above.entry:
            here = above._replace(borne=borne.get(key, ()), leads=key in entries and key not in borne)
            found, settings[block.index] = statement.read_block(page, block, here, heard)
            _note_bearers(borne, key, block, found)
            yield from found
            continue
        heard = Heard()
        if kind := _group(page, span):
            kept = Kept(Qualifier("kind", kind), (span,), block.index)
            settings[block.index] = above._replace(kept=(*above.kept, kept))
        elif scope := Label(page, block, above, span, rest).scope:
            settings[block.index] = here = above._replace(stance=(*above.stance, scope), heard=block.index)
            yield from _entry(page, block, rest, here)[1] if rest else ()
        else:
            settings[block.index], found = _entry(page, block, span, above)
            entries.add(block.index)
            yield from (*found, *_told(page, block, rest, settings[block.index]))


def _told(page: Page, block: Block, rest: Span | None, entry: Setting) -> Iterator[Found]:
    """Yield what stands behind the colon of an entry."""
    if rest:
        drafts, unread = statement.read_span(page, block, rest, entry._replace(leads=True))
        yield from facts_of(page, block, drafts)
        yield from unread


def _note_bearers(borne: dict[int, tuple[Subject, ...]], above: int, block: Block, found: Iterable[Found]) -> None:
    """Note what a line below an entry speaks of: the next one, or one below it, may go on with that."""
    own = borne_by(block, [each for each in found if isinstance(each, Fact)])
    borne[above], borne[block.index] = borne.get(above, ()) if own is None else own, own or ()


def _group(page: Page, span: Span) -> str:
    """Return the kind of the look-alikes below a label such as "Clinical differential"; "" for any other label."""
    words = fold(page.masked[span.start : span.end]).split(" ")
    if len(words) > 3 or words[-1] not in page.lexicon.words["look-alikes"]:
        return ""
    return page.lexicon.words["differential"].get(words[0], words[0])


def _entry(page: Page, block: Block, span: Span, above: Setting) -> tuple[Setting, list[Found]]:
    """Return the setting below an entry, and the entry itself with its other names."""
    items = page.items(span)
    phrases = phrases_of(items, page.lexicon)
    heads = [p for p in phrases if p.items and not (p.marker and p.marker.kind == "preposition")] or [p for p in phrases if p.items]
    verb = _verb(page, items)
    heads = [p for p in heads if verb is None or p.span.start < verb] or heads
    named = [(p, t) for p in heads if (t := _named(page, p, [c for c in phrases if c.parent is p and c.items][:1]))]
    if not named or any(t.term == page.topic for _, t in named):
        return above, []
    phrase, thing = named[0]
    clause = Clause(page, block, above._replace(kept=()), items, phrases, above.subjects, "differential")
    clause.drafts.append(_look_alike(thing, above))
    spread_scopes(items, phrases, page.lexicon)
    read_brackets(clause, phrase, thing, None)
    own = clause.subject(thing)
    clause.drafts += _abbreviated(page, block, span, own, clause)
    for other, same in named[1:]:
        another = other.link != "/" or not same.term.candidate and same.kind == "Disease"
        clause.drafts.append(_look_alike(same, above) if another and same.term != thing.term else _other_name(page, other, own))
    _take_stance(clause, [p for p, _ in named])
    for draft in [d for d in clause.drafts if d.predicate == "differentialDiagnosis"] if above.stance else ():
        draft.stance(above.stance, block.index)
    return above._replace(subjects=(own,), entry=True, role="", stance=()), [*facts_of(page, block, clause.drafts), *clause.unread]


def _verb(page: Page, items: Sequence[Item]) -> int | None:
    """Return where the verb of an entry that is a sentence begins: what stands behind it looks like nothing: "X has neutrophils"."""
    return next((item.span.start for item in items if _is_verb(page, item)), None)


def _is_verb(page: Page, item: Item) -> bool:
    """Return whether an item is the verb of a statement, by itself or with a hedge or a denial."""
    if item.kind != "scope":
        return item.kind in {"cue", "verb"} or item.function in VERBS
    return item.key.split(" ")[0] in FINITE or item.key.endswith(" not") or item.key in page.lexicon.words["lacking"]


def _take_stance(clause: Clause, named: Sequence[Phrase]) -> None:
    """Hedge or deny the entries that the words around them hedge or deny as look-alikes: "possibly X", "but not Y".

    What tells them apart takes nothing from them: "X is excluded by Y", "X lacks Y".
    """
    excluding = clause.page.lexicon.words["exclusion"]
    for phrase in named:
        said = (s for s in phrase.scopes if s.marker.property in CLAUSE_WIDE and not any(w in excluding for w in s.item.key.split(" ")))
        alone = [s for s in said if s.item.span.end <= phrase.span.start or s.item.span.end >= clause.items[-1].span.end]
        own = [d for d in clause.drafts if d.predicate == "differentialDiagnosis" and d.spans and d.spans[0] in phrase.spans]
        for draft in own:
            draft.stance(alone, clause.block.index)


def _abbreviated(page: Page, block: Block, span: Span, own: Subject, clause: Clause) -> list[Draft]:
    """Read an abbreviation at the end of an entry that no bracket of its name has given: "neoplasm with X features (NXF)"."""
    found = re.search(r"\(([A-Z][A-Za-z0-9-]*[A-Z0-9])\)\s*$", page.words(span))
    words = {w[:1].upper() for w in re.split(r"[ -]", own.term.label)}
    said = any(d.predicate == "synonym" and found and d.object == found[1] for d in clause.drafts)
    if not found or said or found[1][0] not in words:
        return []
    where = Span(span.start + found.start(1), span.start + found.end(1))
    draft = Draft((own,), "synonym", found[1], (where,), "label-abbreviation", phrase=(where,))
    draft.add("kind", "abbreviation", (where,), block.index)
    return [draft]


def _look_alike(thing: Thing, above: Setting) -> Draft:
    rule = "differential-entry"
    return Draft(above.subjects, "differentialDiagnosis", thing.term, thing.spans, rule, phrase=thing.phrase, kept=[*above.kept])


def _other_name(page: Page, phrase: Phrase, own: Subject) -> Draft:
    """Read a name behind a slash as another name of the entry."""
    text = " ".join(page.words(phrase.span).split())
    return Draft((own,), "synonym", text, (phrase.span,), "slash-synonym", phrase=(phrase.span,))


def _named(page: Page, phrase: Phrase, behind: Sequence[Phrase]) -> Thing | None:
    """Return what a phrase names, its complement where the name needs it; what is not known is a disease by its place."""
    thing = thing_of(phrase, page, whole=True)
    if behind and (thing is None or thing.term.candidate):
        thing = thing_of(phrase, page, whole=True, complements=behind)
    if thing and thing.term.candidate and thing.kind in {"", "Quality"}:
        return thing._replace(term=replace(thing.term, kind="Disease"), kind="Disease")
    return thing
