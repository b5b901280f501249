"""Names that nobody uses any more: "X (obsolete), use Y", "formerly X, now Y", "X is no longer used"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from build_graph.facts import Span
from build_graph.lexicon import fold
from build_graph.readers.page import Page

#: A word of a line, brackets and marks left out.
_WORD = re.compile(r"[^\s(),;:\"“”]+")
#: Where one name ends and another begins; what a bracket tells stays with its name.
_PIECE = re.compile(r"[,;] (?![^(]*\))|(?<=[a-z]{3})\. ")
#: A cue has so many words at most, and a name.
LONGEST_CUE, LONGEST_NAME = 4, 6
#: What a cue says of a line that tells of names out of use.
TOLD = {"gone", "before", "turn", "after"}
#: Kinds of item that no name holds, but for "of".
NO_NAME = {"preposition", "verb", "number", "scope"}


class Name(NamedTuple):
    """A name of a line that tells of names out of use."""

    span: Span
    cue: Span | None  #: the words that say that it is not used any more, or is now
    obsolete: bool
    read: bool = True  #: it is understood


class _Cue(NamedTuple):
    """A cue in a piece: where its words stand, and what it says."""

    start: int
    stop: int
    says: str


def names_out_of_use(page: Page, span: Span) -> list[Name]:
    """Return the names of a line one of which is said to be out of use; none for another line."""
    pieces = list(_pieces(page, span))
    cued = [_cues(page, words) for words in pieces]
    if not any(cue.says in TOLD for cues in cued for cue in cues):
        return []
    made: list[Name] = []
    for words, cues in zip(pieces, cued, strict=True):
        found = list(_named(page, words, cues))
        alone = not found and len(cues) == 1 and cues[0].says == "gone"
        alone = alone or bool(found and cues) and cues[0].says == "after" and cues[0].start == 0
        alone = alone and bool(made) and made[-1].cue is None and made[-1].read
        if alone:  # "X, obsolete", "X, now called Y"
            made[-1] = made[-1]._replace(cue=_over(words[cues[0].start : cues[0].stop]), obsolete=True)
        made += found
        if not found and not alone:
            made.append(Name(_over(words), None, False, read=False))
    return made


def is_gone(page: Page, span: Span) -> bool:
    """Return whether what stands behind a colon says no more than that the name before it is out of use: "X: do not use"."""
    return page.lexicon.words["out-of-use"].get(fold(page.words(span))) == "gone"


def _pieces(page: Page, span: Span) -> Iterator[list[Span]]:
    """Yield the words of each piece of a line."""
    text, start = page.masked, span.start
    for stop, after in [*((m.start(), m.end()) for m in _PIECE.finditer(text, span.start, span.end)), (span.end, span.end)]:
        words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, start, stop)]
        if words:
            yield words
        start = after


def _cues(page: Page, words: Sequence[Span]) -> list[_Cue]:
    """Return the cues of a piece in order, the longest at each place."""
    table, cues, at = page.lexicon.words["out-of-use"], [], 0
    while at < len(words):
        for length in range(min(LONGEST_CUE, len(words) - at), 0, -1):
            if says := table.get(_key(page, words[at : at + length])):
                cues.append(_Cue(at, at + length, says))
                at += length
                break
        else:
            at += 1
    return cues


def _named(page: Page, words: Sequence[Span], cues: Sequence[_Cue]) -> Iterator[Name]:
    """Yield the names of a piece: a cue tells of what stands before it, behind it, or of both."""
    filler = page.lexicon.words["name-filler"]
    bounds = [0, *(b for cue in cues for b in (cue.start, cue.stop)), len(words)]
    for n, (start, stop) in enumerate(zip(bounds[::2], bounds[1::2], strict=True)):
        kept = list(words[start:stop])
        while kept and _key(page, kept[-1:]) in filler:
            kept.pop()
        while kept and _key(page, kept[:1]) in filler:
            del kept[0]
        if not kept:
            continue
        before, after = cues[n - 1] if n else None, cues[n] if n < len(cues) else None
        names = list(_joined(page, kept))
        leads = before is not None and (before.says in {"before", "turn"} or before.says in {"now", "after"} and not before.start)
        if after is not None and after.says in {"gone", "turn", "after"} and all(_is_name(page, name) for name in names):
            yield from (Name(_over(name), _over(words[after.start : after.stop]), True) for name in names)
        elif before is not None and leads and all(_is_name(page, name) for name in names):
            yield from (Name(_over(name), _over(words[before.start : before.stop]), before.says == "before") for name in names)
        else:
            yield Name(_over(kept), None, False, read=before is None and after is None)


def _joined(page: Page, words: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the names that "and" or "or" joins."""
    name: list[Span] = []
    for word in words:
        if _key(page, [word]) in {"and", "or"} and name:
            yield name
            name = []
        else:
            name.append(word)
    if name:
        yield name


def _is_name(page: Page, words: Sequence[Span]) -> bool:
    """Return whether words can be a name: few, none that a statement has, and no class: "now a variant of X" is no name."""
    if any(_key(page, words[:1]) in page.lexicon.words[name] for name in ("numbered-form", "variant", "subtype")):
        return False
    return len(words) <= LONGEST_NAME and not any(i.kind in NO_NAME and i.key != "of" for i in page.items(_over(words)))


def _key(page: Page, words: Sequence[Span]) -> str:
    return fold(page.masked[words[0].start : words[-1].end])


def _over(words: Sequence[Span]) -> Span:
    return Span(words[0].start, words[-1].end)
