"""Statements that leave out what the one beside them says: "A is usually mild and B rarely severe", "A is usually and B always there"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from build_graph.facts import Span
from build_graph.language.phrases import RESULTS
from build_graph.language.words import Item
from build_graph.lexicon import Lexicon, Marker

#: What joins statements that are one sentence.
JOINTS = {",", "and"}
#: Kinds of item, and classes of a function word, that a statement may end with: what is said of its subject.
SAID_KINDS = {"quality", "scope"}
SAID_WORDS = {"participle", "adverb"}
#: Properties of a word of scope that stands beside what is said, and is not all of it.
BESIDE = {"frequency", "modality", "polarity"}
#: The verb of who leaves it out.
IS = Item("function", Span(0, 0), "is", markers=(Marker("function", "be"),))
#: Begins what tells in whom or when a thing is so.
WHERE = "in"


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between two joints: its subject, a form of "be", and what is said."""

    subject: list[Item]
    verb: Item | None
    said: list[Item]
    joint: Item | None  #: what leads to it

    @property
    def items(self) -> list[Item]:
        """All of it, without its joint."""
        return [*self.subject, *([self.verb] if self.verb else ()), *self.said]


def ungapped(parts: Iterable[list[Item]], lexicon: Lexicon) -> Iterator[list[Item]]:
    """Yield the clauses, each that tells of several things in turn as one clause a thing, what it leaves out put back."""
    before: list[Item] = []
    for items in parts:
        whole = _with_subject(before, items) if before and items[0].kind in SAID_KINDS else items
        before = whole
        kinds = [i.kind for i in whole]
        if "coordinator" not in kinds or "open" in kinds or not ("scope" in kinds or _has_be(whole)):
            yield whole
            continue
        cut = [_part(*found) for found in _cut(whole)]
        yield from _in_turn(cut, lexicon.words["there"]) or _shared(cut) or _in_others(cut) or _told_behind(cut, lexicon) or [whole]


def _has_be(items: Sequence[Item]) -> bool:
    """Return whether a form of "be" stands in a clause; without one, and without a word of scope, nothing is left out."""
    return "be" in [item.function for item in items if item.kind == "function"]


def _cut(items: Sequence[Item]) -> Iterator[tuple[list[Item], Item | None]]:
    """Yield what stands between the joints of a clause, each with the joint before it."""
    joint: Item | None = None
    current: list[Item] = []
    for item in items:
        if item.kind == "coordinator" and item.key in JOINTS:
            if current:
                yield current, joint
                current = []
            joint = item
        else:
            current.append(item)
    if current:
        yield current, joint


def _part(items: list[Item], joint: Item | None) -> _Part:
    named = items[0].kind == "verb" and items[0].marker.value == "nominal"  # "itching", "infiltrate"
    stop = next((n for n, i in enumerate(items) if not (i.nominal or i.function == "article" or named and n == 0)), len(items))
    while stop > named and not _is_noun(items[stop - 1]):
        stop -= 1
    verb = items[stop] if stop and stop < len(items) and items[stop].function == "be" else None
    return _Part(items[:stop], verb, items[stop + (verb is not None) :], joint)


def _is_noun(item: Item) -> bool:
    return item.kind == "term" and item.entry is not None and item.entry.term.kind != "Quality"


def _is_said(item: Item) -> bool:
    return item.kind in SAID_KINDS or item.function in SAID_WORDS or item.kind == "word"


def _is_beside(item: Item) -> bool:
    """Return whether an item is an adverb beside what is said: "usually", "never", "probably"."""
    scope = item.scope() if item.kind == "scope" else None
    return scope is not None and scope.property in BESIDE and scope.direction == "forward" or item.function == "adverb"


def _in_turn(parts: Sequence[_Part], there: Collection[str]) -> list[list[Item]]:
    """Return the statements of "A is usually mild and B rarely severe", "early lesions are red, late lesions brown"; none of any other."""
    first = parts[0]
    if first.verb is None or not first.said or all(_is_beside(i) for i in first.said):
        return []
    if not all(_is_said(i) for p in parts for i in p.said):
        return []
    made = [first.items]
    for part in parts[1:]:
        if part.verb is not None or not part.said:
            return []
        if not part.subject:
            made[-1] += [*([part.joint] if part.joint else ()), *part.said]
            continue
        if part.said[0].kind == "word":
            return []  # a name of more words than are known
        if len(first.said) > 1 and first.said[0].key in there and part.said[0].kind == "quality":
            continue  # "men are affected early and women late": women are not late
        if all(_is_beside(i) for i in part.said):
            told = [i for i in first.said if not _is_beside(i)]
            if len(made) > 1 or not all(i.function == "participle" or i.key in there for i in told):
                continue  # "A is usually mild and B rarely": that B is there is not said
        end = part.subject[-1].span.end
        made.append([*part.subject, replace(first.verb, span=Span(end, end)), *part.said])
    return made if len(made) > 1 or any(p.subject for p in parts[1:]) else []


def _shared(parts: Sequence[_Part]) -> list[list[Item]]:
    """Return the statements of "A is usually and B always present", "A often, B rarely and C never affected"; none of any other."""
    last = parts[-1]
    if len(parts) < 2 or not last.subject or not last.said or not _is_beside(last.said[0]):
        return []
    adverbs = next((n for n, i in enumerate(last.said) if not _is_beside(i)), len(last.said))
    told = last.said[adverbs:]
    verb = next((p.verb for p in parts if p.verb), IS)
    led = all(p.subject and p.said and all(_is_beside(i) for i in p.said) for p in parts[:-1])
    if not led or not told or not _is_said(told[0]):
        return []
    made = []
    for part in parts:
        end = part.subject[-1].span.end
        made.append([*part.subject, replace(verb, span=Span(end, end)), *(last.said[:adverbs] if part is last else part.said), *told])
    return made


def _told_behind(parts: Sequence[_Part], lexicon: Lexicon) -> list[list[Item]]:
    """Return the statements of "A not seen, B focal", "A destroyed, B spared", none of which has a verb; none of any other."""
    last = parts[-1]
    behind = last.subject and last.verb is None and len(last.said) == 1 and _is_state(last.said[0], lexicon)
    if len(parts) > 1 and behind and all(_is_denied(p) for p in parts[:-1]):
        return [_joined(parts[:-1]), last.items]  # "no A, no B, C common"
    if len(parts) < 2 or not all(p.subject and p.said for p in parts):
        return []
    if all(p.verb is None and _is_told(p.said, lexicon) for p in parts) and any(p.said[0].kind != "quality" for p in parts):
        return [p.items for p in parts]
    if last.verb is not None or len(last.said) != 1 or last.said[0].kind != "scope" or last.said[0].marker.direction != "backward":
        return []
    return [_joined(parts[:-1]), last.items]  # "A in 80%, B in 20%, C in none"


def _joined(parts: Sequence[_Part]) -> list[Item]:
    """Return the items of several parts, with what joins them."""
    return [i for p in parts for i in (*([p.joint] if p.joint else ()), *p.items)]


def _is_denied(part: _Part) -> bool:
    """Return whether a part is a name with a denial before it: "no fibrosis"."""
    listed = part.joint is None or part.joint.key == ","
    scope = part.said[0].scope() if part.said and not part.subject and listed else None
    return scope is not None and scope.property == "polarity" and scope.direction == "forward" and all(i.nominal for i in part.said[1:])


def _is_told(said: Sequence[Item], lexicon: Lexicon) -> bool:
    """Return whether words behind a name say one thing of it: "absent", "often", "destroyed", "variably positive"."""
    if len(said) == 1 and _is_state(said[0], lexicon):
        return True
    led = all(i.kind == "scope" or i.kind == "word" and i.key.endswith(lexicon.endings["adverb"]) for i in said[:-1])
    return led and said[-1].kind == "quality" and said[-1].key in RESULTS


def _is_state(item: Item, lexicon: Lexicon) -> bool:
    """Return whether an item says what is with the thing before it: "absent", "focal", "often", "destroyed"."""
    return item.kind == "scope" or item.kind == "verb" and item.key.endswith(lexicon.endings["past"])


def _in_others(parts: Sequence[_Part]) -> list[list[Item]]:
    """Return the statements of "A is high in half and low in none"; none of any other."""
    first = parts[0]
    if len(parts) != 2 or first.verb is None or parts[1].subject or not _told_in(first.said) or not _told_in(parts[1].said):
        return []
    second = [*first.subject, first.verb, *parts[1].said]
    return [first.items, second] if _is_full(first.said) else [second]


def _told_in(said: Sequence[Item]) -> bool:
    """Return whether a statement says how something is, and in whom: "high in half", "low in none"."""
    lead = next((n for n, i in enumerate(said) if not _is_beside(i)), len(said))
    how = said[lead] if lead < len(said) - 1 else None
    degree = how is not None and how.kind == "scope" and how.marker.property == "severity"
    return how is not None and (how.kind == "quality" or degree) and said[lead + 1].key.split(" ")[0] == WHERE


def _is_full(said: Sequence[Item]) -> bool:
    """Return whether a statement names in whom or what: "in half", "in children", but not "in early" before "... in late lesions"."""
    return said[-1].kind != "quality"


def _with_subject(before: Sequence[Item], items: list[Item]) -> list[Item]:
    """Return a clause with the subject of the one before it, where it goes on with it: "intense in adults | mild in children"."""
    if not before or not _told_in(items):
        return items
    one = _part(list(before), None)
    return [*one.subject, one.verb, *items] if one.verb is not None and _told_in(one.said) else items
