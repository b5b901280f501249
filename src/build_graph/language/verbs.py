"""Verb or noun? What a word is by the words around it, where the tables leave both open."""

from __future__ import annotations

from collections.abc import Container, Sequence

from build_graph.language.items import Item
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.language.sharing import APPEARANCE
from build_graph.lexicon import Lexicon

#: Kinds of term that are complete by themselves: two of them side by side are two list items whose comma was lost.
COMPLETE = {"Disease", "Finding", "Population", "Exposure"}
#: Kinds of noun that a quality behind them describes; behind a gene or the name of a disease it is part of the name.
DESCRIBED = {"Finding", "CellType", "Measurement", "Protein", "Substance"}
#: Kinds of name that a result stands behind.
ANTIGENS = {"Protein", "Gene", "Stain"}
#: Scopes that say how far or how badly: an adjective, as likely as not part of a name.
DEGREES = {"extent", "severity"}
#: Kinds of what a disease spares.
SPARED = {"AnatomicalSite", "Tissue"}
#: Roles of a preposition that says where.
WHERE = {"in", "around"}
#: Kinds of what happens, or grows, of which the name may be a verb; last letters of a Latin plural.
HAPPENS = {"Event", "Exposure", "Organism", "Process"}
LATIN = {"i", "a", "e"}
RELATIVES = {"which", "that", "who"}


def _ends(item: Item, name: str, lexicon: Lexicon) -> bool:
    """Return whether a word ends as the class ``name`` of endings does."""
    return item.key.endswith(lexicon.endings[name])


def is_verb(item: Item) -> bool:
    """Return whether an item says something of what stands before it: a verb, a cue, a form of "be" or "have"."""
    return (item.kind in {"cue", "verb"} and item.marker.value != "contain") or item.function in {"be", "have"}


def is_range(before: Item | None, after: Item | None) -> bool:
    """Return whether "to" stands between two qualities, or two ages of people: "tan to grey", "young to middle aged adults"."""
    people = after is not None and after.entry is not None and after.entry.term.kind == "Population"
    gone = after is not None and after.kind == "scope" and after.marker.property == "polarity" and after.marker.direction == "backward"
    return bool(before and after and before.kind == "quality" and (after.kind == "quality" or people or gone))


def is_participle(item: Item, before: Item | None, after: Item | None) -> bool:
    """Return whether a verb is the participle of the noun before it: "histamine released by mast cells"."""
    act = item.marker.value == "act" and item.entry is None
    return act and before is not None and before.nominal and after is not None and after.key == "by"


def breaks_compound(phrase: Phrase, item: Item, after: Item | None = None) -> bool:
    """Return whether ``item`` cannot belong to the noun phrase before it: two complete names side by side are two items of a list."""
    last = phrase.items[-1]
    if item.kind == "word" and (last.hint, item.hint) == ("Finding", "Gene") and last.kind == "word":
        return True  # "t(11;22)(q24;q12) EWSR1::FLI1": a translocation and the genes that it joins
    signed = item.kind == "word" and after is not None and after.key in RESULTS
    if last.key in RESULTS and len(phrase.items) > 1 and (signed or (item.entry.term.kind if item.entry else item.hint) in ANTIGENS):
        return True  # "CD4+ CD8-": two results
    if item.kind != "term" or last.kind != "term" or not last.entry or not item.entry:
        return False
    own, other = last.entry.term.kind, item.entry.term.kind
    return own in COMPLETE and (own == other or own == "Exposure" and other in COMPLETE)


def is_said_of_noun(phrase: Phrase, item: Item, after: Item | None, gone: Container[str] = ()) -> bool:
    """Return whether a quality ends a phrase behind a known noun, the verb left out: "mitoses plentiful", "ferritin raised in flares"."""
    last = phrase.items[-1] if phrase.items else None
    if item.kind != "quality" or item.entry is None or item.key in RESULTS or last is None or phrase.number:
        return False
    if after is not None and (after.nominal or after.kind in {"number", "open", "function", "scope", "verb"}):
        return False
    if item.entry.aspect not in APPEARANCE | {"state"}:
        return False
    if last.kind == "word":
        named = len(phrase.items) > 1 or last.hint == "Substance" or item.key in gone  # "polarity lost"
        return item.entry.aspect == "state" and named  # "fecal elastase lowered"
    words = last.entry.term.label.split(" ") if last.entry else []
    more = len(words) > 1 + last.key.count(" ") and words[-1].startswith(last.key[:5])  # "nucleoli" for prominent nucleoli
    return last.kind == "term" and last.entry is not None and last.entry.term.kind in DESCRIBED and not more


def is_unknown_verb(phrase: Phrase, item: Item, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether an unknown word behind a complete name is its verb: "disease X waxes | in winter".

    An English compound has singular members: behind a plural noun an unknown word is a verb.
    """
    last = phrase.items[-1] if phrase.items else None
    if last is None or last.kind == "quality" or len(item.parts) != 1:
        return False
    if after is None:
        return _is_plural(last) and not item.inflected and not item.hint and not _ends(item, "modifier", lexicon)
    if _trails(phrase, item, after, lexicon):
        return True
    inflected = item.inflected and not item.key.endswith("s")
    plural = _is_plural(last)
    goes_on = after.nominal or after.kind == "number" or after.function == "article"
    where = after.kind == "preposition" and after.marker.value in WHERE or after.function == "adverb"  # "cells line up along X"
    bounded = after.kind == "coordinator" or where
    goes_on = goes_on or plural and last.kind == "term" and not item.hint and bounded
    if inflected and not plural:
        return goes_on or last.entry is not None and last.entry.term.kind in COMPLETE and after.kind == "preposition"
    return plural and not inflected and goes_on and not _ends(item, "modifier", lexicon)


def is_verb_of_plural(phrase: Phrase, item: Item, after: Item | None) -> bool:
    """Return whether the name of an event or an organism is the verb of the plural before it: "lesions burn", "nuclei mold"."""
    last = phrase.items[-1] if phrase.items else None
    named = item.entry is not None and item.entry.term.kind in HAPPENS and len(item.parts) == 1 and not item.inflected
    ends = after is None or after.kind in {"coordinator", "preposition"}
    return named and ends and last is not None and last.kind == "term" and _is_plural(last)


def has_it(phrase: Phrase, item: Item) -> bool:
    """Return whether a sign stands as a verb behind people: "patients cough"."""
    last = phrase.items[-1] if phrase.items else None
    sign = item.entry is not None and item.entry.term.kind == "Finding" and len(item.parts) == 1 and not item.inflected
    return sign and last is not None and last.entry is not None and last.entry.term.kind == "Population" and _is_plural(last)


def _is_plural(item: Item) -> bool:
    """Return whether a name is a plural, by a letter more than its key has, or by a Latin ending that its term does not have: "nuclei"."""
    if not item.parts:
        return False
    word = item.key.rpartition(" ")[2]
    single = item.entry.term.label.rpartition(" ")[2] if item.entry is not None else word
    latin = word != single and word[-1] in LATIN and word[:4] == single[:4] and len(word) <= len(single) + 1
    return item.span.end - item.parts[-1].start > len(word) or latin


def _trails(phrase: Phrase, item: Item, after: Item, lexicon: Lexicon) -> bool:
    """Return whether a participle behind a noun says what became of it: "buds hanging | from X", "cramps relieved | by Y"."""
    last = phrase.items[-1]
    named = last.kind == "term" and last.entry is not None and last.entry.term.kind not in {"Gene", "Protein"} or last.inflected
    trailing = after.kind in {"word", "verb"} and _ends(after, "participle", lexicon)
    if trailing and _ends(item, "adverb", lexicon):
        return named  # "cells sharply | separated"
    return named and _ends(item, "participle", lexicon) and after.kind == "preposition"


def is_verb_by_place(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether an unknown word is a verb by what stands around it: "can flatten the lesion", "that migrates to", "30% come to"."""
    if before is None or after is None or _ends(item, "modifier", lexicon) or len(item.parts) != 1:
        return False
    goes_on = after.function in {"article", "pronoun"} or after.kind == "preposition"
    return goes_on and (
        before.kind == "scope" and before.key in {"can", "may", "might", "could"} or before.key in {"that", "which", "who"}
        or before.kind == "scope" and before.marker.property == "polarity" and after.function in {"article", "pronoun"}
        or before.number is not None and before.number.is_share and not before.number.is_bound
    )  # fmt: skip


def is_part_of_name(item: Item, marker: Item | None) -> bool:
    """Return whether a word of degree is part of the name of what stands behind "of": "excision of localized X"."""
    behind = marker is not None and (marker.key == "of" or marker.kind == "verb" and marker.marker.value == "treatment")
    return item.entry is not None and item.marker.property in DEGREES and behind


def as_noun(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> Item | None:
    """Return a verb form as a noun where it stands as one: "localized deposits", "release of", "deposits occur"."""
    if _is_modifier(item, before, after, lexicon) or _behind_article(item, before, after) or _before_finite(item, after, lexicon):
        kind = "quality" if item.entry else "word"
        return Item(kind, item.span, item.key, entry=item.entry, parts=item.parts)  # "alternating areas", "a target urate"
    quality = item.entry is not None and item.entry.term.kind == "Quality"
    leads = after is not None and after.nominal
    if _is_raised(item, before, lexicon) and leads or _is_level_of(item, before, after, lexicon):
        return Item("quality", item.span, item.key, entry=item.entry, parts=item.parts)  # "drug A lowers raised pressure"
    recurs = before is not None and before.hint == "Disease" and item.inflected and not before.inflected  # "disease recurs"
    unknown = item.entry is None and (item.marker.value == "link" or before is None or before.kind == "function" or recurs)
    if unknown or is_participle(item, before, after) or _acts_on(item, before, after, lexicon):
        return None  # "cramps relieved by X"
    if _inside_name(item, before, after, lexicon):
        return Item("word", item.span, item.key, parts=item.parts)
    if quality and leads and _goes_before_noun(before, item, lexicon) and before is not None and before.kind != "verb":
        return Item("quality", item.span, item.key, entry=item.entry, parts=item.parts)  # "right lower quadrant"
    if _ends(item, "past", lexicon) and before is not None and before.nominal and not before.inflected and leads:
        return Item("word", item.span, item.key, parts=item.parts)  # "sun damaged skin": part of a name
    if quality and before is not None and before.kind == "scope" and before.marker.property in {"polarity", "modality"}:
        return Item("quality", item.span, item.key, entry=item.entry, parts=item.parts)  # "is not decreased"
    if before is None and after is not None and after.kind == "preposition" and item.entry is not None and item.inflected:
        return Item("term", item.span, item.key, entry=item.entry, parts=item.parts)  # "Deposits in the skin": a plural, no verb
    listed = before is not None or item.entry is not None  # "Itching and papules": a name of the lexicon begins a list
    ends = after is None or _ends_noun(after) or listed and after.kind == "coordinator"
    behind = _goes_before_noun(before, item, lexicon) and (ends or after is None or not after.nominal)
    alone = (before is None or before.kind in {"coordinator", "open"}) and ends and after is not None
    compound = (
        before is not None
        and before.kind == "term"
        and not (_is_plural(before) or before.inflected or item.inflected or _ends(item, "verb", lexicon))
    )
    if behind or alone or compound and ends or after is not None and after.key == "of":
        return Item("quality" if quality else "term" if item.entry else "word", item.span, item.key, entry=item.entry)
    return None


def _acts_on(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether a verb stands before an article: "amalgam plays | a role", "heredity plays | only a minor part"."""
    if item.entry is not None or after is None or _ends(item, "participle", lexicon):
        return False  # "nodes draining a carcinoma"
    named = before is not None and before.nominal and after.function == "article"
    return named or item.inflected and not item.marker.property and after.function == "adverb"


def _before_finite(item: Item, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether a plural stands right before "are" or "have": "attacks are painful"; no verb stands before another one."""
    plural = item.entry is None and item.inflected and not _ends(item, "participle", lexicon)
    return plural and after is not None and after.function in {"be", "have"}


def _is_raised(item: Item, before: Item | None, lexicon: Lexicon) -> bool:
    """Return whether the past form of a verb names a quality behind another verb."""
    quality = item.entry is not None and item.entry.term.kind == "Quality" and _ends(item, "past", lexicon)
    return quality and before is not None and before.kind == "verb" and not _ends(before, "participle", lexicon)


def _is_level_of(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether a past form tells the level of what is measured, and of nothing that it acts upon: "ferritin raised, iron low"."""
    named = before.entry.term.kind if before is not None and before.entry is not None else before.hint if before is not None else ""
    measured = named in {"Measurement", "Protein", "Substance"} and item.entry is not None and item.entry.aspect == "state"
    ends = after is None or after.kind in {"break", "close", "coordinator"} or after.kind == "preposition" and after.key != "by"
    return measured and ends and _ends(item, "past", lexicon)


def _behind_article(item: Item, before: Item | None, after: Item | None) -> bool:
    """Return whether a verb form stands between an article and a noun: it is part of the name."""
    told = before is not None and before.function == "article" and before.key not in RELATIVES
    return item.entry is None and told and after is not None and after.nominal


def _inside_name(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether a verb form stands within a name: "EGR1 target genes" (a singular has no such verb), "copper transporting ATPase"."""
    if item.entry is not None or item.marker.value != "act" or before is None or not before.nominal or before.inflected:
        return False
    named = after is not None and after.nominal
    stuff = before.entry is not None and before.entry.term.kind in {"Substance", "Gene", "Protein"}
    base = not item.inflected and not _ends(item, "verb", lexicon)
    coined = any(c.isdigit() for c in before.key) or stuff and before.entry is not None and before.entry.term.kind != "Substance"
    return named and (base and coined or stuff and _ends(item, "gerund", lexicon) and after is not None and not after.inflected)


def is_inside_compound(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether "associated", or a gerund that spares, joins two nouns: "HIV associated A", "organ sparing surgery"."""
    joins = item.marker.value == "association" and " " not in item.key and _ends(item, "past", lexicon)
    if joins and before is not None and before.nominal and after is not None and after.nominal:
        return True
    spares = item.marker.value == "spare" and " " not in item.key and _ends(item, "gerund", lexicon)
    named = after is not None and after.nominal and not (after.entry and after.entry.term.kind in SPARED)
    return spares and named and before is not None and before.nominal


def _is_modifier(item: Item, before: Item | None, after: Item | None, lexicon: Lexicon) -> bool:
    """Return whether a participle that begins a list item stands before its noun: "alternating areas", "raised calcium, low phosphate"."""
    starts = (before is None or before.key in {",", "and", "or", ":"}) and after is not None and after.nominal
    starts = starts and after is not None and not (after.kind == "word" and _ends(after, "adverb", lexicon))  # "extending proximally"
    participle = starts and _ends(item, "participle", lexicon) and bool(item.parts)
    if item.entry is not None:
        told = after is not None and (after.entry is not None or after.hint == "Substance")
        known = before is not None or told  # "reduced severity of X" is what a treatment did
        return participle and known and item.entry.term.kind == "Quality"
    listed = before is not None and item.marker.value == "act"  # "slowed progression" alone may be what a treatment did
    past = (item.marker.value == "treatment" or listed) and _ends(item, "past", lexicon)
    if item.marker.value == "nominal" and after is not None and after.inflected and _ends(item, "gerund", lexicon):
        return participle  # "draining sinuses", "bleeding gums"
    return participle and (item.marker.value in {"other", "link"} or past)


def _ends_noun(after: Item) -> bool:
    """Return whether a noun ends before ``after``: what follows is no noun that it could modify."""
    return (
        after.kind in {"cue", "verb", "close", "break"} or after.key == "of" or after.function in {"be", "have"}
        or after.kind == "scope" and after.marker.property not in DEGREES
    )  # fmt: skip


def _is_done(item: Item) -> bool:
    """Return whether a form of a verb of treatment is no noun of the lexicon: "can be withdrawn", but "there may be deposits"."""
    return item.entry is None and item.marker.value == "treatment"


def _goes_before_noun(before: Item | None, item: Item, lexicon: Lexicon) -> bool:
    """Return whether a noun may stand behind ``before``."""
    return before is not None and (
        before.kind in {"quality", "preposition", "word"} or before.function in {"article", "be"}
        or before.kind == "scope" and before.marker.property in DEGREES
        or before.kind == "scope" and before.key.endswith((" be", "no")) and not _ends(item, "past", lexicon) and not _is_done(item)
        or before.kind == "verb" and before.marker.value == "act" and item.entry is not None
        or before.kind == "cue" and item.entry is not None
    )  # fmt: skip


def item_at(items: Sequence[Item], position: int) -> Item | None:
    """Return the item at ``position``, or None beside either end."""
    return items[position] if 0 <= position < len(items) else None
