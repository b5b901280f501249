"""What stands beside the disease and is not its own: its strata, what a test is made of, parts of the body that a finding lies at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from build_graph.facts import Qualifier, Term
from build_graph.language.phrases import Phrase
from build_graph.language.sharing import APPEARANCE
from build_graph.lexicon import fold
from build_graph.readers.clause import CHANGE_SECTIONS, FINDINGS, PLACES, Clause
from build_graph.readers.draft import Draft
from build_graph.readers.roles.kinds import WHERE
from build_graph.readers.roles.others import (
    against,
    last_word,
    nature_of_part,
    no_stain,
    not_enough,
    of_method,
    of_people,
    people_ranked,
    reasoned,
    some,
    tested,
    unfit,
    variant,
)

#: A test of one fact, and what to say of its words where it holds.
Test = tuple[Callable[[Clause, Draft], bool], str]
#: Roles of a phrase that says where something is.
THERE = {"in", "place", "around"}
#: Roles of a phrase whose marker may introduce a clause, not a noun: "as the gland fails", "except in a form that ...".
CLAUSAL = {"cause", "effect", "except"}
UNREAD_VERB = "the verb behind it is not understood"
#: Said of a quality that tells where something is.
DISTRIBUTED = Qualifier("attribute", "distribution")
#: Roles of a phrase that says what becomes of the disease.
OUTCOMES = {"verb:nominal", "outcome", "effect"}
#: Predicates of what is seen or measured.
SEEN = {*FINDINGS, "labFinding"}
#: Classes of nouns that bear what is said of them.
BEARING = ("form", "arranged", "face")
#: Kinds of what a sample is made of.
SAMPLED = {"CellType", *PLACES}


def _stratum(clause: Clause, draft: Draft) -> bool:
    """Read "necrosis in large tumors" as the condition of what stands before it: it says in which cases; no other disease is meant."""
    source = draft.source
    if source is None or not _says_in_which(clause, draft):
        return False
    before = source.parent
    text = " ".join(clause.page.words(source.span).split()).casefold()
    told = [d for d in clause.drafts if d.predicate in SEEN and d.source is not None and d.source.span.end <= source.span.start]
    beside = [d for d in told if before is not None and d.source is not None and d.source.group == before.group]
    for other in (beside or told[-1:]) if source.role == "in" else ():  # "calcium | is normal in mild disease"
        if source.scope("frequency") is None or other.quantity is None:  # "in 70%, rarely in secondary disease"
            other.add("condition", text, (source.span,), clause.block.index)
    return True


def _says_in_which(clause: Clause, draft: Draft) -> bool:
    """Return whether "in long standing disease", "in irradiated tumors" says in which cases of the disease."""
    source = draft.source
    if source is None or source.role not in THERE or not isinstance(draft.object, Term):
        return False
    if not draft.object.candidate:
        return draft.object.label in clause.page.lexicon.words["lesion"]
    last = source.last
    if last is None or not draft.spans or last.span != draft.spans[-1]:
        return False  # "disease due to X" names one
    if last.entry is not None and clause.page.names.member(last.entry.term):
        return True
    named = len(source.words) > 1 and clause.page.text[source.words[-2].parts[-1].start if source.words[-2].parts else 0].isupper()
    return not named and last_word(source) in clause.page.lexicon.words["lesion"]  # "in Basedow disease" names one


def _rest(clause: Clause, draft: Draft) -> bool:
    """Return whether "in the rest" leaves open which site is meant."""
    items = draft.source.items if draft.source is not None else []
    return len(items) == 1 and items[0].entry is None and items[0].key in clause.page.lexicon.words["bare"]


def _owned(clause: Clause, draft: Draft) -> bool:
    """Return whether a place behind "with" is what something has: "a sign with a high lying organ", "a bud with a broad base"."""
    return draft.source is not None and draft.source.role == "with" and clause.key != "sites"


def _acts(clause: Clause, draft: Draft) -> bool:
    """Return whether a place is the subject of a verb that is not read: "crypts keep their shape"."""
    source = draft.source
    return source is not None and not source.role and draft.modality == "asserted" and _before_verb(clause, source)


def opens_clause(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a cue introduces a clause whose verb is not read: "as the gland fails" names the gland as no cause."""
    return _before_verb(clause, phrase, excepted=phrase.role == "except")


def _before_verb(clause: Clause, phrase: Phrase, *, excepted: bool = False) -> bool:
    """Return whether a verb that is not read stands behind a phrase, or behind the coordination that it is in."""
    after = next(iter(clause.after(clause.group(phrase)[-1])), None) if phrase in clause.phrases else None
    if after is None or after.role != "verb:other" or after.marker is None or after.relative or after.link:
        return False
    participle = after.marker.span.of(clause.page.text).endswith(clause.page.lexicon.endings["participle"])
    return excepted or not participle  # "deposits lining X" are deposits; "except A related" excepts no A


def _sample(clause: Clause, draft: Draft) -> bool:
    """Read "activity in leukocytes" as what the activity is measured in: the specimen of its fact, no finding of its own."""
    source = draft.source
    if source is None or source.role != "in" or not isinstance(draft.object, Term) or draft.object.kind not in SAMPLED:
        return False
    measured = [d for d in clause.drafts if d.predicate == "labFinding" and d is not draft and d.source is source.parent]
    for other in measured:
        other.add("specimen", draft.object, draft.spans, clause.block.index)
    return bool(measured)


def _where(clause: Clause, draft: Draft) -> bool:
    """Return whether a part of normal tissue says only where a finding lies: "debris over villi", "casts within tubules"."""
    source = draft.source
    if source is None or source.role not in THERE:
        return False
    if clause.before and clause.items[0].kind == "preposition" and source is clause.lead and source.kind == "CellType":
        return True  # "copper accumulates, but in hepatocytes": that is where
    return len(source.words) == 1 and source.words[0].key in clause.page.lexicon.words["normal-part"]


def _shows(clause: Clause, draft: Draft) -> bool:
    """Return whether a noun only bears what is said of it: "the cut surface is grey", "the appearance may be normal"."""
    source = draft.source
    if source is None or source.role or not isinstance(draft.object, Term) or clause.held.isdisjoint(BEARING):
        return False
    last, words = source.last, clause.page.lexicon.words
    if last is None or not draft.spans or last.span != draft.spans[-1]:
        return False
    if len(source.words) > 1 and len(draft.spans) == 1 and (last.key in words["form"] or last.key in words["arranged"]):
        return any(k.spans == draft.spans for d in clause.drafts for k in d.kept if k.qualifier.name == "bearer")  # "nested pattern"
    said = clause.after(source)[:1]
    form = draft.object.candidate and last.key in words["form"] and last.kind == "word"
    return last.key in words["face"] or form and bool(said) and said[0].role == "is"


def _fluid(clause: Clause, draft: Draft) -> bool:
    """Return whether a label names what is looked at: "Lavage fluid: ...", "Tissue specimen: ..."."""
    words, source = clause.page.lexicon.words, draft.source
    if draft.predicate != "labFinding" or source is None or draft.has("state") or len(source.words) < 2:
        return False
    label = clause.page.text[source.span.end : source.span.end + 1] == ":"
    return label and (last_word(source) in words["body-fluid"] or last_word(source) in words["sample"])


def _relative_to(clause: Clause, draft: Draft) -> bool:
    """Return whether a quality says where something is as seen from something else: "distal to the fold"."""
    if "to" not in clause.keys or draft.has("position") or not draft.spans or all(k.qualifier != DISTRIBUTED for k in draft.kept):
        return False
    after = [i for i in clause.items if i.span.start >= draft.spans[-1].end][:2]
    return len(after) > 1 and after[0].key == "to" and after[1].function == "article"


def _looks_of_nothing(clause: Clause, draft: Draft) -> bool:
    """Return whether a section that counts cases gives a look that nothing bears: "a second, smaller peak"."""
    if clause.key != "epidemiology" or draft.source is None or draft.has("bearer"):
        return False
    return any(k.qualifier.name == "attribute" and k.qualifier.value in APPEARANCE for k in draft.kept)


def _excepted(clause: Clause, draft: Draft) -> bool:
    """Return whether an exception goes on with a verb that is not read: "other than X related" excepts what X makes, not X."""
    excepts = bool(clause.items) and clause.items[0].key in clause.page.lexicon.words["exception"]
    return excepts and draft.source is not None and _before_verb(clause, draft.source, excepted=True)


def _away(clause: Clause, draft: Draft) -> bool:
    """Return whether a place is told as where something is not: "outside the gland", "beyond the capsule"."""
    if "away" not in clause.held or draft.rule == "between-site":
        return False  # under its own name: "beyond the knee"
    before = [i for i in clause.ahead_of(draft.source) if i.function != "article"][-1:] if draft.source and draft.source.items else []
    return bool(before) and before[0].key in clause.page.lexicon.words["away"]


def _second_class(clause: Clause, draft: Draft) -> bool:
    """Return whether a later clause of an essential feature would tell the class of the disease: "excess of X; paroxysmal Y"."""
    return clause.key == "essential" and draft.rule == "essential-Disease" and clause.items[0].span.start > clause.block.content.start


def _after_finding(clause: Clause, draft: Draft) -> bool:
    """Return whether a section that tells how things look says what comes before a finding: "tubular injury follows heavy X"."""
    source = draft.source
    seen = clause.key in {*CHANGE_SECTIONS, "gross", "radiology", "immunofluorescence"}
    return seen and source is not None and bool(clause.left(source)) and all(s.term == clause.page.topic for s in draft.subjects)


def _below_surface(clause: Clause, draft: Draft) -> bool:
    """Return whether a look is part of the name of a place: "papillary dermal vessels" lie in the papillary dermis."""
    after = clause.next_item(draft.spans[-1].end) if draft.spans else None
    site = clause.page.lexicon.site_adjectives.get(after.key.split(" ")[0]) if after is not None else None
    if site is None or not isinstance(draft.object, Term):
        return False
    return f"{draft.object.label} {site.term.label}" in clause.page.lexicon.names


def _foretold(clause: Clause, draft: Draft) -> bool:
    """Read "recurs histologically" under Prognosis as what becomes of the disease, however it is seen."""
    source = draft.source
    told = clause.setting.key == "prognosis" or any(d.predicate == "hasComplicationOrOutcome" for d in clause.before)
    if told and source is not None and source.role in OUTCOMES and draft.predicate == "histologicFinding":
        draft.predicate = "hasComplicationOrOutcome"
    return False


def _graded_tissue(clause: Clause, draft: Draft) -> bool:
    """Return whether a tissue in a list of what is seen is told by its looks: "high grade bone"; it is no site of the disease."""
    source = draft.source
    if source is None or source.role or clause.key not in CHANGE_SECTIONS or not isinstance(draft.object, Term):
        return False
    first = source.words[0]
    return (
        draft.object.candidate and first.kind == "quality" and first.entry is not None and first.entry.aspect not in {*WHERE, *APPEARANCE}
    )


def _seen_of_fluid(clause: Clause, draft: Draft) -> bool:
    """Read "dark urine", "a palpable liver" among what patients have as a finding: neither is a site of the disease."""
    source = draft.source
    if source is None or source.role not in {"", "is"} or clause.key not in {"clinical", "essential"} or not isinstance(draft.object, Term):
        return False
    fluid = fold(draft.object.label) in clause.page.lexicon.words["body-fluid"]
    before = clause.ahead_of(source)[-1:]
    if len(source.words) > 1 and (fluid or bool(before) and before[0].key in {"a", "an"}):
        whole = clause.thing(source, whole=True)
        if whole is not None and not draft.has("bearer"):
            draft.predicate, draft.object, draft.spans = "hasClinicalFinding", replace(whole.term, kind="Finding"), whole.spans
            return False
    return fluid


def _seen_with(clause: Clause, draft: Draft) -> bool:
    """Return whether a tissue begins a list of what is seen with what it has: "glands with crowded nuclei"."""
    source = draft.source
    if source is None or source.role or clause.key not in CHANGE_SECTIONS or source not in clause.phrases or draft.has("bearer"):
        return False
    after = clause.after(clause.group(source)[-1])[:1]
    return bool(after) and after[0].role == "with"


_GRADED: Test = (_graded_tissue, "a tissue that is seen is no site of the disease")
_HAD: Test = (_seen_with, "a tissue that is seen is no site of the disease")
_AWAY: Test = (_away, "what lies outside it")
#: Tests of what is seen, by the role of its phrase.
_THERE: tuple[Test, ...] = (
    (_sample, "what something is measured in is no finding"),
    (_where, "a normal part says only where something lies"),
)
_OUTCOME: tuple[Test, ...] = ((_foretold, ""),)
_THINGS: Mapping[str, tuple[Test, ...]] = {
    "": (
        (_shows, "a noun that only bears what is said of it"),
        (variant, "a form of the disease is no finding"),
        (_fluid, "what is looked at is no finding"),
        (_excepted, UNREAD_VERB),
    ),
    **dict.fromkeys(THERE, _THERE),
    **dict.fromkeys(OUTCOMES, _OUTCOME),
}
#: Tests of how it looks.
_LOOKS: tuple[Test, ...] = (
    (variant, "a form of the disease is no finding"),
    (of_method, "what is said of a test is no finding"),
    (of_people, "how people look is no finding of the disease"),
    (_relative_to, "a place as seen from another"),
    (_looks_of_nothing, "a look that nothing bears"),
    (_below_surface, "part of the name of a place"),
)
#: Predicate -> tests of its facts.
_BESIDE: Mapping[str, tuple[Test, ...]] = {
    "associatedWith": (
        (_stratum, "it says in which cases of the disease"),
        (not_enough, "what something is not enough, or specific, for"),
    ),
    "diagnosedBy": ((unfit, "what is said of the test is not understood"),),
    "occursAtSite": (
        (_seen_of_fluid, "a fluid is no site of the disease"),
        (_rest, "what is left of them is no site"),
        (_owned, "what something has is no site of the disease"),
        (_acts, UNREAD_VERB),
        _AWAY,
        _GRADED,
        _HAD,
    ),
    "subtypeOf": ((_second_class, "a class of the disease stands first"), (reasoned, "a reason names no class")),
    "causedBy": ((_after_finding, "the cause of a finding, not of the disease"),),
    "affectsPopulation": ((some, "a number of patients says not who"), (tested, "for whom a test is meant")),
    "mostCommon": ((people_ranked, "people are no form of the disease"),),
    "stainResult": ((no_stain, "it is said of what takes the stain"), (against, "what an antibody is against is not read")),
    "hasNature": ((nature_of_part, "it is said of a part, and not of the disease"),),
}


def beside(draft: Draft) -> tuple[Test, ...]:
    """Return the tests of one fact."""
    if draft.predicate not in SEEN:
        return _BESIDE.get(draft.predicate, ())
    if draft.has("attribute"):
        return _LOOKS
    return _THINGS.get(draft.source.role, ()) if draft.source is not None else ()
