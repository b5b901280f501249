"""Label or statement? A line with lines below it, or with a colon, is classified by the first row of FORMS that fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from build_graph.facts import Block, Span, Term
from build_graph.language.building import phrases_of
from build_graph.language.phrases import Phrase, Scope
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.language.words import ROMAN, Item
from build_graph.lexicon import Lexicon, Marker, fold
from build_graph.readers.clause import METHODS, PLACES
from build_graph.readers.draft import Setting
from build_graph.readers.page import Page
from build_graph.readers.things import Thing, thing_of

#: Roles that a label without anything on its right gives to the items below it.
LIST_ROLES = {
    "adverse", "risk", "prognostic", "association", "cause", "outcome", "treat", "effect", "hypothesis", "finding", "place", "synonym",
    "mediate", "example",
}  # fmt: skip
#: Sections in which a place for a label says where the items below are found.
SITE_SECTIONS = {"clinical", "gross", "microscopic", "radiology", "essential", "differential"}
#: Sections in which a label may name the age of what is seen.
AGED_SECTIONS = {"gross", "microscopic", "radiology", "cytology"}
#: Words of a label behind a semicolon, at most.
LONGEST_LABEL = 4
#: What a label says of the treatments behind it that are not to be given.
REFUSED = Marker("scope", "denied", "polarity", "backward")
#: Sections in which "negative" for a label says that what stands behind it is not there, and classes of words that name nothing.
NEGATIVE_SECTIONS = {"stains_positive", "clinical", "microscopic"}
NAMELESS = ("bare", "remedy", "worth", "cause-label", "spot", "look-alikes", "author", "evidence", "label-word")
#: A numeral of a stage, or what joins two: "IV", "2B", "and".
LONGEST_NUMERAL = 3
#: Sections in which a procedure for a label is no way of seeing.
NO_METHODS = {"treatment", "prognosis", "sites"}
#: A name, and nothing but brackets behind it.
_BRACKETED = re.compile(r"([^()]+?)(?: \([^()]*(?:\([^()]*\)[^()]*)*\))+[ :]*")


@dataclass(frozen=True)
class Label:
    """The label of a line, and what its words are."""

    page: Page
    block: Block  #: its line
    above: Setting
    span: Span  #: the label, colon left out
    rest: Span | None  #: what stands behind the colon

    @cached_property
    def below(self) -> bool:
        """Whether lines hang below it."""
        return bool(self.page.outline.children(self.block))

    @cached_property
    def colon(self) -> int:
        """Where its colon stands; -1 for none."""
        return self.span.end if self.page.masked[self.span.end : self.span.end + 1] == ":" else -1

    @cached_property
    def words(self) -> list[str]:
        """Its words, folded."""
        return fold(self.page.masked[self.span.start : self.span.end]).split(" ")

    @cached_property
    def subject(self) -> Term | None:
        """The member of the family that it names as a whole, a bracket left out: "AL (light chain)"."""
        text = self.page.masked[self.span.start : self.span.end]
        if self.above.entry and fold(text.partition(" (")[0]) in self.page.names.forms:
            return None  # below a look-alike "type 1" is a form of that one
        name, _, rest = text.partition(" (")
        behind = ")" in rest.rstrip(" ).")  # "Type A (scalp) has ...": a sentence
        return self.page.names.label(text) or (None if behind else self.page.names.label(name))

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
        return self.phrases[-1].role if self.phrases else ""

    def _names(self) -> bool:
        """Whether it names something before its last word; that it is excluded is no name."""
        out = self.page.lexicon.words["exclusion"]
        return any(i.nominal and i.key not in out for i in self.page.items(self.span)[:-1])

    @cached_property
    def is_verdict(self) -> bool:
        """Whether it says how what stands behind it bodes: "Adverse: ...", "Favorable features: ..."."""
        return self.above.key == "prognosis" and len(self.words) <= 2 and self.words[0] in self.page.lexicon.words["verdict"]

    @cached_property
    def form(self) -> str:
        """The first row of FORMS that fits."""
        return next((form for form, fits in FORMS if fits(self)), "statement")


def _nearest(scopes: Sequence[Scope]) -> Scope | None:
    """Return the last of several that hedge or deny: "Suspected but not proven"."""
    wide = [s for s in scopes if s.marker.property in CLAUSE_WIDE]
    return wide[-1] if len(wide) == len(scopes) > 1 else None


def _general(label: Label, items: Sequence[Item], scopes: Sequence[Scope]) -> Scope | None:
    """Return what a label says that names nothing by itself: "Absent findings", "Drugs to avoid", "The following have no effect"."""
    words = label.page.lexicon.words
    refused = [i for i in items if i.key.split(" ")[-1] in words["refused"]] if label.above.key == "treatment" else []
    denied = [i for i in items if i.key == "negative"] if label.above.key in NEGATIVE_SECTIONS else []
    wide = [s for s in scopes if s.marker.property in {*CLAUSE_WIDE, "frequency"}]
    alone = " ".join(label.words) in words["exclusion"]  # "Excluded: A", "Ruled out: A"
    out = [i for i in (items if alone else items[:1]) if alone or i.key in words["exclusion"]]
    said = [Scope(REFUSED, i) for i in (*refused, *denied, *out)] or wide
    if not said or any(i.kind in {"number", "open"} or i.kind == "cue" and i.marker.value != "include" for i in items):
        return None
    told = {s.item.span for s in said}
    names = [i for i in items if i.nominal and i.span not in told and not _is_graded_denial(items, i, said)]
    bare = all(i.key in label.page.lexicon.generic or any(i.key in words[name] for name in NAMELESS) for i in names)
    return (_nearest(said) or said[0]) if bare else None


def _is_graded_denial(items: Sequence[Item], item: Item, said: Sequence[Scope]) -> bool:
    """Return whether a quality ends a label that denies it: "Not elevated: A, B"."""
    return item is items[-1] and item.kind == "quality" and len(items) > 1 and said[-1].item.span == items[-2].span


def parts_of(page: Page, content: Span) -> list[Span]:
    """Return the stretches of a line that have a label each: "Parotid: encapsulated; minor glands: capsule absent"."""
    text = page.masked
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
    label = Label(page, block, above, span, rest)
    if label.below and part.end == block.content.end:
        return label
    if rest is None:
        return label if label.subject and above.key != "terminology" and not above.role else None
    return None if rest.start >= rest.end or _is_figure(label) or _said_with_colon(page, rest, above) else label


def _is_figure(label: Label) -> bool:
    """Return whether a label names what the number behind its colon counts: "Prevalence: 1 in 2,000", "Sex ratio: 2:1"."""
    lexicon = label.page.lexicon.words
    return len(label.words) <= 3 and label.words[-1] in lexicon["figure-label"] and label.words[0] not in lexicon["risk-level"]


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
            return Span(content.start, at), Span(end - len(behind), end) if behind.strip() else None
        before, at = at, text.find(":", at + 1, end)
    return Span(content.start, end), None


def _depth(text: str, start: int, end: int) -> int:
    """Return how many more brackets open than close between two places."""
    opened = text.count("(", start, end) + text.count("[", start, end)
    return opened - text.count(")", start, end) - text.count("]", start, end)


def _lists_takers(label: Label) -> bool:
    """Return whether a label stands in a list of what takes a stain, or does not: "GIST: 95%", "Lung: club cells"."""
    return label.above.role.partition(":")[0] in {"takes_stain", "lacks_stain"}


def _is_leaf(label: Label) -> bool:
    """Return whether a member of the family stands alone on its line."""
    return label.subject is not None and label.rest is None and not label.below


def _is_family(label: Label) -> bool:
    return label.subject is not None


def _is_scope(label: Label) -> bool:
    return label.scope is not None


def _is_normal(label: Label) -> bool:
    """Return whether a label under Laboratory says that what stands behind it is unaltered: "Normal: A, B"."""
    if label.above.key != "laboratory" or " ".join(label.words) not in label.page.lexicon.words["unaltered"]:
        return False
    return label.things[0].kind == "Quality" if label.things else False


def _is_stage(label: Label) -> bool:
    """Return whether a label names a time or stage: "Acute phase", "Early lesions"."""
    lexicon = label.page.lexicon.words
    places = [label.page.lexicon.stages.get(word, "") for word in label.words]
    if len(places) == 1:
        return places[0] == "first"
    if label.above.key in AGED_SECTIONS and label.words[-1] in lexicon["view"] and _is_view(label):
        return True
    if len(places) <= 3 and not label.role and label.above.key in AGED_SECTIONS and label.words[0] in lexicon["lesion-age"]:
        return True  # "Established plaque", "Early mole"
    if len(places) <= 3 and lexicon["risk"].get(label.words[-1]) and label.words[0] in lexicon["risk-level"]:
        return True
    if label.words[0] in lexicon["graded"] and len(places) == 2 and (lexicon["graded"][label.words[0]] or not label.words[1].isalpha()):
        return True
    if label.words[0] in lexicon["graded"] and is_graded(label.words[1:], label.page.lexicon) or _are_cases(label):
        return True  # "Grade 2 - 3", "Severe cases"
    if _is_staged(label):
        return True
    if lexicon["graded"].get(label.words[0]):  # "stage III - IV"
        return len(places) > 1 and all(len(word) <= LONGEST_NUMERAL for word in label.words[1:])
    return len(places) <= 4 and (places[-1] == "last" or places[0] == "first" and places[-1] in {"thing", "last"})


def _is_view(label: Label) -> bool:
    """Return whether a label says at what magnification, or in what pattern, the rest is seen: "Low power", "Miliary pattern"."""
    named = label.page.lexicon.names.get(" ".join(label.words))
    return named is None and label.rest is not None and 1 < len(label.words) <= LONGEST_LABEL and not label.role


def _is_staged(label: Label) -> bool:
    """Return whether a label names the stages of a system: "FIGO IIIA - IVB disease", "Ann Arbor stage IV"."""
    systems, graded = label.page.lexicon.words["stage-system"], label.page.lexicon.words["graded"]
    named = next((n for n in (1, 2) if " ".join(label.words[:n]) in systems), 0)
    rest = [word for word in label.words[named:] if word not in graded and word not in {"and", "to", "or"}]
    return named > 0 and label.rest is not None and is_graded(rest, label.page.lexicon)


def _are_cases(label: Label) -> bool:
    """Return whether a label says of what cases the rest holds: "Severe cases", "Mild disease"."""
    items = label.page.items(label.span)
    told = 1 < len(items) <= 3 and all(i.kind in {"quality", "scope"} for i in items[:-1])
    return told and items[-1].key in label.page.lexicon.words["case-label"] and label.rest is not None


def _is_circumstance(label: Label) -> bool:
    """Return whether a label begins with a preposition and nothing else is known of it: "During pregnancy", "After transplant"."""
    first = label.page.items(label.span)[:1]
    return label.rest is not None and len(label.words) <= LONGEST_LABEL and bool(first) and first[0].kind == "preposition"


def _is_specimen(label: Label) -> bool:
    """Return whether a label under Laboratory says in what is measured: "Serum", "CSF"."""
    named = label.page.lexicon.names.get(" ".join(label.words))
    fluid = named is not None and fold(named.term.label).split(" ")[0] in label.page.lexicon.compartments | {"blood"}
    return label.above.key == "laboratory" and label.rest is not None and fluid


def is_graded(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether words are the numerals of a grade, and no more than "tumor" or "disease" behind them: "2", "iii iv lesion"."""
    named = words[:-1] if len(words) > 1 and words[-1] in lexicon.words["lesion"] else words
    return bool(named) and all(word[:1].isdigit() and len(word) <= 2 or ROMAN.fullmatch(word.upper()) for word in named)


def _are_stages(label: Label) -> bool:
    """Return whether a label counts the stages of a disease: "4 stages"."""
    counted = label.words[0].isdigit() or label.words[0] in label.page.lexicon.numerals
    last = label.page.lexicon.stages.get(label.words[-1], "") == "last"
    return counted and len(label.words) == 2 and last and label.page.masked[: label.span.end].rstrip().endswith("s")


def _is_variant(label: Label) -> bool:
    """Return whether a label names a variant: "Pigmented variant", and not "2 variants"."""
    lexicon, words = label.page.lexicon, label.words
    counted = words[0].isdigit() or words[0] in lexicon.numerals
    listed = label.page.words(label.span).rstrip().endswith("s")  # "syndromic forms: a, b": a list of them
    if listed or label.page.topic.kind != "Disease":
        return False
    return words[-1] in lexicon.words["variant"] and 1 < len(words) <= 4 and not counted


def _is_subtype(label: Label) -> bool:
    """Return whether a label stands in a list of subtypes and is described: "Cellular: long fascicles" below "Variants"."""
    short = len(label.words) <= 4 and not any(p.marker for p in label.phrases)
    return label.above.role == "subtypeOf" and short and (label.rest is not None or label.below)


def _is_condition(label: Label) -> bool:
    """Return whether a label under Treatment says what is treated: "Abscess: drainage", "< 1 cm: lobectomy"."""
    if label.above.key != "treatment" or label.rest is None or label.above.role:
        return False
    numbers = [p.number for p in label.phrases if p.number]
    measured = any(not n.is_share for n in numbers) and all(t.kind in {"Quality", "", "Disease"} for t in label.things)
    graded = bool(label.things) and all(t.kind == "Quality" for t in label.things) and len(label.words) <= LONGEST_LABEL
    return _kind(label) in {"Disease", "Finding"} or measured or graded


def _is_form(label: Label) -> bool:
    """Return whether a label under Sites speaks of a form of the disease: "Extranodal disease: lung, skin"."""
    words = [item for phrase in label.phrases for item in phrase.items]
    bare = bool(words) and words[-1].key in label.page.lexicon.words["lesion"] and len(label.phrases) == 1 and not label.phrases[0].marker
    return bare and len(words) > 1 and label.above.key == "sites" and label.rest is not None and not label.above.role


def _is_organ(label: Label) -> bool:
    """Return whether a label under Clinical features names an organ by its adjective: "Cardiac", "Renal involvement"."""
    lexicon = label.page.lexicon
    tail = label.words[1:]
    named = label.words[0] in lexicon.site_adjectives and (not tail or len(tail) == 1 and tail[0] in lexicon.words["organ-label"])
    return named and label.above.key in SITE_SECTIONS


def _is_count(label: Label) -> bool:
    return label.role.startswith("count")


def _is_tally(label: Label) -> bool:
    """Return whether a label only counts what stands behind it: "3 phases", "2 peaks"."""
    lexicon, words = label.page.lexicon, label.words
    counted = words[0].isdigit() or words[0] in lexicon.numerals
    return counted and 1 < len(words) <= 3 and words[-1] in lexicon.words["tallied"] and label.rest is not None


def _is_cue(label: Label) -> bool:
    return label.role in LIST_ROLES and (label.is_verdict or not label.phrases[-1].items)


def _are_families(label: Label) -> bool:
    members = [label.page.names.label(p.key) for p in label.phrases if p.items]
    return len(members) > 1 and all(members)


def _are_diseases(label: Label) -> bool:
    told = any(p.role in LIST_ROLES for p in label.phrases)
    return len(label.things) > 1 and all(t.kind == "Disease" for t in label.things) and not told


def _kind(label: Label) -> str:
    """Return the kind of the one thing that a label names."""
    return label.things[0].kind if len(label.things) == 1 else ""


def _is_treatment(label: Label) -> bool:
    kinds = {"treatment": {"Substance", "Procedure"}, "prognosis": {"Substance"}}
    return _kind(label) in kinds.get(label.above.key, ())


def _is_population(label: Label) -> bool:
    return label.people is not None


def _is_site(label: Label) -> bool:
    return _kind(label) in PLACES and label.above.key in SITE_SECTIONS


def _bears(label: Label) -> bool:
    """Return whether a label in a list of stains says what takes them: "Luminal cells: CK7, EMA"."""
    if not label.above.role.startswith("stain_") or label.rest is None:
        return False
    forms = label.page.lexicon.words["organism-form"]
    organism = any(word in forms for word in label.words) and not any(t.kind in {"Stain", "Protein", "Gene"} for t in label.things)
    return organism or bool(label.things) and all(t.kind in {"CellType", *PLACES} for t in label.things)


def _is_scan(label: Label) -> bool:
    """Return whether a label names a way of seeing and what is looked at: "MRI brain", "CT chest"."""
    words = label.phrases[0].items if len(label.phrases) == 1 else []
    entries = [item.entry for item in words]
    if len(words) != 2 or entries[0] is None or entries[1] is None or label.above.entry or label.above.key in NO_METHODS:
        return False
    return entries[0].term.kind == "ImagingModality" and entries[1].term.kind in PLACES


def _is_method(label: Label) -> bool:
    unknown = label.above.key == "radiology" and len(label.things) == 1 and not label.things[0].kind and len(label.words) <= 3
    return _kind(label) in METHODS and label.above.key not in NO_METHODS or unknown and label.rest is not None and not label.above.entry


#: The reader's heart: what a label is, by the first row that fits; what fits none is a statement.
FORMS: Sequence[tuple[str, Callable[[Label], bool]]] = (
    ("takers", _lists_takers),
    ("leaf", _is_leaf),
    ("family", _is_family),
    ("scope", _is_scope),
    ("normal", _is_normal),
    ("bearer", _bears),
    ("stages", _are_stages),
    ("tally", _is_tally),
    ("stage", _is_stage),
    ("variant", _is_variant),
    ("subtype", _is_subtype),
    ("organ", _is_organ),
    ("form", _is_form),
    ("count", _is_count),
    ("cue", _is_cue),
    ("condition", _is_condition),
    ("families", _are_families),
    ("context", _are_diseases),
    ("treatment", _is_treatment),
    ("population", _is_population),
    ("scan", _is_scan),
    ("site", _is_site),
    ("method", _is_method),
    ("specimen", _is_specimen),
    ("circumstance", _is_circumstance),
)
