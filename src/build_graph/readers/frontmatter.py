"""The lines above the first heading: what the page says about itself. Its subject is the page, never the disease."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from build_graph.facts import Block, Qualifier, Quantity, Span, claim_of
from build_graph.language.dates import find_dates
from build_graph.outline import Cite, read_cite
from build_graph.readers.ledger import Ledger, page_mention
from build_graph.readers.page import Found, Page

RULE = "frontmatter"
#: Label of a date, lower case -> who updated the page.
_DATES = {
    "last author update": "authorUpdateDate",
    "topic completed": "authorUpdateDate",
    "revised": "authorUpdateDate",
    "last staff update": "staffUpdateDate",
    "minor changes": "staffUpdateDate",
}
_DATE_LABEL = re.compile(r"(?:,\s*)?(?P<label>[^\W\d][^\d:,(]{0,40}?)\s*:?\s*$")
_STATUS = re.compile(r"\((?P<status>[^()]+)\)")
_COPYRIGHT = re.compile(
    r"(?:copyright)?[\s:]*(?:\(c\)|©)?\s*(?P<first>(?:19|20)\d\d)(?:\s*[-–]\s*(?P<last>(?:19|20)\d\d))?[\s,]*(?P<holder>.*)", re.IGNORECASE
)
_SITE = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu)\b", re.IGNORECASE)
_VIEWS = re.compile(r"page views in (?P<year>\d{4})\s*(?P<period>to date)?\s*:\s*(?P<count>\d[\d,]*)$", re.IGNORECASE)
#: Points from an author to another page of the site.
_POINTER = re.compile(r"\s*\(see [^()]*\)\s*$", re.IGNORECASE)
_LABEL = re.compile(r"[^:]{1,80}:\s*")


def read(page: Page, blocks: Sequence[Block]) -> Iterator[Found]:
    """Yield what the lines before the first heading say; bullets among them are statements, and not read here."""
    end = next((i for i, block in enumerate(blocks) if block.kind == "bullet"), len(blocks))
    ledger = Ledger(page, blocks[:end])
    cites = {block: read_cite(page.text, block.content) for block in blocks[:end] if block.kind == "cite"}
    signed = {block: _names(page.text, cite.authors) for block, cite in cites.items() if cite.authors}
    level = order = 0
    for block in ledger.blocks:
        level += block.kind == "chapter"
        if block.kind == "chapter":
            _say(ledger, block, "topicCategory", block.content, Qualifier("level", str(level)))
        elif block.kind == "author":
            order += 1
            _author(ledger, block, order, signed)
        elif block.kind == "cite":
            _cite(ledger, block, cites[block])
        elif block.kind in _READERS:
            _READERS[block.kind](ledger, block)
        elif block.kind == "related":
            ledger.unread(block, block.content, "the ontology has no predicate for related topics")
    yield from ledger.close()


def _say(
    ledger: Ledger,
    block: Block,
    predicate: str,
    where: Span,
    *qualifiers: Qualifier,
    value: str = "",
    quantity: Quantity | None = None,
    more: Mapping[str, Span] | None = None,
) -> None:
    """Add a fact whose subject is the page and whose value is ``value``, or the words at ``where``."""
    claim = claim_of(ledger.page.page, predicate, value or ledger.page.words(where), *qualifiers, quantity=quantity)
    ledger.fact(block, claim, RULE, {**page_mention(ledger.page), "object": where, **(more or {})})


def _title(ledger: Ledger, block: Block) -> None:
    _say(ledger, block, "topicTitle", block.content)


def _after_label(ledger: Ledger, block: Block) -> Span:
    """Return what stands behind the first colon, and spend the label as frame."""
    label = _LABEL.match(ledger.page.text, block.content.start, block.content.end)
    start = label.end() if label else block.content.start
    ledger.frame(block, Span(block.content.start, start))
    return Span(start, block.content.end)


def _search(ledger: Ledger, block: Block) -> None:
    where = _after_label(ledger, block)
    if where.start < where.end:
        _say(ledger, block, "pubmedSearchTerm", where)


def _editor(ledger: Ledger, block: Block) -> None:
    """Read "Editorial Board Member: Ada Roe, M.D."."""
    where = _after_label(ledger, block)
    role = Span(block.content.start, ledger.page.text.rfind(":", block.content.start, where.start))
    if where.start < where.end:
        _say(ledger, block, "contributor", where, Qualifier("role", ledger.page.words(role).strip()), more={"role": role})


def _dates(ledger: Ledger, block: Block) -> None:
    """Read each "label: date" of a line; what is no date is refused."""
    text, start = ledger.page.text, block.content.start
    found = find_dates(ledger.page.words(block.content))
    at = 0
    for begin, end, iso in found:
        label = _DATE_LABEL.search(text[start + at : start + begin])
        words = " ".join(label["label"].casefold().split()) if label else ""
        predicate = _DATES.get(words, "authorUpdateDate" if "author" in words or "major" in words else "staffUpdateDate")
        kept = [] if words.startswith("last ") and "major" not in words else [Qualifier("kind", words)]
        status = _STATUS.search(text, start + end, block.content.end) if (begin, end, iso) == found[-1] else None
        more = {"kind": Span(start + at + label.start("label"), start + at + label.end("label"))} if label and kept else {}
        if status:
            kept.append(Qualifier("status", status["status"]))
            more["status"] = Span(*status.span("status"))
        _say(ledger, block, predicate, Span(start + begin, start + end), *kept, value=iso, more=more)
        ledger.frame(block, Span(start + at, start + begin))
        at = end
    if not found:
        ledger.unread(block, _after_label(ledger, block), "not a date", 'a date such as "3 May 2024"')


def _copyright(ledger: Ledger, block: Block) -> None:
    match = _COPYRIGHT.match(ledger.page.text, block.content.start, block.content.end)
    if not match:
        return
    holder = Span(*match.span("holder"))
    years = Span(match.start("first"), match.end("last") if match["last"] else match.end("first"))
    ledger.frame(block, Span(block.content.start, years.start))
    if holder.start < holder.end:
        _say(ledger, block, "copyright", holder, Qualifier("kind", "holder"))
        _website(ledger, block, holder)
    span = Quantity(Decimal(match["first"]), Decimal(match["last"] or match["first"]), "a")
    _say(ledger, block, "copyright", years, Qualifier("kind", "years"), quantity=span, more={"quantity": years})


def _website(ledger: Ledger, block: Block, where: Span) -> None:
    site = _SITE.search(ledger.page.text, where.start, where.end)
    if site:
        _say(ledger, block, "website", Span(*site.span()))


def _views(ledger: Ledger, block: Block) -> None:
    match = _VIEWS.match(ledger.page.text, block.content.start, block.content.end)
    if not match:
        return
    number = match["count"].replace(",", "")
    count, where = Decimal(number), Span(*match.span("count"))
    kept, more = [Qualifier("year", match["year"])], {"quantity": where, "year": Span(*match.span("year"))}
    if match["period"]:
        kept.append(Qualifier("period", "to date"))
        more["period"] = Span(*match.span("period"))
    quantity = Quantity(count, count, "1", statistic="count")
    _say(ledger, block, "pageViews", where, *kept, value=number, quantity=quantity, more=more)
    ledger.frame(block, block.content)


def _author(ledger: Ledger, block: Block, order: int, signed: Mapping[Block, Mapping[str, Span]]) -> None:
    """Read a name with its degrees, and find it again in the line that says how to cite the page."""
    text = ledger.page.text
    where = block.content
    if re.match(r"authors?:", block.content.of(text), re.IGNORECASE):
        where = _after_label(ledger, block)
    where = Span(where.start, where.start + len(_POINTER.sub("", where.of(text))))
    name, *_ = where.of(text).split(",")
    parts = list(re.finditer(r"[^\s,][^,]*[^\s,]|[^\s,]", where.of(text)))[1:]
    degrees = {f"degree:{part[0]}": Span(where.start + part.start(), where.start + part.end()) for part in parts}
    kept = [Qualifier("order", str(order)), *(Qualifier("degree", part[0]) for part in parts)]
    _say(ledger, block, "author", where, *kept, more=degrees)
    given, *rest = name.casefold().split() or [""]
    keys = [" ".join(rest[i:]) + " " + given[:1] for i in range(max(0, len(rest) - 5), len(rest))]
    for cite, names in signed.items():
        again = next((names[key] for key in (" ".join([given, *rest]), *keys) if key in names), None)
        if again:
            _say(ledger, cite, "author", again, *kept, value=where.of(text))


def _names(text: str, authors: Span) -> dict[str, Span]:
    """Return where a list of authors names each: by the whole entry, and by surname and first initial ("van der berg a")."""
    found: dict[str, Span] = {}
    at = authors.start
    for entry in authors.of(text).split(", "):
        surname, _, initials = entry.casefold().rpartition(" ")
        where = Span(at, at + len(entry))
        found |= {entry.casefold(): where, f"{surname} {initials[:1]}": where}
        at += len(entry) + 2
    return found


def _cite(ledger: Ledger, block: Block, cite: Cite) -> None:
    ledger.frame(block, Span(block.content.start, cite.whole.start))
    if cite.whole.start < cite.whole.end:
        _say(ledger, block, "recommendedCitation", cite.whole)
    if cite.title:
        title = ledger.page.outline.title or cite.title
        _say(ledger, block, "topicTitle", cite.title, value=ledger.page.words(title))
    if cite.site:
        _say(ledger, block, "website", cite.site)
    if cite.url:
        _say(ledger, block, "sourceUrl", cite.url)
    if cite.accessed:
        dates = find_dates(ledger.page.words(cite.accessed))
        if dates:
            _say(ledger, block, "accessed", cite.accessed, value=dates[0][2])
        else:
            ledger.unread(block, cite.accessed, "not a date", 'a date such as "May 3rd, 2024"')


_READERS: dict[str, Callable[[Ledger, Block], None]] = {
    "title": _title, "search": _search, "editor": _editor, "date": _dates, "copyright": _copyright, "views": _views,
}  # fmt: skip
