"""What a mark is: what parts or joins, hedges, denies or leads on; a sign behind a name is its result."""

from __future__ import annotations

import re

from build_graph.language.atoms import DASHES, Atoms
from build_graph.language.items import ARROW, EITHER, Item
from build_graph.lexicon import Marker

#: What a question mark before a name, or alone in a bracket behind it, says of it.
QUERY = "possibly"
LINKS = {",": ",", "/": "/", "&": "and", "+": "and"}
#: A sign that stands close behind a marker's name: "CD34+".
SIGNS = {"+": "positive", "-": "negative"}
ARROWS = {"→", "⟶", "➔", "⇒"}
#: A code of letters and a numeral: "T3", "F4".
_CODE = re.compile(r"([a-z]{1,3})\d{1,2}[a-d]?")
#: The kind of item that a mark is.
MARKS = {";": "break", ".": "break", "(": "open", "[": "open", ")": "close", "]": "close", ":": "colon"}


def mark_at(atoms: Atoms, at: int) -> Item:
    """Return the item that a mark is."""
    span = atoms.spans[at]
    char = span.of(atoms.text)
    if char in DASHES and atoms.stands_apart(at):
        return Item("coordinator", span, "and") if _joins_codes(atoms, at) else Item("break", span, char)
    if char == "≠":
        return Item("scope", span, "no", markers=atoms.lexicon.markers.get("no", ()))
    if char == ">" and atoms.stands_apart(at):
        return Item("coordinator", span, char)
    if char in ARROWS:
        return Item("cue", span, ARROW, markers=(Marker("cue", "effect"),))
    if char in SIGNS and _behind_name(atoms, at):
        entry = atoms.lexicon.names[SIGNS[char]]
        return Item("quality", span, SIGNS[char], entry=entry, parts=(span,))
    if char == "?" and _queries(atoms, at):
        return Item("scope", span, QUERY, markers=atoms.lexicon.markers.get(QUERY, ()))
    if char == "±":
        return Item("scope", span, EITHER, markers=atoms.lexicon.markers.get(EITHER, ()))
    if char in LINKS:
        return Item("coordinator", span, LINKS[char])
    if char == "." and not _ends_sentence(atoms, at):
        return Item("mark", span, char)
    return Item(MARKS.get(char, "mark"), span, char)


def _queries(atoms: Atoms, at: int) -> bool:
    """Return whether a question mark stands before a name, at the beginning or behind a mark, or alone in brackets."""
    before = atoms.words[at - 1] if at else ""
    after = atoms.words[at + 1] if at + 1 < len(atoms.words) else ""
    begins = not before or before in {"(", ",", ";", ":", "/"}
    return begins and bool(after) and (after[0].isalnum() or before == "(" and after == ")")


def _joins_codes(atoms: Atoms, at: int) -> bool:
    """Return whether a dash stands between two codes of one series: "T3 - T4"."""
    before, after = _CODE.fullmatch(atoms.words[at - 1]), _CODE.fullmatch(atoms.words[at + 1])
    return before is not None and after is not None and before[1] == after[1]


def _behind_name(atoms: Atoms, at: int) -> bool:
    """Return whether a sign follows a name without a blank and ends the word."""
    if not at or atoms.spans[at - 1][1] != atoms.spans[at][0]:
        return False
    if at > 1 and atoms.words[at - 1] == "(" and atoms.words[at + 1 : at + 2] == [")"]:
        return True  # "CD34 (+)"
    after = atoms.text[atoms.spans[at][1] : atoms.spans[at][1] + 1]
    pair = after.isupper() and atoms.words[at] == "+" and atoms.words[at + 2 : at + 3] in (["+"], ["-"])  # "CD4+CD8-"
    pair = pair or after != " " and atoms.is_signed(at)  # "CD4-CD8+", "CD4-/CD8+"
    return (after in {"", " ", ",", ")", ";", "\n"} or pair) and atoms.words[at - 1][-1].isalnum()


def _ends_sentence(atoms: Atoms, at: int) -> bool:
    if atoms.is_genus(at):
        return False
    if at > 1 and atoms.words[at - 2] == "." and atoms.is_initial(at - 1):
        return False
    after = atoms.text[atoms.spans[at][1] : atoms.spans[at][1] + 1]
    return at + 1 == len(atoms.spans) or after in " \t\r\n"
