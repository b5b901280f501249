"""A reading without the words of its page: for a release whose reader may have the facts, and not the text.

What stays: names (of terms, of cited works, of people), numbers, codes, dates, headings, values of up to four words, and where everything
stands. What goes: every longer text, replaced by its place; so what is made of a reading further on cannot give a word away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from build_graph.facts import Claim, Evidence, Fact, Qualifier, Reading, Span, Term, claim_of
from build_graph.vocabulary import PAGE_PARTS

#: Predicates whose text is a name, an address or a work: facts, however many words they have.
NAMES = frozenset({"author", "cites", "contributor", "copyright", "editor", "sourceUrl", "synonym", "topicTitle", "website"})
#: Predicates whose text is a sentence of the page, however short.
PROSE = frozenset({"definition", "imageCaption", "quizQuestion", "quizRationale", "recommendedCitation"})
#: The longest text that stays: a release holds no run of five words of the page.
WORDS = 4
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r" \(.*\)$", re.DOTALL)
Key = tuple[str, str]  #: predicate or qualifier, and text


def bare(reading: Reading) -> Reading:
    """Return the reading with spaces for the words of its page, and a place for each text that is not a name."""
    places = _places(reading.facts, f"document/{reading.edition.slug}/{reading.edition.version}")
    return replace(
        reading, text=_masked(reading), unread=(), damage=(),
        facts=tuple(Fact(_claim(fact.claim, places), _works(fact.evidence)) for fact in reading.facts),
        lines=tuple(line._replace(unread="") for line in reading.lines),
        terms=tuple(map(_term, reading.terms)),
    )  # fmt: skip


def _masked(reading: Reading) -> str:
    """Return a text of the same length in which only line ends and headings, which the lexicon knows, can be read."""
    kept = [block.content for block in reading.blocks if block.kind == "heading"]
    signs = [sign if sign == "\n" else " " for sign in reading.text]
    for span in kept:
        signs[span.start : span.end] = reading.text[span.start : span.end]
    return "".join(signs)


def _places(facts: Iterable[Fact], document: str) -> Mapping[Key, str]:
    """Return the first place of each text that may not stay, as a character range (RFC 5147) of the document."""
    found: dict[Key, Span] = {}
    for fact in facts:
        texts = [("object", fact.claim.predicate, fact.claim.object), *((q.name, q.name, q.value) for q in fact.claim.qualifiers)]
        for role, name, text in texts:
            if isinstance(text, str) and not _may_stay(name, text):
                span = _place(fact.evidence, role)
                found[name, text] = min(span, found.get((name, text), span))
    return {key: f"{document}#char={span.start},{span.end}" for key, span in found.items()}


def _may_stay(name: str, text: str) -> bool:
    return name in NAMES or (name not in PROSE and len(_WORD.findall(text)) <= WORDS)


def _place(evidence: Evidence, role: str) -> Span:
    spans = [span for mention in evidence.mentions if mention.role == role for span in mention.spans]
    return Span(min(spans).start, max(span.end for span in spans)) if spans else evidence.span


def _works(evidence: Evidence) -> Evidence:
    """Return the evidence; a cited work keeps its name, and loses what the page says of when it was looked up."""
    named = (replace(cited.citation, text=cited.citation.text.partition(" [")[0]) for cited in evidence.citations)
    return evidence._replace(citations=tuple(cited._replace(citation=each) for cited, each in zip(evidence.citations, named, strict=True)))


def _claim(claim: Claim, places: Mapping[Key, str]) -> Claim:
    qualifiers = (Qualifier(each.name, _value(each.name, each.value, places)) for each in claim.qualifiers)
    return claim_of(
        _term(claim.subject), claim.predicate, _value(claim.predicate, claim.object, places), *qualifiers,
        polarity=claim.polarity, modality=claim.modality, quantity=claim.quantity,
    )  # fmt: skip


def _value(name: str, value: Term | str, places: Mapping[Key, str]) -> Term | str:
    return _term(value) if isinstance(value, Term) else places.get((name, value), value)


def _term(term: Term) -> Term:
    """Return the term; the label of a part of the page loses what the page says there."""
    return replace(term, label=_QUOTED.sub("", term.label)) if term.kind in PAGE_PARTS else term
