"""ICD coding: each code is a term of its own, with the title that the page prints beside it.

"ICD-10" prints no edition (WHO or a national one), so none is claimed. A variant's name with codes below it makes them the
variant's codes; a cluster such as ``2F0Z & XH7436`` is one code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from build_graph.facts import Block, Claim, Fact, Qualifier, Span, Term, claim_of
from build_graph.readers.ledger import Ledger, page_mention
from build_graph.readers.page import Found, Page

RULE = "code"
#: Who a title, or the name of a variant, speaks of; None where nobody knows.
SubjectFor = Callable[[str], Term | None]
_SYSTEM = re.compile(r"ICD[- ]?(?P<system>10|11|O)(?:[- ]?(?:CM|WHO|3))*(?:\s*\([^)]{0,30}\))?\s*:?\s*", re.IGNORECASE)
_ONE = {
    "O": r"\d{4}/\d",
    "11": r"X[A-Z][0-9A-Z]{3,5}|[0-9A-Z][A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,3})?",
    "10": r"[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?",
}
_ANY = "|".join(_ONE[system] for system in ("O", "11", "10"))
#: A code, or a cluster of codes, where a code may stand: at the start, or after ";" or ",".
_CODE = re.compile(rf"(?P<code>(?:{_ANY})(?:\s*[&/]\s*(?:{_ANY}))*)(?![\w.])(?P<mark>\s*[-–—:]\s*|\s+|$)")
_NEXT = re.compile(r"[;,]\s*")
_PREDICATES = {"10": "icd10Code", "11": "icd11Code", "O": "icdoCode"}


@dataclass(frozen=True, slots=True)
class _Code:
    """A code as printed."""

    system: str  #: 10, 11 or O
    code: Span
    title: Span | None


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the lines above say of a code: the classification, and whose code it is."""

    system: str = ""
    printed: Span | None = None  #: the name of the classification
    owner: Term | None = None  #: a variant; None is the page's own topic
    owned: Span | None = None  #: the variant's name
    lost: bool = False  #: below a name that stands for nobody known


def read(page: Page, blocks: Sequence[Block], subject_for: SubjectFor | None = None) -> Iterator[Found]:
    """Yield the codes of the section with their titles.

    Args:
        page: the page.
        blocks: the section, its heading first.
        subject_for: who a title or a variant's name speaks of. A code whose title names a subtype is the subtype's, too.
    """
    ledger = Ledger(page, blocks)
    scopes: dict[int, _Scope] = {}
    for block in blocks:
        if block.kind in ("bullet", "text", "subhead"):
            above = scopes.get(-1 if block.parent is None else block.parent, _Scope())
            scopes[block.index] = _line(ledger, block, above, subject_for or page.names.label)
    yield from ledger.close()


def _line(ledger: Ledger, block: Block, scope: _Scope, subject_for: SubjectFor) -> _Scope:
    """Read one line, and return what it says of the lines below it."""
    text, at = ledger.page.masked, block.content.start
    label = _SYSTEM.match(text, at, block.content.end)
    if label:
        system = label["system"].upper()
        scope = _Scope(system, Span(at, at + len(label[0].rstrip(" :"))), scope.owner, scope.owned, scope.lost)
        ledger.frame(block, Span(at, label.end()))
        at = label.end()
    codes = list(_codes(text, Span(at, block.content.end), scope.system))
    for code in codes:
        _say(ledger, block, code, scope, subject_for)
    if codes or at == block.content.end:
        return scope
    return _variant(ledger, block, Span(at, block.content.end), scope, subject_for)


def _codes(text: str, line: Span, system: str) -> Iterator[_Code]:
    """Yield the codes of a line; the title of one reaches to the next."""
    starts = [line.start, *(mark.end() for mark in _NEXT.finditer(text, line.start, line.end))]
    found = [match for start in starts if (match := _CODE.match(text, start, line.end))]
    if not found or found[0].start() != line.start:
        return
    for match, after in zip(found, [*found[1:], None], strict=True):
        stop = after.start() if after else line.end
        title = Span(match.end(), match.end() + len(text[match.end() : stop].rstrip(" ;,:")))
        code = Span(*match.span("code"))
        yield _Code(system or _system_of(match["code"]), code, title if title.start < title.end else None)


def _system_of(code: str) -> str:
    """Return the classification whose form a code has, where no line says it."""
    return next(system for system in ("O", "11", "10") if re.match(_ONE[system], code))


def _say(ledger: Ledger, block: Block, code: _Code, scope: _Scope, subject_for: SubjectFor) -> None:
    """Add the code to its owner, to the subtype that its title names, and give it its title."""
    page = ledger.page
    name, title = f"ICD-{code.system}", " ".join(page.words(code.title).split()) if code.title else ""
    printed = page.words(code.code)
    slug = re.sub(r"[^a-z0-9]+", "-", printed.casefold()).strip("-")
    term = Term(f"icd{code.system.casefold()}-{slug}", f"{name} {printed}", "ClassificationCode")
    kept = [Qualifier("title", title)] if title else []
    if scope.lost:
        guess = claim_of(page.topic, _PREDICATES[code.system], term, *kept)
        _refuse(ledger, block, guess, scope)
        return
    named = _named(title, subject_for)
    where = {"object": code.code, **({"title": code.title} if code.title else {})}
    for owner in dict.fromkeys((scope.owner or page.topic, named or scope.owner or page.topic)):
        claim = claim_of(owner, _PREDICATES[code.system], term, *kept)
        subject = {"subject": scope.owned} if scope.owned and owner == scope.owner else page_mention(page)
        subject = {"subject": code.title} if code.title and owner == named else subject
        ledger.fact(block, claim, RULE, {**subject, **where})
    if code.title:
        claim = claim_of(term, "codeTitle", title, Qualifier("system", name))
        system = {"system": scope.printed} if scope.printed else {}
        ledger.fact(block, claim, RULE, {"subject": code.code, "object": code.title, **system})


def _named(title: str, subject_for: SubjectFor) -> Term | None:
    """Return the member of the family that a title begins with: "dystrophic calcification of the skin, unspecified"."""
    words = title.split(" ")
    return next((term for n in range(len(words), 0, -1) if (term := subject_for(" ".join(words[:n]).rstrip(",;:")))), None)


def _refuse(ledger: Ledger, block: Block, claim: Claim, scope: _Scope) -> None:
    """Report a code below a name that stands for nobody known: it is not the page's code."""
    ledger.fact(block, claim, RULE, {})
    guess = ledger.found.pop()
    owner = ledger.page.words(scope.owned) if scope.owned else ""
    ledger.unread(
        block,
        block.content,
        f"a code of {owner!r}, which stands for no term",
        "a subtype of the page's disease",
        "ontology/lexicon/terms.tsv",
        guess if isinstance(guess, Fact) else None,
    )


def _variant(ledger: Ledger, block: Block, where: Span, scope: _Scope, subject_for: SubjectFor) -> _Scope:
    """Read the name of a variant, whose codes stand below it or nowhere."""
    where = Span(where.start, where.start + len(ledger.page.words(where).rstrip(" :")))
    owner = subject_for(ledger.page.words(where))
    below = bool(ledger.page.outline.children(block)) or block.kind == "subhead"
    if owner is None or not below:
        reason = "the name of a variant that stands for no term" if below else "no code of a known form"
        ledger.unread(block, where, reason, "a subtype of the page's disease" if below else 'such as "ICD-10: A00.0 - title"')
    else:
        ledger.frame(block, where)
    return _Scope(scope.system, scope.printed, owner, where, owner is None)
