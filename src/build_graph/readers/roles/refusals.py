"""What makes no claim where it stands, and why: a bare class, the disease as a finding of itself, a place of which nothing is said."""

from __future__ import annotations

from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.readers.clause import CHANGE_SECTIONS, FINDINGS, PLACES, WHOLE, Clause
from build_graph.readers.things import Thing

#: Roles of what is said of something else.
COMPARED = {"", "is"}
#: Classes of a noun that alone says nothing.
BARE = ("bare", "lesion")
#: Predicates whose object must say more than "lesion".
UNTOLD = {"hasMechanism", "hasComplicationOrOutcome", "causedBy", "mediatedBy"}
#: Kinds of what a list of negative stains names.
NEGATED = {"Protein", "Stain", "Gene"}
#: Sections that tell how things look.
LOOKED_AT = {*CHANGE_SECTIONS, "gross", "radiology"}


def _is_own(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a disease that is named stands for the disease that the clause is about, and for nothing that its words add."""
    return len(phrase.items) == 1 and any(s.term == clause.page.topic for s in clause.subjects)


def _is_how_many(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a number alone stands for those who have something: "ulcers in fewer", "fewer have pain"."""
    if thing.kind != "Quality" or thing.aspect != "number":
        return False
    after = clause.next_item(phrase.span.end)
    return len(phrase.items) == 1 and (phrase.role in {"in", "place"} or after is not None and after.function == "have")


def _is_comparison(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a phrase compares, in words that no table knows, "is more specific", or tells of the rest: "the rest sporadic"."""
    first, lexicon = phrase.items[0] if phrase.items else None, clause.page.lexicon
    if first is None or first.kind != "word":
        return False
    if first.key in lexicon.words["bare"]:
        return len(phrase.items) > 1 and phrase.head is None
    return first.key in lexicon.comparatives and phrase.role in COMPARED and not phrase.kind


def _says_how_many(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a phrase says how many, how much more, or of the rest, and names nothing."""
    return _is_how_many(clause, phrase, thing) or _is_comparison(clause, phrase)


def is_refused(clause: Clause, phrase: Phrase, thing: Thing, predicate: str, role: str) -> bool:
    """Report a bare class ("lesions"), and a thing that makes no claim where it stands."""
    words, held = phrase.words, clause.held
    if _is_no_finding(clause, phrase, thing, predicate):
        return True
    counted = "people" in held and words and words[-1].key in clause.page.lexicon.words["people"]
    if counted and thing.kind != "Population" and thing.term.candidate:
        clause.cannot(phrase, "cases name no finding")
        return True
    mere = thing.kind == "Measurement" and _is_mere_level(clause, phrase, words, thing)
    mere = mere or thing.kind == "Event" and _is_verdict(clause, phrase)
    mere = mere or (thing.aspect == "number" or thing.term.candidate) and _says_how_many(clause, phrase, thing)
    if mere or (role == "outcome" or not held.isdisjoint(BARE)) and _is_bare(clause, phrase, thing, predicate, role):
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return True
    if predicate in FINDINGS and _ends_in_adjective(clause, words, thing):
        clause.cannot(phrase, "a name that ends in an adjective", "the noun behind it")
        return True
    remedy = len(words) == 1 and thing.kind == "Procedure" and words[0].key in clause.page.lexicon.words["remedy"]
    if remedy and clause.key not in {"treatment", "prognosis"}:
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return True
    generic = len(words) == 1 and words[0].entry is None and words[0].key in clause.page.lexicon.generic
    if generic and thing.term.candidate and not clause.complements(phrase, role in WHOLE):
        clause.cannot(phrase, "a bare class names nothing", "a noun that says which")
        return True
    lexicon = clause.page.lexicon
    lone = words[0].key if thing.term.candidate and len(words) == 1 and words[0].kind == "word" else ""
    if lone and (
        lone.endswith(lexicon.endings["adjective"])
        and not words[0].inflected
        or lone in lexicon.site_adjectives
        or lexicon.words["performance"].get(lone)
    ):
        clause.cannot(phrase, "an adjective or a verb alone names nothing", "a noun", "ontology/lexicon/qualities.tsv")
        return True
    if thing.kind == "Quality" and phrase.role == "is" and _awaits_verb(clause, phrase):
        clause.cannot(phrase, "a quality that goes on with a verb")
        return True
    if thing.kind == "Quality" and predicate in {"treatedBy", "associatedWith"} or predicate in {"", "u"} or not thing.kind and not role:
        kind = thing.kind or "word of unknown kind"
        clause.cannot(phrase, f"a {kind} makes no claim under {clause.key}", "a term of a kind that the section reads")
        return True
    return False


def _is_mere_level(clause: Clause, phrase: Phrase, words: list[Item], thing: Thing) -> bool:
    """Return whether "level" stands alone: of nothing, and neither high nor low."""
    alone = len(words) == 1 and words[0].key in clause.page.lexicon.generic
    return alone and phrase.number is None and not thing.state and not clause.behind.get(phrase)


def _is_verdict(clause: Clause, phrase: Phrase) -> bool:
    """Return whether an event behind a comma and an article says what the one before it is: "cord compression, an emergency"."""
    before = clause.ahead_of(phrase)[-2:] if phrase.items else ()
    return len(before) == 2 and before[0].key == "," and before[1].key in {"a", "an"} and phrase is clause.phrases[-1]


def _is_no_finding(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> bool:
    """Report the disease as a finding of itself, a route alone, and what is no treatment."""
    if (
        "involved" in clause.held
        and phrase.role == "is"
        and len(phrase.items) > 1
        and phrase.items[0].key in clause.page.lexicon.words["involved"]
    ):
        clause.cannot(phrase, "when or how something is affected")  # "women are affected early"
        return True
    if thing.kind == "Quality" and thing.aspect == "route" and predicate != "treatedBy":
        clause.cannot(phrase, "a route alone names nothing", "what is given by it")
        return True
    if predicate == "treatedBy":
        return _is_no_treatment(clause, phrase, thing)
    if predicate in FINDINGS and thing.term == clause.page.topic and thing.kind == "Disease" and _is_own(clause, phrase):
        clause.cannot(phrase, "the disease is no finding of itself", "what it is seen with")
        return True
    return False


def _is_no_treatment(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Report who is treated, and not with what; "excellent with treatment" names no treatment."""
    lexicon, words = clause.page.lexicon, phrase.words
    people = bool(words) and words[0].entry is not None and words[0].entry.term.kind == "Population"
    if words and thing.term.candidate and (people or words[-1].key in lexicon.words["fraction"]):
        clause.used.update(clause.behind.get(phrase, ()))
        clause.cannot(phrase, "who is treated, and not with what")  # "patients unfit for surgery", "half respond"
        return True
    outlook = clause.key == "prognosis" and phrase.role == "with" and bool(clause.drafts)
    bare = outlook and len(words) == 1 and words[0].key in lexicon.words["remedy"]
    if bare and not clause.complements(phrase, True):
        clause.read(phrase.spans)
        return True
    return False


def is_of_stain(clause: Clause, phrase: Phrase, predicate: str) -> bool:
    """Report what would be a finding of a stain: its page tells of what takes it, and by words that say so."""
    loose = predicate == "associatedWith" and phrase.role not in WHOLE
    if not loose and predicate not in {*FINDINGS, "diagnosedBy"}:
        return False
    if any(s.term != clause.page.topic for s in clause.subjects):
        return False
    clause.cannot(phrase, "a stain has no findings", "what takes the stain, or how it looks")
    return True


def _ends_in_adjective(clause: Clause, words: list[Item], thing: Thing) -> bool:
    """Return whether a name of several unknown words has lost its noun: "compatible clinical", before "and radiographic picture"."""
    last = words[-1] if len(words) > 1 else None
    endings = clause.page.lexicon.endings["cut"]
    return last is not None and thing.term.candidate and last.kind == "word" and not last.inflected and last.key.endswith(endings)


def _awaits_verb(clause: Clause, phrase: Phrase) -> bool:
    """Return whether "to" and a word that is no quality stand behind a quality: "hard to see"."""
    end = phrase.span.end
    after = [i for i in clause.items if i.span.start >= end][:2]
    return len(after) == 2 and after[0].key == "to" and after[1].kind in {"word", "verb"}


def _is_bare(clause: Clause, phrase: Phrase, thing: Thing, predicate: str, role: str) -> bool:
    """Return whether a noun alone, or with a quality, says nothing: "diagnosis", "little effect", "associated with tumors"."""
    words, lexicon = phrase.words, clause.page.lexicon
    if not words:
        return False
    ordinal, amount = lexicon.words["ordinal"], lexicon.words["amount"]
    empty = words[-1].key in lexicon.words["bare"] and thing.term.candidate
    empty = empty and all(i.kind == "quality" or i.key in ordinal or i.key in amount for i in words[:-1])
    lone = len(words) == 1 or role == "" and phrase.role == "" and all(i.entry is None for i in words)
    named = predicate in {"associatedWith", "relatedTerm"} or thing.term.label == "lesion" and predicate in UNTOLD
    lesion = lone and words[-1].key in lexicon.words["lesion"] and named
    outcome = role == "outcome" and not thing.kind and len(words) == 1 and words[0].kind == "word" and phrase.link == "and"
    behind = clause.complements(phrase, role in WHOLE) if empty or lesion or outcome else []
    told = behind and (len(words) > 1 or any(p.kind for p in behind) or predicate != "associatedWith")
    return (empty or lesion or outcome) and not told


def no_place(clause: Clause, phrase: Phrase, thing: Thing) -> str:
    """Return why a thing behind "in" or "around" makes no claim; "" where it may make one."""
    if is_of_nothing(clause) and thing.kind in PLACES:
        return "a place of which nothing is said"  # "aspirate taken above the ankle"
    if thing.kind == "Disease" and phrase.role != "around" and clause.page.names.member(thing.term) and not clause.setting.entry:
        return "a place in the page's own disease"  # "far lower in type B": nothing is associated
    if thing.kind == "Disease" and clause.key in LOOKED_AT and not clause.setting.entry and _is_absent_before(clause, phrase):
        return "a disease in which something is denied"  # "lacking in children and in disease A": A is not said to go with it
    if phrase.marker is not None and phrase.marker.key in clause.page.lexicon.words["outdone"] and _behind_choice(clause, phrase):
        return "what something else is preferred to"  # "favors A over B"
    if thing.kind == "Finding" and phrase.role == "around" and phrase.scope("polarity"):
        return "a place that is denied"  # "not around the nests": of the nests nothing is denied
    if clause.setting.role == "stain_negative" and thing.kind in NEGATED:
        return "no stain of a list stands behind a preposition"  # "X in most, Y in all": whether Y stains is not read
    if thing.kind == "Quality" and (clause.key == "epidemiology" or _of_cases(clause, phrase)):
        return "people of whom only a quality is known"  # "among Black than among White persons", "in familial or sporadic cases"
    return ""


def _is_absent_before(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a finding and the denial of it stand before a phrase: "X is absent in children and in disease A"."""
    found = [d.source for d in clause.drafts if d.polarity == "denied" and d.source is not None and d.source.items]
    denials = [i for i in clause.items if i.kind == "scope" and i.marker.property == "polarity" and i.span.end <= phrase.span.start]
    return any(s.span.end <= i.span.start for s in found for i in denials)


def is_of_nothing(clause: Clause) -> bool:
    """Return whether nothing that is done or found stands before a place under Diagnosis."""
    return clause.key == "diagnosis" and not clause.setting.entry and not (clause.drafts or clause.before or clause.setting.kept)


def _of_cases(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a quality is joined to the cases that it is of."""
    words = clause.page.lexicon.words["people"]
    return any(p.last is not None and p.last.key in words for p in clause.group(phrase) if p is not phrase and p.link in {"and", "or"})


def _behind_choice(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a word that speaks for one of two stands before a phrase: "favors A over B"."""
    return any(i.kind == "cue" and i.marker.value == "suggest" for i in clause.ahead_of(phrase))
