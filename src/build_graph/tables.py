"""Facts to flat tables for those who want no RDF: facts.tsv, coverage.tsv, and where each claim stands on the original page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from build_graph.facts import Cited, Claim, Evidence, Fact, Mention, Quantity, Reading, Span, Term
from build_graph.vocabulary import Names, apart, claim_hash, decimal, iri, pkg

FACTS = (
    "relation", "subject_label", "object_label", "subject_text", "object_text", "qualifiers", "lines",
    "claim", "subject", "predicate", "object", "section", "start", "end", "citations", "document",
)  # fmt: skip
COVERAGE = ("line", "status", "claims", "unread", "document")
ANCHORS = ("claim", "line", "start", "end")
UNITS = {"a": "year", "mo": "month", "d": "day"}  #: UCUM code -> the word of facts.tsv; others stay
Row = Sequence[object]


def facts(readings: Iterable[Reading], names: Names, *, quotes: bool = True) -> bytes:
    """Return facts.tsv: one row a claim and document, ``cites`` one a line and citation, in reading order.

    Without ``quotes`` the columns for words of the page are empty.
    """
    return _table(FACTS, (row for reading in readings for row in _rows(reading, names, reading.text if quotes else "")))


def coverage(readings: Iterable[Reading]) -> bytes:
    """Return coverage.tsv: what became of each line of each document."""
    return _table(COVERAGE, ((at.line, at.status, at.claims, at.unread, r.edition.slug) for r in readings for at in r.lines))


def anchors(page: Reading, document: Reading, names: Names) -> bytes:
    """Return where ``page`` makes the claims that ``document`` restates: claim, line, code points, and no words."""
    wanted = {names.claim(document.topic, fact.claim).value for fact in document.facts if _has_node(fact.claim)}
    places = ((names.claim(page.topic, fact.claim).value, fact.evidence) for fact in page.facts)
    found = {(claim, place.line, place.span.start, place.span.end) for claim, place in places}
    return _table(ANCHORS, sorted(row for row in found if row[0] in wanted))


def joined_anchors(parts: Sequence[bytes]) -> bytes:
    """Return several tables of anchors as one; without any, the header alone."""
    return _table(ANCHORS, ()) + b"".join(part.partition(b"\n")[2] for part in parts)


def by_claim(facts: Iterable[Fact]) -> dict[Claim, list[Evidence]]:
    """Return the evidence of each claim in reading order, the claims in the order of their first evidence."""
    found: dict[Claim, list[Evidence]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.evidence.span, claim_hash(fact.claim))):
        found.setdefault(fact.claim, []).append(fact.evidence)
    return found


def _rows(reading: Reading, names: Names, words: str) -> Iterator[Row]:
    """Yield the rows of one document, whose words are ``words``, or empty."""
    yield from _claims(reading, names, words)
    yield from _cites(reading, names, words)


def _claims(reading: Reading, names: Names, words: str) -> Iterator[Row]:
    for claim, places in by_claim(fact for fact in reading.facts if fact.claim.predicate != "cites").items():
        yield (
            apart(claim.predicate, "_"), claim.subject.label, _label(claim.object), _mentioned(words, places[0], "subject"),
            _phrase(words, places[0]) or _mentioned(words, places[0], "object"), _qualifiers(claim),
            _joined(place.line for place in places), names.claim(reading.topic, claim).value if _has_node(claim) else "",
            names.node(claim.subject, reading).value, pkg(claim.predicate).value,
            names.node(claim.object, reading).value if isinstance(claim.object, Term) else "",
            _joined((_section(reading, place) for place in places), "; "), ",".join(str(place.span.start) for place in places),
            ",".join(str(place.span.end) for place in places),
            _joined((cited.citation.text for place in places for cited in place.citations), "; "), reading.edition.slug,
        )  # fmt: skip


def _cites(reading: Reading, names: Names, words: str) -> Iterator[Row]:
    """Yield a row for each line and each work that supports what is said there, on the line itself or inherited."""
    found: dict[tuple[int, str], tuple[Cited, Evidence]] = {}
    for fact in reading.facts:
        for cited in fact.evidence.citations:
            found.setdefault((fact.evidence.line, cited.citation.text), (cited, fact.evidence))
    for (line, text), (cited, place) in sorted(found.items()):
        scope = ["scope=inherited", f"from_line={cited.line}"] if cited.inherited else ["scope=direct"]
        fields = [f"{name}={_value(value)}" for name, value in cited.citation.fields]
        yield (
            "cites", f"line {line}", text, "", _pieces(words, [cited.citation.span]), "; ".join([*scope, *fields]), line, "",
            names.unit(reading.edition, line).value, iri("cito:citesAsEvidence").value, names.reference(cited.citation).value,
            _section(reading, place), cited.citation.span.start, cited.citation.span.end, text, reading.edition.slug,
        )  # fmt: skip


def _has_node(claim: Claim) -> bool:
    """Return whether the graph has a node for the claim: what the page says of itself are plain triples."""
    return claim.subject.kind != "Edition"


def _qualifiers(claim: Claim) -> str:
    """Return stance, number and qualifiers as ``key=value``, joined by ``; ``."""
    parts = [f"certainty={'established' if claim.modality == 'asserted' else claim.modality}"]
    if claim.polarity == "denied":
        parts.append("polarity=negative")
    if claim.quantity is not None:
        parts += _quantity(claim.quantity)
    parts += [f"{q.name}={_value(_label(q.value))}" for q in claim.qualifiers]
    return "; ".join(parts)


def _quantity(quantity: Quantity) -> list[str]:
    """Return value, or min and max, or value and comparator where one end is open; then unit and statistic."""
    low, high = quantity.minimum, quantity.maximum
    if low is not None and high is not None:
        parts = [f"value={decimal(low)}"] if low == high else [f"min={decimal(low)}", f"max={decimal(high)}"]
    elif low is not None:
        parts = [f"value={decimal(low)}", f"comparator={'>=' if quantity.minimum_inclusive else '>'}"]
    elif high is not None:
        parts = [f"value={decimal(high)}", f"comparator={'<=' if quantity.maximum_inclusive else '<'}"]
    else:
        parts = []
    parts += [f"unit={UNITS.get(quantity.unit, quantity.unit)}"] if quantity.unit != "1" else []
    return parts + ([f"statistic={quantity.statistic}"] if quantity.statistic else [])


def _label(value: Term | str) -> str:
    return value if isinstance(value, str) else value.label


def _value(text: str) -> str:
    """Return ``text`` without the sign that separates qualifiers."""
    return text.replace(";", ",")


def _pieces(text: str, spans: Iterable[Span]) -> str:
    return " ".join(span.of(text) for span in spans).strip()


def _phrase(text: str, place: Evidence) -> str:
    return _pieces(text, place.phrase)


def _mentioned(text: str, place: Evidence, role: str) -> str:
    """Return the words that were read as the subject or object; empty where the page leaves them out."""
    mention: Mention | None = next((mention for mention in place.mentions if mention.role == role), None)
    return _pieces(text, mention.spans) if mention else ""


def _section(reading: Reading, place: Evidence) -> str:
    """Return the heading that the evidence stands under; empty in the front matter."""
    section = reading.blocks[place.block].section
    return "" if section is None else reading.blocks[section].content.of(reading.text)


def _joined(values: Iterable[object], separator: str = ",") -> str:
    """Return the distinct values in order of appearance."""
    return separator.join(dict.fromkeys(str(value) for value in values))


def _table(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return a TSV file in UTF-8; a tab or line end inside a value becomes a space."""
    lines = ["\t".join(re.sub(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", " ", str(cell)) for cell in row) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode()
