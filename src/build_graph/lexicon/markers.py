"""Words and phrases that say how the phrases around them hang together; those with patterns, "{is} {doubtful}", are read word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: The kinds of marker, in the order in which an equal match is preferred.
MARKER_KINDS = ("cue", "scope", "verb", "preposition", "coordinator", "function")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a word or phrase says of how the phrases around it hang together."""

    kind: str  #: one of MARKER_KINDS
    value: str  #: role of a cue, verb or preposition; value of a scope; class of a function word
    property: str = ""  #: of a scope: modality, polarity, frequency ...; of a verb: its noun
    direction: str = "forward"  #: where a scope reaches
    stops: tuple[str, ...] = ()  #: what ends a scope
    rank: int = 0  #: of a frequency: 9 for always, 1 for rarely


@dataclass(slots=True)
class Node:
    """Where rows that begin with the same words and patterns go on."""

    markers: list[Marker] = field(default_factory=list)  #: of the row that ends here
    edges: dict[str, tuple[Sequence[str], Node]] = field(default_factory=dict)  #: by words, or pattern: its forms, and what follows it

    def follow(self, part: str, forms: Sequence[str]) -> Node:
        """Return what follows words, or a pattern, in the forms that they have."""
        return self.edges.setdefault(part, (forms, Node()))[1]


class Step:
    """Where the words read so far stand in the rows, in all at once. What may follow is worked out when a page comes here."""

    __slots__ = ("_next", "_places", "markers")

    def __init__(self, places: Sequence[tuple[str, Node]]) -> None:
        """Stand at each place: what is still to come of a form, and the node behind it."""
        self.markers = next((tuple(node.markers) for rest, node in places if node.markers and not rest), ())  #: of a whole phrase
        self._places = places
        self._next: dict[str, Step] | None = None

    def after(self, word: str) -> Step | None:
        """Return where the next word leads; None where no row goes on so."""
        if self._next is None:
            self._next = steps(self._places)
        return self._next.get(word)


def steps(places: Iterable[tuple[str, Node]]) -> dict[str, Step]:
    """Return where each word leads that may come next."""
    found: dict[str, list[tuple[str, Node]]] = {}
    for rest, node in places:
        for form, behind in [(rest, node)] if rest else [(form, behind) for forms, behind in node.edges.values() for form in forms]:
            word, _, more = form.partition(" ")
            found.setdefault(word, []).append((more, behind))
    return {word: Step(places) for word, places in found.items()}
