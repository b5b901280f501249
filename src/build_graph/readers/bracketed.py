"""One name in a bracket: what it may be to the name before it, by the first row of READINGS that fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from build_graph.facts import Span, Term
from build_graph.language.phrases import RESULTS, Phrase
from build_graph.lexicon import fold
from build_graph.readers.clause import FINDINGS, LOCUS, PLACES, Clause
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.names import are_initials, slug_of
from build_graph.readers.things import Thing

#: Predicates of what is seen: a quality in a bracket is seen, too, and no type.
SEEN = FINDINGS | {"stainResult"}
#: Predicates whose object may come in types: "(primary and secondary)".
TYPED = {"hasRiskFactor", "associatedWith", "causedBy"}
#: Predicates whose object may be a class with its members behind it.
MEMBERED = {"causedBy", "treatedBy", "associatedWith", "hasRiskFactor"}
#: Dimensions of a quality that say where or in which colour more of a thing is found.
PREDOMINANT = {"colour", "color", "distribution", "laterality"}
#: Kinds of which a member in a bracket is one by definition, and not by punctuation alone.
CLASSES = {"Substance", "Procedure", "Protein"}
#: Kinds of what a marker in a bracket stains.
BEARERS = {"CellType", "Tissue"}
#: A part of a place has so many words at most.
MOST_WORDS = 3
#: Kinds of a class whose members may stand in a bracket behind it.
LISTED = {*CLASSES - {"Protein"}, "Organism", "Disease", "Exposure", "Finding"}
#: Initials may hold so many small letters ("PLAs").
SMALL_LETTERS = 1


@dataclass(frozen=True, slots=True)
class Bracket:
    """One name in a bracket, and the name before the bracket."""

    clause: Clause
    phrase: Phrase  #: before the bracket
    thing: Thing  #: what it names
    draft: Draft | None  #: the fact that it made
    other: Phrase  #: in the bracket
    named: Thing

    @property
    def own(self) -> Subject:
        """The name before the bracket, as the subject of a fact."""
        return self.clause.subject(self.thing)

    @property
    def predicate(self) -> str:
        """The predicate of the fact before the bracket; "" for none."""
        return self.draft.predicate if self.draft else ""

    def member(self, predicate: str) -> None:
        """Say of the name in the bracket what is said of the one before it."""
        if self.draft:
            made = self.clause.draft(predicate, self.named, self.other, "bracket-member", self.draft.subjects)
            made.modality, made.polarity = self.draft.modality, self.draft.polarity

    def add(self, name: str) -> None:
        """Qualify the fact before the bracket by the name in it."""
        if self.draft:
            self.draft.add(name, self.named.term, self.named.spans, self.clause.block.index)


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


def abbreviates(bracket: Bracket) -> bool:
    """Return whether the bracket holds another name of the thing: a known synonym, or its initials (Schwartz and Hearst, 2003)."""
    if bracket.named.term == bracket.thing.term:
        return True
    if bracket.other.scope("polarity") is not None:
        return False  # "CD8 (not CD4)"
    page = bracket.clause.page
    text, words = page.words(bracket.other.span), [page.words(span) for span in bracket.thing.phrase]
    capitals, letters = sum(c.isupper() for c in text), [c for c in text.upper() if c.isalpha()]
    if text[:1].upper() not in {word[:1].upper() for word in words}:
        return False
    return capitals > 1 and " " not in text and len(letters) - capitals <= SMALL_LETTERS and are_initials(letters, " ".join(words).upper())


def synonym(bracket: Bracket) -> None:
    """Read another name of the thing before the bracket."""
    text, span = bracket.clause.page.words(bracket.other.span), bracket.other.span
    draft = Draft((bracket.own,), "synonym", text, (span,), "bracket-synonym", phrase=(span,))
    if sum(c.isupper() for c in text) > 1:
        draft.add("kind", "abbreviation", (span,), bracket.clause.block.index)
    bracket.clause.drafts.append(draft)


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
        _type(bracket, draft)
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
        _type(bracket, draft)


def _type(bracket: Bracket, draft: Draft) -> None:
    """Read "(primary and secondary)": each type is a factor of its own and a kind of the whole."""
    clause, thing, named = bracket.clause, bracket.thing, bracket.named
    draft.add("types", named.term.label, named.spans, clause.block.index)
    label = f"{named.term.label} {thing.term.label}"
    entry = clause.page.lexicon.names.get(label.casefold())
    term = entry.term if entry else Term(slug_of(label), label, thing.term.kind, candidate=True, head=thing.term)
    made = Thing(term, thing.kind, (*named.spans, *thing.spans), (*named.spans, *thing.spans))
    typed = clause.draft(draft.predicate, made, bracket.other, "bracket-type")
    typed.modality, typed.polarity = draft.modality, draft.polarity
    clause.draft("subtypeOf", thing, None, "bracket-type", (clause.subject(made),)).kept.clear()


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


def _is_class(bracket: Bracket) -> bool:
    """Return whether a bracket says of which class a drug is: "drug A (B inhibitor)"."""
    last = bracket.other.last
    classes = bracket.clause.page.lexicon.words["drug-class"]
    if bracket.predicate != "treatedBy" or last is None or last.inflected or last.key.split(" ")[-1] not in classes:
        return False
    return fold(bracket.thing.term.label).split(" ")[-1] not in classes  # "antibiotics (macrolide)": a class of a class is its member


def _class(bracket: Bracket) -> None:
    drug = bracket.draft.object if bracket.draft and bracket.thing.term.candidate else bracket.thing.term
    if isinstance(drug, Term):
        whole = bracket.named._replace(kind=drug.kind, term=replace(bracket.named.term, kind=drug.kind))
        own = (Subject(drug, bracket.thing.spans, bracket.clause.block.index),)
        bracket.clause.draft("subtypeOf", whole, None, "bracket-class", own).kept.clear()


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


def _is_like(bracket: Bracket) -> bool:
    return bracket.named.kind == bracket.thing.kind != "" and bracket.named.term != bracket.thing.term


def _like(bracket: Bracket) -> None:
    """Read a name of the same kind: another site beside a site, else a member of the class."""
    clause, draft = bracket.clause, bracket.draft
    if draft and bracket.thing.kind in PLACES and draft.predicate == "occursAtSite":
        clause.draft("occursAtSite", bracket.named, bracket.other, "bracket-site", draft.subjects)
    else:
        _member(bracket)


def _member(bracket: Bracket) -> None:
    """Read a member of the class before the bracket, as punctuation alone implies; what is said of the class is said of it."""
    clause, draft, thing, named = bracket.clause, bracket.draft, bracket.thing, bracket.named
    if draft is not None and not isinstance(draft.object, str) and thing.kind not in PLACES:
        made = clause.draft(draft.predicate, named, bracket.other, "bracket-member")
        if made.polarity == "denied":
            return  # "drug A (not B)": B is no kind of A
        made.modality, made.polarity = draft.modality, draft.polarity
        made.kept = list(draft.kept)
        made.mentions += [m for m in draft.mentions if m.role in {"modality", "polarity"}]
    if thing.kind == "Quality":
        return
    subtype = clause.draft("subtypeOf", thing, None, "bracket-member", (clause.subject(named),))
    subtype.kept.clear()
    subtype.modality, subtype.polarity = "asserted" if thing.kind in CLASSES else "implied", "affirmed"


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


def _is_listed(bracket: Bracket) -> bool:
    """Return whether an unknown name stands in a list behind a class: "drugs (A, B)"."""
    inner = next((b for b in bracket.phrase.brackets if bracket.other in b), [])
    plain = len(inner) > 1 and all(p.items and not p.marker and len(p.items) <= 3 for p in inner)
    classed = bracket.thing.kind in {*LISTED, ""} and bracket.predicate in MEMBERED
    return plain and classed and not bracket.named.kind


def _unknown_member(bracket: Bracket) -> None:
    """Read it as a member, of the kind of the class."""
    draft = bracket.draft
    kind = bracket.thing.kind or (draft.object.kind if draft and isinstance(draft.object, Term) else "")
    _member(replace(bracket, named=bracket.named._replace(kind=kind, term=replace(bracket.named.term, kind=kind))))


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
    (_is_class, _class),
    (_is_given, lambda b: b.member("treatedBy")),
    (_is_locus, _locus),
    (lambda b: b.thing.kind == "Disease" and _is_gene(b) and not b.clause.page.names.member(b.thing.term), _gene),
    (_is_deficiency, _deficiency),
    (_is_like, _like),
    (lambda b: _in("", *PLACES)(b) and b.thing.kind in {"Finding", "CellType"}, _site_of_finding),
    (lambda b: b.named.kind in PLACES and b.thing.kind in PLACES and not _in_sites(b), _nothing),
    (lambda b: _in("occursAtSite", *PLACES, "")(b) and _in_sites(b), lambda b: b.member("occursAtSite")),
    (_in("causedBy", "Organism", "Disease", "Finding", "Event", "Substance", "Exposure"), _cause),
    (lambda b: _in("occursAtSite", "")(b) and bool(b.other.scopes), lambda b: b.member("occursAtSite")),
    (_is_listed, _unknown_member),
    (_in("molecularFinding", "Gene", "Protein", ""), lambda b: b.member("molecularFinding")),
    (_are_known, _related),
)


def read_name(bracket: Bracket) -> bool:
    """Read one name in a bracket; return whether it is like the name before it: then a bracket behind it is read so, too."""
    read = next((read for fits, read in READINGS if fits(bracket)), _nothing)
    read(bracket)
    return read is _like
