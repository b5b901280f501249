"""What a bracket names of what is seen: "neutrophils in the epithelium (cryptitis)"."""

from __future__ import annotations

from build_graph.language.phrases import Phrase
from build_graph.language.scopes import CLAUSE_WIDE
from build_graph.readers.brackets import is_excepted
from build_graph.readers.clause import BY_ASPECT, SEEN_SECTIONS, Clause
from build_graph.readers.roles.emit import emit
from build_graph.readers.roles.kinds import is_seen
from build_graph.readers.things import thing_of

#: Roles of a phrase that describes what is seen, or where; a bracket behind it names the finding.
DESCRIBED = {"", "is", "in", "around", "with", "show", "complement", "from"}


def read_left_brackets(clause: Clause) -> None:
    """Read a finding in a bracket that no fact has taken: the bracket names what the words before it describe."""
    if clause.key not in SEEN_SECTIONS | {"essential"} or clause.setting.role:
        return
    for phrase in [p for p in clause.phrases if p.brackets and p.role in DESCRIBED]:
        for inner in phrase.brackets:
            _read(clause, phrase, inner)


def _read(clause: Clause, phrase: Phrase, inner: list[Phrase]) -> None:
    first = inner[0]
    if first.marker or first.number or not first.items or any(p.role not in {"", "complement"} for p in inner):
        return
    if is_excepted(clause, phrase, first):
        return
    taken = {span for draft in clause.drafts for span in draft.spans}
    taken |= {span for draft in clause.drafts for kept in draft.kept if not isinstance(kept.qualifier.value, str) for span in kept.spans}
    thing = thing_of(first, clause.page, complements=[p for p in inner[1:] if p.parent is first][:1])
    if thing is None or taken & set(thing.spans):
        return
    described = phrase
    while described.parent is not None:
        described = described.parent
    first.group = described.group  # "neutrophils in the follicle (folliculitis)": it stands for the neutrophils
    if thing.kind != "Quality" and is_seen(clause, first, thing):
        thing = thing._replace(kind="Finding")
    if thing.kind == "Finding" or thing.kind == "Quality" and thing.aspect in BY_ASPECT:
        first.scopes += [s for s in phrase.scopes if s.marker.property in CLAUSE_WIDE]
        clause.behind.setdefault(first, []).extend(p for p in inner[1:] if p.parent is first)
        emit(clause, first, thing, "", "bracket-names")
