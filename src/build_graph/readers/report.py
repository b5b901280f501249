"""Sample pathology report: ``Site, laterality, procedure:`` and the diagnosis below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_graph.facts import Block, Qualifier, Span, Term, claim_of
from build_graph.language.building import phrases_of
from build_graph.lexicon import WORD, fold
from build_graph.readers.ledger import Ledger
from build_graph.readers.page import Found, Page

RULE = "report"
_PART = re.compile(r"(?:[A-Z]\.\s+)?(?P<words>[^\s,](?:[^,(]|\([^()]*\)?)*)")
_SIDE = re.compile(r"(?P<side>left|right|bilateral)\b\s*(?P<site>.*)", re.IGNORECASE)
#: Lines of a report that are no diagnosis.
_ASIDE = re.compile(r"(?:comment|note|see comment|addendum|gross description|microscopic description)\s*:", re.IGNORECASE)
_LONGEST = 300
#: The parts of a line of diagnosis.
_PIECE = re.compile(r"(?P<part>[^\s,;][^,;]*?)\s*(?:[,;]|$)")
_SIZE = re.compile(r"(?:up to )?\d+(?:\.\d+)?(?: x \d+(?:\.\d+)?)*\s*(?:cm|mm)\.?", re.IGNORECASE)
_GRADE = re.compile(r"(?:\w+ )?grade (?:group )?[\dIVX][\w ./-]*|(?:low|intermediate|high) grade", re.IGNORECASE)
_MARGIN = re.compile(r"(?:\w+ )?(?:surgical )?margins?\b", re.IGNORECASE)
#: Points to a comment below the diagnosis.
_POINTER = re.compile(r"\s*\(see (?:comment|note|description)[^()]*\)$", re.IGNORECASE)
#: What a cue at the start of a part does to what follows it; it has so many words at most.
_CUES = {"negative": "denied", "suggest": "hedged"}
_CUE_WORDS = 4


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield tissue, side, site and procedure of each specimen, and the diagnoses that follow it."""
    ledger = Ledger(page, blocks)
    specimen = 0
    for block in blocks[1:]:
        words = page.words(block.content)
        if block.kind not in ("bullet", "text", "subhead") or not words:
            continue
        if _ASIDE.match(words):
            ledger.unread(block, block.content, "a comment of the report: only specimen and diagnosis are read")
        elif len(words) > _LONGEST:
            ledger.unread(block, block.content, "too long for a specimen or a diagnosis")
        elif words.endswith(":") or page.outline.children(block) or (not specimen and "," in words and block.depth < 2):
            specimen += 1
            _specimen(ledger, block, specimen)
        else:
            _diagnosis(ledger, block, max(specimen, 1))
    yield from ledger.close()


def _diagnosis(ledger: Ledger, block: Block, specimen: int) -> None:
    """Read a line of diagnosis: what is there, its size and margins, and what is not there."""
    page, content = ledger.page, block.content
    parts = [Span(content.start + m.start("part"), content.start + m.end("part")) for m in _PIECE.finditer(page.words(content))]
    opened = [_opening(page, part) for part in parts]
    fields = [stance or _field(page.words(part)) for part, (stance, _) in zip(parts, opened, strict=True)]
    said = next((n for n, field in enumerate(fields) if field), len(fields))
    if said:
        _say(ledger, block, "diagnosis", Span(parts[0].start, parts[said - 1].end), specimen)
    for part, (stance, start), field in list(zip(parts, opened, fields, strict=True))[said:]:
        rest, cue = Span(start, part.end), Span(part.start, start)
        if stance == "denied":
            for phrase in [p for p in phrases_of(page.items(rest), page.lexicon) if p.items]:
                _say(ledger, block, "diagnosis", phrase.span, specimen, denied=cue)
        elif stance == "hedged":
            named = Span(start, start + len(_POINTER.sub("", page.words(rest))))
            _say(ledger, block, "diagnosis", named, specimen, hedged=cue)
        else:
            _say(ledger, block, field or "diagnosis", part, specimen)
    ledger.frame(block, content)


def _opening(page: Page, part: Span) -> tuple[str, int]:
    """Return whether a part of a diagnosis line begins with a cue that denies or hedges what follows it, and where that begins."""
    words = [m.start() for m in WORD.finditer(page.text, part.start, part.end)][: _CUE_WORDS + 1]
    for start in reversed(words[1:]):
        for marker in page.lexicon.meaning(fold(page.text[part.start : start])):
            if marker.kind == "scope" and marker.direction == "forward" and marker.property in {"polarity", "modality"}:
                return "denied" if marker.property == "polarity" else "hedged", start
            if marker.kind == "cue" and marker.value in _CUES:
                return _CUES[marker.value], start
    return _of_stain(page, part)


def _of_stain(page: Page, part: Span) -> tuple[str, int]:
    """Return the same of a part that begins with a stain, "GMS negative for fungi"; what it is negative for is not there."""
    items = page.items(part)
    at = next((n for n, i in enumerate(items) if i.kind == "cue" and i.marker.value == "negative"), 0)
    named = [i for i in items[:at] if i.entry is not None and i.entry.term.kind in {"Stain", "Procedure"}]
    if at and len(named) == at and at + 1 < len(items):
        return "denied", items[at].span.end + 1
    return "", part.start


def _field(words: str) -> str:
    """Return what a part of a diagnosis line tells: a size or the margins; "" for more of the diagnosis."""
    if _SIZE.fullmatch(words):
        return "size"
    return "margin" if _MARGIN.match(words) else "grade" if _GRADE.fullmatch(words) else ""


def _say(
    ledger: Ledger, block: Block, field: str, where: Span, specimen: int, denied: Span | None = None, hedged: Span | None = None
) -> None:
    """Add one part of the report, ``denied`` or ``hedged`` by the words that stand there; a second specimen is told by its order."""
    heading = ledger.blocks[0]
    number = ledger.page.outline.number(heading)
    suffix = "" if number == 1 else f" {number}"
    term = Term(f"sample-pathology-report{suffix.replace(' ', '-')}", f"sample pathology report{suffix}", "Report")
    kept = [Qualifier("field", field)] + ([Qualifier("order", str(specimen))] if specimen > 1 else [])
    value = ledger.page.words(where)
    claim = claim_of(
        term, "reportDiagnosis", value, *kept, polarity="denied" if denied else "affirmed", modality="possible" if hedged else "asserted"
    )
    said = {"subject": heading.content, "object": where, "polarity": denied, "modality": hedged}
    ledger.fact(block, claim, RULE, {name: span for name, span in said.items() if span})


def _specimen(ledger: Ledger, block: Block, number: int) -> None:
    """Read "Skin, right thigh, punch biopsy:": the first part is the tissue, the last the procedure, sides and sites stand between."""
    page = ledger.page
    end = block.content.start + len(page.words(block.content).rstrip(" :"))
    parts = [Span(*match.span("words")) for match in _PART.finditer(page.text, block.content.start, end)]
    for place, part in enumerate(parts):
        part = Span(part.start, part.start + len(page.words(part).rstrip()))
        side = _SIDE.match(page.text, part.start, part.end)
        if side:
            _say(ledger, block, "laterality", Span(*side.span("side")), number)
            part = Span(*side.span("site"))
            if part.start < part.end:
                _say(ledger, block, "site" if place else "specimen tissue", part, number)
        elif place == 0:
            _say(ledger, block, "specimen tissue", part, number)
        else:
            _say(ledger, block, "procedure" if place == len(parts) - 1 else "site", part, number)
    ledger.frame(block, block.content)
