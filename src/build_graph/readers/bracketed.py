"""One name in a bracket: what it may be to the name before it, by the first row of READINGS that fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from build_graph.facts import Span, Term
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.readers.bracket_kinds import drug_class, is_drug_class, is_like, is_listed, like, read_type, unknown_member
from build_graph.readers.bracket_names import Bracket, abbreviates, synonym
from build_graph.readers.clause import FINDINGS, LOCUS, PLACES, Clause
from build_graph.readers.draft import Draft, Subject

#: Predicates of what is seen: a quality in a bracket is seen, too, and no type.
SEEN = FINDINGS | {"stainResult"}
#: Predicates whose object may come in types: "(primary and secondary)".
TYPED = {"hasRiskFactor", "associatedWith", "causedBy"}
#: Dimensions of a quality that say where or in which colour more of a thing is found.
PREDOMINANT = {"colour", "color", "distribution", "laterality"}
#: Kinds of what a marker in a bracket stains.
BEARERS = {"CellType", "Tissue"}
#: A part of a place has so many words at most.
MOST_WORDS = 3


def _member_of(bracket: Bracket) -> Term | None:
    """Return the subtype that the bracket names."""
    member = bracket.clause.page.names.label(bracket.other.key)
    return None if member == bracket.clause.page.topic else member


def _narrows(bracket: Bracket) -> bool:
    return _member_of(bracket) is not None and bracket.draft is not None and bracket.thing.kind != "Disease"


def _narrow(bracket: Bracket) -> None:
    """Read "suprabasal split (type A)": what the phrase says is said of the subtype alone."""
    member = _member_of(bracket)
    for draft in bracket.clause.drafts if member else ():
        if member and draft.source is bracket.phrase:
            draft.subjects = (Subject(member, bracket.named.phrase, bracket.clause.block.index),)
    outer = [s for s in bracket.clause.setting.subjects if member and member.head == s.term != bracket.clause.page.topic]
    for each in outer:  # "AB: mutation (ABv)": ABv is a kind of AB
        own = (Subject(member, bracket.named.phrase, bracket.clause.block.index),) if member else ()
        kind = Draft(own, "subtypeOf", each.term, each.spans, "label-below", phrase=each.spans, context=(each.block,))
        bracket.clause.drafts.append(kind)


def _is_form(bracket: Bracket) -> bool:
    """Return whether a bracket behind a finding names a form of the disease: "mutation (type II)", "(cutaneous form)"."""
    words, items, lead = bracket.clause.page.lexicon.words, bracket.other.items, bracket.other.introduced
    named = any(i.key in words["numbered-form"] for i in (*([lead] if lead else ()), *items[:-1]))
    told = len(items) > 1 and items[-1].key in words["variant"]
    return (named or told) and bracket.predicate in {*FINDINGS, "molecularFinding", "stainResult", "occursAtSite"}


def _form(bracket: Bracket) -> None:
    """Read it as the condition under which the finding is there: no finding of its own."""
    lead, span = bracket.other.introduced, bracket.other.span
    span = Span(lead.span.start if lead else span.start, span.end)
    for draft in [d for d in bracket.clause.drafts if d.source and d.source.group == bracket.phrase.group]:
        draft.add("condition", " ".join(bracket.clause.page.words(span).split()).casefold(), (span,), bracket.clause.block.index)


def _stain(bracket: Bracket) -> None:
    """Read "dye D (black)": the colour that the stain gives."""
    made = bracket.clause.draft("stainResult", bracket.named, bracket.other, "stain-colour")
    made.kept = [k for k in made.kept if k.qualifier.name == "kind"]
    made.add("stain", bracket.thing.term, bracket.thing.spans, bracket.clause.block.index)
    if bracket.draft:
        made.modality = bracket.draft.modality
        made.mentions += [m for m in bracket.draft.mentions if m.role == "modality"]


def _is_result(bracket: Bracket) -> bool:
    """Return whether a bracket behind cells says how a marker stains them: "tumor cells (CD34+, S100-)"."""
    return bracket.other.result is not None and bracket.thing.kind in BEARERS and bracket.predicate in SEEN


def _result(bracket: Bracket) -> None:
    """Read the marker as a stain of the cells; among stains the cells themselves are none."""
    clause, result = bracket.clause, bracket.other.result
    marker = clause.bare(replace(bracket.other, items=bracket.other.items[:-1]))
    if bracket.draft is None or marker is None or result is None:
        return
    if bracket.draft.polarity == "denied":
        clause.cannot(bracket.other, "a stain of cells that are denied")
        return
    clause.read([result.span])
    made = clause.draft("stainResult", marker, bracket.other, "bracket-result", bracket.draft.subjects)
    made.add("bearer", bracket.thing.term, bracket.thing.spans, clause.block.index)
    if result.key == "negative":
        made.deny(result)
    if bracket.predicate == "stainResult" and bracket.draft in clause.drafts:
        clause.drafts.remove(bracket.draft)


def _is_quality(bracket: Bracket) -> bool:
    return bracket.named.kind == "Quality" and bracket.thing.kind != "Quality"


def _quality(bracket: Bracket) -> None:
    """Read a quality by its dimension: a condition, where more is found, what is seen, else a type."""
    named, draft, block = bracket.named, bracket.draft, bracket.clause.block.index
    if draft is None or bracket.other.scope("polarity"):
        return  # "gold (but not silver)"
    if named.term.label in RESULTS and draft.predicate == "labFinding":
        if not draft.has("state") and len(bracket.phrase.brackets[0]) == 1:
            draft.add("state", named.term.label, named.spans, block)  # "serology (negative)", not "(negative in X)"
        return
    known = f"{named.term.label} {bracket.thing.term.label}".casefold() in bracket.clause.page.lexicon.names
    if named.aspect == "compartment" and draft.predicate == "stainResult":
        draft.add("pattern", named.term.label, named.spans, block)
    elif known and draft.predicate == "treatedBy":
        read_type(bracket, draft)
    elif draft.predicate == "treatedBy" and any(i.entry and i.entry.term.kind in {"Gene", "Protein"} for i in bracket.other.items):
        draft.add("condition", bracket.clause.page.words(bracket.other.span), (bracket.other.span,), block)  # "drug A (gene B mutated)"
    elif named.aspect in {"course", "age"} and draft.predicate not in TYPED:
        draft.add("condition", named.term.label, named.spans, block)
    elif named.aspect in PREDOMINANT:
        draft.add("predominance", named.term.label, named.spans, block)
    elif draft.predicate in SEEN:
        each = bracket.clause.draft(draft.predicate, named, bracket.other, "bracket-quality", draft.subjects)
        each.add("attribute", named.aspect, named.spans, block)
    else:
        read_type(bracket, draft)


def _is_site_of_member(bracket: Bracket) -> bool:
    return bracket.named.kind in PLACES and bracket.clause.page.names.label(bracket.phrase.key) is not None


def _site_of_member(bracket: Bracket) -> None:
    """Read "nodular X (scalp)": where the subtype sits."""
    clause, bearer = bracket.clause, bracket.clause.page.names.label(bracket.phrase.key)
    if bearer:
        own = Subject(bearer, bracket.thing.phrase, clause.block.index)
        site = clause.draft("occursAtSite", bracket.named, bracket.other, "bracket-site", (own,))
        site.kept = [k for k in site.kept if k.qualifier.name == "kind"]


def _method(bracket: Bracket) -> None:
    """Read "(CT)": how the facts of the whole coordination are seen."""
    for draft in bracket.clause.drafts:
        if draft.source and draft.source.group == bracket.phrase.group:
            draft.add("method", bracket.named.term, bracket.named.spans, bracket.clause.block.index)


def _is_locus(bracket: Bracket) -> bool:
    """Return whether a bracket behind a gene names its band of a chromosome: "gene A (13q14)"."""
    return bracket.thing.kind == "Gene" and LOCUS.fullmatch(bracket.other.key) is not None


def _locus(bracket: Bracket) -> None:
    locus_of(bracket.clause, bracket.other, bracket.own)


def locus_of(clause: Clause, phrase: Phrase, gene: Subject) -> bool:
    """Read a band of a chromosome as where ``gene`` lies; return whether the phrase names one."""
    named = clause.bare(phrase) if LOCUS.fullmatch(phrase.key) else None
    if named is None:
        return False
    site = named._replace(kind="AnatomicalSite", term=replace(named.term, kind="AnatomicalSite"))
    draft = clause.draft("occursAtSite", site, None, "locus", (gene,))
    draft.kept.clear()
    draft.add("kind", "locus", named.spans, clause.block.index)
    return True


def _is_deficiency(bracket: Bracket) -> bool:
    """Return whether a bracket behind a disease names the fault of a gene or enzyme: "syndrome X (gene A deficiency)"."""
    other = bracket.other
    last = other.last.key if other.last and len(other.items) > 1 else ""
    fault = last in bracket.clause.page.lexicon.words["gene-fault"]
    if bracket.thing.kind != "Disease":
        return fault and not bracket.thing.kind and bracket.predicate in TYPED
    return fault or bracket.other.kind == "Gene" or _beside_gene(bracket)


def _beside_gene(bracket: Bracket) -> bool:
    """Return whether an unknown name stands in a list of genes: "syndrome X (GENE1, less commonly GENE2)"."""
    inner = next((b for b in bracket.phrase.brackets if bracket.other in b), [])
    return not bracket.named.kind and len(inner) > 1 and any(p.kind == "Gene" for p in inner)


def _deficiency(bracket: Bracket) -> None:
    bracket.clause.draft("causedBy", bracket.named, bracket.other, "bracket-fault", (bracket.own,)).kept.clear()


def _is_gene(bracket: Bracket) -> bool:
    """Return whether a bracket holds a gene: a known one, or what stands in one list with one."""
    inner = next((b for b in bracket.phrase.brackets if bracket.other in b), [])
    symbol = bracket.named.kind == "Protein" and bracket.clause.page.words(bracket.other.span).isupper()  # "MLH1": of gene and protein
    beside = not bracket.named.kind and len(bracket.other.items) == 1 and any(p.kind == "Gene" for p in inner)
    return (bracket.named.kind == "Gene" or symbol or beside) and not bracket.other.marker


def _gene(bracket: Bracket) -> None:
    """Read "syndrome X (gene A)" as the gene of the syndrome."""
    bracket.clause.draft("molecularFinding", bracket.named, bracket.other, "bracket-gene", (bracket.own,)).kept.clear()


def _is_listed_gene(bracket: Bracket) -> bool:
    """Return whether a bracket behind "genes" names some of them: "chromatin modifying genes (A, B)"."""
    many = bracket.phrase.last is not None and bracket.phrase.last.inflected
    return bracket.thing.kind == "Gene" and many and bracket.named.kind in {"Gene", "Protein", ""} and len(bracket.other.items) == 1


def _listed_gene(bracket: Bracket) -> None:
    """Read each as a gene of the disease, and as one of the class."""
    named = bracket.named._replace(kind="Gene", term=replace(bracket.named.term, kind="Gene"))
    bracket.clause.draft("molecularFinding", named, bracket.other, "listed-gene", bracket.draft.subjects if bracket.draft else None)


def _site_of_finding(bracket: Bracket) -> None:
    """Read "nodules (scalp)": where the finding is."""
    if bracket.draft:
        site = bracket.clause.draft("occursAtSite", bracket.named, bracket.other, "bracket-site", bracket.draft.subjects)
        site.add("bearer", bracket.thing.term, bracket.thing.spans, bracket.clause.block.index)


def _related(bracket: Bracket) -> None:
    """Read any other known name behind a known disease as one that has to do with it."""
    related = bracket.clause.draft("relatedTerm", bracket.named, bracket.other, "bracket", (bracket.own,))
    related.kept.clear()
    related.modality = "implied"


def _cause(bracket: Bracket) -> None:
    """Read "infection (organism A, organism B)" behind a cause: each is one."""
    subjects = bracket.draft.subjects if bracket.draft else None
    made = bracket.clause.draft("causedBy", bracket.named, bracket.other, "bracket-cause", subjects)
    if bracket.draft:
        made.modality, made.polarity = bracket.draft.modality, bracket.draft.polarity
        made.kept = [k for k in bracket.draft.kept if k.qualifier.name == "frequency"]


def _nothing(bracket: Bracket) -> None:
    """Claim nothing."""


def _are_known(bracket: Bracket) -> bool:
    known = not bracket.thing.term.candidate and not bracket.named.term.candidate
    return bool(bracket.named.kind) and bracket.thing.kind == "Disease" and known


def _in_sites(bracket: Bracket) -> bool:
    """Return whether a bracket lists parts of a place under Sites: "thyroid (lobe, isthmus)"."""
    return bracket.clause.key == "sites" and len(bracket.other.items) <= MOST_WORDS and not bracket.other.marker


def _in(predicate: str, *kinds: str) -> Callable[[Bracket], bool]:
    """Return the test of a bracket that names one of ``kinds`` behind a fact of ``predicate`` (none: any fact)."""
    return lambda b: b.draft is not None and predicate in {"", b.predicate} and b.named.kind in kinds


def _is_given(bracket: Bracket) -> bool:
    """Return whether a bracket behind a course of treatment names what is given: "combination chemotherapy (A, B)"."""
    course = bracket.predicate == "treatedBy" and bracket.thing.kind == "Procedure"
    return course and bracket.named.kind in {"Substance", "Procedure"} and not bracket.other.marker


#: A name in a bracket is read by the first row that fits.
READINGS: tuple[tuple[Callable[[Bracket], bool], Callable[[Bracket], None]], ...] = (
    (_narrows, _narrow),
    (_is_form, _form),
    (_in("", "Population"), lambda b: b.add("population")),
    (lambda b: _in("stainResult", "Substance", "Protein")(b) and b.thing.kind == "Stain", lambda b: b.add("target")),
    (_in("stainResult", "CellType", "Tissue"), lambda b: b.add("bearer")),
    (_is_listed_gene, _listed_gene),
    (abbreviates, synonym),
    (lambda b: b.thing.kind == "Stain" and b.named.kind == "Quality", _stain),
    (_is_result, _result),
    (_is_quality, _quality),
    (_is_site_of_member, _site_of_member),
    (_in("", "ImagingModality"), _method),
    (is_drug_class, drug_class),
    (_is_given, lambda b: b.member("treatedBy")),
    (_is_locus, _locus),
    (lambda b: b.thing.kind == "Disease" and _is_gene(b) and not b.clause.page.names.member(b.thing.term), _gene),
    (_is_deficiency, _deficiency),
    (is_like, like),
    (lambda b: _in("", *PLACES)(b) and b.thing.kind in {"Finding", "CellType"}, _site_of_finding),
    (lambda b: b.named.kind in PLACES and b.thing.kind in PLACES and not _in_sites(b), _nothing),
    (lambda b: _in("occursAtSite", *PLACES, "")(b) and _in_sites(b), lambda b: b.member("occursAtSite")),
    (_in("causedBy", "Organism", "Disease", "Finding", "Event", "Substance", "Exposure"), _cause),
    (lambda b: _in("occursAtSite", "")(b) and bool(b.other.scopes), lambda b: b.member("occursAtSite")),
    (is_listed, unknown_member),
    (_in("molecularFinding", "Gene", "Protein", ""), lambda b: b.member("molecularFinding")),
    (_are_known, _related),
)


def read_name(bracket: Bracket) -> bool:
    """Read one name in a bracket; return whether it is like the name before it: then a bracket behind it is read so, too."""
    read = next((read for fits, read in READINGS if fits(bracket)), _nothing)
    read(bracket)
    return read is like
