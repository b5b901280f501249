"""A piece of English as the package ``language`` takes it apart, with the project's own tables."""

from __future__ import annotations

from build_graph.facts import Span
from build_graph.language.atoms import NO_NAMES, OwnNames
from build_graph.language.building import phrases_of
from build_graph.language.clauses import clauses
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.language.scopes import spread_scopes
from build_graph.language.words import itemise
from made_page import known


def items(text: str, names: OwnNames = NO_NAMES) -> list[Item]:
    return itemise(text, Span(0, len(text)), known(), names)


def phrases(text: str) -> list[Phrase]:
    """Return the phrases of every clause of ``text``, coordination and scopes resolved."""
    found: list[Phrase] = []
    for clause in clauses(items(text)):
        made = phrases_of(clause, known())
        spread_scopes(clause, made, known())
        found += made
    return found


def keys(text: str) -> list[str]:
    return [phrase.key for phrase in phrases(text) if phrase.key]


def held(text: str, name: str) -> dict[str, str]:
    """Return for each phrase that a scope of property ``name`` governs its value."""
    found = ((phrase.key, phrase.scope(name)) for phrase in phrases(text))
    return {key: scope.marker.value for key, scope in found if scope}
