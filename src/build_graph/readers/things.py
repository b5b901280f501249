"""Phrases to terms: the lexicon's where it has the name, a candidate minted from the page's own words where it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from build_graph.facts import Span, Term
from build_graph.language.coordination import APPEARANCE
from build_graph.language.phrases import Phrase
from build_graph.language.words import Item
from build_graph.lexicon import Lexicon, fold, singular
from build_graph.readers.names import PageNames, slug_of

#: Dimensions of a quality that qualify the fact and are no part of a name.
ASIDE = {"route", "nature"}
MOST_WORDS = 8  #: a longer phrase is no name: it was not understood


@dataclass(frozen=True, slots=True)
class Thing:
    """What a phrase names."""

    term: Term
    kind: str  #: as the predicate table knows it; "" where unknown
    spans: tuple[Span, ...]  #: the words that name the term
    phrase: tuple[Span, ...]  #: the whole noun phrase
    attributes: tuple[Item, ...] = ()  #: qualities of appearance, each a claim of its own
    state: Item | None = None  #: normal, elevated ... of an analyte
    known: bool = True  #: its head is in the lexicon
    aspect: str = ""
    types: tuple[Item, ...] = field(default=())


def thing_of(
    phrase: Phrase, text: str, lexicon: Lexicon, names: PageNames, *, whole: bool = False, complements: Sequence[Phrase] = ()
) -> Thing | None:
    """Return what ``phrase`` names, or None for a phrase without words.

    Args:
        phrase: a phrase with its coordination resolved.
        text: the page.
        lexicon: the tables.
        names: of the page.
        whole: keep qualities as part of the name ("recurrent hypotension" in a list of risk factors).
        complements: phrases that complete the name ("of stroma").
    """
    words = phrase.words
    if not words:
        return None
    everything = _spans([*words, *(i for c in complements for i in _marked(c))])
    if full := _lookup(words, complements, lexicon, names):
        return Thing(full[0], full[0].kind, everything, everything, aspect=full[1])
    leading = next((n for n, item in enumerate(words) if item.kind != "quality"), len(words))
    qualities, core = words[:leading], words[leading:]
    if not core:
        return _bare_quality(phrase, qualities)
    state = next((q for q in qualities if q.entry and q.entry.aspect == "state"), None)
    shown = tuple(q for q in qualities if q.entry and q.entry.aspect in APPEARANCE)
    if whole and not (state and _is_analyte(core)):
        core, shown, state = words, (), None
    else:
        rest = [q for q in qualities if q is not state and q not in shown and q.entry and q.entry.aspect not in ASIDE]
        core = [*rest, *core]
    found = _lookup(core, complements, lexicon, names)
    spans = _spans([*core, *(i for c in complements for i in _marked(c))])
    if found:
        return Thing(found[0], found[0].kind, spans, everything, shown, state, aspect=found[1])
    return _candidate(phrase, core, complements, text, lexicon, names, everything, shown, state, whole)


def _is_analyte(core: Sequence[Item]) -> bool:
    head = core[-1]
    return head.entry is not None and head.entry.term.kind in {"Measurement", "Substance", "Protein"} or head.key == "level"


def _lookup(words: Sequence[Item], complements: Sequence[Phrase], lexicon: Lexicon, names: PageNames) -> tuple[Term, str] | None:
    """Return the term and aspect that the whole phrase names."""
    key = " ".join(item.key for item in words)
    for complement in complements:
        lead = complement.marker or complement.lead
        key += f" {lead.key if lead else ''} " + " ".join(item.key for item in complement.words)
    key = fold(key)
    if term := names.aliases.get(key):
        return term, ""
    if entry := lexicon.names.get(key):
        return entry.term, entry.aspect
    if len(words) == 1 and not complements and words[0].entry:
        return words[0].entry.term, words[0].entry.aspect
    return None


def _bare_quality(phrase: Phrase, qualities: Sequence[Item]) -> Thing | None:
    last = qualities[-1]
    if last.entry is None:
        return None
    spans = _spans(qualities)
    return Thing(last.entry.term, "Quality", (last.span,), spans, tuple(qualities[:-1]), aspect=last.entry.aspect)


def _candidate(
    phrase: Phrase, core: Sequence[Item], complements: Sequence[Phrase], text: str, lexicon: Lexicon, names: PageNames,
    everything: tuple[Span, ...], shown: tuple[Item, ...], state: Item | None, whole: bool,
) -> Thing:
    """Mint a term from the words; its kind is that of its head: the longest name at the right end, else a generic noun."""
    head = core[-1]
    aspect = head.entry.aspect if head.entry else ""
    kind = head.entry.term.kind if head.entry else lexicon.generic.get(head.key.split(" ")[-1], "")
    if kind == "" and len(core) > 1 and head.key in lexicon.generic and core[-2].entry:
        kind = core[-2].entry.term.kind
    if kind == "Disease" and names.member(head.entry.term if head.entry else None) and complements:
        kind = "Process"  # "nodular change of X": the disease's name used as the word for a process
    label = " ".join([*(_word(item, text) for item in core), *(_complement(c, text, lexicon, whole) for c in complements)])
    known = kind != ""
    kind = kind or lexicon.kind_by_suffix(head.key)
    spans = _spans([*core, *(i for c in complements for i in _marked(c))])
    term = Term(slug_of(label), label, kind or "Finding", candidate=True, head=head.entry.term if head.entry else None)
    return Thing(term, kind, spans, everything, shown, state, known, aspect)


def _marked(complement: Phrase) -> list[Item]:
    """Return the words of a complement with the marker that leads it, its own or that of its coordination."""
    lead = complement.marker or complement.lead
    return [*([lead] if lead else []), *complement.words]


def _complement(phrase: Phrase, text: str, lexicon: Lexicon, whole: bool) -> str:
    lead = phrase.marker or phrase.lead
    marker = lead.span.of(text).casefold() if lead else ""
    marker = f"that {singular(marker)}" if phrase.role == "restrict" else marker
    words = [item for item in phrase.words if whole or not _appears(item, phrase)]
    named = lexicon.names.get(fold(" ".join(item.key for item in words)))
    if named and named.term.kind not in {"Population", "Quality"}:
        return f"{marker} {named.term.label}"
    return f"{marker} " + " ".join(_canonical(item, text) for item in words)


def _appears(item: Item, phrase: Phrase) -> bool:
    """Return whether an item is a quality of appearance before the head of a complement: a claim of its own, no part of the name."""
    return item.kind == "quality" and item is not phrase.words[-1] and item.entry is not None and item.entry.aspect in APPEARANCE


def _canonical(item: Item, text: str) -> str:
    """Return the preferred label of a known name, so that two wordings of one complement meet in one term."""
    return item.entry.term.label if item.entry and item.kind == "term" and item.entry.term.kind != "Population" else _word(item, text)


def _word(item: Item, text: str) -> str:
    """Return the words of an item in singular; a name's capitals stay, a sentence's first does not."""
    parts = item.span.of(text).split()
    return " ".join(_plain(part) for part in parts)


def _plain(word: str) -> str:
    kept = sum(c.isupper() for c in word) > 1 or any(c.isdigit() for c in word)
    lower = singular(word)
    return word if kept else lower


def _spans(items: Sequence[Item]) -> tuple[Span, ...]:
    """Return the spans of ``items`` in reading order, neighbours that touch or are a blank apart kept apart, doubles left out."""
    return tuple(sorted({item.span for item in items}))


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, plural and hyphens."""
    return fold(one) == fold(other)
