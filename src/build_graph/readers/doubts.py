"""A doubt whose word no table knows: "is unfounded", "was groundless" is seen by the form of the word."""

from __future__ import annotations

from build_graph.language.words import Item
from build_graph.readers.clause import Clause

#: Sections where what is so called is a cause, a mechanism or a treatment, and no look of a thing.
SECTIONS = {"etiology", "pathophysiology", "treatment"}


def doubt_by_form(clause: Clause) -> None:
    """Hedge what stands before "is un...ed", "is ...less", where the word is unknown: it takes something back."""
    if clause.key not in SECTIONS or not clause.drafts:
        return
    for at, item in enumerate(clause.items):
        if item.kind == "word" and at and clause.items[at - 1].function in {"be", "adverb"} and _takes_back(clause, item):
            left = [d for d in clause.drafts if d.source and d.source.items and d.source.span.end <= item.span.start]
            for draft in left:
                if draft.modality == "asserted" and draft.polarity == "affirmed":
                    draft.hedge("uncertain", item)
            clause.unread[:] = [u for u in clause.unread if not left or u.span != item.span]


def _takes_back(clause: Clause, item: Item) -> bool:
    """Return whether a word is made of "un" and an adjective, or ends in "less"; "undisputed" is none of these."""
    words = clause.page.lexicon.words
    begins = item.key.startswith(tuple(words["negating-beginning"])) and item.key.endswith(tuple(words["adjective-ending"]))
    return (begins or item.key.endswith(tuple(words["negating-ending"]))) and item.key not in words["undoubted"]
