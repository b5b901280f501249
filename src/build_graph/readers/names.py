"""The names that a page gives to its own disease and the subtypes: read over the whole page before any fact.

A heading far below may define the ellipsis of a line above ("nodular" for "nodular X"), so this pass comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from build_graph.facts import Term
from build_graph.lexicon import Entry, Lexicon, fold
from build_graph.outline import Outline

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SUBJECT = re.compile(r"([^,;:.()]{3,60}?) (?:is|are|has|have|occurs|occur|affects|affect) ")
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9-]{0,8}[A-Z0-9])s?\)")
SUBTYPE_WORDS = {"subtype", "type", "variant", "form", "subgroup", "category"}
NUMERALS = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several"}
_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu"})
#: What may stand behind the adjective of a subtype in place of the disease's own name.
ELLIPSIS = {"type", "form", "variant", "subtype", "lesion", "disease", "etiology", "cause", "distribution", "case", "calcification"}


def slug_of(label: str) -> str:
    """Return a slug of lower-case ASCII words for ``label``: the local name of a candidate's IRI."""
    import unicodedata  # noqa: PLC0415 - only candidates need it

    plain = unicodedata.normalize("NFKD", label.casefold().translate(_GREEK)).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain).strip("-") or "x" + "".join(f"{ord(c):x}" for c in label)[:24]


@dataclass(frozen=True, slots=True)
class PageNames:
    """Who the page speaks of."""

    topic: Term
    stems: frozenset[str]  #: content words of the title that mark a name as one of the family
    family: Mapping[str, Term]  #: the page's disease and its subtypes, by slug
    aliases: Mapping[str, Term]  #: folded names, ellipses with a head included: safe in running text
    adjectives: Mapping[str, Term] = field(default_factory=dict)  #: folded bare adjectives: safe as a label or in a list of subtypes

    def member(self, term: Term | None) -> bool:
        """Return whether ``term`` is the page's disease or one of its subtypes."""
        return term is not None and term.slug in self.family

    def label(self, text: str) -> Term | None:
        """Return the member of the family that a whole label names: "Nodular", "Nodular X", "Nodular type"."""
        key = fold(text)
        return self.aliases.get(key) or self.adjectives.get(key)


def topic_term(title: str, lexicon: Lexicon, kind: str = "Disease", text: str = "") -> Term:
    """Return the term that the title names, or a candidate of ``kind`` where the lexicon has none.

    A candidate's label is the title, in lower case where the running ``text`` of the page prints it so.
    """
    entry = lexicon.names.get(fold(title))
    if entry and entry.term.kind != "Quality":
        return entry.term
    lower = title[:1].lower() + title[1:]
    label = lower if re.search(rf"\b{re.escape(lower)}", text) else title  # "Wilson disease" keeps its capital
    return Term(slug_of(title), label, kind, candidate=True)


def page_names(outline: Outline, lexicon: Lexicon, topic: Term) -> PageNames:
    """Return the names of the page: the lists it gives of its subtypes, the lexicon's subtypes that it prints, labels on the title."""
    entry = lexicon.entries.get(topic.slug)
    family: dict[str, Term] = {topic.slug: topic}
    aliases: dict[str, Term] = {fold(name): topic for name in (entry.names if entry else (topic.label,))}
    for name in _listed(outline, lexicon):
        _adopt(name, topic, lexicon, family, aliases)
    stems = _stems(topic, lexicon)
    words = frozenset(fold(outline.text).split(" "))
    titles = [frozenset(fold(term.label).split(" ")) for term in family.values()]
    for known in lexicon.entries.values():
        if known.term.kind == "Disease" and known.term.slug not in family and _is_subtype(known, stems, titles, words):
            family[known.term.slug] = known.term
            aliases.update((fold(name), known.term) for name in known.names)
    for label in _labels(outline):
        _from_label(label, topic, lexicon, family, aliases)
    aliases.update({k: t for k, t in _abbreviations(outline.text, lexicon).items() if k not in aliases})
    adjectives = _adjectives(family, stems, aliases)
    aliases.update(_ellipses(adjectives, aliases))
    return PageNames(topic, stems, family, aliases, {a: t for a, t in adjectives.items() if a not in aliases})


def _abbreviations(text: str, lexicon: Lexicon) -> dict[str, Term]:
    """Return the abbreviations that the page defines in brackets behind a known name (Schwartz and Hearst, 2003)."""
    found: dict[str, Term] = {}
    for match in _SHORT.finditer(text):
        words = fold(text[max(0, match.start() - 90) : match.start()].split("\n")[-1]).split(" ")
        key = fold(match[1])
        letters = [c.casefold() for c in match[1] if c.isalpha()]
        for start in range(max(0, len(words) - 8), len(words)):
            name = words[start:]
            if key in lexicon.names or not name[0] or [w[0] for w in name if w not in {"of", "and", "the"}] != letters:
                continue
            entry = lexicon.names.get(" ".join(name))
            head = next((e for n in range(1, len(name)) if (e := lexicon.names.get(" ".join(name[n:])))), None)
            if entry and entry.term.kind != "Quality":
                found.setdefault(key, entry.term)
            elif head:
                label = " ".join(name)
                found.setdefault(key, Term(slug_of(label), label, head.term.kind, candidate=True, head=head.term))
            break
    return found


def _listed(outline: Outline, lexicon: Lexicon) -> list[str]:
    """Return the names below, or behind the colon of, a label such as "5 subtypes"."""
    found: list[str] = []
    for block in outline.blocks:
        if block.kind != "bullet":
            continue
        label, _, rest = block.content.of(outline.text).partition(":")
        words = fold(label).split(" ")
        if not (2 <= len(words) <= 4 and words[-1] in SUBTYPE_WORDS and (words[0].isdigit() or words[0] in NUMERALS)):
            continue
        lines = [rest] if rest.strip() else [child.content.of(outline.text) for child in outline.children(block)]
        for line in lines:
            found += [part.strip(" .") for part in re.split(r",|;|\band\b|\bor\b", re.sub(r"\([^)]*\)", "", line)) if part.strip(" .")]
    return found


def _adopt(name: str, topic: Term, lexicon: Lexicon, family: dict[str, Term], aliases: dict[str, Term]) -> None:
    """Take a listed name for a subtype: a term of the lexicon, or the adjective with the title behind it."""
    key = fold(name)
    if not key or len(key.split(" ")) > 6:
        return
    entry = lexicon.names.get(key) or lexicon.names.get(f"{key} {fold(topic.label)}")
    if entry and entry.term.kind == "Disease":
        term = entry.term
        aliases.update((fold(n), term) for n in entry.names)
    elif entry and entry.term.kind != "Quality" or any(stem in key.split(" ") for stem in _stems(topic, lexicon)):
        term = Term(slug_of(key), name.casefold(), topic.kind, candidate=True, head=topic)
    else:
        term = Term(slug_of(f"{key} {topic.label}"), f"{name.casefold()} {topic.label}", topic.kind, candidate=True, head=topic)
        aliases[f"{key} {fold(topic.label)}"] = term
    family[term.slug] = term
    aliases.setdefault(key, term)


def _stems(topic: Term, lexicon: Lexicon) -> frozenset[str]:
    """Return the words of the title that carry it: no site adjectives, no names of sites, no generic nouns."""
    words = fold(topic.label).split(" ")
    plain = [w for w in words if w not in lexicon.site_adjectives and w not in lexicon.generic and not _is_place(w, lexicon) and len(w) > 3]
    return frozenset(plain)


def _is_place(word: str, lexicon: Lexicon) -> bool:
    entry = lexicon.names.get(word)
    return entry is not None and entry.term.kind in {"AnatomicalSite", "Tissue", "Quality"} or word in {"cutis"}


def _labels(outline: Outline) -> list[str]:
    """Return the labels of the page: bullets with children, what stands before a colon, and the subject of a plain "X is ..."."""
    found = []
    for block in outline.blocks:
        text = block.content.of(outline.text)
        if block.kind == "bullet" and (said := _SUBJECT.match(text)):
            found.append(said[1])
        if block.kind in {"bullet", "subhead", "text"} and (":" in text or outline.children(block)):
            found.append(text.split(":")[0].split("(")[0])
    return found


def _is_subtype(known: Entry, stems: frozenset[str], titles: Iterable[frozenset[str]], words: frozenset[str]) -> bool:
    """Return whether a disease of the lexicon is a subtype that this page names.

    A name of it must stand on the page word for word, hold a stem of the title or the whole name of a member of the family, and be no
    broader than a member: "calcinosis" is no subtype of "calcinosis cutis".
    """
    own = [frozenset(fold(name).split(" ")) for name in known.names]
    related = any(stems & name or any(title < name for title in titles) for name in own)
    return related and not any(own[0] <= title for title in titles) and any(words >= name for name in own)


def _from_label(label: str, topic: Term, lexicon: Lexicon, family: dict[str, Term], aliases: dict[str, Term]) -> None:
    """Take "nodular X" for a subtype of X where X is the whole title and the lexicon has no such name."""
    key, title = fold(label), fold(topic.label)
    if any(word in lexicon.markers or word.isdigit() for word in key.split(" ") if word != "of"):
        return
    if key != title and (key.endswith(" " + title) or key.startswith(title + " of ")) and key not in aliases and len(key.split(" ")) < 7:
        if key in lexicon.names:
            return
        term = Term(slug_of(label), label.strip().casefold(), topic.kind, candidate=True, head=topic)
        family[term.slug] = term
        aliases[key] = term


def _adjectives(family: Mapping[str, Term], stems: frozenset[str], aliases: Mapping[str, Term]) -> dict[str, Term]:
    """Return the bare adjectives that name a subtype: the one or two words before the title, a stem, or another member."""
    found: dict[str, Term] = {}
    tails = sorted({fold(t.label) for t in family.values()} | set(stems), key=lambda tail: (-len(tail), tail))
    for term in sorted(family.values(), key=lambda t: (len(t.label), t.slug)):
        for tail in tails:
            adjective = fold(term.label).removesuffix(" " + tail)
            if adjective != fold(term.label) and len(adjective.split(" ")) <= 2:
                found.setdefault(adjective, term)
                break
    return found


def _ellipses(adjectives: Mapping[str, Term], aliases: Mapping[str, Term]) -> dict[str, Term]:
    """Return the adjectives with a stand-in for the disease behind them: "nodular type", "nodular lesions"."""
    found = {f"{adjective} {tail}": term for adjective, term in adjectives.items() for tail in ELLIPSIS}
    return {name: term for name, term in found.items() if name not in aliases}
