"""What a practice answer says of each option: of the disease that the option names, never of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_graph.facts import Block, Qualifier, Span
from build_graph.lexicon import WORD, fold
from build_graph.readers import quiz, statement
from build_graph.readers.draft import Draft, Kept, Setting, Subject, facts_of
from build_graph.readers.page import Found, Page
from build_graph.readers.settings import topic_subject


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the answer with its reasons, and the facts that the reasons state about the diseases of the options."""
    yield from quiz.read(page, blocks)
    base = _base(page, blocks[0])
    said: list[Draft] = []
    done: set[tuple[Span, ...]] = set()
    reasons = quiz.rationales(page, blocks)
    for reason in reasons:
        if reason.spans in done:
            continue
        done.add(reason.spans)
        shared = len([r for r in reasons if r.spans == reason.spans]) > 1
        setting = _of_all(page, [r for r in reasons if r.spans == reason.spans], base) if shared else _of_option(page, reason, base)
        if setting is None:
            continue
        for span in reason.spans:
            drafts, _ = statement.read_span(page, reason.block, span, setting, said)
            said += drafts
            yield from facts_of(page, reason.block, drafts)


def _base(page: Page, heading: Block) -> Setting:
    """Return the setting of an answer: about the page's topic, in the way that its question asks."""
    question = page.outline.numbered(quiz.QUESTION, page.outline.number(heading))
    topic = (topic_subject(page),)
    for block in page.outline.section(question) if question else []:
        for match in WORD.finditer(page.text, block.content.start, block.content.end):
            if fold(match[0]) in page.lexicon.words["microscopy"]:
                return Setting("microscopic", topic, kept=(Kept(Qualifier("kind", "histologic"), (Span(*match.span()),), block.index),))
    return Setting("clinical", topic)


def _of_all(page: Page, reasons: Sequence[quiz.Rationale], base: Setting) -> Setting | None:
    """Return the setting of one reason for several options: the page's own, where each of them is of the family."""
    family = all(page.names.label(page.words(r.option.words)) for r in reasons)
    return base._replace(kept=()) if family else None


def _of_option(page: Page, reason: quiz.Rationale, base: Setting) -> Setting | None:
    """Return the setting of what is said of one option: its disease, as a look-alike where it is none of the page's family.

    An option that names no disease gives none: what is said of it is its rationale alone.
    """
    text = page.words(reason.option.words)
    member = page.names.label(text)
    entry = page.lexicon.names.get(fold(text))
    if member:
        return base._replace(kept=(), subjects=(Subject(member, (reason.option.words,), reason.option.block.index),))
    if entry and entry.term.kind == "Disease":
        own = Subject(entry.term, (reason.option.words,), reason.option.block.index)
        return base._replace(key="differential", entry=True, subjects=(own,))
    return None
