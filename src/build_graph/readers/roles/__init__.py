"""What each role makes of a phrase. One small function a role; ROLES names them all."""

from __future__ import annotations

from build_graph.readers.roles.causes import cue, effect, hypothesis, later, origin, risk_of, uncertain
from build_graph.readers.roles.diagnosis import confirm, confirm_by, excluded, needed, show, suggest, suggested, surround
from build_graph.readers.roles.emit import TABLE, Role
from build_graph.readers.roles.lists import example
from build_graph.readers.roles.people import populations, quantified
from build_graph.readers.roles.places import part, place, spared, throughout
from build_graph.readers.roles.plain import by, ignore, like, opaque, opaque_to, plain, together
from build_graph.readers.roles.ranks import compared, first_site, following, most, rarer
from build_graph.readers.roles.stains import colour_with, distinguish, stained
from build_graph.readers.roles.treatments import indicate, link, nominal, outcome, prevent, reason, resisting

ROLES: dict[str, Role] = {
    "": plain, "is": plain, "include": plain, "finding": plain, "with": together, "by": by, "as": plain, "after": later,
    "association": cue, "cause": cue, "risk": risk_of, "mediate": cue, "treat": cue, "receive": cue, "compose": cue,
    "place": place, "throughout": throughout, "in": place, "around": place, "between": place,
    "outcome": outcome, "for": reason, "from": origin, "effect": effect, "show": show,
    "confirm": confirm, "confirm_by": confirm_by, "suggest": suggest, "surround": surround, "example": example,
    "suggested": suggested, "need": needed,
    "than": compared, "first_site": first_site, "next": following, "exclude": excluded, "excludes": excluded, "risk_of": risk_of,
    "positive": stained, "negative": stained, "stain_with": colour_with,
    "most": most, "rarer": rarer, "uncertain": uncertain, "hypothesis": hypothesis, "prevent": prevent, "indicate": indicate,
    "verb:nominal": nominal, "verb:treatment": nominal, "verb:act": nominal, "verb:link": link,
    "resist": resisting, "verb:other": opaque, "verb:distinguish": distinguish, "to": opaque_to, "spare": spared, "verb:like": like, "confused": ignore, "adverse": cue, "restrict": ignore, "complement": part, "contain": ignore,
}
TABLE.update(ROLES)

__all__ = ["ROLES", "populations", "quantified"]
