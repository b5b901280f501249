"""Values to pages: which page there is, at which address, with what on it. How a page looks is in ``templates/``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from build_graph.site import bundle, compare, mechanism, plots, rdf, reader
from build_graph.site.addresses import Addresses
from build_graph.site.figures import figures
from build_graph.site.model import Claim, Declared, Question, Release, Term, Value
from build_graph.site.read import PKG
from build_graph.site.tree import Branch, forest
from build_graph.site.words import Words, quantity, unit

MOST_ROWS = 300  #: of an answer on its page; the rest is one click away
TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """All pages of one release."""

    def __init__(self, found: Release, questions: list[Question], why_not: str) -> None:
        """Prepare what every page needs.

        Args:
            found: what the release says.
            questions: the catalogue, answered.
            why_not: why queries cannot be run in the browser; empty if they can.
        """
        self.found, self.questions = found, questions
        self.words, self.addresses = Words(found), Addresses(found)
        self.by_subject: dict[str, list[Claim]] = {}
        self.by_object: dict[str, list[Claim]] = {}
        self.by_qualifier: dict[str, list[tuple[str, Claim]]] = {}
        for claim in found.claims.values():
            self.by_subject.setdefault(claim.subject.iri, []).append(claim)
            if claim.object.iri:
                self.by_object.setdefault(claim.object.iri, []).append(claim)
            for name, value in claim.qualifiers:
                if value.iri:
                    self.by_qualifier.setdefault(value.iri, []).append((name, claim))
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
        )  # fmt: skip
        self._environment.globals.update(
            found=found, words=self.words, quantity=quantity, unit=unit, ask=not why_not, why_not=why_not,
            questions=questions, marks=reader.marks, anchor=self.addresses.anchor,
            topics=[(self.addresses.of(iri), label) for iri, (label, _) in found.topics.items()],
            documents=[(self.addresses.of(iri), each) for iri, each in found.editions.items() if each.units],
        )  # fmt: skip

    def render(self, page: str, template: str, **context: object) -> tuple[str, bytes]:
        """Return the page's name with its bytes; links are relative to it, so that the site works wherever it stands."""
        root = "../" * page.count("/")

        def href(iri: str) -> str:
            target = self.addresses.of(iri)
            return root + target if target else ""

        text = self._environment.get_template(template).render(root=root, href=href, page=page, **context)
        return page, text.encode()

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield every page."""
        yield self.render(
            "index.html", "home.html", figures=figures(self.found), trees=self.trees(),
            json_ld=Markup(rdf.json_ld(self.found, rdf.dataset(self.found))),
        )  # fmt: skip
        yield self.render("terms.html", "terms.html", terms=self._alphabet(), tree=forest(self.found))
        for term in self.found.terms.values():
            if self.addresses.anchor(term.iri) == "":
                yield from self.term(term)
        for iri, edition in self.found.editions.items():
            kept = reader.lines(edition, self.found)
            yield self.render(self.addresses.page(iri), "document.html", edition=edition, lines=kept, unread=_unread(kept))
        for iri, (label, about) in self.found.topics.items():
            yield from self.topic(iri, label, about)
        yield self.render("compare.html", "compare.html", compared=[self._compared(tree) for tree in self.trees()])
        yield from self._about_the_data()
        yield self.render("references.html", "references.html", cited=self._cited())
        yield self.render("rules.html", "rules.html", rules=self._rules())

    def _about_the_data(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages about questions, ontology, rules and files."""
        base = self.found.base
        homes = [[PKG, "ontology.html#", "anchor"], *([f"{base}{name}/", f"{name}/", "page"] for name in ("term", "candidate", "topic"))]
        lists = (("reference", "references.html"), ("rule", "rules.html"))
        homes += [[f"{base}{name}/", f"{page}#{name}-", "anchor"] for name, page in lists]
        catalogue = [
            {name: getattr(q, name) for name in ("name", "id", "summary", "question", "text", "defaults", "kinds")} for q in self.questions
        ]
        yield self.render("questions.html", "questions.html")
        for question in self.questions:
            yield self.render(f"question/{question.name}.html", "question.html", q=question, short=self._short, most=MOST_ROWS)
        yield self.render("ask.html", "ask.html", catalogue=_json(catalogue), homes=_json(homes))
        sorts: dict[str, list[Declared]] = {}
        for each in self.found.declared.values():
            sorts.setdefault(each.sort, []).append(each)
        yield self.render("ontology.html", "ontology.html", sorts=list(sorts.items()), used=self._used(), short=self._short)
        yield self.render("shapes.html", "shapes.html")
        yield self.render("data.html", "data.html", engine=bundle)

    def _used(self) -> Counter[str]:
        """Return how often each name of the ontology is used: a predicate by claims, a qualifier by claims, a class by terms."""
        used: Counter[str] = Counter()
        for claim in self.found.claims.values():
            used.update([claim.predicate, PKG + claim.polarity, PKG + claim.modality])
            used.update({PKG + name for name, _ in claim.qualifiers})
        used.update(PKG + term.kind for term in self.found.terms.values())
        return used

    def _short(self, iri: str) -> str:
        """Return an outside IRI as ``prefix:name``, where a prefix fits."""
        fits = [(space, prefix) for prefix, space in self.found.prefixes.items() if iri.startswith(space)]
        space, prefix = max(fits, key=lambda fit: len(fit[0]), default=("", ""))
        return f"{prefix}:{iri.removeprefix(space)}" if space else iri

    def _compared(self, tree: Branch) -> dict[str, object]:
        """Return the comparisons of one disease with its subtypes."""
        told: dict[str, list[Claim]] = {}
        for claim in self.found.claims.values():
            if claim.predicate == PKG + "hasMechanism":
                told.setdefault(claim.subject.iri, []).append(claim)
        drawn: list[tuple[Value, Markup]] = []
        for iri in compare.members(tree):
            if iri in told:
                disease = told[iri][0].subject
                drawn.append((disease, Markup(mechanism.diagram(disease, told[iri], self.words, self.addresses.of))))
        return {
            "tree": tree, "side": compare.subtypes(tree, self.found, self.words), "mechanisms": drawn,
            "matrix": compare.differential(tree, self.found, self.words), "treatments": compare.treatments(tree, self.found),
        }  # fmt: skip

    def trees(self) -> list[Branch]:
        """Return the subtypes of what each topic is about."""
        about = {term for _, term in self.found.topics.values()}
        return [branch for branch in forest(self.found, about) if branch.term.iri in about]

    def term(self, term: Term) -> Iterator[tuple[str, bytes]]:
        """Yield the page of a term, and its triples as a file."""
        said = self.by_subject.get(term.iri, [])
        about = rdf.described(self.found, [term.iri, *(claim.iri for claim in said)])
        turtle, page = rdf.turtle(self.found, about), self.addresses.page(term.iri)
        qualified: dict[str, list[Claim]] = {}
        for name, claim in self.by_qualifier.get(term.iri, ()):
            qualified.setdefault(name, []).append(claim)
        yield f"{page.removesuffix('.html')}.ttl", turtle.encode()
        yield self.render(
            page, "term.html", term=term, out=self.words.groups(said), into=self.words.groups(self.by_object.get(term.iri, ())),
            qualified=[(self.words.declared(PKG + name), held) for name, held in sorted(qualified.items())],
            plots=[(plot.title, Markup(plot.drawing)) for plot in plots.plots(said, self.words)],
            turtle=self._linked(turtle, said, "../" * page.count("/")), json_ld=Markup(rdf.json_ld(self.found, about)),
            narrower=self._narrower(term), topic=self._about(term.iri),
        )  # fmt: skip

    def topic(self, iri: str, label: str, about: str) -> Iterator[tuple[str, bytes]]:
        """Yield the page of a topic, and its triples as a file: its parts (images, questions, report) with what is said of them."""
        parts = [term for term in self.found.terms.values() if term.iri.startswith(iri + "/")]
        sections: dict[str, list[tuple[Term, list[Any]]]] = {}
        for part in sorted(parts, key=lambda part: (part.kind, part.iri)):
            sections.setdefault(part.kind_label, []).append((part, self.words.groups(self.by_subject.get(part.iri, ()))))
        said = [claim for part in parts for claim in self.by_subject.get(part.iri, ())]
        described = rdf.described(self.found, [iri, *(part.iri for part in parts), *(claim.iri for claim in said)])
        turtle, page = rdf.turtle(self.found, described), self.addresses.page(iri)
        yield f"{page.removesuffix('.html')}.ttl", turtle.encode()
        yield self.render(
            page, "topic.html", label=label, about=about, sections=sections, editions=list(self.found.editions.values()),
            turtle=self._linked(turtle, said, "../" * page.count("/")),
        )  # fmt: skip

    def _linked(self, turtle: str, claims: list[Claim], root: str) -> Markup:
        """Return Turtle with links; each claim's triples have an anchor."""

        def href(iri: str) -> str:
            return root + target if (target := self.addresses.of(iri)) else ""

        return Markup(rdf.linked(turtle, self.found.prefixes, href, {claim.iri: f"ttl-{claim.key}" for claim in claims}))

    def _narrower(self, term: Term) -> list[Term]:
        return sorted((each for each in self.found.terms.values() if term.iri in each.broader), key=lambda each: each.label.casefold())

    def _about(self, iri: str) -> str:
        return next((topic for topic, (_, about) in self.found.topics.items() if about == iri), "")

    def _alphabet(self) -> list[tuple[str, list[Term]]]:
        """Return the terms that have a page of their own, by first letter."""
        found: dict[str, list[Term]] = {}
        for term in sorted(self.found.terms.values(), key=lambda term: (term.label.casefold(), term.iri)):
            if not self.addresses.anchor(term.iri):
                first = term.label[:1].upper()
                found.setdefault(first if first.isalpha() else "0–9", []).append(term)
        return sorted(found.items())

    def _cited(self) -> list[tuple[str, list[Claim]]]:
        found: dict[str, list[Claim]] = {iri: [] for iri in self.found.references}
        for claim in self.found.claims.values():
            for work in dict.fromkeys(cited.work for each in claim.evidence for cited in each.cited):
                found.setdefault(work, []).append(claim)
        return sorted(found.items())

    def _rules(self) -> list[tuple[str, str, list[Claim]]]:
        found: dict[str, list[Claim]] = {iri: [] for iri in self.found.rules}
        for claim in self.found.claims.values():
            for rule in dict.fromkeys(each.rule.iri for each in claim.evidence if each.rule.iri):
                found.setdefault(rule, []).append(claim)
        return sorted((iri, self.found.rules[iri], claims) for iri, claims in found.items())


def _unread(kept: list[reader.Line]) -> list[reader.Line]:
    return [line for line in kept if line.unit.unread]


def _json(value: object) -> Markup:
    """Return JSON that may stand inside a script element."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))
