"""Phrases to terms: the lexicon's where it has the name, a candidate minted from the page's own words where it has not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from build_graph.facts import Span, Term, new
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.language.sharing import APPEARANCE
from build_graph.lexicon import Lexicon, fold, singular
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page

#: Dimensions of a quality that qualify the fact and are no part of a name.
ASIDE = {"route", "nature"}
#: Kinds of name whose place in the cell is no part of it: "nuclear STAT6".
STAINED = {"Protein", "Gene", "Stain"}
#: What a cue says that is a verb.
ACTING = {"effect", "show"}
#: Kinds of noun that a laboratory measures.
ANALYTES = {"Measurement", "Substance", "Protein"}

#: Kinds of what has a symbol, and how many letters it has at least.
CODED = {"Protein", "Gene"}
LEAST_SYMBOL = 2


class Thing(NamedTuple):
    """What a phrase names."""

    term: Term
    kind: str  #: as the predicate table knows it; "" where unknown
    spans: tuple[Span, ...]  #: the words that name the term
    phrase: tuple[Span, ...]  #: the whole noun phrase
    attributes: tuple[Item, ...] = ()  #: qualities of appearance, each a claim of its own
    state: Item | None = None  #: normal, elevated ... of an analyte
    aspect: str = ""


def thing_of(phrase: Phrase, page: Page, *, whole: bool = False, complements: Sequence[Phrase] = ()) -> Thing | None:
    """Return what ``phrase`` names, or None for a phrase without words.

    Args:
        phrase: a phrase with its coordination resolved.
        page: the page.
        whole: keep qualities as part of the name ("recurrent hypotension" in a list of risk factors).
        complements: phrases that complete the name ("of stroma").
    """
    words = phrase.words
    if not words:
        return None
    words = _symbol(words, page) if len(words) == 2 else words
    behind = [item for complement in complements for item in _marked(complement)] if complements else []
    everything = _spans([*words, *behind] if behind else words)
    if full := _lookup(words, complements, page):
        return new(Thing, (full[0], full[0].kind, everything, everything, (), None, full[1]))
    qualities, core = _split(words)
    if core and core[-1].entry and core[-1].entry.term.kind in STAINED:
        words = [item for item in words if item.kind != "quality" or item.entry is None or item.entry.aspect != "compartment"]
    if not core:
        return _bare_quality(qualities)
    state, shown, rest = _told(qualities) if qualities else (None, (), [])
    if whole and not (state and _is_analyte(core, page.lexicon)):
        core, shown, state = words, (), None
    else:
        core = [*rest, *core]
    same = core == words
    spans = everything if same else _spans([*core, *behind])
    if not same and (found := _lookup(core, complements, page)):
        return Thing(found[0], found[0].kind, spans, everything, shown, state, found[1])
    term, kind = _candidate(core, complements, page, whole)
    head = core[-1].entry
    return new(Thing, (term, kind, spans, everything, shown, state, head.aspect if head else ""))


def _told(qualities: Sequence[Item]) -> tuple[Item | None, tuple[Item, ...], list[Item]]:
    """Return what qualities tell of a thing: its state, how it looks, and those that are part of its name."""
    state = next((q for q in qualities if q.entry and q.entry.aspect == "state"), None)
    shown = tuple([q for q in qualities if q.entry and q.entry.aspect in APPEARANCE])
    return state, shown, [q for q in qualities if q is not state and q not in shown and q.entry and q.entry.aspect not in ASIDE]


def _symbol(words: list[Item], page: Page) -> list[Item]:
    """Return a known symbol, of two words, without the word for its class before it: "cytokines TNF alpha", "the gene ABC1"."""
    if words[0].entry is None or words[1].entry is None:
        return words
    kind, symbol = words[1].entry.term.kind, words[1].span.of(page.text)
    if kind not in CODED or kind != words[0].entry.term.kind or len(symbol) < LEAST_SYMBOL:
        return words
    return words[1:] if any(c.isupper() or c.isdigit() for c in symbol[1:]) else words


def _split(words: list[Item]) -> tuple[list[Item], list[Item]]:
    """Return the leading qualities of a phrase, and the rest."""
    leading = 0
    while leading < len(words) and words[leading].kind == "quality":
        leading += 1
    return words[:leading], words[leading:]


def _is_analyte(core: Sequence[Item], lexicon: Lexicon) -> bool:
    head = core[-1]
    return head.entry is not None and head.entry.term.kind in ANALYTES or lexicon.generic.get(head.key) == "Measurement"


def _lookup(words: Sequence[Item], complements: Sequence[Phrase], page: Page) -> tuple[Term, str] | None:
    """Return the term and aspect that the whole phrase names."""
    key = words[0].key if len(words) == 1 else " ".join([item.key for item in words])
    for complement in complements:
        lead = complement.introduced
        key += f" {lead.key if lead else ''} {complement.key}"
    key = fold(key)
    if term := page.names.own.terms.get(key):
        return term, ""
    entry = page.lexicon.names.get(key) or (words[0].entry if len(words) == 1 and not complements else None)
    return (entry.term, entry.aspect) if entry else None


def _bare_quality(qualities: Sequence[Item]) -> Thing | None:
    last = qualities[-1]
    if last.entry is None:
        return None
    return Thing(last.entry.term, "Quality", (last.span,), _spans(qualities), tuple(qualities[:-1]), aspect=last.entry.aspect)


def _candidate(core: Sequence[Item], complements: Sequence[Phrase], page: Page, whole: bool) -> tuple[Term, str]:
    """Mint a term from the words, and return it with its kind: that of its head, "" where only a guess is left."""
    head = core[-1]
    kind = _kind(core, complements, page) or page.lexicon.kind_by_suffix(head.key)
    people = head.entry.term.label if head.entry and head.entry.term.kind == "Population" else ""  # "patients" in every candidate
    names = [*(_word(item, page.text) for item in core[:-1]), people or _word(head, page.text)]
    words = [*names, *(_complement(c, page.text, page.lexicon, whole) for c in complements)]
    label = " ".join(words)
    term = Term(slug_of(label), label, kind or "Finding", candidate=True, head=head.entry.term if head.entry else None)
    return term, kind


def _kind(core: Sequence[Item], complements: Sequence[Phrase], page: Page) -> str:
    """Return the kind of a head: the longest name at the right end, else a generic noun, else what stands before a generic noun."""
    head = core[-1]
    kind = head.entry.term.kind if head.entry else page.lexicon.generic.get(head.key.split(" ")[-1], "")
    if head.entry is None and (head.hint == "Substance" or head.hint == "Finding" and len(core) == 1):  # "t(11;14)"
        return head.hint
    if kind == "" and len(core) > 1 and head.key in page.lexicon.generic and (before := core[-2].entry):
        kind = before.term.kind
    earth = page.lexicon.words["on-earth"]
    if earth.get(head.key) or kind == "AnatomicalSite" and any(word in earth for item in core for word in item.key.split(" ")):
        return kind if kind not in {"", "AnatomicalSite"} else "Population"  # "rural areas": who lives there, and no part of a body
    if kind == "Disease" and complements and head.entry and page.names.member(head.entry.term):
        return "Process"  # "nodular change of X": the disease's name used as the word for a process
    return kind


def _marked(complement: Phrase) -> list[Item]:
    """Return the words of a complement with the marker that leads it, its own or that of its coordination."""
    lead = complement.introduced
    return [*([lead] if lead else []), *complement.words]


def _complement(phrase: Phrase, text: str, lexicon: Lexicon, whole: bool) -> str:
    lead = phrase.introduced
    marker = lead.span.of(text).casefold() if lead else ""
    words = [item for item in phrase.words if whole or not _appears(item, phrase)]
    named = lexicon.names.get(fold(" ".join(item.key for item in words)))
    known = named is not None and named.term.kind not in {"Population", "Quality"}
    name = named.term.label if named and known else " ".join(_canonical(item, text) for item in words)
    if phrase.role != "restrict":
        return f"{marker} {name}"
    acts = lead.kind == "verb" or lead.marker.value in ACTING if lead else words[0].kind == "word" and len(words) > 1
    said = f"{marker} {name}".lstrip()
    if lead and not acts and lead.kind == "cue":
        return said  # "disease that is due to X": disease due to X
    return f"that {_agreeing(said, lexicon) if acts else said}"


def _agreeing(verb: str, lexicon: Lexicon) -> str:
    """Return what begins with a verb as it stands behind a noun in singular, as a name has it: "causes X"; one that is past stays."""
    first, gap, rest = verb.partition(" ")
    if first.endswith(("s", *lexicon.endings["past"])) or first in lexicon.words["past"]:
        return verb
    ending = "ies" if first.endswith("y") and first[-2:-1] not in "aeiou" else "es" if first.endswith(("x", "z", "ch", "sh")) else "s"
    return f"{first.removesuffix('y') if ending == 'ies' else first}{ending}{gap}{rest}"


def _appears(item: Item, phrase: Phrase) -> bool:
    """Return whether an item is a quality of appearance before the head of a complement: a claim of its own, no part of the name."""
    return item.kind == "quality" and item is not phrase.last and item.entry is not None and item.entry.aspect in APPEARANCE


def _canonical(item: Item, text: str) -> str:
    """Return the preferred label of a known name, so that two wordings of one complement meet in one term."""
    return item.entry.term.label if item.entry and item.kind == "term" and item.entry.term.kind != "Population" else _word(item, text)


def _word(item: Item, text: str) -> str:
    """Return the words of an item in singular; a name's capitals stay, a sentence's first does not."""
    return " ".join(map(_plain, item.span.of(text).split()))


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    kept = sum(c.isupper() for c in word) > 1 or any(c.isdigit() for c in word)
    return word if kept else singular(word)


def _spans(items: Sequence[Item]) -> tuple[Span, ...]:
    """Return the spans of ``items`` in reading order, each once."""
    return (items[0].span,) if len(items) == 1 else tuple(sorted({item.span for item in items}))


def patients(page: Page, said: str) -> Term:
    """Return the patients of whom something is said as one term, the same wherever a label is made of it: "patients with X"."""
    every = page.lexicon.entries["patients"].term
    label = f"{every.label} {said}"
    return Term(slug_of(label), label, "Population", candidate=True, head=every)


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, plural and hyphens."""
    return fold(one) == fold(other)


def verb_thing(page: Page, role: str, verb: Item, thing: Thing | None) -> Thing:
    """Return what a verb with its object is as a noun: "ulceration", "inhibition of X"."""
    noun, marker = verb.marker.property, verb.span
    label = f"{noun} of {thing.term.label}" if thing else noun
    entry = page.lexicon.names.get(" ".join(label.casefold().split()))
    spans = (marker, *(thing.spans if thing else ()))
    whole = (marker, *(thing.phrase if thing else ()))
    if entry:
        return Thing(entry.term, entry.term.kind, spans, whole, aspect=entry.aspect)
    kind = {"verb:treatment": "Procedure", "verb:nominal": "Finding"}.get(role, "Process")
    head = page.lexicon.names.get(noun)
    return Thing(Term(slug_of(label), label, kind, candidate=True, head=head.term if head else None), kind, spans, whole)
