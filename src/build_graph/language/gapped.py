"""Statements that leave out what the one beside them says: "A is usually mild and B rarely severe", "A is usually and B always there"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from build_graph.facts import Span
from build_graph.language.items import Item
from build_graph.language.joints import CONDITIONS
from build_graph.language.phrases import RESULTS
from build_graph.lexicon import Lexicon, Marker

#: What joins statements that are one sentence.
JOINTS = {",", "and"}
#: Kinds of item, and classes of a function word, that a statement may end with: what is said of its subject.
SAID_KINDS = {"quality", "scope"}
SAID_WORDS = {"participle", "adverb"}
#: Properties of a word of scope that stands beside what is said, and is not all of it.
BESIDE = {"frequency", "modality", "polarity"}
#: Properties of a word that says how much of it there is.
DEGREES = {"severity", "extent"}
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
        plain, brackets = _without_brackets(whole) if "open" in kinds else (whole, {})
        kinds = [i.kind for i in plain] if brackets else kinds
        if "coordinator" not in kinds or "open" in kinds or not ("scope" in kinds or _has_be(plain)):
            yield whole
            continue
        cut = [_part(*found) for found in _cut(plain)]
        made = _in_turn(cut, lexicon.words["there"]) or _shared(cut) or _in_others(cut) or _told_behind(cut, lexicon)
        yield from (_with_brackets(made, brackets) if brackets else made) or [whole]


def _without_brackets(items: Sequence[Item]) -> tuple[list[Item], dict[Item, list[Item]]]:
    """Return the items outside of brackets, and for each that a bracket stands behind the items of the bracket."""
    plain: list[Item] = []
    brackets: dict[Item, list[Item]] = {}
    depth = 0
    for item in items:
        depth += item.kind == "open"
        if depth and plain:
            brackets.setdefault(plain[-1], []).append(item)
        else:
            plain.append(item)
        depth -= item.kind == "close" and depth > 0
    return plain, brackets


def _with_brackets(made: Sequence[list[Item]], brackets: dict[Item, list[Item]]) -> list[list[Item]]:
    """Return the statements with each bracket behind its item in the first that has it; none where a bracket would be lost."""
    left = dict(brackets)
    whole = [[each for item in items for each in (item, *left.pop(item, ()))] for items in made]
    return whole if not left else []


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
    code = item.kind == "word" and any(c.isdigit() for c in item.key)  # "SSTR2", "del(13q)"
    return item.kind == "term" and item.entry is not None and item.entry.term.kind != "Quality" or code


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
    if not all(_is_said(i) for i in first.said) or not all(_is_said(i) for p in parts[1:] for i in _told(p)):
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


def _told(part: _Part) -> list[Item]:
    """Return what a part says, without where, of whom or when it is so behind it: "raised | in 10%", "absent | unless treated"."""
    ends = (n for n, i in enumerate(part.said) if i.kind == "preposition" and i.key == WHERE or i.function in CONDITIONS)
    head = part.said[: next(ends, len(part.said))] if part.subject else part.said
    state = head[-1] if head else None
    past = state is not None and state.kind == "verb" and state.entry is not None and state.entry.term.kind == "Quality"
    return head[:-1] if past else head or part.said


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
    """Return the statements of "A is high in half and low in none", "A is dense, sparse in old lesions"; none of any other."""
    first = parts[0]
    if len(parts) != 2 or first.verb is None or parts[1].subject or not _told_in(parts[1].said):
        return []
    alone = _is_how(first.said) and parts[1].joint is not None and parts[1].joint.key == ","
    if not alone and not _told_in(first.said):
        return []
    second = [*first.subject, first.verb, *parts[1].said]
    return [first.items, second] if alone or _is_full(first.said) else [second]


def _is_how(said: Sequence[Item]) -> bool:
    """Return whether a statement says how something is, in one word, and no more: "mild", "usually red"."""
    how = next((n for n, i in enumerate(said) if not _is_beside(i)), len(said))
    degree = how < len(said) and said[how].kind == "scope" and said[how].marker.property in DEGREES
    return how == len(said) - 1 and (said[how].kind == "quality" or degree)


def _told_in(said: Sequence[Item]) -> bool:
    """Return whether a statement says how something is, and in whom: "high in half", "low in none"."""
    lead = next((n for n, i in enumerate(said) if not _is_beside(i)), len(said))
    how = said[lead] if lead < len(said) - 1 else None
    degree = how is not None and how.kind == "scope" and how.marker.property in DEGREES
    state = how is not None and how.kind == "verb" and how.entry is not None and how.entry.term.kind == "Quality"  # "raised in"
    return how is not None and (how.kind == "quality" or degree or state) and said[lead + 1].key.split(" ")[0] == WHERE


def _is_full(said: Sequence[Item]) -> bool:
    """Return whether a statement names in whom or what: "in half", "in children", but not "in early" before "... in late lesions"."""
    return said[-1].kind != "quality"


def _with_subject(before: Sequence[Item], items: list[Item]) -> list[Item]:
    """Return a clause with the subject of the one before it, where it goes on with it: "intense in adults | mild in children"."""
    if not before or not _told_in(items):
        return items
    one = _part(list(before), None)
    return [*one.subject, one.verb, *items] if one.verb is not None and _told_in(one.said) else items
