"""What a hedge, a denial or a word of frequency governs, after ConText (Harkema 2009)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from build_graph.facts import Span
from build_graph.language.backward import ASIDES, WHEREABOUTS, governed_back, joined_to_last, said_right_before
from build_graph.language.coordination import coordinated
from build_graph.language.items import ARROW, Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.verbs import DEGREES, RELATIVES, is_verb, item_at
from build_graph.lexicon import Lexicon, Marker

#: Roles of a cue that make a fact of what stands before it.
BACKWARD = {"effect", "confirm_by", "suggest", "risk_of", "exclude", "prevent", "indicate", "contraindicate"}
#: Properties of a scope that holds for a whole clause.
CLAUSE_WIDE = {"modality", "polarity"}
#: Forms of "be" that say a thing flatly.
COPULAS = {"is", "are", "was", "were"}
#: Verbs that hedge: what a comma joins to their object may be hedged with it ("may be itchy, not painful").
MODALS = {"may", "can", "might", "could"}
#: Classes of a word that is the verb of a statement.
VERBS = {"be", "have"}


def spread_scopes(items: Sequence[Item], phrases: Sequence[Phrase], lexicon: Lexicon) -> None:
    """Give every phrase the scopes that govern it.

    A forward scope reaches from its place to a stop word or the end of the clause; one with nothing on its right reaches back.
    Frequency, extent and severity cover one coordination; modality and polarity the clause.
    """
    if "scope" not in [item.kind for item in items]:
        return
    spent = {item.span for phrase in phrases for item in phrase.items}
    items = [replace(i, kind="term") if i.kind == "verb" and i.span in spent else i for i in items]  # "no deposits": read as a noun
    depth = 0
    for position, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        marker = item.scope() if item.kind == "scope" and not _is_set_against(items, position, lexicon) else None
        if marker is not None and marker.property == "polarity" and (one := _alternative(items, position)):
            marker = Marker("scope", one, "alternative", "backward")  # "diminished to absent", "few or absent": there, or not
            item = replace(item, span=Span(items[max(position - 2, 0)].span.start, item.span.end))
        both = position > 0 and position + 2 == len(items) and _limits(items[-1], lexicon)
        if marker is not None and depth <= 0 and items[position].span not in spent and not both:
            for phrase in _led(items, position, marker, phrases) or _governed(items, position, marker, phrases, lexicon):
                phrase.scopes.append(Scope(marker, item))


def _is_set_against(items: Sequence[Item], position: int, lexicon: Lexicon) -> bool:
    """Return whether "rather than" and a denial stand side by side: "reduced rather than absent" denies nothing of what is reduced."""
    contrast, before, after = lexicon.words["rather"], item_at(items, position - 1), item_at(items, position + 1)
    here = items[position]
    if here.key in contrast:
        return after is not None and after.kind == "scope" and after.marker.property == "polarity" and after.marker.direction == "backward"
    return before is not None and before.key in contrast and here.marker.property == "polarity" and here.marker.direction == "backward"


def _limits(item: Item, lexicon: Lexicon) -> bool:
    """Return whether a word at the end stands for what has been named, or limits it: "A or B, never both", "rarely alone"."""
    return item.function == "sole" or item.key in lexicon.words["together"]


def _led(items: Sequence[Item], position: int, marker: Marker, phrases: Sequence[Phrase]) -> Sequence[Phrase]:
    """Return the name that a denial leads.

    It is one behind a comma, as an adjective ("parakeratosis, absent granular layer"), or goes on inside it ("neither itchy nor scaly").
    """
    before, after = item_at(items, position - 1), item_at(items, position + 1)
    if marker.property == "polarity" and marker.direction == "forward" and after is not None and after.nominal:
        return [p for p in phrases if after in p.items and p.span.start < items[position].span.start][:1]
    denies = marker.property == "polarity" and marker.direction == "backward" and " " not in items[position].key
    if not denies or before is None or before.kind != "coordinator" or before.key == "to" or after is None or not after.nominal:
        return ()
    return [p for p in phrases if p.items and p.span.start >= items[position].span.end][:1]


def _alternative(items: Sequence[Item], position: int) -> str:
    """Return the words of a denial that is one of two: "diminished to absent", "few or absent"; "" for any other."""
    if ahead := _rare_behind(items, position):
        return ahead
    at = position - 1 if position and items[position - 1].function == "adverb" else position  # "sparse or even absent"
    before, first = item_at(items, at - 1), item_at(items, at - 2)
    joined = before is not None and before.key in {"or", "to"} and items[position].marker.direction == "backward"
    if not joined or items[position].key.split(" ")[0] in COPULAS or before is None or first is None:
        return ""
    told = first.kind in {"quality", "scope", "function", "word"}
    return f"{first.key} {before.key} {items[position].key}" if told else ""


def _rare_behind(items: Sequence[Item], position: int) -> str:
    """Return the words of a denial that "or" joins to a word of frequency behind it: "are absent or rare"."""
    joint, other = item_at(items, position + 1), item_at(items, position + 2)
    often = other.scope() if other is not None and position + 3 == len(items) else None
    if joint is None or other is None or often is None or joint.key != "or" or often.property != "frequency":
        return ""
    return f"{items[position].key.split(' ')[-1]} or {other.key}" if items[position].marker.direction == "backward" else ""


def _governed(items: Sequence[Item], position: int, marker: Marker, phrases: Sequence[Phrase], lexicon: Lexicon) -> Sequence[Phrase]:
    """Return the phrases that the scope at ``position`` governs."""
    start, stop = items[position].span.start, _stop(items, position, marker)
    floor = _relative_before(items, position)
    close = min(_end_of_aside(items, position), end_of_people(items, position, lexicon)) if marker.property in CLAUSE_WIDE else 1 << 60
    said = [p for p in phrases if (p.items or p.number) and floor <= p.span.start < close]
    within = [p for p in said if start <= p.span.start < stop]
    other = _other_often(items, position, marker, lexicon)
    near = [p for p in within if p.span.start < other.span.start] if other else within
    acts = other is not None and any(is_verb(i) for i in items[position:] if i.span.start < other.span.start)  # "does not itch, often ..."
    right = _until_anew(items, position, near if near or acts else within)  # "typically flat and rarely warty papules": one noun
    if marker.property == "alternative" and right and items[position + 1].nominal:
        before = [p for p in said if p.span.end <= start and p.head is None]
        return [*before[-1:], right[0]]  # "scant to absent granular layer"
    if right and marker.property in {*ASIDES, "line"} and (own := said_right_before(items, position, said)):
        return joined_to_last([p for p in said if p.span.start <= own[0].span.start]) if marker.property == "line" else own
    degree = marker.property in DEGREES and _ends_at_place(items, position)
    if right and (degree or marker.direction == "noun" and _ends_statement(items, position)):
        right = []  # "fibrosis is severe in late disease", "fibrosis is common, necrosis rare"
    if not right or marker.direction == "backward":
        return governed_back(items, position, marker, said, right, lexicon)
    if marker.direction == "both" and marker.property == "polarity":  # "epidermis is uninvolved by fibrosis"
        return [*governed_back(items, position, marker, said, (), lexicon), *_narrow(right)]
    if marker.direction == "narrow":  # a denial within a statement, that reaches no farther than its list
        return _narrow(right)
    if marker.property == "frequency" and (spared := _before_denial(items, position, said, lexicon)):
        return spared
    if marker.property in CLAUSE_WIDE:
        named = [p for p in right if not p.marker or p.marker.kind != "preposition"]
        return said if _rules_clause(items, position, named, lexicon) else right
    governed = right if marker.direction == "clause" else coordinated(right)
    after = item_at(items, position + 1)
    if (marker.property in DEGREES or marker.direction == "noun") and after is not None and after.nominal:
        return [p for p in governed if p is right[0] or _bare_sibling(p, right[0])]
    return governed


def _before_denial(items: Sequence[Item], position: int, said: Sequence[Phrase], lexicon: Lexicon) -> Sequence[Phrase]:
    """Return what "often spared" is said of: frequency and denial behind a phrase hold for the same."""
    after = item_at(items, position + 1)
    denial = after.scope() if after is not None and after.kind == "scope" else None
    if denial is None or denial.property != "polarity" or denial.direction != "backward":
        return ()
    return governed_back(items, position + 1, denial, said, (), lexicon)


def _ends_statement(items: Sequence[Item], position: int) -> bool:
    """Return whether "is common" ends before a comma."""
    end = position + 1
    if end < len(items) and items[end].kind == "open":  # "mitoses are rare (< 2/10 HPF) and never ..."
        end = next((n + 1 for n in range(end, len(items)) if items[n].kind == "close"), len(items))
    before, after, next_one = item_at(items, position - 1), item_at(items, end), item_at(items, end + 1)
    joint = after is not None and (after.key == "," or after.key == "and" and next_one is not None and next_one.kind == "scope")
    return before is not None and before.function == "be" and joint  # "mitoses are rare, ...", "mitoses are rare and never ..."


def _ends_at_place(items: Sequence[Item], position: int) -> bool:
    """Return whether a degree stands between a form of "be" and a preposition: "is severe in late disease", but not "in children"."""
    before, after = item_at(items, position - 1), item_at(items, position + 1)
    if before is None or before.function != "be" or after is None:
        return False
    if after.kind != "preposition":
        return after.key == ","  # "is diffuse, firm and painless"
    return not any(i.entry is not None and i.entry.term.kind == "Population" for i in items[position + 2 :])


def _until_anew(items: Sequence[Item], position: int, right: list[Phrase]) -> list[Phrase]:
    """Return what "no" denies before an item that starts anew behind a comma.

    Of "no A or B, C, no D" not C: "or" closed the denied list. Of "no A, B elevated" not B: something is said of B. Of "no A within B, C"
    not C: no list goes on behind a place or time of its first name.
    """
    if items[position].key != "no":
        return right
    far = next((n for n, phrase in enumerate(right) if phrase.link == "to"), len(right))
    if far < len(right):
        return right[:far]  # "from no symptoms to cough"
    again = any(i.key == "no" and items[n - 1].key == "," for n, i in enumerate(items) if n > position)
    for n, phrase in enumerate(right[1:], start=1):
        told = n + 1 < len(right) and right[n + 1].role == "is" and not right[n + 1].link and right[n + 1].kind == "Quality"
        if phrase.link == "," and (again and right[n - 1].link == "or" or told or _placed(right, n)):
            return right[:n]
    return right


def _placed(right: Sequence[Phrase], at: int) -> bool:
    """Return whether a denied name has a place or time, and what a comma joins behind it is neither that nor the end of a list."""
    before, phrase = right[at - 1], right[at]
    led = before.marker is not None and before.marker.kind == "preposition" and before.marker.key != "of"
    listed = any(p.link in {"and", "or"} for p in right[at:]) or any(p.link for p in right[1:at])
    return led and not listed and not phrase.marker and (not before.items or phrase.kind not in WHEREABOUTS)


def _narrow(right: Sequence[Phrase]) -> list[Phrase]:
    """Return what "without" denies: its list, which ends at a comma that no "and" or "or" closes, and what hangs on it."""
    listed = coordinated(right)
    closed = any(p.link in {"and", "or"} for p in listed[1:])
    kept = listed if closed else [listed[0], *[p for p in listed[1:] if p.link == "/"]]
    return [*kept, *[p for p in right if p.parent in kept and p not in kept]]


def _relative_before(items: Sequence[Item], position: int) -> int:
    """Return where the relative clause begins that an item denies or hedges within: "X, which Y does not show" says nothing of X."""
    if items[position].scope() is None or items[position].marker.property not in CLAUSE_WIDE:
        return 0
    told = [n for n, i in enumerate(items[:position]) if i.kind == "function" and i.key in RELATIVES]
    inside = [i for i in items[told[-1] + 1 : position] if i.nominal] if told else []
    return items[told[-1]].span.start if inside else 0


def _end_of_aside(items: Sequence[Item], position: int) -> int:
    """Return where a relative clause between two commas ends: "X, which is never Y, and Z" says nothing of Z."""
    told = max((n for n, i in enumerate(items[:position]) if i.kind == "function" and i.key in RELATIVES), default=0)
    closed = next((n for n, i in enumerate(items) if n > position and i.key == ","), 0)
    if not closed:
        return 1 << 60
    relative = bool(told) and items[told - 1].key == ","
    after = item_at(items, closed + 1)
    aside = position > 1 and items[position - 1].key == "," and after is not None and after.function in VERBS  # "A, not B, is C"
    led = items[position].marker.direction == "forward" and items[position + 1].kind == "preposition"  # "not in A, B instead"
    return items[closed].span.start if relative or aside or led else 1 << 60


def end_of_people(items: Sequence[Item], position: int, lexicon: Lexicon) -> int:
    """Return where what tells people apart ends: "those who cannot tolerate X may be given Y" denies nothing of Y."""
    at = position - 1
    while at > 0 and items[at].function in VERBS:
        at -= 1  # "who have never ..."
    if at < 0 or items[at].key not in RELATIVES:
        return 1 << 60
    return next((item.span.start for before, item in pairwise(items[position + 1 :]) if _is_main(before, item, lexicon)), 1 << 60)


def _is_main(before: Item, item: Item, lexicon: Lexicon) -> bool:
    """Return whether an item is the verb of who has been told apart before it: "... are", "... may", "... need"."""
    active = (
        item.kind in {"verb", "cue"} and " " not in item.key and before.nominal and not item.key.endswith(lexicon.endings["participle"])
    )
    return item.function in VERBS or item.kind == "scope" and item.marker.property == "modality" or active


def _bare_sibling(phrase: Phrase, first: Phrase) -> bool:
    return phrase.link in {"and", "or"} and phrase.kind == first.kind and len(phrase.items) == 1


def _stop(items: Sequence[Item], position: int, marker: Marker) -> int:
    """Return where a forward scope ends; a cue right behind it is part of what it governs."""
    at = next((n for n in range(position + 1, len(items)) if items[n].function != "contrast"), position)  # "no clear link with"
    led = items[at].kind == "cue" or at == position + 1 and items[at].kind == "preposition" and items[at].key in marker.stops  # "not with"
    behind = items[at + 1 :] if led else items[position + 1 :]
    at_verb = "<verb>" in marker.stops
    steps = marker.property == "polarity"  # a denial ends with its step: "A no longer binds B → C"
    ends = {*marker.stops, ARROW} if steps else marker.stops
    anew = _said_anew(behind) if marker.property in CLAUSE_WIDE and marker.direction == "forward" else None
    return next((i.span.start for i in behind if i.key in ends or at_verb and is_verb(i) or i is anew), 1 << 60)


def _other_often(items: Sequence[Item], position: int, marker: Marker, lexicon: Lexicon) -> Item | None:
    """Return the next adverb behind a comma or "and" that says how often, or how surely, something else is: "not painful, often itchy".

    A hedge ends a denial ("no A, possibly B"), and a denial behind a comma ends the hedge of a name ("possibly A, not B").
    """
    if marker.property not in {*CLAUSE_WIDE, "frequency"} or marker.direction == "backward":
        return None
    for n, (joint, item) in enumerate(pairwise(items[position + 1 :]), start=position + 3):
        if item.kind == "preposition" and joint.kind == "coordinator" and _bounds(items, n, marker, lexicon):
            return item  # "no necrosis and at most mild atypia"
        if item.kind != "scope" or joint.kind != "coordinator" or joint.key not in {",", "and"}:
            continue
        often = item.marker.property == "frequency" and item.marker.direction in {"forward", "noun"}
        if item.marker.direction == "forward" and _turns(marker, items[position], item, joint):
            return item
        if item.key in lexicon.words["never"] or often and marker.property != "modality":
            return item
    return None


def _bounds(items: Sequence[Item], after: int, marker: Marker, lexicon: Lexicon) -> bool:
    """Return whether a preposition before ``after`` is the first word of a bound, which no denial reaches: "at most"."""
    denied = marker.property == "polarity" and after < len(items)
    return denied and f"{items[after - 1].key} {items[after].key}" in lexicon.comparators


def _turns(marker: Marker, first: Item, item: Item, joint: Item) -> bool:
    """Return whether a hedge stands behind what is denied, or a denial behind a comma that ends a name that is hedged."""
    kinds = (marker.property, item.marker.property)
    if kinds == ("modality", "polarity"):
        return joint.key == "," and first.key.split(" ")[0] not in MODALS
    return kinds == ("polarity", "modality")


def _said_anew(items: Sequence[Item]) -> Item | None:
    """Return the "and" behind which something is said flatly: "may reach 10 cm and has a pale surface", "may bleed and is not painful"."""
    said = (b.function == "have" or b.kind in {"function", "scope"} and b.key.split(" ")[0] in COPULAS for b in items[1:])
    return next((a for a, flat in zip(items, said, strict=False) if flat and a.key == "and"), None)


def _rules_clause(items: Sequence[Item], position: int, right: Sequence[Phrase], lexicon: Lexicon) -> bool:
    """Return whether a hedge or denial covers what stands before it, too: "A and B may help", not "A occurs and may B".

    It does where nothing is said behind it, or where the verb behind it makes a fact of what stands before it ("A may cause B").
    """
    before = _without_adverb(_without_aside(_without_bracket(items[:position])))
    after = next((i for i in items[position + 1 :] if i.kind != "scope" and i.function != "be"), None)
    if after is not None and (after.kind == "verb" and after.marker.value == "nominal" or right and not _reaches_back(after, lexicon)):
        return False
    if not before or any(map(is_verb, before)) or before[-1].kind in {"coordinator", "preposition"}:
        return False
    if items[position].marker.property == "polarity" and before[-1].function == "pronoun" and before[-1].key in RELATIVES:
        return False  # "those who cannot tolerate X": of them nothing is denied
    return not (items[position].marker.property == "polarity" and before[-1].nominal)


def _without_bracket(items: Sequence[Item]) -> Sequence[Item]:
    """Return what stands before a scope without a bracket right before it: "levels (level A > 70) do not cause B"."""
    opened = max((n for n, item in enumerate(items) if item.kind == "open"), default=0)
    return items[:opened] if opened and items[-1].kind == "close" else items


def _without_aside(items: Sequence[Item]) -> Sequence[Item]:
    """Return what stands before a scope without the words between two commas: "A, taken by mouth, may cause B"."""
    commas = [n for n, item in enumerate(items) if item.key == ","]
    return items[: commas[-2]] if len(commas) > 1 and commas[-1] == len(items) - 1 and commas[-2] > 0 else items


def _without_adverb(items: Sequence[Item]) -> Sequence[Item]:
    """Return what stands before a scope without the adverbs that are part of it: "A and almost never B"."""
    end = len(items)
    while end and items[end - 1].function == "adverb":
        end -= 1
    return items[:end]


def _reaches_back(item: Item, lexicon: Lexicon) -> bool:
    if item.kind == "cue":
        return item.marker.value in BACKWARD or item.marker.value == "place" and item.key.split(" ")[0] in lexicon.words["presence"]
    return item.kind == "verb" and item.marker.value in {"act", "help", "other"} or item.function == "participle"
