"""What a hedge, a denial or a word of frequency governs from behind: "mitoses rare, necrosis absent" says "absent" of necrosis alone."""

from __future__ import annotations

from collections.abc import Sequence

from build_graph.language.coordination import coordinated
from build_graph.language.items import EITHER, Item
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.language.sharing import APPEARANCE
from build_graph.language.verbs import DEGREES, RELATIVES, item_at
from build_graph.lexicon import Lexicon, Marker

#: Properties of a word that is said of one name: "mitoses rare, necrosis extensive".
ASIDES = {"frequency", "severity", "extent"}
#: Forms of "be" that are said of one thing.
ONE = {"is", "was"}
#: Kinds of where and in whom something is there.
WHEREABOUTS = {"AnatomicalSite", "Tissue", "Population"}


def governed_back(
    items: Sequence[Item], position: int, marker: Marker, said: Sequence[Phrase], right: Sequence[Phrase], lexicon: Lexicon
) -> Sequence[Phrase]:
    """Return what a scope behind its phrase governs: "dystrophic change suspected" the first coordination, a hedge all before it."""
    before, after = item_at(items, position - 1), item_at(items, position + 1)
    told = before is not None and before.kind == "function" and before.key in RELATIVES
    acts = {"link", "help", "other"} if marker.property == "modality" else {"link", "help"}
    says = after is not None and after.kind == "verb" and after.marker.value not in acts
    if told or says and not right or not right and _denies_a_cue(items, position, marker):
        return []  # "which is absent in ...", "may itch": said of what follows; "may occur" of what stands before
    left = [p for p in said if p.span.start < items[position].span.start] or right
    if marker.property == "line" and before is not None and before.nominal and left:
        return joined_to_last(left)
    apart = before is not None and before.key == "," and after is not None and after.function == "participle"
    adverb = items[position].key.endswith(lexicon.endings["adverb"])
    if marker.property == "modality" and marker.direction == "forward" and apart and adverb:
        return []  # "surgery, potentially curative": only what is said last is hedged
    result = items[position].key.split(" ")[0] in RESULTS and bool(left) and left[-1].link == ","
    if (items[position].key == EITHER or result) and before is not None and before.nominal and left:
        return [left[-1]]  # "A, B ±", "A positive, B negative or weak"
    if marker.property in {"modality", "alternative"} or not left:
        return left
    if marker.direction == "forward" and marker.property == "polarity" and (last := _behind_comma(items, position, left)):
        return last
    if marker.property in {*ASIDES, "polarity"} and (anew := _behind_said(items, position, left)):
        return anew
    if marker.property in {*ASIDES, "polarity"} and (own := _own_subject(items, position, left)):
        return own
    if last := _look(items[position], left) or _said_of_last(items, position, marker, left):
        return last  # "papules are painful in none"
    absent = marker.property == "polarity" and items[position].key.split(" ")[-1] in lexicon.words["presence"]
    return [*coordinated(left), *([p for p in right if p.kind in WHEREABOUTS and p not in left] if absent else ())]


def _look(item: Item, left: Sequence[Phrase]) -> list[Phrase]:
    """Return the looks that are said with a verb of what stands before them, where they end what stands before "in none", "in most"."""
    last = left[-1].last if left[-1].role == "is" and left[-1].head is None and item.key.startswith("in ") else None
    told = last is not None and last.entry is not None and last.entry.aspect in APPEARANCE
    return [p for p in left if p.group == left[-1].group] if told else []


def _denies_a_cue(items: Sequence[Item], position: int, marker: Marker) -> bool:
    """Return whether a denial behind a comma is of a class that names nothing: "anemia, no symptoms" denies no anemia."""
    before, after = item_at(items, position - 1), item_at(items, position + 1)
    forward = marker.property == "polarity" and marker.direction == "forward"
    return forward and before is not None and before.key == "," and after is not None and after.kind == "cue"


def joined_to_last(left: Sequence[Phrase]) -> list[Phrase]:
    """Return the last of several phrases and what "and" or "or" joins to it: "A, then B, C maintenance" says it of C."""
    first = len(left) - 1
    while first > 0 and left[first].link in {"and", "or", "/"}:
        first -= 1
    return list(left[first:])


def _behind_comma(items: Sequence[Item], position: int, left: Sequence[Phrase]) -> list[Phrase]:
    """Return the names behind the last comma before a denial that leaves out its verb: "A is positive, B not"."""
    before = item_at(items, position - 1)
    commas = [item.span.end for item in items[:position] if item.key == ","]
    alone = position == len(items) - 1 and before is not None and before.nominal and bool(commas)
    return [p for p in left if p.span.start >= commas[-1]] if alone else []


def _behind_said(items: Sequence[Item], position: int, left: Sequence[Phrase]) -> list[Phrase]:
    """Return the names behind the comma that ends what is said of others: "fibrosis is common, necrosis rare" says "rare" of necrosis."""
    commas = [n for n, item in enumerate(items[:position]) if item.key == ","]
    told = [n for n, item in enumerate(items[: commas[-1]]) if item.function == "be" or _is_aside(items, n)] if commas else []
    shared = items[commas[-1] - 1].number if commas else None  # "fever in 80%, rash less often"
    told = told or [commas[-1] - 1] if shared is not None and shared.is_share else told
    cut = next((items[n].span.end for n in commas if told and n > told[-1]), None)
    anew = [p for p in left if cut is not None and p.span.start >= cut]
    return anew if anew and anew[0].head is not None and not anew[0].role else []


def _is_aside(items: Sequence[Item], at: int) -> bool:
    """Return whether a word of frequency or degree ends before a comma what is said of the name before it."""
    scope = items[at].scope() if items[at].kind == "scope" else None
    return scope is not None and scope.property in ASIDES and items[at + 1].key == ","


def _own_subject(items: Sequence[Item], position: int, left: Sequence[Phrase]) -> list[Phrase]:
    """Return the last name of an open list before a verb that agrees with it alone: "cough, rash, fever is rare" says "rare" of fever."""
    before = item_at(items, position - 1)
    verbs = {before.key if before is not None else "", items[position].key.split(" ")[0]}
    if not verbs & ONE or not (named := [p for p in left if p.head is not None and not p.marker]):
        return []
    last = named[-1]
    joined = any(i.key in {"and", "or"} for i in items[:position] if i.span.start >= last.span.end)  # "A, B, or both is common"
    return [last] if last.link == "," and not joined else []


def _said_of_last(items: Sequence[Item], position: int, marker: Marker, left: Sequence[Phrase]) -> list[Phrase]:
    """Return the last item of an open comma list before a lone denial: "strictures, fistulas, rectum spared" spares the rectum alone."""
    before = item_at(items, position - 1)
    listed = coordinated(left)
    alone = [p for p in left if p.head is not None and not p.link and not p.marker and not p.role][-1:]
    if len(left) > 1 and left[-1].link == "," and left[-2].number is not None and marker.property == "polarity":
        return [left[-1]]  # "mitoses up to 5 per 10 HPF, atypical forms absent"
    if before is not None and before.nominal and alone and alone[0] is left[-1] and len(left) > 1 and marker.property == "polarity":
        return alone  # "mitoses are scarce, necrosis absent"
    if len(listed) > 1 and before is not None and before.nominal and marker.property == "polarity" and _has_own(items, listed):
        return [left[-1]]  # "mitoses rare, necrosis absent"
    if marker.property == "polarity" and len(left) > 1 and items[position].key.startswith("in ") and _apart(items, left):
        return [left[-1]]  # "A in some, B in none"
    said = before is None or before.function in {"be", "have"} or " " in items[position].key or marker.property != "polarity"
    closed = any(p.link in {"and", "or"} for p in listed[1:])
    apart = len(listed) == 2 and listed[1].link == "," and any(p.parent is listed[0] for p in left)  # "necrosis with cells, fibrin absent"
    return [] if said or closed or len(listed) < 3 and not apart else [left[-1]]


def _apart(items: Sequence[Item], left: Sequence[Phrase]) -> bool:
    """Return whether more than a comma or "and" stands between the last two of what stands before a scope."""
    start, stop = left[-2].span.end, left[-1].span.start
    return len([i for i in items if start <= i.span.start and i.span.end <= stop]) > 1


def _has_own(items: Sequence[Item], listed: Sequence[Phrase]) -> bool:
    """Return whether a word of frequency stands behind the item before the last: it has been said of, and the denial is of the last."""
    start, stop = listed[-2].span.end, listed[-1].span.start
    between = [i for i in items if start <= i.span.start and i.span.end <= stop]
    return len(between) > 1 and between[0].kind == "scope" and between[-1].key == ","


def said_right_before(items: Sequence[Item], position: int, said: Sequence[Phrase]) -> list[Phrase]:
    """Return the name right before a word of frequency that a comma ends: "mitoses rare, necrosis absent"."""
    before, after = item_at(items, position - 1), item_at(items, position + 1)
    if before is not None and before.key == "and" and items[position].marker.property in DEGREES:
        before = item_at(items, position - 2)  # "A strong and diffuse, B weak"
    if before is None or after is None or not before.nominal or after.key != ",":
        return []
    return [p for p in said if p.items and p.items[-1].span.end == before.span.end]
