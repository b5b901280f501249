"""Golden cases: a title, a piece of a page, and the claims that a careful pathologist takes from it. No Python for a new case.

README.md says how a case is written. Claims are compared as rows of facts.tsv, so that what is tested is what is released.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from build_graph import lexicon, resources, tables
from build_graph.facts import Reading, Term
from build_graph.lexicon import fold
from build_graph.recognise import recognise
from build_graph.vocabulary import Names, curated, iri, pkg

DEFAULT_TITLE = "Lichen planus"
#: Stands before the input: the line that the title is read from.
FRONT = "{title}\n\nCite this page: Doe J. {title}. PathologyOutlines.com website. Accessed May 3rd, 2025.\n\n"
#: What a claim is known by; the other qualifiers of a line need only be among those of the claim.
IDENTITY = ("polarity", "certainty")
#: Predicates that are compared only where a case names them: the frame of the page, not what it says.
FRAME = frozenset(
    {
        "accessed",
        "author",
        "authorUpdateDate",
        "cites",
        "codeTitle",
        "contributor",
        "copyright",
        "emptySection",
        "icd10Code",
        "icd11Code",
        "icdoCode",
        "imageCaption",
        "imageHosting",
        "pageViews",
        "pubmedSearchTerm",
        "quizCorrectAnswer",
        "quizOption",
        "quizQuestion",
        "recommendedCitation",
        "sourceUrl",
        "staffUpdateDate",
        "topicCategory",
        "topicTitle",
        "website",
    }
)


class CaseError(ValueError):
    """A case that is not written as README.md says."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as read, or as expected: then an object or value may list other forms behind ``||``, and ``*`` is any."""

    predicate: str
    subject: str
    object: str
    qualifiers: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        kept = "; ".join(f"{name}={value}" for name, values in self.qualifiers.items() for value in values)
        return f"{self.predicate} {self.subject} | {self.object}" + (f" | {kept}" if kept else "")

    def identifies(self, read: Claim) -> bool:
        """Return whether this expectation and a claim that was read are one claim, whatever else qualifies it."""
        return (
            self.predicate == read.predicate
            and _same(self.subject, read.subject)
            and _same(self.object, read.object)
            and all(self._holds(name, read) for name in IDENTITY)
        )

    def meets(self, read: Claim) -> bool:
        """Return whether a claim that was read is this one, with every qualifier that is expected."""
        return self.identifies(read) and all(self._holds(name, read) for name in self.qualifiers)

    def _holds(self, name: str, read: Claim) -> bool:
        wanted, found = self.qualifiers.get(name, ("no",)), read.qualifiers.get(name, ("no",))
        return all(any(_same(value, each) for each in found) for value in wanted)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands, and its title."""

    path: Path
    line: int
    title: str

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    place: Place
    topic: str
    text: str
    claims: tuple[Claim, ...]
    absent: tuple[Claim, ...]  #: lines that begin with "not"
    unread: tuple[str, ...]
    extras: bool  #: "at least": further claims are no fault


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader made of a piece of a page."""

    claims: tuple[Claim, ...]
    unread: tuple[str, ...]  #: the words that it reports as unread, stretch by stretch
    mistyped: tuple[str, ...] = ()  #: qualifiers that the ontology does not know, or not with such a value


def _same(wanted: str, found: str) -> bool:
    return any(form.strip() == "*" or fold(form) == fold(found) for form in wanted.split("||"))


def cases(path: Path) -> Iterator[Case]:
    """Yield the cases of a file; headings, quotations and blank lines between cases are for people.

    Raises:
        CaseError: a case lacks one of its four parts, or a line cannot be understood.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].strip() or lines[at].startswith(("#", ">")):
            at += 1
            continue
        dots = [number for number in range(at + 1, len(lines)) if lines[number] == "."][:3]
        if len(dots) < 3 or dots[0] != at + 1:
            raise CaseError(f"{path.name}:{at + 1}: a case is a title of one line, an input and expected lines, a dot behind each")
        yield _case(Place(path, at + 1, lines[at]), lines[at + 2 : dots[1]], lines[dots[1] + 1 : dots[2]])
        at = dots[2] + 1


def _case(place: Place, text: Sequence[str], expected: Sequence[str]) -> Case:
    topic = DEFAULT_TITLE
    if text and text[0].startswith("title: "):
        topic, text = text[0].removeprefix("title: "), text[1:]
    claims: list[Claim] = []
    absent: list[Claim] = []
    unread: list[str] = []
    for line in (each.strip() for each in expected if each.strip() and each.strip() != "at least"):
        if line.startswith("unread "):
            unread.append(line.removeprefix("unread "))
        else:
            (absent if line.startswith("not ") else claims).append(claim_in(line.removeprefix("not "), str(place)))
    return Case(place, topic, "\n".join(text), tuple(claims), tuple(absent), tuple(unread), "at least" in expected)


_CLAIM = re.compile(r"(?P<predicate>[a-z][A-Za-z0-9]+) (?P<subject>(?:[^|]|\|\|)+?) \| (?P<object>.+?)(?: \| (?P<qualifiers>.+))?")


def claim_in(line: str, place: str) -> Claim:
    """Return the claim that a line expects: ``predicate subject | object | key=value; key=value``.

    Raises:
        CaseError: it has another form.
    """
    match = _CLAIM.fullmatch(line)
    parts = [part.partition("=") for part in (match["qualifiers"] or "").split("; ")] if match else []
    if not match or (match["qualifiers"] and not all(name and value for name, _, value in parts)):
        raise CaseError(f"{place}: {line!r} is not: predicate subject | object | key=value; key=value")
    return Claim(match["predicate"], match["subject"], match["object"], _by_name((n, v) for n, sign, v in parts if sign))


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


@cache
def _known() -> lexicon.Lexicon:
    return lexicon.load(resources.lexicon())


def read(topic: str, text: str) -> Outcome:
    """Return what the reader makes of ``text`` on a page about ``topic``; lines count from the first of ``text``."""
    front = FRONT.format(title=topic)
    reading = recognise(front + text + "\n", sha256="0" * 64, lexicon=_known())
    rows = csv.DictReader(io.StringIO(tables.facts([reading], Names()).decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    return Outcome(
        tuple(_read_claim(row, front.count("\n")) for row in rows),
        tuple(" ".join(each.span.of(reading.text).split()) for each in reading.unread),
        tuple(_mistyped(reading)),
    )


@cache
def _qualifiers() -> dict[str, type[Term | str]]:
    """Return what the value of each qualifier of the ontology is, a term or a text, by local name."""
    triples = curated(resources.folder("ontology") / "ontology.ttl")
    terms = {t.subject for t in triples if t.object == iri("owl:ObjectProperty")}
    return {
        str(t.subject).rpartition("#")[2].rstrip(">"): Term if t.subject in terms else str for t in triples if t.object == pkg("Qualifier")
    }


def _mistyped(reading: Reading) -> Iterator[str]:
    """Yield the qualifiers that a release would not take: the ontology has no such name, or wants a term for a text."""
    for claim in (fact.claim for fact in reading.facts if fact.claim.subject.kind != "Edition"):
        for name, value in claim.qualifiers:
            wanted = _qualifiers().get(name)
            if wanted is None or not isinstance(value, wanted):
                yield f"{name}={value} of {claim.predicate}: {wanted.__name__ if wanted else 'a qualifier of the ontology'} is wanted"


def _read_claim(row: Mapping[str, str], offset: int) -> Claim:
    pairs = [part.partition("=")[::2] for part in row["qualifiers"].split("; ") if part]
    kept = [(name, value) for name, value in pairs if value and (name, value) != ("certainty", "established")]
    kept += [("cited", work) for work in row["citations"].split("; ") if work]
    kept += [("at", str(int(number) - offset)) for number in row["lines"].split(",")]
    predicate = re.sub("_(.)", lambda match: match[1].upper(), row["relation"])
    subject = re.sub(r"^line (\d+)$", lambda match: f"line {int(match[1]) - offset}", row["subject_label"])
    return Claim(predicate, subject, row["object_label"], _by_name(kept))


def faults(case: Case, outcome: Outcome) -> list[str]:
    """Return what is wrong with the outcome of a case, a line a fault; none where it is as expected."""
    named = {claim.predicate for claim in (*case.claims, *case.absent)}
    read_claims = [claim for claim in outcome.claims if claim.predicate not in FRAME or claim.predicate in named]
    made = []
    for wanted in case.claims:
        if not any(wanted.meets(claim) for claim in read_claims):
            near = [claim for claim in read_claims if wanted.identifies(claim)]
            made.append(f"missing: {wanted}" + (f"\n   read: {near[0]}" if near else ""))
    made += [f"forbidden: {claim}" for wanted in case.absent for claim in read_claims if wanted.meets(_bare(wanted, claim))]
    if not case.extras:
        made += [f"extra: {claim}" for claim in read_claims if not any(wanted.identifies(claim) for wanted in case.claims)]
    made += [f"mistyped: {each}" for each in outcome.mistyped]
    made += [f"not reported as unread: {words}" for words in case.unread if not any(_within(words, each) for each in outcome.unread)]
    return made


def _bare(wanted: Claim, read: Claim) -> Claim:
    """Return the claim without the stance that a "not" line does not mention: "not X" forbids X in any stance."""
    dropped = [name for name in IDENTITY if name not in wanted.qualifiers]
    return Claim(read.predicate, read.subject, read.object, {n: v for n, v in read.qualifiers.items() if n not in dropped})


def _within(words: str, stretch: str) -> bool:
    return f" {fold(words)} " in f" {fold(stretch)} "
