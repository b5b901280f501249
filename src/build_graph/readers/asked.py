"""Rules, each with what a clause must hold for it to be asked; what is asked of clauses that hold the same is worked out once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Generic, TypeVar

T = TypeVar("T")
#: What a rule asks of a clause: of each set one member (see ``Words.held``); of no set it is always asked.
Needs = tuple[Collection[str], ...]


class Rules(Generic[T]):
    """Rules in their order."""

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
