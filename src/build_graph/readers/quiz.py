"""Practice questions and answers. Options are numbered, answers speak of letters: option 2 is B, wherever it is printed.

What the answer says of a wrong option is said of that option, never of the page's disease.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_graph.facts import Block, Qualifier, Span, Term, claim_of
from build_graph.lexicon import fold
from build_graph.readers.ledger import Ledger
from build_graph.readers.page import Found, Page
from build_graph.readers.reasons import Reason, reasons_of

RULE = "quiz"
QUESTION, ANSWER = "Practice question #", "Practice answer #"
_OPTION = re.compile(r"(?P<mark>\d{1,2}|[A-Ha-h])[.)]\s+(?P<words>.*\S)")
_CORRECT = re.compile(r"(?:(?:the )?(?:correct )?answer(?: is)?:?\s*)?(?P<mark>[A-H]|\d{1,2})(?:[.:)](?:\s+|$)|\s*$)", re.IGNORECASE)
_REFERENCE = re.compile(r"references?\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question."""

    term: Term
    number: int  #: as printed, from 1
    mark: Span  #: the number or letter before it; the words themselves where none is printed
    words: Span
    block: Block

    @property
    def letter(self) -> str:
        """What the answer calls it."""
        return chr(ord("A") + self.number - 1)


@dataclass(frozen=True, slots=True)
class Rationale:
    """Why one option is right or wrong: one sentence of the answer."""

    option: Option
    letter: Span | None  #: where the answer names the option by its letter
    spans: tuple[Span, ...]  #: the reason, in pieces where a bracket stands between
    verdict: str  #: correct or incorrect
    stated: Span | None  #: the words of the verdict
    block: Block


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield the question with its options, or the correct answer with its reasons, whichever section this is."""
    ledger = Ledger(page, blocks)
    if page.outline.heading(blocks[0]) == QUESTION:
        _question(ledger)
    else:
        _answer(ledger)
    yield from ledger.close()


def options(page: Page, heading: Block) -> dict[str, Option]:
    """Return the options of the question that ``heading`` (or its answer's) belongs to, by letter."""
    number = page.outline.number(heading)
    question = page.outline.numbered(QUESTION, number)
    found: dict[str, Option] = {}
    listed = [block for block in page.outline.section(question) if block.kind in ("option", "bullet")] if question else []
    for place, block in enumerate(listed, start=1):
        match = _OPTION.match(page.text, block.content.start, block.content.end)
        mark = match["mark"] if match else str(place)
        order = int(mark) if mark.isdigit() else ord(mark.upper()) - ord("A") + 1
        words = Span(*match.span("words")) if match else block.content
        if 0 < order <= 26 and words.start < words.end:
            where = Span(*match.span("mark")) if match else words
            option = Option(_option_term(number, order, page.words(words)), order, where, words, block)
            found.setdefault(option.letter, option)
    return found


def rationales(page: Page, blocks: Sequence[Block]) -> list[Rationale]:
    """Return the reasons that an answer gives, one a letter and sentence; its heading is the first of ``blocks``."""
    known = options(page, blocks[0])
    found = []
    for reason in _reasons(page, blocks, known):
        for letter in reason.letters:
            if letter in known and reason.spans and not _is_name(page, reason, known[letter]):
                found.append(_rationale(reason, known[letter], blocks))
    return found


def _reasons(page: Page, blocks: Sequence[Block], known: Mapping[str, Option]) -> list[Reason]:
    """Return the sentences of an answer, each with the letters that it speaks of."""
    correct = _correct(page, blocks)
    if correct is None:
        return []
    first, mark = correct
    return reasons_of(page.masked, _sentences(page, blocks, first, mark), known, mark.of(page.text))


def _is_name(page: Page, reason: Reason, option: Option) -> bool:
    """Return whether a sentence only repeats the option: "B. Thick skin."."""
    return fold(" ".join(page.words(span) for span in reason.spans)) == fold(page.words(option.words))


def _rationale(reason: Reason, option: Option, blocks: Sequence[Block]) -> Rationale:
    block = next(block for block in blocks if block.span.holds(reason.spans[0]))
    return Rationale(option, reason.letters[option.letter], reason.spans, reason.verdict, reason.stated, block)


def _question_term(number: int) -> Term:
    return Term(f"practice-question-{number}", f"practice question #{number}", "Question")


def _option_term(number: int, order: int, words: str) -> Term:
    """Return the term of an option: "practice question #1 option B (thick skin)"; a proper first word keeps its capital."""
    letter = chr(ord("A") + order - 1)
    head = words.split()[0]
    plain = words[0].lower() + words[1:] if head[1:].islower() or len(head) == 1 else words
    slug = f"practice-question-{number}-option-{letter.lower()}"
    return Term(slug, f"practice question #{number} option {letter} ({plain})", "QuestionOption")


def _question(ledger: Ledger) -> None:
    page, heading = ledger.page, ledger.blocks[0]
    number = page.outline.number(heading)
    term = _question_term(number)
    asked = [block for block in ledger.blocks if block.kind in ("text", "caption", "subhead")]
    known = options(page, heading)
    if known:
        first = min(option.block.index for option in known.values())
        asked = [block for block in asked if block.index < first]
    if asked:
        spans = tuple(block.content for block in asked)
        claim = claim_of(term, "quizQuestion", " ".join(page.words(span) for span in spans))
        ledger.fact(asked[0], claim, RULE, {"subject": heading.content, "object": spans}, asked[1:])
    answer = page.outline.numbered(ANSWER, number)
    correct = _correct(page, page.outline.section(answer)) if answer else None
    right = _letter(correct[1].of(page.text)) if correct else ""
    for letter, option in sorted(known.items(), key=lambda item: item[1].block.index):
        verdict = [Qualifier("correct", "yes" if letter == right else "no")] if right else []
        kept = [Qualifier("number", str(option.number)), Qualifier("letter", letter), *verdict]
        mentions = {"subject": heading.content, "object": option.words, "number": option.mark}
        mentions |= {"correct": correct[1]} if correct else {}
        ledger.fact(option.block, claim_of(term, "quizOption", option.term, *kept), RULE, mentions)
        ledger.frame(option.block, Span(option.block.content.start, option.words.start))


def _letter(mark: str) -> str:
    """Return the letter of an option that an answer calls by letter or number."""
    return chr(ord("A") + int(mark) - 1) if mark.isdigit() else mark.upper()


def _correct(page: Page, blocks: Sequence[Block]) -> tuple[Block, Span] | None:
    """Return the line of an answer that begins with the letter of the correct option, and where the letter stands."""
    for block in blocks[1:]:
        if block.kind in ("text", "bullet", "option"):
            match = _CORRECT.match(page.text, block.content.start, block.content.end)
            return (block, Span(*match.span("mark"))) if match else None
    return None


def _answer(ledger: Ledger) -> None:
    page, heading = ledger.page, ledger.blocks[0]
    correct, known = _correct(page, ledger.blocks), options(page, heading)
    for block in ledger.blocks[1:]:
        _reference(ledger, block)
    option = known.get(_letter(correct[1].of(page.text))) if correct else None
    if correct is None or option is None:
        for block in ledger.blocks[1:]:
            if block.kind == "text" and not _REFERENCE.match(page.words(block.content)):
                ledger.unread(block, block.content, "an answer without an option that it names", 'such as "B. Why it is right"')
        return
    block, mark = correct
    ledger.frame(block, Span(block.content.start, mark.end + 1))
    mentions: dict[str, Span | Sequence[Span]] = {"subject": heading.content, "object": option.words, "letter": mark, "number": option.mark}
    kept = (Qualifier("letter", option.letter), Qualifier("number", str(option.number)))
    claim = claim_of(_question_term(page.outline.number(heading)), "quizCorrectAnswer", option.term, *kept)
    ledger.fact(block, claim, RULE, mentions, [option.block])
    for reason in _reasons(page, ledger.blocks, known):
        said = reason.letters.keys() <= known.keys()
        line = next(line for line in ledger.blocks if line.span.holds((reason.spans or reason.frame)[0]))
        ledger.frame(line, *(reason.frame if said else ()), *(reason.spans if reason.spans and _is_name(page, reason, option) else ()))
    for rationale in rationales(page, ledger.blocks):
        _why(ledger, rationale)


def _sentences(page: Page, blocks: Sequence[Block], first: Block, mark: Span) -> list[Span]:
    """Return the lines of the answer behind the letter, without references and the site's links."""
    lines = [block for block in blocks[1:] if block.kind in ("text", "bullet", "option")]
    spans = [Span(mark.end + 1, block.content.end) if block == first else block.content for block in lines]
    return [span for span in spans if span.start < span.end and not _REFERENCE.match(page.words(span))]


def _why(ledger: Ledger, rationale: Rationale) -> None:
    """Add a reason as a statement about its option."""
    option = rationale.option
    value = " ".join(ledger.page.words(span) for span in rationale.spans)
    kept = {"verdict": rationale.verdict, "letter": option.letter, "number": str(option.number)}
    claim = claim_of(option.term, "quizRationale", value, *(Qualifier(name, said) for name, said in kept.items()))
    subject = rationale.letter or option.words
    mentions: dict[str, Span | Sequence[Span]] = {"subject": subject, "object": rationale.spans, "number": option.mark}
    if rationale.letter:
        mentions["letter"] = rationale.letter
    if rationale.stated:
        mentions["verdict"] = rationale.stated
    ledger.fact(rationale.block, claim, RULE, mentions, [option.block])


def _reference(ledger: Ledger, block: Block) -> None:
    """Read "Reference: title": the frame where it names the page itself, else words that are not read."""
    match = _REFERENCE.match(ledger.page.text, block.content.start, block.content.end)
    if match and block.kind == "text":
        title = ledger.page.outline.title
        rest = ledger.page.words(Span(match.end(), block.content.end))
        own = title is not None and rest.casefold() == ledger.page.words(title).casefold()
        ledger.frame(block, Span(block.content.start, block.content.end if own else match.end()))
