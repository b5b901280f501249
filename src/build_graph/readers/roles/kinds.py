"""What kind a name has by its place: an unknown one by its list or clause, a known one by what the section sees."""

from __future__ import annotations

from dataclasses import replace

from build_graph.facts import Term
from build_graph.language.items import Item
from build_graph.language.phrases import Phrase
from build_graph.language.sharing import APPEARANCE
from build_graph.readers.clause import CHANGE_SECTIONS, FINDINGS, GENUS_SECTIONS, PLACES, SEEN_SECTIONS, Clause
from build_graph.readers.names import slug_of
from build_graph.readers.things import Thing, thing_of

#: Sections where "most common X" ranks the page's disease among the X.
SUPERLATIVE_SECTIONS = {*GENUS_SECTIONS, "epidemiology"}
#: An unknown name has so many words at most.
MOST_ITEMS = 4
#: Dimensions of a quality that say which part of a tissue it is, not how it looks.
WHERE = {"distribution", "compartment", "laterality"}
#: Kinds that stand in one list with findings.
SEEN_KINDS = {"Disease", "CellType", "Process", "Protein"}


def placed(clause: Clause, phrase: Phrase, thing: Thing) -> Thing:
    """Return a thing with the kind that it has where it stands: a place in a state, or a disease among findings, is a finding."""
    thing = by_place(clause, phrase, _in_state(clause, phrase, thing))
    optional = thing.kind in PLACES and clause.key in SEEN_SECTIONS and phrase.scope("alternative") is not None  # there, or not: seen
    found = _altered(clause, phrase, thing) or optional or _is_gone(clause, phrase, thing)
    found = found or thing.kind == "Disease" and is_seen(clause, phrase, thing)
    return thing._replace(kind="Finding") if found else thing


def _is_gone(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a tissue is said not to be there, which is seen: "absent granular layer"; "spared" and "not involved" tell where."""
    alone = len(phrase.items) == 1 and thing.kind in PLACES and clause.key in {*SEEN_SECTIONS, "differential"}
    denied = phrase.scope("polarity") if alone else None
    return denied is not None and denied.item.key.split(" ")[-1] in clause.page.lexicon.words["not-there"]


def by_place(clause: Clause, phrase: Phrase, thing: Thing) -> Thing:
    """Give an unknown name the kind of the list that it stands in, or the one that its place gives."""
    if _is_seat(clause, phrase, thing):
        return thing._replace(kind="AnatomicalSite", term=replace(thing.term, kind="AnatomicalSite"))
    if thing.kind == "Protein" and clause.key == "molecular" and not phrase.role and clause.sibling(phrase) == "Gene":
        return thing._replace(kind="Gene")  # "HRAS, ATRX": the gene of that name
    if thing.kind:
        return thing
    denied = phrase.scope("polarity")
    word = denied.item.key if denied else ""
    lacks = word in clause.page.lexicon.words["lacking"]
    role = "with" if word in {"without", "with no"} else "show" if clause.owned(phrase) or lacks else phrase.role
    bare = bool(phrase.items) and phrase.items[-1].key in clause.page.lexicon.words["bare"]  # "with mixed results"
    told = "" if bare else clause.page.lexicon.unknown_kinds.get((clause.key, role), "")
    kind = clause.sibling(phrase) or (told if _is_item(clause, phrase, told) else "") or _by_clause(clause, phrase)
    return thing._replace(kind=kind, term=replace(thing.term, kind=kind)) if kind else thing


def _is_seat(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether an item of a list under Sites that says how often names where the disease sits: "rarely duct cyst"."""
    told = clause.key == "sites" and thing.term.candidate and thing.kind in {"", "Finding"} and phrase.scope("frequency") is not None
    return told and not any(p.marker or p.number or p.kind in PLACES for p in clause.phrases)


def _by_clause(clause: Clause, phrase: Phrase) -> str:
    """Return the kind that an unknown name at the start of a clause has by what is said of it; "" where nothing tells.

    It is what a definition begins with, what is ranked, what drives a step, what befalls so many, what acts under Treatment.
    """
    lead = clause.lead or phrase
    first = phrase.role == "" and not phrase.introduced and phrase.group == lead.group
    if clause.key == "essential" and phrase.role == "with" and phrase.parent is not None and phrase.parent.kind in {"Finding", ""}:
        return "Finding" if _looks(phrase) else ""  # "plaques with silvery scale"
    if clause.key in SUPERLATIVE_SECTIONS and phrase.role in {"", "is"} and rank_of(clause, phrase):
        return "Disease"
    if clause.key == "clinical" and phrase.role == "is" and len(phrase.items) > 1 and clause.had_by_share(phrase):
        return "Finding"
    if not first or clause.setting.entry:
        return ""
    after = clause.after(phrase)
    behind = clause.after(clause.group(phrase)[-1])
    if clause.key == "definition" and not clause.before and len(phrase.items) <= MOST_ITEMS:
        return "Disease" if not clause.page.about_stain else "Protein" if len(phrase.items) > 1 else ""
    if clause.key == "etiology" and len(phrase.items) <= MOST_ITEMS and any(p.role == "effect" for p in after):
        return "Event"  # "X, taken by mouth, can trigger ..."
    if clause.key == "pathophysiology" and any(p.role == "effect" for p in after[:2]):
        return "Process"
    if clause.key in {"prognosis", "clinical"} and any(p.number and p.number.is_share for p in behind[:1]):
        return "Finding"
    if clause.key == "essential" and _looks(phrase) and not any(p.role.startswith("verb") for p in after):
        return "Finding"
    acts = any(p.role in {"verb:act", "effect"} for p in after[:2])
    return "Procedure" if clause.key == "treatment" and acts and len(phrase.items) <= 2 else ""


def _looks(phrase: Phrase) -> bool:
    """Return whether a noun phrase begins with how the thing looks or feels."""
    first = phrase.words[0].entry if len(phrase.words) > 1 else None
    return first is not None and first.aspect in APPEARANCE


def _is_item(clause: Clause, phrase: Phrase, kind: str) -> bool:
    """Return whether a phrase is a short item of a list, in a clause that no verb rules which is not understood.

    One lone word is no finding, and nothing in a list of places, people or drugs is: it may be anything.
    """
    verbs = (p for p in clause.phrases if p.marker and p.marker.kind == "verb" and p.role not in {"show", "verb:link"} and not _is_share(p))
    ruled = any(not (p.relative and p.span.start > phrase.span.start if p.items else False) for p in verbs) and not clause.owned(phrase)
    method = clause.key in {"radiology", "diagnosis"} and not clause.setting.kept and phrase.role == ""
    method = method and not any(p.kind == "ImagingModality" and p.role == "in" for p in clause.phrases)  # "T2 bright on MRI"
    measured = clause.key == "laboratory" and phrase.number is not None and phrase.number.quantity.unit not in {"1", "%"}
    alone = kind == "Finding" and len(clause.phrases) == 1 and len(phrase.items) == 1 and not phrase.introduced and not measured
    lone = alone and not _stands(clause, phrase)
    end = clause.items[-1].span.end
    headed = len(phrase.items) == 1 and not phrase.items[0].inflected and clause.page.text[end : end + 1] == ":"
    if kind == "Finding" and headed and any(p.parent is phrase for p in clause.phrases):
        return False  # "Parallel to X: ...", "Independent of X: ..."
    others = any(p.kind not in {"", "Quality", kind, *_beside(clause, kind)} for p in clause.group(phrase))
    return not (ruled or method or lone or others) and len(phrase.items) <= MOST_ITEMS and (phrase.parent is None or phrase.role == "with")


def _is_share(phrase: Phrase) -> bool:
    """Return whether a verb leads to a share alone, which says of how many: "X accounts for 70%"."""
    return phrase.number is not None and phrase.number.is_share and not phrase.items


def _stands(clause: Clause, phrase: Phrase) -> bool:
    """Return whether one lone word is a finding all the same: what "no" denies, or a plural noun behind a finding of the line."""
    if clause.key not in CHANGE_SECTIONS | {"gross", "differential", "radiology"}:
        return False
    denied = phrase.scope("polarity")
    if denied is not None:
        return denied.item.span.start < phrase.span.start and denied.item.key in {"no", "without"}
    seen = any(d.predicate in FINDINGS for d in clause.before)
    return seen and phrase.items[0].inflected and phrase.items[0].span.end == clause.items[-1].span.end


def _beside(clause: Clause, kind: str) -> set[str]:
    """Return the kinds beside which an unknown name in a list is still of ``kind``; a disease under Clinical features may be anything."""
    if kind != "Finding":
        return set()
    organ = any(k.qualifier.name == "site" for k in clause.setting.kept)
    return SEEN_KINDS - {"Disease"} if clause.key == "clinical" and not organ else SEEN_KINDS


def _in_state(clause: Clause, phrase: Phrase, thing: Thing) -> Thing:
    """Return a place in a state as the finding that it is where things are seen: "congested serosa", "preserved granular layer"."""
    state = thing.state
    listed = phrase.role in {"", "show", "with"} and not clause.setting.role and clause.key in SEEN_SECTIONS - {"clinical", "laboratory"}
    if state is None or state.entry is None or thing.kind not in PLACES or not listed:
        return thing
    label = f"{state.entry.term.label} {thing.term.label}"
    term = Term(slug_of(label), label, "Finding", candidate=True, head=thing.term)
    return thing._replace(kind="Finding", term=term, spans=(state.span, *thing.spans), state=None)


def is_seen(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a name that ends as a disease does, or a known disease in a list of findings, names what is seen: "cryptitis"."""
    if thing.kind != "Disease" or clause.setting.role or clause.page.names.member(thing.term):
        return False
    if phrase.role not in {"", "is", "with", "show"} or clause.key not in CHANGE_SECTIONS | {"gross", "differential"}:
        return False
    others = [p.kind for p in clause.group(phrase) if p is not phrase]
    listed = any(kind in {"Finding", "CellType"} for kind in others) and (thing.term.candidate or clause.group(phrase)[0] is not phrase)
    return listed or thing.term.candidate and clause.key != "differential" or bool(phrase.scope("polarity")) and phrase.role in {"", "with"}


def _altered(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Return whether a bare list item names a place as something that is seen: "thrombosed vessels", by a modifier that no name holds."""
    listed = phrase.role in {"", "show", "with"} and not clause.setting.role
    if not listed or thing.kind not in PLACES or clause.key not in SEEN_SECTIONS or clause.key == "clinical":
        return False
    words = phrase.words
    counted = bool(words) and words[0].key in clause.page.lexicon.words["ordinal"]  # "second part of X" is a place
    named = not counted and thing.term.candidate
    return named and len(words) > 1 and words[0].kind == "word" and words[-1].kind in {"term", "word"}


def rank_of(clause: Clause, phrase: Phrase) -> list[Item]:
    """Return the words that make the first, or one of the first, of a class: "most common", "second most frequent"."""
    words = clause.page.lexicon.words
    before = clause.ahead_of(phrase)[-3:]
    said = [i for i in before if i.key in words["superlative"] or i.key in words["ordinal"]]
    top = len(said) > 1 or bool(said) and said[-1].key.endswith(clause.page.lexicon.endings["superlative"])
    return said if top and before[-1] in said else []


def tissue_looks(clause: Clause, phrase: Phrase, thing: Thing, predicate: str) -> None:
    """Read "thick septa", "in a myxoid stroma" as a finding of ``predicate``: how a tissue looks is seen, and no place tells it."""
    shown = [a for a in thing.attributes if a.entry and a.entry.aspect not in WHERE]
    whole = thing_of(phrase, clause.page, whole=True) if (shown or thing.state) and thing.kind == "Tissue" else None
    if whole:
        made = whole._replace(kind="Finding", term=replace(whole.term, kind="Finding", head=thing.term))
        clause.draft(predicate, made, phrase, "tissue-looks")
