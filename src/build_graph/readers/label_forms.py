"""What a label is, by the words that it is made of: the first row of FORMS that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from build_graph.language.atoms import ROMAN
from build_graph.language.words import NUMERAL_LINKS
from build_graph.lexicon import Lexicon, fold
from build_graph.readers.clause import METHODS, PLACES

if TYPE_CHECKING:
    from build_graph.facts import Term
    from build_graph.readers.labels import Label

#: Roles that a label without anything on its right gives to the items below it.
LIST_ROLES = {
    "adverse", "risk", "prognostic", "association", "cause", "outcome", "treat", "effect", "hypothesis", "finding", "place", "synonym",
    "mediate", "example",
}  # fmt: skip
#: Sections in which a place for a label says where the items below are found.
SITE_SECTIONS = {"clinical", "gross", "microscopic", "radiology", "essential", "differential"}
#: Sections in which a label may name the age of what is seen.
AGED_SECTIONS = {"gross", "microscopic", "radiology", "cytology"}
#: Sections in which a label may say of what patients the rest holds.
STRATIFIED_SECTIONS = {"diagnosis", "prognosis", "treatment"}
#: A numeral of a stage, or what joins two: "IV", "2B", "and".
LONGEST_NUMERAL = 3
#: Sections in which a procedure for a label is no way of seeing.
NO_METHODS = {"treatment", "prognosis", "sites"}
#: Words of a label behind a semicolon, at most.
LONGEST_LABEL = 4


def _lists_takers(label: Label) -> bool:
    """Return whether a label stands in a list of what takes a stain, or does not: "GIST: 95%", "Lung: club cells"."""
    return label.above.role.partition(":")[0] in {"takes_stain", "lacks_stain"}


def _is_leaf(label: Label) -> bool:
    """Return whether a member of the family stands alone on its line."""
    return label.subject is not None and label.rest is None and not label.below


def _is_family(label: Label) -> bool:
    return label.subject is not None


def _is_spot(label: Label) -> bool:
    """Return whether a label tells where a form of the disease is, and nothing else: "Central", "Distal" below it."""
    return label.spot is not None


def _is_scope(label: Label) -> bool:
    return label.scope is not None


def _is_level(label: Label) -> bool:
    """Return whether a label under Laboratory says how high what stands behind it is: "Normal: A, B", "Elevated levels: C"."""
    return label.above.key == "laboratory" and level_of(label) is not None


def level_of(label: Label) -> Term | None:
    """Return the state that a label tells, words that name nothing left out: "elevated" of "Often increased levels"; None for another."""
    words = label.page.lexicon.words
    said = {word for item in label.page.items(label.span) if item.kind == "scope" for word in item.key.split(" ")}
    named = label.page.lexicon.names.get(" ".join(w for w in label.words if w not in words["level-label"] and w not in said))
    return named.term if named and named.term.kind == "Quality" and named.term.label in words["level"] else None


def _is_stage(label: Label) -> bool:
    """Return whether a label names a time or stage: "Acute phase", "Early lesions"."""
    lexicon = label.page.lexicon.words
    places = [label.page.lexicon.stages.get(word, "") for word in label.words]
    if len(places) == 1:
        return places[0] == "first" or label.above.key == "prognosis" and label.words[0] in lexicon["lesion-age"]  # "Untreated: ..."
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
    if _is_staged(label) or _is_scored(label):
        return True
    if lexicon["graded"].get(label.words[0]):  # "stage III - IV"
        return len(places) > 1 and all(len(word) <= LONGEST_NUMERAL for word in label.words[1:])
    return len(places) <= 4 and (places[-1] == "last" or places[0] == "first" and places[-1] in {"thing", "last"})


def _is_view(label: Label) -> bool:
    """Return whether a label says at what magnification, or in what pattern or type, the rest is seen: "Low power", "Miliary pattern"."""
    named = label.page.lexicon.names.get(" ".join(label.words))
    return (
        named is None
        and label.above.role != "subtypeOf"
        and label.rest is not None
        and 1 < len(label.words) <= LONGEST_LABEL
        and not label.role
    )


def _is_staged(label: Label) -> bool:
    """Return whether a label names the stages of a system: "FIGO IIIA - IVB disease", "Ann Arbor stage IV"."""
    systems, graded = label.page.lexicon.words["stage-system"], label.page.lexicon.words["graded"]
    named = next((n for n in (1, 2) if " ".join(label.words[:n]) in systems), 0)
    rest = [word for word in label.words[named:] if word not in graded and word not in {"and", "to", "or"}]
    return named > 0 and label.rest is not None and is_graded(rest, label.page.lexicon)


def _is_stratum(label: Label) -> bool:
    """Return whether a label says of whom the rest is said and names nothing: "Transplant eligible", "Nonsecretory (3%)"."""
    if label.above.key not in STRATIFIED_SECTIONS or label.rest is None or label.above.role:
        return False
    words = fold(label.page.masked[label.span.start : label.span.end].partition(" (")[0]).split(" ")
    fit = label.page.lexicon.words["fit"]
    if len(words) <= LONGEST_LABEL and (words[-1] in fit or words[0] in fit and len(words) > 1 and words[1] in NUMERAL_LINKS):
        return True  # "Graft eligible", "Unfit or elderly"
    if len(words) == 1 and label.page.lexicon.stages.get(words[0], "") == "first":
        return True  # "Refractory (10%)"
    lone = len(words) == 1 and words[0] not in label.page.lexicon.names and words[0] not in label.page.lexicon.markers
    return lone and words[0].endswith(label.page.lexicon.endings["stratum"])


def _is_scheme(label: Label) -> bool:
    """Return whether a label names a way of grading, and its grades stand below: "Marsh classification:"."""
    named = label.page.lexicon.names.get(" ".join(label.words))
    return named is None and label.rest is None and label.below and label.words[-1] in label.page.lexicon.words["scheme"]


def _is_scored(label: Label) -> bool:
    """Return whether a label is an unknown name with a numeral: "Marsh 3a - 3c: villous atrophy"; elsewhere one like "ISS III"."""
    lexicon, words = label.page.lexicon, [word for word in label.words if word not in {"-", "to", "and", "or"}]
    told = label.above.key in AGED_SECTIONS or label.above.key in STRATIFIED_SECTIONS and ROMAN.fullmatch(words[-1].upper())
    if not told or label.rest is None or not 1 < len(words) <= LONGEST_LABEL or label.role:
        return False
    known = words[0] in lexicon.names or " ".join(label.words) in lexicon.names or words[0] in lexicon.words["numbered"]
    return not known and words[0].isalpha() and is_graded(words[1:], lexicon)


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
    """Return whether a label under Sites speaks of a form of the disease, or of another: "Extranodal disease: lung, skin"."""
    words = [item for phrase in label.phrases for item in phrase.items]
    plain = len(label.phrases) == 1 and not label.phrases[0].marker
    bare = plain and len(words) > 1 and words[-1].key in label.page.lexicon.words["lesion"]
    other = plain and _kind(label) == "Disease" and not label.page.names.member(label.things[0].term)
    return (bare or other) and label.above.key == "sites" and label.rest is not None and not label.above.role


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
    if label.role == "most:cause" and label.things:  # "Most common cause of the disease: ..."
        return all(label.page.names.member(t.term) for t in label.things)
    tied = len(label.words) == 1 and label.role == "association"
    return label.role in LIST_ROLES and (label.is_verdict or tied or not label.phrases[-1].items)


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
    ("level", _is_level),
    ("scope", _is_scope),
    ("bearer", _bears),
    ("stages", _are_stages),
    ("tally", _is_tally),
    ("scheme", _is_scheme),
    ("stage", _is_stratum),
    ("stage", _is_stage),
    ("variant", _is_variant),
    ("subtype", _is_subtype),
    ("spot", _is_spot),
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
