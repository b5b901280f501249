"""The forms of the page's disease that a number names: "type 1", "cluster 2", "class V". A grade or stage is none: it is a condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from build_graph.facts import Term
from build_graph.lexicon import Lexicon, fold

#: A numeral of a form: "2", "3A", "IV", "B".
_NUMERAL = r"(?:\d[A-Ca-c]?|[IVX]{1,4}[AB]?|[A-F])(?![\w'’]|[.,]\d|-\w)"
#: What leads from one form to the next, whose verb may be left out.
_GOES_ON = re.compile(r"(?:, |\band |\bwhereas |\bwhile )(?:in )?$")
#: A range of forms, and how many it has at most.
_RANGE = re.compile(r"\b(\d) ?(?:-|–|to) ?(\d)\b")
MOST = 9
#: Classes of nouns that may end the name of a form: "type 2 lesions", "type 2 variant".
TAILS = ("type-of", "lesion")
#: A form that the page numbers need not be one of two where it stands before a colon.
LEAST = 2


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    named = f"(?:{'|'.join(map(re.escape, words))})s?"
    more = rf"(?:(?:,? and |,? or |, | - | – |/| to )(?:(?i:{named}) )?{_NUMERAL})*"
    return re.compile(rf"(?<![\w-])(?i:(?P<word>{named})) (?P<chain>{_NUMERAL}{more})")


def numbered_forms(text: str, topic: Term, lexicon: Lexicon) -> Mapping[str, Term]:
    """Return the forms of ``topic`` that its page numbers, by folded name: "type 2", "type 2 lesion", "types 2 and 3".

    A word counts as the name of forms where the page has two of them or a label of one, each said of no other thing:
    "type 1 collagen" and "virus type 1" are names of their own. Beside two of them "..., type 2 fibrosis" leaves out a verb.
    """
    words, folded = tuple(lexicon.words["numbered-form"]), text.casefold()
    if topic.kind != "Disease" or not any(f"{word}s " in folded or f"{word} " in folded for word in words):
        return {}
    found: dict[str, list[str]] = {}
    left_out: dict[str, set[str]] = {}
    for match in _pattern(words).finditer(text):
        before, after = text[: match.start()].rpartition("\n")[2], text[match.end() :].partition("\n")[0]
        if _stands_alone(before, after, fold(topic.label), lexicon):
            labelled = not before.strip(" •-") and re.match(r"[^:;.,()]{0,20}(?:\([^()]*\))?:", after) is not None
            numerals = _numerals(match["chain"])
            found.setdefault(fold(match["word"]), []).extend(numerals * (LEAST if labelled else 1))
        elif _GOES_ON.search(before):
            left_out.setdefault(fold(match["word"]), set()).update(re.findall(_NUMERAL, match["chain"]))
    return {
        name: term
        for word, numerals in found.items() if len(set(numerals)) >= LEAST or len(numerals) > len(set(numerals)) >= 1
        for numeral in sorted({*numerals, *left_out.get(word, ())})
        for name, term in _names(word, numeral, topic, lexicon)
    }  # fmt: skip


def _numerals(chain: str) -> list[str]:
    """Return the numerals of a chain, with those that a range leaves out: "1 - 3" names 1, 3 and 2."""
    found = re.findall(_NUMERAL, chain)
    bounds = [tuple(map(int, pair)) for pair in _RANGE.findall(chain)]
    return found + [str(n) for low, high in bounds for n in range(low + 1, min(high, low + MOST))]


def _stands_alone(before: str, after: str, title: str, lexicon: Lexicon) -> bool:
    """Return whether a numbered word is no part of a longer name, by the word on either side of it."""
    last = re.search(r"[^\W_]+ $", before)
    if last and fold(last[0]) not in lexicon.markers or before.count("(") > before.count(")"):
        return False  # "diabetes (type 1, type 2)"
    first = re.match(r" ([^\W_]+)", after)
    word = fold(first[1]) if first else ""
    said = word in lexicon.markers or any(word in lexicon.words[name] for name in TAILS) or word in title.split(" ")
    return not first or said


def _names(word: str, numeral: str, topic: Term, lexicon: Lexicon) -> list[tuple[str, Term]]:
    """Return the names of one form with its term: the lexicon's where it has one."""
    key, title = fold(f"{word} {numeral}"), fold(topic.label)
    whole = [f"{key} {title}", f"{title} {key}"]
    entry = next((e for name in whole if (e := lexicon.names.get(name)) and e.term.kind == "Disease"), None)
    label = f"{word} {numeral} {topic.label}"
    term = entry.term if entry else Term(fold(label).replace(" ", "-"), label, topic.kind, candidate=True, head=topic)
    return [(name, term) for name in (key, *whole, *(f"{key} {tail}" for name in TAILS for tail in lexicon.words[name]))]
