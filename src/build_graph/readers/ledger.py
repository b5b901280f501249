"""What a structural reader keeps while it reads a section: facts, refusals, and which words are spent. No word drops out in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from build_graph.facts import Block, Claim, Evidence, Fact, Mention, Span, Unread, WordStatus, made_of, new, spans_of, stretch
from build_graph.lexicon import WORD
from build_graph.readers.page import Found, Page

#: Kinds of block whose words are the frame of the page, not its content.
_FRAME = {"heading": "structural", "subhead": "structural", "toc": "structural", "furniture": "furniture"}
Mentions = Mapping[str, Span | Sequence[Span]]


class Ledger:
    """One section under reading."""

    def __init__(self, page: Page, blocks: Sequence[Block]) -> None:
        self.page, self.blocks = page, blocks
        self.found: list[Found] = []
        self._spent: dict[int, list[Span]] = {}  # block index -> the words that some fact or refusal took
        self._frame: dict[int, list[Span]] = {}  # block index -> labels, separators, signs

    def fact(self, block: Block, claim: Claim, rule: str, mentions: Mentions, around: Iterable[Block] = ()) -> None:
        """Add a claim that ``block`` makes.

        Args:
            block: where its evidence stands.
            claim: what it says.
            rule: local name of the reading rule.
            mentions: role -> the words read as it, in pieces or whole; a role may have a value behind a colon ("degree:M.D.").
            around: other blocks whose words were needed.
        """
        made, spans = [], list[Span]()
        for role, where in mentions.items():
            name, _, value = role.partition(":")
            told = (where,) if isinstance(where, Span) else tuple(where)
            made.append(new(Mention, (name, told, value)))
            spans += told
        whole, outside = stretch(spans, block.content)
        others = {self.page.outline.at(offset).index for offset in outside}.union([other.index for other in around])
        cited = self.page.citations.get(block.index, ())
        context = tuple(sorted(others - {block.index}))
        evidence = new(Evidence, (block.index, block.line, whole, tuple(made), rule, (), context, cited))
        self.found.append(new(Fact, (claim, evidence)))
        for span in spans:
            self._spent.setdefault(self._block_at(span), []).append(span)

    def unread(self, block: Block, span: Span, reason: str, expected: str = "", table: str = "", guess: Fact | None = None) -> None:
        """Add words that cannot be read, with what would mend them."""
        if span.start < span.end:
            self.found.append(Unread(span, block.line, reason, expected, table, guess))
            self._spent.setdefault(block.index, []).append(span)

    def frame(self, block: Block, *spans: Span) -> None:
        """Note labels, separators and signs: words that carry no content of their own."""
        self._frame.setdefault(block.index, []).extend(spans)

    def close(self) -> Iterator[Found]:
        """Yield all that was found, then the status of every word that stands in no fact; content left over is unread."""
        yield from self.found
        for block in self.blocks:
            status = _FRAME.get(block.kind, "")
            spans = spans_of(WORD.finditer(self.page.masked, block.content.start, block.content.end))
            free = spans if not self._spent.get(block.index) else _outside(spans, self._spent[block.index])
            frame = self._frame.get(block.index, ())
            framed = free if status else _inside(free, frame) if frame else []
            yield from made_of(WordStatus, [(span, status or "structural") for span in framed])
            if len(framed) < len(free):
                yield from self._left(block, spans, set(free) - set(framed))

    def _left(self, block: Block, words: Sequence[Span], left: set[Span]) -> Iterator[Found]:
        """Yield an Unread for each run of words left over."""
        for is_left, run in groupby(words, key=left.__contains__):
            if is_left:
                spans = list(run)
                yield Unread(Span(spans[0].start, spans[-1].end), block.line, "no rule of this section reads these words")

    def _block_at(self, span: Span) -> int:
        """Return the index of the block that ``span`` stands on."""
        return self.page.outline.at(span.start).index


def _outside(words: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """Return the ``words`` that no span of ``taken`` touches. All in one pass: both are sorted."""
    return [word for word, hit in _touched(words, taken) if not hit]


def _inside(words: Sequence[Span], taken: Iterable[Span]) -> list[Span]:
    """Return the ``words`` that a span of ``taken`` touches."""
    return [word for word, hit in _touched(words, taken) if hit]


def _touched(words: Sequence[Span], taken: Iterable[Span]) -> Iterator[tuple[Span, bool]]:
    """Yield each word and whether a span of ``taken`` touches it."""
    waiting = sorted(taken, reverse=True)
    reach = -1
    for word in words:
        while waiting and waiting[-1].start < word.end:
            reach = max(reach, waiting.pop().end)
        yield word, reach > word.start


def page_mention(page: Page) -> dict[str, Sequence[Span]]:
    """Return the mention of the page itself, and of what it is about: its title."""
    return {"subject": (page.outline.title,)} if page.outline.title else {}
