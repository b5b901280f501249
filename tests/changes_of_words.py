"""Words that hedge or deny a line, put in and taken out, and how the stance of its claims must change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from build_graph.facts import Block, Claim, Span
from build_graph.language.items import Item
from told import Told, differences, plain, unstanced

#: Readers of sections in which a line states something of a disease.
PLACED = {"statement", "differential", "stains"}
#: Says whether the claims of a line changed as they should: those before, those after.
Check = Callable[[set[Claim], set[Claim]], Iterable[str]]
Changed = tuple[str, Check] | None
#: A verb and its hedge, and its denial: the first that a line holds is changed.
HEDGED_VERBS = (("are", "may be"), ("is(?! that)", "may be"), ("has", "may have"), ("shows", "may show"), ("causes", "may cause"))
DENIED_VERBS = (
    ("there are", "there are no"),
    ("are", "are not"),
    ("is(?! that)", "is not"),
    ("has", "does not have"),
    ("shows", "does not show"),
)
#: Opens a clause that says when, why or of which: its verb is not the verb of the statement.
SUBORDINATE = re.compile(r"\b(?:if|unless|when|while|until|where|as|because|since|although|that|which|who)\b", re.IGNORECASE)
#: What hedges, and the words that stand there when nothing does.
HEDGES = (
    (r"may be|might be|can be|could be", "are"),
    (r"may have|can have", "have"),
    (r"may|might|can|could", ""),
    (r"possibly|possible|probably|probable|suspected|presumed", ""),
)
DENIALS = (
    (r"do not|does not", ""),
    (r"is not|are not", "are"),
    (r"without|with no", "with"),
    (r"lacks|lack", "has"),
    (r"is absent|are absent", "are present"),
    (r"no|not", ""),
)
#: Says what a thing is, not that it is there: neither hedged nor denied with the line that it stands on.
NAMING = {"subtypeOf", "synonym", "hasCount"}
#: Kinds of item that a bare list of names is made of.
LISTED = {"term", "quality", "word", "coordinator"}


def add_hedge(told: Told, block: Block) -> Changed:
    """Make a statement a possibility: none of its claims is a fact any more."""
    return _added(told, block, "Possible", HEDGED_VERBS, _hedged)


def add_denial(told: Told, block: Block) -> Changed:
    """Deny a statement."""
    return _added(told, block, "No", DENIED_VERBS, _denied)


def _added(told: Told, block: Block, first: str, verbs: Iterable[tuple[str, str]], stance: Callable[[Claim], bool]) -> Changed:
    content = block.content.of(told.text)
    label = told.page.names.label(block.content.of(told.page.masked))
    if not told.on([block]) or any(map(stance, told.on([block]))) or told.gives_names(block) or label is not None:
        return None
    if _is_list(told, block):
        return f"{first} {_lower(told, block)}", partial(_all, stance)
    for verb, other in verbs:
        found = list(re.finditer(rf"\b{verb}\b", content))
        if len(found) == 1 and not SUBORDINATE.search(content, 0, found[0].start()) and _says(told, block, found[0].start()):
            return content[: found[0].start()] + other + content[found[0].end() :], partial(_some, stance, True)
    return None


def _says(told: Told, block: Block, place: int) -> bool:
    """Return whether something is read from the sentence that holds ``place`` of a line."""
    content = block.content.of(told.text)
    start, end = content.rfind(";", 0, place) + 1, content.find(";", place)
    sentence = Span(block.content.start + start, block.content.start + (end if end >= 0 else len(content)))
    return any(sentence.holds(f.evidence.span) for c in told.on([block]) for f in told.claims[c] if f.evidence.block == block.index)


def drop_hedge(told: Told, block: Block) -> Changed:
    """Make a fact of a possibility, by taking the one word that hedges."""
    return _dropped(told, block, HEDGES, _hedged)


def drop_denial(told: Told, block: Block) -> Changed:
    """Affirm what was denied, by taking the one word that denies."""
    return _dropped(told, block, DENIALS, _denied)


def _dropped(told: Told, block: Block, forms: Iterable[tuple[str, str]], stance: Callable[[Claim], bool]) -> Changed:
    content = block.content.of(told.text)
    if not any(map(stance, told.on([block]))):
        return None
    held = [(found, new) for form, new in forms for found in [list(re.finditer(rf"\b(?:{form})\b ?", content, re.IGNORECASE))] if found]
    if not held or len(held[0][0]) != 1:
        return None
    found, new = held[0]
    words = content[: found[0].start()] + (new + " " if new else "") + content[found[0].end() :]
    return words[:1].upper() + words[1:], partial(_some, stance, False)


def _is_list(told: Told, block: Block) -> bool:
    """Return whether a line is a bare list of names: one clause, no verb, no number, nothing that hedges or denies already."""
    items = told.page.items(block.content)
    ofs = (i.kind == "preposition" and i.key == "of" for i in items)
    return bool(items) and all(i.kind in LISTED or of for i, of in zip(items, ofs, strict=True)) and ":" not in _words(told, block.content)


def _lower(told: Told, block: Block) -> str:
    """Return a line with its first letter small, unless the word has others that are not or is a name."""
    content = block.content.of(told.text)
    first: Item = told.page.items(block.content)[0]
    name = first.entry.term.label if first.entry else content.lower()
    kept = content[1:2].isupper() or name[:1].isupper() or not content[:1].isalpha()
    return content if kept else content[:1].lower() + content[1:]


def _words(told: Told, span: Span) -> str:
    return told.page.masked[span.start : span.end]


def _hedged(claim: Claim) -> bool:
    return claim.modality != "asserted"


def _denied(claim: Claim) -> bool:
    return claim.polarity == "denied" or _is_seldom(claim)


def _is_seldom(claim: Claim) -> bool:
    """Return whether how often is what is denied: "not usually" denies nothing else."""
    return any(isinstance(often, str) and often.startswith("not ") for often in claim.values("frequency"))


def _bare(claims: Iterable[Claim], often: bool = True) -> set[Claim]:
    """Return claims without their stance, and without how often where that is denied."""
    bare = {unstanced(claim) for claim in claims}
    return bare if often else {claim._replace(qualifiers=tuple(q for q in claim.qualifiers if q.name != "frequency")) for claim in bare}


def _all(stance: Callable[[Claim], bool], before: set[Claim], after: set[Claim]) -> Iterator[str]:
    """Every claim of the line takes the stance, and is the same otherwise."""
    yield from differences(_bare(before), _bare(after))
    yield from (
        f"still a fact: {plain(claim)}" for claim in sorted(after, key=plain) if not stance(claim) and claim.predicate not in NAMING
    )


def _some(stance: Callable[[Claim], bool], takes: bool, before: set[Claim], after: set[Claim]) -> Iterator[str]:
    """Some claim of the line takes the stance (or loses it), and all are the same otherwise; what is denied may be claimed no longer."""
    if takes and stance is _denied and _bare(after) < _bare(before):
        return
    often = not any(map(_is_seldom, before ^ after))
    yield from differences(_bare(before, often), _bare(after, often))
    was, now = sum(map(stance, before)), sum(map(stance, after))
    if (now <= was) if takes else (now >= was):
        yield "no claim took the stance" if takes else "no claim lost the stance"
