"""Who a clause is about: a subtype that it names anywhere, or the member of the page's family that it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from build_graph.facts import Span, Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.lexicon import fold
from build_graph.readers.befalling import read_befallen
from build_graph.readers.clause import Clause
from build_graph.readers.draft import Subject
from build_graph.readers.names import slug_of
from build_graph.readers.page import Page
from build_graph.readers.things import Thing

#: What stands between the first and the last of a range.
RANGING = {"-", "–", "to"}
#: What a numbered form of the disease is not to the disease.
NOT_OF_FORMS = {"associatedWith", "hasRiskFactor", "causedBy", "hasComplicationOrOutcome", "hasClinicalFinding", "histologicFinding"}


def read_subject(clause: Clause) -> None:
    """Set the subjects of a clause where it names them; else it speaks of what the lines above speak of."""
    _of_people(clause)
    _of_type(clause)
    lead = clause.lead
    if lead is not None and clause.key == "definition" and not lead.kind and _is_defined(clause, lead):
        clause.used.update(p for p in clause.phrases if p is lead or p.role == "is")
        clause.cannot(lead, "a name that is defined, and not known")  # "Ligand is X": said of no disease
    elif lead is not None and not clause.setting.fixed and _may_be_subject(clause, lead):
        _take(clause, lead)
    _say_whose(clause)
    if "getting" in clause.held:
        read_befallen(clause)


def _of_people(clause: Clause) -> None:
    """Take "X is a disease of young men" for X in young men: the class word says nothing."""
    words = clause.page.lexicon.words
    for phrase in clause.phrases if clause.key in {"epidemiology", "essential"} else ():
        whole = phrase.parent
        if (
            phrase.kind != "Population"
            and phrase.key not in words["time-of-life"]
            or phrase.role != "complement"
            or whole is None
            or whole.role != "is"
            or len(whole.items) != 1
        ):
            continue
        if whole.items[0].key in words["lesion"] or whole.items[0].hint == "Disease":
            phrase.role, phrase.parent = "in", None
            phrase.scopes += [scope for scope in whole.scopes if scope not in phrase.scopes]
            if phrase.kind != "Population":
                phrase.items[0] = replace(
                    phrase.items[0], kind="term", entry=clause.page.lexicon.entries[words["time-of-life"][phrase.key]]
                )
            clause.behind[whole] = [p for p in clause.behind.get(whole, ()) if p is not phrase]
            clause.used.add(whole)


def _say_whose(clause: Clause) -> None:
    """Take "X nodules", where the clause speaks of X, for the nodules: the name before a known finding only says whose they are."""
    for phrase in clause.named:
        last = phrase.items[-1].entry if len(phrase.items) > 1 else None
        if last is None or last.term.kind != "Finding" or phrase.lent_after:
            continue
        start = next((n for n, item in enumerate(phrase.items) if item.kind != "quality"), 0)
        for own in clause.subjects:
            end = start + _named_first(phrase.items[start:], own.term)
            if end > start and all(item.entry for item in phrase.items[end:]):
                spans = phrase.spans[start:end]
                del phrase.items[start:end]
                clause.subjects = tuple(Subject(s.term, spans, clause.block.index) if s is own else s for s in clause.subjects)
                break


def _named_first(items: Sequence[Item], term: Term) -> int:
    """Return how many items, but not all, are the name of ``term`` that they begin with; 0 for none."""
    first, name, key = items[0], fold(term.label), ""
    if len(items) > 1 and first.entry is not None and first.entry.term == term:
        return 1
    if not name.startswith(first.key):
        return 0
    for count, item in enumerate(items[:-1], start=1):
        key = f"{key} {item.key}".lstrip()
        if key == name:
            return count
    return 0


def _is_defined(clause: Clause, lead: Phrase) -> bool:
    """Return whether a clause only says what an unknown name at its start is; the ligand of a stain's antigen is known by its place."""
    if clause.page.about_stain and lead.key in clause.page.lexicon.words["ligand"]:
        return False
    after = [p for p in clause.after(lead) if p.parent is not lead]
    verbs = [i for i in clause.items if i.function == "be" and i.span.start >= lead.span.end]
    return not lead.role and bool(verbs) and bool(after) and after[0].role == "is" and len(clause.items) > 2 and bool(after[0].items)


def _of_type(clause: Clause) -> None:
    """Take "in the nodular type" for the subject of the clause, wherever it stands."""
    forms = clause.page.names.forms
    people = clause.lead is not None and clause.lead.kind == "Population"
    for phrase in clause.phrases if not clause.setting.entry else ():
        if forms and phrase.key in forms and _is_sign_of(clause, phrase):
            clause.subjects = (Subject(forms[phrase.key].term, phrase.spans, clause.block.index),)
            clause.used.update([phrase, *([phrase.parent] if phrase.parent else [])])
            return
        told = phrase.role in {"in", "place"} or phrase.role == "complement" and _measured(clause, phrase)
        told = told or people and _is_had(clause, phrase)
        term = clause.page.names.label(phrase.key) if phrase.items and told else None
        if term and term != clause.page.topic:
            clause.subjects = (Subject(term, phrase.spans, clause.block.index),)
            between = clause.phrases[1 : clause.phrases.index(phrase)] if phrase.role == "complement" else []
            if clause.lead and people:
                clause.lead.scopes += [s for s in phrase.scopes if s not in clause.lead.scopes]  # "children rarely develop X"
            clause.used.update([*between, phrase])
            return  # "~80% in type A, far lower in type B": the first has the number
    lead = clause.lead
    if lead and lead.role == "in" and lead.marker is clause.items[0] and (family := _family(clause, lead)):
        clause.subjects = (Subject(family, lead.spans, clause.block.index),)  # "in X, bone is absent", below a look-alike of X
        clause.used.add(lead)


def _is_sign_of(clause: Clause, phrase: Phrase) -> bool:
    """Return whether something is said to be a sign of a form: "palsy is an early feature of type 3"."""
    sign = phrase.parent
    named = sign is not None and phrase.role == "complement" and sign.role == "is" and sign.last is not None
    return named and sign is not None and sign.last is not None and sign.last.key in clause.page.lexicon.words["bare"]


def _measured(clause: Clause, phrase: Phrase) -> bool:
    """Return whether a measure is said of a phrase: "median age at diagnosis of type A is 60 years"."""
    lead = clause.lead or phrase
    before = clause.phrases[: clause.phrases.index(phrase)]
    rated = bool(lead.items) and lead.items[-1].key.split(" ")[-1] in clause.page.lexicon.words["rate"]
    said = any(p.role == "is" and p.number for p in clause.after(phrase)[:1]) or rated and any(p.number for p in clause.after(phrase))
    return (lead.kind == "Measurement" or rated) and not lead.role and len(before) <= 2 and said


def _is_had(clause: Clause, phrase: Phrase) -> bool:
    """Return whether people are said to get a form of the disease: "men develop X", "children are at risk of X"."""
    lead, words = clause.lead, clause.page.lexicon.words
    if lead is None or phrase is lead or lead.role or not phrase.items:
        return False
    verb = phrase.introduced
    noun = verb.marker.property if verb is not None and verb.kind == "verb" else ""
    develops = noun in words["following"] and noun != "requirement"
    ahead = clause.ahead_of(phrase)[-2:]
    risk = phrase.role == "complement" and any(i.key.split(" ")[-1] in words["risk"] for i in ahead)
    return develops or risk


def _may_be_subject(clause: Clause, lead: Phrase) -> bool:
    """Return whether nothing introduces a phrase or completes it, and something is said of it."""
    if lead.role or lead.marker or clause.behind and any(p.role == "complement" for p in clause.behind.get(lead, ())):
        return False
    return len(clause.phrases) > 1 or "scope" in [item.kind for item in clause.items]


def _take(clause: Clause, lead: Phrase) -> None:
    """Take a leading member of the page's family for the subject of the clause, with those coordinated with it."""
    named = [p for p in clause.group(lead) if p.items]
    terms = [(term, p) for p in named if (term := _speaks_of(clause, p))]
    if len(terms) == len(named) < len([p for p in clause.phrases if p.items or p.marker]):
        if clause.key == "sites":
            _sites(clause, [p for _, p in terms])
        clause.subjects = ranged(clause.page, [Subject(term, p.spans, clause.block.index) for term, p in terms])
        clause.used.update(named)
        _contained(clause, named)
        clause.floating += [s for p in named for s in p.scopes if s.marker.property in {"frequency", "predominance"}]
        if clause.setting.role:
            clause.setting = clause.setting._replace(role="")
    elif len(terms) == len(named) and all(p.key in clause.page.names.forms for p in named) and lead.scopes:
        clause.cannot(lead, "a form of the disease of which no more is said")  # "type 1 is mild"
        clause.used.update(named)
    elif _are_patients(clause, lead):
        clause.used.add(lead)


def ranged(page: Page, named: Sequence[Subject]) -> tuple[Subject, ...]:
    """Return subjects with the numbered forms that stand between two: "types 1 - 3" are three; the evidence of the second is the range."""
    if len(named) != 2 or not page.names.forms:
        return tuple(named)
    first, last = named
    start, end = first.spans[-1].end, last.spans[0].start
    keys = {entry.term: key for key, entry in page.names.forms.items() if key.count(" ") == 1}
    word, _, low = keys.get(first.term, "").partition(" ")
    high = keys.get(last.term, "").partition(" ")[2]
    if not (low.isdigit() and high.isdigit()) or page.text[start:end].strip() not in RANGING:
        return tuple(named)
    span = Span(first.spans[0].start, last.spans[-1].end)
    between = [page.names.forms.get(f"{word} {n}") for n in range(int(low) + 1, int(high))]
    return (first, *(first._replace(term=entry.term, spans=(span,)) for entry in between if entry), last)


def drop_forms(clause: Clause) -> None:
    """Take back a numbered form as the object of a fact of its own disease: a form of it is nothing that it comes with."""
    for draft in list(clause.drafts) if clause.page.names.forms else ():
        forms = {entry.term for entry in clause.page.names.forms.values()}
        if draft.predicate in NOT_OF_FORMS and draft.object in forms and all(clause.page.names.member(s.term) for s in draft.subjects):
            clause.drafts.remove(draft)
            if draft.source is not None:
                clause.cannot(draft.source, "a form of the disease of which no more is said")


def _contained(clause: Clause, named: list[Phrase]) -> None:
    """Read what a subject contains as what it shows: "type A contains lymphocytes"; the two are no one name."""
    for phrase in [p for each in named for p in clause.behind.get(each, ()) if p.role == "contain"]:
        phrase.role, phrase.parent = "show", None
        for each in named:
            clause.behind[each] = [p for p in clause.behind.get(each, ()) if p is not phrase]


def _sites(clause: Clause, named: list[Phrase]) -> None:
    """Say that the page's disease occurs where "pleural tumors" are: under Sites."""
    for phrase in named:
        item = phrase.words[0]
        site = clause.page.lexicon.site_adjectives.get(item.key.split(" ")[0]) or (item.entry if _is_site(item) else None)
        if site is not None and _at_site(clause, phrase):
            clause.draft("occursAtSite", Thing(site.term, site.term.kind, (item.span,), (item.span,)), None, "site-of-subject")


def _are_patients(clause: Clause, lead: Phrase) -> bool:
    """Return whether people of whom no more is said stand before a statement: it is about everybody."""
    said = len(clause.phrases) > 1 + len(clause.behind.get(lead, ()))
    return lead.kind == "Population" and said and all(item.key in clause.page.lexicon.words["people"] for item in lead.items)


def _speaks_of(clause: Clause, phrase: Phrase) -> Term | None:
    """Return the member of the family that a phrase names, or below an entry of a differential the entry."""
    if clause.setting.entry and phrase.key in clause.page.names.forms:
        return None  # a form of the look-alike, not of the page's disease
    if not clause.setting.entry and (placed := _at_site(clause, phrase)):
        return placed
    if clause.setting.entry or clause.key == "treatment_child":
        thing = clause.thing(phrase)
        own = clause.setting.subjects[0].term
        return own if thing and thing.term == own else _family(clause, phrase)
    return clause.page.names.label(phrase.key)


def _family(clause: Clause, phrase: Phrase) -> Term | None:
    """Return the page's disease, or a form of it, where a clause below an entry of a differential names it as what it speaks of."""
    thing = clause.thing(phrase) if clause.setting.entry else None
    return thing.term if thing and thing.kind == "Disease" and clause.page.names.member(thing.term) else None


def _at_site(clause: Clause, phrase: Phrase) -> Term | None:
    """Return the page's disease at a site: on the page of a tumor "pleural tumors" are the tumor there.

    "Skin disease" is none: it is another disease, as likely as not; nor is a site that the name of a subtype holds.
    """
    words, page = phrase.words, clause.page
    if not 0 < len(words) < 3:
        return None
    first, last = words[0].key.split(" ")[0], words[-1].key.split(" ")[-1]
    site = len(words) == 2 and (words[0].key in page.lexicon.site_adjectives or _is_site(words[0]))
    named = len(words) == 1 and first in page.lexicon.site_adjectives and words[0].entry is not None
    if not (site or named) or last not in page.lexicon.words["lesion"] or page.topic.kind != "Disease" or len(clause.phrases) < 2:
        return None
    if any(item.key in page.lexicon.words["superlative"] for item in clause.ahead_of(phrase)):
        return None  # "most common tumor of X"
    if last == "disease" or any(first in term.label for term in page.names.family.values()):
        return None
    label = f"{first} {page.topic.label}"
    return Term(slug_of(label), label, "Disease", candidate=True, head=page.topic)


def _is_site(item: Item) -> bool:
    return item.entry is not None and item.entry.term.kind == "AnatomicalSite"
