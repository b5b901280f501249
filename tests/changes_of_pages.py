"""Changes of a page, each with what must follow: the relations of invariant 7. One function a relation; ``RELATIONS`` has them all.

A change is made in the text alone; what must follow is said in claims. None knows a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from build_graph.facts import Block, Cited, Claim, Term
from build_graph.language.citations import brackets_of, own_citations
from build_graph.lexicon import fold
from build_graph.readers.names import slug_of
from changes_of_words import PLACED, add_denial, add_hedge, drop_denial, drop_hedge
from told import Told, differences, plain, put

#: Readers by whose sections a line is what its neighbours make it: an option has a number, a caption its place, a code its title.
BY_PLACE = {"quiz_question", "quiz_answer", "captions", "codes", "report", "frontmatter"}
#: Digits of a number, and not those of a unit such as mg2/dL2.
DIGITS = re.compile(r"(?<![\w])\d+(?:,\d{3})*(?!\w)")
PER = re.compile(r" per |/")
#: Names that no table has: of a look-alike, and what a subtype is called before the title.
NONCE, NONCE_TYPE = "zorblosis", "zorblic"


@dataclass(frozen=True)
class Change:
    """A page changed in one place, and what a reading of it must be."""

    line: int  #: of the page as it was
    text: str
    faults: Callable[[Told], Iterable[str]]  #: what is wrong with a reading of ``text``


Relation = Callable[[Told], Iterator[Change]]


def same(wanted: Iterable[Claim]) -> Callable[[Told], Iterable[str]]:
    """Return a check that exactly these claims are made."""
    expected = set(wanted)
    return lambda after: differences(expected, after.claims)


def without(text: str, block: Block) -> str:
    return text[: block.span.start] + text[block.span.end :]


def delete(told: Told) -> Iterator[Change]:
    """A leaf that goes takes just the claims that rest on it alone.

    Left out: an only child (its parent becomes a leaf, and a label without a list is said to be empty), a member of the list of
    subtypes (it gives the page its names), and a line that the next one goes on with.
    """
    for block in told.leaves():
        parent = told.parent(block)
        alone = parent is not None and parent.kind == "bullet" and len(told.outline.children(parent)) == 1
        if not told.gives_names(block) and not alone and not told.is_leaned_on(block):
            yield Change(block.line, without(told.text, block), same(set(told.claims) - told.alone([block])))


def swap(told: Told) -> Iterator[Change]:
    """Two leaves that change places make the same claims, where neither goes on with another line."""
    for parent in told.outline.blocks:
        kids = [b for b in told.outline.children(parent) if b.kind == "bullet" and not told.outline.children(b)]
        for one, other in pairwise(kids):
            apart = not told.goes_on(one) and not told.goes_on(other)
            if other.index == one.index + 1 and apart and told.text[one.span.start : other.span.end].endswith("\n"):
                text = told.text
                swapped = text[: one.span.start] + other.span.of(text) + one.span.of(text) + text[other.span.end :]
                yield Change(one.line, swapped, same(told.claims))


def move(told: Told) -> Iterator[Change]:
    """A leaf below one subtype, or look-alike, moved below its neighbour says the same of the neighbour, and nothing else changes."""
    for block in told.leaves():
        source = told.parent(block)
        own = subject_of(told, source) if source else None
        if source is None or own is None or len(told.outline.children(source)) < 2 or _speaks_of(block, told, own) or told.goes_on(block):
            continue
        others = told.outline.children(told.outline.blocks[source.parent]) if source.parent is not None else []
        for target in others:
            new = subject_of(told, target) if target != source and told.outline.children(target) else None
            if new is not None and new != own:
                last = max((b for b in told.outline.blocks if target in told.outline.ancestors(b)), key=lambda b: b.index)
                line = block.span.of(told.text)
                pieces = sorted([(block.span.start, block.span.end, ""), (last.span.end, last.span.end, line)], reverse=True)
                text = told.text
                for start, end, words in pieces:
                    text = text[:start] + words + text[end:]
                moved = {put(claim, own, new) for claim in told.on([block])}
                yield Change(block.line, text, same(set(told.claims) - told.alone([block]) | moved))
                break


def subject_of(told: Told, block: Block) -> Term | None:
    """Return the subtype or look-alike that the lines below ``block`` speak of."""
    if block.kind != "bullet":
        return None
    if told.reader_of(block) == "differential":
        entries = [c.object for c in told.at.get(block.index, ()) if c.predicate == "differentialDiagnosis"]
        return entries[0] if len(entries) == 1 and isinstance(entries[0], Term) else None
    words = block.content.of(told.page.masked).strip(" :")
    return None if told.reader_of(block) in BY_PLACE else told.page.names.label(words)


def _speaks_of(block: Block, told: Told, term: Term) -> bool:
    """Return whether a line names the subtype itself: moved, it would still speak of it."""
    words = f" {fold(block.content.of(told.page.masked))} "
    return f" {fold(term.label)} " in words or any(term in (c.object, *(q.value for q in c.qualifiers)) for c in told.on([block]))


def number(told: Told) -> Iterator[Change]:
    """A number that changes changes in its claims, and nowhere else."""
    for start, end, block in sorted(set(_numbers(told)), key=lambda n: n[:2]):
        new = str(int(told.text[start:end].replace(",", "")) + 1)
        yield Change(block.line, told.text[:start] + new + told.text[end:], partial(_number_faults, told, block))


def _numbers(told: Told) -> Iterator[tuple[int, int, Block]]:
    """Yield the digits of every quantity that a fact of the text was read from."""
    for fact in told.reading.facts:
        quantity = fact.claim.quantity
        if quantity is None or fact.claim.subject.kind == "Edition":
            continue
        for span in (m.spans[0] for m in fact.evidence.mentions if m.role == "quantity"):
            per = PER.search(told.text, span.start, span.end)  # "per 100,000" is a unit
            found = list(DIGITS.finditer(told.text, span.start, per.start() if per else span.end))
            for digits in found[:1] if quantity.statistic == "ratio" else found:
                yield digits.start(), digits.end(), told.outline.blocks[fact.evidence.block]


def _number_faults(told: Told, block: Block, after: Told) -> Iterator[str]:
    whole, now = set(told.claims), set(after.claims)
    gone, come = whole - now, now - whole
    renewed = {(c.subject.slug, c.predicate) for c in come}
    elsewhere = {
        c
        for c in whole
        if c.quantity and (c.subject.slug, c.predicate) in renewed and {f.evidence.block for f in told.claims[c]} > {block.index}
    }  # said on another line, too: it stays
    shapes = [sorted((c.subject.slug, c.predicate) for c in side) for side in (gone | elsewhere, come)]
    if not come or shapes[0] != shapes[1]:
        yield from differences(whole, now) or ["nothing changed"]


def rename(told: Told) -> Iterator[Change]:
    """The claims about a subtype, or a look-alike, follow its name, by IRI and by label."""
    title = told.page.topic.label
    for line, name, term in _named(told):
        nonce = f"{NONCE_TYPE} {title}" if told.page.names.member(term) else NONCE
        pattern = re.compile(rf"\b{re.escape(name.removesuffix('s'))}(s?)\b", re.IGNORECASE)

        def new(words: str, pattern: re.Pattern[str] = pattern, nonce: str = nonce) -> str:
            return pattern.sub(lambda m: nonce.capitalize() if m[0][:1].isupper() else nonce, words)

        yield Change(line, new(told.text), partial(_rename_faults, told, nonce, new))


def _named(told: Told) -> Iterator[tuple[int, str, Term]]:
    """Yield where the page first names a subtype or look-alike as a label, by which words, and the term.

    Left out: what another name of the page holds ("gout" in "gouty tophi"), and what the page calls by further names.
    """
    seen: set[str] = set()
    labels = {fold(t.label) for c in told.claims for t in _ends(c)}
    for block in told.outline.blocks:
        term = subject_of(told, block)
        words = block.content.of(told.page.masked).split(":")[0].strip()
        if term is None or term == told.page.topic or term.slug in seen or fold(words) != fold(term.label):
            continue
        seen.add(term.slug)
        key = fold(term.label)
        if not any(key in label and key != label for label in labels) and len(_printed(told, term)) == 1:
            yield block.line, words, term


def _printed(told: Told, term: Term) -> set[str]:
    """Return the words, folded, by which claims of the page name a term as subject or object."""
    found = set()
    for fact in (f for facts in told.claims.values() for f in facts):
        for role, value in (("subject", fact.claim.subject), ("object", fact.claim.object)):
            spans = [m.spans for m in fact.evidence.mentions if m.role == role and value == term]
            found |= {fold(" ".join(span.of(told.text) for span in each)) for each in spans}
    return found


def _ends(claim: Claim) -> Iterator[Term]:
    """Yield subject and object of a claim, where they are terms."""
    yield claim.subject
    if isinstance(claim.object, Term):
        yield claim.object


def _rename_faults(told: Told, nonce: str, new: Callable[[str], str], after: Told) -> Iterator[str]:
    terms = {fold(t.label): t for c in after.claims for t in _ends(c)}
    renamed = terms.get(fold(nonce))
    if renamed is None or renamed.slug != slug_of(nonce):
        yield f"no term {nonce}"
    wanted = {new(plain(claim)).casefold() for claim in told.claims}
    found = {plain(claim).casefold() for claim in after.claims}
    yield from (f"gone: {words}" for words in sorted(wanted - found))
    yield from (f"came: {words}" for words in sorted(found - wanted))


def cite_below(told: Told) -> Iterator[Change]:
    """A citation that moves from a parent to its first leaf supports that leaf alone; the claims stay."""
    for block in told.outline.blocks:
        kids = [b for b in told.outline.children(block) if b.kind == "bullet"]
        leaf = next((b for b in kids if not told.outline.children(b)), None)
        own = own_citations(told.outline)
        if block.kind == "bullet" and block.index in own and leaf is not None and leaf.index not in own:
            yield _cited_elsewhere(told, block, leaf)


def cite_above(told: Told) -> Iterator[Change]:
    """A citation that moves from a leaf to its parent supports all that hangs below the parent and cites nothing itself."""
    own = own_citations(told.outline)
    for block in told.leaves():
        parent = told.parent(block)
        if block.index in own and parent is not None and parent.kind == "bullet" and parent.index not in own:
            yield _cited_elsewhere(told, block, parent)


def _cited_elsewhere(told: Told, source: Block, target: Block) -> Change:
    """Return the page with the citations of one line at the end of another."""
    text, own = told.text, own_citations(told.outline)
    spans = brackets_of(text, own[source.index])
    words = " ".join(span.of(text).strip(" ,;()") for span in spans)
    pieces = [(span.start - (text[span.start - 1] == " "), span.end, "") for span in spans]
    pieces.append((target.content.end, target.content.end, f" ({words})"))
    for start, end, new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[end:]
    return Change(source.line, text, partial(_citation_faults, told))


def _citation_faults(told: Told, after: Told) -> Iterator[str]:
    yield from differences(told.claims, after.claims)
    supports = _supports(after)
    for facts in after.claims.values():
        for fact in facts:
            wanted = supports.get(fact.evidence.block, [])
            if _known(fact.evidence.citations) != wanted:
                yield f"line {fact.evidence.line}: {plain(fact.claim)} rests on {_known(fact.evidence.citations)}, not on {wanted}"
    cites = [f for f in after.reading.facts if f.claim.predicate == "cites"]
    said = {(f.evidence.block, str(f.claim.object), "inherited" in f.claim.values("scope")) for f in cites}
    rule = {(block, text, inherited) for block, works in supports.items() for text, inherited in works}
    yield from (f"line {block + 1}: cites {text}, inherited {inherited}" for block, text, inherited in sorted(said ^ rule))


def _known(citations: Iterable[Cited]) -> list[tuple[str, bool]]:
    return [(cited.citation.text, cited.inherited) for cited in citations]


def _supports(told: Told) -> Mapping[int, list[tuple[str, bool]]]:
    """Return what supports each line, by the rule in words: its own works, else those of the nearest line above that has some."""
    own = own_citations(told.outline)
    found = {}
    for block in told.outline.blocks:
        holder = next((b for b in (block, *told.outline.ancestors(block)) if b.index in own), None)
        if holder is not None:
            found[block.index] = [(citation.text, holder != block) for citation in own[holder.index]]
    return found


def _sections(told: Told) -> Iterator[list[Block]]:
    """Yield the sections that say something, but for those whose lines are what their place makes them."""
    for blocks in told.outline.sections():
        if blocks and blocks[0].kind == "heading" and told.reader_of(blocks[0]) not in BY_PLACE and told.on(blocks):
            yield blocks


def remove_section(told: Told) -> Iterator[Change]:
    """A section that goes takes just the claims that rest on it alone."""
    for blocks in _sections(told):
        text = told.text[: blocks[0].span.start] + told.text[blocks[-1].span.end :]
        yield Change(blocks[0].line, text, same(set(told.claims) - told.alone(blocks)))


def empty_section(told: Told) -> Iterator[Change]:
    """A section that loses all its lines but the heading is said to be empty in this copy, and nothing else comes."""
    for blocks in _sections(told):
        text = told.text[: blocks[0].span.end] + told.text[blocks[-1].span.end :]
        yield Change(blocks[0].line, text, partial(_empty_faults, told, blocks))


def _empty_faults(told: Told, blocks: list[Block], after: Told) -> Iterator[str]:
    yield from differences(set(told.claims) - told.alone(blocks), after.claims)
    name = told.outline.heading(blocks[0])
    empty = [str(f.claim.object) for f in after.reading.facts if f.claim.predicate == "emptySection"]
    before = [str(f.claim.object) for f in told.reading.facts if f.claim.predicate == "emptySection"]
    inside = [
        str(f.claim.object)
        for f in told.reading.facts
        if f.claim.predicate == "emptySection" and f.evidence.block in {b.index for b in blocks}
    ]
    wanted = sorted([*(words for words in before if words not in inside), name])
    if sorted(empty) != wanted:
        yield f"said to be empty: {', '.join(sorted(empty))}; should be: {', '.join(wanted)}"


def double_section(told: Told) -> Iterator[Change]:
    """A section that stands twice makes the same claims, each with its evidence in both places."""
    for blocks in _sections(told):
        start, end = blocks[0].span.start, blocks[-1].span.end
        part = told.text[start:end]
        if part.endswith("\n"):
            yield Change(blocks[0].line, told.text[:end] + part + told.text[end:], partial(_double_faults, told, blocks))


def _double_faults(told: Told, blocks: list[Block], after: Told) -> Iterator[str]:
    yield from differences(told.claims, after.claims)
    for block in blocks:
        for claim in told.at.get(block.index, ()):
            places = {f.evidence.block for f in after.claims.get(claim, ())}
            if not places >= {block.index, block.index + len(blocks)}:
                yield f"line {block.line}: no second place: {plain(claim)}"


def worded(change: Callable[[Told, Block], tuple[str, Callable[[set[Claim], set[Claim]], Iterable[str]]] | None]) -> Relation:
    """Return the relation that changes the words of one leaf, so that the stance of its claims changes and nothing else."""

    def relation(told: Told) -> Iterator[Change]:
        for block in told.leaves():
            made = change(told, block) if told.reader_of(block) in PLACED else None
            if made is not None:
                words, check = made
                text = told.text[: block.content.start] + words + told.text[block.content.end :]
                yield Change(block.line, text, partial(_stance_faults, told, block, check))

    return relation


def _stance_faults(told: Told, block: Block, check: Callable[[set[Claim], set[Claim]], Iterable[str]], after: Told) -> Iterator[str]:
    for other in told.outline.blocks:
        if other != block:
            yield from (f"line {other.line}: {words}" for words in differences(told.at.get(other.index, ()), after.at.get(other.index, ())))
    yield from check(told.on([block]), after.on([block]))


RELATIONS: Mapping[str, Relation] = {
    "delete": delete,
    "swap": swap,
    "move": move,
    "number": number,
    "rename": rename,
    "add hedge": worded(add_hedge),
    "drop hedge": worded(drop_hedge),
    "add denial": worded(add_denial),
    "drop denial": worded(drop_denial),
    "cite below": cite_below,
    "cite above": cite_above,
    "remove section": remove_section,
    "empty section": empty_section,
    "double section": double_section,
}
