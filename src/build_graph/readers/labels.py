"""Label or statement? A line with lines below it, or with a colon, is classified by the first row of FORMS that fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from build_graph.facts import Block, Span, Term, new
from build_graph.language.building import phrases_of
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.lexicon import Marker, fold
from build_graph.readers.draft import Draft, Setting
from build_graph.readers.label_forms import FORMS, LONGEST_LABEL
from build_graph.readers.page import Page
from build_graph.readers.things import Thing, thing_of

#: What a label gives: the setting below it, and the facts that it states beyond its reading as a statement.
Given = tuple[Setting, list[Draft]]
#: What a label says of the treatments behind it that are not to be given.
REFUSED = Marker("scope", "denied", "polarity", "backward")
#: Sections in which "negative" for a label says that what stands behind it is not there, and classes of words that name nothing.
NEGATIVE_SECTIONS = {"stains_positive", "flow", "clinical", "microscopic"}
NAMELESS = ("bare", "remedy", "worth", "cause-label", "spot", "look-alikes", "author", "evidence", "label-word")


@dataclass(eq=False)
class Label:
    """The label of a line, and what its words are."""

    page: Page
    block: Block  #: its line
    above: Setting
    span: Span  #: the label, colon left out
    rest: Span | None  #: what stands behind the colon
    subject: Term | None = field(init=False)  #: the member of the family that it names as a whole, a bracket left out: "AL (light chain)"

    def __post_init__(self) -> None:
        self.subject = self._member()

    @property
    def below(self) -> bool:
        """Whether lines hang below it."""
        return self.block.index in self.page.outline.below

    @cached_property
    def colon(self) -> int:
        """Where its colon stands; -1 for none."""
        return self.span.end if self.page.masked[self.span.end : self.span.end + 1] == ":" else -1

    @cached_property
    def words(self) -> list[str]:
        """Its words, folded."""
        return fold(self.page.masked[self.span.start : self.span.end]).split(" ")

    def _member(self) -> Term | None:
        text = self.page.masked[self.span.start : self.span.end]
        if self.above.entry and fold(text.partition(" (")[0]) in self.page.names.forms:
            return None  # below a look-alike "type 1" is a form of that one
        name, _, rest = text.partition(" (")
        behind = ")" in rest.rstrip(" ).")  # "Type A (scalp) has ...": a sentence
        named = self.page.names.label(text) or (None if behind else self.page.names.label(name))
        return None if named is not None and self.spot is not None and self._is_elsewhere(named) else named

    @cached_property
    def spot(self) -> Term | None:
        """The place that it tells of a form of the disease above it, as an adjective and no more: "Central", "Distal"."""
        entry = self.page.lexicon.names.get(fold(self.page.masked[self.span.start : self.span.end]))
        told = entry is not None and entry.term.kind == "Quality" and entry.aspect == "distribution"
        formed = [self.page.names.member(s.term) and s.term != self.page.topic for s in self.above.subjects]
        return entry.term if entry is not None and told and formed and all(formed) else None

    def _is_elsewhere(self, named: Term | None) -> bool:
        """Return whether the page gives a word of place to another form than the one above: below "Nodular X" it is no "central X"."""
        words = fold(named.label) if named is not None else ""
        whole = {f"{' '.join(self.words)} {fold(s.term.label)}" for s in self.above.subjects} | {
            fold(s.term.label) for s in self.above.subjects
        }
        return bool(words) and words not in whole

    @cached_property
    def bracket_of_form(self) -> Span | None:
        """What stands in the bracket behind a numbered form: "Cluster 1 (mutation of X)" tells it of that form."""
        text = self.page.masked[self.span.start : self.span.end].rstrip()
        name, opened, _ = text.partition(" (")
        if not opened or not text.endswith(")") or fold(name) not in self.page.names.forms or self.above.role:
            return None
        return Span(self.span.start + len(name) + 2, self.span.start + len(text) - 1)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Its phrases, coordination resolved."""
        return tuple(phrases_of(self.page.items(self.span), self.page.lexicon))

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """What its phrases name."""
        named = (thing_of(p, self.page) for p in self.phrases if p.items)
        return tuple(thing for thing in named if thing)

    @cached_property
    def people(self) -> Thing | None:
        """The people that it names, with what they have: "Children", "Patients with metastasis"."""
        named = [p for p in self.phrases if p.items]
        if not named or named[0].kind != "Population" or any(p.role != "with" or p.parent is not named[0] for p in named[1:]):
            return None
        return thing_of(named[0], self.page, whole=True, complements=named[1:]) if len(named) <= 2 else None

    @cached_property
    def scope(self) -> Scope | None:
        """What it says of all behind it: the one word of scope that it is, "Rarely", or one beside words that name nothing."""
        items = self.page.items(self.span)
        scopes = [Scope(m, item) for item in items if (m := item.scope())]
        if not self.phrases:
            return scopes[0] if len(scopes) == 1 else _nearest(scopes)
        return _general(self, items, scopes)

    @cached_property
    def how_often(self) -> tuple[Scope, ...]:
        """How often what it denies or hedges is so: "Usually absent"."""
        scopes = (Scope(m, item) for item in self.page.items(self.span) if (m := item.scope()))
        return tuple(s for s in scopes if s.marker.property == "frequency")

    @cached_property
    def stances(self) -> tuple[Scope, ...]:
        """What hedges or denies all that it lists: "Possible causes", "Causes that have been disproven"."""
        items = self.page.items(self.span)
        out = [Scope(REFUSED, i) for i in items[:1] if len(items) > 1 and i.key in self.page.lexicon.words["exclusion"]]
        scopes = (Scope(m, item) for item in items if (m := item.scope()))
        return (*out, *(s for s in scopes if s.marker.property in CLAUSE_WIDE))

    @cached_property
    def role(self) -> str:
        """The role of its last phrase: what a cue at its end says."""
        if self.words[-1] in self.page.lexicon.words["cause-label"] and not self._names():
            return "cause"  # "Triggers: ...", "Possible triggers: ..." list what does it; "X triggers" leads to something
        if self.is_verdict:
            return "prognostic"
        if len(self.words) == 1 and self.words[0] in self.page.lexicon.words["tie-label"]:
            return "association"  # "Syndromes: A, B"
        return self.phrases[-1].role if self.phrases else ""

    def _names(self) -> bool:
        """Whether it names something before its last word; that it is excluded is no name."""
        out = self.page.lexicon.words["exclusion"]
        return any(i.nominal and i.key not in out for i in self.page.items(self.span)[:-1])

    @property
    def is_verdict(self) -> bool:
        """Whether it says how what stands behind it bodes: "Adverse: ...", "Favorable features: ..."."""
        return self.above.key == "prognosis" and len(self.words) <= 2 and self.words[0] in self.page.lexicon.words["verdict"]

    @cached_property
    def form(self) -> str:
        """The first row of FORMS that fits."""
        return next((form for form, fits in FORMS if fits(self)), "statement")


def _nearest(scopes: Sequence[Scope]) -> Scope | None:
    """Return the last of several that hedge or deny: "Suspected but not proven", "Usually absent"."""
    wide = [s for s in scopes if s.marker.property in CLAUSE_WIDE]
    others = [s for s in scopes if s not in wide]
    return wide[-1] if wide and len(scopes) > 1 and all(s.marker.property == "frequency" for s in others) else None


def _general(label: Label, items: Sequence[Item], scopes: Sequence[Scope]) -> Scope | None:
    """Return what a label says that names nothing by itself: "Absent findings", "Drugs to avoid", "The following have no effect"."""
    words = label.page.lexicon.words
    refused = [i for i in items if i.key.split(" ")[-1] in words["refused"]] if label.above.key == "treatment" else []
    denied = [i for i in items if i.key == "negative"] if label.above.key in NEGATIVE_SECTIONS else []
    wide = [s for s in scopes if s.marker.property in {*CLAUSE_WIDE, "frequency"}]
    alone = " ".join(label.words) in words["exclusion"]  # "Excluded: A", "Ruled out: A"
    out = [i for i in (items if alone else items[:1]) if alone or i.key in words["exclusion"]]
    against = [i for i in items if i.kind == "cue" and i.marker.value == "excludes" and not wide]  # "Findings that argue against it"
    said = [Scope(REFUSED, i) for i in (*refused, *denied, *out, *against)] or wide
    if not said or any(i.kind in {"number", "open"} or i.kind == "cue" and i.marker.value not in {"include", "excludes"} for i in items):
        return None
    told = {s.item.span for s in said}
    names = [i for i in items if i.nominal and i.span not in told and not _is_graded_denial(items, i, said)]
    if label.above.key == "prognosis" and any(i.key in words["bearing"] for i in items):  # "No effect on survival: A, B"
        outcomes = {*words["bearing"], *words["foretold"], *label.page.lexicon.measures}
        names = [i for i in names if i.key not in outcomes]
    bare = all(i.key in label.page.lexicon.generic or any(i.key in words[name] for name in NAMELESS) for i in names)
    return (_nearest(said) or said[0]) if bare else None


def _is_graded_denial(items: Sequence[Item], item: Item, said: Sequence[Scope]) -> bool:
    """Return whether a quality ends a label that denies it: "Not elevated: A, B"."""
    return item is items[-1] and item.kind == "quality" and len(items) > 1 and said[-1].item.span == items[-2].span


def parts_of(page: Page, content: Span) -> list[Span]:
    """Return the stretches of a line that have a label each: "Parotid: encapsulated; minor glands: capsule absent"."""
    text = page.masked
    if text.find("; ", content.start, content.end) < 0:
        return [content]
    breaks = [m.start() for m in re.finditer(r"; ", text[content.start : content.end])]
    starts = [content.start]
    for at in breaks:
        begin = content.start + at + 2
        depth = _depth(text, content.start, begin)
        stop = text.find("; ", begin, content.end)
        colon = text.find(": ", begin, stop if stop >= 0 else content.end)
        if depth <= 0 and colon > 0 and len(text[begin:colon].split()) <= LONGEST_LABEL:
            starts.append(begin)
    return [Span(a, b) for a, b in zip(starts, [*(s - 2 for s in starts[1:]), content.end], strict=True)]


def label_of(page: Page, block: Block, above: Setting, part: Span) -> Label | None:
    """Return the label of a part of ``block``, or None where it is a statement, and no lines hang below it."""
    span, rest = at_colon(page, part)
    leads = block.index in page.outline.below and part.end == block.content.end
    if rest is None and not leads and (above.role or above.key == "terminology"):
        return None
    label = Label(page, block, above, span, rest)
    if leads:
        return label
    if rest is None:
        return label if label.subject else None
    figure = rest.start < rest.end and (_is_figure(label) or _is_measure(label, rest))
    return None if rest.start >= rest.end or figure or _said_with_colon(page, rest, above) else label


def _is_figure(label: Label) -> bool:
    """Return whether a label names what the number behind its colon counts: "Prevalence: 1 in 2,000", "Sex ratio: 2:1"."""
    lexicon = label.page.lexicon.words
    return len(label.words) <= 3 and label.words[-1] in lexicon["figure-label"] and label.words[0] not in lexicon["risk-level"]


def _is_measure(label: Label, rest: Span) -> bool:
    """Return whether a label names a measure of the outcome, and a share stands behind its colon: "5 year survival: 90%"."""
    items = label.page.items(rest)
    share = items[0].number if items else None
    tails = (" ".join(label.words[n:]) for n in range(len(label.words)))
    return share is not None and share.is_share and any(tail in label.page.lexicon.measures for tail in tails)


def _said_with_colon(page: Page, rest: Span, above: Setting) -> bool:
    """Return whether the colon is a verb: "Drug A: first line", "Antibody B: positive"; then the line is one statement."""
    items = page.items(rest)
    scope = items[0].scope() if items else None
    if scope is not None and scope.property == "line":
        return True
    content = [i for i in items if i.nominal or i.kind == "number"]
    bare = all(i.kind == "quality" and i.entry is not None and i.entry.aspect == "state" for i in content)
    return bool(items) and bare and not (content and above.key == "treatment")


def at_colon(page: Page, content: Span) -> tuple[Span, Span | None]:
    """Return the stretch before the first colon outside brackets, and the one behind it; a citation at the end is left out."""
    text = page.masked
    end = content.start + len(text[content.start : content.end].rstrip(" "))
    depth, at = 0, text.find(":", content.start + 1, end)
    before = content.start
    while at >= 0:
        depth += _depth(text, before, at)
        if depth <= 0 and (at + 1 >= end or text[at + 1] == " "):
            behind = text[at + 1 : end].lstrip(" ")
            return new(Span, (content.start, at)), new(Span, (end - len(behind), end)) if behind.strip() else None
        before, at = at, text.find(":", at + 1, end)
    return new(Span, (content.start, end)), None


def _depth(text: str, start: int, end: int) -> int:
    """Return how many more brackets open than close between two places."""
    opened = text.count("(", start, end) + text.count("[", start, end)
    return opened - text.count(")", start, end) - text.count("]", start, end)
