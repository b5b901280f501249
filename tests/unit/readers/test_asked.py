from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from build_graph import lexicon, pipeline, resources
from build_graph.language.items import Item
from build_graph.lexicon import Lexicon
from build_graph.readers import clause, statement
from build_graph.readers.asked import Rules, Words, words_of
from golden_case import FRONT, cases

TESTS = Path(__file__).parents[2]
PAGES = sorted((TESTS / "pages").glob("*.txt"))
#: frame.md holds a page without a heading.
GOLDEN = sorted(path for path in (TESTS / "golden").glob("*.md") if path.stem not in {"README", "frame"})
#: Kinds of item that no table names: see ``Item.kind``.
KINDS = {"term", "quality", "word", "number", "open", "close", "break", "colon", "mark"}


@pytest.fixture(scope="module")
def known() -> Lexicon:
    return lexicon.load(resources.lexicon())


def test_a_rule_is_asked_where_one_of_each_of_its_sets_is_held_in_the_order_of_the_table():
    rules = Rules[str](("always", ()), ("either", ({"a", "b"},)), ("both", ({"a"}, {"c"})))

    assert rules.of({"x"}) == ("always",)
    assert rules.of({"b", "x"}) == ("always", "either")
    assert rules.of(["c"]) == ("always",)
    assert rules.of(("c", "a")) == ("always", "either", "both")
    assert rules.of({"b", "x"}) == ("always", "either"), "the second time as the first"


def test_no_class_of_words_is_called_as_a_kind_of_item_or_a_class_of_function_words(known: Lexicon):
    markers = [marker for found in known.markers.values() for marker in found]
    functions = {marker.value for marker in markers if marker.kind == "function"}
    kinds = KINDS | {marker.kind for marker in markers}

    assert functions
    assert len(kinds) > len(KINDS)
    assert not (functions | kinds) & set(known.words)
    assert not functions & kinds


@pytest.mark.parametrize("path", [*PAGES, *GOLDEN], ids=lambda path: path.stem)
def test_what_is_not_asked_would_have_said_nothing(path: Path, known: Lexicon, monkeypatch: pytest.MonkeyPatch):
    for text in [path.read_bytes()] if path in PAGES else [(FRONT.format(title=c.topic) + c.text).encode() for c in cases(path)]:
        read = pipeline.read(text, known)
        with monkeypatch.context() as patch:
            patch.setattr(Rules, "of", _all)
            for module in (clause, statement):
                patch.setattr(module, "words_of", _of_every_kind)
            asked = pipeline.read(text, known)

        assert (asked.facts, asked.unread) == (read.facts, read.unread)


def _of_every_kind(items: Sequence[Item], lexicon: Lexicon) -> Words:
    """Return the words of items as if there were one of each kind: what looks for a kind in plain conditions is asked, too."""
    words = words_of(items, lexicon)
    return words._replace(held=words.held | KINDS | {"cue", "verb", "scope", "function", "preposition", "coordinator"})


def _all(rules: Rules[object], held: Collection[str]) -> tuple[object, ...]:
    """Return every rule; what is asked of a phrase by its kind, or by "is" before it, is part of what the rule says."""
    own = {need for _, needs in rules._rules for each in needs for need in each if need == "is" or need[0].isupper()}
    return tuple(rule for rule, needs in rules._rules if all(not each & own or each & set(held) for each in needs))
