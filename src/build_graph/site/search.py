"""The index that the search box reads: every name and code of every term, and the site's other entries."""

from __future__ import annotations

import json

from build_graph.site.model import Release
from build_graph.site.pages import Pages


def index(found: Release, pages: Pages) -> bytes:
    """Return a classic script that sets ``pathkgIndex``: rows of label, kind, address and further names."""
    rows = []
    for term in found.terms.values():
        names = [*term.synonyms, *term.misprints, *(code for code in term.notations if code != term.label)]
        names += [each.curie for each in term.mappings if each.url]
        rows.append([term.label, term.kind_label, pages.addresses.of(term.iri), names])
    for question in pages.questions:
        rows.append([question.question or question.summary, "question", f"question/{question.name}.html", [question.id, *question.tags]])
    for declared in found.declared.values():
        if declared.sort in ("predicates", "classes"):
            rows.append([declared.label, declared.sort.removesuffix("es" if declared.sort == "classes" else "s"),
                         pages.addresses.of(declared.iri), [declared.name]])  # fmt: skip
    rows.sort(key=lambda row: (str(row[0]).casefold(), str(row[2])))
    return f"var pathkgIndex = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n".encode()
