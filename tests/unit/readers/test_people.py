from __future__ import annotations

from build_graph import pipeline
from build_graph.facts import Term

PAGE = """Grit disease

Epidemiology
  • Typically affects patients with renal failure
  • Often in a patient with renal failure

Prognostic factors
  • 1 year mortality is 25% in patients without renal failure and 60% in patients with renal failure
"""


def test_people_are_one_term_however_many_a_line_counts():
    claims = [fact.claim for fact in pipeline.read(PAGE.encode()).facts]
    named = [value for claim in claims for value in (claim.object, *claim.values("population")) if isinstance(value, Term)]
    slugs = {term.slug for term in named if term.kind == "Population" and "without" not in term.label}

    assert slugs == {"patients-with-renal-failure"}
