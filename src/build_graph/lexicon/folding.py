"""When two words are one: letter case, plural, hyphens and slashes do not count. There is no other stemming."""

from __future__ import annotations

import re
from functools import lru_cache

#: A word of the page: letters, digits and the marks that join them ("end-stage", "CD34+", "1,25", "IL1β", "T2").
WORD = re.compile(r"[^\W_]++(?:['’.,/-][^\W_]++)*+\+?")
#: Words in -s that are no plurals.
SINGULARS = {
    "atlas", "biceps", "caries", "diabetes", "facies", "herpes", "lens", "pancreas", "psoas", "rabies", "scabies", "series", "species",
    "triceps",
}  # fmt: skip
_JOINT = re.compile(r"[-/]")


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """Return ``word`` case folded and without its plural ending."""
    word = word.casefold().replace("’", "'")
    if not word.endswith("s") or word in SINGULARS:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "sses", "shes", "ches")):
        return word[:-2]
    if len(word) > 3 and not word.endswith(("ss", "is", "us", "'s")):
        return word[:-1]
    return word


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return the words of ``text`` in singular, hyphens and slashes opened, joined by a space: the key of every look-up."""
    words = WORD.findall(text)
    if "-" in text or "/" in text:
        words = [part for word in words for part in _JOINT.split(word) if part]
    return " ".join([singular(word) for word in words])
