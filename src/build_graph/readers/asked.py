"""What a clause holds, and rules that say what it must hold for them to be asked: most clauses hold little, and are asked little."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Generic, NamedTuple, TypeVar

from build_graph.facts import new
from build_graph.language.items import Item
from build_graph.lexicon import Lexicon

T = TypeVar("T")
#: What a rule asks of a clause: of each set one member (see ``Words.held``); of no set it is always asked.
Needs = tuple[Collection[str], ...]


class Words(NamedTuple):
    """What the items of a clause hold: what they do not hold need not be looked for."""

    keys: frozenset[str]  #: the items, folded, and their words
    held: set[str]  #: kinds of the items, classes of the function words, and the classes of words.tsv that the words are of


def words_of(items: Sequence[Item], lexicon: Lexicon) -> Words:
    """Return the words of items, with their kinds and classes."""
    own = [item.key for item in items]
    keys = frozenset([*own, *" ".join(own).split(" ")])
    classes = lexicon.classes
    held = {item.kind for item in items}.union(*[classes[key] for key in classes.keys() & keys])
    if "function" in held:
        held.update([item.marker.value for item in items if item.kind == "function"])
    return new(Words, (keys, held))


class Rules(Generic[T]):
    """Rules in their order; what is asked of clauses that hold the same is worked out once."""

    def __init__(self, *rules: tuple[T, Needs]) -> None:
        self._rules = [(rule, [frozenset(need) for need in needs]) for rule, needs in rules]
        self._needed = frozenset[str]().union(*(need for _, needs in self._rules for need in needs))
        self._known: dict[frozenset[str], tuple[T, ...]] = {}

    def of(self, held: Collection[str]) -> tuple[T, ...]:
        """Return the rules that are asked of what holds ``held``, in their order."""
        told = self._needed.intersection(held)
        try:
            return self._known[told]
        except KeyError:
            return self._known.setdefault(told, self._asked_of(told))

    def _asked_of(self, told: frozenset[str]) -> tuple[T, ...]:
        return tuple(rule for rule, needs in self._rules if all(need & told for need in needs))
