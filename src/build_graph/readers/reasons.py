"""The sentences of a practice answer, and which options each speaks of: by letters up front, by letters in brackets, or by none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from build_graph.facts import Span

_LETTER = r"(?:[A-H]|\d)\b"
_LIST = rf"{_LETTER}(?:(?:\s*,\s*(?:and\s+|or\s+|&\s*)?|\s+(?:and|or)\s+|\s*&\s*|\s*/\s*){_LETTER})*"
_LEAD = re.compile(
    rf"(?:the\s+)?(?:(?:answers?|options?|choices?)\s+)?(?P<letters>{_LIST})(?:\s+(?:is|are)|\s*:)\s+"
    r"(?P<verdict>(?:both |all )?(?:incorrect|wrong|false|not (?:the )?correct(?: answers?)?|correct|right))\b"
    r"(?:\s*[,:]?\s*(?:because|since|as|given that)\s+|\s*[:;]\s+)?",
    re.IGNORECASE,
)
_WRONG = re.compile(r"incorrect|wrong|false|not", re.IGNORECASE)
_MARK = re.compile(r"[A-H]\b|\d\b")
_BRACKET = re.compile(r"\s*\((?:answers?\s+|options?\s+)?(?P<letter>[A-H])\)", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:the\s+)?(?:answer|option|choice)\s+(?P<letter>[A-H])\b", re.IGNORECASE)
#: The end of a sentence: not behind a short abbreviation, nor before a small letter.
_STOP = re.compile(r"(?<!\bvs)(?<!\bDr)(?<!\be\.g)(?<!\bi\.e)[.!?](?=\s+[^a-z\s]|\s*$)")
_COORDINATORS = (" and", " but", " while", " whereas", " or")
_JOINT = re.compile(r"[,;]\s+(?:(?:and|but|while|whereas|or)\s+)?|\s(?:and|but|while|whereas|or)\s+")


@dataclass(frozen=True, slots=True)
class Reason:
    """What one sentence says of some options."""

    letters: dict[str, Span | None]  #: each option, and where the sentence or the one before it names its letter
    verdict: str  #: correct or incorrect
    stated: Span | None  #: the words of the verdict
    spans: tuple[Span, ...]  #: the reason; empty where only the verdict is given
    frame: tuple[Span, ...] = ()  #: words that lead to it


def reasons_of(text: str, lines: Sequence[Span], known: Collection[str], correct: str) -> list[Reason]:
    """Return the reasons in ``lines``, in order.

    Args:
        text: the page, citations masked.
        lines: the answer, behind the letter of the correct option.
        known: the letters of the options.
        correct: the letter of the correct one: what names no option speaks of it, until a sentence names others.
    """
    found: list[Reason] = []
    right = _as_letter(correct)
    current = Reason({right: None}, "correct", None, ())
    for sentence in (sentence for line in lines for sentence in _split(text, line)):
        lead = _LEAD.match(text, sentence.start, sentence.end)
        if lead:
            verdict = "incorrect" if _WRONG.search(lead["verdict"]) else "correct"
            current = Reason(_letters(text, Span(*lead.span("letters"))), verdict, Span(*lead.span("verdict")), ())
            found.append(replace(current, spans=_filled(text, Span(lead.end(), sentence.end)), frame=(Span(*lead.span()),)))
            continue
        marked = list(_by_name(text, sentence, known, right)) or list(_by_bracket(text, sentence, known, right))
        found += marked or [replace(current, spans=_filled(text, sentence))]
    return [reason for reason in found if reason.spans or reason.frame]


def _as_letter(mark: str) -> str:
    return chr(ord("A") + int(mark) - 1) if mark.isdigit() else mark.upper()


def _letters(text: str, where: Span) -> dict[str, Span | None]:
    """Return the options that "A, C and D" names, with the place of each letter."""
    return {_as_letter(mark[0]): Span(*mark.span()) for mark in _MARK.finditer(text, where.start, where.end)}


def _split(text: str, line: Span) -> Iterator[Span]:
    """Yield the sentences of a line, without the stop."""
    start = line.start
    for stop in _STOP.finditer(text, line.start, line.end):
        yield _trimmed(text, Span(start, stop.start()))
        start = stop.end()
    yield _trimmed(text, Span(start, line.end))


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _filled(text: str, span: Span) -> tuple[Span, ...]:
    """Return the span where it holds a word, else nothing."""
    return (_trimmed(text, span),) if any(sign.isalnum() for sign in span.of(text)) else ()


def _by_name(text: str, sentence: Span, known: Collection[str], right: str) -> Iterator[Reason]:
    """Yield what "Answer A describes X and answer B Y" says of each option: what stands behind its letter."""
    marks = [m for m in _NAMED.finditer(text, sentence.start, sentence.end) if m["letter"].upper() in known]
    if not marks or marks[0].start() > sentence.start:
        return
    for mark, after in zip_longest(marks, marks[1:]):
        stop = _before_joint(text, mark.end(), after.start()) if after else sentence.end
        letter = mark["letter"].upper()
        verdict = "correct" if letter == right else "incorrect"
        frame = (Span(*mark.span()), Span(stop, after.start())) if after else (Span(*mark.span()),)
        yield Reason({letter: Span(*mark.span("letter"))}, verdict, None, _filled(text, Span(mark.end(), stop)), frame)


def _by_bracket(text: str, sentence: Span, known: Collection[str], right: str) -> Iterator[Reason]:
    """Yield what "P (A) is found in X and Q (C) in Y" says of each option: its part of the sentence, in two pieces."""
    marks = [m for m in _BRACKET.finditer(text, sentence.start, sentence.end) if m["letter"].upper() in known]
    start = sentence.start
    for mark, after in zip_longest(marks, marks[1:]):
        end = _name_start(text, mark.end(), after.start()) if after else sentence.end
        stop = _before_joint(text, mark.end(), end) if after else end
        letter = mark["letter"].upper()
        pieces = (*_filled(text, Span(start, mark.start())), *_filled(text, Span(mark.end(), stop)))
        verdict = "correct" if letter == right else "incorrect"
        yield Reason({letter: Span(*mark.span("letter"))}, verdict, None, pieces, (Span(*mark.span()), Span(stop, end)))
        start = end


def _name_start(text: str, start: int, mark: int) -> int:
    """Return where the name before a bracket begins: behind the last comma or coordinator."""
    joints = [joint.end() for joint in _JOINT.finditer(text, start, mark)]
    return joints[-1] if joints else mark


def _before_joint(text: str, start: int, end: int) -> int:
    """Return where the part before ``end`` stops: before the comma or coordinator that leads to the next one."""
    words = text[start:end].rstrip(" ,;")
    joint = next((each for each in _COORDINATORS if words.endswith(each)), "")
    return start + len(words.removesuffix(joint).rstrip(" ,;"))
