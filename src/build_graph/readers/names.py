"""The names that a page gives to its own disease and the subtypes: read over the whole page before any fact.

A heading far below may define the ellipsis of a line above ("nodular" for "nodular X"), so this pass comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from build_graph.facts import Term
from build_graph.language.atoms import OwnNames, own_names
from build_graph.lexicon import Entry, Lexicon, fold, singular
from build_graph.outline import Outline
from build_graph.readers.forms import numbered_forms

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SUBJECT = re.compile(r"([^,;:.()]{3,60}?) (?:is|are|has|have|occurs|occur|affects|affect) ")
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9-]{0,8}[A-Z0-9])s?\)")
_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu"})
#: An organism with its genus shortened: "C. albicans".
_GENUS = re.compile(r"[A-Z](?<=\b[A-Z])\. [a-z]{4,}\b")
#: A name with more words is a sentence.
_MOST_WORDS = 6


@lru_cache(maxsize=8192)
def slug_of(label: str) -> str:
    """Return a slug of lower-case ASCII words for ``label``: the local name of a candidate's IRI."""
    plain = unicodedata.normalize("NFKD", label.casefold().translate(_GREEK)).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain).strip("-") or "x" + "".join(f"{ord(c):x}" for c in label)[:24]


@dataclass(frozen=True, slots=True)
class PageNames:
    """Who the page speaks of."""

    family: Mapping[str, Term]  #: the page's disease and its subtypes, by slug
    own: OwnNames  #: its names, ellipses with a head included: safe in running text
    adjectives: Mapping[str, Term]  #: folded bare adjectives: safe as a label or in a list of subtypes
    forms: Mapping[str, Entry]  #: the forms that the page numbers, by folded name: "type 2", "class V"

    def member(self, term: Term | None) -> bool:
        """Return whether ``term`` is the page's disease or one of its subtypes."""
        return term is not None and term.slug in self.family

    def label(self, text: str) -> Term | None:
        """Return the member of the family that a whole label names: "Nodular", "Nodular X", "Nodular type"."""
        key = fold(text)
        own = self.own.terms.get(key)
        return own if own is not None and own.kind != "Organism" else self.adjectives.get(key)


def topic_term(title: str, lexicon: Lexicon, kind: str = "Disease", text: str = "") -> Term:
    """Return the term that the title names, or a candidate of ``kind`` where the lexicon has none.

    A candidate's label is the title, in lower case where the running ``text`` of the page prints it so.
    """
    for name in (title, *re.split(r" and | / | \(", title)[:1]):
        entry = lexicon.names.get(fold(name))
        if entry and entry.term.kind != "Quality" and (name == title or entry.term.kind == "Disease"):
            return entry.term
    lower = title[:1].lower() + title[1:]
    label = lower if re.search(rf"\b{re.escape(lower)}", text) else title  # "Wilson disease" keeps its capital
    return Term(slug_of(title), label, kind, candidate=True)


def page_names(outline: Outline, lexicon: Lexicon, topic: Term, text: str) -> PageNames:
    """Return the names of the page: the lists it gives of its subtypes, the lexicon's subtypes that it prints, labels on the title.

    ``text`` is the page with its citations masked: they hold colons and brackets of their own.
    """
    found = _Family(topic, lexicon)
    for name in _listed(outline, text, lexicon):
        found.adopt(name)
    found.adopt_initials(text)
    start = next((b.content.start for b in outline.blocks if b.kind == "heading"), 0)
    folded = " : ".join(map(fold, text[start:].split(":")))  # "syndrome A: arthritis" names no arthritis, author M. no form
    found.adopt_known(frozenset([*folded.split(" "), *fold(text[:start]).split(" ")]))
    for label in _labels(outline, text):
        found.adopt_label(label)
    lists = _label_lists(outline, text)
    for label in sorted({name for names in lists for name in names}):
        found.adopt_type(label, folded)
    for names in lists:
        found.adopt_siblings(names)
    found.adopt_marked(text)
    aliases = _organisms(text, lexicon) | _abbreviations(text, lexicon) | found.aliases
    adjectives = found.adjectives()
    forms = {name: term for name, term in numbered_forms(text, topic, lexicon).items() if name not in aliases}
    found.members.update((term.slug, term) for term in forms.values())
    ellipses = {f"{adjective} {tail}": term for adjective, term in adjectives.items() for tail in lexicon.words["ellipsis"]}
    aliases = ellipses | forms | aliases
    entries = {name: lexicon.entries.get(term.slug) or Entry(term, "", (), (), "", "") for name, term in forms.items()}
    return PageNames(found.members, own_names(aliases), {a: t for a, t in adjectives.items() if a not in aliases}, entries)


class _Family:
    """The page's disease and its subtypes, as the page names them one after the other."""

    def __init__(self, topic: Term, lexicon: Lexicon) -> None:
        entry = lexicon.entries.get(topic.slug)
        self.topic, self.lexicon, self.title = topic, lexicon, fold(topic.label)
        self.members: dict[str, Term] = {topic.slug: topic}
        self.aliases: dict[str, Term] = {fold(name): topic for name in (entry.names if entry else (topic.label,))}
        self.stems = _stems(self.title, lexicon)

    def adopt_initials(self, text: str) -> None:
        """Take the initials of the title for a name of the disease where the page prints them: "PA" on the page of pleomorphic adenoma."""
        words = re.split(r"[ -]", self.topic.label)
        short = "".join(word[:1] for word in words).upper()
        if len(words) < 2 or self.topic.kind != "Disease" or short not in text:
            return
        free = fold(short) not in self.lexicon.names and fold(short) not in self.lexicon.markers and f"({short})" not in text
        if free and re.search(rf"\b{re.escape(short)}s?\b", text):
            self.aliases.setdefault(fold(short), self.topic)

    def adopt_marked(self, text: str) -> None:
        """Take an abbreviation of a subtype with small letters behind it for a subtype of that one: "ATTRwt" beside "ATTR"."""
        for short, whole in [(name, term) for name, term in self.aliases.items() if term != self.topic and " " not in name]:
            for printed in sorted(set(re.findall(rf"\b{re.escape(short.upper())}[a-z]{{1,3}}\b", text))) if len(short) > 1 else ():
                if printed[-1] != "s" and fold(printed) not in self.lexicon.names and fold(printed) not in self.aliases:
                    label = f"{printed} {self.topic.label}"
                    term = Term(slug_of(label), label, self.topic.kind, candidate=True, head=whole)
                    self.members[term.slug] = self.aliases[fold(printed)] = self.aliases[fold(label)] = term

    def adopt(self, name: str) -> None:
        """Take a listed name for a subtype: a term of the lexicon, or the adjective with the title behind it."""
        key = fold(name)
        if not key or len(key.split(" ")) > _MOST_WORDS:
            return
        known = [e for name in (key, f"{key} {self.title}") if (e := self.lexicon.names.get(name))]
        entry = next((e for e in known if e.term.kind == "Disease"), known[0] if known else None)
        if entry and entry.term.kind == "Disease":
            term = entry.term
            self.aliases.update((fold(n), term) for n in entry.names)
        elif entry and entry.term.kind not in {"Quality", "Finding"} or self.stems & set(key.split(" ")):
            term = self._candidate(key, name.casefold())
        else:
            term = self._candidate(f"{key} {self.topic.label}", f"{name.casefold()} {self.topic.label}")
            self.aliases[f"{key} {self.title}"] = term
        self.members[term.slug] = term
        if entry is None or entry.term.kind != "Finding":  # "plaque" alone is what is seen; as a label it names the type
            self.aliases.setdefault(key, term)

    def adopt_known(self, words: frozenset[str]) -> None:
        """Take the diseases of the lexicon that are subtypes and that the page names; ``words`` are its words, folded."""
        titles = [_words_of(term.label) for term in self.members.values()]
        related = {word for title in titles for word in title} | self.stems
        for known in dict.fromkeys(e for word in sorted(related) for e in self.lexicon.diseases_by_word.get(word, ())):
            if known.term.slug not in self.members and _is_subtype(known, self.stems, titles, words):
                self.members[known.term.slug] = known.term
                self.aliases.update((fold(name), known.term) for name in known.names)

    def adopt_label(self, label: str) -> None:
        """Take "nodular X" for a subtype of X where X is the whole title and the lexicon has no such name."""
        key = fold(label)
        words = key.split(" ")
        gerund = words[0].endswith(self.lexicon.endings["gerund"])
        whole = " ".join(words[1:]) == self.title  # "Metastasizing X": a participle; "Generalized X"
        told = words[1:] if gerund and (len(words) == 2 or whole) or whole and self._is_extent(words[0]) else words
        if any(word in self.lexicon.markers or word.isdigit() for word in told if word != "of") or len(words) > _MOST_WORDS:
            return
        tails = [" ".join(words[n:]) for n in range(1, len(words))]
        behind = [name for name in tails if len(name) > 1 and self.aliases.get(name) == self.topic]
        ahead = [key.removesuffix(" " + name).split(" ") for name in behind]
        longer = any("of" not in before for before in ahead) or key.startswith(self.title + " of ")
        if longer and key not in self.aliases and key not in self.lexicon.names:
            short = len(words) == 2 and words[1] != self.title and words[1] in behind and words[1] not in self.lexicon.names
            name = f"{words[0]} {self.topic.label}" if short else label.strip().casefold()  # "Metastasizing PA": the name in full
            term = self._candidate(name, name)
            self.members[term.slug] = term
            self.aliases[key] = term

    def _is_extent(self, word: str) -> bool:
        """Return whether a word says how far something reaches: "generalized X" with lines of its own is a form of X."""
        return any(marker.property == "extent" for marker in self.lexicon.markers.get(word, ()))

    def adopt_type(self, label: str, text: str) -> None:
        """Take a bare label for a subtype where the page elsewhere says so: "Guttate" where "guttate type" or "guttate X" is printed."""
        key = fold(label)
        entry = self.lexicon.names.get(key)
        if not key or len(key.split(" ")) > 2 or key in self.aliases:
            return
        if any(word in self.lexicon.markers or word.isdigit() for word in key.split(" ")):
            return
        if entry and entry.term.kind != "Quality" and f" {key} {self.title} " not in f" {text} ":
            return  # a word with a meaning of its own: only its name in full makes it a subtype
        if entry and entry.term.kind not in {"Quality", "Disease"} and key not in self.stems:
            name = f"{label.strip().casefold()} {self.topic.label}"
            term = self._candidate(name, name)
            self.members[term.slug] = self.aliases[f"{key} {self.title}"] = term
            return
        if any(f" {key} {tail} " in f" {text} " for tail in (self.title, *self.lexicon.words["type-of"])):
            self.adopt(label.strip())

    def adopt_siblings(self, names: Sequence[str]) -> None:
        """Take an abbreviation for a subtype that labels a list with two subtypes or more: "ATTR" beside "AL" and "AA"."""
        adjectives = self.adjectives()
        members = [name for name in names if fold(name) in self.aliases or fold(name) in adjectives]
        for name in names if len(members) > 1 else ():
            short = " " not in name and sum(c.isupper() for c in name) > 1
            if short and name not in members and fold(name) not in self.lexicon.names and fold(name) not in self.lexicon.markers:
                term = self._candidate(f"{name} {self.topic.label}", f"{name} {self.topic.label}")
                self.members[term.slug] = term
                self.aliases[f"{fold(name)} {self.title}"] = self.aliases[fold(name)] = term

    def _candidate(self, name: str, label: str) -> Term:
        return Term(slug_of(name), label, self.topic.kind, candidate=True, head=self.topic)

    def adjectives(self) -> dict[str, Term]:
        """Return the bare adjectives that name a subtype: the one or two words before the title, a stem, or another member."""
        found: dict[str, Term] = {}
        tails = {fold(t.label) for t in self.members.values()} | self.stems
        for term in sorted(self.members.values(), key=lambda t: (len(t.label), t.slug)):
            words = fold(term.label).split(" ")
            cut = next((n for n in (1, 2) if " ".join(words[n:]) in tails), 0)
            if cut:
                found.setdefault(" ".join(words[:cut]), term)
        return found


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


def _organisms(text: str, lexicon: Lexicon) -> dict[str, Term]:
    """Return the organisms whose genus the page shortens to a letter: "C. albicans", by the name in full where one is known."""
    found: dict[str, Term] = {}
    for printed in sorted(set(_GENUS.findall(text))):
        initial, species = printed[0], printed[3:]
        full = re.search(rf"\b{initial}[a-z]+ {species}\b", text)
        entry = lexicon.names.get(fold(full[0])) if full else None
        label = full[0] if full else printed
        term = entry.term if entry else Term(slug_of(label), label, "Organism", candidate=True)
        found[f"{initial} {singular(species)}".casefold()] = term
        if full:
            found.setdefault(fold(full[0]), term)
    return found


def _listed(outline: Outline, text: str, lexicon: Lexicon) -> list[str]:
    """Return the names below, or behind the colon of, a label such as "5 subtypes"."""
    found: list[str] = []
    for block in outline.blocks:
        if block.kind != "bullet":
            continue
        label, _, rest = block.content.of(text).partition(":")
        words = label.split()
        if not 0 < len(words) <= _MOST_WORDS or not _counts(fold(words[0]).split(" ")[0], lexicon):
            continue
        if not _counts_subtypes(fold(label).split(" "), lexicon):
            continue
        lines = [rest] if rest.strip() else [child.content.of(text) for child in outline.children(block)]
        for line in lines:
            found += [part.strip(" .") for part in re.split(r",|;|\band\b|\bor\b", re.sub(r"\([^)]*\)", "", line)) if part.strip(" .")]
    return found


def _counts_subtypes(words: list[str], lexicon: Lexicon) -> bool:
    """Return whether a label says how many subtypes there are: "5 subtypes", "several rare forms"."""
    return _counts(words[0], lexicon) and 2 <= len(words) <= 4 and words[-1] in lexicon.words["subtype"]


def _counts(word: str, lexicon: Lexicon) -> bool:
    """Return whether a word says how many: "5", "five", "several"."""
    return word.isdigit() or word in lexicon.numerals or word in lexicon.words["count"]


def _stems(title: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the words of a title that carry it: no site adjectives, no names of sites, no generic nouns."""
    return frozenset(
        w
        for w in title.split(" ")
        if len(w) > 3 and w not in lexicon.site_adjectives and w not in lexicon.generic and not _is_place(w, lexicon)
    )


def _is_place(word: str, lexicon: Lexicon) -> bool:
    entry = lexicon.names.get(word)
    return entry is not None and entry.term.kind in {"AnatomicalSite", "Tissue", "Quality"} or word in lexicon.words["place"]


def _labels(outline: Outline, text: str) -> list[str]:
    """Return the labels of the page: bullets with children, what stands before a colon, and the subject of a plain "X is ..."."""
    found = []
    for block in outline.blocks:
        words = block.content.of(text)
        if block.kind == "bullet" and (said := _SUBJECT.match(words)):
            found.append(said[1])
        if block.kind in {"bullet", "subhead", "text"} and (":" in words or outline.children(block)):
            found.append(words.split(":")[0].split("(")[0])
    return found


def _label_lists(outline: Outline, text: str) -> list[list[str]]:
    """Return the short labels of each list of the page: what stands before a colon, a bracket left out."""
    lists: dict[int | None, list[str]] = {}
    for block in outline.blocks:
        words = block.content.of(text)
        if block.kind == "bullet" and ":" in words:
            lists.setdefault(block.parent, []).append(words.split(":")[0].split("(")[0].strip())
    return list(lists.values())


@lru_cache(maxsize=8192)
def _words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded."""
    return frozenset(fold(name).split(" "))


def _is_subtype(known: Entry, stems: frozenset[str], titles: Iterable[frozenset[str]], words: frozenset[str]) -> bool:
    """Return whether a disease of the lexicon is a subtype that this page names.

    A name of it must stand on the page word for word, hold a stem of the title or the whole name of a member of the family, and be no
    broader than a member: "calcinosis" is no subtype of "calcinosis cutis".
    """
    own = [_words_of(name) for name in known.names]
    related = any(stems & name or any(title < name for title in titles) for name in own)
    return related and not any(own[0] <= title for title in titles) and any(words >= name for name in own)


def are_initials(letters: list[str], words: str) -> bool:
    """Return whether ``letters`` stand in ``words`` in this order, the first at the start of a word."""
    position = -1
    for number, letter in enumerate(letters):
        position = words.find(letter, position + 1)
        if position < 0 or number == 0 and position > 0 and words[position - 1].isalnum():
            return False
    return True
