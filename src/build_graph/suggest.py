"""Rows for the lexicon that a page suggests: a curator mends the kind, adds synonyms, and takes the row into terms.tsv or leaves it."""

from __future__ import annotations

from collections.abc import Iterator

from build_graph.facts import Fact, Reading, Term
from build_graph.lexicon import TERM_COLUMNS, Lexicon


def suggest(reading: Reading, known: Lexicon) -> str:
    """Return the rows, in the columns of terms.tsv; the note says where the page has the name and what it is in.

    First the candidates, that the structure of the page told to be what they are; then the guesses, whose claims are not released.
    """
    rows: dict[str, tuple[str, ...]] = {}
    sources = [("candidate", fact) for fact in reading.facts]
    sources += [("guess", unread.guess) for unread in reading.unread if unread.guess]
    for why, fact in sources:
        for term in _candidates(fact):
            if term.slug not in known.entries:
                note = f"{why}: line {fact.evidence.line}, {fact.claim.subject.label} {fact.claim.predicate}"
                rows.setdefault(term.slug, (term.slug, term.label, term.kind, "", "", "", "", note))
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in (TERM_COLUMNS, *rows.values()))


def _candidates(fact: Fact) -> Iterator[Term]:
    for value in (fact.claim.object, *(q.value for q in fact.claim.qualifiers), fact.claim.subject):
        if isinstance(value, Term) and value.candidate:
            yield value
