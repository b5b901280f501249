"""What each role makes of a phrase: one small function a role, and the table of them."""

from __future__ import annotations

from build_graph.language.phrases import Phrase
from build_graph.readers.roles.acts import nominal
from build_graph.readers.roles.antigen import control, encoded, predicts
from build_graph.readers.roles.causes import (
    associated,
    before,
    cue,
    mediated,
    origin,
    risk_of,
    unrelated,
)
from build_graph.readers.roles.diagnosis import (
    confirm,
    confirm_by,
    excluded,
    lookalike,
    needed,
    purpose,
    show,
    suggest,
    suggested,
    surround,
)
from build_graph.readers.roles.emit import TABLE, Role
from build_graph.readers.roles.foretold import foretell, prognostic
from build_graph.readers.roles.lists import example
from build_graph.readers.roles.people import populations, quantified
from build_graph.readers.roles.places import part, place, spared, throughout
from build_graph.readers.roles.plain import by, plain, together
from build_graph.readers.roles.ranks import compared, first_site, following, most, rarer
from build_graph.readers.roles.sequence import later
from build_graph.readers.roles.stains import colour_with, distinguish, stained
from build_graph.readers.roles.steps import effect
from build_graph.readers.roles.ties import ascribe, ignore, like, named_as, opaque, opaque_to, varying
from build_graph.readers.roles.treatments import (
    contraindicate,
    indicate,
    less_risk,
    link,
    outcome,
    prevent,
    reason,
    resisting,
    untreated,
)
from build_graph.readers.roles.unknown import hypothesis, uncertain

#: Role of a phrase -> its reader. A role with a colon ("most:form") has the reader of what stands before it, if it has none of its own.
ROLES: dict[str, Role] = {
    "": plain, "is": plain, "include": plain, "finding": plain, "as": named_as, "with": together, "by": by, "after": later,
    "before": before, "to": opaque_to, "verb:ascribe": ascribe, "risk": risk_of, "risk_of": risk_of, "protect": less_risk,
    "association": associated, "cause": cue, "mediate": mediated, "treat": cue, "receive": cue, "compose": cue, "transmission": cue,
    "adverse": cue, "prognostic": prognostic, "verb:foretell": foretell,
    "uncertain": uncertain, "hypothesis": hypothesis, "effect": effect, "from": origin,
    "place": place, "in": place, "around": place, "between": place, "beyond": place, "throughout": throughout, "spare": spared,
    "complement": part, "contain": ignore, "restrict": ignore, "confused": ignore, "regardless": ignore, "except": opaque,
    "unrelated": unrelated, "example": example,
    "show": show, "confirm": confirm, "confirm_by": confirm_by, "suggest": suggest, "suggested": suggested, "need": needed,
    "exclude": excluded, "excludes": excluded, "surround": surround, "purpose": purpose, "lookalike": lookalike,
    "than": compared, "first_site": first_site, "next": following, "most": most, "rarer": rarer,
    "positive": stained, "negative": stained, "stain_with": colour_with,
    "outcome": outcome, "for": reason, "prevent": prevent, "untreated": untreated, "indicate": indicate,
    "contraindicate": contraindicate, "resist": resisting,
    "verb:nominal": nominal, "verb:treatment": nominal, "verb:act": nominal, "verb:link": link, "verb:other": opaque, "verb:like": like,
    "verb:vary": varying, "verb:distinguish": distinguish, "encoded": encoded, "predict": predicts, "control": control,
}  # fmt: skip
TABLE.update(ROLES)


def role_of(phrase: Phrase) -> Role:
    """Return the reader of a phrase's role; what has none is read as if nothing introduced it."""
    return ROLES.get(phrase.role) or ROLES.get(phrase.role.partition(":")[0], plain)


__all__ = ["ROLES", "populations", "quantified", "role_of"]
