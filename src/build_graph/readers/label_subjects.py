"""Labels that say of whom the lines below them are: a member of the page's family, several, a variant, a subtype of a list."""

from __future__ import annotations

from build_graph.facts import Span, Term
from build_graph.lexicon import fold
from build_graph.readers.draft import Draft, Subject
from build_graph.readers.labels import Given, Label
from build_graph.readers.names import slug_of
from build_graph.readers.subjects import ranged
from build_graph.readers.things import thing_of


def family(label: Label) -> Given:
    """Read "Type A" or "AB (protein B)" as a member of the family: the lines below are of it, and it is a subtype of the one above."""
    own = (Subject(label.subject, (label.span,), label.block.index),) if label.subject else label.above.subjects
    drafts = [*_subtypes(label), *_deposited(label, own), *(_in_bracket(label, own) if label.above.role == "subtypeOf" else ())]
    return label.above._replace(subjects=own, role="", heard=-1), drafts


def _subtypes(label: Label) -> list[Draft]:
    """Return "the label's subject is a subtype of the subject above", where it is another one."""
    names, term = label.page.names, label.subject
    outer = [s for s in label.above.subjects if s.term != term and names.member(s.term)]
    if term is None or term == label.page.topic or not names.member(term):
        return []
    return [_subtype(Subject(term, (label.span,), label.block.index), each, "label-below") for each in outer]


def _subtype(own: Subject, outer: Subject, rule: str) -> Draft:
    return Draft((own,), "subtypeOf", outer.term, outer.spans, rule, phrase=outer.spans, context=(outer.block,))


def _deposited(label: Label, own: tuple[Subject, ...]) -> list[Draft]:
    """Read "AB (protein B)" on the page of a disease of deposition: the protein in the bracket is what the subtype is made of."""
    page = label.page
    named = label.phrases[0] if label.phrases else None
    if (
        named is None
        or not named.brackets
        or label.above.key not in {"etiology", "pathophysiology"}
        or not any(f" {word} of " in page.masked for word in page.lexicon.words["deposition"])
    ):
        return []
    things = [thing_of(p, page) for bracket in named.brackets for p in bracket if len(bracket) == 1]
    short = label.words[0].isalnum() and sum(c.isupper() for c in page.words(label.span).split(" ")[0]) > 1
    return [
        Draft(own, "composedOf", t.term, t.spans, "label-protein", phrase=t.phrase) for t in things if t and short and t.kind == "Protein"
    ]


def leaf(label: Label) -> Given:
    """Read a member of the family alone on its line: its list is empty in this copy."""
    inner = [s for s in label.above.subjects if s.term != label.page.topic]
    return label.above, _subtypes(label) if inner else []


def families(label: Label) -> Given:
    """Read "A and B": each line below speaks of both."""
    named = ((label.page.names.label(p.key), p.spans) for p in label.phrases)
    subjects = ranged(label.page, [Subject(term, spans, label.block.index) for term, spans in named if term])
    return label.above._replace(subjects=subjects, role=""), []


def variant(label: Label) -> Given:
    """Read "Pigmented variant" as a subtype of the page's disease and the subject of what follows."""
    page = label.page
    return _own(label, " ".join(page.words(label.span).split()[:-1]))


def listed_subtype(label: Label) -> Given:
    """Read "Cellular (hypercellular): ..." in a list of subtypes as one of them; the bracket holds another name."""
    name, _, other = " ".join(label.page.words(label.span).split()).partition(" (")
    first, *more = name.split(" / ")
    setting, drafts = _own(label, first)
    drafts += [_other_name(label, each, setting.subjects) for each in more]
    return setting, [*drafts, *(_in_bracket(label, setting.subjects) if other else ())]


def _other_name(label: Label, name: str, own: tuple[Subject, ...]) -> Draft:
    """Read what stands behind a slash in a label of a subtype as another name: "Sclerosing / morpheaform"."""
    start = label.span.start + label.page.words(label.span).index(name)
    span = Span(start, start + len(name))
    return Draft(own, "synonym", name, (span,), "slash-synonym", phrase=(span,))


def _in_bracket(label: Label, own: tuple[Subject, ...]) -> list[Draft]:
    """Read the bracket of a label in a list of subtypes as another name: "Atypical (pseudosarcomatous)"."""
    _, opened, rest = label.page.words(label.span).partition("(")
    name = rest.partition(")")[0].strip()
    if not opened or not name:
        return []
    start = label.span.start + label.page.words(label.span).index(name)
    span = Span(start, start + len(name))
    return [Draft(own, "synonym", name, (span,), "listed-subtype", phrase=(span,))]


def _own(label: Label, name: str) -> Given:
    """Return the setting below the subtype of the page's disease that ``name`` tells, and that it is one."""
    page = label.page
    known = page.names.label(name)
    title = name.casefold() if known else f"{name.casefold()} {page.topic.label}"
    entry = page.lexicon.names.get(fold(title))
    made = entry.term if entry else Term(slug_of(title), title, page.topic.kind, candidate=True, head=page.topic)
    own = Subject(known or made, (label.span,), label.block.index)
    drafts = [_subtype(own, outer, "variant-label") for outer in label.above.subjects]
    return label.above._replace(subjects=(own,), role=""), drafts
