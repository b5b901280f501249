"""Two names, one in a bracket behind the other; and whether both name one thing: "fibrillar protein (FP)"."""

from __future__ import annotations

from dataclasses import dataclass

from build_graph.language.phrases import Phrase
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import are_initials
from build_graph.readers.things import Thing

#: Initials may hold so many small letters ("PLAs").
SMALL_LETTERS = 1


@dataclass(frozen=True, slots=True)
class Bracket:
    """One name in a bracket, and the name before the bracket."""

    clause: Clause
    phrase: Phrase  #: before the bracket
    thing: Thing  #: what it names
    draft: Draft | None  #: the fact that it made
    other: Phrase  #: in the bracket
    named: Thing

    @property
    def own(self) -> Subject:
        """The name before the bracket, as the subject of a fact."""
        return self.clause.subject(self.thing)

    @property
    def predicate(self) -> str:
        """The predicate of the fact before the bracket; "" for none."""
        return self.draft.predicate if self.draft else ""

    def member(self, predicate: str) -> None:
        """Say of the name in the bracket what is said of the one before it."""
        if self.draft:
            made = self.clause.draft(predicate, self.named, self.other, "bracket-member", self.draft.subjects)
            made.modality, made.polarity = self.draft.modality, self.draft.polarity

    def add(self, name: str) -> None:
        """Qualify the fact before the bracket by the name in it."""
        if self.draft:
            self.draft.add(name, self.named.term, self.named.spans, self.clause.block.index)


def abbreviates(bracket: Bracket) -> bool:
    """Return whether the bracket holds another name of the thing: a known synonym, or its initials (Schwartz and Hearst, 2003)."""
    if bracket.named.term == bracket.thing.term:
        return True
    if bracket.other.scope("polarity") is not None:
        return False  # "CD8 (not CD4)"
    page = bracket.clause.page
    text, words = page.words(bracket.other.span), [page.words(span) for span in bracket.thing.phrase]
    capitals, letters = sum(c.isupper() for c in text), [c for c in text.upper() if c.isalpha()]
    if text[:1].upper() not in {word[:1].upper() for word in words}:
        return False
    return capitals > 1 and " " not in text and len(letters) - capitals <= SMALL_LETTERS and are_initials(letters, " ".join(words).upper())


def synonym(bracket: Bracket) -> None:
    """Read another name of the thing before the bracket."""
    text, span = bracket.clause.page.words(bracket.other.span), bracket.other.span
    draft = Draft((bracket.own,), "synonym", text, (span,), "bracket-synonym", phrase=(span,))
    if sum(c.isupper() for c in text) > 1:
        draft.add("kind", "abbreviation", (span,), bracket.clause.block.index)
    bracket.clause.drafts.append(draft)
