"""Differential diagnosis: one entry a look-alike, and what is said of it, never attached to the page's own disease."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_graph.facts import Block, Qualifier, Span, Term
from build_graph.language.coordination import coordinate
from build_graph.language.phrases import Phrase, build_phrases
from build_graph.lexicon import fold
from build_graph.readers import statement
from build_graph.readers.brackets import read_brackets
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Kept, Setting, Subject, facts_of
from build_graph.readers.labels import at_colon
from build_graph.readers.names import slug_of
from build_graph.readers.page import Found, Page
from build_graph.readers.things import Thing, thing_of

#: Words of a group label -> the kind of differential.
KINDS = {"clinical": "clinical", "histologic": "histologic", "histological": "histologic", "histopathologic": "histologic",
         "microscopic": "histologic", "radiologic": "radiologic", "cytologic": "cytologic", "laboratory": "laboratory"}


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the entries with what distinguishes them."""
    heading = blocks[0]
    base = replace(statement.section_setting(page, heading), key="differential")
    settings: dict[int, Setting] = {heading.index: base}
    for block in blocks[1:]:
        if block.kind not in {"bullet", "text", "subhead"}:
            continue
        above = settings.get(block.parent if block.parent is not None else heading.index, base)
        span, rest = at_colon(page, block.content)
        if above.entry:
            found, settings[block.index] = statement.read_block(page, block, above)
            yield from found
        elif kind := _group(page, span):
            kept = Kept(Qualifier("kind", kind), (span,), block.index)
            settings[block.index] = replace(above, kept=(*above.kept, kept))
        else:
            setting, found = _entry(page, block, span, above)
            settings[block.index] = setting
            yield from found
            if rest:
                drafts, unread = statement.read_span(page, block, rest, setting)
                yield from facts_of(page, block, drafts)
                yield from unread


def _group(page: Page, span: Span) -> str:
    words = fold(page.masked[span.start : span.end]).split(" ")
    if len(words) <= 3 and words[-1] in {"differential", "diagnosis", "mimic", "diagnose", "diagnosi"}:
        return KINDS.get(words[0], words[0])
    return ""


def _entry(page: Page, block: Block, span: Span, above: Setting) -> tuple[Setting, list[Found]]:
    """Return the setting below an entry, and the entry itself with its other names."""
    items = statement.items_of(page, span)
    phrases = coordinate(build_phrases(items, page.lexicon), page.lexicon)
    named = [(p, t) for p in phrases if p.items and (t := _named(page, p))]
    if not named:
        return above, []
    phrase, thing = named[0]
    clause = Clause(page, block, replace(above, kept=()), items, phrases, subjects=above.subjects, key="differential")
    entry = Draft(above.subjects, "differentialDiagnosis", thing.term, thing.spans, "differential-entry", phrase=thing.phrase, kept=list(above.kept))
    clause.drafts.append(entry)
    read_brackets(clause, phrase, thing, None, "")
    own = Subject(thing.term, thing.spans, block.index)
    for other, same in named[1:]:
        _other_name(clause, other, same, own, above)
    subject = Subject(thing.term, thing.spans, block.index)
    return replace(above, subjects=(subject,), entry=True, role=""), [*facts_of(page, block, clause.drafts), *clause.unread]


def _other_name(clause: Clause, phrase: Phrase, thing: Thing, own: Subject, above: Setting) -> None:
    """Read a name behind a slash as another name of the entry; one behind a comma or "and" is an entry of its own."""
    if phrase.link == "/":
        text = " ".join(clause.page.words(phrase.span).split())
        clause.drafts.append(Draft((own,), "synonym", text, (phrase.span,), "slash-synonym", phrase=(phrase.span,)))
    else:
        clause.drafts.append(
            Draft(above.subjects, "differentialDiagnosis", thing.term, thing.spans, "differential-entry", phrase=thing.phrase, kept=list(above.kept))
        )


def _named(page: Page, phrase: Phrase) -> Thing | None:
    thing = thing_of(phrase, page.text, page.lexicon, page.names, whole=True)
    if thing and thing.term.candidate and thing.kind in {"", "Quality"}:
        term = Term(thing.term.slug, thing.term.label, "Disease", candidate=True, head=thing.term.head)
        return replace(thing, term=term, kind="Disease")
    return thing


__all__ = ["read", "slug_of"]
